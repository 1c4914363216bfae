"""Records: which fields of a class go on the wire, under which name, and as what.

What lives here: `Field` and `fields_of`, which reader, writer and schema all go by, so that they cannot drift apart. What does not: how a
field's own kind looks (`shapes.py`, to read next).

The wire name is the attribute's name; a trailing underscore, which only Python needs, is dropped (``from_`` is ``from``). Private fields stay
at home.
"""

from __future__ import annotations

import functools
import types
import typing
from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal

import attrs

from servrecov.bilingual import Text
from servrecov.complaint.complaint import Complaint, Risk
from servrecov.complaint.failure import FailureKind, FailureSite, Severity
from servrecov.complaint.remedy import RemedyKind
from servrecov.deadline.deadline import Deadline
from servrecov.errors import CodecError
from servrecov.handling.condition import Situation
from servrecov.handling.procedure import Procedure
from servrecov.handling.tier import Tier
from servrecov.journal.event import Event
from servrecov.journal.facts import Facts
from servrecov.journal.journal import Entry
from servrecov.journal.match import On
from servrecov.money import Money
from servrecov.playbook import Change
from servrecov.replay import Deviation

__all__ = ["Field", "Part", "fields_of", "wire_name"]


class Part:
    """Marks a place that holds any part of a playbook; nothing is ever of this class."""


_MEANT: Final[Mapping[type, Mapping[str, Any]]] = types.MappingProxyType(
    {
        Facts: {
            "complaint": Complaint,
            "severity": Severity | None,
            "kind": FailureKind | None,
            "site": FailureSite | None,
            "cause": str | None,
            "difficulty": str | None,
            "loss": Money | None,
            "risks": tuple[Risk, ...],
            "sought": tuple[RemedyKind, ...],
        },
        Entry: {"event": Event},
        Deadline: {"events": tuple[Event, ...]},
        Deviation: {"event": Event},
        Tier: {"kinds": Literal["*"] | Sequence[RemedyKind]},
        Situation: {"complaint": Complaint | None, "event": Event | None},
        Change: {"before": Part, "after": Part},
    }
)
"""Fields that are stored as something else than their annotation says.

Most are wide because the library also reads other systems' objects; what is stored is ours. A tier's kinds have a short form.
"""

_CODE: Final[Mapping[type, frozenset[str]]] = types.MappingProxyType({Procedure: frozenset({"conditions"})})
"""Fields that hold functions: never written; when read, they are taken as the caller put them there."""


@attrs.frozen(kw_only=True)
class Field:
    """A field of a record.

    Attributes:
        attribute: Name of the attribute.
        name: Its name on the wire.
        kind: What it holds: an annotation.
        required: Whether it must be there.
        bare: Whether a list of one may be written as the one.
        code: Whether it holds functions, which are not stored.
    """

    attribute: str
    name: str
    kind: Any
    required: bool
    bare: bool = False
    code: bool = False


def wire_name(attribute: str) -> str:
    """Return the name on the wire of an attribute.

    Example:
        >>> wire_name("from_"), wire_name("stop")
        ('from', 'stop')
    """
    return attribute.removesuffix("_")


@functools.cache
def fields_of(cls: type) -> tuple[Field, ...]:
    """Return the fields of an attrs class or a named tuple that go on the wire, in order.

    Raises:
        CodecError: An annotation cannot be resolved, as in a class that is defined inside a function.
    """
    try:
        hints = typing.get_type_hints(cls)
    except NameError as error:
        raise CodecError(cls.__name__, error.name, "annotations that can be resolved from the class's module") from error
    kinds = {**hints, **_MEANT.get(cls, {})}
    if not attrs.has(cls):
        names = [(name, name in getattr(cls, "_field_defaults", {}), None) for name in getattr(cls, "_fields", ())]
    else:
        own = [attribute for attribute in attrs.fields(cls) if attribute.init and not attribute.name.startswith("_")]
        names = [(attribute.name, attribute.default is not attrs.NOTHING, attribute.converter) for attribute in own]
    return tuple(
        Field(
            attribute=name,
            name=wire_name(name),
            kind=kinds[name],
            required=not has_default,
            bare=_may_be_bare(kinds[name], convert),
            code=name in _CODE.get(cls, ()),
        )
        for name, has_default, convert in names
    )


def _may_be_bare(kind: Any, convert: object) -> bool:  # noqa: ANN401
    """Matchers may stand bare anywhere, names and texts where the field has a converter of its own, which takes a single one."""
    if typing.get_origin(kind) not in (tuple, Sequence):
        return False
    (element, *_) = typing.get_args(kind)
    return element is On or (element in (str, Text) and convert is not None and not isinstance(convert, attrs.Converter))
