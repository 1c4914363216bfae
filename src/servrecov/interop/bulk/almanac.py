"""Business days as tables: counting dates, and what an instant counts from.

What lives here: `BusinessDates`, which counts business dates and finds the n-th; `Anchors`, which says from which date and at which wall time an
instant counts; and `Walls`, the way back from a wall time to the instant. What does not: open time (`table.py`). Each table is made by
asking the scalar engine at every place at which its answer can change, so what they say is what it says. Read `shelf.py` next.
"""

from __future__ import annotations

import enum
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from servrecov.calendar.calendar import BusinessCalendar
from servrecov.calendar.rota import Rota, Shift
from servrecov.calendar.wallclock import DAY, WallClock
from servrecov.errors import ServRecovError
from servrecov.interop.bulk.table import EPOCH, EPOCH_DAY, FAR, NAT, UNKNOWN, Column, Ints, Pieces, Room, padded

__all__ = ["Anchors", "BusinessDates", "Walls", "Way"]

_Change = tuple[int, int, int]
"""The instant at which a clock is changed, its offset before and its offset after."""

_UNKNOWN: Final = -(2**30)
"""Stands for the unknown among numbers of dates, which are kept in half the space; no sum with a number of days is above 0."""
_REACH: Final = 5
"""Dates by which hours, an offset and a skipped date together may reach over the edge of a window."""


class BusinessDates:
    """The business dates of a calendar within a window, numbered in order.

    Attributes:
        begin: First date of the window, in days since 1970.
        end: The date after its last.
        dates: Each business date.
        walls: The wall time at which each begins.
        openings: The first opening of each.
        closings: The last closing of each.
    """

    __slots__ = ("_before", "begin", "closings", "dates", "end", "openings", "walls")

    def __init__(self, rota: Rota, begin: int, end: int) -> None:
        """Ask a calendar for its shifts from `begin` to `end`."""
        self.begin, self.end = begin, end
        shifts = rota.shifts(begin + EPOCH_DAY, end - 1 + EPOCH_DAY)
        days = np.array([day for day, _ in shifts], dtype=np.int64) - EPOCH_DAY
        is_business_day = np.zeros(end - begin + 1, dtype=np.int64)
        is_business_day[days - begin + 1] = 1
        self._before = padded(np.cumsum(is_business_day), _UNKNOWN, _UNKNOWN).astype(np.int32)
        self.dates = padded(days, NAT, NAT)
        self.walls = padded(days * DAY, UNKNOWN, UNKNOWN)
        self.openings = padded([stretches[0][0] - EPOCH for _, stretches in shifts], UNKNOWN, UNKNOWN)
        self.closings = padded([stretches[-1][1] - EPOCH for _, stretches in shifts], UNKNOWN, UNKNOWN)

    def covers(self, column: Column) -> bool:
        """Tell whether all values of a column lie in the window."""
        return self.begin <= column.low and column.high < self.end

    def count(self, first: Ints, last: Ints, out: Ints, room: Room, *, covered: bool) -> None:
        """Write how many business dates lie after each first date, up to and with the last; unknown is NaT.

        What lies within the table may go `covered`, that is, without a look at where it ends.
        """
        mode = _mode(covered)
        np.subtract(first, self.begin - 2, out=room.index)
        np.take(self._before, room.index, out=room.few, mode=mode)
        np.subtract(last, self.begin - 2, out=room.index)
        np.take(self._before, room.index, out=room.more, mode=mode)
        np.subtract(room.more, room.few, out=out)
        if not covered:
            out[np.minimum(room.few, room.more) < 0] = NAT

    def later(  # noqa: PLR0913  (a question in full)
        self, days: Ints, n: Ints, found: Ints, out: Ints, room: Room, *, onward: NDArray[np.bool_] | bool, covered: bool
    ) -> None:
        """Write what lies `n` business dates after each date, or before it if negative.

        Args:
            days: Dates; a date that is no business date lies between two.
            n: Business dates to pass.
            found: What to write of the date found: `dates`, `walls`, `openings` or `closings`.
            out: Written to.
            room: Used up.
            onward: Whether the first business date after the date is number 1; else the first on or after it is number 0.
            covered: As in `count`.
        """
        np.subtract(days, self.begin - 1 - onward, out=room.index)
        np.take(self._before, room.index, out=room.few, mode=_mode(covered))
        np.add(room.few, n, out=room.index)
        if onward is not True:
            np.add(room.index, 1 - onward, out=room.index)
        np.take(found, room.index, out=out, mode="clip")

    def each_later(self, n: int, *, onward: bool) -> Ints:
        """Return what `later` says of every date of the window, and NaT before and after, where `n` is the same for all."""
        before = self._before[2:-1] if onward else self._before[1:-2]
        return padded(np.take(self.dates, before.astype(np.int64) + n + 1 - onward, mode="clip"), NAT, NAT)


def _mode(covered: bool) -> Literal["wrap", "clip"]:  # noqa: FBT001  (NumPy asks for a word)
    """Say what to do with places outside a table: where there are none, wrapping costs least."""
    return "wrap" if covered else "clip"


class Way(enum.Enum):
    """Where an instant in closed time goes before its business days are counted."""

    NOWHERE = "nowhere"
    ON = "on"
    BACK = "back"


