from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pendulum
import pytest
from dateutil.tz import gettz
from hypothesis import given
from hypothesis import strategies as st

from servrecov.calendar.wallclock import instant, show
from servrecov.testing.strategies import ZONES
from servrecov.wall import DAY, SECOND, WallClock, clock_of, read_instant

START = datetime(1, 1, 1, tzinfo=UTC)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ANY_ZONE = st.sampled_from([*ZONES, "Africa/Monrovia", "America/Juneau", "Europe/Dublin", "Asia/Manila", "America/Toronto", "Pacific/Kwajalein"])
ANY_TIME = st.integers(2 * DAY, 3_652_058 * DAY)


def us_of(at):
    """Count by the standard library's own arithmetic."""
    return (at - EPOCH) // timedelta(microseconds=1) + EPOCH.toordinal() * DAY


@given(ANY_ZONE, ANY_TIME)
def test_a_wall_time_resolves_as_the_standard_library_resolves_it(name, wall):
    """A wall time in a gap is later by the gap, an ambiguous one the first: what fold=0 means."""
    plain = (START + timedelta(microseconds=wall - DAY)).replace(tzinfo=ZoneInfo(name))
    assert clock_of(pendulum.timezone(name)).resolve(wall) == wall - plain.utcoffset() // timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("name", "wall", "expected"),
    [
        ("Europe/Paris", "2024-03-31T02:30", "2024-03-31T03:30:00+02:00"),
        ("Europe/Paris", "2024-10-27T02:30", "2024-10-27T02:30:00+02:00"),
        ("Australia/Lord_Howe", "2024-10-06T02:10", "2024-10-06T02:40:00+11:00"),
        ("America/Sao_Paulo", "2018-11-04T00:15", "2018-11-04T01:15:00-02:00"),
        ("Pacific/Apia", "2011-12-30T10:00", "2011-12-31T10:00:00+14:00"),
        ("Africa/Cairo", "2024-10-31T23:30", "2024-10-31T23:30:00+03:00"),
    ],
)
def test_gaps_and_overlaps_of_odd_zones(name, wall, expected):
    """Gaps by night, at midnight, of half an hour and of a whole day."""
    zone = pendulum.timezone(name)
    clock = clock_of(zone)
    assert show(clock.resolve(us_of(datetime.fromisoformat(wall).replace(tzinfo=UTC))), zone).isoformat() == expected


def test_a_date_that_a_zone_skipped_is_known_as_such():
    """Samoa had no 30 December 2011; a date with a gap at midnight is a date all the same."""
    apia, sao_paulo = clock_of(pendulum.timezone("Pacific/Apia")), clock_of(pendulum.timezone("America/Sao_Paulo"))
    day = datetime(2011, 12, 30, tzinfo=UTC).toordinal()
    assert [apia.lacks(day + step) for step in (-1, 0, 1)] == [False, True, False]
    assert not sao_paulo.lacks(datetime(2018, 11, 4, tzinfo=UTC).toordinal())


def test_offsets_that_are_kept_may_be_forgotten():
    """A clock asked about more dates than it keeps gives the same answers."""
    clock = clock_of(pendulum.timezone("Europe/Paris"))
    day = datetime(2024, 3, 1, tzinfo=UTC).toordinal()
    before = [clock.steady(day + step) for step in range(60)]
    for other in range(1, 3 * 50_001, 3):
        clock.steady(other)
    assert [clock.steady(day + step) for step in range(60)] == before
    assert before[30] is None  # 31 March 2024


def test_a_midnight_that_comes_twice_sets_the_clock_back_to_the_date_before():
    """Newfoundland set its clocks back at 00:01, so that the last hour of the date before came twice, and it is told which one is meant."""
    zone = pendulum.timezone("America/St_Johns")
    first, second = (instant(pendulum.DateTime(2010, 11, 6, 23, 30, tzinfo=zone, fold=fold), "at") for fold in (0, 1))
    assert second - first == 3600 * SECOND
    assert [show(us, zone).isoformat() for us in (first, second)] == ["2010-11-06T23:30:00-02:30", "2010-11-06T23:30:00-03:30"]
    assert clock_of(zone).steady(datetime(2010, 11, 6, tzinfo=UTC).toordinal()) is None


@pytest.mark.parametrize(
    ("name", "day", "is_steady"),
    [
        ("Europe/Paris", "2024-03-30", True),
        ("Europe/Paris", "2024-03-31", False),
        ("Africa/Cairo", "2024-04-25", True),  # the gap is the first hour of the next date
        ("America/St_Johns", "2010-11-06", False),  # the last hour came twice
        ("America/St_Johns", "2010-11-05", True),
        ("America/Nuuk", "2024-03-30", False),  # the gap is its last hour
        ("America/Nuuk", "2024-03-31", True),
        ("America/Montreal", "1919-03-30", False),  # the gap is over midnight
        ("America/Montreal", "1919-03-31", False),
        ("Pacific/Apia", "2011-12-29", True),
        ("Pacific/Apia", "2011-12-30", False),
    ],
)
def test_a_steady_date_has_one_offset_from_midnight_to_midnight(name, day, is_steady):
    """On it every wall time tells one instant, whatever its fold."""
    zone, day = ZoneInfo(name), datetime.fromisoformat(day)
    steady = WallClock(zone).steady(day.toordinal())
    offsets = {
        (day + timedelta(minutes=minutes)).replace(tzinfo=zone, fold=fold).utcoffset() // timedelta(microseconds=1)
        for minutes in range(1440)
        for fold in (0, 1)
    }
    assert (steady is not None) == (len(offsets) == 1) == is_steady
    assert not is_steady or offsets == {steady}


@given(ANY_ZONE, ANY_TIME)
def test_where_it_is_calm_the_wall_time_is_an_offset_away(name, us):
    """And nothing more is to be asked; elsewhere the zone is."""
    zone = pendulum.timezone(name)
    plain = (START + timedelta(microseconds=us - DAY)).astimezone(ZoneInfo(name))
    offset = plain.utcoffset() // timedelta(microseconds=1)
    assert clock_of(zone).calm(us) in (offset, None)
    assert clock_of(zone).wall(us) == us + offset


def test_a_naive_time_is_no_instant():
    """Whether its clock was ever looked at or not."""
    assert read_instant(datetime(2026, 3, 2)) is None  # noqa: DTZ001


def test_each_zone_has_one_clock():
    """The same one for each zone that is one object; one for all that are equal; a new one where they cannot be told apart."""
    paris, plain = pendulum.timezone("Europe/Paris"), timezone(timedelta(hours=1))
    assert clock_of(paris) is clock_of(paris)
    assert clock_of(plain) is clock_of(timezone(timedelta(hours=1)))
    assert clock_of(ZoneInfo("Europe/Paris")).zone is ZoneInfo("Europe/Paris")
    assert clock_of(gettz("Europe/Paris")).zone is gettz("Europe/Paris")


@given(ANY_ZONE, ANY_TIME)
def test_a_date_begins_at_its_midnight(name, us):
    """Just before it is another date; where the clock goes back over midnight, the date before may come again."""
    clock = clock_of(pendulum.timezone(name))
    day = clock.day(us)
    assert clock.midnight(day) <= us or clock.steady(day) is None
    assert clock.day(clock.midnight(day) - 1) < day
