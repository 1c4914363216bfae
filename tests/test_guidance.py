"""What to do and to avoid, stage by stage."""

from __future__ import annotations

import pickle

import pytest

from servrecov.bilingual import Text
from servrecov.errors import InvalidValueError, UnknownNameError
from servrecov.handling.guidance import Guidance, GuidanceBook, Principle

BOOK = GuidanceBook(
    entries=[
        Guidance(
            stage="received",
            aim={"en": "Make the customer feel welcome.", "zh": "让客户感到受欢迎。"},
            do=["Offer a seat.", Text("Offer water.", "递一杯温水。")],
            avoid="Argue.",
            phrases=[{"zh": "您请坐。"}],
        ),
        Guidance(stage="closed"),
    ],
    principles=[
        Principle(code="feelings_first", text="Feelings before the matter."),
        Principle(code="media_first", text="Not being in the media is the supreme principle.", practice="historic"),
    ],
)


def test_advice_is_found_by_stage():
    """A stage without advice has none; what is not said stays empty."""
    advice = BOOK.at("received")
    assert advice is not None
    assert [str(text) for text in advice.do] == ["Offer a seat.", "Offer water."]
    assert (advice.avoid, advice.phrases[0].in_("en")) == ((Text("Argue."),), "您请坐。")
    assert BOOK.at("closed") == Guidance(stage="closed")
    assert BOOK.at("contacted") is None


def test_a_historic_practice_is_kept_and_not_advised():
    """It can be read by its code, and is not among the principles in force."""
    assert [principle.code for principle in BOOK.principles_in_force] == ["feelings_first"]
    assert BOOK.principle("media_first").practice.value == "historic"
    with pytest.raises(UnknownNameError, match="did you mean 'feelings_first'"):
        BOOK.principle("feeling_first")


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"entries": [Guidance(stage="a"), Guidance(stage="a")]}, r"guidance\.entries\[1\]\.stage"),
        ({"entries": [Guidance(stage=" ")]}, r"guidance\.entries\[0\]\.stage"),
        ({"principles": [Principle(code="a", text="A."), Principle(code="a", text="B.")]}, r"guidance\.principles\[1\]\.code"),
    ],
)
def test_advice_is_given_once(changes, where):
    """A stage or a code that is there twice, or is empty, is named by its place."""
    with pytest.raises(InvalidValueError, match=where):
        GuidanceBook(**changes)


@pytest.mark.parametrize(
    ("cls", "field", "where"),
    [
        (Guidance, "aim", "Guidance.aim"),
        (Guidance, "do", "Guidance.do"),
        (Guidance, "avoid", "Guidance.avoid"),
        (Guidance, "phrases", "Guidance.phrases"),
    ],
)
def test_what_is_no_text_is_refused(cls, field, where):
    """Each field names itself."""
    with pytest.raises(InvalidValueError, match=where):
        cls(stage="received", **{field: 3})


def test_a_principle_needs_words():
    """Its rule is a text, and its practice one that is known."""
    with pytest.raises(InvalidValueError, match=r"Principle\.text"):
        Principle(code="a", text=None)
    with pytest.raises(UnknownNameError, match=r"Principle\.practice"):
        Principle(code="a", text="A.", practice="ancient")


def test_a_book_is_a_value():
    """It is equal by content, can be hashed and survives pickling."""
    again = pickle.loads(pickle.dumps(BOOK))  # noqa: S301  (our own bytes)
    assert (again, hash(again)) == (BOOK, hash(BOOK))
