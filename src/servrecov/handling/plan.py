"""The plan of a procedure: its stages, its steps and its conditions, as data that can be looked up.

What lives here: `Plan`, what checks and drawings read. What does not: whether a plan is sound (`soundness.py`), how it is drawn (`chart.py`) and how a
case moves along it (`procedure.py`). Read `soundness.py` next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property

import attrs

from servrecov import values
from servrecov.errors import InvalidProcedureError, UnknownNameError
from servrecov.handling.condition import CONDITIONS, Condition, Situation
from servrecov.handling.step import ANY_OPEN, Stage, Step, Verb, as_names, as_stages, as_verbs
from servrecov.values import FrozenMap

__all__ = ["Plan"]


def _stages(value: Iterable[Stage | str]) -> tuple[Stage, ...]:
    return as_stages(value, "procedure.stages")


def _final(value: str | Iterable[str]) -> tuple[str, ...]:
    return as_names(value, "procedure.final")


def _anytime(value: Verb | Iterable[Verb]) -> tuple[str, ...]:
    return as_verbs(value, "procedure.anytime")


def _conditions(value: Mapping[str, Callable[[Situation], bool] | Condition]) -> FrozenMap[str, Condition]:
    if not isinstance(value, Mapping):
        raise InvalidProcedureError("procedure.conditions", value, "a mapping from a name to a function of a Situation")
    if shipped := sorted(name for name in value if name in CONDITIONS):
        raise InvalidProcedureError("procedure.conditions", shipped[0], "a name of your own, for a shipped condition has this one")
    return FrozenMap({name: each if isinstance(each, Condition) else Condition(name=name, holds=each) for name, each in value.items()})


@attrs.frozen(kw_only=True, slots=False, field_transformer=values.held)
class Plan:
    """Stages, the steps between them, and the events that move nothing.

    Attributes:
        stages: The stages; a bare name stands for one without labels.
        initial: Name of the stage in which a received complaint begins.
        final: Names of the stages that end a case.
        steps: The moves that are allowed.
        anytime: Verbs of events that move nothing.
        conditions: The caller's own conditions: functions of a `Situation` by name, compared by name and label alone.
    """

    stages: tuple[Stage, ...] = attrs.field(converter=_stages)
    initial: str
    final: tuple[str, ...] = attrs.field(converter=_final)
    steps: Sequence[Step] = ()
    anytime: tuple[str, ...] = attrs.field(default=(), converter=_anytime)
    conditions: Mapping[str, Condition] = attrs.field(factory=dict, converter=_conditions, repr=False)

    @cached_property
    def stage_names(self) -> tuple[str, ...]:
        """Names of the stages, in the order written."""
        return tuple(stage.name for stage in self.stages)

    @cached_property
    def open_stages(self) -> tuple[str, ...]:
        """Names of the stages that do not end a case, in the order written."""
        return tuple(name for name in self.stage_names if name not in self.final)

    def stage(self, name: str) -> Stage:
        """Return a stage by name.

        Raises:
            UnknownNameError: The procedure has no such stage.
        """
        for stage in self.stages:
            if stage.name == name:
                return stage
        raise self.no_such_stage(name)

    def no_such_stage(self, name: object) -> UnknownNameError:
        """Return the error for a stage that the plan does not have; it names the nearest."""
        return UnknownNameError("stage", name, f"a stage of the procedure: {', '.join(self.stage_names)}", self.stage_names)

    def is_final(self, stage: str) -> bool:
        """Say whether a case ends in this stage."""
        return stage in self.final

    def condition(self, name: str) -> Condition:
        """Return one of the procedure's own conditions or a shipped one, by name.

        Raises:
            UnknownNameError: Neither has this name.
        """
        found = self.conditions.get(name) or CONDITIONS.get(name)
        if found is None:
            raise UnknownNameError("condition", name, "a condition of the library or of the procedure", (*CONDITIONS, *self.conditions))
        return found

    def sources(self, step: Step) -> tuple[str, ...]:
        """Return the stages that a step may be taken from, with ``"*"`` read as every open stage."""
        if ANY_OPEN not in step.from_:
            return step.from_
        return tuple(dict.fromkeys((*self.open_stages, *(name for name in step.from_ if name != ANY_OPEN))))
