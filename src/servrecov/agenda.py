"""What is to be done next: open deadlines, promises that wait, and the steps that the procedure allows.

What lives here: `AgendaItem` and the order of an agenda. What does not: the readings it is made of. Read `case.py` next.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import attrs
from pendulum import DateTime

from servrecov import values
from servrecov.deadline.deadline import Deadline
from servrecov.handling.procedure import Procedure
from servrecov.handling.step import Step
from servrecov.journal.journal import Entry
from servrecov.journal.promise import Promise, PromiseStatus
from servrecov.source import Source
from servrecov.wording import say

__all__ = ["AgendaItem"]


@attrs.frozen(kw_only=True, field_transformer=values.held)
class AgendaItem:
    """Something to be done.

    Attributes:
        at: By when; None for what has no date.
        kind: ``"deadline"``, ``"promise"`` or ``"step"``.
        title: What it is, in the language asked for.
        who: For a deadline or a promise, the person in charge, or their role where only that is known; for a step, the roles that may take it.
            Empty where nobody is named.
        source: Where the rule comes from, or None.
    """

    at: DateTime | None = None
    kind: str
    title: str
    who: Sequence[str] = ()
    source: Source | None = None


def in_order(items: Iterable[AgendaItem]) -> tuple[AgendaItem, ...]:
    """Sort by time, so that what is overdue comes first; what has no date comes last, in the order given."""
    dated: list[tuple[int, int, AgendaItem]] = []
    undated: list[AgendaItem] = []
    for place, item in enumerate(items):
        if item.at is None:
            undated.append(item)
        else:
            dated.append((values.moment(item.at), place, item))
    return (*(item for _, _, item in sorted(dated, key=lambda each: each[:2])), *undated)


def owner(standing: Sequence[Entry]) -> tuple[str, ...]:
    """Return who is in charge by the latest assignment or hand-over: the person, else the role; nobody where there was none."""
    event: Any = next((entry.event for entry in reversed(standing) if entry.event.verb in ("assigned", "handed_over")), None)
    return () if event is None else (event.to or event.to_role,)


def of_deadlines(deadlines: Sequence[Deadline], who: Sequence[str], lang: str) -> tuple[AgendaItem, ...]:
    """Return the open deadlines, called by their kind; where several clocks are of one kind, by the clock's name too."""
    clocks = Counter(kind for _, kind in {(deadline.clock, deadline.kind) for deadline in deadlines})
    return tuple(
        AgendaItem(
            at=deadline.due_at, kind="deadline", title=_title(deadline, lang, alone=clocks[deadline.kind] == 1), who=who, source=deadline.source
        )
        for deadline in deadlines
        if deadline.open
    )


def _title(deadline: Deadline, lang: str, *, alone: bool) -> str:
    what = deadline.kind.label_in(lang) if alone else say("agenda.clock", lang, kind=deadline.kind, clock=deadline.clock)
    return say("agenda.deadline", lang, what=what, status=deadline.status.label_in(lang).lower())


def of_promises(promises: Iterable[Promise], who: Sequence[str], lang: str) -> tuple[AgendaItem, ...]:
    """Return the promises that are still to be kept, in time or not."""
    waiting = (promise for promise in promises if promise.status in (PromiseStatus.OPEN, PromiseStatus.BROKEN))
    return tuple(AgendaItem(at=each.due_at, kind="promise", title=say("agenda.promise", lang, what=each.what_in(lang)), who=who) for each in waiting)


def of_steps(steps: Iterable[Step], procedure: Procedure, lang: str) -> tuple[AgendaItem, ...]:
    """Return the steps that the procedure allows, each with what must come first."""
    return tuple(AgendaItem(kind="step", title=_move(step, procedure, lang), who=step.roles) for step in steps)


def _move(step: Step, procedure: Procedure, lang: str) -> str:
    title = say("agenda.step", lang, verb=step.label_in(lang), stage=procedure.stage(step.to).label_in(lang))
    if not step.unmet:
        return title
    unmet = say("agenda.and", lang).join(procedure.condition(name).label_in(lang) for name in step.unmet)
    return say("agenda.step_not_yet", lang, step=title, unmet=unmet)
