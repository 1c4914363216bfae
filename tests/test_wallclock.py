from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from io import BytesIO
from zoneinfo import ZoneInfo

import pendulum
import pytest
from dateutil.tz import gettz, tzstr
from hypothesis import given
from hypothesis import strategies as st

from servrecov.calendar.wallclock import DAY, SECOND, instant, length, show, zone_named, zone_of
from servrecov.errors import InvalidCalendarError, InvalidValueError, NaiveTimeError, NoBusinessTimeError
from servrecov.testing.strategies import ZONES, aware_datetimes
from servrecov.values import moment

START = datetime(1, 1, 1, tzinfo=UTC)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EPOCH_DAY = EPOCH.toordinal()
ANY_ZONE = st.sampled_from([*ZONES, "Africa/Monrovia", "America/Juneau", "Europe/Dublin", "Asia/Manila", "America/Toronto", "Pacific/Kwajalein"])
ANY_TIME = st.integers(2 * DAY, 3_652_058 * DAY)


def us_of(at):
    """Count by the standard library's own arithmetic."""
    return (at - EPOCH) // timedelta(microseconds=1) + EPOCH_DAY * DAY


@given(aware_datetimes(datetime(1800, 1, 1), datetime(2200, 1, 1)))  # noqa: DTZ001  (wall times)
def test_instants_are_read_as_the_standard_library_counts_them(at):
    """A pendulum datetime, and the standard library's equal, are the same integer."""
    plain = datetime.fromtimestamp(0, UTC) + (datetime(*at.timetuple()[:6], at.microsecond, at.tzinfo, fold=at.fold).astimezone(UTC) - EPOCH)
    assert instant(at, "at") == us_of(plain)
    assert instant(plain, "at") == us_of(plain)


@given(ANY_ZONE, ANY_TIME)
def test_an_instant_is_shown_as_the_standard_library_shows_it(name, us):
    """In every year and zone, fold included, and the zone is pendulum's."""
    shown = show(us, pendulum.timezone(name))
    plain = (START + timedelta(microseconds=us - DAY)).astimezone(ZoneInfo(name))
    assert (shown.naive(), shown.fold, shown.utcoffset()) == (plain.replace(tzinfo=None), plain.fold, plain.utcoffset())
    assert shown.timezone_name == name
    assert instant(shown, "at") == us


@pytest.mark.parametrize("year", [1, 9999])
@pytest.mark.parametrize("name", ["Asia/Shanghai", "America/New_York", "Pacific/Kiritimati"])
def test_the_ends_of_time(name, year):
    """The first and the last day there are can be read and shown; what would lie beyond is an error of ours."""
    zone = pendulum.timezone(name)
    at = pendulum.DateTime(year, 1, 1, tzinfo=zone) if year == 1 else pendulum.DateTime(year, 12, 31, 23, 59, 59, 999_999, tzinfo=zone)
    us = instant(at, "at")
    assert show(us, zone) == at
    with pytest.raises(NoBusinessTimeError):
        show(us + (-1 if year == 1 else 1), zone)


def test_what_is_no_aware_datetime_is_refused():
    """Naive, or no datetime at all."""
    with pytest.raises(NaiveTimeError):
        instant(datetime(2026, 1, 1), "at")  # noqa: DTZ001
    with pytest.raises(InvalidValueError, match="a datetime with a zone"):
        instant("2026-01-01", "at")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (timedelta(days=-1, seconds=1, microseconds=1), -86_399 * SECOND + 1),
        (pendulum.duration(days=3, hours=-1, microseconds=7), 3 * DAY - 3600 * SECOND + 7),
        (pendulum.duration(seconds=-1), -SECOND),
        (pendulum.datetime(2026, 1, 1).diff(pendulum.datetime(2027, 2, 1)), 396 * DAY),
    ],
)
def test_lengths_are_read_exactly(value, expected):
    """A timedelta, a pendulum duration, and an interval, however pendulum breaks it up."""
    assert length(value, "duration") == expected


