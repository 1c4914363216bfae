"""Clocks as data: their short forms, and what contradicts itself."""

from __future__ import annotations

import enum
import pickle
from datetime import date

import attrs
import pytest
from hypothesis import given

from servrecov.calendar.span import Span
from servrecov.complaint.failure import Severity
from servrecov.deadline.clock import Clock, Escalation, Extension, InForce
from servrecov.errors import InvalidPolicyError, InvalidSpanError, InvalidValueError, UnknownNameError
from servrecov.journal.intake import Contacted
from servrecov.journal.match import On
from servrecov.testing.strategies import clocks


class Priority(enum.Enum):
    """A foreign vocabulary that is no text."""

    HIGH = "high"


def clock(**parts):
    return Clock(**{"name": "contact", "stop": "contacted", "within": "2 hours", **parts})


def test_a_clock_is_written_with_verbs_and_texts():
    """Matchers and spans in their short forms; received starts it unless said otherwise."""
    made = clock(stop=[Contacted, {"verb": "contact_attempted", "reached": True}], by_severity={Severity.CRITICAL: "30 minutes"})

    assert made.start == (On("received"),)
    assert made.stop == (On("contacted"), On("contact_attempted", reached=True))
    assert made.within == Span(2, "hours")
    assert made.by_severity == {"critical": Span(30, "minutes")}
    assert (made.kind, made.force, made.repeat, made.on_reopen) == ("resolve", "must", "once", "ignore")


@given(clocks())
def test_a_clock_is_a_frozen_value(made):
    """It hashes, compares by content and survives pickling."""
    assert pickle.loads(pickle.dumps(made)) == made  # noqa: S301  (our own bytes)
    assert hash(made) == hash(attrs.evolve(made))


def test_a_severity_chooses_the_span():
    """By its text, also where it is another system's; else the clock's own."""
    made = clock(by_severity={"critical": "30 minutes", Priority.HIGH: "1 hour", 1: "10 minutes"})

    assert made.target(Severity.CRITICAL) == made.target("critical") == Span(30, "minutes")
    assert made.target(Priority.HIGH) == made.target("high") == Span(1, "hours")
    assert made.target(1) == Span(10, "minutes")
    assert made.target(None) == made.target("minor") == Span(2, "hours")
    assert clock().target("critical") == Span(2, "hours")


@pytest.mark.parametrize(
    ("parts", "error", "where"),
    [
        ({"name": ""}, InvalidPolicyError, "Clock.name"),
        ({"name": "a#b"}, InvalidPolicyError, "Clock.name"),
        ({"name": "a/b"}, InvalidPolicyError, "Clock.name"),
        ({"name": "promise:3"}, InvalidPolicyError, "Clock.name"),
        ({"start": ()}, InvalidPolicyError, "clock 'contact': start"),
        ({"start": [7]}, InvalidValueError, "Clock.start[0]"),
        ({"stop": 7}, InvalidValueError, "Clock.stop"),
        ({"pause": ["closed", ""]}, InvalidValueError, "Clock.pause[1]"),
        ({"resume": {"reached": True}}, InvalidValueError, "Clock.resume.verb"),
        ({"cancel": [str]}, InvalidValueError, "Clock.cancel[0]"),
        ({"within": "2 fortnights"}, InvalidSpanError, "Clock.within"),
        ({"within": None}, InvalidSpanError, "Clock.within"),
        ({"kind": "contakt"}, UnknownNameError, "Clock.kind"),
        ({"force": "shall"}, UnknownNameError, "Clock.force"),
        ({"repeat": "always"}, UnknownNameError, "Clock.repeat"),
        ({"on_reopen": "resum"}, UnknownNameError, "Clock.on_reopen"),
        ({"by_severity": ["1 hour"]}, InvalidPolicyError, "Clock.by_severity"),
        ({"by_severity": {"minor": "soon"}}, InvalidSpanError, "Clock.by_severity['minor']"),
        ({"when": ["severity"]}, InvalidPolicyError, "Clock.when"),
        ({"when": {7: "major"}}, InvalidPolicyError, "Clock.when"),
        ({"when": {"severity": {"a"}}}, InvalidValueError, "Clock.when['severity']"),
        ({"warn_at": "0.5"}, InvalidPolicyError, "Clock.warn_at"),
        ({"warn_at": 0.5}, InvalidPolicyError, "Clock.warn_at"),
        ({"warn_at": [0.5, 50]}, InvalidPolicyError, "Clock.warn_at[1]"),
        ({"warn_at": [0]}, InvalidPolicyError, "Clock.warn_at[0]"),
        ({"warn_at": [True]}, InvalidPolicyError, "Clock.warn_at[0]"),
        ({"warn_at": [0.5, 0.5 + 1e-14]}, InvalidPolicyError, "clock 'contact': warn_at"),
        ({"escalate": [Escalation(1, "boss"), Escalation(1.0, "boss")]}, InvalidPolicyError, "clock 'contact': escalate"),
        ({"within": "3 days", "escalate": [Escalation(-0.5, "boss")]}, InvalidPolicyError, "clock 'contact': escalate[0].offset"),
        ({"by_severity": {"minor": "1 month"}, "escalate": [Escalation(0.5, "boss")]}, InvalidPolicyError, "clock 'contact': escalate[0].offset"),
        ({"escalate": ["boss"]}, InvalidValueError, "Clock.escalate[0]"),
        ({"extend": ["delay_notified"]}, InvalidValueError, "Clock.extend[0]"),
        ({"in_force": "2026"}, InvalidPolicyError, "Clock.in_force"),
        ({"in_force": (date(2026, 1, 1),)}, InvalidPolicyError, "Clock.in_force"),
        ({"source": "law"}, InvalidValueError, "Clock.source"),
    ],
)
def test_a_contradictory_clock_is_refused_with_its_place(parts, error, where):
    """One clear error, when the clock is built and not when it is read."""
    with pytest.raises(error) as raised:
        clock(**parts)
    assert raised.value.where == where


