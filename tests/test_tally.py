from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servrecov.calendar.tally import CYCLE_PAGES, FIRST_PAGE, LAST_PAGE, PAGE_DAYS, Tally

EVENTFUL = (4000 * PAGE_DAYS, 4020 * PAGE_DAYS)
PAGES = st.integers(3990, 4030)


def holds(page):
    """Pages that hold 0 to 4 units."""
    return page * page % 5


@given(PAGES, PAGES)
def test_total_is_the_sum_of_the_pages(one, other):
    """However the tally was asked before, a total is the plain sum."""
    start, stop = sorted((one, other))
    tally = Tally(holds, EVENTFUL)
    tally.total(4010, 4011)
    assert tally.total(start, stop) == sum(map(holds, range(start, stop)))
    assert tally.total(3980, 4040) == sum(map(holds, range(3980, 4040)))


@given(PAGES, st.integers(1, 60))
def test_seek_finds_the_page_that_holds_the_unit(page, amount):
    """Going forward page by page finds the same page and the same part of it."""
    found, rest = page, amount
    while rest > holds(found):
        rest -= holds(found)
        found += 1
    assert Tally(holds, EVENTFUL).seek(page, amount) == (found, rest)


@given(PAGES, st.integers(1, 60))
def test_seek_back_finds_the_page_that_holds_the_unit(page, amount):
    """Going back page by page finds the same page and the same part of it."""
    found, rest = page - 1, amount
    while rest > holds(found):
        rest -= holds(found)
        found -= 1
    assert Tally(holds, EVENTFUL).seek_back(page, -amount) == (found, holds(found) - rest)


def test_there_is_an_end_both_ways():
    """A unit beyond the last page, or before the first, is nowhere."""
    tally = Tally(lambda page: int(3990 <= page < 4030), (3980 * PAGE_DAYS, 4040 * PAGE_DAYS))
    assert tally.seek(4010, 20) == (4029, 1)
    assert tally.seek(4010, 21) is None
    assert tally.seek_back(4010, -20) == (3990, 0)
    assert tally.seek_back(4010, -21) is None


def test_a_far_question_does_not_fill_the_gap():
    """Two questions thousands of pages apart measure the pages asked about, not those between."""
    measured = []

    def measure(page):
        measured.append(page)
        return 1

    tally = Tally(measure, (FIRST_PAGE, LAST_PAGE * PAGE_DAYS))
    assert [tally.total(*pages) for pages in ((10, 15), (9000, 9003), (10, 12))] == [5, 3, 2]
    assert len(set(measured)) == 8


@pytest.mark.parametrize(("start", "stop"), [(4030, LAST_PAGE - 3), (FIRST_PAGE + 3, 3990)])
def test_far_from_odd_dates_pages_repeat_after_a_cycle(start, stop):
    """Thousands of pages cost no more measuring than one cycle of them."""
    measured = []

    def measure(page):
        measured.append(page)
        return page % CYCLE_PAGES

    assert Tally(measure, EVENTFUL).total(start, stop) == sum(page % CYCLE_PAGES for page in range(start, stop))
    assert len(measured) <= CYCLE_PAGES


def test_a_cycle_is_four_hundred_years():
    """The pages of a cycle span the days of 400 Gregorian years."""
    assert CYCLE_PAGES * PAGE_DAYS == 400 * 365 + 97
