"""A target: one due time of a cycle, before pauses, and what pauses make of it.

What lives here: `Target`: the budget it allows, the due time after pauses, the instants of warnings and rungs. What does not: which targets a cycle has
and which of them decides (`cycle.py`, to read next).

A due time is never stored as it stands. Each target is moved by the pauses on its own scale: open time of the calendar for business units, elapsed
time otherwise. So nothing has to be undone when a late entry or another severity changes the past. Instants and lengths are integers, as in
`calendar/wallclock.py`: a clock is read far more often than it is shown.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from servrecov.calendar.calendar import BusinessCalendar
from servrecov.calendar.counting import counted
from servrecov.calendar.hours import Plan
from servrecov.calendar.pause import ELAPSED, Scale, paused_within, postponed, united
from servrecov.calendar.rota import ENDLESS
from servrecov.calendar.span import Span
from servrecov.calendar.unit import SpanUnit, shifted
from servrecov.deadline.clock import Within
from servrecov.errors import HolidayDataError, NoBusinessTimeError

__all__ = ["Target"]


class Target(NamedTuple):
    """A due time before pauses, and how time is measured towards it.

    Pauses are stretches of instants in order, as they were: some may touch.

    Attributes:
        due: The due time if nothing pauses.
        within: The span or ``"due_at"`` that it comes from.
        since: The instant from which pauses move it: the start, or the event that set a date.
        scale: What measures budget, pauses and what is left.
        calendar: The calendar that governs dates and offsets.
    """

    due: int
    within: Within
    since: int
    scale: Scale
    calendar: BusinessCalendar

    @classmethod
    def of_span(cls, span: Span, start: int, calendar: BusinessCalendar) -> Target:
        """Count a span from a start."""
        return cls(counted(span, start, calendar), span, start, calendar.reckoner if span.is_business else ELAPSED, calendar)

    @classmethod
    def of_date(cls, due_at: int, start: int, since: int, calendar: BusinessCalendar) -> Target:
        """Take a date that an event carried; it is never before the start."""
        return cls(max(due_at, start), "due_at", since, ELAPSED, calendar)

    @classmethod
    def unknown(cls, within: Within, start: int, calendar: BusinessCalendar) -> Target:
        """Stand in for a target that lies beyond the known holidays, in a cycle that is not seen."""
        return cls(ENDLESS[1], within, start, ELAPSED, calendar)

    @property
    def is_unknown(self) -> bool:
        """Whether it only stands in for another."""
        return self.due == ENDLESS[1]

    @property
    def in_open_time(self) -> bool:
        """Whether budget and pauses are measured in open time, and not in elapsed time."""
        return self.scale is not ELAPSED

    def due_after(self, pauses: Plan) -> int:
        """Return the due time, moved by the pauses from when it was set."""
        return postponed(self.due, united(pauses, self.since), self.scale) if pauses else self.due

    def budget(self, start: int, pauses: Plan) -> int:
        """Return what it allows: the time from the start to the due time, without what had been paused before it was set."""
        whole = self.scale.between(start, self.due)
        if self.since == start or not pauses:
            return whole
        return whole - paused_within(united(pauses, start), self.since, self.scale)

    def warning(self, start: int, fraction: float, pauses: Plan) -> int:
        """Return the instant at which a fraction of the budget is used."""
        used_up = self.scale.shift(start, round(self.budget(start, pauses) * Fraction(fraction)))
        return postponed(used_up, united(pauses, start), self.scale)

    def escalation(self, start: int, offset: float, unit: SpanUnit, pauses: Plan, at: int) -> int:
        """Return the instant of a rung, counted from the due time; one that lies beyond all that the calendar knows is not before `at`.

        A pause that begins before the rung moves it, and never to before the pause's end: together with the due time where it moves that, by itself
        where the due is past.
        """
        try:
            return self._rung(start, offset, unit, pauses)
        except (HolidayDataError, NoBusinessTimeError):
            if offset < 0:
                return start  # so far back that it can only be at the start
            if at > self.calendar.definition.known_time[1]:
                raise
            return at

    def _rung(self, start: int, offset: float, unit: SpanUnit, pauses: Plan) -> int:
        due, rung = self.due, max(start, shifted(self.due, offset, unit, self.calendar))
        for pause in united(pauses, start):
            if pause[0] >= rung:
                break
            if pause[0] < due:
                due = postponed(due, united((pause,), self.since), self.scale)
                rung = max(start, pause[1], shifted(due, offset, unit, self.calendar))
            else:
                rung = postponed(rung, (pause,), self.scale)
        return rung
