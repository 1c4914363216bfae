from __future__ import annotations

import copy
import pickle
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import attrs
import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st

from servrecov.calendar.calendar import BusinessCalendar
from servrecov.errors import HolidayDataError, InvalidCalendarError, InvalidValueError, NaiveTimeError, NoBusinessTimeError, UnknownNameError
from servrecov.testing.strategies import aware_datetimes, business_calendars, calendar_parts, pauses

SHANGHAI = BusinessCalendar(
    tz="Asia/Shanghai",
    week={day: [("08:30", "12:00"), ("13:30", "17:30")] for day in ("mon", "tue", "wed", "thu", "fri")},
    holidays=[date(2026, 10, 1), date(2026, 10, 2), "--05-01"],
    special={date(2026, 10, 10): [("09:00", "17:00")], date(2026, 12, 31): [("08:30", "12:00")]},
    breaks={date(2026, 3, 2): [("10:00", "10:30")], date(2026, 10, 10): [("09:00", "10:00")]},
)
DESK = BusinessCalendar.weekly("Mon-Fri 09:00-17:00", tz="Europe/Paris")
NIGHT = BusinessCalendar.weekly("Mon-Fri 22:00-30:00", tz="Europe/Paris")
ALWAYS = BusinessCalendar.always("Europe/Paris")
NEAR = (datetime(2026, 3, 1), datetime(2026, 4, 12))  # noqa: DTZ001  (wall times)
HOURS = [("09:00", "17:00")]


def at(text, tz="Europe/Paris"):
    return pendulum.parse(text, tz=tz)


def shanghai(text):
    return at(text, "Asia/Shanghai")


# --- what the parts of a definition mean


def test_breaks_go_over_special_dates_over_holidays_over_the_week():
    """Each part overrules those after it, on one calendar of a year."""
    hours = {
        day: [f"{opening:HH:mm}-{closing:HH:mm}" for opening, closing in SHANGHAI.hours_on(date.fromisoformat(day))]
        for day in (
            "2026-03-02",
            "2026-03-03",
            "2026-05-01",
            "2027-05-01",
            "2026-10-01",
            "2026-10-10",
            "2026-10-11",
            "2026-12-31",
        )
    }
    assert hours == {
        "2026-03-02": ["08:30-10:00", "10:30-12:00", "13:30-17:30"],
        "2026-03-03": ["08:30-12:00", "13:30-17:30"],
        "2026-05-01": [],
        "2027-05-01": [],
        "2026-10-01": [],
        "2026-10-10": ["10:00-17:00"],
        "2026-10-11": [],
        "2026-12-31": ["08:30-12:00"],
    }


def test_special_wins_over_a_holiday_on_the_same_date_and_an_empty_one_closes_it():
    """A holiday with dated hours is open in them; dated hours that are none close the date."""
    day = date(2026, 3, 3)
    assert BusinessCalendar(tz="UTC", week={"tue": HOURS}, holidays=[day], special={day: [("10:00", "11:00")]}).is_business_day(day)
    assert not BusinessCalendar(tz="UTC", week={"tue": HOURS}, special={day: []}).is_business_day(day)


def test_a_break_that_swallows_a_date_makes_it_no_business_day():
    """A date whose hours are all taken out has none."""
    day = date(2026, 3, 3)
    calendar = BusinessCalendar(tz="UTC", week={"mon": HOURS, "tue": HOURS}, breaks={day: [("08:00", "18:00")]})
    assert not calendar.is_business_day(day)
    assert calendar.days_between(date(2026, 3, 2), date(2026, 3, 9)) == 1


def test_a_holiday_does_not_end_the_shift_begun_the_evening_before():
    """Friday is closed; the shift of Thursday goes on into it."""
    calendar = BusinessCalendar(tz="UTC", week={"thu": [("22:00", "30:00")], "fri": [("22:00", "30:00")]}, holidays=[date(2026, 3, 6)])
    assert calendar.is_open(at("2026-03-06T05:00", "UTC"))
    assert not calendar.is_open(at("2026-03-06T23:00", "UTC"))


def test_a_break_cuts_the_shift_it_falls_in_whichever_date_it_is_named_by():
    """Friday 25:00 and Saturday 01:00 are the same hour of Friday's shift."""
    cuts = [{date(2026, 3, 6): [("25:00", "26:00")]}, {date(2026, 3, 7): [("01:00", "02:00")]}]
    nights = [BusinessCalendar.weekly("Fri 22:00-30:00", tz="UTC", breaks=cut) for cut in cuts]
    for night in nights:
        assert [opening.hour for opening, _ in night.hours_on(date(2026, 3, 6))] == [22, 2]
        assert night.date_of(at("2026-03-07T03:00", "UTC")) == date(2026, 3, 6)
        assert night.date_of(at("2026-03-07T01:30", "UTC")) == date(2026, 3, 7)
    assert nights[0] != nights[1]


