"""Faults: what a reader could not read, said once, with its path into the data.

What lives here: how the errors that cattrs collects become one `CodecError`. What does not: the readers that raise them (`converter.py`). Read `schema.py` next.
Of several faults the first in the order of the fields is told; an unknown key goes before all others, for it is often why another is missing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import attrs
from cattrs.errors import CattrsError, ClassValidationError, ForbiddenExtraKeysError, IterableValidationError

from servrecov.errors import CodecError, InvalidValueError, PlaybookVersionError, ServRecovError
from servrecov.wire.records import fields_of, wire_name

__all__ = ["told"]

_HEAD = re.compile(r"([A-Za-z_]\w*)(?: '[^']*')?(?=[.\[:]|$)")
"""What a place begins with: the name of a class or of a field, and perhaps which one: ``clock 'contact': start``."""
_ESCAPED = re.compile(r"^(\.\w+?)_(?=\W|$)")

_OF_THE_DATA = (CattrsError, ServRecovError, ValueError, TypeError, LookupError, ArithmeticError, RecursionError)
"""What reading raises when the data is at fault; a firm's own events may raise any of the built-in ones."""


@attrs.frozen
class _Step:
    """A step into the data: its key or index, and how a path spells it."""

    key: Any
    text: str


def told(error: Exception, data: object, kind: object) -> Exception:
    """Return the one error to raise for what was collected; what is no fault of the data, such as a lost connection, stays what it is.

    Args:
        error: What reading raised.
        data: What was read.
        kind: What it was read as; names the place where the fault is the whole.
    """
    steps, cls, leaf = _first(error, (), None)
    if isinstance(leaf, PlaybookVersionError) or not isinstance(leaf, _OF_THE_DATA):
        return leaf
    path = "".join(step.text for step in steps).removeprefix(".")
    whole = getattr(kind, "__name__", str(kind))
    if isinstance(leaf, ForbiddenExtraKeysError):
        return _unknown_key(leaf, path)
    if isinstance(leaf, InvalidValueError):
        return CodecError(_placed(path, leaf.where, cls) or whole, leaf.value, leaf.expected, leaf.args[3])
    if isinstance(leaf, KeyError) and cls is None:
        return CodecError(path, None, "a value, for this key is required")
    if isinstance(leaf, RecursionError):
        return CodecError(path or whole, "a very deep list", "data that is nested less deeply")
    return CodecError(path or whole, _at(data, steps), str(leaf))


def _first(error: Exception, steps: tuple[_Step, ...], cls: type | None) -> tuple[tuple[_Step, ...], type | None, Exception]:
    if isinstance(error, ClassValidationError):
        noted, others = error.group_exceptions()
        unknown = next((other for other in others if isinstance(other, ForbiddenExtraKeysError)), None)
        if unknown is not None or not noted:
            return steps, error.cl, unknown or others[0]
        inner, note = noted[0]
        name = wire_name(note.name)
        return _first(inner, (*steps, _Step(name, f".{name}")), None)
    if isinstance(error, IterableValidationError):
        inner, index = error.group_exceptions()[0][0]
        key = index.index
        return _first(inner, (*steps, _Step(key, f"[{key!r}]")), None)
    return steps, cls, error


def _unknown_key(error: ForbiddenExtraKeysError, path: str) -> CodecError:
    known = [field.name for field in fields_of(error.cl)]
    key = min(error.extra_fields, key=str)
    where = f"{path}.{key}" if path else str(key)
    return CodecError(where, key, f"one of the keys of {error.cl.__name__.removeprefix('Stored')}: {', '.join(known)}", known)


def _placed(path: str, where: str, cls: type | None) -> str:
    """Put the place that a value names behind the path to that value: ``Money.amount`` at ``loss`` is ``loss.amount``."""
    head = _HEAD.match(where)
    if head is None:
        return f"{path}: {where}" if path and where else path or where
    name, rest = head[1], where[head.end() :].replace(": ", ".", 1)
    if name[0].isupper() or (cls is not None and cls.__name__.casefold().endswith(name)):
        place = _ESCAPED.sub(r"\1", rest)
    elif cls is not None and name in {field.name for field in fields_of(cls)}:
        place = f".{where}"
    else:
        return f"{path}: {where}" if path else where
    return (path + place).removeprefix(".")


def _at(data: Any, steps: Sequence[_Step]) -> Any:  # noqa: ANN401  (what stands there may be anything)
    for step in steps:
        data = data[step.key]
    return data
