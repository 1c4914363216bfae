"""Interactional justice: feelings, apology, explanation, promises, follow-up."""

from __future__ import annotations

from types import SimpleNamespace

import attrs
import pytest

from servrecov.complaint.attribution import Attribution
from servrecov.complaint.complaint import Complaint, Customer
from servrecov.complaint.failure import Failure
from servrecov.complaint.remedy import Remedy
from servrecov.deadline.clock import Clock
from servrecov.deadline.policy import DeadlinePolicy
from servrecov.fairness.audit import audit_fairness
from servrecov.fairness.policy import FairnessPolicy
from servrecov.handling.authority import Authority
from servrecov.handling.tier import Tier
from servrecov.journal.catalogue import EVENTS
from servrecov.money import Money
from servrecov.testing.stories import LIFE_BEGINS

TOLD = Complaint(customer=Customer(id="han"), received_at=LIFE_BEGINS)
RECEIVED = EVENTS["received"](at=LIFE_BEGINS)
AUTHORITY = Authority(tiers=[Tier(role="adviser", kinds=["refund"], limits=[Money(100, "CNY")])], default_role="adviser")


def did(verb, hour, **fields):
    return EVENTS[verb](at=LIFE_BEGINS.add(hours=hour), **fields)


def found(criterion, *events, complaint=TOLD, now=None, clocks=(), authority=None, **policy):
    playbook = SimpleNamespace(deadlines=DeadlinePolicy(name="desk", clocks=clocks), authority=authority, fairness=FairnessPolicy(**policy))
    instant = None if now is None else LIFE_BEGINS.add(hours=now)
    finding = audit_fairness(complaint, (RECEIVED, *events), playbook, instant).finding(criterion)
    return finding.verdict.value, finding.score, [event.verb for event in finding.evidence]


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([did("soothed", 1)], ("pending", None, [])),
        ([did("soothed", 1), did("need_agreed", 2)], ("met", 1, ["soothed", "need_agreed"])),
        ([did("apologised", 1), did("explained", 1), did("soothed", 2), did("cause_found", 3)], ("met", 1, ["soothed", "cause_found"])),
        ([did("assessed", 1, valid=True), did("soothed", 2)], ("missed", 0, ["received", "assessed"])),
        ([did("apologised", 1), did("closed", 2)], ("missed", 0, ["received", "closed"])),
        ([did("verified", 1), did("soothed", 2), did("remedy_proposed", 3)], ("met", 1, ["soothed", "remedy_proposed"])),
    ],
)
def test_feelings_come_before_the_matter(events, expected):
    """The first act that turns to the matter is the moment; courtesies are no part of the matter."""
    assert found("feelings_first", *events) == expected


def test_feelings_are_due_while_the_matter_waits():
    """Where nothing happens patience ends, and a word in that time is still a word."""
    assert found("feelings_first", now=72, patience="2 days") == ("missed", 0, ["received"])
    assert found("feelings_first", did("soothed", 1), now=72, patience="2 days") == ("met", 1, ["soothed"])


def failed(cause=None, locus=None, account="firm"):
    return attrs.evolve(TOLD, failures=[Failure(cause=cause, attribution=Attribution(account=account, locus=locus))])


CLOSED = did("closed", 9)


@pytest.mark.parametrize(
    ("complaint", "events", "asked"),
    [
        (TOLD, [], False),
        (failed("service.repair.fault_recurs"), [], True),
        (failed("service"), [], True),
        (failed("services.other"), [], False),
        (failed("customer.wrong_operation"), [], False),
        (failed("customer.wrong_operation", locus="staff"), [], False),
        (failed(locus="staff"), [], True),
        (failed(locus="external"), [], False),
        (failed(locus="staff", account="customer"), [], False),
        (failed(), [], False),
        (failed("service"), [did("assessed", 1, valid=False)], False),
        (TOLD, [did("assessed", 1, valid=True)], True),
        (TOLD, [did("assessed", 1, valid=True), did("cause_found", 2, cause="external.weather")], False),
        (TOLD, [did("cause_found", 2, locus="firm", cause="external.weather")], True),
        (failed("service"), [did("cause_found", 2, responsible="shop")], True),
        (failed("customer"), [did("classified", 2, cause="product.quality")], True),
        (failed("service"), [did("classified", 2, severity="minor")], True),
    ],
)
def test_an_apology_is_asked_for_where_we_are_at_fault(complaint, events, asked):
    """The latest finding decides, else the cause as told, else somebody's account who is not the customer."""
    assert found("apology", *events, CLOSED, complaint=complaint)[0] == ("missed" if asked else "not_applicable")


