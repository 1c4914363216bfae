"""The journal: a frozen sequence that only grows, and what a retraction takes out of every reading."""

from __future__ import annotations

import itertools
import pickle
from datetime import UTC, datetime
from types import SimpleNamespace

import attrs
import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st

from servrecov.errors import InvalidValueError, RetractionError
from servrecov.journal.closing import Noted, Retracted
from servrecov.journal.intake import Contacted, Received, Registered
from servrecov.journal.journal import Entry, Journal, standing_entries
from servrecov.testing.strategies import journals

AT = pendulum.datetime(2026, 3, 2, 9)
RECEIVED, CONTACTED, NOTED = Received(at=AT), Contacted(at=AT.add(hours=1), id="c-1"), Noted(at=AT.add(hours=2))


def verbs(entries):
    return [(seq, event.verb) for seq, event in entries]


def test_length_iteration_indexing_and_equality_follow_the_order_of_recording():
    """A late entry stands where it was entered; readings sort by time."""
    journal = Journal([RECEIVED, NOTED, CONTACTED])

    assert len(journal) == 3
    assert list(journal) == [RECEIVED, NOTED, CONTACTED]
    assert (journal[1], journal[-1], journal[1:]) == (NOTED, CONTACTED, (NOTED, CONTACTED))
    assert journal != Journal([RECEIVED, CONTACTED, NOTED])
    assert journal != [RECEIVED, NOTED, CONTACTED]
    assert hash(journal) == hash(Journal([RECEIVED, NOTED, CONTACTED]))
    assert verbs(journal.entries()) == [(1, "received"), (2, "noted"), (3, "contacted")]
    assert verbs(journal.standing()) == [(1, "received"), (3, "contacted"), (2, "noted")]
    assert repr(journal) == "<Journal: 1 received, 2 noted, 3 contacted>"
    assert repr(Journal()) == "<Journal: empty>"


def test_equal_times_are_read_in_the_order_of_recording():
    """Sorted by time, then by position."""
    same = [Registered(at=AT), Contacted(at=AT), Noted(at=AT)]

    assert [entry.seq for entry in Journal([*same, RECEIVED]).standing()] == [1, 2, 3, 4]


@given(journals())
def test_a_journal_survives_pickling_and_copies_itself_from_its_events(journal):
    """Its events say it all; what was read off them is left behind."""
    journal.keep(0, (journal.find("a"), journal.timed))
    again = pickle.loads(pickle.dumps(journal))  # noqa: S301  (our own bytes)
    assert again == journal == Journal(journal)
    assert not [*again.kept_by(0)]
    assert again.standing() == journal.standing()


@given(journals(), st.integers(0, 30_000))
def test_a_reading_sees_what_had_happened_by_then(journal, minutes):
    """Events with a time up to now, retracted ones and retractions gone, in the order of time."""
    now = AT.add(minutes=minutes)
    gone = {event.entry for event in journal if event.verb == "retracted"}
    expected = [seq for seq, event in journal.entries() if event.at <= now and seq not in gone and event.verb != "retracted"]

    assert sorted(entry.seq for entry in journal.standing(now)) == expected
    assert [entry.at for entry in journal.standing(now)] == sorted(entry.at for entry in journal.standing(now))
    assert journal.upto(now).standing() == journal.standing(now)


IDS = st.lists(st.sampled_from([None, "a", "b", "c"]), max_size=30)


@given(journals(), journals(), IDS, st.booleans())
def test_growing_equals_having_been_so_from_the_start(journal, other, ids, was_asked):
    """What was sorted, timed and looked up once is not gone through again, and nobody can tell."""
    named = [attrs.evolve(event, id=name) for event, name in zip([*journal, *other], itertools.chain(ids, itertools.repeat(None)), strict=False)]
    journal, later = Journal(named[: len(journal)]), named[len(journal) :]
    if was_asked:
        journal.find("a"), journal.timed
    grown, anew = journal.appended(*later), Journal(named)

    assert grown == anew
    assert grown.standing() == anew.standing()
    assert (grown.timed, grown.latest_at) == (anew.timed, anew.latest_at)
    assert [grown.find(name) for name in "abcd"] == [anew.find(name) for name in "abcd"]
    assert anew.find("a") == next((Entry(seq, event) for seq, event in enumerate(named, 1) if event.id == "a"), None)


