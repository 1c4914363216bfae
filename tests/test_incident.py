"""Critical incidents: four groups and their sub-types."""

from __future__ import annotations

import pytest

from servrecov.complaint.incident import Incident

GROUPS = [Incident.DELIVERY_FAILURE, Incident.NEEDS_AND_REQUESTS, Incident.UNPROMPTED_ACTION, Incident.PROBLEM_CUSTOMER]


def test_there_are_four_groups():
    """A group is its own group, and there are the four of the slides."""
    assert [incident for incident in Incident if incident.group is incident] == GROUPS


def test_the_groups_have_the_sub_types_of_the_studies():
    """Three, four, five and four sub-types."""
    assert [len(group.subtypes) for group in GROUPS] == [3, 4, 5, 4]


def test_every_incident_is_a_group_or_a_sub_type_of_exactly_one():
    """The groups and their sub-types together are the whole vocabulary."""
    listed = [incident for group in GROUPS for incident in (group, *group.subtypes)]

    assert sorted(listed) == sorted(Incident)


@pytest.mark.parametrize("incident", Incident)
def test_a_sub_type_s_text_begins_with_its_group_s(incident):
    """Text and group agree, and a sub-type has no sub-types of its own."""
    assert incident.value.startswith(incident.group.value)
    assert incident.group.group is incident.group
    assert incident is incident.group or incident.subtypes == ()
