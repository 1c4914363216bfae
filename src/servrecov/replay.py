"""Replaying a journal under rules: which stage it leads to, and where it deviates.

What lives here: the admission of one event, the replay of many, and `Deviation`. What does not: the rules (`rules.py`) and the case (`case.py`,
to read next). Events are admitted in the order of time, each against what stood before it.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Sequence

import attrs

from servrecov.complaint.complaint import Complaint
from servrecov.errors import AuthorityExceededError, EventOrderError, LateEntryError, ServRecovError, StepNotAllowedError, UnknownNameError
from servrecov.handling.condition import Situation
from servrecov.journal.event import Event
from servrecov.journal.intake import Received
from servrecov.journal.journal import Entry, Journal
from servrecov.rules import Rules

__all__ = ["Deviation", "DeviationKind", "admitted", "deviations_of", "replayed", "stage_after"]


class DeviationKind(enum.StrEnum):
    """What an event deviates from."""

    ORDER = "order"
    """It stands after a later one."""
    STEP = "step"
    """The procedure does not allow it at its stage."""
    AUTHORITY = "authority"
    """It commits more than the acting role may."""
    NAME = "name"
    """It names a role or a cause that the playbook does not know."""
    ENTRY = "entry"
    """It is no event, or a retraction of what cannot be retracted."""


@attrs.frozen(kw_only=True)
class Deviation:
    """Where a log departs from a playbook.

    Attributes:
        seq: Position of the event in the log, from 1.
        event: The event.
        kind: What it departs from.
        stage: The stage the case was in.
        message: What was wrong, where, and what was expected.
    """

    seq: int
    event: object
    kind: DeviationKind
    stage: str
    message: str


_KINDS: tuple[tuple[type[ServRecovError], DeviationKind], ...] = (
    (StepNotAllowedError, DeviationKind.STEP),
    (AuthorityExceededError, DeviationKind.AUTHORITY),
    (EventOrderError, DeviationKind.ORDER),
    (UnknownNameError, DeviationKind.NAME),
)


def deviation(entry: Entry, stage: str, error: ServRecovError) -> Deviation:
    """Turn an error into the deviation that a lenient reading reports."""
    kind = next((kind for cls, kind in _KINDS if isinstance(error, cls)), DeviationKind.ENTRY)
    return Deviation(seq=entry.seq, event=entry.event, kind=kind, stage=stage, message=str(error))


def admitted(rules: Rules, complaint: Complaint, standing: Sequence[Entry], stage: str, event: Event, case_id: str | None) -> str:
    """Return the stage that an event leads to.

    Args:
        rules: The playbook.
        complaint: The complaint.
        standing: What stood before the event, in the order of time.
        stage: The stage before it.
        event: The event.
        case_id: For the error.

    Raises:
        StepNotAllowedError: The procedure does not allow it; a second receipt, or anything before the first.
        AuthorityExceededError: It commits more than the acting role may.
        UnknownNameError: It names a role or a cause that the playbook does not know.
    """
    if not standing or event.verb == Received.verb:
        return _opened(rules, standing, stage, event, case_id)
    rules.check_event(event)
    situation = Situation(complaint=complaint, entries=standing, event=event)
    reached = rules.procedure.advance(stage, event, situation, role=rules.acting_role(event), case_id=case_id)
    if rules.authority is not None:
        rules.authority.check(event, standing)
    return reached


def _opened(rules: Rules, standing: Sequence[Entry], stage: str, event: Event, case_id: str | None) -> str:
    if event.verb != Received.verb:
        raise StepNotAllowedError(case_id, stage, event, (Received.verb,), "the receipt opens the journal")
    if standing:
        raise StepNotAllowedError(case_id, stage, event, rules.procedure.allowed_verbs(stage), "a complaint is received once")
    rules.check_event(event)
    return rules.procedure.initial


def replayed(rules: Rules, complaint: Complaint, journal: Journal, case_id: str | None, new: Event | None = None) -> str:
    """Replay a journal in the order of time and return the stage it leads to.

    Args:
        rules: The playbook.
        complaint: The complaint.
        journal: The journal.
        case_id: For the error.
        new: The entry that was just made, if one was: another event that fails then fails because of it.

    Raises:
        LateEntryError: An event that was recorded before is no longer allowed.
        ServRecovError: As `admitted`.
    """
    rules.check_complaint(complaint)
    stage = rules.procedure.initial
    standing = journal.standing()
    for index, (_, event) in enumerate(standing):
        try:
            stage = admitted(rules, complaint, standing[:index], stage, event, case_id)
        except ServRecovError as error:
            if new is None or event is new:
                raise
            raise LateEntryError(case_id, stage, event, rules.procedure.allowed_verbs(stage), f"after the late {new.verb}: {error}") from error
    return stage


def _followed(rules: Rules, complaint: Complaint, standing: Sequence[Entry]) -> Iterator[tuple[str, Deviation | None]]:
    stage = rules.procedure.initial
    for index, entry in enumerate(standing):
        found = None
        try:
            stage = admitted(rules, complaint, standing[:index], stage, entry.event, None)
        except ServRecovError as error:
            found = deviation(entry, stage, error)
        yield stage, found


def stage_after(rules: Rules, complaint: Complaint, standing: Sequence[Entry]) -> str:
    """Return the stage that standing entries lead to; an event that is not allowed moves nothing."""
    stage = rules.procedure.initial
    for stage, _ in _followed(rules, complaint, standing):  # noqa: B007  (the last stage is the answer)
        pass
    return stage


def deviations_of(rules: Rules, complaint: Complaint, standing: Sequence[Entry]) -> tuple[Deviation, ...]:
    """Return where standing entries depart from the rules; an event that is not allowed moves nothing."""
    return tuple(found for _, found in _followed(rules, complaint, standing) if found is not None)
