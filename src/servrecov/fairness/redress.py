"""What a customer was given: which acts give which kind of remedy, how much money was delivered, how much of an offer.

What lives here: readings of redress from standing entries. What does not: what they mean for fairness (`outcome.py`, to read next) and whether a promise
was kept (`journal/promise.py`). Shares are exact fractions, so that a larger amount never comes out smaller by rounding.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Final

from servrecov.complaint.remedy import Remedy, RemedyKind
from servrecov.handling.commitment import Offer, committed_in, standing_offers, worth_of
from servrecov.journal.journal import Entry
from servrecov.money import Money

__all__ = ["delivered_share", "delivered_sum", "given_by", "is_handover", "other_currencies", "ratio"]

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


def delivered_share(offer: Offer, later: Sequence[Entry]) -> Fraction:
    """Return how much of an offer was delivered by the entries after it: the mean over its kinds of remedy, of the choice that fits best."""
    if any(is_handover(event) for _, event in later):
        return Fraction(1)
    acts = tuple(Remedy(_ACTS[event.verb]) for _, event in later if event.verb in _ACTS)
    delivered = (*_delivered(later), *acts)
    return max(_choice_share(choice, delivered) for choice in offer.choices)


def _choice_share(choice: Sequence[Remedy], delivered: Sequence[Remedy]) -> Fraction:
    kinds = tuple(dict.fromkeys(remedy.kind for remedy in choice))
    shares = [_kind_share([one for one in choice if one.kind is kind], [one for one in delivered if one.kind is kind]) for kind in kinds]
    return sum(shares, Fraction(0)) / len(shares) if shares else Fraction(1)


def _kind_share(asked: Sequence[Remedy], got: Sequence[Remedy]) -> Fraction:
    """Compare remedies of one kind: sums of money where sums were offered, else how many."""
    if not got:
        return Fraction(0)
    currencies = sorted(worth_of(asked))
    if not currencies:
        return min(Fraction(1), Fraction(len(got), len(asked)))
    shares = [ratio(_worth(got, currency), _worth(asked, currency)) for currency in currencies]
    return sum(shares, Fraction(0)) / len(shares)


def ratio(part: Money, whole: Money) -> Fraction:
    """Return one sum over another of the same currency, at most 1; of a whole that is nothing, all."""
    return min(Fraction(1), Fraction(part.amount) / Fraction(whole.amount)) if whole.amount > 0 else Fraction(1)
