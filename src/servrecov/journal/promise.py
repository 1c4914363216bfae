"""What the customer was promised, and whether it was kept.

What lives here: `Promise` and the reading of promises from a journal. What does not: whether the promise was within authority
(`handling/authority.py`). An accepted offer is a promise too. Read `deadline/clock.py` next.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import attrs
from pendulum import DateTime

from servrecov.complaint.remedy import Remedy
from servrecov.journal.journal import Entry
from servrecov.journal.match import On, matches_any

__all__ = ["Promise", "PromiseStatus"]

_RELEASING = frozenset({"withdrawn", "merged"})
_DELIVERED = (On("remedy_delivered"),)


class PromiseStatus(enum.StrEnum):
    """How a promise stands."""

    OPEN = "open"
    """Not kept yet, and not due yet."""
    KEPT = "kept"
    """Kept in time, or kept where no date was given."""
    LATE = "late"
    """Kept after its date."""
    BROKEN = "broken"
    """Its date passed and it was not kept."""
    RELEASED = "released"
    """Before it was kept or fell due, the case was withdrawn or merged, or another offer of the same name was accepted."""


@attrs.frozen(kw_only=True)
class Promise:
    """Something the customer was promised.

    Attributes:
        what: The promise in words; of an accepted offer the remedies, with a slash between options of which it is not known which was taken.
        made_at: When it was made.
        due_at: By when; None for a promise without a date.
        kept_at: When it was kept, in time or late, or None.
        status: How it stands at the instant of the reading.
        seq: Position in the journal of the event that made it.
        kept_seq: Position of the event that kept it, or None.
        remedies: What was promised, where it is a remedy; of several options the first.
    """

    what: str
    made_at: DateTime
    due_at: DateTime | None
    kept_at: DateTime | None
    status: PromiseStatus
    seq: int
    kept_seq: int | None = None
    remedies: tuple[Remedy, ...] = ()


def read_promises(entries: Sequence[Entry], now: datetime | None = None) -> tuple[Promise, ...]:
    """Read the promises from the standing entries that a reading sees, in the order in which they were made.

    A promise lasts until it is kept or released, whichever comes first. One that broke before it was released stays broken, and what is delivered
    after a release keeps nothing. A renegotiated offer, one that is accepted again under its name, releases what was accepted before.

    Args:
        entries: Standing entries in the order of time.
        now: The instant of the reading; None takes the time of the last entry.
    """
    seen = [entry for entry in entries if now is None or entry.at <= now]
    instant = now if now is not None or not seen else seen[-1].at
    return tuple(_promise(index, seen, instant) for index, entry in enumerate(seen) if entry.event.verb in ("promised", "offer_accepted"))


def _promise(index: int, seen: Sequence[Entry], now: datetime | None) -> Promise:
    seq, made = seen[index]
    if made.verb == "promised":
        what, due_at, kept_by = made.what, made.due_at, made.kept_by
        choices: tuple[tuple[Remedy, ...], ...] = (tuple(made.remedies),)
    else:
        choices = accepted_remedies(seen[:index], made)
        what, due_at, kept_by = _worded(choices), None, _DELIVERED
    released = _release(index, seen)
    later = seen[index + 1 : released]
    kept = _kept_by_delivery(choices, later) if any(choices) and kept_by == _DELIVERED else _first(kept_by, later)
    return Promise(
        what=what,
        made_at=seen[index].at,
        due_at=due_at,
        kept_at=kept.at if kept else None,
        status=_status(due_at, kept, seen[released].at if released is not None else None, now),
        seq=seq,
        kept_seq=kept.seq if kept else None,
        remedies=choices[0] if choices else (),
    )


def _status(due_at: datetime | None, kept: Entry | None, released_at: datetime | None, now: datetime | None) -> PromiseStatus:
    if kept is not None:
        return PromiseStatus.KEPT if due_at is None or kept.at <= due_at else PromiseStatus.LATE
    if released_at is not None and (due_at is None or released_at <= due_at):
        return PromiseStatus.RELEASED
    return PromiseStatus.BROKEN if due_at is not None and now is not None and now > due_at else PromiseStatus.OPEN


def _first(ons: tuple[On, ...], later: Sequence[Entry]) -> Entry | None:
    return next((entry for entry in later if matches_any(ons, entry.event)), None)


def _release(index: int, seen: Sequence[Entry]) -> int | None:
    """Return the index of the entry that releases the promise at another, or None."""
    offer = _offer(seen[:index], seen[index].event) if seen[index].event.verb == "offer_accepted" else None
    for place, entry in enumerate(seen[index + 1 :], index + 1):
        if entry.event.verb in _RELEASING:
            return place
        if offer is not None and offer.ref is not None and entry.event.verb == "offer_accepted":
            again = _offer(seen[:place], entry.event)
            if again is not None and again is not offer and again.ref == offer.ref:
                return place
    return None


def _offer(earlier: Sequence[Entry], acceptance: Any) -> Any:  # noqa: ANN401
    """Return the offer that an acceptance means: the latest one, or the latest of the name it gives; None where there is none."""
    ref = acceptance.ref
    return next((entry.event for entry in reversed(earlier) if entry.event.verb == "remedy_offered" and ref in (None, entry.event.ref)), None)


def _worded(choices: tuple[tuple[Remedy, ...], ...]) -> str:
    return " / ".join("; ".join(_named(remedy) for remedy in choice) for choice in choices)


def _named(remedy: Remedy) -> str:
    worth = f", {remedy.amount}" if remedy.amount is not None else ""
    return f"{remedy.kind.label}{worth}{f': {remedy.what}' if remedy.what else ''}"


def accepted_remedies(earlier: Sequence[Entry], acceptance: Any) -> tuple[tuple[Remedy, ...], ...]:  # noqa: ANN401
    """Return what an acceptance accepted: the remedies of the offer it means, once per option that may have been taken.

    Args:
        earlier: The entries before the acceptance, in the order of time.
        acceptance: The `OfferAccepted`.

    Returns:
        One list of remedies per possible choice; a single one where the acceptance names its option or the offer had none.
    """
    offer = _offer(earlier, acceptance)
    if offer is None:
        return ()
    options = tuple(offer.options) or ((),)
    if acceptance.option is not None and 1 <= acceptance.option <= len(options):
        options = (options[acceptance.option - 1],)
    return tuple((*offer.remedies, *option) for option in options)


def _kept_by_delivery(choices: tuple[tuple[Remedy, ...], ...], later: Iterable[Entry]) -> Entry | None:
    delivered: list[Remedy] = []
    for entry in later:
        if entry.event.verb != "remedy_delivered":
            continue
        delivered.extend(entry.event.remedies)
        if not entry.event.remedies or any(delivers(delivered, wanted) for wanted in choices):
            return entry
    return None


def delivers(delivered: Iterable[Remedy], wanted: Iterable[Remedy]) -> bool:
    """Say whether everything wanted was delivered: each kind as often as wanted, and sums of money in full.

    Amounts of one kind and currency are added up, so a sum may be paid in parts.
    """
    given, asked = tuple(delivered), tuple(wanted)
    for kind in {remedy.kind for remedy in asked}:
        of_kind = [remedy for remedy in asked if remedy.kind == kind]
        got = [remedy for remedy in given if remedy.kind == kind]
        if not got or not all(_sum(got, currency) >= _sum(of_kind, currency) for currency in _currencies(of_kind)):
            return False
        if not _currencies(of_kind) and len(got) < len(of_kind):
            return False
    return True


def _currencies(remedies: Iterable[Remedy]) -> set[str]:
    return {remedy.amount.currency for remedy in remedies if remedy.amount is not None}


def _sum(remedies: Iterable[Remedy], currency: str) -> Any:  # noqa: ANN401
    return sum(remedy.amount.amount for remedy in remedies if remedy.amount is not None and remedy.amount.currency == currency)