def test_always_has_a_business_day_every_day():
    """Open day and night, and yet each date counts by itself."""
    assert ALWAYS.days_between(date(2026, 3, 1), date(2026, 3, 31)) == 30
    assert ALWAYS.add_days(at("2026-03-07T12:00"), 2) == at("2026-03-09T12:00")
    assert ALWAYS.add_days(at("2026-03-07T12:00"), 2, land="open") == at("2026-03-09T00:00")
    assert ALWAYS.add(at("2026-03-28T12:00"), timedelta(hours=24)) == at("2026-03-29T13:00")


def test_a_skipped_date_has_no_hours():
    """Samoa's 30 December 2011, a Friday, never came: it is no business day, and nothing of it moves to the Saturday."""
    apia = BusinessCalendar.weekly("Mon-Fri 09:00-17:00", tz="Pacific/Apia")
    assert not apia.is_business_day(date(2011, 12, 30))
    assert apia.days_between(date(2011, 12, 28), date(2012, 1, 2)) == 2
    thursday = at("2011-12-29T16:00", "Pacific/Apia")
    assert apia.add(thursday, timedelta(hours=2)) == at("2012-01-02T10:00", "Pacific/Apia")
    assert apia.add_days(thursday, 1) == at("2012-01-02T16:00", "Pacific/Apia")


# --- instants: what lands where


def test_a_full_day_ends_at_its_closing_and_begins_at_its_opening():
    """What lands exactly on an edge stays there; the next microsecond is on the other side of the night."""
    monday = at("2026-03-02T09:00")
    assert DESK.add(monday, timedelta(hours=8)) == at("2026-03-02T17:00")
    assert DESK.add(monday, timedelta(hours=8, microseconds=1)) == at("2026-03-03T09:00:00.000001")
    assert DESK.subtract(at("2026-03-03T17:00"), timedelta(hours=8)) == at("2026-03-03T09:00")
    assert DESK.subtract(at("2026-03-03T17:00"), timedelta(hours=8, microseconds=1)) == at("2026-03-02T16:59:59.999999")


def test_nothing_added_moves_nothing():
    """Zero leaves an instant where it is, open or closed, in either direction."""
    for text in ("2026-03-07T03:00", "2026-03-02T09:00", "2026-03-02T17:00"):
        assert DESK.add(at(text), timedelta()) == DESK.subtract(at(text), timedelta()) == at(text)
        assert DESK.add_days(at(text), 0, land="close") == at(text)
    assert DESK.add_days(date(2026, 3, 7), 0) == date(2026, 3, 7)


@given(business_calendars(*NEAR), aware_datetimes(*NEAR), st.timedeltas(timedelta(days=-20), timedelta(days=20)))
def test_adding_is_undone_by_measuring_and_subtracting_is_adding_less(calendar, start, length):
    """To the microsecond, in every zone; a negative length mirrors a positive one."""
    there = calendar.add(start, length)
    assert calendar.between(start, there) == length
    assert calendar.subtract(start, -length) == there
    assert there.tzinfo == start.tzinfo


@given(business_calendars(*NEAR), aware_datetimes(*NEAR))
def test_snaps_are_the_nearest_open_instants(calendar, start):
    """A snap moves only what is closed, and to where the nearest stretch begins or ends."""
    forward, back = calendar.snap_forward(start), calendar.snap_back(start)
    assert forward == (start if calendar.is_open(start) else calendar.next_open(start))
    assert calendar.is_open(forward)
    assert back == start or back == calendar.previous_close(start)
    assert calendar.between(back, start) == timedelta() == calendar.between(start, forward)


@pytest.mark.parametrize(
    ("text", "forward", "back", "is_open"),
    [
        ("2026-03-02T08:59", "2026-03-02T09:00", "2026-02-27T17:00", False),
        ("2026-03-02T09:00", "2026-03-02T09:00", "2026-02-27T17:00", True),
        ("2026-03-02T12:00", "2026-03-02T12:00", "2026-03-02T12:00", True),
        ("2026-03-02T17:00", "2026-03-03T09:00", "2026-03-02T17:00", False),
        ("2026-03-07T12:00", "2026-03-09T09:00", "2026-03-06T17:00", False),
    ],
)
def test_snapping_at_the_edges(text, forward, back, is_open):
    """An opening is open, a closing is not; back from an opening is the previous closing."""
    assert (DESK.snap_forward(at(text)), DESK.snap_back(at(text)), DESK.is_open(at(text))) == (at(forward), at(back), is_open)


def test_next_and_previous_are_strict():
    """At an edge the next edge is another one."""
    opening, closing = at("2026-03-02T09:00"), at("2026-03-02T17:00")
    assert DESK.next_open(opening) == at("2026-03-03T09:00")
    assert DESK.previous_open(opening) == at("2026-02-27T09:00")
    assert DESK.next_close(closing) == at("2026-03-03T17:00")
    assert DESK.previous_close(closing) == at("2026-02-27T17:00")


