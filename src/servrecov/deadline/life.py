"""The life of one clock while a journal is read: which event does what to its cycles, and in which order.

What lives here: `ClockLife`, one method per act. What does not: the order of the acts over several clocks, which is the policy's (`policy.py`),
and the arithmetic of one cycle (`cycle.py`). Read `deadline.py` next.

A clock whose `when` is not true keeps a *latent* cycle: it runs, pauses and ends like any other, but has no number, is never breached and
is not shown. When the facts come to call for it, it is given its number; a due time already past is breached at that event.
"""

from __future__ import annotations

import attrs
from pendulum import DateTime

from servrecov import values
from servrecov.calendar.calendar import BusinessCalendar
from servrecov.calendar.span import Span
from servrecov.deadline.clock import Clock, Within
from servrecov.deadline.cycle import Cancellation, Cycle, Hold, Note
from servrecov.deadline.kinds import OnReopen, Repeat
from servrecov.deadline.target import Target
from servrecov.journal.facts import Facts
from servrecov.journal.journal import Entry
from servrecov.journal.match import matches_any

__all__ = ["ClockLife"]

_ALWAYS_CANCEL = frozenset({"withdrawn", "merged"})
_CLOSED = "closed"
_REOPENED = "reopened"
_CONCERNS_ALL = _ALWAYS_CANCEL | {_CLOSED, _REOPENED}


