"""What may make up for a failure: the kinds of remedy, and a remedy that is proposed, offered, promised or delivered.

What lives here: `RemedyKind` and the value `Remedy`. What does not: who may offer one (`handling/authority.py`) and what fits which
failure (`fairness/outcome.py`). Read `complaint.py` next.
"""

from __future__ import annotations

import attrs

from servrecov import values
from servrecov.errors import InvalidValueError
from servrecov.money import Money
from servrecov.source import BANK_SCRIPT, KELLEY_1993, LECTURE, PRACTICE, RECOVERY_STUDY
from servrecov.terms import Term

__all__ = ["Remedy", "RemedyKind"]

_FORMS = RECOVERY_STUDY.at("结果公平")


class RemedyKind(Term):
    """What the customer may seek and the firm may give.

    Example:
        >>> RemedyKind("repair").zh, RemedyKind.REPAIR.is_tangible, RemedyKind.APOLOGY.is_tangible
        ('修理', True, False)
    """

    REPAIR = ("repair", "Repair", "修理", "The goods are put in order.", _FORMS)
    REDO = ("redo", "Redo the service", "返工重做", "The service is done once more, at the firm's cost.", LECTURE.at("维修质量"))
    CORRECTION = ("correction", "Correction", "更正", "A wrong bill, record or order is put right.", KELLEY_1993.at("recovery: correction"))
    REPLACEMENT = ("replacement", "Replacement", "更换", "The goods are exchanged for others of the same kind.", _FORMS)
    RETURN_OF_GOODS = (
        "return_of_goods",
        "Return of goods",
        "退货",
        "The firm takes the goods back.",
        BANK_SCRIPT.at("客户投诉管理办法: 成品退货"),
    )
    RECALL = (
        "recall",
        "Recall",
        "召回",
        "The firm takes back all goods that may have the same defect.",
        BANK_SCRIPT.at("客户投诉处理办法: 退换或召回"),
    )
    REFUND = ("refund", "Refund", "退款", "What the customer paid is paid back, in whole or in part.", KELLEY_1993.at("recovery: refund"))
    DISCOUNT = ("discount", "Discount", "折价", "The customer pays less.", _FORMS)
    WAIVER = ("waiver", "Waiver of a charge", "减免费用", "A charge that would be due is dropped.", PRACTICE.at("remedies"))
    COMPENSATION = ("compensation", "Compensation", "赔偿", "Money for a loss, an expense or the trouble caused.", _FORMS)
    CREDIT = ("credit", "Credit", "余额抵扣", "An amount in the customer's favour with the firm.", KELLEY_1993.at("recovery: store credit"))
    VOUCHER = ("voucher", "Voucher", "代金券", "A paper good for goods or services to come.", PRACTICE.at("remedies"))
    FREE_SERVICE = ("free_service", "Free service", "未来免费服务", "A service to come at no charge.", _FORMS)
    GIFT = (
        "gift",
        "Goodwill gift",
        "小礼物",
        "Something small, given to show goodwill and not measured by the loss.",
        BANK_SCRIPT.at("七步: 第五步, 小礼物"),
    )
    APOLOGY = ("apology", "Apology", "正式道歉", "The firm says that it is sorry and for what.", _FORMS)
    EXPLANATION = (
        "explanation",
        "Explanation",
        "解释说明",
        "The firm says what happened and why.",
        BANK_SCRIPT.at("客户投诉处理办法: 耐心、认真地向客户作出解释"),
    )
    GUIDANCE = (
        "guidance",
        "Guidance to others",
        "指引途径",
        "The firm shows who else can settle the matter: an insurer, an authority, another firm.",
        BANK_SCRIPT.at("社保低保钱案例: 解决办法"),
    )
    MANAGER_INTERVENTION = (
        "manager_intervention",
        "Manager's intervention",
        "主管出面",
        "A manager takes the matter up in person.",
        KELLEY_1993.at("recovery: manager intervention"),
    )
    PREVENTION = (
        "prevention",
        "Prevention",
        "防止再发",
        "The firm changes what led to the failure, so that it does not happen again.",
        BANK_SCRIPT.at("客户投诉管理办法: 改善对策"),
    )

    @property
    def is_tangible(self) -> bool:
        """Whether it gives the customer something of use or worth, and not words or attention alone."""
        return self not in _INTANGIBLE


_INTANGIBLE = frozenset({RemedyKind.APOLOGY, RemedyKind.EXPLANATION, RemedyKind.GUIDANCE, RemedyKind.MANAGER_INTERVENTION, RemedyKind.PREVENTION})


def _not_negative(remedy: Remedy, field: attrs.Attribute[Money | None], amount: Money | None) -> None:  # noqa: ARG001  (attrs gives all three)
    if amount is not None and amount.amount < 0:
        raise InvalidValueError("Remedy.amount", str(amount), "zero or more: what the remedy is worth to the customer")


@attrs.frozen(field_transformer=values.held)
class Remedy:
    """One remedy, and what it is worth.

    Attributes:
        kind: What is given.
        amount: What it is worth to the customer, or None where no sum is named; zero is a sum.
        what: What exactly is given, in words.

    Raises:
        InvalidValueError: The amount is negative: it would make room in a limit of authority.
        UnknownNameError: The text names no kind of remedy.

    Example:
        >>> Remedy("discount", amount=Money("50", "CNY")).kind.label
        'Discount'
    """

    kind: RemedyKind
    amount: Money | None = attrs.field(default=None, kw_only=True, validator=_not_negative)
    what: str = attrs.field(default="", kw_only=True)
