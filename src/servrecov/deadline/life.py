"""The life of one clock while a journal is read: which event does what to its cycles, and in which order.

What lives here: `ClockLife`, one method per act. What does not: the order of the acts over several clocks (`script.py`),
and the arithmetic of one cycle (`cycle.py`). Read `script.py` next.

A clock whose `when` is not true keeps a *latent* cycle: it runs, pauses and ends like any other, but has no number, is never breached and
is not shown. When the facts come to call for it, it is given its number; a due time already past is breached at that event.
"""

from __future__ import annotations

from datetime import date

import attrs

from servrecov.calendar.calendar import BusinessCalendar
from servrecov.calendar.span import Span
from servrecov.calendar.wallclock import FIRST_DAY, LAST_DAY, instant
from servrecov.deadline.clock import Clock, Within
from servrecov.deadline.cue import Cue, meant
from servrecov.deadline.cycle import Cancellation, Cycle, Hold, Turn
from servrecov.deadline.kinds import OnReopen, Repeat
from servrecov.deadline.target import Target
from servrecov.errors import HolidayDataError
from servrecov.journal.closing import Closed
from servrecov.journal.facts import Facts
from servrecov.journal.journal import Entry

__all__ = ["ClockLife"]


@attrs.define(eq=False)
class ClockLife:
    """One clock over one journal; private to the reading that made it.

    Attributes:
        clock: The clock.
        calendar: Its calendar.
        telling: Whether notices are told.
        cycles: The cycles shown so far.
        open: The cycle that is open, latent or not, or None.
        held: When and by which verb the clock's pause switch was turned on, or None while it is off.
        consumed: Whether the first start has come.
        closed: The last cycle, where the latest closing ended it, and the pause that begins there, or None.
        again: Whether a stop has just called for the next cycle.
        judged: The date on which its being in force is judged, or None for that of the cycle's start.
    """

    clock: Clock
    calendar: BusinessCalendar
    telling: bool
    cycles: list[Cycle] = attrs.field(factory=list)
    open: Cycle | None = None
    held: Hold | None = None
    consumed: bool = False
    closed: tuple[Cycle, Hold] | None = None
    again: bool = False
    judged: date | None = None

    def twin(self) -> ClockLife:
        """Return a copy that events may act upon without touching this one; cycles that ended for good are shared."""
        copies = {id(cycle): attrs.evolve(cycle) for cycle in (self.open, self.closed and self.closed[0]) if cycle is not None}
        return attrs.evolve(
            self,
            cycles=[copies.get(id(cycle), cycle) for cycle in self.cycles],
            open=copies.get(id(self.open)),
            closed=None if self.closed is None else (copies[id(self.closed[0])], self.closed[1]),
        )

    def witness(self, at: int) -> None:
        """Let time pass up to an instant; until the due time it brings nothing but notices."""
        cycle = self.open
        if cycle is not None and (self.telling or at > cycle.decided[1]):
            cycle.witness(at, telling=self.telling)

    def cancel(self, entry: Entry, at: int, cue: Cue, facts: Facts) -> None:
        """Let time pass up to the event, and end the open cycle if the event cancels it, or if the facts no longer call for it."""
        self.witness(at)
        if cue.prepares:
            self._prepare(entry, at, cue)
        if self.open is None:
            return
        if (cue.cancel and meant(cue.cancel, entry.event)) or (cue.closes and self._closed_away(entry, cue)):
            self._end(entry, at, Cancellation.EVENT)
        elif self.open.number and not self._applies(facts):
            latent = self.open.latent()
            self._end(entry, at, Cancellation.FACTS)
            self.open = latent

    def _prepare(self, entry: Entry, at: int, cue: Cue) -> None:
        """Do what comes before every act: closing and reopening turn the pause switch off, and a date on which the law is judged is kept."""
        if cue.closes or cue.reopens:
            self._release(entry, at)
        if cue.closes:
            self.closed = None
        if cue.judged and meant(cue.judged, entry.event):
            self.judged = self._date(at)

    def _closed_away(self, entry: Entry, cue: Cue) -> bool:
        return not self.clock.after_close and not meant(cue.stop, entry.event)

    def stop(self, entry: Entry, at: int, cue: Cue) -> bool:
        """End the open cycle if the event is what it waited for; return whether it was met."""
        cycle = self.open
        if cycle is None or not meant(cue.stop, entry.event):
            return False
        self.again = self.clock.repeat is Repeat.AFTER_STOP and not cue.closes
        self._end(entry, at)
        return cycle.is_met and cycle.number > 0

    def exempt(self, entry: Entry, at: int, by: str) -> None:
        """End the open cycle because another clock was met."""
        self.witness(at)
        if self.open is not None:
            self.open.exempted_by = by
            self._end(entry, at, Cancellation.EXEMPTED)

    def _end(self, entry: Entry, at: int, cancelled_by: Cancellation | None = None) -> None:
        cycle, self.open = self.open, None
        assert cycle is not None  # noqa: S101  (whoever ends a cycle has seen that one is open)
        if entry.event.verb == Closed.verb:
            self.closed = cycle, Hold(at, Closed.verb)
        cycle.end(entry, at, cancelled_by)

    def go_on(self, entry: Entry, at: int, cue: Cue, facts: Facts) -> None:
        """Do what comes after every stop: resume, extend, re-target, reopen, start, pause."""
        if self.held and cue.resume and meant(cue.resume, entry.event):
            self._release(entry, at)
        if self.open is not None:
            if cue.extend:
                self._extend(self.open, entry, at, cue)
            if self.clock.is_graded:
                self._retarget(self.open, entry, at, facts)
        if cue.reopens and self.closed is not None:
            self._reopen(*self.closed, entry, at, facts)
        self._start(entry, at, cue, facts)
        if cue.pause and not self.held and meant(cue.pause, entry.event):
            self._pause(entry, at)

    def _release(self, entry: Entry, at: int) -> None:
        if self.held and self.open is not None:
            self.open.release(entry, at)
        self.held = None

    def _extend(self, cycle: Cycle, entry: Entry, at: int, cue: Cue) -> None:
        """Apply the later dates that the event brings, if it comes in time."""
        for index, meaning in cue.extend:
            extension = self.clock.extend[index]
            if not meant(meaning, entry.event) or cycle.applied.count(index) >= extension.times or not _tells(extension.to, entry):
                continue
            if at <= cycle.decided_at(at)[1]:
                cycle.extend(index, self._target(extension.to, cycle.started, entry, since=at), entry, at)
            else:
                cycle.refuse(entry, at)

    def _retarget(self, cycle: Cycle, entry: Entry, at: int, facts: Facts) -> None:
        """Take another span if the facts now tell another severity."""
        within, opening = self.clock.target(facts.severity), cycle.entries[0]
        if within != cycle.base.within and _tells(within, opening):
            cycle.retarget(self._first_target(within, cycle.started, opening, is_seen=cycle.number > 0), entry, at, facts.severity)

    def _reopen(self, cycle: Cycle, hold: Hold, entry: Entry, at: int, facts: Facts) -> None:
        """Bring back the cycle that the closing ended, as the clock says."""
        self.closed = None
        if self.clock.on_reopen is OnReopen.RESTART:
            self._begin(entry, at, facts)
        elif self.clock.on_reopen is not OnReopen.IGNORE:
            self.open = cycle if self._applies(facts) else cycle.latent()
            self.open.reopen(entry, at, hold if self.clock.on_reopen is OnReopen.RESUME else None)
            if self.clock.is_graded:  # for the severity may have changed while it was closed
                self._retarget(self.open, entry, at, facts)

    def _start(self, entry: Entry, at: int, cue: Cue, facts: Facts) -> None:
        """Begin a cycle if the event does so, and show a latent one if the facts now call for it."""
        again, self.again = self.again, False
        if self.open is None:
            if again or (meant(cue.start, entry.event) and not (self.consumed and self.clock.repeat is Repeat.ONCE)):
                self._begin(entry, at, facts)
        elif not self.open.number and self._applies(facts):
            self._show(self.open, entry, at)

    def _begin(self, entry: Entry, at: int, facts: Facts) -> None:
        clock = self.clock
        within = clock.target(facts.severity) if clock.is_graded else clock.within
        if not _tells(within, entry):
            return
        self.consumed = True
        if clock.in_force is not None and not clock.in_force.covers(self.judged or self._date(at)):
            return
        self.closed = None
        hold = Hold(at, self.held.verb) if self.held else None
        applies = self._applies(facts)
        target = self._first_target(within, at, entry, is_seen=applies)
        decided = target, target.due
        cycle = Cycle(clock=clock, started=at, first=target, base=target, decided=decided, set_at=at, seen_at=at, entries=(entry,), hold=hold)
        self.open = cycle
        if applies:
            self._show(cycle, entry, at)

    def _applies(self, facts: Facts) -> bool:
        return not self.clock.is_conditional or facts.match(self.clock.when)

    def _show(self, cycle: Cycle, entry: Entry, at: int) -> None:
        if cycle.first.is_unknown or cycle.base.is_unknown:
            cycle.begin_again(self._first_target(cycle.base.within, cycle.started, cycle.entries[0], is_seen=True))
        self.cycles.append(cycle)
        cycle.number = len(self.cycles)
        cycle.set_at, cycle.seen_at = max(cycle.set_at, at), at
        if entry is not cycle.entries[0]:
            cycle.touch(entry)
            cycle.turns = (*cycle.turns, Turn("revealed", at, entry.event.verb))

    def _pause(self, entry: Entry, at: int) -> None:
        self.held = Hold(at, entry.event.verb)
        if self.open is not None:
            self.open.put_on_hold(entry, at)

    def _first_target(self, within: Within, start: int, entry: Entry, *, is_seen: bool) -> Target:
        """Return the target from a start; what lies beyond the known holidays is nobody's concern as long as the cycle is not seen."""
        try:
            return self._target(within, start, entry, since=start)
        except HolidayDataError:
            if is_seen:
                raise
            return Target.unknown(within, start, self.calendar)

    def _target(self, within: Within, start: int, entry: Entry, *, since: int) -> Target:
        if isinstance(within, Span):
            return Target.of_span(within, start, self.calendar)
        return Target.of_date(instant(entry.event.due_at, f"{entry.event.verb}.due_at"), start, since, self.calendar)

    def _date(self, at: int) -> date:
        """Return the local date of an instant."""
        return date.fromordinal(min(max(self.calendar.definition.clock.day(at), FIRST_DAY), LAST_DAY))


def _tells(within: Within, entry: Entry) -> bool:
    """Say whether an event tells how long is allowed: one by whose own date a clock goes must carry one."""
    return isinstance(within, Span) or getattr(entry.event, "due_at", None) is not None
