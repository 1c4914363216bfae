"""Parts of a playbook that stand alone: what was added to one or taken from it, each stored under the name of its class.

What lives here: `parts`, the classes that a playbook is made of. What does not: how a part is written and read (`converter.py`, to read next). A difference
between two playbooks may hold a number, a text, or a whole clock; only what says which class it is can be read back as what it was.
"""

from __future__ import annotations

import functools
import typing
from collections.abc import Iterator, Mapping
from typing import Any

from servrecov.journal.match import On
from servrecov.playbook import Playbook
from servrecov.wire.records import fields_of
from servrecov.wire.shapes import Shape, shape_of

__all__ = ["parts", "tag_of"]


def tag_of(cls: type) -> str:
    """Return the key under which a part of a class stands."""
    return f"${cls.__name__}"


@functools.cache
def parts() -> Mapping[str, type]:
    """Return the classes that a playbook is made of, by the key under which one of them stands."""
    found: dict[type, None] = {}
    ahead: list[Any] = [Playbook]
    while ahead:
        kind = ahead.pop()
        if kind not in found:
            found.update({kind: None} if _is_part(kind) else {})
            ahead += [inner for inner in _inner(kind) if inner not in found]
    return {tag_of(cls): cls for cls in found}


def _is_part(kind: Any) -> bool:  # noqa: ANN401  (annotations have no common type)
    return kind is On or shape_of(kind) in (Shape.RECORD, Shape.STAND_IN)


def _inner(kind: Any) -> Iterator[Any]:  # noqa: ANN401
    shape = shape_of(kind)
    if shape is Shape.RECORD:
        yield from (field.kind for field in fields_of(kind) if not field.code)
    elif shape is not Shape.LITERAL:
        yield from (inner for inner in typing.get_args(kind) if inner is not ...)
