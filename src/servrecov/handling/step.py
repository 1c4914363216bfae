"""The pieces of a procedure: stages, the steps between them, and parts that several procedures share.

What lives here: `Stage`, `Step` and `ProcedurePart`, as data. What does not: whether the pieces make a sound whole (`soundness.py`) and how a case
moves along them (`procedure.py`, to read next).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any, Final

import attrs

from servrecov import values
from servrecov.errors import InvalidProcedureError
from servrecov.journal.match import fields_match
from servrecov.language import label_in
from servrecov.values import FrozenMap
from servrecov.wording import written_verb

__all__ = ["ProcedurePart", "Stage", "Step"]

ANY_OPEN: Final = "*"
"""In a step's `from_`: every stage that is not final."""

_SIGNS: Final = (ANY_OPEN, "=")
"""What is no name: ours for every open stage, and the state machine's for the stage that one is in."""


def _stage_name(stage: Stage, _: object, name: str) -> None:  # noqa: ARG001  (attrs gives all three)
    if not name.strip() or name in _SIGNS or name != name.strip() or "\n" in name:
        raise InvalidProcedureError(
            "Stage.name", name, 'a name in one line, such as "contacted"; "*" stands for every open stage, "=" for the same one'
        )


@attrs.frozen(field_transformer=values.held)
class Stage:
    """Where a complaint stands.

    Attributes:
        name: Its name, as steps and cases spell it.
        label: What it is called in English.
        zh: What it is called in Chinese.

    Example:
        >>> Stage("contacted", zh="已联系").label_in("en"), Stage("contacted", zh="已联系").label_in("zh")
        ('contacted', '已联系')
    """

    name: str = attrs.field(validator=_stage_name)
    label: str = attrs.field(default="", kw_only=True)
    zh: str = attrs.field(default="", kw_only=True)

    def label_in(self, lang: str) -> str:
        """Name it in a language; a stage without labels goes by its name."""
        return label_in(lang, self.label, self.zh, self.name)


Verb = str | type[Any]
"""The verb of an event, or the event class that stands for it."""


def _verb(value: object, where: str) -> str:
    return values.check_text(value if isinstance(value, str) else getattr(value, "verb", value), where)


def _listed(value: object, where: str, expected: str) -> tuple[Any, ...]:
    several = (value,) if isinstance(value, (str, type)) else value
    if isinstance(several, Mapping) or not isinstance(several, Iterable):
        raise InvalidProcedureError(where, value, expected)
    return tuple(several)


def as_verbs(value: object, where: str) -> tuple[str, ...]:
    """Read verbs or event classes, one or several; each is kept once."""
    return tuple(dict.fromkeys(_verb(each, f"{where}[{index}]") for index, each in enumerate(_listed(value, where, "a list of verbs"))))


def as_names(value: object, where: str) -> tuple[str, ...]:
    """Read names, given as one text or as a list; each is kept once."""
    listed = _listed(value, where, "a name or a list of names")
    return tuple(dict.fromkeys(values.check_text(name, f"{where}[{index}]") for index, name in enumerate(listed)))


def as_stages(value: object, where: str) -> tuple[Stage, ...]:
    """Read a list of stages, each a `Stage` or its bare name."""
    listed = _listed(value, where, "a list of stages")
    return tuple(each if isinstance(each, Stage) else Stage(values.check_text(each, f"{where}[{index}]")) for index, each in enumerate(listed))


def _step_verb(value: Verb) -> str:
    return _verb(value, "Step.verb")


def _sources(value: str | Iterable[str]) -> tuple[str, ...]:
    return as_names(value, "Step.from")


def _required(value: str | Iterable[str]) -> tuple[str, ...]:
    return as_names(value, "Step.requires")


def _roles(value: str | Iterable[str]) -> tuple[str, ...]:
    return as_names(value, "Step.roles")


def _wanted(value: Mapping[str, Any]) -> FrozenMap[str, Any]:
    if not isinstance(value, Mapping):
        raise InvalidProcedureError("Step.when", value, "a mapping from a field of the event to the wanted value")
    wanted = {name: tuple(each) if isinstance(each, list) else each for name, each in value.items()}
    for name, each in wanted.items():
        if each == ():
            raise InvalidProcedureError(f"Step.when[{name!r}]", each, "at least one value, for of none the field can hold any")
        if not isinstance(name, str) or not all(isinstance(option, Hashable) for option in (each if isinstance(each, tuple) else (each,))):
            raise InvalidProcedureError(f"Step.when[{name!r}]", each, "a value that a field can hold, or a list of such values")
    return FrozenMap(wanted)


