"""Business time, one question at a time: against workclock, businesstimedelta and pandas."""

from __future__ import annotations

import gc
import tracemalloc
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import desks
import pendulum
import pytest
from comparison import OURS, Bench, Results, Work

ADD = Work("add 16 business hours", {"workclock": 1 / 3, "businesstimedelta": 1 / 200})
BETWEEN_2 = Work("between, 2 days", {"workclock": 1 / 3, "businesstimedelta": 1 / 200})
BETWEEN_300 = Work("between, 300 days", {"workclock": 1 / 25})
BETWEEN_3650 = Work("between, 10 years", {"servrecov, 2 days": 1.6})
FIRST = Work("first answer of a fresh calendar", limit=1e-3)
MADE = Work("a calendar made and its first answer")
MEMORY = Work("memory, a calendar expanded over 20 years", limit=3e6, per="bytes")

SIXTEEN = timedelta(hours=16)

Side = tuple[Callable[..., Any], tuple[Any, ...], Callable[[Any], Any]]
"""A call, its arguments, and how its answer is read."""


def _plain(answer: Any) -> Any:
    return answer


def _add(side: str) -> Side:
    start = desks.start()
    if side == "workclock":
        return desks.workclock_desk().add, (start, SIXTEEN), _plain
    if side == "businesstimedelta":
        amount = desks.businesstimedelta_hours(desks.businesstimedelta_desk(), 16)
        return amount.__radd__, (desks.at_pytz_door(start),), _plain
    if side == "pandas":
        offset = desks.pandas_hours(16)
        return offset.__radd__, (pytest.importorskip("pandas").Timestamp(start),), _plain
    return desks.our_desk().add, (desks.at_our_door(start), SIXTEEN), _plain


def _between(side: str, end: datetime) -> Side:
    start = desks.start()
    if side == "workclock":
        return desks.workclock_desk().between, (start, end), _plain
    if side == "businesstimedelta":
        return desks.businesstimedelta_desk().difference, (desks.at_pytz_door(start), desks.at_pytz_door(end)), lambda answer: answer.timedelta
    return desks.our_desk().between, (desks.at_our_door(start), desks.at_our_door(end)), _plain


def _answer(side: Side) -> Any:
    call, arguments, read = side
    return read(call(*arguments))


@pytest.mark.parametrize("side", [OURS, "workclock", "businesstimedelta", "pandas"])
def test_add(bench: Bench, side: str) -> None:
    """Sixteen business hours from a Monday morning end on the Wednesday, for every side."""
    call, arguments, read = _add(side)

    assert read(bench(ADD, side, call, *arguments)) == _answer(_add(OURS)) == datetime(2024, 3, 6, 10, 30, tzinfo=desks.NEW_YORK)


@pytest.mark.parametrize("side", [OURS, "workclock", "businesstimedelta"])
@pytest.mark.parametrize(("work", "days"), [(BETWEEN_2, 2), (BETWEEN_300, 300)], ids=["2 days", "300 days"])
def test_between(bench: Bench, work: Work, days: int, side: str) -> None:
    """The open time over two days and over 300 is the same for every side."""
    end = desks.later(days)
    call, arguments, read = _between(side, end)

    assert read(bench(work, side, call, *arguments)) == _answer(_between(OURS, end))


@pytest.mark.parametrize("side", [OURS, "servrecov, 2 days", "workclock"])
def test_between_over_ten_years(bench: Bench, side: str) -> None:
    """What lies between costs nothing; over ten years too the answer is the peer's."""
    days = 2 if side == "servrecov, 2 days" else 3650
    call, arguments, read = _between(side, desks.later(days))

    assert read(bench(BETWEEN_3650, side, call, *arguments)) == _answer(_between(OURS, desks.later(days)))


@pytest.mark.parametrize("side", [OURS, "workclock"])
def test_the_first_answer(bench: Bench, side: str) -> None:
    """A calendar that was never asked answers as one that was."""
    make = desks.workclock_desk if side == "workclock" else desks.our_desk
    start = desks.start() if side == "workclock" else desks.at_our_door(desks.start())
    desks.our_desk().add(desks.at_our_door(start), SIXTEEN)  # the zone is read once in a process

    assert bench.fresh(FIRST, side, make, lambda desk: desk.add(start, SIXTEEN)) == _answer(_add(OURS))


@pytest.mark.parametrize("side", [OURS, "workclock"])
def test_a_calendar_made_and_asked_once(bench: Bench, side: str) -> None:
    """What a single question costs that comes with its own calendar."""
    make: Callable[[], Any] = desks.workclock_desk if side == "workclock" else desks.our_desk
    start = desks.start() if side == "workclock" else desks.at_our_door(desks.start())

    assert bench(MADE, side, lambda: make().add(start, SIXTEEN)) == _answer(_add(OURS))


def test_memory(results: Results) -> None:
    """A calendar that has answered over twenty years stays small, its holidays and its zone included."""
    holidays = frozenset(desks.holidays())
    begin, end = pendulum.datetime(2015, 1, 1, tz="America/Chicago"), pendulum.datetime(2035, 1, 1, tz="America/Chicago")

    gc.collect()
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    desk = desks.our_desk("America/Chicago")
    open_time = desk.between(begin, end)
    gc.collect()
    used = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()

    days = (date.fromordinal(day) for day in range(begin.toordinal(), end.toordinal()))
    assert open_time == timedelta(hours=8 * sum(day.weekday() < 5 and day not in holidays for day in days))
    results.add(MEMORY, OURS, used)
    assert used <= 3e6
