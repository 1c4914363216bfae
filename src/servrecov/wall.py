"""The clock on the wall of a zone: its offset on each date, and the instants and wall times that follow from it.

What lives here: `WallClock`, and reading an aware datetime as an instant. What does not: showing an instant and naming a zone, which stand
in `calendar/wallclock.py`. An *instant* counts microseconds of UTC and a *wall time* counts those of the local clock, both such that
dividing by `DAY` gives ``date.toordinal()``. Integers neither round nor end at a year, and they are fast; pendulum's own arithmetic
(intervals, ``from_timestamp``) costs ten times as much and stays out. Read `values.py` next.
"""

from __future__ import annotations

import functools
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

from pendulum.tz.timezone import FixedTimezone

__all__ = ["DAY", "FIRST_DAY", "LAST_DAY", "SECOND", "WallClock", "clock_of", "micros", "read_instant", "settled"]

SECOND: Final = 1_000_000
DAY: Final = 86_400 * SECOND
FIRST_DAY: Final = date.min.toordinal()
LAST_DAY: Final = date.max.toordinal()

_START: Final = datetime(1, 1, 1)  # noqa: DTZ001  (a wall time, of whichever zone)
_MIDNIGHT: Final = time(0)
_MIDNIGHT_TO_BE: Final = time.max.replace(fold=1)
_CHANGES: Final = 10**18
_BLOCK: Final = 3
_BLOCK_TIME: Final = _BLOCK * DAY
_KEPT: Final = 50_000
_ZONES: Final = 1024
_REGULAR: Final = (ZoneInfo, FixedTimezone, timezone)
"""The makes of zones of which it is known that one offset at two midnights near each other means one offset between them."""


def micros(delta: timedelta) -> int:
    """Return a length in microseconds, exactly."""
    return (delta.days * 86_400 + delta.seconds) * SECOND + delta.microseconds


