"""Every kind of clock that service desks have, on tickets of their own and on our events; and what bad input gets."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from types import SimpleNamespace as Ticket
from zoneinfo import ZoneInfo

import pendulum
import pytest

from servrecov.calendar.calendar import BusinessCalendar
from servrecov.complaint.complaint import Complaint, Customer
from servrecov.complaint.failure import Failure
from servrecov.deadline.clock import Clock, Escalation
from servrecov.deadline.policy import DeadlinePolicy
from servrecov.errors import InvalidPolicyError, InvalidValueError, NaiveTimeError, UnknownNameError
from servrecov.journal.closing import Closed, Reopened
from servrecov.journal.dialogue import AwaitingCustomer, CustomerContactedUs, CustomerReplied, ProgressReported, Responded
from servrecov.journal.inquiry import Classified
from servrecov.journal.intake import Contacted, Received
from servrecov.journal.journal import Journal
from servrecov.journal.redress import RemedyDelivered

MONDAY = pendulum.datetime(2026, 3, 2, 9, tz="Europe/London")
DESK = BusinessCalendar.weekly("Mon-Fri 09:00-17:00", tz="Europe/London")


def policy(*clocks):
    return DeadlinePolicy(name="desk", calendar=DESK, clocks=clocks)


def at(hours):
    return MONDAY.add(minutes=round(hours * 60))


def ticket_event(hours, verb, **fields):
    return Ticket(verb=verb, at=at(hours), **fields)


def statuses(clock, events, hours, complaint=None):
    return [(str(each.status), each.due_at) for each in policy(clock).deadlines(complaint, events, at(hours))]


# --- on tickets of another system -------------------------------------------------------------------------------------------------------

CUSTOMER, AGENT, PENDING, SOLVED = "customer_wrote", "agent_wrote", "set_pending", "solved"


def test_first_reply():
    """From the customer's first message to the first answer; later messages do not matter."""
    clock = Clock(name="first reply", kind="acknowledge", start=CUSTOMER, stop=AGENT, within="2 business hours")
    events = [ticket_event(0, CUSTOMER), ticket_event(1, AGENT), ticket_event(3, CUSTOMER)]

    assert statuses(clock, events, 4) == [("met", at(2))]
    assert statuses(clock, events[:1], 4) == [("breached", at(2))]


def test_next_reply():
    """From the oldest unanswered message of the customer; a goodbye after the solution does not wait for an answer."""
    clock = Clock(name="next reply", start=CUSTOMER, stop=[AGENT, SOLVED], within="4 business hours", repeat="each_start")
    events = [ticket_event(0, CUSTOMER), ticket_event(1, CUSTOMER), ticket_event(2, AGENT), ticket_event(5, CUSTOMER), ticket_event(6, CUSTOMER)]

    assert statuses(clock, events, 7) == [("met", at(4)), ("running", at(25))]


def test_periodic_update():
    """At least one message of ours every day, until it is solved; this one runs on while the customer is asked."""
    clock = Clock(name="update", kind="progress", start=CUSTOMER, stop=AGENT, cancel=SOLVED, within="8 business hours", repeat="after_stop")
    events = [ticket_event(0, CUSTOMER), ticket_event(2, AGENT), ticket_event(3, PENDING), ticket_event(23, AGENT), ticket_event(26, SOLVED)]

    assert statuses(clock, events, 30) == [("met", at(8)), ("met", at(26)), ("cancelled", at(32))]


def test_pausable_update():
    """The same, on hold while the next move is the customer's."""
    clock = Clock(name="update", start=CUSTOMER, stop=AGENT, pause=PENDING, resume=CUSTOMER, within="8 business hours", repeat="after_stop")
    events = [ticket_event(0, CUSTOMER), ticket_event(2, AGENT), ticket_event(3, PENDING), ticket_event(100, CUSTOMER)]
    first, second = policy(clock).deadlines(None, events, at(101))

    assert (first.status, second.status, second.remaining) == ("met", "running", timedelta(hours=6))


def test_requester_wait():
    """How long the customer waits for us: from the first message to the solution, whoever's move it is but the customer's."""
    clock = Clock(name="requester wait", start=CUSTOMER, stop=SOLVED, pause=PENDING, resume=CUSTOMER, within="16 business hours")
    events = [ticket_event(0, CUSTOMER), ticket_event(4, PENDING), ticket_event(28, CUSTOMER), ticket_event(29, SOLVED)]
    [deadline] = policy(clock).deadlines(None, events, at(40))

    assert (deadline.status, deadline.used, deadline.paused_for) == ("met", timedelta(hours=5), timedelta(hours=8))


