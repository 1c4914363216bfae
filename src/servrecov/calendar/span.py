"""`Span`: a length of time as rules state it, such as ``"3 business days from next day by close of business"``.

What lives here: the value and its text. What does not: how it is counted (`counting.py`), and the clock that a span belongs to
(`deadline/`). Read `journal/event.py` next.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final, TypeVar

import attrs
import pendulum

from servrecov.calendar.calendar import BusinessCalendar
from servrecov.calendar.counting import Roll, SpanEnd, SpanStart, counted
from servrecov.calendar.pause import ELAPSED, NO_PAUSES, Pause, Scale, postponed, read_pauses
from servrecov.calendar.unit import BUSINESS, SECONDS, SpanUnit
from servrecov.calendar.wallclock import SECOND, instant, show, zone_of
from servrecov.errors import InvalidSpanError, InvalidValueError

__all__ = ["Roll", "Span", "SpanEnd", "SpanStart", "SpanUnit"]


_DATED_ENDS: Final = (SpanEnd.END_OF_DAY, SpanEnd.END_OF_DAY_BEFORE, SpanEnd.CLOSE_OF_BUSINESS)

_UNITS: Final = {unit.value.replace("_", " "): unit for unit in SpanUnit}
_STARTS: Final = {f"from {start.value.replace('_', ' ')}": start for start in SpanStart}
_ENDS: Final = {f"by {end.value.replace('_', ' ')}": end for end in reversed(_DATED_ENDS)}
_ROLLS: Final = {"rolled forward": Roll.NEXT_BUSINESS_DAY, "rolled back": Roll.PREVIOUS_BUSINESS_DAY}
_TEXT: Final = re.compile(r"(?P<n>\S+) (?P<unit>.+?)(?P<start> from .+?)?(?P<end> by .+?)?(?P<roll> rolled .+)?")
_DIGITS: Final = 4000  # Python reads few more

Choice = TypeVar("Choice", bound=enum.StrEnum)


def _choice(kind: type[Choice], value: str, where: str) -> Choice:
    try:
        return kind(value)
    except ValueError:
        raise InvalidSpanError(where, value, f"one of: {', '.join(kind)}", tuple(kind)) from None


def _unit(value: SpanUnit | str) -> SpanUnit:
    return _choice(SpanUnit, value, "Span.unit")


def _start(value: SpanStart | str) -> SpanStart:
    return _choice(SpanStart, value, "Span.start")


def _end(value: SpanEnd | str) -> SpanEnd:
    return _choice(SpanEnd, value, "Span.end")


def _roll(value: Roll | str) -> Roll:
    return _choice(Roll, value, "Span.roll")


def _whole(value: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise InvalidSpanError("Span.n", value, "a whole number, 0 or more")
    return int(value)


@attrs.frozen
class Span:
    """A length of time as a rule states it; with a start and a calendar it gives a due.

    Attributes:
        n: How many units.
        unit: What is counted.
        start: Where counting begins; unless said, at the opening for business days and at the instant for all others.
        end: Where on the last day the due lies.
        roll: Where a due goes that falls on a closed date.
        is_business: Whether it counts business time or business days.
        micros: How long it is in microseconds; None where it counts dates.

    Raises:
        InvalidSpanError: A part is none of its names, or the parts contradict each other.

    Example:
        >>> span = Span(8, "weeks", end="end_of_day")
        >>> str(span), span == Span.parse("8 weeks by end of day")
        ('8 weeks by end of day', True)
        >>> span.due(pendulum.datetime(2026, 3, 2, 18, 30, tz="Asia/Shanghai"), BusinessCalendar.always("Asia/Shanghai")).isoformat()
        '2026-04-27T23:59:59.999999+08:00'
    """

    n: int = attrs.field(converter=_whole)
    unit: SpanUnit = attrs.field(converter=_unit)
    start: SpanStart = attrs.field(kw_only=True, converter=_start)
    end: SpanEnd = attrs.field(kw_only=True, default=SpanEnd.SAME_TIME, converter=_end)
    roll: Roll = attrs.field(kw_only=True, default=Roll.NONE, converter=_roll)
    is_business: bool = attrs.field(init=False, eq=False, repr=False)
    micros: int | None = attrs.field(init=False, eq=False, repr=False)

    @start.default
    def _usual_start(self) -> SpanStart:
        return SpanStart.OPENING if self.unit is SpanUnit.BUSINESS_DAYS else SpanStart.INSTANT

    def __attrs_post_init__(self) -> None:
        """Refuse parts that contradict each other."""
        for broken, where, expected in self._rules():
            if broken:
                raise InvalidSpanError(f"Span.{where}", str(getattr(self, where)), expected)
        object.__setattr__(self, "is_business", self.unit in BUSINESS)
        object.__setattr__(self, "micros", self.n * SECONDS[self.unit] * SECOND if self.unit in SECONDS else None)

    def _rules(self) -> tuple[tuple[bool, str, str], ...]:
        by_hours, from_date = self.unit in SECONDS, self.start in (SpanStart.NEXT_DAY, SpanStart.SAME_DAY)
        closes = self.end is SpanEnd.CLOSE_OF_BUSINESS
        return (
            (by_hours and self.n == 0, "n", f"at least 1 of {self.unit}; only days may be 0"),
            (self.start is SpanStart.SAME_DAY and by_hours, "start", f"another start for {self.unit}; only days count the start's date as day 1"),
            (self.start is SpanStart.SAME_DAY and self.n == 0, "n", "at least 1 from the same day, for that is day 1"),
            (from_date and not by_hours and self.end not in _DATED_ENDS, "end", f"one of {', '.join(_DATED_ENDS)}, for days counted by date"),
            (self.end is SpanEnd.END_OF_DAY_BEFORE and self.n == 0, "n", "at least 1, or the due would lie before the start"),
            (
                closes and self.unit is not SpanUnit.BUSINESS_DAYS and self.roll is Roll.NONE,
                "end",
                "close of business only of business days, or rolled",
            ),
        )

    @classmethod
    def parse(cls, text: str) -> Span:
        """Read a span from its text.

        ``N unit[ from next day| from same day| from instant| from opening][ by end of day| by end of day before| by close of business][ rolled
        forward| rolled back]``; "working" is read as "business", and "same day" as 0 days.

        Raises:
            InvalidSpanError: It cannot be read, or its parts contradict each other.

        Example:
            >>> Span.parse("1 working day by close of business")
            Span(1, 'business_days', end='close_of_business')
        """
        match = _TEXT.fullmatch(_plain(text))
        if not match or not match["n"].isdecimal() or len(match["n"]) > _DIGITS:
            raise InvalidSpanError("Span", text, 'a number and a unit, such as "2 business hours" or "8 weeks by end of day"')
        unit = _word(match["unit"] if match["unit"].endswith("s") else f"{match['unit']}s", _UNITS, text)
        options = {
            name: _word(match[name].strip(), words, text)
            for name, words in (("start", _STARTS), ("end", _ENDS), ("roll", _ROLLS))
            if match[name] is not None
        }
        return cls(int(match["n"]), unit, **options)

    def scale(self, calendar: BusinessCalendar) -> Scale:
        """Return what its budget and its pauses are measured on: the calendar for business units, else elapsed time."""
        return calendar.reckoner if self.is_business else ELAPSED

    def due(self, start: datetime, calendar: BusinessCalendar, pauses: Iterable[Pause] = NO_PAUSES) -> pendulum.DateTime:
        """Return the due that follows from a start, never before it.

        In this order: the start is moved, the units are counted, a closed date is rolled, the end of the day is taken, and pauses that
        begin before the due so far move it.

        Args:
            start: An aware datetime.
            calendar: Its zone governs every date and wall time, its hours every business unit.
            pauses: Pairs from, to, in any order.

        Returns:
            The due, in the zone of `start`.

        Raises:
            InvalidValueError: The start is no datetime with a zone, the calendar is none, or the pauses are no pauses.
            NoBusinessTimeError: The calendar is not open that long.
            HolidayDataError: The due depends on a day beyond the calendar's known holidays.

        Example:
            >>> desk = BusinessCalendar.weekly("Mon-Fri 09:00-17:00", tz="Asia/Shanghai")
            >>> saturday = pendulum.datetime(2026, 3, 7, 11, 0, tz="Asia/Shanghai")
            >>> str(Span.parse("3 business days").due(saturday, desk))
            '2026-03-12 09:00:00+08:00'
        """
        if not isinstance(calendar, BusinessCalendar):
            raise InvalidValueError("Span.due(calendar)", calendar, "a BusinessCalendar")
        us = instant(start, "Span.due(start)")
        due = counted(self, us, calendar)
        return show(postponed(due, read_pauses(pauses, us), self.scale(calendar)) if pauses is not NO_PAUSES else due, zone_of(start))

    def __str__(self) -> str:
        """Write it as `parse` reads it, defaults left out."""
        unit = self.unit.value.replace("_", " ")
        parts = [f"{self.n} {unit[:-1] if self.n == 1 else unit}"]
        parts += [text for text, start in _STARTS.items() if start is self.start is not self._usual_start()]
        parts += [text for text, end in _ENDS.items() if end is self.end]
        parts += [text for text, roll in _ROLLS.items() if roll is self.roll]
        return " ".join(parts)

    def __repr__(self) -> str:
        """Show it as the call that makes it, defaults left out."""
        parts = [repr(self.n), repr(self.unit.value)]
        parts += [f"start={self.start.value!r}"] if self.start is not self._usual_start() else []
        parts += [f"end={self.end.value!r}"] if self.end is not SpanEnd.SAME_TIME else []
        parts += [f"roll={self.roll.value!r}"] if self.roll is not Roll.NONE else []
        return f"Span({', '.join(parts)})"


def _plain(text: object) -> str:
    if not isinstance(text, str):
        raise InvalidSpanError("Span", text, "text")
    plain = " ".join(text.casefold().replace("_", " ").replace("working", "business").split())
    return re.sub(r"^same (business )?day\b", lambda match: f"0 {match[1] or ''}days", plain)


def _word(word: str, words: dict[str, Any], text: str) -> Any:  # noqa: ANN401  (words of four kinds)
    if word not in words:
        raise InvalidSpanError(f"Span {text!r}", word, f"one of: {', '.join(words)}", words)
    return words[word]


def as_span(value: object, where: str) -> Span:
    """Take a span, or read one from its text; `where` is the place it stands in, for errors.

    Raises:
        InvalidSpanError: It is neither.

    Example:
        >>> as_span("2 business hours", "clocks[0].within")
        Span(2, 'business_hours')
    """
    if isinstance(value, Span):
        return value
    try:
        return Span.parse(value)  # type: ignore[arg-type]  # what is no text is refused there
    except InvalidSpanError as error:
        part = error.where.removeprefix("Span") if error.where.startswith("Span.") else ""
        raise InvalidSpanError(f"{where}{part}", error.value, error.expected, error.args[3]) from None
