"""A million questions, some thousands at a time: first the tables, then, one by one, what they do not know.

What lives here: `answers`, which cuts arrays into chunks that stay in the processor's cache, and asks the scalar engine what no table knows.
What does not: the tables. An answer that a table does not know is NaT; the scalar engine then knows it, or raises. Read
`table.py` next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

import numpy as np

from servrecov.errors import InvalidValueError, ServRecovError
from servrecov.interop.bulk.table import FAR, NAT, Column, Ints, Room

__all__ = ["CHUNK", "Kernel", "One", "answers", "place"]

Kernel = Callable[..., None]
"""Reckons with tables: takes a chunk of each argument, what to write to, and a room; what it does not know is NaT."""
One = Callable[..., int]
"""Asks the scalar engine: takes one number of each argument."""

CHUNK: Final = 2**15
"""Elements at a time: what is reckoned with them stays in the cache."""


def answers(where: str, kernel: Kernel, one: One, *given: Column) -> Ints:
    """Answer a question for each element of arrays that are broadcast together; NaT in any of them gives NaT.

    Args:
        where: Name of the function asked, for errors.
        kernel: Answers a chunk, as far as tables know.
        one: Answers for one element.
        given: Numbers within the years 1 to 9999, or NaT.

    Returns:
        Numbers, of the shape that the arrays broadcast to.

    Raises:
        InvalidValueError: The arrays do not broadcast.
        ServRecovError: What `one` raises, with a note that names the element.
    """
    shape = _shape(where, given)
    flat = [np.broadcast_to(each.values, shape).reshape(-1) for each in given]
    found, unknown = np.empty(flat[0].size, dtype=np.int64), []
    room, nat = Room(min(CHUNK, found.size)), any(each.has_nat for each in given)
    for begin in range(0, found.size, CHUNK):
        out, chunk = found[begin : begin + CHUNK], [each[begin : begin + CHUNK] for each in flat]
        room = room if room.size == out.size else Room(out.size)
        kernel(*(map(_tamed, chunk) if nat else chunk), out, room)
        if nat:
            _keep_nat(out, chunk)
        if out.min() == NAT:
            unknown.append(_unknown(out, chunk) + begin)
    # One after the other in time, for that is how the scalar engine, too, need not look at a year twice.
    for index in _by_time(unknown, flat[0]):
        found[index] = _asked(one, [int(each[index]) for each in flat], f"{where}, element{place(index, shape)}")
    return found.reshape(shape)


def _shape(where: str, given: Sequence[Column]) -> tuple[int, ...]:
    shapes = tuple(each.values.shape for each in given)
    try:
        return np.broadcast_shapes(*shapes)
    except ValueError:
        raise InvalidValueError(where, shapes, "arrays whose shapes broadcast together") from None


def place(index: int, shape: Sequence[int]) -> str:
    """Write the place of an element as Python does, nothing for that of a single number.

    Example:
        >>> place(7, (2, 5)), place(0, ())
        ('[1, 2]', '')
    """
    return f"[{', '.join(map(str, np.unravel_index(index, tuple(shape))))}]" if shape else ""


def _tamed(numbers: Ints) -> Ints:
    """Draw NaT in to before all time, so that no sum with it overflows."""
    return np.maximum(numbers, -FAR)


def _keep_nat(out: Ints, chunk: Sequence[Ints]) -> None:
    for each in chunk:
        out[each == NAT] = NAT


def _unknown(out: Ints, chunk: Sequence[Ints]) -> Ints:
    """List the elements without an answer, but those that were asked of NaT."""
    unknown = out == NAT
    for each in chunk:
        unknown &= each != NAT
    return np.flatnonzero(unknown)


def _by_time(unknown: Sequence[Ints], times: Ints) -> Iterable[int]:
    if not unknown:
        return ()
    indices = np.concatenate(unknown)
    return map(int, indices[np.argsort(times[indices], kind="stable")])


def _asked(one: One, numbers: Sequence[int], where: str) -> int:
    try:
        return one(*numbers)
    except ServRecovError as error:
        error.add_note(where)
        raise