def test_agent_work():
    """How long we worked on it: also on hold while another department has it."""
    clock = Clock(
        name="agent work",
        start=CUSTOMER,
        stop=SOLVED,
        pause=[PENDING, {"verb": "status_changed", "to": "on_hold"}],
        resume=[CUSTOMER, {"verb": "status_changed", "to": "open"}],
        within="8 business hours",
    )
    events = [
        ticket_event(0, CUSTOMER),
        ticket_event(2, "status_changed", to="on_hold"),
        ticket_event(3, "status_changed", to="waiting"),
        ticket_event(6, "status_changed", to="open"),
        ticket_event(7, SOLVED),
    ]
    [deadline] = policy(clock).deadlines(None, events, at(9))

    assert (deadline.used, deadline.paused_for) == (timedelta(hours=3), timedelta(hours=4))


def test_total_resolution():
    """Elapsed time from the first message to the solution, day and night, on hold or not; reopened, it goes on."""
    clock = Clock(
        name="total", start=CUSTOMER, stop=["closed"], within="3 days", on_reopen="resume", warn_at=[0.5], escalate=[Escalation(-1, "lead")]
    )
    events = [ticket_event(0, CUSTOMER), ticket_event(10, "closed"), ticket_event(20, "reopened")]
    notices = policy(clock).notices(None, events, MONDAY, MONDAY.add(weeks=1))

    assert statuses(clock, events, 30) == [("running", at(82))]
    assert [(notice.step, notice.at) for notice in notices] == [("50%", at(46)), ("-1:lead", at(58)), ("due", at(82))]


def test_a_target_per_severity():
    """Of the ticket, as far as it is known; changed, it counts from the start."""
    clock = Clock(name="response", start=CUSTOMER, stop=AGENT, within="8 business hours", by_severity={"P1": "1 hour", "P2": "4 business hours"})
    events = [ticket_event(0, CUSTOMER), ticket_event(0.5, "classified", severity="P1")]

    assert statuses(clock, events[:1], 0.25, Ticket(severity="P2")) == [("running", at(4))]
    assert statuses(clock, events, 0.75, Ticket(severity="P2")) == [("running", at(1))]
    assert statuses(clock, events[:1], 0.25, Ticket()) == [("running", at(8))]


def test_a_ticket_of_another_system_needs_a_verb_and_a_time():
    """Plain datetimes with any zone do; a complaint may lack everything."""
    clock = Clock(name="first reply", start=CUSTOMER, stop=AGENT, within="2 hours")
    [deadline] = policy(clock).deadlines(
        object(), [Ticket(verb=CUSTOMER, at=datetime(2026, 3, 2, 9, tzinfo=UTC))], datetime(2026, 3, 2, 10, tzinfo=UTC)
    )

    assert deadline.due_at.isoformat() == "2026-03-02T11:00:00+00:00"
    assert deadline.remaining == timedelta(hours=1)


# --- on our own events ------------------------------------------------------------------------------------------------------------------

HAN = Complaint(customer=Customer(id="han"), received_at=MONDAY, failures=[Failure(severity="major")])


def test_contact_and_resolution_of_a_complaint():
    """The usual pair, by severity, with the customer's time left out."""
    desk = policy(
        Clock(name="contact", kind="contact", stop=Contacted, within="2 business hours", by_severity={"critical": "30 minutes"}),
        Clock(
            name="resolution",
            stop=[RemedyDelivered, {"verb": "responded", "kind": "rejected"}],
            pause=AwaitingCustomer,
            resume=CustomerReplied,
            within="5 business days by close of business",
            by_severity={"major": "3 business days by close of business"},
        ),
    )
    journal = Journal(
        [Received(at=at(0)), Contacted(at=at(1)), AwaitingCustomer(at=at(2)), CustomerReplied(at=at(26)), Responded(at=at(40), kind="offered")]
    )
    contact, resolution = desk.deadlines(HAN, journal, at(48))

    assert (contact.status, contact.remaining) == ("met", timedelta(hours=1))
    assert (resolution.status, resolution.due_at) == ("running", MONDAY.add(days=4, hours=8))
    assert [event.verb for event in resolution.events] == ["received", "awaiting_customer", "customer_replied"]


def test_news_every_three_days_and_an_answer_to_whoever_asks():
    """A periodic clock and one that waits for the oldest unanswered question."""
    desk = policy(
        Clock(name="news", kind="progress", stop=ProgressReported, within="3 days", repeat="after_stop"),
        Clock(
            name="answer",
            kind="progress",
            start=CustomerContactedUs,
            stop=[ProgressReported, Contacted],
            within="4 business hours",
            repeat="each_start",
        ),
    )
    journal = [Received(at=at(0)), CustomerContactedUs(at=at(2)), CustomerContactedUs(at=at(5)), ProgressReported(at=at(7))]
    first, second, answer = desk.deadlines(HAN, journal, at(8))

    assert [str(each.status) for each in (first, second, answer)] == ["met", "running", "breached"]
    assert (second.started_at, answer.overdue_by) == (at(7), timedelta(hours=1))


