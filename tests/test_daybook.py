from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from servrecov.calendar.daybook import Daybook
from servrecov.calendar.definition import Hours
from servrecov.testing.strategies import business_calendars

DAYS = st.integers(date(2011, 1, 1).toordinal(), date(2027, 1, 1).toordinal())


def one_by_one(calendar, day, n):
    step = 1 if n > 0 else -1
    while n:
        day += step
        n -= step * bool(calendar.definition.shifts(day, day))
    return day


@given(business_calendars(), DAYS, st.integers(1, 30))
def test_the_nth_business_day_is_found_by_counting(calendar, day, n):
    """Counting date by date, in either direction, finds the same."""
    book = Daybook(calendar.definition)
    assert book.nth(day, n) == one_by_one(calendar, day, n)
    assert book.nth(day, -n) == one_by_one(calendar, day, -n)


@given(business_calendars(), DAYS, st.integers(0, 300))
def test_counting_takes_the_last_day_and_not_the_first(calendar, first, span):
    """Business days d with first < d <= last; negative when reversed."""
    book = Daybook(calendar.definition)
    counted = sum(bool(calendar.definition.shifts(day, day)) for day in range(first + 1, first + span + 1))
    assert book.count(first, first + span) == counted
    assert book.count(first + span, first) == -counted


@given(business_calendars(), DAYS, st.integers(1, 400))
def test_counting_undoes_the_nth(calendar, day, n):
    """After n business days, n business days lie between, however long that takes."""
    book = Daybook(calendar.definition)
    assert book.count(day, book.nth(day, n)) == n


def test_beyond_every_business_day_there_is_none():
    """A calendar open on one date has one business day."""
    day = date(2024, 2, 29).toordinal()
    book = Daybook(Hours.read(tz="UTC", special={date(2024, 2, 29): [("09:00", "17:00")]}))
    assert (book.nth(day - 1, 1), book.nth(day + 1, -1)) == (day, day)
    assert (book.nth(day, 1), book.nth(day, -1), book.nth(day - 1, 10**9)) == (None, None, None)


def test_an_instant_counts_from_the_date_its_shift_opened_on():
    """In the small hours of Saturday Friday's shift goes on; at its end it is Saturday, unless it is asked for as a closing."""
    hours = Hours.read(tz="Asia/Tokyo", week={"fri": [("22:00", "30:00")]})
    friday = date(2026, 3, 6).toordinal()
    book = Daybook(hours)
    closing = book.hours(friday)[0][1]
    assert [book.date_of(us) - friday for us in (closing - 1, closing)] == [0, 1]
    assert [book.date_closing(us) - friday for us in (closing, closing + 1)] == [0, 1]


@given(business_calendars(), st.sampled_from([1, 1500, 1969, 1970, 2099, 2100, 3000, 9998]), st.integers(1, 365), st.integers(1, 30))
def test_far_from_our_times_counting_is_the_same(calendar, year, day, n):
    """Whether by the list of the dates in use or by years."""
    day += date(year, 1, 1).toordinal()
    book = Daybook(calendar.definition)
    later = one_by_one(calendar, day, n)
    assert (book.nth(day, n), book.count(day, later), book.count(later, day)) == (later, n, -n)
    assert book.nth(later + 1, -n) == one_by_one(calendar, later + 1, -n)


def test_a_day_shift_never_reaches_into_the_next_date():
    """Hours up to midnight end on their date, so an instant counts from the date it has on the clock."""
    hours = Hours.read(tz="Asia/Tokyo", week={"fri": [("22:00", "24:00")]})
    friday = date(2026, 3, 6).toordinal()
    book = Daybook(hours)
    closing = book.hours(friday)[0][1]
    assert [book.date_of(us) - friday for us in (closing - 1, closing, closing + 1)] == [0, 1, 1]


def test_hours_and_pages_may_be_forgotten():
    """More dates than are kept give the same answers."""
    book = Daybook(Hours.read(tz="UTC", week={"mon": [("09:00", "17:00")]}))
    monday = date(2026, 3, 2).toordinal()
    before = book.hours(monday), book.nth(monday, 3)
    for day in range(1600):
        book.hours(monday + day)
        book.nth(day * 365 + 400, 1)
    assert (book.hours(monday), book.nth(monday, 3)) == before
