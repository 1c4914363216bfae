"""Failures: gravity, what may be unknown, and what is refused."""

from __future__ import annotations

import itertools
import operator
import pickle

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from servrecov.complaint.attribution import Attribution
from servrecov.complaint.failure import Difficulty, Failure, FailureKind, FailureSite, Quality, Severity
from servrecov.complaint.incident import Incident
from servrecov.errors import InvalidValueError, UnknownNameError
from servrecov.money import Money

IN_ORDER = ["minor", "moderate", "major", "critical"]
severities = st.sampled_from(Severity)


def test_severities_run_from_minor_to_critical():
    """Gravity is the order of the contract, not of the alphabet."""
    assert sorted(Severity, key=str) != sorted(Severity) == [Severity(text) for text in IN_ORDER]
    assert max(Severity) is Severity.CRITICAL
    assert min(Severity) is Severity.MINOR
    assert [severity.rank for severity in Severity] == [0, 1, 2, 3]


@pytest.mark.parametrize(("one", "other"), list(itertools.product(IN_ORDER, repeat=2)))
def test_severities_compare_with_their_texts_on_either_side(one, other):
    """A text stands for its severity, on the left and on the right."""
    lower, equal = IN_ORDER.index(one) < IN_ORDER.index(other), one == other
    expected = (lower, lower or equal, not lower and not equal, not lower)

    for left, right in [(Severity(one), Severity(other)), (Severity(one), other), (one, Severity(other))]:
        assert (left < right, left <= right, left > right, left >= right) == expected


@given(st.lists(severities, min_size=1))
def test_the_graver_of_many_is_found_whatever_the_spelling(many):
    """`max` over members and over texts made comparable agree."""
    assert max(many) == IN_ORDER[max(IN_ORDER.index(severity.value) for severity in many)]


@pytest.mark.parametrize("other", ["grave", "", 3, None])
def test_a_severity_compares_with_nothing_else(other):
    """What names no severity is refused, never compared by the alphabet."""
    with pytest.raises(UnknownNameError):
        operator.lt(Severity.MAJOR, other)


def test_a_failed_outcome_touches_technical_quality_and_a_failed_process_functional():
    """The lecture's two pairs of words say the same thing."""
    assert FailureKind.OUTCOME.quality is Quality.TECHNICAL
    assert FailureKind.PROCESS.quality is Quality.FUNCTIONAL


def test_everything_but_the_words_may_be_unknown():
    """An empty failure is one of which nothing is known yet."""
    unknown = Failure()

    assert unknown.what == ""
    assert {value for name, value in attrs.asdict(unknown).items() if name != "what"} == {None}


def test_a_failure_reads_its_vocabularies_from_text():
    """Data may spell the members out."""
    failure = Failure(
        kind="process",
        site="encounter",
        quality="functional",
        incident="unprompted_action.attention",
        severity="minor",
        cause="service.attitude.impatient",
        attribution=Attribution(account="customer"),
        difficulty="ordinary",
        loss=Money(0, "CNY"),
        what="Nobody looked up",
    )

    assert failure.kind is FailureKind.PROCESS
    assert failure.site is FailureSite.ENCOUNTER
    assert failure.quality is Quality.FUNCTIONAL
    assert failure.incident is Incident.ATTENTION
    assert failure.severity is Severity.MINOR
    assert failure.difficulty == Difficulty.ORDINARY


def test_a_failure_is_a_value():
    """Equal fields make equal failures, hashed alike and whole after pickling."""
    one, same = (Failure(kind="outcome", loss=Money(text, "CNY"), what="Brakes squeal") for text in ("480.00", "480"))

    assert one == same
    assert hash(one) == hash(same)
    assert pickle.loads(pickle.dumps(one)) == one  # noqa: S301  (our own bytes)


def test_the_words_stay_out_of_the_repr():
    """Customers name people when they tell what happened."""
    assert "Zhang" not in repr(Failure(what="Zhang shouted at me"))


def test_a_firm_s_own_word_for_difficulty_is_taken():
    """Difficulty is an open word; the two shipped ones are those of the sources."""
    assert Failure(difficulty="exceptional").difficulty == "exceptional"


def test_a_misspelt_kind_is_refused_with_the_nearest():
    """The error names the place and the right word."""
    with pytest.raises(UnknownNameError) as caught:
        Failure(kind="outcom")

    assert str(caught.value) == "Failure.kind: got 'outcom', expected a FailureKind: outcome, process; did you mean 'outcome'?"


@pytest.mark.parametrize(
    ("field", "value"),
    [("loss", 480), ("loss", "480.00 CNY"), ("loss", Money("-0.01", "CNY")), ("cause", 7), ("attribution", "customer"), ("what", None)],
)
def test_what_a_field_cannot_hold_is_refused(field, value):
    """A bare number is no loss, a negative loss is none, and the words are always text."""
    with pytest.raises(InvalidValueError) as caught:
        Failure(**{field: value})

    assert caught.value.where == f"Failure.{field}"


def test_a_failure_takes_names_only():
    """Nobody has to remember the order of ten fields."""
    with pytest.raises(TypeError):
        Failure("outcome")


def test_a_failure_cannot_change():
    """A value is frozen."""
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        Failure().kind = FailureKind.OUTCOME