class Anchors:
    """What an instant counts from: a date, and a wall time told from the midnight at which that date begins.

    In closed time, both are those of the next opening or of the previous closing, if the way leads there.

    Attributes:
        begin: Where the window begins, in microseconds since 1970.
        end: Where it ends.
    """

    __slots__ = ("_days", "_passing", "_pieces", "_walls", "begin", "end")

    def __init__(self, calendar: BusinessCalendar, way: Way, begin: int, end: int) -> None:
        """Ask a calendar at every place from `begin` to `end` at which the answer can change."""
        self.begin, self.end = begin, end
        marks = _marks(calendar.definition, way, begin, end)
        days, passing, walls = zip(*(_anchor(calendar, mark + EPOCH, way) for mark in marks), strict=True)
        self._pieces = Pieces(padded(marks, begin - 1, end))
        self._days = padded(days, -FAR, -FAR)
        self._passing = padded(passing, 0, 0)
        self._walls = padded(walls, 0, 0)

    def find(self, at: Ints, days: Ints, walls: Ints, room: Room) -> None:
        """Write the date and the wall time of each instant; an unknown date lies before all time."""
        index = self._pieces.find(at, room)
        np.take(self._days, index, out=days, mode="clip")
        np.take(self._passing, index, out=room.word, mode="clip")
        np.bitwise_and(at, room.word, out=room.word)
        np.take(self._walls, index, out=walls, mode="clip")
        np.add(walls, room.word, out=walls)


def _anchor(calendar: BusinessCalendar, us: int, way: Way) -> tuple[int, int, int]:
    """Return what the instants from one mark to the next count from: the date, whether time passes (every bit set) and the wall time."""
    reckoner, clock = calendar.reckoner, calendar.definition.clock
    try:
        if way is Way.NOWHERE or reckoner.is_open(us):
            day = reckoner.date_of(us) - EPOCH_DAY
            return day, -1, clock.wall(us) - us - day * DAY
        moved = reckoner.next_opening(us) if way is Way.ON else reckoner.snapped_back(us)
        day = reckoner.date_of(moved) if way is Way.ON else reckoner.days.date_closing(moved)
    except ServRecovError:  # the table leaves it to the scalar engine to say so
        return -FAR, 0, 0
    return day - EPOCH_DAY, 0, clock.wall(moved) - day * DAY


def _marks(rota: Rota, way: Way, begin: int, end: int) -> list[int]:
    """List the instants at which what an instant counts from may change: midnights, edges of shifts, changes of the clock."""
    first, last = begin // DAY - _REACH, end // DAY + _REACH
    changes = list(_changes(rota.clock, first, last))
    # Who goes nowhere asks for the date alone, and that changes within a day only where a shift goes past midnight.
    if way is not Way.NOWHERE or rota.overnight:
        shifts = rota.shifts(first + EPOCH_DAY, last + EPOCH_DAY)
    else:
        shifts = [shift for change in changes for shift in _shifts_about(rota, change)]
    marks = {*_midnights(rota.clock, changes, first, last), *_edges(shifts), *(at for at, _, _ in changes)}
    return [begin, *sorted(mark for mark in marks if begin < mark < end)]


def _midnights(clock: WallClock, changes: Iterable[_Change], first: int, last: int) -> Iterator[int]:
    """Yield the midnights between two dates, and the second where the clock is set back across one."""
    yield from (clock.midnight(day + EPOCH_DAY) - EPOCH for day in range(first, last))
    # The first after a change is the second of its date, or already among them.
    yield from (-(-(at + offset) // DAY) * DAY - offset for at, _, offset in changes)


def _shifts_about(rota: Rota, change: _Change) -> list[Shift]:
    """List the shifts which a change of the clock may carry past midnight."""
    at, before, after = change
    return rota.shifts((at + min(before, after)) // DAY - 1 + EPOCH_DAY, (at + max(before, after)) // DAY + EPOCH_DAY)


def _edges(shifts: Iterable[Shift]) -> Iterator[int]:
    return (edge - EPOCH for _, stretches in shifts for stretch in stretches for edge in stretch)


def _changes(clock: WallClock, first: int, last: int) -> Iterator[_Change]:
    """Yield the instants between two dates at which a clock is changed, with its offset before and after.

    No two changes of any zone lie within one day.
    """
    midnights = (day * DAY + EPOCH for day in range(first, last + 1))
    for (begin, before), (end, after) in pairwise((us, clock.wall(us) - us) for us in midnights):
        if before != after:
            yield _first_with(clock, after, begin, end) - EPOCH, before, after


def _first_with(clock: WallClock, offset: int, begin: int, end: int) -> int:
    """Return the first instant of a new offset, which `end` has and `begin` has not."""
    return begin + bisect_left(range(begin, end), 1, key=lambda us: clock.wall(us) - us == offset)


class Walls:
    """The instants of wall times: one in a gap moves later by the gap, of two the first counts.

    Attributes:
        begin: First date of the window, in days since 1970.
        end: The date after its last.
    """

    __slots__ = ("_offsets", "_pieces", "begin", "end")

    def __init__(self, clock: WallClock, begin: int, end: int) -> None:
        """Ask a clock for its changes from `begin` to `end`."""
        self.begin, self.end = begin, end
        first, last = begin - _REACH, end + _REACH
        changes = list(_changes(clock, first, last))
        at_first = clock.wall(first * DAY + EPOCH) - first * DAY - EPOCH
        # Up to the end of a gap, and of the first pass of an hour that comes twice, the offset is still the old one.
        self._pieces = Pieces(np.array([first * DAY, *(at + max(before, after) for at, before, after in changes)]))
        self._offsets = np.array([at_first, *(after for _, _, after in changes)])

    def resolve(self, walls: Ints, out: Ints, room: Room) -> None:
        """Write the instant of each wall time."""
        index = self._pieces.find(walls, room)
        np.take(self._offsets, index, out=room.word, mode="clip")
        np.subtract(walls, room.word, out=out)
