"""Hypothesis strategies for lives of complaints: plausible acts in the order of time, with sums, offers and promises that speak of each other.

What lives here: `told_complaints`, `lives` and the acts they are made of. What does not: events with arbitrary content (`instances.py`). A life need not follow any
procedure, for audits and clocks read logs that the library did not keep, too. Read `walks.py` next.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pendulum
from hypothesis import strategies as st
from pendulum import DateTime

from servrecov.complaint.attribution import Account, Attribution, Locus
from servrecov.complaint.complaint import Complaint, Customer
from servrecov.complaint.failure import Failure, FailureKind, Severity
from servrecov.complaint.remedy import Remedy, RemedyKind
from servrecov.journal.catalogue import EVENTS
from servrecov.journal.event import Event
from servrecov.money import Money

__all__ = ["LIFE_BEGINS", "acts", "lives", "remedies", "sums", "told_complaints"]

LIFE_BEGINS: Final = pendulum.datetime(2026, 3, 2, 9, tz="Asia/Shanghai")
"""When every told complaint comes in: a Monday morning."""

_LONGEST: Final = 20 * 24 * 2

_CAUSES: Final = ("service.repair.fault_recurs", "product.quality", "customer.wrong_operation", "external.weather", "acme.own")
_KINDS: Final = (RemedyKind.REPAIR, RemedyKind.REFUND, RemedyKind.COMPENSATION, RemedyKind.APOLOGY, RemedyKind.EXPLANATION)


def sums() -> st.SearchStrategy[Money]:
    """Make whole sums of money from zero up, most of them in one currency."""
    return st.builds(Money, st.integers(0, 600), st.sampled_from(("CNY", "CNY", "CNY", "USD")))


def remedies() -> st.SearchStrategy[Remedy]:
    """Make remedies of a few kinds, with and without a sum."""
    return st.builds(Remedy, st.sampled_from(_KINDS), amount=st.none() | sums())


def told_complaints() -> st.SearchStrategy[Complaint]:
    """Make complaints that came in at `LIFE_BEGINS`, with much or little known about them."""
    attributions = st.builds(Attribution, account=st.sampled_from(Account), locus=st.none() | st.sampled_from(Locus))
    failures = st.builds(
        Failure,
        kind=st.none() | st.sampled_from(FailureKind),
        severity=st.none() | st.sampled_from(Severity),
        cause=st.none() | st.sampled_from(_CAUSES),
        attribution=st.none() | attributions,
        loss=st.none() | sums(),
    )
    return st.builds(
        Complaint,
        customer=st.just(Customer(id="han")),
        received_at=st.just(LIFE_BEGINS),
        failures=st.lists(failures, max_size=2),
        sought=st.lists(st.sampled_from(_KINDS), max_size=2),
    )


_REMEDIES: Final = st.lists(remedies(), max_size=2)
_REFS: Final = st.sampled_from((None, None, "a", "b"))
_PEOPLE: Final = st.sampled_from(("zhang", "li", "wang"))
_TIMES: Final = st.integers(0, _LONGEST).map(lambda halves: LIFE_BEGINS.add(minutes=30 * halves))
_PLAIN: Final = (
    *("acknowledged", "apologised", "awaiting_customer", "closed", "contacted", "customer_contacted_us", "customer_replied", "explained"),
    *("listened", "progress_reported", "recorded", "reopened", "soothed", "thanked", "verified", "withdrawn"),
)
_FIELDS: Final[Mapping[str, Mapping[str, st.SearchStrategy[Any]]]] = {
    "assessed": {"valid": st.booleans()},
    "classified": {
        "kind": st.none() | st.sampled_from(FailureKind),
        "severity": st.none() | st.sampled_from(Severity),
        "cause": st.none() | st.sampled_from(_CAUSES),
        "loss": st.none() | sums(),
    },
    "assigned": {"to": st.none() | _PEOPLE, "to_role": st.sampled_from(("adviser", "manager"))},
    "handed_over": {"to": _PEOPLE},
    "cause_found": {"cause": st.none() | st.sampled_from(_CAUSES), "locus": st.none() | st.sampled_from(Locus)},
    "need_agreed": {"sought": st.none() | st.lists(st.sampled_from(_KINDS), max_size=2)},
    "remedy_offered": {"remedies": _REMEDIES, "options": st.lists(remedies(), max_size=2), "ref": _REFS},
    "offer_accepted": {"option": st.none() | st.integers(1, 2), "ref": _REFS},
    "offer_refused": {"ref": _REFS},
    "promised": {
        "what": st.just("a call"),
        "due_at": st.none() | _TIMES,
        "kept_by": st.sampled_from(("remedy_delivered", "contacted", "progress_reported", "explained")),
        "remedies": _REMEDIES,
    },
    "delay_notified": {"recourse": st.sampled_from((None, "ombudsman"))},
    "remedy_delivered": {"remedies": _REMEDIES},
    "responded": {"kind": st.sampled_from(("accepted", "rejected")), "recourse": st.sampled_from((None, "ombudsman"))},
    "followed_up": {"satisfied": st.none() | st.booleans()},
    "prevention_agreed": {"action": st.just("train")},
}


def acts(*verbs: str, at: st.SearchStrategy[DateTime] = _TIMES) -> st.SearchStrategy[Event]:
    """Make acts with these verbs, or with any that a life is made of, within twenty days of the receipt."""
    return st.sampled_from(verbs or (*_PLAIN, *_FIELDS)).flatmap(lambda verb: st.builds(EVENTS[verb], at=at, **_FIELDS.get(verb, {})))


@st.composite
def lives(draw: st.DrawFn, most: int = 12) -> tuple[Event, ...]:
    """Make the events of one complaint's life in the order of time: the receipt, and up to `most` acts after it."""
    received = EVENTS["received"](at=LIFE_BEGINS, by=draw(st.none() | _PEOPLE))
    return (received, *sorted(draw(st.lists(acts(), max_size=most)), key=lambda event: event.at))
