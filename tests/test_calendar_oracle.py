"""The calendar and the span against a slow walk from minute to minute that shares no code with them."""

from __future__ import annotations

import functools
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pendulum
import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st
from proof_size import tries
from slow_calendar import EDGE, MINUTE, WEEKDAYS, OutOfWindowError, Walker, instant_of, local, on_the_wall, runs, utc

from servrecov.calendar.calendar import BusinessCalendar
from servrecov.calendar.span import Roll, Span, SpanEnd, SpanStart, SpanUnit
from servrecov.errors import InvalidCalendarError, InvalidSpanError, NoBusinessTimeError

ZONES = (
    "Europe/Paris",
    "America/New_York",
    "Australia/Lord_Howe",  # changes by half an hour
    "Africa/Cairo",  # changes at midnight, in some years only, once four times in a year
    "America/Sao_Paulo",  # its gap was at midnight
    "Asia/Tehran",  # its gap was at midnight too, at an offset of 3:30
    "Asia/Kathmandu",  # went on by a quarter of an hour in 1986
    "Pacific/Apia",  # skipped a day in 2011
    "America/St_Johns",  # changed at one minute past midnight
    "Antarctica/Troll",  # changes by two hours
    "Asia/Shanghai",  # had summer time until 1991
    "UTC",
)
MICROSECOND = timedelta(microseconds=1)
QUESTIONS = 5
"""About how many instants each calendar is asked."""
NEVER_CAME = date(2011, 12, 31)
"""The date after the one that Samoa never had: asked about more often than any other."""
LANDS = ("same_time", "open", "close", "end_of_day")
usual = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@functools.cache
def changes(name):
    """Find the dates from 1975 to 2037 on which a zone changed its clocks, or may."""
    zone = ZoneInfo(name)
    days = [date(1975, 1, 1) + timedelta(days=step) for step in range(63 * 365)]
    offsets = [datetime(day.year, day.month, day.day, 12, tzinfo=zone).utcoffset() for day in days]
    found = [day for day, before, after in zip(days[1:], offsets, offsets[1:], strict=False) if before != after] or days[:1]
    return found + found.count(NEVER_CAME) * 20 * [NEVER_CAME]


def _clock(minutes):
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


