"""The two languages of the library, and how a label is chosen in one of them.

What lives here: `language`, which reads a language tag, and `label_in`, the one rule by which terms, stages, steps, roles, conditions and criteria are
named. What does not: the sentences (`sentences.py`) and how values are written into them (`wording.py`). Read `terms.py` next.
"""

from __future__ import annotations

import re
from typing import Final

from servrecov.errors import UnknownNameError

__all__ = ["LANGUAGES", "label_in", "language"]

LANGUAGES: Final = ("en", "zh")
"""English and Chinese."""

_JOINT: Final = re.compile("[-_]")
"""What joins the parts of a tag: a hyphen after BCP 47, an underscore as systems name their locales."""


def language(lang: str) -> str:
    """Return ``"en"`` or ``"zh"`` for a language tag such as ``"zh-CN"`` or ``"zh_CN"``.

    Raises:
        UnknownNameError: The library speaks neither.

    Example:
        >>> language("zh_CN"), language("en-GB")
        ('zh', 'en')
    """
    primary = _JOINT.split(lang, maxsplit=1)[0].lower() if isinstance(lang, str) else lang
    if primary in LANGUAGES:
        return primary
    raise UnknownNameError("lang", lang, 'a language the library speaks: "en" or "zh"', LANGUAGES)


def label_in(lang: str, label: str, zh: str, name: str = "") -> str:
    """Choose a label: in Chinese the Chinese one, or the English one where it is missing; without labels the name in words.

    Args:
        lang: ``"en"`` or ``"zh"``, or a kind of them.
        label: The English label, or ``""``.
        zh: The Chinese label, or ``""``.
        name: The name as data spell it.

    Raises:
        UnknownNameError: The library does not speak the language.

    Example:
        >>> label_in("zh", "Contacted", "已联系"), label_in("zh", "Contacted", ""), label_in("en", "", "已联系", "contacted_again")
        ('已联系', 'Contacted', 'contacted again')
    """
    chosen = zh or label if language(lang) == "zh" else label
    return chosen or name.replace("_", " ")
