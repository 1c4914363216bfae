"""The first hour: a complaint is received, registered, answered, and the customer is heard.

What lives here: the events of taking a complaint in. What does not: what is found out about it (`inquiry.py`, to read next).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import attrs

from servrecov import values
from servrecov.errors import InvalidValueError
from servrecov.journal.event import Event
from servrecov.values import FrozenMap

__all__ = ["Acknowledged", "ContactAttempted", "Contacted", "Isolated", "Listened", "Received", "Recorded", "Registered", "Soothed"]


@attrs.frozen(kw_only=True)
class Received(Event):
    """The complaint came in. It opens the journal, once."""

    verb: ClassVar[str] = "received"


@attrs.frozen(kw_only=True, field_transformer=values.held)
class Registered(Event):
    """The complaint was entered in the register.

    Attributes:
        number: Its number there.
    """

    verb: ClassVar[str] = "registered"
    number: str | None = None


@attrs.frozen(kw_only=True)
class Acknowledged(Event):
    """The customer was told, in writing, that the complaint arrived."""

    verb: ClassVar[str] = "acknowledged"


@attrs.frozen(kw_only=True)
class Contacted(Event):
    """Someone of ours spoke with the customer."""

    verb: ClassVar[str] = "contacted"


@attrs.frozen(kw_only=True, field_transformer=values.held)
class ContactAttempted(Event):
    """Someone of ours tried to reach the customer.

    Attributes:
        reached: Whether it came to a conversation.
    """

    verb: ClassVar[str] = "contact_attempted"
    reached: bool = False


@attrs.frozen(kw_only=True)
class Isolated(Event):
    """The customer was led to a quiet place, away from other customers and from the person complained of."""

    verb: ClassVar[str] = "isolated"


@attrs.frozen(kw_only=True)
class Soothed(Event):
    """The customer's feelings were attended to."""

    verb: ClassVar[str] = "soothed"


@attrs.frozen(kw_only=True)
class Listened(Event):
    """The customer told the whole story and was heard."""

    verb: ClassVar[str] = "listened"


def _facts(value: object) -> str | FrozenMap[str, str]:
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping) and all(isinstance(part, str) for pair in value.items() for part in pair):
        return FrozenMap(value)
    raise InvalidValueError("Recorded.facts", value, "text, or a mapping of text to text")


@attrs.frozen(kw_only=True)
class Recorded(Event):
    """What the customer said was written down and read back.

    Attributes:
        facts: Free text, or text by the name of the form's field.
    """

    verb: ClassVar[str] = "recorded"
    facts: str | Mapping[str, str] = attrs.field(default="", converter=_facts, repr=False)
