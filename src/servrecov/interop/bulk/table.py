"""Open time as a table: what `calendar/timeline.py` finds by search for one instant, read off for thousands at once.

What lives here: `Column`, what was read of an argument; `Pieces`, which says without a search which piece of a line a number falls in;
`OpenTime`, the function F over a window of time and its inverse; and `Room`, the buffers they work in. What does not: dates (`almanac.py`),
and which window is worth a table (`shelf.py`). Numbers are int64: microseconds, or days, since 1970, as NumPy keeps them. Every answer is
exact. What a table does not know it marks, and the scalar engine is asked instead. Read `almanac.py` next.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import attrs
import numpy as np
from numpy.typing import NDArray

from servrecov.calendar.reckoner import Reckoner
from servrecov.calendar.wallclock import DAY

__all__ = ["EPOCH", "EPOCH_DAY", "FAR", "NAT", "UNKNOWN", "Column", "Ints", "OpenTime", "Pieces", "Room", "kept", "marked", "padded"]

Ints = NDArray[np.int64]

EPOCH_DAY: Final = date(1970, 1, 1).toordinal()
EPOCH: Final = EPOCH_DAY * DAY
"""What the scalar engine calls the instant that NumPy counts from."""
NAT: Final = int(np.iinfo(np.int64).min)
"""How NumPy keeps NaT."""
FAR: Final = 10**18
"""More microseconds, and more days, than any calendar has; sums of three still fit."""
UNKNOWN: Final = -2 * FAR
"""Stands in a table where it ends: whatever is added to it lies before all time."""

_BUCKETS: Final = 2**16


@attrs.frozen(eq=False)
class Column:
    """What was read of an argument.

    Attributes:
        values: Numbers, of any shape.
        low: The least of them, NaT where there is one; 0 where there are none.
        high: The greatest.
    """

    values: Ints
    low: int
    high: int

    @classmethod
    def of(cls, values: Ints) -> Column:
        """Look once at the range of the values."""
        return cls(values, int(values.min()), int(values.max())) if values.size else cls(values, 0, 0)

    @property
    def has_nat(self) -> bool:
        """Whether a value is NaT."""
        return self.low == NAT

    @property
    def has_zero(self) -> bool:
        """Whether a value may be 0."""
        return self.low <= 0 <= self.high

    def is_positive(self, values: Ints) -> NDArray[np.bool_] | bool:
        """Tell of some of the values whether they are above 0, in one word where it is true of all; 0 fits either."""
        if self.low >= 0:
            return True
        return values > 0 if self.high > 0 else False


class Room:
    """Buffers for one chunk of numbers, so that no step of the reckoning asks for memory of its own.

    Attributes:
        size: How many numbers a chunk has.
        index: Where each number stands in a table.
        word: What a table says of each.
        flag: Yes or no of each.
        first: Numbers in between.
        second: The same.
        few: Small numbers in between.
        more: The same.
    """

    __slots__ = ("few", "first", "flag", "index", "more", "second", "size", "word")

    def __init__(self, size: int) -> None:
        """Make room for chunks of `size` numbers."""
        self.size = size
        self.flag: NDArray[np.bool_] = np.empty(size, np.bool_)
        self.index, self.word, self.first, self.second = (np.empty(size, np.int64) for _ in range(4))
        self.few, self.more = (np.empty(size, np.int32) for _ in range(2))


class Pieces:
    """A line cut into pieces: which one a number falls in.

    The line lies in equal buckets, each so narrow that few pieces begin in it, one wherever that costs no more than half a megabyte. A shift
    of the number's bits gives its bucket, that the piece at the bucket's beginning, and as many comparisons as pieces begin in a bucket the
    right one.

    Example:
        >>> Pieces(np.array([0, 60, 100, 160])).find(np.array([-5, 59, 60, 99, 1000]), Room(5))
        array([0, 0, 1, 1, 3])
    """

    __slots__ = ("_at", "_begin", "_next", "_shift", "_steps")

    def __init__(self, marks: Ints) -> None:
        """Cut a line at `marks`, in order, each once; the first piece also holds what lies before, the last what lies after."""
        self._begin = int(marks[0])
        beginnings = marks - self._begin
        self._shift, self._steps = _grain(beginnings)
        edges = np.arange((int(beginnings[-1]) >> self._shift) + 1) << self._shift
        self._at = np.searchsorted(beginnings, edges, side="right") - 1
        self._next = np.append(marks[1:], 2 * FAR)

    def find(self, at: Ints, room: Room) -> Ints:
        """Return the number of the piece that each number falls in, in the room's `index`; its `word` and `flag` are used up."""
        index, word, flag = room.index, room.word, room.flag
        np.subtract(at, self._begin, out=word)
        np.right_shift(word, self._shift, out=word)
        np.take(self._at, word, out=index, mode="clip")
        for _ in range(self._steps):
            np.take(self._next, index, out=word, mode="clip")
            np.greater_equal(at, word, out=flag)
            np.add(index, flag, out=index)
        return index


