"""Notices: which are sent, when, and since when they are known."""

from __future__ import annotations

from types import SimpleNamespace

import attrs
import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st

from servrecov.calendar.calendar import BusinessCalendar
from servrecov.deadline.clock import Clock, Escalation, Extension
from servrecov.deadline.notice import Notice, known_notices, promise_notices
from servrecov.deadline.policy import DeadlinePolicy
from servrecov.errors import NaiveTimeError
from servrecov.journal.closing import Merged, Retracted
from servrecov.journal.dialogue import ProgressReported
from servrecov.journal.intake import Contacted, Received
from servrecov.journal.journal import Journal
from servrecov.journal.promise import PromiseStatus, read_promises
from servrecov.journal.redress import Promised
from servrecov.testing.strategies import journals

START = pendulum.datetime(2026, 3, 2)
OFFICE = BusinessCalendar.weekly("Mon-Fri 09:00-17:00", tz="UTC")


def hour(hours):
    return START.add(minutes=round(hours * 60))


def event(at, verb, **fields):
    return SimpleNamespace(verb=verb, at=hour(at), **fields)


def clock(**parts):
    return Clock(**{"name": "c", "start": "a", "stop": "z", "pause": "p", "resume": "r", "within": "10 hours", **parts})


def told(made, events, until=1_000, *, calendar=None, complaint=None):
    """Each notice as its step, its hour and the hour since which it is known."""
    policy = DeadlinePolicy(name="test", calendar=calendar or BusinessCalendar.always("UTC"), clocks=[made])
    read = policy.notices(complaint, [event(*each) if isinstance(each, tuple) else each for each in events], START, hour(until))
    return [(each.step, *((at - START).total_seconds() / 3600 for at in (each.at, each.known_at))) for each in read]


def at_once(*steps):
    """Notices known as soon as they are sent."""
    return [(step, at, at) for step, at in steps]


LOUD = clock(warn_at=[0.5], escalate=[Escalation(-1, "boss"), Escalation(0, "boss"), Escalation(2, "head")])


def test_warnings_rungs_and_the_breach_come_at_their_instants():
    """A fraction of the budget, an offset from the due, the due."""
    assert told(LOUD, [(0, "a")]) == at_once(("50%", 5), ("-1:boss", 9), ("due", 10), ("0:boss", 10), ("2:head", 12))


def test_nothing_is_sent_once_the_cycle_has_ended():
    """Nor at the very instant at which it ends."""
    assert told(LOUD, [(0, "a"), (5, "z")]) == []
    assert told(LOUD, [(0, "a"), (9.5, "z")]) == at_once(("50%", 5), ("-1:boss", 9))
    assert told(LOUD, [(0, "a"), (10, "z")]) == at_once(("50%", 5), ("-1:boss", 9))
    assert told(LOUD, [(0, "a"), (11, "closed")])[2:] == at_once(("due", 10), ("0:boss", 10))


def test_one_held_back_by_a_pause_moves_with_it():
    """A pause that begins exactly at its instant holds nothing back."""
    assert told(LOUD, [(0, "a"), (4, "p"), (7, "r")]) == at_once(("50%", 8), ("-1:boss", 12), ("due", 13), ("0:boss", 13), ("2:head", 15))
    assert told(LOUD, [(0, "a"), (5, "p")]) == at_once(("50%", 5))
    assert told(LOUD, [(0, "a"), (9.5, "p"), (20, "r")])[2:] == at_once(("due", 20.5), ("0:boss", 20.5), ("2:head", 22.5))


def test_a_pause_after_the_due_moves_what_comes_later():
    """As it is not overdue time."""
    assert told(LOUD, [(0, "a"), (11, "p"), (15, "r")])[-1] == ("2:head", 16, 16)
    assert told(LOUD, [(0, "a"), (11, "p")]) == at_once(("50%", 5), ("-1:boss", 9), ("due", 10), ("0:boss", 10))


def test_a_date_given_on_hold_holds_its_rungs_back():
    """They move with what was on hold after the date was given."""
    dated = clock(escalate=[Escalation(-9, "boss"), Escalation(-1, "head")], extend=[Extension("x", "due_at")])
    events = [(0, "a"), (0.5, "p"), event(12, "x", due_at=hour(24))]

    assert told(dated, events) == []
    assert told(dated, [*events, (30, "r")]) == at_once(("-9:boss", 33), ("-1:head", 41), ("due", 42))


