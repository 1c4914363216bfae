"""Every public signature, used as a caller would write it. Read by type checkers, never run."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from types import SimpleNamespace

import pendulum

import servrecov as sr

shanghai = pendulum.datetime(2026, 3, 2, 18, 30, tz="Asia/Shanghai")
now: datetime = shanghai.add(hours=1)

# The main job.
playbook: sr.Playbook = sr.load_playbook("dealership")
complaint = sr.Complaint(
    customer=sr.Customer(id="han"),
    received_at=shanghai,
    channel=sr.Channel.PHONE,
    failures=[
        sr.Failure(
            kind=sr.FailureKind.OUTCOME,
            site=sr.FailureSite.CORE,
            severity=sr.Severity.MAJOR,
            cause="service.repair.fault_recurs",
            loss=sr.Money("480.00", "CNY"),
            what="Brakes squeal after the pads were changed",
        )
    ],
    sought=[sr.RemedyKind.REPAIR],
)
case: sr.Case = playbook.open(complaint, by="zhang", id="C-1")
case = case.record(sr.Contacted(at=shanghai.add(minutes=25), by="zhang"))
case = case.insert(sr.Noted(at=shanghai.add(minutes=5), note="he sounded worried"))
case = case.retract(case.journal[2], reason="another customer", at=now, by="zhang")
case = case.retract(3, at=now)
stage: str = case.stage
version: int = case.version
items: tuple[sr.AgendaItem, ...] = case.agenda(now)
steps: tuple[sr.Step, ...] = case.allowed()
deadlines: tuple[sr.Deadline, ...] = case.deadlines(now)
notices: tuple[sr.Notice, ...] = case.notices(shanghai, now)
promises: tuple[sr.Promise, ...] = case.promises(now)
audit: sr.FairnessAudit = case.fairness(now)
guidance: sr.Guidance | None = case.guidance()
facts: sr.Facts = case.facts(now)
then: sr.Case = case.at(now)
same_hands: sr.Case = case.playbook.open(complaint)
other, deviations = case.under(playbook)
deviation: sr.Deviation = deviations[0]
again: sr.Case = playbook.replay(complaint, case.journal, id="C-1")
found: tuple[sr.Deviation, ...] = playbook.check(complaint, list(case.journal))
changes: tuple[sr.Change, ...] = playbook.diff(playbook)
elsewhere: sr.Playbook = playbook.with_calendar(sr.BusinessCalendar.always("Europe/London"))

# What it says of itself.
text: str = deadlines[0].explain("zh")
left: timedelta = deadlines[0].remaining
due: pendulum.DateTime = deadlines[0].due_at
key: str = notices[0].key
score: float | None = audit.outcome.score
sentence: str = audit.findings[0].sentence
label: str = sr.Severity.MAJOR.label

# Business time.
calendar = sr.BusinessCalendar(
    tz="Asia/Shanghai",
    week={"mon": [("08:30", "12:00"), ("13:30", "17:30")], "fri": [("22:00", "30:00")]},
    holidays=[date(2026, 10, 1), "--12-25"],
    special={date(2026, 10, 10): [("09:00", "17:00")]},
    breaks={date(2026, 3, 2): [("10:00", "10:30")]},
)
weekly = sr.BusinessCalendar.weekly("Mon-Fri 09:00-17:00; Sat 10:00-13:00", tz="Europe/London")
later: pendulum.DateTime = calendar.add(now, timedelta(hours=2), pauses=[(shanghai, now)])
open_time: timedelta = calendar.between(shanghai, later)
day: date = calendar.add_days(date(2026, 3, 2), 3)
instant: pendulum.DateTime = calendar.add_days(shanghai, 3, land="close")
days: int = calendar.days_between(date(2026, 3, 2), date(2026, 3, 9))
both: sr.BusinessCalendar = calendar & weekly
either: sr.BusinessCalendar = calendar | weekly
span = sr.Span.parse("3 business days from next day by close of business")
by: pendulum.DateTime = span.due(shanghai, calendar)

# Deadlines on a system's own tickets.
policy = sr.DeadlinePolicy(
    name="desk",
    calendar=calendar,
    clocks=[
        sr.Clock(
            name="reply",
            kind=sr.ClockKind.CONTACT,
            start="opened",
            stop=["replied", sr.On("closed", outcome=("solved", "duplicate"))],
            within="2 business hours",
            by_severity={"critical": "30 minutes"},
            warn_at=[0.5],
            escalate=[sr.Escalation(-1, "manager")],
            extend=[sr.Extension(sr.DelayNotified, "due_at", times=3)],
        )
    ],
)
ticket = SimpleNamespace(severity="critical")
events = [SimpleNamespace(verb="opened", at=shanghai)]
ticket_deadlines: tuple[sr.Deadline, ...] = policy.deadlines(ticket, events, now)
ticket_notices: tuple[sr.Notice, ...] = policy.read(ticket, events).notices(shanghai, now)

# In and out.
stored: str = sr.codec.dumps(case)
restored: sr.Case = sr.codec.loads(stored, sr.Case, playbooks=playbook)
as_data: object = sr.codec.to_dict(case)
schema: dict[str, object] = sr.codec.json_schema(sr.Complaint)
