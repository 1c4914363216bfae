"""What the customer said: the complaint, and the customer who said it.

What lives here: `Complaint`, `Customer` and the two vocabularies that only a complaint as a whole has, `ComplaintKind` and `Risk`.
What does not: what happened afterwards, which is the journal (`journal/`), and what is understood by now, which are the facts
(`journal/facts.py`). A complaint is what was said on the day; it is never edited. Read `journal/event.py` next.
"""

from __future__ import annotations

import functools
import operator
import re
from collections.abc import Mapping, Sequence
from datetime import datetime

import attrs

from servrecov import values
from servrecov.complaint.channel import Channel
from servrecov.complaint.failure import Failure, Severity
from servrecov.complaint.motive import Motive
from servrecov.complaint.remedy import RemedyKind
from servrecov.errors import InvalidValueError
from servrecov.money import Money
from servrecov.source import BANK_SCRIPT, LECTURE, PRACTICE
from servrecov.terms import Term

__all__ = ["Complaint", "ComplaintKind", "Customer", "Risk"]


class ComplaintKind(Term):
    """Whether it is a complaint or an abnormality without loss."""

    COMPLAINT = (
        "complaint",
        "Complaint",
        "投诉",
        "Dissatisfaction that somebody voices and wants dealt with.",
        BANK_SCRIPT.at("客户投诉管理办法"),
    )
    ABNORMALITY = (
        "abnormality",
        "Abnormality",
        "异常处理单",
        "Something out of order that caused the customer no loss and is dealt with on the spot; it is kept on a sheet of its own.",
        BANK_SCRIPT.at("客户投诉管理办法: 异常处理单"),
    )


class Risk(Term):
    """What makes a complaint more than a complaint, so that somebody must be warned early."""

    MEDIA = ("media", "Media exposure", "媒体曝光", "The matter is in the media or may get there.", LECTURE.at("奇瑞汽车抱怨处理原则: 媒体曝光"))
    SAFETY = ("safety", "Safety", "安全风险", "Life, limb or property may come to harm.", PRACTICE.at("risks"))
    LEGAL = ("legal", "Legal", "法律风险", "A claim, a suit or a breach of law is in sight.", PRACTICE.at("risks"))
    VULNERABLE = (
        "vulnerable",
        "Vulnerable customer",
        "弱势顾客",
        "Age, health, hardship or language leaves the customer more easily harmed.",
        PRACTICE.at("risks"),
    )
    SUSPECTED_ABUSE = (
        "suspected_abuse",
        "Suspected abuse",
        "疑似无理取闹或诈欺",
        "There is ground to suspect that the complaint is made up or pursued for undue gain; a suspicion, not a finding.",
        LECTURE.at("奇瑞汽车抱怨处理原则: 无理取闹、诈欺性案件"),
    )


def _named(customer: Customer, field: attrs.Attribute[str], value: str) -> None:  # noqa: ARG001  (attrs gives all three)
    if not value.strip():
        raise InvalidValueError(f"Customer.{field.name}", value, "text that tells this customer from all others, such as a customer number")


@attrs.frozen(kw_only=True, field_transformer=values.held)
class Customer:
    """Who complains. Only the id is needed; the repr shows neither name nor contacts.

    Attributes:
        id: What tells this customer from all others in the host's own system.
        name: How the customer is addressed, or None.
        contacts: Ways to reach the customer: ``{"phone": "…", "email": "…"}``.
        segment: The group that the firm counts the customer in, or None.
        market: The market that the customer belongs to, or None.
        value: What the relationship is worth to the firm, or None; it may be negative.

    Raises:
        InvalidValueError: The id is empty, or a field holds something of another type.

    Example:
        >>> Customer(id="han", name="Mr Han")
        Customer(id='han', segment=None, market=None, value=None)
    """

    id: str = attrs.field(validator=_named)
    name: str | None = attrs.field(default=None, repr=False)
    contacts: Mapping[str, str] = attrs.field(factory=dict, repr=False)
    segment: str | None = None
    market: str | None = None
    value: Money | None = None


_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


def _tag(complaint: Complaint, field: attrs.Attribute[str], value: str) -> None:  # noqa: ARG001  (attrs gives all three)
    if not _LANGUAGE.fullmatch(value):
        raise InvalidValueError("Complaint.language", value, 'a language tag after BCP 47, such as "en" or "zh-CN"')


@attrs.frozen(kw_only=True, field_transformer=values.held)
class Complaint:
    """What the customer said, on the day it was said.

    Lists may be given and are kept as tuples, so that a complaint can be hashed and compared. What is not known is left out.

    Attributes:
        customer: Who complains.
        received_at: When it came in; the zone is kept.
        channel: How it came in, or None.
        failures: What went wrong, one by one.
        sought: What the customer wants, most wanted first.
        motives: What the customer is after at heart.
        risks: What makes it more than a complaint.
        kind: A complaint, or an abnormality without loss.
        language: The customer's language, after BCP 47.
        narrative: The customer's own words; left out of the repr.
        refs: Names of things in other systems: ``{"order": "A-17"}``.
        related: Ids of other complaints that belong with this one.
        attributes: Whatever else the host wants to keep with it; left out of the repr.

    Raises:
        NaiveTimeError: `received_at` has no zone.
        UnknownNameError: A text names no member of its vocabulary.
        InvalidValueError: A field holds something of another type, or `language` is no language tag.

    Example:
        >>> import pendulum
        >>> han = Complaint(customer=Customer(id="han"), received_at=pendulum.datetime(2026, 3, 2, 18, 30, tz="Asia/Shanghai"), sought=["repair"])
        >>> han.sought, han.severity
        ((<RemedyKind.REPAIR: 'repair'>,), None)
    """

    customer: Customer
    received_at: datetime
    channel: Channel | None = None
    failures: Sequence[Failure] = ()
    sought: Sequence[RemedyKind] = ()
    motives: Sequence[Motive] = ()
    risks: Sequence[Risk] = ()
    kind: ComplaintKind = ComplaintKind.COMPLAINT
    language: str = attrs.field(default="en", validator=_tag)
    narrative: str = attrs.field(default="", repr=False)
    refs: Mapping[str, str] = attrs.field(factory=dict)
    related: Sequence[str] = ()
    attributes: Mapping[str, str] = attrs.field(factory=dict, repr=False)

    @functools.cached_property
    def gravest(self) -> Failure | None:
        """The failure of the highest severity, the first of equals; one of unknown severity gives way to any that is known."""
        return max(self.failures, key=_gravity, default=None)

    @functools.cached_property
    def severity(self) -> Severity | None:
        """The severity of the gravest failure, or None where none is known."""
        return self.gravest.severity if self.gravest else None

    @functools.cached_property
    def loss(self) -> Money | None:
        """The sum of the losses that are known; None where none is, or where they are in several currencies."""
        losses = [failure.loss for failure in self.failures if failure.loss is not None]
        return functools.reduce(operator.add, losses) if len({loss.currency for loss in losses}) == 1 else None


def _gravity(failure: Failure) -> int:
    return -1 if failure.severity is None else failure.severity.rank
