from __future__ import annotations

from datetime import datetime, timedelta
from fractions import Fraction

import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st

from servrecov.calendar.calendar import BusinessCalendar
from servrecov.calendar.pause import ELAPSED
from servrecov.calendar.span import Roll, Span, SpanEnd, SpanStart, SpanUnit, as_span
from servrecov.calendar.unit import shifted
from servrecov.errors import InvalidSpanError, InvalidValueError, NaiveTimeError, NoBusinessTimeError
from servrecov.testing.strategies import aware_datetimes, business_calendars, pauses, spans, zones
from servrecov.values import moment

DESK = BusinessCalendar.weekly("Mon-Fri 09:00-17:00", tz="Europe/Paris", holidays=["--05-01"])
NIGHT = BusinessCalendar.weekly("Mon-Fri 22:00-30:00", tz="Europe/Paris")
LATER = (datetime(2014, 1, 1), datetime(2025, 1, 1))  # noqa: DTZ001  (wall times)


def paris(text):
    return pendulum.parse(text, tz="Europe/Paris")


def due(text, start, calendar=DESK):
    return Span.parse(text).due(paris(start), calendar)


# A year's Fridays and closed days: 2026-03-06 is a Friday, 2026-05-01 (closed every year) too.
DUES = [
    # elapsed units
    ("90 minutes", "2026-03-06T16:30", "2026-03-06T18:00"),
    ("24 hours", "2026-03-28T12:00", "2026-03-29T13:00"),
    ("24 hours from next day", "2026-03-06T16:30", "2026-03-08T00:00"),
    ("2 hours from opening", "2026-03-06T18:00", "2026-03-09T11:00"),
    ("30 seconds by end of day", "2026-03-06T16:30", "2026-03-06T23:59:59.999999"),
    ("24 hours rolled forward", "2026-03-06T16:30", "2026-03-09T16:30"),
    ("48 hours rolled back", "2026-03-06T16:30", "2026-03-06T16:30"),
    ("72 hours rolled back", "2026-03-05T16:30", "2026-03-06T16:30"),
    ("24 hours by close of business rolled forward", "2026-03-06T16:30", "2026-03-09T17:00"),
    # business hours
    ("2 business hours", "2026-03-06T16:30", "2026-03-09T10:30"),
    ("30 business minutes", "2026-03-06T16:30", "2026-03-06T17:00"),
    ("30 business minutes rolled forward", "2026-03-06T16:30", "2026-03-06T17:00"),
    ("10 business seconds", "2026-03-07T10:00", "2026-03-09T09:00:10"),
    ("2 business hours from next day", "2026-03-05T16:30", "2026-03-06T11:00"),
    ("2 business hours by end of day", "2026-03-06T16:30", "2026-03-09T23:59:59.999999"),
    # days, weeks and months
    ("1 day", "2026-03-28T12:00", "2026-03-29T12:00"),
    ("1 day", "2026-03-28T02:30", "2026-03-29T03:30"),
    ("2 weeks", "2026-03-06T18:30", "2026-03-20T18:30"),
    ("1 month", "2026-01-31T18:30", "2026-02-28T18:30"),
    ("13 months by end of day", "2027-01-31T18:30", "2028-02-29T23:59:59.999999"),
    ("3 months by end of day before", "2026-03-06T18:30", "2026-06-05T23:59:59.999999"),
    ("1 day by end of day before", "2026-03-06T18:30", "2026-03-06T23:59:59.999999"),
    ("8 weeks by end of day", "2026-03-06T18:30", "2026-05-01T23:59:59.999999"),
    ("8 weeks by end of day rolled forward", "2026-03-06T18:30", "2026-05-04T23:59:59.999999"),
    ("8 weeks by end of day rolled back", "2026-03-06T18:30", "2026-04-30T23:59:59.999999"),
    ("8 weeks by close of business rolled back", "2026-03-06T18:30", "2026-04-30T17:00"),
    ("2 days from next day by end of day", "2026-03-06T00:00", "2026-03-08T23:59:59.999999"),
    ("2 days from same day by end of day", "2026-03-06T18:30", "2026-03-07T23:59:59.999999"),
    ("2 weeks from same day by end of day", "2026-03-06T18:30", "2026-03-19T23:59:59.999999"),
    ("1 month from same day by end of day", "2026-03-06T18:30", "2026-04-05T23:59:59.999999"),
    ("1 month from next day by end of day", "2026-03-06T18:30", "2026-04-06T23:59:59.999999"),
    ("3 days from opening", "2026-03-06T18:30", "2026-03-12T09:00"),
    ("same day by end of day", "2026-03-06T18:30", "2026-03-06T23:59:59.999999"),
    ("0 days", "2026-03-06T18:30", "2026-03-06T18:30"),
    ("0 days from next day by end of day", "2026-03-06T18:30", "2026-03-06T23:59:59.999999"),
    ("0 days by close of business rolled forward", "2026-03-07T18:30", "2026-03-09T17:00"),
    # business days
    ("3 business days", "2026-03-06T16:30", "2026-03-11T16:30"),
    ("3 business days", "2026-03-07T11:00", "2026-03-12T09:00"),
    ("3 business days from instant", "2026-03-07T11:00", "2026-03-11T11:00"),
    ("3 business days from instant", "2026-03-06T18:30", "2026-03-11T18:30"),
    ("3 business days from next day by close of business", "2026-03-06T18:30", "2026-03-11T17:00"),
    ("3 business days from next day by end of day", "2026-03-07T18:30", "2026-03-11T23:59:59.999999"),
    ("1 business day from same day by close of business", "2026-03-06T08:30", "2026-03-06T17:00"),
    ("3 business days from same day by end of day", "2026-03-06T08:30", "2026-03-10T23:59:59.999999"),
    ("3 business days from same day by end of day", "2026-03-07T08:30", "2026-03-11T23:59:59.999999"),
    ("5 business days by end of day before", "2026-03-02T10:00", "2026-03-08T23:59:59.999999"),
    ("1 business day", "2026-04-30T10:00", "2026-05-04T10:00"),
    ("0 business days by close of business", "2026-03-06T10:00", "2026-03-06T17:00"),
    ("0 business days by close of business", "2026-03-07T10:00", "2026-03-09T17:00"),
    ("0 business days by close of business", "2026-03-06T18:00", "2026-03-09T17:00"),
    ("0 business days from instant by close of business", "2026-03-06T18:00", "2026-03-06T18:00"),
    ("0 business days from instant by close of business", "2026-03-07T10:00", "2026-03-09T17:00"),
    ("0 business days from instant rolled forward", "2026-03-07T10:00", "2026-03-09T10:00"),
    ("0 business days from instant rolled back", "2026-03-07T10:00", "2026-03-07T10:00"),
    ("0 business days", "2026-03-07T10:00", "2026-03-09T09:00"),
]


