"""The fairness audit: every criterion with its verdict and evidence, and the three kinds of justice as numbers.

What lives here: `Finding`, `Dimension`, `FairnessAudit` and `audit_fairness`. What does not: the rules (`outcome.py`, `procedural.py`, `interactional.py`).
The audit is of *enacted* fairness, which is what the journal proves; how fair it felt is for the customer to say.
Read `rules.py` next.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from fractions import Fraction
from functools import cached_property
from typing import Final

import attrs

from servrecov import values
from servrecov.errors import InvalidValueError, UnknownNameError
from servrecov.fairness.criteria import CRITERIA, Criterion, Verdict
from servrecov.fairness.interactional import INTERACTIONAL_RULES
from servrecov.fairness.outcome import OUTCOME_RULES
from servrecov.fairness.procedural import PROCEDURAL_RULES
from servrecov.fairness.story import FairnessRules, Ruling, Story
from servrecov.journal.event import Event
from servrecov.journal.journal import Entry, Journal, check_events
from servrecov.language import language
from servrecov.terms import Justice
from servrecov.wording import say, written

__all__ = ["Dimension", "FairnessAudit", "Finding", "audit_fairness"]

_RULES: Final = {**OUTCOME_RULES, **PROCEDURAL_RULES, **INTERACTIONAL_RULES}
_SCORED: Final = frozenset({Verdict.MET, Verdict.PARTLY, Verdict.MISSED})


@attrs.frozen(kw_only=True, field_transformer=values.held)
class Finding:
    """What the audit found on one criterion.

    Attributes:
        criterion: Code of the criterion in `CRITERIA`.
        dimension: The kind of justice it belongs to.
        verdict: What it comes to.
        score: From 0 to 1; None where the verdict is pending or not applicable.
        weight: What it weighs in its dimension.
        evidence: The events that show it; never empty where there is a score. What is shown by absence cites the first and the last event of the stretch searched.
        sentence: The finding in English.
        sentence_zh: The finding in Chinese.

    Raises:
        UnknownNameError: There is no such criterion.
        InvalidValueError: The score does not go with the verdict, or a scored finding has no evidence.
    """

    criterion: str
    dimension: Justice
    verdict: Verdict
    score: float | None = None
    weight: float = 1.0
    evidence: Sequence[Event] = ()
    sentence: str
    sentence_zh: str = ""

    def __attrs_post_init__(self) -> None:
        """Refuse an unknown criterion, a score that is none, and a score without evidence."""
        if self.criterion not in CRITERIA:
            raise UnknownNameError("Finding.criterion", self.criterion, "the code of a criterion", CRITERIA)
        if (self.score is None) is (self.verdict in _SCORED) or (self.score is not None and not 0 <= self.score <= 1):
            raise InvalidValueError(
                "Finding.score", self.score, f"a number from 0 to 1 for met, partly and missed, else None; the verdict is {self.verdict}"
            )
        if self.score is not None and not self.evidence:
            raise InvalidValueError("Finding.evidence", self.evidence, "at least one event that shows it")

    def sentence_in(self, lang: str) -> str:
        """Return the sentence in a language.

        Args:
            lang: ``"en"`` or ``"zh"``.

        Raises:
            UnknownNameError: The library does not speak the language.
        """
        return self.sentence_zh if language(lang) == "zh" else self.sentence


@attrs.frozen(kw_only=True, field_transformer=values.held)
class Dimension:
    """How one kind of justice stands: the weighted mean of its scored criteria.

    Attributes:
        justice: Which kind.
        score: From 0 to 1; None where nothing is scored, which is not the same as zero.
        findings: The findings on its criteria, scored or not.
    """

    justice: Justice
    score: float | None
    findings: Sequence[Finding] = attrs.field(repr=False)

    @classmethod
    def of(cls, justice: Justice, findings: Iterable[Finding]) -> Dimension:
        """Weigh the findings that belong to one kind of justice."""
        own = tuple(finding for finding in findings if finding.dimension is justice)
        scored = [(Fraction(finding.weight), Fraction(finding.score)) for finding in own if finding.score is not None]
        total = sum(weight for weight, _ in scored)
        return cls(justice=justice, score=float(sum(weight * score for weight, score in scored) / total) if total else None, findings=own)


@attrs.frozen(field_transformer=values.held)
class FairnessAudit:
    """What the journal proves about fairness, criterion by criterion.

    The three kinds of justice stand side by side and are never added up: how much each weighs for a customer is not for the library to say.

    Attributes:
        findings: One finding per criterion, in the order of `CRITERIA`.
    """

    findings: Sequence[Finding]

    @cached_property
    def outcome(self) -> Dimension:
        """Whether what the customer received makes up for what was lost."""
        return Dimension.of(Justice.OUTCOME, self.findings)

    @cached_property
    def procedural(self) -> Dimension:
        """Whether the way to the result was timely, open and easy."""
        return Dimension.of(Justice.PROCEDURAL, self.findings)

    @cached_property
    def interactional(self) -> Dimension:
        """Whether people treated the customer with care and honesty."""
        return Dimension.of(Justice.INTERACTIONAL, self.findings)

    def finding(self, code: str) -> Finding:
        """Return the finding on a criterion.

        Raises:
            UnknownNameError: There is none of this code.
        """
        found = {finding.criterion: finding for finding in self.findings}
        if code in found:
            return found[code]
        raise UnknownNameError("FairnessAudit.finding", code, "the code of a criterion", found)


def audit_fairness(
    complaint: object, events: Journal | Iterable[Event] | Iterable[Entry], playbook: FairnessRules, now: datetime | None = None
) -> FairnessAudit:
    """Judge how fairly a complaint was handled, by what its journal proves.

    Args:
        complaint: What the customer said.
        events: A `Journal`, or events in recording order, or entries of a journal.
        playbook: The rules: anything with `deadlines`, `authority` and `fairness`.
        now: The instant of the reading; events after it are not seen. None sees all, and judges at the time of the last event.

    Returns:
        The audit, with a finding on every criterion of `CRITERIA`.

    Raises:
        NaiveTimeError: `now` has no zone.
        InvalidValueError: An element of `events` is no event.
    """
    instant = None if now is None else values.check_instant(now, "audit_fairness(now)")
    entries = _journal(events).standing(instant)
    if instant is None and entries:
        instant = entries[-1].at
    story = Story(complaint=complaint, entries=entries, now=instant, playbook=playbook)
    return FairnessAudit(tuple(_finding(criterion, _RULES[code](story), playbook.fairness.weight(code)) for code, criterion in CRITERIA.items()))


def _journal(events: Journal | Iterable[Event] | Iterable[Entry]) -> Journal:
    if isinstance(events, Journal):
        return events
    kept = tuple(check_events(events, "audit_fairness(events)"))
    entries = tuple(each for each in kept if isinstance(each, Entry))
    return Journal.from_entries(entries) if kept and len(entries) == len(kept) else Journal(kept)  # type: ignore[arg-type]


def _finding(criterion: Criterion, ruling: Ruling, weight: float) -> Finding:
    return Finding(
        criterion=criterion.code,
        dimension=criterion.dimension,
        verdict=ruling.verdict,
        score=None if ruling.score is None else float(ruling.score),
        weight=weight,
        evidence=ruling.evidence,
        sentence=_said(ruling, "en"),
        sentence_zh=_said(ruling, "zh"),
    )


def _said(ruling: Ruling, lang: str) -> str:
    between = "、" if lang == "zh" else ", "
    given = {
        name: between.join(written(each, lang) for each in value) if isinstance(value, tuple) else value for name, value in ruling.values.items()
    }
    return say(f"fairness.{ruling.said}", lang, **given)
