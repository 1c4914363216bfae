"""Who may commit how much: the tiers of authority, and the check of an offer, a promise or a delivery against them.

What lives here: `Tier` and `Authority`. What does not: what stands committed already (`commitment.py`) and who somebody is: the library believes the
role it is given. Read `guidance.py` next.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Final

import attrs

from servrecov import values
from servrecov.complaint.remedy import Remedy, RemedyKind
from servrecov.errors import AuthorityExceededError, InvalidValueError, UnknownNameError
from servrecov.handling.commitment import Claim, Offer, committed_in, dearer_by_kind, standing_offers, total_of, uncovered, worth_of
from servrecov.journal.journal import Entry
from servrecov.money import Money
from servrecov.wording import language

__all__ = ["Authority", "Tier"]

_NO_RANK: Final = -1
"""The rank of a role without a tier: below all."""
_COMMITTING: Final = frozenset({"remedy_offered", "promised", "remedy_delivered"})


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
        return (self.zh or self.label if language(lang) == "zh" else self.label) or self.role.replace("_", " ")


@attrs.frozen
class _Reach:
    """What a tier may commit, with what those below it may."""

    kinds: frozenset[RemedyKind] = frozenset()
    limits: Mapping[str, Money] = attrs.field(factory=dict)
    unlimited: bool = False

    def with_tier(self, tier: Tier) -> _Reach:
        limits = {**self.limits, **{limit.currency: limit for limit in tier.limits}}
        return _Reach(self.kinds | set(tier.kinds), limits, self.unlimited or tier.unlimited)

    def unlisted(self, remedies: Iterable[Remedy]) -> _Obstacle | None:
        """Return the first kind or currency that it may not commit at all."""
        for remedy in () if self.unlimited else remedies:
            if remedy.kind not in self.kinds:
                return _Obstacle(None, remedy.kind, f"{remedy.kind.value!r} is not among the kinds of remedy it may commit")
            if remedy.amount is not None and remedy.amount.currency not in self.limits:
                return _Obstacle(None, remedy.amount, f"it has no limit in {remedy.amount.currency}")
        return None

    def exceeded(self, total: Mapping[str, Money], added: Mapping[str, Money]) -> _Obstacle | None:
        """Return the first currency in which a sum passes the limit; one to which nothing is added is not asked about."""
        for currency, amount in () if self.unlimited else added.items():
            limit, asked = self.limits[currency], total[currency]
            if amount.amount > 0 and asked > limit:
                reason = f"{asked - amount} of it was committed before" if asked > amount else ""
                return _Obstacle(limit, asked, reason)
        return None


@attrs.frozen
class _Obstacle:
    """Why a tier may not: its limit, what was asked of it, and words."""

    limit: Money | None
    amount: object
    reason: str


def _persons(value: Mapping[str, str]) -> values.FrozenMap[str, str]:
    check: Any = values.check_for(Mapping[str, str])
    frozen: values.FrozenMap[str, str] = check(value, "authority.by_person")
    return frozen


@attrs.frozen(kw_only=True, field_transformer=values.held)
class Authority:
    """Who may commit what to a customer, from the lowest tier to the highest; each may do what those below may.

    The limit of the acting role holds for the sum, per currency, of what was committed under that role or a lower one: the offers that are neither refused
    nor superseded, and what was promised or delivered beyond what an accepted offer covers. Of what was promised and delivered of one kind the
    larger counts, for keeping a promise is no second commitment. An offer made with leave counts like any other. An authority without tiers checks nothing.

    Attributes:
        tiers: The tiers, lowest first. A role that deals with complaints and may commit nothing is a tier without kinds.
        by_person: Roles of people, by the identifier that stands in an event's `by`.
        default_role: The role of whoever has no other; None for none.

    Raises:
        InvalidValueError: A role has two tiers, or a tier may do less than one below it.
        UnknownNameError: `by_person` or `default_role` names a role without a tier.

    Example:
        >>> authority = Authority(tiers=[
        ...     Tier(role="adviser", kinds=["apology", "discount"], limits=[Money("500", "CNY")]),
        ...     Tier(role="manager", kinds=["refund"], limits=[Money("5000", "CNY")]),
        ... ])
        >>> authority.who_may(Remedy("discount", amount=Money("800", "CNY")))
        ('manager',)
    """

    tiers: Sequence[Tier] = ()
    by_person: Mapping[str, str] = attrs.field(factory=dict, converter=_persons)
    default_role: str | None = None

    def __attrs_post_init__(self) -> None:
        """Refuse tiers that do not rise and roles that have none."""
        for index, tier in enumerate(self.tiers):
            self._check_tier(index, tier)
        named = {f"authority.by_person[{person!r}]": role for person, role in self.by_person.items()}
        if self.default_role is not None:
            named["authority.default_role"] = self.default_role
        for where, role in named.items():
            if self.tiers and role not in self._ranks:
                raise UnknownNameError(where, role, f"a role that has a tier: {', '.join(self.roles)}", self.roles)

    def _check_tier(self, index: int, tier: Tier) -> None:
        where = f"authority.tiers[{index}]"
        if tier.role in self.roles[:index]:
            raise InvalidValueError(f"{where}.role", tier.role, "one tier per role")
        below = self._reaches[index - 1] if index else _Reach()
        for place, limit in enumerate(tier.limits):
            if below.unlimited:
                raise InvalidValueError(f"{where}.limits[{place}]", str(limit), "no limit, for a lower tier has none")
            if limit.currency in below.limits and limit < below.limits[limit.currency]:
                raise InvalidValueError(f"{where}.limits[{place}]", str(limit), f"at least what the tiers below may: {below.limits[limit.currency]}")

    @cached_property
    def roles(self) -> tuple[str, ...]:
        """The roles that have a tier, lowest first."""
        return tuple(tier.role for tier in self.tiers)

    @cached_property
    def _ranks(self) -> Mapping[str, int]:
        return {role: rank for rank, role in enumerate(self.roles)}

    @cached_property
    def _reaches(self) -> tuple[_Reach, ...]:
        reaches, reach = [], _Reach()
        for tier in self.tiers:
            reach = reach.with_tier(tier)
            reaches.append(reach)
        return tuple(reaches)

    def acting_role(self, event: Any) -> str | None:  # noqa: ANN401  (any event with `role` and `by`)
        """Return the role in which somebody acts: the event's own, else the person's, else the default; None where there is none."""
        role: str | None = event.role or self.by_person.get(event.by) or self.default_role
        return role

    def may(self, role: str, *remedies: Remedy) -> bool:
        """Say whether a role may commit these remedies together on a complaint to which nothing was committed yet.

        Without tiers everybody may.
        """
        if not self.tiers:
            return True
        rank = self._ranks.get(role, _NO_RANK)
        return not remedies if rank == _NO_RANK else self._obstacle_to(rank, remedies, worth_of(remedies), worth_of(remedies)) is None

    def who_may(self, *remedies: Remedy) -> tuple[str, ...]:
        """Return the roles that may commit these remedies together on a complaint to which nothing was committed yet, lowest first."""
        return tuple(role for role in self.roles if self.may(role, *remedies))

    def _obstacle_to(self, rank: int, remedies: Sequence[Remedy], total: Mapping[str, Money], added: Mapping[str, Money]) -> _Obstacle | None:
        reach = self._reaches[rank]
        return reach.unlisted(remedies) or reach.exceeded(total, added)

    def check(self, event: Any, entries: Sequence[Entry] = ()) -> None:  # noqa: ANN401
        """Refuse an offer, a promise of remedies or a delivery that goes beyond the acting role's authority; let every other event pass.

        Args:
            event: What is to happen.
            entries: The standing entries before it, in the order of time.

        Raises:
            AuthorityExceededError: Nobody could be named who acts; the kind or the currency is not listed; the sum passes the limit; and no
                approval that the offer names covers it.
        """
        if not self.tiers or event.verb not in _COMMITTING or (event.verb == "promised" and not event.remedies):
            return
        _Commitment(self, event, entries).check()

    def rank(self, role: str | None) -> int:
        """Return a role's place among the tiers, from 0; −1 for a role without one, which counts as lower than all."""
        return _NO_RANK if role is None else self._ranks.get(role, _NO_RANK)


