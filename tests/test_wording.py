"""Wording: how values are written in both languages."""

from __future__ import annotations

import string
from datetime import timedelta

import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st

from servrecov.complaint.failure import Severity
from servrecov.sentences import SENTENCES, VERBS
from servrecov.testing.strategies import aware_datetimes
from servrecov.wording import say, written, written_length, written_offset, written_time, written_verb

AT = pendulum.datetime(2026, 3, 2, 18, 30, tz="Asia/Shanghai")


def test_an_instant_is_written_with_its_offset():
    """Unless the reader knows the zone."""
    assert written_time(AT) == "2026-03-02 18:30 +08:00"
    assert written_time(AT, "zh") == "2026年3月2日18:30（UTC+08:00）"
    assert written_time(AT, offset=False) == "2026-03-02 18:30"
    assert written_time(AT, "zh", offset=False) == "2026年3月2日18:30"
    assert written_time(AT.add(seconds=5)) == "2026-03-02 18:30:05 +08:00"
    assert written_offset(AT.in_tz("America/New_York")) == "-05:00"


def test_the_last_microsecond_of_a_day_is_its_midnight():
    """A customer is not told of microseconds."""
    assert written_time(AT.end_of("day")) == "2026-03-02 24:00 +08:00"


def test_a_length_is_written_in_its_largest_units():
    """A part of a second counts as one; in open time, hours are not gathered into days."""
    assert written_length(timedelta(days=2, hours=1, minutes=30)) == "2 d 1 h 30 min"
    assert written_length(timedelta(days=2, hours=1), "zh") == "2天1小时"
    assert written_length(timedelta(days=2, hours=1), days=False) == "49 h"
    assert written_length(timedelta(microseconds=1)) == "1 s"
    assert written_length(timedelta(hours=-2)) == "2 h"
    assert (written_length(timedelta()), written_length(timedelta(), "zh")) == ("0 min", "0分钟")


@given(st.timedeltas(min_value=timedelta(), max_value=timedelta(days=400)), st.booleans())
def test_a_written_length_can_be_added_up_again(length, days):
    """Its parts make up the length, rounded up to a second."""
    size = {"d": 86_400, "h": 3_600, "min": 60, "s": 1}
    words = written_length(length, days=days).split()
    seconds = sum(int(count) * size[unit] for count, unit in zip(words[::2], words[1::2], strict=True))
    assert timedelta(0) <= timedelta(seconds=seconds) - length < timedelta(seconds=1)


@given(aware_datetimes())
def test_every_instant_can_be_written(at):
    """In both languages, with an offset."""
    assert written_offset(at) in written_time(at)
    assert written_offset(at) in written_time(at, "zh")


def test_a_value_is_written_as_the_language_writes_it():
    """A term by its label, an instant, a length, anything else by its text."""
    assert [written(Severity.MAJOR, lang) for lang in ("en", "zh")] == [Severity.MAJOR.label, Severity.MAJOR.zh]
    assert written(AT, "zh") == written_time(AT, "zh")
    assert written(timedelta(hours=2), "zh") == "2小时"
    assert written("maker", "zh") == "maker"


def test_an_event_is_called_by_its_name():
    """One that is not ours is its own name."""
    assert [written_verb("contacted", lang) for lang in ("en", "zh")] == list(VERBS["contacted"])
    assert written_verb("acme.site_visited", "zh") == "acme.site_visited"


def test_a_sentence_is_filled():
    """By key, in one language or the other."""
    assert say("deadline.late_by", "en", length=timedelta(hours=2)) == "overdue by 2 h"
    assert say("deadline.late_by", "zh", length=timedelta(hours=2)) == "已逾期2小时"


@pytest.mark.parametrize("key", sorted(SENTENCES))
def test_both_languages_speak_of_the_same(key):
    """A sentence and its translation have the same places, save for plural and number words; the Chinese one has no Western punctuation."""
    english, chinese = SENTENCES[key]
    places = [{name for _, name, _, _ in string.Formatter().parse(sentence) if name} for sentence in (english, chinese)]

    assert places[0] == places[1] or places == [{"plain"}, {"n"}]
    assert not set(chinese) & set(",;()!?") or not any("一" <= letter <= "鿿" for letter in chinese)


@pytest.mark.parametrize("elsewhere", ["撤诉", "限额", "立会", "评判时限", "评判承诺"])
def test_the_chinese_is_what_a_complaints_desk_says(elsewhere):
    """A complaint is taken back and no lawsuit withdrawn, a time is allowed and no sum limited; the seed's own word for a meeting is in brackets."""
    said = [chinese.replace("（立会）", "") for _, chinese in (*SENTENCES.values(), *VERBS.values())]
    assert [chinese for chinese in said if elsewhere in chinese] == []
