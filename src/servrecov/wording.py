"""How the library says things in English and in Chinese: sentences filled, times and lengths written, events named.

What lives here: `say`, and how each kind of value is written. What does not: the sentences (`sentences.py`) and terms with definitions, which carry
their own labels (`terms.py`). Read `money.py` next.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from servrecov.language import language
from servrecov.sentences import SENTENCES, VERBS
from servrecov.terms import Term

__all__ = ["say", "written", "written_length", "written_offset", "written_time", "written_verb"]


def written_offset(at: datetime) -> str:
    """Write the offset of an instant: ``+08:00``."""
    offset = at.strftime("%z")
    return f"{offset[:3]}:{offset[3:5]}"


def written_time(at: datetime, lang: str = "en", *, offset: bool = True) -> str:
    """Write an instant: ``2026-03-02 18:30 +08:00``, ``2026年3月2日18:30（UTC+08:00）``; the last microsecond of a day as 24:00.

    Args:
        at: The instant, in the zone in which it is shown.
        lang: ``"en"`` or ``"zh"``.
        offset: Whether to name the offset; without it the reader must know the zone.
    """
    chinese = language(lang) == "zh"
    day = f"{at.year}年{at.month}月{at.day}日" if chinese else f"{at:%Y-%m-%d} "
    if (at.hour, at.minute, at.second, at.microsecond) == (23, 59, 59, 999999):
        clock = "24:00"
    else:
        clock = f"{at:%H:%M}" if not (at.second or at.microsecond) else f"{at:%H:%M:%S}"
    zone = "" if not offset else f"（UTC{written_offset(at)}）" if chinese else f" {written_offset(at)}"
    return f"{day}{clock}{zone}"


_UNITS: Final = (
    (timedelta(days=1), "d", "天"),
    (timedelta(hours=1), "h", "小时"),
    (timedelta(minutes=1), "min", "分钟"),
    (timedelta(seconds=1), "s", "秒"),
)


def written_length(length: timedelta, lang: str = "en", *, days: bool = True) -> str:
    """Write a length in its largest units: ``1 h 30 min``, ``1小时30分钟``.

    Args:
        length: The length; its sign is left to the sentence, and a part of a second counts as one.
        lang: ``"en"`` or ``"zh"``.
        days: Whether 24 hours are a day, as they are not in open time.
    """
    chinese = language(lang) == "zh"
    rest = abs(length)
    if rest % timedelta(seconds=1):
        rest += timedelta(seconds=1) - rest % timedelta(seconds=1)
    parts = []
    for unit, english, zh in _UNITS if days else _UNITS[1:]:
        count, rest = divmod(rest, unit)
        if count:
            parts.append(f"{count}{zh}" if chinese else f"{count} {english}")
    return ("" if chinese else " ").join(parts) or ("0分钟" if chinese else "0 min")


def written(value: object, lang: str) -> str:
    """Write a value into a sentence: a term by its label, an instant, a length, else its own text."""
    if isinstance(value, Term):
        return value.label_in(language(lang))
    if isinstance(value, datetime):
        return written_time(value, lang)
    if isinstance(value, timedelta):
        return written_length(value, lang)
    return str(value)


def written_verb(verb: str, lang: str = "en") -> str:
    """Name an event: ``contacted`` as "customer contacted", 已联系客户; an unknown verb is its own name."""
    english, chinese = VERBS.get(verb, (verb, verb))
    return chinese if language(lang) == "zh" else english


def say(key: str, lang: str, /, **values: object) -> str:
    """Say a sentence in a language.

    Args:
        key: The sentence.
        lang: ``"en"`` or ``"zh"``.
        values: What it speaks of; terms, instants and lengths are written as the language writes them.
    """
    english, chinese = SENTENCES[key]
    sentence = chinese if language(lang) == "zh" else english
    return sentence.format(**{name: written(value, lang) for name, value in values.items()})
