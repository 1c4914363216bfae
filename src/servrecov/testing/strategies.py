"""Hypothesis strategies for the values of the library: the one home of all of them.

What lives here: strategies that make valid values, odd ones among them, for the tests of this library and of the services around it.
What does not: tests. Each strategy draws small, readable examples first. Read `tests/` next.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

import pendulum
from hypothesis import strategies as st
from pendulum.tz.timezone import FixedTimezone, Timezone

from servrecov.calendar.calendar import BusinessCalendar
from servrecov.calendar.hours import WEEKDAYS
from servrecov.calendar.pause import Pause
from servrecov.calendar.span import Roll, Span, SpanEnd, SpanStart, SpanUnit
from servrecov.calendar.wallclock import SECOND, instant, show, zone_of
from servrecov.errors import InvalidSpanError

__all__ = ["aware_datetimes", "business_calendars", "calendar_parts", "pauses", "spans", "zones"]

ZONES: Final = (
    "UTC",
    "Asia/Shanghai",
    "Europe/Paris",
    "America/New_York",
    "Australia/Lord_Howe",  # changes by half an hour
    "Africa/Cairo",  # changes at midnight
    "America/Sao_Paulo",  # its gap was at midnight
    "Asia/Tehran",
    "Asia/Kathmandu",  # offset of 5:45
    "Pacific/Apia",  # skipped a day
)
"""Zones that between them change their clocks in every way there is."""

_MINUTE: Final = 60 * SECOND
_FIRST: Final = datetime(2011, 1, 1)  # noqa: DTZ001  (a wall time)
_LAST: Final = datetime(2027, 1, 1)  # noqa: DTZ001  (a wall time)


def zones() -> st.SearchStrategy[Timezone | FixedTimezone]:
    """Make zones that change their clocks in different ways, and a fixed offset."""
    named = st.sampled_from(ZONES).map(pendulum.timezone)
    return st.one_of(named, st.just(pendulum.timezone(-34_200)))


@st.composite
def aware_datetimes(draw: st.DrawFn, first: datetime = _FIRST, last: datetime = _LAST) -> pendulum.DateTime:
    """Make datetimes in any zone, from the first wall time to the last; whole minutes are tried first, and so are clock changes."""
    zone = draw(zones())
    utc = draw(st.datetimes(first, last))
    whole = draw(st.booleans())
    us = instant(utc.replace(tzinfo=UTC), "utc")
    return show(us - us % _MINUTE if whole else us, zone)


def _times(latest: int) -> st.SearchStrategy[int]:
    return st.integers(0, latest * 4).map(lambda quarter: quarter * 15)


@st.composite
def _stretches(draw: st.DrawFn, latest: int = 33) -> list[tuple[str, str]]:
    edges = sorted(draw(st.lists(_times(latest), min_size=2, max_size=4, unique=True)))
    return [(_clock(opening), _clock(closing)) for opening, closing in zip(edges[::2], edges[1::2], strict=False)]


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


@st.composite
def calendar_parts(draw: st.DrawFn, first: datetime = _FIRST, last: datetime = _LAST) -> dict[str, Any]:
    """Make the arguments of a `BusinessCalendar`: split and night shifts, and holidays, special dates and breaks between two dates."""
    days = st.dates(first.date(), last.date())
    dated = st.dictionaries(days, _stretches() | st.just([]), max_size=4)
    return {
        "tz": draw(zones()),
        "week": draw(st.dictionaries(st.sampled_from(WEEKDAYS), _stretches(), min_size=1, max_size=7)),
        "holidays": draw(st.lists(days | days.map(lambda day: f"--{day:%m-%d}"), max_size=6)),
        "special": draw(dated),
        "breaks": draw(dated),
    }


def business_calendars(first: datetime = _FIRST, last: datetime = _LAST) -> st.SearchStrategy[BusinessCalendar]:
    """Make calendars in any zone, whose exceptions lie between two dates; each opens."""
    return calendar_parts(first, last).map(lambda parts: BusinessCalendar(**parts))


@st.composite
def spans(draw: st.DrawFn) -> Span:
    """Make spans of every unit, start, end and roll that go together."""
    n, unit = draw(st.integers(0, 60)), draw(st.sampled_from(SpanUnit))
    start, end, roll = draw(st.none() | st.sampled_from(SpanStart)), draw(st.sampled_from(SpanEnd)), draw(st.sampled_from(Roll))
    try:
        return Span(n, unit, end=end, roll=roll) if start is None else Span(n, unit, start=start, end=end, roll=roll)
    except InvalidSpanError:
        return Span(max(n, 1), unit)


@st.composite
def pauses(draw: st.DrawFn, first: datetime = _FIRST, last: datetime = _LAST) -> list[Pause]:
    """Make pauses in any order, some overlapping, some touching, some empty."""
    begins = draw(st.lists(aware_datetimes(first, last), max_size=4))
    made: list[Pause] = []
    for begin in begins:
        minutes = draw(st.integers(0, 20_000))
        made.append((begin, show(instant(begin, "pauses") + minutes * _MINUTE, zone_of(begin))))
    return made
