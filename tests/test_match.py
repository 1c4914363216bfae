"""Matching: which events a rule means."""

from __future__ import annotations

import pickle
from types import SimpleNamespace

import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st

from servrecov.complaint.failure import Severity
from servrecov.errors import InvalidValueError
from servrecov.journal.dialogue import Responded
from servrecov.journal.inquiry import Classified
from servrecov.journal.intake import Contacted
from servrecov.journal.match import On, as_ons, field_matches, matches_any
from servrecov.testing.strategies import events

AT = pendulum.datetime(2026, 3, 2, 9)


def test_a_verb_and_an_event_class_stand_for_an_on_without_fields():
    """All three mean the same events."""
    assert On("contacted") == On(Contacted) == as_ons("contacted", "stop")[0] == as_ons(Contacted, "stop")[0]


def test_fields_must_equal_the_wanted_values():
    """An event with another value, or with an unknown one, is not meant."""
    rejected = On("responded", kind="rejected")

    assert rejected.matches(Responded(at=AT, kind="rejected"))
    assert not rejected.matches(Responded(at=AT, kind="offered"))
    assert not rejected.matches(Responded(at=AT))


def test_a_missing_attribute_never_matches():
    """Not even where nothing is wanted of it."""
    assert not On("contacted", level=None).matches(Contacted(at=AT))
    assert not On("opened", level="maker").matches(SimpleNamespace(verb="opened", at=AT))


def test_a_tuple_means_any_of_them():
    """A list, as TOML has it, means the same."""
    grave = On("classified", severity=["major", "critical"])

    assert grave == On("classified", severity=("major", "critical"))
    assert grave.matches(Classified(at=AT, severity=Severity.CRITICAL))
    assert not grave.matches(Classified(at=AT, severity="minor"))


def test_a_field_of_several_values_matches_by_one_of_them():
    """So a rule can want one risk among several."""
    assert field_matches(("media", "safety"), "safety")
    assert field_matches(["media", "safety"], ("legal", "media"))
    assert field_matches(("media", "safety"), (("media", "safety"),))
    assert not field_matches((), "safety")


@pytest.mark.parametrize("event", [object(), SimpleNamespace(at=AT), SimpleNamespace(verb="closed")])
def test_other_things_are_not_meant(event):
    """What has another verb, or none, is no event that the rule means."""
    assert not On("contacted").matches(event)


def test_matchers_are_read_in_every_short_form():
    """One or several; verbs, classes, mappings and matchers may be mixed."""
    read = as_ons(["closed", Contacted, {"verb": "responded", "kind": "rejected"}, On("noted")], "stop")

    assert read == (On("closed"), On("contacted"), On("responded", kind="rejected"), On("noted"))
    assert as_ons((), "stop") == ()
    assert as_ons({"verb": "closed"}, "stop") == (On("closed"),)
    assert matches_any(read, Contacted(at=AT))
    assert not matches_any((), Contacted(at=AT))


@pytest.mark.parametrize(
    ("value", "where"),
    [
        ("", "stop"),
        (7, "stop"),
        (str, "stop"),
        ([""], "stop[0]"),
        (["closed", 7], "stop[1]"),
        ([Contacted(at=AT)], "stop[0]"),
        ({"kind": "rejected"}, "stop.verb"),
        ([{"verb": ""}], "stop[0].verb"),
    ],
)
def test_what_is_no_matcher_is_refused_with_its_place(value, where):
    """The error names the place, what was found and what may stand there."""
    with pytest.raises(InvalidValueError) as error:
        as_ons(value, where.partition("[")[0].partition(".")[0])
    assert error.value.where == where


@pytest.mark.parametrize("verb", ["", None, Contacted(at=AT), str])
def test_an_on_needs_a_verb(verb):
    """An instance of an event is no description of events."""
    with pytest.raises(InvalidValueError, match=r"On\.verb"):
        On(verb)


@pytest.mark.parametrize("wanted", [{"a": 1}, {"a"}, [["ok", {}]], bytearray()])
def test_a_wanted_value_that_no_field_equals_is_refused(wanted):
    """A rule can be hashed, so what it wants must be."""
    with pytest.raises(InvalidValueError, match=r"On\('classified'\)\.risks"):
        On("classified", risks=wanted)


def test_an_on_is_a_frozen_value():
    """It compares and hashes by content, survives pickling and shows how to make it."""
    on = On("responded", kind=["offered", "rejected"])

    assert pickle.loads(pickle.dumps(on)) == on  # noqa: S301  (our own bytes)
    assert {on: 1}[On("responded", kind=("offered", "rejected"))] == 1
    assert on != On("responded")
    assert on != "responded"
    assert repr(on) == "On('responded', kind=('offered', 'rejected'))"
    with pytest.raises(AttributeError, match="frozen"):
        on.verb = "closed"


@given(events(AT), st.data())
def test_an_event_matches_every_description_of_itself(event, data):
    """Verb and any of its fields as they are."""
    name = data.draw(st.sampled_from([each for each in ("by", "channel", "note") if getattr(event, each) is not None]))
    assert On(event.verb, **{name: getattr(event, name)}).matches(event)
    assert On(type(event)).matches(event)
