"""What went wrong: a failure, and the words that say of which kind, how grave and how difficult it is.

What lives here: `FailureKind`, `FailureSite`, `Quality`, `Severity`, `Difficulty` and the value `Failure`. What does not: the critical
incidents (`incident.py`), the tree of causes (`cause.py`), who is held to blame (`attribution.py`), and what the firm later finds out,
which is an event. Everything in a failure may be unknown: that is None, and None never matches anything. Read `incident.py` next.
"""

from __future__ import annotations

import attrs

from servrecov import values
from servrecov.complaint.attribution import Attribution
from servrecov.complaint.incident import Incident
from servrecov.errors import InvalidValueError
from servrecov.money import Money
from servrecov.source import BANK_SCRIPT, LECTURE, PRACTICE
from servrecov.terms import Term

__all__ = ["Difficulty", "Failure", "FailureKind", "FailureSite", "Quality", "Severity"]


class Quality(Term):
    """The side of quality that fell short: what was received, or how it was provided."""

    TECHNICAL = (
        "technical",
        "Technical quality",
        "技术质量",
        "What the customer is left with once the service is over.",
        LECTURE.at("技术质量失误"),
    )
    FUNCTIONAL = (
        "functional",
        "Functional quality",
        "功能质量",
        "How the service was provided: the manner, the pace, the people.",
        LECTURE.at("功能质量失误"),
    )


class FailureKind(Term):
    """Whether the result failed or the way to it."""

    OUTCOME = (
        "outcome",
        "Outcome failure",
        "结果失误",
        "The service did not achieve what it was bought for: the fault is still there, the goods did not come.",
        LECTURE.at("服务失误分类: 结果失误"),
    )
    PROCESS = (
        "process",
        "Process failure",
        "过程失误",
        "The way the service was provided fell short: slow, careless, rude or unexplained.",
        LECTURE.at("服务失误分类: 过程失误"),
    )

    @property
    def quality(self) -> Quality:
        """The side of quality that such a failure touches: a failed outcome the technical one, a failed process the functional one."""
        return Quality.TECHNICAL if self is FailureKind.OUTCOME else Quality.FUNCTIONAL


class FailureSite(Term):
    """Whether the core of the service failed or the meeting with the people who provide it."""

    CORE = (
        "core",
        "Core service failure",
        "核心服务失误",
        "What the firm is paid to do was not done, or not rightly done.",
        LECTURE.at("服务失误分类: 核心服务失误"),
    )
    ENCOUNTER = (
        "encounter",
        "Service encounter failure",
        "接触服务失误",
        "The contact between the customer and the staff went wrong.",
        LECTURE.at("服务失误分类: 接触服务失误"),
    )


class Severity(Term):
    """How grave a failure is for the customer, from minor to critical.

    Severities compare by gravity, never by the alphabet, with each other and with their texts.

    Example:
        >>> Severity.MINOR < Severity.CRITICAL, Severity.MAJOR > "moderate"
        (True, True)
        >>> max([Severity.MINOR, Severity.CRITICAL, Severity.MODERATE]).label
        'Critical'
    """

    MINOR = (
        "minor",
        "Minor",
        "轻微",
        "A nuisance: little time, no money to speak of, easily put right.",
        PRACTICE.at("severity"),
    )
    MODERATE = (
        "moderate",
        "Moderate",
        "一般",
        "A noticeable loss of time, money or comfort; the purpose of the service is still met.",
        PRACTICE.at("severity"),
    )
    MAJOR = (
        "major",
        "Major",
        "严重",
        "A heavy loss, or the purpose of the service is missed.",
        PRACTICE.at("severity"),
    )
    CRITICAL = (
        "critical",
        "Critical",
        "特别严重",
        "Life, health, livelihood or the law is at stake, or the loss cannot be undone.",
        PRACTICE.at("severity"),
    )

    @property
    def rank(self) -> int:
        """Position from the least grave, beginning with 0."""
        return list(Severity).index(self)

    def __lt__(self, other: str) -> bool:
        """Tell whether it is less grave."""
        return self.rank < Severity(other).rank

    def __le__(self, other: str) -> bool:
        """Tell whether it is at most as grave."""
        return self.rank <= Severity(other).rank

    def __gt__(self, other: str) -> bool:
        """Tell whether it is graver."""
        return self.rank > Severity(other).rank

    def __ge__(self, other: str) -> bool:
        """Tell whether it is at least as grave."""
        return self.rank >= Severity(other).rank


class Difficulty(Term):
    """How hard a complaint is to settle: the two levels that the sources know.

    A firm may use words of its own, so `Failure.difficulty` is open text; these two are the ones that the shipped playbooks read.
    """

    ORDINARY = (
        "ordinary",
        "Ordinary complaint",
        "普通投诉",
        "Whoever takes the complaint can settle it with the usual means.",
        BANK_SCRIPT.at("客户投诉服务问题处理流程: 普通客户投诉"),
    )
    DIFFICULT = (
        "difficult",
        "Difficult complaint",
        "疑难投诉",
        "The usual means do not settle it; it goes to a manager.",
        BANK_SCRIPT.at("客户投诉服务问题处理流程: 疑难投诉客户"),
    )


def _not_negative(failure: Failure, field: attrs.Attribute[Money | None], loss: Money | None) -> None:  # noqa: ARG001  (attrs gives all three)
    if loss is not None and loss.amount < 0:
        raise InvalidValueError("Failure.loss", str(loss), "zero or more: what the failure cost the customer")


@attrs.frozen(kw_only=True, field_transformer=values.held)
class Failure:
    """One thing that went wrong, as far as it is known.

    Attributes:
        kind: Whether the result failed or the way to it.
        site: Whether the core service failed or the encounter.
        quality: The side of quality that fell short.
        incident: The critical incident it belongs to.
        severity: How grave it is for the customer.
        cause: Dotted code of a cause, such as ``"service.repair.fault_recurs"``; the playbook checks it against its list.
        attribution: Whose doing it was, and by whose account.
        difficulty: How hard it is to settle: a `Difficulty` or a word of the firm's own.
        loss: What it cost the customer; zero says that it cost nothing, None that nobody knows.
        what: What happened, in words. It is left out of the repr, because customers name people in it.

    Raises:
        InvalidValueError: A field holds something of another type, or the loss is negative.
        UnknownNameError: A text names no member of its vocabulary.

    Example:
        >>> Failure(kind="outcome", severity=Severity.MAJOR, loss=Money("480.00", "CNY")).kind.zh
        '结果失误'
    """

    kind: FailureKind | None = None
    site: FailureSite | None = None
    quality: Quality | None = None
    incident: Incident | None = None
    severity: Severity | None = None
    cause: str | None = None
    attribution: Attribution | None = None
    difficulty: str | None = None
    loss: Money | None = attrs.field(default=None, validator=_not_negative)
    what: str = attrs.field(default="", repr=False)
