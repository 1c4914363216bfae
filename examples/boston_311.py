"""Recompute the due times of Boston's 311 desk and compare them with the city's own.

    python examples/boston_311.py [requests.csv | requests.csv.gz]

Without a path it reads the 278 requests shipped beside it. The rules are inferred; the city does not publish them:

1. The desk is open Monday to Friday, 08:30 to 17:00, in America/New_York; outside those hours a request counts from the next opening.
2. Most types have N business days, keeping the time of day; some have N calendar days, without hours or holidays.
3. The holidays of Massachusetts are skipped; the table was not loaded for 2018 and 2022, nor for New Year 2025.
4. A request without a due time is always on time; else it is on time when closed no later than due.
"""

from __future__ import annotations

import csv
import gzip
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import pendulum

import servrecov as sr

DATA = Path(__file__).parent / "data"
BOSTON = "America/New_York"
FIRST_YEAR, LAST_YEAR = 2015, 2026
NOT_LOADED = {2018, 2022}
MINUTE = 60.0


def nth_weekday(year: int, month: int, weekday: int, n: int) -> date:
    """Find the n-th Monday (0) to Sunday (6) of a month."""
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (n - 1))


def state_holidays(year: int) -> Iterator[date]:
    """Yield the holidays of Massachusetts; one that falls on a Sunday is kept on the Monday."""
    last_of_may = date(year, 5, 31)
    days = [
        date(year, 1, 1),
        nth_weekday(year, 1, 0, 3),  # Martin Luther King
        nth_weekday(year, 2, 0, 3),  # Washington
        nth_weekday(year, 4, 0, 3),  # Patriots
        last_of_may - timedelta(days=last_of_may.weekday()),  # Memorial Day
        *([date(year, 6, 19)] if year >= 2023 else []),  # noqa: PLR2004  Juneteenth, once the city had loaded it
        date(year, 7, 4),
        nth_weekday(year, 9, 0, 1),  # Labor Day
        nth_weekday(year, 10, 0, 2),  # Columbus, Indigenous Peoples
        date(year, 11, 11),  # Veterans
        nth_weekday(year, 11, 3, 4),  # Thanksgiving
        date(year, 12, 25),
    ]
    for day in days:
        yield day + timedelta(days=1) if day.weekday() == 6 else day  # noqa: PLR2004  Sunday


def desk() -> sr.BusinessCalendar:
    """Build the calendar of the desk, as the city's table had it."""
    loaded = [day for year in range(FIRST_YEAR, LAST_YEAR + 1) if year not in NOT_LOADED for day in state_holidays(year)]
    return sr.BusinessCalendar.weekly("Mon-Fri 08:30-17:00", tz=BOSTON, holidays=[day for day in loaded if day != date(2025, 1, 1)])


class Request(NamedTuple):
    """One request: its type, when it was opened, due (if ever) and closed, and what the city said of it."""

    type: str
    opened: pendulum.DateTime
    due: pendulum.DateTime | None
    closed: pendulum.DateTime
    label: str


class Outcome(NamedTuple):
    """One due time recomputed: the rule, the request, and our due."""

    rule: str
    span: sr.Span
    request: Request
    due: pendulum.DateTime

    @property
    def seconds_off(self) -> float:
        """How far our due is from the city's."""
        return abs((self.due - self.request.due).total_seconds()) if self.request.due else 0.0

    @property
    def agrees(self) -> bool:
        """Whether the two are less than a minute apart."""
        return self.seconds_off < MINUTE


