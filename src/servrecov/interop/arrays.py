"""Business time in bulk, on NumPy arrays (extra ``numpy``): a million questions to one calendar in some hundredths of a second.

What lives here: `add`, `between`, `is_open`, `add_days` and `days_between`, which say of every element what the method of `BusinessCalendar`
says of one. What does not: the tables that make them fast and the reading of arrays (`bulk/`). Instants are `datetime64` in UTC, as NumPy's
always are; arguments broadcast as anywhere in NumPy. Where the method would raise, so do these, and a note on the error says for which
element. Read `bulk/chunks.py` next.
"""

from __future__ import annotations

from datetime import timedelta

from servrecov.calendar.calendar import BusinessCalendar
from servrecov.calendar.reckoner import Land
from servrecov.errors import InvalidValueError, MissingExtraError, UnknownNameError

try:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray
except ModuleNotFoundError:
    raise MissingExtraError("numpy", "numpy") from None

from servrecov.interop.bulk.chunks import answers
from servrecov.interop.bulk.days import DateColumn, dates_later, instants_later
from servrecov.interop.bulk.reading import read_counts, read_instants, read_lengths, read_times, refuse_missing
from servrecov.interop.bulk.shelf import INSTANTS, extent, hull, reach, shelf_of, within_years
from servrecov.interop.bulk.table import EPOCH, Ints, Room, kept

__all__ = ["add", "add_days", "between", "days_between", "is_open"]


def add(cal: BusinessCalendar, starts: ArrayLike, seconds: ArrayLike | timedelta) -> NDArray[np.datetime64]:
    """Return the instants that lie each amount of open time after its start, as `BusinessCalendar.add` and `subtract` do.

    Nothing added moves nothing; a negative amount is subtracted. Fractions of a second count to the microsecond, rounded as `timedelta`
    rounds. NaT in either, or NaN seconds, give NaT.

    Args:
        cal: Whose open time counts.
        starts: `datetime64` in UTC of any unit from hours to microseconds; finer ones if they are whole microseconds.
        seconds: Whole numbers or floats, `timedelta64`, or one `timedelta`; broadcast against `starts`.

    Returns:
        `datetime64[us]` in UTC, of the shape that the two broadcast to.

    Raises:
        InvalidValueError: An array is of another kind, or the two do not broadcast.
        NoBusinessTimeError: There is not that much open time.
        HolidayDataError: An answer depends on a day beyond `holidays_known`.

    Example:
        >>> desk = BusinessCalendar.weekly("Mon-Fri 09:00-17:00", tz="UTC")
        >>> add(desk, np.array(["2026-03-06T16:00", "2026-03-07T12:00", "NaT"], "datetime64[us]"), 7200)
        array(['2026-03-09T10:00:00.000000', '2026-03-09T11:00:00.000000', 'NaT'], dtype='datetime64[us]')
    """
    shelf = shelf_of(cal)
    begins, amounts = read_instants(starts, "arrays.add(starts)"), read_lengths(seconds, "arrays.add(seconds)")
    reckoner = shelf.reckoner
    inner = extent(begins, INSTANTS)
    outer = reach(lambda us, amount: reckoner.shift(us + EPOCH, amount) - EPOCH, inner, amounts)
    table = shelf.open_time(inner, outer)

    def shifted(some: Ints, by: Ints, out: Ints, room: Room) -> None:
        table.shifted(some, by, out, room, forward=amounts.is_positive(by))
        if amounts.has_zero:
            kept(some, by, out, room)

    found = answers("arrays.add", shifted, lambda us, amount: within_years(reckoner.shift(us + EPOCH, amount)), begins, amounts)
    return found.view("datetime64[us]")[()]


def between(cal: BusinessCalendar, starts: ArrayLike, ends: ArrayLike) -> NDArray[np.timedelta64]:
    """Return the open time from each start to its end; negative when reversed. NaT in either gives NaT.

    The answer is exact to the microsecond, as that of `BusinessCalendar.between` is, so it comes as `timedelta64[us]` and not as seconds;
    divide it by ``np.timedelta64(1, "s")`` or ``np.timedelta64(1, "h")`` for floats.

    Args:
        cal: Whose open time counts.
        starts: As `add` takes them.
        ends: The same; broadcast against `starts`.

    Returns:
        `timedelta64[us]`, of the shape that the two broadcast to.

    Raises:
        InvalidValueError: An array is of another kind, or the two do not broadcast.
        HolidayDataError: An answer depends on a day beyond `holidays_known`.

    Example:
        >>> desk = BusinessCalendar.weekly("Mon-Fri 09:00-17:00", tz="UTC")
        >>> between(desk, np.datetime64("2026-03-06T16:00"), np.array(["2026-03-09T10:00", "2026-03-06T15:00"], "datetime64[us]"))
        array([ 7200000000, -3600000000], dtype='timedelta64[us]')
    """
    shelf = shelf_of(cal)
    begins, until = read_instants(starts, "arrays.between(starts)"), read_instants(ends, "arrays.between(ends)")
    inner = extent(begins, INSTANTS)
    table, reckoner = shelf.open_time(inner, hull(inner, extent(until, INSTANTS))), shelf.reckoner
    found = answers("arrays.between", table.between, lambda begin, end: reckoner.between(begin + EPOCH, end + EPOCH), begins, until)
    return found.view("timedelta64[us]")[()]


