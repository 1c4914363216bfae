"""The 37 bugs of well-known systems for service desks and business time, each as a story with its numbers worked out by hand.

The table at the end of ``docs/explanation/anti-features.md`` says, under the same numbers, where each is known from and why it cannot arise here.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace as Event

import pendulum
import pytest

from servrecov.calendar.calendar import BusinessCalendar
from servrecov.calendar.span import Span
from servrecov.deadline.clock import Clock, Escalation, Extension
from servrecov.deadline.policy import DeadlinePolicy
from servrecov.errors import InvalidCalendarError, InvalidSpanError, NaiveTimeError, NoBusinessTimeError
from servrecov.interop.holidays import calendar as public_holidays

PAGE = Path(__file__).resolve().parents[1] / "docs" / "explanation" / "anti-features.md"

OFFICE = BusinessCalendar.weekly("Mon-Fri 09:00-17:00", tz="Europe/London")
LUNCH = BusinessCalendar.weekly("Mon-Fri 09:00-12:00, 13:00-17:00", tz="Europe/London")
ALWAYS = BusinessCalendar.always("UTC")


def at(text, tz="Europe/London"):
    """A time of 2026; 2 March is a Monday, and London has no summer time until the end of the month."""
    return pendulum.parse(f"2026-{text}", tz=tz)


def hours(number):
    return timedelta(hours=number)


def tell(text, verb, tz="Europe/London", **fields):
    return Event(verb=verb, at=at(text, tz), **fields)


def clock(within, name="c", **parts):
    return Clock(**{"name": name, "start": "asked", "stop": "answered", "pause": "held", "resume": "freed", "within": within, **parts})


def policy(*clocks, calendar=OFFICE, **parts):
    return DeadlinePolicy(name="desk", calendar=calendar, clocks=clocks, **parts)


def read(made, events, now, calendar=OFFICE, complaint=None):
    """The deadlines of one clock, or of several."""
    made = [made] if isinstance(made, Clock) else made
    return policy(*made, calendar=calendar).deadlines(complaint, events, now)


def steps(made, events, until, calendar=OFFICE, complaint=None):
    """The notices of one clock, as step and instant."""
    return [(each.step, each.at) for each in policy(made, calendar=calendar).notices(complaint, events, at("01-01"), until)]


MONDAY = tell("03-02 09:00", "asked")

# --- clocks that are changed, and zones -------------------------------------------------------------------------------------------------


def test_pitfall_01_the_zone_of_the_reader_is_not_the_zone_of_the_calendar():
    """A ticket taken in Shanghai for a desk in London, read in New York, is neither late when it is made nor on time when it is late."""
    taken = tell("03-02 18:00", "asked", tz="Asia/Shanghai")  # ten o'clock in London
    just_after, [fresh] = at("03-02 05:01", "America/New_York"), read(clock("4 business hours"), [taken], at("03-02 05:01", "America/New_York"))
    [late] = read(clock("4 business hours"), [taken], at("03-02 09:00:01", "America/New_York"))

    assert (fresh.status, fresh.remaining) == ("running", hours(4) - timedelta(minutes=1))
    assert fresh.due_at == at("03-02 14:00") > just_after
    assert fresh.due_at.isoformat() == "2026-03-02T22:00:00+08:00"
    assert (late.status, late.overdue_by) == ("breached", timedelta(seconds=1))


def test_pitfall_02_a_wall_time_that_never_was_goes_on_by_the_gap():
    """In Paris the clocks went from two to three on 29 March; what would open within the gap and close before its end opens not at all."""
    sunday, monday = (pendulum.datetime(2026, 3, day, tz="Europe/Paris") for day in (29, 30))
    within, across, after = (BusinessCalendar.weekly(f"Sun {times}", tz="Europe/Paris") for times in ("02:30-03:15", "01:30-02:30", "02:05-04:00"))
    autumn = BusinessCalendar.weekly("Sun 01:30-02:30", tz="Europe/Paris")

    assert within.periods(sunday, monday) == ()
    assert across.between(sunday, monday) == hours(1)
    assert after.next_open(sunday).isoformat() == "2026-03-29T03:05:00+02:00"
    assert autumn.next_close(pendulum.datetime(2026, 10, 25, tz="Europe/Paris")).isoformat() == "2026-10-25T02:30:00+02:00"  # the first of two


@pytest.mark.parametrize(("tz", "day"), [("America/Sao_Paulo", date(2018, 11, 4)), ("Asia/Tehran", date(2022, 3, 22))])
def test_pitfall_03_a_day_without_a_midnight_begins_at_one_and_has_23_hours(tz, day):
    """Where clocks are changed at midnight."""
    [(opens, closes)] = BusinessCalendar.always(tz).hours_on(day)

    assert (opens.date(), opens.hour, closes.hour) == (day, 1, 0)
    assert BusinessCalendar.always(tz).between(opens, closes) == hours(23)


def test_pitfall_04_24_hours_are_elapsed_and_a_day_keeps_the_time_of_day():
    """Over the night in which the clocks went on, and over the one in which they went back."""
    paris = BusinessCalendar.always("Europe/Paris")
    saturday = pendulum.datetime(2026, 3, 28, 12, tz="Europe/Paris")
    autumn = pendulum.datetime(2026, 10, 24, 12, tz="Europe/Paris")

    assert Span(24, "hours").due(saturday, paris).isoformat() == "2026-03-29T13:00:00+02:00"
    assert Span(24, "business_hours").due(saturday, paris).isoformat() == "2026-03-29T13:00:00+02:00"
    assert Span(1, "days").due(saturday, paris).isoformat() == "2026-03-29T12:00:00+02:00"
    assert paris.between(autumn, autumn.add(days=2)) == hours(49)
    assert paris.add(autumn, hours(49)) == autumn.add(days=2)


def test_pitfall_05_aware_times_holidays_and_the_hour_that_comes_twice_are_no_trap():
    """Times of another zone are taken, those of none are refused, and no search stands still."""
    paris = BusinessCalendar.weekly("Mon-Fri 09:00-17:00", tz="Europe/Paris", holidays=[date(2026, 3, 3), "--03-04"])
    twice = BusinessCalendar.always("Europe/Paris")
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # half past two in Paris, for the first time
    evening = pendulum.datetime(2026, 3, 3, 2, tz="Asia/Tokyo")  # Monday at six in Paris, so that an hour is up on Thursday at ten

    assert paris.add(evening, hours(1)).isoformat() == "2026-03-05T18:00:00+09:00"
    assert twice.add(pendulum.instance(first).in_tz("Europe/Paris"), hours(1)).isoformat() == "2026-10-25T02:30:00+01:00"
    with pytest.raises(NaiveTimeError):
        paris.add(datetime(2026, 3, 2, 10), hours(1))  # noqa: DTZ001  (what is refused)


def test_pitfall_06_one_policy_serves_offices_in_any_zone():
    """The clocks are written once; the calendar is what differs."""
    desk = policy(clock("4 business hours"))
    shanghai = desk.with_calendar(BusinessCalendar.weekly("Mon-Fri 09:00-17:00", tz="Asia/Shanghai"))
    asked = [Event(verb="asked", at=pendulum.datetime(2026, 3, 2, 10))]  # ten in London, six in the evening in Shanghai
    dues = [each.deadlines(None, asked, asked[0].at)[0].due_at for each in (desk, shanghai)]

    assert desk.clocks == shanghai.clocks
    assert dues == [pendulum.datetime(2026, 3, 2, 14), pendulum.datetime(2026, 3, 3, 5)]  # Tuesday, one o'clock in Shanghai


# --- the shape of a calendar ------------------------------------------------------------------------------------------------------------


def test_pitfall_07_the_last_minute_of_the_day_counts():
    """A day ends at 24:00; written as 23:59 it would lack a minute, and ten of them ten."""
    begin, end = at("03-02", "UTC"), at("03-12", "UTC")

    assert ALWAYS.between(begin, end) == hours(240)
    assert ALWAYS.is_open(at("03-02 23:59:30", "UTC"))
    assert BusinessCalendar.weekly("Mon-Sun 00:00-23:59", tz="UTC").between(begin, end) == hours(240) - timedelta(minutes=10)


@pytest.mark.parametrize(
    "parts",
    [
        {"week": {"mon": [("09:00", "00:00")]}},
        {"week": {"mon": [("09:00", "09:00")]}},
        {"week": {}},
        {"week": {"mon": []}, "special": {date(2026, 3, 2): []}},
    ],
)
def test_pitfall_08_hours_that_end_before_they_begin_and_a_calendar_without_any_are_refused(parts):
    """When it is made, with one error; nothing is taken for day and night, and nothing walks for ever."""
    with pytest.raises(InvalidCalendarError):
        BusinessCalendar(tz="UTC", **parts)
    once = BusinessCalendar(tz="UTC", special={date(2026, 3, 2): [("09:00", "24:00")]})
    with pytest.raises(NoBusinessTimeError):
        once.add(at("03-02 12:00", "UTC"), hours(13))


@pytest.mark.parametrize("day", range(7))
def test_pitfall_09_any_one_weekday_makes_a_week(day):
    """Whichever it is, two of its eight-hour days are full a week later."""
    name = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")[day]
    alone = BusinessCalendar(tz="UTC", week={name: [("09:00", "17:00")]})

    assert alone.add(at("03-02", "UTC"), hours(16)) == at("03-02 17:00", "UTC").add(days=day + 7)
    assert alone.days_between(date(2026, 3, 1), date(2026, 3, 29)) == 4


def test_pitfall_10_a_day_that_is_only_observed_is_no_holiday():
    """Closed dates are dates; no feed is read, and of a country's days only those off are taken. St. Martin's Day is worked in Germany."""
    germany = public_holidays("DE", 2026, week="Mon-Fri 09:00-17:00", tz="Europe/Berlin")

    assert germany.is_business_day(date(2026, 11, 11))
    assert not germany.is_business_day(date(2026, 12, 25))
    with pytest.raises(InvalidCalendarError):
        BusinessCalendar.weekly("Mon-Fri 09:00-17:00", tz="UTC", holidays=["St. Martin's Day"])


def test_pitfall_11_another_calendar_is_another_policy():
    """An open case is reckoned anew under it; what was read under the old one can be read again, for that one is still there."""
    desk = policy(clock("10 business hours"))
    closed_on_tuesday = desk.with_calendar(BusinessCalendar.weekly("Mon-Fri 09:00-17:00", tz="Europe/London", holidays=[date(2026, 3, 3)]))
    done = [MONDAY, tell("03-03 11:30", "answered")]
    [before] = desk.deadlines(None, done, at("03-09"))

    assert desk.deadlines(None, [MONDAY], at("03-02 10:00"))[0].due_at == at("03-03 11:00")
    assert closed_on_tuesday.deadlines(None, [MONDAY], at("03-02 10:00"))[0].due_at == at("03-04 11:00")
    assert before.status == "breached"
    assert desk.deadlines(None, done, at("03-09")) == (before,)


# --- pauses -----------------------------------------------------------------------------------------------------------------------------


def test_pitfall_12_hold_time_is_not_added_to_the_start():
    """Four hours from Friday at three, on hold from four until Monday at ten: three are left, and end at one. Sixty-six hours later is Monday at nine."""
    [deadline] = read(
        clock("4 business hours"), [tell("03-06 15:00", "asked"), tell("03-06 16:00", "held"), tell("03-09 10:00", "freed")], at("03-09 10:00")
    )

    assert (deadline.due_at, deadline.remaining, deadline.paused_for) == (at("03-09 13:00"), hours(3), hours(2))


def test_pitfall_13_solved_while_on_hold_the_hold_is_no_work():
    """Taken in February, put on hold after six hours, solved in August without being taken up again: six hours were used."""
    events = [tell("02-02 09:00", "asked", tz="UTC"), tell("02-02 15:00", "held", tz="UTC"), tell("08-03 09:00", "answered", tz="UTC")]
    [deadline] = read(clock("48 hours"), events, at("09-01"))

    assert (deadline.status, deadline.used, deadline.remaining) == ("met", hours(6), hours(42))
    assert deadline.paused_for == timedelta(days=181, hours=18)


def test_pitfall_14_a_budget_in_days_is_moved_by_the_open_hours_of_a_pause():
    """From Friday at four to Monday at ten are 66 hours on the wall and two of business: Monday's closing becomes Tuesday at eleven, not Thursday."""
    events = [MONDAY, tell("03-06 16:00", "held"), tell("03-09 10:00", "freed")]
    [deadline] = read(clock("5 business days by close of business"), events, at("03-09 10:00"))

    assert (deadline.due_at, deadline.paused_for) == (at("03-10 11:00"), hours(2))


