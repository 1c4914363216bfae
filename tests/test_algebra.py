from __future__ import annotations

import pickle
from datetime import date, datetime, timedelta

import pendulum
import pytest
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from servrecov.calendar.algebra import Combined, Operation
from servrecov.calendar.calendar import BusinessCalendar
from servrecov.calendar.definition import Hours
from servrecov.errors import HolidayDataError, InvalidCalendarError
from servrecov.testing.strategies import aware_datetimes, business_calendars, calendar_parts

NEAR = (datetime(2026, 3, 1), datetime(2026, 4, 12))  # noqa: DTZ001  (wall times, a change of the clock among them)
BERLIN = BusinessCalendar.weekly("Mon-Fri 09:00-17:00", tz="Europe/Berlin")
NEW_YORK = BusinessCalendar.weekly("Mon-Fri 09:00-17:00", tz="America/New_York")
SYDNEY = BusinessCalendar.weekly("Mon-Fri 09:00-17:00", tz="Australia/Sydney")
MONDAY = pendulum.datetime(2026, 3, 2, tz="Europe/Berlin")


def both(a, b):
    try:
        return a & b
    except InvalidCalendarError:
        return None


FEW = settings(max_examples=25)
"""Proving that two calendars never meet takes a while, and random ones often do not."""


@FEW
@given(business_calendars(*NEAR), business_calendars(*NEAR), aware_datetimes(*NEAR))
def test_and_is_open_where_both_are_and_or_where_either_is(a, b, at):
    """At every instant, whatever the zones."""
    assert (a | b).is_open(at) == (a.is_open(at) or b.is_open(at))
    common = both(a, b)
    if common:
        assert common.is_open(at) == (a.is_open(at) and b.is_open(at))


@FEW
@given(business_calendars(*NEAR), business_calendars(*NEAR), aware_datetimes(*NEAR), st.timedeltas(timedelta(), timedelta(days=30)))
def test_open_time_of_both_and_of_either_adds_up(a, b, start, span):
    """What both are open, and what either is, are together what each is: so neither loses nor counts anything twice."""
    end = start.add(seconds=span.total_seconds())
    common = both(a, b)
    shared = common.between(start, end) if common else timedelta()
    assert (a | b).between(start, end) + shared == a.between(start, end) + b.between(start, end)


@FEW
@given(business_calendars(*NEAR), business_calendars(*NEAR), st.dates(date(2026, 3, 3), date(2026, 4, 10)))
def test_business_days_follow_the_left_calendars_dates(a, b, day):
    """Of both: a date whose hours meet open time of the right one; of either: also a date on which, in the left zone, the right one opens."""
    theirs = [opening.in_timezone(a.zone).date() for step in range(-3, 4) for opening, _ in b.hours_on(day + timedelta(days=step))]
    assert (a | b).is_business_day(day) == (a.is_business_day(day) or day in theirs)
    common = both(a, b)
    assume(common)
    meets = any(b.between(opening, closing) for opening, closing in a.hours_on(day))
    assert common.is_business_day(day) == meets


@given(business_calendars(*NEAR), aware_datetimes(*NEAR))
def test_a_calendar_with_itself_is_as_open_as_before(a, at):
    """Combining a calendar with itself changes no answer."""
    for same in (a & a, a | a):
        assert same.is_open(at) == a.is_open(at)
        assert same.next_open(at) == a.next_open(at)
        assert same.previous_close(at) == a.previous_close(at)


def test_two_desks_share_two_hours_and_the_result_lives_in_the_left_zone():
    """Berlin and New York share 15:00 to 17:00; while only one of them has changed its clock, 14:00 to 17:00."""
    common = BERLIN & NEW_YORK
    assert common.tz == "Europe/Berlin"
    assert [closing - opening for opening, closing in common.periods(MONDAY, MONDAY.add(days=8))] == [*[timedelta(hours=2)] * 5, timedelta(hours=3)]
    assert common.add(MONDAY, timedelta(hours=3)).isoformat() == "2026-03-03T16:00:00+01:00"


def test_a_desk_that_follows_the_sun_counts_dates_in_the_left_zone():
    """Sydney opens on Berlin's Sunday, so that date is a business day of either, on which the shift counts."""
    either = BERLIN | SYDNEY
    sunday = date(2026, 3, 1)
    assert not BERLIN.is_business_day(sunday)
    assert either.is_business_day(sunday)
    at_night = MONDAY.add(hours=2)
    assert either.date_of(at_night) == sunday
    assert either.add_days(at_night, 1) == at_night.add(days=1)
    assert either.add_days(at_night, 1, land="close").isoformat() == "2026-03-03T07:00:00+01:00"


def test_combinations_nest_and_are_compared_by_value():
    """A combination is a value: equal to one made the same way, different from its mirror image."""
    made, again = (BERLIN & NEW_YORK) | SYDNEY, (BERLIN & NEW_YORK) | SYDNEY
    assert made == again
    assert len({made, again, pickle.loads(pickle.dumps(made))}) == 1  # noqa: S301  (our own bytes)
    assert BERLIN | SYDNEY != SYDNEY | BERLIN
    assert BERLIN | SYDNEY != BERLIN
    assert eval(repr(made)) == made  # noqa: S307  (our own text)
    outer = made.definition
    assert (outer.operation, outer.left.operation, outer.right) == (Operation.OR, Operation.AND, SYDNEY.definition)
    assert isinstance(outer.right, Hours)


