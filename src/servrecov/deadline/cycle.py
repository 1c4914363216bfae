"""One cycle of a clock while a journal is read: its targets, its pauses, when it falls due, when it was breached.

What lives here: `Cycle`, which grows as events pass by, and what it remembers. What does not: the arithmetic of one target (`target.py`), which event
does what to a cycle (`life.py`, to read next) and the frozen value that comes out (`deadline.py`).

The due time in force is the latest of the targets' due times: of the span, and of the extensions that events brought. Instants are integers, as in
`calendar/wallclock.py`.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator
from typing import Any, NamedTuple

import attrs

from servrecov.calendar.hours import Plan
from servrecov.calendar.pause import paused_within, united
from servrecov.calendar.span import Span
from servrecov.calendar.unit import SpanUnit
from servrecov.deadline.clock import Clock, warning_step
from servrecov.deadline.target import Target
from servrecov.journal.journal import Entry

__all__ = ["Cancellation", "Cycle", "Fired", "Hold", "Turn"]


class Cancellation(enum.StrEnum):
    """What ended a cycle without its being met."""

    EVENT = "event"
    """An event that cancels it."""
    FACTS = "facts"
    """The facts, which no longer call for it."""
    EXEMPTED = "exempted"
    """Another clock, which was met in its place."""


class Fired(NamedTuple):
    """A notice in the making.

    Attributes:
        kind: ``"warning"``, ``"breach"`` or ``"escalation"``.
        step: Its step, such as ``"50%"``.
        role: The role told, or None.
        at: Its instant.
        due: The due time then in force.
        known: Its instant, or that of the event without which it would not be, if later.
    """

    kind: str
    step: str
    role: str | None
    at: int
    due: int
    known: int


class Hold(NamedTuple):
    """How a pause began.

    Attributes:
        begin: When.
        verb: By which event.
    """

    begin: int
    verb: str


class Turn(NamedTuple):
    """What happened to a cycle, and what became of the due time: a line of the derivation in the making.

    Attributes:
        key: Which sentence says it.
        at: When it happened; of a pause, when it ended.
        verb: Verb of the event.
        hold: The pause that ended, or None.
        target: The target in force after it; of a pause, what its length is measured by.
        severity: The severity now known, or None.
        before: The due time before, or None.
        due: The due time after, or None.
        on_hold: Whether the cycle was on hold then, so that the due time is told as if the pause ended at that moment.
    """

    key: str
    at: int
    verb: str
    hold: Hold | None = None
    target: Target | None = None
    severity: str | None = None
    before: int | None = None
    due: int | None = None
    on_hold: bool = False


@attrs.define(kw_only=True, eq=False)
class Cycle:
    """A cycle that events act upon; private to the reading that made it.

    Attributes:
        clock: Its clock.
        started: When it began.
        first: The target that it began with.
        base: The target of the severity in force.
        set_at: The event since which the due time in force could have been known.
        seen_at: The last event up to which time has been let pass, or with which it came to be seen.
        entries: Entries that started, moved, paused or ended it, in order, each once.
        number: Its number among the clock's cycles, from 1; 0 while the facts do not call for it.
        extensions: Later targets that events brought.
        applied: Places in the clock of the extensions that brought them.
        hold: The pause that is on, or None.
        pauses: Pauses that are over, in order; some may touch.
        decided: The target in force and the due time it gives, as far as pauses are over.
        breached: When it was breached, or None.
        ended: When it ended, or None.
        is_stopped: Whether what it waited for ended it.
        cancelled_by: What cancelled it, or None.
        exempted_by: Name of the clock that was met in its place, or None.
        turns: The derivation so far.
        fired: Notices so far, each step once.
        shown: The deadline as which it was read once it had ended, for that is the same at any time.
    """

    clock: Clock
    started: int
    first: Target
    base: Target
    decided: tuple[Target, int]
    set_at: int
    seen_at: int
    entries: tuple[Entry, ...]
    number: int = 0
    extensions: tuple[Target, ...] = ()
    applied: tuple[int, ...] = ()
    hold: Hold | None = None
    pauses: Plan = ()
    breached: int | None = None
    ended: int | None = None
    is_stopped: bool = False
    cancelled_by: Cancellation | None = None
    exempted_by: str | None = None
    turns: tuple[Turn, ...] = ()
    fired: tuple[Fired, ...] = ()
    shown: Any = None

    @property
    def unit(self) -> SpanUnit:
        """The clock's unit, in which rungs count; hours where it takes its date from the event."""
        return self.base.within.unit if isinstance(self.base.within, Span) else SpanUnit.HOURS

    @property
    def is_met(self) -> bool:
        """Whether it was stopped and never breached."""
        return self.is_stopped and self.breached is None

    def pauses_until(self, at: int) -> Plan:
        """Return the pauses as if one that is on ended at an instant."""
        return self.pauses if self.hold is None else (*self.pauses, (self.hold.begin, at))

    def deciding(self, pauses: Plan) -> tuple[Target, int]:
        """Return the target that decides, and the due time it gives."""
        target, due = self.base, self.base.due_after(pauses)
        for extension in self.extensions:
            extended = extension.due_after(pauses)
            if extended > due:
                target, due = extension, extended
        return target, due

    def decided_at(self, at: int) -> tuple[Target, int]:
        """Return the target in force and the due time it gives, as if a pause that is on ended at an instant."""
        return self.decided if self.hold is None else self.deciding(self.pauses_until(at))

    def breach(self, at: int) -> int | None:
        """Return when it was breached, if time has passed up to an instant.

        What falls due exactly then waits, for an event at the same instant may still end the cycle in time.
        """
        if self.breached is not None or not self.number or self.ended is not None:
            return self.breached
        target, due = self.decided
        if self.hold is not None:
            if target.since <= self.hold.begin < due:
                return None  # the pause moves it along
            due = self.decided_at(at)[1]
        if at <= due:
            return None
        return max(self.set_at, due)

    def witness(self, at: int, *, telling: bool) -> None:
        """Let time pass up to an instant: note a breach and, where notices are told, send what was due strictly before it."""
        if not self.number or self.ended is not None:
            return
        breached = self.breach(at)
        if telling:
            self._send(at)
            if self.breached is None and breached is not None:
                self.fired = (*self.fired, Fired("breach", "due", None, breached, self.decided_at(at)[1], max(breached, self.seen_at)))
            self.seen_at = at
        self.breached = breached

    def _send(self, at: int) -> None:
        """Send warnings and rungs.

        While it is on hold, they go by the target that was in force when the pause began: the pause moves whatever came later, so nothing that it holds
        back is sent, and another target that comes to decide meanwhile tells its own only when the pause is over.
        """
        pauses = self.pauses_until(at)
        target, due = self.deciding(self._pauses_before_hold())
        for kind, step, role, sent_at in self._steps(target, pauses, at):
            if sent_at < at:
                self.fired = (*self.fired, Fired(kind, step, role, sent_at, due, max(sent_at, self.seen_at)))

    def _pauses_before_hold(self) -> Plan:
        """Return the pauses that were over when it was put on hold, pauses that touch counting as one."""
        if self.hold is None:
            return self.pauses
        before, since = self.pauses, self.hold.begin
        while before and before[-1][1] >= since:
            since = before[-1][0]
            before = before[:-1]
        return before

    def _steps(self, target: Target, pauses: Plan, at: int) -> Iterator[tuple[str, str, str | None, int]]:
        """Yield what has not been sent yet, with its instant."""
        sent = {fired.step for fired in self.fired}
        for fraction in self.clock.warn_at:
            if (step := warning_step(fraction)) not in sent:
                yield "warning", step, None, target.warning(self.started, fraction, pauses)
        for rung in self.clock.escalate:
            if rung.step not in sent:
                yield "escalation", rung.step, rung.to, target.escalation(self.started, rung.offset, self.unit, pauses, at)

    def touch(self, entry: Entry) -> None:
        """Remember an entry that did something to it."""
        if self.entries[-1] is not entry:
            self.entries = (*self.entries, entry)

    def put_on_hold(self, entry: Entry, at: int) -> None:
        """Put it on hold."""
        self.hold = Hold(at, entry.event.verb)
        self.touch(entry)

    def release(self, entry: Entry, at: int) -> None:
        """Take it off hold."""
        assert self.hold is not None  # noqa: S101  (whoever takes it off has put it on)
        hold, self.hold = self.hold, None
        self._pause_ends("paused", hold, entry, at)
        self.touch(entry)

    def _pause_ends(self, key: str, hold: Hold, entry: Entry, at: int) -> None:
        """Note what the whole of a pause does to the due time, and keep it."""
        before = self._told_since(hold.begin)
        self.pauses = (*self.pauses, (hold.begin, at))
        self.decided = target, due = self.deciding(self.pauses)
        if at > hold.begin:
            effect = ("_in_part" if target.since > hold.begin else "") if due != before else "_after" if hold.begin >= before else "_closed"
            self.turns = (*self.turns, Turn(f"{key}{effect}", at, entry.event.verb, hold, target, None, before, due))

    def _told_since(self, begin: int) -> int:
        """Return the due time that was told last since a pause began, else the one before it."""
        told = [turn.due for turn in self.turns if turn.at >= begin and turn.on_hold and turn.due is not None]
        return told[-1] if told else self.decided[1]

    def end(self, entry: Entry, at: int, cancelled_by: Cancellation | None = None) -> None:
        """End it, stopped or cancelled."""
        if self.hold is not None:
            self.release(entry, at)
        self.ended, self.cancelled_by, self.is_stopped = at, cancelled_by, cancelled_by is None
        self.touch(entry)

    def reopen(self, entry: Entry, at: int, closed: Hold | None) -> None:
        """Open it again; the time since it was closed counts as a pause where that is given."""
        self.ended, self.is_stopped, self.cancelled_by, self.exempted_by = None, False, None, None
        self.set_at = self.seen_at = at
        self.shown = None
        if closed is None:
            self.turns = (*self.turns, Turn("continued", at, entry.event.verb, due=self.decided_at(at)[1]))
        else:
            self._pause_ends("reopened", closed, entry, at)
        self.touch(entry)

    def extend(self, index: int, target: Target, entry: Entry, at: int) -> None:
        """Take a later target that an event brought."""
        turn = Turn("extended", at, entry.event.verb, target=target, before=self.decided_at(at)[1])
        self.extensions = (*self.extensions, target)
        self.applied = (*self.applied, index)
        self._turned(turn, entry)

    def refuse(self, entry: Entry, at: int) -> None:
        """Note an event that would have brought a later date, had it come in time."""
        self.turns = (*self.turns, Turn("extended_late", at, entry.event.verb, due=self.decided_at(at)[1]))

    def retarget(self, target: Target, entry: Entry, at: int, severity: object) -> None:
        """Take another target because another severity became known; pauses and extensions stay."""
        said = None if severity is None else str(severity)
        turn = Turn("retargeted", at, entry.event.verb, target=target, severity=said, before=self.decided_at(at)[1])
        self.base, self.set_at = target, at
        self._turned(turn, entry)

    def _turned(self, turn: Turn, entry: Entry) -> None:
        self.decided = self.deciding(self.pauses)
        due = self.decided_at(turn.at)[1]
        key = turn.key if due != turn.before else f"{turn.key}_in_vain"
        self.turns = (*self.turns, turn._replace(key=key, due=due, on_hold=self.hold is not None))
        self.touch(entry)

    def begin_again(self, target: Target) -> None:
        """Take the target that was unknown as long as it was not seen; what became of an unknown due time is nothing to tell."""
        self.first = self.base = target
        self.turns = ()
        self.decided = self.deciding(self.pauses)

    def latent(self) -> Cycle:
        """Return a copy that runs on unseen, from the same start, in case the facts call for it again."""
        return attrs.evolve(self, number=0, breached=None, ended=None, is_stopped=False, cancelled_by=None, exempted_by=None, fired=(), shown=None)

    def spent(self, target: Target, at: int) -> tuple[int, int]:
        """Return what was used of the budget, and what was paused, on the target's scale."""
        whole = target.scale.between(self.started, at)
        if not self.pauses and self.hold is None:
            return whole, 0
        paused = paused_within(united(self.pauses_until(at), self.started), at, target.scale)
        return whole - paused, paused
