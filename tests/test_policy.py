"""Policies over journals: the properties that every reading has, and what a policy refuses."""

from __future__ import annotations

from types import SimpleNamespace

import attrs
import pendulum
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from servrecov.calendar.calendar import BusinessCalendar
from servrecov.deadline.kinds import DeadlineStatus, NoticeKind
from servrecov.deadline.policy import DeadlinePolicy
from servrecov.journal.closing import Retracted
from servrecov.journal.match import matches_any
from servrecov.testing.strategies import clocks, deadline_policies, journals

some = settings(max_examples=60, deadline=None)
START = pendulum.datetime(2026, 3, 2, 9, tz="Asia/Shanghai")
VERBS = (
    "contacted",
    "progress_reported",
    "awaiting_customer",
    "customer_replied",
    "delay_notified",
    "classified",
    "promised",
    "responded",
    "closed",
    "reopened",
)
nows = st.integers(0, 30_000).map(lambda minutes: START.add(minutes=minutes))
plain_journals = journals(VERBS, late=False, retracted=False)
any_journals = journals(VERBS)


def policy_of(*given_clocks, calendar=None):
    office = BusinessCalendar.weekly("Mon-Fri 09:00-18:00", tz="Asia/Shanghai")
    return DeadlinePolicy(name="test", calendar=calendar or office, clocks=given_clocks)


def without_evidence(deadlines):
    return [attrs.evolve(deadline, events=()) for deadline in deadlines]


@some
@given(deadline_policies(), any_journals, nows)
def test_used_and_remaining_and_overdue_make_up_the_budget(policy, journal, now):
    """Every answer about pauses satisfies used + remaining - overdue_by = budget."""
    for deadline in policy.deadlines(None, journal, now):
        assert deadline.used + deadline.remaining - deadline.overdue_by == deadline.budget
        assert min(deadline.used, deadline.remaining, deadline.overdue_by, deadline.paused_for).total_seconds() >= 0


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


def pausing(clock):
    """A policy of the clock, which "hold" and "free" pause and resume too."""
    return policy_of(attrs.evolve(clock, pause=(*clock.pause, "hold"), resume=(*clock.resume, "free")))


def enriched(journal, index, *more):
    """The journal with more events after an index."""
    return [*journal[: index + 1], *(SimpleNamespace(verb=verb, at=at) for verb, at in more), *journal[index + 1 :]]


@some
@given(clocks(), plain_journals, nows, st.data())
def test_a_pause_disjoint_from_the_others_never_makes_a_deadline_earlier(clock, journal, now, data):
    """Adding a pause disjoint from the others never makes a deadline earlier."""
    places = list(gaps(clock, journal))
    assume(places)
    index, later = data.draw(st.sampled_from(places))
    begin = journal[index].at.add(seconds=data.draw(st.integers(1, 50)))
    end = begin.add(seconds=data.draw(st.integers(0, int((later - begin).total_seconds()) - 1)))
    longer = enriched(journal, index, ("hold", begin), ("free", end))
    before, after = (pausing(clock).deadlines(None, events, now) for events in (journal, longer))
    assert [deadline.started_at for deadline in before] == [deadline.started_at for deadline in after]
    assert all(first.due_at <= second.due_at for first, second in zip(before, after, strict=True))


@some
@given(clocks(), plain_journals, nows, st.data())
def test_splitting_a_pause_changes_nothing(clock, journal, now, data):
    """A pause that ends and begins again at the same instant is one pause."""
    index = data.draw(st.integers(0, len(journal) - 1))
    begin = journal[index].at
    later = journal[index + 1].at if index + 1 < len(journal) else begin.add(minutes=600)
    middle = begin.add(seconds=data.draw(st.integers(0, int((later - begin).total_seconds()))))
    whole = enriched(journal, index, ("hold", begin))
    split = enriched(journal, index, ("hold", begin), ("free", middle), ("hold", middle))
    policy = pausing(clock)
    assert without_evidence(policy.deadlines(None, whole, now)) == without_evidence(policy.deadlines(None, split, now))
    assert policy.notices(None, whole, START, now) == policy.notices(None, split, START, now)


@some
@given(deadline_policies(), any_journals, nows, nows)
def test_a_breach_once_read_stays(policy, journal, one, other):
    """A deadline that was read as breached is breached, at the same instant, in every later reading."""
    early, late = sorted((one, other))
    reading = policy.read(None, journal)
    later = {(deadline.clock, deadline.cycle): deadline for deadline in reading.deadlines(late)}
    for deadline in reading.deadlines(early):
        if deadline.breached_at is not None:
            assert later[deadline.clock, deadline.cycle].breached_at == deadline.breached_at
            assert later[deadline.clock, deadline.cycle].status is DeadlineStatus.BREACHED