def is_open(cal: BusinessCalendar, at: ArrayLike) -> NDArray[np.bool_]:
    """Tell of each instant whether someone is there: at an opening yes, at a closing no, and never at NaT.

    Args:
        cal: Whose hours count.
        at: As `add` takes starts.

    Returns:
        Booleans of the shape of `at`.

    Raises:
        InvalidValueError: The array is of another kind.
        HolidayDataError: An answer depends on a day beyond `holidays_known`.

    Example:
        >>> desk = BusinessCalendar.weekly("Mon-Fri 09:00-17:00", tz="UTC")
        >>> is_open(desk, np.array(["2026-03-06T09:00", "2026-03-06T17:00", "NaT"], "datetime64[us]"))
        array([ True, False, False])
    """
    shelf, instants = shelf_of(cal), read_instants(at, "arrays.is_open(at)")
    window = extent(instants, INSTANTS)
    table, reckoner = shelf.open_time(window, window), shelf.reckoner
    found: NDArray[np.bool_] = answers("arrays.is_open", table.is_open, lambda us: int(reckoner.is_open(us + EPOCH)), instants) == 1
    return found[()]


def add_days(
    cal: BusinessCalendar,
    starts: ArrayLike,
    n: ArrayLike,
    clamp: bool = True,  # noqa: FBT001, FBT002  (as the method has it)
    land: Land | str = Land.SAME_TIME,
) -> NDArray[np.datetime64]:
    """Return where each start is after `n` business days, or before it if negative, as `BusinessCalendar.add_days` does.

    Args:
        cal: Whose business days count.
        starts: Instants as `add` takes them, or `datetime64[D]` for local dates and an answer in dates. NaT gives NaT.
        n: Whole numbers of business days to pass; 0 changes nothing. Broadcast against `starts`.
        clamp: Whether a start that is closed is first moved to the next opening (backward: the previous closing).
        land: Where on the day found to land; not for dates.

    Returns:
        `datetime64[us]` in UTC, or `datetime64[D]`, of the shape that the two broadcast to.

    Raises:
        InvalidValueError: An array is of another kind, the two do not broadcast, or `land` is none of its names.
        NoBusinessTimeError: There are not that many business days.
        HolidayDataError: An answer depends on a day beyond `holidays_known`.

    Example:
        >>> desk = BusinessCalendar.weekly("Mon-Fri 09:00-17:00", tz="Europe/Paris")
        >>> add_days(desk, np.array(["2026-03-06", "2026-03-07"], "datetime64[D]"), 1)
        array(['2026-03-09', '2026-03-10'], dtype='datetime64[D]')
        >>> add_days(desk, np.datetime64("2026-03-27T10:00"), 1, land="close")  # over a change to summer time
        np.datetime64('2026-03-30T15:00:00.000000')
    """
    shelf, counts, landing = shelf_of(cal), read_counts(n, "arrays.add_days(n)"), _landing(land)
    column, resolution = read_times(starts, "arrays.add_days(starts)")
    if resolution is INSTANTS:
        return instants_later(shelf, column, counts, landing, clamp=clamp).view("datetime64[us]")[()]
    if landing is not Land.SAME_TIME:
        raise InvalidValueError("arrays.add_days(land)", land, "no `land` where the starts are dates")
    return dates_later(shelf, column, counts, clamp=clamp).view("datetime64[D]")[()]


def days_between(cal: BusinessCalendar, first: ArrayLike, last: ArrayLike) -> NDArray[np.int64]:
    """Count the business days d with first < d <= last; negative when reversed.

    A count cannot say that it is missing, so NaT is refused, as `numpy.busday_count` refuses it.

    Args:
        cal: Whose business days count.
        first: `datetime64[D]` for local dates, or instants as `add` takes them, which count as the date of their shift.
        last: The same; broadcast against `first`.

    Returns:
        Whole numbers of the shape that the two broadcast to.

    Raises:
        InvalidValueError: An array is of another kind or holds NaT, or the two do not broadcast.
        HolidayDataError: An answer depends on a day beyond `holidays_known`.

    Example:
        >>> desk = BusinessCalendar.weekly("Mon-Fri 09:00-17:00", tz="UTC")
        >>> days_between(desk, np.datetime64("2026-03-06"), np.array(["2026-03-09", "2026-03-16", "2026-02-27"], "datetime64[D]"))
        array([ 1,  6, -5])
    """
    shelf = shelf_of(cal)
    begin, end = DateColumn.read(shelf, first, "arrays.days_between(first)"), DateColumn.read(shelf, last, "arrays.days_between(last)")
    refuse_missing(begin.column, "arrays.days_between(first)")
    refuse_missing(end.column, "arrays.days_between(last)")
    dates = shelf.dates(begin.window, hull(begin.window, end.window))
    covered = begin.lie_in(dates) and end.lie_in(dates)

    def counted(firsts: Ints, lasts: Ints, out: Ints, room: Room) -> None:
        dates.count(begin.of(firsts, room.first, out, room), end.of(lasts, room.second, out, room), out, room, covered=covered)

    def one(first: int, last: int) -> int:
        return shelf.reckoner.days_between(begin.one(first), end.one(last))

    return answers("arrays.days_between", counted, one, begin.column, end.column)[()]


def _landing(land: str) -> Land:
    try:
        return Land(land)
    except ValueError:
        raise UnknownNameError("arrays.add_days(land)", land, f"one of: {', '.join(Land)}", tuple(Land)) from None
