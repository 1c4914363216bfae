"""Deadlines and the journal: what a reading and a record cost, against the state machines people would use instead."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import attrs
import pendulum
import pytest
from comparison import OURS, Bench, Work
from transitions import Machine

import servrecov as sr

DEADLINES = Work("all deadlines, 6 clocks and 12 events", limit=8e-6, per="clock")
CASE_DEADLINES = Work("the same through a case", limit=8e-6, per="clock")
RECORD = Work("record an event", {"transitions, a bare trigger": 2.5})

RECEIVED = pendulum.datetime(2026, 3, 2, 18, 30, tz="Asia/Shanghai")


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


def opened() -> sr.Case:
    """Open the case under the dealership's procedure and the six clocks."""
    playbook = attrs.evolve(sr.load_playbook("dealership"), deadlines=policy())
    return playbook.open(complaint(), by="zhang", id="C-1")


def case_of_twelve() -> sr.Case:
    """Live through it: twelve events, the receipt among them."""
    case = opened()
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
    for hours, event, fields in lived:
        case = case.record(event(at=RECEIVED + timedelta(hours=hours), by="zhang", **fields))
    return case


def test_deadlines(bench: Bench) -> None:
    """Every clock has at least one deadline, and they are those that the case shows."""
    case, rules, now = case_of_twelve(), policy(), RECEIVED.add(days=3)
    assert len(case.journal) == 12

    found = bench(DEADLINES, OURS, rules.deadlines, case.complaint, case.journal, now, count=6)

    assert found == case.deadlines(now)
    assert len({deadline.clock for deadline in found}) == 6


def test_deadlines_of_a_case(bench: Bench) -> None:
    """A case adds nothing to the reading."""
    case, now = case_of_twelve(), RECEIVED.add(days=3)

    assert bench(CASE_DEADLINES, OURS, case.deadlines, now, count=6) == policy().deadlines(case.complaint, case.journal, now)


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


@pytest.mark.parametrize("side", [OURS, "transitions, a bare trigger", "python-statemachine, a send"])
def test_record(bench: Bench, side: str) -> None:
    """All three reach the stage `contacted`; ours keeps the event, checks its order and the authority, and leaves the old case as it was."""
    case = opened()
    event = sr.Contacted(at=RECEIVED.add(minutes=25), by="zhang")

    if side == OURS:
        assert bench(RECORD, side, case.record, event).stage == "contacted"
        assert case.stage == "received"
    elif side.startswith("transitions"):
        assert bench(RECORD, side, _transitions()) == case.record(event).stage
    else:
        assert bench(RECORD, side, _statemachine(), count=2) == case.record(event).stage
