"""Business days: which dates are any, how many lie between two, and which date an instant counts from.

What lives here: `Daybook`, the business days of a `Rota` by ordinal. What does not: hours and instants as people see them. It counts the
dates in use in one list, as `strip.py` does open time, and all others by running totals over the years, as `timeline.py` does. Read `strip.py`
next.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from typing import Final

import attrs

from servrecov.calendar.hours import Plan
from servrecov.calendar.rota import OUR_TIMES, Rota, widened
from servrecov.calendar.tally import FIRST_YEAR, LAST_YEAR, Tally, Years, first_day, year_of
from servrecov.calendar.wallclock import LAST_DAY

__all__ = ["Daybook"]

_KEPT: Final = 1024
_KEPT_YEARS: Final = 256
_LONGEST: Final = 3
"""Dates that a stretch may reach past the one it belongs to: two days of hours, and one that a zone skipped."""


@attrs.frozen(eq=False)
class _Run:
    """The business days of a run of dates. It never changes.

    Attributes:
        first: The first date.
        upto: By date, how many there are up to it, itself included.
        dates: The business days.
    """

    first: int
    upto: array[int]
    dates: array[int]

    @property
    def last(self) -> int:
        """The first date after it."""
        return self.first + len(self.upto)

    @classmethod
    def of(cls, rota: Rota, first: int, last: int) -> _Run:
        """List the business days from `first` to before `last`."""
        dates = array("i", [day for day, _ in rota.shifts(first, last - 1)])
        upto = array("i")
        for count, day in enumerate(dates):
            upto.extend([count] * (day - first - len(upto)))
        upto.extend([len(dates)] * (last - first - len(upto)))
        return cls(first, upto, dates)

    def count(self, first: int, last: int) -> int:
        """Count the business days d with first < d <= last."""
        return self.upto[last - self.first] - self.upto[first - self.first]

    def nth(self, day: int, n: int) -> int | None:
        """Return the n-th business day after a date, or before it if negative, or None beyond the run."""
        place = self.upto[day - self.first] + n - 1 if n > 0 else self.upto[day - 1 - self.first] + n
        return self.dates[place] if 0 <= place < len(self.dates) else None


_NOTHING: Final = _Run(0, array("i"), array("i"))


class Daybook:
    """The business days of a rota: the dates that have open time of their own, before neighbours are merged.

    Dates are ordinals. An answer beyond every business day, or beyond what the rota knows, is None.
    """

    __slots__ = ("_hours", "_limits", "_overnight", "_pages", "_rota", "_run", "_tally", "known")

    def __init__(self, rota: Rota) -> None:
        """Read nothing yet; pages are filled when first asked for."""
        self.known = rota.known_days
        self._rota = rota
        self._overnight = rota.overnight
        self._limits = max(OUR_TIMES[0], self.known[0]), min(OUR_TIMES[1], self.known[1] + 1)
        self._run = _NOTHING
        self._hours: dict[int, Plan] = {}
        self._pages: dict[int, list[int]] = {}
        self._tally = Tally(lambda year: len(self._page(year)), Years(rota.named_days, rota.holidays_known or (FIRST_YEAR, LAST_YEAR)).alike)

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
        run = self._run
        if run.first <= first and last < run.last:
            return run.count(first, last)
        return self.count(first, last) if self._widen(first, last) else self._count_by_pages(first, last)

    def _count_by_pages(self, first: int, last: int) -> int:
        begin, end = year_of(first), year_of(last)
        return self._tally.total(begin, end) + bisect_right(self._page(end), last) - bisect_right(self._page(begin), first)

    def nth(self, day: int, n: int) -> int | None:
        """Return the n-th business day after a date (n above 0), or before it (n below 0)."""
        run = self._run
        if run.first < day < run.last and (found := run.nth(day, n)) is not None:
            return found
        return self.nth(day, n) if self._may_widen(day, n) else self._nth_by_pages(day, n)

    def _may_widen(self, day: int, n: int) -> bool:
        """List more dates, as long as the answer, which is n dates away at least, can lie within the limits."""
        if not self._limits[0] <= day + n < self._limits[1]:
            return False
        run = self._run
        if not run.first < day < run.last:
            return self._widen(day - 1, day)
        beside = run.last if n > 0 else run.first - 1
        return self._widen(beside, beside)

    def _widen(self, low: int, high: int) -> bool:
        run = self._run
        dates = widened((run.first, run.last), low, high, self._limits)
        if dates is not None:
            self._run = _Run.of(self._rota, *dates)
        return dates is not None

    def _nth_by_pages(self, day: int, n: int) -> int | None:
        if abs(n) > LAST_DAY:
            return None
        year = year_of(day)
        page = self._page(year)
        if n > 0:
            found = self._tally.seek(year, bisect_right(page, day) + n)
            return None if found is None else self._page(found[0])[found[1] - 1]
        place = bisect_left(page, day) + n
        if place >= 0:
            return page[place]
        found = self._tally.seek_back(year, place)
        return None if found is None else self._page(found[0])[found[1]]

    def date_of(self, us: int) -> int:
        """Return the date an instant counts from: that of the shift it lies in, else the local date."""
        clock = self._rota.clock
        day = clock.day(us)
        # Hours up to midnight end on their date, unless the clock is set forward over that midnight.
        if not self._overnight and clock.steady(day - 1) is not None:
            return day
        within = (earlier for earlier in range(day - _LONGEST, day) if any(opening <= us < closing for opening, closing in self.hours(earlier)))
        return next(within, day)

    def date_closing(self, us: int) -> int:
        """Return the date whose shift closes at an instant, else the local date."""
        day = self._rota.clock.day(us)
        closing_then = (earlier for earlier in range(day - _LONGEST, day) if any(closing == us for _, closing in self.hours(earlier)))
        return next(closing_then, day)

    def _page(self, year: int) -> list[int]:
        page = self._pages.get(year)
        if page is None:
            if len(self._pages) >= _KEPT_YEARS:
                self._pages.clear()
            first, last = max(first_day(year), self.known[0]), min(first_day(year + 1) - 1, self.known[1])
            page = self._pages[year] = [day for day, _ in self._rota.shifts(first, last)] if first <= last else []
        return page
