"""Procedural justice: in time, heard, with a choice, by one owner, without chasing, informed, with reasons."""

from __future__ import annotations

from fractions import Fraction
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servrecov.complaint.complaint import Complaint, Customer
from servrecov.complaint.remedy import Remedy
from servrecov.deadline.clock import Clock
from servrecov.deadline.policy import DeadlinePolicy
from servrecov.fairness.audit import audit_fairness
from servrecov.fairness.policy import FairnessPolicy
from servrecov.fairness.procedural import time_share
from servrecov.journal.catalogue import EVENTS
from servrecov.journal.event import Event
from servrecov.testing.stories import LIFE_BEGINS

TOLD = Complaint(customer=Customer(id="han"), received_at=LIFE_BEGINS)
RECEIVED = EVENTS["received"](at=LIFE_BEGINS, by="zhang")


def did(verb, hour, **fields):
    return EVENTS[verb](at=LIFE_BEGINS.add(hours=hour), **fields)


def audited(*events, complaint=TOLD, now=None, clocks=(), received=RECEIVED, **policy):
    playbook = SimpleNamespace(deadlines=DeadlinePolicy(name="desk", clocks=clocks), authority=None, fairness=FairnessPolicy(**policy))
    instant = None if now is None else LIFE_BEGINS.add(minutes=round(60 * now))
    return audit_fairness(complaint, (*([received] if received else []), *events), playbook, instant)


def found(criterion, *events, **rules):
    finding = audited(*events, **rules).finding(criterion)
    return finding.verdict.value, finding.score, [event.verb for event in finding.evidence]


CONTACT = Clock(name="contact", kind="contact", stop="contacted", within="2 hours")
ANSWER = Clock(name="answer", kind="decide", stop="responded", within="10 hours")


def kept(*events, clocks=(CONTACT, ANSWER), now=None):
    return found("deadlines_kept", *events, clocks=clocks, now=now)


def test_without_a_clock_there_is_no_deadline_to_keep():
    """And a clock that has not begun is none."""
    later = Clock(name="later", start="closed", stop="followed_up", within="1 day")

    assert kept(clocks=()) == ("not_applicable", None, [])
    assert kept(clocks=[later]) == ("not_applicable", None, [])


def test_a_running_clock_is_not_judged():
    """Neither breached nor ended: nothing is known yet; at the due itself it is still in time."""
    assert kept(now=1) == ("pending", None, [])
    assert kept(now=2) == ("pending", None, [])


def test_the_overdue_share_is_the_delay_over_the_time_allowed():
    """An hour late on two hours is a half; what is open counts up to now; more than the whole does not count."""
    assert kept(did("contacted", 1), now=1) == ("met", 1, ["received", "contacted"])
    assert kept(now=3) == ("partly", 0.5, ["received"])
    assert kept(did("contacted", 3), now=9) == ("partly", 0.5, ["received", "contacted"])
    assert kept(did("contacted", 4), now=9) == ("missed", 0, ["received", "contacted"])
    assert kept(did("contacted", 8), now=9) == ("missed", 0, ["received", "contacted"])


def test_clocks_weigh_alike_whatever_their_length():
    """First the mean over the cycles of a clock, then over the clocks."""
    assert kept(did("contacted", 3), did("responded", 8)) == ("partly", 0.75, ["received", "contacted"])
    assert kept(did("contacted", 3), did("responded", 15)) == ("partly", 0.5, ["received", "contacted", "responded"])


def test_the_cycles_of_a_clock_are_averaged_first():
    """A clock that runs often does not outweigh one that runs once."""
    news = Clock(name="news", kind="progress", start="customer_contacted_us", stop="progress_reported", within="2 hours", repeat="each_start")
    story = [
        *(did("customer_contacted_us", 1), did("progress_reported", 2)),
        *(did("customer_contacted_us", 3), did("progress_reported", 6)),
        *(did("customer_contacted_us", 7), did("progress_reported", 15)),
    ]

    assert kept(*story, clocks=[news])[1] == 0.5
    assert kept(did("contacted", 1), *story, clocks=[CONTACT, news])[1] == 0.75


def test_what_was_cancelled_in_time_counts_as_kept():
    """It ended without having to be met; cancelled late, the delay stays."""
    assert kept(did("closed", 1), clocks=[CONTACT])[:2] == ("met", 1)
    assert kept(did("closed", 3), clocks=[CONTACT])[:2] == ("partly", 0.5)


