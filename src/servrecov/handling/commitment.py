"""What the firm has committed to a customer: what was promised or delivered beyond the offers that the customer accepted.

What lives here: the reading of commitments from standing entries. What does not: the offers themselves (`journal/offer.py`), who may commit how much
(`authority.py`, to read next), and whether a promise was kept (`journal/promise.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import attrs

from servrecov.complaint.remedy import Remedy, RemedyKind
from servrecov.journal.journal import Entry
from servrecov.journal.offer import Choice, Offer
from servrecov.money import Money

__all__ = ["Claim", "committed_in", "dearer_by_kind", "total_of", "uncovered"]


@attrs.frozen
class Claim:
    """A remedy, or what is left of one, that was promised or delivered by somebody.

    Attributes:
        index: Index among the entries read of the event that promised or delivered it.
        event: That event.
        remedy: What is left of the remedy.
    """

    index: int
    event: Any
    remedy: Remedy


def total_of(parts: Iterable[Mapping[Any, Money]]) -> dict[Any, Money]:
    """Add up sums of money that are given per currency, or per kind and currency."""
    total: dict[Any, Money] = {}
    for part in parts:
        for place, amount in part.items():
            total[place] = total[place] + amount if place in total else amount
    return total


def committed_in(event: Any) -> Choice:  # noqa: ANN401
    """Return every remedy that an offer, a promise or a delivery names, options included."""
    return (*event.remedies, *(remedy for option in getattr(event, "options", ()) for remedy in option))


def uncovered(verb: str, entries: Sequence[Entry], offers: Iterable[Offer]) -> tuple[Claim, ...]:
    """Return what was promised, or what was delivered, beyond what the accepted offers cover.

    Each accepted offer covers its kinds of remedy, each up to the amount that was accepted, once, from its making until it is refused or superseded; what
    it covered by then stays covered. What was promised or delivered before it was made is none of its business. Of several offers the one that was
    accepted first covers first, and of options among which the choice is not known the one that covers the earliest; so what is covered once is not
    called in question by what comes later. A delivery that names no remedy hands over all that was accepted before it, so what comes later needs an
    acceptance of its own.

    Args:
        verb: ``"promised"`` or ``"remedy_delivered"``.
        entries: Standing entries in the order of time.
        offers: Every offer among them, ended ones included.
    """
    made = [(index, entry.event) for index, entry in enumerate(entries) if entry.event.verb == verb]
    if not made:
        return ()
    handed_over = [index for index, event in made if verb == "remedy_delivered" and not event.remedies]
    claims = [Claim(index, event, remedy) for index, event in made for remedy in event.remedies]
    for accepted_at, offer in sorted((offer.accepted_at, offer) for offer in offers if offer.accepted_at is not None):
        end = min(offer.ended_at or len(entries), *(index for index in handed_over if index > accepted_at), len(entries))
        lefts = [_left(claims, choice, range(offer.index, end)) for choice in offer.choices]
        claims = min(lefts, key=_sizes) if len(lefts) > 1 else lefts[0]
    return tuple(claims)


def _left(claims: Iterable[Claim], choice: Choice, within: range) -> list[Claim]:
    """Return what a choice does not cover of the claims; it covers only those within a stretch of the entries."""
    kinds = {remedy.kind for remedy in choice}
    allowance = _by_kind(choice)
    left = []
    for claim in claims:
        kind, amount = claim.remedy.kind, claim.remedy.amount
        if kind not in kinds or claim.index not in within:
            left.append(claim)
        elif amount is not None:
            place = (kind, amount.currency)
            granted = min(amount, allowance.get(place, Money(0, amount.currency)))
            if place in allowance:
                allowance[place] = allowance[place] - granted
            if amount > granted:
                left.append(attrs.evolve(claim, remedy=attrs.evolve(claim.remedy, amount=amount - granted)))
    return left


def _by_kind(remedies: Iterable[Remedy]) -> dict[tuple[RemedyKind, str], Money]:
    return total_of({(remedy.kind, remedy.amount.currency): remedy.amount} for remedy in remedies if remedy.amount is not None)


def _sizes(claims: Sequence[Claim]) -> list[tuple[int, int, Fraction]]:
    """Measure what is left, event by event: the earliest that is covered decides; where it stays longer uncovered, less is left."""
    sizes: dict[int, tuple[int, Fraction]] = {}
    for claim in claims:
        count, amount = sizes.get(claim.index, (0, Fraction(0)))
        sizes[claim.index] = (count + 1, amount + Fraction(claim.remedy.amount.amount if claim.remedy.amount is not None else 0))
    return [(-index, *size) for index, size in sorted(sizes.items())]


def dearer_by_kind(promised: Iterable[Claim], delivered: Iterable[Claim]) -> dict[str, Money]:
    """Add up, per currency, what was promised or delivered: of each kind the larger, for what keeps a promise is not a second commitment."""
    one, other = (_by_kind(claim.remedy for claim in claims) for claims in (promised, delivered))
    return total_of(
        {place[1]: max(one.get(place, nothing), other.get(place, nothing))} for place in {**one, **other} for nothing in [Money(0, place[1])]
    )
