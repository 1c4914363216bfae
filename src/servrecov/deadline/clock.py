"""A clock: what starts it, what stops it, how long it allows, and whom it warns.

What lives here: `Clock` and its parts, as data. What does not: how a clock runs over a journal (`cycle.py`, `life.py`) and what it yields
(`deadline.py`). Read `target.py` next.
"""

from __future__ import annotations

import enum
import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final, Literal

import attrs

from servrecov import values
from servrecov.calendar.span import Span, SpanUnit, as_span
from servrecov.deadline.cue import Cue, cues_of
from servrecov.deadline.kinds import ClockKind, Force, OnReopen, Repeat
from servrecov.errors import InvalidPolicyError
from servrecov.journal.match import Matchers, On, as_ons, frozen_wish
from servrecov.source import Source
from servrecov.values import FrozenMap

__all__ = ["Clock", "Escalation", "Extension", "InForce"]

Within = Span | Literal["due_at"]
"""How long a clock allows: a span, or the date that the event itself carries."""


_WHOLE: Final = frozenset({SpanUnit.DAYS, SpanUnit.WEEKS, SpanUnit.MONTHS, SpanUnit.BUSINESS_DAYS})


def _within(value: object, where: str) -> Within:
    return "due_at" if value == "due_at" else as_span(value, where)


@attrs.frozen
class Escalation:
    """Whom to tell, and when, counted from the due time.

    Attributes:
        offset: How long after the due time, in the unit of the span that holds for the severity (hours for a clock that takes its date from the
            event); negative for before it. Never before the start. Days, weeks and months are counted whole.
        to: The role that is told.
    """

    offset: float = attrs.field()
    to: str = attrs.field()

    @offset.validator
    def _finite(self, _: object, offset: object) -> None:
        if isinstance(offset, bool) or not isinstance(offset, (int, float)) or not math.isfinite(offset):
            raise InvalidPolicyError("Escalation.offset", offset, "a number of the clock's units")

    @to.validator
    def _named(self, _: object, to: object) -> None:
        if not isinstance(to, str) or not to:
            raise InvalidPolicyError("Escalation.to", to, "the name of a role")

    @property
    def step(self) -> str:
        """Name of this rung in a notice's key, such as ``"-1:manager"``."""
        return f"{self.offset or 0:.15g}:{self.to}"

    def is_countable(self, unit: SpanUnit) -> bool:
        """Say whether its offset can be counted in a unit: only hours, minutes and seconds have fractions."""
        return unit not in _WHOLE or self.offset == int(self.offset)


def warning_step(fraction: float) -> str:
    """Name the warning at a fraction of the budget, as in a notice's key: ``"50%"``."""
    return f"{fraction * 100:.10g}%"


def _extended_on(value: Matchers) -> tuple[On, ...]:
    return as_ons(value, "Extension.on")


def _extended_to(value: Span | str) -> Within:
    return _within(value, "Extension.to")


@attrs.frozen
class Extension:
    """A later date that an event brings.

    It is applied when its event comes at or before the due time in force, and never makes it earlier. A date that the event carries was given in
    knowledge of what had been, so only what is on hold from then on moves it; a span is counted from the start, and every pause moves it.

    Attributes:
        on: The events that bring it.
        to: A span, counted from the clock's original start, or ``"due_at"``: the date that the event carries.
        times: How often it may be applied to one cycle; more than once only for ``"due_at"``.
    """

    on: tuple[On, ...] = attrs.field(converter=_extended_on)
    to: Within = attrs.field(converter=_extended_to)
    times: int = attrs.field(default=1)

    @times.validator
    def _times(self, _: object, times: object) -> None:
        if isinstance(times, bool) or not isinstance(times, int) or times < 1:
            raise InvalidPolicyError("Extension.times", times, "a whole number from 1")
        if times > 1 and self.to != "due_at":
            raise InvalidPolicyError("Extension.times", times, '1, for a span is always counted from the original start; more only with to="due_at"')


def _judged_at(value: Matchers) -> tuple[On, ...]:
    return as_ons(value, "InForce.judged_at")


