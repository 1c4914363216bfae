"""Running totals over numbered pages, grown on demand both ways.

What lives here: `Tally`, which knows how much the pages before a given one hold and finds the page that holds the n-th unit. What does
not: what a page is; `timeline.py` counts microseconds of open time on them, `daybook.py` business days. Read `timeline.py` next.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from itertools import accumulate
from typing import Final

__all__ = ["Tally"]

_FAR: Final = 64


class Tally:
    """Running totals over pages.

    A snapshot is replaced as a whole, never changed, so threads may ask at the same time; at worst both do the same sum.

    Example:
        >>> tally = Tally(lambda page: 10, 0, 99, barren=50)
        >>> tally.total(2, 5), tally.seek(2, 25), tally.seek_back(5, -25)
        (30, (4, 5), (2, 5))
        >>> tally.seek(90, 101) is None
        True
    """

    __slots__ = ("_barren", "_first", "_last", "_measure", "_snapshot")

    def __init__(self, measure: Callable[[int], int], first: int, last: int, barren: int) -> None:
        """Take what a page holds, the first and last page, and how many empty pages mean that there is nothing further."""
        self._measure = measure
        self._first = first
        self._last = last
        self._barren = barren
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
            if end > self._last or (end - page > self._barren and sums[-1] == sums[-1 - self._barren]):
                return None
            stop = min(2 * end - page + 1, self._last + 1)

    def seek_back(self, page: int, amount: int) -> tuple[int, int] | None:
        """Find the page that holds the unit `amount` (below 0) away from the start of `page`.

        Returns:
            The page and the part before that unit within it, from 0 to less than the page holds; None when there is no such page.
        """
        start = page - 1
        while True:
            base, sums = self._cover(max(start, self._first), page)
            target = sums[page - base] + amount
            if target >= sums[0]:
                index = bisect_right(sums, target, 0, page - base + 1) - 1
                return base + index, target - sums[index]
            if base <= self._first or (page - base > self._barren and sums[0] == sums[self._barren]):
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
        head = list(accumulate(map(self._measure, range(start, base)), initial=0))
        tail = accumulate(map(self._measure, range(end, stop)), initial=sums[-1])
        self._snapshot = snapshot = min(start, base), [*(part - head[-1] + sums[0] for part in head[:-1]), *sums[:-1], *tail]
        return snapshot
