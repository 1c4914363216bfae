"""Running totals over numbered pages, grown on demand both ways.

What lives here: `Tally`, which knows how much the pages before a given one hold and finds the page that holds the n-th unit.
What does not: what a page holds; `timeline.py` counts microseconds of open time, `daybook.py` business days. A page spans 189 days, of
which 773 make the 400 years after which the Gregorian calendar repeats itself: far from every date that is out of the rule, a page holds
what the page one cycle nearer holds, so that even a question over thousands of years is soon answered. Read `timeline.py` next.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from itertools import accumulate
from typing import Final

from servrecov.calendar.wallclock import LAST_DAY

__all__ = ["CYCLE_PAGES", "FIRST_PAGE", "LAST_PAGE", "PAGE_DAYS", "Tally"]

PAGE_DAYS: Final = 189
CYCLE_PAGES: Final = 773
FIRST_PAGE: Final = -1
LAST_PAGE: Final = LAST_DAY // PAGE_DAYS + 1
"""Pages that hold every date of every zone."""

_FAR: Final = 64
_EDGE: Final = 2
"""Pages by which the odd dates, or the ends of time, may show on their neighbours."""


class Tally:
    """Running totals over pages.

    A snapshot is replaced as a whole, never changed, so threads may ask at the same time; at worst both do the same sum.

    Example:
        >>> tally = Tally(lambda page: 10, (730_000, 740_000))
        >>> tally.total(2, 5), tally.seek(2, 25), tally.seek_back(5, -25)
        (30, (4, 5), (2, 5))
        >>> tally.seek(2, 10**9) is None
        True
    """

    __slots__ = ("_calm_after", "_calm_before", "_measure", "_snapshot", "_totals")

    def __init__(self, measure: Callable[[int], int], eventful_days: tuple[int, int]) -> None:
        """Take what a page holds, and the dates between which something may be out of the rule."""
        self._measure = measure
        self._calm_before = eventful_days[0] // PAGE_DAYS - _EDGE
        self._calm_after = eventful_days[1] // PAGE_DAYS + _EDGE
        self._totals: dict[int, int] = {}
        self._snapshot: tuple[int, list[int]] | None = None

    def total(self, start: int, stop: int) -> int:
        """Sum the pages from `start` up to, not including, `stop`."""
        base, sums = self._cover(start, stop)
        return sums[stop - base] - sums[start - base]

    def seek(self, page: int, amount: int) -> tuple[int, int] | None:
        """Find the page that holds the `amount`-th unit (at least 1) counted from the start of `page`.

        Returns:
            The page and the part of the amount within it, from 1 to all the page holds; None when there is no such page.
        """
        stop = page + 1
        while True:
            base, sums = self._cover(page, stop)
            target = sums[page - base] + amount
            if target <= sums[-1]:
                index = bisect_left(sums, target, page - base) - 1
                return base + index, target - sums[index]
            end = base + len(sums) - 1
            if end > LAST_PAGE:
                return None
            stop = min(2 * end - page, LAST_PAGE + 1)

    def seek_back(self, page: int, amount: int) -> tuple[int, int] | None:
        """Find the page that holds the unit `amount` (below 0) away from the start of `page`.

        Returns:
            The page and the part before that unit within it, from 0 to less than the page holds; None when there is no such page.
        """
        start = page - 1
        while True:
            base, sums = self._cover(max(start, FIRST_PAGE), page)
            target = sums[page - base] + amount
            if target >= sums[0]:
                index = bisect_right(sums, target, 0, page - base + 1) - 1
                return base + index, target - sums[index]
            if base <= FIRST_PAGE:
                return None
            start = 2 * base - page - 1

    def _cover(self, start: int, stop: int) -> tuple[int, list[int]]:
        """Return sums over pages that include `start` to `stop`: ``sums[i]`` is what the pages from the base up to ``base + i`` hold."""
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

    def _held_by(self, page: int) -> int:
        page = self._nearest_alike(page)
        held = self._totals.get(page)
        if held is None:
            held = self._totals[page] = self._measure(page)
        return held

    def _nearest_alike(self, page: int) -> int:
        """Go back whole cycles to the nearest page that holds as much."""
        if self._calm_after <= page < LAST_PAGE - _EDGE:
            return self._calm_after + (page - self._calm_after) % CYCLE_PAGES
        if FIRST_PAGE + _EDGE < page <= self._calm_before:
            return self._calm_before - (self._calm_before - page) % CYCLE_PAGES
        return page
