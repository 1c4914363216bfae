"""What any definition of a calendar tells: its shifts by date, how far it knows, and whether it ever opens.

What lives here: `Rota`, what the rooms after this one ask of a definition, and how much of it they lay out. What does not: the definitions
themselves, of one calendar (`definition.py`) and of two (`algebra.py`). Read `definition.py` next.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from datetime import date
from typing import Final, Protocol

from servrecov.calendar.hours import Plan
from servrecov.calendar.wallclock import DAY, FIRST_DAY, LAST_DAY, WallClock

__all__ = ["ENDLESS", "EVERY_DAY", "OUR_TIMES", "Rota", "Shift", "can_open", "widened"]

Shift = tuple[int, Plan]
"""A business date (an ordinal) and the stretches of instants that belong to it."""

EVERY_DAY: Final = (FIRST_DAY, LAST_DAY)
ENDLESS: Final = ((FIRST_DAY - 3) * DAY, (LAST_DAY + 5) * DAY)
"""Instants beyond every date of every zone."""

_FIRST_DECREE: Final = date(1830, 1, 1).toordinal()
"""Before this date no zone changed its clock."""
_WEEKS: Final = 28
_KINDS: Final = 40 * 366
"""In so many dates each kind of year comes: each weekday for a first one, and leap years."""
OUR_TIMES: Final = (date(1970, 1, 1).toordinal(), date(2100, 1, 1).toordinal())
"""The dates for which calendars are made; after them, zones change their clocks by the same rule every year."""
_BEHIND: Final = 8
_AHEAD: Final = 40
"""Dates around the first question that are laid out at once."""
_LIKELY: Final = date(2025, 1, 6).toordinal()


class Rota(Protocol):
    """What a definition tells: shifts by date, and how far it knows."""

    @property
    def holidays_known(self) -> tuple[int, int] | None:
        """First and last local year whose holidays are known, or None where there is no limit."""
        ...

    @property
    def tz(self) -> str:
        """Name of the zone that governs dates and wall times."""
        ...

    @property
    def clock(self) -> WallClock:
        """The clock of that zone."""
        ...

    @property
    def known_days(self) -> tuple[int, int]:
        """First and last date whose hours are known."""
        ...

    @property
    def known_time(self) -> tuple[int, int]:
        """The instants between which it is known whether the calendar is open."""
        ...

    @property
    def named_days(self) -> frozenset[int]:
        """The dates that are out of the rule of every week and year."""
        ...

    @property
    def ends_of_time(self) -> frozenset[int]:
        """The instants at which the first date begins and the last one ends: no openings and no closings."""
        ...

    @property
    def overnight(self) -> bool:
        """Whether the hours of a date may reach into the next."""
        ...

    @property
    def unbroken(self) -> bool:
        """Whether it is open day and night, for ever."""
        ...

    def mark(self, first: int, last: int) -> Hashable:
        """Return what tells dates from others that begin on the same weekday: their offset; None if they may differ in more."""
        ...

    def shifts(self, first: int, last: int) -> list[Shift]:
        """List the business dates from `first` to `last` with their open stretches, in order."""
        ...


def widened(have: tuple[int, int], low: int, high: int, limits: tuple[int, int]) -> tuple[int, int] | None:
    """Return the dates to lay out so that a question about those from `low` to `high` is answered, or None beyond the limits.

    A first question lays out a few weeks; after that, what there is grows by half at least, so that growing costs little in all.

    Args:
        have: The first date laid out, and the first that is not; all pairs of dates are like this one.
        low: The first date that is asked about.
        high: The last one.
        limits: What may be laid out at all.
    """
    if low < limits[0] or high >= limits[1]:
        return None
    more = (have[1] - have[0]) // 2
    begin, end = (low - _BEHIND, high + _AHEAD) if not more else have
    if low < begin:
        begin = min(low, begin - more)
    if high >= end:
        end = max(high + 1, end + more)
    return max(begin, limits[0]), min(end, limits[1])


def can_open(rota: Rota) -> bool:
    """Tell whether a definition opens on any date it names, or for which calendars are made.

    The first look, at four weeks, nearly always answers.
    """
    first, last = rota.known_days
    likely = min(max(_LIKELY, first), last)
    if rota.shifts(likely, likely + _WEEKS - 1):
        return True
    seen: set[Hashable] = set()
    return any(_opens(rota, begin, seen) for begin in _weeks_to_try(rota) if first < begin + _WEEKS and begin <= last)


def _weeks_to_try(rota: Rota) -> Iterator[int]:
    """Yield each Monday with which four weeks begin that may differ from others: those of our times, and those about a date that is named.

    Where a date beyond our times is named or known, what holds there in all years is looked at too: in 40 years each kind of year comes.
    """
    (begin, end), (first, last) = OUR_TIMES, rota.known_days
    named = [*rota.named_days, *((first, last) if rota.holidays_known else ())]
    if any(day < begin for day in named):
        begin = _FIRST_DECREE - _KINDS
    if any(day >= end for day in named):
        end += _KINDS
    begin, end = (first, first + _KINDS) if first >= end else (last - _KINDS, last + 1) if last < begin else (begin, end)
    yield from range(begin - begin % 7 + 1, end, _WEEKS)
    yield from (day - day % 7 - 6 for day in named if not begin <= day < end)


def _opens(rota: Rota, begin: int, seen: set[Hashable]) -> bool:
    """Tell whether anything opens in four weeks, unless others like them were looked at."""
    mark = rota.mark(begin - 7, begin + _WEEKS + 7)
    if mark is not None and mark in seen:
        return False
    seen.add(mark)
    return bool(rota.shifts(begin, begin + _WEEKS - 1))
