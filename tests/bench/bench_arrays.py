"""Business time by the million: against NumPy's days, workclock's batches and pandas."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count
from typing import Any

import desks
import pendulum
import pytest
from comparison import OURS, Bench, Work

import servrecov as sr

np = pytest.importorskip("numpy", reason="numpy is not installed; the extra `bench` brings it")
arrays = pytest.importorskip("servrecov.interop.arrays", reason="the bulk engine needs numpy", exc_type=ImportError)

SIZE = 1_000_000
ADD = Work("bulk add", limit=40e-9, per="element")
BETWEEN = Work("bulk between", limit=40e-9, per="element")
COUNT = Work("bulk count of business days", {"numpy": 1 / 10}, per="element")
FIRST_BULK = Work("first bulk add of a fresh calendar, 1,000 elements")
OFFSET = Work("bulk offset by business days", {"numpy": 1 / 10}, per="element")

FEW = {ADD: {"workclock": 20_000, "pandas": 2_000}, BETWEEN: {"workclock": 1_000}}
"""How many the slow sides are given: the time is given per element."""

ZERO = np.datetime64("2016-01-01T00:00:00", "us")
YEARS = 20


def _instants(seed: int) -> Any:
    spread = np.random.default_rng(seed).integers(0, YEARS * 365 * 86_400_000_000, SIZE)
    return ZERO + spread.astype("timedelta64[us]")


def _dates(seed: int) -> Any:
    return _instants(seed).astype("datetime64[D]")


STARTS, ENDS = _instants(1), _instants(2)
SECONDS = np.random.default_rng(3).integers(0, 400 * 3600, SIZE)
FIRST, LAST = _dates(4), _dates(5)
STEPS = np.random.default_rng(6).integers(1, 250, SIZE)
NUMBERS = count()


def _numpys_calendar() -> Any:
    return np.busdaycalendar(holidays=np.array(desks.holidays(), dtype="datetime64[D]"))


@pytest.mark.parametrize("side", [OURS, "workclock"])
def test_add(bench: Bench, side: str) -> None:
    """Random amounts of up to ten weeks, from random instants of twenty years."""
    ours = arrays.add(desks.our_desk(), STARTS, SECONDS)

    if side == OURS:
        assert (bench(ADD, side, arrays.add, _warm(), STARTS, SECONDS, count=SIZE) == ours).all()
        return
    few = FEW[ADD][side]
    amounts = SECONDS[:few].astype("timedelta64[s]").astype("timedelta64[us]")
    assert (bench(ADD, side, desks.workclock_desk().add_many, STARTS[:few], amounts, count=few) == ours[:few]).all()


@pytest.mark.filterwarnings("ignore:Non-vectorized DateOffset")
def test_add_of_pandas(bench: Bench) -> None:
    """Pandas adds whole hours, and moves what ends at closing to the next opening: so sixteen hours to instants at which the desk is open."""
    pandas = pytest.importorskip("pandas", reason="pandas is not installed; the extra `bench` brings it")
    starts = STARTS[arrays.is_open(desks.our_desk(), STARTS)][: FEW[ADD]["pandas"]]
    index = pandas.DatetimeIndex(starts).tz_localize("UTC").tz_convert(desks.ZONE)
    offset = desks.pandas_hours(16)

    found = bench(ADD, "pandas", lambda: index + offset, count=len(starts))

    assert (found.tz_convert("UTC").tz_localize(None).to_numpy() == arrays.add(desks.our_desk(), starts, np.full(len(starts), 16 * 3600))).all()


@pytest.mark.parametrize("side", [OURS, "workclock"])
def test_between(bench: Bench, side: str) -> None:
    """Between random instants of twenty years, forward and back."""
    ours = arrays.between(desks.our_desk(), STARTS, ENDS)

    if side == OURS:
        assert (bench(BETWEEN, side, arrays.between, _warm(), STARTS, ENDS, count=SIZE) == ours).all()
        return
    few = FEW[BETWEEN][side]
    found = bench(BETWEEN, side, desks.workclock_desk().between_many, STARTS[:few], ENDS[:few], count=few)
    assert (np.asarray(found) == ours[:few]).all()


@pytest.mark.parametrize("side", [OURS, "numpy"])
def test_count(bench: Bench, side: str) -> None:
    """Business days d with first < d <= last, or the negative with the two exchanged.

    NumPy counts first <= d < last, but with the two exchanged the days as we do: so only dates that run forward are moved on by one.
    """
    ours = arrays.days_between(desks.our_desk(), FIRST, LAST)

    if side == OURS:
        assert (bench(COUNT, side, arrays.days_between, _warm(), FIRST, LAST, count=SIZE) == ours).all()
        return
    calendar, moved = _numpys_calendar(), (FIRST <= LAST).astype("timedelta64[D]")
    first, last = FIRST + moved, LAST + moved
    assert (bench(COUNT, side, lambda: np.busday_count(first, last, busdaycal=calendar), count=SIZE) == ours).all()


@pytest.mark.parametrize("side", [OURS, "numpy"])
def test_offset(bench: Bench, side: str) -> None:
    """One to 250 business days on; a date that is closed is first moved to the next open one."""
    ours = arrays.add_days(desks.our_desk(), FIRST, STEPS)

    if side == OURS:
        assert (bench(OFFSET, side, arrays.add_days, _warm(), FIRST, STEPS, count=SIZE) == ours).all()
        return
    calendar = _numpys_calendar()
    found = bench(OFFSET, side, lambda: np.busday_offset(FIRST, STEPS, roll="forward", busdaycal=calendar), count=SIZE)
    assert (found == ours).all()


def _warm() -> Any:
    """Return a desk that has answered before: the tables are made once, and `first bulk add` tells what making one costs."""
    desk = desks.our_desk()
    arrays.between(desk, STARTS, ENDS)
    arrays.days_between(desk, FIRST, LAST)
    return desk


def _unlike_any_other() -> sr.BusinessCalendar:
    """Make a desk that was also closed on a day of its own, long ago: equal calendars share their tables."""
    return desks.our_desk(closed=[date(1980, 1, 1) + timedelta(next(NUMBERS))])


def test_the_first_bulk_answer(bench: Bench) -> None:
    """What the tables cost, once for a calendar."""
    starts, seconds = STARTS[:1000], SECONDS[:1000]

    found = bench.fresh(FIRST_BULK, OURS, _unlike_any_other, lambda desk: arrays.add(desk, starts, seconds), rounds=20)

    assert found[0] == _scalar(starts[0], seconds[0])


def _scalar(start: Any, seconds: Any) -> Any:
    """Answer one element by the scalar engine."""
    at = pendulum.instance(start.astype("datetime64[us]").item(), tz="UTC")
    return np.datetime64(desks.our_desk().add(at, timedelta(seconds=int(seconds))).naive(), "us")
