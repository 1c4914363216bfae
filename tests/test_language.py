"""The two languages, and one rule for every label."""

from __future__ import annotations

import pytest

from servrecov.bilingual import Text
from servrecov.errors import UnknownNameError
from servrecov.fairness.criteria import CRITERIA
from servrecov.handling.condition import CONDITIONS
from servrecov.handling.step import Stage, Step
from servrecov.handling.tier import Tier
from servrecov.language import label_in, language
from servrecov.terms import Justice


def test_a_language_is_told_by_its_tag():
    """A region or a script does not matter, nor which sign joins it."""
    assert [language(tag) for tag in ("en", "zh", "zh-CN", "EN-gb", "zh_CN", "zh-Hans-CN")] == ["en", "zh", "zh", "en", "zh", "zh"]


@pytest.mark.parametrize("tag", ["de", "", None, "eng", 5])
def test_another_language_is_refused(tag):
    """The error names those that are spoken."""
    with pytest.raises(UnknownNameError, match=r'lang: got .*, expected a language the library speaks: "en" or "zh"'):
        language(tag)


def test_a_label_is_chosen_and_never_empty():
    """In Chinese the English label stands in for a missing one; without labels the name does."""
    assert [label_in("zh", *words) for words in (("a", "b"), ("a", ""), ("", "", "a_b"))] == ["b", "a", "a b"]
    assert [label_in("en", *words) for words in (("a", "b"), ("", "b", "a_b"), ("", "", "a_b"))] == ["a", "a b", "a b"]


LABELLED = {
    "term": Justice.OUTCOME.label_in,
    "criterion": CRITERIA["apology"].label_in,
    "stage": Stage("received", zh="已收到").label_in,
    "step": Step(verb="closed", from_="a", to="b").label_in,
    "tier": Tier(role="adviser", zh="服务顾问").label_in,
    "condition": CONDITIONS["heard"].label_in,
    "text": Text("Listen.", "倾听。").in_,
}


@pytest.mark.parametrize("name", LABELLED)
def test_whatever_has_a_label_is_named_by_one_rule(name):
    """Every kind of Chinese is Chinese, and what the library does not speak is refused, never answered in English."""
    named = LABELLED[name]
    assert named("zh") == named("zh_CN") == named("ZH-hant") != named("en") == named("en_GB")
    with pytest.raises(UnknownNameError, match="'fr'"):
        named("fr")