def test_a_retroactive_start_counts_from_the_receipt():
    """A complaint found critical on Tuesday is measured from Monday, and its breach is of Tuesday."""
    clock = Clock(name="safety", stop="responded", within="4 business hours", when={"severity": "critical"})
    journal = [Received(at=at(0)), Classified(at=at(24), severity="critical")]
    [deadline] = policy(clock).deadlines(HAN, journal, at(25))

    assert (deadline.started_at, deadline.due_at, deadline.breached_at) == (at(0), at(4), at(24))


def test_an_operational_clock_runs_beside_the_customers():
    """The workshop's own agreement, on its own hours."""
    workshop = BusinessCalendar.weekly("Mon-Sat 07:00-19:00", tz="Europe/London")
    desk = DeadlinePolicy(
        name="desk",
        calendar=DESK,
        calendars={"workshop": workshop},
        clocks=[
            Clock(name="service level", stop="remedy_delivered", within="2 business days"),
            Clock(
                name="operational level", start="assigned", stop="remedy_delivered", within="12 business hours", calendar="workshop", force="target"
            ),
        ],
    )
    service, operational = desk.deadlines(HAN, [Received(at=at(0)), ticket_event(5, "assigned")], at(6))

    assert service.due_at == at(48)
    assert operational.due_at == at(29)
    assert desk.calendar_of(desk.clocks[1]) is workshop


def test_a_closing_of_long_ago_and_a_clock_of_weeks():
    """Ignored, resumed, restarted: three answers to one reopening."""
    monday = MONDAY.in_tz("UTC")
    journal = [Received(at=monday), Closed(at=monday.add(weeks=1)), Reopened(at=monday.add(weeks=30))]
    clocks = [Clock(name=choice, stop="responded", within="8 weeks", on_reopen=choice) for choice in ("ignore", "resume", "restart")]
    read = DeadlinePolicy(name="desk", clocks=clocks).deadlines(HAN, journal, MONDAY.add(weeks=31))

    assert [(each.clock, str(each.status)) for each in read] == [
        ("ignore", "cancelled"),
        ("resume", "running"),
        ("restart", "cancelled"),
        ("restart", "running"),
    ]
    assert [each.due_at for each in read if each.open] == [monday.add(weeks=37), monday.add(weeks=38)]


# --- bad input --------------------------------------------------------------------------------------------------------------------------

CLOCK = Clock(name="contact", stop="contacted", within="2 hours")


@pytest.mark.parametrize(
    ("make", "error", "where"),
    [
        (lambda: policy(CLOCK, CLOCK), InvalidPolicyError, "policy 'desk': clocks[1].name"),
        (lambda: policy(Clock(name="a", stop="z", within="1 hour", calendar="works")), UnknownNameError, "policy 'desk': clocks[0].calendar"),
        (lambda: policy(CLOCK, Clock(name="a", within="1 hour", exempts=["contakt"])), UnknownNameError, "policy 'desk': clocks[1].exempts[0]"),
        (lambda: policy(Clock(name="a", within="1 hour", exempts=["a"])), UnknownNameError, "policy 'desk': clocks[0].exempts[0]"),
        (lambda: policy("contact"), InvalidValueError, "DeadlinePolicy.clocks[0]"),
        (lambda: DeadlinePolicy(name="x", calendar="office"), InvalidValueError, "DeadlinePolicy.calendar"),
    ],
)
def test_a_policy_that_leads_nowhere_is_refused(make, error, where):
    """Names are checked when it is built."""
    with pytest.raises(error) as raised:
        make()
    assert raised.value.where == where


def test_a_misspelt_clock_gets_the_nearest():
    """So the mistake is mended at once."""
    with pytest.raises(UnknownNameError, match="did you mean 'contact'"):
        policy(CLOCK, Clock(name="a", within="1 hour", exempts=["contakt"]))


NAIVE = datetime(2026, 3, 2, 9)  # noqa: DTZ001  (what is refused)


@pytest.mark.parametrize(
    ("events", "where"),
    [
        ([Ticket(verb="received", at=NAIVE)], "events[0].at"),
        ([Received(at=at(0)), Ticket(verb="noted", at=NAIVE)], "events[1].at"),
    ],
)
def test_a_naive_time_is_refused_before_anything_is_read(events, where):
    """It names no instant."""
    with pytest.raises(NaiveTimeError) as raised:
        policy(CLOCK).read(HAN, events)
    assert raised.value.where == where


@pytest.mark.parametrize(
    ("events", "where"),
    [([Ticket(verb="received")], "events[0].at"), ([Ticket(at=at(0))], "events[0].verb"), (["received"], "events[0].at")],
)
def test_what_is_no_event_is_refused(events, where):
    """It needs a verb and a time."""
    with pytest.raises(InvalidValueError) as raised:
        policy(CLOCK).read(HAN, events)
    assert raised.value.where == where


