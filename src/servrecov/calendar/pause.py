"""Clocks that stand still: what a pause does to a due time, on any scale.

What lives here: reading pauses, uniting them, moving a due by them, and `ELAPSED`, the scale of plain elapsed time. What does not: which
events pause a clock (`deadline/`). A pause keeps the remaining budget; it is never added to the start, for hours added before a weekend are
not hours added after it. Instants and lengths are integers, as in `wallclock.py`. Read `calendar.py` next.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final, Protocol

from servrecov.calendar.hours import Plan, Stretch, merged
from servrecov.calendar.wallclock import instant
from servrecov.errors import InvalidValueError

__all__ = ["ELAPSED", "NO_PAUSES", "Pause", "Scale", "paused_within", "postponed", "read_pauses", "united"]

Pause = tuple[datetime, datetime]
"""From an instant to another, half-open."""

NO_PAUSES: Final = ()
"""What stands for no pauses where none are given; Python has one empty tuple, so that a look tells."""

_PAIR_LENGTH: Final = 2


class Scale(Protocol):
    """What time is measured on: the `Reckoner` of a calendar, or `ELAPSED`."""

    def shift(self, us: int, amount: int, /) -> int:
        """Return the instant that lies `amount` after `us` on this scale, or before it if negative."""
        ...

    def between(self, begin: int, end: int, /) -> int:
        """Return the length from `begin` to `end` on this scale; negative when reversed."""
        ...


class _Elapsed:
    """Elapsed time: the same in every zone, and over a change of the clock."""

    __slots__ = ()

    def shift(self, us: int, amount: int) -> int:
        """Return the instant that lies `amount` after `us`."""
        return us + amount

    def between(self, begin: int, end: int) -> int:
        """Return the elapsed time from `begin` to `end`; negative when reversed."""
        return end - begin

    def __repr__(self) -> str:
        """Show the name it goes by."""
        return "ELAPSED"


ELAPSED: Final = _Elapsed()


def read_pauses(pauses: Iterable[Pause], start: int) -> Plan:
    """Read pauses as people write them: in any order, unite them, and clip them to begin no earlier than a start.

    Args:
        pauses: Pairs of aware datetimes: from, to.
        start: The start; what lies before it is left out.

    Returns:
        Stretches in order, none empty, none touching the next.

    Raises:
        NaiveTimeError: A datetime has no zone.
        InvalidValueError: They are no list, a pause is no pair, or one ends before it begins.

    Example:
        >>> import pendulum
        >>> noon = pendulum.datetime(2026, 3, 2, 12)
        >>> [(begin, end)] = read_pauses([(noon.add(hours=2), noon.add(hours=3)), (noon.add(hours=-1), noon.add(hours=2))], instant(noon, "noon"))
        >>> (end - begin) // 3_600_000_000
        3
    """
    if not isinstance(pauses, Iterable):
        raise InvalidValueError("pauses", pauses, "pairs of instants: from, to")
    return united([_read_pause(pause, f"pauses[{index}]") for index, pause in enumerate(pauses)], start)


def _read_pause(pause: object, where: str) -> Stretch:
    if not isinstance(pause, (tuple, list)) or len(pause) != _PAIR_LENGTH:
        raise InvalidValueError(where, pause, "a pair of instants: from, to")
    begin, end = (instant(at, where) for at in pause)
    if end < begin:
        raise InvalidValueError(where, pause, "a pause that ends no earlier than it begins")
    return begin, end


def united(pauses: Sequence[Stretch], start: int) -> Plan:
    """Unite pauses that touch or overlap, and clip them to begin no earlier than a start.

    Example:
        >>> united([(5, 6), (0, 2), (2, 3)], 1)
        ((1, 3), (5, 6))
    """
    if len(pauses) == 1 and start <= pauses[0][0] < pauses[0][1]:
        return (pauses[0],)
    return merged([(max(begin, start), end) for begin, end in pauses])


def postponed(due: int, pauses: Sequence[Stretch], scale: Scale) -> int:
    """Move a due by the pauses that begin before it.

    In order of time: a pause that begins before the due so far moves it by the pause's length on the scale, and never to before the
    pause's end; one that begins at or after the due so far changes nothing.

    Args:
        due: The due without pauses.
        pauses: As `united` gives them.
        scale: What a pause's length is measured on.

    Example:
        >>> postponed(12, [(9, 10), (12, 21)], ELAPSED)
        22
    """
    for begin, end in pauses:
        if begin >= due:
            break
        due = max(scale.shift(due, scale.between(begin, end)), end)
    return due


def paused_within(pauses: Sequence[Stretch], until: int, scale: Scale) -> int:
    """Return how long pauses lasted up to an instant, measured on a scale.

    Example:
        >>> paused_within([(9, 10), (12, 21), (30, 40)], 15, ELAPSED)
        4
    """
    return sum(scale.between(begin, min(end, until)) for begin, end in pauses if begin < until)
