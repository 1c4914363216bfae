"""The catalogue of events: every one by its verb."""

from __future__ import annotations

import pytest

import servrecov
from servrecov.errors import UnknownNameError
from servrecov.journal.catalogue import EVENTS, check_verb
from servrecov.sentences import VERBS

PROMISED = [
    "Received",
    "Registered",
    "Acknowledged",
    "Contacted",
    "ContactAttempted",
    "Isolated",
    "Soothed",
    "Listened",
    "Recorded",
    "Verified",
    "Assessed",
    "Classified",
    "Assigned",
    "HandedOver",
    "JointMeeting",
    "CauseFound",
    "NeedAgreed",
    "RemedyProposed",
    "ApprovalRequested",
    "ApprovalGiven",
    "ApprovalDeclined",
    "RemedyOffered",
    "OfferAccepted",
    "OfferRefused",
    "Promised",
    "ProgressReported",
    "DelayNotified",
    "AwaitingCustomer",
    "CustomerReplied",
    "CustomerContactedUs",
    "Escalated",
    "Reported",
    "Referred",
    "MediaExposed",
    "Apologised",
    "Explained",
    "RemedyDelivered",
    "GoodsReturned",
    "Responded",
    "FollowedUp",
    "SurveyAnswered",
    "Thanked",
    "PreventionAgreed",
    "Closed",
    "Reopened",
    "Withdrawn",
    "Merged",
    "Retracted",
    "Noted",
]


def test_the_catalogue_is_complete():
    """Every event of the design is there under its verb, and reachable as a public name."""
    assert sorted(kind.__name__ for kind in EVENTS.values()) == sorted(PROMISED)
    assert all(getattr(servrecov, name) in EVENTS.values() for name in PROMISED)


def test_a_verb_is_its_class_in_snake_case():
    """So a log can be read without a table."""
    for verb, kind in EVENTS.items():
        assert verb == "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in kind.__name__).lstrip("_")
        assert kind.verb == verb


def test_every_event_has_a_name_in_both_languages():
    """Explanations speak of events by name."""
    assert set(VERBS) == set(EVENTS)


def test_an_unknown_verb_names_the_nearest():
    """A firm's own dotted verb is left to the firm."""
    assert check_verb("acme.site_visited", "steps[0].verb") == "acme.site_visited"
    with pytest.raises(UnknownNameError, match=r"steps\[0\]\.verb: got 'recieved'.*did you mean 'received'"):
        check_verb("recieved", "steps[0].verb")


@pytest.mark.parametrize("verb", [".", "acme.", ".visited", "A.B c", "acme.Visited", "acme..visited"])
def test_a_dotted_verb_is_spelled_as_an_event_spells_it(verb):
    """No event of a firm's own could have another verb, so a rule that waits for one would wait for ever."""
    with pytest.raises(UnknownNameError, match="a firm's own dotted verb"):
        check_verb(verb, "stop")
