"""The calendar against workclock, a business-time library in Rust that shares no code with this one, wherever it has the feature.

It has weekly hours, split and overnight shifts, weekly breaks, holidays, and zones; it takes datetimes of the standard library only. It has no dated
hours, no business days, and no calendars combined. Where it decides otherwise, a test says so.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from proof_size import tries

from servrecov.calendar.calendar import BusinessCalendar

workclock = pytest.importorskip("workclock", reason="workclock, one of the peers of the extra `bench`, is not installed")

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
CHANGES = {
    "Europe/Paris": (date(2026, 3, 29), date(2026, 10, 25)),
    "America/New_York": (date(2026, 3, 8), date(2026, 11, 1)),
    "Australia/Lord_Howe": (date(2026, 4, 5), date(2026, 10, 4)),
    "Africa/Cairo": (date(2026, 4, 24), date(2026, 10, 30)),
    "America/Sao_Paulo": (date(2018, 2, 18), date(2018, 11, 4)),
    "Asia/Tehran": (date(2022, 3, 22), date(2022, 9, 22)),
    "Asia/Kathmandu": (date(1986, 1, 1),),
    "Pacific/Apia": (date(2012, 4, 1), date(2012, 9, 30)),
}
"""Dates on which zones changed their clocks."""
REACH = timedelta(days=40)
"""How far on either side of such a date the breaks and holidays of a calendar are told."""


def clock(minutes):
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def of_day(minutes):
    return time(minutes // 60 % 24, minutes % 60)


@st.composite
def stretches(draw, most=3):
    """Weekly stretches: an opening, a closing that may lie on the next date, and the weekdays.

    On one weekday none overlaps another: there it matters, for a minute or so when clocks change, that ours are first made one.
    """
    some, made = draw(st.sets(st.integers(0, 6), min_size=1)), []
    for days in filter(None, (some, draw(st.sampled_from((set(), {*range(7)} - some))))):
        grain = draw(st.sampled_from((60, 15, 1)))
        count = 2 * draw(st.integers(1, most))
        edges = sorted(draw(st.lists(st.integers(0, 1440 // grain), min_size=count, max_size=count, unique=True)))
        made += [(opening * grain, closing * grain, days) for opening, closing in zip(edges[::2], edges[1::2], strict=True)]
        opening, closing, _ = made.pop()
        made.append((opening, draw(st.sampled_from((closing, closing, 1440 + opening // 2, 1440 + opening))), days))  # some last into the night
    return made


@st.composite
def offices(draw):
    """The same hours, once as a schedule of workclock's and once as a calendar, a change of the clocks, and how far into the night shifts reach.

    Weekly breaks are dated ones here, and a holiday of theirs, which takes a date from midnight to midnight, is a break of the whole date.
    """
    zone = draw(st.sampled_from(sorted(CHANGES)))
    around = draw(st.sampled_from(CHANGES[zone]))
    shifts, pauses = draw(stretches()), draw(st.just([]) | stretches(2))
    holidays = draw(st.lists(st.integers(-9, 9).map(lambda step: around + timedelta(days=step)), max_size=3, unique=True))
    breaks = {day: [("00:00", "24:00")] for day in holidays}
    for day in (around + timedelta(days=step) for step in range(-REACH.days, REACH.days)):
        breaks.setdefault(day, []).extend((clock(begin), clock(end)) for begin, end, days in pauses if day.weekday() in days)
    rules = [workclock.WorkDay(of_day(begin), of_day(end), days) for begin, end, days in shifts]
    rules += [workclock.Break(of_day(begin), of_day(end), days) for begin, end, days in pauses]
    week = {name: [(clock(begin), clock(end)) for begin, end, days in shifts if place in days] for place, name in enumerate(WEEKDAYS)}
    try:
        schedule = workclock.Schedule([*rules, *([workclock.Holidays(holidays)] if holidays else [])], time_zone=zone)
    except workclock.NoWorkingTimeError:
        return None
    return schedule, BusinessCalendar(tz=zone, week=week, breaks=breaks), around


@st.composite
def questions(draw):
    """Offices, an instant near a change of the clocks, told in some zone, and a length."""
    office = draw(offices().filter(bool))
    zone = ZoneInfo(draw(st.sampled_from(sorted(CHANGES))))
    seconds, micros = st.integers(-3 * 86_400, 3 * 86_400), st.sampled_from((0, 0, 1, 999_999))
    noon = datetime(office[2].year, office[2].month, office[2].day, 12, tzinfo=UTC)
    start = (noon + timedelta(seconds=draw(seconds), microseconds=draw(micros))).astimezone(zone)
    return *office, start, timedelta(minutes=draw(st.integers(0, 2_000)), microseconds=draw(micros)), draw(seconds)


def same_instant(ours, theirs):
    return (ours.astimezone(UTC), ours.utcoffset()) == (theirs.astimezone(UTC), theirs.utcoffset())


def is_told(around, at):
    """Say whether an instant lies where the breaks of both are told."""
    return abs(at.astimezone(UTC).date() - around) < REACH - timedelta(days=3)


def theirs(ask, *given_parts):
    try:
        return ask(*given_parts)
    except workclock.NoWorkingTimeError:
        return None


def compare(question):
    schedule, cal, around, start, length, later = question
    end = (start.astimezone(UTC) + timedelta(seconds=later)).astimezone(start.tzinfo)
    assert cal.between(start, end) == schedule.between(start, end)
    for ours, answer in (
        (cal.add, theirs(schedule.add, start, length)),
        (cal.subtract, theirs(schedule.sub, start, length)),
    ):
        if answer is not None and is_told(around, answer):
            assert same_instant(ours(start, length), answer)
    period = theirs(schedule.next_period, start)
    if period is not None and all(is_told(around, edge) for edge in period):
        assert same_instant(cal.snap_forward(start), period[0])
        assert same_instant(cal.next_close(start), period[1])
    period = theirs(schedule.previous_period, start)
    if period is not None and all(is_told(around, edge) for edge in period):
        assert same_instant(cal.snap_back(start), period[1])
        assert same_instant(cal.previous_open(start), period[0])


usual = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])


@settings(usual, max_examples=150)
@given(questions())
def test_workclock_gives_the_same_answers(question):
    """Adding, subtracting, measuring and the stretches around an instant, near changes of the clocks in eight zones."""
    compare(question)


@pytest.mark.heavy
@settings(usual, max_examples=tries(2_000))
@given(questions())
def test_workclock_gives_the_same_answers_many_times(question):
    """The same, on many more offices."""
    compare(question)


PARIS = ZoneInfo("Europe/Paris")


def test_a_holiday_is_a_date_without_a_shift_here_and_a_day_from_midnight_to_midnight_there():
    """Theirs ends the shift begun the evening before, and lets the holiday's own shift begin at midnight; ours sends home who would have come."""
    theirs_, ours = (
        workclock.Schedule([workclock.WorkDay(time(22), time(6), range(7)), workclock.Holidays([date(2026, 3, 4)])], time_zone="Europe/Paris"),
        BusinessCalendar.weekly("Mon-Sun 22:00-30:00", tz="Europe/Paris", holidays=[date(2026, 3, 4)]),
    )
    tuesday, wednesday, thursday = (datetime(2026, 3, day, 12, tzinfo=PARIS) for day in (3, 4, 5))

    assert (theirs_.between(tuesday, wednesday), theirs_.between(wednesday, thursday)) == (timedelta(hours=2), timedelta(hours=6))
    assert (ours.between(tuesday, wednesday), ours.between(wednesday, thursday)) == (timedelta(hours=8), timedelta())


