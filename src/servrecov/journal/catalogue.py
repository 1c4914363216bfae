"""Every event that the library knows, by verb.

What lives here: `EVENTS`, the one list of the shipped events, and the checks against it of what a rule waits for: a verb, its fields, their values.
What does not: a firm's own events, which have dotted verbs and are handed to the codec; their fields are believed. Read `journal.py` next.
"""

from __future__ import annotations

import functools
import typing
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import attrs

from servrecov import values
from servrecov.errors import InvalidValueError, UnknownNameError
from servrecov.journal import closing, dialogue, inquiry, intake, redress
from servrecov.journal.event import VERB, Event
from servrecov.journal.match import On

__all__ = ["EVENTS"]


def _events() -> dict[str, type[Event]]:
    families = (intake, inquiry, redress, dialogue, closing)
    kinds = [getattr(family, name) for family in families for name in family.__all__]
    return {kind.verb: kind for kind in kinds}


EVENTS: Mapping[str, type[Event]] = MappingProxyType(_events())
"""The shipped events by verb."""


def check_verb(verb: str, where: str) -> str:
    """Return the verb of a shipped event or a dotted one, or refuse it.

    Raises:
        UnknownNameError: No shipped event has this verb and it is not dotted; the error names the nearest.

    Example:
        >>> check_verb("contacted", "steps[0].verb"), check_verb("acme.site_visited", "steps[1].verb")
        ('contacted', 'acme.site_visited')
    """
    if verb in EVENTS or ("." in verb and VERB.fullmatch(verb)):
        return verb
    raise UnknownNameError(where, verb, "the verb of an event, or a firm's own dotted verb, such as acme.site_visited", EVENTS)


@functools.cache
def field_checks(verb: str) -> Mapping[str, Callable[[Any, str], object]]:
    """Return what each field of a shipped event may be wanted to hold: for a field with several values, one of them."""
    kind = EVENTS[verb]
    hints = typing.get_type_hints(kind)
    return {field.name: values.check_for(_each(hints[field.name])) for field in attrs.fields(kind)}


def _each(annotation: Any) -> Any:  # noqa: ANN401  (annotations have no common type)
    """Return what one wanted value is held to: for a field with several values, the annotation of one of them."""
    listed = [inner for inner in (annotation, *typing.get_args(annotation)) if typing.get_origin(inner) in (tuple, Sequence)]
    return typing.get_args(listed[0])[0] if listed else annotation


def check_matcher(on: On, where: str) -> None:
    """Refuse a matcher that could never match: of an unknown verb, of a field that its event lacks, of a value that the field cannot hold.

    Raises:
        UnknownNameError: The verb, a field or the name that a field should hold is not known; the error names the nearest.
        InvalidValueError: A wanted value is none that the field can hold, or there is none in a list of them.
    """
    if check_verb(on.verb, where) not in EVENTS:
        return
    checks = field_checks(on.verb)
    for name, wanted in on.fields.items():
        if name not in checks:
            raise UnknownNameError(f"{where}.{name}", name, f"a field of {on.verb!r}: {', '.join(checks)}", checks)
        check_wanted(checks[name], wanted, f"{where}.{name}")


def check_wanted(check: Callable[[Any, str], object], wanted: object, where: str) -> None:
    """Hold a wanted value to the check of its field; a tuple means any of several, so it needs at least one.

    Raises:
        InvalidValueError: The field cannot hold it, or nothing is wanted.
    """
    options = wanted if isinstance(wanted, tuple) else (wanted,)
    if not options:
        raise InvalidValueError(where, wanted, "at least one value, for of none the field can hold any")
    for option in options:
        check(option, where)
