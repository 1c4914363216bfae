"""`BusinessCalendar`: when anyone is there, and every question about it.

What lives here: the calendar a user holds, which translates datetimes into the integers that `timeline.py` and `daybook.py` reckon
with, and back. What does not: deadlines in words (`span.py`). Stretches are half-open, business time counts elapsed seconds, a stretch
belongs to the local date it opens on, and an answer is shown in the zone of the question. Read `unit.py` next.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta, tzinfo
from typing import Any, overload

import attrs
import pendulum

from servrecov.calendar.algebra import Combined, Operation, expression
from servrecov.calendar.definition import Hours, Pairs
from servrecov.calendar.dial import Dials
from servrecov.calendar.hours import WEEKDAYS, Plan, week_from_text
from servrecov.calendar.pause import NO_PAUSES, Pause, paused_within, postponed, read_pauses
from servrecov.calendar.reckoner import Land, Reckoner
from servrecov.calendar.wallclock import FIRST_DAY, LAST_DAY, instant, length, show, zone_of
from servrecov.errors import InvalidValueError, NoBusinessTimeError
from servrecov.values import FrozenMap

__all__ = ["BusinessCalendar", "Land"]

Period = tuple[pendulum.DateTime, pendulum.DateTime]
"""An open stretch: from, to."""
Times = Iterable[tuple[str, str]]


@attrs.frozen(init=False, repr=False)
class BusinessCalendar:
    """Opening hours in a zone, with holidays, special dates and breaks, and the reckoning with them.

    Breaks go over special dates, those over holidays, those over the week. Two calendars are equal when their normalised definitions are.
    It never changes, and can be shared by threads, hashed and pickled.

    Args:
        tz: Name of the zone that governs every date and wall time, or a zone object.
        week: Hours by weekday, ``"mon"`` to ``"sun"``; they may pass 24:00, as in ``("22:00", "30:00")``, and belong to the date they are
            written under.
        holidays: Closed dates; ``"--MM-DD"`` is closed every year.
        special: Dated hours in place of that date's: make-up days and short days; ``[]`` closes it.
        breaks: Dated closed stretches.
        holidays_known: First and last local year whose holidays are known; an answer that depends on a day beyond is refused.

    Attributes:
        definition: The normalised definition: `Hours`, or `Combined` for ``a & b`` and ``a | b``.
        reckoner: The same answers in integers, for the rooms that count by the million.

    Raises:
        InvalidCalendarError: A part cannot be read, contradicts itself, or the calendar never opens.

    Example:
        >>> desk = BusinessCalendar(tz="Asia/Shanghai", week={"fri": [("08:30", "17:30")], "mon": [("08:30", "17:30")]})
        >>> friday = pendulum.datetime(2026, 3, 6, 17, 0, tz="Asia/Shanghai")
        >>> desk.add(friday, timedelta(hours=1)).isoformat()
        '2026-03-09T09:00:00+08:00'
    """

    definition: Hours | Combined
    reckoner: Reckoner = attrs.field(init=False, eq=False)
    _dials: Dials = attrs.field(init=False, eq=False)

    def __init__(  # noqa: PLR0913  (the parts of a definition)
        self,
        *,
        tz: str | tzinfo,
        week: Mapping[str, Times] | None = None,
        holidays: Iterable[date | str] = (),
        special: Mapping[date, Times] | None = None,
        breaks: Mapping[date, Times] | None = None,
        holidays_known: tuple[int, int] | None = None,
    ) -> None:
        """Read and normalise the definition."""
        definition = Hours.read(tz=tz, week=week, holidays=holidays, special=special, breaks=breaks, holidays_known=holidays_known)
        self.__attrs_init__(definition)

    @reckoner.default
    def _new_reckoner(self) -> Reckoner:
        return Reckoner(self.definition)

    @_dials.default
    def _new_dials(self) -> Dials:
        return Dials(self.reckoner.lane, self.reckoner.days, self.definition)

    @classmethod
    def of(cls, definition: Hours | Combined) -> BusinessCalendar:
        """Make a calendar of a definition that is already normalised."""
        calendar = cls.__new__(cls)
        calendar.__attrs_init__(definition)
        return calendar

    @classmethod
    def weekly(  # noqa: PLR0913  (the parts of a definition)
        cls,
        hours: str,
        tz: str | tzinfo,
        *,
        holidays: Iterable[date | str] = (),
        special: Mapping[date, Times] | None = None,
        breaks: Mapping[date, Times] | None = None,
        holidays_known: tuple[int, int] | None = None,
    ) -> BusinessCalendar:
        """Make a calendar of one line of hours.

        Raises:
            InvalidCalendarError: The line cannot be read, or what the constructor refuses.

        Example:
            >>> BusinessCalendar.weekly("Mon-Fri 09:00-17:00; Sat 10:00-13:00", tz="Europe/London").week["sat"]
            (('10:00', '13:00'),)
        """
        week = week_from_text(hours, "BusinessCalendar.weekly")
        return cls(tz=tz, week=week, holidays=holidays, special=special, breaks=breaks, holidays_known=holidays_known)

    @classmethod
    def always(cls, tz: str | tzinfo = "UTC") -> BusinessCalendar:
        """Make a calendar that is open day and night; every date is a business day."""
        return cls(tz=tz, week={day: [("00:00", "24:00")] for day in WEEKDAYS})

    @property
    def tz(self) -> str:
        """Name of the zone that governs dates and wall times."""
        return self.definition.tz

    @property
    def zone(self) -> tzinfo:
        """That zone."""
        return self.definition.clock.zone

    @property
    def holidays_known(self) -> tuple[int, int] | None:
        """First and last local year whose holidays are known, or None where there is no limit."""
        return self.definition.holidays_known

    @property
    def week(self) -> FrozenMap[str, Pairs]:
        """Hours by weekday, merged; a combined calendar has none of its own."""
        return self._hours().week

    @property
    def holidays(self) -> tuple[date | str, ...]:
        """Closed dates, then those of every year."""
        return self._hours().holidays

    @property
    def special(self) -> FrozenMap[date, Pairs]:
        """Dated hours in place of that date's."""
        return self._hours().special

    @property
    def breaks(self) -> FrozenMap[date, Pairs]:
        """Dated closed stretches."""
        return self._hours().breaks

    def _hours(self) -> Hours:
        if isinstance(self.definition, Combined):
            message = "a combined calendar has no hours of its own; see `definition`"
            raise AttributeError(message)  # noqa: TRY004  (so that `hasattr` tells)
        return self.definition

    def add(self, start: datetime, duration: timedelta, pauses: Iterable[Pause] = NO_PAUSES) -> pendulum.DateTime:
        """Return the instant that lies `duration` of open time after `start`.

        What lands exactly on a closing stays there, and nothing added moves nothing. A negative duration is subtracted. A pause that
        begins before the due so far moves it by the pause's open time.

        Args:
            start: An aware datetime; closed time before the next opening does not count.
            duration: Open time to add.
            pauses: Pairs from, to, in any order; those before `start` do not count.

        Returns:
            The instant, in the zone of `start`.

        Raises:
            NoBusinessTimeError: There is not that much open time.
            HolidayDataError: The answer depends on a day beyond `holidays_known`.
        """
        if pauses is NO_PAUSES and (due := self._dials.add(start, duration)) is not None:
            return due
        us, amount = instant(start, "BusinessCalendar.add(start)"), length(duration, "BusinessCalendar.add(duration)")
        found = self.reckoner.shift(us, amount)
        self._dials.follow(start.tzinfo)
        return show(postponed(found, read_pauses(pauses, us), self.reckoner) if pauses is not NO_PAUSES else found, zone_of(start))

    def subtract(self, start: datetime, duration: timedelta) -> pendulum.DateTime:
        """Return the instant that lies `duration` of open time before `start`.

        What lands exactly on an opening stays there. ``subtract(t, d)`` is ``add(t, -d)``.

        Raises:
            NoBusinessTimeError: There is not that much open time.
            HolidayDataError: The answer depends on a day beyond `holidays_known`.
        """
        if (due := self._dials.subtract(start, duration)) is not None:
            return due
        us, amount = instant(start, "BusinessCalendar.subtract(start)"), length(duration, "BusinessCalendar.subtract(duration)")
        found = self.reckoner.shift(us, -amount)
        self._dials.follow(start.tzinfo)
        return show(found, zone_of(start))

    def between(self, start: datetime, end: datetime, pauses: Iterable[Pause] = NO_PAUSES) -> timedelta:
        """Return the open time from `start` to `end`, without the pauses; negative when reversed.

        Raises:
            HolidayDataError: The answer depends on a day beyond `holidays_known`.
        """
        if pauses is NO_PAUSES and (passed := self._dials.between(start, end)) is not None:
            return passed
        begin, until = instant(start, "BusinessCalendar.between(start)"), instant(end, "BusinessCalendar.between(end)")
        open_time = self.reckoner.between(begin, until)
        self._dials.follow(start.tzinfo)
        if pauses is not NO_PAUSES:
            sign, first, last = (1, begin, until) if begin < until else (-1, until, begin)
            open_time -= sign * paused_within(read_pauses(pauses, first), last, self.reckoner)
        return timedelta(microseconds=open_time)

    def is_open(self, at: datetime) -> bool:
        """Tell whether someone is there: at an opening yes, at a closing no."""
        known = self._dials.is_open(at)
        return self.reckoner.is_open(instant(at, "BusinessCalendar.is_open(at)")) if known is None else known

    def next_open(self, at: datetime) -> pendulum.DateTime:
        """Return the first opening strictly after `at`."""
        return show(self.reckoner.next_opening(instant(at, "BusinessCalendar.next_open(at)")), zone_of(at))

    def next_close(self, at: datetime) -> pendulum.DateTime:
        """Return the first closing strictly after `at`."""
        return show(self.reckoner.next_closing(instant(at, "BusinessCalendar.next_close(at)")), zone_of(at))

    def previous_open(self, at: datetime) -> pendulum.DateTime:
        """Return the last opening strictly before `at`."""
        return show(self.reckoner.previous_opening(instant(at, "BusinessCalendar.previous_open(at)")), zone_of(at))

    def previous_close(self, at: datetime) -> pendulum.DateTime:
        """Return the last closing strictly before `at`."""
        return show(self.reckoner.previous_closing(instant(at, "BusinessCalendar.previous_close(at)")), zone_of(at))

    def snap_forward(self, at: datetime) -> pendulum.DateTime:
        """Return `at` if it is open then, else the next opening."""
        return show(self.reckoner.snapped_forward(instant(at, "BusinessCalendar.snap_forward(at)")), zone_of(at))

    def snap_back(self, at: datetime) -> pendulum.DateTime:
        """Return `at` if it was open until then, else the previous closing."""
        return show(self.reckoner.snapped_back(instant(at, "BusinessCalendar.snap_back(at)")), zone_of(at))

    def periods(self, start: datetime, end: datetime) -> tuple[Period, ...]:
        """Return the open stretches from `start` to `end`, cut to them, in the zone of `start`; none where the end comes first."""
        begin, until = instant(start, "BusinessCalendar.periods(start)"), instant(end, "BusinessCalendar.periods(end)")
        return _shown(self.reckoner.stretches(begin, until), zone_of(start))

    def is_business_day(self, day: date) -> bool:
        """Tell whether a date has hours of its own; a datetime counts from the date of its shift."""
        return bool(self.reckoner.hours(self._date(day, "BusinessCalendar.is_business_day(day)")))

    def date_of(self, at: datetime) -> date:
        """Return the date an instant counts from: the one on which its shift opened, else its date in the calendar's zone.

        Raises:
            NoBusinessTimeError: That date lies outside the years 1 to 9999.
            HolidayDataError: The answer depends on a day beyond `holidays_known`.
        """
        day = self.reckoner.date_of(instant(at, "BusinessCalendar.date_of(at)"))
        if not FIRST_DAY <= day <= LAST_DAY:
            raise NoBusinessTimeError("BusinessCalendar.date_of(at)", f"the date in {self.tz} lies outside the years 1 to 9999")
        return date.fromordinal(day)

    def hours_on(self, day: date) -> tuple[Period, ...]:
        """Return the open stretches that belong to a date, breaks taken out, in the calendar's zone; none on a closed date."""
        return _shown(self.reckoner.hours(self._date(day, "BusinessCalendar.hours_on(day)")), self.zone)

    @overload
    def add_days(self, start: datetime, n: int, clamp: bool = ..., land: Land | str = ...) -> pendulum.DateTime: ...  # noqa: FBT001
    @overload
    def add_days(self, start: date, n: int, clamp: bool = ...) -> date: ...  # noqa: FBT001

    def add_days(self, start: date, n: int, clamp: bool = True, land: Land | str = Land.SAME_TIME) -> date:  # noqa: FBT001, FBT002
        """Return where `start` is after `n` business days, or before it if negative.

        Args:
            start: A datetime, or a date for an answer in dates. An instant inside a night shift counts from the date the shift opened on.
            n: Business days to pass; 0 changes nothing.
            clamp: Whether a start that is closed is first moved to the next opening (backward: the previous closing). Without it the start
                keeps its time, and the first business day after it is day 1.
            land: Where on the day found to land; not for dates.

        Returns:
            A datetime in the zone of `start`, or a date.

        Raises:
            NoBusinessTimeError: There are not that many business days.
            HolidayDataError: The answer depends on a day beyond `holidays_known`.
            InvalidValueError: `n` is no whole number, or `land` is none of its names.
        """
        if land is Land.SAME_TIME and (moved := self._dials.add_days(start, n, clamp=clamp)) is not None:
            return moved
        if isinstance(n, bool) or not isinstance(n, int):
            raise InvalidValueError("BusinessCalendar.add_days(n)", n, "a whole number of business days")
        landing = Land.read(land, "BusinessCalendar.add_days(land)")
        if isinstance(start, datetime):
            us = instant(start, "BusinessCalendar.add_days(start)")
            found = self.reckoner.days_later(us, n, landing, clamp=clamp) if n else us
            self._dials.follow(start.tzinfo)
            return show(found, zone_of(start))
        if landing is not Land.SAME_TIME:
            raise InvalidValueError("BusinessCalendar.add_days(land)", land, "no `land` where the start is a date")
        day = self._date(start, "BusinessCalendar.add_days(start)")
        return date.fromordinal(self.reckoner.dates_later(day, n, clamp=clamp) if n else day)

    def days_between(self, first: date, last: date) -> int:
        """Count the business days d with first < d <= last; negative when reversed.

        Args:
            first: A date, or a datetime, which counts as the date of its shift, else its date in the calendar's zone.
            last: The same.

        Raises:
            HolidayDataError: The answer depends on a day beyond `holidays_known`.
        """
        begin = self._date(first, "BusinessCalendar.days_between(first)")
        return self.reckoner.days_between(begin, self._date(last, "BusinessCalendar.days_between(last)"))

    def _date(self, day: object, where: str) -> int:
        if isinstance(day, datetime):
            found = self._dials.date_of(day)
            return self.reckoner.date_of(instant(day, where)) if found is None else found
        if isinstance(day, date):
            return day.toordinal()
        raise InvalidValueError(where, day, "a date, or a datetime with a zone")

    def __and__(self, other: BusinessCalendar) -> BusinessCalendar:
        """Combine: open where both are, on this one's dates and in its zone.

        Raises:
            InvalidCalendarError: The two are never open together.
        """
        return self._combined(Operation.AND, other)

    def __or__(self, other: BusinessCalendar) -> BusinessCalendar:
        """Combine: open where either is, in this one's zone."""
        return self._combined(Operation.OR, other)

    def _combined(self, operation: Operation, other: BusinessCalendar) -> BusinessCalendar:
        if not isinstance(other, BusinessCalendar):
            return NotImplemented
        return BusinessCalendar.of(Combined(operation, self.definition, other.definition))

    def __repr__(self) -> str:
        """Show it as the expression that makes it, without the parts that are empty."""
        return expression(self.definition)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the definition alone; what follows from it is worked out again."""
        return BusinessCalendar.of, (self.definition,)


def _shown(stretches: Plan, zone: tzinfo) -> tuple[Period, ...]:
    return tuple((show(opening, zone), show(closing, zone)) for opening, closing in stretches)
