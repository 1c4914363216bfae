"""What a term of the field is: a text value with an English label, a Chinese one, a definition and a source.

What lives here: `Term`, the base of every vocabulary, and the two vocabularies that no chapter owns: `Justice` and `Practice`.
What does not: the vocabularies of the customer (`complaint/`). Read `complaint/failure.py` next.
"""

from __future__ import annotations

import enum
from typing import Any, Self

from servrecov.errors import UnknownNameError
from servrecov.language import label_in
from servrecov.source import LECTURE, MEANING, Source

__all__ = ["Justice", "Practice", "Term"]


class Term(enum.StrEnum):
    """Base of the vocabularies: a member equals its text and carries what the field says of it.

    A member is written as a tuple: text value, English label, Chinese label, definition, source.

    Attributes:
        label: English label.
        zh: Chinese label; the source's own term where it has one.
        definition: What it means, in our own words.
        source: Where the term comes from.

    Example:
        >>> Justice.OUTCOME == "outcome", Justice.OUTCOME.zh
        (True, '结果公平')
    """

    label: str
    zh: str
    definition: str
    source: Source

    def __new__(cls, value: str, *words: Any) -> Self:  # noqa: ANN401  (so that type checkers accept ``Justice("outcome")`` too)
        """Make the text value and hang the words on it: label, Chinese label, definition, source."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label, member.zh, member.definition, member.source = words
        return member

    @classmethod
    def _missing_(cls, value: object) -> Term:
        options = tuple(str(member.value) for member in cls)
        raise UnknownNameError(cls.__name__, value, f"one of: {', '.join(options)}", options)

    def label_in(self, lang: str) -> str:
        """Return the label in a language.

        Args:
            lang: ``"en"`` or ``"zh"``, or a kind of them such as ``"zh-CN"``.

        Raises:
            UnknownNameError: The library does not speak the language.
        """
        return label_in(lang, self.label, self.zh)


class Justice(Term):
    """The three kinds of fairness that a complainant judges by."""

    OUTCOME = (
        "outcome",
        "Outcome justice",
        "结果公平",
        "Whether what the customer received makes up for what was lost.",
        LECTURE.at("结果公平性"),
    )
    PROCEDURAL = (
        "procedural",
        "Procedural justice",
        "程序公平",
        "Whether the way to the result was timely, open, consistent and easy for the customer.",
        LECTURE.at("程序公平性"),
    )
    INTERACTIONAL = (
        "interactional",
        "Interactional justice",
        "交往公平",
        "Whether people treated the customer politely, honestly and with care, and explained what happened; the usual Chinese name is 互动公平.",
        LECTURE.at("交往公平性"),
    )


class Practice(Term):
    """Whether a sourced practice is one to follow or one kept for the record."""

    CURRENT = ("current", "Current practice", "现行做法", "A practice that the library applies by default.", MEANING)
    HISTORIC = (
        "historic",
        "Historic practice",
        "旧有做法",
        "A practice that a source describes and a modern firm should not copy; kept as text, off by default.",
        MEANING,
    )
