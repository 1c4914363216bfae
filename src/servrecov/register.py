"""The order of recording: which ids are taken, what a retraction may withdraw, which entry came late.

What lives here: `Register`, which takes in a log entry by entry and never raises, and what "delivered twice" means. What does not: whether an event
was allowed at its stage (`replay.py`, to read next), and the journal of a case, which has passed all this (`journal/journal.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from operator import itemgetter

import attrs

from servrecov.calendar.wallclock import instant
from servrecov.errors import DuplicateEventError, EventOrderError, InvalidValueError, RetractionError, ServRecovError
from servrecov.journal.closing import Retracted
from servrecov.journal.event import Event
from servrecov.journal.journal import Entry, check_retraction, standing_entries

__all__ = ["Register", "is_same_act", "once"]


def is_same_act(one: Event, other: Event) -> bool:
    """Say whether two events under one id are the same, delivered twice; when each was entered may differ."""
    return one == other or (type(one) is type(other) and attrs.evolve(other, recorded_at=one.recorded_at) == one)


def once(events: Iterable[Event]) -> Iterator[Event]:
    """Yield events in order, each of those that were delivered twice under one id only once.

    Raises:
        DuplicateEventError: Two different events have the same id.
    """
    known: dict[str, Entry] = {}
    seq = 0
    for event in events:
        name = getattr(event, "id", None)
        if name is not None and name in known:
            if is_same_act(known[name].event, event):
                continue
            raise DuplicateEventError(name, known[name].seq)
        seq += 1
        if name is not None:
            known[name] = Entry(seq, event)
        yield event


def _place(entry: Entry) -> str:
    return f"events[{entry.seq - 1}]"


class Register:
    """A log as it is taken in, entry by entry, in recording order.

    Attributes:
        refused: Entries that are no event or cannot retract what they name, and those under another event's id, each with the reason.
        late: Why an entry is late, by its position: it stands after one of a later time.
    """

    def __init__(self, entries: Iterable[Entry] = (), *, raw: bool = False) -> None:
        """Take in entries in recording order.

        Args:
            entries: The entries.
            raw: Whether they come from a log that is yet to become a journal. There an event that was delivered twice counts once, as in `once`,
                so that a retraction names the same entry before and after.
        """
        self.refused: list[tuple[Entry, ServRecovError]] = []
        self.late: dict[int, EventOrderError] = {}
        self._kept: dict[int, Entry] = {}  # by the number that a retraction calls them by
        self._gone: set[int] = set()
        self._ids: dict[str, Entry] = {}
        self._latest: tuple[int, Entry] | None = None  # and when that was
        self._raw = raw
        self._again = 0
        for entry in entries:
            self._enter(entry)

    def standing(self) -> tuple[Entry, ...]:
        """Return the entries that stand, in the order of time."""
        standing = tuple(self._standing())
        return standing_entries(standing) if self.late else standing

    def _enter(self, entry: Entry) -> None:
        try:
            self._take_in(entry)
        except ServRecovError as error:
            self._refuse(entry, error)
        except Exception as error:  # noqa: BLE001  (a host's own event class may fail at anything)
            self._refuse(entry, InvalidValueError(_place(entry), entry.event, f"an event ({type(error).__name__}: {error})"))

    def _take_in(self, entry: Entry) -> None:
        if not isinstance(entry.event, Event):
            raise InvalidValueError(_place(entry), entry.event, "an event")
        if not self._is_known(entry):
            self._keep(entry)
        elif self._raw:
            self._again += 1

    def _refuse(self, entry: Entry, error: ServRecovError) -> None:
        self.refused.append((entry, error))

    def _is_known(self, entry: Entry) -> bool:
        """Say whether the event was delivered before; another one under its id is refused, and yet it happened."""
        if entry.event.id is None:
            return False
        known = self._ids.setdefault(entry.event.id, entry)
        if known is not entry and not is_same_act(known.event, entry.event):
            self._refuse(entry, DuplicateEventError(entry.event.id, known.seq))
            return False
        return known is not entry

    def _keep(self, entry: Entry) -> None:
        at = instant(entry.event.at, f"{_place(entry)}.at")  # a host's own event class may say its time in a way of its own
        if isinstance(entry.event, Retracted):
            self._retract(entry)
        elif self._latest is None or at >= self._latest[0]:
            self._latest = (at, entry)
        else:
            self.late[entry.seq] = EventOrderError(entry.event.verb, entry.at, self._latest[1].at)
        self._kept[entry.seq - self._again] = entry

    def _retract(self, entry: Entry) -> None:
        named = entry.event.entry
        try:
            target = check_retraction(named, self._kept.get(named), gone=named in self._gone)
        except RetractionError as error:
            self._refuse(entry, error)
            return
        self._gone.add(named)
        if self._latest is not None and target is self._latest[1]:
            self._latest = max(((kept.instant, kept) for kept in self._standing()), key=itemgetter(0), default=None)

    def _standing(self) -> Iterator[Entry]:
        return (entry for seq, entry in self._kept.items() if seq not in self._gone and not isinstance(entry.event, Retracted))
