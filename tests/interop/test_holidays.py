"""Calendars with a country's public holidays: make-up days, observed days, sub-divisions, and years that nobody can know."""

from __future__ import annotations

import importlib.util
import pickle
import subprocess
import sys
from datetime import date, timedelta

import holidays as library
import pendulum
import pytest
from holidays.countries.china import China
from hypothesis import given
from hypothesis import strategies as st

import servrecov as sr
from servrecov.interop import holidays

WEEK = "Mon-Fri 09:00-17:00"
CHINA = holidays.calendar("CN", range(2024, 2027), week=WEEK, tz="Asia/Shanghai")

WORKED = [
    *("2024-02-04", "2024-02-18", "2024-04-07", "2024-04-28", "2024-05-11", "2024-09-14", "2024-09-29", "2024-10-12"),
    *("2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11"),
    *("2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"),
]
"""The weekend days that the State Council's notices of 2024, 2025 and 2026 make working days."""

OFF = [
    *[("2024-02-10", "2024-02-17"), ("2024-04-04", "2024-04-06"), ("2024-05-01", "2024-05-05"), ("2024-10-01", "2024-10-07")],
    *[("2025-01-01", "2025-01-01"), ("2025-01-28", "2025-02-04"), ("2025-05-01", "2025-05-05"), ("2025-10-01", "2025-10-08")],
    *[("2026-01-01", "2026-01-03"), ("2026-02-15", "2026-02-23"), ("2026-04-04", "2026-04-06"), ("2026-10-01", "2026-10-07")],
]
"""Stretches that the same notices declare free, first and last day."""


def _dates(first, last):
    return [date.fromordinal(day) for day in range(first.toordinal(), last.toordinal() + 1)]


def _made(country="DE", years=2026, **options):
    return holidays.calendar(country, years, **{"week": WEEK, "tz": "UTC", **options})


def test_chinas_make_up_days_are_those_of_the_notices():
    """Of all weekend days of three years exactly the decreed ones are worked."""
    weekend = [day for day in _dates(date(2024, 1, 1), date(2026, 12, 31)) if day.weekday() >= 5]

    assert [str(day) for day in weekend if CHINA.is_business_day(day)] == WORKED


@pytest.mark.parametrize(("first", "last"), OFF)
def test_chinas_free_stretches_are_those_of_the_notices(first, last):
    """Nobody works from the first to the last day of a golden week."""
    days = _dates(date.fromisoformat(first), date.fromisoformat(last))

    assert [day for day in days if CHINA.is_business_day(day)] == []


@pytest.mark.parametrize(("year", "days"), [(2024, 251), (2025, 248), (2026, 248)])
def test_chinas_working_days_are_as_many_as_the_notices_leave(year, days):
    """The number of working days of a year, as employers count them."""
    assert sum(CHINA.is_business_day(day) for day in _dates(date(year, 1, 1), date(year, 12, 31))) == days


def test_time_runs_on_a_make_up_day():
    """Half a business day before the holidays of 2024 is the Sunday worked for them."""
    monday = pendulum.datetime(2024, 9, 30, 10, tz="Asia/Shanghai")

    assert CHINA.subtract(monday, timedelta(hours=4)) == pendulum.datetime(2024, 9, 29, 14, tz="Asia/Shanghai")


def test_a_make_up_day_carries_the_hours_of_the_day_that_is_off_for_it():
    """Sunday 29 September 2024 was worked for Friday 4 October, Saturday 12 October for Monday 7 October."""
    calendar = _made("CN", 2024, week="Mon-Thu 09:00-18:00; Fri 09:00-16:00")

    assert calendar.special[date(2024, 9, 29)] == (("09:00", "16:00"),)
    assert calendar.special[date(2024, 10, 12)] == (("09:00", "18:00"),)


def test_a_desk_that_is_closed_on_the_day_exchanged_stays_closed_on_the_make_up_day():
    """Who never works on Fridays owes nobody a Friday."""
    calendar = _made("CN", 2024, week="Mon-Thu 09:00-18:00")

    assert not calendar.is_business_day(date(2024, 9, 29))
    assert calendar.is_business_day(date(2024, 10, 12))


