"""Shapes: the few ways in which an annotation can look in JSON.

What lives here: `Shape` and the one place that tells which shape an annotation has. Reader, writer and schema each have one entry per shape, so
that what is written, read and described cannot drift apart. What does not: what each of them does with a shape. Read `objects.py` next.
"""

from __future__ import annotations

import collections.abc
import enum
import types
import typing
from collections.abc import Callable, Mapping
from typing import Any, Final

import attrs

from servrecov.errors import CodecError
from servrecov.journal.event import Event
from servrecov.journal.match import On
from servrecov.wire.forms import FORMS, Form
from servrecov.wire.matching import ON, OPEN
from servrecov.wire.records import Part
from servrecov.wire.standins import STAND_INS, StandIn

__all__ = ["Shape", "form_of", "shape_of", "stand_in_of"]


class Shape(enum.StrEnum):
    """How an annotation looks in JSON."""

    PLAIN = "plain"
    """One of the plain kinds, each with a form of its own."""
    ENUM = "enum"
    """A member of a vocabulary, by its text."""
    LITERAL = "literal"
    """One of a few given values."""
    UNION = "union"
    """One of several annotations."""
    LIST = "list"
    """Any number of one annotation."""
    TUPLE = "tuple"
    """A given number of annotations in order, such as a pair."""
    MAPPING = "mapping"
    """An object whose keys are data."""
    STAND_IN = "stand_in"
    """Stored as something else."""
    PART = "part"
    """Any part of a playbook, under the name of its class."""
    EVENT = "event"
    """An event of any class, told by its verb."""
    RECORD = "record"
    """An object whose keys are fields."""


_UNIONS: Final = (typing.Union, types.UnionType)
_LISTS: Final = (list, collections.abc.Sequence, collections.abc.Iterable)


def shape_of(kind: Any) -> Shape:  # noqa: ANN401  (annotations have no common type)
    """Tell the shape of an annotation.

    Raises:
        CodecError: It has none: the codec does not know how to store such a value.

    Example:
        >>> shape_of(tuple[str, ...]).value, shape_of(tuple[str, str]).value, shape_of(str | None).value
        ('list', 'tuple', 'union')
    """
    origin = typing.get_origin(kind) or kind
    if origin in _UNIONS:
        return Shape.UNION
    if origin is typing.Literal:
        return Shape.LITERAL
    if origin is tuple:
        return Shape.LIST if len(typing.get_args(kind)) in (0, 2) and typing.get_args(kind)[1:] in ((), (...,)) else Shape.TUPLE
    return _shape_of_class(origin)


def _shape_of_class(kind: Any) -> Shape:  # noqa: ANN401
    if kind in _LISTS:
        return Shape.LIST
    for shape, is_so in _TESTS.items():
        if is_so(kind):
            return shape
    raise CodecError(getattr(kind, "__name__", str(kind)), kind, "a kind of value that the library stores")


def _is_plain(kind: Any) -> bool:  # noqa: ANN401
    return kind in _OPEN or kind is On or (not issubclass(kind, enum.Enum) and any(base in FORMS for base in kind.__mro__))


def _is_class(test: Callable[[type], bool]) -> Callable[[Any], bool]:
    return lambda kind: isinstance(kind, type) and test(kind)


_OPEN: Final = (Any, object)
_TESTS: Final[Mapping[Shape, Callable[[Any], bool]]] = types.MappingProxyType(
    {
        Shape.PLAIN: lambda kind: kind is Any or (isinstance(kind, type) and _is_plain(kind)),
        Shape.ENUM: _is_class(lambda kind: issubclass(kind, enum.Enum)),
        Shape.STAND_IN: _is_class(lambda kind: any(base in STAND_INS for base in kind.__mro__)),
        Shape.PART: lambda kind: kind is Part,
        Shape.EVENT: lambda kind: kind is Event,
        Shape.RECORD: _is_class(lambda kind: attrs.has(kind) or (issubclass(kind, tuple) and hasattr(kind, "_fields"))),
        Shape.MAPPING: _is_class(lambda kind: issubclass(kind, collections.abc.Mapping)),
    }
)
"""What tells the shape of a class; the first that holds."""


def form_of(kind: Any) -> Form:  # noqa: ANN401
    """Return the form of a plain kind, looked up by its class and then by its bases."""
    if kind in _OPEN:
        return OPEN
    return ON if kind is On else next(FORMS[base] for base in kind.__mro__ if base in FORMS)


def stand_in_of(kind: type) -> StandIn:
    """Return what a class is stored as."""
    return next(STAND_INS[base] for base in kind.__mro__ if base in STAND_INS)
