"""The journal: what happened to one complaint, in the order in which it was entered.

What lives here: `Journal`, its entries, and what a retraction does to them. What does not: whether an event was allowed (`handling/procedure.py`)
or what follows from it (the readings). A journal only grows. Read `facts.py` next.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any, Final, NamedTuple, TypeVar, overload

from pendulum import DateTime

from servrecov.calendar.wallclock import instant
from servrecov.errors import InvalidValueError, RetractionError
from servrecov.journal.closing import Retracted
from servrecov.journal.event import Event
from servrecov.journal.intake import Received
from servrecov.values import check_instant, moment

__all__ = ["Entry", "Journal"]

_KEPT_READINGS: Final = 4
"""As many as may be asked about one case in turn: its playbook, and another or two that it is compared with."""


class Entry(NamedTuple):
    """An event and its place in the journal.

    Attributes:
        seq: Position in recording order, from 1; in an excerpt of a journal, the position in the whole.
        event: The event.
    """

    seq: int
    event: Any

    @property
    def at(self) -> DateTime:
        """When it happened; a host's own event may say it with any aware datetime."""
        event = self.event
        at: DateTime = event.at if isinstance(event, Event) else check_instant(event.at, f"{event.verb}.at")
        return at

    @property
    def instant(self) -> int:
        """When it happened, as what times are compared by: their instant, for a clock that is set back shows an hour twice."""
        at = self.event.at
        return moment(at) if type(at) is DateTime else instant(at, f"{self.event.verb}.at")


Timed = tuple[tuple[Entry, ...], tuple[int, ...]]
"""Entries in the order of time, and their instants."""


def standing_in_time(entries: Iterable[Entry]) -> Timed:
    """Return the entries that stand, in the order of time, with their instants: no retractions, and nothing that was retracted.

    Works on any objects that have `verb` and `at`; a retraction is what has the verb ``"retracted"``, and it withdraws the `entry` that it names, one
    that stood in the journal before it.
    """
    known = tuple(entries)
    named = [(getattr(entry.event, "entry", None), entry.seq) for entry in known if entry.event.verb == Retracted.verb]
    gone = {target for target, seq in named if isinstance(target, int) and target < seq}
    timed = sorted([(entry.instant, entry.seq, entry) for entry in known if entry.event.verb != Retracted.verb and entry.seq not in gone])
    return tuple([entry for _, _, entry in timed]), tuple([at for at, _, _ in timed])