def test_stretches_that_touch_over_midnight_have_no_edge_there():
    """Evening until 24:00 and morning from 00:00 are one stretch."""
    calendar = BusinessCalendar(tz="UTC", week={"mon": [("22:00", "24:00")], "tue": [("00:00", "06:00")]})
    assert calendar.next_close(at("2026-03-02T23:00", "UTC")) == at("2026-03-03T06:00", "UTC")
    assert [calendar.is_business_day(date(2026, 3, day)) for day in (2, 3)] == [True, True]


def test_periods_are_cut_to_the_range_and_shown_in_the_zone_asked_in():
    """From the middle of one day to the middle of the next; a reversed range holds none."""
    start, end = at("2026-03-02T16:00").in_timezone("UTC"), at("2026-03-03T10:00")
    periods = DESK.periods(start, end)
    assert [(opening.isoformat(), closing.isoformat()) for opening, closing in periods] == [
        ("2026-03-02T15:00:00+00:00", "2026-03-02T16:00:00+00:00"),
        ("2026-03-03T08:00:00+00:00", "2026-03-03T09:00:00+00:00"),
    ]
    assert DESK.periods(end, start) == DESK.periods(start, start) == ()


def test_an_open_night_is_as_long_as_it_lasts():
    """Business time is elapsed: an hour less in spring, an hour more in autumn."""
    for text, hours in (("2026-03-29", 3), ("2026-10-25", 5), ("2026-10-26", 4)):
        night = BusinessCalendar(tz="Europe/Paris", week={"sun": [("00:00", "04:00")], "mon": [("00:00", "04:00")]})
        assert night.between(at(text), at(text).add(days=1)) == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("hours", "opens", "lasts"),
    [
        (("01:30", "02:30"), "2026-03-29T01:30:00+01:00", timedelta(hours=1)),
        (("02:15", "02:45"), "2026-03-29T03:15:00+02:00", timedelta(minutes=30)),
        (("02:30", "05:00"), "2026-03-29T03:30:00+02:00", timedelta(minutes=90)),
    ],
)
def test_hours_that_touch_a_gap_move_later_by_the_gap(hours, opens, lasts):
    """Half past two did not come on 29 March 2026; it was half past three."""
    calendar = BusinessCalendar(tz="Europe/Paris", week={"sun": [hours]})
    (period,) = calendar.hours_on(date(2026, 3, 29))
    assert (period[0].isoformat(), calendar.between(*period)) == (opens, lasts)


def test_hours_that_a_gap_swallows_are_none():
    """From 02:30, which came at 03:30, to 03:15 is no time at all, and the date is no business day."""
    calendar = BusinessCalendar(tz="Europe/Paris", week={"sun": [("02:30", "03:15")]})
    assert not calendar.is_business_day(date(2026, 3, 29))
    assert calendar.is_business_day(date(2026, 4, 5))


def test_an_ambiguous_time_is_the_first_unless_the_datetime_says_otherwise():
    """Hours take the first half past two; a datetime means what its fold says, and pendulum's own says the second."""
    night = BusinessCalendar(tz="Europe/Paris", week={"sun": [("02:30", "04:00")]})
    assert night.hours_on(date(2026, 10, 25))[0][0].isoformat() == "2026-10-25T02:30:00+02:00"
    first = datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Paris"))
    second = pendulum.datetime(2026, 10, 25, 2, 30, tz="Europe/Paris")
    assert night.between(first, second) == timedelta(hours=1)
    assert night.add(first, timedelta(hours=1)).isoformat() == "2026-10-25T02:30:00+01:00"
    assert night.add(second, timedelta()).isoformat() == "2026-10-25T02:30:00+01:00"


# --- pauses


def test_pauses_move_a_due_by_their_open_time_in_order():
    """A pause before the due so far moves it; the moved due meets the next pause; what comes later is ignored."""
    start = at("2026-03-02T09:00")
    given_pauses = [
        (at("2026-03-02T16:00"), at("2026-03-03T10:00")),  # two open hours
        (at("2026-03-02T08:00"), at("2026-03-02T10:00")),  # one, from the start on
        (at("2026-03-04T09:00"), at("2026-03-04T12:00")),  # begins after the due
    ]
    assert DESK.add(start, timedelta(hours=7), pauses=given_pauses) == at("2026-03-03T11:00")
    assert DESK.between(start, at("2026-03-03T11:00"), pauses=given_pauses) == timedelta(hours=7)
    assert DESK.between(at("2026-03-03T11:00"), start, pauses=given_pauses) == timedelta(hours=-7)


def test_a_pause_that_begins_at_the_due_is_ignored():
    """The due is reached; what begins then moves nothing."""
    noon = at("2026-03-02T12:00")
    assert DESK.add(noon.subtract(hours=1), timedelta(hours=1), pauses=[(noon, noon.add(hours=2))]) == noon
    assert DESK.add(noon, timedelta(hours=-1), pauses=[(noon, noon.add(hours=2))]) == noon.subtract(hours=1)


def test_a_reversed_pause_is_an_error():
    """In `add` and `between` alike."""
    noon = at("2026-03-02T12:00")
    for ask in (lambda pause: DESK.add(noon, timedelta(hours=1), pauses=pause), lambda pause: DESK.between(noon, noon.add(hours=1), pauses=pause)):
        with pytest.raises(InvalidValueError, match=r"pauses\[0\]"):
            ask([(noon.add(hours=2), noon)])


