"""The offers that were made to a customer, which of them stand, and which of them an answer means.

What lives here: `Offer`, and `OfferBook`, which follows offers and answers event by event. What does not: what becomes a promise by being accepted
(`promise.py`), what a delivery goes to (`delivery.py`, to read next), and who may offer how much (`handling/authority.py`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import attrs

from servrecov.complaint.remedy import Remedy
from servrecov.journal.journal import Entry
from servrecov.money import Money

__all__ = ["Choice", "Offer", "OfferBook", "read_offers", "standing_offers", "worth_of"]

Choice = tuple[Remedy, ...]
"""Remedies that go together: what is offered in any case, and one of the options."""


def worth_of(remedies: Iterable[Remedy]) -> dict[str, Money]:
    """Add up what remedies are worth, per currency; one without an amount adds nothing."""
    worth: dict[str, Money] = {}
    for remedy in remedies:
        if remedy.amount is not None:
            currency = remedy.amount.currency
            worth[currency] = worth[currency] + remedy.amount if currency in worth else remedy.amount
    return worth


@attrs.frozen(kw_only=True)
class Offer:
    """An offer, and what became of it.

    Attributes:
        index: Index among the entries read of the event that made it.
        event: That event, a `RemedyOffered`.
        accepted_at: Index of its first acceptance among the entries read; None while it is unanswered.
        option: Which of its options was taken, from 1; None where that is not known.
        ended_at: Index of the event that refused it or took its place; None while it stands.
    """

    index: int
    event: Any
    accepted_at: int | None = None
    option: int | None = None
    ended_at: int | None = None

    def gives_way_to(self, later: Any) -> bool:  # noqa: ANN401  (an offer is any event with that verb)
        """Say whether a later offer takes this one's place.

        One that has a name gives way to the next of the same name, one without gives way to any while it is unanswered.
        """
        return self.event.ref == later.ref if self.event.ref is not None else self.accepted_at is None

    def taken(self, index: int, option: int | None) -> Offer:
        """Return it as accepted; taken again it is the same offer, and only the option may be news. One that there is not says nothing."""
        known = option if option is not None and 1 <= option <= len(self.event.options) else self.option
        return attrs.evolve(self, accepted_at=index if self.accepted_at is None else self.accepted_at, option=known)

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What the customer may come to hold: the remedies with each option, or with the one that was taken."""
        options = tuple(self.event.options) or ((),)
        if self.option is not None:
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


class OfferBook:
    """The offers of one complaint, followed event by event.

    An answer means the standing offer that it names, or the latest one that stands; an answer that means none changes nothing. A refusal is the end of
    an offer: who changes their mind is offered anew, so that no acceptance can bring back a sum for which there is no longer room.

    Attributes:
        standing: The offers that are neither refused nor superseded, in the order in which they were made.
        ended: The others, in the order in which they ended.
    """

    __slots__ = ("ended", "standing")

    def __init__(self) -> None:
        """Begin with no offer."""
        self.standing: list[Offer] = []
        self.ended: list[Offer] = []

    def follow(self, index: int, event: Any) -> Offer | None:  # noqa: ANN401
        """Take in the next event; return the offer that it made or answered, as it is afterwards, or None."""
        if event.verb == "remedy_offered":
            return self._made(index, event)
        if event.verb not in ("offer_accepted", "offer_refused"):
            return None
        meant = next((offer for offer in reversed(self.standing) if event.ref in (None, offer.event.ref)), None)
        if meant is None:
            return None
        return self._taken(meant, index, event.option) if event.verb == "offer_accepted" else self._ended(meant, index)

    def _made(self, index: int, event: Any) -> Offer:  # noqa: ANN401
        for offer in tuple(self.standing):
            if offer.gives_way_to(event):
                self._ended(offer, index)
        self.standing.append(Offer(index=index, event=event))
        return self.standing[-1]

    def _taken(self, offer: Offer, index: int, option: int | None) -> Offer:
        place = self.standing.index(offer)
        self.standing[place] = offer.taken(index, option)
        return self.standing[place]

    def _ended(self, offer: Offer, index: int) -> Offer:
        self.standing.remove(offer)
        self.ended.append(attrs.evolve(offer, ended_at=index))
        return self.ended[-1]


def _book(entries: Iterable[Entry]) -> OfferBook:
    book = OfferBook()
    for index, (_, event) in enumerate(entries):
        book.follow(index, event)
    return book


def standing_offers(entries: Iterable[Entry]) -> tuple[Offer, ...]:
    """Read the offers that are neither refused nor superseded.

    Args:
        entries: Standing entries in the order of time.
    """
    return tuple(_book(entries).standing)


def read_offers(entries: Iterable[Entry]) -> tuple[Offer, ...]:
    """Read every offer that was made, ended ones included, in the order of making.

    Args:
        entries: Standing entries in the order of time.
    """
    book = _book(entries)
    return tuple(sorted((*book.ended, *book.standing), key=lambda offer: offer.index))