def _grain(beginnings: Ints) -> tuple[int, int]:
    """Choose the width of a bucket, as a number of bits, and count the pieces that begin in the fullest."""
    length, most = int(beginnings[-1]), max(_BUCKETS, 2 * len(beginnings))
    bits = length.bit_length()
    while True:
        crowd = int(np.bincount(beginnings >> bits).max())
        if crowd <= 1 or bits == 0 or length >> (bits - 1) >= most:
            return bits, crowd
        bits -= 1


def padded(values: Sequence[int] | Ints, before: int, after: int) -> Ints:
    """Put what stands for the unknown before and after the values of a table."""
    return np.concatenate(([before], np.asarray(values, dtype=np.int64), [after]))


def marked(answers: Ints, room: Room) -> None:
    """Write NaT for answers that lie before all time, for they are none."""
    if answers.min() < -FAR // 2:
        np.less(answers, -FAR // 2, out=room.flag)
        answers[room.flag] = NAT


class OpenTime:
    """F of a calendar over a window of time: how much open time lies before an instant, and the inverse.

    Between two openings F rises with the time up to the closing and is level from there, so it is the smaller of two lines. Its inverse
    is the time plus all the closed time before, which grows at each opening.

    Attributes:
        begin: Where the window begins, in microseconds since 1970.
        end: Where it ends; it is no part of it.
    """

    __slots__ = ("_closed_before", "_closings", "_filled", "_lag", "_opened", "_until", "begin", "end")

    def __init__(self, reckoner: Reckoner, begin: int, end: int) -> None:
        """Ask a calendar for its stretches from `begin` to `end`."""
        self.begin, self.end = begin, end
        found = np.array(reckoner.stretches(begin + EPOCH, end + EPOCH), dtype=np.int64).reshape(-1, 2) - EPOCH
        if not len(found) or found[0, 0] > begin:
            found = np.concatenate(([[begin, begin]], found))  # closed at first: a stretch without length
        openings, closings = found[:, 0], found[:, 1]
        until = np.cumsum(closings - openings)
        before = until - (closings - openings)
        closed, real = openings - before, openings < closings
        self._opened = Pieces(padded(openings, begin - 1, end))
        self._closings = padded(closings, begin, end)
        self._lag = padded(closed, 0, 0)
        self._until = padded(until, UNKNOWN, UNKNOWN)
        self._filled = Pieces(padded(before[real], -1, int(until[-1])))
        self._closed_before = padded(closed[real], UNKNOWN, UNKNOWN)

    def until(self, at: Ints, out: Ints, room: Room) -> None:
        """Write how much open time lies between the beginning of the window and each instant; unknown is below 0."""
        index = self._opened.find(at, room)
        np.take(self._lag, index, out=room.word, mode="clip")
        np.subtract(at, room.word, out=out)
        np.take(self._until, index, out=room.word, mode="clip")
        np.minimum(out, room.word, out=out)

    def between(self, starts: Ints, ends: Ints, out: Ints, room: Room) -> None:
        """Write the open time from each start to its end; unknown is NaT."""
        self.until(starts, room.first, room)
        self.until(ends, out, room)
        unknown = min(room.first.min(), out.min()) < 0
        if unknown:
            np.less(np.minimum(room.first, out), 0, out=room.flag)
        np.subtract(out, room.first, out=out)
        if unknown:
            out[room.flag] = NAT

    def shifted(self, starts: Ints, amounts: Ints, out: Ints, room: Room, *, forward: NDArray[np.bool_] | bool) -> None:
        """Write the instant that lies each amount of open time after its start, or before it if negative; unknown is NaT.

        Where the amount goes `forward` it is the first such instant, else the last: what fills a stretch ends at its closing, or begins at
        the opening.
        """
        self.until(starts, out, room)
        np.add(out, amounts, out=out)
        np.subtract(out, forward, out=room.first, dtype=np.int64)
        index = self._filled.find(room.first, room)
        np.take(self._closed_before, index, out=room.word, mode="clip")
        np.add(out, room.word, out=out)
        marked(out, room)

    def is_open(self, at: Ints, out: Ints, room: Room) -> None:
        """Write 1 where the calendar is open, 0 where not; unknown is NaT."""
        index = self._opened.find(at, room)
        np.take(self._closings, index, out=room.word, mode="clip")
        np.less(at, room.word, out=out)
        np.take(self._until, index, out=room.word, mode="clip")
        np.minimum(out, room.word, out=out)  # the open time up to the end of a stretch is never less than 1
        marked(out, room)


def kept(starts: Ints, amounts: Ints, out: Ints, room: Room) -> None:
    """Write each start again where the amount is 0, for that moves nothing."""
    np.equal(amounts, 0, out=room.flag)
    np.copyto(out, starts, where=room.flag)
