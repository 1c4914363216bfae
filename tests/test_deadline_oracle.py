"""The library's clocks against a slow reading of the same rules that shares no code with it."""

from __future__ import annotations

import itertools
from datetime import timedelta
from types import SimpleNamespace

import pendulum
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from proof_size import tries
from slow_deadlines import HOUR, PLACES, Happening, Rule, live, standing

from servrecov.calendar.calendar import BusinessCalendar
from servrecov.deadline.clock import Clock, Escalation, Extension, InForce
from servrecov.deadline.policy import DeadlinePolicy

EPOCH = pendulum.datetime(2026, 3, 5)
QUARTER = timedelta(minutes=15)
CALENDARS = {None: BusinessCalendar.weekly("Mon-Fri 09:00-12:00, 13:00-17:00", tz="UTC")}
CALENDARS["works"] = BusinessCalendar.weekly("Mon-Sat 07:00-15:00, 16:00-19:00", tz="Asia/Tokyo")
VERBS = ("a", "b", "c", "closed", "reopened", "classified")
PHRASES = (*((verb,) for verb in VERBS), ("b", "c"), ("c", "b"), ("closed", "reopened"), ("closed", "classified", "reopened"), ("a", "a"))
GAPS = (0, 0, 1, 1, 2, 2, 3, 4, 6, 12)
SEVERITIES = (None, "minor", "major", "critical")
LONGEST = {"hours": 8, "business_hours": 8, "closing": 2, "business_days": 2, "business_days_from_instant": 2, "days": 2, "weeks": 1}
KINDS = ("hours", "hours", "business_hours", "business_hours", "closing", "business_days", "business_days_from_instant", "days", "weeks", "date")


def spans(kind):
    return st.integers(1, LONGEST[kind]).map(lambda n: (kind, n))


def is_hourly(span):
    return span[0] in ("hours", "business_hours", "date")


@st.composite
def rules(draw, name, others):
    """One clock; one in four counts one thing for one severity and another for the next."""
    none_to_two = st.sampled_from(((), *((verb,) for verb in VERBS), ("a", "b"), ("b", "c"), ("c", "closed"), ("b", "classified"), ("a", "reopened")))
    kind = draw(st.sampled_from(KINDS))
    plain = {"date": "hours"}.get(kind, kind)
    counted = spans(plain) if draw(st.integers(0, 3)) else st.sampled_from(tuple(LONGEST)).flatmap(spans)
    later = st.tuples(st.sampled_from(VERBS), counted, st.just(1)) | st.tuples(st.sampled_from(VERBS), st.just(("date",)), st.integers(1, 2))
    within = ("date",) if kind == "date" else draw(spans(plain))
    by_severity = dict(
        draw(
            st.sampled_from(((), ("minor",), ("major", "critical"))).flatmap(
                lambda keys: st.tuples(*(st.tuples(st.just(key), counted) for key in keys))
            )
        )
    )
    rungs = [(), (-1,), (-2,), (0,), (2,), (-3, 1), (-1, 3)]
    rungs += [(-0.5,), (1.5, 3)] if all(is_hourly(span) for span in (within, *by_severity.values())) else []
    dates = st.sampled_from(((None, 0), (0, 0), (0, 1), (1, None), (1, 3), (None, 2)))
    return Rule(
        name=name,
        within=within,
        start=("a", *draw(none_to_two)),
        stop=draw(none_to_two),
        pause=draw(none_to_two),
        resume=draw(none_to_two),
        cancel=draw(st.sampled_from(((), (), (), (), ("b",), ("c",)))),
        by_severity=by_severity,
        when=draw(st.sampled_from(((), (), (), (), (), ("major",), ("minor", "critical")))),
        repeat=draw(st.sampled_from(("once", "each_start", "after_stop"))),
        extend=tuple(draw(st.sampled_from((0, 0, 1, 2)).flatmap(lambda size: st.lists(later, min_size=size, max_size=size)))),
        on_reopen=draw(st.sampled_from(("ignore", "resume", "continue", "restart"))),
        after_close=draw(st.booleans()),
        warn_at=draw(st.sampled_from(((), (0.5,), (0.25, 0.75), (0.5, 1.0)))),
        escalate=tuple((offset, "boss") for offset in draw(st.sampled_from(rungs))),
        exempts=draw(st.sampled_from(((), (others[0],), others))) if others else (),
        calendar=draw(st.sampled_from((None, None, "works"))),
        in_force=draw(st.none() | st.none() | st.tuples(dates, none_to_two).map(lambda law: (*law[0], law[1]))),
    )


@st.composite
def policies(draw):
    names = draw(st.sampled_from((("one",), ("one",), ("one", "two"), ("one", "two", "three"))))
    return [draw(rules(name, tuple(other for other in names if other != name))) for name in names]


@st.composite
def happenings(draw):
    """A first event that starts every clock, and then a dense stretch of all kinds; the office opens at hour 9, and hours 48 to 96 are a weekend."""
    hour, told = draw(st.sampled_from((7, 9, 14, 40))), []
    phrases = draw(st.lists(st.sampled_from((*PHRASES, *PHRASES, ("withdrawn",), ("merged",))), min_size=3, max_size=8))
    for verb in ["a", *itertools.chain(*phrases)]:
        due_hour = hour + draw(st.integers(-1, 10)) if draw(st.sampled_from((True, True, False))) else None
        told.append(Happening(hour, verb, draw(st.sampled_from(SEVERITIES)), due_hour))
        hour += draw(st.sampled_from(GAPS))
    return told


