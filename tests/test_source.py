"""Sources: what they cite and how well they were checked."""

from __future__ import annotations

from datetime import date

import pytest

from servrecov import source
from servrecov.errors import InvalidValueError, UnknownNameError
from servrecov.source import Source, SourceStatus

NAMED = [value for value in vars(source).values() if isinstance(value, Source)]


def test_a_place_in_a_document_keeps_the_rest():
    """`at` changes the locator and nothing else."""
    document = Source(title="Rules", url="https://example.org", status="verified", checked_on=date(2026, 1, 2))

    clause = document.at("art. 3")

    assert clause == Source(title="Rules", locator="art. 3", url="https://example.org", status="verified", checked_on=date(2026, 1, 2))
    assert document.locator == ""


def test_a_source_is_cited_in_one_line():
    """The locator follows the title where there is one."""
    assert str(Source(title="Rules")) == "Rules"
    assert str(Source(title="Rules", locator="art. 3")) == "Rules, art. 3"


def test_what_is_said_without_a_status_counts_as_recalled():
    """Nobody gets more credit than was claimed."""
    assert Source(title="Rules").status is SourceStatus.RECALLED


def test_an_unknown_status_is_refused_with_the_nearest():
    """A misspelt status names the right one."""
    with pytest.raises(UnknownNameError) as caught:
        Source(title="Rules", status="verifid")

    assert caught.value.nearest == "verified"


def test_a_date_given_as_text_is_refused():
    """The day of the check is a date."""
    with pytest.raises(InvalidValueError):
        Source(title="Rules", checked_on="2026-01-02")


@pytest.mark.parametrize("named", NAMED, ids=lambda named: named.title[:30])
def test_a_verified_source_says_when_it_was_checked(named):
    """Verified without a day would be a claim without proof."""
    assert (named.status is SourceStatus.VERIFIED) == (named.checked_on is not None)


def test_the_named_sources_are_all_different():
    """No document stands in the list twice."""
    assert len({named.title for named in NAMED}) == len(NAMED) >= 5