def test_a_naive_now_is_refused():
    """So is one end of a window."""
    reading = policy(CLOCK).read(HAN, [Received(at=at(0))])
    with pytest.raises(NaiveTimeError, match="now"):
        reading.deadlines(NAIVE)
    with pytest.raises(NaiveTimeError, match="since"):
        reading.notices(NAIVE, at(1))
    with pytest.raises(NaiveTimeError, match="until"):
        reading.notices(at(0), NAIVE)


def test_a_naive_date_carried_by_an_event_is_refused():
    """The error says which event carries it."""
    dated = Clock(name="promise", start="promised", stop="kept", within="due_at")
    with pytest.raises(NaiveTimeError, match=r"promised\.due_at"):
        policy(dated).deadlines(HAN, [ticket_event(0, "promised", due_at=NAIVE)], at(1))


def test_another_calendar_gives_another_policy():
    """The first stays as it was."""
    always = policy(Clock(name="c", stop="z", within="9 business hours")).with_calendar(BusinessCalendar.always("Europe/London"))

    assert always.deadlines(HAN, [Received(at=at(0))], at(1))[0].due_at == at(9)


# --- what readings leave behind ----------------------------------------------------------------------------------------------------------


def test_a_journal_keeps_the_latest_few_readings_only():
    """A backtest of a thousand policies over one journal keeps no thousand calendars alive."""
    journal, complaint = Journal([Received(at=MONDAY)]), Complaint(customer=Customer(id="han"), received_at=MONDAY)
    for hours in range(1, 20):
        [deadline] = policy(Clock(name="c", stop="contacted", within=f"{hours} hours")).deadlines(complaint, journal, MONDAY)
        assert deadline.due_at == at(hours)

    assert len(journal._kept) < 5


def test_a_reading_is_of_the_ticket_as_it_was_when_read():
    """In whatever order the questions come."""
    ticket, clock = Ticket(severity="minor"), Clock(name="c", start="opened", within="4 hours", by_severity={"major": "1 hour"})
    reading = policy(clock).read(ticket, [ticket_event(0, "opened")])
    ticket.severity = "major"

    assert [reading.deadlines(at(hours))[0].due_at for hours in (2, 1, 2)] == [at(4)] * 3
    assert policy(clock).deadlines(ticket, [ticket_event(0, "opened")], at(2))[0].due_at == at(1)


def test_another_systems_complaint_is_read_anew_each_time_with_a_journal_of_ours():
    """It may have changed, which a journal cannot know."""
    ticket, clock = Ticket(severity="minor"), Clock(name="c", within="4 hours", by_severity={"major": "1 hour"})
    journal = Journal([Received(at=MONDAY)])

    assert policy(clock).deadlines(ticket, journal, at(2))[0].due_at == at(4)
    ticket.severity = "major"
    assert policy(clock).deadlines(ticket, journal, at(2))[0].due_at == at(1)


@pytest.mark.parametrize("zone", [pendulum.timezone("Europe/Berlin"), ZoneInfo("Europe/Berlin")])
def test_a_time_that_the_clocks_skipped_is_told_as_the_one_it_means(zone):
    """However the datetime was made, and whichever library made its zone."""
    opened = Ticket(verb="opened", at=pendulum.DateTime(2026, 3, 29, 2, 30, tzinfo=zone))
    [deadline] = policy(Clock(name="c", start="opened", within="1 hour")).deadlines(None, [opened], MONDAY.add(days=30))

    assert deadline.started_at.isoformat() == "2026-03-29T03:30:00+02:00"
    assert deadline.due_at.isoformat() == "2026-03-29T04:30:00+02:00"
    assert deadline.started_at.timezone_name == "Europe/Berlin"


def test_a_time_beyond_the_years_of_utc_is_refused():
    """By an error that names the event."""
    edge = datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14)))
    with pytest.raises(InvalidValueError, match="years 1 to 9999"):
        policy(Clock(name="c", start="opened", within="1 hour")).deadlines(None, [Ticket(verb="opened", at=edge)], at(0))
    with pytest.raises(InvalidValueError, match=r"deadlines\(now\)"):
        policy(Clock(name="c", start="opened", within="1 hour")).deadlines(None, [], edge)


def test_a_deadline_has_no_other_attributes():
    """What is worked out when asked for is a short list; anything else is a mistake of the caller."""
    [deadline] = policy(Clock(name="c", start="opened", within="1 hour")).deadlines(None, [ticket_event(0, "opened")], at(0))
    with pytest.raises(AttributeError, match="'Deadline' object has no attribute 'due'"):
        _ = deadline.due
