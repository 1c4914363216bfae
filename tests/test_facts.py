"""Facts: what is known about a complaint by now."""

from __future__ import annotations

from types import SimpleNamespace

import pendulum
import pytest

from servrecov.complaint.complaint import Complaint, Customer
from servrecov.complaint.failure import Failure, Severity
from servrecov.journal.dialogue import Responded
from servrecov.journal.facts import Facts, facts_of
from servrecov.journal.inquiry import CauseFound, Classified, NeedAgreed
from servrecov.journal.intake import Received
from servrecov.journal.journal import Journal
from servrecov.money import Money

AT = pendulum.datetime(2026, 3, 2, 9)


def complaint(**parts):
    return Complaint(customer=Customer(id="han", market="cn"), received_at=AT, **parts)


BRAKES = Failure(kind="outcome", severity="major", cause="service.repair.fault_recurs", loss=Money("480", "CNY"))
RUDENESS = Failure(kind="process", severity="minor", loss=Money("20", "CNY"))


def test_before_anything_is_revised_the_gravest_failure_speaks():
    """Its severity, kind, site, cause and difficulty; the losses of all are added up."""
    facts = Facts.from_complaint(complaint(failures=[RUDENESS, BRAKES], sought=["repair"], risks=["media"]))

    assert (facts.severity, facts.kind, facts.cause) == ("major", "outcome", "service.repair.fault_recurs")
    assert facts.loss == Money("500", "CNY")
    assert (facts.sought, facts.risks) == (("repair",), ("media",))


def test_what_nobody_said_is_unknown():
    """A complaint without failures, or no complaint at all."""
    for spoken in (complaint(), None, SimpleNamespace()):
        facts = Facts.from_complaint(spoken)
        assert (facts.severity, facts.kind, facts.loss, facts.risks, facts.sought) == (None, None, None, (), ())


def test_classified_revises_what_is_known():
    """A given field replaces the derived value as a whole; one left out stays."""
    revised = Facts.from_complaint(complaint(failures=[BRAKES], risks=["media"])).revised(Classified(at=AT, severity="critical", risks=["safety"]))

    assert (revised.severity, revised.risks, revised.cause) == (Severity.CRITICAL, ("safety",), "service.repair.fault_recurs")


def test_a_found_cause_and_an_agreed_need_revise_too():
    """The root cause, once established, is the cause; what is sought is what was agreed last."""
    events = Journal([Received(at=AT), CauseFound(at=AT, cause="product.quality"), NeedAgreed(at=AT, sought=["refund", "apology"])])
    facts = facts_of(complaint(failures=[BRAKES], sought=["repair"]), events.standing())

    assert (facts.cause, facts.sought) == ("product.quality", ("refund", "apology"))


def test_what_revises_nothing_leaves_the_very_facts():
    """Neither another verb nor a value that was known."""
    facts = Facts.from_complaint(complaint(failures=[BRAKES]))

    assert facts.revised(Classified(at=AT, severity="major")) is facts
    assert facts.revised(Responded(at=AT, kind="rejected")) is facts
    assert facts.revised(object()) is facts


def test_a_foreign_ticket_and_foreign_events_are_read_as_far_as_they_go():
    """Single values, lists and sets all do."""
    facts = Facts.from_complaint(SimpleNamespace(severity="P1", risks="media", sought=["refund"], kind="billing"))
    revised = facts.revised(SimpleNamespace(verb="classified", risks=["safety", "legal"]))

    assert (facts.severity, facts.risks, facts.sought, facts.kind) == ("P1", ("media",), ("refund",), "billing")
    assert revised.risks == ("safety", "legal")
    assert Facts.from_complaint(SimpleNamespace(risks={"media"})).risks == ("media",)
    assert hash(revised.risks)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("severity", "major"),
        ("channel", "phone"),
        ("customer.market", "cn"),
        ("complaint.language", "zh"),
        ("branch", "north"),
        ("customer.shoe_size", None),
        ("nothing.of.the.kind", None),
    ],
)
def test_a_fact_is_found_by_its_name(name, value):
    """Among the facts, the complaint's attributes, or its named ones; dots lead further in."""
    facts = Facts.from_complaint(complaint(failures=[BRAKES], channel="phone", language="zh", attributes={"branch": "north"}))

    assert facts.get(name) == value


def test_wanted_facts_must_all_hold():
    """A tuple means any of them, and what is unknown never matches a value."""
    facts = Facts.from_complaint(complaint(failures=[BRAKES], risks=["media", "safety"]))

    assert facts.match({})
    assert facts.match({"severity": ("major", "critical"), "risks": "safety"})
    assert not facts.match({"severity": "major", "difficulty": "hard"})
    assert not facts.match({"site": ("core", "encounter")})


def test_a_mapping_inside_a_ticket_is_looked_into():
    """Tickets often carry plain dictionaries."""
    facts = Facts.from_complaint(SimpleNamespace(fields={"region": {"code": "EU"}}))

    assert facts.get("fields.region.code") == "EU"
    assert facts.get("fields.none.code") is None
