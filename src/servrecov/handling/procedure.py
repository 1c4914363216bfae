"""How a complaint is handled: the procedure, and how an event moves a case along it.

What lives here: `Procedure`, and the library's only use of transitions. What does not: the pieces (`step.py`), the checks (`soundness.py`), the
drawings (`chart.py`), the conditions (`condition.py`). A procedure is data; it holds no case and knows no time. Read `authority.py` next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property, reduce
from typing import Any, Final

import attrs
from transitions import Machine, MachineError

from servrecov import values
from servrecov.errors import InvalidProcedureError, StepNotAllowedError
from servrecov.handling import chart
from servrecov.handling.condition import CONDITIONS, Condition, Situation
from servrecov.handling.plan import Plan
from servrecov.handling.soundness import check_procedure
from servrecov.handling.step import ProcedurePart, Step

__all__ = ["Procedure"]


class _Cursor:
    """What a trigger moves: one slot for the stage. A frozen case cannot be a model of transitions, and add_model would keep it alive."""

    __slots__ = ("state",)

    def __init__(self, state: str) -> None:
        self.state = state


class _Gate:
    """A step with its conditions at hand; the guard of a transition and an entry of the compiled table at once."""

    __slots__ = ("required", "step")

    def __init__(self, step: Step, conditions: Mapping[str, Condition]) -> None:
        self.step = step
        self.required = tuple(conditions.get(name) or CONDITIONS[name] for name in step.requires)

    def __call__(self, event: object, situation: Situation, role: str | None) -> bool:
        """Say whether the event may pass; transitions compares the answer with True."""
        return self.step.fits(event) and self.lets_pass(situation, role)

    def lets_pass(self, situation: Situation, role: str | None) -> bool:
        return self.step.admits(role) and (not self.required or all(bool(each.holds(situation)) for each in self.required))

    def unmet(self, situation: Situation) -> tuple[str, ...]:
        return tuple(each.name for each in self.required if not each.holds(situation))


_Table = Mapping[str, Mapping[str, tuple[_Gate, ...]]]
_NO_GATES: Final[tuple[_Gate, ...]] = ()


@attrs.frozen(kw_only=True, slots=False, field_transformer=values.held)
class Procedure(Plan):
    """Stages, the steps between them, and the events that move nothing. Checked when built; equal and hashed by value.

    A step from the case's stage that fits the event comes first; of several the first that may be taken, in the order written. An event whose
    verb is also listed in `anytime` moves nothing where no step fits, at open and at final stages alike, so that a note can follow a closing.
    Where a step fits and a condition or a role stands in its way, the event is refused, `anytime` or not.

    A final stage is entered by ``closed``, ``withdrawn`` or ``merged``; from one, ``reopened`` may lead back to an open stage, and these three
    to another final one. The receipt and retractions are not steps: the journal handles them.

    Attributes:
        stages: The stages; a bare name stands for one without labels.
        initial: Name of the stage in which a received complaint begins.
        final: Names of the stages that end a case.
        steps: The moves that are allowed.
        anytime: Verbs of events that move nothing.
        conditions: The caller's own conditions: functions of a `Situation` by name, compared by name and label alone.

    Raises:
        InvalidProcedureError: The procedure is not sound; the error names the place.

    Example:
        >>> procedure = Procedure(
        ...     stages=["received", "contacted", "closed"],
        ...     initial="received",
        ...     final="closed",
        ...     steps=[Step(verb="contacted", from_="received", to="contacted"), Step(verb="closed", from_="contacted", to="closed")],
        ... )
        >>> [step.to for step in procedure.allowed("received", Situation(complaint=None))]
        ['contacted']
    """

    def __attrs_post_init__(self) -> None:
        """Refuse what is not sound."""
        check_procedure(self)

    @classmethod
    def from_parts(cls, *parts: ProcedurePart, conditions: Mapping[str, Callable[[Situation], bool] | Condition] | None = None) -> Procedure:
        """Join parts into a procedure, shared ones first and its own last.

        Args:
            parts: The parts; stages that several bring are one, equal steps are kept once, the last `initial` given counts.
            conditions: The caller's own conditions.

        Raises:
            InvalidProcedureError: No part names the initial stage, one is no part, or the whole is not sound.
        """
        for index, part in enumerate(parts):
            if not isinstance(part, ProcedurePart):
                raise InvalidProcedureError(f"from_parts[{index}]", part, "a ProcedurePart")
        whole = reduce(ProcedurePart.with_part, parts, ProcedurePart())
        if whole.initial is None:
            raise InvalidProcedureError("procedure.initial", None, "a stage that one of the parts names as the initial one")
        return cls(
            stages=whole.stages,
            initial=whole.initial,
            final=whole.final,
            steps=whole.steps,
            anytime=whole.anytime,
            conditions=conditions or {},
        )

    def with_conditions(self, conditions: Mapping[str, Callable[[Situation], bool] | Condition]) -> Procedure:
        """Return the same procedure with conditions of the caller's own; one of the same name takes the place of the old one.

        Raises:
            InvalidProcedureError: A shipped condition has one of the names.
        """
        return attrs.evolve(self, conditions={**self.conditions, **conditions})

    @cached_property
    def _machine(self) -> Any:  # noqa: ANN401  (transitions is untyped here)
        machine = Machine(model=None, states=list(self.stage_names), initial=self.initial, auto_transitions=False, send_event=False)
        for step in self.steps:
            gate = _Gate(step, self.conditions)
            for source in self.sources(step):
                machine.add_transition(step.verb, source, step.to, conditions=[gate])
        return machine

    @cached_property
    def _table(self) -> _Table:
        """The machine's own transitions by stage and verb: what it would try, in the order in which it would."""
        table: dict[str, dict[str, tuple[_Gate, ...]]] = {name: {} for name in self.stage_names}
        for verb, event in self._machine.events.items():
            for source, transitions in event.transitions.items():
                table[source][verb] = tuple(transition.conditions[0].func for transition in transitions)
        return table

    @cached_property
    def _anytime(self) -> frozenset[str]:
        return frozenset(self.anytime)

    def _gates(self, stage: str) -> Mapping[str, tuple[_Gate, ...]]:
        here = self._table.get(stage)
        if here is None:
            raise self.no_such_stage(stage)
        return here

    def advance(self, stage: str, event: Any, situation: Situation, role: str | None = None, *, case_id: str | None = None) -> str:  # noqa: ANN401
        """Let an event happen to a case at a stage, and return the stage it leads to, as the state machine says.

        Args:
            stage: Where the case stands.
            event: What is to happen: anything with a `verb` and the fields that the steps name.
            situation: What happened before.
            role: The acting role, or None where it is not known.
            case_id: Id of the case, for the error.

        Raises:
            StepNotAllowedError: The procedure does not allow it; the error says what stood in the way.
            UnknownNameError: The procedure has no such stage.
        """
        verb = event.verb
        here = self._gates(stage)
        if verb in self._anytime and verb not in here:
            return stage
        trigger = self._machine.events.get(verb)
        cursor = _Cursor(stage)
        try:
            if trigger is not None and trigger.trigger(cursor, event, situation, role):
                return cursor.state
        except MachineError as error:
            raise self._refusal(case_id, stage, event, situation, role) from error
        if verb in self._anytime and not any(gate.step.fits(event) for gate in here[verb]):
            return stage
        raise self._refusal(case_id, stage, event, situation, role)

    def next_stage(self, stage: str, event: Any, situation: Situation, role: str | None = None) -> str | None:  # noqa: ANN401
        """Answer as `advance` does, from the compiled table and without dispatch, which is many times faster; None where the event is not allowed.

        Raises:
            UnknownNameError: The procedure has no such stage.
        """
        verb, is_barred = event.verb, False
        for gate in self._gates(stage).get(verb, _NO_GATES):
            if gate.step.fits(event):
                if gate.lets_pass(situation, role):
                    return gate.step.to
                is_barred = True
        return stage if verb in self._anytime and not is_barred else None

    def allowed(self, stage: str, situation: Situation, role: str | None = None) -> tuple[Step, ...]:
        """Return the steps out of a stage, each with the required conditions that are not yet true.

        Args:
            stage: Where the case stands.
            situation: What happened so far.
            role: Leaves out the steps that this role may not take; None leaves out none.

        Raises:
            UnknownNameError: The procedure has no such stage.
        """
        here = [gate for gates in self._gates(stage).values() for gate in gates if gate.step.admits(role)]
        here.sort(key=lambda gate: self.steps.index(gate.step))
        return tuple(attrs.evolve(gate.step, unmet=unmet) if (unmet := gate.unmet(situation)) else gate.step for gate in here)

    def allowed_verbs(self, stage: str) -> tuple[str, ...]:
        """Return the verbs that a stage allows: those of its steps, then those that move nothing.

        Raises:
            UnknownNameError: The procedure has no such stage.
        """
        return tuple(dict.fromkeys((*self._gates(stage), *self.anytime)))

    def _refusal(self, case_id: str | None, stage: str, event: Any, situation: Situation, role: str | None) -> StepNotAllowedError:  # noqa: ANN401
        return StepNotAllowedError(case_id, stage, event, self.allowed_verbs(stage), self._reason(stage, event, situation, role))

    def _reason(self, stage: str, event: Any, situation: Situation, role: str | None) -> str:  # noqa: ANN401
        here = self._gates(stage).get(event.verb, _NO_GATES)
        if not here:
            elsewhere = [name for name in self.stage_names if event.verb in self._table[name]]
            return f"it leads on from: {', '.join(elsewhere)}" if elsewhere else "no step of the procedure has this verb"
        fitting = [gate for gate in here if gate.step.fits(event)]
        if not fitting:
            return _misfit(event, [gate.step for gate in here])
        if not any(gate.step.admits(role) for gate in fitting):
            return f"role {role!r} may not; who may: {', '.join(dict.fromkeys(name for gate in fitting for name in gate.step.roles))}"
        unmet = dict.fromkeys(name for gate in fitting if gate.step.admits(role) for name in gate.unmet(situation))
        return "not yet true: " + "; ".join(f"{name} ({self.condition(name).label_in('en')})" for name in unmet)

    def mermaid(self, lang: str = "en") -> str:
        """Draw it as a Mermaid state diagram, labelled in a language.

        Args:
            lang: ``"en"`` or ``"zh"``.
        """
        return chart.mermaid(self, lang)

    def table(self, lang: str = "en") -> str:
        """Write it as a Markdown table, one row per step and stage, labelled in a language.

        Args:
            lang: ``"en"`` or ``"zh"``.
        """
        return chart.table(self, lang)

    def __getstate__(self) -> dict[str, Any]:
        """Pickle the data alone; machine and table are built again when needed."""
        return {field.name: getattr(self, field.name) for field in attrs.fields(type(self))}


def _misfit(event: object, steps: Iterable[Step]) -> str:
    wanted: dict[str, list[str]] = {}
    for step in steps:
        for name, value in step.when.items():
            wanted.setdefault(name, []).extend(str(option) for option in (value if isinstance(value, tuple) else (value,)))
    parts = [f"{name} is {getattr(event, name, None)}, expected {' or '.join(dict.fromkeys(options))}" for name, options in wanted.items()]
    return "; ".join(parts)
