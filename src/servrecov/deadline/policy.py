"""A policy: the clocks that apply to a complaint, with their calendars, and how they are read over a journal.

What lives here: `DeadlinePolicy` and `Reading`. What does not: how events act upon the clocks (`script.py`). A policy works on any objects:
an event needs `verb`, `at` and the fields that the policy names, and whatever attribute a complaint lacks is unknown. Read
`handling/condition.py` next.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

import attrs
from pendulum import DateTime

from servrecov import values
from servrecov.calendar.calendar import BusinessCalendar
from servrecov.calendar.wallclock import instant, show, zone_of
from servrecov.complaint.complaint import Complaint
from servrecov.deadline.clock import Clock
from servrecov.deadline.deadline import Deadline, deadline_of
from servrecov.deadline.kinds import NoticeKind
from servrecov.deadline.notice import Notice, known_notices
from servrecov.deadline.script import Lived, Script
from servrecov.errors import InvalidPolicyError, UnknownNameError
from servrecov.journal.facts import Facts
from servrecov.journal.journal import Entry, Journal, check_events

__all__ = ["DeadlinePolicy", "Reading"]


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
        script: What the clocks wait for, by verb.

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
    script: Script = attrs.field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        """Refuse clocks of one name and names that lead nowhere."""
        self._check_names()
        object.__setattr__(self, "script", Script.of([(clock, self.calendar_of(clock)) for clock in self.clocks]))

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
        return Reading(
            policy=self, complaint=complaint, journal=journal, facts=None if isinstance(complaint, Complaint) else self.script.facts(complaint)
        )

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
    """What a journal keeps of a reading."""

    policy: DeadlinePolicy
    complaint: object
    lived: Lived


@attrs.frozen(kw_only=True)
class Reading:
    """A policy laid over one complaint and its events.

    Attributes:
        policy: The policy.
        complaint: The complaint.
        journal: Its journal; the events of another system stand in one too.
        facts: What was known of another system's complaint before any event, when it was read; None of one that cannot change.
    """

    policy: DeadlinePolicy
    complaint: object
    journal: Journal
    facts: Facts | None

    def deadlines(self, now: datetime) -> tuple[Deadline, ...]:
        """Return the deadlines at an instant, clock by clock and cycle by cycle."""
        now = values.check_instant(now, "deadlines(now)")
        at = values.moment(now)
        seen = bisect_right(self.journal.timed[1], at)
        return tuple([deadline_of(cycle, at, now) for life in self._lived_through(seen).lives for cycle in life.cycles])

    def _lived_through(self, seen: int) -> Lived:
        """Return the clocks after the first entries, from where an earlier reading left them, if there was one."""
        script, journal, key = self.policy.script, self.journal, id(self.policy)
        lived = next((kept.lived for kept in journal.kept_by(key) if self._is_usable(kept, seen)), None)
        if lived is None or lived.seen < seen:
            lived = script.go_on(lived or script.begin(self.facts or script.facts(self.complaint)), journal.timed, seen)
            journal.keep(key, _Kept(self.policy, self.complaint, lived))
        return lived

    def _is_usable(self, kept: _Kept, seen: int) -> bool:
        return kept.policy is self.policy and kept.complaint is self.complaint and kept.lived.seen <= seen

    def notices(self, since: datetime, until: datetime) -> tuple[Notice, ...]:
        """Return the notices that came to be known in the window from `since`, inclusive, to `until`, exclusive."""
        return known_notices(tuple(self.journal.entries()), self.all_notices, since, until)

    def all_notices(self, standing: Sequence[Entry], horizon: DateTime) -> Iterator[Notice]:
        """Yield the notices sent up to an instant by standing entries in the order of time."""
        script, timed = self.policy.script, (tuple(standing), tuple([entry.instant for entry in standing]))
        lived = script.go_on(script.begin(self.facts or script.facts(self.complaint), telling=True), timed, len(standing))
        for life in lived.lives:
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
