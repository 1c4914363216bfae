"""The derivation of a deadline as data: what the rule gave, what each event did to it, how things stand.

What lives here: `Proof` and `Note`, and how they are read off a cycle. What does not: the words for them (`explanation.py`, to read next). All times
are shown in the zone of the event that began the cycle.
"""

from __future__ import annotations

from datetime import timedelta, tzinfo

import attrs
from pendulum import DateTime

from servrecov.calendar.wallclock import show, zone_of
from servrecov.deadline.cycle import Cancellation, Cycle, Turn
from servrecov.deadline.target import Target

__all__ = ["Note", "Proof", "proof_of"]


@attrs.frozen(kw_only=True)
class Note:
    """A line of the derivation: what happened to the cycle, and what became of the due time.

    Attributes:
        key: Which sentence says it.
        at: When it happened; of a pause, when it ended.
        verb: Verb of the event.
        begin: When the pause began, or None.
        begun_by: Verb of the event that began the pause, or None.
        length: Length of the pause on the scale of the target in force, from when that was set, or None.
        in_open_time: Whether that scale is open time.
        target: The new target: a span in its text form or ``"due_at"``, or None.
        severity: The severity now known, or None.
        before: The due time before, or None.
        due: The due time after, or None.
        on_hold: Whether the cycle was on hold then, so that the due time is told as if the pause ended at that moment.
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
    on_hold: bool = False


@attrs.frozen(kw_only=True)
class Proof:
    """The derivation of a deadline.

    Attributes:
        within: The rule at the start: a span in its text form, or ``"due_at"``.
        opened_by: Verb of the event that began the cycle.
        first_due: The due time that the rule gave at the start.
        first_budget: The budget that it gave.
        first_in_open_time: Whether that budget is counted in open time.
        notes: What happened to the due time since, in order.
        held_since: Since when it has been on hold, or None.
        ended_by: Verb of the event that ended the cycle, or None.
        cancelled_by: What cancelled it, or None.
        in_open_time: Whether the budget in force is counted in open time.
        now: The instant of the reading.
    """

    within: str
    opened_by: str
    first_due: DateTime
    first_budget: timedelta
    first_in_open_time: bool
    notes: tuple[Note, ...]
    held_since: DateTime | None
    ended_by: str | None
    cancelled_by: Cancellation | None
    in_open_time: bool
    now: DateTime


def proof_of(cycle: Cycle, target: Target, now: DateTime) -> Proof:
    """Read the derivation off a cycle and its target in force."""
    first, zone = cycle.first, zone_of(cycle.entries[0].at)
    return Proof(
        within=str(first.within),
        opened_by=cycle.entries[0].event.verb,
        first_due=show(first.due, zone),
        first_budget=timedelta(microseconds=first.budget(cycle.started, ())),
        first_in_open_time=first.in_open_time,
        notes=tuple(_note(turn, zone) for turn in cycle.turns),
        held_since=None if cycle.hold is None else show(cycle.hold.begin, zone),
        ended_by=cycle.entries[-1].event.verb if cycle.ended is not None else None,
        cancelled_by=cycle.cancelled_by,
        in_open_time=target.in_open_time,
        now=now,
    )


def _note(turn: Turn, zone: tzinfo) -> Note:
    before, due = (None if us is None else show(us, zone) for us in (turn.before, turn.due))
    note = Note(key=turn.key, at=show(turn.at, zone), verb=turn.verb, severity=turn.severity, before=before, due=due, on_hold=turn.on_hold)
    if turn.target is None:
        return note
    if turn.hold is None:
        return attrs.evolve(note, target=str(turn.target.within))
    length = timedelta(microseconds=turn.target.scale.between(max(turn.hold.begin, turn.target.since), turn.at))
    begin, in_open_time = show(turn.hold.begin, zone), turn.target.in_open_time
    return attrs.evolve(note, begin=begin, begun_by=turn.hold.verb, length=length, in_open_time=in_open_time)
