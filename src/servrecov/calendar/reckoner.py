"""Every question about a calendar, in integers: what follows from a definition, and when there is no answer.

What lives here: `Reckoner`, which asks `timeline.py` and `daybook.py`, combines them into business days from an instant, and refuses what
depends on days beyond the known holidays. What does not: datetimes; `calendar.py` reads and shows them. Dates are ordinals, instants and
lengths microseconds, as in `wallclock.py`. Read `pause.py` next.
"""

from __future__ import annotations

import enum
from datetime import date, timedelta
from typing import Final, NoReturn

from servrecov.calendar.algebra import Combined, expression
from servrecov.calendar.daybook import Daybook
from servrecov.calendar.definition import Hours
from servrecov.calendar.hours import Plan
from servrecov.calendar.strip import Lane
from servrecov.calendar.timeline import Timeline
from servrecov.calendar.wallclock import DAY, FIRST_DAY, LAST_DAY
from servrecov.errors import HolidayDataError, NoBusinessTimeError, UnknownNameError

__all__ = ["Land", "Reckoner"]

_ENDS: Final = {True: "up to the end of year 9999", False: "back to the beginning of year 1"}


class Land(enum.StrEnum):
    """Where on the business day found `BusinessCalendar.add_days` lands."""

    SAME_TIME = "same_time"
    """At the wall time of the start, even where that day is closed then."""
    OPEN = "open"
    """At that day's first opening."""
    CLOSE = "close"
    """At that day's last closing."""
    END_OF_DAY = "end_of_day"
    """At 23:59:59.999999."""

    @classmethod
    def read(cls, text: str, where: str) -> Land:
        """Read a landing by its name; `where` is the place it stands in, for errors.

        Raises:
            UnknownNameError: It is none of the names.
        """
        try:
            return cls(text)
        except ValueError:
            raise UnknownNameError(where, text, f"one of: {', '.join(cls)}", tuple(cls)) from None


