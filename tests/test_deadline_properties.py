"""What holds of every deadline and every notice, whatever the policy and whatever happened."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import groupby, pairwise
from types import SimpleNamespace

import attrs
import pendulum
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from proof_size import tries

from servrecov.calendar.calendar import BusinessCalendar
from servrecov.deadline.clock import InForce
from servrecov.deadline.kinds import DeadlineStatus, NoticeKind
from servrecov.deadline.policy import DeadlinePolicy
from servrecov.journal.closing import Retracted
from servrecov.journal.journal import Journal
from servrecov.journal.match import matches_any
from servrecov.testing.instances import complaints
from servrecov.testing.strategies import CLOCK_VERBS, clocks, deadline_policies, journals

START = pendulum.datetime(2026, 3, 2, 9, tz="Asia/Shanghai")
MICROSECOND = timedelta(microseconds=1)
CALENDARS = {
    "office": BusinessCalendar.weekly("Mon-Fri 09:00-18:00", tz="Asia/Shanghai"),
    "nights": BusinessCalendar.weekly("Mon-Sat 19:00-27:30", tz="America/New_York"),  # its clocks change on 8 March 2026, in a shift
    "two floors": BusinessCalendar.weekly("Mon-Fri 08:00-12:00", tz="Europe/Paris") | BusinessCalendar.weekly("Sat 10:00-14:00", tz="Asia/Tehran"),
}
LONG = settings(max_examples=tries(120), deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
SHORT = settings(LONG, max_examples=50)
LENGTHS = (pytest.param(SHORT, id="short"), pytest.param(LONG, id="long", marks=pytest.mark.heavy))

nows = st.integers(0, 30_000).map(lambda minutes: START.add(minutes=minutes))
plain_journals = journals(CLOCK_VERBS, late=False, retracted=False)
any_journals = journals(CLOCK_VERBS)


def holds_for(*drawn):
    """Run a property on a few examples with every change, and on many among the heavy proofs."""

    def property_of(check):
        @pytest.mark.parametrize("length", LENGTHS)
        def test(length):
            length(given(*drawn)(check))()

        test.__doc__ = check.__doc__
        return test

    return property_of


@st.composite
def policies(draw):
    """A policy of clocks of every make, on several calendars, some of them law for some days only."""
    policy = draw(deadline_policies())
    days = st.none() | st.dates(date(2026, 3, 1), date(2026, 3, 20))
    return attrs.evolve(
        policy,
        calendars=CALENDARS,
        clocks=[attrs.evolve(clock, calendar=draw(st.sampled_from((None, *CALENDARS))), in_force=_law(draw, days)) for clock in policy.clocks],
    )


def _law(draw, days):
    if draw(st.integers(0, 4)):
        return None
    since, until = draw(days), draw(days)
    ordered = (until, since) if since and until and until < since else (since, until)
    return InForce(since=ordered[0], until=ordered[1], judged_at=draw(st.sampled_from(((), ("received",), ("classified",)))))


def without_evidence(deadlines):
    return [attrs.evolve(deadline, events=()) for deadline in deadlines]


def of_cycle(deadline):
    return deadline.clock, deadline.cycle


# --- one reading ------------------------------------------------------------------------------------------------------------------------


@holds_for(policies(), any_journals, nows)
def test_used_and_remaining_and_overdue_make_up_the_budget(policy, journal, now):
    """Every answer about pauses satisfies used + remaining - overdue_by = budget, and no length is negative."""
    for deadline in policy.deadlines(None, journal, now):
        assert deadline.used + deadline.remaining - deadline.overdue_by == deadline.budget
        assert not (deadline.remaining and deadline.overdue_by)
        assert min(deadline.used, deadline.remaining, deadline.overdue_by, deadline.paused_for) >= timedelta()


@holds_for(policies(), any_journals, nows)
def test_a_status_is_the_first_that_applies(policy, journal, now):
    """Breached, cancelled, met, paused, running; what is open has no end, what was stopped ended then, and no due is before its start."""
    for deadline in policy.deadlines(None, journal, now):
        closed = DeadlineStatus.CANCELLED if deadline.stopped_at is None else DeadlineStatus.MET
        expected = {DeadlineStatus.PAUSED, DeadlineStatus.RUNNING} if deadline.open else {closed}
        assert deadline.status in ({DeadlineStatus.BREACHED} if deadline.breached_at else expected)
        assert deadline.open == (deadline.ended_at is None)
        assert deadline.stopped_at in (None, deadline.ended_at)
        assert deadline.started_at <= deadline.due_at
        assert deadline.breached_at is None or deadline.breached_at <= now


@holds_for(policies(), any_journals, nows)
def test_every_deadline_explains_itself_in_both_languages(policy, journal, now):
    """Whatever happened, there are words for it, and no place of a sentence is left open."""
    for deadline in policy.deadlines(None, journal, now):
        for text in (deadline.explain(), deadline.explain("zh")):
            assert "None" not in text
            assert "{" not in text
        assert not set(deadline.explain("zh")) & set("(),;") or deadline.clock in deadline.explain("zh")


# --- pauses -----------------------------------------------------------------------------------------------------------------------------


def pausing(clock):
    """A policy of the clock, which "hold" and "free" pause and resume too."""
    paused = attrs.evolve(clock, pause=(*clock.pause, "hold"), resume=(*clock.resume, "free"))
    return DeadlinePolicy(name="test", calendar=CALENDARS["office"], clocks=[paused])


def gaps(clock, journal):
    """Indices after which the clock's switch is off for more than a minute, with the time until which it is."""
    switch = False
    for index, event in enumerate(journal):
        if event.verb in ("closed", "reopened") or matches_any(clock.resume, event):
            switch = False
        switch = switch or matches_any(clock.pause, event)
        later = journal[index + 1].at if index + 1 < len(journal) else event.at.add(minutes=500)
        if not switch and (later - event.at).total_minutes() > 1:
            yield index, later


