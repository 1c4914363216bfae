"""What one call brings along: a firm's own events, and the playbooks that stored cases are read with.

What lives here: those two, held for the length of a call, and how a playbook is found among them. What does not: how a case is stored
(`standins.py`, to read next). Nothing is configured for good: what one call brings, the next has never heard of.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextvars import ContextVar
from typing import Final

from servrecov.errors import CodecError, PlaybookVersionError
from servrecov.journal.catalogue import EVENTS
from servrecov.journal.event import Event
from servrecov.playbook import Playbook

__all__ = ["Playbooks", "brought", "event_class", "known_events", "none_at_hand", "playbook"]

Playbooks = Playbook | Mapping[str, Playbook] | Mapping[tuple[str, str], Playbook] | Callable[[str, str], Playbook | None]
"""Where stored cases find their playbook: the one, a mapping from code or from (code, version), or a function of code and version."""


def none_at_hand(code: str, version: str) -> Playbook | None:  # noqa: ARG001  (asked for one, it has none)
    """Find no playbook: what a call that reads no case brings along."""
    return None


_events: Final[ContextVar[Mapping[str, type[Event]]]] = ContextVar("events", default=EVENTS)
_playbooks: Final[ContextVar[Playbooks]] = ContextVar("playbooks", default=none_at_hand)


@contextlib.contextmanager
def brought(*, events: Iterable[type[Event]], playbooks: Playbooks) -> Iterator[None]:
    """Hold what a call brings along until it is done.

    Raises:
        CodecError: One of the events is no event class, or its verb is not dotted or given twice.
    """
    marks = (_events.set({**EVENTS, **_own(events)}), _playbooks.set(playbooks))
    try:
        yield
    finally:
        _events.reset(marks[0])
        _playbooks.reset(marks[1])


def _own(events: Iterable[type[Event]]) -> dict[str, type[Event]]:
    own: dict[str, type[Event]] = {}
    for index, kind in enumerate(events):
        if not isinstance(kind, type) or not issubclass(kind, Event):
            raise CodecError(f"events[{index}]", kind, "a class that derives from Event")
        if "." not in kind.verb:
            raise CodecError(f"events[{index}].verb", kind.verb, 'a dotted verb, such as "acme.site_visited"')
        if own.setdefault(kind.verb, kind) is not kind:
            raise CodecError(f"events[{index}].verb", kind.verb, "a verb of its own, for another of these events has this one")
    return own


def known_events() -> Mapping[str, type[Event]]:
    """Return the events that this call knows, by verb."""
    return _events.get()


def event_class(verb: object) -> type[Event]:
    """Return the class of the events with a verb.

    Raises:
        CodecError: There is none; the error names the nearest verb.
    """
    known = known_events()
    if isinstance(verb, str) and verb in known:
        return known[verb]
    own = isinstance(verb, str) and "." in verb
    expected = "the verb of an event whose class is handed in with events=" if own else "the verb of an event"
    raise CodecError("Event.verb", verb, expected, known)


def playbook(code: str, version: str) -> Playbook:
    """Return the playbook of a code and version.

    Raises:
        PlaybookVersionError: It is not at hand.
    """
    at_hand = [book for book in _at_hand(_playbooks.get(), code, version) if isinstance(book, Playbook)]
    books = [book for book in at_hand if book.code == code]
    for book in books:
        if book.version == version:
            return book
    raise PlaybookVersionError(code, version, _each_once(book.version for book in books), _each_once(book.code for book in at_hand))


def _each_once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _at_hand(held: Playbooks, code: str, version: str) -> Iterable[object]:
    if isinstance(held, Playbook):
        return (held,)
    if isinstance(held, Mapping):
        return held.values()
    try:
        return (held(code, version),)
    except KeyError:
        return ()
