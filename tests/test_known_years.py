"""Deadlines at the edge of the known holidays: what depends on an unknown day is refused, and nothing else is."""

from __future__ import annotations

import pickle
from types import SimpleNamespace

import pendulum
import pytest

from servrecov.calendar.calendar import BusinessCalendar
from servrecov.deadline.clock import Clock, Escalation, Extension, InForce
from servrecov.deadline.policy import DeadlinePolicy
from servrecov.errors import HolidayDataError, NoBusinessTimeError

DESK = BusinessCalendar.weekly("Mon-Fri 09:00-17:00", tz="Europe/Berlin", holidays_known=(2026, 2026))


def at(month, day, hour=10):
    return pendulum.datetime(2026, month, day, hour, tz="Europe/Berlin")


def event(verb, when, **fields):
    return SimpleNamespace(verb=verb, at=when, **fields)


def read(events, *clocks, complaint=None, calendar=DESK):
    return DeadlinePolicy(name="desk", calendar=calendar, clocks=clocks).read(complaint, events)


def clock(**parts):
    return Clock(**{"name": "c", "start": "o", "stop": "z", "within": "1 business day", **parts})


DECEMBER = [event("o", at(12, 21)), event("z", at(12, 21, 12))]


@pytest.mark.parametrize("ladder", [clock(escalate=[Escalation(10, "boss")]), clock(within="8 business hours", escalate=[Escalation(80, "boss")])])
def test_a_rung_beyond_all_that_is_known_is_not_reached_before(ladder):
    """It lies later than every day asked about."""
    assert read(DECEMBER, ladder).notices(at(12, 21), at(12, 24)) == ()
    assert [notice.step for notice in read(DECEMBER[:1], ladder).notices(at(12, 21), at(12, 31))] == ["due"]


def test_a_rung_is_refused_once_it_may_have_been_reached():
    """Whether it was by March depends on holidays that nobody gave."""
    with pytest.raises(HolidayDataError):
        read(DECEMBER[:1], clock(escalate=[Escalation(10, "boss")])).notices(at(12, 21), at(12, 31).add(months=2))


@pytest.mark.parametrize(
    ("within", "offset"),
    [("1 business day", -10), ("8 business hours", -10_000), ("1 months", -120_000), ("1 business hour", -1e300), ("2 days", -1e9)],
)
def test_a_rung_further_back_than_anything_known_is_at_the_start(within, offset):
    """For no rung is before it."""
    [notice] = read([event("o", at(1, 5))], clock(within=within, escalate=[Escalation(offset, "boss")])).notices(at(1, 5), at(1, 5, 11))

    assert (notice.at, notice.kind.value) == (at(1, 5), "escalation")


@pytest.mark.parametrize("unit", ["business_hours", "hours", "business_days", "days", "months"])
def test_a_rung_beyond_all_years_never_comes(unit):
    """Nor does it stop the others."""
    ladder = clock(within=f"1 {unit}", escalate=[Escalation(1e300, "boss"), Escalation(0, "chief")])
    always = BusinessCalendar.weekly("Mon-Fri 09:00-17:00", tz="Europe/Berlin")

    notices = read([event("o", at(1, 5))], ladder, calendar=always).notices(at(1, 5), at(12, 5))

    assert [notice.step for notice in notices] == ["due", "0:chief"]


LONG = clock(name="long", within="30 business days", when={"severity": "major"})


def test_a_clock_that_does_not_apply_needs_no_holidays():
    """It is read beside one that does."""
    deadlines = read(DECEMBER[:1], LONG, clock(), complaint=SimpleNamespace(severity="minor")).deadlines(at(12, 21, 11))

    assert [deadline.clock for deadline in deadlines] == ["c"]


def test_once_it_applies_it_needs_them():
    """The refusal comes with the event that shows the clock to apply."""
    reading = read([*DECEMBER[:1], event("classified", at(12, 22), severity="major")], LONG, complaint=SimpleNamespace(severity="minor"))

    assert reading.deadlines(at(12, 21, 12)) == ()
    with pytest.raises(HolidayDataError):
        reading.deadlines(at(12, 22))


def test_a_clock_shown_with_a_shorter_span_is_counted_from_its_start():
    """What stood in for the unknown due is gone."""
    graded = clock(within="30 business days", by_severity={"major": "2 business days"}, when={"severity": "major"}, pause="held", resume="freed")
    events = [*DECEMBER[:1], event("held", at(12, 21, 11)), event("freed", at(12, 21, 12)), event("classified", at(12, 22), severity="major")]
    [deadline] = read(events, graded, complaint=SimpleNamespace(severity="minor")).deadlines(at(12, 22, 11))

    assert (deadline.due_at, str(deadline.remaining)) == (at(12, 23, 11), "8:00:00")
    assert deadline.explain().splitlines()[2:4] == [
        "Uninterrupted, it falls due at 2026-12-23 10:00, which allows 16 h of open time.",
        "It became known at 2026-12-22 10:00 (“complaint classified”) that this applies; it counts from the start all the same.",
    ]


def test_a_clock_that_is_no_law_yet_needs_no_holidays():
    """It begins no cycle, so nothing is counted."""
    assert read(DECEMBER[:1], clock(within="30 business days", in_force=InForce(since=at(12, 31).date()))).deadlines(at(12, 21)) == ()


def test_an_extension_that_comes_too_late_needs_no_holidays():
    """It extends nothing, whatever it would have been."""
    late = clock(extend=[Extension("delayed", "30 business days")])
    [deadline] = read([*DECEMBER[:1], event("delayed", at(12, 23))], late).deadlines(at(12, 23))

    assert deadline.due_at == at(12, 22)
    assert "it extends nothing" in deadline.explain()


def test_a_deadline_that_was_given_out_can_be_looked_at():
    """What its lengths depend on is asked for before it is given out."""
    reading = read(DECEMBER[:1], clock())
    deadline = reading.deadlines(at(12, 22, 12))[0]

    assert repr(deadline)
    assert pickle.loads(pickle.dumps(deadline)) == deadline  # noqa: S301  (our own bytes)
    with pytest.raises(HolidayDataError):
        reading.deadlines(at(12, 22).add(months=3))


def test_a_calendar_without_end_has_one_all_the_same():
    """A span beyond the year 9999 is refused by its own error."""
    with pytest.raises(NoBusinessTimeError):
        read([event("o", at(1, 5))], clock(within=f"{10**9} business hours")).deadlines(at(1, 5))


def test_a_severity_that_leads_beyond_what_is_known_matters_only_once_seen():
    """Unseen it stands for nothing; shown by a third severity, the clock runs by that."""
    graded = clock(by_severity={"minor": "30 business days", "critical": "2 business days"}, when={"vip": True, "severity": "critical"})
    events = [*DECEMBER[:1], event("classified", at(12, 22), severity="minor"), event("classified", at(12, 22, 12), severity="critical")]
    [deadline] = read(events, graded, complaint=SimpleNamespace(severity="major", vip=True)).deadlines(at(12, 22, 12))

    assert deadline.due_at == at(12, 23)
