"""What customers do after a failure: their reactions, the styles of complainers, and what sways them.

What lives here: `Reaction`, `ComplainerStyle` and `InfluenceFactor`. What does not: the reasons behind (`motive.py`). Reactions combine;
no share of customers is shipped with any of them, because shares belong to the market and the year that were studied.
Read `complaint.py` next.
"""

from __future__ import annotations

from servrecov.source import DAY_LANDON_1977, LECTURE
from servrecov.terms import Term

__all__ = ["ComplainerStyle", "InfluenceFactor", "Reaction"]

_REACTIONS = LECTURE.at("服务失误时顾客的反应")
_STYLES = LECTURE.at("对服务失误的四种顾客反应类型")
_FACTORS = LECTURE.at("影响顾客投诉的因素")


class Reaction(Term):
    """What a customer does after a failure; a customer may do several of these.

    Example:
        >>> Reaction.NEGATIVE_WORD_OF_MOUTH.may_accompany(Reaction.SWITCH)
        True
        >>> Reaction.SILENCE.may_accompany(Reaction.COMPLAIN_TO_PROVIDER)
        False
    """

    COMPLAIN_TO_PROVIDER = (
        "complain_to_provider",
        "Complain to the provider",
        "向服务提供企业抱怨",
        "Tell the firm, and so give it a second chance.",
        _REACTIONS,
    )
    NEGATIVE_WORD_OF_MOUTH = (
        "negative_word_of_mouth",
        "Negative word of mouth",
        "向身边人抱怨（坏口碑）",
        "Tell the people around, and warn them off.",
        _REACTIONS,
    )
    COMPLAIN_TO_THIRD_PARTY = (
        "complain_to_third_party",
        "Complain to a third party",
        "向第三方抱怨（消费协会）",
        "Turn to a consumers' association, an authority or the media.",
        _REACTIONS,
    )
    LEGAL_ACTION = ("legal_action", "Legal action", "法律途径", "Seek redress through a court.", DAY_LANDON_1977.at("public action"))
    SILENCE = ("silence", "Silence", "保持沉默", "Say nothing to anybody.", _REACTIONS)
    SWITCH = ("switch", "Switch provider", "更换供应商", "Take the custom elsewhere; it may go along with any of the others.", _REACTIONS)

    def may_accompany(self, other: Reaction) -> bool:
        """Tell whether one customer can do both: whoever keeps silent can at most leave, the rest combine freely."""
        both = {self, other}
        return Reaction.SILENCE not in both or both <= {Reaction.SILENCE, Reaction.SWITCH}


class ComplainerStyle(Term):
    """The four styles of responding to a failure.

    References:
        Singh 1990, A Typology of Consumer Dissatisfaction Response Styles, found them by clustering; the shares of that sample are not
        shipped.
    """

    PASSIVE = ("passive", "Passive", "消极者", "Does little: neither complains nor tells others.", _STYLES)
    VOICER = ("voicer", "Voicer", "发言者", "Complains to the firm, and neither warns others nor leaves: the one to wish for.", _STYLES)
    IRATE = ("irate", "Irate", "发怒者", "Angry: warns others and leaves, more than complaining to the firm.", _STYLES)
    ACTIVIST = ("activist", "Activist", "积极分子", "Does all of it, and turns to third parties above all.", _STYLES)


class InfluenceFactor(Term):
    """The seven things that sway whether a customer complains."""

    SEVERITY = ("severity", "Severity of the failure", "失误的严重程度", "The graver the failure, the more likely a complaint.", _FACTORS)
    LIKELIHOOD_OF_SUCCESS = (
        "likelihood_of_success",
        "Likelihood of success",
        "投诉成功的可能性",
        "Whoever expects an answer is more likely to complain.",
        _FACTORS,
    )
    COST_AND_BENEFIT = (
        "cost_and_benefit",
        "Estimate of benefit and cost",
        "对投诉收益和成本的估计",
        "What complaining is expected to bring, against what it takes.",
        _FACTORS,
    )
    ATTRIBUTION = (
        "attribution",
        "Attribution of responsibility",
        "对过失责任归属的判断",
        "Whoever holds the firm responsible is more likely to complain.",
        _FACTORS,
    )
    PERSONAL_TRAITS = ("personal_traits", "Personal traits", "顾客的个人特征", "Character, experience and standing of the customer.", _FACTORS)
    CONVENIENCE = ("convenience", "Convenience of complaining", "投诉的方便程度", "The easier it is to complain, the more do.", _FACTORS)
    SITUATION = ("situation", "Situation", "情景因素", "The circumstances of the moment: time, company, place.", _FACTORS)