@some
@given(deadline_policies(), any_journals, nows, st.integers(1, 20_000))
def test_nothing_is_first_breached_while_on_hold(policy, journal, now, minutes):
    """What is on hold before its due time is on hold, and not breached, until the next event."""
    events = list(journal.standing(now))
    for deadline in policy.deadlines(None, [entry.event for entry in events], now):
        if deadline.status is DeadlineStatus.PAUSED and deadline.due_at > now:
            [later] = [
                each
                for each in policy.deadlines(None, [entry.event for entry in events], now.add(minutes=minutes))
                if (each.clock, each.cycle) == (deadline.clock, deadline.cycle)
            ]
            assert (later.status, later.remaining) == (DeadlineStatus.PAUSED, deadline.remaining)


@some
@given(deadline_policies(), any_journals, nows)
def test_a_breach_notice_exists_exactly_when_breached_at_is_set(policy, journal, now):
    """There is a breach notice, at that instant, for exactly the deadlines that were breached."""
    standing = [entry.event for entry in journal.standing(now)]
    breached = {(each.clock, each.cycle, each.breached_at) for each in policy.deadlines(None, standing, now) if each.breached_at}
    told = policy.notices(None, standing, START.subtract(years=1), now.add(years=1))
    sent = {(each.clock, each.cycle, each.at) for each in told if each.kind is NoticeKind.BREACH and each.at < now}
    assert {each for each in breached if each[2] < now} == sent


@some
@given(deadline_policies(), any_journals, nows, nows, nows)
def test_windows_cut_anywhere_give_each_key_once(policy, journal, one, two, three):
    """Two windows that meet tell what one window over both tells, and no key twice."""
    since, cut, until = sorted((one, two, three))
    reading = policy.read(None, journal)
    whole = reading.notices(since, until)
    assert (*reading.notices(since, cut), *reading.notices(cut, until)) == whole
    assert len({notice.key for notice in whole}) == len(whole)
    assert all(since <= notice.known_at < until and notice.at <= notice.known_at for notice in whole)


@some
@given(deadline_policies(), journals(VERBS, retracted=False), nows, st.data())
def test_retracting_an_entry_equals_never_having_recorded_it(policy, journal, now, data):
    """A journal with a retracted entry reads, at any instant, as one without it."""
    assume(len(journal) > 1)
    place = data.draw(st.integers(2, len(journal)))
    retracted = journal.appended(Retracted(at=journal[-1].at.add(days=1), entry=place))
    never = [*journal[: place - 1], *journal[place:]]
    assert policy.deadlines(None, retracted, now) == policy.deadlines(None, never, now)
    keys = [{(each.key, each.at) for each in policy.notices(None, events, START, now.add(months=3))} for events in (retracted, never)]
    assert keys[0] == keys[1]


@some
@given(deadline_policies(), plain_journals, nows, st.randoms())
def test_the_order_of_insertion_does_not_matter_except_at_equal_times(policy, journal, now, random):
    """Events of different times may be entered in any order."""
    apart = [attrs.evolve(event, at=event.at.add(seconds=index), recorded_at=event.at.add(seconds=index)) for index, event in enumerate(journal)]
    shuffled = [*apart]
    random.shuffle(shuffled)
    assert policy.deadlines(None, apart, now) == policy.deadlines(None, shuffled, now)
    assert policy.notices(None, apart, START, now) == policy.notices(None, shuffled, START, now)


@some
@given(deadline_policies(), plain_journals, st.integers(0, 5_000))
def test_a_journal_reads_the_same_event_by_event_or_at_once(policy, journal, minutes):
    """What is read before an event happens is what the whole journal says of that time."""
    for length in range(1, len(journal)):
        now = min(journal[length - 1].at.add(minutes=minutes), journal[length].at.subtract(seconds=1))
        if now >= journal[length - 1].at:
            assert policy.deadlines(None, journal[:length], now) == policy.deadlines(None, journal, now)


@some
@given(deadline_policies(), any_journals, nows)
def test_every_deadline_explains_itself_in_both_languages(policy, journal, now):
    """Whatever happened, there are words for it, and no place of a sentence is left open."""
    for deadline in policy.deadlines(None, journal, now):
        for text in (deadline.explain(), deadline.explain("zh")):
            assert "None" not in text
            assert "{" not in text
        assert not set(deadline.explain("zh")) & set("(),;:") - set(":") or deadline.clock in deadline.explain("zh")
