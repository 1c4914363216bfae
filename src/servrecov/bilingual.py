"""Words in the library's two languages, written by whoever writes a playbook.

What lives here: `Text`, a sentence in English and Chinese, and the reading of its short forms. What does not: the library's own sentences
(`wording.py`, to read next) and terms with definitions (`terms.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import attrs

from servrecov import values
from servrecov.errors import InvalidValueError
from servrecov.language import language

__all__ = ["Text"]

_EXPECTED: Final = "text, or a table with `en` and `zh`"


@attrs.frozen(field_transformer=values.held)
class Text:
    """The same words in English and in Chinese; one of them may be missing.

    Attributes:
        en: The English words.
        zh: The Chinese words.

    Raises:
        InvalidValueError: There are no words at all.

    Example:
        >>> greeting = Text("Please take a seat.", "您请坐。")
        >>> str(greeting), greeting.in_("zh-CN")
        ('Please take a seat.', '您请坐。')
    """

    en: str = ""
    zh: str = ""

    def __attrs_post_init__(self) -> None:
        """Refuse what says nothing."""
        if not (self.en.strip() or self.zh.strip()):
            raise InvalidValueError("Text", (self.en, self.zh), "words in English, in Chinese or in both")

    def in_(self, lang: str) -> str:
        """Return the words in a language, or in the other one where they are missing.

        Raises:
            UnknownNameError: The library speaks another language than that.
        """
        return (self.zh or self.en) if language(lang) == "zh" else (self.en or self.zh)

    def __str__(self) -> str:
        """Say it in English, or in Chinese where there is no English."""
        return self.in_("en")


def as_text(value: Text | str | Mapping[str, str], where: str) -> Text:
    """Read a text: a `Text`, a bare English sentence, or a mapping with ``en`` and ``zh``.

    Raises:
        InvalidValueError: It is none of these, or has no words; the error names the place, and for an unknown key the nearest.

    Example:
        >>> as_text({"en": "Listen.", "zh": "倾听。"}, "aim").zh
        '倾听。'
    """
    if isinstance(value, Text):
        return value
    if not isinstance(value, (str, Mapping)):
        raise InvalidValueError(where, value, _EXPECTED)
    words = {"en": value} if isinstance(value, str) else value
    for key in words:
        if key not in ("en", "zh"):
            raise InvalidValueError(f"{where}.{key}", key, _EXPECTED, ("en", "zh"))
    try:
        return Text(**words)
    except InvalidValueError as error:
        raise InvalidValueError(where, value, error.expected) from error


def as_texts(value: Text | str | Mapping[str, str] | Iterable[Text | str | Mapping[str, str]], where: str) -> tuple[Text, ...]:
    """Read a list of texts; one text stands for a list of one.

    Raises:
        InvalidValueError: It is no such list.
    """
    if isinstance(value, (str, Text, Mapping)):
        return (as_text(value, where),)
    if isinstance(value, Iterable):
        return tuple(as_text(each, f"{where}[{index}]") for index, each in enumerate(value))
    raise InvalidValueError(where, value, "a list of texts")
