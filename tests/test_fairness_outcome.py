"""Outcome justice: the remedy, the money, the offer and the wish."""

from __future__ import annotations

from types import SimpleNamespace

import attrs
import pytest

from servrecov.complaint.complaint import Complaint, Customer
from servrecov.complaint.failure import Failure
from servrecov.complaint.remedy import Remedy
from servrecov.deadline.clock import Clock
from servrecov.deadline.policy import DeadlinePolicy
from servrecov.fairness.audit import audit_fairness
from servrecov.fairness.policy import FairnessPolicy
from servrecov.journal.catalogue import EVENTS
from servrecov.money import Money
from servrecov.testing.stories import LIFE_BEGINS

TOLD = Complaint(customer=Customer(id="han"), received_at=LIFE_BEGINS)
RECEIVED = EVENTS["received"](at=LIFE_BEGINS)


def did(verb, hour, **fields):
    return EVENTS[verb](at=LIFE_BEGINS.add(hours=hour), **fields)


def worth(kind, amount=None, currency="CNY"):
    return Remedy(kind, amount=None if amount is None else Money(amount, currency))


def found(criterion, *events, complaint=TOLD, now=None, clocks=(), **policy):
    playbook = SimpleNamespace(deadlines=DeadlinePolicy(name="desk", clocks=clocks), authority=None, fairness=FairnessPolicy(**policy))
    instant = None if now is None else LIFE_BEGINS.add(hours=now)
    finding = audit_fairness(complaint, (RECEIVED, *events), playbook, instant).finding(criterion)
    return finding.verdict.value, finding.score, [event.verb for event in finding.evidence]


def failed(**fields):
    return attrs.evolve(TOLD, failures=[Failure(**fields)])


OUTCOME, PROCESS = failed(kind="outcome"), failed(kind="process")
OFFERED_REPAIR, OFFERED_SORRY = did("remedy_offered", 2, remedies=[worth("repair")]), did("remedy_offered", 2, remedies=[worth("apology")])


@pytest.mark.parametrize(
    ("complaint", "events", "expected"),
    [
        (OUTCOME, [OFFERED_REPAIR], ("met", 1, ["remedy_offered"])),
        (OUTCOME, [OFFERED_SORRY, did("apologised", 3)], ("missed", 0, ["received", "apologised"])),
        (PROCESS, [OFFERED_SORRY], ("met", 1, ["remedy_offered"])),
        (PROCESS, [OFFERED_REPAIR], ("missed", 0, ["received", "remedy_offered"])),
        (PROCESS, [OFFERED_REPAIR, did("apologised", 3)], ("met", 1, ["apologised"])),
        (OUTCOME, [did("remedy_offered", 2, options=[worth("apology"), worth("refund", 50)])], ("met", 1, ["remedy_offered"])),
        (OUTCOME, [did("responded", 2, kind="rejected")], ("missed", 0, ["received", "responded"])),
        (OUTCOME, [did("promised", 1, what="a refund", remedies=[worth("refund")])], ("met", 1, ["promised"])),
        (OUTCOME, [did("promised", 1, what="a call")], ("pending", None, [])),
        (TOLD, [OFFERED_REPAIR], ("not_applicable", None, [])),
        (PROCESS, [did("classified", 1, kind="outcome"), OFFERED_REPAIR], ("met", 1, ["remedy_offered"])),
    ],
)
def test_a_failed_outcome_asks_for_something_tangible_and_a_failed_process_for_an_apology(complaint, events, expected):
    """The match table of Smith, Bolton and Wagner, on the facts as understood."""
    assert found("remedy_fits_failure", *events, complaint=complaint) == expected


LOST = failed(loss=Money(400, "CNY"))
PAID = did("remedy_delivered", 5, remedies=[worth("refund", 100)])


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([PAID], ("partly", 0.25, ["remedy_delivered"])),
        ([PAID, PAID.later(hours=1), PAID.later(hours=2), PAID.later(hours=3)], ("met", 1, ["remedy_delivered"] * 4)),
        ([did("remedy_delivered", 5, remedies=[worth("repair", 900)])], ("met", 1, ["remedy_delivered"])),
        ([did("remedy_delivered", 5, remedies=[worth("refund", 0)])], ("missed", 0, ["remedy_delivered"])),
        ([did("remedy_delivered", 5, remedies=[worth("repair")])], ("missed", 0, ["received", "remedy_delivered"])),
        ([did("remedy_delivered", 5, remedies=[worth("refund", 400, "USD")])], ("missed", 0, ["received", "remedy_delivered"])),
        ([did("responded", 5, kind="rejected")], ("missed", 0, ["received", "responded"])),
        ([did("closed", 5)], ("missed", 0, ["received", "closed"])),
        ([did("remedy_offered", 5, remedies=[worth("refund", 400)])], ("pending", None, [])),
        ([did("classified", 1, loss=Money(200, "CNY")), PAID], ("partly", 0.5, ["remedy_delivered"])),
        ([did("classified", 1, loss=Money(0, "CNY")), did("closed", 2)], ("met", 1, ["received", "closed"])),
    ],
)
def test_compensation_is_measured_against_the_loss(events, expected):
    """Delivered over lost, in the currency of the loss, at most the whole; nothing is legal and counts."""
    assert found("compensation_proportionate", *events, complaint=LOST) == expected


