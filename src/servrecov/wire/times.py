"""Times as text: instants with offset and zone, dates, and lengths of time.

What lives here: the three texts, written and read. What does not: the other forms of JSON (`forms.py`, to read next).

An instant is written as ``2026-03-02T18:30:00+08:00[Asia/Shanghai]``: the wall time, the offset that makes it an instant (and tells the first
of two equal wall times from the second), and the zone that later arithmetic needs. A zone that is nothing but an offset has no bracket.
"""

from __future__ import annotations

import functools
import re
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Final

import pendulum
from pendulum import DateTime

from servrecov import values
from servrecov.errors import CodecError, NaiveTimeError

__all__ = ["DURATION", "INSTANT", "read_date", "read_duration", "read_instant", "write_date", "write_duration", "write_instant"]

_WALL: Final = r"(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)"
_OFFSET: Final = r"(Z|[+-]\d{2}:\d{2}(?::\d{2})?)"
INSTANT: Final = rf"^{_WALL}{_OFFSET}(\[([^\[\]]+)\])?$"
"""Pattern of an instant."""
DURATION: Final = r"^(-?)P(?=[0-9T])(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d{1,6}))?S)?)?$"
"""Pattern of a length of time: ISO 8601 without years, months and weeks, exact to the microsecond; a minus in front turns the whole."""

_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_INSTANT: Final = re.compile(INSTANT)
_DURATION: Final = re.compile(DURATION)
_MICROSECOND: Final = timedelta(microseconds=1)


@functools.lru_cache(maxsize=1024)
def _zone(name: str) -> tzinfo | None:
    try:
        return pendulum.timezone(name)
    except (ValueError, OSError):
        return None


def _offsets(wall: datetime, zone: tzinfo) -> tuple[timedelta | None, timedelta | None]:
    """Return the offset of the first and of the second instant that a wall clock shows so; in a gap the first is the smaller one."""
    return zone.utcoffset(wall.replace(fold=0)), zone.utcoffset(wall.replace(fold=1))


def write_instant(at: datetime) -> str:
    """Write an instant with its offset and, where the zone has a name, its zone.

    A wall time that its zone skips is written as the wall time that its clocks then show.

    Raises:
        NaiveTimeError: It has no zone, so that its text would name no instant.

    Example:
        >>> write_instant(pendulum.datetime(2026, 3, 2, 18, 30, tz="Asia/Shanghai"))
        '2026-03-02T18:30:00+08:00[Asia/Shanghai]'
    """
    zone, name = at.tzinfo, getattr(at.tzinfo, "key", None)
    if zone is None:
        raise NaiveTimeError("datetime", at)
    if name is None or _zone(name) is None:
        return at.isoformat()
    if _is_gap(_offsets(at, zone)):
        at = at.astimezone(UTC).astimezone(zone)
    return f"{at.isoformat()}[{name}]"


def read_instant(value: object) -> DateTime:
    """Read an instant from its text, or take one that TOML has read already.

    Raises:
        CodecError: It has no offset, its zone is unknown, or zone and offset contradict each other.
        NaiveTimeError: TOML has read one without an offset.

    Example:
        >>> read_instant("2026-03-02T18:30:00+08:00[Asia/Shanghai]").timezone_name
        'Asia/Shanghai'
    """
    if isinstance(value, datetime):
        return values.check_instant(value, "")
    found = _INSTANT.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise CodecError("", value, "a time with its offset, such as 2026-03-02T18:30:00+08:00[Asia/Shanghai]")
    wall, offset, _, name = found.groups()
    try:
        stated = datetime.fromisoformat(wall + offset)
    except ValueError as error:
        raise CodecError("", value, f"a time that there is ({error})") from error
    return DateTime.instance(stated) if name is None else _in_zone(stated, name, value)


def _in_zone(stated: datetime, name: str, value: object) -> DateTime:
    zone = _zone(name)
    if zone is None:
        raise CodecError("", name, "the name of a time zone, such as Asia/Shanghai", pendulum.timezones())
    wall = stated.replace(tzinfo=None)
    offsets = _offsets(wall, zone)
    if _is_gap(offsets):
        raise CodecError("", value, f"a wall time that there is in {name}: its clocks skip this one")
    if stated.utcoffset() not in offsets:
        raise CodecError("", value, f"the offset that {name} has then: {wall.replace(tzinfo=zone).isoformat()[len(wall.isoformat()) :]}")
    return DateTime.combine(wall.date(), wall.time(), zone).replace(fold=offsets.index(stated.utcoffset()))


def _is_gap(offsets: tuple[timedelta | None, timedelta | None]) -> bool:
    first, second = offsets
    return first is not None and second is not None and first < second


def write_date(day: date) -> str:
    """Write a date after ISO 8601."""
    return day.isoformat()


def read_date(value: object) -> date:
    """Read a date after ISO 8601, or take one that TOML has read already.

    Raises:
        CodecError: It is no date.
        InvalidValueError: TOML has read a time where a date is wanted.
    """
    if isinstance(value, date):
        return values.check_date(value, "")
    try:
        if isinstance(value, str) and _DATE.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError as error:
        raise CodecError("", value, f"a date that there is ({error})") from error
    raise CodecError("", value, "a date, such as 2026-03-02")


def write_duration(length: timedelta) -> str:
    """Write a length of time after ISO 8601, exactly; a negative one has the minus in front.

    Example:
        >>> write_duration(timedelta(days=1, hours=2, seconds=30)), write_duration(timedelta(minutes=-90))
        ('P1DT2H30S', '-PT1H30M')
    """
    if isinstance(length, pendulum.Duration):
        length = length.as_timedelta()
    seconds, micro = divmod(abs(length // _MICROSECOND), 1_000_000)
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    days, hour = divmod(hours, 24)
    fraction = f".{micro:06}".rstrip("0") if micro else ""
    clock = "".join((f"{hour}H" if hour else "", f"{minute}M" if minute else "", f"{second}{fraction}S" if second or micro else ""))
    day = f"{days}D" if days else ""
    return f"{'-' if length < timedelta() else ''}P{day}{'T' + clock if clock else ''}" if day or clock else "PT0S"


def read_duration(value: object) -> timedelta:
    """Read a length of time after ISO 8601, or take one that is read already.

    Raises:
        CodecError: It is none, or it has years, months or weeks.
    """
    if isinstance(value, timedelta):
        return value
    found = _DURATION.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise CodecError("", value, "a length of time after ISO 8601, such as P1DT2H30M")
    sign, *parts, fraction = found.groups()
    days, hours, minutes, seconds = (int(part or 0) for part in parts)
    try:
        length = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds, microseconds=int((fraction or "0").ljust(6, "0")))
    except OverflowError as error:
        raise CodecError("", value, "a length of time below a thousand million days") from error
    return -length if sign else length
