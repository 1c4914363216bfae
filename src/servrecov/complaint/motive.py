"""Why customers complain, why they do not, and why they leave.

What lives here: `Motive`, what a complainant is after at heart, and the reasons `ReasonToComplain`, `ReasonNotToComplain` and
`ReasonToSwitch`. What does not: what customers then do (`reaction.py`) and what went wrong (`failure.py`, `cause.py`).
Read `reaction.py` next.
"""

from __future__ import annotations

from servrecov.source import FORD_TRAINING, KEAVENEY_1995, LECTURE, RECOVERY_STUDY
from servrecov.terms import Term

__all__ = ["Motive", "ReasonNotToComplain", "ReasonToComplain", "ReasonToSwitch"]

_FEATURES = LECTURE.at("顾客投诉的心理特征")
_WHY = RECOVERY_STUDY.at("我为什么要抱怨?")
_WHY_NOT = RECOVERY_STUDY.at("我为什么不抱怨?")
_FELT = FORD_TRAINING.at("投诉客户的需求和期望")
_SILENT = FORD_TRAINING.at("客户不投诉的原因")


class Motive(Term):
    """What a complainant is after at heart; several may go together."""

    RESPECT = ("respect", "Respect", "求尊重", "To be taken seriously and treated with courtesy.", _FEATURES)
    VENTING = ("venting", "Venting", "求发泄", "To let off anger and be heard.", _FEATURES)
    COMPENSATION = ("compensation", "Compensation", "求补偿", "To have a loss made good.", _FEATURES)
    GIVING_OPINION = ("giving_opinion", "Giving an opinion", "提意见", "To say what the firm could do better.", _FEATURES)
    SELF_DISPLAY = ("self_display", "Self-display", "求自我表现", "To show knowledge or standing.", _FEATURES)


class ReasonToComplain(Term):
    """Why somebody complains who could have kept silent."""

    USEFUL = ("useful", "It does good", "相信投诉有积极结果", "Complaining is believed to bring something good, and one's norms support it.", _WHY)
    DESERVED = ("deserved", "Fair treatment is owed", "应得到赔偿和公正对待", "The customer feels entitled to amends and to fair treatment.", _WHY)
    SOCIAL_DUTY = ("social_duty", "Duty to others", "社会责任", "Others should be spared the same.", _WHY)
    ENJOYMENT = ("enjoyment", "Liking to complain", "喜欢抱怨", "A few simply like to complain or to make trouble.", _WHY)
    NOT_RESPECTED = ("not_respected", "Not respected", "不被尊重", "The customer felt slighted.", _FELT)
    UNEQUAL_TREATMENT = (
        "unequal_treatment",
        "Unequal treatment",
        "不平等待遇",
        "The customer felt worse treated than others or than in earlier times.",
        _FELT,
    )
    DECEIVED = ("deceived", "Feeling deceived", "受骗的感觉", "The customer felt misled.", _FELT)
    ACCUMULATED = ("accumulated", "Accumulated history", "历史经验的累积", "Earlier vexations came together in this one.", _FELT)


class ReasonNotToComplain(Term):
    """Why somebody keeps silent who had reason to complain."""

    USELESS = ("useless", "No use", "投诉也没用", "Nothing is expected to come of it.", LECTURE.at("服务失误后顾客反应: 投诉也没用"))
    DIFFICULT = ("difficult", "Too difficult", "投诉很难", "Complaining is made hard or troublesome.", LECTURE.at("服务失误后顾客反应: 投诉很难"))
    EMBARRASSING = (
        "embarrassing",
        "Embarrassing",
        "不好意思或显得咄咄逼人",
        "Complaining feels awkward or looks aggressive.",
        LECTURE.at("服务失误后顾客反应: 不好意思或咄咄逼人"),
    )
    WASTE_OF_TIME = ("waste_of_time", "Waste of time", "太浪费时间", "The time it takes is worth more than the matter.", _WHY_NOT)
    NOT_KNOWING_HOW = ("not_knowing_how", "Not knowing how", "不知道该怎么去抱怨", "The customer does not know where and how to complain.", _WHY_NOT)
    EMOTIONAL_CONFLICT = ("emotional_conflict", "Emotional conflict", "感情对抗", "The customer shuns the quarrel it would bring.", _WHY_NOT)
    TOO_SMALL = ("too_small", "Too small", "问题不大，忍了吧", "The matter is small enough to bear.", _SILENT)
    EASIER_TO_SWITCH = ("easier_to_switch", "Easier to switch", "不如换一家", "Going elsewhere is less trouble.", _SILENT)
    UNAWARE_OF_RIGHTS = ("unaware_of_rights", "Unaware of rights", "缺少维权意识", "The customer does not know of any right to complain.", _SILENT)


class ReasonToSwitch(Term):
    """Why customers leave a provider: Keaveney's eight categories; several may go together.

    The shares published with them are shares of respondents who named a category, not probabilities; none are shipped.
    """

    PRICING = ("pricing", "Pricing", "价格", "Prices are high, rising, unfair or deceptive.", KEAVENEY_1995)
    INCONVENIENCE = ("inconvenience", "Inconvenience", "不方便", "The place, the hours or the wait do not suit.", KEAVENEY_1995)
    CORE_FAILURE = (
        "core_failure",
        "Core service failure",
        "核心服务失误",
        "Mistakes, billing errors or a catastrophe in the service itself.",
        KEAVENEY_1995,
    )
    ENCOUNTER_FAILURE = (
        "encounter_failure",
        "Failed service encounter",
        "服务接触失误",
        "Staff were uncaring, impolite, unresponsive or did not know their job.",
        KEAVENEY_1995,
    )
    FAILED_RESPONSE = (
        "failed_response",
        "Response to failed service",
        "对失误的应对不当",
        "The firm's answer to a failure was reluctant, missing or hostile.",
        KEAVENEY_1995,
    )
    COMPETITION = (
        "competition",
        "Attraction by competitors",
        "竞争者的吸引",
        "Another provider is better, though this one is not bad.",
        KEAVENEY_1995,
    )
    ETHICAL_PROBLEMS = (
        "ethical_problems",
        "Ethical problems",
        "道德问题",
        "Cheating, hard selling, unsafe practice or a conflict of interest.",
        KEAVENEY_1995,
    )
    INVOLUNTARY = ("involuntary", "Involuntary switching", "非自愿转换", "The customer moved away or the provider closed or changed.", KEAVENEY_1995)
