"""Complaints and customers: what they need, keep, hide and refuse."""

from __future__ import annotations

import pickle
from datetime import UTC, datetime

import attrs
import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st

from servrecov.complaint.channel import Channel
from servrecov.complaint.complaint import Complaint, ComplaintKind, Customer, Risk
from servrecov.complaint.failure import Failure, Severity
from servrecov.complaint.motive import Motive
from servrecov.complaint.remedy import RemedyKind
from servrecov.errors import InvalidValueError, NaiveTimeError, UnknownNameError
from servrecov.money import Money

EVENING = pendulum.datetime(2026, 3, 2, 18, 30, tz="Asia/Shanghai")
HAN = Customer(id="han")


def complaint(**fields):
    return Complaint(**{"customer": HAN, "received_at": EVENING, **fields})


losses = st.one_of(st.none(), st.builds(Money, st.integers(0, 1000), st.sampled_from(["CNY", "EUR"])))
failures = st.lists(st.builds(Failure, severity=st.one_of(st.none(), st.sampled_from(Severity)), loss=losses), max_size=5)


def test_a_complaint_needs_a_customer_and_a_time():
    """Everything else may be unknown on the day."""
    bare = Complaint(customer=HAN, received_at=EVENING)

    assert (bare.channel, bare.failures, bare.sought, bare.motives, bare.risks) == (None, (), (), (), ())
    assert (bare.kind, bare.language, bare.narrative) == (ComplaintKind.COMPLAINT, "en", "")
    assert (bare.refs, bare.related, bare.attributes) == ({}, (), {})
    assert (bare.gravest, bare.severity, bare.loss) == (None, None, None)
    with pytest.raises(TypeError):
        Complaint(customer=HAN)
    with pytest.raises(TypeError):
        Complaint(received_at=EVENING)


def test_a_complaint_reads_its_vocabularies_from_text():
    """Data may spell the members out, in lists."""
    said = complaint(channel="phone", sought=["repair"], motives=["respect"], risks=["media"], kind="abnormality", related=["C-0"])

    assert said.channel is Channel.PHONE
    assert said.sought == (RemedyKind.REPAIR,)
    assert said.motives == (Motive.RESPECT,)
    assert said.risks == (Risk.MEDIA,)
    assert said.kind is ComplaintKind.ABNORMALITY
    assert said.related == ("C-0",)


def test_a_complaint_of_lists_is_a_value():
    """Lists and mappings are frozen, so a complaint can be hashed, compared and pickled."""
    fields = {"failures": [Failure(kind="outcome")], "sought": ["repair"], "refs": {"order": "A-17"}, "attributes": {"shift": "late"}}
    one, same = complaint(**fields), complaint(**fields)

    assert one == same
    assert len({one, same}) == 1
    assert pickle.loads(pickle.dumps(one)) == one  # noqa: S301  (our own bytes)


def test_a_complaint_does_not_follow_the_lists_it_was_made_of():
    """Later changes of the caller's data do not reach it."""
    sought, refs = ["repair"], {"order": "A-17"}
    said = complaint(sought=sought, refs=refs)

    sought.append("refund")
    refs["order"] = "A-18"

    assert said.sought == (RemedyKind.REPAIR,)
    assert said.refs == {"order": "A-17"}
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        said.language = "zh"


def test_the_time_keeps_its_zone():
    """A standard datetime is taken, and the zone stays what it was."""
    assert complaint(received_at=datetime(2026, 3, 2, 10, 30, tzinfo=UTC)).received_at == EVENING
    assert complaint().received_at.timezone_name == "Asia/Shanghai"


def test_a_naive_time_is_refused():
    """A time without a zone is nowhere."""
    with pytest.raises(NaiveTimeError) as caught:
        complaint(received_at=datetime(2026, 3, 2, 18, 30))  # noqa: DTZ001  (naive on purpose)

    assert caught.value.where == "Complaint.received_at"