def test_a_make_up_day_whose_other_day_is_not_told_carries_the_hours_of_the_first_working_day(monkeypatch):
    """Where no name of a day off tells the exchange, the week's first working day serves."""
    monkeypatch.setattr(China, "_add_special_holidays", lambda self, *_, **__: self.weekend_workdays.add(date(2024, 9, 29)))

    assert _made("CN", 2024, week="Tue 10:00-12:00; Wed-Fri 09:00-17:00").special == {date(2024, 9, 29): (("10:00", "12:00"),)}
    by_date_only = _made("CN", 2024, week={}, special={date(2024, 1, 3): [("09:00", "10:00")]})
    assert not by_date_only.is_business_day(date(2024, 9, 29))


def test_make_up_hours_can_be_given():
    """A firm may keep shorter hours on all of them."""
    calendar = _made("CN", 2024, makeup_hours=iter([("10:00", "15:00")]))

    assert set(calendar.special.values()) == {(("10:00", "15:00"),)}
    assert len(calendar.special) == 8


@pytest.mark.parametrize(("year", "worked"), [(2001, date(2001, 12, 29)), (2005, date(2005, 12, 31)), (2011, date(2011, 12, 31))])
def test_a_day_worked_in_december_for_one_in_january_is_worked(year, worked):
    """An exchange over the end of a year belongs to the year in which the day is worked, with the hours of the other day."""
    week = "Mon 01:00-02:00; Tue 02:00-03:00; Wed 03:00-04:00; Thu 04:00-05:00; Fri 05:00-06:00"

    calendar = _made("CN", year, week=week)

    off = {2001: 3, 2005: 2, 2011: 2}[year]  # Wednesday 2 January 2002, Tuesday 3 January 2006, Tuesday 3 January 2012
    assert calendar.special[worked] == ((f"0{off}:00", f"0{off + 1}:00"),)


@pytest.mark.parametrize(
    ("country", "worked"),
    [("HU", date(2024, 8, 3)), ("RU", date(2024, 4, 27)), ("TW", date(2025, 2, 8)), ("UZ", date(2024, 12, 14)), ("LV", date(2024, 12, 28))],
)
def test_other_countries_exchange_days_too(country, worked):
    """Make-up Saturdays are no Chinese speciality."""
    assert _made(country, worked.year).is_business_day(worked)


def test_substitute_days_of_the_united_kingdom_are_closed():
    """Christmas 2021 fell on a weekend: Monday and Tuesday were bank holidays."""
    england = _made("GB", 2021, subdivision="ENG", tz="Europe/London")

    assert [day for day in _dates(date(2021, 12, 20), date(2021, 12, 31)) if england.is_business_day(day)] == [
        *(date(2021, 12, day) for day in (20, 21, 22, 23, 24)),
        *(date(2021, 12, day) for day in (29, 30, 31)),
    ]


def test_observed_days_of_the_united_states_are_closed_unless_asked_otherwise():
    """Independence Day 2026 is a Saturday: the Friday before it is observed."""
    friday = date(2026, 7, 3)

    assert not _made("US").is_business_day(friday)
    assert _made("US", observed=False).is_business_day(friday)


def test_a_new_year_observed_in_december_closes_that_december():
    """1 January 2028 is a Saturday; the day observed lies in the year before."""
    assert not _made("US", 2027).is_business_day(date(2027, 12, 31))


@pytest.mark.parametrize(("subdivision", "works"), [(None, True), ("BE", True), ("BY", False), ("Bayern", False)])
def test_holidays_of_a_subdivision_come_on_top(subdivision, works):
    """Corpus Christi 2026 is a holiday in Bavaria, not in Berlin."""
    assert _made("DE", subdivision=subdivision).is_business_day(date(2026, 6, 4)) is works


def test_observances_that_are_no_days_off_do_not_count():
    """Women's Day gives half of China's staff half a day, and closes nothing; Valentine's Day closes nothing in the United States."""
    assert CHINA.is_business_day(date(2024, 3, 8))
    assert _made("US", 2025).is_business_day(date(2025, 2, 14))


def test_further_categories_can_close_the_house():
    """Japan's banks are closed on 2 January."""
    assert _made("JP").is_business_day(date(2026, 1, 2))
    assert not _made("JP", categories=["public", "bank"]).is_business_day(date(2026, 1, 2))
    assert _made("DE", categories="public") == _made("DE")


