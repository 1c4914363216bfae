"""One support desk, as each library describes it: 09:00 to 17:00 in New York, Monday to Friday, closed on 30 years of federal holidays."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import pendulum
import pytest

import servrecov as sr

ZONE = "America/New_York"
NEW_YORK = ZoneInfo(ZONE)
SATURDAY = 5


@cache
def holidays() -> tuple[date, ...]:
    """List the federal holidays of 2010 to 2039, with the days on which they are observed."""
    library = pytest.importorskip("holidays", reason="holidays is not installed; the extra `bench` brings it")
    return tuple(sorted(library.country_holidays("US", years=range(2010, 2040))))


def our_desk(zone: str = ZONE, *, closed: Iterable[date] = ()) -> sr.BusinessCalendar:
    """Make the desk with servrecov, in any zone, and closed on further dates."""
    return sr.BusinessCalendar.weekly("Mon-Fri 09:00-17:00", tz=zone, holidays=[*holidays(), *closed])


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
    """Show an instant as a pendulum datetime: the most expensive form that a caller can bring us."""
    return pendulum.instance(at).in_timezone(ZONE)


def at_pytz_door(at: datetime) -> datetime:
    """Show an instant as businesstimedelta wants it."""
    return at.astimezone(pytz_zone())


@cache
def starts() -> tuple[datetime, ...]:
    """List fifty instants of a year in which the desk is open, none at its opening or closing, to the second."""
    spread = (datetime(2024, 3, 4, 10, 30, 17, tzinfo=NEW_YORK) + timedelta(hours=29, minutes=7) * step for step in range(300))
    found = [at for at in spread if time(9) < at.time() < time(17) and at.weekday() < SATURDAY and at.date() not in holidays()]
    return tuple(found[:50])


def ends(days: int) -> tuple[datetime, ...]:
    """List what lies so many days after each, at 15:00."""
    return tuple((start + timedelta(days=days)).replace(hour=15, minute=0, second=0) for start in starts())