@given(failures)
def test_the_gravest_failure_comes_first_of_its_equals(said):
    """Severity is that of the gravest, and an unknown one gives way to any that is known."""
    whole = complaint(failures=said)
    known = [failure.severity for failure in said if failure.severity is not None]

    assert whole.severity == (max(known) if known else None)
    assert whole.gravest is next((failure for failure in whole.failures if failure.severity == whole.severity), None)


@given(failures)
def test_the_loss_is_the_sum_of_what_is_known_in_one_currency(said):
    """Unknown losses do not count, and two currencies have no sum."""
    known = [failure.loss for failure in said if failure.loss is not None]
    loss = complaint(failures=said).loss

    if len({money.currency for money in known}) == 1:
        assert loss == Money(sum(money.amount for money in known), known[0].currency)
    else:
        assert loss is None


@pytest.mark.parametrize("language", ["en", "zh", "zh-CN", "zh-Hans-CN", "sr-Latn", "de-CH-1996"])
def test_a_language_tag_is_taken(language):
    """Any tag of the shape of BCP 47 will do."""
    assert complaint(language=language).language == language


@pytest.mark.parametrize("language", ["", "e", "en_GB", "plain English", "zh-", "中文"])
def test_what_is_no_language_tag_is_refused(language):
    """A name of a language is not its tag."""
    with pytest.raises(InvalidValueError) as caught:
        complaint(language=language)

    assert caught.value.where == "Complaint.language"


@pytest.mark.parametrize(
    ("field", "value", "where"),
    [
        ("customer", "han", "Complaint.customer"),
        ("failures", Failure(), "Complaint.failures"),
        ("failures", ["squeal"], "Complaint.failures[0]"),
        ("sought", "repair", "Complaint.sought"),
        ("refs", {"order": 17}, "Complaint.refs['order']"),
        ("related", [1], "Complaint.related[0]"),
        ("narrative", None, "Complaint.narrative"),
    ],
)
def test_what_a_field_cannot_hold_is_refused_with_its_place(field, value, where):
    """One error of ours, before anything is made."""
    with pytest.raises(InvalidValueError) as caught:
        complaint(**{field: value})

    assert caught.value.where == where


def test_a_misspelt_remedy_is_refused_with_the_nearest():
    """The error names the position in the list and the right word."""
    with pytest.raises(UnknownNameError) as caught:
        complaint(sought=["repair", "refnud"])

    assert (caught.value.where, caught.value.nearest) == ("Complaint.sought[1]", "refund")


def test_the_repr_hides_what_is_private():
    """Neither name, contacts, the customer's words nor the host's notes are shown."""
    customer = Customer(id="han", name="Mr Han", contacts={"phone": "13800000000"})
    shown = repr(complaint(customer=customer, narrative="never again", attributes={"occupation": "teacher"}, failures=[Failure(what="squeal")]))

    assert "han" in shown
    assert not [private for private in ("Mr Han", "13800000000", "never again", "teacher", "squeal") if private in shown]


def test_a_customer_needs_an_id_alone():
    """The rest may be unknown."""
    customer = Customer(id="han")

    assert (customer.name, customer.contacts, customer.segment, customer.market, customer.value) == (None, {}, None, None, None)
    with pytest.raises(TypeError):
        Customer()
    with pytest.raises(TypeError):
        Customer("han")


def test_a_customer_is_a_value():
    """Equal fields make equal customers; a relationship may be worth less than nothing."""
    one, same = (Customer(id="han", contacts={"phone": "1"}, value=Money(text, "CNY")) for text in ("-10", "-10.00"))

    assert one == same
    assert hash(one) == hash(same)


@pytest.mark.parametrize(("field", "value"), [("id", ""), ("id", "  "), ("id", 7), ("contacts", {"phone": 1}), ("contacts", "phone"), ("value", 10)])
def test_what_a_customer_cannot_be_is_refused(field, value):
    """An empty id tells nobody apart, and contacts are text."""
    with pytest.raises(InvalidValueError) as caught:
        Customer(**{"id": "han", field: value})

    assert caught.value.where.startswith(f"Customer.{field}")
