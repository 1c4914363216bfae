"""Names as a message tells them: the nearest valid one for a misspelt one, and a list that does not fill the screen.

What lives here: `nearest` and `listed`. What does not: the errors that say them (`errors.py`, to read next).
"""

from __future__ import annotations

import functools
from collections.abc import Iterable

__all__ = ["listed", "nearest", "nearest_verb"]


def nearest(name: object, options: Iterable[str], *, closeness: float = 0.6) -> str | None:
    """Find the valid name that a misspelt one most likely meant.

    Args:
        name: What was given; anything that is not a string has no neighbour.
        options: The valid names.
        closeness: How near one must be at least, from 0 to 1, which is the same but for case.

    Returns:
        The closest option, or None when nothing is close.

    Example:
        >>> nearest("recieved", ["received", "registered"])
        'received'
    """
    import difflib  # noqa: PLC0415  (only a failing call pays for it)

    known = list(options)
    if not isinstance(name, str) or not known:
        return None
    folded = {option.casefold(): option for option in known}
    close = difflib.get_close_matches(name.casefold(), list(folded), n=1, cutoff=closeness)
    return folded[close[0]] if close else None


_SLIP = 0.8
"""How near a misspelt verb is to the one meant. No two verbs of the library are as near to each other."""


@functools.lru_cache(maxsize=512)
def nearest_verb(verb: object, allowed: tuple[str, ...]) -> str | None:
    """Find the allowed verb of which one is a misspelling; a verb that is right, and only not allowed now, is none.

    The answer is kept for each verb and stage: a log may deviate thousands of times, and the search takes longer than the judging.
    """
    return nearest(verb, allowed, closeness=_SLIP)


_SHOWN = 8


def listed(names: tuple[str, ...]) -> str:
    """List names in a message, the first of them where there are many."""
    more = len(names) - _SHOWN
    return ", ".join(names[:_SHOWN]) + (f" and {more} more" if more > 0 else "") or "nothing"
