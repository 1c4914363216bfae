"""One support desk, as each library describes it: 09:00 to 17:00 in New York, Monday to Friday, closed on 30 years of federal holidays."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import pendulum
import pytest

import servrecov as sr

ZONE = "America/New_York"
NEW_YORK = ZoneInfo(ZONE)


def start() -> datetime:
    """Return Monday, 4 March 2024, 10:30."""
    return datetime(2024, 3, 4, 10, 30, tzinfo=NEW_YORK)


@cache
def holidays() -> tuple[date, ...]:
    """List the federal holidays of 2010 to 2039, with the days on which they are observed."""
    library = pytest.importorskip("holidays", reason="holidays is not installed; the extra `bench` brings it")
    return tuple(sorted(library.country_holidays("US", years=range(2010, 2040))))


def our_desk(zone: str = ZONE) -> sr.BusinessCalendar:
    """Make the desk with servrecov."""
    return sr.BusinessCalendar.weekly("Mon-Fri 09:00-17:00", tz=zone, holidays=holidays())


def workclock_desk() -> Any:
    """Make the desk with workclock."""
    library = pytest.importorskip("workclock", reason="workclock is not installed; the extra `bench` brings it")
    return library.Schedule([library.WorkDay(time(9), time(17)), library.Holidays(list(holidays()))], time_zone=NEW_YORK)


def businesstimedelta_desk() -> Any:
    """Make the desk with businesstimedelta; its holidays are a set, which it searches faster than a list."""
    library = pytest.importorskip("businesstimedelta", reason="businesstimedelta is not installed; the extra `bench` brings it")
    zone = pytz_zone()
    hours = library.WorkDayRule(start_time=time(9), end_time=time(17), working_days=[0, 1, 2, 3, 4], tz=zone)
    return library.Rules([hours, library.HolidayRule(frozenset(holidays()), tz=zone)])


def businesstimedelta_hours(desk: Any, hours: int) -> Any:
    """Make an amount of business time, which that library ties to the desk."""
    return pytest.importorskip("businesstimedelta").BusinessTimeDelta(desk, hours=hours)


def pandas_hours(hours: int) -> Any:
    """Make the same amount as an offset of pandas."""
    library = pytest.importorskip("pandas", reason="pandas is not installed; the extra `bench` brings it")
    return library.offsets.CustomBusinessHour(n=hours, start="09:00", end="17:00", holidays=list(holidays()))


def pytz_zone() -> Any:
    """Return the zone as businesstimedelta wants it."""
    return pytest.importorskip("pytz").timezone(ZONE)


def at_our_door(at: datetime) -> pendulum.DateTime:
    """Show an instant as a pendulum datetime: the dearest that a caller can bring us."""
    return pendulum.instance(at).in_timezone(ZONE)


def at_pytz_door(at: datetime) -> datetime:
    """Show an instant as businesstimedelta wants it."""
    return at.astimezone(pytz_zone())


def later(days: int) -> datetime:
    """Return the day so many days on, at 15:00."""
    return (start() + timedelta(days=days)).replace(hour=15, minute=0)
