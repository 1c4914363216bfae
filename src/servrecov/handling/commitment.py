"""What the firm has committed to a customer: the offers that stand, and what was promised or delivered beyond them.

What lives here: the reading of commitments from standing entries. What does not: who may commit how much (`authority.py`, to read next), and whether
a promise was kept (`journal/promise.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import attrs

from servrecov.complaint.remedy import Remedy, RemedyKind
from servrecov.journal.journal import Entry
from servrecov.money import Money

__all__ = ["Claim", "Offer", "committed_in", "dearer_by_kind", "standing_offers", "total_of", "uncovered", "worth_of"]

Choice = tuple[Remedy, ...]


@attrs.frozen(kw_only=True)
class Offer:
    """An offer that stands.

    Attributes:
        index: Index among the entries read of the event that made it.
        event: That event, a `RemedyOffered`.
        accepted_at: Index of its acceptance among the entries read; None while it is unanswered.
        option: Which of its options was taken, from 1; None where that is not known.
    """

    index: int
    event: Any
    accepted_at: int | None = None
    option: int | None = None

    def gives_way_to(self, later: Any) -> bool:  # noqa: ANN401  (an offer is any event with that verb)
        """Say whether a later offer takes this one's place.

        One that has a name gives way to the next of the same name, one without gives way to any while it is unanswered.
        """
        return self.event.ref == later.ref if self.event.ref is not None else self.accepted_at is None

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What the customer may come to hold: the remedies with each option, or with the one that was taken."""
        options = tuple(self.event.options) or ((),)
        if self.option is not None and 1 <= self.option <= len(options):
            options = (options[self.option - 1],)
        return tuple((*self.event.remedies, *option) for option in options)

    @property
    def worth(self) -> dict[str, Money]:
        """What it is worth per currency; of several options the dearest counts, in each currency."""
        dearest: dict[str, Money] = {}
        for choice in self.choices:
            for currency, amount in worth_of(choice).items():
                dearest[currency] = max(amount, dearest.get(currency, amount))
        return dearest


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


def worth_of(remedies: Iterable[Remedy]) -> dict[str, Money]:
    """Add up what remedies are worth, per currency; one without an amount adds nothing."""
    worth: dict[str, Money] = {}
    for remedy in remedies:
        if remedy.amount is not None:
            currency = remedy.amount.currency
            worth[currency] = worth[currency] + remedy.amount if currency in worth else remedy.amount
    return worth


def total_of(parts: Iterable[Mapping[str, Money]]) -> dict[str, Money]:
    """Add up sums of money that are given per currency."""
    total: dict[str, Money] = {}
    for part in parts:
        for currency, amount in part.items():
            total[currency] = total[currency] + amount if currency in total else amount
    return total


def committed_in(event: Any) -> Choice:  # noqa: ANN401
    """Return every remedy that an offer, a promise or a delivery names, options included."""
    return (*event.remedies, *(remedy for option in getattr(event, "options", ()) for remedy in option))


def standing_offers(entries: Iterable[Entry]) -> tuple[Offer, ...]:
    """Read the offers that are neither refused nor superseded.

    An answer means the standing offer that it names, or the latest one. A refusal is the end of an offer: who changes their mind is offered anew,
    so that no acceptance can bring back a sum for which there is no longer room.

    Args:
        entries: Standing entries in the order of time.
    """
    offers: list[Offer] = []
    for index, (_, event) in enumerate(entries):
        if event.verb == "remedy_offered":
            offers = [offer for offer in offers if not offer.gives_way_to(event)]
            offers.append(Offer(index=index, event=event))
        elif event.verb in ("offer_accepted", "offer_refused"):
            _answer(offers, event, index)
    return tuple(offers)


def _answer(offers: list[Offer], event: Any, index: int) -> None:  # noqa: ANN401
    meant = next((offer for offer in reversed(offers) if event.ref in (None, offer.event.ref)), None)
    if meant is None:
        return
    place = offers.index(meant)
    if event.verb == "offer_accepted":
        offers[place] = attrs.evolve(meant, accepted_at=index, option=event.option)
    else:
        del offers[place]


def uncovered(verb: str, entries: Sequence[Entry], offers: Iterable[Offer]) -> tuple[Claim, ...]:
    """Return what was promised, or what was delivered, beyond what the accepted offers cover.

    Each accepted offer covers its kinds of remedy, each up to the amount that was accepted, once. A delivery that names no remedy hands over
    all that was accepted before it, so what comes later needs an acceptance of its own.

    Args:
        verb: ``"promised"`` or ``"remedy_delivered"``.
        entries: Standing entries in the order of time.
        offers: The standing offers among them.
    """
    made = [(index, entry.event) for index, entry in enumerate(entries) if entry.event.verb == verb]
    handed_over = [index for index, event in made if verb == "remedy_delivered" and not event.remedies]
    claims = [Claim(index, event, remedy) for index, event in made for remedy in event.remedies]
    for offer in offers:
        if offer.accepted_at is not None:
            after = next((index for index in handed_over if index > offer.accepted_at), len(entries))
            claims = min((_left(claims, choice, after) for choice in offer.choices), key=_size)
    return tuple(claims)


def _left(claims: Iterable[Claim], choice: Choice, after: int) -> list[Claim]:
    """Return what a choice does not cover of the claims; those later than `after` it does not cover at all."""
    kinds = {remedy.kind for remedy in choice}
    allowance = _by_kind(choice)
    left = []
    for claim in claims:
        kind, amount = claim.remedy.kind, claim.remedy.amount
        if kind not in kinds or claim.index > after:
            left.append(claim)
        elif amount is not None:
            place = (kind, amount.currency)
            granted = min(amount.amount, allowance.get(place, Decimal(0)))
            allowance[place] = allowance.get(place, Decimal(0)) - granted
            if amount.amount > granted:
                rest = attrs.evolve(claim.remedy, amount=amount - Money(granted, amount.currency))
                left.append(attrs.evolve(claim, remedy=rest))
    return left


def _by_kind(remedies: Iterable[Remedy]) -> dict[tuple[RemedyKind, str], Decimal]:
    sums: dict[tuple[RemedyKind, str], Decimal] = {}
    for remedy in remedies:
        if remedy.amount is not None:
            place = (remedy.kind, remedy.amount.currency)
            sums[place] = sums.get(place, Decimal(0)) + remedy.amount.amount
    return sums


def _size(claims: Sequence[Claim]) -> tuple[int, Decimal]:
    return len(claims), sum((claim.remedy.amount.amount for claim in claims if claim.remedy.amount is not None), Decimal(0))


def dearer_by_kind(promised: Iterable[Claim], delivered: Iterable[Claim]) -> dict[str, Money]:
    """Add up, per currency, what was promised or delivered: of each kind the larger, for what keeps a promise is not a second commitment."""
    one, other = (_by_kind(claim.remedy for claim in claims) for claims in (promised, delivered))
    return total_of({place[1]: Money(max(one.get(place, Decimal(0)), other.get(place, Decimal(0))), place[1])} for place in {**one, **other})
