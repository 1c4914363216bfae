"""The library's clocks against a slow reading of the same rules that shares no code with it."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pendulum
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from slow_deadlines import HOUR, Happening, Rule, live

from servrecov.calendar.calendar import BusinessCalendar
from servrecov.deadline.clock import Clock, Escalation, Extension
from servrecov.deadline.policy import DeadlinePolicy

EPOCH = pendulum.datetime(2026, 3, 5)
QUARTER = timedelta(minutes=15)
OFFICE = BusinessCalendar.weekly("Mon-Fri 09:00-12:00, 13:00-17:00", tz="UTC")
SEVERITIES = ("minor", "major", "critical")
VERBS = ("a", "b", "c", "d", "closed", "reopened", "classified")
LAST_HOUR = 72


def spans(kind, largest=12):
    return st.integers(1, largest).map(lambda n: (kind, n))


@st.composite
def rules(draw, name, names):
    """One clock; all its spans count the same thing, so that its rungs do too."""
    some = st.lists(st.sampled_from(VERBS), max_size=2, unique=True).map(tuple)
    kind = draw(st.sampled_from(("hours", "business_hours", "closing", "date")))
    counted = spans({"date": "hours"}.get(kind, kind), 3 if kind == "closing" else 12)
    later = st.tuples(st.sampled_from(VERBS), counted, st.just(1))
    dated = st.tuples(st.sampled_from(VERBS), st.just(("date",)), st.integers(1, 2))
    by_hours = kind in ("hours", "date")
    rungs = st.lists(st.tuples(st.integers(-3, 3), st.just("boss")), max_size=2, unique=True)
    extend = draw(st.lists(later | dated, max_size=2).map(tuple))
    mixed = not by_hours and any(to == ("date",) for _, to, _ in extend)
    return Rule(
        name=name,
        within=("date",) if kind == "date" else draw(counted),
        start=("a", *draw(some)),
        stop=draw(some),
        pause=draw(some),
        resume=draw(some),
        cancel=draw(st.just(()) | some),
        by_severity=draw(st.dictionaries(st.sampled_from(SEVERITIES), counted, max_size=2)),
        when=draw(st.just(()) | st.lists(st.sampled_from(SEVERITIES), min_size=1, max_size=2, unique=True).map(tuple)),
        repeat=draw(st.sampled_from(("once", "each_start", "after_stop"))),
        extend=extend,
        on_reopen=draw(st.sampled_from(("ignore", "resume", "restart"))),
        after_close=draw(st.booleans()),
        warn_at=draw(st.lists(st.sampled_from((0.25, 0.5, 0.75, 1.0)), max_size=2, unique=True).map(sorted).map(tuple)),
        escalate=() if mixed else tuple(draw(rungs)),
        exempts=tuple(draw(st.lists(st.sampled_from([other for other in names if other != name]), max_size=1))) if len(names) > 1 else (),
    )


@st.composite
def policies(draw):
    names = ("one", "two", "three")[: draw(st.integers(1, 3))]
    return [draw(rules(name, names)) for name in names]


@st.composite
def happenings(draw):
    """A first event that starts every clock, and then a dense stretch of all kinds; the office opens at hour 9, and hours 48 to 96 are a weekend."""
    hours = sorted(draw(st.lists(st.integers(8, LAST_HOUR), min_size=2, max_size=12)))
    verbs = ["a", *draw(st.lists(st.sampled_from((*VERBS, *VERBS, "withdrawn")), min_size=len(hours) - 1, max_size=len(hours) - 1))]
    severities = st.none() | st.sampled_from(SEVERITIES)
    return [
        Happening(hour, verb, draw(severities), hour + draw(st.integers(-2, 20)) if draw(st.integers(0, 3)) else None)
        for hour, verb in zip(hours, verbs, strict=True)
    ]


def at(quarter):
    return None if quarter is None else EPOCH + quarter * QUARTER


def within(rule_span):
    kind = rule_span[0]
    if kind == "date":
        return "due_at"
    return f"{rule_span[1]} business days by close of business" if kind == "closing" else f"{rule_span[1]} {kind.replace('_', ' ')}"


def clock(rule):
    return Clock(
        name=rule.name,
        start=rule.start,
        stop=rule.stop,
        pause=rule.pause,
        resume=rule.resume,
        cancel=rule.cancel,
        within=within(rule.within),
        by_severity={severity: within(span) for severity, span in rule.by_severity.items()},
        when={"severity": rule.when} if rule.when else {},
        repeat=rule.repeat,
        extend=[Extension(verb, within(to), times) for verb, to, times in rule.extend],
        on_reopen=rule.on_reopen,
        after_close=rule.after_close,
        warn_at=rule.warn_at,
        escalate=[Escalation(offset, to) for offset, to in rule.escalate],
        exempts=rule.exempts,
    )


def event(happening):
    due_at = None if happening.due_hour is None else at(happening.due_hour * HOUR)
    return SimpleNamespace(verb=happening.verb, at=at(happening.at), severity=happening.severity, due_at=due_at)


LENGTHS = ("budget", "used", "remaining", "overdue_by", "paused_for")
INSTANTS = ("started_at", "due_at", "breached_at", "stopped_at", "ended_at")


def expected_deadlines(lives):
    told = []
    for life in lives:
        for cycle in life.cycles:
            facts = cycle.facts(life.now)
            facts.update({name: facts[name] * QUARTER for name in LENGTHS})
            facts.update({name: at(facts[name]) for name in INSTANTS})
            told.append({"clock": life.rule.name, **facts})
    return told


def read_deadlines(reading, now):
    names = ("clock", "cycle", "status", "open", *INSTANTS, *LENGTHS)
    return [{name: getattr(deadline, name) for name in names} for deadline in reading.deadlines(now)]


def expected_notices(lives, until):
    told = [
        (f"{life.rule.name}#{cycle.number}/{step}", at(instant), at(known), at(due))
        for life in lives
        for cycle in life.cycles
        for step, (instant, known, due) in cycle.told.items()
        if known < until
    ]
    return sorted(told)


def compare(rule_list, happening_list, quarter):
    reading = DeadlinePolicy(name="slow", calendar=OFFICE, clocks=[clock(rule) for rule in rule_list]).read(
        None, [event(each) for each in happening_list]
    )
    lives = live(rule_list, happening_list, quarter)
    for life in lives:
        life.now = quarter
    now = at(quarter)
    assert read_deadlines(reading, now) == expected_deadlines(lives)
    seen = DeadlinePolicy(name="slow", calendar=OFFICE, clocks=[clock(rule) for rule in rule_list])
    known = [event(each) for each in happening_list if each.at <= quarter]
    notices = seen.notices(None, known, EPOCH, now)
    assert sorted((notice.key, notice.at, notice.known_at, notice.due_at) for notice in notices) == expected_notices(lives, quarter)


readings = st.integers(8 * HOUR, (LAST_HOUR + 48) * HOUR)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(policies(), happenings(), readings)
def test_clocks_read_as_a_slow_reading_of_the_rules_says(rule_list, happening_list, quarter):
    """Every deadline and every notice of generated clocks is what a walk through time, quarter by quarter, finds."""
    compare(rule_list, happening_list, quarter)


@pytest.mark.heavy
@settings(max_examples=10_000, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(policies(), happenings(), readings)
def test_clocks_read_as_a_slow_reading_of_the_rules_says_many_times(rule_list, happening_list, quarter):
    """The same, over many more clocks and journals."""
    compare(rule_list, happening_list, quarter)
