"""A target: one due time of a cycle, before pauses, and what pauses make of it.

What lives here: `Target`: the budget it allows, the due time after pauses, the instants of warnings and rungs. What does not: which targets a cycle has
and which of them decides (`cycle.py`, to read next).

A due time is never stored as it stands. Each target is moved by the pauses on its own scale: open time of the calendar for business units, elapsed
time otherwise. So nothing has to be undone when a late entry or another severity changes the past.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import attrs
from pendulum import DateTime

from servrecov.calendar.calendar import BusinessCalendar
from servrecov.calendar.pause import ELAPSED, Scale, postponed, united
from servrecov.calendar.span import Span
from servrecov.calendar.unit import SpanUnit, shifted
from servrecov.calendar.wallclock import instant, show, zone_of
from servrecov.deadline.clock import Within
from servrecov.values import moment

__all__ = ["Pauses", "Target"]

Pauses = Sequence[tuple[DateTime, DateTime]]
"""From an instant to another, in order, as they were: some may touch."""


@attrs.frozen
class Target:
    """A due time before pauses, and how time is measured towards it.

    Attributes:
        due: The due time if nothing pauses.
        within: The span or ``"due_at"`` that it comes from.
        since: The instant from which pauses move it: the start, or the event that set a date.
        scale: What measures budget, pauses and what is left.
        calendar: The calendar that governs dates and offsets.
    """

    due: DateTime
    within: Within
    since: DateTime
    scale: Scale
    calendar: BusinessCalendar

    @classmethod
    def of_span(cls, span: Span, start: DateTime, calendar: BusinessCalendar) -> Target:
        """Count a span from a start."""
        return cls(span.due(start, calendar), span, start, span.scale(calendar), calendar)

    @classmethod
    def of_date(cls, due_at: DateTime, start: DateTime, since: DateTime, calendar: BusinessCalendar) -> Target:
        """Take a date that an event carried; it is never before the start, and is shown in the zone of the start."""
        shown = show(max(instant(due_at, "due_at"), instant(start, "start")), zone_of(start))
        return cls(shown, "due_at", since, ELAPSED, calendar)

    @property
    def in_open_time(self) -> bool:
        """Whether budget and pauses are measured in open time, and not in elapsed time."""
        return self.scale is not ELAPSED

    def counted(self, pauses: Pauses) -> Pauses:
        """Return the pauses that can move it: united, and cut to begin no earlier than it was set."""
        return united(pauses, self.since) if pauses else ()

    def due_after(self, pauses: Pauses) -> DateTime:
        """Return the due time, moved by pauses."""
        return postponed(self.due, self.counted(pauses), self.scale) if pauses else self.due

    def budget(self, start: DateTime, pauses: Pauses) -> timedelta:
        """Return what it allows: the time from the start to the due time, without what had been paused before it was set."""
        whole = self.scale.between(start, self.due)
        if moment(self.since) == moment(start) or not pauses:
            return whole
        earlier = ((begin, min(end, self.since, key=moment)) for begin, end in united(pauses, start) if moment(begin) < moment(self.since))
        return whole - sum((self.scale.between(begin, end) for begin, end in earlier), timedelta())

    def warning(self, start: DateTime, fraction: float, pauses: Pauses) -> DateTime:
        """Return the instant at which a fraction of the budget is used."""
        used_up = self.scale.add(start, self.budget(start, pauses) * fraction)
        return postponed(used_up, united(pauses, start), self.scale) if pauses else used_up

    def escalation(self, start: DateTime, offset: float, unit: SpanUnit, pauses: Pauses) -> DateTime:
        """Return the instant of a rung, counted from the due time.

        A pause that begins before the rung moves it, and never to before the pause's end: together with the due time where it moves that, by itself
        where the due is past.
        """
        due, rung = self.due, max(start, shifted(self.due, offset, unit, self.calendar), key=moment)
        for pause in united(pauses, start):
            if moment(pause[0]) >= moment(rung):
                break
            if moment(pause[0]) < moment(due):
                due = postponed(due, self.counted((pause,)), self.scale)
                rung = max(start, pause[1], shifted(due, offset, unit, self.calendar), key=moment)
            else:
                rung = postponed(rung, (pause,), self.scale)
        return rung
