"""Stages, steps and shared parts, as data."""

from __future__ import annotations

import pickle

import pendulum
import pytest

from servrecov.errors import InvalidProcedureError, InvalidValueError
from servrecov.handling.step import ProcedurePart, Stage, Step
from servrecov.journal.closing import FollowedUp
from servrecov.journal.intake import Contacted

AT = pendulum.datetime(2026, 3, 2, 9)


def test_one_name_stands_for_a_list_and_an_event_class_for_its_verb():
    """The short forms of a step mean the same as the long ones, and the step can be hashed."""
    short = Step(verb=Contacted, from_="received", to="contacted", requires="heard", roles="adviser", when={"role": ["a", "b"]})
    long = Step(verb="contacted", from_=["received"], to="contacted", requires=["heard"], roles=("adviser", "adviser"), when={"role": ("a", "b")})
    assert short == long
    assert hash(short) == hash(long)
    assert pickle.loads(pickle.dumps(short)) == long  # noqa: S301  (our own bytes)


@pytest.mark.parametrize("name", ["", " ", "*", " received", "two\nlines", "="])
def test_a_stage_needs_a_name_of_its_own(name):
    """An empty name, the signs for every open stage and for the same one, and a name with stray blanks are refused."""
    with pytest.raises(InvalidProcedureError, match=r"Stage\.name"):
        Stage(name)


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"from_": []}, "Step.from"),
        ({"from_": 3}, "Step.from"),
        ({"from_": {"received": 1}}, "Step.from"),
        ({"from_": [3]}, r"Step.from\[0\]"),
        ({"verb": 3}, "Step.verb"),
        ({"verb": int}, "Step.verb"),
        ({"requires": 3}, "Step.requires"),
        ({"roles": {"a": 1}}, "Step.roles"),
        ({"when": "satisfied"}, "Step.when"),
        ({"when": {"satisfied": [{}]}}, r"Step.when\['satisfied'\]"),
        ({"when": {"satisfied": []}}, r"Step.when\['satisfied'\]"),
        ({"when": {1: True}}, r"Step.when\[1\]"),
        ({"to": None}, "Step.to"),
    ],
)
def test_a_field_of_another_type_is_refused_by_its_place(fields, where):
    """What a field of a step cannot hold is named with its place."""
    with pytest.raises(InvalidValueError, match=where):
        Step(**{"verb": "contacted", "from_": "received", "to": "contacted", **fields})


def test_a_step_fits_an_event_by_the_events_own_fields():
    """A list of wanted values means any of them, and a field that the event lacks never matches."""
    step = Step(verb="followed_up", from_="a", to="b", when={"satisfied": False, "method": ["call", "visit"]})
    assert step.fits(FollowedUp(at=AT, satisfied=False, method="call"))
    assert not step.fits(FollowedUp(at=AT, satisfied=False))
    assert not step.fits(Contacted(at=AT))
    assert Step(verb="contacted", from_="a", to="b").fits(Contacted(at=AT))


def test_a_step_admits_its_roles_and_whoever_is_not_known():
    """A known role must be listed; an unknown one is believed; a step without roles is open to all."""
    step = Step(verb="contacted", from_="a", to="b", roles=["manager"])
    assert [step.admits(role) for role in ("manager", "adviser", None)] == [True, False, True]
    assert Step(verb="contacted", from_="a", to="b").admits("adviser")


def test_labels_fall_back_to_what_is_known():
    """A missing Chinese label gives the English one, and no label at all the name."""
    assert [Stage("in_work").label_in(lang) for lang in ("en", "zh")] == ["in work", "in work"]
    assert [Stage("in_work", label="At work").label_in(lang) for lang in ("en", "zh")] == ["At work", "At work"]
    step = Step(verb="contacted", from_="a", to="b")
    assert [step.label_in(lang) for lang in ("en", "zh")] == ["customer contacted", "已联系客户"]
    named = Step(verb="contacted", from_="a", to="b", label="Call back", zh="回电")
    assert [named.label_in(lang) for lang in ("en", "zh")] == ["Call back", "回电"]


def test_parts_join_without_doubling_what_they_share():
    """A stage of two parts is one, with the later labels; equal steps, finals and verbs are kept once; the later initial stage counts."""
    close = Step(verb="closed", from_="*", to="closed")
    shared = ProcedurePart(
        stages=[Stage("open", label="Open", zh="处理中"), "closed"], initial="open", final="closed", steps=[close], anytime="noted"
    )
    own = ProcedurePart(stages=["new", Stage("open", label="At work")], initial="new", final=["closed"], steps=[close], anytime=["noted", Contacted])
    joined = shared.with_part(own)
    assert joined.stages == (Stage("open", label="At work", zh="处理中"), Stage("closed"), Stage("new"))
    assert (joined.initial, joined.final, joined.steps, joined.anytime) == ("new", ("closed",), (close,), ("noted", "contacted"))
    assert shared.with_part(ProcedurePart()) == shared


def test_a_part_refuses_what_is_no_list_of_stages_or_verbs():
    """Neither a number for stages nor a table for verbs is read as something else."""
    with pytest.raises(InvalidProcedureError, match=r"ProcedurePart\.stages"):
        ProcedurePart(stages=3)
    with pytest.raises(InvalidProcedureError, match=r"ProcedurePart\.anytime"):
        ProcedurePart(anytime={"noted": True})
    with pytest.raises(InvalidValueError, match=r"ProcedurePart\.stages\[1\]"):
        ProcedurePart(stages=["a", 3])
