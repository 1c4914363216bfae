"""The order of recording: ids, retractions, late entries."""

from __future__ import annotations

import attrs
import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st

import servrecov as sr
from servrecov.journal.journal import Entry
from servrecov.register import Register, is_same_act, once

NINE = pendulum.datetime(2026, 3, 2, 9, tz="Asia/Shanghai")


def entered(*events):
    return Register(Entry(seq, event) for seq, event in enumerate(events, 1))


def note(hour, **fields):
    return sr.Noted(at=NINE.set(hour=hour), **fields)


RECEIVED = sr.Received(at=NINE)


def test_what_is_in_order_stands_in_the_order_of_time():
    """Nothing is refused and nothing is late; what stands keeps its position."""
    register = entered(RECEIVED, note(10), note(11))
    assert (register.refused, register.late) == ([], {})
    assert [seq for seq, _ in register.standing()] == [1, 2, 3]


def test_a_late_entry_is_marked_and_stands_in_its_place():
    """An entry of an earlier time than the latest is late; the error says what it is earlier than."""
    register = entered(RECEIVED, note(11), note(10), note(11))
    assert list(register.late) == [3]
    assert (register.late[3].at, register.late[3].latest) == (NINE.set(hour=10), NINE.set(hour=11))
    assert [seq for seq, _ in register.standing()] == [1, 3, 2, 4]


def test_what_is_no_event_is_refused_and_keeps_its_position():
    """Rubbish in a log is told by its place and takes no part; the positions of the others stay those of the log."""
    register = entered(RECEIVED, "rubbish", note(10), None)
    assert [(entry.seq, error.where, error.value) for entry, error in register.refused] == [(2, "events[1]", "rubbish"), (4, "events[3]", None)]
    assert [seq for seq, _ in register.standing()] == [1, 3]


def test_an_event_whose_class_tells_no_instant_is_refused():
    """A host's own class may give its time in a way of its own; one without a zone takes no part."""

    class Naive(sr.Event):
        verb = "acme.naive"
        at = property(lambda _: NINE.naive())

    class Plain(sr.Event):
        verb = "acme.plain"
        at = property(lambda _: NINE.add(hours=1))

    naive, plain = (object.__new__(kind) for kind in (Naive, Plain))
    for event in (naive, plain):
        object.__setattr__(event, "id", None)
    register = entered(RECEIVED, naive, plain)
    assert [(entry.seq, type(error)) for entry, error in register.refused] == [(2, sr.NaiveTimeError)]
    assert [seq for seq, _ in register.standing()] == [1, 3]


def test_a_retraction_withdraws_what_it_names():
    """Neither the retraction nor what it names stands, and neither counts for the latest time."""
    register = entered(RECEIVED, note(10), note(15), sr.Retracted(entry=3, at=NINE.set(hour=16)), note(12))
    assert (register.refused, register.late) == ([], {})
    assert [seq for seq, _ in register.standing()] == [1, 2, 5]


def test_a_retraction_of_an_earlier_entry_leaves_the_latest_time():
    """Only what was the latest gives way to another latest."""
    register = entered(RECEIVED, note(10), note(15), sr.Retracted(entry=2, at=NINE.set(hour=16)), note(12))
    assert list(register.late) == [5]


@pytest.mark.parametrize(
    ("entry", "reason"),
    [(1, "the receipt"), (2, "retracted already"), (3, "itself a retraction"), (4, "not in the journal"), (9, "not in the journal")],
)
def test_what_cannot_be_retracted_is_refused(entry, reason):
    """The receipt, a retraction, what is gone, what comes later or never: the retraction is refused, not the rest."""
    register = entered(RECEIVED, note(10), sr.Retracted(entry=2, at=NINE.set(hour=11)), sr.Retracted(entry=entry, at=NINE.set(hour=12)), note(13))
    [(refused, error)] = register.refused
    assert (refused.seq, error.entry) == (4, entry)
    assert reason in error.reason
    assert [seq for seq, _ in register.standing()] == [1, 5]


def test_an_event_delivered_twice_stands_once_and_another_under_its_id_is_refused():
    """The second delivery is no fault; another event under the id is one, and yet it happened."""
    register = entered(RECEIVED, note(10, id="a"), note(10, id="a"), note(11, id="a"))
    [(refused, error)] = register.refused
    assert (refused.seq, error.id, error.seq) == (4, "a", 2)
    assert [seq for seq, _ in register.standing()] == [1, 2, 4]


def test_the_same_act_is_told_by_all_but_its_time_of_entry():
    """Every other field counts, and so does the class."""
    one = note(10, id="a")
    assert is_same_act(one, attrs.evolve(one, recorded_at=NINE.add(days=1)))
    assert not is_same_act(one, attrs.evolve(one, note="…"))
    assert not is_same_act(one, sr.Thanked(at=one.at, id="a"))


def test_once_lets_each_act_through_once():
    """Events without an id are never the same; two events under one id are an error that says where the first stands."""
    assert list(once([RECEIVED, note(10), note(10), note(11, id="a"), note(11, id="a")])) == [RECEIVED, note(10), note(10), note(11, id="a")]
    with pytest.raises(sr.DuplicateEventError) as caught:
        list(once([RECEIVED, note(10, id="a"), note(10, id="a"), note(11, id="b"), note(12, id="b")]))
    assert (caught.value.id, caught.value.seq) == ("b", 3)


LOGS = st.lists(
    st.one_of(
        st.builds(note, st.integers(0, 23), id=st.none() | st.sampled_from("ab")),
        st.builds(lambda entry: sr.Retracted(entry=entry, at=NINE), st.integers(0, 9)),
        st.just(RECEIVED),
        st.none() | st.integers() | st.text(),
    ),
    max_size=9,
)


@given(LOGS)
def test_a_register_takes_in_anything_and_loses_nothing(log):
    """Every entry stands, was withdrawn, retracts, was delivered before, or is refused; what stands is in the order of time."""
    register = entered(*log)
    standing = register.standing()
    assert [entry.at for entry in standing] == sorted(entry.at for entry in standing)
    refused = {entry.seq for entry, error in register.refused if not isinstance(error, sr.DuplicateEventError)}
    events = [(seq, event) for seq, event in enumerate(log, 1) if isinstance(event, sr.Event) and seq not in refused]
    withdrawn = {event.entry for _, event in events if isinstance(event, sr.Retracted)}
    acts = {seq: event for seq, event in events if not isinstance(event, sr.Retracted) and seq not in withdrawn}
    assert {entry.seq for entry in standing} <= set(acts)
    firsts = {event.id for event in log if isinstance(event, sr.Event) and event.id}
    assert all(acts[seq].id in firsts for seq in set(acts) - {entry.seq for entry in standing})