class Reckoner:
    """The answers of one definition.

    Each question raises `NoBusinessTimeError` where there is no answer, and `HolidayDataError` where it depends on a day beyond the
    known holidays.

    Attributes:
        lane: Open time over the dates in use, for those who would rather have no answer than a slow one.
        days: The business days, likewise.
    """

    __slots__ = ("_clock", "_definition", "_time", "days", "lane")

    def __init__(self, definition: Hours | Combined) -> None:
        """Read nothing yet; what is needed is worked out when first asked for."""
        self._definition = definition
        self._clock = definition.clock
        self._time = Timeline(definition)
        self.lane = Lane(definition)
        self.days = Daybook(definition)

    def shift(self, us: int, amount: int) -> int:
        """Return the instant that lies `amount` of open time after `us`, or before it if negative; nothing moves nothing."""
        if not amount:
            return us
        found = self.lane.shift(us, amount)
        return self._shifted(us, amount) if found is None else found

    def _shifted(self, us: int, amount: int) -> int:
        self._require(us)
        found = self._time.shift(us, amount)
        # The question is put into words only when it has no answer.
        return found if found is not None else self._lost(f"{timedelta(microseconds=abs(amount))} of open time", forward=amount > 0)

    def between(self, begin: int, end: int) -> int:
        """Return the open time from `begin` to `end`; negative when reversed."""
        passed = self.lane.between(begin, end)
        return self._passed(begin, end) if passed is None else passed

    def _passed(self, begin: int, end: int) -> int:
        if begin == end:
            return 0
        self._require(begin)
        self._require(end)
        return self._time.between(begin, end)

    def is_open(self, us: int) -> bool:
        """Tell whether the calendar is open at an instant and just after it."""
        known = self.lane.is_open(us)
        if known is not None:
            return known
        self._require(us, ending=False)
        return self._time.is_open(us)

    def next_opening(self, us: int) -> int:
        """Return the first opening after `us`."""
        found = self.lane.next_opening(us)
        if found is not None:
            return found
        self._require(us)
        return self._found(self._time.next_opening(us), "the next opening", forward=True)

    def next_closing(self, us: int) -> int:
        """Return the first closing after `us`."""
        found = self.lane.next_closing(us)
        if found is not None:
            return found
        self._require(us)
        return self._found(self._time.next_closing(us), "the next closing", forward=True)

    def previous_opening(self, us: int) -> int:
        """Return the last opening before `us`."""
        self._require(us)
        return self._found(self._time.previous_opening(us), "the previous opening", forward=False)

    def previous_closing(self, us: int) -> int:
        """Return the last closing before `us`."""
        self._require(us)
        return self._found(self._time.previous_closing(us), "the previous closing", forward=False)

    def snapped_forward(self, us: int) -> int:
        """Return `us` if open then, else the next opening."""
        return us if self.is_open(us) else self.next_opening(us)

    def snapped_back(self, us: int) -> int:
        """Return `us` if open until then, else the previous closing."""
        self._require(us, beginning=False)
        # A stretch that holds the microsecond before also holds this instant, or ends at it.
        return us if self._time.is_open(us - 1) else self.previous_closing(us)

    def stretches(self, begin: int, end: int) -> Plan:
        """Return the open stretches from `begin` to `end`, cut to them."""
        if begin >= end:
            return ()
        self._require(begin)
        self._require(end)
        return tuple(self._time.stretches(begin, end))

    def hours(self, day: int) -> Plan:
        """Return the stretches that belong to a date; none on a closed one."""
        self._require_days(day, day)
        return self.days.hours(day)

    def date_of(self, us: int) -> int:
        """Return the date an instant counts from."""
        if self._definition.overnight:
            if self.lane.is_open(us) is False:
                return self._clock.day(us)
            self._require(us, ending=False)
        return self.days.date_of(us)

    def days_between(self, first: int, last: int) -> int:
        """Count the business days d with first < d <= last; negative when reversed."""
        if first != last:
            self._require_days(min(first, last) + 1, max(first, last))
        return self.days.count(first, last)

    def dates_later(self, day: int, n: int, *, clamp: bool) -> int:
        """Return the date `n` business days after a date; with `clamp` a closed date is first moved to the nearest that is open."""
        if clamp and not self.hours(day):
            day = self._nth(day, 1 if n > 0 else -1)
        return self._nth(day, n)

    def days_later(self, us: int, n: int, land: Land, *, clamp: bool) -> int:
        """Return where an instant is after `n` business days; with `clamp` a closed instant is first moved to open time."""
        day = None
        if clamp and not self.is_open(us):
            us = self.next_opening(us) if n > 0 else self.snapped_back(us)
            # Moved back, it stands at the end of a shift and counts from the date of that one.
            day = None if n > 0 else self.days.date_closing(us)
        day = self.date_of(us) if day is None else day
        found = self._nth(day, n)
        return self._clock.resolve(self._clock.wall(us) + (found - day) * DAY) if land is Land.SAME_TIME else self._landed(found, land)

    def _landed(self, day: int, land: Land) -> int:
        if land is Land.END_OF_DAY:
            return self._clock.resolve((day + 1) * DAY - 1)
        hours = self.days.hours(day)
        return hours[0][0] if land is Land.OPEN else hours[-1][1]

    def _nth(self, day: int, n: int) -> int:
        beside = day + (1 if n > 0 else -1)
        self._require_days(beside, beside)
        found = self.days.nth(day, n)
        return found if found is not None else self._lost(f"{abs(n)} business days", forward=n > 0)

    def _found(self, answer: int | None, question: str, *, forward: bool) -> int:
        return answer if answer is not None else self._lost(question, forward=forward)

    def _lost(self, question: str, *, forward: bool) -> NoReturn:
        if (known := self._definition.holidays_known) is not None:
            raise HolidayDataError(known[1] + 1 if forward else known[0] - 1, known)
        raise NoBusinessTimeError(question, f"{expression(self._definition)} has none, {_ENDS[forward]}")

    def _require(self, us: int, *, beginning: bool = True, ending: bool = True) -> None:
        """Refuse an instant of which it is not known whether the calendar is open just after it, or just before it.

        Where knowledge begins only what comes after is known (`beginning`), and where it ends only what came before (`ending`).
        """
        begin, end = self._time.known
        if begin < us < end or (us == begin and beginning) or (us == end and ending):
            return
        self._refuse(self._clock.day(us), early=us <= begin)

    def _require_days(self, first: int, last: int) -> None:
        """Refuse a question that depends on dates beyond those known."""
        begin, end = self.days.known
        if first < begin or last > end:
            self._refuse(first if first < begin else last, early=first < begin)

    def _refuse(self, day: int, *, early: bool) -> NoReturn:
        known = self._definition.holidays_known
        if known is None:
            raise NoBusinessTimeError("a business day", f"there are no dates {'before year 1' if early else 'after year 9999'}")
        year = date.fromordinal(min(max(day, FIRST_DAY), LAST_DAY)).year
        # A day within the known years is unknown for a night shift of the year before, or for what another zone calls it.
        raise HolidayDataError(year if not known[0] <= year <= known[1] else known[0] - 1 if early else known[1] + 1, known)
