"""Channels: the ways the sources name."""

from __future__ import annotations

import pytest

from servrecov.complaint.channel import Channel


def test_the_lecture_s_four_ways_come_first():
    """In person, by phone, by letter, by a left message, in its words."""
    assert [channel.zh for channel in list(Channel)[:4]] == ["现场投诉", "电话投诉", "信函投诉", "留言投诉"]


@pytest.mark.parametrize(
    "text",
    ["in_person", "phone", "letter", "message", "email", "web", "forum", "social_media", "maker_ticket", "third_party", "regulator", "on_site"],
)
def test_every_way_of_the_sources_has_a_channel(text):
    """Whatever a source names can be said."""
    assert Channel(text).value == text