class _Commitment:
    """One event that commits the firm, read together with what was committed before it."""

    def __init__(self, authority: Authority, event: Any, entries: Sequence[Entry]) -> None:  # noqa: ANN401
        self.authority = authority
        self.event = event
        self.before = tuple(entries)
        self.entries = (*self.before, Entry(len(self.before) + 1, event))
        self.offers = standing_offers(self.entries)
        self.role = authority.acting_role(event)
        self.rank = authority.rank(self.role)
        self.promised = uncovered("promised", self.entries, self.offers)
        self.delivered = uncovered("remedy_delivered", self.entries, self.offers)
        self.offered = next((offer for offer in self.offers if offer.event is event), None)

    @property
    def added(self) -> dict[str, Money]:
        """What the event itself adds, per currency."""
        return self.offered.worth if self.offered else worth_of(self.remedies)

    @property
    def remedies(self) -> tuple[Remedy, ...]:
        """What the event itself commits: all of an offer, the uncovered rest of a promise or a delivery."""
        if self.offered:
            return committed_in(self.event)
        return tuple(claim.remedy for claim in (*self.promised, *self.delivered) if claim.event is self.event)

    def total(self, rank: int) -> dict[str, Money]:
        """What stands committed under a rank and those below it, the event itself included, per currency."""
        offers = (offer.worth for offer in self.offers if self._counts(offer, rank))
        promised = [claim for claim in self.promised if self._counts(claim, rank)]
        delivered = [claim for claim in self.delivered if self._counts(claim, rank)]
        return total_of((*offers, dearer_by_kind(promised, delivered)))

    def _counts(self, part: Offer | Claim, rank: int) -> bool:
        return part.event is self.event or self.authority.rank(self.authority.acting_role(part.event)) <= rank

    def obstacle(self, rank: int) -> _Obstacle | None:
        """Return why a rank may not commit it, or None where it may."""
        if rank == _NO_RANK:
            return _Obstacle(None, self.asked, f"{self.role!r} has no tier of authority") if self.remedies else None
        return self.authority._obstacle_to(rank, self.remedies, self.total(rank), self.added)  # noqa: SLF001  (one room)

    @property
    def asked(self) -> object:
        """What is asked for: a sum of money, else a kind of remedy, else the act."""
        return next(iter(self.added.values()), next((remedy.kind for remedy in committed_in(self.event)), self.event.verb))

    def who_may(self) -> tuple[str, ...]:
        """Return the roles above the acting one that may commit it, lowest first."""
        return tuple(role for rank, role in enumerate(self.authority.roles) if rank > self.rank and self.obstacle(rank) is None)

    def check(self) -> None:
        """Raise where the acting role may not commit it and nobody gave leave."""
        if self.role is None:
            raise AuthorityExceededError(
                None, None, self.asked, self.who_may(), "the event names no role, nor is there one for the person or a default"
            )
        obstacle = self.obstacle(self.rank)
        if obstacle is None:
            return
        gap = self.approval_gap()
        if gap is not None:
            reason = "; ".join(part for part in (obstacle.reason, gap) if part)
            raise AuthorityExceededError(self.role, obstacle.limit, obstacle.amount, self.who_may(), reason)

    def approval_gap(self) -> str | None:
        """Return what the leave given for an offer lacks: None where it covers the offer, no words where there is none."""
        ref = getattr(self.event, "ref", None)
        if self.event.verb != "remedy_offered" or ref is None:
            return ""
        gaps = {self._person(given): self._gap(given, index) for index, given in self._approvals(ref)}
        needed = self.authority.tiers[self.rank].approvers if self.rank != _NO_RANK else 1
        covering = sum(gap is None for gap in gaps.values())
        if covering >= needed:
            return None
        if not gaps:
            return f"no approval under {ref!r}"
        missing = [gap for gap in gaps.values() if gap is not None]
        return "; ".join((*missing, *([f"{needed} approvers are needed under {ref!r}, {covering} gave leave"] if needed > 1 else [])))

    def _approvals(self, ref: str) -> Iterator[tuple[int, Any]]:
        """Yield the approvals under a name that no later refusal took back, in the order of time."""
        decisions = [(index, event) for index, (_, event) in enumerate(self.before) if _decides(event, ref)]
        declined = max((index for index, event in decisions if event.verb == "approval_declined"), default=-1)
        return ((index, event) for index, event in decisions if index > declined)

    def _person(self, given: Any) -> str:  # noqa: ANN401
        return f"by {given.by}" if given.by is not None else f"as {self.authority.acting_role(given)}"

    def _gap(self, given: Any, index: int) -> str | None:  # noqa: ANN401
        """Return why one approval does not cover the offer, or None where it does."""
        role = self.authority.acting_role(given)
        rank = self.authority.rank(role)
        if given.until is not None and self.event.at > given.until:
            return f"the approval under {given.ref!r} ended at {given.until.isoformat()}"
        if not (self._within_limit(given.limit) if given.limit is not None else self._within_request(given.ref, index)):
            return f"the approval under {given.ref!r} covers {f'up to {given.limit}' if given.limit is not None else 'no more than was requested'}"
        if rank == _NO_RANK or rank < self.rank or self.obstacle(rank) is not None:
            return f"who gave the approval under {given.ref!r}, in the role {role!r}, may not commit it either"
        return None

    def _within_limit(self, limit: Money) -> bool:
        return all(amount.amount == 0 or (currency == limit.currency and amount <= limit) for currency, amount in self.added.items())

    def _within_request(self, ref: str, index: int) -> bool:
        requests = [event for _, event in self.before[:index] if event.verb == "approval_requested" and event.ref == ref]
        asked: Sequence[Remedy] = requests[-1].remedies if requests else ()
        most = worth_of(asked)
        known = {remedy.kind for remedy in self.remedies} <= {remedy.kind for remedy in asked}
        return known and all(amount.amount == 0 or (currency in most and amount <= most[currency]) for currency, amount in self.added.items())


def _decides(event: Any, ref: str) -> bool:  # noqa: ANN401
    return event.verb in ("approval_given", "approval_declined") and event.ref == ref
