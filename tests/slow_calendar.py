"""A slow, plain reading of business time, written from the rules' words alone; it shares no code with the library.

A calendar is a set of open minutes, each found by walking every stretch of every date near some day, and every question is answered by walking from
minute to minute. Wall times are read by the standard library. Instants are microseconds since 1970 in UTC; minutes are sixty million of them.
"""

from __future__ import annotations

import functools
from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

MINUTE = 60_000_000
WINDOW = 18
"""Days that a walker knows on either side of the day it is made for."""
EDGE = 3
"""Days at either end of them from which, and to which, no answer is given."""
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_BEGIN = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_TURNS = {True: b"\x00\x01", False: b"\x01\x00"}
"""The minute before an opening, or a closing, and the one that follows."""
_HOUR_LIKE = {"seconds": 1, "minutes": 60, "hours": 3600, "business_seconds": 1, "business_minutes": 60, "business_hours": 3600}


class OutOfWindowError(Exception):
    """The walker left the days it knows."""


def instant_of(at):
    """The instant of an aware datetime."""
    wall = datetime(at.year, at.month, at.day, at.hour, at.minute, at.second, at.microsecond, UTC)
    return (wall - _BEGIN - at.utcoffset()) // _MICROSECOND


def utc(at):
    """The datetime of an instant."""
    return _BEGIN + at * _MICROSECOND


@functools.cache
def zone_of(name):
    """The zone of a name."""
    return ZoneInfo(name)


@functools.lru_cache(1 << 18)
def on_the_wall(name, day, time):
    """The instant of a wall time, in microseconds after a midnight: in a gap later by the gap, and the first of two."""
    wall = datetime(day.year, day.month, day.day) + time * _MICROSECOND  # noqa: DTZ001  (its zone comes next)
    return instant_of(wall.replace(tzinfo=zone_of(name)))


def local(name, at):
    """What the clock on the wall shows."""
    return utc(at).astimezone(zone_of(name))


@functools.lru_cache(1 << 18)
def came(name, day):
    """Did the date come there at all?"""
    return any(local(name, on_the_wall(name, day, hour * 60 * MINUTE)).date() == day for hour in range(24))


@functools.cache
def minutes_of(text):
    """Minutes after midnight."""
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def united(pairs, start):
    """Stretches from the start on, in order, none touching the next."""
    joined = []
    for begin, end in sorted((max(begin, start), end) for begin, end in pairs):
        if joined and begin <= joined[-1][1]:
            joined[-1][1] = max(joined[-1][1], end)
        elif begin < end:
            joined.append([begin, end])
    return joined


