"""A playbook in hand: rules with which cases are opened, replayed, checked and compared.

What lives here: `Playbook` and `Change`. What does not: its data (`rules.py`), the shipped ones (`presets/`) and their files (`codec`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from servrecov.case import Case
from servrecov.complaint.complaint import Complaint
from servrecov.errors import EventOrderError, InvalidValueError, RetractionError, ServRecovError
from servrecov.journal.closing import Retracted
from servrecov.journal.event import Event
from servrecov.journal.intake import Received
from servrecov.journal.journal import Entry, Journal, standing_entries
from servrecov.replay import Deviation, deviation, deviations_of
from servrecov.rules import Rules

__all__ = ["Change", "Playbook"]


@attrs.frozen
class Change:
    """A difference between two playbooks.

    Attributes:
        path: Where: ``"deadlines.clocks[contact].within"``.
        before: What stood there, or None.
        after: What stands there now, or None.
    """

    path: str
    before: Any
    after: Any

    def __str__(self) -> str:
        """Say it in one line."""
        return f"{self.path}: {self.before} -> {self.after}"


@attrs.frozen(kw_only=True)
class Playbook(Rules):
    """How a firm handles complaints, ready for use. Its attributes are those of `Rules`."""

    def open(self, complaint: Complaint, *, by: str | None = None, id: str | None = None) -> Case:  # noqa: A002  (the field's own name)
        """Open a case; its journal begins with the receipt.

        Args:
            complaint: What the customer said.
            by: Who received it.
            id: The host's name for the case.

        Raises:
            UnknownNameError: The complaint names a cause that the playbook does not know.
        """
        received = Received(at=complaint.received_at, by=by, channel=complaint.channel)
        return Case(id=id, complaint=complaint, journal=Journal([received]), playbook=self)

    def replay(self, complaint: Complaint, events: Iterable[Event], id: str | None = None) -> Case:  # noqa: A002
        """Rebuild a case from its events, in recording order.

        Raises:
            StepNotAllowedError: The procedure does not allow one of them.
            AuthorityExceededError: One commits more than the acting role may.
            RetractionError: One retracts what cannot be retracted.
        """
        journal = Journal(events)
        for seq, event in journal.entries():
            if isinstance(event, Retracted):
                Journal(journal[: seq - 1]).retractable(event.entry)
        return Case(id=id, complaint=complaint, journal=journal, playbook=self)

    def check(self, complaint: Complaint, events: Iterable[object]) -> tuple[Deviation, ...]:
        """Return where a log that the library did not keep departs from this playbook. It never raises.

        Args:
            complaint: What the customer said.
            events: The log, in the order in which it was kept.

        Returns:
            The deviations by position; a deviating event moves nothing.
        """
        kept: list[Entry] = []
        found: list[Deviation] = []
        for entry in (Entry(seq, event) for seq, event in enumerate(events, 1)):
            try:
                _check_kept(entry, kept)
            except ServRecovError as error:
                found.append(deviation(entry, self.procedure.initial, error))
                if not isinstance(error, EventOrderError):
                    continue
            kept.append(entry)
        found.extend(deviations_of(self, complaint, standing_entries(kept)))
        return tuple(sorted(found, key=lambda each: each.seq))

    def diff(self, other: Rules) -> tuple[Change, ...]:
        """Return what another playbook has otherwise, place by place."""
        return tuple(_changes("", self, other))


def _check_kept(entry: Entry, kept: Sequence[Entry]) -> None:
    if not isinstance(entry.event, Event):
        raise InvalidValueError(f"events[{entry.seq - 1}]", entry.event, "an event")
    if isinstance(entry.event, Retracted):
        Journal.from_entries(kept).retractable(entry.event.entry)
        return
    latest = max((each.event for each in kept), key=lambda event: event.at, default=None)
    if latest is not None and entry.event.at < latest.at:
        raise EventOrderError(entry.event.verb, entry.event.at, latest.at)


def _changes(path: str, before: object, after: object) -> Iterator[Change]:
    if before == after:
        return
    if type(before) is type(after) or (isinstance(before, Rules) and isinstance(after, Rules)):
        old, new = _parts(before), _parts(after)
        if old is not None and new is not None:
            for key in dict.fromkeys((*old, *new)):
                yield from _changes(f"{path}{key}", old.get(key), new.get(key))
            return
    yield Change(path.lstrip("."), before, after)


def _parts(value: object) -> dict[str, object] | None:
    if attrs.has(type(value)):
        return {f".{field.name}": getattr(value, field.name) for field in attrs.fields(type(value)) if field.eq}
    if isinstance(value, Mapping):
        return {f"[{key}]": each for key, each in value.items()}
    if isinstance(value, tuple):
        names = [getattr(each, "name", None) or getattr(each, "role", None) or index for index, each in enumerate(value)]
        return {f"[{name}]": each for name, each in zip(names, value, strict=True)}
    return None
