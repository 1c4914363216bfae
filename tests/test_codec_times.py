from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st

from servrecov import codec
from servrecov.errors import CodecError, InvalidValueError
from servrecov.testing.strategies import aware_datetimes
from servrecov.wire.times import read_date, read_duration, read_instant, write_date, write_duration, write_instant

PARIS = pendulum.timezone("Europe/Paris")


@given(aware_datetimes())
def test_an_instant_keeps_wall_time_offset_zone_and_fold(at):
    """Every instant comes back as the same wall time in the same zone, also in the hour that comes twice."""
    back = read_instant(write_instant(at))
    assert (back, back.utcoffset(), back.timezone_name) == (at, at.utcoffset(), at.timezone_name)
    assert write_instant(back) == write_instant(at)


@given(st.datetimes(timezones=st.timezones(), allow_imaginary=False))
def test_an_instant_of_any_zone_and_year_is_read_back(at):
    """From the year 1 to 9999, offsets with seconds among them."""
    back = read_instant(write_instant(at))
    assert (back.replace(tzinfo=None), back.utcoffset()) == (at.replace(tzinfo=None), at.utcoffset())


@given(st.datetimes(), st.integers(-86_399, 86_399))
def test_a_fixed_offset_has_no_bracket(wall, seconds):
    """An offset to the second is a zone of its own."""
    at = wall.replace(tzinfo=timezone(timedelta(seconds=seconds)))
    assert "[" not in write_instant(at)
    assert read_instant(write_instant(at)) == at


@pytest.mark.parametrize(
    ("at", "text"),
    [
        (pendulum.datetime(2026, 3, 2, 18, 30, tz="Asia/Shanghai"), "2026-03-02T18:30:00+08:00[Asia/Shanghai]"),
        (datetime(2026, 3, 2, 18, 30, tzinfo=ZoneInfo("Asia/Shanghai")), "2026-03-02T18:30:00+08:00[Asia/Shanghai]"),
        (pendulum.datetime(2026, 3, 2, 18, 30, 1, 5, tz="UTC"), "2026-03-02T18:30:01.000005+00:00[UTC]"),
        (pendulum.datetime(2026, 3, 2, 18, 30, tz=pendulum.timezone(28_800)), "2026-03-02T18:30:00+08:00"),
        (datetime(2026, 3, 2, 18, 30, tzinfo=UTC), "2026-03-02T18:30:00+00:00"),
        (pendulum.DateTime(2026, 10, 25, 2, 30, tzinfo=PARIS, fold=0), "2026-10-25T02:30:00+02:00[Europe/Paris]"),
        (pendulum.DateTime(2026, 10, 25, 2, 30, tzinfo=PARIS, fold=1), "2026-10-25T02:30:00+01:00[Europe/Paris]"),
        (pendulum.DateTime(2026, 3, 29, 2, 30, tzinfo=PARIS, fold=0), "2026-03-29T03:30:00+02:00[Europe/Paris]"),
    ],
)
def test_an_instant_is_written_so(at, text):
    """The text is the wall time, its offset, and the zone where it has a name; a skipped wall time is the one that clocks show then."""
    assert write_instant(at) == text
    assert read_instant(text).timestamp() == at.timestamp()


def test_utc_and_zulu_are_read():
    """``Z`` is an offset of nothing."""
    assert read_instant("2026-03-02T18:30Z") == pendulum.datetime(2026, 3, 2, 18, 30)
    assert read_instant("2026-03-02T18:30:00Z[UTC]").timezone_name == "UTC"


