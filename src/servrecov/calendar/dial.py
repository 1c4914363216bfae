"""F read off the clock on the wall: the fast way from a datetime to a datetime.

What lives here: `Dial`, a strip of open time in the wall times of one zone, and `Dials`, those of one calendar. What does not: the general
way by instants, to which a question goes that no dial can answer, and which says the same of every question: dates on which the clock is
changed, dates far away, zones of an uncommon make, values that are no datetimes. On all other dates an instant is its wall time, so that
F is one subtraction of datetimes and an answer one addition, both done in C. Read `algebra.py` next.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import groupby, pairwise
from typing import Any, Final
from zoneinfo import ZoneInfo

import attrs
import pendulum
from pendulum.tz.timezone import FixedTimezone

from servrecov.calendar.daybook import Daybook
from servrecov.calendar.rota import Rota
from servrecov.calendar.strip import Lane, Strip
from servrecov.calendar.wallclock import DAY, clock_of, zone_of

__all__ = ["Dial", "Dials"]

_NOTHING: Final = timedelta()
_CHANGED: Final = -1
_SHORTEST: Final = 3
_ZONES: Final = 4
"""Zones whose dials are kept: the calendar's own, and those asked about first."""

# Past pendulum's own arithmetic, which makes intervals and looks up offsets.
_less: Final[Callable[[datetime, datetime], timedelta]] = datetime.__sub__
_plus: Final[Callable[[Any, timedelta], Any]] = datetime.__add__


class _Lengths(dict[int, timedelta]):
    """Lengths by their microseconds, each made once: those of shifts and of nights come again and again."""

    def __missing__(self, us: int) -> timedelta:
        self[us] = length = timedelta(0, 0, us)
        return length


@attrs.frozen(eq=False)
class Dial:
    """A strip as the clocks of one zone show it. It never changes.

    Attributes:
        zone: The zone of the questions.
        strip: What it shows.
        first: The first date, as an ordinal.
        first_pieces: By date, the first piece that closes after its midnight, or a negative number where the clock is changed.
        bases: By piece, its opening less the open time before it, so that within the piece F is the wall time less this.
        before: By piece, the open time before it, counted from the beginning of the strip, and that before what would come next.
        origins: By piece, the base in the zone of the answers, or None where a wall time may not tell its instant.
    """

    zone: tzinfo
    strip: Strip
    first: int
    first_pieces: array[int]
    bases: list[datetime]
    before: list[timedelta]
    origins: list[pendulum.DateTime | None]

    @classmethod
    def of(cls, strip: Strip, zone: tzinfo) -> Dial:
        """Show a strip in a zone, without the dates at its ends, which it may hold only in part."""
        first, last = strip.first + 1, strip.last - 1
        pieces = _Pieces(strip, zone)
        offsets = [pieces.steady(day) for day in range(first, last + 1)]
        begin = first
        for (offset, is_followed), dates in groupby((here, after is not None) for here, after in pairwise(offsets)):
            end = begin + sum(1 for _ in dates)
            pieces.add(begin, end, offset, is_followed=is_followed)
            begin = end
        pieces.end(last)
        return cls(zone, strip, first, pieces.first_pieces, pieces.bases, pieces.before, pieces.origins)

    def until(self, at: datetime) -> timedelta:
        """Return F at a time of this zone.

        Raises:
            LookupError: The dial does not show that date.
        """
        index = at.toordinal() - self.first
        place = self.first_pieces[index]
        if place < 0 or index < 0:
            raise LookupError
        passed = _less(at, self.bases[place])
        while passed > self.before[place + 1]:
            place += 1
            passed = _less(at, self.bases[place])
        before = self.before[place]
        return passed if passed > before else before  # noqa: FURB136  (a call of max costs as much as all the rest)

    def is_open(self, at: datetime) -> bool:
        """Tell whether a time of this zone, on a date that it shows, lies in a stretch."""
        place = self.first_pieces[at.toordinal() - self.first]
        while _less(at, self.bases[place]) >= self.before[place + 1]:
            place += 1
        return _less(at, self.bases[place]) >= self.before[place]

    def shows(self, day: int) -> bool:
        """Tell whether it shows a date and the one before."""
        index = day - self.first
        return 0 < index < len(self.first_pieces) and self.first_pieces[index - 1] >= 0 <= self.first_pieces[index]