def test_pitfall_15_another_severity_keeps_every_pause():
    """Also the one during which it becomes known: two hours, and three more, on top of the six that the new severity allows."""
    made = clock("10 hours", by_severity={"critical": "6 hours"})
    told = [("00:00", "asked"), ("01:00", "held"), ("03:00", "freed"), ("04:00", "held")]
    events = [tell(f"03-02 {time}", verb) for time, verb in told]
    events += [tell("03-02 05:00", "classified", severity="critical"), tell("03-02 07:00", "freed")]
    [deadline] = read(made, events, at("03-02 07:00"))

    assert (deadline.due_at, deadline.budget, deadline.used, deadline.paused_for) == (at("03-02 11:00"), hours(6), hours(2), hours(5))


def test_pitfall_16_nothing_is_breached_while_on_hold():
    """An hour before it is due it is put on hold; four days later an hour is left."""
    events = [tell("03-02 00:00", "asked"), tell("03-02 09:00", "held")]
    [deadline] = read(clock("10 hours"), events, at("03-06 00:00"))

    assert (deadline.status, deadline.breached_at, deadline.remaining) == ("paused", None, hours(1))
    assert deadline.due_at == at("03-06 01:00")
    assert steps(clock("10 hours"), events, at("03-06 00:00")) == []


