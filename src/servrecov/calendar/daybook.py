"""Business days: which dates are any, how many lie between two, and which date an instant counts from.

What lives here: `Daybook`, the business days of a `Rota` by ordinal. What does not: hours and instants as people see them. It counts as
`timeline.py` does, by running totals over pages of dates. Read `algebra.py` next.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import Final

from servrecov.calendar.hours import Plan
from servrecov.calendar.rota import Rota, eventful_days
from servrecov.calendar.tally import CYCLE_PAGES, PAGE_DAYS, Tally
from servrecov.calendar.wallclock import LAST_DAY

__all__ = ["Daybook"]

_KEPT: Final = 2 * CYCLE_PAGES
_LONGEST: Final = 3
"""Dates that a stretch may reach past the one it belongs to: two days of hours, and one that a zone skipped."""


class Daybook:
    """The business days of a rota: the dates that have open time of their own, before neighbours are merged.

    Dates are ordinals. An answer beyond every business day, or beyond what the rota knows, is None.
    """

    __slots__ = ("_hours", "_pages", "_rota", "_tally", "known")

    def __init__(self, rota: Rota) -> None:
        """Read nothing yet; pages are filled when first asked for."""
        self.known = rota.known_days
        self._rota = rota
        self._hours: dict[int, Plan] = {}
        self._pages: dict[int, list[int]] = {}
        self._tally = Tally(lambda page: len(self._page(page)), eventful_days(rota))

    def hours(self, day: int) -> Plan:
        """Return the stretches of instants that belong to a date, in order; none on a closed one."""
        hours = self._hours.get(day)
        if hours is None:
            if len(self._hours) >= _KEPT:
                self._hours.clear()
            shifts = self._rota.shifts(day, day)
            hours = self._hours[day] = shifts[0][1] if shifts else ()
        return hours

    def count(self, first: int, last: int) -> int:
        """Count the business days d with first < d <= last; negative when reversed."""
        if last < first:
            return -self.count(last, first)
        begin, end = first // PAGE_DAYS, last // PAGE_DAYS
        return self._tally.total(begin, end) + bisect_right(self._page(end), last) - bisect_right(self._page(begin), first)

    def nth(self, day: int, n: int) -> int | None:
        """Return the n-th business day after a date (n above 0), or before it (n below 0)."""
        if abs(n) > LAST_DAY:
            return None
        index = day // PAGE_DAYS
        page = self._page(index)
        if n > 0:
            found = self._tally.seek(index, bisect_right(page, day) + n)
            return None if found is None else self._page(found[0])[found[1] - 1]
        place = bisect_left(page, day) + n
        if place >= 0:
            return page[place]
        found = self._tally.seek_back(index, place)
        return None if found is None else self._page(found[0])[found[1]]

    def date_of(self, us: int) -> int:
        """Return the date an instant counts from: that of the shift it lies in, else the local date."""
        day = self._rota.clock.day(us)
        within = (earlier for earlier in range(day - _LONGEST, day) if any(opening <= us < closing for opening, closing in self.hours(earlier)))
        return next(within, day)

    def date_closing(self, us: int) -> int:
        """Return the date whose shift closes at an instant, else the local date."""
        day = self._rota.clock.day(us)
        closing_then = (earlier for earlier in range(day - _LONGEST, day) if any(closing == us for _, closing in self.hours(earlier)))
        return next(closing_then, day)

    def _page(self, index: int) -> list[int]:
        page = self._pages.get(index)
        if page is None:
            if len(self._pages) >= _KEPT:
                self._pages.clear()
            first, last = max(index * PAGE_DAYS, self.known[0]), min((index + 1) * PAGE_DAYS - 1, self.known[1])
            page = self._pages[index] = [day for day, _ in self._rota.shifts(first, last)]
        return page
