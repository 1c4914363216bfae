"""Why a deadline is what it is: the derivation, step by step, as data and in words.

What lives here: `Proof`, how it is read off a cycle, and how it is put into English or Chinese. What does not: the sentences themselves
(`sentences.py`). Read `policy.py` next.

A proof goes through time: what the rule gave at the start, then what each event did to the due time, then how things stand. All times are told in
the zone of the event that began the cycle; one at another offset, after a change of the clock, says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import attrs
from pendulum import DateTime

from servrecov.calendar.pause import ELAPSED
from servrecov.calendar.span import Roll, Span, SpanEnd
from servrecov.calendar.wallclock import instant, show, zone_of
from servrecov.complaint.failure import Severity
from servrecov.deadline.cycle import Cycle, Note
from servrecov.wording import say, written_length, written_offset, written_time, written_verb

if TYPE_CHECKING:
    from servrecov.deadline.deadline import Deadline

__all__ = ["Proof", "explained", "proof_of"]


@attrs.frozen(kw_only=True)
class Proof:
    """The derivation of a deadline.

    Attributes:
        within: The rule at the start: a span in its text form, or ``"due_at"``.
        opened_by: Verb of the event that began the cycle.
        first_due: The due time that the rule gave at the start.
        first_budget: The budget that it gave.
        on_calendar: Whether that budget is counted in open hours.
        notes: What happened to the due time since, in order.
        held_since: Since when it has been on hold, or None.
        ended_by: Verb of the event that ended the cycle, or None.
        cancelled_by: Why it was cancelled, or None.
        now: The instant of the reading.
    """

    within: str
    opened_by: str
    first_due: DateTime
    first_budget: timedelta
    on_calendar: bool
    notes: tuple[Note, ...]
    held_since: DateTime | None
    ended_by: str | None
    cancelled_by: str | None
    now: DateTime


def proof_of(cycle: Cycle, now: DateTime) -> Proof:
    """Read the derivation off a cycle."""
    first = cycle.first
    return Proof(
        within=str(first.within),
        opened_by=cycle.entries[0].event.verb,
        first_due=first.due,
        first_budget=first.budget(cycle.started_at, ()),
        on_calendar=first.scale is not ELAPSED,
        notes=tuple(cycle.notes),
        held_since=cycle.holds[-1].begin if cycle.on_hold else None,
        ended_by=cycle.entries[-1].event.verb if cycle.ended_at is not None else None,
        cancelled_by=cycle.cancelled_by,
        now=now,
    )


def explained(deadline: Deadline, lang: str) -> Iterator[str]:
    """Put a deadline's proof into words, a line a step."""
    proof = deadline.proof
    teller = _Teller(deadline.started_at, lang, days=not proof.on_calendar)
    within = teller.rule(proof.within)
    yield teller.say(
        "title", clock=deadline.clock, cycle=deadline.cycle, kind=deadline.kind, rule=teller.say(f"force_{deadline.force}", within=within)
    )
    yield teller.say("started", at=deadline.started_at, verb=teller.verb(proof.opened_by))
    scale = teller.say("open" if proof.on_calendar else "elapsed")
    yield teller.say("due", due=proof.first_due, budget=proof.first_budget, scale=scale)
    for note in proof.notes:
        yield teller.note(note)
    if deadline.breached_at is not None:
        yield teller.say("breached", at=deadline.breached_at)
    yield _standing(teller, deadline, proof) if proof.ended_by is None else _ending(teller, deadline, proof)
    if deadline.source is not None:
        yield teller.say("source", source=deadline.source)
    yield teller.zone()


def _standing(teller: _Teller, deadline: Deadline, proof: Proof) -> str:
    hold = teller.say("held", since=proof.held_since) if proof.held_since is not None else ""
    if deadline.breached_at is not None:
        late = teller.say("late_by", length=deadline.overdue_by) if deadline.overdue_by else teller.say("late")
        return teller.say("overdue", now=proof.now, late=late, hold=hold)
    key = "on_hold" if proof.held_since is not None else "running"
    return teller.say(key, now=proof.now, remaining=deadline.remaining, budget=deadline.budget, due=deadline.due_at, hold=hold)


def _ending(teller: _Teller, deadline: Deadline, proof: Proof) -> str:
    at, verb = deadline.ended_at, teller.verb(proof.ended_by or "")
    if proof.cancelled_by == "exempt":
        return teller.say("cancelled_exempt", at=at, verb=verb, other=deadline.exempted_by)
    if proof.cancelled_by is not None:
        return teller.say("cancelled_when" if proof.cancelled_by == "when" else "cancelled", at=at, verb=verb)
    if deadline.breached_at is None:
        return teller.say("stopped_early" if deadline.remaining else "stopped_in_time", at=at, verb=verb, length=deadline.remaining)
    return teller.say("stopped_late" if deadline.overdue_by else "stopped_breached", at=at, verb=verb, length=deadline.overdue_by)


class _Teller:
    """Tells in one language, in the zone of the start."""

    def __init__(self, start: DateTime, lang: str, *, days: bool) -> None:
        self._lang = lang
        self._start = start
        self._days = days
        self._changes = False

    def say(self, key: str, **values: object) -> str:
        """Say a sentence about a deadline."""
        return say(f"deadline.{key}", self._lang, **{name: self._told(value) for name, value in values.items()})

    def _told(self, value: object) -> object:
        if isinstance(value, timedelta):
            return written_length(value, self._lang, days=self._days)
        if not isinstance(value, datetime):
            return value
        at = show(instant(value, "at"), zone_of(self._start))
        changed = at.utcoffset() != self._start.utcoffset()
        self._changes = self._changes or changed
        return written_time(at, self._lang, offset=changed)

    def verb(self, verb: str) -> str:
        """Name an event."""
        return written_verb(verb, self._lang)

    def zone(self) -> str:
        """Say in which zone the times are."""
        name, offset = self._start.timezone_name, written_offset(self._start)
        if name is None or name == offset:
            return self.say("zone_fixed", offset=offset)
        return self.say("zone_changing" if self._changes else "zone", zone=name, offset=offset)

    def note(self, note: Note) -> str:
        """Say what happened to the due time."""
        values: dict[str, object] = attrs.asdict(note, recurse=False)
        values["verb"] = self.verb(note.verb)
        values["begun_by"] = self.verb(note.begun_by or "")
        values["target"] = self.rule(note.target) if note.target is not None else None
        values["severity"] = Severity(note.severity) if note.severity in tuple(Severity) else note.severity
        return self.say(note.key, **{name: value for name, value in values.items() if name != "key"})

    def rule(self, target: str) -> str:
        """Say how long a rule allows."""
        return self.say("by_date") if target == "due_at" else self._span(Span.parse(target))

    def _span(self, span: Span) -> str:
        within = self._counted(span)
        details = [self.say(key) for key in _details(span)]
        return self.say("within_detailed", within=within, details=self.say("and").join(details)) if details else within

    def _counted(self, span: Span) -> str:
        if span.n == 0:
            return self.say("same_business_day" if span.is_business else "same_day")
        plain = str(Span(span.n, span.unit))
        return self.say("within", counted=self.say(f"span_{span.unit}", n=span.n, plain=plain))


def _details(span: Span) -> Iterator[str]:
    """Yield the keys of what a span says beyond its number and unit."""
    if span.start is not Span(1, span.unit).start:
        yield f"from_{span.start}"
    if span.end is not SpanEnd.SAME_TIME:
        yield f"by_{span.end}"
    if span.roll is not Roll.NONE:
        yield f"roll_{span.roll}"