@given(business_calendars(*NEAR), aware_datetimes(*NEAR), st.timedeltas(timedelta(minutes=1), timedelta(days=5)), pauses(*NEAR))
def test_what_is_not_paused_is_the_budget(calendar, start, budget, spans):
    """The open time up to the due, without the pauses, is what was to be added; and no pause brings the due forward."""
    due = calendar.add(start, budget, pauses=spans)
    assert calendar.between(start, due, pauses=spans) == budget
    assert due.timestamp() >= calendar.add(start, budget).timestamp()


# --- business days


@pytest.mark.parametrize(
    ("start", "n", "options", "expected"),
    [
        ("2026-03-06T16:00", 1, {}, "2026-03-09T16:00"),
        ("2026-03-06T18:00", 1, {}, "2026-03-10T09:00"),
        ("2026-03-07T11:00", 1, {}, "2026-03-10T09:00"),
        ("2026-03-07T11:00", 1, {"clamp": False}, "2026-03-09T11:00"),
        ("2026-03-06T18:00", 1, {"clamp": False}, "2026-03-09T18:00"),
        ("2026-03-07T11:00", -1, {}, "2026-03-05T17:00"),
        ("2026-03-07T11:00", -1, {"clamp": False}, "2026-03-06T11:00"),
        ("2026-03-06T17:00", -1, {}, "2026-03-05T17:00"),
        ("2026-03-09T09:00", -1, {}, "2026-03-06T09:00"),
        ("2026-03-06T16:00", 3, {"land": "open"}, "2026-03-11T09:00"),
        ("2026-03-06T16:00", 3, {"land": "close"}, "2026-03-11T17:00"),
        ("2026-03-06T16:00", 3, {"land": "end_of_day"}, "2026-03-11T23:59:59.999999"),
        ("2026-03-06T16:00", -3, {"land": "close"}, "2026-03-03T17:00"),
        ("2026-03-27T16:00", 1, {}, "2026-03-30T16:00"),
    ],
)
def test_business_days_from_an_instant(start, n, options, expected):
    """Clamped or not, forward or back, and wherever to land; each was counted on a wall calendar."""
    assert DESK.add_days(at(start), n, **options) == at(expected)


@pytest.mark.parametrize(
    ("start", "n", "options", "expected"),
    [
        ("2026-03-07T02:00", 1, {}, "2026-03-10T02:00"),
        ("2026-03-07T02:00", -1, {}, "2026-03-06T02:00"),
        ("2026-03-07T02:00", 1, {"clamp": False}, "2026-03-10T02:00"),
        ("2026-03-07T02:00", 1, {"land": "open"}, "2026-03-09T22:00"),
        ("2026-03-07T02:00", 1, {"land": "close"}, "2026-03-10T06:00"),
        ("2026-03-07T02:00", 1, {"land": "end_of_day"}, "2026-03-09T23:59:59.999999"),
        ("2026-03-07T12:00", 1, {}, "2026-03-10T22:00"),
        ("2026-03-07T12:00", -1, {}, "2026-03-06T06:00"),
        ("2026-03-07T12:00", -1, {"land": "open"}, "2026-03-05T22:00"),
        ("2026-03-07T12:00", -1, {"clamp": False}, "2026-03-06T12:00"),
    ],
)
def test_business_days_from_within_a_night_shift(start, n, options, expected):
    """Saturday 02:00 of Friday's shift is Friday 26:00; one day on is Monday's 26:00."""
    assert NIGHT.add_days(at(start), n, **options) == at(expected)


def test_a_wall_time_kept_may_fall_outside_that_days_hours():
    """The time of the start is kept, even where the day found is short."""
    short = BusinessCalendar.weekly("Mon-Thu 09:00-17:00; Fri 09:00-12:00", tz="Europe/Paris")
    assert short.add_days(at("2026-03-05T16:00"), 1) == at("2026-03-06T16:00")
    assert short.add_days(at("2026-03-05T16:00"), 1, land="close") == at("2026-03-06T12:00")


@pytest.mark.parametrize(
    ("start", "n", "clamp", "expected"),
    [
        ("2026-03-06", 1, True, "2026-03-09"),
        ("2026-03-07", 1, True, "2026-03-10"),
        ("2026-03-07", 1, False, "2026-03-09"),
        ("2026-03-07", -1, True, "2026-03-05"),
        ("2026-03-07", -1, False, "2026-03-06"),
    ],
)
def test_business_days_from_a_date_give_a_date(start, n, clamp, expected):
    """A closed date is first moved to the nearest business day, or is day 0."""
    answer = DESK.add_days(pendulum.parse(start).date(), n, clamp=clamp)
    assert (type(answer), answer) == (date, date.fromisoformat(expected))


