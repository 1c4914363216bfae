"""The definition of one calendar, normalised: its week, its dates, and the shifts that follow from them.

What lives here: `Hours`, what is behind one `BusinessCalendar`. What does not: reading hours as people write them (`hours.py`), two
calendars as one (`algebra.py`), sums of open time (`timeline.py`) and of business days (`daybook.py`). Read `tally.py` next.
"""

from __future__ import annotations

import functools
from bisect import bisect_right
from collections.abc import Hashable, Sequence
from datetime import date
from typing import Any

import attrs

from servrecov.calendar.hours import WEEKDAYS, Plan, cut, merged, read_dated, read_holidays, read_week, written
from servrecov.calendar.rota import ENDLESS, EVERY_DAY, Shift, can_open
from servrecov.calendar.wallclock import DAY, FIRST_DAY, LAST_DAY, WallClock, clock_of, zone_named
from servrecov.errors import InvalidCalendarError
from servrecov.values import FrozenMap

__all__ = ["Hours", "Pairs"]

Pairs = tuple[tuple[str, str], ...]
"""Stretches of a date as text."""


def _known_years(value: object, where: str) -> tuple[int, int] | None:
    if value is None:
        return None
    match value:
        case (int(first), int(last)) if date.min.year <= first <= last <= date.max.year:
            return int(first), int(last)
    raise InvalidCalendarError(where, value, "the first and the last year, such as (2024, 2026)")


def _dated(plans: dict[int, Plan]) -> FrozenMap[date, Pairs]:
    return FrozenMap({date.fromordinal(day): written(plan) for day, plan in plans.items()})


