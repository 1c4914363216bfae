"""Whether a procedure is sound: every name known, every stage reachable, every open stage able to end, every choice clear.

What lives here: the checks that a `Procedure` runs when it is built, each an `InvalidProcedureError` that names the place by its path. What does
not: the pieces (`step.py`) and the moves (`procedure.py`). Read `chart.py` next.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final

from servrecov.errors import InvalidProcedureError, InvalidValueError
from servrecov.handling.condition import CONDITIONS
from servrecov.handling.plan import Plan
from servrecov.handling.step import ANY_OPEN, Step
from servrecov.journal.catalogue import EVENTS, check_verb, check_wanted, field_checks

__all__ = ["check_procedure"]

ENDING: Final = ("closed", "withdrawn", "merged")
"""The verbs that may enter a final stage."""
LEAVING: Final = "reopened"
"""The verb that may leave a final stage for an open one."""
_NOT_A_MOVE: Final = {
    "received": "the receipt opens the journal and puts the case in the initial stage; a procedure does not list it",
    "retracted": "a retraction is the journal's own matter; a procedure does not list it",
}


def check_procedure(procedure: Plan) -> None:
    """Refuse a procedure that is not sound.

    Raises:
        InvalidProcedureError: A name is unknown or doubled, a stage cannot be reached or left, two steps cannot be told apart, a final stage is
            entered by another verb than ``closed``, ``withdrawn`` or ``merged``, or left by another than ``reopened``.
    """
    _check_stages(procedure)
    for index, step in enumerate(procedure.steps):
        _check_step(step, f"procedure.steps[{index}]", procedure)
    _check_anytime(procedure)
    _check_apart(procedure)
    _check_reachable(procedure)
    _check_able_to_end(procedure)


def _known(name: str, names: Iterable[str], where: str, expected: str) -> None:
    options = tuple(names)
    if name not in options:
        raise InvalidProcedureError(where, name, f"{expected}: {', '.join(options)}", options)


def _check_stages(procedure: Plan) -> None:
    names = procedure.stage_names
    for index, name in enumerate(names):
        if name in names[:index]:
            raise InvalidProcedureError(f"procedure.stages[{index}]", name, "each stage once")
    _known(procedure.initial, names, "procedure.initial", "a stage of the procedure")
    if not procedure.final:
        raise InvalidProcedureError("procedure.final", procedure.final, "at least one stage that ends a case")
    for index, name in enumerate(procedure.final):
        _known(name, names, f"procedure.final[{index}]", "a stage of the procedure")
    if procedure.initial in procedure.final:
        raise InvalidProcedureError("procedure.initial", procedure.initial, "an open stage, for a complaint that was just received has not ended")


def _check_step(step: Step, where: str, procedure: Plan) -> None:
    _check_known_verb(step.verb, f"{where}.verb")
    for index, name in enumerate(step.from_):
        if name != ANY_OPEN:
            _known(name, procedure.stage_names, f"{where}.from[{index}]", "a stage of the procedure")
    _known(step.to, procedure.stage_names, f"{where}.to", "a stage of the procedure")
    for index, name in enumerate(step.requires):
        _known(name, (*CONDITIONS, *procedure.conditions), f"{where}.requires[{index}]", "a condition")
    _check_wanted(step, where)
    for source in procedure.sources(step):
        _check_boundary(step, source, where, procedure.final)


def _check_known_verb(verb: str, where: str) -> None:
    if verb in _NOT_A_MOVE:
        raise InvalidProcedureError(where, verb, f"an event that a case goes on with: {_NOT_A_MOVE[verb]}")
    _as_ours(check_verb, verb, where)


def _as_ours(check: Callable[[Any, str], object], value: object, where: str) -> None:
    try:
        check(value, where)
    except InvalidValueError as error:
        raise InvalidProcedureError(where, error.value, error.expected, error.args[3]) from error


def _check_wanted(step: Step, where: str) -> None:
    if step.verb not in EVENTS:
        return
    checks = field_checks(step.verb)
    for name, wanted in step.when.items():
        _known(name, checks, f"{where}.when", f"a field of {step.verb!r}")
        _as_ours(functools.partial(check_wanted, checks[name]), wanted, f"{where}.when[{name!r}]")


def _check_boundary(step: Step, source: str, where: str, final: Sequence[str]) -> None:
    if step.to == source:
        return
    if step.to in final and step.verb not in ENDING:
        raise InvalidProcedureError(f"{where}.verb", step.verb, f"one of {', '.join(ENDING)}, for {step.to!r} is a final stage", ENDING)
    if source in final and step.to not in final and step.verb != LEAVING:
        raise InvalidProcedureError(f"{where}.verb", step.verb, f"{LEAVING!r}, the only way out of the final stage {source!r}", (LEAVING,))


def _check_anytime(procedure: Plan) -> None:
    for index, verb in enumerate(procedure.anytime):
        where = f"procedure.anytime[{index}]"
        _check_known_verb(verb, where)
        if verb in (*ENDING, LEAVING):
            raise InvalidProcedureError(where, verb, "an event that moves nothing; what ends or reopens a case is a step")


def _check_apart(procedure: Plan) -> None:
    for stage in procedure.stage_names:
        seen: dict[str, list[int]] = {}
        for index, step in enumerate(procedure.steps):
            if stage not in procedure.sources(step):
                continue
            for other in seen.setdefault(step.verb, []):
                if not _apart(procedure.steps[other], step):
                    expected = f"values of a field of {step.verb!r} that tell it from steps[{other}], also from {stage!r}"
                    raise InvalidProcedureError(f"procedure.steps[{index}].when", dict(step.when), expected)
            seen[step.verb].append(index)


def _apart(one: Step, other: Step) -> bool:
    return any(name in other.when and not _overlap(wanted, other.when[name]) for name, wanted in one.when.items())


def _overlap(one: object, other: object) -> bool:
    others = other if isinstance(other, tuple) else (other,)
    return any(value in others for value in (one if isinstance(one, tuple) else (one,)))


def _moves(procedure: Plan) -> Iterator[tuple[str, str]]:
    return ((source, step.to) for step in procedure.steps for source in procedure.sources(step))


def _spread(begin: Iterable[str], moves: Iterable[tuple[str, str]]) -> set[str]:
    following: dict[str, set[str]] = {}
    for source, to in moves:
        following.setdefault(source, set()).add(to)
    reached: set[str] = set()
    ahead = set(begin)
    while ahead:
        reached |= ahead
        ahead = {to for stage in ahead for to in following.get(stage, ())} - reached
    return reached


def _check_reachable(procedure: Plan) -> None:
    reached = _spread([procedure.initial], _moves(procedure))
    for index, name in enumerate(procedure.stage_names):
        if name not in reached:
            raise InvalidProcedureError(f"procedure.stages[{index}]", name, f"a stage that steps lead to from {procedure.initial!r}")


def _check_able_to_end(procedure: Plan) -> None:
    able = _spread(procedure.final, ((to, source) for source, to in _moves(procedure)))
    for index, name in enumerate(procedure.stage_names):
        if name not in able:
            raise InvalidProcedureError(f"procedure.stages[{index}]", name, f"a stage with a way to a final one: {', '.join(procedure.final)}")
