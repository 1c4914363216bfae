"""Two calendars as one: open where both are, or where either is.

What lives here: `Combined`, the definition behind ``a & b`` and ``a | b``. What does not: the answers, which are those of any calendar.
The result lives in the left one's zone. Read `reckoner.py` next.
"""

from __future__ import annotations

import enum
import functools
from bisect import bisect_right
from collections.abc import Callable, Hashable
from itertools import groupby, islice
from typing import Any

import attrs

from servrecov.calendar.definition import Hours
from servrecov.calendar.hours import Plan, merged
from servrecov.calendar.rota import Rota, Shift, can_open
from servrecov.calendar.timeline import Timeline
from servrecov.calendar.wallclock import WallClock
from servrecov.errors import InvalidCalendarError
from servrecov.values import FrozenMap

__all__ = ["Combined", "Operation", "expression"]

_REACH = 3
"""Dates by which one stretch may be called differently in two zones."""
_FEW = 14


class Operation(enum.StrEnum):
    """How two calendars are made one."""

    AND = "and"
    """Open where both are open."""
    OR = "or"
    """Open where either is open."""

    @property
    def sign(self) -> str:
        """The sign between two calendars."""
        return "&" if self is Operation.AND else "|"


@attrs.frozen
class Combined:
    """Two definitions and how they are combined.

    Attributes:
        operation: Whether both or either must be open.
        left: The definition whose zone and dates count.
        right: The other one.
    """

    operation: Operation
    left: Rota
    right: Rota
    _right_time: Timeline = attrs.field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        """Refuse a combination that never opens, or of which nothing can be known.

        Raises:
            InvalidCalendarError: The two are never open together, or no year's holidays are known to both.
        """
        object.__setattr__(self, "_right_time", Timeline(self.right))
        where = f"BusinessCalendar {self.operation.sign} BusinessCalendar"
        first, last = self.holidays_known or (0, 0)
        if first > last:
            years = (self.left.holidays_known, self.right.holidays_known)
            raise InvalidCalendarError(where, years, "calendars whose known years overlap")
        if not can_open(self):
            raise InvalidCalendarError(where, expression(self), "calendars that are open together at some time")

    @property
    def tz(self) -> str:
        """Name of the left one's zone."""
        return self.left.tz

    @property
    def clock(self) -> WallClock:
        """The clock of the left one's zone."""
        return self.left.clock

    @property
    def holidays_known(self) -> tuple[int, int] | None:
        """The years known to both."""
        left, right = self.left.holidays_known, self.right.holidays_known
        if left and right:
            return max(left[0], right[0]), min(left[1], right[1])
        return left or right

    @functools.cached_property
    def known_time(self) -> tuple[int, int]:
        """The instants known to both."""
        left, right = self.left.known_time, self.right.known_time
        return max(left[0], right[0]), min(left[1], right[1])

    @functools.cached_property
    def known_days(self) -> tuple[int, int]:
        """The left one's dates whose hours are known: those on which all that the right one can add or take is known."""
        first, last = self.left.known_days
        if self.right.holidays_known is None:
            return first, last
        begin, end = self._shared_days() if self.operation is Operation.AND else self._joined_days()
        return max(first, begin), min(last, end)

    def _shared_days(self) -> tuple[int, int]:
        """Return the first and last date whose hours lie within what the right one knows; a night shift of the last may end after it."""
        begin, end = self.right.known_time
        first, last = self.clock.day(begin), self.clock.day(end - 1)
        early = [day + 1 for day, stretches in self.left.shifts(first, first) if stretches[0][0] < begin]
        late = [day - 1 for day, stretches in self.left.shifts(last - _REACH, last) if stretches[-1][1] > end]
        return max([first, *early]), min([last, *late])

    def _joined_days(self) -> tuple[int, int]:
        """Return the first and last date on which the right one's openings are known, from midnight to midnight."""
        right, (begin, end) = self.right.clock, self.right.known_time
        begin = max(begin, right.midnight(self.right.known_days[0]))
        end = min(end, right.midnight(self.right.known_days[1] + 1))
        first = self.clock.day(begin)
        return first + (self.clock.midnight(first) < begin), self.clock.day(end) - 1

    @functools.cached_property
    def named_days(self) -> frozenset[int]:
        """The dates that are out of the rule of either."""
        return self.left.named_days | self.right.named_days

    @functools.cached_property
    def ends_of_time(self) -> frozenset[int]:
        """The instants at which the dates of either begin and end."""
        return self.left.ends_of_time | self.right.ends_of_time

    @property
    def unbroken(self) -> bool:
        """Whether it is open day and night, for ever: both, or either."""
        both = (self.left.unbroken, self.right.unbroken)
        return all(both) if self.operation is Operation.AND else any(both)

    def mark(self, first: int, last: int) -> Hashable:
        """Return what tells dates from others that begin on the same weekday: the offsets of both; None if they may differ in more."""
        marks = self.left.mark(first, last), self.right.mark(first, last)
        return None if None in marks else marks

    @property
    def overnight(self) -> bool:
        """Whether the hours of a date may reach into the next: yes, for in another zone most do."""
        return True

    def shifts(self, first: int, last: int) -> list[Shift]:
        """List the business dates from `first` to `last` with their open stretches.

        Of both: the left one's, cut to the open time of the right one. Of either: the left one's, and the right one's by the date in the
        left one's zone on which each stretch opens. Dates that are known in part are among them, for their instants may be known.
        """
        if self.operation is Operation.AND:
            shared = self._shared if last - first < _FEW else self._shared_by(self._open_right(first, last))
            both = ((day, shared(stretches)) for day, stretches in self.left.shifts(first, last))
            return [shift for shift in both if shift[1]]
        theirs = [(self.clock.day(stretch[0]), stretch) for _, stretches in self.right.shifts(first - _REACH, last + _REACH) for stretch in stretches]
        ours = [(day, stretch) for day, stretches in self.left.shifts(first, last) for stretch in stretches]
        dated = sorted(pair for pair in ours + theirs if first <= pair[0] <= last)
        return [(day, merged(stretch for _, stretch in pairs)) for day, pairs in groupby(dated, key=lambda pair: pair[0])]

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the definition alone; what follows from it is worked out again."""
        return Combined, (self.operation, self.left, self.right)

    def _shared(self, stretches: Plan) -> Plan:
        return tuple(piece for opening, closing in stretches for piece in self._right_time.stretches(opening, closing))

    def _open_right(self, first: int, last: int) -> Plan:
        """Return the right one's open stretches about some dates, which is quicker than asking for each of them."""
        begin, end = self.right.known_time
        shifts = self.right.shifts(first - 2 * _REACH, last + 2 * _REACH)
        whole = merged([stretch for _, stretches in shifts for stretch in stretches])
        return tuple([(max(opening, begin), min(closing, end)) for opening, closing in whole if closing > begin and opening < end])

    @staticmethod
    def _shared_by(theirs: Plan) -> Callable[[Plan], Plan]:
        closings = [closing for _, closing in theirs]

        def shared(stretches: Plan) -> Plan:
            pieces = []
            for opening, closing in stretches:
                for begin, end in islice(theirs, bisect_right(closings, opening), None):
                    if begin >= closing:
                        break
                    pieces.append((max(opening, begin), min(closing, end)))
            return tuple(pieces)

        return shared


def expression(definition: Rota) -> str:
    """Write a definition as the expression that makes its calendar, without the parts that are empty."""
    if isinstance(definition, Combined):
        return f"({expression(definition.left)} {definition.operation.sign} {expression(definition.right)})"
    parts = {name: value for name, value in definition.parts().items() if value} if isinstance(definition, Hours) else {}
    texts = (f"{name}={dict(value) if isinstance(value, FrozenMap) else value!r}" for name, value in parts.items())
    return f"BusinessCalendar({', '.join(texts)})"
