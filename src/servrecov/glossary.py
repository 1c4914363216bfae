"""Every term of the library in one list, with its Chinese, its definition and its source.

What lives here: `glossary` and its `Entry`. What does not: the terms themselves; each vocabulary stands in the chapter that it belongs
to, and this room only collects. A new vocabulary is added to `_VOCABULARIES`, knowledge of another shape by a function in `_COLLECTORS`.
Read `docs/reference/glossary.md` for the list as a page.
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
from servrecov.source import Source
from servrecov.terms import Justice, Practice, Term

__all__ = ["Entry", "glossary"]


@attrs.frozen(kw_only=True, field_transformer=values.held)
class Entry:
    """A line of the glossary.

    Attributes:
        term: The term as data spell it.
        label: English label.
        zh: Chinese label.
        definition: What it means, in our own words.
        group: The vocabulary that it belongs to: the name of an enum, or ``"Cause"``.
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
    ComplainerStyle,
    ComplaintKind,
    Controllability,
    Difficulty,
    FailureKind,
    FailureSite,
    Incident,
    InfluenceFactor,
    Justice,
    Locus,
    Motive,
    Practice,
    Quality,
    Reaction,
    ReasonNotToComplain,
    ReasonToComplain,
    ReasonToSwitch,
    RemedyKind,
    Risk,
    Severity,
    Stability,
)


def _entry(group: str, term: str, words: object) -> Entry:
    """Read the words off whatever carries them: an enum's member or a cause."""
    label, zh, definition, source = (getattr(words, name) for name in ("label", "zh", "definition", "source"))
    return Entry(term=term, label=label, zh=zh, definition=definition, group=group, source=source)


def _vocabulary_terms() -> Iterator[Entry]:
    for vocabulary in _VOCABULARIES:
        for member in vocabulary:
            yield _entry(vocabulary.__name__, member.value, member)


def _causes() -> Iterator[Entry]:
    for cause in CAUSES:
        yield _entry("Cause", cause.code, cause)


_COLLECTORS: tuple[Callable[[], Iterable[Entry]], ...] = (_vocabulary_terms, _causes)


def glossary() -> tuple[Entry, ...]:
    """List every term of the library, sorted by group and term.

    Example:
        >>> [entry.zh for entry in glossary() if entry.group == "FailureKind"]
        ['结果失误', '过程失误']
    """
    entries = (entry for collect in _COLLECTORS for entry in collect())
    return tuple(sorted(entries, key=lambda entry: (entry.group, entry.term)))