def test_a_misspelt_name_gets_the_nearest():
    """Vocabularies and units alike."""
    with pytest.raises(UnknownNameError, match="did you mean 'contact'"):
        clock(kind="contakt")
    with pytest.raises(InvalidSpanError, match="did you mean 'business hours'"):
        clock(within="2 bussiness hours")


def test_warnings_are_kept_in_order_each_once():
    """However they were written."""
    assert clock(warn_at=[0.9, 0.5, 0.5, 1]).warn_at == (0.5, 0.9, 1)


def test_a_rung_is_named_by_offset_and_role():
    """As in the key of its notice."""
    assert [Escalation(offset, "manager").step for offset in (-1, 0, -0.0, 1.5, 0.1 + 0.2)] == [
        "-1:manager",
        "0:manager",
        "0:manager",
        "1.5:manager",
        "0.3:manager",
    ]


@pytest.mark.parametrize("offset", ["1", True, None, float("nan"), float("inf")])
def test_a_rung_needs_a_finite_offset(offset):
    """Nothing else can be counted."""
    with pytest.raises(InvalidPolicyError, match=r"Escalation\.offset"):
        Escalation(offset, "manager")


@pytest.mark.parametrize("role", ["", None, 7])
def test_a_rung_needs_a_role(role):
    """Somebody must be told."""
    with pytest.raises(InvalidPolicyError, match=r"Escalation\.to"):
        Escalation(1, role)


def test_hours_have_fractions_and_days_do_not():
    """A rung of half an hour can be counted, one of half a day cannot."""
    assert clock(escalate=[Escalation(-0.5, "boss")]).escalate[0].offset == -0.5
    assert clock(within="due_at", escalate=[Escalation(-0.5, "boss")])
    assert clock(within="3 days", escalate=[Escalation(-1.0, "boss")])


def test_an_extension_goes_to_a_span_or_to_a_date():
    """Only dates may be given more than once."""
    assert Extension("delay_notified", "8 weeks") == Extension([On("delay_notified")], Span(8, "weeks"), 1)
    assert Extension("delay_notified", "due_at", 3).times == 3
    with pytest.raises(InvalidPolicyError, match=r"Extension\.times: got 2, .* more only with to=\"due_at\""):
        Extension("delay_notified", "8 weeks", times=2)
    for times in (0, True, 1.5):
        with pytest.raises(InvalidPolicyError, match=r"Extension\.times"):
            Extension("delay_notified", "due_at", times)
    with pytest.raises(InvalidSpanError, match=r"Extension\.to"):
        Extension("delay_notified", "later")
    with pytest.raises(InvalidValueError, match=r"Extension\.on"):
        Extension(7, "8 weeks")


def test_being_in_force_is_written_as_dates():
    """A pair, a mapping or the value itself; both ends are inclusive, either may be open."""
    period = InForce(since=date(2026, 1, 1), until=date(2026, 12, 31))

    assert clock(in_force=(date(2026, 1, 1), date(2026, 12, 31))).in_force == clock(in_force=period).in_force == period
    assert clock(in_force={"since": date(2026, 1, 1), "judged_at": "received"}).in_force == InForce(since=date(2026, 1, 1), judged_at="received")
    assert [period.covers(date(*day)) for day in ((2025, 12, 31), (2026, 1, 1), (2026, 12, 31), (2027, 1, 1))] == [False, True, True, False]
    assert InForce().covers(date(1, 1, 1))


def test_a_period_does_not_end_before_it_begins():
    """The error says from when on it may end."""
    with pytest.raises(InvalidPolicyError, match=r"InForce\.until: got '2025-12-31', expected a date from 2026-01-01 on"):
        InForce(since=date(2026, 1, 1), until=date(2025, 12, 31))
