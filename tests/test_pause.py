from __future__ import annotations

from datetime import datetime, timedelta

import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st

from servrecov.calendar.calendar import BusinessCalendar
from servrecov.calendar.pause import ELAPSED, paused_within, postponed, read_pauses, united
from servrecov.errors import InvalidValueError, NaiveTimeError
from servrecov.testing.strategies import aware_datetimes, pauses
from servrecov.values import moment

NOON = pendulum.datetime(2026, 3, 2, 12, tz="Europe/Paris")
DESK = BusinessCalendar.weekly("Mon-Fri 09:00-17:00", tz="Europe/Paris")
SPRING = (datetime(2026, 3, 1), datetime(2026, 5, 1))  # noqa: DTZ001  (wall times; close enough together to overlap)
HOUR = 3_600_000_000


def hours(*spans):
    return [(NOON.add(hours=begin), NOON.add(hours=end)) for begin, end in spans]


def instants(*spans):
    return tuple((moment(begin), moment(end)) for begin, end in hours(*spans))


def after(hour):
    return moment(NOON) + round(hour * HOUR)


def test_pauses_are_sorted_joined_where_they_touch_and_clipped_to_the_start():
    """Pauses come in any order, overlap, touch, and may have begun before the start or lie wholly before it."""
    given_pauses = hours((5, 6), (-3, -2), (-1, 1), (1, 2), (5, 5.5), (7, 7))

    assert read_pauses(given_pauses, moment(NOON)) == instants((0, 2), (5, 6))


def test_a_pause_that_ends_before_it_begins_is_refused():
    """A reversed pause is an error that names its place, even where it would be clipped away."""
    with pytest.raises(InvalidValueError, match=r"pauses\[1\]"):
        read_pauses(hours((1, 2), (-1, -2)), moment(NOON))


@pytest.mark.parametrize("pause", [(NOON,), NOON, "ab", (NOON, NOON, NOON)])
def test_what_is_no_pair_is_refused(pause):
    """A pause is a pair of instants."""
    with pytest.raises(InvalidValueError, match="pair"):
        read_pauses([pause], moment(NOON))


def test_a_naive_pause_is_refused():
    """A pause without a zone names no instant."""
    with pytest.raises(NaiveTimeError, match=r"pauses\[0\]"):
        read_pauses([(NOON, datetime(2026, 3, 2, 13))], moment(NOON))  # noqa: DTZ001


@given(pauses(*SPRING), aware_datetimes(*SPRING))
def test_united_pauses_cover_the_same_instants_once(spans, start):
    """What is united is disjoint, in order, from the start on, and covers exactly what was paused."""
    result = read_pauses(spans, moment(start))
    edges = [edge for pause in result for edge in pause]
    assert edges == sorted(set(edges))
    for probe in map(moment, [start, *(edge for pause in spans for edge in pause)]):
        paused = any(moment(begin) <= probe < moment(end) for begin, end in spans)
        assert any(begin <= probe < end for begin, end in result) == (paused and probe >= moment(start))


def test_a_due_moves_by_the_pauses_that_begin_before_it():
    """Each pause moves the due it meets; the next one is compared with the moved due."""
    assert postponed(after(4), instants((1, 2), (4.5, 6), (7, 9)), ELAPSED) == after(6.5)


def test_a_pause_that_begins_at_the_due_is_ignored():
    """At the due the clock has run out: a pause from then on changes nothing."""
    assert postponed(after(0), instants((0, 2)), ELAPSED) == after(0)


def test_a_pause_is_measured_on_the_scale():
    """On the calendar's scale a pause over night costs only its open hours."""
    assert postponed(after(3), instants((1, 22)), DESK.reckoner) == after(24)


def test_a_due_is_never_moved_to_before_the_end_of_the_pause():
    """A due in closed time has no open time left to move by, but a clock on hold cannot be due."""
    assert postponed(after(8), instants((7, 20)), DESK.reckoner) == after(20)


@given(pauses(*SPRING), aware_datetimes(*SPRING), st.timedeltas(timedelta(), timedelta(days=9)))
def test_pauses_never_bring_a_due_forward(spans, start, budget):
    """Whatever is paused, the due is no earlier than without, on either scale."""
    for scale in (ELAPSED, DESK.reckoner):
        due = scale.shift(moment(start), budget // timedelta(microseconds=1))
        assert postponed(due, read_pauses(spans, moment(start)), scale) >= due


@given(pauses(*SPRING), aware_datetimes(*SPRING), aware_datetimes(*SPRING))
def test_what_was_paused_up_to_an_instant_is_what_of_the_pauses_lies_before_it(spans, start, until):
    """Cutting the pauses at the instant and adding them up is the same."""
    stretches = read_pauses(spans, moment(start))
    cut = united([(begin, min(end, moment(until))) for begin, end in stretches], moment(start))
    for scale in (ELAPSED, DESK.reckoner):
        assert paused_within(stretches, moment(until), scale) == sum(scale.between(*pause) for pause in cut)


def test_elapsed_time_does_not_follow_the_wall_clock():
    """Twenty-four hours over the spring change end at another wall time, and between counts the same."""
    saturday = pendulum.datetime(2026, 3, 28, 12, tz="Europe/Paris")
    sunday = pendulum.datetime(2026, 3, 29, 13, tz="Europe/Paris")
    assert ELAPSED.shift(moment(saturday), 24 * HOUR) == moment(sunday)
    assert ELAPSED.between(moment(saturday), moment(sunday)) == 24 * HOUR
    assert ELAPSED.between(moment(sunday), moment(saturday)) == -24 * HOUR
    assert repr(ELAPSED) == "ELAPSED"


@pytest.mark.parametrize(
    "ask", [lambda: DESK.add(NOON, timedelta(1), pauses=5), lambda: DESK.between(NOON, NOON.add(days=1), pauses=5), lambda: read_pauses(None, 0)]
)
def test_what_is_no_list_of_pauses_is_refused(ask):
    """The error names the pauses."""
    with pytest.raises(InvalidValueError) as caught:
        ask()
    assert caught.value.where == "pauses"


@pytest.mark.parametrize("none", [[], (), {}, iter(())])
def test_no_pauses_may_be_given_in_any_form(none):
    """What is empty pauses nothing, and is not compared with anything to find that out."""
    assert DESK.add(NOON, timedelta(hours=1), pauses=none) == NOON.add(hours=1)
    assert DESK.between(NOON, NOON.add(hours=1), pauses=none) == timedelta(hours=1)