@pytest.mark.parametrize(("text", "start", "expected"), DUES)
def test_due_follows_the_rule_of_each_unit_start_end_and_roll(text, start, expected):
    """Each due was counted by hand on a wall calendar; the desk is open Monday to Friday, nine to five."""
    assert due(text, start) == paris(expected)


@pytest.mark.parametrize(
    ("text", "start", "expected"),
    [
        # 2026-03-07 02:00 lies in the shift of Friday the 6th.
        ("1 business day", "2026-03-07T02:00", "2026-03-10T02:00"),
        ("1 business day by end of day", "2026-03-07T02:00", "2026-03-09T23:59:59.999999"),
        ("1 business day by close of business", "2026-03-07T02:00", "2026-03-10T06:00"),
        ("0 business days by close of business", "2026-03-07T02:00", "2026-03-07T06:00"),
        ("0 business days by end of day", "2026-03-07T02:00", "2026-03-07T02:00"),
        ("4 business hours rolled forward", "2026-03-06T23:00", "2026-03-07T03:00"),
        ("8 business hours rolled forward", "2026-03-06T22:00", "2026-03-07T06:00"),
        ("8 business hours by end of day", "2026-03-06T22:00", "2026-03-07T23:59:59.999999"),
        ("4 business hours by close of business rolled forward", "2026-03-06T23:00", "2026-03-07T06:00"),
        ("9 business hours by end of day before", "2026-03-05T22:00", "2026-03-05T23:59:59.999999"),
        ("1 business day from next day by end of day", "2026-03-05T02:00", "2026-03-06T23:59:59.999999"),
        ("1 day rolled forward", "2026-03-06T02:00", "2026-03-09T02:00"),
    ],
)
def test_business_days_count_from_the_date_of_the_shift(text, start, expected):
    """On a night desk a business unit counts from the date its shift opened on; days by date go by the local date."""
    assert due(text, start, NIGHT) == paris(expected)


