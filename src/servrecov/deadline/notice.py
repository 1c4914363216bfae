"""What must be told, to whom and when: warnings, breaches and escalations, each under a key that never changes.

What lives here: `Notice`, and when a notice could first have been known. What does not: when a clock sends one (`cycle.py`) and how it is
delivered, which is the host's. Read `policy.py` next.

A notice is known from the later of its own instant and the entry without which it would not be. That entry is found by reading the
journal as it was known at each time of entry: a notice is known since the earliest of those times from which every reading holds it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime

import attrs
from pendulum import DateTime

from servrecov import values
from servrecov.deadline.kinds import NoticeKind
from servrecov.journal.journal import Entry, standing_entries
from servrecov.journal.promise import PromiseStatus, read_promises

__all__ = ["Notice"]


@attrs.frozen(kw_only=True)
class Notice:
    """A warning, a breach or an escalation.

    Attributes:
        at: Its instant.
        known_at: The later of its instant and the time of entry of the last event that it depends on.
        kind: What it says.
        clock: Name of the clock, or ``"promise:{seq}"``.
        cycle: Number of the cycle.
        step: Which of its kind: ``"50%"``, ``"due"``, ``"-1:manager"``.
        role: Whom an escalation is for, else None.
        due_at: The due time then in force.
        case_id: Id of the case, or None.
    """

    at: DateTime
    known_at: DateTime
    kind: NoticeKind
    clock: str
    cycle: int
    step: str
    role: str | None
    due_at: DateTime
    case_id: str | None = None

    @property
    def key(self) -> str:
        """The key under which a receiver remembers it: ``"C-1/contact#1/breach/due"``."""
        front = f"{self.case_id}/" if self.case_id is not None else ""
        return f"{front}{self.clock}#{self.cycle}/{self.kind.value}/{self.step}"


def promise_notices(standing: Sequence[Entry], horizon: DateTime) -> Iterator[Notice]:
    """Yield a breach for each promise that was not kept by its date, up to an instant; its clock is called ``"promise:{seq}"``."""
    for promise in read_promises(standing, horizon):
        if promise.due_at is not None and promise.status in (PromiseStatus.LATE, PromiseStatus.BROKEN):
            at = max(promise.due_at, promise.made_at)
            yield Notice(
                at=at, known_at=at, kind=NoticeKind.BREACH, clock=f"promise:{promise.seq}", cycle=1, step="due", role=None, due_at=promise.due_at
            )


def recorded_at(entry: Entry) -> DateTime:
    """Return when an entry was made; the time of the event where it does not say."""
    recorded: DateTime | None = getattr(entry.event, "recorded_at", None)
    return entry.at if recorded is None else values.check_instant(recorded, f"{entry.event.verb}.recorded_at")


def known_notices(
    entries: Sequence[Entry],
    read: Callable[[Sequence[Entry], DateTime], Iterable[Notice]],
    since: datetime,
    until: datetime,
) -> tuple[Notice, ...]:
    """Return the notices that came to be known in a window, in the order in which they did.

    Args:
        entries: All entries in recording order, retracted ones and retractions included.
        read: What reads all notices, up to an instant, from standing entries in the order of time.
        since: Begin of the window, inclusive.
        until: End of the window, exclusive.
    """
    begin, end = values.check_instant(since, "notices(since)"), values.check_instant(until, "notices(until)")
    horizon = max([end, *(entry.at for entry in entries)])
    known = {(notice.key, notice.at): notice for notice in read(standing_entries(entries), horizon)}
    settled = _settled(entries, read, begin, horizon, known)
    found = [notice for notice in settled if begin <= notice.known_at < end]
    return tuple(sorted(found, key=lambda notice: (notice.known_at, notice.at, notice.key)))


def _settled(
    entries: Sequence[Entry],
    read: Callable[[Sequence[Entry], DateTime], Iterable[Notice]],
    begin: DateTime,
    horizon: DateTime,
    pending: dict[tuple[str, DateTime], Notice],
) -> Iterator[Notice]:
    """Yield each notice with the time since which it is known, as far as that lies in the window; what was known before keeps its own instant."""
    for time in sorted({recorded_at(entry) for entry in entries}, reverse=True):
        if time < begin or all(at >= time for _, at in pending):
            break
        before = [entry for entry in entries if recorded_at(entry) < time]
        already = {(notice.key, notice.at) for notice in read(standing_entries(before), horizon)}
        for identity in [identity for identity in pending if identity[1] < time and identity not in already]:
            yield attrs.evolve(pending.pop(identity), known_at=time)
    yield from pending.values()
