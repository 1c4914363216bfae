from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servrecov.deadline.clock import Clock, Extension, InForce
from servrecov.deadline.cue import SILENT, cues_of, meant
from servrecov.journal.match import On, matches_any

REJECTED = On("responded", kind="rejected")


def test_a_verb_alone_means_every_event_of_it():
    """Such a matcher need not be asked again, even beside one that wants more."""
    assert cues_of({"stop": (REJECTED, On("responded"))}, ())["responded"].stop is True


def test_wanted_values_are_asked_for_each_event():
    """Only then does the event itself decide."""
    cue = cues_of({"stop": (REJECTED, On("closed"))}, ())["responded"]

    assert cue.stop == (REJECTED,)
    assert meant(cue.stop, SimpleNamespace(verb="responded", kind="rejected"))
    assert not meant(cue.stop, SimpleNamespace(verb="responded", kind="accepted"))


def test_extensions_keep_their_place():
    """Two extensions may hang on one verb, and one that does not is left out."""
    cues = cues_of({}, [(On("delayed"),), (On("asked"),), (On("delayed", by="boss"),)])

    assert cues["delayed"].extend == ((0, True), (2, (On("delayed", by="boss"),)))


@pytest.mark.parametrize(
    ("verb", "cancels", "prepares"), [("withdrawn", True, False), ("merged", True, False), ("closed", False, True), ("reopened", False, True)]
)
def test_four_verbs_concern_every_clock(verb, cancels, prepares):
    """A clock that names none of them is still ended by withdrawing and merging, and told of closing and reopening."""
    cue = Clock(name="c", start="a", within="1 hour").cues[verb]

    assert (cue.cancel, cue.prepares) == (cancels, prepares)


def test_a_date_on_which_the_law_is_judged_is_prepared_for():
    """It is kept before anything else happens at that event."""
    clock = Clock(name="c", start="a", within="1 hour", in_force=InForce(judged_at="signed"))

    assert clock.cues["signed"].prepares
    assert clock.cues["signed"].judged is True


def test_silence_means_nothing():
    """A verb that does not concern a clock does nothing to it."""
    assert not any(SILENT)


VERBS = st.sampled_from(["a", "b", "closed"])
ONS = st.builds(lambda verb, kind: On(verb, kind=kind) if kind else On(verb), VERBS, st.sampled_from([None, "x", "y"]))
EVENTS = st.builds(lambda verb, kind: SimpleNamespace(verb=verb, kind=kind), VERBS, st.sampled_from([None, "x", "y"]))


@given(st.lists(ONS, max_size=4), st.lists(ONS, max_size=3), EVENTS)
def test_a_cue_means_what_the_matchers_mean(ons, later, event):
    """Sorting them out beforehand changes no answer."""
    clock = Clock(name="c", start="a", stop=ons, within="1 hour", extend=[Extension(later, "2 hours")])
    cue = clock.cues.get(event.verb, SILENT)

    assert meant(cue.stop, event) == matches_any(clock.stop, event)
    assert any(meant(meaning, event) for _, meaning in cue.extend) == matches_any(tuple(later), event)
