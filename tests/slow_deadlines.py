"""A slow, plain reading of clocks over a journal, written from the rules' words alone; it shares no code with the library.

Time is counted in quarters of an hour from the midnight on which a Thursday begins, in UTC. Events happen on the full hour. Every length is found by
walking quarter by quarter, every act of an event is written out in the order in which the rules list them, and nothing is remembered that could be
counted again.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, field

HOUR = 4
DAY = 24 * HOUR


@dataclass(frozen=True)
class Place:
    """Opening hours somewhere: how many hours its clocks are ahead, the hours of a day, and on how many days from Monday on."""

    ahead: int
    hours: tuple
    days: int

    def date(self, quarter: int) -> int:
        """The local date; date 0 is a Thursday."""
        return (quarter + self.ahead * HOUR) // DAY

    def midnight(self, date: int) -> int:
        """When a local date begins."""
        return date * DAY - self.ahead * HOUR

    def is_business_day(self, date: int) -> bool:
        """Has the date hours?"""
        return (date + 3) % 7 < self.days

    @functools.cached_property
    def week(self) -> list[bool]:
        """Is anyone there, quarter by quarter of a week?"""
        hours = [(self.date(quarter), (quarter + self.ahead * HOUR) % DAY // HOUR) for quarter in range(7 * DAY)]
        return [self.is_business_day(date) and any(opens <= hour < closes for opens, closes in self.hours) for date, hour in hours]

    def is_open(self, quarter: int) -> bool:
        """Is anyone there in the quarter that begins then?"""
        return self.week[quarter % (7 * DAY)]


PLACES = {None: Place(0, ((9, 12), (13, 17)), 5), "works": Place(9, ((7, 15), (16, 19)), 6)}
"""The calendars of clocks, by the names that they use."""


@dataclass(eq=False)
class Happening:
    """An event: its hour, its verb, the fields that rules may read, the hour at which it was entered, and the entry that it withdraws."""

    hour: int
    verb: str
    severity: str | None = None
    due_hour: int | None = None
    entered: int | None = None
    entry: int | None = None

    @property
    def at(self) -> int:
        """When it happened, in quarters."""
        return self.hour * HOUR

    @property
    def entered_at(self) -> int:
        """When it was entered, in quarters."""
        return (self.hour if self.entered is None else self.entered) * HOUR


BUSINESS = ("business_hours", "closing", "business_days", "business_days_from_instant")
"""What counts open time."""
DATED = ("closing", "business_days", "business_days_from_instant", "days", "weeks")
"""What counts dates; the rest counts hours, or is a date that an event carries."""


@dataclass
class Rule:
    """A clock as data. `within` is a kind and a number of them, such as ``("hours", 3)`` or ``("closing", 1)``, or ``("date",)``."""

    name: str
    within: tuple
    start: tuple = ()
    stop: tuple = ()
    pause: tuple = ()
    resume: tuple = ()
    cancel: tuple = ()
    by_severity: dict = field(default_factory=dict)
    when: tuple = ()
    repeat: str = "once"
    extend: tuple = ()
    on_reopen: str = "ignore"
    after_close: bool = False
    warn_at: tuple = ()
    escalate: tuple = ()
    exempts: tuple = ()
    calendar: str | None = None
    in_force: tuple | None = None
    """First and last local date, either of which may be None, and the verbs on whose date it is judged."""


@dataclass
class Aim:
    """A target: how much open time from the start, or a date, which may have been given at some later instant."""

    kind: str
    place: Place
    amount: int = 0
    date: int = 0
    given_at: int = 0

    def is_open(self, quarter):
        """Does time towards it count in the quarter that begins then?"""
        return self.place.is_open(quarter) if self.kind in BUSINESS else True


@dataclass
class Cycle:
    """One cycle while it is lived through."""

    start: int
    aim: Aim
    within: tuple
    opening: Happening
    known_since: int
    number: int | None = None
    later_aims: list = field(default_factory=list)
    used_extensions: list = field(default_factory=list)
    holds: list = field(default_factory=list)
    breached: int | None = None
    stopped: int | None = None
    ended: int | None = None
    cancelled: bool = False
    exempted_by: str | None = None
    events: list = field(default_factory=list)
    told: dict = field(default_factory=dict)

    # --- walking -------------------------------------------------------------------------------------------------------------------

    def is_held(self, quarter: int, now: int) -> bool:
        """Was it on hold in the quarter that begins then? A hold that is on ends now."""
        return bool(self.holds) and any(begin <= quarter < (now if end is None else end) for begin, end in self.holds)

    def due_of(self, aim: Aim, now: int) -> int:
        """The due of one target; a hold that is on ends now."""
        if aim.kind == "date":
            due, quarter = aim.date, aim.given_at
            while quarter < due:
                due += self.is_held(quarter, now)
                quarter += 1
            return due
        if aim.kind in DATED:
            return self.moved(aim, aim.date, self.start, now)
        left, quarter = aim.amount, self.start
        while left:
            left -= aim.is_open(quarter) and not self.is_held(quarter, now)
            quarter += 1
        return quarter

    def moved(self, aim: Aim, instant: int, begin: int, now: int) -> int:
        """Move an instant by each stretch on hold that begins before it, by its open time and never to before the end of the stretch."""
        quarter = begin
        while self.holds and quarter < instant:
            if self.is_held(quarter, now):
                length, end = 0, quarter
                while self.is_held(end, now):
                    length += aim.is_open(end)
                    end += 1
                instant = max(forward(aim, instant, length), end)
                quarter = end
            else:
                quarter += 1
        return instant

    def in_force(self, now: int) -> tuple[Aim, int]:
        """The target that gives the latest due, and that due."""
        aim, due = self.aim, self.due_of(self.aim, now)
        for other in self.later_aims:
            if self.due_of(other, now) > due:
                aim, due = other, self.due_of(other, now)
        return aim, due

    def budget(self, aim: Aim, now: int) -> int:
        """What the target allows."""
        if aim.kind == "date":
            return aim.date - self.start - sum(self.is_held(quarter, now) for quarter in range(self.start, aim.given_at))
        if aim.kind in DATED:
            return sum(aim.is_open(quarter) for quarter in range(self.start, aim.date))
        return aim.amount

    def warning(self, aim: Aim, fraction: float, now: int) -> int:
        """When that part of the budget is used."""
        left, quarter = round(self.budget(aim, now) * fraction), self.start
        while left:
            left -= aim.is_open(quarter) and not self.is_held(quarter, now)
            quarter += 1
        return quarter

    def rung(self, aim: Aim, offset: float, now: int) -> int:
        """Walk through time until the rung, counted from the due as known then, has come and no earlier hold is on."""
        unit = "hours" if self.within[0] == "date" else self.within[0]
        if offset < 0:
            quarter = max(self.start, shift(aim.place, unit, self.seen(self.start, now).due_of(aim, self.start), offset))
            while quarter < now:
                held_before = quarter > self.start and self.is_held(quarter, now) and self.is_held(quarter - 1, now)
                if not held_before and quarter >= shift(aim.place, unit, self.seen(quarter, now).due_of(aim, quarter), offset):
                    break
                quarter += 1
            return quarter
        due = self.due_of(aim, now)
        return self.moved(aim, shift(aim.place, unit, due, offset), due, now)

    def seen(self, quarter: int, now: int) -> Cycle:
        """The same cycle as it was seen then: no hold begun later, and one that was on ended then."""
        holds = [[begin, min(now if end is None else end, quarter)] for begin, end in self.holds if begin < quarter]
        return Cycle(self.start, self.aim, self.within, self.opening, self.known_since, later_aims=self.later_aims, holds=holds)

    # --- time passes ---------------------------------------------------------------------------------------------------------------

    def wait(self, rule: Rule, now: int, last: int) -> None:
        """What came to be strictly before now, the last look having been at `last`."""
        if self.number is None or self.ended is not None:
            return
        held_since = self.held_since(now)
        aim, due_then = self.in_force(now) if held_since is None else self.seen(held_since, now).in_force(held_since)
        instants = {f"warning/{fraction * 100:g}%": self.warning(aim, fraction, now) for fraction in rule.warn_at}
        instants |= {f"escalation/{offset:g}:{role}": self.rung(aim, offset, now) for offset, role in rule.escalate}
        for step, instant in instants.items():
            if step not in self.told and instant < now and (held_since is None or instant <= held_since):
                self.told[step] = (instant, max(instant, last), due_then)
        due = self.in_force(now)[1]
        if self.breached is None and due < now:
            self.breached = max(due, self.known_since)
            self.told["breach/due"] = (self.breached, max(self.breached, last), due)

    def held_since(self, now: int) -> int | None:
        """Since when it has been on hold without a gap; None where it is not."""
        if not (self.holds and self.holds[-1][1] is None):
            return None
        quarter = self.holds[-1][0]
        while quarter > self.start and self.is_held(quarter - 1, now):
            quarter -= 1
        return quarter

    def end(self, at: int, *, stopped: bool) -> None:
        """It ends, on hold or not."""
        if self.holds and self.holds[-1][1] is None:
            self.holds[-1][1] = at
        self.ended, self.cancelled = at, not stopped
        self.stopped = at if stopped else None

    def facts(self, now: int) -> dict:
        """What a reading says of it."""
        until = now if self.ended is None else self.ended
        aim, due = self.in_force(until)
        past = range(self.start, until)
        used = sum(aim.is_open(quarter) and not self.is_held(quarter, until) for quarter in past)
        budget = self.budget(aim, until)
        held = self.ended is None and bool(self.holds) and self.holds[-1][1] is None
        flags = (
            ("breached", self.breached is not None),
            ("cancelled", self.cancelled),
            ("met", self.ended is not None),
            ("paused", held),
            ("running", True),
        )
        return {
            "cycle": self.number,
            "started_at": self.start,
            "status": next(name for name, holds in flags if holds),
            "open": self.ended is None,
            "exempted_by": self.exempted_by,
            "events": self.events,
            "due_at": due,
            "breached_at": self.breached,
            "stopped_at": self.stopped,
            "ended_at": self.ended,
            "budget": budget,
            "used": used,
            "remaining": max(budget - used, 0),
            "overdue_by": max(used - budget, 0),
            "paused_for": sum(aim.is_open(quarter) and self.is_held(quarter, until) for quarter in past),
        }


def forward(aim: Aim, instant: int, length: int) -> int:
    while length:
        length -= aim.is_open(instant)
        instant += 1
    return instant


def shift(place: Place, unit: str, instant: int, offset: float) -> int:
    """Count units from an instant: hours, elapsed or open, or days, weeks and business days at the same time of day."""
    step = 1 if offset > 0 else -1
    if unit in DATED:
        while offset:
            instant += (7 if unit == "weeks" else 1) * step * DAY
            if unit in ("days", "weeks") or place.is_business_day(place.date(instant)):
                offset -= step
        return instant
    left = round(abs(offset) * HOUR)
    while left:
        instant += step
        left -= unit == "hours" or place.is_open(instant if step < 0 else instant - 1)
    return instant


def dated(place: Place, kind: str, start: int, n: int) -> int:
    """The date that lies n units after the start: on business days from the next opening where it is closed, but for those from the instant."""
    if kind in ("days", "weeks"):
        return start + n * (7 if kind == "weeks" else 1) * DAY
    while kind != "business_days_from_instant" and not place.is_open(start):
        start += 1
    date, left = place.date(start), n
    while left:
        date += 1
        left -= place.is_business_day(date)
    if kind == "closing":
        return place.midnight(date) + place.hours[-1][1] * HOUR
    return start + (date - place.date(start)) * DAY


@dataclass
class Life:
    """One clock lived through."""

    rule: Rule
    cycles: list = field(default_factory=list)
    current: Cycle | None = None
    switch: bool = False
    starts_seen: int = 0
    closed_cycle: Cycle | None = None
    next_cycle: bool = False
    judged: Happening | None = None

    @property
    def place(self) -> Place:
        """Its calendar."""
        return PLACES[self.rule.calendar]

    def is_in_force(self, event: Happening) -> bool:
        """Is it law on the local date of the start, or of the latest event on which that is judged?"""
        since, until, _ = self.rule.in_force or (None, None, ())
        date = self.place.date((self.judged or event).at)
        return (since is None or since <= date) and (until is None or date <= until)

    def aim(self, within: tuple, start: int, event: Happening, given_at: int) -> Aim | None:
        """The target that a span or a date gives; none where the event carries no date."""
        if within[0] == "date":
            if event.due_hour is None:
                return None
            return Aim("date", self.place, date=max(event.due_hour * HOUR, start), given_at=given_at)
        if within[0] in DATED:
            return Aim(within[0], self.place, date=dated(self.place, within[0], start, within[1]))
        return Aim(within[0], self.place, amount=within[1] * HOUR)

    def applies(self, severity: str | None) -> bool:
        """Do the facts call for it?"""
        return not self.rule.when or severity in self.rule.when

    def within(self, severity: str | None) -> tuple:
        """The span for a severity."""
        return self.rule.by_severity.get(severity, self.rule.within)

    def begin(self, event: Happening, severity: str | None) -> None:
        """Begin a cycle, on hold if the switch is on, unseen if the facts do not call for it."""
        within = self.within(severity)
        aim = self.aim(within, event.at, event, event.at)
        if aim is None:
            return
        self.starts_seen += 1
        if not self.is_in_force(event):
            return
        self.closed_cycle = None
        self.current = Cycle(event.at, aim, within, event, event.at, events=[event])
        if self.switch:
            self.current.holds.append([event.at, None])
        if self.applies(severity):
            self.show(event)

    def show(self, event: Happening) -> None:
        """The facts call for it: it gets its number."""
        self.cycles.append(self.current)
        self.current.number = len(self.cycles)
        self.current.known_since = event.at
        touch(self.current, event)

    def finish(self, event: Happening, *, stopped: bool) -> Cycle:
        """End the open cycle."""
        cycle, self.current = self.current, None
        cycle.end(event.at, stopped=stopped)
        touch(cycle, event)
        if event.verb == "closed":
            self.closed_cycle = cycle
        return cycle

    def turn_off(self, event: Happening) -> None:
        """Turn the switch off."""
        if self.switch and self.current is not None:
            self.current.holds[-1][1] = event.at
            touch(self.current, event)
        self.switch = False


def touch(cycle: Cycle, event: Happening) -> None:
    """Remember, once, what started, moved, paused or ended it."""
    if event not in cycle.events:
        cycle.events.append(event)


def unseen_twin(cycle: Cycle) -> Cycle:
    """The same cycle from the same start, running on unseen in case the facts turn again."""
    return Cycle(
        cycle.start,
        cycle.aim,
        cycle.within,
        cycle.opening,
        cycle.known_since,
        later_aims=list(cycle.later_aims),
        used_extensions=list(cycle.used_extensions),
        holds=[list(hold) for hold in cycle.holds],
        events=list(cycle.events),
    )


def standing(events: list[Happening]) -> list[Happening]:
    """What was entered and not withdrawn, in the order of time; what happened at once in the order in which it was entered."""
    withdrawn = {event.entry for event in events if event.verb == "retracted"}
    kept = [event for place, event in enumerate(events, 1) if place not in withdrawn and event.verb != "retracted"]
    return sorted(kept, key=lambda event: event.hour)


def live(rules: list[Rule], events: list[Happening], until: int, severity: str | None = None) -> list[Life]:
    """Live through time, event by event, and let each act in the order that the rules list."""
    lives = [Life(rule) for rule in rules]
    last = 0
    for event in [each for each in standing(events) if each.at <= until]:
        pass_time(lives, event.at, last)
        last = event.at
        if event.verb == "classified" and event.severity is not None:
            severity = event.severity
        act(lives, event, severity)
    pass_time(lives, until, last)
    return lives


def pass_time(lives: list[Life], now: int, last: int) -> None:
    for life in lives:
        if life.current is not None:
            life.current.wait(life.rule, now, last)


def act(lives: list[Life], event: Happening, severity: str | None) -> None:
    """Closed and reopened turn the switch off; then cancel, stop, exempt, resume, extend, re-target, reopen, start, pause."""
    for life in lives:
        before(life, event)
    for life in lives:
        cancel(life, event, severity)
    exempt(lives, [life for life in lives if stop(life, event)], event)
    for life in lives:
        resume(life, event)
    for life in lives:
        extend(life, event)
    for life in lives:
        retarget(life, event, severity)
    for life in lives:
        reopen(life, event, severity)
    for life in lives:
        start(life, event, severity)
    for life in lives:
        pause(life, event)


def before(life: Life, event: Happening) -> None:
    if event.verb in ("closed", "reopened"):
        life.turn_off(event)
    if event.verb == "closed":
        life.closed_cycle = None
    if life.rule.in_force is not None and event.verb in life.rule.in_force[2]:
        life.judged = event


def exempt(lives: list[Life], met: list[Life], event: Happening) -> None:
    for winner in met:
        for life in lives:
            if life.rule.name in winner.rule.exempts and life.current is not None:
                life.finish(event, stopped=False).exempted_by = winner.rule.name


def resume(life: Life, event: Happening) -> None:
    if event.verb in life.rule.resume:
        life.turn_off(event)


def pause(life: Life, event: Happening) -> None:
    if event.verb in life.rule.pause and not life.switch:
        life.switch = True
        if life.current is not None:
            life.current.holds.append([event.at, None])
            touch(life.current, event)


def cancel(life: Life, event: Happening, severity: str | None) -> None:
    if life.current is None:
        return
    rule = life.rule
    closes = event.verb == "closed" and not rule.after_close and "closed" not in rule.stop
    if event.verb in ("withdrawn", "merged") or event.verb in rule.cancel or closes:
        life.finish(event, stopped=False)
    elif life.current.number is not None and not life.applies(severity):
        twin = unseen_twin(life.current)
        life.finish(event, stopped=False)
        life.current = twin


def stop(life: Life, event: Happening) -> bool:
    if life.current is None or event.verb not in life.rule.stop:
        return False
    cycle = life.finish(event, stopped=True)
    life.next_cycle = life.rule.repeat == "after_stop" and event.verb != "closed"
    return cycle.number is not None and cycle.breached is None


def extend(life: Life, event: Happening) -> None:
    cycle = life.current
    if cycle is None:
        return
    for index, (verb, to, times) in enumerate(life.rule.extend):
        if verb == event.verb and cycle.used_extensions.count(index) < times and event.at <= cycle.in_force(event.at)[1]:
            aim = life.aim(to, cycle.start, event, event.at)
            if aim is not None:
                cycle.used_extensions.append(index)
                cycle.later_aims.append(aim)
                touch(cycle, event)


def retarget(life: Life, event: Happening, severity: str | None) -> None:
    cycle = life.current
    if cycle is None or life.within(severity) == cycle.within:
        return
    aim = life.aim(life.within(severity), cycle.start, cycle.opening, cycle.start)
    if aim is not None:
        cycle.aim, cycle.within, cycle.known_since = aim, life.within(severity), event.at
        touch(cycle, event)


def reopen(life: Life, event: Happening, severity: str | None) -> None:
    if event.verb != "reopened" or life.closed_cycle is None:
        return
    cycle, life.closed_cycle = life.closed_cycle, None
    if life.rule.on_reopen == "restart":
        life.begin(event, severity)
    if life.rule.on_reopen in ("resume", "continue"):
        closed_at = cycle.ended
        if not life.applies(severity):
            cycle = unseen_twin(cycle)
        if life.rule.on_reopen == "resume":
            cycle.holds.append([closed_at, event.at])
        cycle.ended, cycle.stopped, cycle.cancelled, cycle.exempted_by = None, None, False, None
        cycle.known_since = event.at
        touch(cycle, event)
        life.current = cycle
        retarget(life, event, severity)


def start(life: Life, event: Happening, severity: str | None) -> None:
    begins_next, life.next_cycle = life.next_cycle, False
    if life.current is None:
        first = life.starts_seen == 0 or life.rule.repeat != "once"
        if begins_next or (event.verb in life.rule.start and first):
            life.begin(event, severity)
    elif life.current.number is None and life.applies(severity):
        life.show(event)