def test_pitfall_17_what_is_made_on_hold_or_closed_is_on_hold_or_closed():
    """The first event acts like any other, and several may happen at once."""
    events = [MONDAY, tell("03-02 09:00", "held")]
    [held] = read(clock("4 business hours"), events, at("03-05"))
    [closed] = read(clock("4 business hours", stop="closed"), [MONDAY, tell("03-02 09:00", "closed")], at("03-05"))
    [by_itself] = read(clock("4 business hours", pause="asked"), [MONDAY], at("03-05"))

    assert (held.status, held.used) == (by_itself.status, by_itself.used) == ("paused", timedelta())
    assert (closed.status, closed.used, closed.ended_at) == ("met", timedelta(), at("03-02 09:00"))


def test_pitfall_18_nothing_is_rounded_to_minutes():
    """Asked at 36 seconds past nine, due at 36 seconds past; hours may be written to the second, and answers hold to the microsecond."""
    precise = BusinessCalendar(tz="UTC", week={"mon": [("09:00", "12:00"), ("13:00:30", "17:00")]})

    assert precise.add(at("03-02 09:00:36", "UTC"), timedelta(minutes=26)) == at("03-02 09:26:36", "UTC")
    assert precise.add(at("03-02 09:00:36", "UTC"), hours(3)) == at("03-02 13:01:06", "UTC")
    assert precise.add(at("03-02 11:59:59.999999", "UTC"), timedelta(microseconds=2)) == at("03-02 13:00:30.000001", "UTC")


