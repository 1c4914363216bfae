from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pendulum
import pytest
from dateutil.tz import gettz
from hypothesis import given, settings
from hypothesis import strategies as st

from servrecov.calendar.calendar import BusinessCalendar
from servrecov.calendar.dial import Dials
from servrecov.calendar.reckoner import Land, Reckoner
from servrecov.calendar.timeline import Timeline
from servrecov.calendar.wallclock import DAY, clock_of, instant, show, zone_of
from servrecov.testing.strategies import ZONES, business_calendars, zones

HOUR = timedelta(hours=1)
MONDAY = pendulum.datetime(2024, 3, 4, 10, 30, tz="America/New_York")
ODD_ZONES = st.sampled_from(["America/St_Johns", "Pacific/Kwajalein", "Africa/Casablanca", "Africa/Monrovia", "Antarctica/Troll", "Asia/Gaza"])
LENGTHS = st.integers(-30 * 96, 30 * 96).map(lambda quarters: timedelta(minutes=15 * quarters)) | st.timedeltas(timedelta(-40), timedelta(40))
DAY_SHIFTS = st.builds(
    BusinessCalendar.weekly,
    st.sampled_from(["Mon-Fri 09:00-17:00", "Mon-Sat 00:00-12:00, 13:00-24:00", "Mon-Sun 01:30-02:30", "Sat-Sun 00:15-03:15"]),
    tz=zones(),
    holidays=st.lists(st.dates(date(2011, 1, 1), date(2026, 12, 31)), max_size=4),
)
"""Calendars whose shifts end on the date they begin on."""
FIRST, LAST = (date(year, 1, 1).toordinal() for year in (2011, 2027))
CHANGES = {name: [day for day in range(FIRST, LAST) if clock_of(pendulum.timezone(name)).steady(day) is None] for name in ZONES}


def desk(zone="America/New_York", **parts):
    return BusinessCalendar.weekly("Mon-Fri 09:00-17:00", tz=zone, **parts)


def asked(calendar, *times):
    """The dials of a calendar that was asked about these times before."""
    reckoner = Reckoner(calendar.definition)
    dials = Dials(reckoner.lane, reckoner.days, calendar.definition)
    spans = [instant(at, "at") for at in times]
    reckoner.lane.between(min(spans), max(spans))
    for at in times:
        dials.follow(at.tzinfo)
    return dials


def whole(at):
    """All that can be told of a time."""
    return type(at), at.isoformat(), at.fold, at.tzinfo


@st.composite
def times(draw):
    """Make times of any make and fold, most of them near a date on which some zone changed its clock."""
    zone = draw(zones() | ODD_ZONES.map(pendulum.timezone))
    days = CHANGES[draw(st.sampled_from([name for name in ZONES if CHANGES[name]]))]
    day = draw(st.sampled_from(days)) + draw(st.integers(-2, 3))
    at = show(day * DAY + draw(st.integers(0, 95)) * 15 * 60 * 10**6 + draw(st.sampled_from((0, 0, 1, -1))), zone)
    at = datetime.replace(at, fold=draw(st.integers(0, 1)))
    key = getattr(zone, "key", None)
    if key is None or draw(st.booleans()):
        return at
    return datetime(at.year, at.month, at.day, at.hour, at.minute, at.second, at.microsecond, ZoneInfo(key), fold=at.fold)


@given(business_calendars(), times(), LENGTHS, times())
def test_a_dial_says_what_the_general_engine_says(calendar, start, duration, end):
    """On change days too: the same instant to the microsecond, of the same type, in the same zone, with the same fold; or nothing."""
    end = end.astimezone(start.tzinfo)
    dials, pages = asked(calendar, start, end), Timeline(calendar.definition)
    us, amount = instant(start, "start"), duration // timedelta.resolution
    expected = whole(show(pages.shift(us, amount) if amount else us, zone_of(start)))
    for found in (dials.add(start, duration), dials.subtract(start, -duration)):
        assert found is None or whole(found) == expected
    assert dials.between(start, end) in (None, timedelta(microseconds=pages.between(us, instant(end, "end"))))
    assert dials.is_open(start) in (None, pages.is_open(us))


@settings(max_examples=60)
@given(DAY_SHIFTS | business_calendars(), times(), st.integers(-20, 20), st.booleans())
def test_days_on_a_dial_are_those_of_the_general_engine(calendar, start, n, clamp):
    """The same time on the same business day, and the same date that an instant counts from; or nothing."""
    start = show(instant(start, "start"), calendar.zone)
    dials, reckoner = asked(calendar, start), Reckoner(calendar.definition)
    us = instant(start, "start")
    found = dials.add_days(start, n, clamp=clamp)
    assert found is None or whole(found) == whole(show(reckoner.days_later(us, n, Land.SAME_TIME, clamp=clamp), calendar.zone))
    assert dials.date_of(start) in (None, reckoner.days.date_of(us))