def test_growing_leaves_the_journal_as_it_was():
    """It is frozen; the positions go on where they ended."""
    journal = Journal([RECEIVED])
    grown = journal.appended(CONTACTED, NOTED)

    assert (len(journal), len(grown)) == (1, 3)
    assert [seq for seq, _ in grown.entries()] == [1, 2, 3]
    assert len(Journal().appended(RECEIVED)) == 1


def test_a_journal_as_of_an_instant_keeps_positions():
    """So that a promise is still told by the number of its entry."""
    journal = Journal([RECEIVED, NOTED, CONTACTED])

    assert verbs(journal.upto(AT.add(minutes=90)).entries()) == [(1, "received"), (3, "contacted")]
    assert journal.upto(AT.add(hours=3)) is journal


def test_the_latest_time_is_that_of_what_stands():
    """Neither a retraction nor what it withdrew counts."""
    journal = Journal([RECEIVED, CONTACTED, NOTED, Retracted(at=AT.add(days=9), entry=3)])

    assert journal.latest_at == CONTACTED.at
    assert Journal().latest_at is None


def test_an_entry_is_found_by_the_id_of_its_event():
    """For idempotent delivery."""
    journal = Journal([RECEIVED, CONTACTED])

    assert journal.find("c-1") == Entry(2, CONTACTED)
    assert journal.find("c-2") is None


def test_a_retraction_names_its_entry_by_position_or_by_the_event():
    """Of equal events the latest that stands is meant."""
    journal = Journal([RECEIVED, CONTACTED, CONTACTED])

    assert journal.retractable(2).seq == 2
    assert journal.retractable(CONTACTED).seq == 3
    assert journal.appended(Retracted(at=AT, entry=3)).retractable(CONTACTED).seq == 2


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        (9, "not in the journal"),
        (NOTED, "not in the journal"),
        (RECEIVED, "receipt"),
        (1, "receipt"),
        (2, "retracted already"),
        (3, "itself a retraction"),
    ],
)
def test_what_cannot_be_retracted_says_why(entry, reason):
    """The receipt opens the journal, and nothing is withdrawn twice."""
    journal = Journal([RECEIVED, CONTACTED, Retracted(at=AT, entry=2)])

    with pytest.raises(RetractionError, match=reason):
        journal.retractable(entry)


def test_a_journal_holds_events_only():
    """The error names the place."""
    with pytest.raises(InvalidValueError, match=r"journal\[1\].*an event"):
        Journal([RECEIVED, "contacted"])
    with pytest.raises(InvalidValueError, match=r"journal\[1\]"):
        Journal([RECEIVED]).appended(SimpleNamespace(verb="contacted", at=AT))
    with pytest.raises(InvalidValueError, match=r"^Journal: got 5, expected a Journal or a list of events"):
        Journal(5)


def test_entries_of_other_systems_stand_too():
    """They need a verb and an aware time; a retraction that names nothing withdraws nothing."""
    events = [
        SimpleNamespace(verb="opened", at=datetime(2026, 3, 2, 9, tzinfo=UTC)),
        SimpleNamespace(verb="answered", at=AT.subtract(hours=1)),
        SimpleNamespace(verb="retracted", at=AT),
        SimpleNamespace(verb="retracted", at=AT, entry=2),
    ]
    entries = [Entry(seq, event) for seq, event in enumerate(events, 1)]

    assert verbs(standing_entries(entries)) == [(1, "opened")]
    assert verbs(standing_entries(entries[:3])) == [(2, "answered"), (1, "opened")]
    assert isinstance(entries[0].at, pendulum.DateTime)


def test_a_retraction_withdraws_only_what_stood_before_it():
    """So a journal reads the same whether it was made at once or grew."""
    forward, later = [RECEIVED, Retracted(at=AT, entry=3)], Contacted(at=AT)

    assert Journal([*forward, later]).standing() == Journal(forward).appended(later).standing()
    assert [entry.seq for entry in Journal([*forward, later]).standing()] == [1, 3]
