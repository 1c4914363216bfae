"""Every event that the library knows, by verb.

What lives here: `EVENTS`, the one list of the shipped events, and the check of a verb against it. What does not: a firm's own events, which have
dotted verbs and are handed to the codec. Read `journal.py` next.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from servrecov.errors import UnknownNameError
from servrecov.journal import closing, dialogue, inquiry, intake, redress
from servrecov.journal.event import Event

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
    if verb in EVENTS or "." in verb:
        return verb
    raise UnknownNameError(where, verb, "the verb of an event, or a firm's own dotted verb", EVENTS)
