"""What an event of one verb may do to a clock, found out once when the clock is made.

What lives here: `Cue` and how it is read off the matchers of a clock. What does not: doing it (`life.py`). A journal is read far more often than a
clock is written; so each clock says beforehand which verbs concern it, and most matchers, which name a verb and nothing else, need not be asked
again. Read `clock.py` next.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from servrecov.journal.closing import Closed, Merged, Reopened, Withdrawn
from servrecov.journal.match import On, matches_any

__all__ = ["SILENT", "Cue", "cues_of", "meant"]

_ALWAYS_CANCEL: Final = (Withdrawn.verb, Merged.verb)
_CONCERN_EVERY_CLOCK: Final = (Closed.verb, Reopened.verb, *_ALWAYS_CANCEL)

Meaning = bool | tuple[On, ...]
"""Whether events of a verb are meant: all, none, or those that one of the matchers means."""


class Cue(NamedTuple):
    """What events of one verb may do to a clock.

    Attributes:
        cancel: Which of them cancel it.
        stop: Which stop it.
        resume: Which take it off hold.
        extend: Which bring a later date, by the extension's place in the clock.
        start: Which begin a cycle.
        pause: Which put it on hold.
        judged: On the date of which its being in force is judged.
        closes: Whether they close the case.
        reopens: Whether they reopen it.
        prepares: Whether there is something to do before every act: for closing, reopening, and a date on which being in force is judged.
    """

    cancel: Meaning = False
    stop: Meaning = False
    resume: Meaning = False
    extend: tuple[tuple[int, Meaning], ...] = ()
    start: Meaning = False
    pause: Meaning = False
    judged: Meaning = False
    closes: bool = False
    reopens: bool = False
    prepares: bool = False


SILENT: Final = Cue()
"""Of a verb that does not concern a clock."""


def meant(meaning: Meaning, event: object) -> bool:
    """Say whether an event is meant, one of the verb that the meaning is for."""
    return meaning if isinstance(meaning, bool) else matches_any(meaning, event)


def cues_of(matchers: Mapping[str, Sequence[On]], extensions: Sequence[Sequence[On]]) -> dict[str, Cue]:
    """Read what each verb may do to a clock.

    Args:
        matchers: The clock's matchers by what they do: ``"start"``, ``"stop"``, ``"pause"``, ``"resume"``, ``"cancel"``, ``"judged"``.
        extensions: The matchers of each extension, in order.

    Example:
        >>> cues = cues_of({"stop": (On("closed"), On("responded", kind="rejected"))}, ())
        >>> cues["closed"].stop, cues["responded"].stop, cues["withdrawn"].cancel
        (True, (On('responded', kind='rejected'),), True)
    """
    named = {on.verb for ons in (*matchers.values(), *extensions) for on in ons}
    return {verb: _cue(verb, matchers, extensions) for verb in sorted(named.union(_CONCERN_EVERY_CLOCK))}


def _cue(verb: str, matchers: Mapping[str, Sequence[On]], extensions: Sequence[Sequence[On]]) -> Cue:
    by_act = {act: _meaning(verb, ons) for act, ons in matchers.items()}
    later = ((place, _meaning(verb, ons)) for place, ons in enumerate(extensions))
    closes, reopens = verb == Closed.verb, verb == Reopened.verb
    prepares = closes or reopens or bool(by_act.get("judged"))
    cue = Cue(**by_act, extend=tuple(each for each in later if each[1]), closes=closes, reopens=reopens, prepares=prepares)
    return cue._replace(cancel=True) if verb in _ALWAYS_CANCEL else cue


def _meaning(verb: str, ons: Iterable[On]) -> Meaning:
    of_verb = tuple(on for on in ons if on.verb == verb)
    if not of_verb:
        return False
    return of_verb if all(on.fields for on in of_verb) else True
