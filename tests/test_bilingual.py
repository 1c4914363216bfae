"""Words in two languages."""

from __future__ import annotations

import pytest

from servrecov.bilingual import Text, as_text, as_texts
from servrecov.errors import InvalidValueError, UnknownNameError


def test_a_text_speaks_the_language_asked_for_or_the_other():
    """Where one language is missing the other is said; a language that is neither is refused."""
    both, english, chinese = Text("Listen.", "倾听。"), Text("Listen."), Text(zh="倾听。")
    assert [text.in_("zh") for text in (both, english, chinese)] == ["倾听。", "Listen.", "倾听。"]
    assert [str(text) for text in (both, english, chinese)] == ["Listen.", "Listen.", "倾听。"]
    with pytest.raises(UnknownNameError):
        both.in_("fr")


@pytest.mark.parametrize("words", [("", ""), (" ", "\n")])
def test_a_text_says_something(words):
    """A text without words is refused."""
    with pytest.raises(InvalidValueError, match="words in English"):
        Text(*words)


def test_short_forms_mean_the_same():
    """A bare sentence is English; a table names its languages; one text stands for a list of one."""
    assert as_text("Listen.", "do") == as_text({"en": "Listen."}, "do") == as_text(Text("Listen."), "do")
    assert as_texts("Listen.", "do") == as_texts({"en": "Listen."}, "do") == as_texts([Text("Listen.")], "do") == (Text("Listen."),)
    assert as_texts((), "do") == ()


@pytest.mark.parametrize(("value", "where"), [(3, "do"), ([3], r"do\[0\]"), (["a", {"de": "b"}], r"do\[1\]")])
def test_what_is_no_text_is_named_by_its_place(value, where):
    """A number, and a table of another language, are refused."""
    with pytest.raises(InvalidValueError, match=where):
        as_texts(value, "do")


def test_a_misspelt_language_is_named_with_the_nearest():
    """A table may hold two keys; another one is told, and so is a table without words."""
    with pytest.raises(InvalidValueError) as caught:
        as_text({"en": "Listen.", "zhh": "倾听。"}, "aim")
    assert (caught.value.where, caught.value.value, caught.value.nearest) == ("aim.zhh", "zhh", "zh")
    with pytest.raises(InvalidValueError, match=r"aim: got \{\}"):
        as_text({}, "aim")


def test_a_list_of_texts_is_a_list():
    """What cannot be gone through is no list of texts."""
    with pytest.raises(InvalidValueError, match="a list of texts"):
        as_texts(None, "do")
