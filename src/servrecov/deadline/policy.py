"""A policy: the clocks that apply to a complaint, with their calendars, and how they are read over a journal.

What lives here: `DeadlinePolicy`, `Reading`, and the one order in which events act upon several clocks. What does not: what an event does
to one clock (`life.py`). A policy works on any objects: an event needs `verb`, `at` and the fields that the policy names, and whatever
attribute a complaint lacks is unknown. Read `handling/condition.py` next.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final, NamedTuple

import attrs
from pendulum import DateTime

from servrecov import values
from servrecov.calendar.calendar import BusinessCalendar
from servrecov.calendar.wallclock import instant, show, zone_of
from servrecov.complaint.complaint import Complaint
from servrecov.deadline.clock import Clock
from servrecov.deadline.cue import SILENT, Cue
from servrecov.deadline.deadline import Deadline, deadline_of
from servrecov.deadline.kinds import NoticeKind
from servrecov.deadline.life import ClockLife
from servrecov.deadline.notice import Notice, known_notices
from servrecov.errors import InvalidPolicyError, UnknownNameError
from servrecov.journal.facts import REVISING, Facts
from servrecov.journal.journal import Entry, Journal, check_events

__all__ = ["DeadlinePolicy", "Reading"]


_NOTHING_KNOWN: Final = Facts(complaint=None)
"""The facts for clocks that heed none."""

Concern = tuple[int, Cue]
"""The place of a clock in its policy, and what an event may do to it."""


def _around_the_clock() -> BusinessCalendar:
    return BusinessCalendar.always("UTC")


@attrs.frozen(kw_only=True, field_transformer=values.held)
class DeadlinePolicy:
    """The clocks that apply to a complaint.

    Attributes:
        name: Name of the policy.
        calendar: The calendar of the clocks that name none: it governs their dates, wall times and open hours. By default around the clock, in UTC.
        calendars: Other calendars, by the names that clocks use.
        clocks: The clocks, in the order in which they are shown.
        heeds_facts: Whether what is known of the complaint makes a difference to any clock.
        concerns: Which clocks an event may act upon, by its verb.
        timed: Each clock with its calendar.

    Raises:
        InvalidPolicyError: Two clocks share a name.
        UnknownNameError: A clock names a calendar or a clock that is not here.

    Example:
        >>> import pendulum
        >>> from types import SimpleNamespace as Ticket
        >>> policy = DeadlinePolicy(name="desk", clocks=[Clock(name="first reply", start="opened", stop="replied", within="2 hours")])
        >>> opened = pendulum.datetime(2026, 3, 2, 9)
        >>> [deadline] = policy.deadlines(Ticket(), [Ticket(verb="opened", at=opened)], opened.add(minutes=30))
        >>> deadline.status.value, str(deadline.remaining)
        ('running', '1:30:00')
    """

    name: str
    calendar: BusinessCalendar = attrs.field(factory=_around_the_clock)
    calendars: Mapping[str, BusinessCalendar] = attrs.field(factory=dict)
    clocks: Sequence[Clock] = ()
    heeds_facts: bool = attrs.field(init=False, eq=False, repr=False)
    concerns: Mapping[str, Sequence[Concern]] = attrs.field(init=False, eq=False, repr=False)
    timed: Sequence[tuple[Clock, BusinessCalendar]] = attrs.field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        """Refuse clocks of one name and names that lead nowhere, and find out which verbs concern which clocks."""
        self._check_names()
        verbs = {verb for clock in self.clocks for verb in clock.cues}
        concerns = {verb: tuple((place, clock.cues[verb]) for place, clock in enumerate(self.clocks) if verb in clock.cues) for verb in verbs}
        object.__setattr__(self, "concerns", concerns)
        object.__setattr__(self, "timed", tuple((clock, self.calendar_of(clock)) for clock in self.clocks))
        object.__setattr__(self, "heeds_facts", any(clock.is_conditional or clock.is_graded for clock in self.clocks))

    def _check_names(self) -> None:
        names = [clock.name for clock in self.clocks]
        for index, clock in enumerate(self.clocks):
            where = f"policy {self.name!r}: clocks[{index}]"
            if clock.name in names[:index]:
                raise InvalidPolicyError(f"{where}.name", clock.name, "a name that no other clock has")
            if clock.calendar is not None and clock.calendar not in self.calendars:
                raise UnknownNameError(f"{where}.calendar", clock.calendar, "the name of a calendar of the policy", self.calendars)
            for place, exempted in enumerate(clock.exempts):
                if exempted not in names or exempted == clock.name:
                    raise UnknownNameError(f"{where}.exempts[{place}]", exempted, "the name of another clock of the policy", names)

    def calendar_of(self, clock: Clock) -> BusinessCalendar:
        """Return the calendar that governs a clock."""
        return self.calendar if clock.calendar is None else self.calendars[clock.calendar]

    def with_calendar(self, calendar: BusinessCalendar) -> DeadlinePolicy:
        """Return the policy with another default calendar."""
        return attrs.evolve(self, calendar=calendar)

    def learned(self, verb: str) -> Sequence[Concern]:
        """Return the clocks that an event of this verb may act upon when it tells something new: those too that heed the facts."""
        cues = dict(self.concerns.get(verb, ()))
        return [
            (place, cues.get(place, SILENT)) for place, clock in enumerate(self.clocks) if place in cues or clock.is_conditional or clock.is_graded
        ]

    def read(self, complaint: object, events: Iterable[object]) -> Reading:
        """Read the clocks over a complaint and its events once, to ask several questions.

        Args:
            complaint: A `Complaint` or any object; attributes that it lacks are unknown.
            events: A `Journal` or any objects with `verb` and an aware `at`, in recording order.

        Raises:
            NaiveTimeError: An event's `at` has no zone.
        """
        if not isinstance(events, Journal):
            journal = _journal(events)
        elif not isinstance(complaint, Complaint):
            journal = Journal.from_entries(events.entries())  # what it keeps is this reading's alone, for another system's complaint may change
        else:
            journal = events
        return Reading(policy=self, complaint=complaint, journal=journal)

    def deadlines(self, complaint: object, events: Iterable[object], now: datetime) -> tuple[Deadline, ...]:
        """Return the deadlines at an instant, clock by clock and cycle by cycle.

        Args:
            complaint: A `Complaint` or any object.
            events: A `Journal` or any objects with `verb` and an aware `at`.
            now: The instant of the reading; events after it are not seen.

        Raises:
            NaiveTimeError: A time has no zone.
        """
        return self.read(complaint, events).deadlines(now)

    def notices(self, complaint: object, events: Iterable[object], since: datetime, until: datetime) -> tuple[Notice, ...]:
        """Return the notices that came to be known in a window.

        Args:
            complaint: A `Complaint` or any object.
            events: A `Journal` or any objects with `verb` and an aware `at`.
            since: Begin of the window, inclusive.
            until: End of the window, exclusive.

        Raises:
            NaiveTimeError: A time has no zone.
        """
        return self.read(complaint, events).notices(since, until)


def _journal(events: Iterable[object]) -> Journal:
    entries = [Entry(seq, event) for seq, event in enumerate(check_events(events, "events"), 1)]
    for seq, event in entries:
        instant(getattr(event, "at", None), f"events[{seq - 1}].at")
        values.check_text(getattr(event, "verb", None), f"events[{seq - 1}].verb")
    return Journal.from_entries(entries)


class _Kept(NamedTuple):
    """What a journal keeps of a reading: the clocks after so many of its entries."""

    policy: DeadlinePolicy
    complaint: object
    seen: int
    lives: Sequence[ClockLife]


@attrs.frozen(kw_only=True)
class Reading:
    """A policy laid over one complaint and its events.

    Attributes:
        policy: The policy.
        complaint: The complaint.
        journal: Its journal; the events of another system stand in one too.
    """

    policy: DeadlinePolicy
    complaint: object
    journal: Journal

    def deadlines(self, now: datetime) -> tuple[Deadline, ...]:
        """Return the deadlines at an instant, clock by clock and cycle by cycle."""
        until = instant(now, "deadlines(now)")
        seen = bisect_right(self.journal.timed[1], until)
        return tuple([deadline_of(cycle, until, now) for life in self._lived_through(seen) for cycle in life.cycles])

    def _lived_through(self, seen: int) -> Sequence[ClockLife]:
        """Return the clocks after the first events; they are kept, for one journal is asked at many times."""
        kept: _Kept | None = self.journal.kept.get(id(self.policy))
        if kept is None or kept.seen != seen or kept.policy is not self.policy or kept.complaint is not self.complaint:
            standing, instants = self.journal.timed
            kept = _Kept(self.policy, self.complaint, seen, self._lived(standing[:seen], instants[:seen]))
            self.journal.kept[id(self.policy)] = kept
        return kept.lives

    def notices(self, since: datetime, until: datetime) -> tuple[Notice, ...]:
        """Return the notices that came to be known in the window from `since`, inclusive, to `until`, exclusive."""
        return known_notices(tuple(self.journal.entries()), self.all_notices, since, until)

    def all_notices(self, standing: Sequence[Entry], horizon: DateTime) -> Iterator[Notice]:
        """Yield the notices sent up to an instant by standing entries in the order of time."""
        instants = [entry.instant for entry in standing]
        for life in self._lived(standing, instants, telling=True):
            life.witness(values.moment(horizon))
            for cycle in life.cycles:
                zone = zone_of(cycle.entries[0].at)
                for kind, step, role, at, due, known in cycle.fired:
                    yield Notice(
                        at=show(at, zone),
                        known_at=show(known, zone),
                        kind=NoticeKind(kind),
                        clock=life.clock.name,
                        cycle=cycle.number,
                        step=step,
                        role=role,
                        due_at=show(due, zone),
                    )

    def _lived(self, standing: Sequence[Entry], instants: Sequence[int], *, telling: bool = False) -> list[ClockLife]:
        policy = self.policy
        heeds, concerns = policy.heeds_facts, policy.concerns
        lives = [ClockLife(clock, calendar, telling) for clock, calendar in policy.timed]
        facts = Facts.from_complaint(self.complaint) if heeds else _NOTHING_KNOWN
        for entry, at in zip(standing, instants, strict=True):
            verb = entry.event.verb
            concerned = concerns.get(verb, ())
            if heeds and verb in REVISING:
                before, facts = facts, facts.revised(entry.event)
                concerned = policy.learned(verb) if facts is not before else concerned
            if concerned:
                _act(lives, concerned, entry, at, facts)
        return lives


def _act(lives: Sequence[ClockLife], concerned: Sequence[Concern], entry: Entry, at: int, facts: Facts) -> None:
    """Let one event act upon the clocks it concerns, in the one order that holds: cancel, stop, exempt, resume, extend, re-target, reopen, start, pause.

    Only an exemption may reach a clock that the event does not concern by itself.
    """
    for place, cue in concerned:
        if lives[place].open is not None or cue.prepares:
            lives[place].cancel(entry, at, cue, facts)
    met = [lives[place].clock for place, cue in concerned if cue.stop and lives[place].stop(entry, at, cue)]
    for clock in met:
        for life in lives if clock.exempts else ():
            if life.clock.name in clock.exempts:
                life.exempt(entry, at, clock.name)
    for place, cue in concerned:
        lives[place].go_on(entry, at, cue, facts)
