"""Hypothesis strategies for times, calendars, spans, clocks, and the few events and journals that clocks are tried on.

What lives here: strategies that make valid values, odd ones among them, for the tests of this library and of the services around it.
What does not: tests. Each strategy draws small, readable examples first. Read `instances.py` next.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, Final

import attrs
import pendulum
from hypothesis import strategies as st
from pendulum.tz.timezone import FixedTimezone, Timezone

from servrecov.calendar.calendar import BusinessCalendar
from servrecov.calendar.hours import WEEKDAYS
from servrecov.calendar.pause import Pause
from servrecov.calendar.span import Roll, Span, SpanEnd, SpanStart, SpanUnit
from servrecov.calendar.wallclock import SECOND, instant, show, zone_of
from servrecov.complaint.attribution import Locus
from servrecov.complaint.channel import Channel
from servrecov.complaint.complaint import Risk
from servrecov.complaint.failure import FailureKind, FailureSite, Severity
from servrecov.complaint.remedy import Remedy, RemedyKind
from servrecov.deadline.clock import Clock, Escalation, Extension
from servrecov.deadline.kinds import ClockKind, Force, OnReopen, Repeat
from servrecov.deadline.policy import DeadlinePolicy
from servrecov.errors import InvalidPolicyError, InvalidSpanError
from servrecov.journal.catalogue import EVENTS
from servrecov.journal.closing import Retracted
from servrecov.journal.event import Event
from servrecov.journal.intake import Received
from servrecov.journal.journal import Journal
from servrecov.journal.match import On
from servrecov.money import Money

__all__ = [
    "aware_datetimes",
    "business_calendars",
    "calendar_parts",
    "clocks",
    "deadline_policies",
    "events",
    "journals",
    "pauses",
    "spans",
    "zones",
]

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


# --- What happened, and by when -----------------------------------------------------------------------------------------------------

_START: Final = pendulum.datetime(2026, 3, 2, 9, tz="Asia/Shanghai")
"""A Monday morning, at which generated journals begin."""
_WORDS: Final = st.sampled_from(("phone", "counter", "maker", "fault confirmed", "零件缺货"))
_NAMES: Final = st.sampled_from(("zhang", "li", "service_manager"))
_REFS: Final = st.sampled_from(("A", "B"))
_DUES: Final = st.integers(-60, 20_000).map(lambda minutes: _START.add(minutes=minutes))
_MONEY: Final = st.builds(Money, st.integers(0, 1_000).map(str), st.sampled_from(("CNY", "EUR")))
_REMEDIES: Final = st.lists(st.builds(Remedy, st.sampled_from(RemedyKind), amount=st.none() | _MONEY), max_size=2)

_PAYLOADS: Final[Mapping[str, st.SearchStrategy[Any]]] = MappingProxyType(
    {
        "action": _WORDS,
        "agrees": st.booleans(),
        "answers": st.dictionaries(_WORDS, st.integers(1, 7) | st.booleans() | st.none() | _WORDS, max_size=2),
        "cause": st.sampled_from(("service.repair.fault_recurs", "product.quality", "external.third_party")),
        "cost": _MONEY,
        "counter": _REMEDIES,
        "difficulty": st.sampled_from(("easy", "hard")),
        "due_at": _DUES,
        "facts": _WORDS | st.dictionaries(_WORDS, _WORDS, max_size=2),
        "into": st.sampled_from(("C-1", "C-2")),
        "kept_by": st.sampled_from(("remedy_delivered", "followed_up", On("progress_reported"))),
        "level": st.sampled_from(("maker", "headquarters", 2)),
        "limit": _MONEY,
        "locus": st.sampled_from(Locus),
        "loss": _MONEY,
        "number": st.sampled_from(("2026-0001", "2026-0002")),
        "option": st.integers(1, 2),
        "options": st.lists(st.builds(Remedy, st.sampled_from(RemedyKind)), max_size=2),
        "owner": _NAMES,
        "reached": st.booleans(),
        "ref": _REFS,
        "remedies": _REMEDIES,
        "responsible": _NAMES,
        "risks": st.lists(st.sampled_from(Risk), max_size=2),
        "satisfied": st.booleans(),
        "severity": st.sampled_from(Severity),
        "site": st.sampled_from(FailureSite),
        "sought": st.lists(st.sampled_from(RemedyKind), max_size=2),
        "to": _NAMES,
        "to_role": _NAMES,
        "until": _DUES,
        "valid": st.booleans(),
    }
)
"""What a field of an event may hold, by its name; any other field holds words."""

_LONGEST_GAP: Final = 2_000
_ONE_IN_SIX: Final = st.integers(0, 5).map(lambda drawn: drawn == 1)
_KINDS: Final = MappingProxyType({"classified": st.sampled_from(FailureKind), "responded": st.sampled_from(("accepted", "offered", "rejected"))})
_COMMON: Final = frozenset(field.name for field in attrs.fields(Event))


@st.composite
def events(draw: st.DrawFn, at: datetime = _START, verbs: Iterable[str] = tuple(EVENTS)) -> Event:
    """Make events of the shipped kinds, with any of their fields filled; a retraction withdraws entry 2.

    Args:
        draw: Hypothesis gives it.
        at: When they happen.
        verbs: Which kinds.
    """
    kind: Any = EVENTS[draw(st.sampled_from(sorted(verbs)))]
    common = {"by": draw(st.none() | _NAMES), "channel": draw(st.none() | st.sampled_from(Channel)), "note": draw(st.just("") | _WORDS)}
    own = [field for field in attrs.fields(kind) if field.name not in _COMMON]
    filled = [field for field in own if field.default is attrs.NOTHING or field.name == "to" or draw(st.booleans())]
    payload = {field.name: draw(_payload(kind.verb, field.name)) for field in filled}
    event: Event = kind(at=at, **common, **payload)
    return event


def _payload(verb: str, name: str) -> st.SearchStrategy[Any]:
    if name == "entry":
        return st.just(2)
    return _KINDS.get(verb, _WORDS) if name == "kind" else _PAYLOADS.get(name, _WORDS)


@st.composite
def journals(draw: st.DrawFn, verbs: Iterable[str] = tuple(EVENTS), max_size: int = 12, *, late: bool = True, retracted: bool = True) -> Journal:
    """Make journals: a receipt, then events on whole minutes in the order of time, some of them at the same time.

    No procedure has allowed them; a case may refuse them.

    Args:
        draw: Hypothesis gives it.
        verbs: Which kinds of events follow the receipt.
        max_size: How many at most.
        late: Whether some are entered only after later ones.
        retracted: Whether some are withdrawn at the end.
    """
    kinds = sorted(set(verbs) - {"received", "retracted"})
    at = _START
    told: list[Event] = []
    for gap in draw(st.lists(st.just(0) | st.integers(0, _LONGEST_GAP), max_size=max_size)):
        at = at.add(minutes=gap)
        told.append(draw(events(at, kinds)))
    entered = sorted((_entered_late(draw, each, at) if late and draw(_ONE_IN_SIX) else each for each in told), key=lambda each: each.recorded_at)
    withdrawn = draw(st.lists(st.integers(2, len(entered) + 1), max_size=2, unique=True)) if retracted and entered else []
    return Journal([Received(at=_START), *entered, *(Retracted(at=at, entry=place, recorded_at=at.add(minutes=10)) for place in withdrawn)])


def _entered_late(draw: st.DrawFn, event: Event, last: pendulum.DateTime) -> Event:
    return attrs.evolve(event, recorded_at=last.add(minutes=draw(st.integers(0, 5))))


CLOCK_VERBS: Final = (
    "received",
    "contacted",
    "progress_reported",
    "awaiting_customer",
    "customer_replied",
    "delay_notified",
    "classified",
    "promised",
    "responded",
    "closed",
    "reopened",
    "withdrawn",
)
"""The verbs that generated clocks wait for; journals of these alone make the most of them."""


def _clock_spans() -> st.SearchStrategy[Span]:
    return st.sampled_from(
        (
            "30 minutes",
            "2 hours",
            "24 hours",
            "2 business hours",
            "90 business minutes",
            "3 days by end of day",
            "1 week",
            "1 month rolled forward",
            "2 business days",
            "3 business days from next day by close of business",
            "0 business days by close of business",
        )
    ).map(Span.parse)


@st.composite
def clocks(draw: st.DrawFn, name: str = "clock", exempts: Iterable[str] = ()) -> Clock:
    """Make clocks of every make over the verbs of a complaint's life.

    Args:
        draw: Hypothesis gives it.
        name: Name of the clock.
        exempts: Names of clocks that it may make needless.
    """
    some = st.lists(st.sampled_from(CLOCK_VERBS), max_size=2, unique=True)
    any_of_them = st.lists(st.sampled_from(CLOCK_VERBS), min_size=1, max_size=2, unique=True)
    extension = st.builds(Extension, any_of_them, _clock_spans()) | st.builds(Extension, st.just("delay_notified"), st.just("due_at"), st.just(2))
    parts = {
        "kind": draw(st.sampled_from(ClockKind)),
        "force": draw(st.sampled_from(Force)),
        "start": ["received", *draw(some)],
        "stop": draw(any_of_them),
        "pause": draw(st.just(()) | some),
        "resume": draw(st.just(()) | some),
        "cancel": draw(st.just(()) | some),
        "within": draw(_clock_spans() | st.just("due_at")),
        "by_severity": draw(st.just({}) | st.dictionaries(st.sampled_from(Severity), _clock_spans(), max_size=2)),
        "when": draw(st.just({}) | st.just({"severity": (Severity.MAJOR, Severity.CRITICAL)})),
        "repeat": draw(st.sampled_from(Repeat)),
        "extend": draw(st.lists(extension, max_size=2)),
        "on_reopen": draw(st.sampled_from(OnReopen)),
        "after_close": draw(st.booleans()),
        "warn_at": draw(st.lists(st.sampled_from((0.5, 0.75, 0.9, 1.0)), max_size=2)),
        "exempts": draw(st.lists(st.sampled_from(sorted(exempts)), max_size=1)) if exempts else [],
    }
    rungs = draw(st.lists(st.builds(Escalation, st.sampled_from((-2, -1, -0.5, 0, 1, 1.5)), _NAMES), max_size=2, unique=True))
    try:
        return Clock(name=name, escalate=rungs, **parts)
    except InvalidPolicyError:  # half a day is no rung
        return Clock(name=name, **parts)


@st.composite
def deadline_policies(draw: st.DrawFn, max_clocks: int = 3) -> DeadlinePolicy:
    """Make policies of a few clocks that may exempt one another, on an office's hours or around the clock."""
    names = [f"clock {number}" for number in range(1, draw(st.integers(1, max_clocks)) + 1)]
    office = BusinessCalendar.weekly("Mon-Fri 09:00-12:00, 13:30-18:00", tz="Asia/Shanghai", holidays=["--03-04"])
    return DeadlinePolicy(
        name="generated",
        calendar=draw(st.sampled_from((office, BusinessCalendar.always("Europe/Paris")))),
        clocks=[draw(clocks(name, [other for other in names if other != name])) for name in names],
    )
