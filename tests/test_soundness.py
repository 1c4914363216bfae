"""What a procedure must be before it is one."""

from __future__ import annotations

import pytest

from servrecov.errors import InvalidProcedureError
from servrecov.handling.procedure import Procedure
from servrecov.handling.step import Step


def step(verb: str, from_: object, to: str, **more: object) -> Step:
    return Step(verb=verb, from_=from_, to=to, **more)


SOUND = {
    "stages": ["received", "contacted", "resolved", "closed"],
    "initial": "received",
    "final": ["closed"],
    "steps": [
        step("contacted", "received", "contacted"),
        step("remedy_delivered", "contacted", "resolved"),
        step("followed_up", "resolved", "contacted", when={"satisfied": False}),
        step("closed", "resolved", "closed"),
        step("reopened", "closed", "contacted"),
    ],
    "anytime": ["noted"],
}


def refused(**changes: object) -> InvalidProcedureError:
    with pytest.raises(InvalidProcedureError) as caught:
        Procedure(**{**SOUND, **changes})
    return caught.value


def with_step(*steps: Step) -> dict[str, object]:
    return {"steps": [*SOUND["steps"], *steps]}


def test_the_sound_example_is_sound():
    """The example that the other tests break stands when nothing is broken."""
    assert Procedure(**SOUND).stage_names == ("received", "contacted", "resolved", "closed")


@pytest.mark.parametrize(
    ("changes", "where", "nearest"),
    [
        ({"initial": "recieved"}, "procedure.initial", "received"),
        ({"final": ["closed", "closd"]}, "procedure.final[1]", "closed"),
        (with_step(step("contacted", "resolvd", "contacted")), "procedure.steps[5].from[0]", "resolved"),
        (with_step(step("contacted", "resolved", "contactd")), "procedure.steps[5].to", "contacted"),
        (with_step(step("contackted", "resolved", "contacted")), "procedure.steps[5].verb", "contacted"),
        (with_step(step("contacted", "resolved", "contacted", requires="herd")), "procedure.steps[5].requires[0]", "heard"),
        (with_step(step("assessed", "resolved", "contacted", when={"vaild": True})), "procedure.steps[5].when", "valid"),
        (with_step(step("classified", "resolved", "contacted", when={"kind": "outcom"})), "procedure.steps[5].when['kind']", "outcome"),
        (with_step(step("classified", "resolved", "contacted", when={"risks": ["medai"]})), "procedure.steps[5].when['risks']", "media"),
        ({"anytime": ["notted"]}, "procedure.anytime[0]", "noted"),
    ],
)
def test_a_misspelt_name_is_named_with_the_nearest(changes, where, nearest):
    """A stage, verb, condition, field or value that is not known is named by its path, with what was probably meant."""
    error = refused(**changes)
    assert (error.where, error.nearest) == (where, nearest)


def test_a_value_that_a_field_cannot_hold_is_refused():
    """A wanted value is held to the field's own type, so that a step cannot wait for what never comes."""
    error = refused(**with_step(step("assessed", "resolved", "contacted", when={"valid": "yes"})))
    assert (error.where, error.value) == ("procedure.steps[5].when['valid']", "yes")
    for wanted in (True, None, ["media", "safety"]):
        field, verb = ("risks", "classified") if isinstance(wanted, list) else ("agrees", "verified")
        assert Procedure(**{**SOUND, **with_step(step(verb, "resolved", "contacted", when={field: wanted}))})


def test_a_firms_own_event_brings_its_own_fields():
    """Of a dotted verb the fields are not known, so any of them may be wanted."""
    assert Procedure(**{**SOUND, **with_step(step("acme.site_visited", "resolved", "contacted", when={"garage": "north"}))})


@pytest.mark.parametrize("verb", ["received", "retracted"])
def test_the_journals_own_events_are_no_steps(verb):
    """Neither the receipt nor a retraction is listed in a procedure."""
    assert refused(**with_step(step(verb, "resolved", "contacted"))).where == "procedure.steps[5].verb"
    assert refused(anytime=[verb]).where == "procedure.anytime[0]"


@pytest.mark.parametrize("verb", ["closed", "withdrawn", "merged", "reopened"])
def test_what_ends_or_reopens_a_case_moves_it(verb):
    """An ending that moved nothing would leave the stage and the clocks at odds."""
    assert refused(anytime=["noted", verb]).where == "procedure.anytime[1]"


def test_stages_are_named_once_and_end_somewhere():
    """A doubled stage, no final stage and an initial stage that is final are refused."""
    assert refused(stages=["received", "contacted", "received", "resolved", "closed"]).where == "procedure.stages[2]"
    assert refused(final=[]).where == "procedure.final"
    assert refused(initial="closed").where == "procedure.initial"


def test_every_stage_can_be_reached():
    """A stage that no step leads to is named."""
    error = refused(stages=[*SOUND["stages"], "lost"], steps=[*SOUND["steps"], step("closed", "lost", "closed")])
    assert (error.where, error.value) == ("procedure.stages[4]", "lost")


def test_every_open_stage_can_end():
    """A stage from which no way leads to a final one is named, also where it leads in a circle."""
    circle = [step("escalated", "contacted", "stuck"), step("listened", "stuck", "stuck")]
    error = refused(stages=[*SOUND["stages"], "stuck"], steps=[*SOUND["steps"], *circle])
    assert (error.where, error.value) == ("procedure.stages[4]", "stuck")


def test_a_final_stage_is_entered_by_an_ending_only():
    """Of all verbs only closed, withdrawn and merged lead to a final stage from elsewhere."""
    error = refused(**with_step(step("thanked", "resolved", "closed")))
    assert (error.where, error.value) == ("procedure.steps[5].verb", "thanked")
    assert Procedure(**{**SOUND, **with_step(step("withdrawn", "*", "closed"), step("thanked", "closed", "closed"))})


def test_a_final_stage_is_left_by_reopening_only():
    """Of all verbs only reopened leads back; an ending may lead from one final stage to another."""
    error = refused(**with_step(step("contacted", "closed", "contacted")))
    assert (error.where, error.value) == ("procedure.steps[5].verb", "contacted")
    assert Procedure(
        **{**SOUND, "stages": [*SOUND["stages"], "merged"], "final": ["closed", "merged"], **with_step(step("merged", "closed", "merged"))}
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({}, {}),
        ({"satisfied": True}, {}),
        ({"satisfied": True}, {"method": "call"}),
        ({"satisfied": True}, {"satisfied": (True, None)}),
        ({"method": ("call", "visit")}, {"method": ("visit", "letter")}),
    ],
)
def test_two_steps_that_one_event_could_fit_are_refused(one, other):
    """Steps from one stage on one verb must differ in a field that both name."""
    steps = [step("followed_up", "contacted", "resolved", when=one), step("followed_up", ["received", "contacted"], "contacted", when=other)]
    error = refused(**with_step(*steps))
    assert error.where == "procedure.steps[6].when"
    assert "steps[5]" in error.expected


def test_steps_that_differ_in_a_field_both_name_can_be_told_apart():
    """They may stand side by side, and so may equal ones from different stages."""
    steps = [
        step("followed_up", "contacted", "resolved", when={"satisfied": True}),
        step("followed_up", "contacted", "contacted", when={"satisfied": False}),
    ]
    assert Procedure(**{**SOUND, **with_step(*steps)})


def test_every_open_stage_stands_for_those_that_are_open():
    """The sign for every open stage clashes with a step that names one of them."""
    assert refused(**with_step(step("escalated", "*", "contacted"), step("escalated", "resolved", "resolved"))).where == "procedure.steps[6].when"
