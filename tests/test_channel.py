"""Channels: the ways the sources name."""

from __future__ import annotations

import pytest

from servrecov.complaint.channel import Channel


def test_the_lecture_s_four_ways_come_first():
    """In person, by phone, by letter, by a left message; each cites the lecture's term."""
    terms = ["现场投诉", "电话投诉", "信函投诉", "留言投诉"]
    assert [channel.source.locator for channel in list(Channel)[:4]] == [f"顾客的投诉方式: {term}" for term in terms]


def test_a_channel_is_the_way_of_any_event():
    """A call to the customer is no complaint by phone, so no label speaks of complaints."""
    assert [channel.zh for channel in list(Channel)[:4]] == ["当面", "电话", "信函", "留言"]
    assert [channel.zh for channel in Channel if "投诉" in channel.zh] == []


@pytest.mark.parametrize(
    "text",
    ["in_person", "phone", "letter", "message", "email", "web", "forum", "social_media", "maker_ticket", "third_party", "regulator", "on_site"],
)
def test_every_way_of_the_sources_has_a_channel(text):
    """Whatever a source names can be said."""
    assert Channel(text).value == text
