"""Why a deadline is what it is: the derivation, step by step, as data and in words.

What lives here: `Proof`, how it is read off a cycle, and how it is put into English or Chinese. What does not: the sentences themselves
(`wording.py`). Read `policy.py` next.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import attrs
from pendulum import DateTime

from servrecov.calendar.pause import ELAPSED, postponed
from servrecov.deadline.cycle import Cycle, Note
from servrecov.wording import say, written_verb

if TYPE_CHECKING:
    from servrecov.deadline.deadline import Deadline

__all__ = ["Proof", "explained", "proof_of"]


@attrs.frozen(kw_only=True)
class Proof:
    """The derivation of a deadline.

    Attributes:
        within: The rule: a span in its text form, or ``"due_at"``.
        opened_by: Verb of the event that began the cycle.
        first_due: The due time before anything moved it.
        on_calendar: Whether the budget is counted in open hours.
        notes: What events did to the due time, in order.
        pauses: Begin, end, length and what became of the due time: ``(begin, end, length, due)``, due None where nothing moved.
        ended_by: Verb of the event that ended the cycle, or None.
        cancelled_by: Why it was cancelled, or None.
        now: The instant of the reading.
    """

    within: str
    opened_by: str
    first_due: DateTime
    on_calendar: bool
    notes: tuple[Note, ...]
    pauses: tuple[Note, ...]
    ended_by: str | None
    cancelled_by: str | None
    now: DateTime


def proof_of(cycle: Cycle, now: DateTime) -> Proof:
    """Read the derivation off a cycle."""
    target, _ = cycle.in_force(cycle.pauses(cycle.ended_at or now))
    return Proof(
        within=str(target.within),
        opened_by=cycle.entries[0].event.verb,
        first_due=target.due,
        on_calendar=target.scale is not ELAPSED,
        notes=tuple(cycle.notes),
        pauses=tuple(_pause_notes(cycle, cycle.ended_at or now)),
        ended_by=cycle.entries[-1].event.verb if cycle.ended_at is not None else None,
        cancelled_by=cycle.cancelled_by,
        now=now,
    )


def _pause_notes(cycle: Cycle, until: DateTime) -> Iterator[Note]:
    target, _ = cycle.in_force(cycle.pauses(until))
    due = target.due
    for begin, end in target.counted(cycle.pauses(until)):
        length = target.scale.between(begin, end)
        if begin < due:
            due = postponed(due, ((begin, end),), target.scale)
            yield Note("paused", {"begin": begin, "end": end, "length": length, "due": due})
        else:
            yield Note("paused_after", {"begin": begin, "end": end, "length": length})


def explained(deadline: Deadline, lang: str) -> Iterator[str]:
    """Put a deadline's proof into words, a line a step."""
    proof = deadline.proof
    if proof is None:
        return
    within = say("deadline.by_date", lang) if proof.within == "due_at" else say("deadline.within", lang, span=proof.within)
    yield say("deadline.title", lang, clock=deadline.clock, cycle=deadline.cycle, kind=deadline.kind, force=deadline.force, within=within)
    yield say("deadline.started", lang, at=deadline.started_at, verb=written_verb(proof.opened_by, lang))
    scale = say("deadline.open" if proof.on_calendar else "deadline.elapsed", lang)
    yield say("deadline.due", lang, due=proof.first_due, budget=deadline.budget, scale=scale)
    for note in (*proof.notes, *proof.pauses):
        yield _noted(note, lang)
    if deadline.breached_at is not None:
        yield say("deadline.breached", lang, at=deadline.breached_at)
    yield _standing(deadline, proof, lang)
    if deadline.source is not None:
        yield say("deadline.source", lang, source=deadline.source)


def _noted(note: Note, lang: str) -> str:
    values = dict(note.values)
    if "verb" in values:
        values["verb"] = written_verb(values["verb"], lang)
    if "to" in values:
        values["to"] = say("deadline.by_date", lang) if values["to"] == "due_at" else values["to"]
    return say(f"deadline.{note.key}", lang, **values)


def _standing(deadline: Deadline, proof: Proof, lang: str) -> str:
    if proof.ended_by is not None:
        return _ended(deadline, proof, written_verb(proof.ended_by, lang), lang)
    if deadline.breached_at is not None:
        return say("deadline.overdue", lang, now=proof.now, overdue=deadline.overdue_by)
    key = "deadline.on_hold" if deadline.status == "paused" else "deadline.running"
    return say(key, lang, now=proof.now, remaining=deadline.remaining, budget=deadline.budget, due=deadline.due_at)


def _ended(deadline: Deadline, proof: Proof, verb: str, lang: str) -> str:
    at = deadline.ended_at
    if proof.cancelled_by == "exempt":
        return say("deadline.cancelled_exempt", lang, at=at, other=deadline.exempted_by)
    if proof.cancelled_by is not None:
        return say("deadline.cancelled_when" if proof.cancelled_by == "when" else "deadline.cancelled", lang, at=at, verb=verb)
    if deadline.breached_at is None:
        return say("deadline.stopped_in_time", lang, at=at, verb=verb, length=deadline.remaining)
    if deadline.overdue_by:
        return say("deadline.stopped_late", lang, at=at, verb=verb, length=deadline.overdue_by)
    return say("deadline.stopped_breached", lang, at=at, verb=verb)