class _Pieces:
    """The pieces of a dial, while it is made.

    A piece need not end at midnight, but it ends before a date on which the clock is changed.

    Attributes:
        first_pieces: As those of `Dial`, like all the others.
        bases: By piece.
        before: By piece.
        origins: By piece.
    """

    def __init__(self, strip: Strip, zone: tzinfo) -> None:
        start = datetime.fromordinal(strip.first + 1).replace(tzinfo=zone)
        shown = zone_of(start)
        self.first_pieces = array("i")
        self.bases: list[datetime] = []
        self.before: list[timedelta] = []
        self.origins: list[pendulum.DateTime | None] = []
        self._strip = strip
        self._clock, self._clock_shown = clock_of(zone), clock_of(shown)
        self._origin = pendulum.DateTime(start.year, start.month, start.day, tzinfo=shown)
        self._base = self._origin if shown is zone else start
        self._position = self._first = (strip.first + 1) * DAY
        self._lengths = _Lengths()

    def steady(self, day: int) -> int | None:
        """Return the one offset of a date, if it has one for those who ask and those who are told."""
        offset = self._clock.steady(day)
        return offset if self._clock is self._clock_shown or offset == self._clock_shown.steady(day) else None

    def add(self, first: int, last: int, offset: int | None, *, is_followed: bool) -> None:
        """Add those of the dates from `first` to before `last`, which are of one kind."""
        begin, end = self._clock.midnight(first), self._clock.midnight(last)
        passed = self._strip.until(begin)
        for opening, closing in self._strip.within(begin, end):
            self._date((closing - 1 + (offset or 0)) // DAY + 1 if offset is not None else first, len(self.bases))
            self._move((self._clock.wall(opening) if offset is None else opening + offset) - passed)
            # The midnight at which a piece closes belongs to the next date, and may not be there.
            is_plain = offset is not None and (is_followed or closing < end)
            self.bases.append(self._base)
            self.origins.append(self._origin if is_plain else None)
            self.before.append(timedelta(0, 0, passed))
            passed += closing - opening
        self._date(last, _CHANGED if offset is None else len(self.bases))

    def end(self, last: int) -> None:
        """Add what comes after the last date."""
        total = self._strip.until(self._clock.midnight(last))
        self._move(last * DAY - total)
        self.bases.append(self._base)
        self.before += [timedelta(0, 0, total)] * 2

    def _date(self, last: int, place: int) -> None:
        """Note the piece of the dates before `last` that have none yet."""
        self.first_pieces.extend([place] * (last - self._first // DAY - len(self.first_pieces)))

    def _move(self, position: int) -> None:
        """Go to where F is 0 if it is read back from a piece."""
        step = self._lengths[position - self._position]
        moved = _plus(self._origin, step)
        self._base = moved if self._base is self._origin else _plus(self._base, step)
        self._origin, self._position = moved, position


class Dials:
    """The dials of one calendar: of its own zone, and of the few others that are asked about first.

    Each question gets None where the general way must be taken. A dial is replaced as a whole, so threads may ask at the same time.
    """

    __slots__ = ("_days", "_kept", "_lane", "_overnight", "_own")

    def __init__(self, lane: Lane, days: Daybook, rota: Rota) -> None:
        """Show nothing yet."""
        self._lane = lane
        self._days = days
        self._own = rota.clock.zone
        self._overnight = rota.overnight
        # By identity, which is quicker to look up; each dial holds on to its zone.
        self._kept: dict[int, Dial] = {}

    def add(self, start: datetime, duration: timedelta) -> pendulum.DateTime | None:
        """Return the instant that lies `duration` of open time after `start`, or before it if negative."""
        try:
            dial = self._kept.get(id(start.tzinfo))
            if dial is None or type(duration) is not timedelta:
                return None
            target = dial.until(start) + duration
            before = dial.before
            found: pendulum.DateTime | None = None
            if duration > _NOTHING:
                if target <= before[-1]:
                    found = _plus(dial.origins[bisect_left(before, target) - 1], target)
            elif duration and target >= before[0]:
                found = _plus(dial.origins[bisect_right(before, target) - 1], target)
        # No datetime; no dial of that date; beyond all time; a naive one, no length, or a piece whose wall time may not tell its instant.
        except (AttributeError, LookupError, OverflowError, TypeError):
            return None
        return found

    def subtract(self, start: datetime, duration: timedelta) -> pendulum.DateTime | None:
        """Return the instant that lies `duration` of open time before `start`, or after it if negative."""
        try:
            return self.add(start, -duration)
        except (OverflowError, TypeError):
            return None

    def between(self, start: datetime, end: datetime) -> timedelta | None:
        """Return the open time from `start` to `end`; negative when reversed."""
        try:
            zone = start.tzinfo
            dial = self._kept.get(id(zone))
            return dial.until(end) - dial.until(start) if dial is not None and end.tzinfo is zone else None
        except (AttributeError, LookupError, TypeError):
            return None

    def date_of(self, at: datetime) -> int | None:
        """Return the date a time of the calendar's own zone counts from, unless shifts may reach into it from the date before."""
        dial = self._kept.get(id(self._own))
        return at.toordinal() if dial is not None and at.tzinfo is self._own and not self._overnight and dial.shows(at.toordinal()) else None

    def add_days(self, start: object, n: int, *, clamp: bool) -> pendulum.DateTime | None:
        """Return the same time after `n` business days; with `clamp` none where it is closed."""
        if type(start) is not pendulum.DateTime or type(n) is not int or not n:
            return None
        day = self.date_of(start)
        if day is None:
            return None
        dial = self._kept[id(self._own)]
        if clamp and not dial.is_open(start):
            return None
        found = self._days.nth(day, n)
        return _plus(start, timedelta(found - day)) if found is not None and dial.shows(found) else None

    def is_open(self, at: datetime) -> bool | None:
        """Tell whether a time lies in a stretch."""
        try:
            dial = self._kept.get(id(at.tzinfo))
            return dial.is_open(at) if dial is not None and dial.shows(at.toordinal()) else None
        except AttributeError:
            return None

    def follow(self, zone: tzinfo | None) -> None:
        """Show what the lane has laid out since, in a zone just asked about."""
        strip, dial = self._lane.strip, self._kept.get(id(zone))
        if zone is None or len(strip.first_pieces) < _SHORTEST or (dial and dial.strip is strip):
            return
        if dial or zone is self._own or (len(self._kept) < _ZONES and _is_shared(zone)):
            self._kept[id(zone)] = Dial.of(strip, zone)


def _is_shared(zone: tzinfo) -> bool:
    """Tell whether a zone is the one object that all times of this zone carry."""
    if isinstance(zone, FixedTimezone):
        return pendulum.timezone(zone.offset) is zone
    return zone is UTC or (isinstance(zone, ZoneInfo) and bool(zone.key) and type(zone)(zone.key) is zone)