def read_requests(path: Path) -> list[Request]:
    """Read requests from a CSV file, gzipped or not."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") if path.suffix == ".gz" else path.open(encoding="utf-8", newline="") as file:
        return [
            Request(
                row["type"], moment(row["open_dt"]), moment(row["target_dt"]) if row["target_dt"] else None, moment(row["closed_dt"]), row["ontime"]
            )
            for row in csv.DictReader(file)
        ]


def moment(text: str) -> pendulum.DateTime:
    """Read a wall time of Boston."""
    return pendulum.from_format(text, "YYYY-MM-DD HH:mm:ss", tz=BOSTON)


def read_rules() -> dict[str, tuple[str, sr.Span]]:
    """Read how long each type of request may take."""
    with (DATA / "boston_311_rules.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["type"]: (f"{row['rule']} days", sr.Span(int(row["n_days"]), "business_days" if row["rule"] == "business" else "days"))
            for row in csv.DictReader(file)
        }


def recompute(requests: list[Request]) -> list[Outcome]:
    """Recompute every due time whose rule is known."""
    rules, calendar = read_rules(), desk()
    timed = [request for request in requests if request.due and request.type in rules]
    return [Outcome(*rules[request.type], request, rules[request.type][1].due(request.opened, calendar)) for request in timed]


def label(closed: pendulum.DateTime, due: pendulum.DateTime | None) -> str:
    """Say whether a request was on time."""
    return "ONTIME" if due is None or closed <= due else "OVERDUE"


def reason(miss: Outcome) -> str:
    """Say what kind of miss it is, as far as the data tell."""
    if miss.request.due == miss.request.opened:
        return "the city's due is the opening itself: no time was set"
    if miss.seconds_off <= 10 * MINUTE:
        return "within ten minutes of it: retyped or rounded"
    if date(2015, 1, 20) <= miss.request.opened.date() <= date(2015, 3, 31):
        return "opened in the snow weeks of 2015"
    return "set by hand, or a day off that is in no list"


def share(part: int, whole: int) -> str:
    """Write a part of a whole."""
    return f"{part:>6,} of {whole:>6,}   {100 * part / whole:6.2f} %" if whole else f"{part:>6,} of {whole:>6,}"


def report(requests: list[Request]) -> None:
    """Print how many due times and labels are reproduced, and what is not."""
    outcomes = recompute(requests)
    dues = {id(outcome.request): outcome.due for outcome in outcomes}
    timed = sum(request.due is not None for request in requests)
    years = sorted({request.opened.year for request in requests})
    print(f"Boston 311: {len(requests):,} requests opened {years[0]} to {years[-1]}")
    print(f"  {timed:,} have a due time; for {timed - len(outcomes):,} of those the type is too rare for a rule to be known\n")

    print("Due times reproduced to the minute")
    for rule in sorted({outcome.rule for outcome in outcomes}):
        of_rule = [outcome for outcome in outcomes if outcome.rule == rule]
        print(f"  {rule:<34}{share(sum(outcome.agrees for outcome in of_rule), len(of_rule))}")
    print(f"  {'all':<34}{share(sum(outcome.agrees for outcome in outcomes), len(outcomes))}\n")

    print("Labels ONTIME and OVERDUE reproduced")
    given = sum(label(request.closed, request.due) == request.label for request in requests)
    ours = sum(label(request.closed, dues.get(id(request), request.due)) == request.label for request in requests)
    print(f"  {'from the due times of the city':<34}{share(given, len(requests))}")
    print(f"  {'from ours':<34}{share(ours, len(requests))}\n")

    misses = [outcome for outcome in outcomes if not outcome.agrees]
    print("Not reproduced")
    for kind, count in Counter(reason(miss) for miss in misses).most_common():
        print(f"  {count:>3}  {kind}")
    for miss in misses[:5]:
        opened, due = (at.format("ddd YYYY-MM-DD HH:mm") for at in (miss.request.opened, miss.due))
        theirs = miss.request.due.format("ddd YYYY-MM-DD HH:mm:ss") if miss.request.due else ""
        print(f"       {miss.request.type}: opened {opened} + {miss.span} = {due}; the city has {theirs}")
    if len(misses) > 5:  # noqa: PLR2004  as many as are shown
        print(f"       and {len(misses) - 5} more")


if __name__ == "__main__":
    report(read_requests(Path(sys.argv[1]) if len(sys.argv) > 1 else DATA / "boston_311.csv"))