def enriched(journal, index, *more):
    """The journal with more events after an index."""
    return [*journal[: index + 1], *(SimpleNamespace(verb=verb, at=at) for verb, at in more), *journal[index + 1 :]]


@holds_for(clocks(), plain_journals, nows, st.data())
def test_a_pause_disjoint_from_the_others_never_makes_a_deadline_earlier(clock, journal, now, data):
    """Nor a breach, nor does it bring one about."""
    places = list(gaps(clock, journal))
    assume(places)
    index, later = data.draw(st.sampled_from(places))
    begin = journal[index].at.add(seconds=data.draw(st.integers(1, 50)))
    end = begin.add(seconds=data.draw(st.integers(0, int((later - begin).total_seconds()) - 1)))
    longer = enriched(journal, index, ("hold", begin), ("free", end))
    before, after = (pausing(clock).deadlines(None, events, now) for events in (journal, longer))
    assert [deadline.started_at for deadline in before] == [deadline.started_at for deadline in after]
    for first, second in zip(before, after, strict=True):
        assert first.due_at <= second.due_at
        assert second.breached_at is None or (first.breached_at is not None and first.breached_at <= second.breached_at)


@holds_for(clocks(), plain_journals, nows, st.data())
def test_splitting_a_pause_changes_nothing(clock, journal, now, data):
    """A pause that ends and begins again at the same instant is one pause, as often as it does."""
    index = data.draw(st.integers(0, len(journal) - 1))
    begin = journal[index].at
    later = journal[index + 1].at if index + 1 < len(journal) else begin.add(minutes=600)
    cuts = data.draw(st.lists(st.integers(0, int((later - begin).total_seconds())), min_size=1, max_size=3))
    touching = [(verb, begin.add(seconds=cut)) for cut in sorted(cuts) for verb in ("free", "hold")]
    whole, split = enriched(journal, index, ("hold", begin)), enriched(journal, index, ("hold", begin), *touching)
    policy = pausing(clock)
    assert without_evidence(policy.deadlines(None, whole, now)) == without_evidence(policy.deadlines(None, split, now))
    assert policy.notices(None, whole, START, now) == policy.notices(None, split, START, now)


# --- breaches ---------------------------------------------------------------------------------------------------------------------------


@holds_for(policies(), any_journals, nows, nows)
def test_a_breach_once_read_stays(policy, journal, one, other):
    """A deadline that was read as breached is breached, at the same instant, in every later reading."""
    early, late = sorted((one, other))
    reading = policy.read(None, journal)
    later = {of_cycle(deadline): deadline for deadline in reading.deadlines(late)}
    for deadline in reading.deadlines(early):
        if deadline.breached_at is not None:
            assert later[of_cycle(deadline)].breached_at == deadline.breached_at
            assert later[of_cycle(deadline)].status is DeadlineStatus.BREACHED


