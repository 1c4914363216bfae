from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pendulum
import pytest

from servrecov.calendar.calendar import BusinessCalendar
from servrecov.calendar.pause import postponed, read_pauses
from servrecov.calendar.span import Span
from servrecov.values import moment

PATH = Path(__file__).resolve().parents[1].parent / "shared" / "cases" / "business_time.json"
if not PATH.exists():
    pytest.skip("the reference cases are no part of the project; they lie beside it", allow_module_level=True)
CASES = json.loads(PATH.read_text(encoding="utf-8"))

OTHERS = {
    142: (90_000, "the source counts wall-clock hours; here a day on which the clock is set back has its 25 elapsed hours"),
}
"""Cases whose rule is not ours: our result, and why. They are run all the same."""


def calendar_of(parts):
    return BusinessCalendar(
        tz=parts["tz"],
        week=parts["hours"],
        holidays=parts["holidays"],
        special={date.fromisoformat(day): pairs for day, pairs in parts.get("extra_days", {}).items()},
        breaks={date.fromisoformat(day): pairs for day, pairs in parts.get("breaks", {}).items()},
    )


def read(value, case):
    if isinstance(value, list):
        return tuple(read(item, case) for item in value)
    if not isinstance(value, str):
        return value
    return date.fromisoformat(value) if len(value) == 10 else pendulum.parse(value, tz=case.get("io_tz", "UTC"))


def days_later(cal, case, sign, snap):
    there = cal.add_days(case["start"], sign * case["days"])
    # Some sources move the answer to open time afterwards; ours keeps the wall time, so the case is asked with the move.
    return snap(there) if "then-snap" in case["semantics"] else there


def days_then_pauses(cal, case):
    return Span(case["days"], "business_days", end="close_of_business").due(case["start"], cal, case["pauses"])


OPERATIONS = {
    "add": lambda cal, case: cal.add(case["start"], timedelta(seconds=case["seconds"])),
    "subtract": lambda cal, case: cal.subtract(case["start"], timedelta(seconds=case["seconds"])),
    "add_with_pauses": lambda cal, case: cal.add(case["start"], timedelta(seconds=case["seconds"]), pauses=case["pauses"]),
    "between": lambda cal, case: cal.between(case["start"], case["end"]).total_seconds(),
    "between_with_pauses": lambda cal, case: cal.between(case["start"], case["end"], pauses=case["pauses"]).total_seconds(),
    "pause_total": lambda cal, case: sum(cal.reckoner.between(*each) for each in read_pauses(case["pauses"], moment(case["start"]))) / 1e6,
    "add_days": lambda cal, case: days_later(cal, case, 1, cal.snap_forward),
    "subtract_days": lambda cal, case: days_later(cal, case, -1, cal.snap_back),
    "add_days_then_pauses": days_then_pauses,
    "days_between": lambda cal, case: cal.days_between(case["start"], case["end"]),
    "is_open": lambda cal, case: cal.is_open(case["start"]),
    # The sources ask it of working days only, so that a holiday is a day that is none.
    "is_holiday": lambda cal, case: not cal.is_business_day(case["start"].date()),
    "next_open": lambda cal, case: cal.next_open(case["start"]),
    "next_close": lambda cal, case: cal.next_close(case["start"]),
    "snap_forward": lambda cal, case: cal.snap_forward(case["start"]),
    "snap_back": lambda cal, case: cal.snap_back(case["start"]),
    "periods": lambda cal, case: cal.periods(case["start"], case["start"].add(years=1))[: case["count"]],
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['op']}-{case['id']}")
def test_agrees_with_the_case_of_another_library(case):
    """What other business-time libraries and help desks expect of their own engines holds here, or is listed with the reason why not."""
    expected = OTHERS[case["id"]][0] if case["id"] in OTHERS else read(case["expected"], case)
    times = {name: read(case[name], case) for name in ("start", "end", "pauses") if name in case}
    assert OPERATIONS[case["op"]](calendar_of(case["calendar"]), {**case, **times}) == expected


def test_days_then_pauses_are_a_due_postponed_on_the_calendar():
    """The case of days, end of day and pauses, put together from the calendar's own parts."""
    case = next(case for case in CASES if case["op"] == "add_days_then_pauses")
    cal, start = calendar_of(case["calendar"]), read(case["start"], case)
    due, pauses = cal.add_days(start, case["days"], land="close"), read_pauses(read(case["pauses"], case), moment(start))
    assert postponed(moment(due), pauses, cal.reckoner) == moment(read(case["expected"], case))


def test_every_exception_is_a_case():
    """A listed exception that is no case any more would say nothing and must go."""
    assert OTHERS.keys() <= {case["id"] for case in CASES}
