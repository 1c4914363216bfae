"""What a span counts, and moving an instant by a signed number of it.

What lives here: `SpanUnit`, and `shifted`, which escalations use. What does not: where counting begins and ends (`counting.py`). Hours are
elapsed time, days, weeks and months keep the wall time, business units are the calendar's; the calendar's zone governs every date. Instants
and lengths are integers, as in `wallclock.py`. Read `counting.py` next.
"""

from __future__ import annotations

import enum
from calendar import monthrange
from datetime import date
from fractions import Fraction
from typing import Final

from servrecov.calendar.calendar import BusinessCalendar
from servrecov.calendar.reckoner import Land
from servrecov.calendar.wallclock import DAY, FIRST_DAY, LAST_DAY, SECOND
from servrecov.errors import NoBusinessTimeError

__all__ = ["BUSINESS", "DATES", "LONGEST", "OUTSIDE", "SECONDS", "SpanUnit", "months_later", "shifted"]


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

DATES: Final = {SpanUnit.DAYS: 1, SpanUnit.WEEKS: 7}
"""How many dates the units are long that are counted by any date."""
LONGEST: Final = LAST_DAY * DAY
"""Longer than any calendar."""
OUTSIDE: Final = ("a due", "it lies outside the years 1 to 9999")
"""What is asked, and why there is no answer."""


def months_later(day: int, n: int) -> int:
    """Return the date `n` months after another, as ordinals: on the same day of the month, or on the month's last.

    Raises:
        NoBusinessTimeError: It lies outside the years 1 to 9999.
    """
    if not FIRST_DAY <= day <= LAST_DAY:
        raise NoBusinessTimeError(*OUTSIDE)
    on = date.fromordinal(day)
    year, month = divmod(on.year * 12 + on.month - 1 + n, 12)
    if not date.min.year <= year <= date.max.year:
        raise NoBusinessTimeError(*OUTSIDE)
    return date(year, month + 1, min(on.day, monthrange(year, month + 1)[1])).toordinal()


def shifted(us: int, offset: float | Fraction, unit: SpanUnit, calendar: BusinessCalendar) -> int:
    """Move an instant by a signed number of units.

    Days, weeks and months keep the wall time in the calendar's zone; business days pass without moving the start to an opening.

    Args:
        us: An instant.
        offset: How many units; negative is earlier. Only units of fixed length have fractions.
        unit: What is counted.
        calendar: Its zone governs dates, its hours business units.

    Raises:
        NoBusinessTimeError: It would lie beyond all years.
        HolidayDataError: It depends on a day beyond the calendar's known holidays.

    Example:
        >>> from servrecov.calendar.wallclock import instant
        >>> import pendulum
        >>> desk = BusinessCalendar.weekly("Mon-Fri 09:00-17:00", tz="UTC")
        >>> monday, friday = pendulum.datetime(2026, 3, 2, 10), pendulum.datetime(2026, 2, 27, 16, 30)
        >>> shifted(instant(monday, "at"), -1.5, SpanUnit.BUSINESS_HOURS, desk) == instant(friday, "at")
        True
    """
    if unit in SECONDS:
        micros = round(Fraction(offset) * SECONDS[unit] * SECOND)
        if abs(micros) > LONGEST:
            raise NoBusinessTimeError(*OUTSIDE)
        return calendar.reckoner.shift(us, micros) if unit in BUSINESS else us + micros
    n = int(offset)
    if not n:
        return us
    if abs(n) > LAST_DAY:
        raise NoBusinessTimeError(*OUTSIDE)
    if unit is SpanUnit.BUSINESS_DAYS:
        return calendar.reckoner.days_later(us, n, Land.SAME_TIME, clamp=False)
    clock = calendar.definition.clock
    day, time = divmod(clock.wall(us), DAY)
    target = months_later(day, n) if unit is SpanUnit.MONTHS else day + n * DATES[unit]
    return clock.resolve(target * DAY + time)