@st.composite
def stretches(draw):
    """Up to three stretches of a date, on hours, quarters or odd minutes, some of them through the night, touching or overlapping."""
    grain = draw(st.sampled_from((60, 60, 15, 1)))
    made = []
    for _ in range(draw(st.integers(1, 3))):
        opening = draw(st.integers(0, 1800 // grain)) * grain
        made.append((_clock(opening), _clock(opening + draw(st.integers(1, 1080 // grain)) * grain)))
    return draw(st.sampled_from((made, made, made, [("00:00", "24:00")])))


@st.composite
def calendar_parts(draw, tz, around):
    """Make the parts of a calendar, with exceptions near a date."""
    days = st.integers(-9, 9).map(lambda step: around + timedelta(days=step))
    yearly = days.map(lambda day: f"--{day:%m-%d}")
    weeks = (
        st.dictionaries(st.sampled_from(WEEKDAYS), stretches(), min_size=1),
        stretches().map(lambda hours: dict.fromkeys(WEEKDAYS[:5], hours)),
        stretches().map(lambda hours: dict.fromkeys(WEEKDAYS, hours)),
    )
    return {
        "tz": tz,
        "week": draw(st.sampled_from((*weeks, *weeks, *weeks, st.just({}))).flatmap(lambda week: week)),
        "holidays": draw(st.lists(days | yearly, max_size=4)),
        "special": draw(st.dictionaries(days, stretches() | st.just([]), max_size=3)),
        "breaks": draw(st.dictionaries(days, stretches(), max_size=3)),
    }


@st.composite
def span_parts(draw):
    """Make spans of every unit, start, end and roll that go together, short enough to be walked."""
    unit = draw(st.sampled_from(SpanUnit))
    most = {"seconds": 9_999, "minutes": 4_000, "hours": 99, "business_seconds": 9_999, "business_minutes": 999, "weeks": 2, "months": 14}
    start, end, roll = (str(draw(st.sampled_from(kind))) for kind in (SpanStart, SpanEnd, Roll))
    parts = {"n": draw(st.integers(0, most.get(unit, 9))), "unit": str(unit), "start": start, "end": end, "roll": roll}
    try:
        Span(**parts)
    except InvalidSpanError:
        return {"n": max(parts["n"], 1), "unit": str(unit), "start": "instant", "end": "same_time", "roll": "none"}
    return parts


@st.composite
def questions(draw):
    """Make an instant, told as time from some midnight, and what to ask of it."""
    small, micros = st.integers(0, 90) | st.integers(0, 3_000), st.sampled_from((0, 0, 0, 1, 30_000_000, MINUTE - 1))
    return {
        "at": draw(st.integers(-6 * 1440, 6 * 1440)) * MINUTE + draw(micros),
        "length": draw(small) * MINUTE + draw(micros),
        "n": draw(st.integers(0, 7)),
        "clamp": draw(st.booleans()),
        "pauses": draw(st.lists(st.tuples(st.integers(-300, 3_000), small), max_size=3)),
        "span": draw(span_parts()),
    }


@st.composite
def inquiries(draw, zones=ZONES):
    """Make a calendar, or two or three combined, near a date on which its zone changed its clocks, and some questions."""
    tz = draw(st.sampled_from(zones))
    around = draw(st.sampled_from(changes(tz)))
    when = draw(st.sampled_from(["near", "near", "near", "near", "any", "far"]))
    if when == "any":
        around = draw(st.dates(date(1975, 2, 1), date(2037, 11, 30)))
    elif when == "far":  # a year by a rule that was never heard of yet
        around = around.replace(year=draw(st.integers(2038, 2110) | st.integers(2038, 9990)), day=min(around.day, 28))
    others = draw(st.sampled_from((0, 0, 0, 0, 0, 1, 2)))
    return {
        "around": around,
        "parts": [draw(calendar_parts(tz, around)), *(draw(calendar_parts(draw(st.sampled_from(ZONES)), around)) for _ in range(others))],
        "how": draw(st.lists(st.sampled_from("&|"), min_size=others, max_size=others)),
        "from_right": draw(st.booleans()),
        "told_in": draw(st.sampled_from((*ZONES, *[tz] * len(ZONES)))),
        "before": draw(st.sampled_from((0, 0, 0, 0, -1000, 1000))),
        "questions": draw(st.lists(questions(), min_size=QUESTIONS, max_size=QUESTIONS)),
    }


def combined(made, how, *, from_right):
    """Combine from the left, or from the right; the last one made is the whole."""
    left = list(made)
    two = slice(-2, None) if from_right else slice(2)
    for sign in how:
        one, other = left[two]
        left[two] = [one & other if sign == "&" else one | other]
        made = [*made, left[-1 if from_right else 0]]
    return made


def walked(ask, *given_parts, **more):
    """What the walker says; None where it would have to leave the days it knows."""
    try:
        return ask(*given_parts, **more)
    except OutOfWindowError:
        return None


class NeverOpenError(Exception):
    """There is nothing to ask."""


class Asked:
    """A calendar and a walker that are asked the same, at instants told in some zone."""

    def __init__(self, inquiry):
        """Make both, and ask the calendar about another year first, now and then.

        Raises:
            NeverOpenError: A calendar that the library refuses is never open for the walker either.
        """
        how = {"how": inquiry["how"], "from_right": inquiry["from_right"]}
        made = combined([Walker.of(parts, inquiry["around"]) for parts in inquiry["parts"]], **how)
        self.walker, self.zone = made[-1], inquiry["told_in"]
        self.only_named_dates = not any(parts["week"] for parts in inquiry["parts"])
        try:
            self.cal = combined([BusinessCalendar(**parts) for parts in inquiry["parts"]], **how)[-1]
        except InvalidCalendarError:
            assert not all(each.open for each in made)
            raise NeverOpenError from None
        if inquiry["before"]:
            self.cal.is_business_day(inquiry["around"] + timedelta(days=inquiry["before"]))

    def when(self, at):
        """The instant as a caller may write it: a datetime of the standard library's, or pendulum's."""
        told = utc(at).astimezone(ZoneInfo(self.zone))
        return told if at // MINUTE % 2 else pendulum.instance(told)

    def same(self, expected, answer, *given_parts, **more):
        """The calendar's answer is the expected instant, as a pendulum datetime in the zone of the question.

        Where the walker would have to go on, but no date beyond has hours, there is none.
        """
        if expected is None and self.only_named_dates and answer.__name__ != "due":
            with pytest.raises(NoBusinessTimeError):
                answer(*given_parts, **more)
        if expected is not None:
            told = answer(*given_parts, **more)
            assert isinstance(told, pendulum.DateTime)
            assert (utc(instant_of(told)), told.timezone_name) == (utc(expected), self.zone)

    def about_dates(self):
        """Which of them are business days?"""
        known = self.walker.dates[EDGE:-EDGE]
        assert [self.cal.is_business_day(day) for day in known] == [bool(self.walker.own[day]) for day in known]

    def about_instants(self, at):
        """Is it open, what comes next, what came before, and where does it snap to?"""
        walker, cal, when = self.walker, self.cal, self.when(at)
        assert cal.is_open(when) == walker.is_open(at)
        self.same(walked(walker.later, at, opens=True), cal.next_open, when)
        self.same(walked(walker.later, at, opens=False), cal.next_close, when)
        self.same(walked(walker.earlier, at, opens=True), cal.previous_open, when)
        self.same(walked(walker.earlier, at, opens=False), cal.previous_close, when)
        self.same(walked(walker.snap_forward, at), cal.snap_forward, when)
        self.same(walked(walker.snap_back, at), cal.snap_back, when)

    def about_lengths(self, at, length, pauses):
        """Adding, subtracting, measuring, with and without pauses, forward and backward."""
        walker, cal, when, duration = self.walker, self.cal, self.when(at), timedelta(microseconds=length)
        told = [(self.when(begin), self.when(end)) for begin, end in pauses]
        self.same(walked(walker.add, at, length), cal.add, when, duration)
        self.same(walked(walker.subtract, at, length), cal.subtract, when, duration)
        self.same(walked(walker.subtract, at, length), cal.add, when, -duration, pauses=told)
        self.same(walked(walker.add, at, length), cal.subtract, when, -duration)
        self.same(walked(walker.add_pauses, at, length, pauses), cal.add, when, duration, pauses=told)
        end = at + length
        for begin, until in ((at, end), (end, at)):
            assert cal.between(self.when(begin), self.when(until)) == timedelta(microseconds=walker.between(begin, until))
            without = cal.between(self.when(begin), self.when(until), pauses=told)
            assert without == timedelta(microseconds=walker.between_pauses(begin, until, pauses))
        periods = cal.periods(when, self.when(end))
        assert [(instant_of(opening), instant_of(closing)) for opening, closing in periods] == walker.periods(at, end)
        assert {edge.timezone_name for period in periods for edge in period} <= {self.zone}
        assert cal.periods(self.when(end), when) == ()

    def about_days(self, at, end, n, *, clamp):
        """Business days, of dates and of instants."""
        walker, cal, when, day = self.walker, self.cal, self.when(at), local(self.walker.zone, at).date()
        assert [(instant_of(begin), instant_of(until)) for begin, until in cal.hours_on(day)] == [
            (begin * MINUTE, until * MINUTE) for begin, until in runs(walker.own[day])
        ]
        assert cal.date_of(when) == walker.date_of(at)
        for signed in (n, -n):
            for land in LANDS:
                self.same(walked(walker.add_days, at, signed, clamp=clamp, land=land), cal.add_days, when, signed, clamp, land)
            found = walked(walker.dates_later, day, signed, clamp=clamp)
            assert found is None or cal.add_days(day, signed, clamp) == found
        first, last = walker.date_of(at), walker.date_of(end)
        assert cal.days_between(when, self.when(end)) == cal.days_between(first, last) == walker.days_between(first, last)
        assert cal.days_between(last, first) == -walker.days_between(first, last)

    def about_span(self, at, span, pauses):
        """The due of a span, with and without pauses."""
        made, when = Span(**span), self.when(at)
        self.same(walked(self.walker.due, span, at, []), made.due, when, self.cal)
        self.same(walked(self.walker.due, span, at, pauses), made.due, when, self.cal, [(self.when(begin), self.when(end)) for begin, end in pauses])


def check(inquiry):
    try:
        asked = Asked(inquiry)
    except NeverOpenError:
        reject()
    asked.about_dates()
    for question in inquiry["questions"]:
        at = on_the_wall(asked.walker.zone, inquiry["around"], 0) + question["at"]
        pauses = [(at + begin * MINUTE, at + (begin + length) * MINUTE) for begin, length in question["pauses"]]
        asked.about_instants(at)
        asked.about_lengths(at, question["length"], pauses)
        asked.about_days(at, at + question["length"], question["n"], clamp=question["clamp"])
        asked.about_span(at, question["span"], pauses)


@given(inquiries())
@settings(usual, max_examples=150)
def test_every_answer_is_that_of_walking_minute_by_minute(inquiry):
    """Around changes of the clocks in odd zones, all answers about one calendar, or several combined, equal those of a slow walk."""
    check(inquiry)


@given(st.sampled_from(ZONES), st.data(), st.integers(-180, 1620), st.sampled_from((0, 1)))
@settings(usual, max_examples=200)
def test_a_wall_time_is_the_first_of_two_unless_it_says_fold_and_one_that_never_was_goes_on_by_the_gap(zone, data, minutes, fold):
    """Asked by datetimes of the standard library, near changes of the clocks."""
    day = data.draw(st.sampled_from(changes(zone)))
    wall = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)) + timedelta(minutes=minutes)
    first, second = (wall.replace(fold=each) for each in (0, 1))
    comes_twice = first.utcoffset() > second.utcoffset()
    expected = instant_of(second if comes_twice and fold else first)
    assert instant_of(BusinessCalendar.always(zone).snap_forward(wall.replace(fold=fold))) == expected
    assert expected == on_the_wall(zone, day, minutes * MINUTE) + (comes_twice and fold) * (first.utcoffset() - second.utcoffset()) // MICROSECOND


@pytest.mark.heavy
@pytest.mark.parametrize("zone", ZONES)
def test_every_answer_is_that_of_walking_minute_by_minute_at_length(zone):
    """The same, on many more calendars of each zone; ``PROOF_EXAMPLES`` says about how many instants in all."""
    settings(usual, max_examples=tries(100, QUESTIONS * len(ZONES)))(given(inquiries([zone]))(check))()
