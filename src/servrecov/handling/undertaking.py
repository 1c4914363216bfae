"""One event that commits the firm, judged against what was committed before it and against the leave that was given for it.

What lives here: `Undertaking`: its sum under each tier, and the rules of approvals. What does not: the tiers (`ladder.py`) and the reading of what
stands (`journal/offer.py`, `commitment.py`). Read `authority.py` next.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

import attrs

from servrecov.calendar.wallclock import instant
from servrecov.complaint.remedy import Remedy
from servrecov.errors import AuthorityExceededError
from servrecov.handling.commitment import Claim, committed_in, dearer_by_kind, total_of, uncovered
from servrecov.handling.ladder import NO_RANK, Ladder
from servrecov.handling.tier import Obstacle
from servrecov.journal.journal import Entry
from servrecov.journal.offer import Offer, read_offers, worth_of
from servrecov.money import Money

__all__ = ["Undertaking", "commits"]


def commits(event: Any) -> bool:  # noqa: ANN401  (any event)
    """Say whether an event needs authority: an offer, a promise of remedies, a delivery."""
    return event.verb in ("remedy_offered", "remedy_delivered") or (event.verb == "promised" and bool(event.remedies))


@attrs.frozen(slots=False)  # cached properties cost less without slots
class Undertaking:
    """One event that commits the firm, read together with what was committed before it.

    Attributes:
        ladder: The tiers it is judged by.
        event: The event.
        before: The standing entries before it, in the order of time.
    """

    ladder: Ladder
    event: Any
    before: Sequence[Entry] = ()

    @cached_property
    def role(self) -> str | None:
        """The role in which it is done."""
        return self.ladder.acting_role(self.event)

    @cached_property
    def rank(self) -> int:
        """The place of that role among the tiers."""
        return self.ladder.rank(self.role)

    @cached_property
    def _entries(self) -> tuple[Entry, ...]:
        return (*self.before, Entry(len(self.before) + 1, self.event))

    @cached_property
    def _made(self) -> tuple[Offer, ...]:
        return read_offers(self._entries)

    @cached_property
    def _offers(self) -> tuple[Offer, ...]:
        return tuple(offer for offer in self._made if offer.ended_at is None)

    @cached_property
    def _promised(self) -> tuple[Claim, ...]:
        return uncovered("promised", self._entries, self._made)

    @cached_property
    def _delivered(self) -> tuple[Claim, ...]:
        return uncovered("remedy_delivered", self._entries, self._made)

    def _is_this(self, part: Offer | Claim) -> bool:
        return part.index == len(self.before)

    @cached_property
    def remedies(self) -> tuple[Remedy, ...]:
        """What the event itself commits: all of an offer, the uncovered rest of a promise or a delivery."""
        if self.event.verb == "remedy_offered":
            return committed_in(self.event)
        return tuple(claim.remedy for claim in (*self._promised, *self._delivered) if self._is_this(claim))

    @cached_property
    def added(self) -> dict[str, Money]:
        """What the event itself adds, per currency."""
        made = next((offer for offer in self._offers if self._is_this(offer)), None)
        return made.worth if made else worth_of(self.remedies)

    def total(self, rank: int) -> dict[str, Money]:
        """What stands committed under a rank and those below it, the event itself included, per currency."""
        offers = (offer.worth for offer in self._offers if self._counts(offer, rank))
        promised = [claim for claim in self._promised if self._counts(claim, rank)]
        delivered = [claim for claim in self._delivered if self._counts(claim, rank)]
        return total_of((*offers, dearer_by_kind(promised, delivered)))

    def _counts(self, part: Offer | Claim, rank: int) -> bool:
        return self._is_this(part) or self.ladder.rank(self.ladder.acting_role(part.event)) <= rank

    def obstacle(self, rank: int) -> Obstacle | None:
        """Return why a rank may not commit it, or None where it may."""
        if rank == NO_RANK:
            return Obstacle(None, self._asked, f"{self.role!r} has no tier of authority") if self.remedies else None
        reach = self.ladder.reaches[rank]
        if reach.unlimited:  # then what stands committed need not be read
            return None
        return reach.obstacle(self.remedies, self.total(rank) if self.added else {}, self.added)

    @property
    def _asked(self) -> object:
        """What is asked for: a sum of money, else a kind of remedy, else the act."""
        return next(iter(self.added.values()), next((remedy.kind for remedy in committed_in(self.event)), self.event.verb))

    def who_may(self) -> tuple[str, ...]:
        """Return the roles above the acting one that may commit it, lowest first."""
        return tuple(role for rank, role in enumerate(self.ladder.roles) if rank > self.rank and self.obstacle(rank) is None)

    def check(self) -> None:
        """Raise where the acting role may not commit it and nobody gave leave."""
        if self.role is None:
            raise AuthorityExceededError(
                None, None, self._asked, self.who_may(), "the event names no role, nor is there one for the person or a default"
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
        needed = self.ladder.tiers[self.rank].approvers if self.rank != NO_RANK else 1
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
        return f"by {given.by}" if given.by is not None else f"as {self.ladder.acting_role(given)}"

    def _gap(self, given: Any, index: int) -> str | None:  # noqa: ANN401
        """Return why one approval does not cover the offer, or None where it does."""
        role = self.ladder.acting_role(given)
        rank = self.ladder.rank(role)
        if given.until is not None and self._entries[-1].instant > instant(given.until, "approval_given.until"):
            return f"the approval under {given.ref!r} ended at {given.until.isoformat()}"
        if not (self._within_limit(given.limit) if given.limit is not None else self._within_request(given.ref, index)):
            return f"the approval under {given.ref!r} covers {f'up to {given.limit}' if given.limit is not None else 'no more than was requested'}"
        if rank == NO_RANK or rank < self.rank or self.obstacle(rank) is not None:
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