@settings(max_examples=50)
@given(business_calendars(datetime(2024, 1, 1), datetime(2025, 1, 1)), times(), LENGTHS)  # noqa: DTZ001  (wall times)
def test_a_calendar_answers_the_second_time_as_the_first(calendar, start, duration):
    """The first answer goes by instants, the second may go by the dial."""
    assert whole(calendar.add(start, duration)) == whole(calendar.add(start, duration))
    assert whole(calendar.subtract(start, duration)) == whole(calendar.subtract(start, duration))
    assert calendar.between(start, start + HOUR) == calendar.between(start, start + HOUR)


@pytest.mark.parametrize(
    ("zone", "start", "hours", "due"),
    [
        ("America/New_York", "2024-03-09T23:00", 5, "2024-03-10T05:00:00-04:00"),
        ("America/New_York", "2024-03-11T05:00", -24, "2024-03-10T05:00:00-04:00"),
        ("America/New_York", "2024-11-02T23:00", 2, "2024-11-03T01:00:00-04:00"),
        ("America/New_York", "2024-11-02T23:00", 3, "2024-11-03T01:00:00-05:00"),
        ("America/New_York", "2024-11-04T05:00", -30, "2024-11-03T00:00:00-04:00"),
        ("Africa/Cairo", "2024-04-25T12:00", 12, "2024-04-26T01:00:00+03:00"),  # there was no midnight
        ("Africa/Cairo", "2024-04-27T00:00", -23, "2024-04-26T01:00:00+03:00"),
        ("America/Nuuk", "2024-03-30T12:00", 11, "2024-03-31T00:00:00-01:00"),  # nor an hour before it
        ("America/St_Johns", "2010-11-05T23:30", 24, "2010-11-06T23:30:00-02:30"),  # it came twice
        ("America/St_Johns", "2010-11-05T23:30", 25, "2010-11-06T23:30:00-03:30"),
        ("Pacific/Apia", "2011-12-29T12:00", 12, "2011-12-31T00:00:00+14:00"),  # a day never came
        ("Pacific/Kwajalein", "1993-08-19T12:00", 48, "1993-08-22T12:00:00+12:00"),
    ],
)
def test_a_due_on_a_day_with_a_change_is_that_of_the_clock(zone, start, hours, due):
    """Around the clock, an hour is an hour; the second answer, which may go by the dial, is the first."""
    calendar, start = BusinessCalendar.always(zone), pendulum.parse(start, tz=zone)
    assert [calendar.add(start, hours * HOUR).isoformat() for _ in range(3)] == [due] * 3
    assert [calendar.subtract(start, -hours * HOUR).isoformat() for _ in range(3)] == [due] * 3
    assert [calendar.between(start, pendulum.parse(due).in_timezone(zone)) for _ in range(3)] == [hours * HOUR] * 3


def test_a_time_that_the_day_found_does_not_have_moves_later():
    """A day on from half past two comes a day without that time."""
    calendar = BusinessCalendar.always("America/New_York")
    start = pendulum.datetime(2024, 3, 9, 2, 30, tz="America/New_York")
    assert [calendar.add_days(start, 1).isoformat() for _ in range(3)] == ["2024-03-10T03:30:00-04:00"] * 3
    assert [calendar.add_days(start, 2).isoformat() for _ in range(3)] == ["2024-03-11T02:30:00-04:00"] * 3


def test_a_day_shift_may_be_set_forward_into_the_next_date():
    """In Nuuk the clock went from 23:00 to midnight; hours until half past eleven ended half an hour later, and count from their date."""
    calendar = BusinessCalendar.weekly("Mon-Sun 09:00-23:30", tz="America/Nuuk")
    starts = [pendulum.datetime(2024, 3, 31, 0, minute, tz="America/Nuuk") for minute in (15, 30)]
    assert [calendar.is_open(start) for start in starts * 2] == [True, False] * 2
    assert [calendar.date_of(start).day for start in starts * 2] == [30, 31] * 2
    assert [calendar.add_days(start, 1, clamp=False).day for start in starts * 2] == [1, 1] * 2
    assert [calendar.days_between(date(2024, 3, 30), start) for start in starts * 2] == [0, 1] * 2


@pytest.mark.parametrize("zone", [*(pendulum.timezone(name) for name in ("America/New_York", "UTC", 20_700)), ZoneInfo("America/New_York"), UTC])
def test_common_zones_have_dials(zone):
    """A time of pendulum's or of the standard library is read off the clock from the second question on."""
    start = datetime.fromtimestamp(MONDAY.timestamp(), zone)
    dials = asked(desk(), start)
    assert dials.add(start, 16 * HOUR) == MONDAY.add(days=2)
    assert dials.subtract(start, HOUR) == MONDAY.add(hours=-1)
    assert dials.between(start, start + timedelta(days=2)) == 16 * HOUR
    assert [dials.is_open(start + late * HOUR) for late in (0, 6, 7)] == [True, True, False]


