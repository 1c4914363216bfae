"""A deadline as it stands: one cycle of a clock, read at an instant, with the proof of how it came about.

What lives here: `Deadline`, and how a cycle is read into one. What does not: how cycles come to be (`life.py`), the derivation (`proof.py`) and its
words (`explanation.py`). Read `notice.py` next.
"""

from __future__ import annotations

from datetime import timedelta, tzinfo
from typing import Any, Final

import attrs
from pendulum import DateTime

from servrecov.calendar.wallclock import show, zone_of
from servrecov.deadline.cycle import Cycle
from servrecov.deadline.explanation import explained
from servrecov.deadline.kinds import ClockKind, DeadlineStatus, Force
from servrecov.deadline.proof import Proof, proof_of
from servrecov.deadline.target import Target
from servrecov.journal.journal import Entry
from servrecov.source import Source
from servrecov.values import by_instant

__all__ = ["Deadline"]

_DEFERRED: Final = frozenset({"budget", "used", "remaining", "overdue_by", "paused_for", "proof"})
"""What is worked out when it is first asked for."""


@attrs.frozen(kw_only=True, slots=False, field_transformer=by_instant)
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

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  (of what is typed above)
        """Work out the lengths, or the proof, when they are first asked for."""
        origin = self.__dict__.get("_origin")
        if origin is None or name not in _DEFERRED:
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        cycle, target, last, now = origin
        found = {"proof": proof_of(cycle, target, now)} if name == "proof" else _lengths(cycle, target, last)
        self.__dict__.update(found)
        return found[name]

    def __getstate__(self) -> dict[str, Any]:
        """Pickle what is worked out, and not what it is worked out from."""
        return {field.name: getattr(self, field.name) for field in attrs.fields(type(self))}

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


def deadline_of(cycle: Cycle, at: int, now: DateTime) -> Deadline:
    """Read a cycle at an instant.

    Its lengths and its proof are left for whoever asks for them: most readers want to know of a thousand deadlines when they are due and how they
    stand, and the story of one.
    """
    if cycle.shown is not None:
        shown: Deadline = cycle.shown
        return shown
    first, clock = cycle.entries[0].at, cycle.clock
    last = at if cycle.ended is None else cycle.ended
    breached, zone = cycle.breach(at), zone_of(first)
    target, due = cycle.decided_at(last)
    due_at = show(due, zone)
    ended_at = None if cycle.ended is None else _shown(cycle.entries[-1], cycle.ended, zone)
    deadline = Deadline.__new__(Deadline)
    told = {
        "clock": clock.name,
        "kind": clock.kind,
        "cycle": cycle.number,
        "force": clock.force,
        "started_at": first,
        "due_at": due_at,
        "status": _status(cycle, breached),
        "open": ended_at is None,
        "stopped_at": ended_at if cycle.is_stopped else None,
        "ended_at": ended_at,
        "breached_at": None if breached is None else due_at if breached == due else show(breached, zone),
        "events": tuple([entry.event for entry in cycle.entries]),
        "exempted_by": cycle.exempted_by,
        "source": clock.source,
        "_origin": (cycle, target, last, now),
    }
    if target.calendar.definition.holidays_known is not None and target.in_open_time:
        told.update(_lengths(cycle, target, last))  # at once, so that what depends on an unknown day is refused here and not later
    object.__setattr__(deadline, "__dict__", told)  # frozen, and with some of its fields still to come
    if cycle.ended is not None:
        cycle.shown = deadline
    return deadline


def _lengths(cycle: Cycle, target: Target, last: int) -> dict[str, timedelta]:
    budget, (used, paused_for) = target.budget(cycle.started, cycle.pauses_until(last)), cycle.spent(target, last)
    lengths = {
        "budget": budget,
        "used": used,
        "remaining": max(budget - used, 0),
        "overdue_by": max(used - budget, 0),
        "paused_for": paused_for,
    }
    return {name: timedelta(microseconds=length) for name, length in lengths.items()}


def _shown(entry: Entry, us: int, zone: tzinfo) -> DateTime:
    at = entry.at
    return at if at.tzinfo is zone else show(us, zone)


def _status(cycle: Cycle, breached: int | None) -> DeadlineStatus:
    if breached is not None:
        return DeadlineStatus.BREACHED
    if cycle.cancelled_by is not None:
        return DeadlineStatus.CANCELLED
    if cycle.ended is not None:
        return DeadlineStatus.MET
    return DeadlineStatus.PAUSED if cycle.hold is not None else DeadlineStatus.RUNNING
