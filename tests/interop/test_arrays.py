"""Business time on arrays: each element is answered as the calendar answers it alone."""

from __future__ import annotations

import importlib
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pendulum
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import servrecov as sr
from servrecov.calendar.reckoner import Land
from servrecov.interop import arrays
from servrecov.interop.bulk.shelf import INSTANTS, extent
from servrecov.interop.bulk.table import EPOCH, EPOCH_DAY, NAT, Column
from servrecov.testing import strategies

US, DAY = "datetime64[us]", "datetime64[D]"
HOUR = 3_600_000_000
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def on(weekdays, *hours):
    return {day: list(hours) for day in weekdays}


DESK = sr.BusinessCalendar.weekly("Mon-Fri 09:00-17:00", tz="UTC")
SPLIT = sr.BusinessCalendar.weekly(
    "Mon-Fri 09:00-12:00, 13:00-17:30; Sat 10:00-13:00",
    tz="Europe/Paris",
    holidays=["--12-25", date(2012, 5, 8)],
    special={date(2012, 5, 5): [], date(2012, 5, 6): [("10:00", "12:30")]},
)
NEW_YORK = sr.BusinessCalendar.weekly("Mon-Fri 09:00-17:00", tz="America/New_York", holidays=["--07-04"])
CALENDARS = {
    "split shifts": SPLIT,
    "night shifts": sr.BusinessCalendar(tz="Europe/Paris", week=on(WEEKDAYS, ("22:00", "30:00"))),
    "odd minutes": sr.BusinessCalendar(
        tz="Australia/Lord_Howe",
        week=on(("mon", "thu", "sat", "sun"), ("01:17", "02:43:11"), ("07:01", "23:59:59.5"), ("25:00", "26:30")),
    ),
    "a day that never came": sr.BusinessCalendar(
        tz="Pacific/Apia",
        week=on(("mon", "wed", "fri"), ("20:00", "46:00")),
        special={date(2012, 1, 3): [("08:00", "09:00")], date(2012, 1, 4): []},
    ),
    "both": SPLIT & NEW_YORK,
    "either": NEW_YORK | sr.BusinessCalendar(tz="Asia/Kathmandu", week=on(WEEKDAYS, ("20:00", "33:00"))),
    "breaks": sr.BusinessCalendar(
        tz="America/Sao_Paulo",
        week=on(WEEKDAYS[:5], ("08:00", "18:00")),
        special={date(2011, 10, 15): [("00:00", "48:00")]},
        breaks={date(2011, 10, day): [("10:00", "10:01"), ("10:02", "10:03"), ("11:00", "12:00")] for day in range(1, 29)},
    ),
    "known years": sr.BusinessCalendar(
        tz="Asia/Shanghai", week=on(WEEKDAYS, ("22:00", "30:00")), holidays=[date(2012, 2, 3)], holidays_known=(2011, 2012)
    ),
    "known to both": sr.BusinessCalendar(tz="Asia/Tokyo", week=on(WEEKDAYS, ("20:00", "29:00")), holidays_known=(2011, 2011))
    & sr.BusinessCalendar(tz="America/New_York", week=on(WEEKDAYS, ("03:00", "13:00")), holidays_known=(2011, 2012)),
    "known to one": sr.BusinessCalendar(tz="Asia/Tokyo", week=on(WEEKDAYS[:5], ("20:00", "29:00")))
    | sr.BusinessCalendar(tz="America/New_York", week=on(WEEKDAYS, ("22:00", "31:00")), holidays_known=(2011, 2011)),
    "three dates": sr.BusinessCalendar(
        tz="Africa/Cairo",
        week={},
        special={date(year, 2, 29): [("08:00", "10:00"), ("22:00", "40:00")] for year in (2004, 2012, 2016, 2028)},
    ),
    "always": sr.BusinessCalendar.always("Asia/Tehran"),
    "fixed offset": sr.BusinessCalendar.weekly("Mon-Sun 23:00-23:30", tz="-09:30"),
}
FIRST, LAST = datetime(2011, 8, 1), datetime(2012, 7, 1)  # noqa: DTZ001  (wall times)
"""A year in which Samoa skipped a day, with a leap day, and all the dates that are out of the rule in the calendars above."""
WINDOW = [int(np.datetime64(at, "us").view(np.int64)) for at in (FIRST, LAST)]

calendars = pytest.mark.parametrize("calendar", CALENDARS.values(), ids=CALENDARS.keys())
sizes = pytest.mark.parametrize("size", [300, pytest.param(15_000, marks=pytest.mark.heavy)])


def stamps(*texts):
    return np.array(texts, US)


def days(*texts):
    return np.array(texts, DAY)


