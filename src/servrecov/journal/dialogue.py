"""Talking with the customer and with others: news, apologies, explanations, answers, escalations.

What lives here: the events of dialogue. What does not: events that commit the firm (`redress.py`) or end the case (`closing.py`, to read next).
"""

from __future__ import annotations

from typing import ClassVar

import attrs
from pendulum import DateTime

from servrecov import values
from servrecov.errors import InvalidValueError
from servrecov.journal.event import Event

__all__ = [
    "Apologised",
    "AwaitingCustomer",
    "CustomerContactedUs",
    "CustomerReplied",
    "DelayNotified",
    "Escalated",
    "Explained",
    "MediaExposed",
    "ProgressReported",
    "Referred",
    "Reported",
    "Responded",
    "Thanked",
]


@attrs.frozen(kw_only=True)
class ProgressReported(Event):
    """The customer was told how things stand."""

    verb: ClassVar[str] = "progress_reported"


@attrs.frozen(kw_only=True, field_transformer=values.held)
class DelayNotified(Event):
    """The customer was told that it will take longer.

    Attributes:
        reason: Why.
        due_at: The new date the customer was given.
        recourse: Where the customer may turn meanwhile.
    """

    verb: ClassVar[str] = "delay_notified"
    reason: str = ""
    due_at: DateTime | None = None
    recourse: str | None = None


@attrs.frozen(kw_only=True)
class AwaitingCustomer(Event):
    """The next move is the customer's."""

    verb: ClassVar[str] = "awaiting_customer"


@attrs.frozen(kw_only=True)
class CustomerReplied(Event):
    """The customer answered what we had asked."""

    verb: ClassVar[str] = "customer_replied"


@attrs.frozen(kw_only=True)
class CustomerContactedUs(Event):
    """The customer turned to us unasked: to hear how things stand, or with something new."""

    verb: ClassVar[str] = "customer_contacted_us"


def _level(value: object) -> str | int | None:
    if value is None or (isinstance(value, (str, int)) and not isinstance(value, bool)):
        return value
    raise InvalidValueError("Escalated.level", value, "the name of a role, the number of a rung, or None")


@attrs.frozen(kw_only=True, field_transformer=values.held)
class Escalated(Event):
    """The case went up a level.

    Attributes:
        level: The role or rung it went to.
        reason: Why.
    """

    verb: ClassVar[str] = "escalated"
    level: str | int | None = attrs.field(default=None, converter=_level)
    reason: str = ""


@attrs.frozen(kw_only=True, field_transformer=values.held)
class Reported(Event):
    """The case was reported within the firm or to the maker.

    Attributes:
        to: To whom.
    """

    verb: ClassVar[str] = "reported"
    to: str | None = None


@attrs.frozen(kw_only=True, field_transformer=values.held)
class Referred(Event):
    """The case went to another body, which now acts.

    Attributes:
        to: To whom.
    """

    verb: ClassVar[str] = "referred"
    to: str | None = None


@attrs.frozen(kw_only=True)
class MediaExposed(Event):
    """The case became public."""

    verb: ClassVar[str] = "media_exposed"


@attrs.frozen(kw_only=True)
class Apologised(Event):
    """The firm said sorry."""

    verb: ClassVar[str] = "apologised"


@attrs.frozen(kw_only=True)
class Explained(Event):
    """The customer was told what caused the failure."""

    verb: ClassVar[str] = "explained"


@attrs.frozen(kw_only=True, field_transformer=values.held)
class Responded(Event):
    """The firm gave its final answer.

    Attributes:
        kind: What the answer was, in the regime's words: ``"accepted"``, ``"offered"``, ``"rejected"``.
        recourse: Where the customer may turn next.
    """

    verb: ClassVar[str] = "responded"
    kind: str | None = None
    recourse: str | None = None


@attrs.frozen(kw_only=True)
class Thanked(Event):
    """The customer was thanked."""

    verb: ClassVar[str] = "thanked"