def test_an_exempted_clock_counts_as_met():
    """Also where it had been breached before another made it needless."""
    summary = Clock(name="summary", kind="decide", stop="offer_accepted", within="5 hours", exempts=["contact"])

    assert kept(did("offer_accepted", 1), clocks=[CONTACT, summary])[:2] == ("met", 1)
    assert kept(did("offer_accepted", 4), clocks=[CONTACT, summary])[:2] == ("met", 1)
    assert kept(did("offer_accepted", 6), clocks=[CONTACT, summary])[1] == pytest.approx((0 + 4 / 5) / 2)


def test_no_time_allowed_is_wholly_overdue_at_once():
    """A date that is the start itself divides by nothing."""
    asked = Clock(name="asked", kind="decide", start="promised", stop="responded", within="due_at")
    promised = did("promised", 1, what="an answer", due_at=LIFE_BEGINS)

    assert kept(promised, did("responded", 2), clocks=[asked])[:2] == ("missed", 0)
    assert kept(promised, did("responded", 1), clocks=[asked])[:2] == ("met", 1)


lengths = st.integers(-3_000, 3_000)


@given(lengths, lengths, lengths)
def test_a_longer_delay_is_never_a_smaller_share(one, more, allowed):
    """The share grows with the delay, from nothing to the whole."""
    shares = [time_share(late, allowed) for late in sorted((one, more))]

    assert 0 <= shares[0] <= shares[1] <= 1


def test_a_share_is_exact():
    """A third is a third."""
    assert time_share(1, 3) == Fraction(1, 3)
    assert time_share(86_400_000_001, 172_800_000_000) == Fraction(86_400_000_001, 172_800_000_000)


OFFER = did("remedy_offered", 5, remedies=[Remedy("repair")])


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([did("listened", 1)], ("pending", None, [])),
        ([did("listened", 1), OFFER], ("met", 1, ["listened", "remedy_offered"])),
        ([did("recorded", 1), did("listened", 2), OFFER], ("met", 1, ["recorded", "remedy_offered"])),
        ([did("need_agreed", 1), OFFER], ("met", 1, ["need_agreed", "remedy_offered"])),
        ([did("contacted", 1), OFFER, did("listened", 6)], ("missed", 0, ["received", "remedy_offered"])),
        ([did("listened", 5), OFFER], ("met", 1, ["listened", "remedy_offered"])),
        ([did("remedy_proposed", 1), did("assessed", 1, valid=True), did("listened", 2), OFFER], ("met", 1, ["listened", "remedy_offered"])),
        ([did("assessed", 1, valid=False), did("listened", 2)], ("missed", 0, ["received", "assessed"])),
        ([did("promised", 1, what="a repair", remedies=[Remedy("repair")]), did("listened", 2)], ("missed", 0, ["received", "promised"])),
        ([did("promised", 1, what="a call"), did("listened", 2), OFFER], ("met", 1, ["listened", "remedy_offered"])),
        ([did("closed", 1)], ("missed", 0, ["received", "closed"])),
        ([did("remedy_delivered", 1), did("listened", 2)], ("missed", 0, ["received", "remedy_delivered"])),
    ],
)
def test_the_customer_is_heard_before_the_first_decision(events, expected):
    """Whatever decides first decides when it is judged; what comes afterwards changes nothing."""
    assert found("heard_before_decided", *events) == expected


def test_patience_ends_the_waiting_for_a_decision():
    """It is counted from the receipt; at its very end there is still time."""
    assert found("heard_before_decided", now=48, patience="2 days") == ("pending", None, [])
    assert found("heard_before_decided", now=48.1, patience="2 days") == ("missed", 0, ["received"])
    assert found("heard_before_decided", did("listened", 60), now=72, patience="2 days") == ("met", 1, ["listened"])
    assert found("heard_before_decided", now=1000) == ("pending", None, [])


def test_patience_is_counted_from_the_complaint_where_the_journal_has_no_receipt():
    """A log from elsewhere may begin later; without any receipt nothing is counted."""
    noted = did("noted", 40)

    assert found("heard_before_decided", noted, received=None, now=49, patience="2 days") == ("missed", 0, ["noted"])
    assert found("heard_before_decided", noted, complaint=SimpleNamespace(), received=None, now=99, patience="2 days")[0] == "pending"


