"""Every term of the library in one list, with its Chinese, its definition and its source.

What lives here: `glossary` and its `GlossaryEntry`. What does not: the terms themselves; each vocabulary stands in the chapter that it belongs
to, and this room only collects. A new vocabulary is added to `_VOCABULARIES`, knowledge of another shape by a function in `_COLLECTORS`.
Read `testing/strategies.py` next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import attrs

from servrecov import values
from servrecov.complaint.attribution import Account, Controllability, Locus, Stability
from servrecov.complaint.cause import CAUSES
from servrecov.complaint.channel import Channel
from servrecov.complaint.complaint import ComplaintKind, Risk
from servrecov.complaint.failure import Difficulty, FailureKind, FailureSite, Quality, Severity
from servrecov.complaint.incident import Incident
from servrecov.complaint.motive import Motive, ReasonNotToComplain, ReasonToComplain, ReasonToSwitch
from servrecov.complaint.reaction import ComplainerStyle, InfluenceFactor, Reaction
from servrecov.complaint.remedy import RemedyKind
from servrecov.deadline.kinds import ClockKind, DeadlineStatus, Force, NoticeKind, OnReopen, Repeat
from servrecov.fairness.criteria import CRITERIA, Verdict
from servrecov.journal.catalogue import EVENTS
from servrecov.journal.promise import PromiseStatus
from servrecov.replay import DeviationKind
from servrecov.sentences import VERBS
from servrecov.source import BANK_SCRIPT, LECTURE, PRACTICE, Source
from servrecov.terms import Justice, Practice, Term

__all__ = ["GlossaryEntry", "glossary"]


@attrs.frozen(kw_only=True, field_transformer=values.held)
class GlossaryEntry:
    """A line of the glossary.

    Attributes:
        term: The term as data spell it.
        label: English label.
        zh: Chinese label.
        definition: What it means, in our own words.
        group: The vocabulary that it belongs to: the name of an enum, ``"Cause"``, ``"Criterion"`` or ``"Event"``.
        source: Where it comes from.
    """

    term: str
    label: str
    zh: str
    definition: str
    group: str
    source: Source


_VOCABULARIES: tuple[type[Term], ...] = (
    Account,
    Channel,
    ClockKind,
    ComplainerStyle,
    ComplaintKind,
    Controllability,
    DeadlineStatus,
    DeviationKind,
    Difficulty,
    FailureKind,
    FailureSite,
    Force,
    Incident,
    InfluenceFactor,
    Justice,
    Locus,
    Motive,
    NoticeKind,
    OnReopen,
    Practice,
    PromiseStatus,
    Quality,
    Reaction,
    ReasonNotToComplain,
    ReasonToComplain,
    ReasonToSwitch,
    RemedyKind,
    Repeat,
    Risk,
    Severity,
    Stability,
    Verdict,
)


def _entry(group: str, term: str, words: object) -> GlossaryEntry:
    """Read the words off whatever carries them: an enum's member, a cause or a criterion."""
    label, zh, definition, source = (getattr(words, name) for name in ("label", "zh", "definition", "source"))
    return GlossaryEntry(term=term, label=label, zh=zh, definition=definition, group=group, source=source)


def _vocabulary_terms() -> Iterator[GlossaryEntry]:
    for vocabulary in _VOCABULARIES:
        for member in vocabulary:
            yield _entry(vocabulary.__name__, member.value, member)


def _causes() -> Iterator[GlossaryEntry]:
    for cause in CAUSES:
        yield _entry("Cause", cause.code, cause)


def _criteria() -> Iterator[GlossaryEntry]:
    for code, criterion in CRITERIA.items():
        yield _entry("Criterion", code, criterion)


_SEVEN_STEPS = BANK_SCRIPT.at("七步")
_REGULATION = BANK_SCRIPT.at("客户投诉管理办法")
_EVENT_SOURCES: dict[str, Source] = {
    **dict.fromkeys(("isolated", "soothed", "listened", "recorded", "verified", "need_agreed", "followed_up"), _SEVEN_STEPS),
    **dict.fromkeys(("registered", "joint_meeting", "cause_found", "prevention_agreed", "goods_returned"), _REGULATION),
    **dict.fromkeys(("contacted", "progress_reported"), LECTURE.at("基本原则")),
    **dict.fromkeys(("escalated", "reported", "media_exposed"), LECTURE.at("奇瑞汽车抱怨处理原则")),
}
"""Where the sources have an event as a step of their own; the others are common practice."""


def _events() -> Iterator[GlossaryEntry]:
    for verb, kind in EVENTS.items():
        label, zh = VERBS[verb]
        yield GlossaryEntry(
            term=verb,
            label=label[0].upper() + label[1:],
            zh=zh,
            definition=_first_paragraph(kind),
            group="Event",
            source=_EVENT_SOURCES.get(verb, PRACTICE.at("events")),
        )


def _first_paragraph(kind: type) -> str:
    """Read what an event says of itself; a Python told to drop docstrings leaves only its name."""
    return " ".join((kind.__doc__ or f"{kind.__name__}.").partition("\n\n")[0].split())


_COLLECTORS: tuple[Callable[[], Iterable[GlossaryEntry]], ...] = (_vocabulary_terms, _causes, _criteria, _events)


def glossary() -> tuple[GlossaryEntry, ...]:
    """List every term of the library, sorted by group and term.

    Example:
        >>> [entry.zh for entry in glossary() if entry.group == "FailureKind"]
        ['结果失误', '过程失误']
    """
    entries = (entry for collect in _COLLECTORS for entry in collect())
    return tuple(sorted(entries, key=lambda entry: (entry.group, entry.term)))
