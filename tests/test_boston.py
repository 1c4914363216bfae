from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
WHOLE = ROOT.parent / "shared" / "data" / "boston311_legacy_sample.csv.gz"


@pytest.fixture(scope="module")
def boston():
    """The example as a module."""
    spec = importlib.util.spec_from_file_location("boston_311", ROOT / "examples" / "boston_311.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


def reproduced(boston, path):
    """Recompute a file and give the shares of due times and of labels."""
    requests = boston.read_requests(path)
    outcomes = boston.recompute(requests)
    labels = [boston.label(request.closed, request.due) == request.label for request in requests]
    return sum(outcome.agrees for outcome in outcomes) / len(outcomes), sum(labels) / len(labels), outcomes


def test_the_shipped_slice_is_reproduced_but_for_seven_due_times(boston):
    """The slice has 232 due times whose rule is known; those the city set by hand are not ours to reproduce."""
    _, labels, outcomes = reproduced(boston, boston.DATA / "boston_311.csv")
    assert [len(outcomes), sum(not outcome.agrees for outcome in outcomes)] == [232, 7]
    assert labels == 1


def test_the_shipped_slice_is_small_and_has_no_free_text(boston):
    """At most 300 rows, and only the columns that the example needs."""
    header, *rows = (boston.DATA / "boston_311.csv").read_text(encoding="utf-8").splitlines()
    assert len(rows) <= 300
    assert header == "case_enquiry_id,open_dt,target_dt,closed_dt,ontime,type"


@pytest.mark.skipif(not WHOLE.exists(), reason="the whole log is no part of the project; it lies beside it")
def test_the_whole_log_is_reproduced(boston):
    """Of the city's due times at least 98 % come out to the minute, of its labels at least 99 %."""
    dues, labels, outcomes = reproduced(boston, WHOLE)
    assert len(outcomes) == 2090
    assert dues >= 0.98
    assert labels >= 0.99


def test_the_report_says_what_is_reproduced_and_what_is_not(boston, capsys):
    """A person reads the shares per rule and the kinds of misses."""
    boston.report(boston.read_requests(boston.DATA / "boston_311.csv"))
    printed = capsys.readouterr().out
    assert "278 requests opened 2015 to 2024" in printed
    assert "225 of    232    96.98 %" in printed
    assert "set by hand" in printed


def test_a_request_without_a_due_time_is_on_time(boston):
    """Rule 4, and both sides of the due itself."""
    opened = boston.moment("2026-03-02 10:00:00")
    assert boston.label(opened, None) == "ONTIME"
    assert boston.label(opened, opened) == "ONTIME"
    assert boston.label(opened.add(seconds=1), opened) == "OVERDUE"
    assert boston.share(0, 0).strip() == "0 of      0"


@pytest.mark.parametrize(
    ("opened", "due", "reason"),
    [
        ("2019-12-01 15:04:13", "2019-12-01 15:04:13", "no time was set"),
        ("2017-12-13 08:58:00", "2017-12-14 08:59:30", "ten minutes"),
        ("2015-02-06 16:20:39", "2015-02-10 16:20:39", "snow weeks"),
        ("2017-07-26 11:09:00", "2017-08-01 11:09:00", "by hand"),
    ],
)
def test_each_kind_of_miss_has_its_reason(boston, opened, due, reason):
    """What the data tell about a miss is said, and no more."""
    times = boston.moment(opened), boston.moment(due)
    request = boston.Request("x", *times, times[1], "ONTIME")
    miss = boston.Outcome(
        "business days", boston.sr.Span(1, "business_days"), request, boston.sr.Span(1, "business_days").due(times[0], boston.desk())
    )
    assert not miss.agrees
    assert reason in boston.reason(miss)