@holds_for(policies(), plain_journals, nows)
def test_a_breach_stays_whatever_happens_afterwards(policy, journal, now):
    """Events recorded after it, in the order of time, neither undo nor move it."""
    whole = {of_cycle(deadline): deadline.breached_at for deadline in policy.deadlines(None, journal, now)}
    for early, late in pairwise(journal):
        for deadline in policy.deadlines(None, [event for event in journal if event.at <= early.at], min(late.at, now)):
            if deadline.breached_at is not None and early.at <= now:
                assert whole[of_cycle(deadline)] == deadline.breached_at


@holds_for(policies(), any_journals, nows)
def test_nothing_is_first_breached_while_on_hold(policy, journal, now):
    """As time passes, nothing on hold is breached: it was running until the breach, or an event at that instant set the due in the past.

    The event may come while it is on hold: another severity that leaves a due before the pause, or the facts that first call for the clock.
    """
    happened = {entry.at for entry in journal.standing()}
    reading = policy.read(None, journal)
    for deadline in reading.deadlines(now):
        if deadline.breached_at is not None and deadline.breached_at not in happened:
            [before] = [each for each in reading.deadlines(deadline.breached_at - MICROSECOND) if of_cycle(each) == of_cycle(deadline)]
            assert before.status is DeadlineStatus.RUNNING
            assert before.due_at == deadline.breached_at


@holds_for(policies(), any_journals, nows, st.integers(1, 20_000))
def test_what_is_on_hold_stays_as_it_is_until_the_next_event(policy, journal, now, minutes):
    """With the same time left, and a due that moves on with the clock on the wall."""
    events = [entry.event for entry in journal.standing(now)]
    later = {of_cycle(each): each for each in policy.deadlines(None, events, now.add(minutes=minutes))}
    for deadline in policy.deadlines(None, events, now):
        if deadline.status is DeadlineStatus.PAUSED and deadline.due_at > now:
            after = later[of_cycle(deadline)]
            assert (after.status, after.remaining) == (DeadlineStatus.PAUSED, deadline.remaining)
            assert after.due_at >= max(deadline.due_at, now.add(minutes=minutes))


# --- notices ----------------------------------------------------------------------------------------------------------------------------


@holds_for(policies(), any_journals, nows)
def test_a_breach_notice_exists_exactly_when_breached_at_is_set(policy, journal, now):
    """There is a breach notice, at that instant, for exactly the deadlines that were breached."""
    standing = [entry.event for entry in journal.standing(now)]
    breached = {(*of_cycle(each), each.breached_at) for each in policy.deadlines(None, standing, now) if each.breached_at}
    told = policy.notices(None, standing, START.subtract(years=1), now.add(years=1))
    sent = {(*of_cycle(each), each.at) for each in told if each.kind is NoticeKind.BREACH and each.at < now}
    assert {each for each in breached if each[2] < now} == sent


@holds_for(policies(), any_journals, st.lists(nows, min_size=2, max_size=6), st.data())
def test_windows_cut_anywhere_give_each_key_once(policy, journal, ends, data):
    """Windows that meet tell what one window over all of them tells, and no key twice, also where they are cut at the very instant of a notice."""
    since, *cuts, until = sorted(ends)
    reading = policy.read(None, journal)
    whole = reading.notices(since, until)
    if whole:
        cuts += data.draw(st.lists(st.sampled_from([notice.known_at for notice in whole]), max_size=2))
    parts = [reading.notices(*window) for window in pairwise([since, *sorted(cuts), until])]
    assert tuple(notice for part in parts for notice in part) == whole
    assert len({notice.key for notice in whole}) == len(whole)
    assert all(since <= notice.known_at < until and notice.at <= notice.known_at for notice in whole)


@holds_for(policies(), plain_journals, nows)
def test_sweeps_of_a_growing_journal_tell_what_one_over_the_whole_tells(policy, journal, end):
    """Each sweep reads what was there by then and goes on where the last one ended."""
    known = [event for event in journal if event.at <= end]
    edges = sorted({START, *(event.at for event in known), end})
    sweeps = [policy.notices(None, [event for event in known if event.at < until], since, until) for since, until in pairwise(edges)]
    assert [notice for sweep in sweeps for notice in sweep] == list(policy.notices(None, known, START, end))


