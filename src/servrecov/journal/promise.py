"""What the customer was promised, and whether it was kept.

What lives here: `Promise` and the reading of promises from a journal. What does not: which offer an acceptance means (`offer.py`), what a delivery goes to
(`delivery.py`), and whether the promise was within authority (`handling/authority.py`). Read `deadline/kinds.py` next.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import attrs
from pendulum import DateTime

from servrecov.calendar.wallclock import instant
from servrecov.complaint.remedy import Remedy
from servrecov.journal.delivery import Debt, allot
from servrecov.journal.journal import Entry
from servrecov.journal.match import On, matches_any
from servrecov.journal.offer import Choice, Offer, OfferBook
from servrecov.source import PRACTICE
from servrecov.terms import Term
from servrecov.values import by_instant
from servrecov.wording import say

__all__ = ["Promise", "PromiseStatus"]

_RELEASING = frozenset({"withdrawn", "merged"})
_DELIVERED = (On("remedy_delivered"),)
_OURS: Final = PRACTICE.at("promises to customers")


class PromiseStatus(Term):
    """How a promise stands."""

    OPEN = ("open", "Open", "待兑现", "Not kept yet, and not due yet.", _OURS)
    KEPT = ("kept", "Kept", "已兑现", "Kept in time, or kept where no date was given.", _OURS)
    LATE = ("late", "Kept late", "逾期兑现", "Kept after its date.", _OURS)
    BROKEN = ("broken", "Broken", "未兑现", "Its date passed and it was not kept.", _OURS)
    RELEASED = (
        "released",
        "Released",
        "已解除",
        "Before it was kept or fell due, the case was withdrawn or merged, the customer refused after all, or accepted another offer of the same name.",
        _OURS,
    )


@attrs.frozen(kw_only=True, field_transformer=by_instant)
class Promise:
    """Something the customer was promised.

    Attributes:
        what: The promise in words; of an accepted offer the remedies in English, with a slash between options of which it is not known which was taken.
        made_at: When it was made.
        due_at: By when; None for a promise without a date.
        kept_at: When it was kept, in time or late, or None.
        status: How it stands at the instant of the reading.
        seq: Position in the journal of the event that made it.
        kept_seq: Position of the event that kept it, or None.
        remedies: What was promised, where it is a remedy; of several options the first.
        choices: Of an accepted offer what was accepted, once per option that may have been taken; empty for what was promised in words.
    """

    what: str
    made_at: DateTime
    due_at: DateTime | None
    kept_at: DateTime | None
    status: PromiseStatus
    seq: int
    kept_seq: int | None = None
    remedies: tuple[Remedy, ...] = ()
    choices: tuple[tuple[Remedy, ...], ...] = ()

    def what_in(self, lang: str) -> str:
        """Say what was promised: the words as they were given, or the remedies of an accepted offer in a language."""
        return _worded(self.choices, lang) if self.choices else self.what


def _worded(choices: Sequence[Choice], lang: str) -> str:
    if not any(choices):
        return say("promise.offer", lang)
    return " / ".join(say("promise.and", lang).join(_named(remedy, lang) for remedy in choice) for choice in choices)


def _named(remedy: Remedy, lang: str) -> str:
    name = remedy.kind.label_in(lang)
    if remedy.amount is not None:
        name = say("promise.worth", lang, remedy=name, amount=remedy.amount)
    return say("promise.remedy", lang, remedy=name, what=remedy.what) if remedy.what else name


def read_promises(entries: Sequence[Entry], now: datetime | None = None) -> tuple[Promise, ...]:
    """Read the promises from the standing entries that a reading sees, in the order in which they were made.

    A promise lasts until it is kept or released, whichever comes first. One that broke before it was released stays broken, and what is delivered
    after a release keeps nothing. A renegotiated offer, one that is accepted again under its name, releases what was accepted before; an acceptance
    that means no standing offer promises nothing.

    A remedy that was delivered counts once among the accepted offers and once among the promises in words, the earliest first: what is promised in
    words may well be what was offered.

    Args:
        entries: Standing entries in the order of time.
        now: The instant of the reading; None takes the time of the last entry.
    """
    moment = None if now is None else instant(now, "now")
    seen = [entry for entry in entries if moment is None or entry.instant <= moment]
    if moment is None and seen:
        moment = seen[-1].instant
    ledger = _Ledger()
    for index, entry in enumerate(seen):
        ledger.follow(index, entry)
    return tuple(pledge.read(moment) for pledge in ledger.pledges)


@attrs.define(kw_only=True)
class _Pledge:
    """A promise while the journal is being read."""

    made: Entry
    what: str = ""
    due_at: DateTime | None = None
    kept_by: tuple[On, ...] = _DELIVERED
    offer: Offer | None = None
    debt: Debt | None = None
    kept: Entry | None = None
    released: Entry | None = None

    @classmethod
    def promised(cls, entry: Entry) -> _Pledge:
        event = entry.event
        debt = Debt((tuple(event.remedies),)) if event.remedies and event.kept_by == _DELIVERED else None
        return cls(made=entry, what=event.what, due_at=event.due_at, kept_by=event.kept_by, debt=debt)

    @classmethod
    def accepted(cls, entry: Entry, offer: Offer) -> _Pledge:
        return cls(made=entry, offer=offer, debt=Debt(offer.choices) if any(offer.choices) else None)

    @property
    def is_open(self) -> bool:
        return self.kept is None and self.released is None

    def is_of(self, offer: Offer) -> bool:
        return self.offer is not None and self.offer.index == offer.index

    def gives_way_to(self, offer: Offer) -> bool:
        name = offer.event.ref
        return self.offer is not None and name is not None and self.offer.event.ref == name and not self.is_of(offer)

    def narrow(self, offer: Offer) -> None:
        """Take note of which option was taken."""
        self.offer = offer
        if self.debt is not None:
            self.debt.choices = offer.choices

    def is_kept_by(self, event: Any) -> bool:  # noqa: ANN401
        return matches_any(self.kept_by, event) if self.debt is None else self.debt.settled

    def read(self, now: int | None) -> Promise:
        choices = self.offer.choices if self.offer is not None else ()
        return Promise(
            what=_worded(choices, "en") if choices else self.what,
            made_at=self.made.at,
            due_at=self.due_at,
            kept_at=self.kept.at if self.kept else None,
            status=self._status(now),
            seq=self.made.seq,
            kept_seq=self.kept.seq if self.kept else None,
            remedies=choices[0] if choices else tuple(getattr(self.made.event, "remedies", ())),
            choices=choices,
        )

    def _status(self, now: int | None) -> PromiseStatus:
        due = None if self.due_at is None else instant(self.due_at, "promised.due_at")
        if self.kept is not None:
            return PromiseStatus.KEPT if due is None or self.kept.instant <= due else PromiseStatus.LATE
        if self.released is not None and (due is None or self.released.instant <= due):
            return PromiseStatus.RELEASED
        return PromiseStatus.BROKEN if due is not None and now is not None and now > due else PromiseStatus.OPEN


class _Ledger:
    """The promises of one complaint, followed event by event."""

    def __init__(self) -> None:
        self.pledges: list[_Pledge] = []
        self._offers = OfferBook()

    def follow(self, index: int, entry: Entry) -> None:
        """Take in the next entry: release, accept, keep, promise, in this order; so no promise is kept by the event that makes it."""
        event = entry.event
        if event.verb in _RELEASING:
            self._release(entry, self._open())
            return
        offer = self._offers.follow(index, event)
        if event.verb == "offer_refused" and offer is not None:
            self._release(entry, [pledge for pledge in self._open() if pledge.is_of(offer)])
        elif event.verb == "offer_accepted" and offer is not None:
            self._release(entry, [pledge for pledge in self._open() if pledge.gives_way_to(offer)])
        self._keep(entry)
        if event.verb == "offer_accepted" and offer is not None:
            self._accept(entry, offer)
        elif event.verb == "promised":
            self.pledges.append(_Pledge.promised(entry))

    def _open(self) -> list[_Pledge]:
        return [pledge for pledge in self.pledges if pledge.is_open]

    def _release(self, entry: Entry, pledges: Sequence[_Pledge]) -> None:
        for pledge in pledges:
            pledge.released = entry

    def _accept(self, entry: Entry, offer: Offer) -> None:
        """Promise what was accepted; an offer that is accepted twice is promised once."""
        known = [pledge for pledge in self.pledges if pledge.is_of(offer) and pledge.released is None]
        for pledge in known:
            if pledge.is_open:
                pledge.narrow(offer)
        if not known:
            self.pledges.append(_Pledge.accepted(entry, offer))

    def _keep(self, entry: Entry) -> None:
        waiting = self._open()
        if entry.event.verb == "remedy_delivered":
            for pool in ([each for each in waiting if each.offer is not None], [each for each in waiting if each.offer is None]):
                allot(entry.event.remedies, [pledge.debt for pledge in pool if pledge.debt is not None])
        for pledge in waiting:
            if pledge.is_kept_by(entry.event):
                pledge.kept = entry
