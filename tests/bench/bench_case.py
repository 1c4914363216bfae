"""Deadlines and the journal: what a reading and a record cost, against the state machines people would use instead."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from types import SimpleNamespace
from typing import Any

import attrs
import pendulum
import pytest
from comparison import OURS, Bench, Work
from transitions import Machine

import servrecov as sr

BARE = "transitions, a bare trigger"

AGAIN = Work("deadlines of a case, asked again", limit=8e-6, per="clock")
GROWN = Work("deadlines of a case, after one more event", limit=8e-6, per="clock")
FIRST = Work("deadlines of a case, for the first time", limit=8e-6, per="clock")
TICKETS = Work("deadlines of plain objects, for the first time", limit=8e-6, per="clock")
RECORD = Work("record an event", {BARE: 2.5})
LIFE = Work("record the eleven events of a life", {BARE: 2.5}, per="event")

RECEIVED = pendulum.datetime(2026, 3, 2, 18, 30, tz="Asia/Shanghai")
NOW = RECEIVED.add(days=3)


def policy() -> sr.DeadlinePolicy:
    """Make a policy of six clocks as a service desk has them: once, at each start and after each stop; with pauses, severities, escalations."""
    desk = sr.BusinessCalendar.weekly("Mon-Fri 09:00-12:00, 13:30-17:30; Sat 10:00-13:00", tz="Asia/Shanghai", holidays=["--01-01", "--10-01"])
    hold: dict[str, Any] = {"pause": "awaiting_customer", "resume": "customer_replied"}
    return sr.DeadlinePolicy(
        name="desk",
        calendar=desk,
        clocks=[
            sr.Clock(name="first contact", start="received", stop="contacted", within="2 business hours", warn_at=[0.5]),
            sr.Clock(
                name="next reply", start="customer_contacted_us", stop="progress_reported", within="4 business hours", repeat=sr.Repeat.EACH_START
            ),
            sr.Clock(name="progress", start="received", stop="progress_reported", within="2 business days", repeat=sr.Repeat.AFTER_STOP, **hold),
            sr.Clock(
                name="offer", start="listened", stop="remedy_offered", within="3 business days", by_severity={"major": "1 business day"}, **hold
            ),
            sr.Clock(
                name="solution",
                start="received",
                stop="remedy_delivered",
                within="5 business days from next day by close of business",
                escalate=[sr.Escalation(-1, "service_manager"), sr.Escalation(0, "general_manager")],
                **hold,
            ),
            sr.Clock(name="follow-up", start="remedy_delivered", stop="followed_up", within="3 days by end of day"),
        ],
    )


def complaint() -> sr.Complaint:
    """Make Mr Han's complaint."""
    return sr.Complaint(
        customer=sr.Customer(id="han"),
        received_at=RECEIVED,
        channel=sr.Channel.PHONE,
        failures=[
            sr.Failure(kind=sr.FailureKind.OUTCOME, site=sr.FailureSite.CORE, severity=sr.Severity.MAJOR, cause="service.repair.fault_recurs"),
        ],
        sought=[sr.RemedyKind.REPAIR],
    )


@cache
def playbook() -> sr.Playbook:
    """Join the dealership's procedure and the six clocks; one playbook serves many cases, as it does a host."""
    return attrs.evolve(sr.load_playbook("dealership"), deadlines=policy())


def opened() -> sr.Case:
    """Open a case."""
    return playbook().open(complaint(), by="zhang", id="C-1")


def life() -> list[sr.Event]:
    """List the eleven events that follow the receipt."""
    free = sr.Remedy(sr.RemedyKind.REPAIR)
    lived: tuple[tuple[float, type[sr.Event], dict[str, Any]], ...] = (
        (0.4, sr.Contacted, {}),
        (0.5, sr.Listened, {}),
        (1, sr.Soothed, {}),
        (16, sr.ProgressReported, {}),
        (18, sr.AwaitingCustomer, {}),
        (42, sr.CustomerReplied, {}),
        (43, sr.CustomerContactedUs, {}),
        (45, sr.ProgressReported, {}),
        (46, sr.RemedyOffered, {"remedies": [free]}),
        (47, sr.OfferAccepted, {}),
        (70, sr.RemedyDelivered, {"remedies": [free]}),
    )
    return [event(at=RECEIVED + timedelta(hours=hours), by="zhang", **fields) for hours, event, fields in lived]


