from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servrecov.calendar.hours import cut, merged, read_dated, read_holidays, read_plan, read_week, week_from_text, written
from servrecov.calendar.wallclock import DAY, SECOND
from servrecov.errors import InvalidCalendarError

STRETCHES = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=6)


def covered(stretches):
    return {each for opening, closing in stretches for each in range(opening, closing)}


@given(STRETCHES)
def test_merged_stretches_cover_the_same_and_do_not_touch(stretches):
    """Merging changes nothing but the number of stretches."""
    result = merged(stretches)
    assert covered(result) == covered(stretches)
    assert all(before[1] < after[0] for before, after in pairwise(result))
    assert merged(result) == result


@given(STRETCHES, STRETCHES)
def test_cut_takes_out_what_is_closed(opened, closed):
    """What is left is what was open and is not closed, in no empty pieces."""
    result = cut(merged(opened), merged(closed))
    assert covered(result) == covered(opened) - covered(closed)
    assert all(opening < closing for opening, closing in result)


@given(st.lists(st.tuples(st.integers(0, 2 * DAY), st.integers(0, 2 * DAY)).filter(lambda pair: pair[0] < pair[1]), max_size=4))
def test_written_hours_read_back_equal(stretches):
    """Hours of any fineness are written as text that says the same."""
    plan = merged(stretches)
    assert read_plan(written(plan), "hours") == plan


def test_hours_are_written_as_short_as_they_are():
    """Seconds appear only where there are any."""
    assert written(((0, DAY), (DAY + 90 * SECOND, DAY + 90 * SECOND + 500_000))) == (("00:00", "24:00"), ("24:01:30", "24:01:30.500000"))


def test_stretches_that_touch_or_overlap_are_one():
    """Two stretches of a date that leave nothing between them are one stretch."""
    assert written(read_plan([("12:00", "17:00"), ("9:00", "12:00"), ("16:00", "18:00")], "hours")) == (("09:00", "18:00"),)


@pytest.mark.parametrize(
    ("hours", "where"),
    [
        ([("25:61", "26:00")], "hours[0]"),
        ([("09:00", "17:00"), ("17:00", "09:00")], "hours[1]"),
        ([("09:00", "09:00")], "hours[0]"),
        ([("09:00", "48:01")], "hours[0]"),
        ([("09:00", "24:00:60")], "hours[0]"),
        ([("09:00",)], "hours[0]"),
        ([(9, 17)], "hours[0]"),
        (["09:00-17:00"], "hours[0]"),
        (("09:00", "17:00"), "hours[0]"),
        ("09:00-17:00", "hours"),
        (None, "hours"),
        ({"09:00": "17:00"}, "hours"),
    ],
)
def test_malformed_hours_are_refused_at_their_place(hours, where):
    """A time that is none, a reversed or empty stretch, and what is no list of pairs."""
    with pytest.raises(InvalidCalendarError) as caught:
        read_plan(hours, "hours")
    assert caught.value.where == where


def test_the_week_is_read_in_order_and_without_closed_days():
    """The order given does not matter, and a weekday without hours is no part of the week."""
    week = read_week({"sun": [("10:00", "12:00")], "tue": [], "mon": [("09:00", "17:00")]}, "week")
    assert list(week) == ["mon", "sun"]


@pytest.mark.parametrize(("key", "nearest"), [("mom", "mon"), ("Mon", "mon"), ("monday", "mon"), ("x", None), (0, None)])
def test_a_misspelt_weekday_names_the_nearest(key, nearest):
    """Weekdays have one spelling."""
    with pytest.raises(InvalidCalendarError) as caught:
        read_week({key: []}, "week")
    assert caught.value.nearest == nearest
    with pytest.raises(InvalidCalendarError, match="mapping"):
        read_week([key], "week")


def test_dated_hours_are_read_by_date_or_its_text():
    """Files without a date type name dates in text."""
    hours = [("09:00", "12:00")]
    assert read_dated({"2026-10-11": hours, date(2026, 10, 10): hours}, "special") == {
        date(2026, 10, day).toordinal(): ((9 * 3600 * SECOND, 12 * 3600 * SECOND),) for day in (10, 11)
    }


@pytest.mark.parametrize("day", ["2026-13-01", "tomorrow", 20_261_010, datetime(2026, 10, 10, tzinfo=UTC), None])
def test_a_key_that_is_no_date_is_refused(day):
    """A datetime is refused too, for its zone would be lost."""
    with pytest.raises(InvalidCalendarError, match="a date"):
        read_dated({day: []}, "special")
    with pytest.raises(InvalidCalendarError, match="mapping"):
        read_dated([day], "special")


def test_holidays_are_of_one_year_or_of_every_year():
    """Dates, their text, and "--MM-DD", 29 February among them."""
    dated, yearly = read_holidays([date(2026, 10, 1), "2026-10-02", "--12-25", "--02-29", "--12-25"], "holidays")
    assert dated == {date(2026, 10, 1).toordinal(), date(2026, 10, 2).toordinal()}
    assert yearly == {(12, 25), (2, 29)}


@pytest.mark.parametrize(
    ("holidays", "where"),
    [(["--02-30"], "holidays[0]"), (["2026-10-01", "12-25"], "holidays[1]"), ([25], "holidays[0]"), ("--12-25", "holidays"), (1, "holidays")],
)
def test_a_holiday_that_is_none_is_refused_at_its_place(holidays, where):
    """A date no year has, a text that is no date, and what is no list."""
    with pytest.raises(InvalidCalendarError) as caught:
        read_holidays(holidays, "holidays")
    assert caught.value.where == where


def test_a_week_in_one_line():
    """Groups of weekdays and hours; ranges may go over the weekend, and groups of one weekday add up."""
    text = "Mon-Tue 09:00-12:00, 13:00-17:00; fri - sun,Mon 18:00-20:00;"
    assert week_from_text(text, "weekly") == {
        "mon": [("09:00", "12:00"), ("13:00", "17:00"), ("18:00", "20:00")],
        "tue": [("09:00", "12:00"), ("13:00", "17:00")],
        "fri": [("18:00", "20:00")],
        "sat": [("18:00", "20:00")],
        "sun": [("18:00", "20:00")],
    }


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("Mon-Fri", "weekdays and hours"),
        ("09:00-17:00", "weekdays and hours"),
        ("Mom 09:00-17:00", "did you mean 'Mon'"),
        ("Mon- 09:00-17:00-18:00", "hours, such as"),
        ("Mon 17:00-09:00", "opening before its closing"),
        ("Mon 9-17", "a time of day"),
    ],
)
def test_a_week_in_one_line_that_cannot_be_read(text, match):
    """The group in trouble is named."""
    with pytest.raises(InvalidCalendarError, match=match):
        week_from_text(text, "weekly")
