"""The example on a Dutch municipality's permit cases: against the whole log where it lies beside the project, and on invented cases anywhere."""

from __future__ import annotations

import gzip
import importlib.util
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
WHOLE = ROOT.parent / "shared" / "data" / "coselog_receipt_cases.csv.gz"
PAGE = ROOT / "docs" / "how-to" / "dutch-permits.md"

beside = pytest.mark.skipif(not WHOLE.exists(), reason="the log is no part of the project and may not be shipped; it lies beside it")

INVENTED = """\
concept:name,startdate,deadline,enddate_planned,enddate
over a change of the clocks,2011-02-14T10:00:00+01:00,2011-04-11T10:00:00+02:00,,2011-04-11T09:59:59+02:00
an hour late,2011-05-02T10:00:00+02:00,2011-06-27T10:00:00+02:00,,2011-06-27T11:00:00+02:00
extended,2011-05-02T10:00:00+02:00,2011-08-08T10:00:00+02:00,,2011-08-16T10:00:00+02:00
two months,2010-10-15T01:06:40.020+02:00,2010-12-15T01:06:40.000+01:00,,
filler,2011-05-03T01:06:40.020+02:00,2011-06-28T00:00:00.000+02:00,,2011-06-01T00:00:00+02:00
twelve weeks,2011-05-03T09:00:00+02:00,2011-07-26T09:00:00+02:00,,2011-07-20T09:00:00+02:00
held,2011-05-03T09:00:00+02:00,2011-07-07T09:00:00+02:00,,2011-09-20T09:00:00+02:00
short,2011-05-03T09:00:00+02:00,2011-06-27T09:00:00+02:00,,2011-05-10T09:00:00+02:00
ended before it began,2011-05-03T09:00:00+02:00,2011-06-28T09:00:01.5+02:00,,2011-05-03T00:00:00+02:00
"""


@pytest.fixture(scope="module")
def coselog():
    """The example as a module."""
    spec = importlib.util.spec_from_file_location("coselog_receipt", ROOT / "examples" / "coselog_receipt.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


@pytest.fixture(scope="module")
def whole(coselog):
    """The whole log."""
    return coselog.read_cases(WHOLE)


@pytest.fixture
def invented(coselog, tmp_path):
    """A case of each kind, by name."""
    path = tmp_path / "invented.csv"
    path.write_text(INVENTED, encoding="utf-8")
    return {case.name: case for case in coselog.read_cases(path)}


def test_a_gzipped_file_is_read_alike(coselog, invented, tmp_path):
    """As it is published, or unpacked."""
    packed = tmp_path / "invented.csv.gz"
    packed.write_bytes(gzip.compress(INVENTED.encode()))
    assert coselog.read_cases(packed) == list(invented.values())


@pytest.mark.parametrize(
    ("name", "rule", "exact"),
    [
        ("over a change of the clocks", "56 days", True),
        ("extended", "extended to 98 days", False),
        ("two months", "2 months", False),
        ("filler", "56 days", False),
        ("held", "none of these", False),
    ],
)
def test_each_case_has_the_rule_that_gives_its_date(coselog, invented, name, rule, exact):
    """The wall time is kept over a change of the clocks, so 56 days are not 1344 hours."""
    case = invented[name]
    assert coselog.rule_of(case) == rule
    assert coselog.by_second(case, coselog.BASIC) is exact
    assert not (coselog.by_second(case, coselog.sr.Span.parse("1344 hours")) and coselog.changes_offset(case))


def test_an_extension_moves_the_due_time_to_98_days(coselog, invented):
    """The clock of the example gives the municipality's own due time, and is judged by it."""
    extended = coselog.decision(invented["extended"])
    assert extended.due_at == invented["extended"].due
    assert extended.breached_at == extended.due_at
    assert coselog.decision(invented["over a change of the clocks"]).status == "met"


def test_late_to_the_second_need_not_be_late_by_date(coselog, invented):
    """What ends on its last day is late only where the time of day is taken at its word."""
    case = invented["an hour late"]
    assert (coselog.is_late(case), coselog.is_late_by_day(case), coselog.when_ended(case)) == (True, False, "on the day itself")


def test_what_ended_before_it_began_ended_when_it_began(coselog, invented):
    """Two cases of the log have midnight for an end, on the day they came in."""
    assert coselog.decision(invented["ended before it began"]).stopped_at == invented["ended before it began"].received


def test_the_report_names_what_it_cannot_reproduce(coselog, invented, capsys):
    """Each kind of miss has its line."""
    coselog.report(list(invented.values()))
    printed = capsys.readouterr().out
    for said in (
        "56 days                                   4 of     9   44.44 %",
        "    1  another number of whole weeks",
        "    1  longer by some other number of days",
        "    1  shorter than eight weeks",
        "    1  in at 01:06:40, due at 00:00:00",
        "    1  another time of day",
        "    1  more than four weeks late",
        "    1  not ended in the log",
    ):
        assert said in printed
    assert coselog.share(0, 0).strip() == "0 of     0"


@beside
def test_of_the_whole_log_three_quarters_are_reproduced_by_date(coselog, whole):
    """75.31 % by date and 68.48 % by the second, as 56 days on the Amsterdam wall clock; as hours, or with days of rest, fewer."""
    counts = {text: coselog.reproduced(whole, coselog.sr.Span.parse(text)) for text in coselog.TRIED}
    assert len(whole) == 1434
    assert counts["56 days"] == (1080, 982)
    assert all(date <= 1080 and second < 982 for text, (date, second) in counts.items() if text != "56 days")


@beside
def test_over_a_change_of_the_clocks_the_wall_time_is_kept(coselog, whole):
    """Of 344 such cases 335 come out to the second; counted in hours, none would."""
    changed = [case for case in whole if coselog.by_date(case, coselog.BASIC) and coselog.changes_offset(case)]
    hours = coselog.sr.Span.parse("1344 hours")
    assert [len(changed), sum(coselog.by_second(case, coselog.BASIC) for case in changed)] == [344, 335]
    assert not any(coselog.by_second(case, hours) for case in changed)


@beside
def test_no_day_of_rest_moves_a_due_date(coselog, whole):
    """59 of the 56 days end on a Saturday or Sunday and stay there."""
    weekend = [case for case in whole if coselog.by_date(case, coselog.BASIC) and case.due.isoweekday() > 5]
    assert len(weekend) == 59


@beside
def test_where_the_date_is_reproduced_so_is_the_verdict(coselog, whole):
    """Of 1,056 ended cases with 56 or 98 days all but one are late or in time as the municipality's own due time has it."""
    known = [case for case in whole if case.ended and (coselog.by_date(case, coselog.BASIC) or coselog.by_date(case, coselog.EXTENDED))]
    agreed = [case for case in known if (coselog.decision(case).breached_at is not None) == coselog.is_late(case)]
    assert [len(known), len(agreed)] == [1056, 1055]


@beside
def test_the_page_shows_what_the_example_prints(coselog, whole, capsys):
    """The figures on the page are those that the example prints today."""
    coselog.report(whole)
    [shown] = re.findall(r"^```text\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    assert shown == capsys.readouterr().out


def test_the_page_and_the_example_cite_the_publisher(coselog):
    """Title, author and DOI, as the publisher asks."""
    page = PAGE.read_text(encoding="utf-8")
    assert all(said in page for said in ("Buijs", "4TU.ResearchData", coselog.DOI))