def standing_entries(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return the entries that stand, in the order of time; see `standing_in_time`."""
    return standing_in_time(entries)[0]


def check_retraction(named: object, target: Entry | None, *, gone: bool) -> Entry:
    """Return the entry that a retraction withdraws, or refuse to withdraw it.

    Args:
        named: What the retraction calls it, for the error.
        target: The entry; None where there is none.
        gone: Whether it was withdrawn before.

    Raises:
        RetractionError: There is none, it is a retraction, was retracted already, or is the receipt.
    """
    if target is None:
        raise RetractionError(named, "it is not in the journal")
    if target.event.verb == Retracted.verb:
        raise RetractionError(named, "it is itself a retraction")
    if gone:
        raise RetractionError(named, "it was retracted already")
    if target.event.verb == Received.verb:
        raise RetractionError(named, "it is the receipt, which opens the journal")
    return target


def _first_by_id(entries: Sequence[Entry]) -> dict[str, Entry]:
    return {entry.event.id: entry for entry in reversed(entries) if entry.event.id is not None}


class Journal(Sequence[Event]):
    """A frozen sequence of events in recording order, compared and hashed by its events.

    Length, iteration, indexing and equality follow the order of recording; readings follow time.

    Raises:
        InvalidValueError: An element is no event.

    Example:
        >>> import pendulum
        >>> from servrecov.journal.intake import Contacted
        >>> journal = Journal([Received(at=pendulum.datetime(2026, 3, 2, 9)), Contacted(at=pendulum.datetime(2026, 3, 2, 10))])
        >>> [(seq, event.verb) for seq, event in journal.entries()]
        [(1, 'received'), (2, 'contacted')]
    """

    def __init__(self, events: Iterable[Event] = ()) -> None:
        """Keep the events in the order given."""
        self._hold([Entry(seq, _checked(event, seq)) for seq, event in enumerate(check_events(events, "Journal"), 1)])

    @classmethod
    def from_entries(cls, entries: Iterable[Entry]) -> Journal:
        """Make a journal whose events keep the positions they had in another."""
        journal: Journal = cls.__new__(cls)
        journal._hold(entries)
        return journal

    def _hold(self, entries: Iterable[Entry], timed: Timed | None = None) -> None:
        self._entries = tuple(entries)
        self._timed = timed
        self._kept: Mapping[int, Any] = {}
        self._inherited: Mapping[int, Any] = {}

    def entries(self) -> Iterator[Entry]:
        """Yield each event with its position, in recording order."""
        return iter(self._entries)

    @property
    def timed(self) -> Timed:
        """The entries that stand, in the order of time, and their instants."""
        if self._timed is None:
            self._timed = standing_in_time(self._entries)
        return self._timed

    def standing(self, now: datetime | None = None) -> tuple[Entry, ...]:
        """Return the entries that a reading sees: retracted ones gone, in the order of time, up to and with `now`.

        Args:
            now: The instant of the reading; None sees all.
        """
        standing, instants = self.timed
        return standing if now is None else standing[: bisect_right(instants, instant(now, "standing(now)"))]

    @property
    def latest_at(self) -> DateTime | None:
        """The latest time of a standing event, or None where nothing stands."""
        standing = self.timed[0]
        return standing[-1].at if standing else None

    @cached_property
    def _by_id(self) -> Mapping[str, Entry]:
        return _first_by_id(self._entries)

    def keep(self, key: int, value: object) -> None:
        """Keep what a reading made of it, under the id of what made it: a journal never changes, so that holds. Of many readings the latest few stay."""
        latest = [*self._kept.items()][1 - _KEPT_READINGS :]
        self._kept = {**dict(latest), key: value}  # replaced as a whole, for others may be looking

    def kept_by(self, key: int) -> Iterator[Any]:
        """Yield what readings kept under a key, with this journal, and with the one that it grew out of by what came after all that stood."""
        return (kept[key] for kept in (self._kept, self._inherited) if key in kept)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the entries alone; what follows from them is worked out again."""
        return type(self).from_entries, (self._entries,)

    def appended(self, *events: Event) -> Journal:
        """Return a journal that holds these events after its own."""
        last = self._entries[-1].seq if self._entries else 0
        new = tuple([Entry(seq, _checked(event, seq)) for seq, event in enumerate(events, last + 1)])
        grown = Journal.from_entries(self._entries + new)
        self._hand_on(grown, new)
        return grown

    def _hand_on(self, grown: Journal, new: tuple[Entry, ...]) -> None:
        """Tell a journal that grew by some entries what is known of the others, so that it need not go through them again."""
        known = self.__dict__
        if "_by_id" in known:
            named = {name: entry for name, entry in _first_by_id(new).items() if name not in self._by_id}
            grown._by_id = {**self._by_id, **named} if named else self._by_id
        standing, instants = self.timed
        times: list[int] = []
        for entry in new:
            before = times or instants
            times.append(entry.instant)
            if entry.event.verb == Retracted.verb or (before and times[-1] < before[-1]):
                return  # what stands is another matter now
        grown._timed = (*standing, *new), (*instants, *times)
        grown._inherited = self._kept or self._inherited

    def upto(self, now: datetime) -> Journal:
        """Return the journal as of an instant: what stands and had happened by then.

        It is an excerpt: each entry keeps its position, so that it is called by the same number as of any instant.
        """
        until = instant(now, "upto(now)")
        if all(entry.instant <= until for entry in self._entries):
            return self
        seen = {entry.seq for entry in self.standing(now)}
        return Journal.from_entries(tuple(entry for entry in self._entries if entry.seq in seen))

    def find(self, event_id: str) -> Entry | None:
        """Return the entry whose event has this id, or None."""
        return self._by_id.get(event_id)

    def retractable(self, entry: object) -> Entry:
        """Return the standing entry that a retraction names, by position or by the event itself.

        Raises:
            RetractionError: It is not in the journal, was retracted already, is a retraction, or is the receipt.
        """
        found = [known for known in self._entries if (known.event == entry if isinstance(entry, Event) else known.seq == entry)]
        standing = [known for known in found if known in self.timed[0]]
        target = next(reversed(standing or found), None)
        return check_retraction(entry.verb if isinstance(entry, Event) else entry, target, gone=not standing)

    def __len__(self) -> int:
        """Count the entries, retracted ones and retractions included."""
        return len(self._entries)

    def __iter__(self) -> Iterator[Event]:
        """Iterate over the events in recording order."""
        return (entry.event for entry in self._entries)

    @overload
    def __getitem__(self, index: int) -> Event: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Event, ...]: ...
    def __getitem__(self, index: int | slice) -> Event | tuple[Event, ...]:
        """Return the event at an index from 0, or a tuple of them for a slice."""
        if isinstance(index, slice):
            return tuple(entry.event for entry in self._entries[index])
        event: Event = self._entries[index].event
        return event

    def __eq__(self, other: object) -> bool:
        """Compare by the events, in recording order."""
        return isinstance(other, Journal) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        """Hash by the events."""
        return hash(tuple(self))

    def __repr__(self) -> str:
        """Name the verbs, in recording order."""
        return f"<Journal: {', '.join(f'{entry.seq} {entry.event.verb}' for entry in self._entries) or 'empty'}>"


E = TypeVar("E")


def check_events(events: Iterable[E], where: str) -> Iterable[E]:
    """Return what can be gone through as a log.

    Raises:
        InvalidValueError: It cannot.
    """
    if isinstance(events, Iterable):
        return events
    raise InvalidValueError(where, events, "a Journal or a list of events")


def _checked(event: object, seq: int) -> Event:
    if isinstance(event, Event):
        return event
    raise InvalidValueError(f"journal[{seq - 1}]", event, "an event")
