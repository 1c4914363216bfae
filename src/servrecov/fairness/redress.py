"""What a customer was given: which acts give which kind of remedy, how much money was delivered, how much of an offer.

What lives here: readings of redress from standing entries. What does not: what they mean for fairness (`outcome.py`, to read next) and whether a promise
was kept (`journal/promise.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Final

from servrecov.complaint.remedy import Remedy, RemedyKind
from servrecov.handling.commitment import committed_in
from servrecov.journal.delivery import Debt, allot
from servrecov.journal.journal import Entry
from servrecov.journal.offer import Offer, read_offers, standing_offers, worth_of
from servrecov.money import Money

__all__ = ["delivered_shares", "delivered_sum", "given_by", "is_handover", "other_currencies"]

_ACTS: Final[Mapping[str, RemedyKind]] = MappingProxyType(
    {"apologised": RemedyKind.APOLOGY, "explained": RemedyKind.EXPLANATION, "prevention_agreed": RemedyKind.PREVENTION}
)
"""Acts that are themselves a remedy."""

_GIVING: Final = frozenset({"remedy_offered", "promised", "remedy_delivered"})


def given_by(event: Any) -> tuple[RemedyKind, ...]:  # noqa: ANN401
    """Return the kinds of remedy that an act offers, promises or gives; an apology made is an apology given."""
    if event.verb in _GIVING:
        return tuple(remedy.kind for remedy in committed_in(event))
    return (_ACTS[event.verb],) if event.verb in _ACTS else ()


def is_handover(event: Any) -> bool:  # noqa: ANN401
    """Say whether an act delivers without naming what: then it delivers all that was accepted."""
    return event.verb == "remedy_delivered" and not event.remedies


def _delivered(entries: Iterable[Entry]) -> tuple[Remedy, ...]:
    return tuple(remedy for _, event in entries if event.verb == "remedy_delivered" for remedy in event.remedies)


def _worth(remedies: Iterable[Remedy], currency: str) -> Money:
    return worth_of(remedies).get(currency, Money(0, currency))


def delivered_sum(entries: Sequence[Entry], currency: str) -> Money:
    """Add up the money delivered in one currency, whatever the kind of remedy.

    A delivery that names nothing hands over what was accepted so far, or the latest offer where no acceptance was recorded; what had been delivered of it
    before is not counted twice. Of options among which the choice is not known the smallest counts, for no more is proven.
    """
    last = max((index for index, (_, event) in enumerate(entries) if is_handover(event)), default=None)
    if last is None:
        return _worth(_delivered(entries), currency)
    handed = max(_worth(_delivered(entries[:last]), currency), _accepted_sum(entries[:last], currency))
    return handed + _worth(_delivered(entries[last:]), currency)


def _accepted_sum(entries: Sequence[Entry], currency: str) -> Money:
    offers = standing_offers(entries)
    taken = [offer for offer in offers if offer.accepted_at is not None] or offers[-1:]
    return sum((min(_worth(choice, currency) for choice in offer.choices) for offer in taken), Money(0, currency))


def other_currencies(entries: Iterable[Entry], currency: str) -> tuple[str, ...]:
    """Name the currencies in which something was delivered that cannot be compared."""
    return tuple(sorted(set(worth_of(_delivered(entries))) - {currency}))


def delivered_shares(entries: Sequence[Entry]) -> dict[int, Fraction]:
    """Return how much of each standing offer was delivered, by the index of the offer: the mean over its kinds of remedy, of the choice that fits best.

    What was delivered goes to the offers made before it, each remedy once: first to the accepted ones in the order of their acceptance, then to those
    that are unanswered, the latest first. An offer that ended keeps what had gone to it, if it was accepted.
    """
    offers = _in_turn(read_offers(entries))
    debts = {offer.index: Debt(offer.choices) for offer in offers}
    for index, (_, event) in enumerate(entries):
        given = _given(event)
        if given or is_handover(event):
            allot(given, [debts[offer.index] for offer in offers if offer.index < index < (offer.ended_at or len(entries))])
    return {offer.index: debts[offer.index].share for offer in offers if offer.ended_at is None}


def _in_turn(offers: Iterable[Offer]) -> list[Offer]:
    """Put offers in the order in which they are served; one that ended unanswered is not."""
    served = [offer for offer in offers if offer.accepted_at is not None or offer.ended_at is None]
    return sorted(served, key=lambda offer: (1, -offer.index) if offer.accepted_at is None else (0, offer.accepted_at))


def _given(event: Any) -> tuple[Remedy, ...]:  # noqa: ANN401
    """Return the remedies that an act gives."""
    if event.verb == "remedy_delivered":
        return tuple(event.remedies)
    return (Remedy(_ACTS[event.verb]),) if event.verb in _ACTS else ()
