"""The hour that comes twice: a story told by a clock that was set back is the story told in UTC.

In the night of 25 October 2026 the clocks of London show the hour from one to two twice. Python compares two times of one zone by the clock on the wall,
so there a later event may look earlier; every reading goes by the instant.
"""

from __future__ import annotations

import attrs
import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st

import servrecov as sr
from servrecov.errors import EventOrderError
from servrecov.journal.catalogue import EVENTS
from servrecov.testing.stories import acts, sums, told_complaints
from servrecov.testing.strategies import clocks
from servrecov.values import moment

BEGIN = pendulum.datetime(2026, 10, 24, 23, 30, tz="UTC")
"""Half past midnight in London; the hour from one to two comes first half an hour, then an hour and a half later."""

ZONES = ("UTC", "Europe/London", "Asia/Shanghai")
MOVES = ("closed", "reopened", "withdrawn")
PROCEDURE = sr.Procedure(
    stages=["open", "closed", "withdrawn"],
    initial="open",
    final=["closed", "withdrawn"],
    steps=[
        sr.Step(verb="closed", from_="open", to="closed"),
        sr.Step(verb="reopened", from_=["closed", "withdrawn"], to="open"),
        sr.Step(verb="withdrawn", from_="open", to="withdrawn"),
    ],
    anytime=sorted(set(EVENTS) - {"received", "retracted", "merged", *MOVES}),
)
TOTAL = sr.Procedure(
    stages=["open", "closed", "withdrawn"],
    initial="open",
    final=["closed", "withdrawn"],
    steps=[
        sr.Step(verb="closed", from_=["open", "closed", "withdrawn"], to="closed"),
        sr.Step(verb="reopened", from_=["open", "closed", "withdrawn"], to="open"),
        sr.Step(verb="withdrawn", from_=["open", "closed", "withdrawn"], to="withdrawn"),
    ],
    anytime=PROCEDURE.anytime,
)
"""A procedure that refuses nothing, to take a log in."""

CAUSES = sr.CauseTree(
    [*sr.CAUSES, *(sr.Cause(code=code, label="Their own") for code in ("acme", "acme.own", "customer.wrong_operation", "external.weather"))]
)
BOOK = sr.Playbook(code="night", version="1", title="Night", procedure=PROCEDURE, causes=CAUSES)
AUTHORITY = sr.Authority(
    tiers=[sr.Tier(role="adviser", kinds="*", limits=[sr.Money(300, "CNY")]), sr.Tier(role="manager", kinds="*", limits=[sr.Money(900, "CNY")])],
    default_role="adviser",
)

minutes = st.integers(0, 42).map(lambda fives: fives * 5)
times = minutes.map(lambda number: BEGIN.add(minutes=number))


def london(hour, minute, fold=0):
    """A time on the clocks of London in that night; of the hour that comes twice the first one, or with fold 1 the second."""
    return pendulum.datetime(2026, 10, 25, hour, minute, tz="Europe/London", fold=fold)


@st.composite
def nights(draw):
    """A life that passes within that night, told in UTC."""
    told = [draw(acts(at=st.just(draw(times)))) for _ in range(draw(st.integers(0, 10)))]
    told = [attrs.evolve(each, due_at=draw(st.none() | times)) if hasattr(each, "due_at") else each for each in told]
    leave = st.builds(sr.ApprovalGiven, at=times, ref=st.just("a"), role=st.just("manager"), limit=st.none() | sums(), until=st.none() | times)
    told = sorted([*told, *draw(st.lists(leave, max_size=2))], key=lambda event: event.at)
    entered = [attrs.evolve(each, recorded_at=each.at.add(minutes=draw(st.sampled_from((0, 0, 15, 60))))) for each in told]
    return (sr.Received(at=BEGIN), *draw(st.just(entered) | st.permutations(entered)))


@st.composite
def books(draw):
    """A playbook under which anything may happen at any time, with clocks that run for minutes."""
    names = ("contact", "answer")
    drawn = [draw(clocks(name, [other for other in names if other != name])) for name in names]
    short = [attrs.evolve(clock, within=draw(st.sampled_from(("30 minutes", "55 minutes", "1 hour", "due_at"))), by_severity={}) for clock in drawn]
    patience = draw(st.sampled_from((None, "50 minutes", "2 hours")))
    return attrs.evolve(
        BOOK,
        deadlines=sr.DeadlinePolicy(name="night", clocks=short),
        authority=draw(st.sampled_from((None, AUTHORITY))),
        fairness=sr.FairnessPolicy(patience=patience),
    )


def in_zone(value, zone):
    """The same event or complaint, its times told in another zone."""
    shown = attrs.asdict(value, recurse=False)
    return attrs.evolve(value, **{name: at.in_timezone(zone) for name, at in shown.items() if isinstance(at, pendulum.DateTime)})