@holds_for(policies(), journals(CLOCK_VERBS), st.lists(nows, min_size=1, max_size=6))
def test_between_sweeps_of_a_journal_with_late_entries_nothing_is_lost(policy, journal, sweeps):
    """Whatever was entered late or withdrawn, each notice of the whole was told by the sweep in whose window it came to be known."""
    told, since = set(), START
    for until in sorted({*sweeps, journal[-1].recorded_at.add(seconds=1)}):
        known = list(journal)[: sum(event.recorded_at < until for event in journal)]
        told |= {notice.key for notice in policy.notices(None, type(journal)(known), since, until)}
        since = until
    assert {notice.key for notice in policy.notices(None, journal, START, since)} <= told


# --- journals ---------------------------------------------------------------------------------------------------------------------------


@holds_for(policies(), journals(CLOCK_VERBS, retracted=False), nows, st.data())
def test_retracting_an_entry_equals_never_having_recorded_it(policy, journal, now, data):
    """A journal with retracted entries reads, at any instant, as one without them."""
    assume(len(journal) > 1)
    places = data.draw(st.sets(st.integers(2, len(journal)), min_size=1, max_size=3))
    retracted = journal.appended(*(Retracted(at=journal[-1].at.add(days=1), entry=place) for place in sorted(places)))
    never = [event for place, event in enumerate(journal, 1) if place not in places]
    assert policy.deadlines(None, retracted, now) == policy.deadlines(None, never, now)
    told = [{(each.key, each.at, each.due_at) for each in policy.notices(None, events, START, now.add(months=3))} for events in (retracted, never)]
    assert told[0] == told[1]


@holds_for(policies(), plain_journals, nows, st.randoms())
def test_the_order_of_insertion_does_not_matter_except_at_equal_times(policy, journal, now, random):
    """Events of different times may be entered in any order; those of one instant keep theirs."""
    groups = [list(events) for _, events in groupby(journal, key=lambda event: event.at)]
    random.shuffle(groups)
    shuffled = [event for group in groups for event in group]
    assert policy.deadlines(None, list(journal), now) == policy.deadlines(None, shuffled, now)
    assert policy.notices(None, list(journal), START, now) == policy.notices(None, shuffled, START, now)


@holds_for(policies(), plain_journals, st.integers(0, 5_000))
def test_a_journal_reads_the_same_event_by_event_or_at_once(policy, journal, minutes):
    """What is read before an event happens is what the whole journal says of that time."""
    whole = policy.read(None, journal)
    for length in range(1, len(journal)):
        now = min(journal[length - 1].at.add(minutes=minutes), journal[length].at - MICROSECOND)
        if now >= journal[length - 1].at:
            assert policy.deadlines(None, journal[:length], now) == whole.deadlines(now)


@holds_for(policies(), any_journals, complaints(), st.lists(st.integers(0, 30_000), min_size=1, max_size=4))
def test_a_journal_that_is_read_while_it_grows_reads_like_one_read_at_the_end(policy, journal, complaint, offsets):
    """What a reading leaves with a journal for the next one changes no answer, late entries and retractions included, and none given before."""
    moments = [START.add(minutes=minutes) for minutes in offsets]
    growing, given_before = Journal(journal[:1]), []
    for event in [None, *journal[1:]]:
        growing = growing if event is None else growing.appended(event)
        given_before += [(growing, now, policy.deadlines(complaint, growing, now)) for now in moments]
    for grown, now, answers in given_before:
        anew = policy.deadlines(complaint, Journal(grown), now)
        assert answers == anew
        assert [each.explain() for each in answers] == [each.explain() for each in anew]


@holds_for(policies(), any_journals, nows)
def test_clocks_read_one_by_one_are_the_clocks_read_together(policy, journal, now):
    """A clock that no other exempts runs as if it were alone."""
    together = policy.deadlines(None, journal, now)
    exempted = {name for clock in policy.clocks for name in clock.exempts}
    for clock in policy.clocks:
        if clock.name not in exempted:
            alone = attrs.evolve(policy, clocks=[attrs.evolve(clock, exempts=())]).deadlines(None, journal, now)
            assert alone == tuple(deadline for deadline in together if deadline.clock == clock.name)
