"""A case: a complaint, its journal and the playbook it is handled by; everything else is a reading of these.

What lives here: `Case`, how its journal grows, and what it can be asked. What does not: how a journal is replayed (`replay.py`) and the
readings themselves, each of which has a room of its own. Read `playbook.py` next.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Final

import attrs

from servrecov import agenda as agendas
from servrecov import values
from servrecov.agenda import AgendaItem
from servrecov.complaint.complaint import Complaint
from servrecov.deadline.deadline import Deadline
from servrecov.deadline.notice import Notice, by_time, known_notices, promise_notices
from servrecov.errors import DuplicateEventError, EventOrderError, InvalidValueError
from servrecov.fairness.audit import FairnessAudit, audit_fairness
from servrecov.handling.condition import Situation
from servrecov.handling.guidance import Guidance
from servrecov.handling.step import Step
from servrecov.journal.closing import Retracted
from servrecov.journal.event import Event
from servrecov.journal.facts import Facts, facts_of
from servrecov.journal.journal import Journal
from servrecov.journal.promise import Promise, read_promises
from servrecov.register import is_same_act
from servrecov.replay import Deviation, Replay, check_entries, deviations_of
from servrecov.rules import Rules

if TYPE_CHECKING:
    from servrecov.playbook import Playbook
else:
    Playbook = Rules  # a playbook opens cases, so it stands above them; what a case needs of it are its rules

__all__ = ["Case"]


def _journal(value: Journal | Iterable[Event]) -> Journal:
    if isinstance(value, Journal):
        return value
    if isinstance(value, Iterable):
        return Journal(value)
    raise InvalidValueError("Case.journal", value, "a Journal, or events in the order in which they were recorded")


def _playbook(value: Playbook) -> Playbook:
    if isinstance(value, Rules):
        return value
    raise InvalidValueError("Case.playbook", value, "a Playbook")


@attrs.frozen(kw_only=True, field_transformer=values.held)
class Case:
    """A complaint in hand. It is frozen: recording returns a new case and leaves the old one as it was.

    Attributes:
        id: The host's name for it, or None.
        complaint: What the customer said.
        journal: What happened since.
        playbook: How such things are handled.

    Raises:
        StepNotAllowedError: The journal holds an event that the procedure does not allow.
        AuthorityExceededError: It holds one beyond authority.
        UnknownNameError: The complaint or an event names a role or a cause that the playbook does not know.
        RetractionError: It holds a retraction of what cannot be retracted.
        DuplicateEventError: It holds two different events under one id.
    """

    id: str | None = None
    complaint: Complaint
    journal: Journal = attrs.field(converter=_journal)
    playbook: Playbook = attrs.field(converter=_playbook)
    _stage: str = attrs.field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        """Replay the journal: a case that its playbook does not allow is never made."""
        object.__setattr__(self, "_stage", self._replay.stage_of(self.journal))

    @property
    def _replay(self) -> Replay:
        return Replay(self.playbook, self.complaint, self.id)

    @classmethod
    def _known(cls, *parts: object) -> Case:
        """Make a case of parts that were checked, in the order of the fields, the stage among them: a replay at each event would be quadratic."""
        case = cls.__new__(cls)
        for name, part in zip(_PARTS, parts, strict=True):
            object.__setattr__(case, name, part)
        return case

    def _with(self, journal: Journal, stage: str) -> Case:
        return self._known(self.id, self.complaint, journal, self.playbook, stage)

    @property
    def stage(self) -> str:
        """The stage the case is in."""
        return self._stage

    @property
    def version(self) -> int:
        """Length of the journal: the number for optimistic concurrency."""
        return len(self.journal)

    def record(self, *events: Event) -> Case:
        """Append one or more events, all or none.

        An event whose `id` the journal already holds with the same content is taken as delivered twice and adds nothing.

        Raises:
            EventOrderError: An event comes before the latest one.
            StepNotAllowedError: The procedure does not allow it at this stage.
            AuthorityExceededError: It commits more than the acting role may.
            UnknownNameError: It names a role or a cause that the playbook does not know.
            DuplicateEventError: Its `id` stands for another event.
            RetractionError: It retracts what cannot be retracted.
        """
        case = self
        for event in events:
            case = case._recorded(event)
        return case

    def _recorded(self, event: Event) -> Case:
        if self._holds(event):
            return self
        journal = self.journal.appended(event)
        if isinstance(event, Retracted):
            return self._retracted(event, journal)
        standing = self.journal.standing()
        if journal.standing()[-1].event is not event:  # something stands at a later time
            raise EventOrderError(event.verb, event.at, self.journal.latest_at)
        return self._with(journal, self._replay.admit(event, self._stage, standing))

    def _retracted(self, event: Retracted, journal: Journal) -> Case:
        """Record a retraction, which comes after the latest of what stands without the entry that it withdraws."""
        latest = journal.latest_at
        if latest is not None and values.moment(event.at) < values.moment(latest):
            raise EventOrderError(event.verb, event.at, latest)
        return self._grown(event)

    def _holds(self, event: Event) -> bool:
        """Say whether the event was delivered before."""
        if not isinstance(event, Event):
            raise InvalidValueError("event", event, "an event")
        known = None if event.id is None else self.journal.find(event.id)
        if known is not None and not is_same_act(known.event, event):
            raise DuplicateEventError(known.event.id, known.seq)
        return known is not None

    def insert(self, event: Event) -> Case:
        """Append a late entry and replay everything in the order of time.

        Raises:
            StepNotAllowedError: The event was not allowed at its time.
            LateEntryError: With it, a later event would no longer have been allowed; the error names that one.
            AuthorityExceededError: It commits more than the acting role could at its time.
            UnknownNameError: It names a role or a cause that the playbook does not know.
            DuplicateEventError: Its `id` stands for another event.
            RetractionError: It retracts what cannot be retracted.
        """
        return self if self._holds(event) else self._grown(event)

    def retract(self, event: Event | int, *, reason: str = "", at: datetime, by: str | None = None) -> Case:
        """Withdraw an entry as mistaken; the journal keeps both, and every reading is as if it had never been recorded.

        Args:
            event: The event, or its position in the journal; of equal events the last that stands is withdrawn.
            reason: Why it was mistaken.
            at: When it is withdrawn.
            by: Who withdraws it.

        Raises:
            RetractionError: It is not in the journal, was retracted already, is a retraction, or is the receipt.
            LateEntryError: Without it, a later event would not have been allowed; the error names that one.
        """
        entry = self.journal.retractable(event)
        return self._grown(Retracted(entry=entry.seq, reason=reason, at=values.check_instant(at, "retract(at)"), by=by))

    def _grown(self, event: Event) -> Case:
        if isinstance(event, Retracted):
            self.journal.retractable(event.entry)
        journal = self.journal.appended(event)
        return self._with(journal, self._replay.stage_after(event, self.journal, journal))

    def at(self, now: datetime) -> Case:
        """Return the case as of an instant: what stands and had happened by then.

        Entries keep their positions, so that promises and retractions go by the same numbers as in the whole.
        """
        journal = self.journal.upto(values.check_instant(now, "case.at(now)"))
        return self if journal is self.journal else self._read(journal, self.playbook)[0]

    def under(self, playbook: Playbook) -> tuple[Case, tuple[Deviation, ...]]:
        """Read the same journal under another playbook.

        Returns:
            The case under that playbook, and where the journal deviates from it. What the other procedure does not allow moves nothing.
        """
        return self._read(self.journal, playbook)

    @property
    def deviations(self) -> tuple[Deviation, ...]:
        """Where the journal deviates from the playbook: nowhere, unless the case was recorded `under` another one."""
        return self._read(self.journal, self.playbook)[1]

    @classmethod
    def reread(
        cls,
        *,
        id: str | None = None,  # noqa: A002  (the field's own name)
        complaint: Complaint,
        journal: Journal,
        playbook: Playbook,
    ) -> tuple[Case, tuple[Deviation, ...]]:
        """Read a journal under a playbook that need not allow all of it; what the procedure does not allow moves nothing.

        Returns:
            The case, and where the journal deviates.

        Raises:
            RetractionError: It holds a retraction of what cannot be retracted.
            DuplicateEventError: It holds two different events under one id.
        """
        check_entries(journal)
        walked = list(Replay(_playbook(playbook), complaint, id).walk(journal.standing()))
        stage = walked[-1].reached if walked else playbook.procedure.initial
        return cls._known(id, complaint, journal, playbook, stage), deviations_of(walked)

    def _read(self, journal: Journal, playbook: Playbook) -> tuple[Case, tuple[Deviation, ...]]:
        return self.reread(id=self.id, complaint=self.complaint, journal=journal, playbook=playbook)

    def facts(self, now: datetime | None = None) -> Facts:
        """Return what is known about the complaint at an instant, or by all that is recorded."""
        return facts_of(self.complaint, self.journal.standing(None if now is None else values.check_instant(now, "facts(now)")))

    def allowed(self) -> tuple[Step, ...]:
        """Return the steps out of this stage, each with the conditions that are not yet true."""
        return self.playbook.procedure.allowed(self.stage, Situation(complaint=self.complaint, entries=self.journal.standing()))

    def deadlines(self, now: datetime) -> tuple[Deadline, ...]:
        """Return the deadlines at an instant, clock by clock and cycle by cycle."""
        return self.playbook.deadlines.deadlines(self.complaint, self.journal, now)

    def notices(self, since: datetime, until: datetime) -> tuple[Notice, ...]:
        """Return the notices of clocks and promises that came to be known in a window.

        Args:
            since: Begin of the window, inclusive.
            until: End of the window, exclusive.

        Returns:
            In the order in which they came to be known; each key carries the case's id.
        """
        reading = self.playbook.deadlines.read(self.complaint, self.journal)
        promised = known_notices(tuple(self.journal.entries()), promise_notices, since, until)
        found = sorted((*reading.notices(since, until), *promised), key=by_time)
        return tuple(attrs.evolve(notice, case_id=self.id) for notice in found)

    def promises(self, now: datetime | None = None) -> tuple[Promise, ...]:
        """Return what was promised to the customer, and whether it was kept."""
        instant = None if now is None else values.check_instant(now, "promises(now)")
        return read_promises(self.journal.standing(instant), instant)

    def fairness(self, now: datetime | None = None) -> FairnessAudit:
        """Audit what the journal proves of outcome, procedural and interactional justice."""
        return audit_fairness(self.complaint, self.journal, self.playbook, now)

    def guidance(self) -> Guidance | None:
        """Return what to do and to avoid at this stage, or None where the playbook is silent."""
        return self.playbook.guidance.at(self.stage)

    def agenda(self, now: datetime, lang: str = "en") -> tuple[AgendaItem, ...]:
        """Return what is to be done: overdue first, then by time, steps without a date last.

        Args:
            now: The instant of the reading.
            lang: ``"en"`` or ``"zh"``.
        """
        then = self.at(now)
        who = agendas.owner(then.journal.standing())
        deadlines = agendas.of_deadlines(then.deadlines(now), who, lang)
        promises = agendas.of_promises(then.promises(now), who, lang)
        return agendas.in_order((*deadlines, *promises, *agendas.of_steps(then.allowed(), self.playbook.procedure, lang)))


_PARTS: Final = tuple(field.name for field in attrs.fields(Case))
