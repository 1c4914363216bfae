"""What a delivery goes to: each remedy settles one debt, once."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servrecov.complaint.remedy import Remedy
from servrecov.journal.delivery import Debt, allot, delivers
from servrecov.journal.offer import worth_of
from servrecov.money import Money

REPAIR, REDO = Remedy("repair"), Remedy("redo")


def refund(amount, currency="CNY"):
    return Remedy("refund", amount=Money(amount, currency))


def shares(debts, *deliveries):
    owed = [Debt(choices) for choices in debts]
    for delivery in deliveries:
        allot(tuple(delivery), owed)
    return [debt.share for debt in owed]


HALF = Fraction(1, 2)


@pytest.mark.parametrize(
    ("debts", "deliveries", "expected"),
    [
        ([((refund(100),),), ((refund(100),),)], [[refund(100)]], [1, 0]),
        ([((refund(100),),), ((refund(100),),)], [[refund(150)]], [1, HALF]),
        ([((refund(100),),), ((refund(100),),)], [[refund(50)], [refund(150)]], [1, 1]),
        ([((refund(100),),), ((refund(100),),)], [[]], [1, 1]),
        ([((REPAIR,),), ((REPAIR,),)], [[REPAIR]], [1, 0]),
        ([((REPAIR, REPAIR),), ((REPAIR,),)], [[REPAIR], [REPAIR], [REPAIR]], [1, 1]),
        ([((refund(100),), (REPAIR,)), ((refund(100),),)], [[refund(60), REPAIR]], [1, Fraction(3, 5)]),
        ([((refund(100),), (REPAIR, REDO))], [[REPAIR, refund(60)]], [Fraction(3, 5)]),
        ([((refund(100), refund(100, "USD")),)], [[refund(100)]], [HALF]),
        ([((refund(100),),), ((refund(50, "USD"),),)], [[refund(50, "USD")]], [0, 1]),
        ([((refund(100),),), ((Remedy("refund"),),)], [[Remedy("refund")]], [0, 1]),
        ([((refund(0),),), ((refund(100),),)], [[refund(100)]], [1, 1]),
        ([((refund(0),),)], [[Remedy("refund")]], [1]),
        ([((refund(0),),)], [[refund(0, "USD")]], [1]),
        ([((refund(0), REPAIR),), ((refund(7),),)], [[refund(3)], [refund(4)]], [HALF, 1]),
        ([((REPAIR,),)], [[REDO]], [0]),
    ],
)
def test_a_remedy_that_was_delivered_settles_one_debt(debts, deliveries, expected):
    """The first one that it is of use to; what is left goes to the next."""
    assert shares(debts, *deliveries) == expected


SUMS = st.integers(0, 50).map(refund)


@given(st.lists(st.lists(SUMS, min_size=1, max_size=3).map(lambda choice: (tuple(choice),)), max_size=4), st.lists(SUMS, max_size=6))
def test_no_more_is_given_than_was_delivered(debts, delivered):
    """What the debts received comes to at most what was handed over, and a debt alone receives all it can use."""
    owed = [Debt(choices) for choices in debts]
    for remedy in delivered:
        allot((remedy,), owed)
    given_ = worth_of(remedy for debt in owed for remedy in debt.given)
    assert given_.get("CNY", Money(0, "CNY")) <= worth_of([refund(0), *delivered])["CNY"]
    if owed:
        assert owed[0].settled is delivers(delivered, debts[0][0])
