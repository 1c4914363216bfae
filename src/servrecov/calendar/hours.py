"""Opening hours as people write them: ``("09:00", "17:00")``, ``("22:00", "30:00")``, ``"Mon-Fri 09:00-17:00; Sat 10:00-13:00"``.

What lives here: reading and writing the hours of a date, the weekdays, the closed dates, and merging stretches. What does not: which
date has which hours, which is decided in `rota.py`. A stretch is a pair of microseconds after the midnight at which its date begins; it may pass
24:00, for a night shift belongs to the date it opens on. Read `rota.py` next.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Final

from servrecov import values
from servrecov.calendar.wallclock import DAY, SECOND
from servrecov.errors import InvalidCalendarError

__all__ = ["WEEKDAYS", "Plan", "Stretch", "cut", "merged", "read_dated", "read_holidays", "read_plan", "read_week", "week_from_text", "written"]

Stretch = tuple[int, int]
"""From an opening to a closing, half-open."""
Plan = tuple[Stretch, ...]
"""The stretches of a date, in order, none touching the next."""

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_TIME = re.compile(r"(\d{1,2}):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,6}))?)?")
_YEARLY = re.compile(r"--(\d{2})-(\d{2})")
_GROUP = re.compile(r"([A-Za-z,\s-]+?)\s*(\d.*)")
_LATEST: Final = 2 * DAY
_PAIR_LENGTH: Final = 2


def merged(stretches: Iterable[Stretch]) -> Plan:
    """Sort stretches, unite those that touch or overlap, and drop empty ones.

    Example:
        >>> merged([(5, 7), (1, 3), (3, 4), (6, 9), (2, 2)])
        ((1, 4), (5, 9))
    """
    united: list[Stretch] = []
    for opening, closing in sorted(stretches):
        if opening >= closing:
            continue
        if united and opening <= united[-1][1]:
            united[-1] = (united[-1][0], max(united[-1][1], closing))
        else:
            united.append((opening, closing))
    return tuple(united)


def cut(stretches: Iterable[Stretch], closed: Iterable[Stretch]) -> Plan:
    """Take closed stretches out of open ones.

    Example:
        >>> cut([(1, 9)], [(0, 2), (4, 5)])
        ((2, 4), (5, 9))
    """
    rest = list(stretches)
    for begin, end in closed:
        rest = [piece for opening, closing in rest for piece in ((opening, min(closing, begin)), (max(opening, end), closing)) if piece[0] < piece[1]]
    return tuple(rest)


def read_plan(value: object, where: str) -> Plan:
    """Read the stretches of one date: pairs of ``"HH:MM"`` or ``"HH:MM:SS"``, up to 48:00.

    Raises:
        InvalidCalendarError: A time is malformed, or a stretch ends before it begins.
    """
    if isinstance(value, (str, Mapping)) or not isinstance(value, Iterable):
        raise InvalidCalendarError(where, value, 'a list of stretches, such as [("09:00", "12:00"), ("13:00", "17:00")]')
    return merged([_read_stretch(item, f"{where}[{index}]") for index, item in enumerate(value)])


def _read_stretch(value: object, where: str) -> Stretch:
    if not isinstance(value, (tuple, list)) or len(value) != _PAIR_LENGTH:
        raise InvalidCalendarError(where, value, 'a pair of times, such as ("09:00", "17:00")')
    opening, closing = (_read_time(time, where) for time in value)
    if opening >= closing:
        expected = 'an opening before its closing; times after midnight go on from 24:00, such as ("22:00", "30:00")'
        raise InvalidCalendarError(where, value, expected)
    return opening, closing


def _read_time(value: object, where: str) -> int:
    match = _TIME.fullmatch(value) if isinstance(value, str) else None
    if match:
        hours, minutes, seconds, fraction = match.groups(default="0")
        time = (int(hours) * 3600 + int(minutes) * 60 + int(seconds)) * SECOND + int(fraction.ljust(6, "0"))
        if time <= _LATEST:
            return time
    raise InvalidCalendarError(where, value, 'a time of day from "00:00" to "48:00"')


def written(plan: Plan) -> tuple[tuple[str, str], ...]:
    """Write stretches as `read_plan` reads them."""
    return tuple((_write_time(opening), _write_time(closing)) for opening, closing in plan)


def _write_time(time: int) -> str:
    seconds, micros = divmod(time, SECOND)
    text = f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}"
    if seconds % 60 or micros:
        text += f":{seconds % 60:02d}"
    return f"{text}.{micros:06d}" if micros else text


def read_week(value: object, where: str) -> dict[str, Plan]:
    """Read the hours of the weekdays, Monday first; a weekday without hours is left out.

    Raises:
        InvalidCalendarError: A key is no weekday, or its hours are malformed.
    """
    if not isinstance(value, Mapping):
        raise InvalidCalendarError(where, value, 'a mapping from weekdays to stretches, such as {"mon": [("09:00", "17:00")]}')
    for day in value:
        if day not in WEEKDAYS:
            raise InvalidCalendarError(f"{where} key", day, f"a weekday: {', '.join(WEEKDAYS)}", WEEKDAYS)
    plans = {day: read_plan(value[day], f"{where}[{day!r}]") for day in WEEKDAYS if day in value}
    return {day: plan for day, plan in plans.items() if plan}


def read_dated(value: object, where: str) -> dict[int, Plan]:
    """Read the stretches of named dates, as a mapping from ordinals, in order of date.

    Raises:
        InvalidCalendarError: A key is no date, or its stretches are malformed.
    """
    if not isinstance(value, Mapping):
        raise InvalidCalendarError(where, value, 'a mapping from dates to stretches, such as {date(2026, 10, 10): [("09:00", "17:00")]}')
    plans = {_read_date(day, f"{where} key"): read_plan(plan, f"{where}[{str(day)!r}]") for day, plan in value.items()}
    return dict(sorted(plans.items()))


def _read_date(value: object, where: str) -> int:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.toordinal()
    try:
        return date.fromisoformat(values.check_text(value, where)).toordinal()
    except ValueError:  # our own errors are ValueErrors too
        raise InvalidCalendarError(where, value, "a date, or its ISO text, such as 2026-10-01") from None


def read_holidays(value: object, where: str) -> tuple[frozenset[int], frozenset[tuple[int, int]]]:
    """Read closed dates: those of one year, as ordinals, and those of every year, as (month, day).

    Raises:
        InvalidCalendarError: One is neither a date nor ``"--MM-DD"``.
    """
    if isinstance(value, str) or not isinstance(value, Iterable):
        raise InvalidCalendarError(where, value, 'a list of dates, or of "--MM-DD" for every year')
    dated: set[int] = set()
    yearly: set[tuple[int, int]] = set()
    for index, item in enumerate(value):
        place = f"{where}[{index}]"
        if isinstance(item, str) and (match := _YEARLY.fullmatch(item)):
            yearly.add(_read_yearly(match, item, place))
        else:
            dated.add(_read_date(item, place))
    return frozenset(dated), frozenset(yearly)


def _read_yearly(match: re.Match[str], item: str, where: str) -> tuple[int, int]:
    month, day = int(match[1]), int(match[2])
    try:
        date(2000, month, day)  # a leap year: 29 February is a date of some years
    except ValueError:
        raise InvalidCalendarError(where, item, 'a date of the year, such as "--12-25"') from None
    return month, day


def week_from_text(text: object, where: str) -> dict[str, list[tuple[str, str]]]:
    """Read a week in one line: groups of weekdays and hours, parted by semicolons.

    Raises:
        InvalidCalendarError: A group is not weekdays followed by hours, or a weekday is misspelt.

    Example:
        >>> week_from_text("Mon, Wed 09:00-12:00, 13:00-17:00; Sat 10:00-13:00", "week")["wed"]
        [('09:00', '12:00'), ('13:00', '17:00')]
    """
    week: dict[str, list[tuple[str, str]]] = {}
    for group in values.check_text(text, where).split(";"):
        if not group.strip():
            continue
        match = _GROUP.fullmatch(group.strip())
        if not match:
            raise InvalidCalendarError(where, group.strip(), 'weekdays and hours, such as "Mon-Fri 09:00-17:00"')
        for day in _weekdays(match[1], where):
            week.setdefault(day, []).extend(_ranges(match[2], where))
    return week


def _weekdays(text: str, where: str) -> list[str]:
    days: list[str] = []
    for part in text.split(","):
        first, _, last = (name.strip() for name in part.partition("-"))
        begin = _weekday(first, where)
        end = _weekday(last, where) if last else begin
        days += [WEEKDAYS[(begin + step) % 7] for step in range((end - begin) % 7 + 1)]
    return days


def _weekday(name: str, where: str) -> int:
    if name.lower() not in WEEKDAYS:
        raise InvalidCalendarError(where, name, f"a weekday: {', '.join(day.title() for day in WEEKDAYS)}", [day.title() for day in WEEKDAYS])
    return WEEKDAYS.index(name.lower())


def _ranges(text: str, where: str) -> list[tuple[str, str]]:
    pairs = [tuple(time.strip() for time in part.split("-")) for part in text.split(",")]
    for pair in pairs:
        if len(pair) != _PAIR_LENGTH:
            raise InvalidCalendarError(where, text, 'hours, such as "09:00-12:00, 13:00-17:00"')
        _read_stretch(pair, where)
    return [(opening, closing) for opening, closing in pairs]
