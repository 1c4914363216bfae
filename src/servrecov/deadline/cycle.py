"""One cycle of a clock while a journal is read: its targets, its pauses, when it falls due, when it was breached.

What lives here: `Cycle`, which grows as events pass by, and what it remembers. What does not: the arithmetic of one target (`target.py`), which event
does what to a cycle (`life.py`, to read next) and the frozen value that comes out (`deadline.py`).

The due time in force is the latest of the targets' due times: of the span, and of the extensions that events brought.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple

import attrs
from pendulum import DateTime

from servrecov.calendar.calendar import BusinessCalendar
from servrecov.calendar.pause import united
from servrecov.calendar.span import Span
from servrecov.calendar.unit import SpanUnit
from servrecov.deadline.clock import Clock, warning_step
from servrecov.deadline.target import Pauses, Target
from servrecov.journal.journal import Entry
from servrecov.values import moment

__all__ = ["Cancellation", "Cycle", "Fired", "Hold", "Note"]


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
        due_at: The due time then in force.
    """

    kind: str
    step: str
    role: str | None
    at: DateTime
    due_at: DateTime


class Hold(NamedTuple):
    """A pause.

    Attributes:
        begin: When it began.
        end: When it ended; None while it is on.
        verb: Verb of the event that began it.
    """

    begin: DateTime
    end: DateTime | None
    verb: str


@attrs.frozen(kw_only=True)
class Note:
    """A line of the derivation: what happened to the cycle, and what became of the due time.

    Attributes:
        key: Which sentence says it.
        at: When it happened; of a pause, when it ended.
        verb: Verb of the event.
        begin: When the pause began, or None.
        begun_by: Verb of the event that began the pause, or None.
        length: Length of the pause on the scale of the target in force, or None.
        in_open_time: Whether that scale is open time.
        target: The new target: a span in its text form or ``"due_at"``, or None.
        severity: The severity now known, or None.
        before: The due time before, or None.
        due: The due time after, or None.
    """

    key: str
    at: DateTime
    verb: str
    begin: DateTime | None = None
    begun_by: str | None = None
    length: timedelta | None = None
    in_open_time: bool = False
    target: str | None = None
    severity: str | None = None
    before: DateTime | None = None
    due: DateTime | None = None


