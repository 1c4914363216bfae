"""The end, and after it: follow-up, prevention, closing, reopening, and what the journal says about itself.

What lives here: the last family of events. What does not: the list of all of them, which is `catalogue.py`, to read next.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import attrs
from pendulum import DateTime

from servrecov import values
from servrecov.errors import InvalidValueError
from servrecov.journal.event import Event
from servrecov.values import FrozenMap

__all__ = ["Closed", "FollowedUp", "Merged", "Noted", "PreventionAgreed", "Reopened", "Retracted", "SurveyAnswered", "Withdrawn"]

Answer = str | int | bool | None
"""What a survey item can be answered with; None is an item left blank."""


@attrs.frozen(kw_only=True, field_transformer=values.held)
class FollowedUp(Event):
    """The customer was asked, afterwards, how it went.

    Attributes:
        method: How: a call, a visit, a message.
        satisfied: The customer's answer; None where none was had.
    """

    verb: ClassVar[str] = "followed_up"
    method: str | None = None
    satisfied: bool | None = None


def _answers(value: object) -> FrozenMap[str, Answer]:
    if isinstance(value, Mapping) and all(isinstance(item, str) and isinstance(answer, (str, int, type(None))) for item, answer in value.items()):
        return FrozenMap(value)
    raise InvalidValueError("SurveyAnswered.answers", value, "a mapping from item to text, whole number, true or false, or None")


@attrs.frozen(kw_only=True)
class SurveyAnswered(Event):
    """The customer answered a questionnaire.

    Attributes:
        answers: The answers by item.
    """

    verb: ClassVar[str] = "survey_answered"
    answers: Mapping[str, Answer] = attrs.field(factory=FrozenMap, converter=_answers, repr=False)


@attrs.frozen(kw_only=True, field_transformer=values.held)
class PreventionAgreed(Event):
    """A measure was agreed so that it does not happen again.

    Attributes:
        action: The measure.
        owner: Who sees to it.
        due_at: By when.
    """

    verb: ClassVar[str] = "prevention_agreed"
    action: str
    owner: str | None = None
    due_at: DateTime | None = None


@attrs.frozen(kw_only=True, field_transformer=values.held)
class Closed(Event):
    """The firm considers the case done.

    Attributes:
        outcome: How it ended, in the playbook's words.
    """

    verb: ClassVar[str] = "closed"
    outcome: str | None = None


@attrs.frozen(kw_only=True, field_transformer=values.held)
class Reopened(Event):
    """A closed case was taken up again.

    Attributes:
        reason: Why.
    """

    verb: ClassVar[str] = "reopened"
    reason: str = ""


@attrs.frozen(kw_only=True)
class Withdrawn(Event):
    """The customer took the complaint back."""

    verb: ClassVar[str] = "withdrawn"


@attrs.frozen(kw_only=True, field_transformer=values.held)
class Merged(Event):
    """The case went on as part of another.

    Attributes:
        into: Id of the case it became part of.
    """

    verb: ClassVar[str] = "merged"
    into: str


@attrs.frozen(kw_only=True, field_transformer=values.held)
class Retracted(Event):
    """An entry of the journal was withdrawn as mistaken; the journal keeps both.

    Attributes:
        entry: Position of that entry in the journal, from 1.
        reason: Why it was mistaken.
    """

    verb: ClassVar[str] = "retracted"
    entry: int
    reason: str = ""


@attrs.frozen(kw_only=True)
class Noted(Event):
    """Somebody wrote something down that no rule reads."""

    verb: ClassVar[str] = "noted"
