"""Why a deadline is what it is: its derivation, step by step, in words.

What lives here: how a `Proof` is put into English or Chinese. What does not: the sentences themselves (`sentences.py`). Read `deadline.py` next.

A proof goes through time: what the rule gave at the start, then what each event did to the due time, then how things stand. All times are told in
the zone of the event that began the cycle; one at another offset, after a change of the clock, says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import attrs
from pendulum import DateTime

from servrecov.calendar.span import Roll, Span, SpanEnd
from servrecov.calendar.wallclock import instant, show, zone_of
from servrecov.complaint.failure import Severity
from servrecov.deadline.cycle import Cancellation
from servrecov.deadline.proof import Note, Proof
from servrecov.wording import say, written_length, written_offset, written_time, written_verb

if TYPE_CHECKING:
    from servrecov.deadline.deadline import Deadline

__all__ = ["explained"]


def explained(deadline: Deadline, lang: str) -> Iterator[str]:
    """Put a deadline's proof into words, a line a step."""
    teller, proof = _Teller(deadline.started_at, lang), deadline.proof
    rule = teller.say(f"force_{deadline.force}", within=teller.rule(proof.within))
    yield teller.say("title", clock=deadline.clock, cycle=deadline.cycle, kind=deadline.kind, rule=rule)
    yield teller.say("started", at=deadline.started_at, verb=teller.verb(proof.opened_by))
    yield teller.say("due", due=proof.first_due, budget=teller.budget(proof.first_budget, in_open_time=proof.first_in_open_time))
    yield from _story(teller, proof.notes, deadline.breached_at)
    yield _standing(teller, deadline, proof) if proof.ended_by is None else _ending(teller, deadline, proof)
    if deadline.source is not None:
        yield teller.say("source", source=deadline.source)
    yield teller.zone()


def _story(teller: _Teller, notes: Iterable[Note], breached_at: DateTime | None) -> Iterator[str]:
    """Tell what happened, the breach in its place: after what happened up to then."""
    untold, key = breached_at, "breached"
    for note in notes:
        if untold is not None and note.at > untold:
            yield teller.say(key, at=untold)
            untold = None
        if note.at == untold and (note.due is None or note.due < untold):
            key = "breached_at_once"
        yield teller.note(note)
    if untold is not None:
        yield teller.say(key, at=untold)


def _standing(teller: _Teller, deadline: Deadline, proof: Proof) -> str:
    hold = teller.say("held", since=proof.held_since) if proof.held_since is not None else ""
    overdue = teller.length(deadline.overdue_by, in_open_time=proof.in_open_time)
    if deadline.breached_at is not None:
        late = teller.say("late_by", length=overdue) if deadline.overdue_by else teller.say("late")
        return teller.say("overdue", now=proof.now, late=late, hold=hold)
    remaining = teller.length(deadline.remaining, days=not proof.in_open_time)
    budget = teller.budget(deadline.budget, in_open_time=proof.in_open_time)
    return teller.say("on_hold" if hold else "running", now=proof.now, remaining=remaining, budget=budget, due=deadline.due_at, hold=hold)


def _ending(teller: _Teller, deadline: Deadline, proof: Proof) -> str:
    at, verb = deadline.ended_at, teller.verb(proof.ended_by or "")
    if proof.cancelled_by is Cancellation.EXEMPTED:
        return teller.say("cancelled_exempt", at=at, verb=verb, other=deadline.exempted_by)
    if proof.cancelled_by is not None:
        return teller.say("cancelled_when" if proof.cancelled_by is Cancellation.FACTS else "cancelled", at=at, verb=verb)
    length = teller.length(deadline.remaining or deadline.overdue_by, in_open_time=proof.in_open_time)
    if deadline.breached_at is None:
        return teller.say("stopped_early" if deadline.remaining else "stopped_in_time", at=at, verb=verb, length=length)
    return teller.say("stopped_late" if deadline.overdue_by else "stopped_breached", at=at, verb=verb, length=length)


class _Teller:
    """Tells in one language, in the zone of the start."""

    def __init__(self, start: DateTime, lang: str) -> None:
        self._lang = lang
        self._start = start
        self._changes = False

    def say(self, key: str, **values: object) -> str:
        """Say a sentence about a deadline."""
        return say(f"deadline.{key}", self._lang, **{name: self._told(value) for name, value in values.items()})

    def _told(self, value: object) -> object:
        if not isinstance(value, datetime):
            return value
        at = show(instant(value, "at"), zone_of(self._start))
        changed = at.utcoffset() != self._start.utcoffset()
        self._changes = self._changes or changed
        return written_time(at, self._lang, offset=changed)

    def length(self, length: timedelta, *, in_open_time: bool = False, days: bool = True) -> str:
        """Write a length; that of open time says so."""
        written = written_length(length, self._lang, days=days and not in_open_time)
        return self.say("length_open", length=written) if in_open_time else written

    def budget(self, budget: timedelta, *, in_open_time: bool) -> str:
        """Write a budget and what it is counted in."""
        return self.say("budget_open" if in_open_time else "budget_elapsed", length=self.length(budget, days=not in_open_time))

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
        values["length"] = self.length(note.length, in_open_time=note.in_open_time) if note.length is not None else None
        values["target"] = self.rule(note.target) if note.target is not None else None
        values["severity"] = Severity(note.severity) if note.severity in tuple(Severity) else note.severity
        said = self.say(note.key, **{name: value for name, value in values.items() if name != "key"})
        return f"{said}{self.say('as_if_resumed')}" if note.on_hold else said

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