@attrs.define(eq=False)
class ClockLife:
    """One clock over one journal; private to the reading that made it.

    Attributes:
        clock: The clock.
        calendar: Its calendar.
        cycles: The cycles shown so far.
        open: The cycle that is open, latent or not, or None.
        held: The entry that turned the clock's pause switch on, or None while it is off.
        consumed: Whether the first start has come.
        closed: The last cycle, where the latest closing ended it, and when, or None.
        again: Whether a stop has just called for the next cycle.
        judged: The latest event on whose date its being in force is judged, or None for the cycle's start.
    """

    clock: Clock
    calendar: BusinessCalendar
    cycles: list[Cycle] = attrs.field(factory=list)
    open: Cycle | None = None
    held: Entry | None = None
    consumed: bool = False
    closed: tuple[Cycle, Entry] | None = None
    again: bool = False
    judged: Entry | None = None

    def is_concerned(self, verb: str) -> bool:
        """Say whether an event with this verb may act upon it."""
        return verb in self.clock.verbs or verb in _CONCERNS_ALL

    def witness(self, at: DateTime) -> None:
        """Let time pass up to an instant."""
        if self.open is not None:
            self.open.witness(at)

    def prepare(self, entry: Entry) -> None:
        """Do what comes before every act: closing and reopening turn the pause switch off, and a date on which the law is judged is kept."""
        if entry.event.verb in (_CLOSED, _REOPENED):
            self._release(entry)
        if entry.event.verb == _CLOSED:
            self.closed = None
        if self.clock.in_force is not None and matches_any(self.clock.in_force.judged_at, entry.event):
            self.judged = entry

    def cancel(self, entry: Entry, facts: Facts) -> None:
        """End the open cycle if the event cancels it, or if the facts no longer call for it."""
        if self.open is None:
            return
        if entry.event.verb in _ALWAYS_CANCEL or matches_any(self.clock.cancel, entry.event) or self._closed_away(entry):
            self._end(entry, cancelled_by=Cancellation.EVENT)
        elif self.open.number and not facts.match(self.clock.when):
            latent = self.open.latent()
            self._end(entry, cancelled_by=Cancellation.FACTS)
            self.open = latent

    def _closed_away(self, entry: Entry) -> bool:
        return entry.event.verb == _CLOSED and not self.clock.after_close and not matches_any(self.clock.stop, entry.event)

    def stop(self, entry: Entry) -> bool:
        """End the open cycle if the event is what it waited for; return whether it was met."""
        cycle = self.open
        if cycle is None or not matches_any(self.clock.stop, entry.event):
            return False
        self.again = self.clock.repeat is Repeat.AFTER_STOP and entry.event.verb != _CLOSED
        self._end(entry)
        return cycle.is_met and cycle.number > 0

    def exempt(self, entry: Entry, by: str) -> None:
        """End the open cycle because another clock was met."""
        self.witness(entry.at)
        if self.open is not None:
            self.open.exempted_by = by
            self._end(entry, cancelled_by=Cancellation.EXEMPTED)

    def _end(self, entry: Entry, *, cancelled_by: Cancellation | None = None) -> None:
        cycle, self.open = self.open, None
        assert cycle is not None  # noqa: S101  (whoever ends a cycle has seen that one is open)
        if entry.event.verb == _CLOSED:
            self.closed = cycle, entry
        cycle.end(entry, cancelled_by=cancelled_by)

    def resume(self, entry: Entry) -> None:
        """Turn the pause switch off if the event does so."""
        if self.held and matches_any(self.clock.resume, entry.event):
            self._release(entry)

    def _release(self, entry: Entry) -> None:
        if self.held and self.open is not None:
            self.open.release(entry)
        self.held = None

    def extend(self, entry: Entry) -> None:
        """Apply the later dates that the event brings, if it comes in time."""
        cycle = self.open
        if cycle is None:
            return
        for index, extension in enumerate(self.clock.extend):
            if not matches_any(extension.on, entry.event) or cycle.applied.get(index, 0) >= extension.times:
                continue
            if entry.instant <= values.moment(cycle.due_at(entry.at)):
                target = self._target(extension.to, cycle.started_at, entry, since=entry.at)
                if target is not None:
                    cycle.extend(index, target, entry)

    def retarget(self, entry: Entry, facts: Facts) -> None:
        """Take another span if the facts now tell another severity."""
        cycle = self.open
        if cycle is None or not self.clock.by_severity:
            return
        within = self.clock.target(facts.severity)
        if within == cycle.base.within:
            return
        target = self._target(within, cycle.started_at, cycle.entries[0], since=cycle.started_at)
        if target is not None:
            cycle.retarget(target, entry, facts.severity)

    def reopen(self, entry: Entry, facts: Facts) -> None:
        """Bring back the cycle that the closing ended, as the clock says."""
        if entry.event.verb != _REOPENED or self.closed is None:
            return
        (cycle, closing), self.closed = self.closed, None
        if self.clock.on_reopen is OnReopen.RESTART:
            self._begin(entry, facts)
        elif self.clock.on_reopen is OnReopen.RESUME:
            self.open = cycle if facts.match(self.clock.when) else cycle.latent()
            self.open.reopen(entry, Hold(closing.at, None, closing.event.verb))
            self.retarget(entry, facts)  # for the severity may have changed while it was closed

    def start(self, entry: Entry, facts: Facts) -> None:
        """Begin a cycle if the event does so, and show a latent one if the facts now call for it."""
        again, self.again = self.again, False
        if self.open is None and (again or self._starts(entry)):
            self._begin(entry, facts)
        elif self.open is not None and not self.open.number and facts.match(self.clock.when):
            self._show(self.open, entry)

    def _starts(self, entry: Entry) -> bool:
        return matches_any(self.clock.start, entry.event) and not (self.consumed and self.clock.repeat is Repeat.ONCE)

    def _begin(self, entry: Entry, facts: Facts) -> None:
        at = entry.at
        target = self._target(self.clock.target(facts.severity), at, entry, since=at)
        if target is None:
            return
        self.consumed = True
        if not self._is_in_force(entry):
            return
        self.closed = None
        self.open = Cycle(clock=self.clock, calendar=self.calendar, started_at=at, first=target, base=target, set_at=at, entries=[entry])
        if self.held:
            self.open.holds.append(Hold(at, None, self.held.event.verb))
        if facts.match(self.clock.when):
            self._show(self.open, entry)

    def _show(self, cycle: Cycle, entry: Entry) -> None:
        self.cycles.append(cycle)
        cycle.number = len(self.cycles)
        cycle.set_at = max(cycle.set_at, entry.at, key=values.moment)
        if entry is not cycle.entries[0]:
            cycle.touch(entry)
            cycle.notes.append(Note(key="revealed", at=entry.at, verb=entry.event.verb))

    def pause(self, entry: Entry) -> None:
        """Turn the pause switch on if the event does so."""
        if self.held or not matches_any(self.clock.pause, entry.event):
            return
        self.held = entry
        if self.open is not None:
            self.open.hold(entry)

    def _target(self, within: Within, start: DateTime, entry: Entry, *, since: DateTime) -> Target | None:
        if isinstance(within, Span):
            return Target.of_span(within, start, self.calendar)
        due_at = getattr(entry.event, "due_at", None)
        if due_at is None:
            return None
        return Target.of_date(values.check_instant(due_at, f"{entry.event.verb}.due_at"), start, since, self.calendar)

    def _is_in_force(self, entry: Entry) -> bool:
        if self.clock.in_force is None:
            return True
        at = (self.judged or entry).event.at
        return self.clock.in_force.covers(at.astimezone(self.calendar.zone).date())
