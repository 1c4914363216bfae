"""Lives that a playbook allows, as tests of services draw them."""

from __future__ import annotations

import attrs
from hypothesis import find, given

import servrecov as sr
from servrecov.journal.catalogue import EVENTS
from servrecov.testing.walks import WALK_BEGINS, act, walks

DEALERSHIP = sr.load_playbook("dealership")
SILENT = attrs.evolve(DEALERSHIP, authority=sr.Authority(tiers=[sr.Tier(role="adviser")], default_role="adviser"))
OWN_EVENTS = sr.Playbook(
    code="acme",
    version="1",
    title="Acme",
    procedure=sr.Procedure(
        stages=["received", "visited", "closed"],
        initial="received",
        final="closed",
        steps=[
            sr.Step(verb="acme.visited", from_="received", to="visited"),
            sr.Step(verb="closed", from_="*", to="closed", when={"outcome": ("a", "b")}),
        ],
    ),
)


def test_every_shipped_event_can_be_made_by_its_verb():
    """Whatever an event is meaningless without is filled in, and may be given."""
    assert all(act(verb, WALK_BEGINS, **({"entry": 1} if verb == "retracted" else {})).verb == verb for verb in EVENTS)
    assert act("merged", WALK_BEGINS, into="C-9").into == "C-9"


def test_a_walk_gets_far():
    """Among the walks of a procedure are some that go through half of it."""
    case = find(walks(DEALERSHIP), lambda case: case.stage in {"offered", "unsatisfied", "reported"})
    assert [event.verb for event in case.journal][:3] == ["received", "contacted", "listened"]


@given(walks(SILENT))
def test_a_walk_takes_no_for_an_answer(case):
    """Where nobody may offer anything, the walk goes on without offers."""
    assert "remedy_offered" not in {event.verb for event in case.journal}


@given(walks(OWN_EVENTS))
def test_a_walk_leaves_a_firms_own_events_alone(case):
    """Events that the library does not know are not made up; what is left of the procedure is walked, and values are taken from what a step wants."""
    assert [event.verb for event in case.journal] in (["received"], ["received", "closed"])
    assert all(event.outcome == "a" for event in case.journal[1:])