def test_what_the_customer_ended_is_not_judged_for_want_of_patience():
    """Withdrawn before the end of patience it stays pending; reopened, the firm has to act again."""
    withdrawn = did("withdrawn", 24)

    assert found("heard_before_decided", withdrawn, now=72, patience="2 days")[0] == "pending"
    assert found("heard_before_decided", withdrawn, did("reopened", 30), now=72, patience="2 days")[0] == "missed"


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([], ("not_applicable", None, [])),
        ([OFFER], ("missed", 0, ["remedy_offered"])),
        ([did("remedy_offered", 5, options=[Remedy("repair")])], ("missed", 0, ["remedy_offered"])),
        ([did("remedy_offered", 5, options=[Remedy("repair"), Remedy("refund")])], ("met", 1, ["remedy_offered"])),
        ([did("need_agreed", 4), OFFER], ("met", 1, ["need_agreed"])),
        ([OFFER, OFFER.later(hours=2)], ("missed", 0, ["remedy_offered", "remedy_offered"])),
        ([OFFER, did("remedy_offered", 9, remedies=[Remedy("refund")])], ("met", 1, ["remedy_offered", "remedy_offered"])),
    ],
)
def test_an_offer_comes_with_a_choice(events, expected):
    """Options, a say in the need, or another offer; one option is no choice."""
    assert found("choice_given", *events) == expected


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([did("assigned", 1, to="li")], ("pending", None, [])),
        ([OFFER], ("met", 1, ["received"])),
        ([did("assigned", 1, to="li"), OFFER], ("met", 1, ["assigned"])),
        ([did("assigned", 1, to="li"), did("assigned", 2, to="li"), OFFER], ("met", 1, ["assigned", "assigned"])),
        ([did("assigned", 1, to_role="desk"), did("assigned", 2, to="li", to_role="desk"), OFFER], ("met", 1, ["assigned", "assigned"])),
        ([did("assigned", 1, to="li"), did("assigned", 2, to="wang"), OFFER], ("partly", 0.5, ["assigned", "assigned"])),
        ([did("assigned", 1, to="li"), did("assigned", 2, to_role="desk"), OFFER], ("partly", 0.5, ["assigned", "assigned"])),
        ([did("handed_over", 1, to="li"), OFFER], ("partly", 0.5, ["handed_over"])),
        (
            [did("assigned", 1, to="li"), did("handed_over", 2, to="wang"), did("handed_over", 3, to="li"), OFFER],
            ("partly", 1 / 3, ["assigned", "handed_over", "handed_over"]),
        ),
    ],
)
def test_one_owner_answers_for_the_case(events, expected):
    """Each further owner counts, each hand-over counts, naming the person in a role does not."""
    verdict, score, evidence = found("one_owner", *events)

    assert (verdict, score and pytest.approx(score), evidence) == expected


def test_hand_overs_that_the_playbook_accepts_do_not_count():
    """A flow that needs one hand-over may say so."""
    story = [did("assigned", 1, to="li"), did("handed_over", 2, to="wang"), OFFER]

    assert found("one_owner", *story, accepted_handovers=1)[:2] == ("met", 1)
    assert found("one_owner", *story[:2], did("handed_over", 3, to="li"), OFFER, accepted_handovers=1)[1] == pytest.approx(2 / 3)


def test_a_case_that_nobody_owns_is_nobodys():
    """Neither an assignment nor who took it in is on record."""
    assert found("one_owner", OFFER, received=EVENTS["received"](at=LIFE_BEGINS)) == ("missed", 0, ["received", "remedy_offered"])


def test_a_customer_who_has_to_chase_us_shows_it():
    """Of the times that the customer turned to us, the complaint itself was needed, and what the playbook accepts."""
    chases = [did("customer_contacted_us", hour) for hour in (1, 2, 3)]

    assert found("no_chasing", *chases) == ("pending", None, [])
    assert found("no_chasing", did("customer_replied", 1), OFFER) == ("met", 1, ["received", "remedy_offered"])
    assert found("no_chasing", chases[0], OFFER) == ("partly", 0.5, ["customer_contacted_us"])
    assert found("no_chasing", *chases, OFFER)[1] == 0.25
    assert found("no_chasing", *chases, OFFER, accepted_reminders=1)[1] == 0.5
    assert found("no_chasing", chases[0], OFFER, accepted_reminders=1)[:2] == ("met", 1)