@attrs.frozen(kw_only=True, field_transformer=values.held)
class InForce:
    """The local dates on which a clock is law.

    Attributes:
        since: First date, inclusive; None for no beginning.
        until: Last date, inclusive; None for no end.
        judged_at: The events on whose date it is judged, the latest one up to the cycle's start; where there is none, as by default, the start itself.
    """

    since: date | None = None
    until: date | None = None
    judged_at: tuple[On, ...] = attrs.field(default=(), converter=_judged_at)

    def __attrs_post_init__(self) -> None:
        """Refuse a period that ends before it begins."""
        if self.since and self.until and self.until < self.since:
            raise InvalidPolicyError("InForce.until", self.until.isoformat(), f"a date from {self.since.isoformat()} on")

    def covers(self, day: date) -> bool:
        """Say whether a local date lies within."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


def _in_force(value: InForce | Mapping[str, Any] | Sequence[date | None] | None) -> InForce | None:
    if value is None or isinstance(value, InForce):
        return value
    if isinstance(value, Mapping):
        return InForce(**value)
    if isinstance(value, (tuple, list)) and len(value) == 2:  # noqa: PLR2004  (a first and a last date)
        return InForce(since=value[0], until=value[1])
    raise InvalidPolicyError("Clock.in_force", value, "a first and a last date")


def _severity_name(severity: object) -> str:
    return str(severity.value if isinstance(severity, enum.Enum) else severity)


def _by_severity(value: Mapping[str, Span | str]) -> FrozenMap[str, Span]:
    if not isinstance(value, Mapping):
        raise InvalidPolicyError("Clock.by_severity", value, "a mapping from severity to span")
    return FrozenMap({_severity_name(severity): as_span(span, f"Clock.by_severity[{severity!r}]") for severity, span in value.items()})


def _wanted(value: Mapping[str, Any]) -> FrozenMap[str, Any]:
    if not isinstance(value, Mapping) or not all(isinstance(name, str) for name in value):
        raise InvalidPolicyError("Clock.when", value, "a mapping from fact to wanted value")
    return FrozenMap({name: frozen_wish(wanted, f"Clock.when[{name!r}]") for name, wanted in value.items()})


def _fractions(value: Iterable[float]) -> tuple[float, ...]:
    if isinstance(value, str) or not isinstance(value, Iterable):
        raise InvalidPolicyError("Clock.warn_at", value, "a list of fractions of the budget")
    fractions = tuple(value)
    for index, fraction in enumerate(fractions):
        if isinstance(fraction, bool) or not isinstance(fraction, (int, float)) or not 0 < fraction <= 1:
            raise InvalidPolicyError(f"Clock.warn_at[{index}]", fraction, "a fraction of the budget above 0 and up to 1")
    return tuple(sorted(set(fractions)))


def _start(value: Matchers) -> tuple[On, ...]:
    return as_ons(value, "Clock.start")


def _stop(value: Matchers) -> tuple[On, ...]:
    return as_ons(value, "Clock.stop")


def _pause(value: Matchers) -> tuple[On, ...]:
    return as_ons(value, "Clock.pause")


def _resume(value: Matchers) -> tuple[On, ...]:
    return as_ons(value, "Clock.resume")


def _cancel(value: Matchers) -> tuple[On, ...]:
    return as_ons(value, "Clock.cancel")


def _clock_within(value: Span | str) -> Within:
    return _within(value, "Clock.within")


@attrs.frozen(kw_only=True, field_transformer=values.held)
class Clock:
    """One thing that must happen within a time.

    A clock yields zero or more cycles, each one a `Deadline`. It may be written with verbs for matchers and text for spans.

    At one event the acts come in this order: cancel, stop, exempt, resume, extend, re-target, reopen, start, pause. What is received and put on hold
    at once is born paused; what stops a clock and starts it again ends one cycle and begins the next.

    A clock of ``within="due_at"`` takes its date from the event that starts it, and a start that carries none starts nothing. A clock whose `when` comes
    true only later begins at its start all the same, unless it was stopped or cancelled before: what was over by then was never owed.

    Attributes:
        name: Its name, which stands in the keys of its notices; without ``#`` and ``/``.
        kind: What must happen.
        start: Events that begin a cycle.
        stop: Events that end a cycle: what had to happen, happened.
        pause: Events that put the clock on hold.
        resume: Events that take it off hold.
        cancel: Events that end a cycle without its being met.
        within: How long it allows: a `Span`, or ``"due_at"``, the date that the starting event carries.
        force: Whether it is a duty, an expectation or the firm's own target.
        by_severity: Other spans by severity.
        when: Values of the facts that it applies to.
        repeat: Whether it runs once, from each unanswered start, or again after each stop.
        extend: Later dates that events may bring.
        on_reopen: What reopening does to the cycle that the closing ended. A clock of weeks and an old closing is the usual trap: ``resume``
            counts the closed time as a pause, ``continue`` counts it as any other, ``restart`` allows the whole span anew, ``ignore`` leaves it
            ended.
        after_close: Whether it runs on when the case is closed.
        warn_at: Fractions of the budget at which a warning is sent.
        escalate: Whom to tell before or after the due time.
        exempts: Names of clocks whose open cycles are cancelled when this one is met.
        calendar: Name of its calendar in the policy; None for the policy's default.
        in_force: The local dates on which it is law.
        source: Where the rule comes from.
        is_conditional: Whether it applies only to some facts.
        is_graded: Whether its span depends on the severity.
        cues: What each verb that concerns it may do; other events pass it by, unless they change the facts that it heeds.

    Raises:
        InvalidPolicyError: A part contradicts another.
        InvalidSpanError: A span cannot be read.

    Example:
        >>> Clock(name="contact", kind="contact", stop="contacted", within="2 hours").start
        (On('received'),)
    """

    name: str
    kind: ClockKind = ClockKind.RESOLVE
    start: tuple[On, ...] = attrs.field(default="received", converter=_start)
    stop: tuple[On, ...] = attrs.field(default=(), converter=_stop)
    pause: tuple[On, ...] = attrs.field(default=(), converter=_pause)
    resume: tuple[On, ...] = attrs.field(default=(), converter=_resume)
    cancel: tuple[On, ...] = attrs.field(default=(), converter=_cancel)
    within: Within = attrs.field(converter=_clock_within)
    force: Force = Force.MUST
    by_severity: Mapping[str, Span] = attrs.field(factory=dict, converter=_by_severity)
    when: Mapping[str, Any] = attrs.field(factory=dict, converter=_wanted)
    repeat: Repeat = Repeat.ONCE
    extend: Sequence[Extension] = ()
    on_reopen: OnReopen = OnReopen.IGNORE
    after_close: bool = False
    warn_at: tuple[float, ...] = attrs.field(default=(), converter=_fractions)
    escalate: Sequence[Escalation] = ()
    exempts: Sequence[str] = ()
    calendar: str | None = None
    in_force: InForce | None = attrs.field(default=None, converter=_in_force)
    source: Source | None = None
    is_conditional: bool = attrs.field(init=False, eq=False, repr=False)
    is_graded: bool = attrs.field(init=False, eq=False, repr=False)
    cues: Mapping[str, Cue] = attrs.field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        """Refuse a name that would blur the keys of notices, a clock that nothing starts, and steps that cannot be told apart or counted."""
        if not self.name or "#" in self.name or "/" in self.name or self.name.startswith("promise:"):
            raise InvalidPolicyError("Clock.name", self.name, "a name without '#' and '/' that does not begin like that of a promise")
        if not self.start:
            raise InvalidPolicyError(f"clock {self.name!r}: start", self.start, "at least one event")
        self._check_steps()
        object.__setattr__(self, "is_conditional", bool(self.when))
        object.__setattr__(self, "is_graded", bool(self.by_severity))
        object.__setattr__(self, "cues", FrozenMap(self._cues()))

    def _cues(self) -> dict[str, Cue]:
        matchers = {act: getattr(self, act) for act in ("start", "stop", "pause", "resume", "cancel")}
        judged = self.in_force.judged_at if self.in_force is not None else ()
        return cues_of({**matchers, "judged": judged}, [extension.on for extension in self.extend])

    def _check_steps(self) -> None:
        for name, steps in (("warn_at", [warning_step(fraction) for fraction in self.warn_at]), ("escalate", [rung.step for rung in self.escalate])):
            if len(set(steps)) < len(steps):
                raise InvalidPolicyError(f"clock {self.name!r}: {name}", steps, "each step once")
        for index, rung in enumerate(self.escalate):
            if whole := next((span for span in self.spans if not rung.is_countable(span.unit)), None):
                raise InvalidPolicyError(f"clock {self.name!r}: escalate[{index}].offset", rung.offset, f"a whole number of {whole.unit}")

    @property
    def spans(self) -> tuple[Span, ...]:
        """The spans that may hold for it: its own, and those of the severities."""
        return tuple(each for each in (self.within, *self.by_severity.values()) if isinstance(each, Span))

    def target(self, severity: object) -> Within:
        """Return how long it allows for a severity; one of another system is known by its text."""
        return self.by_severity.get(_severity_name(severity), self.within) if self.is_graded else self.within