@pytest.mark.parametrize("zone", [gettz("America/New_York"), timezone(timedelta(hours=-5)), ZoneInfo.no_cache("America/New_York"), None])
def test_uncommon_zones_have_none(zone):
    """Where each time may bring a zone of its own there is nothing to keep; a naive time is nobody's business here."""
    start = MONDAY.astimezone(zone) if zone else MONDAY.naive()
    dials = asked(desk(), MONDAY)
    dials.follow(zone)
    assert dials.add(start, HOUR) is None
    assert dials.between(start, start) is None


def test_only_so_many_zones_are_kept():
    """A calendar asked about in every zone of the world keeps its own dial, and a few."""
    starts = [MONDAY.in_timezone(name) for name in sorted(pendulum.timezones())[:40]]
    dials = asked(desk(), *starts, MONDAY)
    assert sum(dials.add(start, HOUR) is not None for start in starts) < 10
    assert dials.add(MONDAY, HOUR) == MONDAY.add(hours=1)


@pytest.mark.parametrize(
    ("start", "duration"),
    [
        (None, HOUR),
        ("2024-03-04", HOUR),
        (date(2024, 3, 4), HOUR),
        (MONDAY, None),
        (MONDAY, 3600),
        (MONDAY, pendulum.duration(hours=1)),
        (MONDAY, timedelta()),
        (MONDAY, timedelta.max),
        (MONDAY, timedelta.min),
        (MONDAY.add(years=-1), HOUR),
        (MONDAY.add(years=1), HOUR),
        (MONDAY.set(month=3, day=10), HOUR),
        (MONDAY.set(month=3, day=10), -HOUR),
    ],
)
def test_what_a_dial_cannot_answer_goes_the_general_way(start, duration):
    """Values that are none, nothing to add, dates that it does not show, and the day on which the clock is changed."""
    dials = asked(desk(), MONDAY)
    assert not isinstance(duration, timedelta) or start == MONDAY or dials.is_open(start) is None
    assert dials.add(start, duration) is None
    assert dials.subtract(start, duration) is None


def test_between_two_zones_is_no_question_for_one_dial():
    """Nor is one between things that are no times."""
    dials = asked(desk(), MONDAY, MONDAY.in_timezone("UTC"))
    assert dials.between(MONDAY, MONDAY.in_timezone("UTC")) is None
    assert dials.between(MONDAY, None) is None
    assert dials.between(None, MONDAY) is None
    assert dials.between(MONDAY, MONDAY.add(years=3)) is None


def test_days_that_a_dial_cannot_count():
    """A date, a number that is none, a closed start, another zone, a night shift, and a day on which the clock is changed."""
    dials = asked(desk(), MONDAY, MONDAY.in_timezone("UTC"))
    assert dials.add_days(MONDAY, 4, clamp=True) == MONDAY.add(days=4)
    for start, n in (
        (date(2024, 3, 4), 1),
        (MONDAY, True),
        (MONDAY, 0),
        (MONDAY, 10**9),
        (MONDAY.at(20), 1),
        (MONDAY.in_timezone("UTC"), 1),
        (MONDAY.add(days=6), 1),
        (MONDAY.add(years=9), 1),
    ):
        assert dials.add_days(start, n, clamp=True) is None
    nights = asked(BusinessCalendar.weekly("Mon-Fri 22:00-30:00", tz="America/New_York"), MONDAY)
    assert nights.add_days(MONDAY, 1, clamp=False) is None


def test_a_dial_follows_the_lane():
    """What is laid out later is shown later; what did not change is left alone; of nothing there is no dial."""
    calendar = desk()
    reckoner = Reckoner(calendar.definition)
    dials = Dials(reckoner.lane, reckoner.days, calendar.definition)
    dials.follow(MONDAY.tzinfo)
    assert dials.add(MONDAY, HOUR) is None
    reckoner.is_open(instant(MONDAY, "at"))
    dials.follow(MONDAY.tzinfo)
    assert dials.add(MONDAY, HOUR) == MONDAY.add(hours=1)
    assert dials.add(MONDAY, 4000 * HOUR) is None
    reckoner.shift(instant(MONDAY, "at"), 4000 * 3600 * 10**6)
    dials.follow(MONDAY.tzinfo)
    assert dials.add(MONDAY, 4000 * HOUR) == calendar.add(MONDAY, 4000 * HOUR)


def test_threads_may_ask_one_calendar():
    """Dials and lanes are replaced as a whole: whoever asks gets the one answer."""
    calendar = desk(holidays=["--12-25", "--07-04"])
    starts = [MONDAY.add(days=day * 37) for day in range(200)]
    expected = [desk(holidays=["--12-25", "--07-04"]).add(start, 50 * HOUR) for start in starts]
    found = {}

    def ask(place):
        order = starts if place % 2 else starts[::-1]
        found[place] = [calendar.add(start, 50 * HOUR) for start in order]

    threads = [threading.Thread(target=ask, args=(place,)) for place in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all((answers if place % 2 else answers[::-1]) == expected for place, answers in found.items())
