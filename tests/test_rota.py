from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servrecov.calendar.algebra import Combined, Operation
from servrecov.calendar.definition import Hours
from servrecov.calendar.rota import OUR_TIMES, can_open, widened
from servrecov.calendar.timeline import Timeline
from servrecov.calendar.wallclock import DAY
from servrecov.errors import InvalidCalendarError

ONE_STRETCH = st.tuples(st.integers(0, 90), st.integers(1, 6)).map(
    lambda pair: [tuple(f"{q // 4:02d}:{q % 4 * 15:02d}" for q in (pair[0], sum(pair)))]
)
PLACES = st.sampled_from(["Europe/London", "America/New_York", "Africa/Casablanca", "Asia/Kathmandu", "Australia/Lord_Howe"])
RARE = st.builds(lambda tz, hours: Hours.read(tz=tz, week={"wed": hours}), PLACES, ONE_STRETCH)


@settings(max_examples=15)
@given(RARE, RARE)
def test_two_calendars_meet_if_any_of_their_stretches_do(left, right):
    """Looking at what differs finds what looking at every date of our times finds."""
    theirs = Timeline(right)
    meet = any(any(theirs.stretches(*stretch)) for _, plan in left.shifts(OUR_TIMES[0], OUR_TIMES[1] - 1) for stretch in plan)
    try:
        Combined(Operation.AND, left, right)
    except InvalidCalendarError:
        assert not meet
    else:
        assert meet


def test_calendars_that_meet_for_a_few_weeks_a_year_are_found_to():
    """New York and London are four hours apart only between the days on which each changes its clock."""
    london, new_york = (
        Hours.read(tz="Europe/London", week={"wed": [("13:00", "13:30")]}),
        Hours.read(tz="America/New_York", week={"wed": [("09:00", "09:30")]}),
    )
    both = Combined(Operation.AND, london, new_york)
    begin = date(2024, 1, 1).toordinal()
    assert [date.fromordinal(day).isoformat() for day, _ in both.shifts(begin, begin + 365)] == [
        "2024-03-13",
        "2024-03-20",
        "2024-03-27",
        "2024-10-30",
    ]


@pytest.mark.parametrize("named", [date(1, 2, 1), date(1700, 2, 1), date(1960, 2, 1), date(2050, 2, 1), date(2500, 2, 1), date(9999, 2, 1)])
def test_calendars_that_meet_on_one_date_are_found_to(named):
    """However far away the only date is that brings them together; without it they never meet."""
    monday, tuesday = ({"week": {day: [("09:00", "12:00")]}, "tz": "Europe/Paris"} for day in ("mon", "tue"))
    tuesdays = Hours.read(**tuesday)
    opened, closed = ({named: [("09:00", "10:00")]}, {named: []})
    for day in range(named.toordinal(), named.toordinal() + 7):
        if date.fromordinal(day).weekday() == 1:
            opened = {date.fromordinal(day): [("09:00", "10:00")]}
    both = Combined(Operation.AND, Hours.read(**monday, special=opened), tuesdays)
    assert [date.fromordinal(day) for day, _ in both.shifts(min(opened).toordinal() - 9, min(opened).toordinal() + 9)] == [*opened]
    with pytest.raises(InvalidCalendarError):
        Combined(Operation.AND, Hours.read(**monday, special=closed), tuesdays)


@pytest.mark.parametrize("known", [(1500, 1510), (1800, 1801), (1950, 1955), (2024, 2024), (2090, 2120), (3000, 3002), (1, 9999)])
def test_only_what_is_known_counts(known):
    """A calendar opens if it does in the years that are known, wherever these lie."""
    week = {"mon": [("09:00", "12:00")]}
    assert can_open(Hours.read(tz="Europe/Paris", week=week, holidays_known=known))
    other = date(known[1] + 1, 1, 1) if known[1] < 9999 else None
    if other:
        with pytest.raises(InvalidCalendarError):
            Hours.read(tz="Europe/Paris", special={other: [("09:00", "12:00")]}, holidays_known=known)


def test_what_is_laid_out_covers_the_question_and_grows_by_half():
    """A few weeks at first, then half as much again or as far as asked, never past the limits."""
    limits = (0, 10_000)
    first = widened((0, 0), 500, 501, limits)
    assert first[0] < 500 < first[1] - 1
    length = first[1] - first[0]
    assert widened(first, 500, first[1], limits) == (first[0], first[1] + length // 2)
    assert widened(first, first[0] - 1, 501, limits) == (first[0] - length // 2, first[1])
    assert widened(first, 500, 5000, limits) == (first[0], 5001)
    assert widened((0, 0), 1, 9_999, limits) == limits
    assert widened(first, -1, 501, limits) is None
    assert widened(first, 500, 10_000, limits) is None


def test_around_the_clock_is_unbroken_until_something_is_named():
    """A holiday breaks it, and so does a break."""
    week = {day: [("00:00", "24:00")] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
    always = Hours.read(tz="UTC", week=week)
    closed = [Hours.read(tz="UTC", week=week, **parts) for parts in ({"holidays": ["--12-25"]}, {"breaks": {date(2024, 1, 1): [("01:00", "02:00")]}})]
    assert always.unbroken
    assert not any(hours.unbroken for hours in closed)
    assert Combined(Operation.OR, closed[0], always).unbroken
    assert not Combined(Operation.AND, closed[0], always).unbroken
    assert Timeline(closed[0]).next_closing(date(2024, 1, 1).toordinal() * DAY) == date(2024, 12, 25).toordinal() * DAY


@pytest.mark.parametrize("known", [(2026, 2024), (0, 2024), (2024,), "2024", (2024, "2026")])
def test_known_years_are_a_first_and_a_last_one(known):
    """Anything else is refused."""
    with pytest.raises(InvalidCalendarError, match="holidays_known"):
        Hours.read(tz="UTC", week={"mon": [("09:00", "12:00")]}, holidays_known=known)
