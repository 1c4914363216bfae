from __future__ import annotations

from calendar import isleap
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servrecov.calendar.definition import Hours
from servrecov.calendar.tally import FIRST_YEAR, LAST_YEAR, Tally, Years, first_day, year_of
from servrecov.calendar.wallclock import DAY

YEARS = st.integers(1990, 2030)


def itself(year):
    """No year is like another."""
    return year


def holds(year):
    """Pages that hold 0 to 4 units."""
    return year * year % 5


@given(YEARS, YEARS)
def test_total_is_the_sum_of_the_years(one, other):
    """However the tally was asked before, a total is the plain sum."""
    start, stop = sorted((one, other))
    tally = Tally(holds, itself)
    tally.total(2010, 2011)
    assert tally.total(start, stop) == sum(map(holds, range(start, stop)))
    assert tally.total(1980, 2040) == sum(map(holds, range(1980, 2040)))


@given(YEARS, st.integers(1, 60))
def test_seek_finds_the_year_that_holds_the_unit(year, amount):
    """Going forward year by year finds the same year and the same part of it."""
    found, rest = year, amount
    while rest > holds(found):
        rest -= holds(found)
        found += 1
    assert Tally(holds, itself).seek(year, amount) == (found, rest)


@given(YEARS, st.integers(1, 60))
def test_seek_back_finds_the_year_that_holds_the_unit(year, amount):
    """Going back year by year finds the same year and the same part of it."""
    found, rest = year - 1, amount
    while rest > holds(found):
        rest -= holds(found)
        found -= 1
    assert Tally(holds, itself).seek_back(year, -amount) == (found, holds(found) - rest)


def test_there_is_an_end_both_ways():
    """A unit beyond the last year, or before the first, is nowhere."""
    tally = Tally(lambda year: int(1990 <= year < 2030), itself)
    assert tally.seek(2010, 20) == (2029, 1)
    assert tally.seek(2010, 21) is None
    assert tally.seek_back(2010, -20) == (1990, 0)
    assert tally.seek_back(2010, -21) is None


def test_a_far_question_does_not_fill_the_gap():
    """Two questions thousands of years apart measure the years asked about, not those between."""
    measured = []

    def measure(year):
        measured.append(year)
        return 1

    tally = Tally(measure, itself)
    assert [tally.total(*years) for years in ((10, 15), (9000, 9003), (10, 12))] == [5, 3, 2]
    assert len(set(measured)) == 8


def test_years_that_are_alike_are_measured_once():
    """Thousands of years cost no more measuring than there are kinds of them."""
    measured = []

    def measure(year):
        measured.append(year)
        return 366 if isleap(year) else 365

    tally = Tally(measure, Years([], (FIRST_YEAR, LAST_YEAR)).alike)
    assert tally.total(2101, 9999) == first_day(9999) - first_day(2101)
    assert tally.total(2, 1830) == first_day(1830) - first_day(2)
    assert len(measured) == 28


@given(st.integers(FIRST_YEAR, LAST_YEAR), st.integers(1, date.max.toordinal()), st.none() | st.tuples(st.integers(1, 5000), st.integers(5000, 9999)))
def test_years_that_are_alike_begin_alike_and_are_as_long(year, named, known):
    """A year is like one that begins on the same weekday and is as long, in which nothing is named and all is known; else like none."""
    years = Years([named], known or (FIRST_YEAR, LAST_YEAR))
    alike = years.alike(year)
    assert years.alike(alike) == alike
    assert (alike == year) or (alike < year and alike > 2100) or (year < alike < 1830)
    assert (first_day(alike) % 7, isleap(alike)) == (first_day(year) % 7, isleap(year))
    assert alike == year or year_of(named) not in (year, alike)
    assert alike == year or known is None or known[0] < min(year, alike) <= max(year, alike) < known[1]


def test_a_date_lies_in_its_year():
    """From its first to its last, and those beyond all years in the ones beside them."""
    for year in (1, 4, 100, 1900, 2000, 2023, 2024, 9999):
        assert (year_of(first_day(year)), year_of(first_day(year + 1) - 1)) == (year, year)
    assert (year_of(-1000), year_of(10**7)) == (FIRST_YEAR, LAST_YEAR)
    assert first_day(1) - first_day(0) == 366


@pytest.mark.parametrize("name", ["America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "America/Santiago"])
def test_alike_years_are_as_open_as_each_other(name):
    """Clock changes, leap days and yearly holidays included."""
    hours = Hours.read(tz=name, week={"mon": [("00:30", "03:15")], "sun": [("01:00", "30:00")]}, holidays=["--12-25", "--02-29"])
    years = Years(hours.named_days, (FIRST_YEAR, LAST_YEAR))
    for year in (2140, 2204, 2567, 3333, 1729, 1600, 1001):
        alike = years.alike(year)
        ours, theirs = ([(edge - first_day(each) * DAY) for edge in edges(hours, each)] for each in (year, alike))
        assert alike != year
        assert ours == theirs


def edges(hours, year):
    """List the openings and closings of a year's dates."""
    shifts = hours.shifts(first_day(year), first_day(year + 1) - 1)
    return [edge for _, plan in shifts for stretch in plan for edge in stretch]
