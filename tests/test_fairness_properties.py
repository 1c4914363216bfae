"""What must hold of every fairness audit, whatever happened: the properties that make it a measure."""

from __future__ import annotations

from types import SimpleNamespace

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from servrecov.calendar.calendar import BusinessCalendar
from servrecov.complaint.complaint import Complaint, Customer
from servrecov.complaint.failure import Failure
from servrecov.complaint.remedy import Remedy
from servrecov.deadline.clock import Clock
from servrecov.deadline.policy import DeadlinePolicy
from servrecov.fairness.audit import audit_fairness
from servrecov.fairness.criteria import CRITERIA, Verdict
from servrecov.fairness.policy import FairnessPolicy
from servrecov.fairness.procedural import HEARING
from servrecov.fairness.story import COURTESIES, is_decision
from servrecov.handling.authority import Authority
from servrecov.handling.tier import Tier
from servrecov.journal.closing import Retracted
from servrecov.journal.journal import Journal
from servrecov.journal.redress import OfferAccepted, RemedyDelivered, RemedyOffered
from servrecov.money import Money
from servrecov.testing.stories import LIFE_BEGINS, acts, lives, told_complaints

CLOCKS = (
    Clock(name="contact", kind="contact", stop=["contacted"], within="2 business hours"),
    Clock(
        name="news",
        kind="progress",
        start=["received", "reopened"],
        stop=["progress_reported", "remedy_offered", "responded"],
        pause=["awaiting_customer"],
        resume=["customer_replied"],
        within="3 days",
        repeat="each_start",
        on_reopen="resume",
    ),
    Clock(name="summary", kind="decide", stop=["offer_accepted"], within="3 business days", exempts=["answer"]),
    Clock(name="answer", kind="decide", stop=["responded"], within="7 days", by_severity={"critical": "2 days"}),
    Clock(name="done", kind="resolve", start=["offer_accepted"], stop=["remedy_delivered"], within="5 days", repeat="each_start"),
    Clock(name="after", kind="follow_up", start=["closed"], stop=["followed_up", "thanked"], within="3 days", after_close=True),
    Clock(name="end", kind="close", stop=["closed"], within="14 days", on_reopen="restart"),
)
DESK = BusinessCalendar.weekly("Mon-Fri 09:00-17:00", tz="Asia/Shanghai")
AUTHORITY = Authority(
    tiers=[Tier(role="adviser", kinds=["apology", "explanation", "repair", "refund"], limits=[Money(300, "CNY")])], default_role="adviser"
)
STOPS = sorted({on.verb for clock in CLOCKS for on in clock.stop})
END = LIFE_BEGINS.add(days=60)

weights = st.dictionaries(st.sampled_from(tuple(CRITERIA)), st.sampled_from((0, 0.1, 1, 2.5, 7)), max_size=6)
policies = st.builds(FairnessPolicy, weights=weights, patience=st.sampled_from((None, "2 days", "10 business days")))
playbooks = st.builds(
    lambda clocks, authority, fairness: SimpleNamespace(
        deadlines=DeadlinePolicy(name="desk", calendar=DESK, clocks=tuple(clocks)), authority=authority, fairness=fairness
    ),
    st.sampled_from(((), CLOCKS, CLOCKS[:2], CLOCKS[2:5], CLOCKS[4:])),
    st.sampled_from((None, AUTHORITY)),
    policies,
)
instants = st.integers(0, 60 * 24).map(lambda hours: LIFE_BEGINS.add(hours=hours))


def dimensions(audit):
    return (audit.outcome.score, audit.procedural.score, audit.interactional.score)


def told(events, *more):
    return tuple(sorted((*events, *more), key=lambda event: event.at))


def lowered(before, after):
    return [
        name for name, one, other in zip(("outcome", "procedural", "interactional"), before, after, strict=True) if one is not None and other < one
    ]


