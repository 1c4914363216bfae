"""What one role may commit on its own."""

from __future__ import annotations

import pytest

from servrecov.complaint.remedy import Remedy, RemedyKind
from servrecov.errors import InvalidValueError, UnknownNameError
from servrecov.handling.tier import Reach, Tier
from servrecov.money import Money

CNY_500, CNY_800, USD_50 = Money("500", "CNY"), Money("800", "CNY"), Money("50", "USD")


def test_a_tier_reads_kinds_from_text_and_a_star_as_all_of_them():
    """Kinds are kept once, in the order written."""
    assert Tier(role="adviser", kinds=["refund", RemedyKind.REFUND, "apology"]).kinds == (RemedyKind.REFUND, RemedyKind.APOLOGY)
    assert Tier(role="manager", kinds="*").kinds == tuple(RemedyKind)
    with pytest.raises(UnknownNameError, match=r"Tier\.kinds\[0\].*did you mean 'refund'"):
        Tier(role="adviser", kinds=["refnd"])


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"role": " "}, r"Tier\.role"),
        ({"approvers": 0}, r"Tier\.approvers"),
        ({"approvers": True}, r"Tier\.approvers"),
        ({"limits": [-CNY_500]}, r"Tier\.limits\[0\] of 'adviser'"),
        ({"limits": [CNY_500, USD_50, CNY_800]}, r"Tier\.limits\[2\] of 'adviser'"),
        ({"limits": [500.0]}, r"Tier\.limits\[0\]"),
        ({"limits": ["500 CNY"]}, r"Tier\.limits\[0\]"),
        ({"limits": [CNY_500], "unlimited": True}, r"Tier\.limits of 'adviser'"),
        ({"unlimited": "yes"}, r"Tier\.unlimited"),
    ],
)
def test_a_tier_that_contradicts_itself_is_refused(fields, where):
    """The error names the place, and the role where a playbook has several."""
    with pytest.raises(InvalidValueError, match=where):
        Tier(**{"role": "adviser", **fields})


def test_a_reach_grows_with_each_tier():
    """Kinds add up, a limit that is listed again replaces the lower one, and unlimited stays so."""
    low = Reach().with_tier(Tier(role="a", kinds=["refund"], limits=[CNY_500, USD_50]))
    high = low.with_tier(Tier(role="b", kinds=["gift"], limits=[CNY_800]))
    assert high.kinds == {RemedyKind.REFUND, RemedyKind.GIFT}
    assert high.limits == {"CNY": CNY_800, "USD": USD_50}
    assert high.with_tier(Tier(role="c", unlimited=True)).with_tier(Tier(role="d")).unlimited


def test_what_stands_in_the_way_is_kind_then_currency_then_sum():
    """The limit itself may be reached; a currency to which nothing is added is not asked about."""
    reach = Reach().with_tier(Tier(role="a", kinds=["refund"], limits=[CNY_500]))
    over, zero = {"CNY": CNY_800}, {"CNY": Money("0", "CNY")}
    gift = reach.obstacle([Remedy("gift")], {}, {})
    assert gift is not None
    assert (gift.limit, gift.amount) == (None, RemedyKind.GIFT)
    dollars = reach.obstacle([Remedy("refund", amount=USD_50)], {"USD": USD_50}, {"USD": USD_50})
    assert dollars is not None
    assert (dollars.limit, dollars.amount) == (None, USD_50)
    refund = reach.obstacle([Remedy("refund", amount=CNY_500)], over, {"CNY": CNY_500})
    assert refund is not None
    assert (refund.limit, refund.amount, refund.reason) == (CNY_500, CNY_800, "300 CNY of it was committed before")
    assert reach.obstacle([Remedy("refund")], {"CNY": CNY_500}, {"CNY": CNY_500}) is None
    assert reach.obstacle([Remedy("refund")], over, zero) is None
    assert reach.with_tier(Tier(role="b", unlimited=True)).obstacle([Remedy("gift", amount=USD_50)], over, over) is None


def test_labels_fall_back_to_the_role():
    """A missing Chinese label gives the English one, and no label at all the role."""
    assert [Tier(role="service_manager").label_in(lang) for lang in ("en", "zh")] == ["service manager", "service manager"]
    assert [Tier(role="a", label="Adviser", zh="顾问").label_in(lang) for lang in ("en", "zh")] == ["Adviser", "顾问"]