def walk(name, day, pairs):
    """The open minutes of a date: from each opening to its closing; a date that never came has none.

    What touches or overlaps is one stretch, so that calendars of the same hours answer the same; then the clock on the wall says when it begins.
    """
    minutes = set()
    for opening, closing in united([(minutes_of(opening), minutes_of(closing)) for opening, closing in pairs], 0) if came(name, day) else ():
        begin, end = (on_the_wall(name, day, time * MINUTE) // MINUTE for time in (opening, closing))
        minutes.update(range(begin, end))
    return minutes


class Walker:
    """What is open, minute by minute, and which minutes belong to which date: those of the stretches that open on it, without what breaks cut."""

    def __init__(self, zone, dates, own):
        """Take the open minutes of each date."""
        self.zone, self.dates, self.own = zone, dates, own
        self.open = set().union(*own.values())
        self.business = [day for day in dates if own[day]]
        self.first, self.last = (on_the_wall(zone, dates[place], 720 * MINUTE) // MINUTE for place in (EDGE, -EDGE - 1))

    @classmethod
    def of(cls, parts, around):
        """Walk the stretches of a calendar's parts.

        The hours of a date are its special ones, else none on a holiday, else its weekday's; breaks are taken out of whatever they fall in; a minute
        belongs to the date its shift opened on.
        """
        zone = parts["tz"]
        dates = [around + timedelta(days=step) for step in range(-WINDOW, WINDOW + 1)]
        broken = set().union(*(walk(zone, day, pairs) for day, pairs in parts["breaks"].items()))
        return cls(zone, dates, {day: walk(zone, day, cls.hours(parts, day)) - broken for day in dates})

    @staticmethod
    def hours(parts, day):
        """The hours of a date before breaks."""
        if day in parts["special"]:
            return parts["special"][day]
        if day in parts["holidays"] or f"--{day:%m-%d}" in parts["holidays"]:
            return []
        return parts["week"].get(WEEKDAYS[day.weekday()], [])

    def __and__(self, other):
        """Open where both are; the dates are the left one's whose stretches meet open time of the right one."""
        return Walker(self.zone, self.dates, {day: self.own[day] & other.open for day in self.dates})

    def __or__(self, other):
        """Open where either is; dates are the left one's, and those in its zone on which a stretch of the right one opens."""
        own = {day: {*minutes} for day, minutes in self.own.items()}
        for day in other.dates:
            for begin, end in runs(other.own[day]):
                own.setdefault(local(self.zone, begin * MINUTE).date(), set()).update(range(begin, end))
        return Walker(self.zone, self.dates, {day: own[day] for day in self.dates})

    # --- walking -------------------------------------------------------------------------------------------------------------------

    def minute(self, at):
        """The minute of an instant, if it is known whether that is open."""
        if not self.first <= at // MINUTE <= self.last:
            raise OutOfWindowError
        return at // MINUTE

    @functools.cached_property
    def flags(self):
        """Open or closed, minute by minute, as bytes: they can be walked along without Python's taking every step."""
        return bytes(map(self.open.__contains__, range(self.first, self.last + 1)))

    def found(self, place):
        """The minute at a place among the flags, if there is one."""
        if place < 0:
            raise OutOfWindowError
        return self.first + place

    def add(self, at, length):
        """Walk forward until so much open time has passed."""
        while length:
            minute = self.found(self.flags.find(1, self.minute(at) - self.first))
            at = max(at, minute * MINUTE)
            step = min((minute + 1) * MINUTE - at, length)
            at, length = at + step, length - step
        return at

    def subtract(self, at, length):
        """Walk back until so much open time has passed."""
        while length:
            minute = self.found(self.flags.rfind(1, 0, self.minute(at - 1) - self.first + 1))
            at = min(at, (minute + 1) * MINUTE)
            step = min(at - minute * MINUTE, length)
            at, length = at - step, length - step
        return at

    def between(self, begin, end):
        """Count the open time; what is reversed counts negative."""
        if end < begin:
            return -self.between(end, begin)
        first, last = self.minute(begin), self.minute(end)
        whole = sum(minute in self.open for minute in range(first, last)) * MINUTE
        return whole - (first in self.open) * (begin - first * MINUTE) + (last in self.open) * (end - last * MINUTE)

    def between_pauses(self, begin, end, pauses):
        """The open time without the pauses within it."""
        if end < begin:
            return -self.between_pauses(end, begin, pauses)
        return self.between(begin, end) - sum(self.between(start, min(stop, end)) for start, stop in united(pauses, begin) if start < end)

    def postponed(self, due, start, pauses, length):
        """Move a due by each pause that begins before the due so far."""
        for begin, end in united(pauses, start):
            if begin < due:
                due = length(due, begin, end)
        return due

    def add_pauses(self, at, length, pauses):
        """Each pause that begins before the due so far moves it by its open time."""
        return self.postponed(self.add(at, length), at, pauses, lambda due, begin, end: self.add(due, self.between(begin, end)))

    def is_open(self, at):
        """Is anyone there?"""
        return self.minute(at) in self.open

    def later(self, at, *, opens):
        """Walk to the next opening, or closing, strictly after an instant."""
        return (self.found(self.flags.find(_TURNS[opens], self.minute(at) - self.first)) + 1) * MINUTE

    def earlier(self, at, *, opens):
        """Walk back to the last opening, or closing, strictly before an instant."""
        return (self.found(self.flags.rfind(_TURNS[opens], 0, self.minute(at - 1) - self.first + 1)) + 1) * MINUTE

    def snap_forward(self, at):
        """The instant if open <= it < close, else the next opening."""
        return at if self.is_open(at) else self.later(at, opens=True)

    def snap_back(self, at):
        """The instant if open < it <= close, else the previous closing."""
        return at if self.is_open(at - 1) else self.earlier(at, opens=False)

    def periods(self, begin, end):
        """The open stretches, cut to a range."""
        minutes = range(self.minute(begin), self.minute(end) + 1)
        cut = [(max(opening * MINUTE, begin), min(closing * MINUTE, end)) for opening, closing in runs(self.open.intersection(minutes))]
        return [(opening, closing) for opening, closing in cut if opening < closing]

    # --- dates ---------------------------------------------------------------------------------------------------------------------

    def date_of(self, at):
        """The date that an instant counts from: that of its shift, else its own."""
        minute, today = self.minute(at), local(self.zone, at).date()
        return next((day for day in self.dates if day < today and minute in self.own[day]), today)

    def nth(self, day, n):
        """The n-th business day after a date, or before it; the date itself for none."""
        if n == 0:
            return day
        there = [each for each in self.business if each > day] if n > 0 else [each for each in reversed(self.business) if each < day]
        if abs(n) > len(there):
            raise OutOfWindowError
        return self.known(there[abs(n) - 1])

    def known(self, day):
        """The date, if its hours and those of its neighbours are known."""
        if not self.dates[EDGE] <= day <= self.dates[-EDGE - 1]:
            raise OutOfWindowError
        return day

    def dates_later(self, day, n, *, clamp):
        """The date n business days later; a closed one is first moved on, if clamped."""
        if clamp and n and not self.own[self.known(day)]:
            day = self.nth(day, 1 if n > 0 else -1)
        return self.nth(day, n)

    def add_days(self, at, n, *, clamp, land):
        """N business days later, at the wall time of the start, or where it is to land."""
        day = self.date_of(at)
        if clamp and not self.is_open(at) and n > 0:
            at = self.later(at, opens=True)
            day = self.date_of(at)
        elif clamp and not self.is_open(at) and n < 0:
            at = self.snap_back(at)
            day = self.date_of(at - 1)
        return at if n == 0 else self.landed(self.nth(day, n), at, day, land)

    def landed(self, found, at, day, land):
        """The instant on a date found, where `at` was counted from `day`."""
        if land == "open":
            return min(self.own[found]) * MINUTE
        if land == "close":
            return (max(self.own[found]) + 1) * MINUTE
        if land == "end_of_day":
            return on_the_wall(self.zone, found, 1440 * MINUTE - 1)
        wall = local(self.zone, at)
        return on_the_wall(self.zone, found, (wall.replace(tzinfo=None) - datetime(day.year, day.month, day.day)) // _MICROSECOND)  # noqa: DTZ001

    def days_between(self, first, last):
        """The business days d with first < d <= last, negative when reversed."""
        return sum(first < day <= last for day in self.business) - sum(last < day <= first for day in self.business)

    # --- spans ---------------------------------------------------------------------------------------------------------------------

    def due(self, span, start, pauses):
        """The due of a span: the start is moved, the units are counted, a closed date is rolled, the end is taken, pauses move it."""
        due = max(self.unpaused(span, start), start)
        if span["unit"].startswith("business"):
            return self.postponed(due, start, pauses, lambda so_far, begin, end: max(self.add(so_far, self.between(begin, end)), end))
        return self.postponed(due, start, pauses, lambda so_far, begin, end: so_far + end - begin)

    def unpaused(self, span, start):
        """The due without pauses."""
        begin = self.snap_forward(start) if span["start"] == "opening" else start
        if span["unit"] in _HOUR_LIKE:
            return self.hours_later(span, begin)
        by_shift = span["unit"] == "business_days" and span["start"] in ("opening", "instant")
        origin = self.date_of(begin) if by_shift else local(self.zone, begin).date()
        return self.ended(span, self.rolled(span, self.counted(span, origin)), begin, origin)

    def hours_later(self, span, begin):
        """Hours and their parts; open time ends in open time, so that there is nothing to roll."""
        if span["start"] == "next_day":
            begin = on_the_wall(self.zone, local(self.zone, begin).date() + timedelta(days=1), 0)
        length = span["n"] * _HOUR_LIKE[span["unit"]] * 1_000_000
        if span["unit"].startswith("business"):
            there = self.add(begin, length)
            day = self.date_of(there - 1) if span["end"] == "close_of_business" else local(self.zone, there).date()
            return self.ended(span, day, there, day)
        there = begin + length
        day = local(self.zone, there).date()
        return self.ended(span, self.rolled(span, day), there, day)

    def counted(self, span, origin):
        """The date that so many days, weeks, months or business days lead to; counted inclusively, one day earlier."""
        n, inclusive = span["n"], timedelta(days=span["start"] == "same_day")
        if span["unit"] == "business_days":
            return self.nth(origin - inclusive, n)
        if span["unit"] == "months":
            years, month = divmod(origin.month - 1 + n, 12)
            last = monthrange(origin.year + years, month + 1)[1]
            return date(origin.year + years, month + 1, min(origin.day, last)) - inclusive
        return origin + n * timedelta(days=7 if span["unit"] == "weeks" else 1) - inclusive

    def rolled(self, span, day):
        """A closed date moved to the next business day or the one before."""
        if span["roll"] == "none" or self.own[self.known(day)]:
            return day
        return self.nth(day, 1 if span["roll"] == "next_business_day" else -1)

    def ended(self, span, day, at, origin):
        """Where on the date the due lies."""
        if span["end"] == "end_of_day":
            return on_the_wall(self.zone, day, 1440 * MINUTE - 1)
        if span["end"] == "end_of_day_before":
            return on_the_wall(self.zone, day - timedelta(days=1), 1440 * MINUTE - 1)
        if span["end"] == "close_of_business":
            return (max(self.own[self.known(day)] or self.own[self.nth(day, 1)]) + 1) * MINUTE
        return at if day == origin else self.landed(day, at, origin, "same_time")


def runs(minutes):
    """Stretches of minutes without a gap."""
    ordered = sorted(minutes)
    breaks = [place for place, (early, late) in enumerate(pairwise(ordered), 1) if late > early + 1]
    edges = [0, *breaks, len(ordered)]
    return [(ordered[first], ordered[last - 1] + 1) for first, last in pairwise(edges) if first < last]
