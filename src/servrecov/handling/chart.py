"""A procedure drawn: as a Mermaid state diagram and as a Markdown table, in English or Chinese.

What lives here: the two drawings. What does not: the picture of one case's life. Read `authority.py` next.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from servrecov.handling.plan import Plan
from servrecov.handling.step import Step
from servrecov.language import language
from servrecov.wording import written_verb

__all__ = ["mermaid", "table"]

_IDENTIFIER: Final = re.compile(r"[A-Za-z]\w*", re.ASCII)
_RESERVED: Final = frozenset(
    {"as", "choice", "class", "classdef", "default", "direction", "end", "fork", "join", "left", "note", "right", "state", "style"}
)
_HEADS: Final = {
    "en": ("Stage", "Event", "Only where", "First", "Who", "Next stage"),
    "zh": ("阶段", "事件", "限于", "前提", "何人", "下一阶段"),
}
_ANYTIME: Final = {"en": "At any stage, without moving it", "zh": "任何阶段均可，不改变阶段"}
_JOINTS: Final = {"en": (" or ", "; ", ", ", ": "), "zh": ("或", "；", "、", "：")}
_YES_NO: Final[Mapping[str, Mapping[object, str]]] = {"en": {True: "yes", False: "no"}, "zh": {True: "是", False: "否"}}


def mermaid(procedure: Plan, lang: str = "en") -> str:
    """Draw a procedure as a Mermaid ``stateDiagram-v2``; what narrows a step stands in brackets, the roles after a stroke.

    Args:
        procedure: What to draw.
        lang: ``"en"`` or ``"zh"``.
    """
    names = _identifiers(procedure)
    lines = ["stateDiagram-v2"]
    lines += [f'    state "{_plain(stage.label_in(lang))}" as {names[stage.name]}' for stage in procedure.stages]
    lines.append(f"    [*] --> {names[procedure.initial]} : {_plain(written_verb('received', lang))}")
    for step in procedure.steps:
        lines += [f"    {names[source]} --> {names[step.to]} : {_plain(_arrow(procedure, step, lang))}" for source in procedure.sources(step)]
    lines += [f"    {names[stage]} --> [*]" for stage in procedure.final]
    return "\n".join(lines) + "\n"


def table(procedure: Plan, lang: str = "en") -> str:
    """Write a procedure as a Markdown table, one row per step and stage, and below it the events that move nothing.

    Args:
        procedure: What to write.
        lang: ``"en"`` or ``"zh"``.
    """
    spoken = language(lang)
    rows = [_HEADS[spoken], ("---",) * len(_HEADS[spoken])]
    rows += [_row(procedure, step, source, lang) for source in procedure.stage_names for step in procedure.steps if source in procedure.sources(step)]
    lines = [f"| {' | '.join(row)} |" for row in rows]
    if procedure.anytime:
        _, _, comma, colon = _JOINTS[spoken]
        lines += ["", f"{_ANYTIME[spoken]}{colon}{comma.join(written_verb(verb, lang) for verb in procedure.anytime)}"]
    return "\n".join(lines) + "\n"


def _identifiers(procedure: Plan) -> dict[str, str]:
    """Give each stage an identifier that Mermaid can read: its own name where that is one."""
    names = {name: name for name in procedure.stage_names if _IDENTIFIER.fullmatch(name) and name.lower() not in _RESERVED}
    for index, name in enumerate(procedure.stage_names, 1):
        if name not in names:
            free = f"stage{index}"
            while free in names.values():
                free += "_"
            names[name] = free
    return names


def _plain(text: str) -> str:
    """Take out what Mermaid would read as its own: quotation marks, colons, semicolons and the end of a line."""
    return _in_one_line(text).replace('"', "'").replace(":", "=").replace(";", ",")


def _cell(text: str) -> str:
    return _in_one_line(text).replace("|", "\\|")


def _in_one_line(text: str) -> str:
    return " ".join(text.splitlines())


def _arrow(procedure: Plan, step: Step, lang: str) -> str:
    _, semicolon, comma, _ = _JOINTS[language(lang)]
    narrowed = semicolon.join(part for part in (_when(step, lang), _requires(procedure, step, lang)) if part)
    label = step.label_in(lang) + (f" [{narrowed}]" if narrowed else "")
    return label + (f" / {comma.join(step.roles)}" if step.roles else "")


def _row(procedure: Plan, step: Step, source: str, lang: str) -> tuple[str, ...]:
    comma = _JOINTS[language(lang)][2]
    cells = (
        procedure.stage(source).label_in(lang),
        step.label_in(lang),
        _when(step, lang),
        _requires(procedure, step, lang),
        comma.join(step.roles),
        procedure.stage(step.to).label_in(lang),
    )
    return tuple(_cell(cell) for cell in cells)


def _when(step: Step, lang: str) -> str:
    semicolon = _JOINTS[language(lang)][1]
    return semicolon.join(f"{name} = {_options(wanted, lang)}" for name, wanted in step.when.items())


def _options(wanted: object, lang: str) -> str:
    spoken = language(lang)
    options: Iterable[object] = wanted if isinstance(wanted, tuple) else (wanted,)
    return _JOINTS[spoken][0].join(_YES_NO[spoken].get(option, str(option)) if isinstance(option, bool) else str(option) for option in options)


def _requires(procedure: Plan, step: Step, lang: str) -> str:
    semicolon = _JOINTS[language(lang)][1]
    return semicolon.join(procedure.condition(name).label_in(lang) for name in step.requires)