@attrs.frozen(kw_only=True)
class Hours:
    """The normalised definition of one calendar; two with the same opening rules are equal.

    Stretches are merged, weekdays and dates are in order, a special date without hours is a holiday, and a dated holiday that a yearly one
    repeats or that `special` overrules is left out.

    Attributes:
        tz: Name of the zone that governs dates and wall times.
        week: Hours of the weekdays that have any, ``"mon"`` to ``"sun"``.
        holidays: Closed dates, then those of every year as ``"--MM-DD"``.
        special: Dated hours in place of that date's; none closes it.
        breaks: Dated closed stretches.
        holidays_known: First and last local year whose holidays are known, or None where there is no limit.

    Example:
        >>> Hours.read(tz="UTC", week={"tue": [("09:00", "12:00"), ("12:00", "17:00")]}).week["tue"]
        (('09:00', '17:00'),)
    """

    tz: str
    week: FrozenMap[str, Pairs]
    holidays: tuple[date | str, ...]
    special: FrozenMap[date, Pairs]
    breaks: FrozenMap[date, Pairs]
    holidays_known: tuple[int, int] | None
    clock: WallClock = attrs.field(eq=False, repr=False)
    _weekly: tuple[Plan, ...] = attrs.field(eq=False, repr=False)
    _dated: dict[int, Plan] = attrs.field(eq=False, repr=False)
    _yearly: frozenset[tuple[int, int]] = attrs.field(eq=False, repr=False)
    _closed: tuple[Plan, tuple[int, ...]] = attrs.field(eq=False, repr=False)

    @classmethod
    def read(  # noqa: PLR0913  (the parts of a definition)
        cls,
        *,
        tz: object,
        week: object = (),
        holidays: object = (),
        special: object = (),
        breaks: object = (),
        holidays_known: object = None,
        where: str = "BusinessCalendar",
    ) -> Hours:
        """Read a definition as people write it; `where` is the path to it, for errors.

        Raises:
            InvalidCalendarError: A part of it cannot be read, or the calendar never opens.
        """
        zone = zone_named(tz, f"{where}.tz")
        plans = read_week(week or {}, f"{where}.week")
        named = read_dated(special or {}, f"{where}.special")
        cuts = {day: plan for day, plan in read_dated(breaks or {}, f"{where}.breaks").items() if plan}
        dated, yearly = read_holidays(holidays, f"{where}.holidays")
        closing = dated - named.keys() | {day for day, plan in named.items() if not plan}
        telling = sorted(day for day in closing if _month_day(day) not in yearly)
        named = {day: plan for day, plan in named.items() if plan}
        clock = clock_of(zone)
        hours = cls(
            tz=zone.name,
            week=FrozenMap({day: written(plan) for day, plan in plans.items()}),
            holidays=(*map(date.fromordinal, telling), *(f"--{month:02d}-{day:02d}" for month, day in sorted(yearly))),
            special=_dated(named),
            breaks=_dated(cuts),
            holidays_known=_known_years(holidays_known, f"{where}.holidays_known"),
            clock=clock,
            weekly=tuple(plans.get(day, ()) for day in WEEKDAYS),
            dated={**dict.fromkeys(telling, ()), **named},
            yearly=yearly,
            closed=_resolved(clock, cuts),
        )
        if not can_open(hours):
            raise InvalidCalendarError(f"{where}.week", week, "hours that open on some date (these never do)")
        return hours

    @functools.cached_property
    def known_days(self) -> tuple[int, int]:
        """First and last date whose hours are known."""
        if self.holidays_known is None:
            return EVERY_DAY
        first, last = self.holidays_known
        return date(first, 1, 1).toordinal(), date(last, 12, 31).toordinal()

    @functools.cached_property
    def known_time(self) -> tuple[int, int]:
        """The instants between which it is known whether the calendar is open.

        A night shift reaches over midnight: that of the last known date is known to its end, and what the night before the first known
        date may cover is not known.
        """
        if self.holidays_known is None:
            return ENDLESS
        first, last = self.known_days
        begin, end = self.clock.midnight(first), self.clock.midnight(last + 1)
        before = [closing for day in (first - 2, first - 1) for _, closing in _resolve(self.clock, day, self._rule(day, holidays=False))]
        after = [closing for _, stretches in self.shifts(last - 2, last) for opening, closing in stretches if opening <= end]
        return max([begin, *before]), max([end, *after])

    @functools.cached_property
    def named_days(self) -> frozenset[int]:
        """The dates that are out of the rule of every week and year."""
        return frozenset([*self._dated, *(day.toordinal() for day in self.breaks)])

    @functools.cached_property
    def unbroken(self) -> bool:
        """Whether it is open day and night, for ever."""
        return self._weekly == (((0, DAY),),) * 7 and not (self._dated or self._yearly or self.breaks)

    @functools.cached_property
    def ends_of_time(self) -> frozenset[int]:
        """The instants at which the first date begins and the last one ends: no openings and no closings."""
        return frozenset((self.clock.midnight(FIRST_DAY), self.clock.midnight(LAST_DAY + 1)))

    def mark(self, first: int, last: int) -> Hashable:
        """Return what tells dates from others that begin on the same weekday: their offset; None if they may differ in more."""
        # Whatever changes within three days, and stays, shows on the third.
        offsets = {self.clock.steady(day) for day in (*range(first, last, 3), last)}
        if len(offsets) > 1 or first < self.known_days[0] or last > self.known_days[1]:
            return None
        dates = range(first, last + 1)
        named = not self.named_days.isdisjoint(dates) or (self._yearly and not self._yearly.isdisjoint(map(_month_day, dates)))
        return None if named else offsets.pop()

    @functools.cached_property
    def overnight(self) -> bool:
        """Whether hours of a date may reach into the next."""
        return any(plan and plan[-1][1] > DAY for plan in (*self._weekly, *self._dated.values()))

    @functools.cached_property
    def _opening_dates(self) -> list[int]:
        return sorted(day for day, plan in self._dated.items() if plan)

    def shifts(self, first: int, last: int) -> list[Shift]:
        """List the business dates from `first` to `last` with their open stretches, in order.

        A date that the zone skipped has no hours, and hours that a clock change or a break swallows whole are none.
        """
        first, last = max(first, self.known_days[0]), min(last, self.known_days[1])
        days: Sequence[int] = range(first, last + 1)
        if not any(self._weekly):
            days = self._opening_dates[bisect_right(self._opening_dates, first - 1) : bisect_right(self._opening_dates, last)]
        plans = ((day, plan) for day in days if (plan := self._rule(day)))
        found = ((day, self._stretches(day, plan)) for day, plan in plans)
        return [shift for shift in found if shift[1]]

    def _rule(self, day: int, *, holidays: bool = True) -> Plan:
        """Choose the hours of a date: special over holidays over week."""
        plan = self._dated.get(day)
        if plan is not None and (plan or holidays):
            return plan
        if holidays and self._yearly and _month_day(day) in self._yearly:
            return ()
        return self._weekly[(day - 1) % 7]

    def parts(self) -> dict[str, Any]:
        """Return the definition as the arguments that make it again."""
        return {name: getattr(self, name) for name in ("tz", "week", "holidays", "special", "breaks", "holidays_known")}

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the definition alone; what follows from it is worked out again."""
        return _again, (self.parts(),)

    def _stretches(self, day: int, plan: Plan) -> Plan:
        resolved = _resolve(self.clock, day, plan)
        closed, openings = self._closed
        if not closed or not resolved:
            return resolved
        near = closed[max(bisect_right(openings, resolved[0][0]) - 1, 0) : bisect_right(openings, resolved[-1][1])]
        return cut(resolved, near) if near else resolved


def _month_day(day: int) -> tuple[int, int]:
    on = date.fromordinal(day)
    return on.month, on.day


def _resolve(clock: WallClock, day: int, plan: Plan) -> Plan:
    """Turn the wall times of a date into instants."""
    midnight, offset = day * DAY, clock.steady(day)
    if offset is not None and plan and plan[-1][1] <= DAY:
        start = midnight - offset
        return tuple([(start + opening, start + closing) for opening, closing in plan])
    if clock.lacks(day):
        return ()
    return merged((clock.resolve(midnight + opening), clock.resolve(midnight + closing)) for opening, closing in plan)


def _resolved(clock: WallClock, plans: dict[int, Plan]) -> tuple[Plan, tuple[int, ...]]:
    closed = merged(stretch for day, plan in plans.items() for stretch in _resolve(clock, day, plan))
    return closed, tuple(opening for opening, _ in closed)


def _again(parts: dict[str, Any]) -> Hours:
    return Hours.read(**parts)