def test_a_rung_within_a_pause_that_moves_no_due_comes_at_its_end():
    """An evening on hold is no open time."""
    evening = clock(within="1 business day by end of day", escalate=[Escalation(0, "boss")])

    assert told(evening, [(9, "a"), (42, "p"), (49, "r")], calendar=OFFICE) == at_once(("due", 49), ("0:boss", 49))


def test_a_rung_is_never_before_the_start():
    """A long way before the due of a short clock is the start."""
    assert told(clock(escalate=[Escalation(-20, "boss")]), [(3, "a"), (5, "z")]) == at_once(("-20:boss", 3))


def test_rungs_count_in_the_clocks_own_unit():
    """Open hours, business days, weeks; hours where the date comes from the event."""
    hours = clock(within="4 business hours", escalate=[Escalation(-1, "boss"), Escalation(1, "head")])
    days = clock(within="3 business days by close of business", escalate=[Escalation(-1, "boss"), Escalation(2, "head")])
    dated = clock(within="due_at", escalate=[Escalation(-1.5, "boss")])
    by_severity = clock(within="3 days", by_severity={"critical": "4 hours"}, escalate=[Escalation(-1, "boss")])

    assert told(hours, [(15, "a")], calendar=OFFICE) == at_once(("-1:boss", 34), ("due", 35), ("1:head", 36))
    assert told(days, [(15, "a")], calendar=OFFICE) == at_once(("-1:boss", 65), ("due", 89), ("2:head", 185))
    assert told(dated, [event(0, "a", due_at=hour(6))]) == at_once(("-1.5:boss", 4.5), ("due", 6))
    assert told(by_severity, [(0, "a")], complaint=SimpleNamespace(severity="critical"))[0] == ("-1:boss", 3, 3)


def test_a_step_that_was_sent_is_not_sent_again():
    """An extension, or a longer span, moves only what is still to come."""
    longer = clock(warn_at=[0.5], escalate=[Escalation(-1, "boss")], extend=[Extension("x", "40 hours")])

    assert told(longer, [(0, "a"), (6, "x")]) == at_once(("50%", 5), ("-1:boss", 39), ("due", 40))


def test_what_an_event_reveals_is_known_since_that_event():
    """A shorter span has its warnings in the past, and they are told when it is known."""
    strict = clock(warn_at=[0.5], by_severity={"critical": "2 hours"})
    unseen = clock(warn_at=[0.5], when={"severity": "critical"})
    graver = event(4, "classified", severity="critical")
    late = event(20, "classified", severity="critical")

    assert told(strict, [(0, "a"), graver]) == [("50%", 1, 4), ("due", 4, 4)]
    assert told(unseen, [(0, "a"), late]) == [("50%", 5, 20), ("due", 20, 20)]
    assert told(unseen, [(0, "a"), late], until=20) == []


def test_a_late_entry_is_known_since_it_was_made():
    """It may take back what was told, and what it brings about is told late."""
    stop = event(8, "z", recorded_at=hour(30))
    start = event(0, "a", recorded_at=hour(40))

    assert told(clock(), [(0, "a"), stop]) == []
    assert told(clock(), [start]) == [("due", 10, 40)]
    assert told(clock(), [start], until=40) == []


def test_retractions_count_among_what_a_notice_depends_on():
    """The stop that was withdrawn leaves a breach which nobody could know before."""
    journal = Journal([Received(at=hour(0)), Contacted(at=hour(1)), Retracted(at=hour(50), entry=2)])
    policy = DeadlinePolicy(name="test", clocks=[Clock(name="contact", stop="contacted", within="2 hours")])
    [notice] = policy.notices(None, journal, START, hour(1_000))

    assert (notice.at, notice.known_at) == (hour(2), hour(50))


def test_a_window_is_half_open():
    """From since, inclusive, to until, exclusive."""
    policy = DeadlinePolicy(name="test", clocks=[clock()])
    reading = policy.read(None, [event(0, "a")])

    assert len(reading.notices(hour(10), hour(11))) == 1
    assert reading.notices(hour(9), hour(10)) == ()
    assert reading.notices(hour(11), hour(10)) == ()


def test_a_key_tells_case_clock_cycle_kind_and_step():
    """The name under which a receiver remembers it."""
    [notice] = DeadlinePolicy(name="test", clocks=[clock()]).notices(None, [event(0, "a")], START, hour(20))

    assert notice.key == "c#1/breach/due"
    assert attrs.evolve(notice, case_id="C-1").key == "C-1/c#1/breach/due"
    assert (notice.role, notice.due_at) == (None, hour(10))