def lived(case: sr.Case, events: list[sr.Event]) -> sr.Case:
    """Record events one after the other, as they happen."""
    for event in events:
        case = case.record(event)
    return case


def test_deadlines(bench: Bench) -> None:
    """A case in hand is asked at one time after another, as by a dashboard."""
    case = lived(opened(), life())
    case.deadlines(NOW.add(hours=1))

    assert bench(AGAIN, OURS, case.deadlines, NOW, count=6) == lived(opened(), life()).deadlines(NOW)


def test_deadlines_after_one_more_event(bench: Bench) -> None:
    """A case is asked after each event, as by a service that records and answers."""
    *before, last = life()
    eleven = lived(opened(), before)
    eleven.deadlines(NOW)

    found = bench.fresh(GROWN, OURS, lambda: eleven.record(last), lambda case: case.deadlines(NOW), count=6)

    assert found == lived(opened(), life()).deadlines(NOW)


def test_deadlines_read_for_the_first_time(bench: Bench) -> None:
    """Every clock has at least one deadline; nothing was read of the journal before, as in a report over many cases."""
    *before, last = life()
    eleven = lived(opened(), before)

    found = bench.fresh(FIRST, OURS, lambda: eleven.record(last), lambda case: case.deadlines(NOW), count=6)

    assert len(eleven.record(last).journal) == 12
    assert len({deadline.clock for deadline in found}) == 6


def test_deadlines_of_other_events(bench: Bench) -> None:
    """A policy alone reads any objects; nothing is kept of theirs, for they may change."""
    case, rules = lived(opened(), life()), policy()
    tickets = [SimpleNamespace(verb=event.verb, at=event.at) for event in case.journal]

    found = bench(TICKETS, OURS, rules.deadlines, case.complaint, tickets, NOW, count=6)

    assert [(each.clock, each.due_at, each.status) for each in found] == [(each.clock, each.due_at, each.status) for each in case.deadlines(NOW)]


class _Cursor:
    """What a bare machine moves."""

    state = "received"


def _transitions() -> Any:
    """Return a call that triggers the same step on a machine with the same stages and steps, and no conditions."""
    procedure = sr.load_playbook("dealership").procedure
    machine = Machine(model=None, states=list(procedure.stage_names), initial=procedure.initial, auto_transitions=False)
    for step in procedure.steps:
        for source in procedure.sources(step):
            machine.add_transition(step.verb, source, step.to)
    trigger, cursor = machine.events["contacted"].trigger, _Cursor()

    def move() -> str:
        cursor.state = "received"
        trigger(cursor)
        return cursor.state

    return move


def _statemachine() -> Any:
    """Return a call that sends the same event to a machine of python-statemachine, and one that brings it back."""
    library = pytest.importorskip("statemachine", reason="python-statemachine is not installed; the extra `bench` brings it")
    received, contacted = library.State(initial=True), library.State()
    machine = type(
        "Handling",
        (library.StateMachine,),
        {"received": received, "contacted": contacted, "contact": received.to(contacted), "reopen": contacted.to(received)},
    )()

    def move() -> str:
        machine.send("contact")
        stage = next(iter(machine.configuration)).id
        machine.send("reopen")
        return str(stage)

    return move


@pytest.mark.parametrize("side", [OURS, BARE, "python-statemachine, a send"])
def test_record(bench: Bench, side: str) -> None:
    """All three reach the stage `contacted`; ours keeps the event, checks its order and the authority, and leaves the old case as it was."""
    case = opened()
    event = sr.Contacted(at=RECEIVED.add(minutes=25), by="zhang")

    if side == OURS:
        assert bench(RECORD, side, case.record, event).stage == "contacted"
        assert case.stage == "received"
    elif side == BARE:
        assert bench(RECORD, side, _transitions()) == case.record(event).stage
    else:
        assert bench(RECORD, side, _statemachine(), count=2) == case.record(event).stage


@pytest.mark.parametrize("side", [OURS, BARE])
def test_a_whole_life(bench: Bench, side: str) -> None:
    """Each event is recorded upon the case that the one before it made; the bare machine takes the same step each time."""
    events = life()

    if side == OURS:
        assert len(bench.fresh(LIFE, side, opened, lambda case: lived(case, events), count=len(events)).journal) == 12
    else:
        assert bench(LIFE, side, _transitions()) == "contacted"