@pytest.mark.parametrize(("first", "last"), [(2024, 2026), (2025, 2025)])
def test_years_beyond_those_asked_for_are_not_guessed(first, last):
    """The last instant of the last year is answered, the next is refused; so are dates at both ends."""
    calendar = _made("DE", range(first, last + 1))

    assert calendar.holidays_known == (first, last)
    assert calendar.is_business_day(date(first, 1, 2)) is (date(first, 1, 2).weekday() < 5)
    assert calendar.is_business_day(date(last, 12, 31)) is (date(last, 12, 31).weekday() < 5)
    for day in (date(first - 1, 12, 31), date(last + 1, 1, 1)):
        with pytest.raises(sr.HolidayDataError) as caught:
            calendar.is_business_day(day)
        assert (caught.value.year, caught.value.known) == (day.year, (first, last))


@pytest.mark.parametrize("years", [2025, [2025], (2025, 2025), (2025,), range(2025, 2026), {2025}, iter([2025])])
def test_one_year_can_be_written_in_many_ways(years):
    """A number, a list, a range or a pair."""
    assert _made(years=years) == _made(years=2025)


@pytest.mark.parametrize("years", [(2024, 2026), (2024, 2025, 2026), [2026, 2024, 2025], range(2024, 2027), range(2026, 2023, -1)])
def test_several_years_can_be_written_in_many_ways(years):
    """A pair names the first and the last; a list names all, in any order."""
    assert _made(years=years).holidays_known == (2024, 2026)


@pytest.mark.parametrize("years", [[2024, 2026], (2026, 2024), [], (), "2026", 2026.0, [2025, "2026"], True, None, range(2020, 2030, 2)])
def test_years_with_a_gap_or_none_are_refused(years):
    """What is between two years is never guessed at."""
    with pytest.raises(sr.InvalidValueError, match=r"^holidays\.calendar\(years\): got "):
        _made(years=years)


def test_a_year_without_its_decree_is_not_claimed():
    """The library shows no make-up days for a year that the State Council has not announced; that is not knowledge."""
    decreed = library.China().special_public_holidays
    first, last = min(decreed), max(decreed)

    for years, missing in ((last + 1, last + 1), ((last - 1, last + 9), last + 1), ((first - 2, last), first - 2), (last + 5, last + 5)):
        with pytest.raises(sr.HolidayDataError, match="exchanges working days by decree") as caught:
            _made("CN", years)
        assert (caught.value.year, caught.value.known) == (missing, (first, last))
        assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)  # noqa: S301  (our own bytes)
    assert _made("CN", (first, last)).holidays_known == (first, last)


@pytest.mark.parametrize(("country", "year"), [("CN", 1940), ("LK", 2200), ("DE", -1), ("DE", 10**9)])
@pytest.mark.parametrize("estimates", [False, True])
def test_a_year_that_the_library_leaves_out_is_never_claimed(country, year, estimates):
    """Of such a year it knows no holiday at all."""
    with pytest.raises(sr.HolidayDataError, match=f"^holidays: {year} is not known: the holidays library covers {country}"):
        _made(country, year, estimates=estimates)


def test_the_first_year_left_out_is_named():
    """The years before it could be had."""
    last = library.Germany.end_year

    with pytest.raises(sr.HolidayDataError) as caught:
        _made("DE", (2020, last + 50))
    assert caught.value.year == last + 1


@pytest.mark.parametrize("country", ["TN", "ID", "MY", "NG"])
def test_a_year_with_an_estimated_date_is_not_claimed(country):
    """The feast at the end of Ramadan waits for the moon; nobody has seen that of 2090."""
    with pytest.raises(sr.HolidayDataError, match=rf"only estimates 2090-\d\d-\d\d in {country}; `estimates=True`") as caught:
        _made(country, 2090)
    assert (caught.value.year, caught.value.known) == (2090, None)


def test_the_first_estimated_date_is_named():
    """A user who drops the years from there on is served."""
    with pytest.raises(sr.HolidayDataError) as caught:
        _made("SG", (2020, 2095))

    year = caught.value.year
    assert year > 2026
    assert _made("SG", (2020, year - 1)).holidays_known == (2020, year - 1)