def test_the_calendars_zone_governs_and_the_answer_is_in_the_inputs_zone():
    """Friday evening in New York is Saturday in Shanghai, where the desk is."""
    desk = BusinessCalendar.weekly("Mon-Fri 09:00-17:00", tz="Asia/Shanghai")
    friday = pendulum.datetime(2026, 3, 6, 18, 0, tz="America/New_York")
    answer = Span(1, "business_days", start="next_day", end="end_of_day").due(friday, desk)
    assert answer.isoformat() == "2026-03-09T11:59:59.999999-04:00"
    assert answer.timezone_name == "America/New_York"


def test_a_wall_time_of_the_start_keeps_its_fold():
    """The second half past two stays the second one when the due falls on the start's own wall time."""
    second = pendulum.datetime(2026, 10, 25, 2, 30, tz="Europe/Paris")
    assert second.utcoffset() == timedelta(hours=1)
    assert Span(0, "days").due(second, DESK).isoformat() == "2026-10-25T02:30:00+01:00"
    # Rolled away and not back, an ambiguous wall time is the first one.
    assert due("1 day", "2026-10-24T02:30").isoformat() == "2026-10-25T02:30:00+02:00"


def test_pauses_move_the_due_on_the_spans_own_scale():
    """A pause over the weekend costs a business span nothing and an elapsed one two days."""
    pause = [(paris("2026-03-06T17:00"), paris("2026-03-08T17:00"))]
    start = paris("2026-03-06T16:00")
    assert Span.parse("2 business hours").due(start, DESK, pause) == paris("2026-03-09T10:00")
    assert Span.parse("2 hours").due(start, DESK, pause) == paris("2026-03-08T18:00")
    assert Span.parse("1 business day").due(start, DESK, pause) == paris("2026-03-09T16:00")


def test_a_pause_before_counting_begins_counts_from_the_start_on():
    """Pauses are clipped at the start, not at the midnight from which hours are counted."""
    pause = [(paris("2026-03-06T15:00"), paris("2026-03-06T18:00"))]
    assert Span.parse("24 hours from next day").due(paris("2026-03-06T16:00"), DESK, pause) == paris("2026-03-08T02:00")


def test_scale_and_is_business_follow_the_unit():
    """Business units are measured on the calendar, all others in elapsed time."""
    assert Span(2, "business_days").is_business
    assert Span(2, "business_days").scale(DESK) is DESK.reckoner
    assert not Span(2, "weeks").is_business
    assert Span(2, "weeks").scale(DESK) is ELAPSED


@given(spans())
def test_text_reads_back_equal(span):
    """What `str` writes, `parse` reads, and `repr` is the call that makes it."""
    assert Span.parse(str(span)) == span
    assert eval(repr(span)) == span  # noqa: S307  (our own text)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("3 Working  Days", Span(3, "business_days")),
        ("1 business day from opening", Span(1, "business_days")),
        ("1 hours from instant", Span(1, "hours")),
        ("2 business_hours", Span(2, "business_hours")),
        ("same day by end of day", Span(0, "days", end="end_of_day")),
        ("Same working day by close of business", Span(0, "business_days", end="close_of_business")),
    ],
)
def test_parse_reads_singular_plural_case_and_working(text, same):
    """People write spans in several ways that mean the same."""
    assert Span.parse(text) == same


def test_defaults_are_left_out_of_the_text():
    """The text is as short as a rule states it; the opening is the default for business days alone."""
    assert str(Span(1, "business_days", start="opening")) == "1 business day"
    assert str(Span(2, "hours", start="opening")) == "2 hours from opening"
    full = Span(3, "business_days", start="next_day", end="close_of_business", roll="next_business_day")
    assert str(full) == "3 business days from next day by close of business rolled forward"


