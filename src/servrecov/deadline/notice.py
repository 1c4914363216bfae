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
from servrecov.journal.closing import Retracted
from servrecov.journal.journal import Entry, standing_entries
from servrecov.journal.promise import PromiseStatus, read_promises
from servrecov.values import moment

__all__ = ["Notice"]


@attrs.frozen(kw_only=True, field_transformer=values.by_instant)
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
            at = max(promise.due_at, promise.made_at, key=moment)
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
        read: What reads all notices, up to an instant, from standing entries in the order of time; each is known since the last of them that it
            depends on, as if none had come late.
        since: Begin of the window, inclusive.
        until: End of the window, exclusive.
    """
    begin, end = values.check_instant(since, "notices(since)"), values.check_instant(until, "notices(until)")
    horizon = max([end, *(entry.at for entry in entries)], key=moment)
    notices: Iterable[Notice] = read(standing_entries(entries), horizon)
    if any(map(_changes_the_past, entries)):
        notices = _settled(entries, read, begin, horizon, {_identity(notice): notice for notice in notices})
    return tuple(sorted((notice for notice in notices if moment(begin) <= moment(notice.known_at) < moment(end)), key=by_time))


def _changes_the_past(entry: Entry) -> bool:
    """Say whether an entry came late, or withdraws one: then what was known before is another matter than what had happened before."""
    return entry.instant < moment(recorded_at(entry)) or entry.event.verb == Retracted.verb


def by_time(notice: Notice) -> tuple[int, int, str]:
    """Return what notices are sorted by: when they came to be known, then their own instant, then their key."""
    return moment(notice.known_at), moment(notice.at), notice.key


def _identity(notice: Notice) -> tuple[str, int]:
    return notice.key, moment(notice.at)


def _settled(
    entries: Sequence[Entry],
    read: Callable[[Sequence[Entry], DateTime], Iterable[Notice]],
    begin: DateTime,
    horizon: DateTime,
    pending: dict[tuple[str, int], Notice],
) -> Iterator[Notice]:
    """Yield each notice with the time since which it is known, as far as that lies in the window; what was known before keeps its own instant."""
    times = [(moment(at), at, entry) for entry in entries for at in [recorded_at(entry)]]
    shown = {time: at for time, at, _ in reversed(times)}  # of one instant in several zones, the first
    for time in sorted(shown, reverse=True):
        if time < moment(begin) or all(at >= time for _, at in pending):
            break
        before = [entry for recorded, _, entry in times if recorded < time]
        already = {_identity(notice) for notice in read(standing_entries(before), horizon)}
        for identity in [identity for identity in pending if identity[1] < time and identity not in already]:
            yield attrs.evolve(pending.pop(identity), known_at=shown[time])
    yield from (attrs.evolve(notice, known_at=notice.at) for notice in pending.values())