def readings(playbook, complaint, events, now):
    """What is read of a log at an instant, without the zone in which it is told."""
    case = attrs.evolve(playbook, procedure=TOTAL, authority=None).replay(complaint, events, id="C-1").under(playbook)[0]
    return {
        "deviations": [(each.seq, each.kind, each.stage) for each in playbook.check(complaint, events)],
        "order": [entry.seq for entry in case.journal.standing()],
        "seen": [entry.seq for entry in case.at(now).journal.entries()],
        "stage": (case.stage, case.at(now).stage),
        "deadlines": [as_told(each, "events", "proof") for each in case.deadlines(now)],
        "notices": [as_told(each) for each in case.notices(BEGIN, now)],
        "promises": [as_told(each) for each in case.promises(now)],
        "fairness": [(each.criterion, each.verdict, each.score) for each in case.fairness(now).findings],
        "agenda": [(moment(each.at), each.kind, each.title) for each in case.agenda(now)],
    }


def as_told(value, *without):
    """The fields of a value, each time by its instant."""
    fields = {name: part for name, part in attrs.asdict(value, recurse=False).items() if name not in without}
    return {name: moment(part) if isinstance(part, pendulum.DateTime) else part for name, part in fields.items()}


@given(told_complaints(), nights(), books(), times, st.data())
def test_a_story_in_the_repeated_hour_reads_as_it_does_in_utc(complaint, events, playbook, now, data):
    """Order, stages, deviations, deadlines, notices, promises, fairness and agenda are the same, whichever clocks the times were read off."""
    complaint = attrs.evolve(complaint, received_at=BEGIN)
    zones = data.draw(st.lists(st.sampled_from(ZONES), min_size=len(events), max_size=len(events)) | st.just(["Europe/London"] * len(events)))
    shown = [in_zone(event, zone) for event, zone in zip(events, zones, strict=True)]

    told = readings(playbook, in_zone(complaint, zones[0]), shown, now.in_timezone(data.draw(st.sampled_from(ZONES))))

    assert told == readings(playbook, complaint, events, now)


@given(st.lists(times, max_size=8), st.data())
def test_what_may_be_recorded_in_the_repeated_hour_is_what_may_be_in_utc(instants, data):
    """An event is refused for its time exactly where it is the earlier one."""
    complaint = sr.Complaint(customer=sr.Customer(id="han"), received_at=BEGIN)
    case = BOOK.open(complaint)
    latest = BEGIN
    for at in instants:
        event = sr.Noted(at=at.in_timezone(data.draw(st.sampled_from(ZONES))))
        if at < latest:
            with pytest.raises(EventOrderError):
                case.record(event)
        else:
            case, latest = case.record(event), at

    assert [moment(event.at) for event in case.journal] == sorted(moment(event.at) for event in case.journal)


def opened():
    """A case that opened at midnight on the clocks of London."""
    return BOOK.open(sr.Complaint(customer=sr.Customer(id="han"), received_at=london(0, 0)))


def test_ten_past_one_comes_after_half_past_one():
    """The later event is accepted though its wall time is earlier, and the earlier one refused though its wall time is later."""
    first, second = sr.Contacted(at=london(1, 30)), sr.Listened(at=london(1, 10, 1))

    case = opened().record(first, second)

    assert [event.verb for event in case.at(london(1, 50)).journal] == ["received", "contacted"]
    assert BOOK.check(case.complaint, list(case.journal)) == ()
    with pytest.raises(EventOrderError):
        opened().record(second, first)


def test_one_id_at_both_times_of_the_hour_is_two_acts():
    """An event of the first hour is not the event of the second delivered twice; the same instant told in UTC is."""
    early, late = (sr.Contacted(at=london(1, 10, fold), id="call") for fold in (0, 1))
    case = opened().record(early)

    assert case.record(attrs.evolve(early, at=early.at.in_timezone("UTC"))) is case
    with pytest.raises(sr.DuplicateEventError):
        case.record(late)


def test_a_notice_of_the_second_hour_waits_for_it():
    """A window that ends in the first hour does not hold what falls due in the second, whatever the clocks on the wall say."""
    clock = sr.Clock(name="contact", stop="contacted", within="130 minutes")
    case = opened().under(attrs.evolve(BOOK, deadlines=sr.DeadlinePolicy(name="night", clocks=[clock])))[0]

    assert case.notices(london(0, 0), london(1, 50)) == ()
    assert [moment(notice.at) for notice in case.notices(london(1, 50), london(1, 15, 1))] == [moment(london(1, 10, 1))]
    assert [deadline.status for deadline in case.deadlines(london(1, 50))] == ["running"]
    assert [deadline.status for deadline in case.deadlines(london(1, 11, 1))] == ["breached"]


def test_a_rule_that_names_a_time_means_its_instant():
    """A field holds the wanted time in whichever zone it is told, and not the other one of that wall time."""
    on = sr.On("promised", due_at=london(1, 10, 1))

    assert on.matches(sr.Promised(at=london(0, 0), what="a call", due_at=london(1, 10, 1).in_timezone("UTC")))
    assert not on.matches(sr.Promised(at=london(0, 0), what="a call", due_at=london(1, 10)))
