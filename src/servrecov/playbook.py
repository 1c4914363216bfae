"""A playbook in hand: rules with which cases are opened, replayed, checked and compared.

What lives here: `Playbook` and `Change`. What does not: its data (`rules.py`), how a log is judged (`replay.py`), and the shipped playbooks
(`presets/`, to read next).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import attrs

from servrecov import values
from servrecov.calendar.span import Span
from servrecov.case import Case
from servrecov.complaint.complaint import Complaint
from servrecov.errors import InvalidValueError
from servrecov.handling.step import Step
from servrecov.journal.event import Event
from servrecov.journal.intake import Received
from servrecov.journal.journal import Journal, check_events
from servrecov.money import Money
from servrecov.register import once
from servrecov.replay import Deviation, checked
from servrecov.rules import Rules

__all__ = ["Change", "Playbook"]


@attrs.frozen(kw_only=True)
class Change:
    """A difference between two playbooks.

    Attributes:
        path: Where: ``"deadlines.clocks[contact].within"``. What has a name goes by it, a step by its verb, its stages and its `when`.
        before: What stood there, or None where there was nothing.
        after: What stands there now, or None where nothing is left.
    """

    path: str
    before: Any = None
    after: Any = None

    def __str__(self) -> str:
        """Say it in one line."""
        return f"{self.path}: {_shown(self.before)} -> {_shown(self.after)}"


@attrs.frozen(kw_only=True, repr=False)
class Playbook(Rules):
    """How a firm handles complaints, ready for use.

    Attributes:
        code: Name by which it is loaded.
        version: Its version; a stored case names it.
        title: What it is called, in English and Chinese.
        procedure: Which steps lead from the receipt to the end.
        deadlines: By when things must happen.
        authority: Who may commit what; None leaves that unchecked.
        fairness: Weights and thresholds of the fairness audit.
        guidance: What to do and to avoid at each stage.
        roles: The roles it knows; empty leaves roles unchecked.
        causes: The tree of causes it knows.
        sources: Where it comes from.

    Raises:
        InvalidPresetError: Code or version is empty.
        UnknownNameError: It names a verb, a role, a stage or a cause that is not in the list that governs its place.
    """

    def open(self, complaint: Complaint, *, by: str | None = None, id: str | None = None) -> Case:  # noqa: A002  (the field's own name)
        """Open a case; its journal begins with the receipt.

        Args:
            complaint: What the customer said.
            by: Who received it.
            id: The host's name for the case.

        Raises:
            UnknownNameError: The complaint names a cause that the playbook does not know.
        """
        if not isinstance(complaint, Complaint):
            raise InvalidValueError("open(complaint)", complaint, "a Complaint")
        received = Received(at=values.check_instant(complaint.received_at, "Complaint.received_at"), by=by, channel=complaint.channel)
        return Case(id=id, complaint=complaint, journal=Journal([received]), playbook=self)

    def replay(self, complaint: Complaint, events: Iterable[Event], id: str | None = None) -> Case:  # noqa: A002
        """Rebuild a case from its events, in recording order.

        An event that was delivered twice under one `id` counts once, as when it is recorded.

        Raises:
            StepNotAllowedError: The procedure does not allow one of them.
            AuthorityExceededError: One commits more than the acting role may.
            UnknownNameError: The complaint or one of them names a role or a cause that the playbook does not know.
            RetractionError: One retracts what cannot be retracted.
            DuplicateEventError: Two different ones have the same id.
        """
        return Case(id=id, complaint=complaint, journal=Journal(once(check_events(events, "replay(events)"))), playbook=self)

    def check(self, complaint: Complaint, events: Iterable[object]) -> tuple[Deviation, ...]:
        """Return where a log that the library did not keep departs from this playbook. It never raises, whatever the log holds.

        What the procedure does not allow moves nothing. An event beyond authority, or one that names an unknown role or cause, did happen: it is
        reported and moves the case. A `Journal` may hold late entries; in any other log an event after a later one is a deviation.

        Args:
            complaint: What the customer said.
            events: The log, in the order in which it was kept.

        Returns:
            The deviations, by position in the log; what cannot be read as a list of events at all is one.
        """
        return checked(self, complaint, events)

    def diff(self, other: Playbook) -> tuple[Change, ...]:
        """Return what another playbook has otherwise, place by place; empty exactly when the two are equal.

        Example:
            >>> from servrecov.presets.loader import load_playbook
            >>> dealership = load_playbook("dealership")
            >>> [str(change) for change in dealership.diff(attrs.evolve(dealership, version="2"))]
            ['version: 1 -> 2']
        """
        if not isinstance(other, Rules):
            raise InvalidValueError("diff(other)", other, "a Playbook")
        return tuple(_changes("", self, other))


_WHOLE: Final = (Money, Span)
"""Values that change as a whole: a reader wants ``2 hours``, not a number and a unit."""


def _changes(path: str, before: object, after: object) -> Iterator[Change]:
    if before == after:
        return
    old, new = _parts(before), _parts(after)
    if old is None or new is None or (type(before) is not type(after) and not isinstance(before, Rules)):
        yield Change(path=path, before=before, after=after)
        return
    for key in dict.fromkeys((*old, *new)):
        yield from _changes(f"{path}{key}".lstrip("."), old.get(key), new.get(key))
    if isinstance(before, tuple) and set(old) == set(new) and list(old) != list(new):
        yield Change(path=path, before=tuple(old), after=tuple(new))


def _parts(value: object) -> dict[str, object] | None:
    """Return the parts of a value by the end of their path; None for what changes as a whole."""
    if isinstance(value, _WHOLE):
        return None
    kind: Any = type(value)
    if attrs.has(kind):
        return {f".{field.name.rstrip('_')}": getattr(value, field.name) for field in attrs.fields(kind) if field.eq}
    if isinstance(value, Mapping):
        return {f"[{key}]": each for key, each in value.items()}
    if isinstance(value, tuple) and all(attrs.has(type(each)) and not isinstance(each, _WHOLE) for each in value):
        return _by_name(value)
    return None


def _by_name(parts: tuple[object, ...]) -> dict[str, object]:
    named: dict[str, object] = {}
    for part in parts:
        name, count = _name(part), 1
        while (key := f"[{name}]" if count == 1 else f"[{name} #{count}]") in named:
            count += 1
        named[key] = part
    return named


def _name(part: object) -> str:
    if isinstance(part, Step):
        wanted = ", ".join(f"{field} = {value}" for field, value in part.when.items())
        return f"{part.verb} from {', '.join(part.from_)}" + (f" when {wanted}" if wanted else "")
    names = (getattr(part, name, None) for name in ("name", "code", "role", "stage", "step", "title", "kind"))
    return next((str(name) for name in names if name), type(part).__name__.lower())


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(_shown, value)) or "nothing"
    return "nothing" if value is None else str(value)
