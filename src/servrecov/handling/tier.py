"""What one role may commit on its own, and how tiers of authority add up.

What lives here: `Tier`, as data, and what a tier reaches together with those below it. What does not: the authority as a whole (`authority.py`) and
what stands committed already (`commitment.py`, to read next).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import attrs

from servrecov import values
from servrecov.complaint.remedy import Remedy, RemedyKind
from servrecov.errors import InvalidValueError
from servrecov.language import label_in
from servrecov.money import Money
from servrecov.source import Source

__all__ = ["Tier"]


def _kinds(value: Iterable[RemedyKind | str]) -> tuple[RemedyKind, ...]:
    if value == "*":
        return tuple(RemedyKind)
    check: Any = values.check_for(Sequence[RemedyKind])
    return tuple(dict.fromkeys(check(value, "Tier.kinds")))


@attrs.frozen(kw_only=True, field_transformer=values.held)
class Tier:
    """What one role may commit to a customer on its own.

    Attributes:
        role: Name of the role.
        kinds: The kinds of remedy it may commit, besides those of the tiers below; ``"*"`` is every kind.
        limits: The most it may commit on one complaint, one sum per currency; a currency that is not listed is as in the tier below.
        unlimited: Whether it may commit every kind, in every currency, without limit.
        approvers: How many different people must give leave for what goes beyond its own authority.
        label: What the role is called in English.
        zh: What it is called in Chinese.
        source: Where the rule comes from.

    Raises:
        InvalidValueError: A limit is negative or listed twice for a currency, or a tier without limit lists limits.

    Example:
        >>> Tier(role="adviser", kinds=["apology", "discount"], limits=[Money("500", "CNY")]).limits
        (Money('500', 'CNY'),)
    """

    role: str
    kinds: Sequence[RemedyKind] = attrs.field(default=(), converter=_kinds)
    limits: Sequence[Money] = ()
    unlimited: bool = False
    approvers: int = 1
    label: str = ""
    zh: str = ""
    source: Source | None = None

    def __attrs_post_init__(self) -> None:
        """Refuse limits that contradict each other."""
        if not self.role.strip():
            raise InvalidValueError("Tier.role", self.role, "the name of a role")
        if self.approvers < 1:
            raise InvalidValueError("Tier.approvers", self.approvers, "a whole number from 1")
        currencies = [limit.currency for limit in self.limits]
        for index, limit in enumerate(self.limits):
            where = f"Tier.limits[{index}] of {self.role!r}"
            if limit.amount < 0:
                raise InvalidValueError(where, str(limit), "zero or more")
            if limit.currency in currencies[:index]:
                raise InvalidValueError(where, str(limit), "one limit per currency")
        if self.unlimited and self.limits:
            raise InvalidValueError(f"Tier.limits of {self.role!r}", [str(limit) for limit in self.limits], "none, for the tier is unlimited")

    def label_in(self, lang: str) -> str:
        """Name the role in a language; one without labels goes by its name."""
        return label_in(lang, self.label, self.zh, self.role)


@attrs.frozen
class Obstacle:
    """Why a tier may not commit something.

    Attributes:
        limit: What it may commit; None where it may commit nothing of the kind.
        amount: What was asked: a sum of money, else a kind of remedy.
        reason: What stands in the way, in words; empty where limit and amount say it.
    """

    limit: Money | None
    amount: object
    reason: str


@attrs.frozen
class Reach:
    """What a tier may commit, together with what those below it may.

    Attributes:
        kinds: The kinds of remedy.
        limits: The limits by currency.
        unlimited: Whether there is no limit and every kind is allowed.
    """

    kinds: frozenset[RemedyKind] = frozenset()
    limits: Mapping[str, Money] = attrs.field(factory=dict)
    unlimited: bool = False

    def with_tier(self, tier: Tier) -> Reach:
        """Return the reach of the next higher tier."""
        limits = {**self.limits, **{limit.currency: limit for limit in tier.limits}}
        return Reach(self.kinds | set(tier.kinds), limits, self.unlimited or tier.unlimited)

    def obstacle(self, remedies: Iterable[Remedy], total: Mapping[str, Money], added: Mapping[str, Money]) -> Obstacle | None:
        """Return what stands in the way of committing remedies, or None.

        Args:
            remedies: What is to be committed.
            total: What would then stand committed, per currency.
            added: What it adds to that, per currency; a currency to which nothing is added is not asked about.
        """
        return None if self.unlimited else self._unlisted(remedies) or self._exceeded(total, added)

    def _unlisted(self, remedies: Iterable[Remedy]) -> Obstacle | None:
        for remedy in remedies:
            if remedy.kind not in self.kinds:
                return Obstacle(None, remedy.kind, f"{remedy.kind.value!r} is not among the kinds of remedy it may commit")
            if remedy.amount is not None and remedy.amount.currency not in self.limits:
                return Obstacle(None, remedy.amount, f"it has no limit in {remedy.amount.currency}")
        return None

    def _exceeded(self, total: Mapping[str, Money], added: Mapping[str, Money]) -> Obstacle | None:
        for currency, amount in added.items():
            limit, asked = self.limits[currency], total[currency]
            if amount.amount > 0 and asked > limit:
                return Obstacle(limit, asked, f"{asked - amount} of it was committed before" if asked > amount else "")
        return None
