"""Making it right: what is proposed, approved, offered, promised and delivered.

What lives here: the events that commit the firm. What does not: whether the actor may (`handling/authority.py`) and whether a promise was
kept (`promise.py`). Read `dialogue.py` next.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

import attrs
from pendulum import DateTime

from servrecov import values
from servrecov.complaint.remedy import Remedy
from servrecov.errors import InvalidValueError
from servrecov.journal.event import Event
from servrecov.journal.match import Matchers, On, as_ons
from servrecov.money import Money

__all__ = [
    "ApprovalDeclined",
    "ApprovalGiven",
    "ApprovalRequested",
    "GoodsReturned",
    "OfferAccepted",
    "OfferRefused",
    "Promised",
    "RemedyDelivered",
    "RemedyOffered",
    "RemedyProposed",
]


@attrs.frozen(kw_only=True, field_transformer=values.held)
class RemedyProposed(Event):
    """A remedy was proposed within the firm; the customer has not heard of it.

    Attributes:
        remedies: What was proposed.
    """

    verb: ClassVar[str] = "remedy_proposed"
    remedies: Sequence[Remedy] = ()


@attrs.frozen(kw_only=True, field_transformer=values.held)
class ApprovalRequested(Event):
    """Somebody asked for leave to offer more than their role may.

    Attributes:
        remedies: What they wish to offer.
        ref: Name under which approval and offer will refer to each other.
    """

    verb: ClassVar[str] = "approval_requested"
    remedies: Sequence[Remedy] = ()
    ref: str | None = None


@attrs.frozen(kw_only=True, field_transformer=values.held)
class ApprovalGiven(Event):
    """Leave was given.

    Attributes:
        ref: Name of the request it answers; offers that name it are covered.
        limit: Sum up to which it covers them; None covers what was requested.
        until: Last instant at which an offer is covered; None for no end.
    """

    verb: ClassVar[str] = "approval_given"
    ref: str | None = None
    limit: Money | None = None
    until: DateTime | None = None


@attrs.frozen(kw_only=True, field_transformer=values.held)
class ApprovalDeclined(Event):
    """Leave was refused.

    Attributes:
        ref: Name of the request it answers.
        reason: Why.
    """

    verb: ClassVar[str] = "approval_declined"
    ref: str | None = None
    reason: str = ""


def _options(value: object) -> tuple[tuple[Remedy, ...], ...]:
    place = "RemedyOffered.options"
    if isinstance(value, (str, bytes)) or not isinstance(value, Iterable):
        raise InvalidValueError(place, value, "a list of options, each a Remedy or a list of them")
    return tuple(_option(each, f"{place}[{index}]") for index, each in enumerate(value))


def _option(value: object, where: str) -> tuple[Remedy, ...]:
    option = (value,) if isinstance(value, Remedy) else tuple(value) if isinstance(value, Iterable) else ()
    if not option or not all(isinstance(remedy, Remedy) for remedy in option):
        raise InvalidValueError(where, value, "a Remedy or a list of them")
    return option


@attrs.frozen(kw_only=True, field_transformer=values.held)
class RemedyOffered(Event):
    """The customer was offered redress.

    Attributes:
        remedies: What is offered in any case.
        options: Alternatives of which the customer takes one; each a remedy or a list of remedies.
        ref: Name of the offer; a later offer of the same name takes its place.
    """

    verb: ClassVar[str] = "remedy_offered"
    remedies: Sequence[Remedy] = ()
    options: Sequence[Sequence[Remedy]] = attrs.field(default=(), converter=_options)
    ref: str | None = None


def _from_one(accepted: object, field: object, option: int | None) -> None:  # noqa: ARG001  (attrs gives all three)
    if option is not None and option < 1:
        raise InvalidValueError("OfferAccepted.option", option, "the number of an option, counted from 1")


@attrs.frozen(kw_only=True, field_transformer=values.held)
class OfferAccepted(Event):
    """The customer took an offer.

    Attributes:
        ref: Name of the offer taken; None means the latest one.
        option: Which of its options, from 1; None where there was no choice or it is not known. One that the offer does not have reads as not known.

    Raises:
        InvalidValueError: The option is below 1.
    """

    verb: ClassVar[str] = "offer_accepted"
    ref: str | None = None
    option: int | None = attrs.field(default=None, validator=_from_one)


@attrs.frozen(kw_only=True, field_transformer=values.held)
class OfferRefused(Event):
    """The customer turned an offer down.

    Attributes:
        counter: What the customer asked for instead.
        ref: Name of the offer refused; None means the latest one.
    """

    verb: ClassVar[str] = "offer_refused"
    counter: Sequence[Remedy] = ()
    ref: str | None = None


def _kept_by(value: Matchers) -> tuple[On, ...]:
    return as_ons(value, "Promised.kept_by")


@attrs.frozen(kw_only=True, field_transformer=values.held)
class Promised(Event):
    """The customer was promised something.

    Attributes:
        what: The promise, in words.
        due_at: By when; None for a promise without a date.
        kept_by: The later event that keeps it; by default the delivery of the remedy.
        remedies: What was promised, where it is a remedy; such a promise needs authority.
    """

    verb: ClassVar[str] = "promised"
    what: str
    due_at: DateTime | None = None
    kept_by: tuple[On, ...] = attrs.field(default="remedy_delivered", converter=_kept_by)
    remedies: Sequence[Remedy] = ()


@attrs.frozen(kw_only=True, field_transformer=values.held)
class RemedyDelivered(Event):
    """The customer received redress.

    Attributes:
        remedies: What was delivered; empty means all that was accepted.
        cost: What it cost the firm, where that differs from the amounts.
    """

    verb: ClassVar[str] = "remedy_delivered"
    remedies: Sequence[Remedy] = ()
    cost: Money | None = None


@attrs.frozen(kw_only=True)
class GoodsReturned(Event):
    """The customer gave the goods back."""

    verb: ClassVar[str] = "goods_returned"