def test_a_combination_has_no_hours_of_its_own():
    """Week, holidays, special dates and breaks are those of its parts."""
    for name in ("week", "holidays", "special", "breaks"):
        assert not hasattr(BERLIN | SYDNEY, name)
        assert hasattr(BERLIN, name)


def test_calendars_that_are_never_open_together_are_refused():
    """A calendar that can never open is refused when it is built, however it is built."""
    sunday = BusinessCalendar.weekly("Sun 09:00-17:00", tz="America/New_York")
    with pytest.raises(InvalidCalendarError, match="open together"):
        BERLIN & sunday


def test_only_calendars_combine():
    """A calendar and anything else do not combine."""
    with pytest.raises(TypeError):
        BERLIN & "Mon-Fri"
    with pytest.raises(TypeError):
        BERLIN | None


def known(tz, first, last):
    return BusinessCalendar.weekly("Mon-Sun 08:00-20:00", tz=tz, holidays_known=(first, last))


def test_what_is_known_is_what_is_known_to_both():
    """A combination knows the years that both know; beyond them it refuses to guess."""
    common = known("Europe/Berlin", 2024, 2026) & known("Europe/Berlin", 2025, 2027)
    assert common.holidays_known == (2025, 2026)
    assert (BERLIN | known("Europe/Berlin", 2024, 2026)).holidays_known == (2024, 2026)
    assert (known("Europe/Berlin", 2024, 2026) | BERLIN).holidays_known == (2024, 2026)
    assert (BERLIN | SYDNEY).holidays_known is None
    assert common.is_business_day(date(2025, 1, 1))
    assert common.is_business_day(date(2026, 12, 31))
    for beyond in (date(2024, 12, 31), date(2027, 1, 1)):
        with pytest.raises(HolidayDataError) as caught:
            common.is_business_day(beyond)
        assert caught.value.known == (2025, 2026)
        assert caught.value.year == beyond.year


def test_years_that_end_at_different_instants():
    """Where the other one's year ends within a date of ours, that date is not known."""
    either = known("Europe/Berlin", 2024, 2027) | known("America/New_York", 2024, 2026)
    last = pendulum.datetime(2026, 12, 31, 23, tz="America/New_York")
    assert not either.is_open(last)
    with pytest.raises(HolidayDataError):
        either.is_open(last.add(hours=1))
    assert either.is_business_day(date(2026, 12, 31))
    with pytest.raises(HolidayDataError) as caught:
        either.is_business_day(date(2027, 1, 1))
    assert caught.value.year == 2027
    eastern = known("Europe/Berlin", 2024, 2027) | known("Asia/Tokyo", 2024, 2026)
    with pytest.raises(HolidayDataError) as caught:
        eastern.is_business_day(date(2026, 12, 31))
    assert caught.value.year == 2027
    with pytest.raises(HolidayDataError) as caught:
        either.is_business_day(date(2024, 1, 1))
    assert caught.value.year == 2023


def test_calendars_that_know_no_year_together_are_refused():
    """Nothing could be asked of them."""
    with pytest.raises(InvalidCalendarError, match="overlap"):
        known("UTC", 2024, 2025) | known("UTC", 2026, 2027)


def day_after_day(hours, tz, known=None, closed=()):
    """Open every day by one line of hours, but on dates that are closed."""
    return BusinessCalendar.weekly(f"Mon-Sun {hours}", tz=tz, holidays_known=known, holidays=closed)


KNOWN = (2026, 2026)
BEYOND = tuple(date(year, month, day) for year, month, days in ((2025, 12, range(27, 32)), (2027, 1, range(1, 6))) for day in days)
HOURS = st.sampled_from(("00:00-24:00", "09:00-17:00", "20:00-26:00", "22:00-30:00", "05:00-30:00", "00:00-04:00", "10:00-48:00", "26:00-28:00"))
ZONES = st.sampled_from(("UTC", "Asia/Shanghai", "America/New_York", "Pacific/Kiritimati", "Pacific/Pago_Pago"))
PARTS = st.tuples(HOURS, ZONES, st.sampled_from((KNOWN, None)))
TURNS = st.sampled_from((pendulum.datetime(2026, 1, 1), pendulum.datetime(2027, 1, 1)))
HOW = (lambda a, b: a & b, lambda a, b: a | b)


def asked(calendar, at):
    """Ask every kind of question near an instant; a refusal is an answer too."""
    day = at.date()
    questions = (
        lambda: calendar.is_open(at),
        lambda: calendar.between(at, at.add(hours=5)),
        lambda: calendar.next_close(at),
        lambda: calendar.previous_open(at),
        lambda: calendar.date_of(at),
        lambda: calendar.is_business_day(day),
        lambda: calendar.hours_on(day),
        lambda: calendar.add_days(day, 1),
        lambda: calendar.add_days(at, -1),
        lambda: calendar.days_between(day, day + timedelta(days=2)),
    )
    return [answer(question) for question in questions]


