"""What holds for every vocabulary: words on each member, equality with text, helpful refusals."""

from __future__ import annotations

import copy
import pickle
import re

import pytest

from servrecov import lexicon
from servrecov.errors import UnknownNameError
from servrecov.source import Source
from servrecov.terms import Justice, Practice, Term

VOCABULARIES = lexicon._VOCABULARIES
MEMBERS = [member for vocabulary in VOCABULARIES for member in vocabulary]

every_member = pytest.mark.parametrize("member", MEMBERS, ids=repr)
every_vocabulary = pytest.mark.parametrize("vocabulary", VOCABULARIES, ids=lambda vocabulary: vocabulary.__name__)


@every_member
def test_every_member_carries_its_words(member):
    """Label, Chinese label, definition and source are all there, the definition as a sentence."""
    assert member.label
    assert member.label[0].isupper()
    assert re.search(r"[\u4e00-\u9fff]", member.zh)
    assert member.definition.endswith(".")
    assert isinstance(member.source, Source)
    assert member.source.title


@every_member
def test_every_member_is_its_text(member):
    """A member equals its text, hashes like it and is found by it."""
    vocabulary = type(member)

    assert member == member.value
    assert hash(member) == hash(member.value)
    assert str(member) == member.value
    assert vocabulary(member.value) is member


@every_member
def test_every_member_is_one_object_for_ever(member):
    """Copies and pickles come back as the member itself."""
    assert copy.deepcopy(member) is member
    assert pickle.loads(pickle.dumps(member)) is member  # noqa: S301  (our own bytes)


@every_vocabulary
def test_the_values_of_a_vocabulary_are_lower_case_words(vocabulary):
    """They are spelled the same in TOML and JSON, and none stands twice."""
    assert all(re.fullmatch(r"[a-z0-9]+([_.][a-z0-9]+)*", member.value) for member in vocabulary)
    assert len(vocabulary) == len(vocabulary.__members__)


@every_vocabulary
def test_the_labels_of_a_vocabulary_tell_its_members_apart(vocabulary):
    """No two members share a label, a Chinese label or a definition."""
    for word in ("label", "zh", "definition"):
        assert len({getattr(member, word) for member in vocabulary}) == len(vocabulary)


@every_vocabulary
def test_an_unknown_text_is_refused_with_the_nearest_member(vocabulary):
    """A slip of the pen is pointed out by name."""
    value = next(iter(vocabulary)).value

    with pytest.raises(UnknownNameError) as caught:
        vocabulary(value + "x")

    assert caught.value.where == vocabulary.__name__
    assert caught.value.nearest in {member.value for member in vocabulary}
    assert value in str(caught.value)


def test_the_labels_come_in_two_languages():
    """Any kind of Chinese gets the Chinese label, any English the English one, and another language is refused."""
    assert {Justice.OUTCOME.label_in(lang) for lang in ("zh", "zh-CN", "zh_CN", "ZH-Hant")} == {"结果公平"}
    assert {Justice.OUTCOME.label_in(lang) for lang in ("en", "en-GB", "EN_us")} == {"Outcome justice"}
    with pytest.raises(UnknownNameError, match="lang: got 'fr'"):
        Justice.OUTCOME.label_in("fr")


def test_the_name_of_interactional_justice_is_the_lecture_s():
    """What is cited holds the term; the name that other texts use is in the definition."""
    assert (Justice.INTERACTIONAL.zh, Justice.INTERACTIONAL.source.locator) == ("交往公平", "交往公平性")
    assert "互动公平" in Justice.INTERACTIONAL.definition


def test_the_contract_s_own_members_are_there():
    """The two vocabularies that no chapter owns have the members of the design."""
    assert [member.value for member in Justice] == ["outcome", "procedural", "interactional"]
    assert [member.value for member in Practice] == ["current", "historic"]


def test_a_member_without_its_words_cannot_be_defined():
    """A term that somebody forgot to define is refused when its class is made."""
    with pytest.raises(ValueError, match="not enough values"):

        class Bare(Term):
            ONE = ("one", "One")
