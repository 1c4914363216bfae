"""A slow, plain reading of clocks over a journal, written from the rules' words alone; it shares no code with the library.

Time is counted in quarters of an hour from the midnight on which a Thursday begins, in UTC. Events happen on the full hour. Every length is found by
walking quarter by quarter, every act of an event is written out in the order in which the rules list them, and nothing is remembered that could be
counted again.
"""

from __future__ import annotations

from dataclasses import dataclass, field

HOUR = 4
DAY = 24 * HOUR
FOREVER = 400 * DAY


def office(quarter: int) -> bool:
    """Monday to Friday, nine to twelve and one to five; quarter 0 begins a Thursday."""
    weekday, hour = (quarter // DAY + 3) % 7, quarter % DAY // HOUR
    return weekday < 5 and (9 <= hour < 12 or 13 <= hour < 17)


def always(quarter: int) -> bool:
    """Day and night."""
    return True


@dataclass
class Happening:
    """An event: its hour, its verb, and the fields that rules may read."""

    hour: int
    verb: str
    severity: str | None = None
    due_hour: int | None = None

    @property
    def at(self) -> int:
        """When it happened, in quarters."""
        return self.hour * HOUR


@dataclass
class Rule:
    """A clock as data. `within` is ``("hours", n)``, ``("business_hours", n)``, ``("closing", n)`` or ``("date",)``."""

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


@dataclass
class Aim:
    """A target: how much open time from the start, or a date that was given at some instant."""

    kind: str
    amount: int = 0
    date: int = 0
    given_at: int = 0

    def is_open(self, quarter):
        """Does time towards it count in the quarter that begins then?"""
        return office(quarter) if self.kind in ("business_hours", "closing") else True


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
    told: dict = field(default_factory=dict)

    # --- walking -------------------------------------------------------------------------------------------------------------------

    def is_held(self, quarter: int, now: int) -> bool:
        """Was it on hold in the quarter that begins then? A hold that is on ends now."""
        return any(begin <= quarter < (now if end is None else end) for begin, end in self.holds)

    def due_of(self, aim: Aim, now: int) -> int:
        """The due of one target; a hold that is on ends now."""
        if aim.kind == "date":
            due, quarter = aim.date, aim.given_at
            while quarter < due:
                due += self.is_held(quarter, now)
                quarter += 1
            return due
        if aim.kind == "closing":
            return self.moved(aim, aim.date, self.start, now)
        left, quarter = aim.amount, self.start
        while left:
            left -= aim.is_open(quarter) and not self.is_held(quarter, now)
            quarter += 1
        return quarter

    def moved(self, aim: Aim, instant: int, begin: int, now: int) -> int:
        """Move an instant by each stretch on hold that begins before it, by its open time and never to before the end of the stretch."""
        quarter = begin
        while quarter < instant:
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
        if aim.kind == "closing":
            return sum(aim.is_open(quarter) for quarter in range(self.start, aim.date))
        return aim.amount

    def warning(self, aim: Aim, fraction: float, now: int) -> int:
        """When that part of the budget is used."""
        left, quarter = round(self.budget(aim, now) * fraction), self.start
        while left:
            left -= aim.is_open(quarter) and not self.is_held(quarter, now)
            quarter += 1
        return quarter

    def rung(self, aim: Aim, offset: int, now: int) -> int:
        """Walk through time until the rung, counted from the due as known then, has come and no earlier hold is on."""
        if offset < 0:
            quarter = max(self.start, shift(aim, self.seen(self.start, now).due_of(aim, self.start), offset))
            while quarter < now:
                held_before = quarter > self.start and self.is_held(quarter, now) and self.is_held(quarter - 1, now)
                if not held_before and quarter >= shift(aim, self.seen(quarter, now).due_of(aim, quarter), offset):
                    break
                quarter += 1
            return quarter
        due = self.due_of(aim, now)
        if aim.kind == "closing":
            rung = shift(aim, due, offset)
            return self.moved(aim, rung, due, now)
        left, quarter = offset * HOUR, due
        while left:
            left -= aim.is_open(quarter) and not self.is_held(quarter, now)
            quarter += 1
        return quarter

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
        instants |= {f"escalation/{offset}:{role}": self.rung(aim, offset, now) for offset, role in rule.escalate}
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


def shift(aim: Aim, instant: int, offset: int) -> int:
    """Count whole units from an instant: hours of the aim's own time, or business days for one that ends at a closing."""
    if aim.kind == "closing":
        while offset:
            instant += DAY if offset > 0 else -DAY
            if office(instant // DAY * DAY + 9 * HOUR):
                offset += -1 if offset > 0 else 1
        return instant
    left = abs(offset) * HOUR
    while left:
        if offset < 0:
            instant -= 1
            left -= aim.is_open(instant)
        else:
            left -= aim.is_open(instant)
            instant += 1
    return instant


def closing(start: int, days: int) -> int:
    """The closing time `days` business days later, from the next opening where it is closed."""
    while not office(start):
        start += 1
    day = start // DAY
    while days:
        day += 1
        days -= office(day * DAY + 9 * HOUR)
    return day * DAY + 17 * HOUR


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

    def aim(self, within: tuple, start: int, event: Happening, given_at: int) -> Aim | None:
        """The target that a span or a date gives; none where the event carries no date."""
        if within[0] == "date":
            if event.due_hour is None:
                return None
            return Aim("date", date=max(event.due_hour * HOUR, start), given_at=given_at)
        if within[0] == "closing":
            return Aim("closing", date=closing(start, within[1]))
        return Aim(within[0], amount=within[1] * HOUR)

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
        self.closed_cycle = None
        self.current = Cycle(event.at, aim, within, event, event.at)
        if self.switch:
            self.current.holds.append([event.at, None])
        if self.applies(severity):
            self.show(event)

    def show(self, event: Happening) -> None:
        """The facts call for it: it gets its number."""
        self.cycles.append(self.current)
        self.current.number = len(self.cycles)
        self.current.known_since = event.at

    def finish(self, event: Happening, *, stopped: bool) -> Cycle:
        """End the open cycle."""
        cycle, self.current = self.current, None
        cycle.end(event.at, stopped=stopped)
        if event.verb == "closed":
            self.closed_cycle = cycle
        return cycle

    def turn_off(self, at: int) -> None:
        """Turn the switch off."""
        if self.switch and self.current is not None:
            self.current.holds[-1][1] = at
        self.switch = False


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
    )


def live(rules: list[Rule], events: list[Happening], until: int, severity: str | None = None) -> list[Life]:
    """Live through time, event by event, and let each act in the order that the rules list."""
    lives = [Life(rule) for rule in rules]
    last = 0
    for event in sorted((each for each in events if each.at <= until), key=lambda each: each.hour):
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
        life.turn_off(event.at)
    if event.verb == "closed":
        life.closed_cycle = None


def exempt(lives: list[Life], met: list[Life], event: Happening) -> None:
    for name in [name for winner in met for name in winner.rule.exempts]:
        for life in lives:
            if life.rule.name == name and life.current is not None:
                life.finish(event, stopped=False)


def resume(life: Life, event: Happening) -> None:
    if event.verb in life.rule.resume:
        life.turn_off(event.at)


def pause(life: Life, event: Happening) -> None:
    if event.verb in life.rule.pause and not life.switch:
        life.switch = True
        if life.current is not None:
            life.current.holds.append([event.at, None])


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


def retarget(life: Life, event: Happening, severity: str | None) -> None:
    cycle = life.current
    if cycle is None or life.within(severity) == cycle.within:
        return
    aim = life.aim(life.within(severity), cycle.start, cycle.opening, cycle.start)
    if aim is not None:
        cycle.aim, cycle.within, cycle.known_since = aim, life.within(severity), event.at


def reopen(life: Life, event: Happening, severity: str | None) -> None:
    if event.verb != "reopened" or life.closed_cycle is None:
        return
    cycle, life.closed_cycle = life.closed_cycle, None
    if life.rule.on_reopen == "restart":
        life.begin(event, severity)
    if life.rule.on_reopen == "resume":
        closed_at = cycle.ended
        if not life.applies(severity):
            cycle = unseen_twin(cycle)
        cycle.holds.append([closed_at, event.at])
        cycle.ended, cycle.stopped, cycle.cancelled = None, None, False
        cycle.known_since = event.at
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
