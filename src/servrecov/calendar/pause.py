"""Clocks that stand still: what a pause does to a due time, on any scale.

What lives here: uniting pauses, moving a due by them, and `ELAPSED`, the scale of plain elapsed time. What does not: which events pause
a clock (`deadline/`). A pause keeps the remaining budget; it is never added to the start, for hours added before a weekend are not hours
added after it. Read `calendar.py` next.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final, Protocol

import pendulum

from servrecov.calendar.hours import merged
from servrecov.calendar.wallclock import instant, length, show, zone_of
from servrecov.errors import InvalidValueError

__all__ = ["ELAPSED", "Pause", "Scale", "postponed", "united"]

Pause = tuple[datetime, datetime]
"""From an instant to another, half-open."""

_PAIR_LENGTH: Final = 2


class Scale(Protocol):
    """What time is measured on: a `BusinessCalendar`, or `ELAPSED`."""

    def add(self, start: datetime, duration: timedelta) -> pendulum.DateTime:
        """Return the instant that lies `duration` after `start` on this scale."""
        ...

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Return the length from `start` to `end` on this scale."""
        ...


class _Elapsed:
    """Elapsed seconds: the same in every zone, and over a change of the clock."""

    def add(self, start: datetime, duration: timedelta) -> pendulum.DateTime:
        """Return the instant that lies `duration` after `start`, in the zone of `start`."""
        return show(instant(start, "ELAPSED.add(start)") + length(duration, "ELAPSED.add(duration)"), zone_of(start))

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Return the elapsed time from `start` to `end`; negative when reversed."""
        return timedelta(microseconds=instant(end, "ELAPSED.between(end)") - instant(start, "ELAPSED.between(start)"))

    def __repr__(self) -> str:
        """Show the name it goes by."""
        return "ELAPSED"


ELAPSED: Final = _Elapsed()


def united(pauses: Iterable[Pause], not_before: datetime) -> tuple[tuple[pendulum.DateTime, pendulum.DateTime], ...]:
    """Sort pauses, unite those that touch or overlap, and clip them to begin no earlier than a start.

    Args:
        pauses: Pairs of aware datetimes, in any order.
        not_before: The start; what lies before it is left out.

    Returns:
        Pairs in the zone of `not_before`, none empty, none touching the next.

    Raises:
        NaiveTimeError: A datetime has no zone.
        InvalidValueError: They are no list, a pause is no pair, or one ends before it begins.

    Example:
        >>> noon = pendulum.datetime(2026, 3, 2, 12)
        >>> [(a.hour, b.hour) for a, b in united([(noon.add(hours=2), noon.add(hours=3)), (noon.add(hours=-1), noon.add(hours=2))], noon)]
        [(12, 15)]
    """
    start, zone = instant(not_before, "pauses not before"), zone_of(not_before)
    return tuple((show(begin, zone), show(end, zone)) for begin, end in merged(_spans(pauses, start)))


def _spans(pauses: Iterable[Pause], start: int) -> list[tuple[int, int]]:
    if not isinstance(pauses, Iterable):
        raise InvalidValueError("pauses", pauses, "pairs of instants: from, to")
    spans = []
    for index, pause in enumerate(pauses):
        where = f"pauses[{index}]"
        if not isinstance(pause, (tuple, list)) or len(pause) != _PAIR_LENGTH:
            raise InvalidValueError(where, pause, "a pair of instants: from, to")
        begin, end = (instant(at, where) for at in pause)
        if end < begin:
            raise InvalidValueError(where, pause, "a pause that ends no earlier than it begins")
        spans.append((max(begin, start), end))
    return spans


def postponed(due: datetime, pauses: Iterable[Pause], scale: Scale) -> pendulum.DateTime:
    """Move a due by the pauses that begin before it.

    In order of time: a pause that begins before the due so far moves it by the pause's length on the scale, and never to before the
    pause's end; one that begins at or after the due so far changes nothing.

    Args:
        due: The due without pauses.
        pauses: As `united` gives them.
        scale: What a pause's length is measured on.

    Returns:
        The due, in the zone of `due`.

    Example:
        >>> due = pendulum.datetime(2026, 3, 2, 12)
        >>> postponed(due, [(due.add(hours=-3), due.add(hours=-2)), (due.add(minutes=30), due.add(hours=9))], ELAPSED).hour
        21
    """
    zone = zone_of(due)
    moved = show(instant(due, "due"), zone)
    for begin, end in pauses:
        if instant(begin, "pause") >= instant(moved, "due"):
            break
        moved = scale.add(moved, scale.between(begin, end))
        if instant(moved, "due") < (resumed := instant(end, "pause")):
            moved = show(resumed, zone)
    return moved
