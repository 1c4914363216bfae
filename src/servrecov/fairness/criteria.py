"""What fairness is judged by: the criteria of enacted justice, and the verdicts a criterion can come to.

What lives here: `Verdict`, `Criterion` and the catalogue `CRITERIA`. What does not: the rules themselves (`outcome.py`, `procedural.py`,
`interactional.py`) and what a customer answers in a questionnaire, which is perceived fairness and never mixed with this. Read `policy.py` next.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

import attrs

from servrecov import values
from servrecov.errors import InvalidValueError
from servrecov.language import label_in
from servrecov.source import Source, SourceStatus
from servrecov.terms import Justice, Term

__all__ = ["CRITERIA", "Criterion", "Verdict"]

_CHECKED: Final = date(2026, 11, 23)
_OURS: Final = Source(title="servrecov, docs/explanation/design.md", locator="Fairness", status=SourceStatus.VERIFIED, checked_on=_CHECKED)

_TAX: Final = Source(title="Tax, Brown & Chandrashekaran 1998, Customer Evaluations of Service Complaint Experiences, Journal of Marketing 62(2)")
_LEVENTHAL: Final = Source(title="Leventhal 1980, What Should Be Done with Equity Theory?")
_BOSHOFF: Final = Source(title="Boshoff 1999, RECOVSAT: An Instrument to Measure Satisfaction with Transaction-Specific Service Recovery")
_SMITH: Final = Source(
    title="Smith, Bolton & Wagner 1999, A Model of Customer Satisfaction with Service Encounters Involving Failure and Recovery, JMR 36, abstract",
    url="https://studylib.net/doc/8288531",
    status=SourceStatus.VERIFIED,
    checked_on=_CHECKED,
)
_DAVIDOW: Final = Source(
    title="Davidow 2003, Organizational Responses to Customer Complaints: What Works and What Doesn't, Journal of Service Research 5(3)",
    status=SourceStatus.SECONDARY,
    checked_on=_CHECKED,
)


class Verdict(Term):
    """What a criterion comes to. Only the first three carry a score."""

    MET = ("met", "Met", "符合", "The journal proves that what the criterion asks for was done.", _OURS)
    PARTLY = ("partly", "Partly met", "部分符合", "A part of what the criterion asks for was done.", _OURS)
    MISSED = ("missed", "Missed", "不符合", "The moment has passed and nothing of what the criterion asks for was done.", _OURS)
    PENDING = ("pending", "Pending", "待定", "The criterion applies, but the moment at which it is judged has not come.", _OURS)
    NOT_APPLICABLE = ("not_applicable", "Not applicable", "不适用", "Nothing in the facts, the playbook or what was done calls for it.", _OURS)


def _coded(criterion: Criterion, field: attrs.Attribute[str], code: str) -> None:  # noqa: ARG001  (attrs gives all three)
    if not code:
        raise InvalidValueError("Criterion.code", code, "a name")


@attrs.frozen(kw_only=True, field_transformer=values.held)
class Criterion:
    """A question that enacted fairness is judged by.

    Attributes:
        code: Name, as findings and weights spell it.
        dimension: The kind of justice it belongs to.
        label: English label.
        zh: Chinese label.
        definition: The rule in short: what is asked, and of which complaints.
        source: The scholarly sub-rule that it enacts.

    Example:
        >>> CRITERIA["deadlines_kept"].dimension.label
        'Procedural justice'
    """

    code: str = attrs.field(validator=_coded)
    dimension: Justice
    label: str
    zh: str
    definition: str
    source: Source

    def label_in(self, lang: str) -> str:
        """Return the label in a language, as a term does."""
        return label_in(lang, self.label, self.zh)


def _of(dimension: Justice, *rows: tuple[str, str, str, str, Source]) -> dict[str, Criterion]:
    return {
        code: Criterion(code=code, dimension=dimension, label=label, zh=zh, definition=definition, source=source)
        for code, label, zh, definition, source in rows
    }


CRITERIA: Final[Mapping[str, Criterion]] = MappingProxyType(
    {
        **_of(
            Justice.OUTCOME,
            (
                "remedy_fits_failure",
                "The remedy fits the failure",
                "补救与失误类型相称",
                "A failed outcome was answered with something tangible, a failed process with an apology; asked where the kind of failure is known.",
                _SMITH.at("customers prefer recovery resources that match the failure in type"),
            ),
            (
                "compensation_proportionate",
                "Compensation in proportion to the loss",
                "赔偿与损失相当",
                "The money delivered, over the loss, at most 1; asked where the loss is known. No money is legal and scores 0.",
                _TAX.at("distributive justice: equity"),
            ),
            (
                "delivered_as_offered",
                "Delivered as offered",
                "所提出的补救已落实",
                "What was offered was delivered, each kind of remedy to the amount; asked of every offer that stands.",
                _DAVIDOW.at("redress"),
            ),
            (
                "sought_addressed",
                "What was sought was addressed",
                "诉求得到回应",
                "Of the kinds of remedy that the customer sought, the share that was offered or given; asked where something is sought.",
                _TAX.at("distributive justice: need"),
            ),
        ),
        **_of(
            Justice.PROCEDURAL,
            (
                "deadlines_kept",
                "Deadlines kept",
                "时限得到遵守",
                "One minus the overdue share, over the cycles of each clock, then over the clocks; asked where a clock of the playbook ran.",
                _TAX.at("procedural justice: timing and speed"),
            ),
            (
                "heard_before_decided",
                "Heard before decided",
                "先倾听后决定",
                "The customer was heard before the first decision; asked always.",
                _TAX.at("procedural justice: process control"),
            ),
            (
                "choice_given",
                "A choice given",
                "给予选择",
                "The customer had options, a say in what is needed, or a second offer; asked where an offer was made.",
                _TAX.at("procedural justice: decision control"),
            ),
            (
                "one_owner",
                "One owner, few hand-overs",
                "专人负责，少转手",
                "One person answers for the case: the accepted number of owners over the actual one, at most 1; asked always.",
                _BOSHOFF.at("empowerment"),
            ),
            (
                "no_chasing",
                "No need to chase us",
                "无需客户催问",
                "The accepted number of times that the customer turns to us, the complaint included, over the actual one, at most 1; asked always.",
                _TAX.at("procedural justice: accessibility"),
            ),
            (
                "kept_informed",
                "Kept informed",
                "及时告知进展",
                "The customer had news of how things stand in time; asked always.",
                _BOSHOFF.at("feedback"),
            ),
            (
                "reasons_and_recourse",
                "Reasons and recourse with a rejection",
                "拒绝时说明理由与申诉途径",
                "Whoever was turned down was told why, and where to turn next; asked where the complaint was rejected.",
                _LEVENTHAL.at("correctability"),
            ),
        ),
        **_of(
            Justice.INTERACTIONAL,
            (
                "feelings_first",
                "Feelings before the matter",
                "先处理心情再处理事情",
                "The customer's feelings were attended to before the matter was judged or settled; asked always.",
                _TAX.at("interactional justice: empathy"),
            ),
            (
                "apology",
                "Apology where we are at fault",
                "有过错则道歉",
                "The firm said sorry; asked where the facts put the fault with the firm.",
                _SMITH.at("apology"),
            ),
            (
                "explanation",
                "A causal explanation",
                "说明原因",
                "The customer was told what caused the failure; asked always.",
                _TAX.at("interactional justice: explanation, causal account"),
            ),
            (
                "promises_kept",
                "Promises kept and none beyond authority",
                "信守承诺且不越权承诺",
                "Each promise that fell due was kept, and nobody promised more than they may; asked where something was promised.",
                _TAX.at("interactional justice: honesty"),
            ),
            (
                "followed_up",
                "Follow-up made",
                "已跟踪回访",
                "The customer was asked afterwards how it went; asked always.",
                _TAX.at("interactional justice: effort"),
            ),
        ),
    }
)
"""The criteria by code, dimension by dimension."""