@given(told_complaints(), lives(), playbooks, instants)
def test_every_finding_is_in_order(complaint, events, playbook, now):
    """A score lies within 0 and 1 and comes with evidence from the journal; pending and not applicable have none."""
    audit = audit_fairness(complaint, events, playbook, now)

    assert [finding.criterion for finding in audit.findings] == list(CRITERIA)
    for finding in audit.findings:
        scored = finding.verdict in (Verdict.MET, Verdict.PARTLY, Verdict.MISSED)
        assert (finding.score is not None) == scored
        assert not scored or (0 <= finding.score <= 1 and finding.evidence)
        assert (finding.score == 1) == (finding.verdict is Verdict.MET)
        assert (finding.score == 0) == (finding.verdict is Verdict.MISSED)
        assert all(event in events and event.at <= now for event in finding.evidence)
        assert list(finding.evidence) == sorted(finding.evidence, key=lambda event: event.at)
        assert finding.sentence
        assert finding.sentence_in("zh") != finding.sentence
    assert all(score is None or 0 <= score <= 1 for score in dimensions(audit))


@given(told_complaints(), lives(), playbooks)
def test_a_dimension_is_the_weighted_mean_of_its_scored_criteria(complaint, events, playbook):
    """What is not scored and what weighs nothing leaves the mean alone; where nothing is left there is no score."""
    audit = audit_fairness(complaint, events, playbook, END)

    for dimension in (audit.outcome, audit.procedural, audit.interactional):
        scored = [(each.weight, each.score) for each in audit.findings if each.dimension is dimension.justice and each.score is not None]
        total = sum(weight for weight, _ in scored)
        if total:
            assert dimension.score == pytest.approx(sum(weight * score for weight, score in scored) / total)
        else:
            assert dimension.score is None


@given(told_complaints(), lives(), playbooks, instants)
def test_a_reading_at_an_instant_sees_nothing_later(complaint, events, playbook, now):
    """Audited at an instant, a journal reads like the journal cut at that instant."""
    journal = Journal(events)

    assert audit_fairness(complaint, journal, playbook, now) == audit_fairness(complaint, journal.upto(now), playbook, now)


@given(told_complaints(), lives(), acts(), playbooks, st.integers(0, 30))
def test_what_was_retracted_never_happened(complaint, events, mistaken, playbook, place):
    """A retracted entry leaves no trace in the audit."""
    told = [*events]
    told.insert(1 + place % len(events), mistaken)
    retraction = Retracted(at=END, entry=told.index(mistaken, 1) + 1)

    assert audit_fairness(complaint, [*told, retraction], playbook, END) == audit_fairness(complaint, events, playbook, END)


SATISFYING = COURTESIES | {
    "acknowledged",
    "assigned",
    "contacted",
    "delay_notified",
    "followed_up",
    "prevention_agreed",
    "recorded",
    "remedy_delivered",
}


@given(told_complaints(), lives(), playbooks, instants)
def test_whether_a_criterion_applies_does_not_depend_on_what_satisfies_it(complaint, events, playbook, now):
    """Leaving out every act that satisfies a criterion leaves the same criteria applicable."""
    undone = [event for event in events if event.verb not in SATISFYING]

    one, other = (audit_fairness(complaint, each, playbook, now) for each in (events, undone))

    assert applicable(one) == applicable(other)


def applicable(audit):
    return [finding.criterion for finding in audit.findings if finding.verdict is not Verdict.NOT_APPLICABLE]


@given(told_complaints(), lives(), playbooks, acts(*COURTESIES), instants)
def test_one_more_courtesy_never_makes_a_case_less_fair(complaint, events, playbook, courtesy, now):
    """A courteous act that starts no clock lowers no dimension, whenever it comes."""
    after = told(events, courtesy)
    assume(starts(playbook, complaint, events, now) == starts(playbook, complaint, after, now))

    one, other = audit_fairness(complaint, events, playbook, now), audit_fairness(complaint, after, playbook, now)

    assert not lowered(dimensions(one), dimensions(other))


