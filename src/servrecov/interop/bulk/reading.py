"""What an array may hold: instants, dates, lengths of time, numbers of days; read once, and refused in one sentence.

What lives here: reading what a user hands to `interop/arrays.py` as int64 numbers, within the years 1 to 9999 or NaT. What does not: reckoning
with them. A date names no instant and a naive datetime names none either, so a column of instants is `datetime64` finer than days, and
counts UTC, as NumPy's always do. Read `testing/strategies.py` next.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from servrecov.calendar.wallclock import SECOND, length
from servrecov.errors import InvalidValueError
from servrecov.interop.bulk.chunks import CHUNK, place
from servrecov.interop.bulk.shelf import DATES, INSTANTS, Resolution
from servrecov.interop.bulk.table import FAR, NAT, Column, Ints

__all__ = ["read_counts", "read_instants", "read_lengths", "read_times", "refuse_missing"]

_MICROS: Final = {"h": 3600 * SECOND, "m": 60 * SECOND, "s": SECOND, "ms": 1000, "us": 1}
"""Units of time that are whole microseconds."""
_FINER: Final = {"ns": 10**3, "ps": 10**6, "fs": 10**9, "as": 10**12}
"""How many of a finer unit make a microsecond."""
_DAYS: Final = 10**7
"""More days than any calendar has."""
_LENGTHS: Final = {"W": 7 * 86_400 * SECOND, "D": 86_400 * SECOND, **_MICROS}

_INSTANTS: Final = "an array of datetime64[us] in UTC; aware datetimes go in as numpy.array([at.astimezone(UTC).replace(tzinfo=None), ...])"
_TIMES: Final = f"{_INSTANTS}; or datetime64[D] for local dates"
_AMOUNTS: Final = "seconds as whole numbers or floats, timedelta64 without months and years, or a timedelta"


def read_instants(values: object, where: str, expected: str = _INSTANTS) -> Column:
    """Read instants as microseconds since 1970.

    Raises:
        InvalidValueError: They are no `datetime64` of a unit of time, finer than whole microseconds, or beyond the years 1 to 9999.
    """
    array = _array(values, where)
    if array.dtype.kind != "M" or _unit(array) not in {*_MICROS, *_FINER}:
        raise InvalidValueError(where, array.dtype, expected)
    numbers, rest = _micros(array, _MICROS)
    if rest.any():
        index = int(np.flatnonzero(rest)[0])
        whole = 'whole microseconds; array.astype("datetime64[us]") cuts off what is finer'
        raise InvalidValueError(f"{where}{place(index, array.shape)}", array.flat[index], whole)
    return _within_years(array, numbers, INSTANTS, where)


def read_times(values: object, where: str) -> tuple[Column, Resolution]:
    """Read dates as days, or instants as microseconds, since 1970, and say which they are.

    Raises:
        InvalidValueError: They are neither, or what `read_instants` refuses.
    """
    array = _array(values, where)
    if array.dtype.kind != "M" or _unit(array) != "D":
        return read_instants(array, where, _TIMES), INSTANTS
    days, _ = _micros(array, {"D": 1})
    return _within_years(array, days, DATES, where), DATES


def read_lengths(values: object, where: str) -> Column:
    """Read lengths of time as microseconds; what is finer is rounded to the nearest, and to the even one of two, as timedelta does.

    A length beyond any calendar is drawn in to one that still is. NaN is NaT.

    Raises:
        InvalidValueError: They are no numbers, or infinite, or lengths in months or years.
    """
    if isinstance(values, timedelta):
        return Column.of(np.array(min(max(length(values, where), -FAR), FAR), dtype=np.int64))
    array = _array(values, where)
    if array.dtype.kind == "f":
        return Column.of(_float_seconds(array, where))
    if array.dtype.kind in "iu":
        return Column.of(np.asarray(_whole(array, FAR // SECOND) * SECOND))
    if array.dtype.kind != "m" or _unit(array) not in {*_LENGTHS, *_FINER}:
        raise InvalidValueError(where, array.dtype, _AMOUNTS)
    numbers, rest = _micros(array, _LENGTHS)
    if rest.any():
        numbers = numbers + _rounds_up(numbers, rest, _FINER[_unit(array)])
    column = Column.of(np.asarray(numbers))
    if column.low >= -FAR and column.high <= FAR:
        return column
    return Column.of(np.where(numbers == NAT, NAT, np.clip(numbers, -FAR, FAR)))


def read_counts(values: object, where: str) -> Column:
    """Read numbers of business days.

    Raises:
        InvalidValueError: They are no whole numbers.
    """
    array = _array(values, where)
    if array.dtype.kind not in "iu":
        raise InvalidValueError(where, array.dtype, "whole numbers of business days")
    return Column.of(np.asarray(_whole(array, _DAYS)))


def refuse_missing(column: Column, where: str) -> None:
    """Refuse NaT.

    Raises:
        InvalidValueError: There is one.
    """
    if column.has_nat:
        index = int(np.flatnonzero(column.values == NAT)[0])
        raise InvalidValueError(f"{where}{place(index, column.values.shape)}", "NaT", "a date, for a count cannot say that it is missing")


def _array(values: object, where: str) -> NDArray[Any]:
    if isinstance(values, np.ma.MaskedArray):
        raise InvalidValueError(where, type(values), "an array without a mask; fill it with NaT")
    try:
        array = np.asarray(values)
    except ValueError:  # rows of different lengths
        raise InvalidValueError(where, values, "an array") from None
    # A NaT by itself has no unit, and needs none.
    return array.astype(f"{array.dtype.kind}8[us]") if _unit(array) == "generic" and np.isnat(array).all() else array


def _unit(array: NDArray[Any]) -> str:
    return np.datetime_data(array.dtype)[0] if array.dtype.kind in "mM" else ""


def _micros(array: NDArray[Any], units: Mapping[str, int]) -> tuple[Ints, Ints]:
    """Return times as whole numbers, each the factor of its unit, and what of finer units is left over; NaT is as NumPy keeps it."""
    unit, step = np.datetime_data(array.dtype)
    numbers = array.astype(array.dtype.newbyteorder("="), copy=False).view(np.int64)
    if unit in units:
        return _times(numbers, step * units[unit]), np.zeros((), dtype=np.int64)
    whole, rest = np.divmod(numbers, _FINER[unit])
    more, rest = np.divmod(rest * step, _FINER[unit])
    missing = numbers == NAT
    return np.where(missing, NAT, _times(whole, step) + more), np.where(missing, 0, rest)


def _times(numbers: Ints, factor: int) -> Ints:
    """Multiply by a factor; what would not fit becomes as far as can be, and NaT stays."""
    if factor == 1:
        return numbers
    most = -(NAT + 1) // factor
    return np.where(numbers == NAT, NAT, np.clip(numbers, -most, most) * factor)


def _rounds_up(whole: Ints, rest: Ints, unit: int) -> NDArray[np.bool_]:
    """Tell which numbers are nearer to the next, or as near to it and odd."""
    return np.asarray((2 * rest > unit) | ((2 * rest == unit) & (whole % 2 == 1)))


def _whole(array: NDArray[Any], most: int) -> Ints:
    """Return whole numbers of any size, drawn in to `most` either way."""
    if array.dtype.kind == "u":
        return np.minimum(array.astype(np.uint64, copy=False), most).astype(np.int64)
    whole = array.astype(np.int64, copy=False)
    inside = not whole.size or (-most <= whole.min() and whole.max() <= most)
    return whole if inside else np.clip(whole, -most, most)


def _float_seconds(array: NDArray[Any], where: str) -> Ints:
    seconds = array.astype(np.float64, copy=False)
    if np.isinf(seconds).any():
        index = int(np.flatnonzero(np.isinf(seconds))[0])
        expected = "a finite number of seconds, or NaN where there is none"
        raise InvalidValueError(f"{where}{place(index, array.shape)}", array.flat[index], expected)
    flat, micros = seconds.reshape(-1), np.empty(seconds.size, dtype=np.int64)
    for begin in range(0, seconds.size, CHUNK):
        micros[begin : begin + CHUNK] = _to_the_microsecond(flat[begin : begin + CHUNK])
    return micros.reshape(seconds.shape)


def _to_the_microsecond(seconds: NDArray[np.float64]) -> Ints:
    """Round as timedelta does: the whole seconds exactly, what is left to the nearest microsecond, and of two to the even one."""
    most = FAR // SECOND
    if not (seconds.min() >= -most and seconds.max() <= most):  # which a NaN is not either
        drawn = np.clip(np.nan_to_num(seconds), -most, most)
        return np.where(np.isnan(seconds), NAT, _to_the_microsecond(drawn))
    rest, whole = np.modf(seconds)
    micros: Ints = whole.astype(np.int64)
    micros *= SECOND
    rest *= SECOND
    micros += np.rint(rest, out=rest).astype(np.int64)
    return micros


def _within_years(array: NDArray[Any], numbers: Ints, resolution: Resolution, where: str) -> Column:
    (first, last), column = resolution.years, Column.of(np.asarray(numbers))
    if column.low < first or column.high > last:
        beyond = ((numbers < first) | (numbers > last)) & (numbers != NAT)
        if beyond.any():
            index = int(np.flatnonzero(beyond)[0])
            raise InvalidValueError(f"{where}{place(index, array.shape)}", array.flat[index], "a time of the years 1 to 9999")
    return column