def test_a_rung_names_who_is_told():
    """And the due it was counted from."""
    rungs = DeadlinePolicy(name="test", clocks=[LOUD]).notices(None, [event(0, "a")], START, hour(20))

    assert [(each.role, each.kind.value, each.due_at) for each in rungs if each.role] == [
        ("boss", "escalation", hour(10)),
        ("boss", "escalation", hour(10)),
        ("head", "escalation", hour(10)),
    ]


def test_the_due_told_is_that_in_force_at_the_instant():
    """Not the one that a pause has led to since."""
    born_paused = clock(start="a", pause="a", escalate=[Escalation(-20, "boss")])
    dues = {
        until: [each.due_at for each in DeadlinePolicy(name="test", clocks=[born_paused]).notices(None, [event(0, "a")], START, hour(until))]
        for until in (1, 5, 50)
    }

    assert dues == {1: [hour(10)], 5: [hour(10)], 50: [hour(10)]}


def test_a_pause_does_not_let_another_target_tell_of_the_past():
    """On hold, open time and elapsed time may change places as the later due; what was not told then is told when the pause ends."""
    mixed = clock(within="10 business hours", warn_at=[0.5], extend=[Extension("x", "due_at")])
    events = [event(9, "a"), event(10, "x", due_at=hour(60)), event(20, "p")]
    policy = DeadlinePolicy(name="test", calendar=OFFICE, clocks=[mixed])

    for cut in range(21, 200, 10):
        reading = policy.read(None, [*events, event(250, "r")])
        assert (*reading.notices(START, hour(cut)), *reading.notices(hour(cut), hour(400))) == reading.notices(START, hour(400))


# --- promises -----------------------------------------------------------------------------------------------------------------------------


def promise_told(*events, until=1_000):
    entries = tuple(Journal([Received(at=START), *events]).entries())
    return [(each.key, each.at, each.known_at) for each in known_notices(entries, promise_notices, START, hour(until))]


CALL = Promised(at=hour(1), what="call back", due_at=hour(5), kept_by="progress_reported")


def test_a_broken_promise_is_a_breach_at_its_date():
    """Kept late, it was broken all the same."""
    breach = [("promise:2#1/breach/due", hour(5), hour(5))]

    assert promise_told(CALL) == promise_told(CALL, ProgressReported(at=hour(6))) == breach
    assert promise_told(CALL, until=5) == []
    assert promise_told(CALL, ProgressReported(at=hour(5))) == []
    assert promise_told(CALL, Merged(at=hour(5), into="C-2")) == []
    assert promise_told(Promised(at=hour(1), what="some day")) == []


def test_a_promise_of_a_date_already_past_is_broken_when_it_is_made():
    """Nobody could know before."""
    assert promise_told(Promised(at=hour(8), what="call back", due_at=hour(5))) == [("promise:2#1/breach/due", hour(8), hour(8))]


@given(journals(["promised", "remedy_delivered", "progress_reported", "followed_up", "withdrawn", "offer_accepted", "remedy_offered"]), st.data())
def test_windows_over_promises_may_be_cut_anywhere(journal, data):
    """Each key once, and one for each promise that broke."""
    entries = tuple(journal.entries())
    one, two, three = sorted(START.add(minutes=data.draw(st.integers(0, 40_000))) for _ in range(3))
    parts = [known_notices(entries, promise_notices, *window) for window in ((one, two), (two, three), (one, three))]
    assert parts[0] + parts[1] == parts[2]

    end = START.add(years=1)
    broken = [each for each in read_promises(journal.standing(), end) if each.status in (PromiseStatus.LATE, PromiseStatus.BROKEN)]
    assert len(known_notices(entries, promise_notices, START.subtract(years=1), end)) == len(broken)


def test_the_time_of_entry_must_have_a_zone():
    """The error names the event."""
    policy = DeadlinePolicy(name="test", clocks=[clock()])
    with pytest.raises(NaiveTimeError, match=r"a\.recorded_at"):
        policy.notices(None, [event(0, "a", recorded_at=hour(0).naive())], START, hour(20))


def test_a_notice_is_a_value():
    """It can be put in a set of what was handled."""
    [notice] = DeadlinePolicy(name="test", clocks=[clock()]).notices(None, [event(0, "a")], START, hour(20))
    assert isinstance(notice, Notice)
    assert {notice} == {attrs.evolve(notice)}
