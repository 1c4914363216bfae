"""Who is held to blame for a failure: the three questions of attribution, and whose account gives the answers.

What lives here: `Locus`, `Stability`, `Controllability`, `Account` and the value `Attribution`. What does not: the cause itself
(`cause.py`). Customers and staff contradict each other about the same incident, so an attribution always says whose account it is.
Read `failure.py` next.
"""

from __future__ import annotations

import attrs

from servrecov import values
from servrecov.source import BITNER_1994, FOLKES_1984, LECTURE, PRACTICE
from servrecov.terms import Term

__all__ = ["Account", "Attribution", "Controllability", "Locus", "Stability"]


class Locus(Term):
    """Where the cause lies."""

    STAFF = (
        "staff",
        "Staff",
        "服务人员",
        "Something that a member of the firm's staff did or left undone.",
        LECTURE.at("顾客投诉的原因: 服务人员的原因"),
    )
    FIRM = (
        "firm",
        "Firm",
        "服务企业",
        "The firm's product, rules, systems or means, whoever was on duty.",
        LECTURE.at("顾客投诉的原因: 服务企业的原因"),
    )
    EXTERNAL = (
        "external",
        "Outside the firm",
        "企业外部",
        "Something outside the firm and the customer: a supplier, an authority, other people, the weather.",
        LECTURE.at("顾客投诉的原因: 企业外部的原因"),
    )
    CUSTOMER = (
        "customer",
        "Customer",
        "顾客",
        "Something that the customer did, understood or expected.",
        LECTURE.at("顾客投诉的原因: 顾客的原因"),
    )


class Stability(Term):
    """Whether the cause will be there again next time."""

    STABLE = (
        "stable",
        "Stable",
        "稳定",
        "The same cause is likely to bring the same failure again.",
        FOLKES_1984.at("stability"),
    )
    UNSTABLE = (
        "unstable",
        "Unstable",
        "不稳定",
        "The cause comes and goes; the failure may well have been a single one.",
        FOLKES_1984.at("stability"),
    )


class Controllability(Term):
    """Whether somebody could have prevented the cause."""

    CONTROLLABLE = (
        "controllable",
        "Controllable",
        "可控",
        "Whoever caused it could have acted otherwise.",
        FOLKES_1984.at("controllability"),
    )
    UNCONTROLLABLE = (
        "uncontrollable",
        "Uncontrollable",
        "不可控",
        "Nobody concerned could have prevented it.",
        FOLKES_1984.at("controllability"),
    )


class Account(Term):
    """Whose account of the failure is told."""

    CUSTOMER = (
        "customer",
        "Customer's account",
        "顾客的说法",
        "What the customer says happened.",
        BITNER_1994.at("employee and customer views compared"),
    )
    EMPLOYEE = (
        "employee",
        "Employee's account",
        "员工的说法",
        "What the member of staff concerned says happened.",
        BITNER_1994.at("employee and customer views compared"),
    )
    FIRM = (
        "firm",
        "Firm's finding",
        "企业的认定",
        "What the firm found when it looked into the matter.",
        PRACTICE.at("investigation"),
    )
    THIRD_PARTY = (
        "third_party",
        "Third party's account",
        "第三方的说法",
        "What somebody outside the dispute says: a witness, an expert, an authority, an ombudsman.",
        PRACTICE.at("investigation"),
    )
    RECORD = (
        "record",
        "Record",
        "记录",
        "What a recording, a log or a document shows.",
        PRACTICE.at("investigation"),
    )


@attrs.frozen(kw_only=True, field_transformer=values.held)
class Attribution:
    """To what a failure is put down, by whose account.

    Attributes:
        account: Whose account it is.
        locus: Where the cause lies, or None.
        stability: Whether it will be there again, or None.
        controllability: Whether it could have been prevented, or None.

    Example:
        >>> Attribution(account="customer", locus="staff").locus.label
        'Staff'

    References:
        Weiner's three dimensions, applied to product failure by Folkes 1984.
    """

    account: Account
    locus: Locus | None = None
    stability: Stability | None = None
    controllability: Controllability | None = None
