"""Critical incidents: the four groups in which service encounters go wrong, and their sub-types.

What lives here: `Incident`. What does not: what kind of failure it is or how grave (`failure.py`). The groups are those of the recovery
study's slides, which follow Bitner, Booms & Tetreault 1990 and, for problem customers, Bitner, Booms & Mohr 1994; the names and
definitions are our own. No shares are shipped: they belong to the firms and years that were studied. Read `cause.py` next.
"""

from __future__ import annotations

import attrs

from servrecov.source import BITNER_1990, BITNER_1994, RECOVERY_STUDY, SourceStatus
from servrecov.terms import Term

__all__ = ["Incident"]

_MISCONDUCT = attrs.evolve(BITNER_1994, status=SourceStatus.RECALLED)  # the abstract, which was seen, names the group but not its types


class Incident(Term):
    """A type of critical incident: one of four groups, or a sub-type of one.

    A sub-type's text is that of its group, a dot and its own name, so text and `group` always agree.

    Example:
        >>> Incident.SLOW_SERVICE.group is Incident.DELIVERY_FAILURE
        True
        >>> [incident.label for incident in Incident.DELIVERY_FAILURE.subtypes]
        ['Unavailable service', 'Unreasonably slow service', 'Other core failure']
    """

    DELIVERY_FAILURE = (
        "delivery_failure",
        "Service delivery system failure",
        "服务交付系统失败",
        "The service itself was not there, came too late or was not what it should be.",
        RECOVERY_STUDY.at("服务失败的类型: 服务交付系统失败"),
    )
    UNAVAILABLE_SERVICE = (
        "delivery_failure.unavailable",
        "Unavailable service",
        "服务缺失",
        "A service that is normally to be had was not to be had.",
        BITNER_1990.at("group 1A"),
    )
    SLOW_SERVICE = (
        "delivery_failure.slow",
        "Unreasonably slow service",
        "服务过慢",
        "The customer waited longer than anyone should for such a service.",
        BITNER_1990.at("group 1B"),
    )
    OTHER_CORE_FAILURE = (
        "delivery_failure.other_core",
        "Other core failure",
        "其他核心服务失败",
        "The core of the service fell short in some other way: the meal was cold, the repair did not hold.",
        BITNER_1990.at("group 1C"),
    )
    NEEDS_AND_REQUESTS = (
        "needs_and_requests",
        "Customer needs and requests",
        "顾客需要以及请求",
        "The customer needed or asked for something particular and the staff did not meet it well.",
        RECOVERY_STUDY.at("服务失败的类型: 顾客需要以及请求"),
    )
    SPECIAL_NEEDS = (
        "needs_and_requests.special_needs",
        "Special needs",
        "特殊需要",
        "A need that comes from the customer's condition: illness, disability, age, language.",
        BITNER_1990.at("group 2A"),
    )
    PREFERENCES = (
        "needs_and_requests.preferences",
        "Customer preferences",
        "顾客偏好",
        "A wish beyond the usual service that the staff could have granted.",
        BITNER_1990.at("group 2B"),
    )
    CUSTOMER_ERROR = (
        "needs_and_requests.customer_error",
        "Admitted customer error",
        "顾客承认的差错",
        "The customer made a mistake, said so, and was not helped out of it.",
        BITNER_1990.at("group 2C"),
    )
    DISRUPTIVE_OTHERS = (
        "needs_and_requests.disruptive_others",
        "Disruptive other customers",
        "其他顾客的干扰",
        "Other customers disturbed and the staff did not act.",
        BITNER_1990.at("group 2D"),
    )
    UNPROMPTED_ACTION = (
        "unprompted_action",
        "Unprompted and unrequested employee action",
        "未经提示和未经请示的员工行动",
        "Something that staff did of their own accord, neither caused by a failure nor asked for.",
        RECOVERY_STUDY.at("服务失败的类型: 未经提示和未经请示的员工行动"),
    )
    ATTENTION = (
        "unprompted_action.attention",
        "Attention paid to the customer",
        "对顾客的关注",
        "The customer was ignored, treated with impatience or made to feel unwelcome.",
        BITNER_1990.at("group 3A"),
    )
    OUT_OF_THE_ORDINARY = (
        "unprompted_action.out_of_the_ordinary",
        "Truly out of the ordinary",
        "异乎寻常的行为",
        "An act nobody would expect of staff: shouting, cursing, touching, a gross rudeness.",
        BITNER_1990.at("group 3B"),
    )
    CULTURAL_NORMS = (
        "unprompted_action.cultural_norms",
        "Breach of cultural norms",
        "违背文化规范",
        "An act against what the culture holds to be decent: unequal treatment, dishonesty, discrimination.",
        BITNER_1990.at("group 3C"),
    )
    GESTALT = (
        "unprompted_action.gestalt",
        "Whole experience",
        "整体感受",
        "No single act but the experience as a whole was bad.",
        BITNER_1990.at("group 3D"),
    )
    ADVERSE_CIRCUMSTANCES = (
        "unprompted_action.adverse_circumstances",
        "Performance under adverse circumstances",
        "逆境中的表现",
        "How staff behaved in an emergency or under great strain.",
        BITNER_1990.at("group 3E"),
    )
    PROBLEM_CUSTOMER = (
        "problem_customer",
        "Problem customer",
        "问题顾客",
        "The customer's own conduct made good service impossible.",
        RECOVERY_STUDY.at("服务失败的类型: 问题顾客"),
    )
    DRUNKENNESS = (
        "problem_customer.drunkenness",
        "Drunkenness",
        "醉酒",
        "The customer was drunk and harassed staff or other customers.",
        _MISCONDUCT.at("group 4A"),
    )
    ABUSE = (
        "problem_customer.abuse",
        "Verbal and physical abuse",
        "辱骂或动手",
        "The customer insulted, threatened or struck staff or other customers.",
        _MISCONDUCT.at("group 4B"),
    )
    RULE_BREAKING = (
        "problem_customer.rule_breaking",
        "Breaking policy or law",
        "违反规定或法律",
        "The customer would not keep to the firm's rules or to the law.",
        _MISCONDUCT.at("group 4C"),
    )
    UNCOOPERATIVE = (
        "problem_customer.uncooperative",
        "Uncooperative customer",
        "不合作的顾客",
        "The customer was unreasonably demanding; nothing that was tried would do.",
        _MISCONDUCT.at("group 4D"),
    )

    @property
    def group(self) -> Incident:
        """The group that it belongs to; a group belongs to itself."""
        return Incident(self.value.partition(".")[0])

    @property
    def subtypes(self) -> tuple[Incident, ...]:
        """The sub-types of a group; a sub-type has none."""
        return tuple(incident for incident in Incident if incident is not self and incident.group is self)
