"""Money: exact, in one currency, equal by value, and deaf to floats."""

from __future__ import annotations

import pickle
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servrecov.errors import CurrencyMismatchError, InvalidValueError
from servrecov.money import Money

amounts = st.decimals(min_value=-(10**30), max_value=10**30, allow_nan=False, allow_infinity=False, places=6)
money = st.builds(Money, amounts, st.just("CNY"))
factors = st.one_of(st.integers(-(10**9), 10**9), st.decimals(-1000, 1000, places=4))


@given(money, money)
def test_sums_are_exact_and_commute(one, other):
    """No cent is lost, in whichever order."""
    total = one + other

    assert Fraction(total.amount) == Fraction(one.amount) + Fraction(other.amount)
    assert total == other + one
    assert total - other == one


@given(money, money, money)
def test_sums_associate(one, other, third):
    """Offers may be added up in any grouping."""
    assert (one + other) + third == one + (other + third)


@given(money, factors)
def test_products_are_exact(one, factor):
    """A share of a loss is the share, to the last digit."""
    assert Fraction((one * factor).amount) == Fraction(one.amount) * Fraction(factor)
    assert factor * one == one * factor


@given(money)
def test_the_opposite_undoes(one):
    """A sum and its opposite are nothing."""
    opposite = -one

    assert one + opposite == Money(0, "CNY")
    assert -opposite == one


@given(money, money)
def test_the_order_is_that_of_the_amounts(one, other):
    """Comparison within a currency is comparison of numbers."""
    assert (one < other, one <= other, one > other, one >= other) == (
        one.amount < other.amount,
        one.amount <= other.amount,
        one.amount > other.amount,
        one.amount >= other.amount,
    )


@given(money)
def test_text_is_read_back(one):
    """What is written by `str` is read by `parse`, and `repr` is the call that makes it."""
    assert Money.parse(str(one)) == one
    assert eval(repr(one)) == one  # noqa: S307  (our own repr)


@given(amounts, st.integers(0, 6))
def test_equal_values_are_one_value(amount, zeros):
    """Trailing zeros change neither equality nor hash."""
    plain, padded = Money(amount, "CNY"), Money(f"{amount:f}{'0' * zeros}", "CNY")

    assert plain == padded
    assert hash(plain) == hash(padded)


@given(money)
def test_money_survives_pickling(one):
    """A sum comes back whole from another process."""
    after = pickle.loads(pickle.dumps(one))  # noqa: S301  (our own bytes)

    assert (after, str(after)) == (one, str(one))


def test_a_sum_keeps_the_digits_it_was_given():
    """480.00 stays 480.00 in print."""
    assert str(Money("480.00", "CNY")) == "480.00 CNY"
    assert str(Money("1E+3", "CNY")) == "1000 CNY"
    assert str(Money(-7, "EUR")) == "-7 EUR"


@pytest.mark.parametrize(
    "amount", [480.0, True, None, "", "a lot", "NaN", "sNaN", "Infinity", Decimal("-Infinity"), b"4", Fraction(1, 2), "1e100", "1e-101", 10**100]
)
def test_what_is_no_finite_decimal_is_refused(amount):
    """Floats, booleans, texts that are no number and numbers without end are no amounts."""
    with pytest.raises(InvalidValueError) as caught:
        Money(amount, "CNY")

    assert caught.value.where == "Money.amount"


@pytest.mark.parametrize("currency", ["cny", "RMB.", "YUAN", "", None, 156])
def test_what_is_no_currency_code_is_refused(currency):
    """Three capital letters make a currency."""
    with pytest.raises(InvalidValueError) as caught:
        Money("1", currency)

    assert caught.value.where == "Money.currency"


@pytest.mark.parametrize("text", ["480.00", "", "480.00  CNY", "CNY 480.00", 480, None])
def test_what_is_no_amount_and_currency_cannot_be_read(text):
    """`parse` reads what `str` writes and nothing else."""
    with pytest.raises(InvalidValueError):
        Money.parse(text)


@pytest.mark.parametrize("act", ["__add__", "__sub__", "__lt__", "__le__", "__gt__", "__ge__"])
def test_two_currencies_do_not_meet(act):
    """There is no exchange rate here."""
    with pytest.raises(CurrencyMismatchError) as caught:
        getattr(Money("1", "CNY"), act)(Money("1", "EUR"))

    assert str(caught.value) == "Money: got '1 EUR', expected money in CNY"


@pytest.mark.parametrize("act", ["__add__", "__sub__", "__lt__", "__le__", "__gt__", "__ge__"])
def test_money_meets_only_money(act):
    """A bare number has no currency."""
    with pytest.raises(InvalidValueError) as caught:
        getattr(Money("1", "CNY"), act)(1)

    assert caught.value.expected == "money in CNY"


def test_two_currencies_are_never_equal():
    """Equality across currencies is simply false."""
    assert Money("0", "CNY") != Money("0", "EUR")
    assert Money("1", "CNY") != 1


@pytest.mark.parametrize(
    "factor", [0.5, True, "2", None, Decimal("NaN"), Decimal("sNaN"), Decimal("Infinity"), Decimal("1" + "1" * 450), Decimal("1e999999")]
)
def test_an_inexact_factor_is_refused(factor):
    """A float, no number at all or one without end does not multiply money."""
    with pytest.raises(InvalidValueError):
        Money("3", "CNY") * factor


def test_a_sum_that_outgrows_the_bounds_is_refused():
    """Even sums end somewhere, with an error of our own."""
    most = Money("9" * 100, "CNY")

    with pytest.raises(InvalidValueError):
        most + most