class WallClock:
    """The clock on the wall of one zone: wall time of an instant, instant of a wall time.

    Both are exact in every zone and year. Nearly all dates have one offset from midnight to midnight; it is looked up once for three dates
    together and kept, and only the dates with a change ask the zone each time. (In the whole IANA database no two changes are nearer than
    three days, so equal offsets at both ends of three days mean one offset between them.)

    Attributes:
        zone: The zone.
        blocks: The one offset of three dates, or a number beyond all offsets; what `read_instant` looks into.
    """

    __slots__ = ("_spans", "blocks", "zone")

    def __init__(self, zone: tzinfo) -> None:
        """Hang up the clock of a zone."""
        self.zone = zone
        self.blocks: dict[int, int] = {}
        self._spans: dict[int, int] = {}

    def resolve(self, wall: int) -> int:
        """Return the instant of a wall time: in a gap later by the gap, the first of two where the clock was set back."""
        offset = self.steady(wall // DAY)
        return wall - (self._offset_at_wall(wall) if offset is None else offset)

    def wall(self, us: int) -> int:
        """Return the wall time at an instant."""
        offset = self.calm(us)
        return us + (self._offset_at(us) if offset is None else offset)

    def day(self, us: int) -> int:
        """Return the local date of an instant, as an ordinal."""
        return self.wall(us) // DAY

    def midnight(self, day: int) -> int:
        """Return the first instant of a local date."""
        return self.resolve(day * DAY)

    def steady(self, day: int) -> int | None:
        """Return the one offset of a local date, or None on a date on which the clock is changed."""
        block = day // _BLOCK
        offset = self.blocks.get(block)
        if offset is None:
            offset = self._looked_up(block)
        return offset if offset != _CHANGES else self._one_offset(day, day + 1)

    def calm(self, us: int) -> int | None:
        """Return the offset at an instant, or None near one at which the clock is changed."""
        span = us // _BLOCK_TIME
        offset = self._spans.get(span)
        if offset is None:
            offset = self._looked_around(span)
        return offset if offset != _CHANGES else None

    def _looked_up(self, block: int) -> int:
        offset = self._one_offset(block * _BLOCK, (block + 1) * _BLOCK)
        return _kept(self.blocks, block, _CHANGES if offset is None else offset)

    def _looked_around(self, span: int) -> int:
        first = span * _BLOCK
        # The dates that instants of these three days of UTC have in whichever zone.
        offsets = {self.steady(day) for day in range(first - 1, first + _BLOCK + 1)}
        offset = offsets.pop()
        return _kept(self._spans, span, _CHANGES if offsets or offset is None else offset)

    def _one_offset(self, first: int, last: int) -> int | None:
        """Return the one offset from a midnight up to another, or None.

        The last microsecond is taken as of fold 1: the clock may be set over midnight, forward or back.
        """
        if not isinstance(self.zone, _REGULAR):
            return self._only_offset(first, last)
        begin = datetime.combine(_date(first), _MIDNIGHT, self.zone).utcoffset()
        end = datetime.combine(_date(last - 1), _MIDNIGHT_TO_BE, self.zone).utcoffset()
        return micros(begin or timedelta()) if begin == end else None

    def _only_offset(self, first: int, last: int) -> int | None:
        """Return the one offset of a zone of an uncommon make, which may change its clocks and change them back on one date, or None."""
        offsets = {self._offset_at_wall(wall) for wall in (*range(first * DAY, last * DAY, DAY // 4), last * DAY - 1)}
        return offsets.pop() if len(offsets) == 1 else None

    def lacks(self, day: int) -> bool:
        """Tell whether the zone skipped this date whole, as Samoa did 30 December 2011."""
        return self.steady(day) is None and self.midnight(day) == self.midnight(day + 1)

    def _offset_at_wall(self, wall: int) -> int:
        offset = _clamped(wall).replace(tzinfo=self.zone).utcoffset()
        return micros(offset or timedelta())

    def _offset_at(self, us: int) -> int:
        utc = _clamped(us)
        return micros(self.zone.fromutc(utc.replace(tzinfo=self.zone)).replace(tzinfo=None) - utc)


def _kept(offsets: dict[int, int], block: int, offset: int) -> int:
    if len(offsets) >= _KEPT:
        offsets.clear()
    offsets[block] = offset
    return offset


def _date(day: int) -> date:
    return date.fromordinal(min(max(day, FIRST_DAY), LAST_DAY))


def _clamped(micros: int) -> datetime:
    micros = min(max(micros, FIRST_DAY * DAY), (LAST_DAY + 1) * DAY - 1)
    return _START + timedelta(micros // DAY - 1, 0, micros % DAY)


_kept_clock = functools.lru_cache(maxsize=_ZONES)(WallClock)

_CLOCKS: Final[dict[int, WallClock]] = {}
"""The clocks of zones of a regular make by the identity of the zone, to which each holds on."""


def clock_of(zone: tzinfo) -> WallClock:
    """Return the clock of a zone, the same one each time where zones of its kind can be told apart."""
    clock = _CLOCKS.get(id(zone))
    if clock is not None:
        return clock
    try:
        clock = _kept_clock(zone)
    except TypeError:  # it cannot be hashed, as those of dateutil
        return WallClock(zone)
    if clock.zone is zone and isinstance(zone, _REGULAR) and len(_CLOCKS) < _ZONES:
        _CLOCKS[id(zone)] = clock
    return clock


def read_instant(at: datetime) -> int | None:
    """Read a datetime as an instant, as its zone and its fold say, or return None for a naive one."""
    day, zone = at.toordinal(), at.tzinfo
    wall = day * DAY + (at.hour * 3600 + at.minute * 60 + at.second) * SECOND + at.microsecond
    clock = _CLOCKS.get(id(zone))
    if clock is not None and (offset := clock.blocks.get(day // _BLOCK, _CHANGES)) != _CHANGES:
        return wall - offset
    return _read_slowly(at, wall, day)


def _read_slowly(at: datetime, wall: int, day: int) -> int | None:
    if isinstance(at.tzinfo, _REGULAR) and (steady := clock_of(at.tzinfo).steady(day)) is not None:
        return wall - steady
    offset = settled(at).utcoffset()
    return None if offset is None else wall - micros(offset)


def settled(at: datetime) -> datetime:
    """Return a time with the fold that counts: in a gap always the first, so that it moves later by the gap, whatever the datetime says."""
    if at.fold:
        first = datetime.replace(at, fold=0)  # past pendulum's own, which moves a time in a gap
        before, after = first.utcoffset(), at.utcoffset()
        if before is not None and after is not None and before < after:
            return first
    return at
