"""What a span counts, and moving an instant by a signed number of it.

What lives here: `SpanUnit`, and `shifted`, which escalations use. What does not: the span itself, with its start, end and roll. Hours are
elapsed time, days, weeks and months keep the wall time, business units are the calendar's; the calendar's zone governs every date.
Read `span.py` next.
"""

from __future__ import annotations

import enum
from calendar import monthrange
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Final

import pendulum

from servrecov.calendar.calendar import BusinessCalendar
from servrecov.calendar.pause import ELAPSED
from servrecov.calendar.wallclock import DAY, FIRST_DAY, LAST_DAY, SECOND, clock_of, instant, show, zone_of
from servrecov.errors import InvalidSpanError, NoBusinessTimeError

__all__ = ["BUSINESS", "SECONDS", "SpanUnit", "date_at", "lasting", "months_later", "shifted"]

_OUTSIDE: Final = ("a due", "it lies outside the years 1 to 9999")


class SpanUnit(enum.StrEnum):
    """What a span counts."""

    SECONDS = "seconds"
    MINUTES = "minutes"
    HOURS = "hours"
    BUSINESS_SECONDS = "business_seconds"
    BUSINESS_MINUTES = "business_minutes"
    BUSINESS_HOURS = "business_hours"
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    BUSINESS_DAYS = "business_days"


SECONDS: Final = {
    SpanUnit.SECONDS: 1,
    SpanUnit.MINUTES: 60,
    SpanUnit.HOURS: 3600,
    SpanUnit.BUSINESS_SECONDS: 1,
    SpanUnit.BUSINESS_MINUTES: 60,
    SpanUnit.BUSINESS_HOURS: 3600,
}
"""How long the units of a fixed length are; all others are counted by date."""
BUSINESS: Final = frozenset({SpanUnit.BUSINESS_SECONDS, SpanUnit.BUSINESS_MINUTES, SpanUnit.BUSINESS_HOURS, SpanUnit.BUSINESS_DAYS})
"""Units that only open time, or business days, count for."""


def date_at(ordinal: int) -> date:
    """Return the date of an ordinal.

    Raises:
        NoBusinessTimeError: It lies outside the years 1 to 9999.
    """
    if not FIRST_DAY <= ordinal <= LAST_DAY:
        raise NoBusinessTimeError(*_OUTSIDE)
    return date.fromordinal(ordinal)


def lasting(micros: int) -> timedelta:
    """Return a length of microseconds.

    Raises:
        NoBusinessTimeError: It is longer than any calendar.
    """
    try:
        return timedelta(microseconds=micros)
    except OverflowError:
        raise NoBusinessTimeError(*_OUTSIDE) from None


def months_later(day: int, n: int) -> int:
    """Return the date `n` months after another, as ordinals: on the same day of the month, or on the month's last.

    Raises:
        NoBusinessTimeError: It lies outside the years 1 to 9999.
    """
    on = date_at(day)
    year, month = divmod(on.year * 12 + on.month - 1 + n, 12)
    if not date.min.year <= year <= date.max.year:
        raise NoBusinessTimeError(*_OUTSIDE)
    return date(year, month + 1, min(on.day, monthrange(year, month + 1)[1])).toordinal()


def shifted(at: datetime, offset: float | Decimal | Fraction, unit: SpanUnit | str, calendar: BusinessCalendar) -> pendulum.DateTime:
    """Move an instant by a signed number of units.

    Hours may be fractional; days, weeks and months keep the wall time in the calendar's zone; business days pass without moving the start
    to an opening.

    Args:
        at: An aware datetime.
        offset: How many units; negative is earlier.
        unit: One of `SpanUnit`.
        calendar: Its zone governs dates, its hours business units.

    Returns:
        The instant, in the zone of `at`.

    Raises:
        InvalidSpanError: The unit is none, or the offset is no finite number, or a fraction of a day.

    Example:
        >>> desk = BusinessCalendar.weekly("Mon-Fri 09:00-17:00", tz="UTC")
        >>> str(shifted(pendulum.datetime(2026, 3, 2, 10), -1.5, "business_hours", desk))
        '2026-02-27 16:30:00+00:00'
    """
    kind = _unit(unit)
    amount = _number(offset)
    if kind in SECONDS:
        micros = lasting(round(amount * SECONDS[kind] * SECOND))
        return calendar.add(at, micros) if kind in BUSINESS else ELAPSED.add(at, micros)
    if amount.denominator != 1:
        raise InvalidSpanError("offset", offset, f"a whole number of {kind}")
    n = amount.numerator
    if kind is SpanUnit.BUSINESS_DAYS:
        return calendar.add_days(at, n, clamp=False)
    us, clock = instant(at, "shifted(at)"), clock_of(calendar.zone)
    day, time = divmod(clock.wall(us), DAY)
    target = months_later(day, n) if kind is SpanUnit.MONTHS else day + n * (7 if kind is SpanUnit.WEEKS else 1)
    return show(clock.resolve(target * DAY + time) if n else us, zone_of(at))


def _unit(unit: str) -> SpanUnit:
    try:
        return SpanUnit(unit)
    except ValueError:
        raise InvalidSpanError("unit", unit, f"one of: {', '.join(SpanUnit)}", tuple(SpanUnit)) from None


def _number(offset: object) -> Fraction:
    if isinstance(offset, (int, float, Decimal, Fraction)) and not isinstance(offset, bool):
        try:
            return Fraction(offset)
        except (ValueError, OverflowError):  # not a number, or infinite
            pass
    raise InvalidSpanError("offset", offset, "a finite number of units")
