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
VERBS = ("a", "b", "c", "closed", "reopened", "classified")
GAPS = (0, 0, 1, 1, 2, 2, 3, 4, 6, 12)
LONGEST = 8


def spans(kind):
    return st.integers(1, 2 if kind == "closing" else LONGEST).map(lambda n: (kind, n))


@st.composite
def rules(draw, name, others):
    """One clock; all its spans count the same thing, so that its rungs do too."""
    none_to_two = st.sampled_from(((), *((verb,) for verb in VERBS), ("a", "b"), ("b", "c"), ("c", "closed"), ("b", "classified"), ("a", "reopened")))
    kind = draw(st.sampled_from(("hours", "business_hours", "closing", "date")))
    counted = spans({"date": "hours"}.get(kind, kind))
    later = st.tuples(st.sampled_from(VERBS), counted, st.just(1)) | st.tuples(st.sampled_from(VERBS), st.just(("date",)), st.integers(1, 2))
    extend = draw(st.sampled_from((0, 0, 1, 2)).flatmap(lambda size: st.lists(later, min_size=size, max_size=size)))
    mixed = kind not in ("hours", "date") and any(to == ("date",) for _, to, _ in extend)
    rungs = st.sampled_from(((), (-1,), (-2,), (0,), (2,), (-3, 1), (-1, 3)))
    return Rule(
        name=name,
        within=("date",) if kind == "date" else draw(counted),
        start=("a", *draw(none_to_two)),
        stop=draw(none_to_two),
        pause=draw(none_to_two),
        resume=draw(none_to_two),
        cancel=draw(st.sampled_from(((), (), (), ("b",), ("c",), ("closed",)))),
        by_severity=dict(
            draw(
                st.sampled_from(((), ("minor",), ("major", "critical"))).flatmap(
                    lambda keys: st.tuples(*(st.tuples(st.just(key), counted) for key in keys))
                )
            )
        ),
        when=draw(st.sampled_from(((), (), (), ("major",), ("minor", "critical")))),
        repeat=draw(st.sampled_from(("once", "each_start", "after_stop"))),
        extend=tuple(extend),
        on_reopen=draw(st.sampled_from(("ignore", "resume", "restart"))),
        after_close=draw(st.booleans()),
        warn_at=draw(st.sampled_from(((), (0.5,), (0.25, 0.75), (0.5, 1.0)))),
        escalate=() if mixed else tuple((offset, "boss") for offset in draw(rungs)),
        exempts=draw(st.sampled_from(((), (others[0],)))) if others else (),
    )


@st.composite
def policies(draw):
    names = draw(st.sampled_from((("one",), ("one",), ("one", "two"))))
    return [draw(rules(name, [other for other in names if other != name])) for name in names]


@st.composite
def happenings(draw):
    """A first event that starts every clock, and then a dense stretch of all kinds; the office opens at hour 9, and hours 48 to 96 are a weekend."""
    hour, told = draw(st.sampled_from((7, 9, 14, 40))), []
    for verb in ["a", *draw(st.lists(st.sampled_from((*VERBS, *VERBS, *VERBS, "withdrawn")), min_size=5, max_size=11))]:
        due_hour = hour + draw(st.integers(-1, 10)) if draw(st.sampled_from((True, True, False))) else None
        told.append(Happening(hour, verb, draw(st.sampled_from((None, "minor", "major", "critical"))), due_hour))
        hour += draw(st.sampled_from(GAPS))
    return told


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


def expected_deadlines(lives, quarter):
    told = []
    for life in lives:
        for cycle in life.cycles:
            facts = cycle.facts(quarter)
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


def compare(given_rules, given_events, quarter):
    policy = DeadlinePolicy(name="slow", calendar=OFFICE, clocks=[clock(rule) for rule in given_rules])
    reading, now = policy.read(None, [event(each) for each in given_events]), at(quarter)
    assert read_deadlines(reading, now) == expected_deadlines(live(given_rules, given_events, quarter), quarter)
    known = [event(each) for each in given_events if each.at <= quarter]
    notices = policy.notices(None, known, EPOCH, now)
    told = sorted((notice.key, notice.at, notice.known_at, notice.due_at) for notice in notices)
    assert told == expected_notices(live(given_rules, given_events, quarter), quarter)


readings = st.integers(8 * HOUR, 100 * HOUR)
plenty = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@settings(plenty, max_examples=600)
@given(policies(), happenings(), readings)
def test_clocks_read_as_a_slow_reading_of_the_rules_says(given_rules, given_events, quarter):
    """Every deadline and every notice of generated clocks is what a walk through time, quarter by quarter, finds."""
    compare(given_rules, given_events, quarter)
    compare(given_rules, given_events, given_events[-1].at)


@pytest.mark.heavy
@settings(plenty, max_examples=3_000)
@given(policies(), happenings(), readings)
def test_clocks_read_as_a_slow_reading_of_the_rules_says_many_times(given_rules, given_events, quarter):
    """The same, over many more clocks and journals."""
    compare(given_rules, given_events, quarter)
