"""F: how much open time lies before an instant.

What lives here: `Timeline`, the monotone, piecewise linear function F of a `Rota`, and its two inverses. What does not: zones, dates and
answers a person reads; `calendar.py` asks with integers and translates. Time between two instants is F(b) - F(a) and adding open time is
the inverse of F, so every answer is exact and none depends on how long the span is. F is kept on a page for each year, filled when
first asked for. Read `daybook.py` next: the same for business days.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import accumulate
from typing import Final

import attrs

from servrecov.calendar.hours import Stretch, merged
from servrecov.calendar.rota import Rota
from servrecov.calendar.tally import FIRST_YEAR, LAST_YEAR, Tally, Years, first_day, year_of
from servrecov.calendar.wallclock import DAY

__all__ = ["REACH_BACK", "Timeline"]

_EVER: Final = first_day(LAST_YEAR + 1) * DAY
_KEPT: Final = 256
REACH_BACK: Final = 4
"""Dates before a page whose stretches may reach into it: up to two days of hours, one of offset, one that a zone skipped."""


@attrs.frozen
class _Page:
    """The merged open stretches within one year of UTC, cut to it.

    Attributes:
        openings: Where each stretch begins.
        closings: Where each ends.
        before: Open time on the page before each stretch.
        total: Open time on the page.
        entered_open: The first stretch began earlier than the page, or where knowledge or time begins.
        left_open: The last stretch ends later than the page, or where knowledge or time ends.
    """

    openings: list[int]
    closings: list[int]
    before: list[int]
    total: int
    entered_open: bool
    left_open: bool

    def until(self, us: int) -> int:
        """Return F within the page."""
        index = bisect_right(self.openings, us) - 1
        if index < 0:
            return 0
        closing = self.closings[index]
        return self.before[index] + min(us, closing) - self.openings[index]

    def earliest(self, amount: int) -> int:
        """Return the first instant by which `amount` (above 0) has passed: at the latest a closing."""
        index = bisect_left(self.before, amount) - 1
        return self.openings[index] + amount - self.before[index]

    def latest(self, amount: int) -> int:
        """Return the last instant by which no more than `amount` has passed: at the earliest an opening."""
        index = bisect_right(self.before, amount) - 1
        return self.openings[index] + amount - self.before[index]


_UNKNOWN: Final = _Page([], [], [], 0, entered_open=False, left_open=False)


class Timeline:
    """F of a rota: open time between instants, and the instants that lie a given open time away.

    Instants and lengths are integers, as in `wallclock`. An answer that would lie where nothing opens, or beyond what the rota knows,
    is None.
    """

    __slots__ = ("_pages", "_rota", "_tally", "_years", "known")

    def __init__(self, rota: Rota) -> None:
        """Read nothing yet; pages are filled when first asked for."""
        self.known = rota.known_time
        self._rota = rota
        self._pages: dict[int, _Page] = {}
        self._years = Years(rota.named_days, rota.holidays_known or (FIRST_YEAR, LAST_YEAR))
        self._tally = Tally(lambda year: self._page(year).total, self._years.alike)

    def between(self, begin: int, end: int) -> int:
        """Return the open time from `begin` to `end`; negative when reversed."""
        first, last = year_of(begin // DAY), year_of(end // DAY)
        passed = self._page(last).until(end) - self._page(first).until(begin)
        if first < last:
            return passed + self._tally.total(first, last)
        return passed - self._tally.total(last, first) if last < first else passed

    def shift(self, us: int, amount: int) -> int | None:
        """Return the instant that lies `amount` of open time after `us`, or before it if negative.

        Forward the first such instant, so that a full day ends at its closing; backward the last, at its opening.
        """
        if abs(amount) > _EVER:
            return None
        year = year_of(us // DAY)
        page = self._page(year)
        target = page.until(us) + amount
        if amount > 0:
            if target <= page.total:
                return page.earliest(target)
            found = self._tally.seek(year, target)
            return None if found is None else self._page(found[0]).earliest(found[1])
        if target >= 0:
            return page.latest(target) if amount else us
        found = self._tally.seek_back(year, target)
        return None if found is None else self._page(found[0]).latest(found[1])

    def is_open(self, us: int) -> bool:
        """Tell whether `us` lies in a stretch, its opening included and its closing not."""
        page = self._page(year_of(us // DAY))
        index = bisect_right(page.openings, us) - 1
        return index >= 0 and us < page.closings[index]

    def next_opening(self, us: int) -> int | None:
        """Return the first opening after `us`."""
        for page in self._pages_from(us):
            index = bisect_right(page.openings, us)
            index += index == 0 and page.entered_open
            if index < len(page.openings):
                return page.openings[index]
        return None

    def next_closing(self, us: int) -> int | None:
        """Return the first closing after `us`."""
        for page in self._pages_from(us):
            index = bisect_right(page.closings, us)
            if index < len(page.closings) - page.left_open:
                return page.closings[index]
        return None

    def previous_opening(self, us: int) -> int | None:
        """Return the last opening before `us`."""
        for page in self._pages_back_from(us):
            index = bisect_left(page.openings, us) - 1
            if index >= page.entered_open:
                return page.openings[index]
        return None

    def previous_closing(self, us: int) -> int | None:
        """Return the last closing before `us`."""
        for page in self._pages_back_from(us):
            index = min(bisect_left(page.closings, us), len(page.closings) - page.left_open) - 1
            if index >= 0:
                return page.closings[index]
        return None

    def stretches(self, begin: int, end: int) -> Iterator[Stretch]:
        """Yield the open stretches between two instants, cut to them."""
        if begin >= end:
            return
        held: Stretch | None = None
        for year in range(year_of(begin // DAY), year_of((end - 1) // DAY) + 1):
            page = self._page(year)
            for opening, closing in zip(page.openings, page.closings, strict=True):
                if closing <= begin or opening >= end:
                    continue
                if held and held[1] == opening:
                    held = held[0], min(closing, end)
                    continue
                if held:
                    yield held
                held = max(opening, begin), min(closing, end)
        if held:
            yield held

    def _pages_from(self, us: int) -> Iterator[_Page]:
        first = year_of(us // DAY)
        return self._unlike(range(first, year_of(self.known[1] // DAY) + 1))

    def _pages_back_from(self, us: int) -> Iterator[_Page]:
        first = year_of(us // DAY)
        return self._unlike(range(first, year_of(self.known[0] // DAY) - 1, -1))

    def _unlike(self, years: range) -> Iterator[_Page]:
        """Yield the page of the first year, and of the others that are like none before: what one lacks, those like it lack too."""
        seen = set()
        for year in () if self._rota.unbroken else years:
            alike = self._years.alike(year)
            if alike not in seen:
                yield self._page(year)
            if year != years[0]:  # in which the search may begin late
                seen.add(alike)

    def _page(self, year: int) -> _Page:
        page = self._pages.get(year)
        if page is None:
            if len(self._pages) >= _KEPT:
                self._pages.clear()
            page = self._pages[year] = self._filled(year)
        return page

    def _filled(self, year: int) -> _Page:
        first, last = first_day(year), first_day(year + 1)
        begin, end = max(first * DAY, self.known[0]), min(last * DAY, self.known[1])
        if begin >= end:
            return _UNKNOWN
        shifts = self._rota.shifts(first - REACH_BACK, last + 1)
        whole = merged(stretch for _, stretches in shifts for stretch in stretches)
        inside = [stretch for stretch in whole if stretch[1] > begin and stretch[0] < end]
        edges = (*self.known, *self._rota.ends_of_time)
        entered = bool(inside) and (inside[0][0] < begin or inside[0][0] in edges)
        left = bool(inside) and (inside[-1][1] > end or inside[-1][1] in edges)
        openings = [max(opening, begin) for opening, _ in inside]
        closings = [min(closing, end) for _, closing in inside]
        *before, total = accumulate((closing - opening for opening, closing in zip(openings, closings, strict=True)), initial=0)
        return _Page(openings, closings, before, total, entered, left)