def test_pitfall_19_each_clock_says_what_pauses_it():
    """The customer's silence holds up the solution, not the first word back."""
    reply = clock("8 hours", name="reply", pause=())
    solution = clock("16 hours", name="solution", stop="solved")
    events = [tell("03-02 00:00", "asked"), tell("03-02 02:00", "held"), tell("03-02 05:00", "freed")]
    dues = [each.due_at for each in read([reply, solution], events, at("03-02 06:00"))]

    assert dues == [at("03-02 08:00"), at("03-02 19:00")]


# --- edges ------------------------------------------------------------------------------------------------------------------------------


def test_pitfall_20_due_at_closing_time_is_due_at_closing_time():
    """Eight business hours from nine end at five, not at nine the next morning; at five it is in time, a microsecond later it is not."""
    due = at("03-02 17:00")
    statuses = [read(clock("8 business hours"), [MONDAY], now)[0].status for now in (due, due.add(microseconds=1))]
    [met] = read(clock("8 business hours"), [MONDAY, tell("03-02 17:00", "answered")], at("03-03"))

    assert OFFICE.add(MONDAY.at, hours(8)) == due
    assert OFFICE.subtract(due, hours(8)) == MONDAY.at
    assert statuses == ["running", "breached"]
    assert (met.status, met.remaining) == ("met", timedelta())


