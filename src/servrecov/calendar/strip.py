"""F laid out flat over the dates in use: a question is one index, a step or two, and one bisection.

What lives here: `Strip`, the open stretches of a run of UTC dates in plain lists, and `Lane`, which lays one as far as questions reach.
What does not: times before 1970 or after 2099, or beyond what the rota knows; they get None here and go by the pages of `timeline.py`,
which says the same of every instant. Read `dial.py` next: the same on the clock on the wall.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from operator import itemgetter
from typing import Final

import attrs

from servrecov.calendar.hours import Plan, Stretch, merged
from servrecov.calendar.rota import OUR_TIMES, Rota, widened
from servrecov.calendar.timeline import REACH_BACK
from servrecov.calendar.wallclock import DAY

__all__ = ["MARGIN", "Lane", "Strip"]

MARGIN: Final = 2
"""Dates at either end of a strip that another zone may count otherwise."""
_AT_A_TIME: Final = 512


@attrs.frozen(eq=False)
class Strip:
    """The open stretches from one UTC midnight to another, cut to it. It never changes.

    One piece more than there are stretches, empty and at the end, spares every question the case of having come after the last.

    Attributes:
        first: The first date, as an ordinal.
        first_pieces: By date, the first piece that closes after that midnight.
        bases: By piece, its opening less the open time before it, so that within the piece F is the instant less this.
        before: By piece, the open time before it, and that before what would come next.
        begin: From where it answers; the margin before it is for the wall times of other zones.
        end: To where it answers.
        least: F where it begins to answer.
        most: F where it no longer answers.
    """

    first: int
    first_pieces: array[int]
    bases: list[int]
    before: list[int]
    begin: int
    end: int
    least: int = attrs.field(init=False)
    most: int = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        """Read F at both ends."""
        object.__setattr__(self, "least", self.until(self.begin))
        object.__setattr__(self, "most", self.until(self.end))

    @classmethod
    def laid(cls, rota: Rota, first: int, last: int) -> Strip:
        """Lay out the dates from `first` to before `last`."""
        begin, end = first * DAY, last * DAY
        at = array("i")
        bases: list[int] = []
        before = [0]
        total = 0
        for opening, closing in _stretches(rota, first - REACH_BACK, last + 1):
            inside = min(closing, end) - max(opening, begin)
            if inside > 0:
                at.extend([len(bases)] * ((min(closing, end) - 1) // DAY - first + 1 - len(at)))
                bases.append(max(opening, begin) - total)
                total += inside
                before.append(total)
        at.extend([len(bases)] * (last - first - len(at)))
        return cls(first, at, [*bases, end - total], [*before, total], begin + MARGIN * DAY, end - MARGIN * DAY)

    @property
    def last(self) -> int:
        """The first date after it."""
        return self.first + len(self.first_pieces)

    def place(self, us: int) -> int:
        """Return the first piece that has not closed before an instant."""
        place = self.first_pieces[us // DAY - self.first]
        while us - self.bases[place] > self.before[place + 1]:
            place += 1
        return place

    def until(self, us: int) -> int:
        """Return F, counted from the beginning of the strip; with `place` in line, for a call costs as much as the rest."""
        place = self.first_pieces[us // DAY - self.first]
        passed = us - self.bases[place]
        while passed > self.before[place + 1]:
            place += 1
            passed = us - self.bases[place]
        before = self.before[place]
        return passed if passed > before else before  # noqa: FURB136  (a call of max costs as much as all the rest)

    def opening(self, place: int) -> int:
        """Return the opening of a piece."""
        return self.bases[place] + self.before[place]

    def within(self, begin: int, end: int) -> list[Stretch]:
        """List the stretches between two instants on the strip, cut to them."""
        found = []
        for place in range(self.place(begin), len(self.bases) - 1):
            opening, closing = self.opening(place), self.bases[place] + self.before[place + 1]
            if opening >= end:
                break
            if closing > begin:
                found.append((max(opening, begin), min(closing, end)))
        return found


def _stretches(rota: Rota, first: int, last: int) -> Iterator[Stretch]:
    """Yield the merged stretches of dates, read some at a time, so that they need not all be held at once."""
    rest: Plan = ()
    for begin in range(first, last + 1, _AT_A_TIME):
        end = min(begin + _AT_A_TIME - 1, last)
        whole = merged([*rest, *(stretch for _, stretches in rota.shifts(begin, end) for stretch in stretches)])
        # What closes a whole date earlier than the last one here cannot touch what the next ones open with, in any zone.
        settled = bisect_left(whole, (end - 1) * DAY, key=itemgetter(1))
        yield from whole[:settled]
        rest = whole[settled:]
    yield from rest


_NOTHING: Final = Strip(0, array("i", [0]), [0], [0, 0], 0, 0)


class Lane:
    """The strip of a rota, laid anew and longer when a question reaches past its end.

    A question that no strip can answer gets None. A strip is replaced as a whole, so threads may ask at the same time.

    Attributes:
        strip: What is laid out.
    """

    __slots__ = ("_limits", "_rota", "strip")

    def __init__(self, rota: Rota) -> None:
        """Lay nothing yet."""
        self._rota = rota
        self.strip = _NOTHING
        begin, end = rota.known_time
        self._limits = max(OUR_TIMES[0], begin // DAY + 1 + MARGIN), min(OUR_TIMES[1], end // DAY - MARGIN)

    def between(self, begin: int, end: int) -> int | None:
        """Return the open time from `begin` to `end`; negative when reversed."""
        strip = self.strip
        if strip.begin <= begin < strip.end and strip.begin <= end < strip.end:
            return strip.until(end) - strip.until(begin)
        return self.between(begin, end) if self._reach(min(begin, end) // DAY, max(begin, end) // DAY) else None

    def shift(self, us: int, amount: int) -> int | None:
        """Return the instant that lies `amount` (not 0) of open time after `us`, or before it if negative."""
        strip = self.strip
        if strip.begin <= us < strip.end:
            target = strip.until(us) + amount
            if amount > 0:
                if target <= strip.most:
                    return target + strip.bases[bisect_left(strip.before, target) - 1]
            elif target >= strip.least:
                return target + strip.bases[bisect_right(strip.before, target) - 1]
        return self.shift(us, amount) if self._may_reach(us, amount) else None

    def _may_reach(self, us: int, amount: int) -> bool:
        """Lay out more, as long as the answer, which is as far away as the amount at least, can lie within the limits."""
        first, last = self._limits
        if not first * DAY <= us + amount < last * DAY:
            return False
        strip = self.strip
        if not strip.begin <= us < strip.end:
            return self._reach(us // DAY, us // DAY)
        least = (us + amount) // DAY
        beside = max(least, strip.end // DAY) if amount > 0 else min(least, strip.begin // DAY - 1)
        return self._reach(beside, beside)

    def is_open(self, us: int) -> bool | None:
        """Tell whether an instant lies in a stretch, its opening included and its closing not."""
        strip = self.strip
        if not strip.begin <= us < strip.end:
            return self.is_open(us) if self._reach(us // DAY, us // DAY) else None
        place = strip.place(us)
        return strip.before[place] <= us - strip.bases[place] < strip.before[place + 1]

    def next_opening(self, us: int) -> int | None:
        """Return the first opening after `us`."""
        strip = self.strip
        if not strip.begin <= us < strip.end:
            return self.next_opening(us) if self._reach(us // DAY, us // DAY) else None
        place = strip.place(us)
        place += us - strip.bases[place] >= strip.before[place]
        # The last one only ends the strip.
        return strip.opening(place) if place < len(strip.bases) - 1 else None

    def next_closing(self, us: int) -> int | None:
        """Return the first closing after `us`."""
        strip = self.strip
        if not strip.begin <= us < strip.end:
            return self.next_closing(us) if self._reach(us // DAY, us // DAY) else None
        place = strip.place(us)
        place += us - strip.bases[place] == strip.before[place + 1]
        # The last stretch may go on past the end of the strip.
        return strip.bases[place] + strip.before[place + 1] if place < len(strip.bases) - 2 else None

    def _reach(self, low: int, high: int) -> bool:
        """Lay the strip over the dates from `low` to `high`, if they lie within the limits."""
        strip = self.strip
        dates = widened((strip.begin // DAY, strip.end // DAY), low, high, self._limits)
        if dates is not None:
            self.strip = Strip.laid(self._rota, dates[0] - MARGIN, dates[1] + MARGIN)
        return dates is not None
