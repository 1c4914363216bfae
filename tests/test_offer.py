"""Which offers stand, what they are worth, and which of them an answer means."""

from __future__ import annotations

import pendulum
import pytest

from servrecov.complaint.remedy import Remedy
from servrecov.errors import InvalidValueError
from servrecov.journal.journal import Entry
from servrecov.journal.offer import read_offers, standing_offers
from servrecov.journal.redress import OfferAccepted, OfferRefused, RemedyOffered
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


def entries(*events: object) -> tuple[Entry, ...]:
    return tuple(Entry(seq, event) for seq, event in enumerate(events, 1))


def standing(*events: object) -> list[tuple[int, int | None]]:
    return [(offer.index, offer.accepted_at) for offer in standing_offers(entries(*events))]


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


def test_an_option_is_counted_from_one():
    """Zero and less are no option; one that the offer does not have reads as not known, and tells nothing of one that is known."""
    for option in (0, -1):
        with pytest.raises(InvalidValueError, match=r"OfferAccepted\.option"):
            accepted(option=option)
    plural = offer(options=[cny(1), cny(2)])
    for answers, option in (([accepted(option=3)], None), ([accepted(option=2), accepted(option=3)], 2), ([accepted(), accepted(option=1)], 1)):
        [only] = standing_offers(entries(plural, *answers))
        assert (only.option, only.accepted_at) == (option, 1)


def test_every_offer_is_read_with_its_end():
    """In the order of making: the refused and the superseded with what ended them."""
    read = read_offers(entries(offer(cny(1), ref="A"), offer(cny(2), ref="B"), refused(ref="B"), accepted(), offer(cny(3), ref="A")))
    assert [(each.index, each.accepted_at, each.ended_at) for each in read] == [(0, 3, 4), (1, None, 2), (4, None, None)]
