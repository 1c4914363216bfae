"""What is to be done next: open deadlines, promises that wait, and the steps that the procedure allows.

What lives here: `AgendaItem` and the order of an agenda. What does not: the readings it is made of. Read `case.py` next.
"""

from __future__ import annotations

import operator
from collections.abc import Iterable

import attrs
from pendulum import DateTime

from servrecov.deadline.deadline import Deadline
from servrecov.handling.procedure import Procedure
from servrecov.handling.step import Step
from servrecov.journal.promise import Promise, PromiseStatus
from servrecov.source import Source
from servrecov.wording import say

__all__ = ["AgendaItem", "read_agenda"]


@attrs.frozen(kw_only=True)
class AgendaItem:
    """Something to be done.

    Attributes:
        at: By when; None for a step without a date.
        kind: ``"deadline"``, ``"promise"`` or ``"step"``.
        title: What it is, in the language asked for.
        who: The roles that may do it; empty where anybody may.
        source: Where the rule comes from, or None.
    """

    at: DateTime | None
    kind: str
    title: str
    who: tuple[str, ...] = ()
    source: Source | None = None


def read_agenda(
    deadlines: Iterable[Deadline], promises: Iterable[Promise], steps: Iterable[Step], procedure: Procedure, lang: str
) -> tuple[AgendaItem, ...]:
    """Put deadlines, promises and steps into one list: overdue first, then by time, undated last."""
    items = [
        *(_deadline(deadline, lang) for deadline in deadlines if deadline.open),
        *(_promise(promise, lang) for promise in promises if promise.status in (PromiseStatus.OPEN, PromiseStatus.BROKEN)),
        *(_step(step, procedure, lang) for step in steps),
    ]
    dated = [(item.at, item) for item in items if item.at is not None]
    dated.sort(key=operator.itemgetter(0))
    return (*(item for _, item in dated), *(item for item in items if item.at is None))


def _deadline(deadline: Deadline, lang: str) -> AgendaItem:
    title = say("agenda.deadline", lang, kind=deadline.kind, clock=deadline.clock, status=deadline.status)
    return AgendaItem(at=deadline.due_at, kind="deadline", title=title, source=deadline.source)


def _promise(promise: Promise, lang: str) -> AgendaItem:
    return AgendaItem(at=promise.due_at, kind="promise", title=say("agenda.promise", lang, what=promise.what))


def _step(step: Step, procedure: Procedure, lang: str) -> AgendaItem:
    title = say("agenda.step", lang, verb=step.label_in(lang), stage=procedure.stage(step.to).label_in(lang))
    if step.unmet:
        unmet = say("agenda.and", lang).join(procedure.condition(name).label_in(lang) for name in step.unmet)
        title = say("agenda.step_not_yet", lang, step=title, unmet=unmet)
    return AgendaItem(at=None, kind="step", title=title, who=step.roles)