def answer(question):
    try:
        return question()
    except HolidayDataError:
        return None


@settings(max_examples=40, phases=[Phase.generate], deadline=None)
@given(
    st.lists(PARTS, min_size=2, max_size=3).filter(lambda parts: any(known for _, _, known in parts)),
    st.lists(st.sampled_from(HOW), min_size=2, max_size=2),
    TURNS,
    st.integers(-150, 150),
)
def test_no_answer_changes_when_the_days_beyond_become_known(parts, how, turn, quarters):
    """An answer that depends on a day beyond the known years is refused, never guessed: what is answered holds whatever those days are."""
    at = turn.add(minutes=20 * quarters)

    def made(closed, known=None):
        first, *others = (day_after_day(hours, tz, years and (known or years), closed if years else ()) for hours, tz, years in parts)
        for operation, other in zip(how, others, strict=False):
            first = operation(first, other)
        return first

    try:
        short, *longer = made(()), *(made(closed, (2025, 2027)) for closed in ((), BEYOND, BEYOND[::2], BEYOND[1::2]))
    except InvalidCalendarError:
        return  # never open together
    now, *later = (asked(calendar, at) for calendar in (short, *longer))
    for known_now, *known_later in zip(now, *later, strict=True):
        assert known_now is None or known_later == [known_now] * len(later)


def test_what_both_know_of_a_half_known_date_is_answered():
    """The instants known to both are answered, though the date they lie on is known to one of them in part only."""
    shanghai, new_york = (BusinessCalendar.weekly("Mon-Fri 09:00-17:00", tz=tz) for tz in ("Asia/Shanghai", "America/New_York"))
    in_china = BusinessCalendar.weekly("Mon-Fri 09:00-17:00", tz="Asia/Shanghai", holidays_known=KNOWN)
    in_america = BusinessCalendar.weekly("Mon-Fri 09:00-17:00", tz="America/New_York", holidays_known=KNOWN)
    early, late = pendulum.datetime(2026, 1, 1, 0, 30, tz="Asia/Shanghai"), pendulum.datetime(2027, 1, 1, 10, tz="Asia/Shanghai")
    assert (in_china | new_york).is_open(early)
    assert (new_york | in_china).is_open(early)
    assert (in_america | shanghai).is_open(late)
    assert (shanghai | in_america).is_open(late)


def test_a_night_shift_that_began_before_the_known_years_is_seen():
    """At three in the morning of the first known date the shift of the evening before goes on, and it counts from that evening."""
    night, whole = day_after_day("22:00-30:00", "UTC"), day_after_day("00:00-24:00", "UTC", KNOWN)
    at = pendulum.datetime(2026, 1, 1, 3)
    for common in (whole & night, night & whole):
        assert common.is_open(at)
    assert (night & whole).date_of(at) == date(2025, 12, 31)


def test_a_shift_that_ends_after_what_the_other_knows_makes_its_date_unknown():
    """The hours of the last evening lie in the next year, of which the right one knows nothing; those of the evening before are known."""
    common = day_after_day("20:00-26:00", "UTC") & day_after_day("00:00-04:00", "UTC", KNOWN)
    assert common.is_business_day(date(2026, 12, 30))
    for refused in (lambda: common.is_business_day(date(2026, 12, 31)), lambda: common.add_days(date(2026, 12, 30), 1)):
        with pytest.raises(HolidayDataError) as caught:
            refused()
        assert caught.value.year == 2027


def test_hours_that_both_know_are_answered_on_a_half_known_date():
    """London closes before Shanghai's year ends, and opens after New York's begins: both dates are known."""
    short = day_after_day("09:00-15:00", "Europe/London")
    assert short.is_business_day(date(2026, 12, 31))
    assert (short & day_after_day("00:00-24:00", "Asia/Shanghai", KNOWN)).is_business_day(date(2026, 12, 31))
    assert (short & day_after_day("00:00-24:00", "America/New_York", KNOWN)).is_business_day(date(2026, 1, 1))


@FEW
@given(business_calendars(), calendar_parts(), st.sampled_from([None, (2012, 2026), (2020, 2020)]), st.integers(0, 5000))
def test_dates_asked_for_at_once_are_those_asked_for_one_by_one(ours, parts, known, late):
    """Both ways of finding what two calendars share say the same, to the edges of what is known."""
    theirs = Hours.read(**parts, holidays_known=known)
    begin = date(2012, 1, 1).toordinal() + late if known != (2020, 2020) else date(2020, 12, 10 + late % 20).toordinal()
    for operation in Operation:
        try:
            definition = Combined(operation, ours.definition, theirs)
        except InvalidCalendarError:
            continue
        one_by_one = [shift for day in range(begin, begin + 40) for shift in definition.shifts(day, day)]
        assert definition.shifts(begin, begin + 39) == one_by_one