def test_fields_are_members_and_values_are_compared_and_hashed():
    """Text is read into members; equal spans hash alike."""
    span = Span(3, "weeks", end="end_of_day", roll="previous_business_day")
    assert (span.unit, span.start, span.end, span.roll) == (SpanUnit.WEEKS, SpanStart.INSTANT, SpanEnd.END_OF_DAY, Roll.PREVIOUS_BUSINESS_DAY)
    assert len({span, Span.parse(str(span))}) == 1


@pytest.mark.parametrize(
    ("make", "where"),
    [
        (lambda: Span(0, "hours"), "Span.n"),
        (lambda: Span(-1, "days"), "Span.n"),
        (lambda: Span(1.5, "days"), "Span.n"),
        (lambda: Span(True, "days"), "Span.n"),  # noqa: FBT003  (that is what is refused)
        (lambda: Span(1, "day"), "Span.unit"),
        (lambda: Span(1, "days", start="now"), "Span.start"),
        (lambda: Span(1, "days", end="noon"), "Span.end"),
        (lambda: Span(1, "days", roll="up"), "Span.roll"),
        (lambda: Span(1, "days", start="next_day"), "Span.end"),
        (lambda: Span(1, "business_days", start="same_day"), "Span.end"),
        (lambda: Span(1, "business_hours", start="same_day"), "Span.start"),
        (lambda: Span(0, "days", start="same_day", end="end_of_day"), "Span.n"),
        (lambda: Span(0, "business_days", end="end_of_day_before"), "Span.n"),
        (lambda: Span(1, "days", end="close_of_business"), "Span.end"),
    ],
)
def test_parts_that_contradict_each_other_are_refused(make, where):
    """A span that says two things is refused, naming the part."""
    with pytest.raises(InvalidSpanError) as caught:
        make()
    assert caught.value.where == where


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("3 busines days", "business days"),
        ("3 days by end of dya", "by end of day"),
        ("3 days from next dya by end of day", "from next day"),
        ("3 days rolled forwards", "rolled forward"),
        ("three days", None),
        ("3", None),
        ("", None),
        (3, None),
    ],
)
def test_text_that_cannot_be_read_names_the_nearest_words(text, nearest):
    """A misspelt unit, start, end or roll is met with the one that was meant."""
    with pytest.raises(InvalidSpanError) as caught:
        Span.parse(text)
    assert caught.value.nearest == nearest


def test_as_span_takes_a_span_or_its_text_and_names_the_place():
    """Where a span stands in a policy, its text may stand."""
    span = Span(2, "weeks")
    assert as_span(span, "within") is span
    assert as_span("2 weeks", "within") == span
    for wrong, part, nearest in (("2 weks", "", "weeks"), (2, "", None), (None, "", None), ("0 hours", ".n", None)):
        with pytest.raises(InvalidSpanError) as caught:
            as_span(wrong, "clocks[2].within")
        assert (caught.value.where, caught.value.nearest) == (f"clocks[2].within{part}", nearest)


def test_a_naive_start_is_refused():
    """A start without a zone names no instant."""
    with pytest.raises(NaiveTimeError):
        Span(1, "days").due(datetime(2026, 3, 6), DESK)  # noqa: DTZ001


@pytest.mark.parametrize(
    "text",
    [
        "99999999 days",
        "99999999 days rolled forward",
        "999999999 months",
        "9999999999999999 business hours",
        "99999999999 hours",
        "99999999 business days",
    ],
)
def test_a_due_beyond_the_year_9999_is_an_error_of_ours(text):
    """A span that ends after the calendar does says so."""
    with pytest.raises(NoBusinessTimeError):
        due(text, "2026-03-06T10:00")


@pytest.mark.parametrize(
    ("offset", "unit", "expected"),
    [
        (-1.5, "business_hours", "2026-03-06T15:30"),
        (Fraction(1, 3), "hours", "2026-03-06T17:20"),
        (-0.5, "minutes", "2026-03-06T16:59:30"),
        (2, "business_days", "2026-03-10T17:00"),
        (-1, "business_days", "2026-03-05T17:00"),
        (-1, "days", "2026-03-05T17:00"),
        (2, "weeks", "2026-03-20T17:00"),
        (-12, "months", "2025-03-06T17:00"),
        (0, "months", "2026-03-06T17:00"),
        (1.0, SpanUnit.DAYS, "2026-03-07T17:00"),
    ],
)
def test_shifted_moves_by_signed_units(offset, unit, expected):
    """Offsets of escalations are signed; hours may be fractions."""
    assert shifted(moment(paris("2026-03-06T17:00")), offset, SpanUnit(unit), DESK) == moment(paris(expected))


