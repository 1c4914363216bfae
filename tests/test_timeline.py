from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servrecov.calendar.definition import Hours
from servrecov.calendar.hours import merged
from servrecov.calendar.timeline import Timeline
from servrecov.calendar.wallclock import DAY
from servrecov.testing.strategies import business_calendars

PAGE = 366 * DAY
EDGE = date(2024, 1, 1).toordinal() * DAY
"""An instant at which a page ends and the next begins."""
ALWAYS = {day: [("00:00", "24:00")] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
TIMES = st.integers(EDGE - PAGE, EDGE + PAGE)
AMOUNTS = st.integers(1, 60 * DAY)


def timeline(calendar):
    return Timeline(calendar.definition)


@given(business_calendars(), TIMES, TIMES, TIMES)
def test_open_time_adds_up(calendar, a, b, c):
    """From a to b and from b to c is from a to c, whichever comes first, and no more than the time that passes."""
    line = timeline(calendar)
    assert line.between(a, b) + line.between(b, c) == line.between(a, c)
    assert line.between(a, b) == -line.between(b, a)
    assert 0 <= line.between(min(a, b), max(a, b)) <= abs(b - a)


@given(business_calendars(), TIMES, AMOUNTS)
def test_shifting_is_the_inverse_of_measuring(calendar, us, amount):
    """What is added lies between, to the microsecond; forward the first such instant, backward the last."""
    line = timeline(calendar)
    later, earlier = line.shift(us, amount), line.shift(us, -amount)
    assert line.between(us, later) == amount
    assert line.is_open(later - 1)
    assert line.between(earlier, us) == amount
    assert line.is_open(earlier)


@given(business_calendars(), TIMES)
def test_edges_are_where_open_and_closed_meet(calendar, us):
    """Each opening and closing has the one on its one side and the other on its other; between neighbours nothing changes."""
    line = timeline(calendar)
    following = line.next_opening(us), line.next_closing(us)
    preceding = line.previous_opening(us), line.previous_closing(us)
    for opening in (following[0], preceding[0]):
        assert (line.is_open(opening - 1), line.is_open(opening)) == (False, True)
    for closing in (following[1], preceding[1]):
        assert (line.is_open(closing - 1), line.is_open(closing)) == (True, False)
    assert max(preceding) < us < min(following)
    assert line.between(us, min(following)) in (0, min(following) - us)


@given(business_calendars(), TIMES, st.integers(0, 40 * DAY))
def test_stretches_cover_the_open_time_once(calendar, begin, span):
    """Stretches are in order, do not touch, lie in the range and sum up to the open time in it."""
    line = timeline(calendar)
    stretches = list(line.stretches(begin, begin + span))
    edges = [edge for stretch in stretches for edge in stretch]
    assert edges == sorted(set(edges))
    assert all(begin <= edge <= begin + span for edge in edges)
    assert sum(closing - opening for opening, closing in stretches) == line.between(begin, begin + span)


def test_a_stretch_over_the_edge_of_a_page_is_one():
    """A shift over the instant at which a page ends opens before it and closes after it, and nowhere between."""
    night = Timeline(Hours.read(tz="UTC", week={day: [("20:00", "28:00")] for day in ALWAYS}))
    hour = DAY // 24
    assert night.next_opening(EDGE - 5 * hour) == EDGE - 4 * hour
    assert night.next_closing(EDGE - 5 * hour) == EDGE + 4 * hour
    assert night.next_opening(EDGE - 4 * hour) == EDGE + 20 * hour
    assert night.previous_opening(EDGE + 5 * hour) == EDGE - 4 * hour
    assert night.previous_closing(EDGE + 4 * hour) == EDGE - 20 * hour
    assert list(night.stretches(EDGE - hour, EDGE + hour)) == [(EDGE - hour, EDGE + hour)]
    assert night.shift(EDGE, hour) == EDGE + hour
    assert night.shift(EDGE + hour, -2 * hour) == EDGE - hour


def test_what_is_always_open_never_opens_or_closes():
    """A search that can find nothing ends, and says so."""
    always = Timeline(Hours.read(tz="UTC", week=ALWAYS))
    assert always.next_opening(EDGE) is None
    assert always.next_closing(EDGE) is None
    assert always.previous_closing(EDGE) is None
    assert always.between(EDGE, EDGE + 2000 * PAGE) == 2000 * PAGE


def test_a_calendar_open_on_one_date_is_open_on_no_other():
    """Before and after its only date there is nothing to find."""
    once = Timeline(Hours.read(tz="UTC", special={date(2024, 2, 29): [("09:00", "17:00")]}))
    begin = date(2024, 2, 29).toordinal() * DAY
    assert once.next_opening(begin - 3000 * DAY) == begin + 9 * DAY // 24
    assert once.previous_closing(begin + 3000 * DAY) == begin + 17 * DAY // 24
    assert once.next_opening(begin + DAY) is None
    assert once.previous_opening(begin) is None
    assert once.shift(begin, 9 * DAY // 24) is None
    assert once.shift(begin + DAY, -9 * DAY // 24) is None
    assert once.shift(begin, 10**20) is None


def test_a_span_of_ten_thousand_years_is_exact():
    """Five days of eight hours in each of the weeks from year 1 to year 9999."""
    desk = Timeline(Hours.read(tz="UTC", week={day: [("09:00", "17:00")] for day in ("mon", "tue", "wed", "thu", "fri")}))
    first, last = date.min.toordinal(), date.max.toordinal()
    weekdays = sum(date.fromordinal(first + step).weekday() < 5 for step in range((last - first) % 7))
    assert desk.between(first * DAY, last * DAY) == ((last - first) // 7 * 5 + weekdays) * 8 * DAY // 24


@pytest.mark.heavy
def test_pages_far_away_hold_what_filling_them_finds():
    """The shortcut over whole cycles gives what adding up every date gives, leap years, yearly holidays and clock changes included."""
    hours = Hours.read(tz="America/New_York", week={"mon": [("00:30", "03:15")], "sun": [("01:00", "30:00")]}, holidays=["--12-25", "--02-29"])
    every = merged(stretch for _, stretches in hours.shifts(1, date.max.toordinal()) for stretch in stretches)
    plain = sum(closing - opening for opening, closing in every)
    assert Timeline(hours).between(0, (date.max.toordinal() + 9) * DAY) == plain


def test_pages_may_be_forgotten():
    """A walk over more pages than are kept answers as before."""
    desk = Timeline(Hours.read(tz="UTC", week={"mon": [("09:00", "17:00")]}))
    before = desk.between(EDGE, EDGE + 40 * DAY)
    for page in range(1600):
        desk.is_open(page * PAGE)
    assert desk.between(EDGE, EDGE + 40 * DAY) == before == 6 * timedelta(hours=8) // timedelta(microseconds=1)


@pytest.mark.parametrize("holidays", [[], [date(2024, 2, 29)]])
def test_the_ends_of_time_are_neither_openings_nor_closings(holidays):
    """What is open on the first and the last date there is was so before and goes on; one answer, however near the end it is asked."""
    always = Timeline(Hours.read(tz="Europe/Paris", week=ALWAYS, holidays=holidays))
    for later in (date(9999, 12, 30), date(9990, 3, 1)):
        assert always.next_closing(later.toordinal() * DAY) is None
        assert always.next_opening(later.toordinal() * DAY) is None
    for earlier in (date(1, 1, 3), date(3, 12, 1)):
        assert always.previous_opening(earlier.toordinal() * DAY) is None
        assert always.previous_closing(earlier.toordinal() * DAY) is None


def test_what_is_named_far_away_is_found_from_anywhere():
    """A search passes over the thousands of years that are alike, and stops at the one that is not."""
    named = date(9000, 5, 6)
    always = Timeline(Hours.read(tz="UTC", week=ALWAYS, holidays=[named]))
    begin = named.toordinal() * DAY
    assert always.next_closing(EDGE) == always.previous_closing((date.max.toordinal() - 5) * DAY) == begin
    assert always.next_opening(date(3, 1, 1).toordinal() * DAY) == begin + DAY
    assert always.next_closing(begin) is None
