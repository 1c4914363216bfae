"""The named conditions that a step can ask for."""

from __future__ import annotations

import pendulum
import pytest

from servrecov.complaint.complaint import Complaint, Customer
from servrecov.complaint.failure import Failure
from servrecov.complaint.remedy import Remedy
from servrecov.handling.condition import CONDITIONS, Condition, Situation
from servrecov.journal.closing import FollowedUp, PreventionAgreed, Reopened, Withdrawn
from servrecov.journal.dialogue import (
    Apologised,
    AwaitingCustomer,
    CustomerReplied,
    DelayNotified,
    Escalated,
    Explained,
    ProgressReported,
    Reported,
    Responded,
    Thanked,
)
from servrecov.journal.inquiry import Assessed, Assigned, CauseFound, Classified, HandedOver, JointMeeting, NeedAgreed, Verified
from servrecov.journal.intake import Acknowledged, ContactAttempted, Contacted, Isolated, Listened, Recorded, Registered, Soothed
from servrecov.journal.journal import Entry
from servrecov.journal.redress import (
    ApprovalDeclined,
    ApprovalGiven,
    ApprovalRequested,
    OfferAccepted,
    OfferRefused,
    Promised,
    RemedyDelivered,
    RemedyOffered,
    RemedyProposed,
)
from servrecov.money import Money

AT = pendulum.datetime(2026, 3, 2, 9)
REFUND = Remedy("refund", amount=Money("100", "CNY"))


def situation(*events: object, event: object = None, **complaint: object) -> Situation:
    said = Complaint(customer=Customer(id="han"), received_at=AT, **complaint)
    return Situation(said, tuple(Entry(seq, each) for seq, each in enumerate(events, 1)), event)


def holds(name: str, *events: object, **more: object) -> bool:
    return CONDITIONS[name].holds(situation(*events, **more))


BY_ONE_EVENT = [
    ("registered", Registered(at=AT)),
    ("acknowledged", Acknowledged(at=AT)),
    ("contact_tried", Contacted(at=AT)),
    ("contact_tried", ContactAttempted(at=AT)),
    ("contacted", Contacted(at=AT)),
    ("contacted", ContactAttempted(at=AT, reached=True)),
    ("isolated", Isolated(at=AT)),
    ("soothed", Soothed(at=AT)),
    ("heard", Listened(at=AT)),
    ("facts_recorded", Recorded(at=AT)),
    ("verified", Verified(at=AT)),
    ("assessed", Assessed(at=AT, valid=False)),
    ("found_valid", Assessed(at=AT, valid=True)),
    ("found_invalid", Assessed(at=AT, valid=False)),
    ("severity_known", Classified(at=AT, severity="minor")),
    ("serious", Classified(at=AT, severity="major")),
    ("serious", Classified(at=AT, severity="critical")),
    ("owner_assigned", Assigned(at=AT, to="li")),
    ("owner_assigned", HandedOver(at=AT, to="li")),
    ("joint_meeting_held", JointMeeting(at=AT)),
    ("cause_known", CauseFound(at=AT)),
    ("cause_known", Classified(at=AT, cause="service.repair.fault_recurs")),
    ("need_agreed", NeedAgreed(at=AT)),
    ("remedy_proposed", RemedyProposed(at=AT)),
    ("approval_requested", ApprovalRequested(at=AT)),
    ("approved", ApprovalGiven(at=AT)),
    ("remedy_offered", RemedyOffered(at=AT)),
    ("promised", Promised(at=AT, what="a call")),
    ("remedy_delivered", RemedyDelivered(at=AT)),
    ("progress_reported", ProgressReported(at=AT)),
    ("progress_reported", DelayNotified(at=AT)),
    ("apologised", Apologised(at=AT)),
    ("explained", Explained(at=AT)),
    ("reported", Reported(at=AT)),
    ("escalated", Escalated(at=AT)),
    ("responded", Responded(at=AT)),
    ("followed_up", FollowedUp(at=AT)),
    ("customer_satisfied", FollowedUp(at=AT, satisfied=True)),
    ("customer_dissatisfied", FollowedUp(at=AT, satisfied=False)),
    ("thanked", Thanked(at=AT)),
    ("prevention_agreed", PreventionAgreed(at=AT, action="train")),
]


@pytest.mark.parametrize(("name", "event"), BY_ONE_EVENT)
def test_one_event_makes_it_true(name, event):
    """It does not hold of a case to which nothing happened, and holds once the event has."""
    assert not holds(name)
    assert not holds(name, event=event)
    assert holds(name, event)


def test_every_condition_is_tried_here():
    """Each shipped condition has a name, words in both languages, and a test in this file."""
    others = {"reported_if_serious", "is_complaint", "is_abnormality", "offer_answered", "offer_accepted", "promises_kept", "customer_not_awaited"}
    assert {name for name, _ in BY_ONE_EVENT} | others == set(CONDITIONS)
    assert all(name == each.name and each.label_in("en") != each.label_in("zh") for name, each in CONDITIONS.items())


def test_an_attempt_that_reached_nobody_is_no_contact():
    """Contact means that somebody spoke with the customer."""
    assert not holds("contacted", ContactAttempted(at=AT))


def test_the_latest_judgement_counts():
    """A complaint that is judged anew is what it was judged last."""
    events = Assessed(at=AT, valid=False), Assessed(at=AT, valid=True)
    assert holds("found_valid", *events)
    assert not holds("found_invalid", *events)


