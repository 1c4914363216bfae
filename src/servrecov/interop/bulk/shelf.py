"""Which window of time is worth a table, and the tables made so far.

What lives here: `Shelf`, which keeps the tables of one calendar and makes them anew when a question needs more; `shelf_of`, which finds a
calendar's; and the windows themselves: the `extent` of data, how far amounts `reach` beyond it, the `hull` of two. What does not: what a table
says (`table.py`, `almanac.py`). A table that would be far wider than the data that fill it, because of one date in the year 9999, is not made:
what lies so far out is left to the scalar engine. Read `days.py` next.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Final, Protocol, TypeVar, cast

import attrs
import numpy as np

from servrecov.calendar.calendar import BusinessCalendar
from servrecov.calendar.wallclock import DAY, FIRST_DAY, LAST_DAY
from servrecov.errors import InvalidValueError, NoBusinessTimeError, ServRecovError
from servrecov.interop.bulk.almanac import Anchors, BusinessDates, Walls, Way
from servrecov.interop.bulk.table import EPOCH, EPOCH_DAY, FAR, NAT, Column, OpenTime

__all__ = ["DATES", "INSTANTS", "Resolution", "Shelf", "Window", "extent", "hull", "reach", "shelf_of", "within_years"]

Window = tuple[int, int]
"""From a number to another, both included."""
Move = Callable[[int, int], int]
"""Moves a number by an amount."""

_YEAR: Final = 366
_EDGE: Final = 8
"""Dates at either end of the years 1 to 9999 for which no table is made, so that no answer of a table lies beyond those years."""
_FEW: Final = 100
"""One in so many is few."""
_KEPT: Final = 32
"""Calendars whose tables are kept."""


@attrs.frozen
class Resolution:
    """What numbers count.

    Attributes:
        unit: How much one day is.
    """

    unit: int

    @property
    def years(self) -> Window:
        """The numbers of the years 1 to 9999."""
        return (FIRST_DAY - EPOCH_DAY) * self.unit, (LAST_DAY + 1 - EPOCH_DAY) * self.unit - 1

    @property
    def block(self) -> int:
        """Tables begin and end at multiples of this, so that the next question seldom needs a wider one."""
        return _YEAR * self.unit

    @property
    def widest(self) -> int:
        """Widest table that is made."""
        return 128 * self.block

    @property
    def near(self) -> int:
        """How far around the middle of the data a table reaches where they lie far apart."""
        return 16 * self.block


INSTANTS: Final = Resolution(DAY)
DATES: Final = Resolution(1)


class _Table(Protocol):
    begin: int
    end: int


T = TypeVar("T", bound=_Table)


def extent(column: Column, resolution: Resolution) -> Window:
    """Return the window that numbers lie in, NaT left out.

    Where they lie far apart it is the neighbourhood of their median, if nearly all are there, or the whole would be too wide.
    """
    if column.has_nat:
        column = Column.of(column.values[column.values != NAT])
    low, high = column.low, column.high
    if high - low <= 2 * resolution.near:
        return low, high
    middle = int(np.median(column.values))
    begin, end = max(low, middle - resolution.near), min(high, middle + resolution.near)
    outside = np.count_nonzero((column.values < begin) | (column.values > end))
    return (begin, end) if high - low > resolution.widest or outside * _FEW < column.values.size else (low, high)


def reach(move: Move, window: Window, amounts: Column) -> Window:
    """Return a window, and beyond it as far as amounts may move what lies in it."""
    some = Column.of(amounts.values[amounts.values != NAT]) if amounts.has_nat else amounts
    return min(window[0], _moved(move, window[0], min(some.low, 0))), max(window[1], _moved(move, window[1], max(some.high, 0)))


def _moved(move: Move, start: int, amount: int) -> int:
    try:
        return move(start, amount) if amount else start
    except ServRecovError:  # farther than the calendar goes, or is known
        return FAR if amount > 0 else -FAR


def hull(one: Window, other: Window) -> Window:
    """Return the window that holds both."""
    return min(one[0], other[0]), max(one[1], other[1])


def within_years(us: int) -> int:
    """Return an instant of the scalar engine as microseconds since 1970.

    Raises:
        NoBusinessTimeError: It lies outside the years 1 to 9999.
    """
    if not FIRST_DAY * DAY <= us < (LAST_DAY + 1) * DAY:
        raise NoBusinessTimeError("arrays", "the answer lies outside the years 1 to 9999 in UTC")
    return us - EPOCH


class Shelf:
    """The tables of one calendar. A table is replaced as a whole, never changed, so threads may ask at the same time.

    Attributes:
        reckoner: The scalar engine, which answers what no table knows.
    """

    def __init__(self, calendar: BusinessCalendar) -> None:
        """Keep nothing yet."""
        self.reckoner = calendar.reckoner
        self._calendar = calendar
        self._tables: dict[object, _Table] = {}

    def open_time(self, inner: Window, outer: Window) -> OpenTime:
        """Return a table of open time over `outer`, or over `inner` where that would be too wide."""
        return self._table(OpenTime, functools.partial(OpenTime, self.reckoner), inner, outer, INSTANTS)

    def dates(self, inner: Window, outer: Window) -> BusinessDates:
        """Return a table of business dates."""
        return self._table(BusinessDates, functools.partial(BusinessDates, self._calendar.definition), inner, outer, DATES)

    def walls(self, dates: Window) -> Walls:
        """Return a table of wall times, for a window of dates."""
        return self._table(Walls, functools.partial(Walls, self._calendar.definition.clock), dates, dates, DATES)

    def anchors(self, window: Window, way: Way) -> Anchors:
        """Return a table of what instants count from."""
        return self._table(way, functools.partial(Anchors, self._calendar, way), window, window, INSTANTS)

    def _known(self, resolution: Resolution) -> Window:
        """Return the window of which the calendar knows everything."""
        known = self._calendar.definition.known_time if resolution is INSTANTS else self._calendar.definition.known_days
        zero = EPOCH_DAY * resolution.unit
        first, last = resolution.years
        edge = _EDGE * resolution.unit
        return max(first + edge, known[0] - zero), min(last - edge, known[1] - zero - (resolution is INSTANTS))

    def _table(self, name: object, make: Callable[[int, int], T], inner: Window, outer: Window, resolution: Resolution) -> T:
        first, last = known = self._known(resolution)
        low, high = _fitted(_clipped(inner, known), _clipped(outer, known), resolution)
        table = cast("T | None", self._tables.get(name))
        if table is not None:
            if table.begin <= low and high < table.end:
                return table
            low, high = _fitted((low, high), (min(low, table.begin), max(high, table.end - 1)), resolution)
        begin, end = low // resolution.block * resolution.block, (high // resolution.block + 1) * resolution.block
        table = make(max(begin, first), min(end, last + 1))
        self._tables[name] = table
        return table


def _clipped(window: Window, known: Window) -> Window:
    low, high = (min(max(edge, known[0]), known[1]) for edge in window)
    return low, high


def _fitted(inner: Window, outer: Window, resolution: Resolution) -> Window:
    return outer if outer[1] - outer[0] <= resolution.widest else inner


def shelf_of(calendar: BusinessCalendar) -> Shelf:
    """Return the shelf of a calendar, the same for equal ones.

    Raises:
        InvalidValueError: It is no calendar.
    """
    if not isinstance(calendar, BusinessCalendar):
        raise InvalidValueError("arrays(cal)", type(calendar), "a BusinessCalendar")
    return _kept_shelf(calendar)


_kept_shelf = functools.lru_cache(maxsize=_KEPT)(Shelf)