@pytest.mark.parametrize(("country", "closed"), [("CN", date(2090, 10, 2)), ("TR", date(2090, 5, 1)), ("ID", date(2090, 8, 17))])
def test_estimates_are_taken_where_asked_for(country, closed):
    """Who plans ahead may prefer the library's reckoning to none."""
    calendar = _made(country, closed.year, estimates=True)

    assert closed.weekday() < 5
    assert not calendar.is_business_day(closed)
    assert calendar.holidays_known == (2090, 2090)


@given(st.sets(st.dates(date(2024, 1, 1), date(2024, 12, 31)), max_size=20), st.sets(st.dates(date(2024, 1, 1), date(2024, 12, 31)), max_size=20))
def test_dates_of_ones_own_win(closed, opened):
    """A date the user closes is closed, make-up day or not; one the user opens is open, holiday or not."""
    calendar = _made("CN", 2024, holidays=iter(closed), special={day: [("20:00", "21:00")] for day in opened})

    assert [day for day in closed - opened if calendar.is_business_day(day)] == []
    assert {calendar.special[day] for day in opened} <= {(("20:00", "21:00"),)}
    untouched = _made("CN", 2024)
    rest = set(_dates(date(2024, 1, 1), date(2024, 12, 31))) - closed - opened
    assert [day for day in rest if calendar.is_business_day(day) != untouched.is_business_day(day)] == []


@pytest.mark.parametrize("holiday", ["--09-29", "2024-09-29", date(2024, 9, 29)])
def test_a_make_up_day_that_the_user_closes_is_closed(holiday):
    """However the date is written."""
    calendar = _made("CN", 2024, holidays=[holiday])

    assert not calendar.is_business_day(date(2024, 9, 29))
    assert calendar.is_business_day(date(2024, 10, 12))


def test_a_library_that_warns_of_the_year_before_is_not_asked_for_it():
    """India's feasts begin in 2001, and the library warns of 2000; nobody asked for that."""
    assert _made("IN", 2001).holidays_known == (2001, 2001)


def test_breaks_and_one_pass_iterables_are_kept():
    """All that a calendar takes is handed on, and read once."""
    calendar = _made("DE", week={"mon": iter([("09:00", "17:00")])}, breaks={date(2026, 3, 2): iter([("12:00", "13:00")])})

    assert calendar == _made("DE", week="Mon 09:00-17:00", breaks={date(2026, 3, 2): [("12:00", "13:00")]})
    monday = pendulum.datetime(2026, 3, 2)
    assert calendar.between(monday, monday.add(days=1)) == timedelta(hours=7)


def test_the_result_is_an_ordinary_calendar():
    """It is equal to one with the same dates, hashes alike, and comes back from another process."""
    by_hand = sr.BusinessCalendar.weekly(
        WEEK,
        tz="Europe/Berlin",
        holidays=[date(2026, *day) for day in ((1, 1), (4, 3), (4, 6), (5, 1), (5, 14), (5, 25), (10, 3), (12, 25), (12, 26))],
        holidays_known=(2026, 2026),
    )
    made = _made("DE", tz="Europe/Berlin")

    assert made == by_hand
    assert hash(made) == hash(by_hand)
    assert pickle.loads(pickle.dumps(CHINA)) == CHINA  # noqa: S301  (our own bytes)
    assert sr.codec.loads(sr.codec.dumps(CHINA), sr.BusinessCalendar) == CHINA


@pytest.mark.parametrize(
    ("options", "message", "near"),
    [
        ({"country": "cn"}, "holidays.calendar(country): got 'cn'", "CN"),
        ({"country": "HolidayBase"}, "holidays.calendar(country): got 'HolidayBase'", None),
        ({"subdivision": "Bayer"}, "holidays.calendar(subdivision): got 'Bayer'", "Bayern"),
        ({"country": "CN", "subdivision": "BJ"}, "the holidays library knows no subdivisions of this country", None),
        ({"categories": ["pubic"]}, "holidays.calendar(categories): got 'pubic'", "public"),
    ],
)
def test_a_name_that_the_library_does_not_know_is_refused(options, message, near):
    """With the nearest that it knows."""
    with pytest.raises(sr.UnknownNameError) as caught:
        _made(**options)

    assert message in str(caught.value)
    assert caught.value.nearest == near


