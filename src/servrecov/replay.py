"""Replaying a journal under rules: which stage it leads to, and where it deviates.

What lives here: `Replay`, which admits one new event or walks through many, and `Deviation`. What does not: the rules (`rules.py`) and the case
(`case.py`, to read next). Events are judged in the order of time, each against what stood before it.

A strict replay raises at the first fault. A lenient one notes it and goes on: what the procedure does not allow moves nothing; an event that
commits too much or names an unknown role or cause did happen all the same, so it moves the case as the procedure says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple, overload

import attrs

from servrecov import values
from servrecov.errors import (
    AuthorityExceededError,
    EventOrderError,
    InvalidValueError,
    LateEntryError,
    ServRecovError,
    StepNotAllowedError,
    UnknownNameError,
)
from servrecov.handling.condition import Situation
from servrecov.journal.closing import Retracted
from servrecov.journal.event import Event
from servrecov.journal.intake import Received
from servrecov.journal.journal import Entry, Journal
from servrecov.register import Register
from servrecov.rules import Rules
from servrecov.source import PRACTICE
from servrecov.terms import Term

__all__ = ["Deviation", "DeviationKind"]


_OURS: Final = PRACTICE.at("checking of event logs")


class DeviationKind(Term):
    """What an event deviates from."""

    ORDER = ("order", "Out of order", "顺序颠倒", "It stands after a later one.", _OURS)
    STEP = ("step", "Step not allowed", "步骤不符", "The procedure does not allow it at its stage.", _OURS)
    AUTHORITY = ("authority", "Beyond authority", "超越权限", "It commits more than the acting role may.", _OURS)
    NAME = ("name", "Unknown name", "名称不明", "It names a role or a cause that the playbook does not know.", _OURS)
    ENTRY = (
        "entry",
        "Invalid entry",
        "记录无效",
        "It is no event, has the id of another one, or is a retraction of what cannot be retracted.",
        _OURS,
    )


@attrs.frozen(kw_only=True, field_transformer=values.held)
class Deviation:
    """Where a log departs from a playbook.

    Attributes:
        seq: Position of the event in the log, from 1.
        event: The event.
        kind: What it departs from.
        stage: The stage the case was in; None for what is no event or no retraction, and so is not part of the story.
        message: What was wrong, where, and what was expected.
    """

    seq: int
    event: Any
    kind: DeviationKind
    stage: str | None
    message: str


_KINDS: Final[tuple[tuple[type[ServRecovError], DeviationKind], ...]] = (
    (StepNotAllowedError, DeviationKind.STEP),
    (AuthorityExceededError, DeviationKind.AUTHORITY),
    (EventOrderError, DeviationKind.ORDER),
    (UnknownNameError, DeviationKind.NAME),
)


def _deviation(entry: Entry, stage: str | None, error: ServRecovError) -> Deviation:
    kind = next((kind for cls, kind in _KINDS if isinstance(error, cls)), DeviationKind.ENTRY)
    return Deviation(seq=entry.seq, event=entry.event, kind=kind, stage=stage, message=str(error))


class _Prefix(Sequence[Entry]):
    """The first entries of a tuple, seen and not copied: a copy before every event would make a replay quadratic."""

    __slots__ = ("_entries", "_length")

    def __init__(self, entries: tuple[Entry, ...], length: int) -> None:
        self._entries = entries
        self._length = length

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, index: int) -> Entry: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Entry, ...]: ...
    def __getitem__(self, index: int | slice) -> Entry | tuple[Entry, ...]:
        places = range(self._length)[index]
        return self._entries[places] if isinstance(places, int) else tuple(self._entries[place] for place in places)

    def __reversed__(self) -> Iterator[Entry]:
        return (self._entries[place] for place in reversed(range(self._length)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))


class Judged(NamedTuple):
    """An entry as a walk found it.

    Attributes:
        entry: The entry.
        stage: The stage before it.
        reached: The stage after it.
        faults: What stands against it, the first that a strict replay would raise first.
    """

    entry: Entry
    stage: str
    reached: str
    faults: tuple[ServRecovError, ...]


@attrs.frozen
class Replay:
    """One complaint under one set of rules: what its events lead to.

    Attributes:
        rules: The playbook.
        complaint: The complaint.
        case_id: Id of the case, for the errors.
        tolerant: Whether a walk notes what is no error of ours, such as that of a firm's own condition, and goes on.
    """

    rules: Rules
    complaint: Any
    case_id: str | None = None
    tolerant: bool = False

    def admit(self, event: Event, stage: str, standing: Sequence[Entry]) -> str:
        """Return the stage that a new event leads to, by the compiled table; only where that finds no way is the state machine asked, for the error.

        Args:
            event: The event.
            stage: The stage before it.
            standing: What stands before it, in the order of time.

        Raises:
            StepNotAllowedError: The procedure does not allow it; a second receipt, or anything before the first.
            AuthorityExceededError: It commits more than the acting role may.
            UnknownNameError: It names a role or a cause that the playbook does not know.
        """
        if event.verb == Received.verb:
            judged = self._receipt(Entry(1, event), stage, is_first=not standing)
            _raise_first(judged.faults)
            return judged.reached
        if not standing:
            raise self._unopened(stage, event)
        rules = self.rules
        rules.check_event(event)
        situation, role = Situation(self.complaint, standing, event), rules.acting_role(event)
        reached = rules.procedure.next_stage(stage, event, situation, role)
        if reached is None:
            reached = rules.procedure.advance(stage, event, situation, role, case_id=self.case_id)
        if rules.authority is not None:
            rules.authority.check(event, standing)
        return reached

    def walk(self, standing: tuple[Entry, ...]) -> Iterator[Judged]:
        """Yield each standing entry, in the order of time, with the stages before and after it and what stands against it."""
        stage = self.rules.procedure.initial
        opening = next((index for index, entry in enumerate(standing) if entry.event.verb == Received.verb), None)
        for index, entry in enumerate(standing):
            try:
                judged = self._judged(_Prefix(standing, index), entry, stage, opening)
            except Exception as error:
                if not self.tolerant:
                    raise
                judged = self._unjudged(entry, stage, error)
            if index < (1 if opening is None else opening):
                judged = judged._replace(faults=(self._unopened(stage, entry.event), *judged.faults))
            yield judged
            stage = judged.reached

    def _judged(self, before: Sequence[Entry], entry: Entry, stage: str, opening: int | None) -> Judged:
        if entry.event.verb == Received.verb:
            return self._receipt(entry, stage, is_first=len(before) == opening)
        if opening is None or len(before) > opening:
            return self._judge(entry, stage, before)
        return Judged(entry, stage, stage, ())

    def _unjudged(self, entry: Entry, stage: str, error: Exception) -> Judged:
        allowed = self.rules.procedure.allowed_verbs(stage)
        return Judged(entry, stage, stage, (StepNotAllowedError(self.case_id, stage, entry.event, allowed, f"it cannot be judged: {_told(error)}"),))

    def _unopened(self, stage: str, event: Event) -> StepNotAllowedError:
        return StepNotAllowedError(self.case_id, stage, event, (Received.verb,), "the receipt opens the journal")

    def _receipt(self, entry: Entry, stage: str, *, is_first: bool) -> Judged:
        rules = self.rules
        if not is_first:
            allowed = rules.procedure.allowed_verbs(stage)
            return Judged(entry, stage, stage, (StepNotAllowedError(self.case_id, stage, entry.event, allowed, "a complaint is received once"),))
        faults = (*_faults_of(rules.check_complaint, self.complaint), *_faults_of(rules.check_event, entry.event))
        return Judged(entry, stage, rules.procedure.initial, faults)

    def _judge(self, entry: Entry, stage: str, before: Sequence[Entry]) -> Judged:
        """Judge an entry as `admit` does a new event, and note what stands against it."""
        rules, event = self.rules, entry.event
        faults = _faults_of(rules.check_event, event)
        situation, role = Situation(self.complaint, before, event), rules.acting_role(event)
        reached = rules.procedure.next_stage(stage, event, situation, role)
        if reached is None:
            reached = stage
            faults = (*faults, *_faults_of(rules.procedure.advance, stage, event, situation, role, case_id=self.case_id))
        if rules.authority is not None:
            faults = (*faults, *_faults_of(rules.authority.check, event, before))
        return Judged(entry, stage, reached, faults)

    def stage_of(self, journal: Journal) -> str:
        """Replay a journal in the order of time and return the stage it leads to.

        Raises:
            StepNotAllowedError: The procedure does not allow one of the events, or the first entry is not the receipt.
            AuthorityExceededError: One commits more than the acting role may.
            UnknownNameError: The complaint or an event names a role or a cause that the playbook does not know.
            RetractionError: One retracts what cannot be retracted.
            DuplicateEventError: Two different events have the same id.
        """
        stage = self.rules.procedure.initial
        if len(journal) and journal[0].verb != Received.verb:
            raise self._unopened(stage, journal[0])
        check_entries(journal)
        for judged in self.walk(journal.standing()):
            _raise_first(judged.faults)
            stage = judged.reached
        return stage

    def stage_after(self, added: Event, old: Journal, new: Journal) -> str:
        """Replay a journal that grew by a late entry or a retraction, and return the stage it leads to.

        What deviated before may go on to deviate: a case that is read under another playbook can grow too.

        Args:
            added: The late entry or the retraction.
            old: The journal before.
            new: The journal with it.

        Raises:
            LateEntryError: An event that was recorded before is no longer allowed; the error names it.
            ServRecovError: The late entry itself is not allowed at its time; as `admit`.
        """
        stage = self.rules.procedure.initial
        if added.verb == Received.verb and len(old):
            _raise_first(self._receipt(Entry(len(new), added), stage, is_first=False).faults)
        for judged in self.walk(new.standing()):
            stage = judged.reached
            if judged.entry.event is added:
                _raise_first(judged.faults)
            elif judged.faults:
                known = self._faults_at(judged.entry.seq, old)
                _raise_first(self._too_late(judged, added, fault) for fault in judged.faults if type(fault) not in known)
        return stage

    def _faults_at(self, seq: int, journal: Journal) -> set[type[ServRecovError]]:
        return {type(fault) for judged in self.walk(journal.standing()) if judged.entry.seq == seq for fault in judged.faults}

    def _too_late(self, judged: Judged, added: Event, fault: ServRecovError) -> LateEntryError:
        cause = f"without entry {added.entry}" if isinstance(added, Retracted) else f"after {added.verb} at {added.at}"
        why = fault.reason if isinstance(fault, StepNotAllowedError) else str(fault)
        allowed = self.rules.procedure.allowed_verbs(judged.stage)
        error = LateEntryError(self.case_id, judged.stage, judged.entry.event, allowed, f"{cause}: {why}")
        error.__cause__ = fault
        return error


def check_entries(journal: Journal) -> None:
    """Refuse a journal that no recording could have led to, whatever the rules.

    Raises:
        RetractionError: An entry retracts what cannot be retracted.
        DuplicateEventError: Two different events have the same id.
    """
    _raise_first(error for _, error in Register(journal.entries()).refused)


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


def _raise_first(faults: Iterable[ServRecovError]) -> None:
    for fault in faults:
        raise fault


def _faults_of(rule: Callable[..., object], *of: Any, **named: Any) -> tuple[ServRecovError, ...]:  # noqa: ANN401  (each rule takes its own)
    try:
        rule(*of, **named)
    except ServRecovError as error:
        return (error.with_traceback(None),)  # the frames of thousands of faults would weigh more than the log
    return ()


def deviations_of(judged: Iterable[Judged]) -> tuple[Deviation, ...]:
    """Return what a walk found against the entries, in the order of the log."""
    return _in_log_order(_deviation(each.entry, each.stage, fault) for each in judged for fault in each.faults)


def checked(rules: Rules, complaint: object, events: Iterable[object]) -> tuple[Deviation, ...]:
    """Return where a log departs from the rules, in the order of the log.

    Args:
        rules: The playbook.
        complaint: The complaint.
        events: The log. In a `Journal` late entries are in their place, for it says which of them came late; in any other log they deviate.
    """
    try:
        entries = tuple(events.entries() if isinstance(events, Journal) else (Entry(seq, event) for seq, event in enumerate(events, 1)))
    except Exception as error:  # noqa: BLE001  (a log may be anything, and a check never raises)
        return (_deviation(Entry(1, events), None, InvalidValueError("events", events, f"a list of events ({_told(error)})")),)
    register = Register(entries, raw=not isinstance(events, Journal))
    late = {} if isinstance(events, Journal) else register.late
    refused = [_deviation(entry, None, error) for entry, error in register.refused]
    walked = list(Replay(rules, complaint, tolerant=True).walk(register.standing()))
    unordered = [_deviation(each.entry, each.stage, late[each.entry.seq]) for each in walked if each.entry.seq in late]
    return _in_log_order((*refused, *unordered, *deviations_of(walked)))


def _in_log_order(found: Iterable[Deviation]) -> tuple[Deviation, ...]:
    return tuple(sorted(found, key=lambda deviation: deviation.seq))
