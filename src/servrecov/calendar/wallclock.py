"""The clock on the wall of a zone: exact integers inside, datetimes only at the door.

What lives here: reading an aware datetime as an instant, showing an instant in a zone, and the two ways between an instant and a wall
time. What does not: opening hours. An *instant* counts microseconds of UTC and a *wall time* counts those of the local clock, both such
that dividing by `DAY` gives ``date.toordinal()``. Integers neither round nor end at a year, and they are fast; pendulum's own
arithmetic (intervals, ``from_timestamp``) costs ten times as much and stays out. Read `hours.py` next.
"""

from __future__ import annotations

import functools
import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

import pendulum
from pendulum.tz.timezone import FixedTimezone, Timezone

from servrecov.errors import InvalidCalendarError, InvalidValueError, NaiveTimeError, NoBusinessTimeError
from servrecov.values import PENDULUM_ZONES, micros, settled, zone_of

__all__ = ["DAY", "FIRST_DAY", "LAST_DAY", "SECOND", "WallClock", "clock_of", "instant", "length", "show", "zone_named", "zone_of"]

SECOND: Final = 1_000_000
DAY: Final = 86_400 * SECOND
FIRST_DAY: Final = date.min.toordinal()
LAST_DAY: Final = date.max.toordinal()

_START = datetime(1, 1, 1)  # noqa: DTZ001  (a wall time, of whichever zone)
_MICROSECOND = timedelta(microseconds=1)
_FIXED = re.compile(r"([+-])([01]\d|2[0-3]):([0-5]\d)")
_OF_THE_MACHINE: Final = "localtime"
_CHANGES: Final = 10**18
_BLOCK: Final = 3
_KEPT: Final = 50_000


def instant(at: object, where: str) -> int:
    """Read an aware datetime as an instant, as its zone and its fold say.

    Raises:
        NaiveTimeError: The datetime has no zone.
        InvalidValueError: It is no datetime.
    """
    if not isinstance(at, datetime):
        raise InvalidValueError(where, at, "a datetime with a zone")
    day = at.toordinal()
    wall = day * DAY + (at.hour * 3600 + at.minute * 60 + at.second) * SECOND + at.microsecond
    if isinstance(at.tzinfo, PENDULUM_ZONES) and (steady := clock_of(at.tzinfo).steady(day)) is not None:
        return wall - steady
    offset = settled(at).utcoffset()
    if offset is None:
        raise NaiveTimeError(where, at)
    return wall - micros(offset)


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


class WallClock:
    """The clock on the wall of one zone: wall time of an instant, instant of a wall time.

    Both are exact in every zone and year. Nearly all dates have one offset from midnight to midnight; it is looked up once for three dates
    together and kept, and only the dates with a change ask the zone each time. (In the whole IANA database no two changes are nearer than
    three days, so equal offsets at two midnights three days apart mean one offset between them.)

    Attributes:
        zone: The zone.
    """

    __slots__ = ("_blocks", "zone")

    def __init__(self, zone: tzinfo) -> None:
        """Hang up the clock of a zone."""
        self.zone = zone
        self._blocks: dict[int, int] = {}

    def resolve(self, wall: int) -> int:
        """Return the instant of a wall time: in a gap later by the gap, the first of two where the clock was set back."""
        offset = self.steady(wall // DAY)
        return wall - (self._offset_at_wall(wall) if offset is None else offset)

    def wall(self, us: int) -> int:
        """Return the wall time at an instant."""
        offset = self.steady(us // DAY)
        # The offset of that UTC date, taken as a local one, is also this instant's if the date it leads to has it too.
        if offset is not None and offset == self.steady((us + offset) // DAY):
            return us + offset
        return us + self._offset_at(us)

    def day(self, us: int) -> int:
        """Return the local date of an instant, as an ordinal."""
        return self.wall(us) // DAY

    def midnight(self, day: int) -> int:
        """Return the first instant of a local date."""
        return self.resolve(day * DAY)

    def steady(self, day: int) -> int | None:
        """Return the one offset of a local date, or None on a date on which the clock is changed."""
        block = day // _BLOCK
        offset = self._blocks.get(block)
        if offset is None:
            offset = self._looked_up(block)
        if offset != _CHANGES:
            return offset
        first = self._offset_at_wall(day * DAY)
        return first if first == self._offset_at_wall((day + 1) * DAY) else None

    def _looked_up(self, block: int) -> int:
        first, last = (self._offset_at_wall(day * DAY) for day in (block * _BLOCK, (block + 1) * _BLOCK))
        if len(self._blocks) >= _KEPT:
            self._blocks.clear()
        offset = self._blocks[block] = first if first == last else _CHANGES
        return offset

    def lacks(self, day: int) -> bool:
        """Tell whether the zone skipped this date whole, as Samoa did 30 December 2011."""
        return self.steady(day) is None and self.midnight(day) == self.midnight(day + 1)

    def _offset_at_wall(self, wall: int) -> int:
        offset = _clamped(wall).replace(tzinfo=self.zone).utcoffset()
        return micros(offset or timedelta())

    def _offset_at(self, us: int) -> int:
        utc = _clamped(us)
        return micros(self.zone.fromutc(utc.replace(tzinfo=self.zone)).replace(tzinfo=None) - utc)


def _clamped(micros: int) -> datetime:
    micros = min(max(micros, FIRST_DAY * DAY), (LAST_DAY + 1) * DAY - 1)
    return _START + timedelta(micros // DAY - 1, 0, micros % DAY)


_kept_clock = functools.lru_cache(maxsize=1024)(WallClock)


def clock_of(zone: tzinfo) -> WallClock:
    """Return the clock of a zone, the same one each time where zones of its kind can be told apart."""
    try:
        return _kept_clock(zone)
    except TypeError:  # it cannot be hashed, as those of dateutil
        return WallClock(zone)


def show(us: int, zone: tzinfo) -> pendulum.DateTime:
    """Show an instant in a zone.

    Raises:
        NoBusinessTimeError: It lies outside the years 1 to 9999 there.
    """
    clock = clock_of(zone)
    day, rest = divmod(clock.wall(us), DAY)
    if not FIRST_DAY <= day <= LAST_DAY:
        raise NoBusinessTimeError("show an instant", f"it lies outside the years 1 to 9999 in {zone}")
    seconds, micro = divmod(rest, SECOND)
    on = date.fromordinal(day)
    at = pendulum.DateTime(on.year, on.month, on.day, seconds // 3600, seconds // 60 % 60, seconds % 60, micro, tzinfo=zone)
    # Only on a date with a change can a wall time come twice; then the zone must tell which one this is.
    return (
        at if clock.steady(day) is not None or instant(at, "show") == us else datetime.replace(at, fold=1)
    )  # past pendulum's own, which takes zones of its kind only
