"""What was promised or delivered beyond what accepted offers cover."""

from __future__ import annotations

import pendulum
import pytest

from servrecov.complaint.remedy import Remedy
from servrecov.handling.commitment import dearer_by_kind, uncovered
from servrecov.journal.journal import Entry
from servrecov.journal.offer import read_offers
from servrecov.journal.redress import OfferAccepted, OfferRefused, Promised, RemedyDelivered, RemedyOffered
from servrecov.money import Money

AT = pendulum.datetime(2026, 3, 2, 9)


def cny(amount: int, kind: str = "refund") -> Remedy:
    return Remedy(kind, amount=Money(amount, "CNY"))


def offer(*remedies: Remedy, ref: str | None = None, options: object = ()) -> RemedyOffered:
    return RemedyOffered(at=AT, remedies=remedies, ref=ref, options=options)


def accepted(**fields: object) -> OfferAccepted:
    return OfferAccepted(at=AT, **fields)


def delivered(*remedies: Remedy) -> RemedyDelivered:
    return RemedyDelivered(at=AT, remedies=remedies)


def entries(*events: object) -> tuple[Entry, ...]:
    return tuple(Entry(seq, event) for seq, event in enumerate(events, 1))


def left(*events: object, verb: str = "remedy_delivered") -> list[tuple[str, str | None]]:
    read = entries(*events)
    claims = uncovered(verb, read, read_offers(read))
    return [(claim.remedy.kind.value, claim.remedy.amount and str(claim.remedy.amount)) for claim in claims]


@pytest.mark.parametrize(
    ("events", "rest"),
    [
        ((delivered(cny(100)),), [("refund", "100 CNY")]),
        ((offer(cny(100)), delivered(cny(100))), [("refund", "100 CNY")]),
        ((offer(cny(100)), accepted(), delivered(cny(100))), []),
        ((delivered(cny(100)), offer(cny(100)), accepted()), [("refund", "100 CNY")]),
        ((offer(cny(100)), delivered(cny(100)), accepted()), []),
        ((offer(cny(100)), accepted(), delivered(cny(60)), delivered(cny(60))), [("refund", "20 CNY")]),
        ((offer(cny(100)), accepted(), delivered(cny(100, "voucher"))), [("voucher", "100 CNY")]),
        ((offer(cny(100)), accepted(), delivered(Remedy("refund"))), []),
        ((offer(Remedy("refund")), accepted(), delivered(cny(100))), [("refund", "100 CNY")]),
        ((offer(Remedy("repair")), accepted(), delivered(Remedy("repair"), Remedy("gift"))), [("gift", None)]),
        ((offer(cny(100)), accepted(), delivered(), delivered(cny(100))), [("refund", "100 CNY")]),
        ((offer(cny(100)), accepted(), delivered(), offer(cny(70)), accepted(), delivered(cny(100))), [("refund", "30 CNY")]),
        ((offer(options=[cny(100), cny(80, "voucher")]), accepted(), delivered(cny(80, "voucher"))), []),
        ((offer(options=[cny(100), cny(80, "voucher")]), accepted(), delivered(cny(100), cny(80, "voucher"))), [("voucher", "80 CNY")]),
        ((offer(options=[cny(100), cny(80, "voucher")]), accepted(option=1), delivered(cny(80, "voucher"))), [("voucher", "80 CNY")]),
        ((offer(cny(100), ref="A"), accepted(), offer(cny(40), ref="A"), accepted(), delivered(cny(100))), [("refund", "60 CNY")]),
    ],
)
def test_an_accepted_offer_covers_what_it_holds_once(events, rest):
    """Each kind up to its amount, in part too; after a delivery of all that was accepted, nothing is left to cover."""
    assert left(*events) == rest


@pytest.mark.parametrize(
    ("events", "rest"),
    [
        ((delivered(cny(600)), offer(cny(600), ref="A"), accepted(), delivered(cny(600))), [("refund", "600 CNY")]),
        ((*(offer(cny(100), ref="A"), accepted(), delivered(cny(100))) * 2,), []),
        ((offer(cny(100), ref="A"), accepted(), delivered(cny(100)), offer(cny(40), ref="A")), []),
        ((offer(cny(100), ref="A"), accepted(), delivered(cny(100)), OfferRefused(at=AT)), []),
        ((offer(cny(100), ref="A"), accepted(), offer(cny(40), ref="A"), delivered(cny(100))), [("refund", "100 CNY")]),
        ((offer(cny(100), ref="A"), accepted(), delivered(), accepted(), delivered(cny(100))), [("refund", "100 CNY")]),
        (
            (offer(cny(100), ref="A"), offer(cny(100), ref="B"), accepted(ref="B"), delivered(cny(100)), accepted(ref="A"), delivered(cny(100))),
            [],
        ),
        (
            (offer(options=[cny(100), cny(80, "voucher")]), accepted(), delivered(cny(80, "voucher")), delivered(cny(100))),
            [("refund", "100 CNY")],
        ),
    ],
)
def test_an_offer_covers_from_its_making_until_it_ends(events, rest):
    """What came before is none of its business, what it covered stays covered, and what comes later calls nothing in question."""
    assert left(*events) == rest


def test_promises_are_covered_like_deliveries_and_on_their_own():
    """What was delivered does not use up what covers a promise, nor the other way round."""
    promised = Promised(at=AT, what="money back", remedies=[cny(100)])
    assert left(promised, verb="promised") == [("refund", "100 CNY")]
    assert left(offer(cny(100)), accepted(), delivered(cny(100)), promised, verb="promised") == []
    assert left(offer(cny(100)), accepted(), delivered(), promised, verb="promised") == []


def test_of_promised_and_delivered_the_larger_counts_by_kind():
    """Keeping a promise commits nothing more; another kind does."""
    read = entries(Promised(at=AT, what="money back", remedies=[cny(100), Remedy("apology")]), delivered(cny(60)), delivered(cny(70), cny(5, "gift")))
    promised, given = uncovered("promised", read, ()), uncovered("remedy_delivered", read, ())
    assert dearer_by_kind(promised, given) == {"CNY": Money("135", "CNY")}


def test_sums_of_many_digits_are_exact():
    """No context of decimal arithmetic rounds what is left of a claim, or what claims come to."""
    huge, cent = "9" * 40, "0.01"
    big, small = (Remedy("refund", amount=Money(amount, "CNY")) for amount in (f"{huge}.01", cent))
    assert left(offer(small), accepted(), delivered(big)) == [("refund", f"{huge}.00 CNY")]
    read = entries(delivered(big), delivered(small))
    assert dearer_by_kind((), uncovered("remedy_delivered", read, ())) == {"CNY": Money(f"{huge}.02", "CNY")}
