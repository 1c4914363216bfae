"""A deadline as it stands: one cycle of a clock, read at an instant, with the proof of how it came about.

What lives here: `Deadline`, and how a cycle is read into one. What does not: how cycles come to be (`life.py`) and the sentences of the proof
(`explanation.py`). Read `explanation.py` next.
"""

from __future__ import annotations

from datetime import timedelta, tzinfo
from typing import Any

import attrs
from pendulum import DateTime

from servrecov.calendar.wallclock import instant, show, zone_of
from servrecov.deadline.cycle import Cycle
from servrecov.deadline.explanation import Proof, explained, proof_of
from servrecov.deadline.kinds import ClockKind, DeadlineStatus, Force
from servrecov.source import Source
from servrecov.values import by_instant

__all__ = ["Deadline"]


@attrs.frozen(kw_only=True, field_transformer=by_instant)
class Deadline:
    """One cycle of a clock, read at an instant.

    Lengths are on the scale of the target in force: open time of the calendar for business units, elapsed time otherwise. They satisfy
    ``used + remaining - overdue_by == budget`` and are frozen when the cycle ends. Times are in the zone of the event that began it.

    Attributes:
        clock: Name of the clock.
        kind: What it waits for.
        cycle: Number of the cycle, from 1.
        force: How binding it is.
        started_at: When the cycle began.
        due_at: When it is due; while on hold, the due time if the pause ended now.
        status: How it stands.
        open: Whether it has not ended.
        stopped_at: When what it waited for happened, or None.
        ended_at: When it ended, stopped or cancelled, or None.
        breached_at: When it was breached, or None; once set it stays.
        budget: What the target in force allows: the time from the start to the due time; where an event gave a date, without what had been paused
            before that.
        used: What was used of it; pauses do not count.
        remaining: What is left, never below zero.
        overdue_by: What was used beyond it.
        paused_for: How long it was on hold.
        events: The events that started, moved, paused and ended it, in order.
        exempted_by: Name of the clock whose being met cancelled it, or None.
        source: Where the rule comes from.
        proof: The derivation as data, which `explain` puts into words.
    """

    clock: str
    kind: ClockKind
    cycle: int
    force: Force
    started_at: DateTime
    due_at: DateTime
    status: DeadlineStatus
    open: bool
    stopped_at: DateTime | None
    ended_at: DateTime | None
    breached_at: DateTime | None
    budget: timedelta
    used: timedelta
    remaining: timedelta
    overdue_by: timedelta
    paused_for: timedelta
    events: tuple[Any, ...] = attrs.field(repr=False)
    exempted_by: str | None = None
    source: Source | None = attrs.field(default=None, repr=False)
    proof: Proof = attrs.field(repr=False, eq=False)

    def explain(self, lang: str = "en") -> str:
        """Derive the deadline step by step: a sentence for a customer, a proof for an auditor.

        Args:
            lang: ``"en"`` or ``"zh"``.

        Returns:
            Lines of text: the rule, then each event that began, moved or ended it, then how it stands, then the source and the zone of the times.

        Raises:
            UnknownNameError: The library does not speak the language.
        """
        return "\n".join(explained(self, lang))


def deadline_of(cycle: Cycle, now: DateTime) -> Deadline:
    """Read a cycle at an instant, after it has witnessed it."""
    until, zone = cycle.ended_at or now, zone_of(cycle.started_at)
    pauses = cycle.pauses(until)
    target, due = cycle.in_force(pauses)
    budget = target.budget(cycle.started_at, pauses)
    used, paused_for = cycle.spent(target, until)
    zero = timedelta()
    return Deadline(
        clock=cycle.clock.name,
        kind=cycle.clock.kind,
        cycle=cycle.number,
        force=cycle.clock.force,
        started_at=cycle.started_at,
        due_at=due,
        status=_status(cycle),
        open=cycle.ended_at is None,
        stopped_at=_shown(cycle.stopped_at, zone),
        ended_at=_shown(cycle.ended_at, zone),
        breached_at=_shown(cycle.breached_at, zone),
        budget=budget,
        used=used,
        remaining=max(budget - used, zero),
        overdue_by=max(used - budget, zero),
        paused_for=paused_for,
        events=tuple(entry.event for entry in cycle.entries),
        exempted_by=cycle.exempted_by,
        source=cycle.clock.source,
        proof=proof_of(cycle, target, now),
    )


def _shown(at: DateTime | None, zone: tzinfo) -> DateTime | None:
    return at if at is None or at.tzinfo is zone else show(instant(at, "at"), zone)


def _status(cycle: Cycle) -> DeadlineStatus:
    if cycle.breached_at is not None:
        return DeadlineStatus.BREACHED
    if cycle.cancelled_by is not None:
        return DeadlineStatus.CANCELLED
    if cycle.ended_at is not None:
        return DeadlineStatus.MET
    return DeadlineStatus.PAUSED if cycle.on_hold else DeadlineStatus.RUNNING
