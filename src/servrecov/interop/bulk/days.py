"""Business days in bulk: which tables a question about days needs, and how their answers go together.

What lives here: `dates_later` and `instants_later`, and `DateColumn`, a column that counts as dates. What does not: the tables
(`almanac.py`), and the functions that users call (`interop/arrays.py`). The cases are those of `calendar/reckoner.py`, whose word holds.
Read `reading.py` next.
"""

from __future__ import annotations

from typing import Final

import attrs
import numpy as np

from servrecov.calendar.reckoner import Land, Reckoner
from servrecov.calendar.wallclock import DAY
from servrecov.interop.bulk.almanac import Anchors, BusinessDates, Way
from servrecov.interop.bulk.chunks import Kernel, answers
from servrecov.interop.bulk.reading import read_times
from servrecov.interop.bulk.shelf import DATES, INSTANTS, Shelf, Window, extent, reach, within_years
from servrecov.interop.bulk.table import EPOCH, EPOCH_DAY, Column, Ints, Room, kept, marked

__all__ = ["DateColumn", "dates_later", "instants_later"]

_WHERE: Final = "arrays.add_days"


def dates_later(shelf: Shelf, days: Column, counts: Column, *, clamp: bool) -> Ints:
    """Return the dates that lie numbers of business days after dates."""
    reckoner = shelf.reckoner
    dates = _business_dates(shelf, extent(days, DATES), counts)
    covered = dates.covers(days)

    def later(starts: Ints, n: Ints, out: Ints, room: Room) -> None:
        dates.later(starts, n, dates.dates, out, room, onward=counts.is_positive(n) ^ clamp, covered=covered)
        if counts.has_zero:
            kept(starts, n, out, room)

    def one(day: int, n: int) -> int:
        return reckoner.dates_later(day + EPOCH_DAY, n, clamp=clamp) - EPOCH_DAY

    one_for_all = not counts.values.ndim and not counts.has_zero
    return answers(_WHERE, _all_later(dates, counts.low, clamp=clamp) if one_for_all else later, one, days, counts)


def _all_later(dates: BusinessDates, n: int, *, clamp: bool) -> Kernel:
    """Reckon once for each date of the table, where all starts move by the same number."""
    found = dates.each_later(n, onward=(n > 0) ^ clamp)

    def later(starts: Ints, _: Ints, out: Ints, room: Room) -> None:
        np.subtract(starts, dates.begin - 1, out=room.index)
        np.take(found, room.index, out=out, mode="clip")

    return later


def instants_later(shelf: Shelf, instants: Column, counts: Column, land: Land, *, clamp: bool) -> Ints:
    """Return where instants are after numbers of business days."""
    reckoner, window = shelf.reckoner, extent(instants, INSTANTS)
    on, back = (Way.ON, Way.BACK) if clamp else (Way.NOWHERE, Way.NOWHERE)
    dates = _business_dates(shelf, _days_of(window), counts)
    walls = shelf.walls((dates.begin, dates.end))
    found = {Land.OPEN: dates.openings, Land.CLOSE: dates.closings}.get(land, dates.walls)

    def later(starts: Ints, n: Ints, out: Ints, room: Room) -> None:
        positive = counts.is_positive(n)
        shelf.anchors(window, back if positive is False else on).find(starts, room.first, room.second, room)
        if isinstance(positive, np.ndarray) and clamp:
            _also_back(shelf.anchors(window, back), starts, n, room)
        dates.later(room.first, n, found, out, room, onward=positive, covered=False)
        if found is dates.walls:
            np.add(out, room.second if land is Land.SAME_TIME else DAY - 1, out=out)
            walls.resolve(out, out, room)
        if counts.has_zero:
            kept(starts, n, out, room)
        marked(out, room)

    def one(us: int, n: int) -> int:
        return within_years(reckoner.days_later(us + EPOCH, n, land, clamp=clamp))

    return answers(_WHERE, later, one, instants, counts)


def _also_back(anchors: Anchors, starts: Ints, n: Ints, room: Room) -> None:
    """Anchor again the instants that go back."""
    going = n < 0
    days, walls = np.empty((2, room.size), dtype=np.int64)
    anchors.find(starts, days, walls, room)
    np.copyto(room.first, days, where=going)
    np.copyto(room.second, walls, where=going)


@attrs.frozen(eq=False)
class DateColumn:
    """A column of dates, or of instants that count as the date of their shift.

    Attributes:
        column: Days or microseconds since 1970, or NaT.
        window: The dates they lie in.
    """

    column: Column
    window: Window
    _reckoner: Reckoner
    _anchors: Anchors | None

    @classmethod
    def read(cls, shelf: Shelf, values: object, where: str) -> DateColumn:
        """Read dates or instants.

        Raises:
            InvalidValueError: They are neither.
        """
        column, resolution = read_times(values, where)
        window = extent(column, resolution)
        if resolution is DATES:
            return cls(column, window, shelf.reckoner, None)
        return cls(column, _days_of(window), shelf.reckoner, shelf.anchors(window, Way.NOWHERE))

    def lie_in(self, dates: BusinessDates) -> bool:
        """Tell whether a table of dates covers them all."""
        return self._anchors is None and dates.covers(self.column)

    def of(self, values: Ints, into: Ints, spare: Ints, room: Room) -> Ints:
        """Return the dates of a chunk, as they are or written to a buffer; the spare one is used up."""
        if self._anchors is None:
            return values
        self._anchors.find(values, into, spare, room)
        return into

    def one(self, value: int) -> int:
        """Return the date of one, as the scalar engine calls it."""
        return value + EPOCH_DAY if self._anchors is None else self._reckoner.date_of(value + EPOCH)


def _business_dates(shelf: Shelf, inner: Window, counts: Column) -> BusinessDates:
    reckoner = shelf.reckoner
    outer = reach(lambda day, n: reckoner.dates_later(day + EPOCH_DAY, n, clamp=False) - EPOCH_DAY, inner, counts)
    return shelf.dates(inner, outer)


def _days_of(window: Window) -> Window:
    """Return the dates that instants may have in any zone."""
    return window[0] // DAY - 1, window[1] // DAY + 1
