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
from servrecov.deadline.cycle import Cycle, Note, Target
from servrecov.deadline.kinds import OnReopen, Repeat
from servrecov.journal.facts import Facts
from servrecov.journal.journal import Entry
from servrecov.journal.match import matches_any

__all__ = ["ClockLife"]

_ALWAYS_CANCEL = frozenset({"withdrawn", "merged"})
_CLOSED = "closed"
_REOPENED = "reopened"


@attrs.define(eq=False)
class ClockLife:
    """One clock over one journal; private to the reading that made it.

    Attributes:
        clock: The clock.
        calendar: Its calendar.
        cycles: The cycles shown so far.
        open: The cycle that is open, latent or not, or None.
        held: Whether the clock's pause switch is on.
        consumed: Whether the first start has come.
        closed: The cycle that the latest closing ended, or None.
        again: Whether a stop has just called for the next cycle.
        judged: The latest event on whose date its being in force is judged, or None for the cycle's start.
    """

    clock: Clock
    calendar: BusinessCalendar
    cycles: list[Cycle] = attrs.field(factory=list)
    open: Cycle | None = None
    held: bool = False
    consumed: bool = False
    closed: Cycle | None = None
    again: bool = False
    judged: Entry | None = None

    def witness(self, at: DateTime) -> None:
        """Let time pass up to an instant."""
        if self.open is not None:
            self.open.witness(at)

    def unlock(self, entry: Entry) -> None:
        """Turn the pause switch off, as closing and reopening do before anything else."""
        if entry.event.verb in (_CLOSED, _REOPENED):
            self._release(entry)

    def cancel(self, entry: Entry, facts: Facts) -> None:
        """End the open cycle if the event cancels it, or if the facts no longer call for it."""
        if entry.event.verb == _CLOSED:
            self.closed = None
        if self.open is None:
            return
        verb = entry.event.verb
        if verb in _ALWAYS_CANCEL or matches_any(self.clock.cancel, entry.event) or self._closed_away(entry):
            self._end(entry, cancelled_by=verb)
        elif self.open.number and not facts.match(self.clock.when):
            latent = self.open.latent()
            self._end(entry, cancelled_by="when")
            self.open = latent

    def _closed_away(self, entry: Entry) -> bool:
        return entry.event.verb == _CLOSED and not self.clock.after_close and not matches_any(self.clock.stop, entry.event)

    def stop(self, entry: Entry) -> bool:
        """End the open cycle if the event is what it waited for; return whether it was met."""
        if self.open is None or not matches_any(self.clock.stop, entry.event):
            return False
        self.again = self.clock.repeat is Repeat.AFTER_STOP and entry.event.verb != _CLOSED
        shown = bool(self.open.number)
        return self._end(entry) and shown

    def exempt(self, entry: Entry, by: str) -> None:
        """End the open cycle because another clock was met."""
        if self.open is not None:
            self.open.exempted_by = by
            self._end(entry, cancelled_by="exempt")

    def _end(self, entry: Entry, *, cancelled_by: str | None = None) -> bool:
        cycle, self.open = self.open, None
        if cycle is None:
            return False
        if entry.event.verb == _CLOSED:
            self.closed = cycle
        return cycle.end(entry, cancelled_by=cancelled_by)

    def resume(self, entry: Entry) -> None:
        """Turn the pause switch off if the event does so."""
        if self.held and matches_any(self.clock.resume, entry.event):
            self._release(entry)

    def _release(self, entry: Entry) -> None:
        if self.held and self.open is not None:
            self.open.release(entry)
        self.held = False

    def extend(self, entry: Entry) -> None:
        """Apply the later dates that the event brings, if it comes in time."""
        if self.open is None:
            return
        for index, extension in enumerate(self.clock.extend):
            if matches_any(extension.on, entry.event) and self.open.applied.get(index, 0) < extension.times:
                self._extend(self.open, index, extension.to, entry)

    def _extend(self, cycle: Cycle, index: int, to: Within, entry: Entry) -> None:
        at = entry.at
        due = cycle.due_at(at)
        target = self._target(to, cycle.started_at, entry, since=at)
        if at > due or target is None:
            return
        cycle.extensions.append(target)
        cycle.applied[index] = cycle.applied.get(index, 0) + 1
        cycle.entries.append(entry)
        cycle.notes.append(Note("extended", {"at": at, "verb": entry.event.verb, "to": to, "from_due": due, "due": cycle.due_at(at)}))

    def retarget(self, entry: Entry, facts: Facts) -> None:
        """Take another span if the facts now tell another severity."""
        cycle = self.open
        if cycle is None or not self.clock.by_severity:
            return
        within = self.clock.target(facts.severity)
        if within == cycle.base.within or (target := self._target(within, cycle.started_at, cycle.entries[0], since=cycle.started_at)) is None:
            return
        at = entry.at
        before = cycle.due_at(at)
        cycle.base = target
        cycle.entries.append(entry)
        cycle.set_at = at
        cycle.notes.append(Note("retargeted", {"at": at, "severity": facts.severity, "to": within, "from_due": before, "due": cycle.due_at(at)}))

    def reopen(self, entry: Entry, facts: Facts) -> None:
        """Bring back the cycle that the closing ended, as the clock says."""
        if entry.event.verb != _REOPENED:
            return
        cycle, self.closed = self.closed, None
        if cycle is None or self.open is not None or cycle.ended_at is None:
            return
        if self.clock.on_reopen is OnReopen.RESTART:
            self._begin(entry, facts)
        elif self.clock.on_reopen is OnReopen.RESUME:
            cycle.reopen(entry, cycle.ended_at)
            self.open = cycle

    def start(self, entry: Entry, facts: Facts) -> None:
        """Begin a cycle if the event does so, and show a latent one if the facts now call for it."""
        if self.clock.in_force is not None and matches_any(self.clock.in_force.judged_at, entry.event):
            self.judged = entry
        again, self.again = self.again, False
        if self.open is None and (again or self._starts(entry)):
            self._begin(entry, facts)
        elif self.open is not None and not self.open.number and facts.match(self.clock.when):
            self._show(self.open, entry)

    def _starts(self, entry: Entry) -> bool:
        if not matches_any(self.clock.start, entry.event) or (self.consumed and self.clock.repeat is Repeat.ONCE):
            return False
        self.consumed = self.clock.within != "due_at" or getattr(entry.event, "due_at", None) is not None
        return True

    def _begin(self, entry: Entry, facts: Facts) -> None:
        at = entry.at
        target = self._target(self.clock.target(facts.severity), at, entry, since=at)
        if target is None or not self._is_in_force(entry):
            return
        self.open = Cycle(clock=self.clock, calendar=self.calendar, started_at=at, base=target, set_at=at, entries=[entry])
        if self.held:
            self.open.holds.append((at, None))
        if facts.match(self.clock.when):
            self._show(self.open, entry)

    def _show(self, cycle: Cycle, entry: Entry) -> None:
        self.cycles.append(cycle)
        cycle.number = len(self.cycles)
        cycle.set_at = max(cycle.set_at, entry.at)
        if entry is not cycle.entries[0]:
            cycle.entries.append(entry)
            cycle.notes.append(Note("revealed", {"at": entry.at, "verb": entry.event.verb}))

    def pause(self, entry: Entry) -> None:
        """Turn the pause switch on if the event does so."""
        if self.held or not matches_any(self.clock.pause, entry.event):
            return
        self.held = True
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
