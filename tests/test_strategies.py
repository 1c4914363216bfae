"""The strategies of the journal and of deadlines: what they make is valid, and all of it can come up."""

from __future__ import annotations

import attrs
import pendulum
import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from servrecov.deadline.kinds import DeadlineStatus
from servrecov.journal.catalogue import EVENTS
from servrecov.testing.strategies import clocks, deadline_policies, events, journals

START = pendulum.datetime(2026, 3, 2, 9, tz="Asia/Shanghai")
quick = settings(max_examples=2_000, database=None, phases=[Phase.generate])


@pytest.mark.parametrize("verb", sorted(EVENTS))
def test_every_field_of_every_event_can_be_filled(verb):
    """So that nothing stays untried."""
    names = [field.name for field in attrs.fields(EVENTS[verb]) if field.name not in ("at", "role", "id", "recorded_at")]
    for name in names:
        filled = find(events(START, [verb]), lambda event, name=name: getattr(event, name) not in (None, "", ()), settings=quick)
        assert (filled.verb, filled.at) == (verb, START)


@given(journals())
def test_a_journal_begins_with_a_receipt_and_is_entered_in_order(journal):
    """Late entries come late, and what is withdrawn is there."""
    assert journal[0].verb == "received"
    assert [event.recorded_at for event in journal] == sorted(event.recorded_at for event in journal)
    assert all(2 <= event.entry <= len(journal) for event in journal if event.verb == "retracted")


@pytest.mark.parametrize("wanted", ["late", "retracted", "equal times"])
def test_a_journal_can_be_awkward(wanted):
    """Late entries, retractions and events at one time all come up."""
    tests = {
        "late": lambda journal: any(event.recorded_at > event.at and event.verb != "retracted" for event in journal),
        "retracted": lambda journal: any(event.verb == "retracted" for event in journal),
        "equal times": lambda journal: len({event.at for event in journal}) < len(journal),
    }
    assert find(journals(), tests[wanted], settings=quick)


@given(clocks("reply", exempts=["other"]))
def test_a_clock_has_the_name_it_was_given(clock):
    """And exempts only what it was told of."""
    assert clock.name == "reply"
    assert set(clock.exempts) <= {"other"}


@pytest.mark.parametrize("status", DeadlineStatus)
def test_every_status_of_a_deadline_comes_up(status):
    """Of policies and journals that were made apart from each other."""
    made = st.tuples(
        deadline_policies(max_clocks=1), journals(("responded", "awaiting_customer", "contacted", "closed"), late=False, retracted=False)
    )

    def has_it(pair):
        policy, journal = pair
        return any(deadline.status is status for deadline in policy.deadlines(None, journal, journal[-1].at))

    assert find(made, has_it, settings=quick)
