"""Recompute the decision dates of a Dutch municipality's permit cases and compare them with its own.

    python examples/coselog_receipt.py [cases.csv | cases.csv.gz]

The log is not part of the project. Without a path it is looked for in the folder `shared/data` beside the project. It is published by Eindhoven
University of Technology: J.C.A.M. Buijs, Receipt phase of an environmental permit application process ('WABO'), CoSeLoG project,
4TU.ResearchData 2014, doi:10.4121/uuid:a07386a5-7be3-4367-9535-70bc9e77dbe6.

What the rules are was inferred; the law, article 3.9 of the Wabo, allows eight weeks and one extension by up to six:

1. A decision is due 56 days after the application, at the same time of day on the wall clocks of Amsterdam; no day of rest moves it.
2. Where it was extended by the whole six weeks, it is due 98 days after the application.
3. In the first weeks of the log some were given two months instead.
4. Whatever else was added, for shorter extensions and while documents were missing, the log does not tell.
"""

from __future__ import annotations

import csv
import gzip
import sys
from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

import pendulum

import servrecov as sr

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT.parent / "shared" / "data" / "coselog_receipt_cases.csv.gz"
DOI = "10.4121/uuid:a07386a5-7be3-4367-9535-70bc9e77dbe6"
AMSTERDAM = "Europe/Amsterdam"
SECOND = 1.0

OFFICE = sr.BusinessCalendar.weekly("Mon-Fri 09:00-17:00", tz=AMSTERDAM)
BASIC, EXTENDED, OLD = sr.Span.parse("56 days"), sr.Span.parse("98 days"), sr.Span.parse("2 months")
RULES, NO_RULE = {"56 days": BASIC, "extended to 98 days": EXTENDED, "2 months": OLD}, "none of these"
TRIED = ["56 days", "1344 hours", "2 months", "56 days by end of day", "56 days by end of day rolled forward", "40 business days"]
FILLER = timedelta(hours=1, minutes=6, seconds=40)
"""A time of day that stands in two thirds of the cases, as midnight does in most of the others: both mean that none was known."""

ENDED = [
    (-29, "more than four weeks before"),
    (-8, "one to four weeks before"),
    (-1, "in the week before"),
    (0, "on the day itself"),
    (7, "up to a week late"),
    (28, "one to four weeks late"),
]
"""Up to how many days after the due date a case counts as ended so."""

POLICY = sr.DeadlinePolicy(
    name="permits",
    calendar=OFFICE,
    clocks=[sr.Clock(name="decision", kind="decide", start="received", stop="decided", within=BASIC, extend=[sr.Extension("extended", EXTENDED)])],
)


class Case(NamedTuple):
    """One application: its name, when it came in, when the municipality's decision was due, and when the case ended, if it did."""

    name: str
    received: pendulum.DateTime
    due: pendulum.DateTime
    ended: pendulum.DateTime | None


def read_cases(path: Path) -> list[Case]:
    """Read cases from a CSV file, gzipped or not."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") if path.suffix == ".gz" else path.open(encoding="utf-8", newline="") as file:
        return [
            Case(row["concept:name"], moment(row["startdate"]), moment(row["deadline"]), moment(row["enddate"]) if row["enddate"] else None)
            for row in csv.DictReader(file)
        ]


def moment(text: str) -> pendulum.DateTime:
    """Read an instant and show it on the wall clocks of Amsterdam."""
    return pendulum.instance(datetime.fromisoformat(text)).in_timezone(AMSTERDAM)


def by_date(case: Case, span: sr.Span) -> bool:
    """Whether a span gives the municipality's date."""
    return span.due(case.received, OFFICE).date() == case.due.date()


def by_second(case: Case, span: sr.Span) -> bool:
    """Whether a span gives the municipality's time, less than a second apart."""
    return abs((span.due(case.received, OFFICE) - case.due).total_seconds()) < SECOND


def reproduced(cases: list[Case], span: sr.Span) -> tuple[int, int]:
    """Count the cases that a span reproduces, by date and by the second."""
    return sum(by_date(case, span) for case in cases), sum(by_second(case, span) for case in cases)


def rule_of(case: Case) -> str:
    """Name the rule that gives the municipality's date."""
    return next((name for name, span in RULES.items() if by_date(case, span)), NO_RULE)


def decision(case: Case) -> sr.Deadline:
    """Read the deadline of a case; that it was extended shows in nothing but its own due time."""
    events = [SimpleNamespace(verb="received", at=case.received)]
    if by_date(case, EXTENDED):
        events.append(SimpleNamespace(verb="extended", at=case.received))
    if case.ended is not None:
        events.append(SimpleNamespace(verb="decided", at=max(case.ended, case.received)))  # two have their end at midnight, before their beginning
    [deadline] = POLICY.deadlines(None, events, now=max(case.due, events[-1].at))
    return deadline