def test_without_a_known_loss_there_is_nothing_to_measure_against():
    """Unknown is not zero."""
    assert found("compensation_proportionate", PAID) == ("not_applicable", None, [])


def test_money_in_another_currency_is_named_and_not_converted():
    """There is no silent exchange rate."""
    playbook = SimpleNamespace(deadlines=DeadlinePolicy(name="none"), authority=None, fairness=FairnessPolicy())
    paid = did("remedy_delivered", 5, remedies=[worth("refund", 100), worth("gift", 5, "USD"), worth("voucher", 5, "EUR")])
    finding = audit_fairness(LOST, [RECEIVED, paid], playbook).finding("compensation_proportionate")

    assert finding.score == 0.25
    assert finding.sentence.endswith("what was delivered in EUR, USD cannot be compared and is not counted.")


OFFER = did("remedy_offered", 2, remedies=[worth("refund", 100), worth("repair")])
TAKEN, HANDED = did("offer_accepted", 3), did("remedy_delivered", 9)


@pytest.mark.parametrize(
    ("events", "score"),
    [
        ([OFFER, TAKEN, HANDED], 0.25),
        ([OFFER, HANDED], 0.25),
        ([OFFER, TAKEN, did("remedy_delivered", 4, remedies=[worth("refund", 60)]), HANDED], 0.25),
        ([OFFER, TAKEN, did("remedy_delivered", 4, remedies=[worth("refund", 160)]), HANDED], 0.4),
        ([OFFER, TAKEN, HANDED, PAID.later(hours=5)], 0.5),
        ([did("remedy_offered", 2, options=[worth("refund", 40), worth("credit", 80)]), TAKEN, HANDED], 0.1),
        ([did("remedy_offered", 2, options=[worth("refund", 40), worth("credit", 80)]), did("offer_accepted", 3, option=2), HANDED], 0.2),
        ([HANDED], 0),
    ],
)
def test_a_delivery_that_names_nothing_hands_over_what_was_accepted(events, score):
    """It counts what is left of it, and of options that are not known the least."""
    assert found("compensation_proportionate", *events, complaint=LOST)[1] == score


def test_the_deadline_to_resolve_is_the_moment_of_compensation():
    """While that clock runs nothing is held against the firm; once it is late, met or cancelled by closing, it is judged."""
    clocks = [Clock(name="done", kind="resolve", start="offer_accepted", stop="remedy_delivered", within="10 hours")]

    def at(now, *events):
        return found("compensation_proportionate", OFFER, TAKEN, *events, complaint=LOST, clocks=clocks, now=now)[:2]

    assert at(2) == ("pending", None)
    assert at(13) == ("pending", None)
    assert at(13.5) == ("missed", 0)
    assert at(6, PAID) == ("partly", 0.25)
    assert at(8, did("closed", 7)) == ("missed", 0)
    assert at(8, did("withdrawn", 7)) == ("pending", None)


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([OFFER], ("pending", None, [])),
        ([OFFER, did("closed", 4)], ("missed", 0, ["remedy_offered", "closed"])),
        ([did("closed", 1), did("reopened", 1.5), OFFER], ("pending", None, [])),
        ([OFFER, TAKEN], ("missed", 0, ["remedy_offered", "offer_accepted"])),
        ([OFFER, TAKEN, HANDED], ("met", 1, ["remedy_offered", "offer_accepted", "remedy_delivered"])),
        ([OFFER, HANDED], ("met", 1, ["remedy_offered", "remedy_delivered"])),
        ([OFFER, TAKEN, PAID], ("partly", 0.5, ["remedy_offered", "offer_accepted", "remedy_delivered"])),
        ([OFFER, did("offer_refused", 3), did("closed", 4)], ("not_applicable", None, [])),
        (
            [did("remedy_offered", 1, remedies=[worth("gift")]), OFFER, TAKEN, HANDED],
            ("met", 1, ["remedy_offered", "offer_accepted", "remedy_delivered"]),
        ),
        ([did("remedy_offered", 1), did("closed", 2)], ("not_applicable", None, [])),
        ([], ("not_applicable", None, [])),
    ],
)
def test_what_was_offered_is_delivered(events, expected):
    """Every offer that stands counts, kind by kind."""
    assert found("delivered_as_offered", *events) == expected


REF_A, REF_B = (did("remedy_offered", 2, remedies=[worth("refund", 100)], ref=ref) for ref in "AB")
TAKEN_A, TAKEN_B = (did("offer_accepted", 3, ref=ref) for ref in "AB")


