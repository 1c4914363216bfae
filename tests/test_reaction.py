"""Reactions: which of them one customer can show together, and the vocabularies beside them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servrecov.complaint.reaction import ComplainerStyle, InfluenceFactor, Reaction

reactions = st.sampled_from(Reaction)


@pytest.mark.parametrize("reaction", Reaction)
def test_switching_may_accompany_any_reaction(reaction):
    """The lecture lists switching alongside all the others."""
    assert Reaction.SWITCH.may_accompany(reaction)


@pytest.mark.parametrize("reaction", [reaction for reaction in Reaction if reaction not in {Reaction.SILENCE, Reaction.SWITCH}])
def test_silence_excludes_every_word(reaction):
    """Whoever tells anybody is not silent."""
    assert not Reaction.SILENCE.may_accompany(reaction)


@given(reactions, reactions)
def test_company_is_mutual(one, other):
    """If one may accompany the other, so may the other the one; each goes with itself."""
    assert one.may_accompany(other) == other.may_accompany(one)
    assert one.may_accompany(one)


def test_everything_said_aloud_combines():
    """Complaining, warning others and going to a third party may all be done at once."""
    assert Reaction.COMPLAIN_TO_PROVIDER.may_accompany(Reaction.COMPLAIN_TO_THIRD_PARTY)
    assert Reaction.NEGATIVE_WORD_OF_MOUTH.may_accompany(Reaction.LEGAL_ACTION)


def test_the_styles_are_the_lecture_s_four():
    """The four of the contract, with the lecture's own words."""
    assert [(style.value, style.zh) for style in ComplainerStyle] == [
        ("passive", "消极者"),
        ("voicer", "发言者"),
        ("irate", "发怒者"),
        ("activist", "积极分子"),
    ]


def test_seven_things_sway_whether_somebody_complains():
    """The lecture counts seven."""
    assert len(InfluenceFactor) == 7
