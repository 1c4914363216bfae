"""Motives and reasons: the counts of the sources."""

from __future__ import annotations

from servrecov.complaint.motive import Motive, ReasonNotToComplain, ReasonToComplain, ReasonToSwitch


def test_the_motives_are_the_lecture_s_five():
    """Respect, venting, compensation, opinions and self-display, in its words."""
    assert [motive.zh for motive in Motive] == ["求尊重", "求发泄", "求补偿", "提意见", "求自我表现"]


def test_the_reasons_to_switch_are_keaveney_s_eight():
    """Eight categories, in the order of the abstract."""
    assert [reason.value for reason in ReasonToSwitch] == [
        "pricing",
        "inconvenience",
        "core_failure",
        "encounter_failure",
        "failed_response",
        "competition",
        "ethical_problems",
        "involuntary",
    ]


def test_the_reasons_for_and_against_complaining_are_the_union_of_the_sources():
    """Four of the study and four of the training for it; nine different ones of three sources against it."""
    assert len(ReasonToComplain) == 8
    assert len(ReasonNotToComplain) == 9
    assert len({reason.source.title for reason in ReasonNotToComplain}) == 3
