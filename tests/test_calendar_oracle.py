# ruff: noqa: D102, D107  (the walker's methods are named as the calendar's, where each is explained)
from __future__ import annotations

import functools
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pendulum
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servrecov.calendar.calendar import BusinessCalendar
from servrecov.testing.strategies import ZONES, calendar_parts

WINDOW = 24
"""Days that the walker knows on either side of a start."""
START = datetime(2000, 1, 1, tzinfo=UTC)
WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class OutOfWindowError(Exception):
    """The walker left the days it knows."""


def minutes_of(text):
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def minute(at):
    return int((at - START).total_seconds()) // 60


class Walker:
    """A calendar as a set of open minutes, each found by walking every stretch of every date. It shares no code with the library.

    It follows the rules word by word: the hours of a date are its special ones, else none on a holiday, else its weekday's; wall times
    are read by the standard library, in a gap later by the gap, ambiguous ones as the first; breaks are taken out; a date that never
    came has no hours; a minute belongs to the date its shift opened on.
    """

    def __init__(self, parts, around):
        self.zone = ZoneInfo(parts["tz"].name)
        self.parts = parts
        self.dates = [around + timedelta(days=step) for step in range(-WINDOW, WINDOW + 1)]
        paused = {each for day, pairs in parts["breaks"].items() for each in self.walk(day, pairs)}
        self.own = {day: {*self.walk(day, self.hours(day))} - paused for day in self.dates}
        self.open = set().union(*self.own.values())
        self.business = [day for day in self.dates if self.own[day]]
        self.first, self.last = (self.instant(self.dates[place], 720) for place in (2, -3))

    def hours(self, day):
        if day in self.parts["special"]:
            return self.parts["special"][day]
        if day in self.parts["holidays"] or f"--{day:%m-%d}" in self.parts["holidays"]:
            return []
        return self.parts["week"].get(WEEKDAYS[day.weekday()], [])

    def instant(self, day, minutes):
        wall = datetime(day.year, day.month, day.day) + timedelta(minutes=minutes)  # noqa: DTZ001  (its zone comes next)
        return minute(wall.replace(tzinfo=self.zone).astimezone(UTC))

    def local(self, at):
        return (START + timedelta(minutes=at)).astimezone(self.zone)

    def walk(self, day, pairs):
        came = any(self.local(self.instant(day, hour * 60)).date() == day for hour in range(24))
        for opening, closing in pairs if came else []:
            yield from range(self.instant(day, minutes_of(opening)), self.instant(day, minutes_of(closing)))

    def step(self, at, direction):
        at += direction
        if not self.first <= at <= self.last:
            raise OutOfWindowError
        return at

    def add(self, at, minutes):
        while minutes:
            minutes -= at in self.open
            at = self.step(at, 1)
        return at

    def subtract(self, at, minutes):
        while minutes:
            at = self.step(at, -1)
            minutes -= at in self.open
        return at

    def between(self, begin, end):
        return sum(at in self.open for at in range(begin, end)) - sum(at in self.open for at in range(end, begin))

    def opens(self, at):
        return at in self.open and at - 1 not in self.open

    def closes(self, at):
        return at not in self.open and at - 1 in self.open

    def search(self, at, direction, wanted):
        at = self.step(at, direction)
        while not wanted(at):
            at = self.step(at, direction)
        return at

    def date_of(self, at):
        for day in self.dates:
            if day < self.local(at).date() and at in self.own[day]:
                return day
        return self.local(at).date()

    def add_days(self, at, n, clamp, land):
        day = self.date_of(at)
        if clamp and at not in self.open and n > 0:
            at = self.search(at, 1, self.opens)
            day = self.date_of(at)
        elif clamp and at not in self.open:
            at = at if at - 1 in self.open else self.search(at, -1, self.closes)
            day = self.date_of(at - 1)
        found = self.nth(day, n)
        if land == "open":
            return min(self.own[found])
        if land == "close":
            return max(self.own[found]) + 1
        wall = self.local(at)
        return self.instant(found, (wall.date() - day).days * 1440 + wall.hour * 60 + wall.minute)

    def nth(self, day, n):
        later = [each for each in self.business if each > day] if n > 0 else [each for each in reversed(self.business) if each < day]
        if abs(n) > len(later) or later[abs(n) - 1] in (*self.dates[:3], *self.dates[-4:]):
            raise OutOfWindowError
        return later[abs(n) - 1]

    def days_between(self, first, last):
        return sum(first < day <= last for day in self.business) - sum(last < day <= first for day in self.business)