def test_pitfall_21_a_budget_of_nothing_has_one_meaning():
    """Nothing added moves nothing, in closed time either; no days are the same day; no hours are no budget, and are refused."""
    saturday = at("03-07 11:00")

    assert OFFICE.add(saturday, timedelta()) == OFFICE.add_days(saturday, 0) == saturday
    assert Span.parse("same day by end of day").due(saturday, OFFICE) == at("03-07 23:59:59.999999")
    assert Span.parse("same business day by close of business").due(saturday, OFFICE) == at("03-09 17:00")
    with pytest.raises(InvalidSpanError):
        Span(0, "business_hours")


def test_pitfall_22_an_end_before_the_start_is_negative_or_no_earlier_than_the_start():
    """Measured, it is the same length with a minus; a date given by mistake in the past is due at the start and breached after it."""
    morning, noon = at("03-02 09:00"), at("03-02 12:00")
    dated = [tell("03-02 12:00", "asked", due_at=at("02-27 12:00"))]
    [deadline] = read(clock("due_at"), dated, at("03-02 13:00"))

    assert (OFFICE.between(morning, noon), OFFICE.between(noon, morning)) == (hours(3), hours(-3))
    assert OFFICE.days_between(date(2026, 3, 9), date(2026, 3, 2)) == -5
    assert (deadline.due_at, deadline.budget, deadline.overdue_by) == (noon, timedelta(), hours(1))


def test_pitfall_23_a_step_before_the_due_lies_in_open_time():
    """Eight hours of seven-hour days from Monday at nine end on Tuesday at ten; two hours before that is Monday at four, not midnight."""
    loud = clock("8 business hours", escalate=[Escalation(-2, "lead"), Escalation(-1, "boss"), Escalation(-90, "head")])

    assert steps(loud, [MONDAY], at("03-03 10:00"), calendar=LUNCH) == [
        ("-90:head", at("03-02 09:00")),  # never before the start
        ("-2:lead", at("03-02 16:00")),
        ("-1:boss", at("03-03 09:00")),
    ]
    assert read(loud, [MONDAY], at("03-02 10:00"), calendar=LUNCH)[0].due_at == at("03-03 10:00")


def test_pitfall_24_a_due_already_past_when_it_is_first_known_is_breached_then():
    """Found critical on Tuesday, a complaint of Monday has had its four hours; that is told on Tuesday, once under each key."""
    grave = clock("4 business hours", when={"severity": "critical"}, warn_at=[0.5], escalate=[Escalation(0, "boss")])
    events = [MONDAY, tell("03-03 09:00", "classified", severity="critical")]
    [deadline] = read(grave, events, at("03-03 09:00"))
    notices = policy(grave).notices(None, events, at("01-01"), at("03-09"))

    assert (deadline.started_at, deadline.due_at, deadline.breached_at) == (at("03-02 09:00"), at("03-02 13:00"), at("03-03 09:00"))
    assert [(each.key, each.at) for each in notices] == [
        ("c#1/warning/50%", at("03-02 11:00")),
        ("c#1/escalation/0:boss", at("03-02 13:00")),
        ("c#1/breach/due", at("03-03 09:00")),
    ]
    assert {each.known_at for each in notices} == {at("03-03 09:00")}
    assert read(grave, events[:1], at("03-02 18:00")) == ()


def test_pitfall_25_reminders_come_when_somebody_is_there():
    """An hour after Friday's closing is Monday at ten, and a business day after it Monday's closing."""
    friday = tell("03-06 09:00", "asked")

    assert steps(clock("8 business hours", escalate=[Escalation(1, "lead")]), [friday], at("03-20")) == [
        ("due", at("03-06 17:00")),
        ("1:lead", at("03-09 10:00")),
    ]
    assert steps(clock("0 business days by close of business", escalate=[Escalation(1, "lead")]), [friday], at("03-20")) == [
        ("due", at("03-06 17:00")),
        ("1:lead", at("03-09 17:00")),
    ]


# --- events, reopening, changes -----------------------------------------------------------------------------------------------------------


def test_pitfall_26_the_clock_says_which_message_stops_it():
    """The first answer does, whatever its channel; a note of the customer's does not; and closing ends what waits for an answer to "goodbye"."""
    reply = clock("4 business hours", repeat="each_start", start="customer_wrote", stop={"verb": "agent_wrote", "public": True})
    events = [
        tell("03-02 09:00", "customer_wrote", channel="web"),
        tell("03-02 10:00", "customer_wrote", channel="note"),
        tell("03-02 10:30", "agent_wrote", public=False),
        tell("03-02 11:00", "agent_wrote", public=True),
        tell("03-02 15:00", "customer_wrote", words="Thank you, goodbye"),
        tell("03-02 15:30", "closed"),
    ]
    told = [(str(each.status), each.started_at, each.ended_at) for each in read(reply, events, at("03-20"))]

    assert told == [("met", at("03-02 09:00"), at("03-02 11:00")), ("cancelled", at("03-02 15:00"), at("03-02 15:30"))]