NOON_UTC = pendulum.datetime(2026, 3, 6, 12)


@given(spans(), aware_datetimes(*LATER), business_calendars(), st.data())
def test_a_due_is_never_before_its_start_and_pauses_never_bring_it_forward(span, start, calendar, data):
    """For every span, calendar and start; the answer is in the start's zone."""
    plain = span.due(start, calendar)
    assert plain.timestamp() >= start.timestamp()
    assert plain.tzinfo == start.tzinfo
    window = (start.naive(), start.naive() + timedelta(days=20))
    assert span.due(start, calendar, data.draw(pauses(*window))).timestamp() >= plain.timestamp()


@given(st.integers(1, 30), st.sampled_from(SpanUnit), aware_datetimes(*LATER), business_calendars())
def test_a_longer_span_is_never_due_earlier(n, unit, start, calendar):
    """More of the same unit never ends earlier."""
    assert Span(n, unit).due(start, calendar).timestamp() <= Span(n + 1, unit).due(start, calendar).timestamp()


@given(st.integers(1, 400), st.sampled_from([("days", 1), ("weeks", 7)]), aware_datetimes(*LATER), zones())
def test_days_and_weeks_keep_the_wall_time(n, unit, start, zone):
    """The due has the start's wall time in the calendar's zone, as the standard library reads it there."""
    name, length = unit
    wall = start.in_timezone(zone).naive() + timedelta(days=n * length)
    there = datetime(*wall.timetuple()[:6], wall.microsecond, tzinfo=zone)
    assert Span(n, name).due(start, BusinessCalendar.always(zone)).timestamp() == there.timestamp()


@given(st.integers(1, 30), aware_datetimes(*LATER), business_calendars())
def test_business_days_agree_with_add_days(n, start, calendar):
    """From the opening and from the instant, business days are those of `add_days`."""
    for begin, clamp in (("opening", True), ("instant", False)):
        expected = max(calendar.add_days(start, n, clamp=clamp).timestamp(), start.timestamp())
        assert Span(n, "business_days", start=begin).due(start, calendar).timestamp() == expected


@given(st.integers(1, 30), st.sampled_from(["days", "weeks", "months", "business_days"]), aware_datetimes(*LATER), business_calendars())
def test_counting_inclusively_never_ends_later(n, unit, start, calendar):
    """With the start's date as day 1 the due is one day earlier for weeks and months, and never later for any."""
    from_next = Span(n, unit, start="next_day", end="end_of_day").due(start, calendar)
    from_same = Span(n, unit, start="same_day", end="end_of_day").due(start, calendar)
    assert from_same.timestamp() <= from_next.timestamp()


@pytest.mark.parametrize("calendar", [None, "UTC", NIGHT.definition])
def test_a_due_needs_a_calendar(calendar):
    """What is no calendar is refused by the place it stands in, and so are a calendar and a start that changed places."""
    with pytest.raises(InvalidValueError) as caught:
        Span(1, "hours").due(paris("2026-03-02"), calendar)
    assert caught.value.where == "Span.due(calendar)"
    with pytest.raises(InvalidValueError):
        Span(1, "hours").due(DESK, paris("2026-03-02"))


@pytest.mark.parametrize("no_pauses", [5, None])
def test_a_due_with_what_is_no_list_of_pauses_is_refused(no_pauses):
    """The error names the pauses."""
    with pytest.raises(InvalidValueError, match="pauses"):
        Span(1, "hours").due(paris("2026-03-02"), DESK, no_pauses)


def test_a_number_too_long_to_read_is_refused():
    """Python itself reads no five thousand digits."""
    with pytest.raises(InvalidSpanError) as caught:
        Span.parse("9" * 5000 + " days")
    assert caught.value.where == "Span"


def test_a_month_after_the_end_of_time_is_refused():
    """Where the calendar stands, it is the year 10000 already."""
    east = BusinessCalendar.always("Pacific/Kiritimati")
    with pytest.raises(NoBusinessTimeError):
        Span(1, "months").due(pendulum.datetime(9999, 12, 31, 23), east)