@pytest.mark.parametrize("value", [pendulum.duration(months=1), pendulum.duration(years=-1), 3600, "1h", None])
def test_what_has_no_fixed_length_is_refused(value):
    """Months and years differ in length, and a number has no unit."""
    with pytest.raises(InvalidValueError, match="duration"):
        length(value, "duration")


class Unhashable(tzinfo):
    """A zone of somebody else's making."""

    __hash__ = None

    def utcoffset(self, when):  # noqa: ARG002, D102  (as every zone has it)
        return timedelta(hours=3)


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        (ZoneInfo("Asia/Tokyo"), pendulum.timezone("Asia/Tokyo")),
        (UTC, pendulum.UTC),
        (timezone(timedelta(hours=5, minutes=30)), pendulum.timezone(19_800)),
        (timezone(timedelta(microseconds=1)), timezone(timedelta(microseconds=1))),
        (pendulum.timezone(-3600), pendulum.timezone(-3600)),
        (Unhashable(), pendulum.timezone(10_800)),
    ],
)
def test_answers_are_shown_in_pendulums_equal_of_the_zone(zone, expected):
    """The standard library's zones become pendulum's; one that tells nothing but its offset becomes that."""
    at = datetime(2026, 1, 1, tzinfo=zone)
    assert zone_of(at) == expected
    assert instant(show(instant(at, "at"), zone_of(at)), "at") == instant(at, "at")


@pytest.mark.parametrize(
    ("given_zone", "name"),
    [
        ("Asia/Shanghai", "Asia/Shanghai"),
        ("utc", "UTC"),
        ("+05:30", "+05:30"),
        ("-03:00", "-03:00"),
        (UTC, "UTC"),
        (ZoneInfo("Europe/Paris"), "Europe/Paris"),
        (pendulum.timezone("Europe/Paris"), "Europe/Paris"),
        (timezone(timedelta(hours=-3)), "-03:00"),
        (pendulum.timezone(28_800), "+08:00"),
    ],
)
def test_a_zone_is_found_by_name_offset_or_object(given_zone, name):
    """Whatever names a zone leads to pendulum's, and its name leads back."""
    assert zone_named(given_zone, "tz").name == name
    assert zone_named(name, "tz") == zone_named(given_zone, "tz")


def nameless(kind, seconds):
    """A zone of one offset, read from a file that says no name."""
    header = b"TZif" + b"\0" * 16 + b"\0\0\0\0" * 4 + b"\0\0\0\1" + b"\0\0\0\4"
    return kind.from_file(BytesIO(header + seconds.to_bytes(4, "big", signed=True) + b"\0\0" + b"XYZ\0"))


@pytest.mark.parametrize("kind", [ZoneInfo, pendulum.Timezone])
def test_zones_without_a_name_are_not_taken_for_one_another(kind):
    """Two nameless zones of pendulum's compare equal; their datetimes are read each by its own offset."""
    for hours in (3, 5):
        at = pendulum.DateTime(2026, 1, 1, 12, tzinfo=nameless(kind, 3600 * hours))
        assert show(instant(at, "at"), zone_of(at)).isoformat() == f"2026-01-01T12:00:00+0{hours}:00"


@pytest.mark.parametrize(
    "wrong",
    [
        "Asia/Shangai",
        "",
        "../etc",
        "localtime",
        8,
        None,
        "+8",
        timezone(timedelta(seconds=30)),
        nameless(ZoneInfo, 0),
        nameless(pendulum.Timezone, 0),
        Unhashable(),
    ],
)
def test_a_zone_that_cannot_be_named_is_refused(wrong):
    """A misspelt zone, a path, a number, an offset finer than a minute, a zone without a name."""
    with pytest.raises(InvalidCalendarError) as caught:
        zone_named(wrong, "BusinessCalendar.tz")
    assert caught.value.where == "BusinessCalendar.tz"
    assert caught.value.nearest == ("Asia/Shanghai" if wrong == "Asia/Shangai" else None)


