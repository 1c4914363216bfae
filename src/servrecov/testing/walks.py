"""Hypothesis strategies for lives that a playbook allows: cases, recorded step by step, of any procedure.

What lives here: `walks`. What does not: lives that follow no procedure (`stories.py`) and events with arbitrary content (`instances.py`). A walk takes
the steps of the procedure, does in between what moves nothing, and never asks for more than the playbook allows. This is the last room.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pendulum
from hypothesis import strategies as st
from pendulum import DateTime

from servrecov.case import Case
from servrecov.complaint.complaint import Complaint, Customer
from servrecov.complaint.failure import Failure, Severity
from servrecov.complaint.remedy import Remedy, RemedyKind
from servrecov.errors import ServRecovError
from servrecov.handling.step import Step
from servrecov.journal.catalogue import EVENTS
from servrecov.journal.event import Event
from servrecov.playbook import Playbook

__all__ = ["WALK_BEGINS", "act", "walks"]

WALK_BEGINS: Final = pendulum.datetime(2026, 3, 2, 9, tz="Asia/Shanghai")
"""When the complaint of every walk comes in: a Monday morning."""

_WAYS: Final = ("on", "on", "stay", "any")
"""Which steps to choose from: those that lead on, none, or any; most walks would end at once if every step were as likely."""

_NEEDED: Final[Mapping[str, Mapping[str, Any]]] = {
    "assessed": {"valid": True},
    "assigned": {"to": "li"},
    "handed_over": {"to": "wang"},
    "promised": {"what": "a call", "kept_by": "followed_up", "due_at": WALK_BEGINS.add(days=2)},
    "prevention_agreed": {"action": "a second check"},
    "merged": {"into": "C-2"},
    "remedy_offered": {"remedies": [Remedy(RemedyKind.EXPLANATION)]},
}


def act(verb: str, at: DateTime, **wanted: Any) -> Event:  # noqa: ANN401  (a field may hold anything)
    """Make an event by its verb, with whatever it is meaningless without.

    Example:
        >>> act("merged", WALK_BEGINS).into
        'C-2'
    """
    return EVENTS[verb](at=at, **{**_NEEDED.get(verb, {}), **wanted})


@st.composite
def walks(draw: st.DrawFn, playbook: Playbook, most: int = 12) -> Case:
    """Make cases that were opened and then recorded, event by event, as their playbook allows.

    Args:
        draw: Given by Hypothesis.
        playbook: The playbook.
        most: The most events after the receipt.
    """
    failures = [Failure(severity=draw(st.sampled_from((None, *Severity))))]
    case = playbook.open(Complaint(customer=Customer(id="han"), received_at=WALK_BEGINS, failures=failures), by="zhang", id="C-1")
    at = WALK_BEGINS
    for minutes in draw(st.lists(st.integers(0, 24 * 60), max_size=most)):
        at = at.add(minutes=minutes)
        try:
            case = case.record(draw(st.sampled_from(_options(case, at, draw(st.sampled_from(_WAYS))))))
        except ServRecovError:  # a role or an authority of the firm's own stands in the way: the walk goes another way
            continue
    return case


def _options(case: Case, at: DateTime, way: str) -> list[Event]:
    """Return what may happen next, of the library's own events: steps that lack nothing, or what moves nothing; else a note."""
    procedure = case.playbook.procedure
    able = [step for step in case.allowed() if not step.unmet and step.verb in EVENTS]
    steps = {"on": [step for step in able if not procedure.is_final(step.to)], "any": able, "stay": []}[way]
    return [_taken(step, at) for step in steps] or [act(verb, at) for verb in procedure.anytime if verb in EVENTS] or [act("noted", at)]


def _taken(step: Step, at: DateTime) -> Event:
    return act(step.verb, at, **{name: value[0] if isinstance(value, tuple) else value for name, value in step.when.items()})
