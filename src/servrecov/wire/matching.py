"""Matchers and open places: what a rule wants, and places that may hold any plain value.

What lives here: the wire form of `On` and of a place annotated ``Any``. What does not: fields of one kind (`forms.py`). An open place holds text,
numbers, true, false, null and lists as they are; what JSON has no word for stands in an object of one key that names it:
``{"$money": {"amount": "50", "currency": "CNY"}}``. An enum's member is its text, which equals it. Read `context.py` next.
"""

from __future__ import annotations

import enum
import types
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from servrecov.calendar.span import Span
from servrecov.errors import CodecError
from servrecov.journal.match import On
from servrecov.money import Money
from servrecov.wire.forms import FORMS, Form, MisfitError

__all__ = ["ON", "OPEN"]

_TAGS: Final[Mapping[str, type]] = types.MappingProxyType(
    {
        "$time": datetime,
        "$date": date,
        "$duration": timedelta,
        "$money": Money,
        "$decimal": Decimal,
        "$span": Span,
    }
)
"""Names of the kinds that JSON has no word for. An instant is a date too, so it stands first."""

_PLAIN: Final = (str, bool, int, types.NoneType)


def _write_open(value: Any) -> Any:  # noqa: ANN401  (an open place holds anything plain)
    if isinstance(value, enum.Enum):
        return _write_open(value.value)
    if isinstance(value, _PLAIN):
        return value
    if isinstance(value, float):
        return FORMS[float].write(value)
    if isinstance(value, (tuple, list)):
        return [_write_open(each) for each in value]
    for tag, kind in _TAGS.items():
        if isinstance(value, kind):
            return {tag: FORMS[kind].write(value)}
    raise CodecError(type(value).__name__, value, f"text, a number, true, false, None, a list, or one of: {_KINDS}")


_KINDS: Final = ", ".join(kind.__name__ for kind in _TAGS.values())


def _read_open(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, (list, tuple)):
        return tuple(_read_open(each) for each in value)
    if isinstance(value, Mapping):
        return _read_tagged(value)
    if isinstance(value, float):
        return FORMS[float].read(value)
    if isinstance(value, datetime):
        return FORMS[datetime].read(value)
    if isinstance(value, (*_PLAIN, date)):
        return value
    raise CodecError("", value, "text, a number, true, false, null or a list")


def _read_tagged(value: Mapping[Any, Any]) -> Any:  # noqa: ANN401
    if len(value) != 1:
        raise CodecError("", value, f"an object of one key out of: {', '.join(_TAGS)}")
    ((tag, inner),) = value.items()
    if tag not in _TAGS:
        raise CodecError("", tag, f"one of the keys {', '.join(_TAGS)}", _TAGS)
    return FORMS[_TAGS[tag]].read(inner)


def _open_schema() -> dict[str, Any]:
    plain = {"type": ["string", "number", "boolean", "null", "array"]}
    tagged = [
        {"type": "object", "properties": {tag: FORMS[kind].schema}, "required": [tag], "additionalProperties": False} for tag, kind in _TAGS.items()
    ]
    return {"anyOf": [plain, *tagged]}


OPEN: Final = Form(write=_write_open, read=_read_open, schema=_open_schema())
"""A place that may hold any plain value."""


def _write_on(on: On) -> Any:  # noqa: ANN401  (text or an object)
    if "verb" in on.fields:
        raise CodecError("On.verb", on, "a matcher that names its verb once")
    fields = {name: _write_open(wanted) for name, wanted in on.fields.items()}
    return {"verb": on.verb, **fields} if fields else on.verb


def _read_on(value: object) -> On:
    if isinstance(value, On):
        return value
    if isinstance(value, str):
        return On(value)
    if not isinstance(value, Mapping):
        raise MisfitError("", value, 'a verb, such as "closed", or an object with a verb and wanted values')
    fields = {str(name): _read_open(wanted) for name, wanted in value.items()}
    verb = fields.pop("verb", None)
    if not isinstance(verb, str) or not verb:
        raise CodecError("On.verb", verb, "the verb of an event")
    return On(verb, **fields)


ON: Final = Form(
    write=_write_on,
    read=_read_on,
    schema={
        "anyOf": [
            {"type": "string", "minLength": 1},
            {
                "type": "object",
                "properties": {"verb": {"type": "string", "minLength": 1}},
                "required": ["verb"],
                "additionalProperties": OPEN.schema,
            },
        ]
    },
)
"""A matcher: its verb, or an object with the verb and the wanted values."""
