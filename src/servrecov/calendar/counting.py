"""Counting: how a due follows from a start, a number of units, and the words around it.

What lives here: where counting begins and ends, and `counted`, which counts. What does not: the span as a value and its text (`span.py`), and
pauses, which come last (`pause.py`). In this order: the start is moved, the units are counted, a closed date is rolled, the end of the day
is taken. Dates are ordinals and instants integers, as in `wallclock.py`. Read `span.py` next.
"""

from __future__ import annotations

import enum
from typing import Protocol

from servrecov.calendar.calendar import BusinessCalendar
from servrecov.calendar.reckoner import Land
from servrecov.calendar.unit import DATES, LONGEST, OUTSIDE, SpanUnit, months_later
from servrecov.calendar.wallclock import DAY
from servrecov.errors import NoBusinessTimeError

__all__ = ["Roll", "SpanEnd", "SpanStart", "counted"]


class SpanStart(enum.StrEnum):
    """Where counting begins."""

    OPENING = "opening"
    """At the start if open, else at the next opening."""
    INSTANT = "instant"
    """At the start itself."""
    NEXT_DAY = "next_day"
    """The start's date is day 0; hours begin at the next midnight."""
    SAME_DAY = "same_day"
    """The start's date is day 1."""


class SpanEnd(enum.StrEnum):
    """Where on the last day the due lies."""

    SAME_TIME = "same_time"
    """At the wall time of the start."""
    END_OF_DAY = "end_of_day"
    """At 23:59:59.999999."""
    END_OF_DAY_BEFORE = "end_of_day_before"
    """At the end of the date before: "less than three months"."""
    CLOSE_OF_BUSINESS = "close_of_business"
    """At the last closing of that business day."""


class Roll(enum.StrEnum):
    """Where a due goes that falls on a closed date."""

    NONE = "none"
    """Nowhere."""
    NEXT_BUSINESS_DAY = "next_business_day"
    """To the next business day."""
    PREVIOUS_BUSINESS_DAY = "previous_business_day"
    """To the business day before."""


class Rule(Protocol):
    """What is counted: a `Span`."""

    @property
    def n(self) -> int:
        """How many units."""
        ...

    @property
    def unit(self) -> SpanUnit:
        """What is counted."""
        ...

    @property
    def is_business(self) -> bool:
        """Whether it counts business time or business days."""
        ...

    @property
    def micros(self) -> int | None:
        """How long it is; None where it counts dates."""
        ...

    @property
    def start(self) -> SpanStart:
        """Where counting begins."""
        ...

    @property
    def end(self) -> SpanEnd:
        """Where on the last day the due lies."""
        ...

    @property
    def roll(self) -> Roll:
        """Where a due goes that falls on a closed date."""
        ...


def counted(rule: Rule, start: int, calendar: BusinessCalendar) -> int:
    """Count from a start to the due, which is never before it.

    Args:
        rule: What is counted.
        start: An instant.
        calendar: Its zone governs every date and wall time, its hours every business unit.

    Raises:
        NoBusinessTimeError: The calendar is not open that long.
        HolidayDataError: The due depends on a day beyond the calendar's known holidays.
    """
    due = _by_dates(rule, start, calendar) if rule.micros is None else _by_hours(rule, rule.micros, start, calendar)
    return due if due > start else start  # noqa: FURB136  (a call of max costs as much as the counting of hours)


def _by_hours(rule: Rule, micros: int, start: int, calendar: BusinessCalendar) -> int:
    if micros > LONGEST:
        raise NoBusinessTimeError(*OUTSIDE)
    begin = start if rule.start is SpanStart.INSTANT else _begin(rule, start, calendar)
    due = calendar.reckoner.shift(begin, micros) if rule.is_business else begin + micros
    if rule.end is SpanEnd.SAME_TIME and (rule.is_business or rule.roll is Roll.NONE):
        return due
    day = calendar.definition.clock.day(due)
    if not rule.is_business:
        return _ended(rule, _rolled(rule, day, calendar), due, day, calendar)
    # Business hours end in open time, or at its closing: nothing to roll, and the business day is that of the shift just before.
    return _ended(rule, calendar.reckoner.date_of(due - 1) if rule.end is SpanEnd.CLOSE_OF_BUSINESS else day, due, day, calendar)


def _begin(rule: Rule, start: int, calendar: BusinessCalendar) -> int:
    if rule.start is SpanStart.OPENING:
        return calendar.reckoner.snapped_forward(start)
    if rule.start is SpanStart.NEXT_DAY and rule.micros is not None:
        clock = calendar.definition.clock
        return clock.midnight(clock.day(start) + 1)
    return start


def _by_dates(rule: Rule, start: int, calendar: BusinessCalendar) -> int:
    if rule.unit is SpanUnit.BUSINESS_DAYS and rule.start is SpanStart.OPENING and rule.end is SpanEnd.SAME_TIME and rule.n:
        return calendar.reckoner.days_later(start, rule.n, Land.SAME_TIME, clamp=True)  # nothing to roll: it is a business day
    begin = _begin(rule, start, calendar)
    # An instant inside a night shift counts from the date of the shift, where business days are counted from an instant.
    by_shift = rule.unit is SpanUnit.BUSINESS_DAYS and rule.start in (SpanStart.OPENING, SpanStart.INSTANT)
    origin = calendar.reckoner.date_of(begin) if by_shift else calendar.definition.clock.day(begin)
    return _ended(rule, _rolled(rule, _date_counted(rule, origin, calendar), calendar), begin, origin, calendar)


def _date_counted(rule: Rule, origin: int, calendar: BusinessCalendar) -> int:
    inclusive = rule.start is SpanStart.SAME_DAY
    if rule.unit is SpanUnit.BUSINESS_DAYS:
        return _business_day(origin - inclusive, rule.n, calendar)
    if rule.unit is SpanUnit.MONTHS:
        return months_later(origin, rule.n) - inclusive
    return origin + rule.n * DATES[rule.unit] - inclusive


def _rolled(rule: Rule, day: int, calendar: BusinessCalendar) -> int:
    if rule.roll is Roll.NONE or calendar.reckoner.hours(day):
        return day
    return _business_day(day, 1 if rule.roll is Roll.NEXT_BUSINESS_DAY else -1, calendar)


def _business_day(day: int, n: int, calendar: BusinessCalendar) -> int:
    return calendar.reckoner.dates_later(day, n, clamp=False) if n else day


def _ended(rule: Rule, day: int, anchor: int, origin: int, calendar: BusinessCalendar) -> int:
    """Take the end of the day, or the wall time that `anchor` has on the date `origin`."""
    clock = calendar.definition.clock
    if rule.end is SpanEnd.SAME_TIME:
        # Unmoved it is the same instant, and keeps its fold.
        return anchor if day == origin else clock.resolve(clock.wall(anchor) + (day - origin) * DAY)
    if rule.end is SpanEnd.END_OF_DAY:
        return clock.resolve((day + 1) * DAY - 1)
    if rule.end is SpanEnd.END_OF_DAY_BEFORE:
        return clock.resolve(day * DAY - 1)
    hours = calendar.reckoner.hours(day) or calendar.reckoner.hours(_business_day(day, 1, calendar))
    return hours[-1][1]
