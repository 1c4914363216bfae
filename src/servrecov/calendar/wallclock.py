"""The door between datetimes and the integers that calendars reckon with.

What lives here: reading instants and lengths as integers, showing an instant in a zone, and finding a zone by its name. What does not: the
clock on the wall itself (`wall.py`, in the ground) and opening hours. Read `hours.py` next.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

import pendulum
from pendulum.tz.timezone import FixedTimezone, Timezone

from servrecov.errors import InvalidCalendarError, InvalidValueError, NaiveTimeError, NoBusinessTimeError
from servrecov.values import zone_of
from servrecov.wall import DAY, FIRST_DAY, LAST_DAY, SECOND, WallClock, clock_of, micros, read_instant

__all__ = ["DAY", "FIRST_DAY", "LAST_DAY", "SECOND", "WallClock", "clock_of", "instant", "length", "show", "zone_named", "zone_of"]

_MINUTE: Final = 60 * SECOND
_HOUR: Final = 60 * _MINUTE
_MICROSECOND = timedelta(microseconds=1)
_FIXED = re.compile(r"([+-])([01]\d|2[0-3]):([0-5]\d)")
_OF_THE_MACHINE: Final = "localtime"


def instant(at: object, where: str) -> int:
    """Read an aware datetime as an instant, as its zone and its fold say.

    Raises:
        NaiveTimeError: The datetime has no zone.
        InvalidValueError: It is no datetime.
    """
    if not isinstance(at, datetime):
        raise InvalidValueError(where, at, "a datetime with a zone")
    us = read_instant(at)
    if us is None:
        raise NaiveTimeError(where, at)
    return us


def length(value: object, where: str) -> int:
    """Read a length of time as microseconds.

    Raises:
        InvalidValueError: It is no timedelta, or a pendulum Duration with months or years, which have no fixed length.
    """
    if not isinstance(value, timedelta):
        raise InvalidValueError(where, value, "a timedelta")
    if not isinstance(value, pendulum.Duration):
        return micros(value)
    # An Interval breaks itself up into months and years, but it is an exact length all the same.
    if not isinstance(value, pendulum.Interval) and (value.years or value.months):
        raise InvalidValueError(where, value, "a length without months and years, for those have no fixed length")
    return timedelta.__floordiv__(value, _MICROSECOND)  # past pendulum's own, which goes by floats


def zone_named(name: object, where: str) -> Timezone | FixedTimezone:
    """Find a zone by its name, by a fixed offset such as ``"+08:00"``, or take a zone object that has such a name.

    Raises:
        InvalidCalendarError: There is no such zone, or the object is a nameless one.
    """
    text = _name_of(name) if isinstance(name, tzinfo) else name
    if isinstance(text, str) and (fixed := _FIXED.fullmatch(text)):
        seconds = (int(fixed[2]) * 60 + int(fixed[3])) * 60
        return pendulum.timezone(-seconds if fixed[1] == "-" else seconds)
    try:
        return pendulum.timezone(text if isinstance(text, str) and text != _OF_THE_MACHINE else "")
    except (ValueError, OSError):  # pendulum's InvalidTimezone, or what zoneinfo says of a strange key, a folder or too long a name
        expected = 'a zone of the IANA database, such as "Asia/Shanghai", or a fixed offset, such as "+08:00"'
        raise InvalidCalendarError(where, name, expected, sorted({*pendulum.timezones()} - {_OF_THE_MACHINE})) from None


def _name_of(zone: tzinfo) -> str | None:
    if isinstance(zone, ZoneInfo):
        return zone.key
    if not isinstance(zone, (timezone, FixedTimezone)):
        return None
    if zone is UTC:
        return "UTC"
    offset = micros(zone.utcoffset(None))
    # An offset finer than a minute has no name that could be read back.
    return None if offset % (60 * SECOND) else pendulum.timezone(offset // SECOND).name


def show(us: int, zone: tzinfo) -> pendulum.DateTime:
    """Show an instant in a zone.

    Raises:
        NoBusinessTimeError: It lies outside the years 1 to 9999 there.
    """
    clock = clock_of(zone)
    offset = clock.calm(us)
    day, rest = divmod(clock.wall(us) if offset is None else us + offset, DAY)
    if not FIRST_DAY <= day <= LAST_DAY:
        raise NoBusinessTimeError("show an instant", f"it lies outside the years 1 to 9999 in {zone}")
    on = date.fromordinal(day)
    at = pendulum.DateTime(on.year, on.month, on.day, rest // _HOUR, rest // _MINUTE % 60, rest // SECOND % 60, rest % SECOND, zone)
    # Only near a change can a wall time come twice; then the zone must tell which one this is.
    if offset is not None or instant(at, "show") == us:
        return at
    return datetime.replace(at, fold=1)  # past pendulum's own, which takes zones of its kind only