def instants(calendar, rng, size):
    """Draw instants: any, on the hour, and about openings and closings."""
    drawn = rng.integers(*WINDOW, size)
    begin, end = calendar.definition.known_time
    found = calendar.reckoner.stretches(max(WINDOW[0] + EPOCH, begin), min(WINDOW[1] + EPOCH, end))
    edges = np.array(found).ravel() - EPOCH
    near = rng.choice(edges, size) + rng.integers(-1, 2, size)
    return rng.permuted(np.stack((drawn, drawn // HOUR * HOUR, near)), axis=0)[0]


def alone(calendar, question, *columns):
    """Ask the scalar engine element by element; an error stands for its answer."""
    found = []
    for row in zip(*columns, strict=True):
        try:
            found.append(question(calendar.reckoner, *map(int, row)))
        except sr.ServRecovError as error:
            found.append(type(error))
    return found


def assert_alike(together, found, columns, tried=2):
    """Compare what arrays answer together with what the scalar engine found, and try that its refusals are theirs."""
    refused = np.array([isinstance(answer, type) for answer in found])
    answers = together(*(column[~refused] for column in columns))
    numbers = answers if answers.dtype == bool else answers.view(np.int64)
    assert numbers.tolist() == [answer for answer in found if not isinstance(answer, type)]
    for index in np.flatnonzero(refused)[:tried]:
        with pytest.raises(found[index]) as caught:
            together(*(column[index : index + 1] for column in columns))
        assert caught.value.__notes__[0].endswith(", element[0]")


# --- Equal to the scalar engine ----------------------------------------------------------------------------------------------------------


@sizes
@calendars
def test_open_time_is_that_of_the_scalar_engine(calendar, size):
    """`between` and `is_open` of each element, about openings and closings too."""
    rng = np.random.default_rng(1)
    starts, ends = instants(calendar, rng, size), instants(calendar, rng, size)

    found = alone(calendar, lambda reckoner, a, b: reckoner.between(a + EPOCH, b + EPOCH), starts, ends)
    assert_alike(lambda a, b: arrays.between(calendar, a.view(US), b.view(US)), found, (starts, ends))

    found = alone(calendar, lambda reckoner, at: reckoner.is_open(at + EPOCH), starts)
    assert_alike(lambda at: arrays.is_open(calendar, at.view(US)), found, (starts,))


@sizes
@calendars
def test_adding_is_that_of_the_scalar_engine(calendar, size):
    """`add` of lengths of either sign, of nothing, and of what ends exactly at a closing or begins at an opening."""
    rng = np.random.default_rng(2)
    starts, ends = instants(calendar, rng, size), instants(calendar, rng, size)
    exact = [0 if isinstance(length, type) else length for length in alone(calendar, lambda r, a, b: r.between(a + EPOCH, b + EPOCH), starts, ends)]
    drawn = rng.integers(-60 * HOUR, 60 * HOUR, size)
    amounts = rng.permuted(np.stack((drawn, drawn // HOUR * HOUR, drawn * 50, np.zeros(size, int), np.array(exact))), axis=0)[0]

    for some in (amounts, np.abs(amounts), -np.abs(amounts)):
        found = alone(calendar, lambda reckoner, a, b: reckoner.shift(a + EPOCH, b) - EPOCH, starts, some)
        assert_alike(lambda a, b: arrays.add(calendar, a.view(US), b.view("timedelta64[us]")), found, (starts, some))


@sizes
@calendars
def test_counting_business_days_is_that_of_the_scalar_engine(calendar, size):
    """`days_between` of dates, of instants, and of one of each."""
    rng = np.random.default_rng(3)
    starts, ends = instants(calendar, rng, size), instants(calendar, rng, size)
    first, last = starts // (24 * HOUR), ends // (24 * HOUR)

    def counted(by_dates):
        return lambda reckoner, a, b: reckoner.days_between(
            a + EPOCH_DAY if by_dates[0] else reckoner.date_of(a + EPOCH), b + EPOCH_DAY if by_dates[1] else reckoner.date_of(b + EPOCH)
        )

    for columns, by_dates in (((first, last), (True, True)), ((starts, ends), (False, False)), ((first, ends), (True, False))):
        kinds = [DAY if dates else US for dates in by_dates]
        found = alone(calendar, counted(by_dates), *columns)
        assert_alike(lambda a, b, kinds=kinds: arrays.days_between(calendar, a.view(kinds[0]), b.view(kinds[1])), found, columns)


@sizes
@pytest.mark.parametrize("clamp", [True, False])
@calendars
def test_passing_business_days_from_a_date_is_that_of_the_scalar_engine(calendar, clamp, size):
    """`add_days` of dates, by numbers of either sign, all above 0, and one for all."""
    rng = np.random.default_rng(4)
    starts, n = instants(calendar, rng, size) // (24 * HOUR), rng.integers(-40, 41, size)

    def later(reckoner, day, n):
        return reckoner.dates_later(day + EPOCH_DAY, n, clamp=clamp) - EPOCH_DAY if n else day

    for some in (n, np.abs(n), -np.abs(n)):
        found = alone(calendar, later, starts, some)
        assert_alike(lambda a, b: arrays.add_days(calendar, a.view(DAY), b, clamp=clamp), found, (starts, some))
    for one in (3, 0, -3):
        found = alone(calendar, later, starts, np.full(size, one))
        assert_alike(lambda a, one=one: arrays.add_days(calendar, a.view(DAY), one, clamp=clamp), found, (starts,))


@sizes
@pytest.mark.parametrize("land", sorted(Land))
@pytest.mark.parametrize("clamp", [True, False])
@calendars
def test_passing_business_days_from_an_instant_is_that_of_the_scalar_engine(calendar, clamp, land, size):
    """`add_days` of instants, wherever they land."""
    rng = np.random.default_rng(5)
    starts, n = instants(calendar, rng, size // 3), rng.integers(-40, 41, size // 3)

    def later(reckoner, us, n):
        return (reckoner.days_later(us + EPOCH, n, Land(land), clamp=clamp) if n else us + EPOCH) - EPOCH

    for some in (n, np.abs(n), -np.abs(n) - 1):
        found = alone(calendar, later, starts, some)
        assert_alike(lambda a, b: arrays.add_days(calendar, a.view(US), b, clamp=clamp, land=land), found, (starts, some))


def answer(question):
    """Return an answer, or the kind of refusal."""
    try:
        return question()
    except sr.ServRecovError as error:
        return type(error)


def of_utc(at):
    return np.datetime64(at.astimezone(UTC).replace(tzinfo=None), "us")


@pytest.mark.parametrize("examples", [40, pytest.param(2000, marks=pytest.mark.heavy)])
def test_any_calendar_answers_together_as_alone(examples):
    """For calendars, times and lengths of all kinds, the functions say what the methods say."""
    settings(max_examples=examples)(given(st.data())(assert_answers_together_as_alone))()


def assert_answers_together_as_alone(data):
    calendar = data.draw(strategies.business_calendars(FIRST, LAST))
    start, end = (data.draw(strategies.aware_datetimes(FIRST, LAST)) for _ in range(2))
    length = data.draw(st.timedeltas(timedelta(days=-5), timedelta(days=5)))
    n, clamp, land = data.draw(st.integers(-20, 20)), data.draw(st.booleans()), data.draw(st.sampled_from(Land))
    begins, ends = np.array([of_utc(start)]), np.array([of_utc(end)])

    assert answer(lambda: arrays.add(calendar, begins, length)[0]) == answer(lambda: of_utc(calendar.add(start, length)))
    assert arrays.between(calendar, begins, ends)[0].item() == calendar.between(start, end)
    assert arrays.is_open(calendar, begins)[0] == calendar.is_open(start)
    assert arrays.days_between(calendar, begins, ends)[0] == calendar.days_between(start, end)
    assert answer(lambda: arrays.add_days(calendar, begins, n, clamp, land)[0]) == answer(lambda: of_utc(calendar.add_days(start, n, clamp, land)))
    passed = answer(lambda: np.datetime64(calendar.add_days(begins[0].item().date(), n, clamp)))
    assert answer(lambda: arrays.add_days(calendar, begins.astype(DAY), n, clamp)[0]) == passed


@settings(max_examples=20)
@given(st.lists(strategies.aware_datetimes(FIRST, LAST), min_size=1, max_size=30), strategies.business_calendars(FIRST, LAST))
def test_added_and_measured_open_time_agree(times, calendar):
    """Between a start and what lies an amount of open time after it is that amount; adding is monotone in the start."""
    starts = np.sort(np.array([of_utc(at) for at in times]))
    amounts = np.arange(starts.size) * 97 + 1

    ends = arrays.add(calendar, starts, amounts)

    assert (arrays.between(calendar, starts, ends) == amounts.astype("timedelta64[s]")).all()
    assert (np.diff(arrays.add(calendar, starts, 3600)) >= np.timedelta64(0)).all()


CLOCK_CHANGES = (
    "America/St_Johns 2006-10-29",  # back across midnight, one minute after it
    "America/St_Johns 1988-10-30",
    "America/Moncton 2006-10-29",
    "America/Goose_Bay 2010-11-07",
    "Pacific/Kwajalein 1969-10-01",  # back by nearly a day
    "America/Sitka 1867-10-18",  # back by a whole day
    "America/Sao_Paulo 2012-02-26",  # back from midnight
    "America/Asuncion 2012-04-08",
    "Asia/Beirut 2012-10-28",
    "Africa/Cairo 2023-10-27",
    "America/Sao_Paulo 2011-10-16",  # forward from midnight
    "America/Asuncion 2011-10-02",
    "Asia/Beirut 2012-03-25",
    "Africa/Cairo 2023-04-28",
    "America/St_Johns 1988-04-03",
    "America/Toronto 1919-03-31",  # forward from half an hour before midnight to half an hour after
    "Pacific/Apia 2011-12-30",  # a day that never came
)
HOURS_AT_MIDNIGHT = {
    "always": [("00:00", "24:00")],
    "up to midnight": [("08:00", "12:00"), ("13:00", "24:00")],
    "near midnight": [("00:00", "00:20"), ("00:40", "01:10"), ("23:00", "23:40"), ("23:45", "23:59")],
    "past midnight": [("09:00", "17:00"), ("23:00", "24:30")],
}


@pytest.mark.parametrize("change", CLOCK_CHANGES)
@pytest.mark.parametrize("hours", HOURS_AT_MIDNIGHT.values(), ids=HOURS_AT_MIDNIGHT.keys())
def test_a_clock_changed_at_midnight_is_that_of_the_scalar_engine(hours, change):
    """Where a date comes twice, or begins late, they are still those of the scalar engine, on each minute about midnight and just before it."""
    zone, day = change.split()
    calendar = sr.BusinessCalendar(tz=zone, week=on(WEEKDAYS, *hours))
    rng = np.random.default_rng(7)
    midnight = calendar.definition.clock.midnight(date.fromisoformat(day).toordinal()) - EPOCH
    each, rest = midnight + np.arange(-180, 180) * HOUR // 60, midnight + np.arange(-40 * 4, 64 * 4) * HOUR // 4
    starts = rng.permutation(np.concatenate((each, each - 1, rest)))
    ends, n = rng.permutation(starts), rng.integers(-3, 4, starts.size)

    found = alone(calendar, lambda r, a, b: r.days_between(r.date_of(a + EPOCH), r.date_of(b + EPOCH)), starts, ends)
    assert_alike(lambda a, b: arrays.days_between(calendar, a.view(US), b.view(US)), found, (starts, ends))
    for clamp in (True, False):
        for land in Land:

            def later(reckoner, us, n, land=land, clamp=clamp):
                return (reckoner.days_later(us + EPOCH, n, land, clamp=clamp) if n else us + EPOCH) - EPOCH

            found = alone(calendar, later, starts, n)
            assert_alike(lambda a, b, land=land, clamp=clamp: arrays.add_days(calendar, a.view(US), b, clamp, land), found, (starts, n))


def test_a_clock_set_back_across_midnight_begins_its_date_again():
    """In St John's one minute of 29 October 2006 had passed when it was 23:01 of the 28th again; the next midnight begins the 29th for good."""
    calendar = sr.BusinessCalendar.always("America/St_Johns")
    at = np.datetime64("2006-10-29T15:00")

    assert arrays.days_between(calendar, np.datetime64("2006-10-30T15:00"), at) == -1
    assert arrays.add_days(calendar, at, [1, -1], land="end_of_day").tolist() == [
        datetime(2006, 10, 31, 3, 29, 59, 999_999),  # noqa: DTZ001  (NumPy's are in UTC, and naive)
        datetime(2006, 10, 29, 2, 29, 59, 999_999),  # noqa: DTZ001  (likewise)
    ]


# --- Equal to NumPy ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("week", ["1111100", "1111110", "0111011"])
def test_a_million_dates_count_as_in_numpy(week):
    """With the same holidays and the same week, NumPy's functions for business days say the same."""
    rng = np.random.default_rng(6)
    holidays = np.unique(rng.integers(14_000, 21_000, 250)).view(DAY)
    open_on = {day: [("09:00", "17:00")] for day, flag in zip(WEEKDAYS, week, strict=True) if flag == "1"}
    calendar = sr.BusinessCalendar(tz="Asia/Shanghai", week=open_on, holidays=holidays.tolist())
    first = rng.integers(14_100, 20_900, 10**6).view(DAY)
    last, n = first + rng.integers(0, 600, 10**6), rng.integers(1, 90, 10**6)
    rules = np.busdaycalendar(week, holidays)

    assert (arrays.days_between(calendar, first, last) == np.busday_count(first + 1, last + 1, busdaycal=rules)).all()
    assert (arrays.add_days(calendar, first, n) == np.busday_offset(first, n, roll="forward", busdaycal=rules)).all()
    assert (arrays.add_days(calendar, first, -n) == np.busday_offset(first, -n, roll="backward", busdaycal=rules)).all()
    assert (arrays.add_days(calendar, first, 5) == np.busday_offset(first, 5, roll="forward", busdaycal=rules)).all()
    assert (arrays.add_days(calendar, first, 5, clamp=False) == np.busday_offset(first, 5, roll="backward", busdaycal=rules)).all()


# --- NaT, shapes, units ------------------------------------------------------------------------------------------------------------------


def test_nat_goes_in_and_comes_out():
    """What is not known when is not known after so many hours either, and nobody is there then."""
    at = stamps("2026-03-06T16:00", "NaT")
    hours = np.array([1, "NaT"], "timedelta64[h]")

    assert arrays.add(DESK, at, 3600).astype(str).tolist() == ["2026-03-06T17:00:00.000000", "NaT"]
    assert arrays.add(DESK, at[:1], hours).astype(str).tolist() == ["2026-03-06T17:00:00.000000", "NaT"]
    assert np.isnat(arrays.add(DESK, at, [np.nan, 1.0])).all()
    assert arrays.between(DESK, at, at[0] + 9).tolist() == [timedelta(microseconds=9), None]
    assert np.isnat(arrays.between(DESK, at[0], at)).tolist() == [False, True]
    assert arrays.is_open(DESK, at).tolist() == [True, False]
    assert np.isnat(arrays.add_days(DESK, at, [1, 0])).tolist() == [False, True]
    assert np.isnat(arrays.add_days(DESK, days("2026-03-06", "NaT"), 1)).tolist() == [False, True]
    assert np.isnat(arrays.add_days(DESK, days("2026-03-06", "NaT"), [1, 0])).tolist() == [False, True]
    assert np.isnat(arrays.add(DESK, stamps("NaT", "NaT"), -1)).all()


def test_nat_before_and_after_1970_is_not_mistaken_for_a_time():
    """The number behind NaT wraps round in a subtraction; no table must take what comes of it for a place in it."""
    for year in ("0001", "1905", "2026", "9999"):
        at = stamps(f"{year}-06-06T16:00", "NaT", f"{year}-06-07T16:00")
        for seconds in (9, -9, 0):
            assert np.isnat(arrays.add(DESK, at, seconds)).tolist() == [False, True, False]
        assert np.isnat(arrays.between(DESK, at, at[::-1])).tolist() == [False, True, False]
        for n in ([1, -1, 1], [0, 0, 0], 1, 0):
            assert np.isnat(arrays.add_days(DESK, at.astype(DAY), n)).tolist() == [False, True, False]
        assert not arrays.is_open(DESK, at)[1]


@pytest.mark.parametrize("place", [0, 1])
@pytest.mark.parametrize(("good", "bad"), [("2026-03-06", days("2026-03-06", "NaT")), ("2026-03-06T09", stamps("2026-03-06", "NaT"))])
def test_a_count_refuses_nat(good, bad, place):
    """A whole number cannot say that it is missing, so the place of the first NaT is named."""
    columns = [np.datetime64(good), np.datetime64(good)]
    columns[place] = np.stack([bad[:1], bad[1:]])

    with pytest.raises(sr.InvalidValueError, match=rf"arrays.days_between\({('first', 'last')[place]}\)\[1, 0\]: got 'NaT', expected a date"):
        arrays.days_between(DESK, *columns)


def test_arguments_broadcast_as_anywhere_in_numpy():
    """Rows against columns, a number against all, arrays that are cut out of others or lie the other way round."""
    starts = np.array([["2026-03-06T16"], ["2026-03-07T12"]], "datetime64[h]")
    seconds = np.array([0, 3600, -3600])
    expected = np.array([[arrays.add(DESK, start[0], second) for second in seconds] for start in starts])

    found = arrays.add(DESK, starts, seconds)
    assert found.shape == (2, 3)
    assert (found == expected).all()
    assert (arrays.add(DESK, starts, np.repeat(seconds, 2)[::2]) == expected).all()
    assert (arrays.add(DESK, np.asfortranarray(np.repeat(starts, 3, axis=1)), seconds) == expected).all()
    assert (arrays.add(DESK, starts.T, seconds[:, None]) == expected.T).all()
    assert arrays.add_days(DESK, starts.astype(DAY), seconds // 3600).shape == (2, 3)


def test_a_single_time_gives_a_single_answer():
    """As NumPy's functions do, and what fits a datetime64 goes in."""
    at = np.datetime64("2026-03-06T16:00", "m")

    assert arrays.add(DESK, at, timedelta(hours=2)) == np.datetime64("2026-03-09T10:00", "us")
    assert isinstance(arrays.add(DESK, at, 7200), np.datetime64)
    assert arrays.between(DESK, at, at + 60 * 24 * 3) == np.timedelta64(8, "h")
    assert arrays.is_open(DESK, at)
    assert arrays.add_days(DESK, np.datetime64("2026-03-06"), 1) == np.datetime64("2026-03-09")
    assert arrays.days_between(DESK, at, np.datetime64("2026-03-09")) == 1
    assert np.isnat(arrays.add(DESK, np.datetime64("NaT"), np.timedelta64("NaT")))


def test_nothing_asked_is_nothing_answered():
    """Empty arrays give empty arrays, of the kind that full ones would give."""
    none = stamps()

    assert arrays.add(DESK, none, 1).dtype == US
    assert arrays.between(DESK, none, none).dtype == "timedelta64[us]"
    assert arrays.is_open(DESK, none.reshape(0, 3)).shape == (0, 3)
    assert arrays.add_days(DESK, none.astype(DAY), np.array([], int)).dtype == DAY
    assert arrays.days_between(DESK, none, none).size == 0
    assert arrays.add(DESK, stamps("2026-03-06"), np.array([], np.float32)).size == 0


@pytest.mark.parametrize("unit", ["h", "m", "s", "ms", "us", "ns", "ps", "2h", "15m", "1500ms", "500ns"])
def test_instants_come_in_any_unit_of_time(unit):
    """From hours to what is finer than a microsecond, and in either order of bytes."""
    at = np.array(["1970-01-02T16:00", "1969-12-31T10:00", "NaT"], US)
    expected = arrays.add(DESK, at, 60)

    assert arrays.add(DESK, at.astype(f"datetime64[{unit}]"), 60).tolist() == expected.tolist()
    assert arrays.add(DESK, at.astype(f">M8[{unit}]"), 60).tolist() == expected.tolist()


def test_lists_of_datetime64_will_do():
    """What NumPy makes an array of by itself is one."""
    at = [np.datetime64("2026-03-06T16:00:00"), np.datetime64("2026-03-06T16:59:59.5")]

    assert arrays.between(DESK, at, np.datetime64("2026-03-09T09:00")).tolist() == [timedelta(hours=1), timedelta(seconds=0.5)]
    assert arrays.add(DESK, at, [1, 2])[1] == np.datetime64("2026-03-09T09:00:01.500000")


@given(st.lists(st.floats(-1e8, 1e8) | st.integers(-(10**14), 10**14).map(lambda half: half * 5e-7), min_size=1, max_size=50))
def test_fractions_of_a_second_are_rounded_as_timedelta_rounds(seconds):
    """To the nearest microsecond, and of two to the even one."""
    always, start = sr.BusinessCalendar.always(), np.datetime64("2026-03-06", "us")

    assert (arrays.add(always, start, seconds) - start).tolist() == [timedelta(seconds=second) for second in seconds]


@pytest.mark.parametrize(("unit", "per"), [("ns", 10**3), ("ps", 10**6), ("fs", 10**9)])
def test_finer_lengths_are_rounded_too(unit, per):
    """A length of half a microsecond goes to the even one, with the sign it has."""
    lengths = np.array([per // 2, 3 * per // 2, per // 2 + 1, -per // 2, -3 * per // 2, 7 * per, NAT], f"timedelta64[{unit}]")
    always, start = sr.BusinessCalendar.always(), np.datetime64("2026-03-06", "us")

    assert (arrays.add(always, start, lengths) - start).astype(int).tolist() == [0, 2, 1, 0, -2, 7, NAT]


@pytest.mark.parametrize("kind", ["i1", "u1", "i2", "u8", "f2", "f4", "f8", ">i4", "g", "timedelta64[s]", "timedelta64[500ms]"])
def test_lengths_come_in_any_kind_of_number(kind):
    """Small or unsigned whole numbers, small floats, lengths of time: 100 seconds are 100 seconds."""
    seconds = np.array([100], "timedelta64[s]").astype(kind) if "time" in kind else np.array([100], kind)

    assert arrays.add(DESK, np.datetime64("2026-03-06T10:00"), seconds)[0] == np.datetime64("2026-03-06T10:01:40")


@pytest.mark.parametrize(
    "seconds",
    [
        2**63 - 1,
        np.array(2**64 - 1, np.uint64),
        1e300,
        np.timedelta64(10**17, "s"),
        np.timedelta64(2**62, "us"),
        timedelta.max,
        timedelta.min,
        -(2**63),
        -1e300,
    ],
    ids=repr,
)
def test_more_time_than_there_is_is_refused_as_by_the_calendar(seconds):
    """A sum that would not fit its number is no answer."""
    with pytest.raises(sr.NoBusinessTimeError, match="of open time"):
        arrays.add(DESK, np.datetime64("2026-03-06T10:00"), seconds)


def test_more_days_than_there_are_are_refused_as_by_the_calendar():
    """A number of days beyond all years is refused, whatever its type."""
    for n in (4 * 10**6, 2**62, np.uint64(2**64 - 1), -(2**63)):
        for start in (np.datetime64("2026-03-06"), np.datetime64("2026-03-06T10")):
            with pytest.raises(sr.NoBusinessTimeError, match="business days"):
                arrays.add_days(DESK, start, n)


# --- Tables --------------------------------------------------------------------------------------------------------------------------------


def test_years_far_from_each_other_are_answered():
    """The first year, the last, and an open-ended date in the year 9999 among those of today."""
    texts = ("0001-01-01T00:00", "0001-01-02T10:00", "2026-03-06T16:00", "2026-03-07T11:00", "2026-03-09T10:00", "9999-12-31T10:00")
    at, times = stamps(*texts), [datetime.fromisoformat(f"{text}+00:00") for text in texts]

    for seconds in (-1, 0, 3600):
        with_room = [answer(lambda at=at, seconds=seconds: of_utc(DESK.add(at, timedelta(seconds=seconds)))) for at in times]
        assert_alike(lambda at, seconds=seconds: arrays.add(DESK, at, seconds), with_room_in_numbers(with_room), (at,))
    assert arrays.between(DESK, at, at[::-1]).tolist() == [DESK.between(a, b) for a, b in zip(times, times[::-1], strict=True)]
    assert arrays.is_open(DESK, at).tolist() == [DESK.is_open(at) for at in times]
    assert arrays.days_between(DESK, at, at[::-1]).tolist() == [DESK.days_between(a, b) for a, b in zip(times, times[::-1], strict=True)]
    for land in (Land.SAME_TIME, Land.CLOSE):
        later = [answer(lambda at=at, land=land: of_utc(DESK.add_days(at, 2, land=land))) for at in times]
        assert_alike(lambda at, land=land: arrays.add_days(DESK, at, 2, land=land), with_room_in_numbers(later), (at,))


def with_room_in_numbers(found):
    return [one if isinstance(one, type) else int(one.view(np.int64)) for one in found]


def test_a_table_reaches_as_far_as_most_of_the_data():
    """One old date among hundreds is answered alone; where old dates are many, the table reaches back to them. The answers are the same."""
    recent = np.arange("2026-01", "2026-07", dtype="datetime64[D]").astype(US) + 10 * HOUR
    old = recent - np.timedelta64(60 * 365, "D")
    one_old, many_old = (np.where(np.arange(recent.size) % every, recent, old) for every in (recent.size, 2))

    reached = [extent(Column.of(starts.view(np.int64)), INSTANTS)[0] for starts in (one_old, many_old)]
    assert reached[0] > one_old.astype(int).min()
    assert reached[1] == many_old.astype(int).min()
    for starts in (one_old, many_old):
        fresh = SPLIT | SPLIT  # no table of it is made yet
        assert arrays.add(fresh, starts, 7200).tolist() == [arrays.add(SPLIT, start, 7200).item() for start in starts]


def test_an_answer_after_the_last_year_is_refused():
    """As the calendar refuses it: the date in its zone still is one, but not the date in UTC."""
    late = sr.BusinessCalendar.weekly("Mon-Sun 09:00-23:00", tz="-09:30")

    with pytest.raises(sr.NoBusinessTimeError, match="outside the years 1 to 9999") as caught:
        arrays.add_days(late, stamps("2026-03-06", "9999-12-31T07"), [0, 1], land="close")
    assert caught.value.__notes__ == ["arrays.add_days, element[1]"]
    with pytest.raises(sr.NoBusinessTimeError):
        late.add_days(pendulum.datetime(9999, 12, 31, 7), 1, land="close")


def test_a_calendar_keeps_answering_as_its_tables_grow():
    """Questions to equal calendars about one year after another, and about the first again."""
    for year in (2026, 2027, 2025, 1991, 2200, 2026):
        equal = sr.BusinessCalendar.weekly("Mon-Fri 09:00-12:00, 12:00-17:00", tz="UTC")
        start = pendulum.datetime(year, 12, 31, 16)
        assert arrays.add(equal, of_utc(start), 3600 * 300) == of_utc(equal.add(start, timedelta(hours=300)))
        assert arrays.add_days(equal, of_utc(start), 70) == of_utc(equal.add_days(start, 70))
        assert arrays.add_days(equal, of_utc(start), -70, land="open") == of_utc(equal.add_days(start, -70, land="open"))
        assert arrays.add_days(equal, np.datetime64(start.date()), 70).item() == equal.add_days(start.date(), 70)


@pytest.mark.parametrize("kind", [DAY, US])
def test_years_without_a_business_day_are_answered(kind):
    """A table whose window holds no business day is a table all the same: nothing is counted, and what lies outside is found."""
    once = sr.BusinessCalendar(tz="UTC", special={date(2026, 1, 5): [("09:00", "17:00")]})
    at = days("2030-03-03", "2030-03-04").astype(kind)

    assert arrays.days_between(once, at, at[::-1]).tolist() == [0, 0]
    assert arrays.add_days(once, at, -1, clamp=False).astype(DAY).astype(str).tolist() == ["2026-01-05"] * 2
    with pytest.raises(sr.NoBusinessTimeError):
        arrays.add_days(once, at, 1)
    assert not arrays.is_open(once, at.astype(US)).any()


def test_many_short_stretches_close_together_are_told_apart():
    """Where no bucket could be narrow enough, comparisons do the rest."""
    blink = sr.BusinessCalendar(
        tz="UTC",
        week={"mon": [("09:00", "10:00")]},
        special={date(2026, 3, 6): [(f"10:00:00.{start:06d}", f"10:00:00.{start + 1:06d}") for start in range(0, 40, 2)]},
    )
    start = np.datetime64("2026-03-06T10:00:00", "us")
    ticks = np.arange(60)

    assert arrays.between(blink, start, start + ticks).astype(int).tolist() == [min((tick + 1) // 2, 20) for tick in ticks]
    assert arrays.is_open(blink, start + ticks).tolist() == [tick < 40 and tick % 2 == 0 for tick in ticks]
    assert (arrays.add(blink, start, ticks[1:21] / 1e6) - start).astype(int).tolist() == [2 * tick - 1 for tick in ticks[1:21]]


# --- Refusals ------------------------------------------------------------------------------------------------------------------------------


def test_an_answer_that_depends_on_an_unknown_day_names_its_element():
    """It is refused as by the calendar, whole, and a note says which element it was."""
    known = sr.BusinessCalendar.weekly("Mon-Fri 09:00-17:00", tz="UTC", holidays_known=(2024, 2026))
    at = np.array([["2026-03-06T10", "2026-03-06T10"], ["2026-12-31T16", "2026-03-06T10"]], "datetime64[h]")

    with pytest.raises(sr.HolidayDataError) as caught:
        arrays.add(known, at, 7201)
    assert caught.value.year == 2027
    assert caught.value.__notes__ == ["arrays.add, element[1, 0]"]
    with pytest.raises(sr.HolidayDataError):
        arrays.is_open(known, np.datetime64("2027-01-01T00"))
    with pytest.raises(sr.HolidayDataError):
        arrays.between(known, at, np.datetime64("2027-01-01T00:00:01"))
    with pytest.raises(sr.HolidayDataError):
        arrays.add_days(known, at.astype(DAY), 210)
    with pytest.raises(sr.HolidayDataError):
        arrays.days_between(known, at, np.datetime64("2027-01-01"))
    with pytest.raises(sr.HolidayDataError):
        arrays.add_days(known, np.datetime64("2024-01-01T08"), -1)
    assert arrays.add(known, np.datetime64("2031-01-01T12"), 0) == np.datetime64("2031-01-01T12")
    assert arrays.days_between(known, days("2031-01-01"), days("2031-01-01")).tolist() == [0]


@pytest.mark.parametrize(
    "starts",
    [
        [datetime(2026, 3, 6, 10, tzinfo=UTC)],
        pendulum.datetime(2026, 3, 6),
        ["2026-03-06T10:00"],
        [1, 2],
        [],
        None,
        days("2026-03-06"),
        np.array(["2026-03"], "datetime64[M]"),
        np.array([5], "timedelta64[s]"),
    ],
    ids=repr,
)
def test_what_is_no_array_of_instants_is_refused(starts):
    """A date names no instant, and what NumPy keeps as objects or text is no time to it."""
    with pytest.raises(sr.InvalidValueError, match=r"arrays.add\(starts\): got dtype\(.*expected an array of datetime64\[us\] in UTC"):
        arrays.add(DESK, starts, 60)


@pytest.mark.parametrize("values", [np.array([5], "timedelta64[D]"), np.array(["2026-03"], "datetime64[M]"), [date(2026, 3, 6)], [20_000]], ids=repr)
def test_what_is_neither_an_array_of_dates_nor_of_instants_is_refused(values):
    """A length of days is no date, and months are longer than dates."""
    for refused in (lambda: arrays.add_days(DESK, values, 1), lambda: arrays.days_between(DESK, values, days("2026-03-06"))):
        with pytest.raises(sr.InvalidValueError, match=r"got dtype\(.*or datetime64\[D\] for local dates"):
            refused()


def test_what_is_no_calendar_is_refused():
    """Arguments in the wrong order, before anything is reckoned."""
    for question in (arrays.add, arrays.between, arrays.add_days, arrays.days_between):
        with pytest.raises(sr.InvalidValueError, match=r"arrays\(cal\): got .*ndarray.*, expected a BusinessCalendar"):
            question(stamps("2026-03-06"), DESK, 1)
    with pytest.raises(sr.InvalidValueError, match="expected a BusinessCalendar"):
        arrays.is_open(None, stamps("2026-03-06"))


@pytest.mark.parametrize("seconds", ["60", [None], True, np.timedelta64(1, "M"), [timedelta(1)], stamps("2026-03-06"), 2**70, [1j]], ids=repr)
def test_what_is_no_length_of_time_is_refused(seconds):
    """Months have no length, and a truth is no number."""
    with pytest.raises(sr.InvalidValueError, match=r"arrays.add\(seconds\): got dtype\("):
        arrays.add(DESK, np.datetime64("2026-03-06T10"), seconds)


def test_a_length_with_months_is_refused():
    """A pendulum duration of months has no fixed length."""
    with pytest.raises(sr.InvalidValueError, match="a length without months and years"):
        arrays.add(DESK, np.datetime64("2026-03-06T10"), pendulum.duration(months=1))


def test_infinite_seconds_are_refused():
    """The first of them is named."""
    with pytest.raises(sr.InvalidValueError, match=r"arrays.add\(seconds\)\[1\]: got .*inf.*, expected a finite number"):
        arrays.add(DESK, np.datetime64("2026-03-06T10"), [0.5, -np.inf])


@pytest.mark.parametrize("n", [1.0, "1", True, None, np.timedelta64(1, "D"), 2**70], ids=repr)
def test_what_is_no_number_of_days_is_refused(n):
    """Floats, text, truths and lengths are no numbers of days."""
    with pytest.raises(sr.InvalidValueError, match=r"arrays.add_days\(n\): got dtype\(.*expected whole numbers of business days"):
        arrays.add_days(DESK, np.datetime64("2026-03-06"), n)


def test_times_beyond_the_calendars_years_are_refused():
    """NumPy counts on after the year 9999, and even silently round the corner; no calendar follows."""
    for far in (np.datetime64("12000-01-01T00", "us"), np.datetime64(2**62, "s"), np.datetime64(-(2**62), "h")):
        with pytest.raises(sr.InvalidValueError, match=r"arrays.is_open\(at\)\[1\]: .*expected a time of the years 1 to 9999"):
            arrays.is_open(DESK, np.array([0, far], far.dtype))
    with pytest.raises(sr.InvalidValueError, match=r"arrays.add_days\(starts\): .*expected a time of the years 1 to 9999"):
        arrays.add_days(DESK, np.datetime64("10000-01-01"), 1)


def test_what_is_finer_than_a_microsecond_is_refused():
    """It would have to be cut off, and whether it may be is the user's to say."""
    at = np.array(["2026-03-06T10:00:00.000001", "2026-03-06T10:00:00.000000001"], "datetime64[ns]")

    with pytest.raises(sr.InvalidValueError, match=r"arrays.add\(starts\)\[1\]: .*expected whole microseconds"):
        arrays.add(DESK, at, 1)
    assert arrays.add(DESK, at.astype(US), 1).size == 2


def test_arrays_that_go_no_way_together_are_refused():
    """Shapes that do not broadcast, rows of different lengths, and a mask that would be lost."""
    at = stamps("2026-03-06", "2026-03-07")

    with pytest.raises(sr.InvalidValueError, match=r"arrays.add: got \(\(2,\), \(3,\)\), expected arrays whose shapes broadcast together"):
        arrays.add(DESK, at, [1, 2, 3])
    with pytest.raises(sr.InvalidValueError, match=r"arrays.days_between\(first\): .*expected an array"):
        arrays.days_between(DESK, [[1], [1, 2]], at)
    with pytest.raises(sr.InvalidValueError, match="an array without a mask"):
        arrays.is_open(DESK, np.ma.masked_array(at, [True, False]))


def test_a_landing_is_one_of_four_and_not_for_dates():
    """An unknown landing names the nearest; dates take none."""
    with pytest.raises(sr.UnknownNameError, match="did you mean 'close'"):
        arrays.add_days(DESK, np.datetime64("2026-03-06T10"), 1, land="closed")
    with pytest.raises(sr.InvalidValueError, match="no `land` where the starts are dates"):
        arrays.add_days(DESK, np.datetime64("2026-03-06"), 1, land="close")


# --- The extra -----------------------------------------------------------------------------------------------------------------------------


def test_without_numpy_the_module_names_the_line_that_brings_it(monkeypatch):
    """Who imports it without the extra is told what to install."""
    monkeypatch.setitem(sys.modules, "numpy", None)

    with pytest.raises(sr.MissingExtraError, match=r'pip install "servrecov\[numpy\]"'):
        importlib.reload(arrays)


def test_the_library_runs_without_numpy():
    """A process that has none opens a calendar, and learns of the extra only when it asks for arrays."""
    code = """
import sys
sys.modules["numpy"] = None
import servrecov
servrecov.BusinessCalendar.always().is_open(__import__("pendulum").datetime(2026, 3, 6))
try:
    from servrecov.interop import arrays
except servrecov.MissingExtraError as error:
    print(error.library, error.extra)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603  (our own line)

    assert done.stdout == "numpy numpy\n"


def test_numpy_is_not_loaded_before_it_is_asked_for():
    """The face of the library stays light."""
    code = "import sys, servrecov; servrecov.BusinessCalendar; print('numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603  (our own line)

    assert done.stdout == "False\n"
