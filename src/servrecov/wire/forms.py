"""Forms: how the plain kinds of value look in JSON, each said once for writing, reading and the schema.

What lives here: `Form` and the table of those kinds that have no parts of their own on the wire. What does not: objects made of fields
(`records.py`), and matchers and open places (`matching.py`, to read next).
"""

from __future__ import annotations

import decimal
import math
import types
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

import attrs
from pendulum import DateTime

from servrecov.calendar.span import Span
from servrecov.errors import CodecError
from servrecov.money import Money
from servrecov.wire import times

__all__ = ["FORMS", "Form", "MisfitError"]


class MisfitError(CodecError):
    """A value of the wrong kind altogether, so that another alternative of a union may be the one meant."""


@attrs.frozen(kw_only=True)
class Form:
    """How one kind of value looks in JSON.

    Attributes:
        write: From the value to what `json` takes.
        read: From what `json` (or TOML) gives to the value; it raises one of our errors.
        schema: The JSON Schema of what is read.
    """

    write: Callable[[Any], Any]
    read: Callable[[Any], Any]
    schema: Mapping[str, Any]


def _same(value: Any) -> Any:  # noqa: ANN401  (what JSON holds as it is)
    return value


def _read_text(value: object) -> str:
    if isinstance(value, str):
        return value
    raise MisfitError("", value, "text")


def _read_bool(value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise MisfitError("", value, "true or false")


def _read_int(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise MisfitError("", value, "a whole number")


def _read_float(value: object) -> float:
    if isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value):
        return value
    raise MisfitError("", value, "a number")


def _write_float(value: float) -> float:
    if math.isfinite(value):
        return value
    raise CodecError("float", value, "a finite number: JSON has no other")


def _read_none(value: object) -> None:
    if value is not None:
        raise MisfitError("", value, "null")


def _read_decimal(value: object) -> Decimal:
    try:
        number = Decimal(_read_text(value))
    except decimal.InvalidOperation:
        number = Decimal("NaN")
    if number.is_finite():
        return number
    raise CodecError("", value, 'a decimal number as text, such as "0.25"')


_MONEY_KEYS: Final = ("amount", "currency")


def _write_money(money: Money) -> dict[str, str]:
    return {"amount": str(money.amount), "currency": money.currency}


def _read_money(value: object) -> Money:
    if isinstance(value, str):
        return Money.parse(value)
    if not isinstance(value, Mapping):
        raise MisfitError("", value, 'money, such as {"amount": "480.00", "currency": "CNY"} or "480.00 CNY"')
    for key in value:
        if key not in _MONEY_KEYS:
            raise CodecError(f"Money.{key}", key, "one of the keys amount, currency", _MONEY_KEYS)
    for key in _MONEY_KEYS:
        if key not in value:
            raise CodecError(f"Money.{key}", None, "a value, for the key is required")
    return Money(value["amount"], value["currency"])


def _read_span(value: object) -> Span:
    return Span.parse(_read_text(value))


_NUMBER: Final = r"^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$"
_INSTANT: Final = Form(write=times.write_instant, read=times.read_instant, schema={"type": "string", "pattern": times.INSTANT})

FORMS: Final[Mapping[type, Form]] = types.MappingProxyType(
    {
        str: Form(write=str, read=_read_text, schema={"type": "string"}),
        bool: Form(write=_same, read=_read_bool, schema={"type": "boolean"}),
        int: Form(write=_same, read=_read_int, schema={"type": "integer"}),
        float: Form(write=_write_float, read=_read_float, schema={"type": "number"}),
        types.NoneType: Form(write=_same, read=_read_none, schema={"type": "null"}),
        Decimal: Form(write=str, read=_read_decimal, schema={"type": "string", "pattern": _NUMBER}),
        datetime: _INSTANT,
        DateTime: _INSTANT,
        date: Form(write=times.write_date, read=times.read_date, schema={"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}),
        timedelta: Form(write=times.write_duration, read=times.read_duration, schema={"type": "string", "pattern": times.DURATION}),
        Money: Form(
            write=_write_money,
            read=_read_money,
            schema={
                "anyOf": [
                    {
                        "type": "object",
                        "properties": {
                            "amount": {"anyOf": [{"type": "string", "pattern": _NUMBER}, {"type": "integer"}]},
                            "currency": {"type": "string", "pattern": "^[A-Z]{3}$"},
                        },
                        "required": list(_MONEY_KEYS),
                        "additionalProperties": False,
                    },
                    {"type": "string", "pattern": _NUMBER.removesuffix("$") + " [A-Z]{3}$"},
                ]
            },
        ),
        Span: Form(write=str, read=_read_span, schema={"type": "string", "pattern": " ", "description": "such as '2 business hours'"}),
    }
)
"""The plain kinds. Order does not matter: a value is looked up by its class, then by its bases."""
