"""What to do and what to avoid, stage by stage, and the principles that hold at all of them.

What lives here: `Guidance`, `Principle` and the `GuidanceBook` that a playbook carries. What does not: what is allowed (`procedure.py`) and what is
late (`deadline/`): guidance is advice, and nothing is refused for its sake. Read `fairness/criteria.py` next.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import attrs

from servrecov import values
from servrecov.bilingual import Text, as_text, as_texts
from servrecov.errors import InvalidValueError, UnknownNameError
from servrecov.source import Source
from servrecov.terms import Practice

__all__ = ["Guidance", "GuidanceBook", "Principle"]


Words = Text | str | Mapping[str, str]
"""A text in any of its forms: a `Text`, a bare English sentence, a table with ``en`` and ``zh``."""


def _aim(value: Words | None) -> Text | None:
    return None if value is None else as_text(value, "Guidance.aim")


def _do(value: Words | Iterable[Words]) -> tuple[Text, ...]:
    return as_texts(value, "Guidance.do")


def _avoid(value: Words | Iterable[Words]) -> tuple[Text, ...]:
    return as_texts(value, "Guidance.avoid")


def _phrases(value: Words | Iterable[Words]) -> tuple[Text, ...]:
    return as_texts(value, "Guidance.phrases")


def _rule(value: Words) -> Text:
    return as_text(value, "Principle.text")


@attrs.frozen(kw_only=True, field_transformer=values.held)
class Guidance:
    """Advice for one stage. Texts may be given bare, in English, or as a table with ``en`` and ``zh``.

    Attributes:
        stage: Name of the stage.
        aim: What the stage is for; None where the playbook does not say.
        do: What to do.
        avoid: What to avoid.
        phrases: What one may say.
        source: Where the advice comes from.

    Example:
        >>> Guidance(stage="received", do=[Text("Offer a seat.", "请客户入座。")]).do[0].in_("zh")
        '请客户入座。'
    """

    stage: str
    aim: Text | None = attrs.field(default=None, converter=_aim)
    do: Sequence[Text] = attrs.field(default=(), converter=_do)
    avoid: Sequence[Text] = attrs.field(default=(), converter=_avoid)
    phrases: Sequence[Text] = attrs.field(default=(), converter=_phrases)
    source: Source | None = None


@attrs.frozen(kw_only=True, field_transformer=values.held)
class Principle:
    """A rule of conduct that holds at every stage.

    Attributes:
        code: Its name, such as ``"feelings_first"``.
        text: The rule.
        practice: Whether it is one to follow, or one that is kept as text and not advised.
        source: Where it comes from.

    Example:
        >>> Principle(code="feelings_first", text=Text("Feelings before the matter.", "先处理心情，再处理事情。")).practice.value
        'current'
    """

    code: str
    text: Text = attrs.field(converter=_rule)
    practice: Practice = Practice.CURRENT
    source: Source | None = None


def _once(names: Iterable[str], where: str, field: str) -> None:
    seen: set[str] = set()
    for index, name in enumerate(names):
        if name in seen or not name.strip():
            raise InvalidValueError(f"{where}[{index}].{field}", name, f"a {field}, each named once")
        seen.add(name)


@attrs.frozen(kw_only=True, field_transformer=values.held)
class GuidanceBook:
    """All the advice of a playbook.

    Attributes:
        entries: Advice by stage; at most one for each.
        principles: Rules of conduct, historic ones included.

    Raises:
        InvalidValueError: A stage or a principle is there twice or has no name.

    Example:
        >>> book = GuidanceBook(entries=[Guidance(stage="received", aim="Make the customer feel welcome.")])
        >>> str(book.at("received").aim), book.at("closed")
        ('Make the customer feel welcome.', None)
    """

    entries: Sequence[Guidance] = ()
    principles: Sequence[Principle] = ()

    def __attrs_post_init__(self) -> None:
        """Refuse advice that is there twice."""
        _once((entry.stage for entry in self.entries), "guidance.entries", "stage")
        _once((principle.code for principle in self.principles), "guidance.principles", "code")

    def at(self, stage: str) -> Guidance | None:
        """Return the advice for a stage, or None where there is none."""
        return next((entry for entry in self.entries if entry.stage == stage), None)

    def principle(self, code: str) -> Principle:
        """Return a principle by its code, historic or not.

        Raises:
            UnknownNameError: The book has no such principle.
        """
        for principle in self.principles:
            if principle.code == code:
                return principle
        raise UnknownNameError("principle", code, "the code of a principle of this playbook", (each.code for each in self.principles))

    @property
    def principles_in_force(self) -> tuple[Principle, ...]:
        """The principles to follow; those marked historic are left out."""
        return tuple(principle for principle in self.principles if principle.practice is Practice.CURRENT)