@pytest.mark.parametrize(
    ("events", "score"),
    [
        ([REF_A, REF_B, TAKEN_A, TAKEN_B, PAID], 0.5),
        ([REF_A, REF_B, TAKEN_A, TAKEN_B, PAID, PAID.later(hours=1)], 1),
        ([REF_A, REF_B, TAKEN_A, TAKEN_B, HANDED], 1),
        ([REF_A, REF_B, TAKEN_A, PAID], 1),
        ([REF_A, REF_B, TAKEN_A, PAID, did("closed", 10)], 0.5),
        ([REF_A, REF_B, PAID], 0.5),
        ([REF_A, TAKEN_A, PAID, REF_A.later(hours=4), TAKEN_A.later(hours=4)], 0),
        ([REF_A, REF_B, TAKEN_A, TAKEN_B, PAID, did("remedy_offered", 6, remedies=[worth("credit", 5)], ref="A"), did("closed", 10)], 0),
        ([did("remedy_offered", 2, remedies=[worth("apology")], ref="A"), TAKEN_A, REF_B, TAKEN_B, did("apologised", 4), PAID], 1),
    ],
)
def test_a_delivery_counts_for_one_offer(events, score):
    """Accepted ones come first, in the order of their acceptance; one that was superseded keeps what had gone to it."""
    assert found("delivered_as_offered", *events)[1] == score


@pytest.mark.parametrize(
    ("offered", "delivered", "score"),
    [
        ([worth("refund", 100)], [worth("refund", 80)], 0.8),
        ([worth("refund", 100)], [worth("refund", 300)], 1),
        ([worth("refund", 100)], [worth("refund", 100, "USD")], 0),
        ([worth("refund", 100), worth("refund", 10, "USD")], [worth("refund", 50), worth("refund", 10, "USD")], 0.75),
        ([worth("refund", 0)], [worth("refund", 0)], 1),
        ([worth("refund", 0)], [worth("gift")], 0),
        ([worth("repair"), worth("repair")], [worth("repair")], 0.5),
        ([worth("repair")], [worth("repair"), worth("repair")], 1),
        ([worth("repair")], [worth("gift")], 0),
    ],
)
def test_each_kind_is_delivered_to_the_amount_or_to_the_number(offered, delivered, score):
    """Sums are compared with sums, things with things."""
    events = [did("remedy_offered", 2, remedies=offered), TAKEN, did("remedy_delivered", 4, remedies=delivered)]

    assert found("delivered_as_offered", *events)[1] == score


def test_of_options_the_one_that_was_delivered_counts():
    """Whichever the customer took; an option that is known to be taken is the one."""
    options = did("remedy_offered", 2, options=[worth("refund", 100), worth("repair")])
    repaired = did("remedy_delivered", 4, remedies=[worth("repair")])

    assert found("delivered_as_offered", options, TAKEN, repaired)[1] == 1
    assert found("delivered_as_offered", options, did("offer_accepted", 3, option=1), repaired)[1] == 0


def test_an_apology_made_delivers_the_apology_offered():
    """Acts that are a remedy need no delivery beside them."""
    offer = did("remedy_offered", 2, remedies=[worth("apology"), worth("prevention")])

    assert found("delivered_as_offered", offer, TAKEN, did("apologised", 4))[1] == 0.5
    assert found("delivered_as_offered", offer, TAKEN, did("apologised", 4), did("prevention_agreed", 5, action="train")) == (
        "met",
        1,
        ["remedy_offered", "offer_accepted", "apologised", "prevention_agreed"],
    )


def test_two_offers_count_alike():
    """One kept and one forgotten is a half."""
    again = did("remedy_offered", 20, remedies=[worth("gift")])

    assert found("delivered_as_offered", OFFER, TAKEN, HANDED, again, did("offer_accepted", 21)) == (
        "partly",
        0.5,
        ["remedy_offered", "offer_accepted", "remedy_delivered", "remedy_offered", "offer_accepted"],
    )


SOUGHT = attrs.evolve(TOLD, sought=["repair", "apology"])


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([OFFERED_REPAIR], ("partly", 0.5, ["remedy_offered"])),
        ([OFFERED_REPAIR, did("apologised", 3)], ("met", 1, ["remedy_offered", "apologised"])),
        ([did("closed", 3)], ("missed", 0, ["received", "closed"])),
        ([did("apologised", 3)], ("pending", None, [])),
        ([did("need_agreed", 1, sought=["refund"]), OFFERED_REPAIR], ("missed", 0, ["received", "remedy_offered"])),
        ([did("need_agreed", 1, sought=["repair", "repair"]), OFFERED_REPAIR], ("met", 1, ["remedy_offered"])),
        ([did("need_agreed", 1, sought=[]), OFFERED_REPAIR], ("not_applicable", None, [])),
    ],
)
def test_what_was_sought_is_taken_up(events, expected):
    """The share of the kinds that the customer wants by now."""
    assert found("sought_addressed", *events, complaint=SOUGHT) == expected