@attrs.frozen(kw_only=True, field_transformer=values.held)
class Step:
    """One move that a procedure allows.

    TOML and JSON spell `from_` as ``from``.

    Attributes:
        verb: Verb of the event that makes the move; an event class stands for its verb.
        from_: Names of the stages it may be made from; ``"*"`` is every open stage.
        to: Name of the stage it leads to; the same stage again for a move that only has to be allowed.
        when: Values that the event's own fields must have; a list means any of them.
        requires: Names of the conditions that must be true before it.
        roles: Roles that may make it; empty for everybody. Whose role is not known may make it too: identity is the host's job.
        label: What the move is called in English, where that is not the event's own name.
        zh: The same in Chinese.
        unmet: In an answer of `Procedure.allowed`, the required conditions that are not yet true; never written in data.

    Example:
        >>> step = Step(verb="followed_up", from_="resolved", to="resolving", when={"satisfied": False})
        >>> step.from_, step.when
        (('resolved',), FrozenMap({'satisfied': False}))
    """

    verb: str = attrs.field(converter=_step_verb)
    from_: tuple[str, ...] = attrs.field(converter=_sources)
    to: str
    when: Mapping[str, Any] = attrs.field(factory=dict, converter=_wanted)
    requires: tuple[str, ...] = attrs.field(default=(), converter=_required)
    roles: tuple[str, ...] = attrs.field(default=(), converter=_roles)
    label: str = ""
    zh: str = ""
    unmet: tuple[str, ...] = ()

    def __attrs_post_init__(self) -> None:
        """Refuse a step that leads from nowhere."""
        if not self.from_:
            raise InvalidProcedureError("Step.from", self.from_, "at least one stage")

    def fits(self, event: object) -> bool:
        """Say whether an event with this step's verb has the wanted values; a field that it lacks never matches."""
        return not self.when or fields_match(event, self.when)

    def admits(self, role: str | None) -> bool:
        """Say whether somebody in this role may make the move; a role that is not known (None) is believed."""
        return role is None or not self.roles or role in self.roles

    def label_in(self, lang: str) -> str:
        """Name the move in a language."""
        return label_in(lang, self.label, self.zh) or written_verb(self.verb, lang)


def _part_stages(value: Iterable[Stage | str]) -> tuple[Stage, ...]:
    return as_stages(value, "ProcedurePart.stages")


def _part_final(value: str | Iterable[str]) -> tuple[str, ...]:
    return as_names(value, "ProcedurePart.final")


def _part_anytime(value: Verb | Iterable[Verb]) -> tuple[str, ...]:
    return as_verbs(value, "ProcedurePart.anytime")


@attrs.frozen(kw_only=True, field_transformer=values.held)
class ProcedurePart:
    """Stages and steps that are written once and used in several procedures, sound only as part of a whole.

    Attributes:
        stages: The stages it brings; a stage that another part brings too is one and the same.
        initial: Name of the stage in which a received complaint begins; None where another part says so.
        final: Names of the stages it adds to those that end a case.
        steps: The steps it adds.
        anytime: Verbs it adds to those that move nothing.

    Example:
        >>> tail = ProcedurePart(stages=["closed"], final="closed", steps=[Step(verb="withdrawn", from_="*", to="closed")])
        >>> tail.final
        ('closed',)
    """

    stages: tuple[Stage, ...] = attrs.field(default=(), converter=_part_stages)
    initial: str | None = None
    final: tuple[str, ...] = attrs.field(default=(), converter=_part_final)
    steps: Sequence[Step] = ()
    anytime: tuple[str, ...] = attrs.field(default=(), converter=_part_anytime)

    def with_part(self, part: ProcedurePart) -> ProcedurePart:
        """Return this part and another as one.

        A stage that both bring is kept once, with the labels of the later one where it has any; equal steps are kept once.
        """
        stages = {stage.name: stage for stage in self.stages}
        for stage in part.stages:
            known = stages.get(stage.name, stage)
            stages[stage.name] = Stage(stage.name, label=stage.label or known.label, zh=stage.zh or known.zh)
        return ProcedurePart(
            stages=stages.values(),
            initial=part.initial or self.initial,
            final=(*self.final, *part.final),
            steps=tuple(dict.fromkeys((*self.steps, *part.steps))),
            anytime=(*self.anytime, *part.anytime),
        )