NEWS = Clock(
    name="news", kind="progress", start=["received", "reopened"], stop=["progress_reported", "responded"], within="8 hours", repeat="each_start"
)


def test_without_a_clock_for_news_a_word_is_news():
    """It is judged at the first decision, and a decision that is told is a word."""
    assert found("kept_informed", did("contacted", 1)) == ("pending", None, [])
    assert found("kept_informed", did("contacted", 1), did("closed", 2)) == ("met", 1, ["contacted"])
    assert found("kept_informed", OFFER) == ("met", 1, ["remedy_offered"])
    assert found("kept_informed", did("closed", 2)) == ("missed", 0, ["received", "closed"])
    assert found("kept_informed", now=60, patience="2 days") == ("missed", 0, ["received"])


def test_a_clock_for_news_says_what_is_news_and_by_when():
    """Each cycle that ended or was breached counts, and one breach is one too many."""
    informed = did("progress_reported", 7)
    again = [informed, did("closed", 8), did("reopened", 20)]

    assert found("kept_informed", did("contacted", 1), OFFER, now=7, clocks=[NEWS]) == ("pending", None, [])
    assert found("kept_informed", informed, now=9, clocks=[NEWS]) == ("met", 1, ["received", "progress_reported"])
    assert found("kept_informed", did("contacted", 1), now=9, clocks=[NEWS]) == ("missed", 0, ["received"])
    assert found("kept_informed", *again, now=24, clocks=[NEWS]) == ("met", 1, ["received", "progress_reported"])
    assert found("kept_informed", *again, now=29, clocks=[NEWS]) == ("missed", 0, ["reopened"])


def test_a_clock_for_news_that_was_cancelled_leaves_it_to_any_word():
    """The case was closed before news was due."""
    assert found("kept_informed", did("contacted", 1), did("closed", 2), clocks=[NEWS]) == ("met", 1, ["contacted"])
    assert found("kept_informed", did("closed", 2), clocks=[NEWS]) == ("missed", 0, ["received", "closed"])


def test_a_clock_for_news_that_another_made_needless_counts_as_kept():
    """An exempted clock is no silence."""
    summary = Clock(name="summary", kind="decide", stop="offer_accepted", within="3 days", exempts=["news"])

    assert found("kept_informed", did("offer_accepted", 9), clocks=[NEWS, summary])[:2] == ("met", 1)


NO = did("responded", 5, kind="rejected")
INVALID = did("assessed", 4, valid=False)


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([did("responded", 5, kind="accepted")], ("not_applicable", None, [])),
        ([NO], ("missed", 0, ["responded"])),
        ([NO, did("explained", 6)], ("partly", 0.5, ["responded", "explained"])),
        ([did("explained", 1), did("responded", 5, kind="rejected", recourse="ombudsman")], ("met", 1, ["explained", "responded"])),
        ([NO, did("delay_notified", 6, recourse="ombudsman")], ("partly", 0.5, ["responded", "delay_notified"])),
        ([NO, did("delay_notified", 6), did("closed", 7)], ("missed", 0, ["responded", "closed"])),
        ([INVALID], ("pending", None, [])),
        ([INVALID, did("explained", 5), did("closed", 6)], ("partly", 0.5, ["assessed", "explained"])),
        ([INVALID, did("assessed", 5, valid=True), did("closed", 6)], ("not_applicable", None, [])),
    ],
)
def test_a_rejection_comes_with_reasons_and_recourse(events, expected):
    """Half for each; a finding that the complaint is invalid is judged once the customer has an answer."""
    assert found("reasons_and_recourse", *events) == expected


def test_a_playbook_says_which_answers_reject():
    """Regimes have words of their own, and so have firms."""

    class TurnedDown(Event):
        verb = "acme.turned_down"

    own = TurnedDown(at=LIFE_BEGINS.add(hours=2))

    assert (
        found("reasons_and_recourse", did("responded", 5, kind="denied"), rejections=[{"verb": "responded", "kind": ["denied", "no"]}])[0] == "missed"
    )
    assert found("reasons_and_recourse", own, rejections=["acme.turned_down"]) == ("missed", 0, ["acme.turned_down"])
