"""Running totals over the years, grown on demand both ways.

What lives here: `Tally`, which knows how much the years before a given one hold and finds the year that holds the n-th unit, and `Years`,
which knows which of them hold the same. What does not: what a year holds; `timeline.py` counts microseconds of open time, `daybook.py`
business days. A year that is out of no rule holds what any other does that begins on the same weekday and is as long, so that even a
question over thousands of years is soon answered. Read `timeline.py` next.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from calendar import isleap
from collections.abc import Callable, Iterable
from datetime import date
from itertools import accumulate
from typing import Final

from servrecov.calendar.wallclock import FIRST_DAY, LAST_DAY

__all__ = ["FIRST_YEAR", "LAST_YEAR", "Tally", "Years", "first_day", "year_of"]

FIRST_YEAR: Final = date.min.year - 1
LAST_YEAR: Final = date.max.year + 1
"""Years that hold every date of every zone."""

_FAR: Final = 32
_ZONES_CHANGED: Final = (1830, 2100)
"""Before these years no zone changed its clock; after them, all change theirs by the same rule every year."""
_REACH: Final = 7
"""Dates by which something out of the rule may show before or after it."""


def year_of(day: int) -> int:
    """Return the year of a date, or the one beside the first or the last year there is.

    Example:
        >>> year_of(date(2024, 2, 29).toordinal()), year_of(0), year_of(date.max.toordinal() + 1)
        (2024, 0, 10000)
    """
    if FIRST_DAY <= day <= LAST_DAY:
        return date.fromordinal(day).year
    return FIRST_YEAR if day < FIRST_DAY else LAST_YEAR


def first_day(year: int) -> int:
    """Return the first date of a year, be there such a year or not.

    Example:
        >>> first_day(2024) == date(2024, 1, 1).toordinal(), first_day(10_000) - date.max.toordinal()
        (True, 1)
    """
    before = year - 1
    return before * 365 + before // 4 - before // 100 + before // 400 + 1


class Years:
    """Which years hold the same.

    Example:
        >>> years = Years([date(2500, 6, 1).toordinal()], (FIRST_YEAR, LAST_YEAR))
        >>> years.alike(2024), years.alike(2500), years.alike(4000), years.alike(1000)
        (2024, 2500, 2124, 1823)
    """

    __slots__ = ("_after", "_before", "_known", "_named", "_years")

    def __init__(self, named: Iterable[int], known: tuple[int, int]) -> None:
        """Take the dates that are out of the rule, and the years between which, both excluded, all is known."""
        self._named = named
        self._years: set[int] | None = None
        self._known = max(known[0], FIRST_YEAR + 1), min(known[1], LAST_YEAR - 1)
        self._before: dict[tuple[int, bool], int] = {}
        self._after: dict[tuple[int, bool], int] = {}

    def alike(self, year: int) -> int:
        """Return the year nearest to our times that holds as much as this one."""
        if not self._is_calm(year):
            return year
        make = first_day(year) % 7, isleap(year)
        if year > _ZONES_CHANGED[1]:
            found = self._after.get(make)
            return found if found is not None else self._after.setdefault(make, self._first(make, range(_ZONES_CHANGED[1] + 1, year + 1)))
        found = self._before.get(make)
        return found if found is not None else self._before.setdefault(make, self._first(make, range(_ZONES_CHANGED[0] - 1, year - 1, -1)))

    def _is_calm(self, year: int) -> bool:
        if _ZONES_CHANGED[0] <= year <= _ZONES_CHANGED[1] or not self._known[0] < year < self._known[1]:
            return False
        if self._years is None:  # most calendars are never asked that far
            self._years = {year_of(day + reach) for day in self._named for reach in (-_REACH, _REACH)}
        return year not in self._years

    def _first(self, make: tuple[int, bool], years: range) -> int:
        return next(year for year in years if (first_day(year) % 7, isleap(year)) == make and self._is_calm(year))


class Tally:
    """Running totals over years.

    A snapshot is replaced as a whole, never changed, so threads may ask at the same time; at worst both do the same sum.

    Example:
        >>> tally = Tally(lambda year: 10, lambda year: year)
        >>> tally.total(2022, 2025), tally.seek(2022, 25), tally.seek_back(2025, -25)
        (30, (2024, 5), (2022, 5))
        >>> tally.seek(2022, 10**9) is None
        True
    """

    __slots__ = ("_alike", "_measure", "_snapshot", "_totals")

    def __init__(self, measure: Callable[[int], int], alike: Callable[[int], int]) -> None:
        """Take what a year holds, and which one holds as much."""
        self._measure = measure
        self._alike = alike
        self._totals: dict[int, int] = {}
        self._snapshot: tuple[int, list[int]] | None = None

    def total(self, start: int, stop: int) -> int:
        """Sum the years from `start` up to, not including, `stop`."""
        base, sums = self._cover(start, stop)
        return sums[stop - base] - sums[start - base]

    def seek(self, year: int, amount: int) -> tuple[int, int] | None:
        """Find the year that holds the `amount`-th unit (at least 1) counted from the start of `year`.

        Returns:
            The year and the part of the amount within it, from 1 to all the year holds; None when there is no such year.
        """
        stop = year + 1
        while True:
            base, sums = self._cover(year, stop)
            target = sums[year - base] + amount
            if target <= sums[-1]:
                index = bisect_left(sums, target, year - base) - 1
                return base + index, target - sums[index]
            end = base + len(sums) - 1
            if end > LAST_YEAR:
                return None
            stop = min(2 * end - year, LAST_YEAR + 1)

    def seek_back(self, year: int, amount: int) -> tuple[int, int] | None:
        """Find the year that holds the unit `amount` (below 0) away from the start of `year`.

        Returns:
            The year and the part before that unit within it, from 0 to less than the year holds; None when there is no such year.
        """
        start = year - 1
        while True:
            base, sums = self._cover(max(start, FIRST_YEAR), year)
            target = sums[year - base] + amount
            if target >= sums[0]:
                index = bisect_right(sums, target, 0, year - base + 1) - 1
                return base + index, target - sums[index]
            if base <= FIRST_YEAR:
                return None
            start = 2 * base - year - 1

    def _cover(self, start: int, stop: int) -> tuple[int, list[int]]:
        """Return sums over years that include `start` to `stop`: ``sums[i]`` is what the years from the base up to ``base + i`` hold."""
        snapshot = self._snapshot
        if snapshot is None or start > snapshot[0] + len(snapshot[1]) + _FAR or stop < snapshot[0] - _FAR:
            snapshot = start, [0]  # a far question begins a tally of its own rather than filling the gap
        base, sums = snapshot
        end = base + len(sums) - 1
        if base <= start and stop <= end:
            return snapshot
        head = list(accumulate(map(self._held_by, range(start, base)), initial=0))
        tail = accumulate(map(self._held_by, range(end, stop)), initial=sums[-1])
        self._snapshot = snapshot = min(start, base), [*(part - head[-1] + sums[0] for part in head[:-1]), *sums[:-1], *tail]
        return snapshot

    def _held_by(self, year: int) -> int:
        year = self._alike(year)
        held = self._totals.get(year)
        if held is None:
            held = self._totals[year] = self._measure(year)
        return held
