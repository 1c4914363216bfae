from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servrecov.calendar.definition import Hours
from servrecov.calendar.strip import MARGIN, Lane, Strip
from servrecov.calendar.timeline import Timeline
from servrecov.calendar.wallclock import DAY
from servrecov.testing.strategies import business_calendars

FIRST = date(2024, 3, 1).toordinal()
HOUR = DAY // 24
TIMES = st.integers((FIRST - 400) * DAY, (FIRST + 400) * DAY)
AMOUNTS = st.integers(-40 * DAY, 40 * DAY).filter(bool)
EVERY_DAY = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def lane(calendar):
    return Lane(calendar.definition)


@settings(max_examples=50)
@given(business_calendars(), st.lists(st.tuples(TIMES, TIMES, AMOUNTS), min_size=1, max_size=4))
def test_the_lane_says_what_the_pages_say(calendar, questions):
    """Whatever was asked before, open time, shifting, openness and the next opening are those of the general engine."""
    flat, pages = lane(calendar), Timeline(calendar.definition)
    for begin, end, amount in questions:
        assert flat.between(begin, end) == pages.between(begin, end)
        assert flat.shift(begin, amount) == pages.shift(begin, amount)
        assert flat.is_open(begin) == pages.is_open(begin)
        assert flat.next_opening(begin) in (pages.next_opening(begin), None)
        assert flat.next_closing(begin) in (pages.next_closing(begin), None)


@settings(max_examples=50)
@given(business_calendars(), TIMES)
def test_edges_of_stretches_are_told_apart(calendar, us):
    """At an opening it is open, at a closing it is closed, and from either the next one is another."""
    flat, pages = lane(calendar), Timeline(calendar.definition)
    for edge in (pages.next_opening(us), pages.next_closing(us)):
        assert flat.is_open(edge) == pages.is_open(edge)
        assert flat.is_open(edge - 1) == pages.is_open(edge - 1)
        assert flat.next_opening(edge) in (pages.next_opening(edge), None)
        assert flat.next_closing(edge) in (pages.next_closing(edge), None)
        assert flat.shift(edge, HOUR) == pages.shift(edge, HOUR)
        assert flat.shift(edge, -HOUR) == pages.shift(edge, -HOUR)


@settings(max_examples=50)
@given(business_calendars(), st.integers(FIRST, FIRST + 300), st.integers(2 * MARGIN + 1, 60))
def test_a_strip_holds_what_is_open_on_it(calendar, first, length):
    """Its stretches are those of the general engine from its first midnight to its last, in order, with the open time before each."""
    strip, begin, end = Strip.laid(calendar.definition, first, first + length), first * DAY, (first + length) * DAY
    whole = strip.within(begin, end - 1)
    assert whole == list(Timeline(calendar.definition).stretches(begin, end - 1))
    assert all(strip.within(closing, end - 1) == whole[place + 1 :] for place, (_, closing) in enumerate(whole[:-1]))
    assert all(strip.within(begin, closing) == whole[: place + 1] for place, (_, closing) in enumerate(whole))
    assert [strip.until(strip.opening(place)) for place in range(len(strip.bases) - 1)] == strip.before[:-2]
    assert strip.last == first + length
    assert (strip.begin, strip.end) == (begin + MARGIN * DAY, end - MARGIN * DAY)


def desk(**parts):
    return Hours.read(tz="UTC", week={day: [("09:00", "17:00")] for day in EVERY_DAY}, **parts)


def test_a_strip_grows_as_far_as_it_is_asked_and_by_half_at_least():
    """A few weeks at first; then no more than a dozen times for a hundred years."""
    flat = Lane(desk())
    flat.is_open(FIRST * DAY)
    assert len(flat.strip.first_pieces) < 60
    laid = set()
    for day in range(FIRST, date(2099, 12, 1).toordinal(), 10):
        assert flat.between(day * DAY, (day + 1) * DAY) == 8 * HOUR
        laid.add(id(flat.strip))
    assert len(laid) < 20


@pytest.mark.parametrize(
    ("us", "amount"),
    [
        (date(1969, 12, 1).toordinal() * DAY, HOUR),
        (date(1970, 2, 1).toordinal() * DAY, -1000 * HOUR),
        (date(2099, 11, 1).toordinal() * DAY, 1000 * HOUR),
        (date(2120, 1, 1).toordinal() * DAY, -HOUR),
        (FIRST * DAY, 10**20),
        (FIRST * DAY, -(10**20)),
    ],
)
def test_what_lies_beyond_our_times_has_no_answer_here(us, amount):
    """It is left to the general engine, without laying out a century first."""
    flat = Lane(desk())
    assert flat.shift(us, amount) is None
    assert len(flat.strip.first_pieces) < 100


def test_beyond_our_times_nothing_is_said_at_all():
    """A strip says nothing of times beyond it: whether it is open, what comes next, how long it was open."""
    flat, far = Lane(desk()), date(2120, 1, 1).toordinal() * DAY
    assert (flat.is_open(far), flat.next_opening(far), flat.next_closing(far)) == (None, None, None)
    assert flat.between(FIRST * DAY, far) is None


def test_beyond_what_is_known_there_is_no_answer_here():
    """Years whose holidays are not known are never laid out."""
    flat = Lane(desk(holidays_known=(2024, 2024)))
    begin = date(2024, 12, 1).toordinal() * DAY
    assert flat.shift(begin, 8 * HOUR) == begin + 17 * HOUR
    assert flat.shift(begin, 400 * HOUR) is None
    assert flat.is_open(begin + 40 * DAY) is None
    assert Lane(desk(holidays_known=(1950, 1960))).is_open(date(1955, 1, 1).toordinal() * DAY) is None


def test_what_may_go_on_past_the_end_of_a_strip_has_no_answer_here():
    """Where nothing more opens or closes on the strip, the search is the general engine's."""
    flat = Lane(Hours.read(tz="UTC", week={day: [("00:00", "24:00")] for day in EVERY_DAY}))
    assert flat.next_opening(FIRST * DAY) is None
    assert flat.next_closing(FIRST * DAY) is None
    assert flat.shift(FIRST * DAY, 1000 * HOUR) == FIRST * DAY + 1000 * HOUR