@st.composite
def journals(draw):
    """The same, with some entered late and some withdrawn, in the order in which they were entered."""
    told = draw(happenings())
    for happening in draw(st.lists(st.sampled_from(told), max_size=3)):
        happening.entered = happening.hour + draw(st.integers(0, 30))
    told.sort(key=lambda happening: happening.entered_at)
    for entry in draw(st.lists(st.integers(1, len(told)), max_size=2)):
        told.append(Happening(told[-1].entered_at // HOUR + draw(st.sampled_from(GAPS)), "retracted", entry=entry))
    return told


def at(quarter):
    return None if quarter is None else EPOCH + quarter * QUARTER


TEXTS = {
    "closing": "{} business days by close of business",
    "business_days_from_instant": "{} business days from instant",
}


def within(span):
    kind, *n = span
    return "due_at" if kind == "date" else TEXTS.get(kind, f"{{}} {kind.replace('_', ' ')}").format(*n)


def law(in_force):
    since, until, judged_at = in_force
    first, last = (None if date is None else EPOCH.add(days=date).date() for date in (since, until))
    return InForce(since=first, until=last, judged_at=judged_at)


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
        calendar=rule.calendar,
        in_force=None if rule.in_force is None else law(rule.in_force),
    )


def events_of(told):
    return [
        SimpleNamespace(
            verb=each.verb,
            at=at(each.at),
            severity=each.severity,
            due_at=None if each.due_hour is None else at(each.due_hour * HOUR),
            recorded_at=None if each.entered is None else at(each.entered_at),
            entry=each.entry,
            told=each,
        )
        for each in told
    ]


LENGTHS = ("budget", "used", "remaining", "overdue_by", "paused_for")
INSTANTS = ("started_at", "due_at", "breached_at", "stopped_at", "ended_at")


def expected_deadlines(lives, quarter):
    found = []
    for life in lives:
        for cycle in life.cycles:
            facts = cycle.facts(quarter)
            facts.update({name: facts[name] * QUARTER for name in LENGTHS})
            facts.update({name: at(facts[name]) for name in INSTANTS})
            found.append({"clock": life.rule.name, **facts})
    return found


def read_deadlines(reading, now):
    names = ("clock", "cycle", "status", "open", "exempted_by", *INSTANTS, *LENGTHS)
    return [
        {"events": [event.told for event in deadline.events], **{name: getattr(deadline, name) for name in names}}
        for deadline in reading.deadlines(now)
    ]


def sent(lives):
    """All that was sent: key and instant, with the due then in force and the instant since which it was known if nothing was entered late."""
    return {
        (f"{life.rule.name}#{cycle.number}/{step}", instant): (due, known)
        for life in lives
        for cycle in life.cycles
        for step, (instant, known, due) in cycle.told.items()
    }


def expected_notices(given_rules, told, severity, until):
    """What comes to be known before `until`: each notice from its instant on, or from the last entry before which it was not sent."""
    horizon = max([until, *(each.at for each in told)])

    def read(entries):
        return sent(live(given_rules, entries, horizon, severity))

    final, since = read(told), {}
    for entered_at in sorted({each.entered_at for each in told}):
        before = read([each for each in told if each.entered_at < entered_at])
        since.update({notice: max(entered_at, notice[1]) for notice in final if notice not in before})
    if standing(told) == told and all(each.entered_at == each.at for each in told):
        assert since == {notice: known for notice, (_, known) in final.items()}
    return sorted((key, at(instant), at(since[key, instant]), at(due)) for (key, instant), (due, _) in final.items() if since[key, instant] < until)


def compare(given_rules, told, quarter, severity):
    calendars = {name: calendar for name, calendar in CALENDARS.items() if name}
    policy = DeadlinePolicy(name="slow", calendar=CALENDARS[None], calendars=calendars, clocks=[clock(rule) for rule in given_rules])
    reading, now = policy.read(SimpleNamespace(severity=severity), events_of(told)), at(quarter)
    assert read_deadlines(reading, now) == expected_deadlines(live(given_rules, told, quarter, severity), quarter)
    notices = [(notice.key, notice.at, notice.known_at, notice.due_at) for notice in reading.notices(EPOCH, now)]
    assert sorted(notices) == expected_notices(given_rules, told, severity, quarter)


readings = st.integers(8 * HOUR, 100 * HOUR)
severities = st.sampled_from(SEVERITIES)
usual = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def test_the_slow_reading_has_the_hours_of_the_calendars():
    """Both are open in the same quarters, over two weeks."""
    for name, place in PLACES.items():
        assert all(place.is_open(quarter) == CALENDARS[name].is_open(at(quarter)) for quarter in range(14 * 24 * HOUR))


@settings(usual, max_examples=400)
@given(policies(), happenings(), readings, severities)
def test_clocks_read_as_a_slow_reading_of_the_rules_says(given_rules, told, quarter, severity):
    """Every deadline and every notice of generated clocks is what a walk through time, quarter by quarter, finds."""
    compare(given_rules, told, quarter, severity)
    compare(given_rules, told, told[-1].at, severity)


@settings(usual, max_examples=200)
@given(policies(), journals(), readings, severities)
def test_late_entries_and_retractions_read_as_a_slow_reading_of_the_rules_says(given_rules, told, quarter, severity):
    """Also what was entered late, what was withdrawn, and since when each notice could be known."""
    compare(given_rules, told, quarter, severity)


@pytest.mark.heavy
@settings(usual, max_examples=tries(1_500))
@given(policies(), happenings() | journals(), readings, severities)
def test_clocks_read_as_a_slow_reading_of_the_rules_says_many_times(given_rules, told, quarter, severity):
    """The same, over many more clocks and journals."""
    compare(given_rules, told, quarter, severity)
