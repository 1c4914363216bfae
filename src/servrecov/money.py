"""Money: an exact amount in one currency.

What lives here: `Money` and its arithmetic. What does not: exchange rates, rounding rules or formatting for a locale; those belong to
the host. Read `complaint/remedy.py` next, where money first appears in a complaint.
"""

from __future__ import annotations

import decimal
import re
from decimal import Decimal
from typing import Any

import attrs

from servrecov.errors import CurrencyMismatchError, InvalidValueError

__all__ = ["Money"]

_DIGITS = 100
_EXACT = decimal.Context(prec=4 * _DIGITS, traps=[decimal.Inexact, decimal.InvalidOperation, decimal.Overflow])
_CURRENCY = re.compile(r"[A-Z]{3}")


def _amount(value: object) -> Decimal:
    if isinstance(value, (str, int, Decimal)) and not isinstance(value, bool):
        try:
            amount = Decimal(value)
        except decimal.InvalidOperation:
            amount = Decimal("NaN")
        if amount.is_finite() and _is_sayable(amount):
            return amount
    raise InvalidValueError(
        "Money.amount", value, 'a finite decimal as text, int or Decimal, such as "480.00" (floats are refused: they cannot hold cents)'
    )


def _is_sayable(amount: Decimal) -> bool:
    """Keep to a hundred digits on either side of the point: beyond, sums would not be exact and texts would not end."""
    return amount.adjusted() < _DIGITS and int(amount.as_tuple().exponent) >= -_DIGITS


def _currency(value: object) -> str:
    if isinstance(value, str) and _CURRENCY.fullmatch(value):
        return value
    raise InvalidValueError("Money.currency", value, 'an ISO 4217 code, such as "CNY"')


@attrs.frozen(order=False)
class Money:
    """A finite decimal amount in one ISO 4217 currency, equal by value, of any sign.

    Arithmetic and comparison stay within one currency and are exact. There is no exchange rate here and no silent unit.

    Attributes:
        amount: The amount in major units of the currency.
        currency: Three capital letters.

    Raises:
        InvalidValueError: The amount is a float, not finite or not a number; the currency is no ISO 4217 code.
        CurrencyMismatchError: Two currencies meet.

    Example:
        >>> Money("480.00", "CNY") + Money("20", "CNY")
        Money('500.00', 'CNY')
        >>> Money("480.00", "CNY") == Money("480", "CNY")
        True
    """

    amount: Decimal = attrs.field(converter=_amount)
    currency: str = attrs.field(converter=_currency)

    @classmethod
    def parse(cls, text: str) -> Money:
        """Read ``"480.00 CNY"``.

        Raises:
            InvalidValueError: The text is not an amount, a space and a currency.
        """
        amount, _, currency = text.partition(" ") if isinstance(text, str) else ("", "", "")
        if not currency:
            raise InvalidValueError("Money", text, 'an amount and a currency, such as "480.00 CNY"')
        return cls(amount, currency)

    def _same(self, other: object) -> Decimal:
        if not isinstance(other, Money):
            raise InvalidValueError("Money", other, f"money in {self.currency}")
        if other.currency != self.currency:
            raise CurrencyMismatchError("Money", str(other), f"money in {self.currency}")
        return other.amount

    def __add__(self, other: Money) -> Money:
        """Add money of the same currency."""
        return Money(_EXACT.add(self.amount, self._same(other)), self.currency)

    def __sub__(self, other: Money) -> Money:
        """Subtract money of the same currency."""
        return Money(_EXACT.subtract(self.amount, self._same(other)), self.currency)

    def __mul__(self, factor: Decimal | int) -> Money:
        """Multiply by an exact number; a float is refused, and so is a number of hundreds of digits."""
        if isinstance(factor, bool) or not isinstance(factor, (int, Decimal)):
            raise InvalidValueError("Money * factor", factor, "an int or a Decimal")
        try:
            return Money(_EXACT.multiply(self.amount, Decimal(factor)), self.currency)
        except decimal.DecimalException as error:
            raise InvalidValueError("Money * factor", factor, f"a finite number of at most {_DIGITS} digits") from error

    __rmul__ = __mul__

    def __neg__(self) -> Money:
        """Turn the sign."""
        return Money(_EXACT.minus(self.amount), self.currency)

    def __lt__(self, other: Money) -> bool:
        """Compare within one currency."""
        return self.amount < self._same(other)

    def __le__(self, other: Money) -> bool:
        """Compare within one currency."""
        return self.amount <= self._same(other)

    def __gt__(self, other: Money) -> bool:
        """Compare within one currency."""
        return self.amount > self._same(other)

    def __ge__(self, other: Money) -> bool:
        """Compare within one currency."""
        return self.amount >= self._same(other)

    def __str__(self) -> str:
        """Write it as ``"480.00 CNY"``, which `parse` reads."""
        return f"{self.amount:f} {self.currency}"

    def __repr__(self) -> str:
        """Show it as the call that makes it."""
        return f"Money('{self.amount:f}', '{self.currency}')"

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle it through its constructor."""
        return (Money, (self.amount, self.currency))