def test_a_zone_that_nobody_knows_is_written_as_its_offset():
    """A zone from a file of one's own has a name that cannot be read back, so the offset must do."""

    class Own(ZoneInfo):
        key = "Our/Own"

    assert write_instant(datetime(2026, 3, 2, tzinfo=Own("Asia/Shanghai"))) == "2026-03-02T00:00:00+08:00"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-02T18:30:00", "with its offset"),
        ("2026-03-02T18:30:00[Asia/Shanghai]", "with its offset"),
        ("2026-03-02 18:30:00+08:00", "with its offset"),
        ("20260302T183000+08:00", "with its offset"),
        ("2026-03-02T18:30:00+08:00[]", "with its offset"),
        ("2026-03-02T18:30:00+08:00\n", "with its offset"),
        (1_772_447_400, "with its offset"),
        (date(2026, 3, 2), "with its offset"),
        ("2026-02-30T18:30:00+08:00", "a time that there is"),
        ("2026-03-02T24:30:00+08:00", "a time that there is"),
        ("2026-03-02T18:30:00+25:00", "a time that there is"),
        ("2026-03-02T18:30:00+08:00[Asia/Shangai]", "did you mean 'Asia/Shanghai'"),
        ("2026-03-02T18:30:00+08:00[../zone]", "the name of a time zone"),
        ("2026-03-02T18:30:00+09:00[Asia/Shanghai]", r"the offset that Asia/Shanghai has then: \+08:00"),
        ("2026-03-02T18:30:00Z[Asia/Shanghai]", r"\+08:00"),
        ("2026-03-29T02:30:00+01:00[Europe/Paris]", "skip"),
        ("2026-03-29T02:30:00+02:00[Europe/Paris]", "skip"),
        ("2011-12-30T12:00:00-10:00[Pacific/Apia]", "skip"),
        ("2026-10-25T02:30:00+03:00[Europe/Paris]", r"\+02:00"),
    ],
)
def test_an_instant_that_contradicts_itself_is_refused(text, expected):
    """No offset, no such date, no such zone, another offset than the zone's, a wall time that the zone skips."""
    with pytest.raises(CodecError, match=expected):
        read_instant(text)


@given(st.timedeltas())
def test_a_length_of_time_is_exact(length):
    """To the microsecond, at any size, of any sign."""
    text = write_duration(length)
    assert read_duration(text) == length
    assert codec.loads(codec.dumps(length), timedelta) == length
    assert text.startswith("-") == (length < timedelta())


@pytest.mark.parametrize(
    ("length", "text"),
    [
        (timedelta(), "PT0S"),
        (timedelta(days=2), "P2D"),
        (timedelta(hours=25, seconds=1), "P1DT1H1S"),
        (timedelta(minutes=-90), "-PT1H30M"),
        (timedelta(microseconds=-1), "-PT0.000001S"),
        (timedelta(milliseconds=1500), "PT1.5S"),
        (pendulum.duration(weeks=1), "P7D"),
        (pendulum.duration(hours=-30, microseconds=-5), "-P1DT6H0.000005S"),
    ],
)
def test_a_length_of_time_is_written_so(length, text):
    """ISO 8601 in days, hours, minutes and seconds; pendulum's lengths too."""
    assert codec.to_dict(length) == text


@pytest.mark.parametrize(
    "text", ["", "P", "PT", "P1DT", "1D", "P1M", "P1Y", "P1W", "PT1.1234567S", "P-1D", "+P1D", "PT1S\n", 3, None, "P9999999999D"]
)
def test_a_length_of_time_that_is_none_is_refused(text):
    """Months and years have no length, and what is no duration is refused."""
    with pytest.raises(CodecError, match="a length of time"):
        read_duration(text)


@given(st.dates())
def test_a_date_is_read_back(day):
    """Dates are ISO 8601, and what TOML has read is taken as it is."""
    assert read_date(write_date(day)) == read_date(day) == day


@pytest.mark.parametrize("text", ["2026-3-2", "20260302", "2026-W10-1", "2026-02-30", 20260302, None])
def test_a_date_that_is_none_is_refused(text):
    """Only year, month and day, and only days that there are."""
    with pytest.raises(CodecError, match="a date"):
        read_date(text)


def test_a_time_is_no_date():
    """A time where a date is wanted would lose its zone, so it is refused; a length that is read already is taken."""
    with pytest.raises(InvalidValueError, match="a date"):
        read_date(datetime(2026, 3, 2, tzinfo=UTC))
    assert read_duration(timedelta(1)) == timedelta(1)