def test_the_severity_is_that_of_the_facts():
    """What the customer said counts until it is revised; a serious case must be reported, a minor one need not."""
    grave = {"failures": [Failure(severity="critical")]}
    assert holds("serious", **grave)
    assert not holds("serious", Classified(at=AT, severity="minor"), **grave)
    assert [holds("reported_if_serious", *events, **grave) for events in ((), (Reported(at=AT),), (Escalated(at=AT),))] == [False, True, True]
    assert holds("reported_if_serious")


def test_a_sheet_is_a_complaint_or_an_abnormality():
    """The kind of the complaint decides, and another system's ticket without one is neither."""
    assert holds("is_complaint")
    assert not holds("is_abnormality")
    assert holds("is_abnormality", kind="abnormality")
    assert not CONDITIONS["is_complaint"].holds(Situation(object()))


def test_the_latest_offer_is_the_one_that_was_answered():
    """A new offer takes the answer back; a refusal is an answer and no acceptance."""
    offer, accepted, refused = RemedyOffered(at=AT, remedies=[REFUND]), OfferAccepted(at=AT), OfferRefused(at=AT)
    stories = [(), (offer,), (offer, accepted), (offer, refused), (offer, accepted, offer)]
    assert [holds("offer_answered", *story) for story in stories] == [False, False, True, True, False]
    assert [holds("offer_accepted", *story) for story in stories] == [False, False, True, False, False]


def test_every_accepted_remedy_must_be_delivered():
    """Part of it is not enough; a promise that is no remedy does not stand in the way, but it is still owed."""
    story = RemedyOffered(at=AT, remedies=[REFUND]), OfferAccepted(at=AT), Promised(at=AT, what="a call", kept_by="contacted")
    half = RemedyDelivered(at=AT, remedies=[Remedy("refund", amount=Money("50", "CNY"))])
    assert [holds("remedy_delivered", *story, *more) for more in ((), (half,), (half, half))] == [False, False, True]
    assert [holds("promises_kept", *story, *more) for more in ((half,), (half, half), (half, half, Contacted(at=AT)))] == [False, False, True]


def test_a_delivery_counts_for_one_accepted_offer():
    """Two that are alike ask for two; one that was renegotiated or refused asks for nothing; an acceptance of nothing accepts nothing."""
    offers = [RemedyOffered(at=AT, remedies=[REFUND], ref=ref) for ref in "AB"]
    accepted = [OfferAccepted(at=AT, ref=ref) for ref in "AB"]
    once = RemedyDelivered(at=AT, remedies=[REFUND])
    for name in ("remedy_delivered", "promises_kept"):
        assert [holds(name, *offers, *accepted, *more) for more in ((once,), (once, once))] == [False, True]
        assert holds(name, *offers, *accepted, once, OfferRefused(at=AT, ref="B"))
        assert holds(name, offers[0], accepted[0], offers[0], accepted[0], once)
    assert [holds("remedy_delivered", accepted[0], *more) for more in ((), (once,))] == [False, True]
    assert holds("promises_kept", accepted[0])


def test_what_is_released_is_not_owed():
    """A complaint that the customer takes back leaves no promise undone."""
    story = (Promised(at=AT, what="a call", kept_by="contacted"),)
    assert not holds("promises_kept", *story)
    assert holds("promises_kept", *story, Withdrawn(at=AT))
    assert holds("promises_kept")


def test_leave_is_asked_for_by_the_name_that_the_event_bears():
    """Leave under another name does not help; a later refusal takes it back; who names none asks for the latest decision."""
    given, declined = ApprovalGiven(at=AT, ref="A"), ApprovalDeclined(at=AT, ref="A")
    offer_a, offer_b = RemedyOffered(at=AT, ref="A"), RemedyOffered(at=AT, ref="B")
    assert [holds("approved", given, event=event) for event in (offer_a, offer_b, None)] == [True, False, True]
    assert not holds("approved", given, declined, event=offer_a)
    assert holds("approved", declined, given, event=offer_a)


def test_the_next_move_may_be_the_customers():
    """It is until the customer answers or turns to us."""
    waiting = AwaitingCustomer(at=AT)
    assert [holds("customer_not_awaited", *story) for story in ((), (waiting,), (waiting, CustomerReplied(at=AT)))] == [True, False, True]


@pytest.mark.parametrize("name", ["responded", "followed_up", "customer_satisfied"])
def test_a_reopened_case_owes_answer_and_follow_up_anew(name):
    """What was done before the reopening no longer counts; what is done after it does."""
    done = {"responded": Responded(at=AT)}.get(name, FollowedUp(at=AT, satisfied=True))
    assert holds(name, done)
    assert not holds(name, done, Reopened(at=AT))
    assert holds(name, Reopened(at=AT), done)


def test_a_condition_without_words_goes_by_its_name():
    """A missing Chinese label gives the English one."""
    bare = Condition(name="site_seen", holds=bool)
    assert [bare.label_in(lang) for lang in ("en", "zh")] == ["site seen", "site seen"]
    assert Condition(name="site_seen", label="the site was seen", holds=bool).label_in("zh") == "the site was seen"


def test_the_facts_of_a_situation_are_read_once():
    """They are those before the event."""
    known = situation(Classified(at=AT, severity="major"), event=Classified(at=AT, severity="minor"))
    assert known.facts.severity == "major"
    assert known.facts is known.facts