@given(business_calendars(*NEAR), aware_datetimes(*NEAR), st.integers(1, 20))
def test_business_days_pass_one_by_one(calendar, start, n):
    """After n days, n business days lie between; n days back is before the start, unless that was one itself."""
    there = calendar.add_days(start.date(), n, clamp=False)
    assert calendar.days_between(start.date(), there) == n
    assert calendar.is_business_day(there)
    assert calendar.add_days(there, -n, clamp=False) < start.date() or calendar.is_business_day(start.date())


def test_days_between_takes_dates_and_instants():
    """An instant counts as the date of its shift, else as its date in the calendar's zone."""
    assert DESK.days_between(date(2026, 3, 6), date(2026, 3, 9)) == 1
    assert DESK.days_between(date(2026, 3, 9), date(2026, 3, 6)) == -1
    assert DESK.days_between(date(2026, 3, 7), date(2026, 3, 7)) == 0
    assert DESK.days_between(at("2026-03-05T23:30").in_timezone("Asia/Tokyo"), date(2026, 3, 6)) == 1
    assert NIGHT.days_between(at("2026-03-07T02:00"), at("2026-03-10T02:00")) == 1
    assert NIGHT.is_business_day(at("2026-03-07T02:00"))


@pytest.mark.parametrize(
    ("ask", "where"),
    [
        (lambda: DESK.add_days(at("2026-03-02"), 1.0), "add_days(n)"),
        (lambda: DESK.add_days(at("2026-03-02"), True), "add_days(n)"),  # noqa: FBT003  (that is what is refused)
        (lambda: DESK.add_days(date(2026, 3, 2), 1, land="open"), "add_days(land)"),
        (lambda: DESK.add_days("2026-03-02", 1), "add_days(start)"),
        (lambda: DESK.is_business_day("2026-03-02"), "is_business_day(day)"),
        (lambda: DESK.days_between(date(2026, 3, 2), None), "days_between(last)"),
        (lambda: DESK.add(at("2026-03-02"), 3600), "add(duration)"),
        (lambda: DESK.subtract(at("2026-03-02"), pendulum.duration(months=1)), "subtract(duration)"),
        (lambda: DESK.add(date(2026, 3, 2), timedelta(hours=1)), "add(start)"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused_at_its_place(ask, where):
    """The argument in trouble is named."""
    with pytest.raises(InvalidValueError) as caught:
        ask()
    assert caught.value.where == f"BusinessCalendar.{where}"


def test_a_misspelt_landing_names_the_nearest():
    """Landings have four names."""
    with pytest.raises(UnknownNameError) as caught:
        DESK.add_days(at("2026-03-02"), 1, land="clse")
    assert caught.value.nearest == "close"


@pytest.mark.parametrize(
    "method", ["is_open", "next_open", "next_close", "previous_open", "previous_close", "snap_forward", "snap_back", "date_of", "hours_on"]
)
def test_naive_datetimes_are_refused(method):
    """A naive datetime names no instant, in any question."""
    with pytest.raises(NaiveTimeError):
        getattr(DESK, method)(datetime(2026, 3, 2))  # noqa: DTZ001
    with pytest.raises(NaiveTimeError):
        DESK.between(at("2026-03-02"), datetime(2026, 3, 3))  # noqa: DTZ001


# --- zones and lengths as they are given


@pytest.mark.parametrize(
    ("zone", "name"),
    [
        (ZoneInfo("Asia/Tokyo"), "Asia/Tokyo"),
        (UTC, "UTC"),
        (timezone(timedelta(hours=8)), "+08:00"),
        (pendulum.timezone("Europe/London"), "Europe/London"),
    ],
)
def test_answers_are_pendulum_datetimes_in_the_zone_of_the_question(zone, name):
    """Any aware datetime may be asked about; the answer is in its zone, which becomes pendulum's."""
    start = datetime(2026, 3, 2, 12, tzinfo=zone)
    for answer in (DESK.add(start, timedelta(hours=9)), DESK.next_open(start), DESK.snap_back(start), DESK.add_days(start, 2)):
        assert isinstance(answer, pendulum.DateTime)
        assert answer.timezone_name == name
    assert type(DESK.between(start, start + timedelta(days=3))) is timedelta


def test_pendulum_lengths_are_taken():
    """A duration of days and hours, and an interval, are exact lengths."""
    start = at("2026-03-02T09:00")
    assert DESK.add(start, pendulum.duration(hours=9)) == DESK.add(start, start.add(hours=9) - start) == at("2026-03-03T10:00")


# --- values


def test_definitions_that_say_the_same_are_equal():
    """Order, splitting, repetition and overruled parts make no difference to equality and hash."""
    day = date(2026, 3, 3)
    one = BusinessCalendar(
        tz="Europe/Paris",
        week={"tue": [("13:00", "17:00"), ("09:00", "13:00")], "mon": HOURS, "sun": []},
        holidays=["--12-25", date(2026, 12, 25), day, date(2026, 3, 4), date(2026, 3, 4)],
        special={day: HOURS, date(2026, 3, 5): []},
        breaks={date(2026, 3, 6): []},
    )
    other = BusinessCalendar(
        tz=ZoneInfo("Europe/Paris"),
        week={"mon": HOURS, "tue": HOURS},
        holidays=[date(2026, 3, 5), "2026-03-04", "--12-25"],
        special={"2026-03-03": HOURS},
    )
    assert one == other
    assert hash(one) == hash(other)
    assert other.week["tue"] == (("09:00", "17:00"),)
    assert other.holidays == (date(2026, 3, 4), date(2026, 3, 5), "--12-25")


@pytest.mark.parametrize(
    "change",
    [
        {"tz": "Europe/Berlin"},
        {"week": {"mon": HOURS}},
        {"holidays": [date(2026, 10, 1)]},
        {"special": {}},
        {"breaks": {}},
        {"holidays_known": (2024, 2026)},
    ],
)
def test_definitions_that_say_something_else_are_not(change):
    """Each part of a definition counts."""
    assert BusinessCalendar(**{**SHANGHAI.definition.parts(), **change}) != SHANGHAI


@given(calendar_parts())
def test_a_calendar_is_made_again_from_its_parts_its_repr_and_its_pickle(parts):
    """What the attributes and the repr show is the whole definition, already normalised."""
    import datetime as dt  # noqa: PLC0415  (as a repr names it)

    calendar = BusinessCalendar(**parts)
    names = ("tz", "week", "holidays", "special", "breaks", "holidays_known")
    again = BusinessCalendar(**{name: getattr(calendar, name) for name in names})
    assert again == calendar
    assert again.definition == calendar.definition
    assert eval(repr(calendar), {"BusinessCalendar": BusinessCalendar, "datetime": dt}) == calendar  # noqa: S307  (our own text)
    for copied in (pickle.loads(pickle.dumps(calendar)), copy.deepcopy(calendar)):  # noqa: S301  (our own bytes)
        assert copied == calendar
        assert hash(copied) == hash(calendar)


def test_a_calendar_does_not_change():
    """It is frozen, and asking it does not touch what it equals."""
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        DESK.definition = None
    fresh = BusinessCalendar.weekly("Mon-Fri 09:00-17:00", tz="Europe/Paris")
    fresh.add(at("2026-03-02"), timedelta(days=90))
    assert fresh == DESK


def test_threads_may_ask_at_the_same_time():
    """A calendar that several threads fill at once gives each the answer that one alone gets."""
    starts = [at("2026-03-02").add(days=97 * step) for step in range(-60, 60)]
    alone = [DESK.add(start, timedelta(days=step + 1)) for step, start in enumerate(starts)]
    shared = BusinessCalendar.weekly("Mon-Fri 09:00-17:00", tz="Europe/Paris")
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(lambda each: shared.add(each[1], timedelta(days=each[0] + 1)), enumerate(starts)))
    assert together == alone


# --- where there is no answer


@pytest.mark.parametrize(
    "parts",
    [
        {},
        {"week": {}},
        {"week": {"mon": []}},
        {"special": {date(2026, 3, 2): []}},
        {
            "week": {"mon": HOURS},
            "holidays": [
                f"--{month:02d}-{day:02d}"
                for month in range(1, 13)
                for day in range(1, 32)
                if day <= (29 if month == 2 else 30 + (month + month // 8) % 2)
            ],
        },
        {"special": {date(2026, 3, 2): HOURS}, "breaks": {date(2026, 3, 2): [("00:00", "24:00")]}},
        {"week": {"mon": HOURS}, "holidays": [date(2026, 1, 5) + timedelta(weeks=week) for week in range(52)], "holidays_known": (2026, 2026)},
    ],
)
def test_a_calendar_that_never_opens_is_refused(parts):
    """No hours, all of them holidays, swallowed by a break, or none in the years that are known."""
    with pytest.raises(InvalidCalendarError, match="never"):
        BusinessCalendar(tz="UTC", **parts)


def test_a_calendar_that_opens_on_leap_days_is_taken():
    """What opens once in many years can open."""
    days = [date(2000, 1, 1) + timedelta(days=step) for step in range(366)]
    rare = BusinessCalendar(tz="UTC", week={"mon": HOURS}, holidays=[f"--{day:%m-%d}" for day in days if (day.month, day.day) != (2, 29)])
    assert rare.next_open(at("2026-03-02", "UTC")) == at("2044-02-29T09:00", "UTC")


@pytest.mark.parametrize("known", [(2026, 2024), (2024,), 2026, ("2024", "2026"), (0, 2026), (2024, 10_000), [2024, 2025, 2026]])
def test_known_years_that_are_none_are_refused(known):
    """The first and the last year, in this order."""
    with pytest.raises(InvalidCalendarError, match="holidays_known"):
        BusinessCalendar(tz="UTC", week={"mon": HOURS}, holidays_known=known)


def test_a_search_that_finds_nothing_says_so():
    """One date is open; before and after it there is nothing, and no search goes on for ever."""
    once = BusinessCalendar(tz="UTC", special={date(2026, 3, 2): HOURS})
    before, after = at("2026-03-01", "UTC"), at("2026-03-03", "UTC")
    questions = [
        lambda: once.next_open(after),
        lambda: once.next_close(after),
        lambda: once.snap_forward(after),
        lambda: once.previous_open(before),
        lambda: once.previous_close(before),
        lambda: once.snap_back(before),
        lambda: once.add(after, timedelta(minutes=1)),
        lambda: once.add(before, timedelta(hours=9)),
        lambda: once.subtract(before, timedelta(minutes=1)),
        lambda: once.add_days(after, 1),
        lambda: once.add_days(before, 2),
        lambda: once.add_days(date(2026, 3, 2), -1),
        lambda: once.add(before, timedelta.max),
    ]
    for ask in questions:
        with pytest.raises(NoBusinessTimeError):
            ask()
    assert once.between(before, after) == timedelta(hours=8)


def test_the_years_end_at_both_ends():
    """Year 1 and year 9999 are reckoned with; beyond them there is no answer."""
    desk = BusinessCalendar.weekly("Mon-Fri 09:00-17:00", tz="UTC")
    last = pendulum.datetime(9999, 12, 31, 16)
    first = pendulum.DateTime(1, 1, 1, 10, tzinfo=pendulum.UTC)
    assert desk.add(last, timedelta(hours=1)) == last.add(hours=1)
    assert desk.subtract(first, timedelta(hours=1)) == first.subtract(hours=1)
    assert desk.next_close(last) == last.add(hours=1)
    assert desk.is_business_day(date.max)
    assert desk.is_business_day(date.min)
    assert desk.days_between(date(9999, 12, 30), date.max) == 1
    for ask in (
        lambda: desk.add(last, timedelta(hours=2)),
        lambda: desk.subtract(first, timedelta(hours=2)),
        lambda: desk.next_open(last),
        lambda: desk.previous_open(first.subtract(hours=1)),
        lambda: desk.add_days(date.max, 1),
        lambda: desk.add_days(date.min, -1),
        lambda: desk.add_days(last, 1),
        lambda: BusinessCalendar.always().add(last, timedelta(days=1)),
        lambda: BusinessCalendar.always("Asia/Tokyo").add(at("9999-12-31T12:00", "Asia/Tokyo"), timedelta(days=1)),
    ):
        with pytest.raises(NoBusinessTimeError):
            ask()


KNOWN = BusinessCalendar.weekly("Mon-Sun 09:00-17:00", tz="Europe/Paris", holidays_known=(2024, 2026))
EDGES = (at("2024-01-01"), at("2027-01-01"))


@pytest.mark.parametrize(
    ("ask", "year"),
    [
        (lambda: KNOWN.is_open(EDGES[1]), 2027),
        (lambda: KNOWN.is_open(at("2030-05-05")), 2030),
        (lambda: KNOWN.is_open(at("2023-12-31T23:59")), 2023),
        (lambda: KNOWN.next_open(at("2026-12-31T09:00")), 2027),
        (lambda: KNOWN.next_close(at("2026-12-31T17:00")), 2027),
        (lambda: KNOWN.previous_open(at("2024-01-01T09:00")), 2023),
        (lambda: KNOWN.previous_close(at("2024-01-01T17:00")), 2023),
        (lambda: KNOWN.snap_forward(at("2026-12-31T18:00")), 2027),
        (lambda: KNOWN.snap_back(EDGES[0]), 2023),
        (lambda: KNOWN.add(at("2026-12-31T16:00"), timedelta(hours=2)), 2027),
        (lambda: KNOWN.add(at("2023-12-31T16:00"), timedelta(hours=2)), 2023),
        (lambda: KNOWN.subtract(at("2024-01-01T10:00"), timedelta(hours=2)), 2023),
        (lambda: KNOWN.between(at("2026-12-31"), at("2027-01-01T00:01")), 2027),
        (lambda: KNOWN.between(at("2028-12-31"), at("2025-01-01")), 2028),
        (lambda: KNOWN.periods(at("2023-12-31"), at("2025-01-01")), 2023),
        (lambda: KNOWN.is_business_day(date(2027, 1, 1)), 2027),
        (lambda: KNOWN.hours_on(date(2023, 12, 31)), 2023),
        (lambda: KNOWN.add_days(date(2026, 12, 31), 1), 2027),
        (lambda: KNOWN.add_days(date(2024, 1, 1), -1), 2023),
        (lambda: KNOWN.add_days(date(2023, 12, 31), 1), 2023),
        (lambda: KNOWN.add_days(at("2026-12-30T10:00"), 2), 2027),
        (lambda: KNOWN.days_between(date(2024, 1, 1), date(2027, 1, 1)), 2027),
        (lambda: KNOWN.days_between(date(2023, 12, 30), date(2024, 1, 1)), 2023),
    ],
)
def test_an_answer_beyond_the_known_holidays_is_refused(ask, year):
    """Whatever depends on a day of another year names that year instead of guessing."""
    with pytest.raises(HolidayDataError) as caught:
        ask()
    assert (caught.value.year, caught.value.known) == (year, (2024, 2026))


def test_an_answer_within_the_known_holidays_is_given():
    """What depends on known days alone is answered up to the last instant of the last one."""
    assert KNOWN.add(at("2026-12-31T16:00"), timedelta(hours=1)) == at("2026-12-31T17:00")
    assert KNOWN.subtract(at("2024-01-01T10:00"), timedelta(hours=1)) == at("2024-01-01T09:00")
    assert KNOWN.between(*EDGES) == timedelta(hours=8) * (366 + 365 + 365)
    assert KNOWN.between(EDGES[1], EDGES[0]) == -KNOWN.between(*EDGES)
    assert len(KNOWN.periods(at("2026-12-01"), EDGES[1])) == 31
    assert KNOWN.days_between(date(2023, 12, 31), date(2026, 12, 31)) == 366 + 365 + 365
    assert KNOWN.add_days(date(2023, 12, 31), 1, clamp=False) == date(2024, 1, 1)
    assert KNOWN.add_days(at("2023-12-31T10:00"), 1, clamp=False) == at("2024-01-01T10:00")
    assert KNOWN.add_days(date(2026, 12, 30), 1) == date(2026, 12, 31)
    assert KNOWN.snap_back(EDGES[1]) == at("2026-12-31T17:00")
    # Nothing is asked of a day that does not count.
    beyond = at("2030-05-05")
    assert KNOWN.between(beyond, beyond) == timedelta()
    assert KNOWN.add(beyond, timedelta()) == beyond
    assert KNOWN.add_days(beyond, 0) == beyond


def test_a_night_shift_reaches_over_the_ends_of_what_is_known():
    """The last known night is known to its end; what the night before the first known day may cover is not known."""
    night = BusinessCalendar.weekly("Mon-Sun 22:00-30:00", tz="Europe/Paris", holidays_known=(2024, 2026))
    assert night.add(at("2026-12-31T23:00"), timedelta(hours=4)) == at("2027-01-01T03:00")
    assert night.is_open(at("2027-01-01T05:59"))
    assert night.date_of(at("2027-01-01T05:59")) == date(2026, 12, 31)
    assert night.add_days(at("2026-12-31T02:00"), 1) == at("2027-01-01T02:00")
    assert night.is_open(at("2024-01-01T06:00")) is False
    for ask, year in (
        (lambda: night.is_open(at("2027-01-01T06:00")), 2027),
        (lambda: night.next_close(at("2026-12-31T23:00")), 2027),
        (lambda: night.is_open(at("2024-01-01T05:59")), 2023),
        (lambda: night.date_of(at("2023-12-31T02:00")), 2023),
        (lambda: night.add_days(at("2023-12-31T02:00"), 1, clamp=False), 2023),
        (lambda: night.days_between(at("2027-01-01T07:00"), date(2026, 12, 31)), 2027),
    ):
        with pytest.raises(HolidayDataError) as caught:
            ask()
        assert caught.value.year == year


def test_an_always_open_calendar_does_not_know_where_its_known_years_begin_and_end():
    """At the edge of knowledge nobody can say whether the stretch goes on."""
    open_always = BusinessCalendar(tz="UTC", week={day: [("00:00", "24:00")] for day in ALWAYS.week}, holidays_known=(2024, 2026))
    noon = at("2025-06-01T12:00", "UTC")
    for ask in (open_always.next_close, open_always.next_open, open_always.previous_open, open_always.previous_close):
        with pytest.raises(HolidayDataError):
            ask(noon)


def test_special_dates_can_be_the_only_hours():
    """A calendar may have no week at all."""
    market = BusinessCalendar(tz="UTC", special={date(2026, 3, day): HOURS for day in (2, 9, 16)})
    assert market.week == {}
    assert market.add(at("2026-03-02T16:00", "UTC"), timedelta(hours=10)) == at("2026-03-16T10:00", "UTC")
    assert market.days_between(date(2026, 1, 1), date(2027, 1, 1)) == 3


@pytest.mark.parametrize(
    ("tz", "at"), [("America/New_York", datetime(1, 1, 1, tzinfo=UTC)), ("Asia/Shanghai", datetime(9999, 12, 31, 23, tzinfo=UTC))]
)
def test_an_instant_whose_date_no_calendar_has_counts_from_none(tz, at):
    """The last hours of 9999 lie in the year 10000 further east, the first of year 1 in the year before further west."""
    with pytest.raises(NoBusinessTimeError, match="date_of"):
        BusinessCalendar.always(tz).date_of(at)


@pytest.mark.heavy
def test_twenty_years_take_less_than_three_megabytes():
    """Every week of them asked about: open time, a due and a business day."""
    desk = BusinessCalendar.weekly("Mon-Fri 09:00-17:00", tz="America/New_York", holidays=["--01-01", "--07-04", "--12-25"])
    tracemalloc.start()
    calendar = BusinessCalendar.of(desk.definition)
    for week in range(1044):
        at = pendulum.datetime(2015, 1, 1, 10, 30, tz="America/New_York").add(weeks=week)
        calendar.add(at, timedelta(hours=16))
        calendar.between(at, at.add(days=3))
        calendar.add_days(at, 3)
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert held < 3_000_000