@pytest.mark.parametrize("fold", [0, 1])
def test_a_wall_time_in_a_gap_moves_later_whatever_its_fold_says(fold):
    """Half past two, which New York's clocks skipped, is half past three; only an ambiguous time heeds the fold."""
    for zone in (ZoneInfo("America/New_York"), pendulum.timezone("America/New_York")):
        skipped = datetime(2026, 3, 8, 2, 30, tzinfo=zone, fold=fold)
        assert show(instant(skipped, "at"), zone_of(skipped)).isoformat() == "2026-03-08T03:30:00-04:00"
    twice = datetime(2026, 11, 1, 1, 30, tzinfo=ZoneInfo("America/New_York"), fold=fold)
    assert show(instant(twice, "at"), zone_of(twice)).isoformat() == f"2026-11-01T01:30:00-0{4 + fold}:00"


@pytest.mark.parametrize("name", ["America", "Etc", "US", "+24:00", "-99:00", "x" * 300, "../etc", "a\0b"])
def test_a_name_that_no_zone_has_is_refused_by_us(name):
    """A folder of zones, an offset of a day or more, a name too long for a file: none is a zone."""
    with pytest.raises(InvalidCalendarError) as caught:
        zone_named(name, "BusinessCalendar.tz")
    assert caught.value.where == "BusinessCalendar.tz"


class Named(tzinfo):
    """A zone of another library, which goes by a name and is fixed at one offset, as pytz has them."""

    def __init__(self, zone):  # noqa: D107
        self.zone = zone

    def utcoffset(self, when):  # noqa: ARG002, D102
        return timedelta(hours=1)

    def dst(self, when):  # noqa: ARG002, D102
        return timedelta()


def test_answers_stay_in_a_zone_of_another_library():
    """By the name it goes by, else in the zone itself: in summer Paris is two hours ahead, whoever made the zone."""
    summer = us_of(datetime(2026, 7, 1, 10, tzinfo=UTC))
    rule = tzstr("CET-1CEST,M3.5.0/2,M10.5.0/3")
    for zone in (Named("Europe/Paris"), gettz("Europe/Paris"), rule):
        winter = datetime(2026, 1, 1, 10, tzinfo=zone)
        assert show(summer, zone_of(winter)).isoformat() == "2026-07-01T12:00:00+02:00"
    own = Named("Office")
    assert zone_of(datetime(2026, 1, 1, 10, tzinfo=own)) is own
    for hour, offset in ((0, 2), (1, 1)):
        again = show(us_of(datetime(2026, 10, 25, hour, 30, tzinfo=UTC)), rule)
        assert again.isoformat() == f"2026-10-25T02:30:00+0{offset}:00"


class OneDayOnly(tzinfo):
    """A zone of one's own that is an hour ahead on 3 March 2026, and on no other date."""

    def utcoffset(self, at):
        """Return an hour on that date."""
        return timedelta(hours=int(at.replace(tzinfo=None).date() == date(2026, 3, 3)))

    def dst(self, _):
        """Return no summer time."""
        return timedelta()

    def fromutc(self, at):
        """Return the wall time."""
        local = at + timedelta(hours=1)
        return local if local.date() == date(2026, 3, 3) else at


def test_a_zone_of_ones_own_may_change_its_clock_and_change_it_back_within_a_day():
    """Of zones in the IANA database it is known that none does; of others each date is looked at."""
    zone = OneDayOnly()
    for day in range(1, 8):
        at = datetime(2026, 3, day, 12, tzinfo=zone)
        us = moment(datetime(2026, 3, day, 11 if day == 3 else 12, tzinfo=UTC))
        assert instant(at, "at") == us
        assert show(us, zone).isoformat() == at.isoformat()
