"""Which offers stand, and what was promised or delivered beyond them."""

from __future__ import annotations

import pendulum
import pytest

from servrecov.complaint.remedy import Remedy
from servrecov.handling.commitment import dearer_by_kind, uncovered
from servrecov.journal.journal import Entry
from servrecov.journal.offer import read_offers, standing_offers
from servrecov.journal.redress import OfferAccepted, OfferRefused, Promised, RemedyDelivered, RemedyOffered
from servrecov.money import Money

AT = pendulum.datetime(2026, 3, 2, 9)


def cny(amount: int, kind: str = "refund") -> Remedy:
    return Remedy(kind, amount=Money(amount, "CNY"))


def offer(*remedies: Remedy, ref: str | None = None, options: object = ()) -> RemedyOffered:
    return RemedyOffered(at=AT, remedies=remedies, ref=ref, options=options)


def accepted(**fields: object) -> OfferAccepted:
    return OfferAccepted(at=AT, **fields)


def refused(**fields: object) -> OfferRefused:
    return OfferRefused(at=AT, **fields)


def delivered(*remedies: Remedy) -> RemedyDelivered:
    return RemedyDelivered(at=AT, remedies=remedies)


def entries(*events: object) -> tuple[Entry, ...]:
    return tuple(Entry(seq, event) for seq, event in enumerate(events, 1))


def standing(*events: object) -> list[tuple[int, int | None]]:
    return [(offer.index, offer.accepted_at) for offer in standing_offers(entries(*events))]


def left(*events: object, verb: str = "remedy_delivered") -> list[tuple[str, str | None]]:
    read = entries(*events)
    claims = uncovered(verb, read, read_offers(read))
    return [(claim.remedy.kind.value, claim.remedy.amount and str(claim.remedy.amount)) for claim in claims]


@pytest.mark.parametrize(
    ("events", "stand"),
    [
        ((offer(cny(1)), offer(cny(2))), [(1, None)]),
        ((offer(cny(1)), offer(cny(2), ref="B")), [(1, None)]),
        ((offer(cny(1)), accepted(), offer(cny(2))), [(0, 1), (2, None)]),
        ((offer(cny(1), ref="A"), offer(cny(2), ref="A")), [(1, None)]),
        ((offer(cny(1), ref="A"), accepted(), offer(cny(2), ref="A")), [(2, None)]),
        ((offer(cny(1), ref="A"), offer(cny(2), ref="B")), [(0, None), (1, None)]),
        ((offer(cny(1), ref="A"), offer(cny(2))), [(0, None), (1, None)]),
        ((offer(cny(1)), refused()), []),
        ((offer(cny(1), ref="A"), offer(cny(2), ref="B"), refused(ref="A")), [(1, None)]),
        ((offer(cny(1), ref="A"), offer(cny(2), ref="B"), refused()), [(0, None)]),
        ((offer(cny(1)), refused(), accepted()), []),
        ((offer(cny(1), ref="A"), offer(cny(2), ref="B"), refused(), accepted()), [(0, 3)]),
        ((offer(cny(1)), accepted(), refused()), []),
        ((offer(cny(1), ref="A"), refused(ref="B")), [(0, None)]),
        ((refused(), accepted()), []),
    ],
)
def test_an_offer_stands_until_it_is_refused_or_superseded(events, stand):
    """A named offer gives way to the next of its name, one without a name to any while it is unanswered."""
    assert standing(*events) == stand


def test_of_several_options_the_dearest_counts_until_one_is_taken():
    """It counts in each currency; an option that is named settles it, one that there is not does not."""
    options = [[cny(100), cny(50, "voucher")], Remedy("voucher", amount=Money("30", "USD")), Remedy("apology")]
    plural = offer(cny(10), options=options)

    def worth(*answers: object) -> dict[str, str]:
        (only,) = standing_offers(entries(plural, *answers))
        return {currency: str(amount.amount) for currency, amount in only.worth.items()}

    assert worth() == worth(accepted()) == worth(accepted(option=9)) == {"CNY": "160", "USD": "30"}
    assert worth(accepted(option=1)) == {"CNY": "160"}
    assert worth(accepted(option=2)) == {"CNY": "10", "USD": "30"}
    assert worth(accepted(option=3)) == {"CNY": "10"}


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
