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

FEW = 10
"""How many of the fifty instants businesstimedelta is given: the time is given per call."""

Calls = tuple[Callable[..., Any], list[tuple[Any, ...]]]
"""A side's function, and what it is called with, one after the other."""


def _run(calls: Calls) -> list[Any]:
    call, given = calls
    return [call(*arguments) for arguments in given]


def _add(side: str) -> Calls:
    starts = desks.starts()
    if side == "workclock":
        return desks.workclock_desk().add, [(start, SIXTEEN) for start in starts]
    if side == "businesstimedelta":
        amount = desks.businesstimedelta_hours(desks.businesstimedelta_desk(), 16)
        return amount.__radd__, [(desks.at_pytz_door(start),) for start in starts[:FEW]]
    if side == "pandas":
        library, offset = pytest.importorskip("pandas"), desks.pandas_hours(16)
        return offset.__radd__, [(library.Timestamp(start),) for start in starts]
    return desks.our_desk().add, [(desks.at_our_door(start), SIXTEEN) for start in starts]


def _between(side: str, days: int) -> Calls:
    pairs = list(zip(desks.starts(), desks.ends(days), strict=True))
    if side == "workclock":
        return desks.workclock_desk().between, list(pairs)
    if side == "businesstimedelta":
        return desks.businesstimedelta_desk().difference, [(desks.at_pytz_door(start), desks.at_pytz_door(end)) for start, end in pairs[:FEW]]
    return desks.our_desk().between, [(desks.at_our_door(start), desks.at_our_door(end)) for start, end in pairs]


@pytest.mark.parametrize("side", [OURS, "workclock", "businesstimedelta", "pandas"])
def test_add(bench: Bench, side: str) -> None:
    """Sixteen business hours from fifty instants end at the same instants for every side."""
    calls = _add(side)

    found = bench(ADD, side, _run, calls, count=len(calls[1]))

    assert found == _run(_add(OURS))[: len(found)]
    assert found[0] == datetime(2024, 3, 6, 10, 30, 17, tzinfo=desks.NEW_YORK)


@pytest.mark.parametrize("side", [OURS, "workclock", "businesstimedelta"])
@pytest.mark.parametrize(("work", "days"), [(BETWEEN_2, 2), (BETWEEN_300, 300)], ids=["2 days", "300 days"])
def test_between(bench: Bench, work: Work, days: int, side: str) -> None:
    """The open time over two days and over 300 is the same for every side."""
    calls = _between(side, days)

    found = bench(work, side, _run, calls, count=len(calls[1]))

    assert [getattr(answer, "timedelta", answer) for answer in found] == _run(_between(OURS, days))[: len(found)]


@pytest.mark.parametrize("side", [OURS, "servrecov, 2 days", "workclock"])
def test_between_over_ten_years(bench: Bench, side: str) -> None:
    """What lies between costs nothing; over ten years too the answer is the peer's."""
    days = 2 if side == "servrecov, 2 days" else 3650
    calls = _between(side, days)

    assert bench(BETWEEN_3650, side, _run, calls, count=len(calls[1])) == _run(_between(OURS, days))


@pytest.mark.parametrize("side", [OURS, "workclock"])
def test_the_first_answer(bench: Bench, side: str) -> None:
    """A calendar that was never asked answers as one that was."""
    make = desks.workclock_desk if side == "workclock" else desks.our_desk
    start = _add(side)[1][0][0]
    answer = _run(_add(OURS))[0]  # which reads the zone, as any process does once

    assert bench.fresh(FIRST, side, make, lambda desk: desk.add(start, SIXTEEN)) == answer


@pytest.mark.parametrize("side", [OURS, "workclock"])
def test_a_calendar_made_and_asked_once(bench: Bench, side: str) -> None:
    """What a single question costs that comes with its own calendar."""
    make: Callable[[], Any] = desks.workclock_desk if side == "workclock" else desks.our_desk
    start = _add(side)[1][0][0]

    assert bench(MADE, side, lambda: make().add(start, SIXTEEN)) == _run(_add(OURS))[0]


def test_memory(results: Results) -> None:
    """A calendar that has answered over twenty years stays small, its holidays and its zone included."""
    holidays = frozenset(desks.holidays())
    begin, end = pendulum.datetime(2015, 1, 1, tz="America/Chicago"), pendulum.datetime(2035, 1, 1, tz="America/Chicago")

    desks.our_desk("America/Denver").between(begin, end)  # what the process needs once is not the calendar's
    gc.collect()
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    desk = desks.our_desk("America/Chicago")
    open_time = desk.between(begin, end)
    business_days = desk.days_between(begin.subtract(days=1), end.subtract(days=1))
    assert desk.subtract(desk.add(begin, open_time), open_time) < begin.add(days=5)
    gc.collect()
    used = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()

    dates = (date.fromordinal(day) for day in range(begin.toordinal(), end.toordinal()))
    assert business_days == sum(day.weekday() < desks.SATURDAY and day not in holidays for day in dates)
    assert open_time == timedelta(hours=8 * business_days)
    results.add(MEMORY, OURS, used)
    assert used <= MEMORY.limit
