"""Finding out: who looks into it, what is true, how grave it is, what caused it.

What lives here: the events of inquiry and of who is in charge. What does not: what is offered for it (`redress.py`, to read next).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import attrs

from servrecov import values
from servrecov.complaint.attribution import Locus
from servrecov.complaint.complaint import Risk
from servrecov.complaint.failure import FailureKind, FailureSite, Severity
from servrecov.complaint.remedy import RemedyKind
from servrecov.errors import InvalidValueError
from servrecov.journal.event import Event
from servrecov.money import Money

__all__ = ["Assessed", "Assigned", "CauseFound", "Classified", "HandedOver", "JointMeeting", "NeedAgreed", "Verified"]


@attrs.frozen(kw_only=True, field_transformer=values.held)
class Verified(Event):
    """The account was checked against a source of evidence.

    Attributes:
        source: What it was checked against: a colleague, a record, a camera.
        agrees: Whether the source bears the customer out; None where it does not say.
    """

    verb: ClassVar[str] = "verified"
    source: str | None = None
    agrees: bool | None = None


@attrs.frozen(kw_only=True, field_transformer=values.held)
class Assessed(Event):
    """It was judged whether the complaint is valid.

    Attributes:
        valid: The judgement.
        reason: Why.
    """

    verb: ClassVar[str] = "assessed"
    valid: bool
    reason: str = ""


@attrs.frozen(kw_only=True, field_transformer=values.held)
class Classified(Event):
    """What is known about the failure was revised. A field left None is not revised; one that is given replaces what was known.

    Attributes:
        severity: How grave it is.
        kind: Outcome or process.
        site: Core service or encounter.
        cause: Code in the tree of causes.
        difficulty: How hard it is to handle, in the playbook's words.
        loss: What it cost the customer.
        risks: What else is at stake.
    """

    verb: ClassVar[str] = "classified"
    severity: Severity | None = None
    kind: FailureKind | None = None
    site: FailureSite | None = None
    cause: str | None = None
    difficulty: str | None = None
    loss: Money | None = None
    risks: Sequence[Risk] | None = None


def _somebody(event: Assigned | HandedOver, _: object, value: str | None) -> None:
    if event.to is None and value is None:
        raise InvalidValueError(f"{type(event).__name__}.to", None, "a person, or a role in `to_role`")


@attrs.frozen(kw_only=True, field_transformer=values.held)
class Assigned(Event):
    """Somebody was put in charge.

    Attributes:
        to: The person, or None where only a role was named.
        to_role: The role.
    """

    verb: ClassVar[str] = "assigned"
    to: str | None = None
    to_role: str | None = attrs.field(default=None, validator=_somebody)


@attrs.frozen(kw_only=True, field_transformer=values.held)
class HandedOver(Event):
    """The case passed from one owner to another.

    Attributes:
        to: The new owner, or None where only a role was named.
        to_role: The new owner's role.
        reason: Why.
    """

    verb: ClassVar[str] = "handed_over"
    to: str | None = None
    to_role: str | None = attrs.field(default=None, validator=_somebody)
    reason: str = ""


@attrs.frozen(kw_only=True)
class JointMeeting(Event):
    """The departments concerned met over the case."""

    verb: ClassVar[str] = "joint_meeting"


@attrs.frozen(kw_only=True, field_transformer=values.held)
class CauseFound(Event):
    """The root cause was established.

    Attributes:
        cause: Code in the tree of causes.
        locus: Where it lies.
        responsible: The person or department that answers for it.
    """

    verb: ClassVar[str] = "cause_found"
    cause: str | None = None
    locus: Locus | None = None
    responsible: str | None = None


@attrs.frozen(kw_only=True, field_transformer=values.held)
class NeedAgreed(Event):
    """Customer and handler agreed on what would make it right.

    Attributes:
        sought: The kinds of remedy; None leaves what was known as it is.
    """

    verb: ClassVar[str] = "need_agreed"
    sought: Sequence[RemedyKind] | None = None