def test_a_playbook_says_which_causes_are_ours():
    """A firm with a tree of its own names its branches."""
    assert found("apology", CLOSED, complaint=failed("kitchen.cold_soup"), our_causes=["kitchen"])[0] == "missed"
    assert found("apology", CLOSED, complaint=failed("service"), our_causes=["kitchen"])[0] == "not_applicable"


OURS = failed("service.attitude")


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([did("apologised", 1)], ("pending", None, [])),
        ([did("apologised", 1), CLOSED], ("met", 1, ["apologised"])),
        ([CLOSED, did("apologised", 10)], ("met", 1, ["apologised"])),
        ([did("remedy_delivered", 1, remedies=[Remedy("apology")])], ("met", 1, ["remedy_delivered"])),
        ([did("remedy_offered", 1, remedies=[Remedy("apology")])], ("missed", 0, ["received", "remedy_offered"])),
    ],
)
def test_an_apology_counts_when_it_is_made(events, expected):
    """Before or after the decision; an offer to apologise is no apology."""
    assert found("apology", *events, complaint=OURS) == expected


def test_the_cause_is_explained():
    """Asked always, judged at the first decision."""
    assert found("explanation", did("explained", 1)) == ("pending", None, [])
    assert found("explanation", did("explained", 1), CLOSED) == ("met", 1, ["explained"])
    assert found("explanation", did("remedy_delivered", 1, remedies=[Remedy("explanation")])) == ("met", 1, ["remedy_delivered"])
    assert found("explanation", did("progress_reported", 1), CLOSED) == ("missed", 0, ["received", "closed"])


def promised(hour=1, due=None, **fields):
    return did("promised", hour, what="a call", due_at=None if due is None else LIFE_BEGINS.add(hours=due), kept_by="contacted", **fields)


@pytest.mark.parametrize(
    ("events", "now", "expected"),
    [
        ([], 9, ("not_applicable", None, [])),
        ([promised()], 9, ("pending", None, [])),
        ([promised(), did("contacted", 2)], 9, ("met", 1, ["promised", "contacted"])),
        ([promised(), CLOSED], 9, ("missed", 0, ["promised", "closed"])),
        ([did("closed", 0.5), did("reopened", 0.7), promised()], 9, ("pending", None, [])),
        ([promised(due=5)], 5, ("pending", None, [])),
        ([promised(due=5)], 6, ("missed", 0, ["promised"])),
        ([promised(due=5), did("contacted", 5)], 9, ("met", 1, ["promised", "contacted"])),
        ([promised(due=5), did("contacted", 6)], 9, ("partly", 0.75, ["promised", "contacted"])),
        ([promised(due=5), did("contacted", 20)], 30, ("missed", 0, ["promised", "contacted"])),
        ([promised(due=50), CLOSED], 10, ("pending", None, [])),
        ([promised(), did("withdrawn", 3)], 9, ("pending", None, [])),
        ([promised(due=5), did("contacted", 3), promised(4, due=6)], 9, ("partly", 0.5, ["promised", "contacted", "promised"])),
    ],
)
def test_promises_are_kept(events, now, expected):
    """At its date, or by closing; late is measured as a deadline is."""
    assert found("promises_kept", *events, now=now) == expected


def test_an_accepted_offer_is_a_promise():
    """It is kept by delivering it."""
    taken = [did("remedy_offered", 1, remedies=[Remedy("repair")]), did("offer_accepted", 2)]

    assert found("promises_kept", *taken)[0] == "pending"
    assert found("promises_kept", *taken, CLOSED) == ("missed", 0, ["offer_accepted", "closed"])
    assert found("promises_kept", *taken, did("remedy_delivered", 3)) == ("met", 1, ["offer_accepted", "remedy_delivered"])


def test_one_delivery_keeps_one_of_two_accepted_offers():
    """The other is held against us once the case is closed."""
    offers = [did("remedy_offered", 1, remedies=[Remedy("refund", amount=Money(100, "CNY"))], ref=ref) for ref in "AB"]
    accepted = [did("offer_accepted", 2, ref=ref) for ref in "AB"]
    once = did("remedy_delivered", 3, remedies=[Remedy("refund", amount=Money(100, "CNY"))])

    assert found("promises_kept", *offers, *accepted, once, CLOSED)[1] == 0.5
    assert found("promises_kept", *offers, *accepted, once, once.later(minutes=5), CLOSED)[1] == 1


