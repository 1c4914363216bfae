"""Stand-ins: values that are stored by what defines them, not by their own fields.

What lives here: the stored case and the stored calendar, as plain records, with the way there and back. What does not: where a stored case
finds its playbook (`context.py`) and which fields of a record are stored (`records.py`, to read next).
"""

from __future__ import annotations

import functools
import types
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any, Final, Literal

import attrs

from servrecov.calendar.algebra import Operation
from servrecov.calendar.calendar import BusinessCalendar
from servrecov.calendar.definition import Hours
from servrecov.calendar.hours import week_from_text
from servrecov.case import Case
from servrecov.complaint.complaint import Complaint
from servrecov.errors import CodecError, ServRecovError
from servrecov.journal.event import Event
from servrecov.journal.journal import Entry, Journal
from servrecov.wire import context

__all__ = ["STAND_INS", "StandIn"]

Stretches = Sequence[tuple[str, str]]


@attrs.frozen(kw_only=True)
class StandIn:
    """How a value is stored as another.

    Attributes:
        kind: What it is stored as: an annotation.
        make: From the value to its stand-in.
        restore: From the stand-in to the value.
    """

    kind: Any
    make: Callable[[Any], Any]
    restore: Callable[[Any], Any]


@attrs.frozen(kw_only=True)
class StoredHours:
    """A calendar by its own hours; the week may be one line of text: ``"Mon-Fri 09:00-17:00"``."""

    tz: str
    week: str | Mapping[str, Stretches] = attrs.field(factory=dict)
    holidays: Sequence[date | str] = ()
    special: Mapping[date, Stretches] = attrs.field(factory=dict)
    breaks: Mapping[date, Stretches] = attrs.field(factory=dict)
    holidays_known: tuple[int, int] | None = None


@attrs.frozen(kw_only=True)
class StoredAlways:
    """A calendar that is open day and night, by the name of its zone; the short form of a week of full days."""

    always: str


@attrs.frozen(kw_only=True)
class StoredCombination:
    """A calendar made of two."""

    operation: Operation
    left: BusinessCalendar
    right: BusinessCalendar


@functools.cache
def _always(zone: str) -> object:
    return BusinessCalendar.always(zone).definition


def _store_calendar(calendar: BusinessCalendar) -> StoredHours | StoredAlways | StoredCombination:
    return _store_definition(calendar.definition)


def _store_definition(definition: Any) -> StoredHours | StoredAlways | StoredCombination:  # noqa: ANN401  (the parts of a combination are definitions)
    if isinstance(definition, Hours):
        return StoredAlways(always=definition.tz) if definition == _always(definition.tz) else StoredHours(**definition.parts())
    left, right = BusinessCalendar.of(definition.left), BusinessCalendar.of(definition.right)
    return StoredCombination(operation=definition.operation, left=left, right=right)


def _restore_calendar(stored: StoredHours | StoredAlways | StoredCombination) -> BusinessCalendar:
    if isinstance(stored, StoredAlways):
        return BusinessCalendar.always(stored.always)
    if isinstance(stored, StoredCombination):
        return stored.left & stored.right if stored.operation is Operation.AND else stored.left | stored.right
    parts: dict[str, Any] = attrs.asdict(stored, recurse=False)
    if isinstance(stored.week, str):
        parts["week"] = week_from_text(stored.week, "BusinessCalendar.week")
    return BusinessCalendar(**parts)


@attrs.frozen(kw_only=True)
class StoredPlaybook:
    """Which playbook a stored case is handled by."""

    code: str
    version: str


@attrs.frozen(kw_only=True)
class StoredCase:
    """A case as it is stored: the number of this layout, then what the case is made of.

    Attributes:
        deviates: Whether its playbook does not allow all of the journal, which was recorded under another one; else reading it back is as strict as
            recording was.
    """

    schema: Literal[1]
    id: str | None
    playbook: StoredPlaybook
    complaint: Complaint
    journal: Journal
    deviates: bool = False


@attrs.frozen(kw_only=True)
class StoredExcerpt:
    """A journal whose entries have the positions of another, of which it is an excerpt."""

    entries: tuple[Entry, ...]


def _store_journal(journal: Journal) -> tuple[Event, ...] | StoredExcerpt:
    entries = tuple(journal.entries())
    return tuple(journal) if all(seq == place for place, (seq, _) in enumerate(entries, 1)) else StoredExcerpt(entries=entries)


def _restore_journal(stored: tuple[Event, ...] | StoredExcerpt) -> Journal:
    if not isinstance(stored, StoredExcerpt):
        return Journal(stored)
    for index, (early, late) in enumerate(pairwise((Entry(0, None), *stored.entries))):
        if late.seq <= early.seq:
            raise CodecError(f"entries[{index}].seq", late.seq, f"a position after {early.seq}")
    return Journal.from_entries(stored.entries)


def _store_case(case: Case) -> StoredCase:
    playbook = StoredPlaybook(code=case.playbook.code, version=case.playbook.version)
    deviates = bool(case.deviations)
    return StoredCase(schema=1, id=case.id, playbook=playbook, complaint=case.complaint, journal=case.journal, deviates=deviates)


def _restore_case(stored: StoredCase) -> Case:
    playbook = context.playbook(stored.playbook.code, stored.playbook.version)
    try:
        if stored.deviates:
            return Case.reread(id=stored.id, complaint=stored.complaint, journal=stored.journal, playbook=playbook)[0]
        return Case(id=stored.id, complaint=stored.complaint, journal=stored.journal, playbook=playbook)
    except ServRecovError as error:
        raise _not_replayed(error, stored) from error


def _not_replayed(error: ServRecovError, stored: StoredCase) -> CodecError:
    refused = getattr(error, "event", None)
    index = next((f"[{index}]" for index, event in enumerate(stored.journal) if event is refused), "")
    found = refused.verb if isinstance(refused, Event) else f"{len(stored.journal)} events"
    return CodecError(f"StoredCase.journal{index}", found, f"what playbook {stored.playbook.code!r} {stored.playbook.version} allows ({error})")


STAND_INS: Final[Mapping[type, StandIn]] = types.MappingProxyType(
    {
        BusinessCalendar: StandIn(kind=StoredHours | StoredAlways | StoredCombination, make=_store_calendar, restore=_restore_calendar),
        Journal: StandIn(kind=tuple[Event, ...] | StoredExcerpt, make=_store_journal, restore=_restore_journal),
        Case: StandIn(kind=StoredCase, make=_store_case, restore=_restore_case),
    }
)
"""The stand-ins by the class that they stand for."""
