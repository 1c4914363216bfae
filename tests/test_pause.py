from __future__ import annotations

from datetime import datetime, timedelta

import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st

from servrecov.calendar.calendar import BusinessCalendar
from servrecov.calendar.pause import ELAPSED, postponed, united
from servrecov.errors import InvalidValueError, NaiveTimeError
from servrecov.testing.strategies import aware_datetimes, pauses

NOON = pendulum.datetime(2026, 3, 2, 12, tz="Europe/Paris")
DESK = BusinessCalendar.weekly("Mon-Fri 09:00-17:00", tz="Europe/Paris")
SPRING = (datetime(2026, 3, 1), datetime(2026, 5, 1))  # noqa: DTZ001  (wall times; close enough together to overlap)


def hours(*spans):
    return [(NOON.add(hours=begin), NOON.add(hours=end)) for begin, end in spans]


def test_united_sorts_joins_what_touches_and_clips_to_the_start():
    """Pauses come in any order, overlap, touch, and may have begun before the start or lie wholly before it."""
    given_pauses = hours((5, 6), (-3, -2), (-1, 1), (1, 2), (5, 5.5), (7, 7))
    assert united(given_pauses, NOON) == tuple(hours((0, 2), (5, 6)))


def test_united_refuses_a_pause_that_ends_before_it_begins():
    """A reversed pause is an error that names its place, even where it would be clipped away."""
    with pytest.raises(InvalidValueError, match=r"pauses\[1\]"):
        united(hours((1, 2), (-1, -2)), NOON)


@pytest.mark.parametrize("pause", [(NOON,), NOON, "ab", (NOON, NOON, NOON)])
def test_united_refuses_what_is_no_pair(pause):
    """A pause is a pair of instants."""
    with pytest.raises(InvalidValueError, match="pair"):
        united([pause], NOON)


def test_united_refuses_naive_times():
    """A pause without a zone names no instant."""
    with pytest.raises(NaiveTimeError, match=r"pauses\[0\]"):
        united([(NOON, datetime(2026, 3, 2, 13))], NOON)  # noqa: DTZ001


@given(pauses(*SPRING), aware_datetimes(*SPRING))
def test_united_pauses_cover_the_same_instants_once(spans, start):
    """What is united is disjoint, in order, from the start on, and covers exactly what was paused."""
    result = united(spans, start)
    edges = [edge.timestamp() for pause in result for edge in pause]
    assert edges == sorted(edges)
    assert len(set(edges)) == len(edges)
    for probe in [start, *(edge for pause in spans for edge in pause)]:
        paused = any(begin.timestamp() <= probe.timestamp() < end.timestamp() for begin, end in spans)
        inside = any(begin.timestamp() <= probe.timestamp() < end.timestamp() for begin, end in result)
        assert inside == (paused and probe.timestamp() >= start.timestamp())


def test_postponed_moves_by_pauses_that_begin_before_the_due():
    """Each pause moves the due it meets; the next one is compared with the moved due."""
    assert postponed(NOON.add(hours=4), hours((1, 2), (4.5, 6), (7, 9)), ELAPSED) == NOON.add(hours=6, minutes=30)


def test_postponed_ignores_a_pause_that_begins_at_the_due():
    """At the due the clock has run out: a pause from then on changes nothing."""
    assert postponed(NOON, hours((0, 2)), ELAPSED) == NOON


def test_postponed_measures_on_the_scale():
    """On the calendar's scale a pause over night costs only its open hours."""
    due = NOON.add(hours=3)
    assert postponed(due, [(NOON.add(hours=1), NOON.add(hours=22))], DESK) == NOON.add(days=1)


def test_postponed_is_never_before_the_end_of_the_pause():
    """A due in closed time has no open time left to move by, but a clock on hold cannot be due."""
    evening, morning = NOON.add(hours=8), NOON.add(hours=20)
    assert postponed(evening, [(NOON.add(hours=7), morning)], DESK) == morning


@given(pauses(*SPRING), aware_datetimes(*SPRING), st.timedeltas(timedelta(), timedelta(days=9)))
def test_pauses_never_bring_a_due_forward(spans, start, budget):
    """Whatever is paused, the due is no earlier than without, on either scale."""
    for scale in (ELAPSED, DESK):
        due = scale.add(start, budget)
        moved = postponed(due, united(spans, start), scale)
        assert moved.timestamp() >= due.timestamp()


def test_elapsed_time_does_not_follow_the_wall_clock():
    """Twenty-four hours over the spring change end at another wall time, and between counts the same."""
    saturday = pendulum.datetime(2026, 3, 28, 12, tz="Europe/Paris")
    sunday = ELAPSED.add(saturday, timedelta(hours=24))
    assert sunday.isoformat() == "2026-03-29T13:00:00+02:00"
    assert ELAPSED.between(saturday, sunday) == timedelta(hours=24)
    assert ELAPSED.between(sunday, saturday) == timedelta(hours=-24)
    assert repr(ELAPSED) == "ELAPSED"


@pytest.mark.parametrize(
    "ask", [lambda: DESK.add(NOON, timedelta(1), pauses=5), lambda: DESK.between(NOON, NOON.add(days=1), pauses=5), lambda: united(None, NOON)]
)
def test_what_is_no_list_of_pauses_is_refused(ask):
    """The error names the pauses."""
    with pytest.raises(InvalidValueError) as caught:
        ask()
    assert caught.value.where == "pauses"