def test_pitfall_27_of_several_unanswered_messages_the_earliest_counts():
    """Writing again does not move the deadline on."""
    events = [MONDAY, tell("03-02 10:00", "asked"), tell("03-02 12:00", "asked")]
    [deadline] = read(clock("4 business hours", repeat="each_start"), events, at("03-02 12:30"))

    assert (deadline.started_at, deadline.due_at) == (at("03-02 09:00"), at("03-02 13:00"))


def test_pitfall_28_clocks_do_not_overrule_each_other():
    """News every two hours leaves the eight hours for the first reply as they are."""
    reply, news = clock("8 business hours", name="reply"), clock("2 business hours", name="news", stop="informed", repeat="after_stop")
    told = read([reply, news], [MONDAY, tell("03-02 10:00", "informed")], at("03-02 11:00"))

    assert [(each.clock, each.due_at) for each in told] == [
        ("reply", at("03-02 17:00")),
        ("news", at("03-02 11:00")),
        ("news", at("03-02 12:00")),
    ]


def test_pitfall_29_a_clock_that_is_gone_leaves_nothing_and_a_merged_case_is_silent():
    """Deadlines are read, not stored: under a policy without the clock there is none; merging cancels every clock and what it would have told."""
    reply, news = clock("8 business hours", name="reply"), clock("2 business hours", name="news", escalate=[Escalation(1, "boss")])
    merged = [MONDAY, tell("03-02 10:00", "merged")]

    assert [each.clock for each in policy(reply, news).deadlines(None, [MONDAY], at("03-02 18:00"))] == ["reply", "news"]
    assert [each.clock for each in policy(reply).deadlines(None, [MONDAY], at("03-02 18:00"))] == ["reply"]
    assert [str(each.status) for each in read([reply, news], merged, at("03-20"))] == ["cancelled", "cancelled"]
    assert steps(news, merged, at("03-20")) == []


def test_pitfall_30_a_late_answer_is_late_and_gets_no_later():
    """It came an hour after it was due; weeks afterwards it is an hour late."""
    events = [MONDAY, tell("03-02 14:00", "answered"), tell("03-02 16:00", "closed")]
    [then], [weeks_later] = (read(clock("4 business hours"), events, now) for now in (at("03-02 14:00"), at("03-27")))

    assert (then.status, then.breached_at, then.overdue_by) == ("breached", at("03-02 13:00"), hours(1))
    assert weeks_later == then


@pytest.mark.parametrize(
    ("verb", "status"), [("solved", "met"), ("rejected", "met"), ("closed", "met"), ("merged", "cancelled"), ("withdrawn", "cancelled")]
)
def test_pitfall_31_every_end_is_an_end(verb, status):
    """Not only closing: whatever the clock names as its stop, and merging and withdrawing always; when it ended and what it used is told."""
    made = clock("8 business hours", stop=["solved", "rejected", "closed"])
    [deadline] = read(made, [MONDAY, tell("03-02 12:00", verb)], at("03-20"))

    assert (deadline.status, deadline.open, deadline.ended_at, deadline.used) == (status, False, at("03-02 12:00"), hours(3))


@pytest.mark.parametrize(
    ("on_reopen", "told"),
    [
        ("ignore", [("met", "03-02 17:00", 3)]),
        ("resume", [("running", "03-04 17:00", 4)]),
        ("continue", [("breached", "03-02 17:00", 20)]),
        ("restart", [("met", "03-02 17:00", 3), ("running", "03-05 12:00", 1)]),
    ],
)
def test_pitfall_32_each_clock_says_what_the_closed_time_was(on_reopen, told):
    """Eight business hours, closed after three, reopened two days later, read an hour after that: left ended, a pause, like any other time, or over again."""
    made = clock("8 business hours", stop="closed", on_reopen=on_reopen)
    events = [MONDAY, tell("03-02 12:00", "closed"), tell("03-04 12:00", "reopened")]
    found = [(str(each.status), each.due_at, each.used) for each in read(made, events, at("03-04 13:00"))]

    assert found == [(status, at(due), hours(used)) for status, due, used in told]