@attrs.define(kw_only=True, eq=False)
class Cycle:
    """A cycle that events act upon; private to the reading that made it.

    Attributes:
        clock: Its clock.
        calendar: The clock's calendar.
        started_at: When it began.
        first: The target that it began with.
        base: The target of the severity in force.
        number: Its number among the clock's cycles, from 1; 0 while the facts do not call for it.
        extensions: Later targets that events brought.
        applied: How often each extension was applied, by its place in the clock.
        holds: Pauses in order.
        set_at: The event since which the due time in force could have been known.
        breached_at: When it was breached, or None.
        stopped_at: When it was stopped, or None.
        ended_at: When it ended, or None.
        cancelled_by: What cancelled it, or None.
        exempted_by: Name of the clock that was met in its place, or None.
        entries: Entries that started, moved, paused or ended it, in order, each once.
        notes: The derivation so far.
        fired: Notices so far, by step.
    """

    clock: Clock
    calendar: BusinessCalendar
    started_at: DateTime
    first: Target
    base: Target
    set_at: DateTime
    number: int = 0
    extensions: list[Target] = attrs.field(factory=list)
    applied: dict[int, int] = attrs.field(factory=dict)
    holds: list[Hold] = attrs.field(factory=list)
    breached_at: DateTime | None = None
    stopped_at: DateTime | None = None
    ended_at: DateTime | None = None
    cancelled_by: Cancellation | None = None
    exempted_by: str | None = None
    entries: list[Entry] = attrs.field(factory=list)
    notes: list[Note] = attrs.field(factory=list)
    fired: dict[str, Fired] = attrs.field(factory=dict)

    @property
    def unit(self) -> SpanUnit:
        """The clock's unit, in which rungs count; hours where it takes its date from the event."""
        return self.base.within.unit if isinstance(self.base.within, Span) else SpanUnit.HOURS

    @property
    def is_met(self) -> bool:
        """Whether it was stopped and never breached."""
        return self.stopped_at is not None and self.breached_at is None

    @property
    def on_hold(self) -> bool:
        """Whether a pause is on."""
        return bool(self.holds) and self.holds[-1].end is None

    def pauses(self, at: DateTime) -> Pauses:
        """Return the pauses as if one that is on ended at an instant."""
        return [(begin, at if end is None else end) for begin, end, _ in self.holds]

    def in_force(self, pauses: Pauses) -> tuple[Target, DateTime]:
        """Return the target that decides, and the due time it gives."""
        target, due = self.base, self.base.due_after(pauses)
        for extension in self.extensions:
            extended = extension.due_after(pauses)
            if moment(extended) > moment(due):
                target, due = extension, extended
        return target, due

    def due_at(self, at: DateTime) -> DateTime:
        """Return the due time in force, as if a pause that is on ended at an instant."""
        return self.in_force(self.pauses(at))[1]

    def witness(self, at: DateTime) -> None:
        """Let time pass up to an instant: note a breach, and send what was due strictly before it.

        What falls exactly on the instant waits, for an event at the same instant may still end the cycle in time.
        """
        if not self.number or self.ended_at is not None:
            return
        if self.clock.warn_at or self.clock.escalate:
            self._send(at)
        if self.breached_at is None and moment(at) > moment(due := self.due_at(at)):
            self.breached_at = max(due, self.set_at, key=moment)
            self.fired["due"] = Fired("breach", "due", None, self.breached_at, due)

    def _send(self, at: DateTime) -> None:
        """Send warnings and rungs.

        While it is on hold, they go by the target that was in force when the pause began: the pause moves whatever came later, so nothing that it holds
        back is sent, and another target that comes to decide meanwhile tells its own only when the pause is over.
        """
        held_since = self._held_since()
        pauses = self.pauses(at)
        target, due = self.in_force(pauses if held_since is None else [pause for pause in pauses if moment(pause[1]) <= moment(held_since)])
        for kind, step, role, sent_at in self._steps(target, pauses):
            if moment(sent_at) < moment(at):
                self.fired[step] = Fired(kind, step, role, sent_at, due)

    def _held_since(self) -> DateTime | None:
        """Return since when it is on hold, pauses that touch counting as one, or None."""
        since = None
        for begin, end, _ in reversed(self.holds):
            if end is not None and (since is None or moment(end) < moment(since)):
                break
            since = begin
        return since

    def _steps(self, target: Target, pauses: Pauses) -> Iterator[tuple[str, str, str | None, DateTime]]:
        """Yield what has not been sent yet, with its instant."""
        for fraction in self.clock.warn_at:
            if (step := warning_step(fraction)) not in self.fired:
                yield "warning", step, None, target.warning(self.started_at, fraction, pauses)
        for rung in self.clock.escalate:
            if rung.step not in self.fired:
                yield "escalation", rung.step, rung.to, target.escalation(self.started_at, rung.offset, self.unit, pauses)

    def touch(self, entry: Entry) -> None:
        """Remember an entry that did something to it."""
        if not self.entries or self.entries[-1] is not entry:
            self.entries.append(entry)

    def hold(self, entry: Entry) -> None:
        """Put it on hold."""
        self.holds.append(Hold(entry.at, None, entry.event.verb))
        self.touch(entry)

    def release(self, entry: Entry) -> None:
        """Take it off hold."""
        self._pause_ends("paused", self.holds.pop(), entry)
        self.touch(entry)

    def _pause_ends(self, key: str, hold: Hold, entry: Entry) -> None:
        """Note what the whole of a pause does to the due time, and keep it."""
        at, begin = entry.at, hold.begin
        before = self.due_at(at)
        self.holds.append(Hold(begin, at, hold.verb))
        target, due = self.in_force(self.pauses(at))
        if moment(at) > moment(begin):
            effect = "" if moment(due) != moment(before) else "_after" if moment(begin) >= moment(before) else "_closed"
            length = target.scale.between(begin, at)
            note = Note(
                key=f"{key}{effect}",
                at=at,
                verb=entry.event.verb,
                begin=begin,
                begun_by=hold.verb,
                length=length,
                in_open_time=target.in_open_time,
                before=before,
                due=due,
            )
            self.notes.append(note)

    def end(self, entry: Entry, *, cancelled_by: Cancellation | None = None) -> None:
        """End it, stopped or cancelled."""
        at = entry.at
        if self.on_hold:
            self.release(entry)
        self.ended_at, self.cancelled_by = at, cancelled_by
        self.stopped_at = at if cancelled_by is None else None
        self.touch(entry)

    def reopen(self, entry: Entry, closed: Hold) -> None:
        """Open it again; the time since it was closed counts as a pause."""
        self.ended_at = self.stopped_at = self.cancelled_by = self.exempted_by = None
        self.set_at = entry.at
        self._pause_ends("reopened", closed, entry)
        self.touch(entry)

    def extend(self, index: int, target: Target, entry: Entry) -> None:
        """Take a later target that an event brought."""
        at = entry.at
        before = self.due_at(at)
        self.extensions.append(target)
        self.applied[index] = self.applied.get(index, 0) + 1
        self._note_target("extended", target, entry, before)

    def retarget(self, target: Target, entry: Entry, severity: object) -> None:
        """Take another target because another severity became known; pauses and extensions stay."""
        before = self.due_at(entry.at)
        self.base, self.set_at = target, entry.at
        self._note_target("retargeted", target, entry, before, severity)

    def _note_target(self, key: str, target: Target, entry: Entry, before: DateTime, severity: object = None) -> None:
        at = entry.at
        due = self.due_at(at)
        effect = "" if moment(due) != moment(before) else "_in_vain"
        said = None if severity is None else str(severity)
        self.notes.append(Note(key=f"{key}{effect}", at=at, verb=entry.event.verb, target=str(target.within), severity=said, before=before, due=due))
        self.touch(entry)

    def latent(self) -> Cycle:
        """Return a copy that runs on unseen, from the same start, in case the facts call for it again."""
        return Cycle(
            clock=self.clock,
            calendar=self.calendar,
            started_at=self.started_at,
            first=self.first,
            base=self.base,
            set_at=self.set_at,
            extensions=list(self.extensions),
            applied=dict(self.applied),
            holds=list(self.holds),
            entries=list(self.entries),
            notes=list(self.notes),
        )

    def spent(self, target: Target, at: DateTime) -> tuple[timedelta, timedelta]:
        """Return what was used of the budget, and what was paused, on the target's scale."""
        scale, start = target.scale, self.started_at
        paused = sum((scale.between(begin, end) for begin, end in united(self.pauses(at), start)), timedelta())
        return scale.between(start, at) - paused, paused