@functools.cache
def changes(name):
    """Find the dates from 2011 to 2026 on which a zone changed its clock."""
    zone = ZoneInfo(name)
    days = [date(2011, 1, 1) + timedelta(days=step) for step in range(16 * 365)]
    offsets = [datetime(day.year, day.month, day.day, 12, tzinfo=zone).utcoffset() for day in days]
    return [day for day, before, after in zip(days[1:], offsets, offsets[1:], strict=False) if before != after]


@st.composite
def questions(draw):
    """Make a calendar, an instant near a date on which its zone likely changed its clock, and what to ask."""
    name = draw(st.sampled_from([zone for zone in ZONES if changes(zone)]))
    around = draw(st.sampled_from(changes(name)) | st.dates(date(2011, 2, 1), date(2026, 11, 30)))
    near = [datetime(day.year, day.month, day.day) for day in (around - timedelta(days=8), around + timedelta(days=8))]  # noqa: DTZ001
    parts = {**draw(calendar_parts(*near)), "tz": pendulum.timezone(name)}
    start = draw(st.integers(-4 * 1440, 4 * 1440))
    return parts, around, start, draw(st.integers(0, 3000)), draw(st.integers(1, 6)), draw(st.booleans())


def answer(ask):
    try:
        return ask()
    except OutOfWindowError:
        return None


def check(question):
    parts, around, offset, minutes, n, clamp = question
    walker, cal = Walker(parts, around), BusinessCalendar(**parts)
    at = walker.instant(around, 0) + offset
    end = at + minutes

    def when(each):
        return pendulum.from_timestamp((START + timedelta(minutes=each)).timestamp(), tz="Asia/Tokyo")

    start = when(at)
    asked = [
        (lambda: walker.add(at, minutes), lambda: cal.add(start, timedelta(minutes=minutes))),
        (lambda: walker.subtract(at, minutes), lambda: cal.subtract(start, timedelta(minutes=minutes))),
        (lambda: walker.search(at, 1, walker.opens), lambda: cal.next_open(start)),
        (lambda: walker.search(at, 1, walker.closes), lambda: cal.next_close(start)),
        (lambda: walker.search(at, -1, walker.opens), lambda: cal.previous_open(start)),
        (lambda: walker.search(at, -1, walker.closes), lambda: cal.previous_close(start)),
        (lambda: at if at in walker.open else walker.search(at, 1, walker.opens), lambda: cal.snap_forward(start)),
        (lambda: at if at - 1 in walker.open else walker.search(at, -1, walker.closes), lambda: cal.snap_back(start)),
        *(
            (
                lambda sign=sign, land=land: walker.add_days(at, sign * n, clamp, land),
                lambda sign=sign, land=land: cal.add_days(start, sign * n, clamp, land),
            )
            for sign in (1, -1)
            for land in ("same_time", "open", "close")
        ),
    ]
    for walked, reckoned in asked:
        expected = answer(walked)
        if expected is not None:
            assert reckoned() == when(expected)
    assert cal.is_open(start) == (at in walker.open)
    assert cal.between(start, when(end)) == timedelta(minutes=walker.between(at, end))
    assert cal.between(when(end), start) == timedelta(minutes=walker.between(end, at))
    assert cal.days_between(start, when(end)) == walker.days_between(walker.date_of(at), walker.date_of(end))
    assert [cal.is_business_day(day) for day in walker.dates[3:-3]] == [bool(walker.own[day]) for day in walker.dates[3:-3]]
    covered = {each for opening, closing in cal.periods(start, when(end)) for each in range(minute(opening), minute(closing))}
    assert covered == walker.open & set(range(at, end))


@given(questions())
@settings(max_examples=60, deadline=None)
def test_every_answer_is_that_of_walking_minute_by_minute(question):
    """Around changes of the clock in odd zones, all answers equal those of a slow walker that shares no code."""
    check(question)


@pytest.mark.heavy
@given(questions())
@settings(max_examples=3000, deadline=None)
def test_every_answer_is_that_of_walking_minute_by_minute_at_length(question):
    """The same, on many more calendars."""
    check(question)