def test_pitfall_33_a_later_severity_leaves_the_past_alone():
    """Answered within the hour that was allowed then, it stays so when it turns out to be minor, and the other way round."""
    made = clock("8 business hours", by_severity={"critical": "1 hour", "minor": "20 business hours"})
    grave = Event(severity="critical")
    events = [MONDAY, tell("03-02 09:30", "answered"), tell("03-02 12:00", "classified", severity="minor")]
    [deadline] = read(made, events, at("03-20"), complaint=grave)
    [as_seen_before] = read(made, [MONDAY, tell("03-02 10:00", "classified", severity="minor")], at("03-02 09:30"), complaint=grave)

    assert (deadline.status, deadline.due_at, deadline.budget) == ("met", at("03-02 10:00"), hours(1))
    assert as_seen_before.due_at == at("03-02 10:00")


def test_pitfall_34_each_clock_has_its_own_hours():
    """The desk closes at five, the workshop at eight in the evening: both count, each by its own calendar."""
    workshop = BusinessCalendar.weekly("Mon-Sat 06:00-20:00", tz="Europe/London")
    clocks = [clock("12 business hours", name="desk"), clock("12 business hours", name="workshop", calendar="workshop")]
    told = policy(*clocks, calendars={"workshop": workshop}).deadlines(None, [MONDAY], at("03-02 18:00"))

    assert [(each.clock, each.due_at, each.used) for each in told] == [
        ("desk", at("03-03 13:00"), hours(8)),
        ("workshop", at("03-03 07:00"), hours(9)),
    ]


def test_pitfall_35_every_figure_can_be_reckoned_again_under_another_policy():
    """Nothing is kept but events, so there is no running maximum that a new target would leave behind."""
    events = [MONDAY, tell("03-02 12:00", "answered"), tell("03-03 09:00", "asked"), tell("03-03 10:00", "answered")]
    strict, mild = (policy(clock(within, repeat="each_start")) for within in ("2 business hours", "4 business hours"))
    before, other, again = ([each.overdue_by for each in made.deadlines(None, events, at("03-20"))] for made in (strict, mild, strict))

    assert before == again == [hours(1), timedelta()]
    assert other == [timedelta(), timedelta()]


def test_pitfall_36_what_has_ended_needs_no_mark_to_stay_as_it_was():
    """It ended with an event, and time does not pass for it: years later it reads as it did at that instant."""
    made = clock("8 business hours", warn_at=[0.5], escalate=[Escalation(2, "boss")], extend=[Extension("promised", "16 business hours")])
    events = [MONDAY, tell("03-02 10:00", "held"), tell("03-02 12:00", "answered")]
    then, later = (read(made, events, now) for now in (at("03-02 12:00"), at("03-02 12:00").add(years=9)))

    assert then == later
    assert (then[0].status, then[0].used, steps(made, events, at("12-31"))) == ("met", hours(1), [])


def test_pitfall_37_a_new_policy_has_no_memory_of_an_old_hold():
    """A clock that nothing pauses runs, though the events tell of a hold under the policy before it; one that it pauses, pauses from then on."""
    events = [MONDAY, tell("03-02 10:00", "held")]
    old, unpaused, other = policy(clock("8 business hours")), policy(clock("8 business hours", pause=())), policy(clock("4 business hours"))
    told = [made.deadlines(None, events, at("03-02 16:00"))[0] for made in (old, unpaused, other)]

    assert [(str(each.status), each.used) for each in told] == [("paused", hours(1)), ("running", hours(7)), ("paused", hours(1))]
    assert told[2].due_at == at("03-03 11:00")  # three of four hours are left at four o'clock


# --- the table --------------------------------------------------------------------------------------------------------------------------

PITFALLS = range(1, 38)


def test_every_pitfall_has_a_story_here_and_a_row_on_the_page():
    """The same numbers, each once."""
    stories = sorted(int(name.split("_")[2]) for name in globals() if name.startswith("test_pitfall_"))
    rows = [int(number) for number in re.findall(r"^\| (\d+) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)]

    assert stories == rows == list(PITFALLS)