@pytest.mark.parametrize(("options", "message"), [({"categories": ()}, "one or more of"), ({"categories": None}, "one or more of")])
def test_no_category_at_all_is_refused(options, message):
    """A country without any holiday is not meant by that."""
    with pytest.raises(sr.InvalidValueError, match=message):
        _made(**options)


@pytest.mark.parametrize("category", ["half_day", "workday"])
def test_days_that_are_worked_in_part_close_nothing(category):
    """Their hours are the firm's to say."""
    with pytest.raises(sr.InvalidValueError, match="hours of a date go into `special`"):
        _made("CN", 2024, categories=["public", category])


@pytest.mark.parametrize(
    ("options", "where"),
    [
        ({"country": 49}, r"holidays\.calendar\(country\)"),
        ({"subdivision": 9}, r"holidays\.calendar\(subdivision\)"),
        ({"week": "Mo 9-5"}, r"holidays\.calendar\(week\)"),
        ({"week": {"mon": "9-5"}}, r"BusinessCalendar\.week\['mon'\]"),
        ({"tz": "Mars/Olympus"}, r"BusinessCalendar\.tz"),
        ({"makeup_hours": [("9", "10")]}, r"holidays\.calendar\(makeup_hours\)\[0\]"),
        ({"special": {"soon": []}}, r"BusinessCalendar\.special key"),
    ],
)
def test_parts_that_cannot_be_read_are_refused(options, where):
    """In the words of the calendar whose parts they are."""
    with pytest.raises(sr.InvalidValueError, match=f"^{where}: got "):
        _made(**options)


def test_the_zone_and_the_week_are_demanded():
    """A country may have many zones, and none decrees the hours of a desk."""
    with pytest.raises(TypeError, match="tz"):
        holidays.calendar("US", 2026, week=WEEK)
    with pytest.raises(TypeError, match="week"):
        holidays.calendar("US", 2026, tz="America/New_York")


def test_the_language_of_the_machine_changes_nothing(monkeypatch):
    """The library translates names by the environment; exchanged days and estimates are told by names."""
    monkeypatch.setenv("LANGUAGE", "en_US")

    assert _made("CN", range(2024, 2027), tz="Asia/Shanghai") == CHINA
    with pytest.raises(sr.HolidayDataError, match="only estimates"):
        _made("TN", 2090)


def test_without_the_library_the_line_that_brings_it_is_named(monkeypatch):
    """Who imports the room without the extra is told what to install."""
    monkeypatch.setitem(sys.modules, "holidays", None)
    spec = importlib.util.find_spec("servrecov.interop.holidays")

    with pytest.raises(sr.MissingExtraError, match=r'pip install "servrecov\[holidays\]"'):
        spec.loader.exec_module(importlib.util.module_from_spec(spec))


def test_nobody_else_needs_the_library():
    """The face and every reading of a case do without it."""
    code = "import sys; sys.modules['holidays'] = None; import servrecov; [getattr(servrecov, name) for name in servrecov.__all__]"

    subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603  (our own line)


@pytest.mark.parametrize("country", ["SA", "PS", "CI", "AE"])
def test_feasts_that_await_the_moon_are_refused_also_where_the_library_hides_it(country):
    """Three countries do not show by default that a date is only reckoned."""
    with pytest.raises(sr.HolidayDataError, match="only estimates"):
        holidays.calendar(country, 2030, week="Sun-Thu 08:00-16:00", tz="Asia/Riyadh")


def test_a_year_of_which_the_library_warns_is_refused():
    """India's feasts are listed up to 2035; the warning becomes our error, or is taken with the estimates."""
    with pytest.raises(sr.HolidayDataError, match="2036 is not known: the holidays library says of IN"):
        holidays.calendar("IN", 2036, week="Mon-Fri 09:00-17:00", tz="Asia/Kolkata")
    assert holidays.calendar("IN", 2036, week="Mon-Fri 09:00-17:00", tz="Asia/Kolkata", estimates=True).holidays_known == (2036, 2036)