def test_the_patience_for_a_promise_begins_with_it():
    """A promise without a date that is made late is not broken at once."""
    assert found("promises_kept", promised(47), now=50, patience="2 days")[0] == "pending"
    assert found("promises_kept", promised(47), now=96, patience="2 days")[0] == "missed"


def test_a_promise_or_an_offer_beyond_authority_counts_against_us():
    """Even where it is kept: the adviser may refund a hundred."""
    refund = Remedy("refund", amount=Money(300, "CNY"))
    offered = did("remedy_offered", 1, remedies=[refund])
    word = promised(1, remedies=[refund])

    assert found("promises_kept", offered, authority=AUTHORITY) == ("missed", 0, ["remedy_offered"])
    assert found("promises_kept", offered) == ("not_applicable", None, [])
    assert found("promises_kept", word, did("contacted", 2))[1] == 1
    assert (
        found("promises_kept", did("remedy_offered", 1, remedies=[Remedy("refund", amount=Money(80, "CNY"))]), authority=AUTHORITY)[0]
        == "not_applicable"
    )
    kept = [did("offer_accepted", 2), did("remedy_delivered", 3)]
    assert found("promises_kept", offered, *kept, authority=AUTHORITY) == ("partly", 0.5, ["remedy_offered", "offer_accepted", "remedy_delivered"])


AFTER = Clock(name="after", kind="follow_up", start="remedy_delivered", stop="followed_up", within="72 hours", after_close=True)
DELIVERED = did("remedy_delivered", 5, remedies=[Remedy("repair")])


def test_the_customer_is_asked_afterwards():
    """Without a clock it is judged from the first decision on."""
    assert found("followed_up", did("contacted", 1)) == ("pending", None, [])
    assert found("followed_up", DELIVERED) == ("missed", 0, ["received", "remedy_delivered"])
    assert found("followed_up", DELIVERED, did("followed_up", 30)) == ("met", 1, ["followed_up"])


def test_a_clock_for_the_follow_up_sets_its_moment():
    """It waits for that clock to begin, and then for its due."""
    offered = did("remedy_offered", 2, remedies=[Remedy("repair")])

    assert found("followed_up", offered, clocks=[AFTER])[0] == "pending"
    assert found("followed_up", offered, CLOSED, clocks=[AFTER])[0] == "missed"
    assert found("followed_up", offered, DELIVERED, CLOSED, clocks=[AFTER], now=77)[0] == "pending"
    assert found("followed_up", offered, DELIVERED, CLOSED, clocks=[AFTER], now=78) == ("missed", 0, ["received", "closed"])
    assert found("followed_up", offered, DELIVERED, did("followed_up", 20), clocks=[AFTER], now=21) == ("met", 1, ["followed_up"])


def test_a_courtesy_that_stops_the_clock_does_not_bring_judgement_forward():
    """Thanking the customer may stop a playbook's clock, but is no follow-up; the due remains the moment."""
    thanks = attrs.evolve(AFTER, stop=["followed_up", "thanked"])

    assert found("followed_up", DELIVERED, did("thanked", 6), clocks=[thanks], now=10)[0] == "pending"
    assert found("followed_up", DELIVERED, did("thanked", 6), clocks=[thanks], now=78)[0] == "missed"


def test_a_courtesy_that_stops_the_clock_does_not_put_judgement_off():
    """The follow-up that would have stopped the clock is the moment, though a word of thanks stopped it first."""
    thanks = attrs.evolve(AFTER, stop=["followed_up", "thanked"])
    asked = (DELIVERED, did("followed_up", 35))

    assert found("followed_up", *asked, clocks=[thanks], now=45) == ("met", 1, ["followed_up"])
    assert found("followed_up", DELIVERED, did("thanked", 7), asked[1], clocks=[thanks], now=45) == ("met", 1, ["followed_up"])
    hushed = attrs.evolve(thanks, pause=["soothed"])
    assert found("followed_up", DELIVERED, did("soothed", 7), clocks=[hushed], now=90)[0] == "missed"
    assert found("followed_up", *asked[:1], clocks=[hushed], now=90)[0] == "missed"
    begun = attrs.evolve(AFTER, start=["explained"])
    assert found("followed_up", did("explained", 5), did("thanked", 6), clocks=[begun], now=78)[0] == "missed"
