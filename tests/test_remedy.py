"""Remedies: what may be given, and what it is worth."""

from __future__ import annotations

import pickle

import pytest

from servrecov.complaint.remedy import Remedy, RemedyKind
from servrecov.errors import InvalidValueError, UnknownNameError
from servrecov.money import Money


def test_the_forms_of_a_fair_outcome_are_all_there():
    """Money, apology, free service, discount, repair and replacement, as the study lists them."""
    assert {"compensation", "apology", "free_service", "discount", "repair", "replacement"} <= set(RemedyKind)


def test_words_and_attention_are_not_tangible():
    """What can be held or spent is tangible; what is said, shown or resolved is not."""
    assert {kind.value for kind in RemedyKind if not kind.is_tangible} == {
        "apology",
        "explanation",
        "guidance",
        "manager_intervention",
        "prevention",
    }


def test_a_remedy_reads_its_kind_from_text():
    """The kind alone makes a remedy."""
    remedy = Remedy("repair")

    assert remedy == Remedy(RemedyKind.REPAIR)
    assert (remedy.amount, remedy.what) == (None, "")


def test_a_remedy_is_a_value():
    """Equal fields make equal remedies, hashed alike and whole after pickling."""
    one, same = (Remedy("refund", amount=Money(text, "CNY"), what="the pads") for text in ("480.00", "480"))

    assert one == same
    assert hash(one) == hash(same)
    assert pickle.loads(pickle.dumps(one)) == one  # noqa: S301  (our own bytes)


def test_nothing_is_a_sum_too():
    """A remedy may be worth nothing, and says so."""
    assert Remedy("gift", amount=Money(0, "CNY")).amount == Money("0.00", "CNY")


def test_a_negative_remedy_is_refused():
    """It would make room in a limit of authority."""
    with pytest.raises(InvalidValueError) as caught:
        Remedy("refund", amount=Money("-1", "CNY"))

    assert str(caught.value) == "Remedy.amount: got '-1 CNY', expected zero or more: what the remedy is worth to the customer"


@pytest.mark.parametrize("amount", [480, 480.0, "480 CNY"])
def test_a_bare_number_is_no_amount(amount):
    """A sum has a currency."""
    with pytest.raises(InvalidValueError):
        Remedy("refund", amount=amount)


def test_an_unknown_kind_is_refused_with_the_nearest():
    """The error names the place and the right word."""
    with pytest.raises(UnknownNameError) as caught:
        Remedy("refnud")

    assert (caught.value.where, caught.value.nearest) == ("Remedy.kind", "refund")


def test_the_amount_is_given_by_name():
    """Nobody mistakes an amount for a description."""
    with pytest.raises(TypeError):
        Remedy("refund", Money("1", "CNY"))
