"""The JSON Schema of every value: what the converter reads, described from the same shapes and fields.

What lives here: `schema`, one describer per shape. What does not: the forms of plain kinds (`forms.py`). The dialect is draft 2020-12. A schema says
what can be said of one place at a time; rules between fields are checked when the value is read. Read `reading.py` next.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Mapping
from typing import Any, Final

from servrecov.journal.event import Event
from servrecov.wire import context
from servrecov.wire.matching import OPEN
from servrecov.wire.objects import FROM_TEXT
from servrecov.wire.parts import parts
from servrecov.wire.records import Field, fields_of
from servrecov.wire.shapes import Shape, form_of, shape_of, stand_in_of

__all__ = ["schema"]

Schema = dict[str, Any]
_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


def schema(kind: Any) -> Schema:  # noqa: ANN401  (annotations have no common type)
    """Describe what is read as `kind`, with the classes it is made of under ``$defs``."""
    book = _Book()
    described = book.describe(kind)
    return {"$schema": _DIALECT, **described, **({"$defs": dict(sorted(book.definitions.items()))} if book.definitions else {})}


class _Book:
    """The definitions that one schema collects."""

    def __init__(self) -> None:
        self.definitions: dict[str, Schema] = {}

    def describe(self, kind: Any) -> Schema:  # noqa: ANN401
        """Describe one annotation; a class becomes a reference to its definition."""
        return DESCRIBERS[shape_of(kind)](self, kind)

    def define(self, cls: type, make: Callable[[], Schema]) -> Schema:
        """Define a class once and refer to it; the name is taken before the definition is made, for a class may hold itself."""
        name = getattr(cls, "verb", "event") if issubclass(cls, Event) else cls.__name__
        if name not in self.definitions:
            self.definitions[name] = {}
            self.definitions[name] = make()
        return {"$ref": f"#/$defs/{name}"}


def _described(cls: type) -> Schema:
    summary = (cls.__doc__ or "").strip().partition("\n")[0]
    return {"description": summary} if summary else {}


def _plain(_: _Book, kind: Any) -> Schema:  # noqa: ANN401
    return dict(form_of(kind).schema)


def _member(_: _Book, kind: Any) -> Schema:  # noqa: ANN401
    return {"enum": [member.value for member in kind]}


def _literal(_: _Book, kind: Any) -> Schema:  # noqa: ANN401
    return {"enum": list(typing.get_args(kind))}


def _union(book: _Book, kind: Any) -> Schema:  # noqa: ANN401
    return {"anyOf": [book.describe(arm) for arm in typing.get_args(kind)]}


def _list(book: _Book, kind: Any) -> Schema:  # noqa: ANN401
    (element, *_) = typing.get_args(kind) or (Any,)
    return {"type": "array", "items": book.describe(element)}


def _tuple(book: _Book, kind: Any) -> Schema:  # noqa: ANN401
    elements = typing.get_args(kind)
    return {"type": "array", "prefixItems": [book.describe(each) for each in elements], "minItems": len(elements), "maxItems": len(elements)}


def _mapping(book: _Book, kind: Any) -> Schema:  # noqa: ANN401
    key, value = typing.get_args(kind) or (str, Any)
    described: Schema = {"type": "object", "additionalProperties": book.describe(value)}
    return described if key is str else {**described, "propertyNames": book.describe(key)}


def _stand_in(book: _Book, kind: Any) -> Schema:  # noqa: ANN401
    return book.define(kind, lambda: {**_described(kind), **book.describe(stand_in_of(kind).kind)})


def _part(book: _Book, _: Any) -> Schema:  # noqa: ANN401
    tagged = [
        {"type": "object", "properties": {tag: book.describe(cls)}, "required": [tag], "additionalProperties": False} for tag, cls in parts().items()
    ]
    return {"anyOf": [OPEN.schema, *tagged]}


def _event(book: _Book, _: Any) -> Schema:  # noqa: ANN401
    return {"anyOf": [*(book.describe(cls) for cls in context.known_events().values()), book.define(Event, lambda: _object(book, Event))]}


def _record(book: _Book, kind: Any) -> Schema:  # noqa: ANN401
    return book.define(kind, lambda: _object(book, kind))


def _object(book: _Book, cls: type) -> Schema:
    fields = [field for field in fields_of(cls) if not field.code]
    properties = {field.name: _field(book, field) for field in fields}
    required = [field.name for field in fields if field.required]
    if issubclass(cls, Event):
        properties, required = {"verb": {"const": cls.verb}, **properties}, ["verb", *required]
    described = {"type": "object", "properties": properties, "required": required, "additionalProperties": False}
    if cls in FROM_TEXT:
        return {**_described(cls), "anyOf": [{"type": "string"}, described]}
    return {**_described(cls), **described}


def _field(book: _Book, field: Field) -> Schema:
    described = book.describe(field.kind)
    return {"anyOf": [described["items"], described]} if field.bare else described


DESCRIBERS: Final[Mapping[Shape, Callable[[_Book, Any], Schema]]] = types.MappingProxyType(
    {
        Shape.PLAIN: _plain,
        Shape.ENUM: _member,
        Shape.LITERAL: _literal,
        Shape.UNION: _union,
        Shape.LIST: _list,
        Shape.TUPLE: _tuple,
        Shape.MAPPING: _mapping,
        Shape.STAND_IN: _stand_in,
        Shape.PART: _part,
        Shape.EVENT: _event,
        Shape.RECORD: _record,
    }
)