def test_a_day_that_never_came_has_no_hours_here():
    """Samoa went from Thursday to Saturday at the end of 2011."""
    ours = BusinessCalendar.weekly("Mon-Fri 09:00-17:00", tz="Pacific/Apia")
    theirs_ = workclock.Schedule([workclock.WorkDay(time(9), time(17))], time_zone="Pacific/Apia")
    zone = ZoneInfo("Pacific/Apia")
    thursday, saturday = datetime(2011, 12, 29, 18, tzinfo=zone), datetime(2012, 1, 1, tzinfo=zone)

    assert ours.between(thursday, saturday) == timedelta()
    assert theirs_.between(thursday, saturday) == timedelta(hours=8)


@pytest.mark.parametrize("fold", [0, 1])
def test_a_time_that_never_was_goes_on_by_the_gap_whatever_its_fold(fold):
    """Half past two on the morning of the change is half past three here; theirs reads a fold of one as the hour before."""
    never = datetime(2026, 3, 29, 2, 30, tzinfo=PARIS, fold=fold)
    always = workclock.Schedule([workclock.WorkDay(time(0), time(0), range(7))], time_zone="Europe/Paris")
    midnight = datetime(2026, 3, 29, tzinfo=PARIS)

    assert BusinessCalendar.always("Europe/Paris").between(midnight, never) == timedelta(hours=2, minutes=30)
    assert always.between(midnight, never) == timedelta(hours=2 - fold, minutes=30)


def test_what_overlaps_is_made_one_before_the_clock_on_the_wall_is_asked():
    """In the night in which Nepal went on from midnight to a quarter past, five past is twenty past; the shift from a quarter past is part of that one."""
    zone, midnight = ZoneInfo("Asia/Kathmandu"), datetime(1985, 12, 31, 23, tzinfo=ZoneInfo("Asia/Kathmandu"))
    ours = BusinessCalendar.weekly("Wed 00:05-00:29, 00:15-22:00", tz="Asia/Kathmandu")
    theirs_ = workclock.Schedule(
        [workclock.WorkDay(time(0, 5), time(0, 29), [2]), workclock.WorkDay(time(0, 15), time(22), [2])], time_zone="Asia/Kathmandu"
    )

    assert ours == BusinessCalendar.weekly("Wed 00:05-22:00", tz="Asia/Kathmandu")
    assert ours.next_open(midnight) == datetime(1986, 1, 1, 0, 20, tzinfo=zone)
    assert theirs_.next_period(midnight)[0] == datetime(1986, 1, 1, 0, 15, tzinfo=zone)
