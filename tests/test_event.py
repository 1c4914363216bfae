"""Events: what all of them share, and what each refuses."""

from __future__ import annotations

from datetime import datetime

import attrs
import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st

from servrecov.complaint.channel import Channel
from servrecov.complaint.remedy import Remedy, RemedyKind
from servrecov.errors import InvalidValueError, NaiveTimeError, UnknownNameError
from servrecov.journal.closing import SurveyAnswered
from servrecov.journal.dialogue import Escalated
from servrecov.journal.event import Event
from servrecov.journal.inquiry import Assigned, Classified, HandedOver
from servrecov.journal.intake import ContactAttempted, Contacted, Recorded
from servrecov.journal.match import On
from servrecov.journal.redress import Promised, RemedyOffered
from servrecov.testing.strategies import events
from servrecov.values import FrozenMap

AT = pendulum.datetime(2026, 3, 2, 9, tz="Asia/Shanghai")
NAIVE = datetime(2026, 3, 2, 9)  # noqa: DTZ001  (what is refused)


def test_an_event_has_the_common_fields():
    """Time, actor, role, channel, note, id and time of entry, which is the time of the event unless said."""
    event = Contacted(at=AT, by="zhang", role="adviser", channel="phone", note="back at six", id="e-1")

    assert event.verb == "contacted"
    assert (event.by, event.role, event.channel, event.id) == ("zhang", "adviser", Channel.PHONE, "e-1")
    assert event.recorded_at == AT
    assert "back at six" not in repr(event)


@given(events(AT))
def test_every_event_is_a_frozen_value(event):
    """It hashes, equals what has the same content, and cannot be changed."""
    again = attrs.evolve(event)
    assert (again, hash(again)) == (event, hash(event))
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        event.at = AT


@given(events(AT), st.integers(0, 10_000))
def test_a_later_act_keeps_all_but_time_and_id(event, minutes):
    """The time of entry moves along, and the id stays with the first act."""
    later = attrs.evolve(event, id="e-1").later(minutes=minutes)
    assert (later.at - AT).total_minutes() == minutes
    assert later.recorded_at == later.at
    assert attrs.evolve(later, at=AT, recorded_at=AT) == event


@pytest.mark.parametrize("name", ["at", "recorded_at"])
def test_a_naive_time_never_becomes_an_event(name):
    """It names no instant, so the event is not made; the error names the place."""
    with pytest.raises(NaiveTimeError, match=rf"Contacted\.{name}"):
        Contacted(**{"at": AT, name: NAIVE})


def test_a_due_date_must_have_a_zone_too():
    """Every instant of a payload is held like the event's own."""
    with pytest.raises(NaiveTimeError, match=r"Promised\.due_at"):
        Promised(at=AT, what="call back", due_at=NAIVE)


def test_an_unknown_channel_names_the_nearest():
    """Vocabularies are closed where they are enums."""
    with pytest.raises(UnknownNameError, match=r"Contacted\.channel.*did you mean 'phone'"):
        Contacted(at=AT, channel="phon")


@pytest.mark.parametrize(
    ("make", "where"),
    [
        (lambda: ContactAttempted(at=AT, reached="no"), "ContactAttempted.reached"),
        (lambda: Escalated(at=AT, level=1.5), "Escalated.level"),
        (lambda: Escalated(at=AT, level=True), "Escalated.level"),
        (lambda: Recorded(at=AT, facts=7), "Recorded.facts"),
        (lambda: Recorded(at=AT, facts={"what": 7}), "Recorded.facts"),
        (lambda: SurveyAnswered(at=AT, answers={"q1": 4.5}), "SurveyAnswered.answers"),
        (lambda: SurveyAnswered(at=AT, answers=["q1"]), "SurveyAnswered.answers"),
        (lambda: Assigned(at=AT), "Assigned.to"),
        (lambda: HandedOver(at=AT), "HandedOver.to"),
        (lambda: RemedyOffered(at=AT, options="repair"), "RemedyOffered.options"),
        (lambda: RemedyOffered(at=AT, options=[["repair"]]), "RemedyOffered.options[0]"),
        (lambda: RemedyOffered(at=AT, options=[[]]), "RemedyOffered.options[0]"),
        (lambda: RemedyOffered(at=AT, options=7), "RemedyOffered.options"),
        (lambda: Promised(at=AT, what="x", kept_by=[7]), "Promised.kept_by[0]"),
        (lambda: Classified(at=AT, severity="majer"), "Classified.severity"),
    ],
)
def test_a_payload_that_a_field_cannot_hold_is_refused(make, where):
    """One error, which names the field."""
    with pytest.raises(InvalidValueError) as error:
        make()
    assert error.value.where == where


def test_payloads_freeze():
    """Lists become tuples and mappings become frozen ones, so that events hash."""
    repair = Remedy(RemedyKind.REPAIR)

    assert RemedyOffered(at=AT, remedies=[repair], options=[repair, [repair, repair]]).options == ((repair,), (repair, repair))
    assert Recorded(at=AT, facts={"what": "squeal"}).facts == FrozenMap({"what": "squeal"})
    assert Recorded(at=AT, facts="squeal").facts == "squeal"
    assert SurveyAnswered(at=AT, answers={"q1": 5, "q2": None, "q3": True}).answers["q1"] == 5
    assert Promised(at=AT, what="x", kept_by=["followed_up"]).kept_by == (On("followed_up"),)
    assert Escalated(at=AT, level=2).level == 2


def test_somebody_is_named_or_a_role():
    """An owner may be known by role alone."""
    assert Assigned(at=AT, to_role="technician").to is None
    assert HandedOver(at=AT, to="li").to_role is None


@pytest.mark.parametrize("verb", ["Visited", "site visited", "", None, "acme..visited", "9lives", "visited", "remedy_offered"])
def test_a_verb_is_spelt_as_toml_and_json_spell_it(verb):
    """A firm's own class is refused when it is made, if its verb could not be written or has no dot: one of the library's promises its fields."""
    with pytest.raises(InvalidValueError, match=r"SiteVisited\.verb"):
        type("SiteVisited", (Event,), {"verb": verb})


def test_a_class_without_a_verb_gathers_fields_for_others():
    """Only what is to be recorded needs a verb; what derives from one of the library's events needs one of its own."""

    class Visit(Event):
        pass

    assert type("Told", (Visit,), {"verb": "acme.told"}).verb == "acme.told"
    with pytest.raises(InvalidValueError, match=r"LongCall\.verb"):
        type("LongCall", (Contacted,), {})
