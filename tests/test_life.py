"""The life of a clock, sentence by sentence: each test is one rule of how events act upon cycles."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pendulum
import pytest

from servrecov.calendar.calendar import BusinessCalendar
from servrecov.deadline.clock import Clock, Escalation, Extension, InForce
from servrecov.deadline.policy import DeadlinePolicy

START = pendulum.datetime(2026, 3, 2)
ALWAYS = BusinessCalendar.always("UTC")
OFFICE = BusinessCalendar.weekly("Mon-Fri 09:00-17:00", tz="UTC")


def hour(hours):
    return START.add(minutes=round(hours * 60))


def event(at, verb, **fields):
    return SimpleNamespace(verb=verb, at=hour(at), **fields)


def clock(name="c", **parts):
    return Clock(**{"name": name, "start": "a", "stop": "z", "pause": "p", "resume": "r", "within": "10 hours", **parts})


def deadlines(clocks, events, now, calendar=ALWAYS, complaint=None):
    clocks = [clocks] if isinstance(clocks, Clock) else clocks
    return DeadlinePolicy(name="test", calendar=calendar, clocks=clocks).deadlines(
        complaint, [event(*each) if isinstance(each, tuple) else each for each in events], hour(now)
    )


def told(clocks, events, now, *names, **more):
    """What a reading says of each cycle: its status and whatever is named, instants as hours."""
    return [(str(each.status), *(_hours(getattr(each, name)) for name in names)) for each in deadlines(clocks, events, now, **more)]


def _hours(value):
    if isinstance(value, pendulum.DateTime):
        return (value - START).total_seconds() / 3600
    return value.total_seconds() / 3600 if hasattr(value, "total_seconds") else value


# --- cycles -----------------------------------------------------------------------------------------------------------------------------


def test_once_takes_the_first_start_only():
    """Later starts, after a stop too, begin nothing."""
    assert told(clock(), [(0, "a"), (1, "z"), (2, "a")], 3, "started_at") == [("met", 0)]


def test_each_start_begins_a_cycle_if_none_is_open():
    """Of several unanswered starts the earliest counts."""
    nexts = clock(repeat="each_start")

    assert told(nexts, [(0, "a"), (3, "a")], 4, "started_at", "due_at") == [("running", 0, 10)]
    assert told(nexts, [(0, "a"), (1, "z"), (3, "a")], 4, "started_at") == [("met", 0), ("running", 3)]
    assert told(clock(start="a", stop="a", repeat="each_start"), [(0, "a"), (3, "a")], 4, "cycle") == [("met", 1), ("running", 2)]


def test_after_stop_begins_the_next_cycle_at_the_stop():
    """A start begins one too where none is open, and nothing but a start begins the first."""
    periodic = clock(repeat="after_stop")

    assert told(periodic, [(0, "z"), (1, "a"), (4, "z")], 5, "started_at", "due_at") == [("met", 1, 11), ("running", 4, 14)]
    assert told(clock(repeat="after_stop", cancel="x"), [(0, "a"), (1, "x"), (2, "z"), (3, "a")], 4, "started_at") == [
        ("cancelled", 0),
        ("running", 3),
    ]


def test_a_clock_by_a_date_without_one_yields_no_cycle():
    """A start that carries no date starts nothing, and the first that does is the first."""
    dated = clock(within="due_at")

    assert told(dated, [(0, "a")], 1) == []
    assert told(dated, [event(0, "a", due_at=None), event(1, "a", due_at=hour(7)), event(2, "a", due_at=hour(9))], 3, "started_at", "due_at") == [
        ("running", 1, 7)
    ]
    assert told(dated, [event(5, "a", due_at=hour(2))], 6, "due_at", "breached_at", "overdue_by") == [("breached", 5, 5, 1)]


def test_a_span_by_severity_uses_up_the_first_start_of_a_dated_clock():
    """A clock that runs once is used up by its first cycle, whatever the span was taken from."""
    dated = clock(within="due_at", by_severity={"critical": "1 hour"})

    assert told(dated, [event(0, "classified", severity="critical"), (1, "a"), (1.5, "z"), (2, "a")], 3, "started_at", "due_at") == [("met", 1, 2)]


# --- the order of acts --------------------------------------------------------------------------------------------------------------------


def test_cancel_comes_before_stop():
    """An event that is both cancels."""
    assert told(clock(cancel="z"), [(0, "a"), (1, "z")], 2, "stopped_at", "ended_at") == [("cancelled", None, 1)]


def test_stop_comes_before_start_and_start_before_pause():
    """What stops and starts ends one cycle and begins the next, and what is received and put on hold at once is born paused."""
    again = clock(start="a", stop="a", pause="a", repeat="each_start")

    assert told(again, [(0, "a")], 1, "used") == [("paused", 0)]
    assert told(again, [(0, "a"), (2, "a")], 3, "cycle", "paused_for") == [("met", 1, 2), ("paused", 2, 1)]


def test_resume_comes_before_pause():
    """An event that is both leaves the clock on hold."""
    assert told(clock(pause=("p", "r")), [(0, "a"), (1, "p"), (3, "r")], 4, "paused_for") == [("paused", 3)]


def test_resume_comes_before_extend_and_extend_before_retarget():
    """The date given on resuming is not moved by the pause it ends; an extension counts although the severity shortens the span at once."""
    both = clock(extend=[Extension("classified", "20 hours")], by_severity={"critical": "2 hours"})
    resumed = clock(resume="d", extend=[Extension("d", "due_at")])

    assert told(both, [(0, "a"), event(9, "classified", severity="critical")], 9.5, "due_at") == [("running", 20)]
    assert told(resumed, [(0, "a"), (1, "p"), event(4, "d", due_at=hour(15))], 5, "due_at", "budget", "used", "remaining") == [
        ("running", 15, 12, 2, 10)
    ]


# --- pauses ---------------------------------------------------------------------------------------------------------------------------------


def test_a_pause_that_begins_before_the_due_moves_it_by_its_length():
    """It keeps the remaining budget."""
    assert told(clock(), [(0, "a"), (4, "p"), (7, "r")], 8, "due_at", "remaining", "paused_for") == [("running", 13, 5, 3)]
    assert told(clock(), [(0, "a"), (4, "p")], 100, "due_at", "remaining") == [("paused", 106, 6)]


def test_in_business_units_a_pause_is_as_long_as_its_open_time():
    """Hours held before an evening are not hours added after it, and the due is never before the end of the pause."""
    hours = clock(within="6 business hours")
    days = clock(within="1 business day by close of business")

    assert told(hours, [(9, "a"), (14, "p"), (34, "r")], 35, "due_at", "paused_for", calendar=OFFICE) == [("running", 35, 4)]
    assert told(days, [(9, "a"), (40, "p"), (44, "r")], 45, "due_at", calendar=OFFICE) == [("running", 58)]
    assert told(clock(within="1 day by end of day"), [(9, "a"), (40, "p"), (60, "r")], 61, "remaining", calendar=OFFICE)[0][0] == "running"


def test_a_due_outside_open_time_is_not_before_the_end_of_a_pause():
    """A pause without open time moves a due that lies within it to its end."""
    evening = clock(within="1 business day by end of day")
    [deadline] = deadlines(evening, [(9, "a"), (42, "p"), (49, "r")], 49, calendar=OFFICE)

    assert deadline.due_at == hour(49)


def test_a_pause_that_begins_at_the_due_or_later_changes_no_due():
    """But what is on hold is not overdue time."""
    for begin in (10, 11):
        [read] = told(clock(), [(0, "a"), (begin, "p"), (15, "r")], 16, "due_at", "breached_at", "overdue_by", "used")
        assert read == ("breached", 10, 10, begin - 10 + 1, begin + 1)


def test_pauses_that_touch_count_as_one():
    """Ended and begun again at one instant, it is one pause, also where that instant is the due it led to."""
    evening = clock(within="1 business day by end of day")
    events = [(9, "a"), (42, "p"), (49, "r"), (49, "p")]

    assert told(evening, [*events, (60, "r")], 60.5, "due_at", calendar=OFFICE) == [("breached", 60)]
    assert told(evening, [*events[:3], (49.5, "p"), (60, "r")], 60.5, "due_at", calendar=OFFICE) == [("breached", 49)]


def test_the_switch_outlives_the_cycle():
    """A stop ends the cycle, paused or not, and the next is born paused; the switch does not count."""
    nexts = clock(repeat="each_start")

    assert told(nexts, [(0, "a"), (1, "p"), (2, "p"), (3, "z"), (4, "a")], 5, "used", "paused_for") == [("met", 1, 2), ("paused", 0, 1)]
    assert told(nexts, [(0, "a"), (1, "p"), (2, "p"), (3, "r")], 5, "paused_for") == [("running", 2)]
    assert told(nexts, [(0, "p"), (2, "a")], 5, "used") == [("paused", 0)]
    assert told(clock(cancel="x", repeat="each_start"), [(0, "a"), (1, "p"), (3, "x"), (4, "a")], 5, "used")[1] == ("paused", 0)


@pytest.mark.parametrize("verb", ["closed", "reopened"])
def test_closed_and_reopened_turn_the_switch_off_before_anything_else(verb):
    """Even where the same event pauses, that comes last."""
    assert told(clock(after_close=True), [(0, "a"), (1, "p"), (4, verb)], 6, "paused_for") == [("running", 3)]
    assert told(clock(after_close=True, pause=("p", verb)), [(0, "a"), (1, "p"), (4, verb)], 6, "paused_for") == [("paused", 5)]


# --- breaches -------------------------------------------------------------------------------------------------------------------------------


def test_exactly_at_the_due_is_in_time():
    """Stopping, extending, re-targeting and reading."""
    extensible = clock(extend=[Extension("x", "20 hours")], by_severity={"minor": "20 hours"})

    assert told(clock(), [(0, "a")], 10) == [("running",)]
    assert told(clock(), [(0, "a"), (10, "z")], 99, "remaining") == [("met", 0)]
    assert told(extensible, [(0, "a"), (10, "x")], 15, "due_at") == [("running", 20)]
    assert told(extensible, [(0, "a"), event(10, "classified", severity="minor")], 15, "due_at") == [("running", 20)]


def test_a_breach_is_at_the_due_and_never_goes_away():
    """Neither a late stop nor a later target takes a breach away."""
    lenient = clock(by_severity={"minor": "20 hours"})

    assert told(clock(), [(0, "a"), (12, "z")], 99, "breached_at", "overdue_by", "open") == [("breached", 10, 2, False)]
    assert told(lenient, [(0, "a"), event(11, "classified", severity="minor")], 12, "breached_at", "due_at", "overdue_by") == [
        ("breached", 10, 20, 0)
    ]


def test_a_severity_that_leaves_the_due_in_the_past_breaches_at_its_event():
    """Not at a time at which nobody could know; and a stop recorded after it at that instant comes too late."""
    strict = clock(by_severity={"critical": "2 hours"})
    graver = event(5, "classified", severity="critical")

    assert told(strict, [(0, "a"), graver], 5, "breached_at", "due_at") == [("breached", 5, 2)]
    assert told(strict, [(0, "a"), graver, (5, "z")], 6, "breached_at") == [("breached", 5)]
    assert told(strict, [(0, "a"), (5, "z"), graver], 6) == [("met",)]


# --- closing, reopening, withdrawing ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("verb", ["withdrawn", "merged"])
def test_withdrawn_and_merged_always_cancel(verb):
    """Whatever else the clock says of them."""
    assert told(clock(stop=verb, after_close=True), [(0, "a"), (1, verb)], 2, "ended_at") == [("cancelled", 1)]


def test_closed_cancels_what_it_does_not_stop():
    """A clock that runs on after closing stays open, and closing begins no next cycle."""
    assert told(clock(), [(0, "a"), (1, "closed")], 2) == [("cancelled",)]
    assert told(clock(stop="closed"), [(0, "a"), (1, "closed")], 2) == [("met",)]
    assert told(clock(after_close=True), [(0, "a"), (1, "closed"), (3, "z")], 4, "ended_at") == [("met", 3)]
    assert told(clock(stop="closed", repeat="after_stop"), [(0, "a"), (1, "closed")], 2) == [("met",)]


def test_by_default_reopening_changes_nothing():
    """The cycle that closing ended stays ended."""
    assert told(clock(), [(0, "a"), (1, "closed"), (2, "reopened")], 3) == [("cancelled",)]


def test_resume_opens_the_cycle_again_and_the_closed_time_is_a_pause():
    """A stop by closing is undone, a breach stays."""
    resumed = clock(stop=("z", "closed"), on_reopen="resume")

    assert told(resumed, [(0, "a"), (4, "closed"), (7, "reopened")], 8, "due_at", "stopped_at", "paused_for") == [("running", 13, None, 3)]
    assert told(resumed, [(0, "a"), (11, "closed"), (20, "reopened")], 30, "breached_at", "overdue_by") == [("breached", 10, 11)]


def test_closed_exactly_at_the_due_and_reopened_is_breached_on_reopening():
    """For the closed time was a pause, in which nothing is breached."""
    resumed = clock(on_reopen="resume")

    assert told(resumed, [(0, "a"), (10, "closed"), (12, "reopened")], 12, "breached_at", "due_at") == [("breached", 12, 10)]


def test_restart_begins_a_new_cycle_with_the_full_budget():
    """A restart on reopening begins a new cycle although the clock runs once."""
    restarted = clock(on_reopen="restart")

    assert told(restarted, [(0, "a"), (4, "closed"), (7, "reopened")], 8, "cycle", "due_at") == [("cancelled", 1, 10), ("running", 2, 17)]
    assert told(clock(within="due_at", on_reopen="restart"), [event(0, "a", due_at=hour(9)), (4, "closed"), (7, "reopened")], 8) == [("cancelled",)]


def test_continue_counts_the_closed_time_like_any_other():
    """As if it had never been closed; what fell due meanwhile is breached on reopening."""
    continued = clock(on_reopen="continue")

    assert told(continued, [(0, "a"), (4, "closed"), (7, "reopened")], 8, "due_at", "used", "paused_for") == [("running", 10, 8, 0)]
    assert told(continued, [(0, "a"), (4, "closed"), (12, "reopened")], 13, "due_at", "breached_at", "overdue_by") == [("breached", 10, 12, 3)]
    assert told(continued, [(0, "a"), (2, "p"), (4, "closed"), (7, "reopened")], 8, "due_at", "paused_for") == [("running", 12, 2)]


@pytest.mark.parametrize("on_reopen", ["resume", "continue", "restart"])
def test_reopening_concerns_the_last_cycle_if_the_latest_closing_ended_it(on_reopen):
    """Not one that was stopped before, nor one that an earlier closing ended, nor one after which another began."""
    again = clock(on_reopen=on_reopen, repeat="each_start")

    assert told(again, [(0, "a"), (1, "z"), (2, "closed"), (3, "reopened")], 4) == [("met",)]
    assert told(again, [(0, "a"), (1, "closed"), (2, "closed"), (3, "reopened")], 4) == [("cancelled",)]
    assert told(again, [(0, "a"), (1, "closed"), (2, "a"), (3, "z"), (4, "reopened")], 5) == [("cancelled",), ("met",)]
    assert told(again, [(0, "a"), (1, "withdrawn"), (3, "reopened")], 4) == [("cancelled",)]
    assert len(deadlines(again, [(0, "a"), (1, "closed"), (2, "reopened"), (3, "reopened")], 4)) == (2 if on_reopen == "restart" else 1)


def test_a_cycle_resumes_with_the_severity_that_became_known_meanwhile():
    """A cycle resumes with the latest severity, and goes on unseen where the facts no longer call for it."""
    events = [(0, "a"), (1, "closed"), event(2, "classified", severity="critical"), (3, "reopened")]
    resumed = clock(on_reopen="resume", by_severity={"critical": "5 hours"})
    gone = clock(on_reopen="resume", when={"severity": "minor"})
    minor = SimpleNamespace(severity="minor")

    assert told(resumed, events, 4, "due_at") == [("running", 7)]
    assert told(gone, events, 4, "ended_at", complaint=minor) == [("cancelled", 1)]
    assert told(gone, [*events, event(4, "classified", severity="minor")], 5, "due_at", "paused_for", complaint=minor) == [
        ("cancelled", 10, 0),
        ("running", 12, 2),
    ]


# --- extensions and severities ----------------------------------------------------------------------------------------------------------------------


def test_an_extension_is_counted_from_the_original_start():
    """It comes at or before the due in force and never makes it earlier."""
    longer = clock(extend=[Extension("x", "20 hours")])

    assert told(longer, [(0, "a"), (9, "x")], 12, "due_at", "budget") == [("running", 20, 20)]
    assert told(longer, [(0, "a"), (10.5, "x")], 12, "due_at") == [("breached", 10)]
    assert told(clock(extend=[Extension("x", "5 hours")]), [(0, "a"), (1, "x")], 2, "due_at") == [("running", 10)]
    assert told(longer, [(0, "a"), (2, "p"), (4, "r"), (11, "x")], 12, "due_at", "remaining") == [("running", 22, 10)]


def test_an_extension_to_a_date_takes_what_the_event_carries():
    """As often as it may; what was on hold before it was given does not move it, what is on hold afterwards does."""
    dated = clock(extend=[Extension("x", "due_at", 2)])

    def given(at, due):
        return event(at, "x", due_at=None if due is None else hour(due))

    assert told(dated, [(0, "a"), given(1, 15), given(2, 18), given(3, 30)], 4, "due_at") == [("running", 18)]
    assert told(dated, [(0, "a"), given(1, None), given(2, 18), given(3, 30)], 4, "due_at") == [("running", 30)]
    assert told(dated, [(0, "a"), (1, "p"), (3, "r"), given(5, 20)], 20, "due_at", "budget", "remaining") == [("running", 20, 18, 0)]
    assert told(dated, [(0, "a"), given(5, 20), (6, "p"), (9, "r")], 10, "due_at", "budget", "remaining") == [("running", 23, 20, 13)]
    assert told(dated, [(0, "a"), (4, "p"), given(5, 20), (9, "r")], 10, "due_at", "remaining") == [("running", 24, 14)]


def test_a_changed_severity_counts_from_the_original_start_and_keeps_every_pause():
    """The due is then the later of the new target and the extensions applied."""
    by = clock(by_severity={"critical": "4 hours", "minor": "20 hours"}, extend=[Extension("x", "12 hours")])
    held = [(0, "a"), (1, "p"), (3, "r")]

    assert told(by, [*held, event(4, "classified", severity="critical")], 5, "due_at", "remaining") == [("running", 6, 1)]
    assert told(by, [*held, (3, "x"), event(4, "classified", severity="critical")], 5, "due_at") == [("running", 14)]
    assert told(by, [*held, (3, "x"), event(4, "classified", severity="minor")], 5, "due_at") == [("running", 22)]


def test_a_severity_without_a_date_to_go_back_to_leaves_the_target():
    """A clock by a date keeps the span where the start carried none."""
    by = clock(within="due_at", by_severity={"critical": "4 hours"})

    assert told(by, [(0, "a"), event(1, "classified", severity="minor")], 2, "due_at", complaint=SimpleNamespace(severity="critical")) == [
        ("running", 4)
    ]


def test_a_severity_without_a_span_goes_back_to_the_date_of_the_start():
    """Not to one that the classifying event carries."""
    by = clock(within="due_at", by_severity={"critical": "4 hours"})
    start = event(0, "a", due_at=hour(9))
    graver, milder = event(1, "classified", severity="critical"), event(2, "classified", severity="minor", due_at=hour(30))

    assert told(by, [start, graver], 3, "due_at") == [("running", 4)]
    assert told(by, [start, graver, milder], 3, "due_at") == [("running", 9)]


# --- what the facts call for --------------------------------------------------------------------------------------------------------------------------


GRAVE = clock(when={"severity": ("major", "critical")})
MAJOR, MINOR = (lambda at: event(at, "classified", severity="major")), (lambda at: event(at, "classified", severity="minor"))


def test_a_clock_that_comes_to_apply_begins_at_its_start_all_the_same():
    """With the pauses it would have had."""
    assert told(GRAVE, [(0, "a"), (1, "p"), (3, "r"), MAJOR(5)], 6, "started_at", "due_at", "used") == [("running", 0, 12, 4)]
    assert told(GRAVE, [(0, "a"), (1, "p"), MAJOR(5)], 6, "used") == [("paused", 1)]
    assert told(GRAVE, [(0, "a")], 6) == []


def test_a_due_already_past_is_breached_at_the_event_that_revealed_it():
    """At the due it is not past."""
    assert told(GRAVE, [(0, "a"), MAJOR(12)], 12, "due_at", "breached_at") == [("breached", 10, 12)]
    assert told(GRAVE, [(0, "a"), MAJOR(10)], 10) == [("running",)]


def test_what_was_over_before_it_was_called_for_was_never_owed():
    """A cycle that was stopped, cancelled or exempted unseen stays unseen, and once is used up."""
    assert told(GRAVE, [(0, "a"), (1, "z"), MAJOR(2), (3, "a")], 4) == []
    assert told(GRAVE, [(0, "a"), (1, "closed"), MAJOR(2)], 4) == []


def test_when_it_turns_false_the_open_cycle_is_cancelled():
    """When the facts call for it again, the clock runs again from its start, as another cycle."""
    assert told(GRAVE, [(0, "a"), MAJOR(1), MINOR(2)], 3, "ended_at") == [("cancelled", 2)]
    assert told(GRAVE, [(0, "a"), MAJOR(1), MINOR(2), MAJOR(4)], 5, "cycle", "started_at") == [("cancelled", 1, 0), ("running", 2, 0)]
    assert told(GRAVE, [(0, "a"), MAJOR(1), MINOR(2), (3, "z"), MAJOR(4)], 5) == [("cancelled",)]
    assert told(GRAVE, [(0, "a"), MAJOR(1), (2, "p"), MINOR(3), MAJOR(4), (6, "r")], 7, "paused_for") == [("cancelled", 1), ("running", 4)]


def test_what_extended_an_unseen_cycle_counts_when_it_is_seen_again():
    """As often as it may, and no more often."""
    longer = clock(when={"severity": ("major", "critical")}, extend=[Extension("x", "due_at")])
    turned = [(0, "a"), MAJOR(1), event(2, "x", due_at=hour(15)), MINOR(3)]

    assert told(longer, [*turned, MAJOR(4)], 5, "due_at") == [("cancelled", 15), ("running", 15)]
    assert told(longer, [*turned, event(3.5, "x", due_at=hour(30)), MAJOR(4)], 5, "due_at") == [("cancelled", 15), ("running", 15)]


# --- clocks among clocks ------------------------------------------------------------------------------------------------------------------------------


SUMMARY = clock("summary", within="3 hours", exempts=["final"])
FINAL = clock("final", within="8 hours", stop="y")


def test_a_clock_met_cancels_those_it_exempts():
    """Only by being met: not by a late stop, not by being cancelled."""
    assert told([SUMMARY, FINAL], [(0, "a"), (2, "z")], 3, "exempted_by") == [("met", None), ("cancelled", "summary")]
    assert told([SUMMARY, FINAL], [(0, "a"), (4, "z")], 5, "exempted_by") == [("breached", None), ("running", None)]
    assert told([SUMMARY, FINAL], [(0, "a"), (4, "closed")], 5, "exempted_by") == [("breached", None), ("cancelled", None)]


def test_an_event_that_stops_both_leaves_both_met():
    """Exempting comes after all stops of the event, in whatever order the clocks stand."""
    both = clock("final", within="8 hours", stop="z")

    assert told([SUMMARY, both], [(0, "a"), (2, "z")], 3) == told([both, SUMMARY], [(0, "a"), (2, "z")], 3) == [("met",), ("met",)]


def test_an_unseen_clock_exempts_nothing_and_an_unseen_cycle_is_exempted_for_good():
    """Nobody could have known of it."""
    unseen = clock("summary", within="3 hours", exempts=["final"], when={"severity": "major"})
    late = clock("final", within="8 hours", stop="y", when={"severity": "major"})

    assert told([unseen, FINAL], [(0, "a"), (2, "z")], 3) == [("running",)]
    assert told([SUMMARY, late], [(0, "a"), (2, "z"), MAJOR(3)], 4) == [("met",)]


def test_an_exemption_ends_when_its_cycle_is_resumed():
    """Closing met the one and exempted the other; reopened, both run on."""
    summary = clock("summary", stop="closed", exempts=["final"], on_reopen="resume")
    final = clock("final", stop="y", after_close=True, on_reopen="resume")
    events = [(0, "a"), (2, "closed"), (3, "reopened")]

    assert told([summary, final], events[:2], 2.5, "exempted_by") == [("met", None), ("cancelled", "summary")]
    assert told([summary, final], events, 4, "exempted_by") == [("running", None), ("running", None)]


# --- versions in force ----------------------------------------------------------------------------------------------------------------------------------


def test_a_clock_is_in_force_on_inclusive_local_dates():
    """Judged in its calendar's zone at the cycle's start; a first start outside uses up once."""
    tokyo = BusinessCalendar.always("Asia/Tokyo")
    from_march_3 = clock(in_force=(date(2026, 3, 3), None))

    assert told(from_march_3, [(14, "a")], 40) == []
    assert told(from_march_3, [(15, "a")], 16, "started_at", calendar=tokyo) == [("running", 15)]
    assert told(from_march_3, [(14, "a"), (30, "a")], 40) == []
    assert told(clock(in_force=(None, date(2026, 3, 2))), [(23, "a")], 24) == [("running",)]


def test_another_event_may_decide_which_law_holds():
    """The latest of them up to the start; where there is none, the start itself."""
    by_receipt = clock(in_force=InForce(until=date(2026, 3, 2), judged_at="received"))

    assert told(by_receipt, [(20, "received"), (30, "a")], 31) == [("running",)]
    assert told(by_receipt, [(20, "received"), (25, "received"), (30, "a")], 31) == []
    assert told(by_receipt, [(30, "a"), (31, "received")], 32) == []
    restarted = clock(in_force=InForce(since=date(2026, 3, 3), judged_at="reopened"), on_reopen="restart")
    assert told(restarted, [(25, "a"), (26, "closed"), (27, "reopened")], 28, "cycle") == [("cancelled", 1), ("running", 2)]


# --- evidence ---------------------------------------------------------------------------------------------------------------------------------------------


def test_the_events_are_those_that_started_moved_paused_and_ended_it():
    """In order, each once, though it does several things."""
    busy = clock(start=("a", "b"), pause=("p", "a"), resume="x", extend=[Extension("x", "20 hours")], on_reopen="resume")
    events = [(0, "a"), (1, "noted"), (2, "x"), (3, "p"), (4, "closed"), (5, "reopened"), (6, "z"), (7, "noted")]
    [deadline] = deadlines(busy, events, 8)

    assert [each.verb for each in deadline.events] == ["a", "x", "p", "closed", "reopened", "z"]


def test_a_late_reveal_is_evidence_too():
    """The event without which nobody would know."""
    [deadline] = deadlines(GRAVE, [(0, "a"), MAJOR(5)], 6)

    assert [each.verb for each in deadline.events] == ["a", "classified"]


def test_times_are_told_in_the_zone_of_the_start():
    """Wherever the other events were written down."""
    [deadline] = deadlines(
        clock(extend=[Extension("x", "due_at")]),
        [
            SimpleNamespace(verb="a", at=hour(0).in_tz("Asia/Shanghai")),
            SimpleNamespace(verb="x", at=hour(1), due_at=hour(20).in_tz("America/New_York")),
            event(25, "z"),
        ],
        30,
    )

    assert {each.timezone_name for each in (deadline.started_at, deadline.due_at, deadline.breached_at, deadline.stopped_at)} == {"Asia/Shanghai"}
    assert deadline.breached_at == hour(20)


def test_rungs_and_warnings_leave_the_reading_of_deadlines_alone():
    """A clock that tells somebody reads as one that does not."""
    events = [(0, "a"), (2, "p"), (5, "r"), (20, "z")]
    loud = clock(warn_at=[0.5], escalate=[Escalation(-1, "boss"), Escalation(2, "boss")])

    assert told(loud, events, 30, "due_at", "used") == told(clock(), events, 30, "due_at", "used")
