"""What a delivery goes to: each remedy that was handed over settles one debt, once.

What lives here: `Debt`, what is still owed of an offer or a promise, and the share of it that was delivered. What does not: which debts there are and
in which order they are served; whoever reads them decides that (`promise.py`, to read next, and `fairness/redress.py`).
Shares are exact fractions, so that a larger amount never comes out smaller by rounding.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

import attrs

from servrecov.complaint.remedy import Remedy
from servrecov.journal.offer import Choice, worth_of
from servrecov.money import Money

__all__ = ["Debt", "allot", "delivers", "ratio", "share_of"]


def ratio(part: Money, whole: Money) -> Fraction:
    """Return one sum over another of the same currency, at most 1; of a whole that is nothing, all."""
    return min(Fraction(1), Fraction(part.amount) / Fraction(whole.amount)) if whole.amount > 0 else Fraction(1)


def share_of(choice: Sequence[Remedy], delivered: Iterable[Remedy]) -> Fraction:
    """Return how much of some remedies was delivered: the mean over their kinds; of no remedies, all."""
    given, kinds = tuple(delivered), tuple(dict.fromkeys(remedy.kind for remedy in choice))
    shares = [_kind_share([one for one in choice if one.kind is kind], [one for one in given if one.kind is kind]) for kind in kinds]
    return sum(shares, Fraction(0)) / len(shares) if shares else Fraction(1)


def _kind_share(asked: Sequence[Remedy], got: Sequence[Remedy]) -> Fraction:
    """Compare remedies of one kind: sums of money where sums were offered, else how many."""
    if not got:
        return Fraction(0)
    owed, had = worth_of(asked), worth_of(got)
    if not owed:
        return min(Fraction(1), Fraction(len(got), len(asked)))
    shares = [ratio(had.get(currency, Money(0, currency)), owed[currency]) for currency in sorted(owed)]
    return sum(shares, Fraction(0)) / len(shares)


def delivers(delivered: Iterable[Remedy], wanted: Iterable[Remedy]) -> bool:
    """Say whether everything wanted was delivered: each kind as often as wanted, and sums of money in full.

    Amounts of one kind and currency are added up, so a sum may be paid in parts.
    """
    return share_of(tuple(wanted), delivered) == 1


@attrs.define
class Debt:
    """What is owed of an offer or a promise: any one of several choices, and what was delivered of it so far.

    Attributes:
        choices: What may be owed, one list of remedies per option among which it is not known which was taken.
        given: What was delivered of it.
        settled: Whether all of it was delivered.
    """

    choices: tuple[Choice, ...]
    given: Choice = ()
    settled: bool = False

    @property
    def share(self) -> Fraction:
        """How much of it was delivered, of the choice that fits best."""
        return Fraction(1) if self.settled else max(share_of(choice, self.given) for choice in self.choices)

    def take(self, remedies: Choice) -> Choice:
        """Take from a delivery what is still owed, and return what is left of it; only what completes a choice, where something does."""
        if self.settled:
            return remedies
        for choice in self.choices:
            used, left = _split(remedies, choice, self.given)
            if delivers((*self.given, *used), choice):
                self.given, self.settled = (*self.given, *used), True
                return left
        for choice in self.choices:
            used, remedies = _split(remedies, choice, self.given)
            self.given = (*self.given, *used)
        return remedies


def allot(remedies: Choice, debts: Iterable[Debt]) -> None:
    """Allot a delivery to debts, one after the other; one that names no remedies settles them all."""
    left = remedies
    for debt in debts:
        if remedies:
            left = debt.take(left)
        else:
            debt.settled = True


def _split(remedies: Choice, choice: Choice, given: Choice) -> tuple[Choice, Choice]:
    """Part remedies into what is of use for a choice, given what was delivered of it, and the rest."""
    used: list[Remedy] = []
    left: list[Remedy] = []
    for remedy in remedies:
        portion, rest = _portion(remedy, choice, (*given, *used))
        used.extend(portion)
        left.extend(rest)
    return tuple(used), tuple(left)


def _portion(remedy: Remedy, choice: Choice, given: Choice) -> tuple[Choice, Choice]:
    asked, got = ([one for one in remedies if one.kind is remedy.kind] for remedies in (choice, given))
    owed, had = worth_of(asked), worth_of(got)
    if not owed:
        return ((remedy,), ()) if len(got) < len(asked) else ((), (remedy,))
    lacking = {currency: sum_ - had[currency] if currency in had else sum_ for currency, sum_ in owed.items()}
    amount = remedy.amount
    if amount is not None and amount.currency in lacking and lacking[amount.currency].amount > 0:
        part = min(amount, lacking[amount.currency])
        rest = attrs.evolve(remedy, amount=amount - part)
        return (attrs.evolve(remedy, amount=part),), ((rest,) if part < amount else ())
    if got or any(sum_.amount > 0 for sum_ in lacking.values()):
        return (), (remedy,)
    # Owed is a sum of nothing, which any remedy of the kind settles without being used up.
    return (attrs.evolve(remedy, amount=None),), ((remedy,) if amount is not None else ())