def starts(playbook, complaint, events, now):
    return {(cycle.clock, cycle.cycle, cycle.started_at) for cycle in playbook.deadlines.deadlines(complaint, events, now)}


@given(told_complaints(), lives(), acts(*STOPS), playbooks, st.integers(1, 15 * 24))
def test_a_later_stop_never_makes_the_way_fairer(complaint, events, stop, playbook, hours):
    """Moving what stops a clock, and nothing else, to a later time never raises procedural justice.

    Two things are another matter: a decision moved past a hearing, for then the customer was heard before it, and a stop moved into a later cycle, for
    then it answers another question.
    """
    moved = stop.later(hours=hours)
    passed = any(stop.at <= event.at <= moved.at and event.verb in HEARING for event in events)
    assume(not (passed and is_decision(moved)))
    before, after = told(events, stop), told(events, moved)
    assume(starts(playbook, complaint, before, END) == starts(playbook, complaint, after, END))
    assume(stopped_by(moved, playbook, complaint, after) <= stopped_by(stop, playbook, complaint, before))

    one, other = (audit_fairness(complaint, each, playbook, END).procedural.score for each in (before, after))

    assert (one is None) == (other is None)
    assert one is None or other <= one


def stopped_by(event, playbook, complaint, events):
    cycles = playbook.deadlines.deadlines(complaint, events, END)
    return {(cycle.clock, cycle.cycle) for cycle in cycles if cycle.stopped_at is not None and cycle.events[-1] is event}


@given(told_complaints(), lives(), playbooks, st.tuples(*[st.integers(0, 600)] * 4), st.data())
def test_more_money_up_to_the_loss_never_makes_the_outcome_less_fair(complaint, events, playbook, amounts, data):
    """Raising what was delivered together with its offer lowers nothing of the outcome."""
    offered, delivered, more, lost = amounts
    loss, kind = Money(lost, "CNY"), data.draw(st.sampled_from(("refund", "compensation", "repair")))
    complaint = attrs.evolve(complaint, failures=[Failure(kind="outcome", loss=loss), *complaint.failures[:1]])
    places = sorted(data.draw(st.tuples(*[st.integers(1, 20)] * 3)))
    option = data.draw(st.booleans())

    def score(extra):
        paid = Remedy(kind, amount=Money(delivered + extra, "CNY"))
        offer = Remedy(kind, amount=Money(offered + extra, "CNY"))
        other = Remedy("compensation", amount=Money(100, "CNY"))
        made = RemedyOffered(at=LIFE_BEGINS.add(days=places[0]), **({"options": [offer, other]} if option else {"remedies": [offer]}))
        taken = OfferAccepted(at=LIFE_BEGINS.add(days=places[1]), option=1 if option and lost % 2 else None)
        given = RemedyDelivered(at=LIFE_BEGINS.add(days=places[2]), remedies=[paid])
        return audit_fairness(complaint, told(events, made, taken, given), playbook, END).outcome.score

    assert (score(more) is None) == (score(0) is None)
    assert score(0) is None or score(more) >= score(0)


@given(st.integers(0, 1000), st.integers(0, 1000))
def test_compensation_grows_with_every_cent_up_to_the_loss(one, other):
    """The score is strictly monotone below the loss and stays at 1 beyond it."""
    scores = [compensated(Money(amount, "CNY"), Money(500, "CNY")) for amount in (one, other)]

    assert scores == [min(1, amount / 500) for amount in (one, other)]


def compensated(paid, loss):
    complaint = Complaint(customer=Customer(id="han"), received_at=LIFE_BEGINS, failures=[Failure(loss=loss)])
    events = [RemedyDelivered(at=LIFE_BEGINS.add(hours=1), remedies=[Remedy("refund", amount=paid)])]
    playbook = SimpleNamespace(deadlines=DeadlinePolicy(name="none"), authority=None, fairness=FairnessPolicy())
    return audit_fairness(complaint, events, playbook, END).finding("compensation_proportionate").score