def is_late(case: Case) -> bool:
    """Whether the case ended after the municipality's due time."""
    return case.ended is not None and case.ended > case.due


def is_late_by_day(case: Case) -> bool:
    """Whether the case ended on a later date than the municipality's."""
    return case.ended is not None and case.ended.date() > case.due.date()


def changes_offset(case: Case) -> bool:
    """Whether the clocks were changed between application and due time."""
    return case.received.utcoffset() != case.due.utcoffset()


def miss(case: Case) -> str:
    """Say how a due time that no rule reproduces differs, as far as the data tell."""
    days = (case.due.date() - case.received.date()).days
    if days % 7 == 0:
        return "another number of whole weeks"
    return "shorter than eight weeks" if days < BASIC.n else "longer by some other number of days"


def time_of_day(case: Case) -> str:
    """Say how a due time of the right date differs in its time of day."""
    seconds = round((BASIC.due(case.received, OFFICE) - case.due).total_seconds())
    return "in at 01:06:40, due at 00:00:00" if timedelta(seconds=seconds) == FILLER else "another time of day"


def when_ended(case: Case) -> str:
    """Say how long before or after its due date a case ended."""
    if case.ended is None:
        return "not ended in the log"
    days = (case.ended.date() - case.due.date()).days
    return next((said for last, said in ENDED if days <= last), "more than four weeks late")


def share(part: int, whole: int) -> str:
    """Write a part of a whole."""
    return f"{part:>5,} of {whole:>5,}  {100 * part / whole:6.2f} %" if whole else f"{part:>5,} of {whole:>5,}"


def line(what: str, *shares: tuple[int, int]) -> str:
    """Write one line of the report."""
    return f"  {what:<38}{'  '.join(share(*each) for each in shares)}"


def tally(kinds: Iterable[str]) -> None:
    """Print how many there are of each kind, the most frequent first."""
    for kind, count in Counter(kinds).most_common():
        print(f"  {count:>5,}  {kind}")


def report(cases: list[Case]) -> None:
    """Print which due times are reproduced, which are not, and when the cases ended."""
    received = [case.received for case in cases]
    print(f"Permit applications: {len(cases):,}, received {min(received):%Y-%m-%d} to {max(received):%Y-%m-%d}\n")
    report_rules(cases)
    report_times([case for case in cases if by_date(case, BASIC)])
    report_ends(cases)


def report_rules(cases: list[Case]) -> None:
    """Print how far one rule goes for all cases, and which rule gives the date of each."""
    print(f"{'One rule for all':<40}{'by date':<26}by the second")
    for text in TRIED:
        print(line(text, *((found, len(cases)) for found in reproduced(cases, sr.Span.parse(text)))))
    print("\nThe rule that gives the date")
    counted = Counter(map(rule_of, cases))
    for rule in (*RULES, NO_RULE):
        print(line(rule, (counted[rule], len(cases))))
    tally(miss(case) for case in cases if rule_of(case) == NO_RULE)


def report_times(basic: list[Case]) -> None:
    """Print how exact the 56 days are."""
    exact = [case for case in basic if by_second(case, BASIC)]
    changed = [case for case in basic if changes_offset(case)]
    print("\nOf those with 56 days")
    print(line("right to the second", (len(exact), len(basic))))
    print(line("over a change of the clocks", (sum(by_second(case, BASIC) for case in changed), len(changed))))
    print(line("due on a Saturday or Sunday", (sum(not OFFICE.is_business_day(case.due.date()) for case in basic), len(basic))))
    tally(time_of_day(case) for case in basic if not by_second(case, BASIC))


def report_ends(cases: list[Case]) -> None:
    """Print how many were late, and how late."""
    ended = [case for case in cases if case.ended is not None]
    known = [case for case in ended if by_date(case, BASIC) or by_date(case, EXTENDED)]
    print("\nLate")
    print(line("to the second", (sum(map(is_late, ended)), len(ended))))
    print(line("by date", (sum(map(is_late_by_day, ended)), len(ended))))
    print(line("our verdict is theirs, of 56 and 98", (sum((decision(case).breached_at is not None) == is_late(case) for case in known), len(known))))
    print("\nEnded")
    counted = Counter(map(when_ended, cases))
    for said in [*(said for _, said in ENDED), "more than four weeks late", "not ended in the log"]:
        print(f"  {counted[said]:>5,}  {said}")


if __name__ == "__main__":
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else DATA
    if path.exists():
        report(read_cases(path))
    else:
        print(f"There is no file {path.name} here. The log is no part of the project; its publisher has it as doi:{DOI}.")
