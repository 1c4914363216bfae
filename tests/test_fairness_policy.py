"""The fairness policy and the catalogue of criteria: neutral by default, checked when built."""

from __future__ import annotations

import math

import pytest

from servrecov.errors import InvalidSpanError, InvalidValueError, UnknownNameError
from servrecov.fairness.audit import _RULES
from servrecov.fairness.criteria import CRITERIA, Criterion
from servrecov.fairness.policy import FairnessPolicy
from servrecov.journal.match import On
from servrecov.source import LECTURE
from servrecov.terms import Justice


def test_the_defaults_are_neutral():
    """Every criterion weighs the same, nothing is accepted and nothing is waited for until a playbook says so."""
    policy = FairnessPolicy()

    assert {policy.weight(code) for code in CRITERIA} == {1}
    assert (policy.patience, policy.accepted_handovers, policy.accepted_reminders) == (None, 0, 0)
    assert policy.rejections == (On("responded", kind="rejected"),)


def test_it_reads_plain_data():
    """What TOML and JSON can say is enough."""
    policy = FairnessPolicy(
        weights={"apology": 2, "explanation": 0}, patience="3 business days", rejections=["responded", {"verb": "closed", "outcome": "no"}]
    )

    assert (policy.weight("apology"), policy.weight("explanation"), policy.weight("choice_given")) == (2, 0, 1)
    assert str(policy.patience) == "3 business days"
    assert policy.rejections == (On("responded"), On("closed", outcome="no"))
    assert hash(policy) == hash(FairnessPolicy(**{name: getattr(policy, name) for name in ("weights", "patience", "rejections")}))


@pytest.mark.parametrize("weight", [-1, math.nan, math.inf, True, "2"])
def test_a_weight_is_a_finite_number_from_nothing_up(weight):
    """Anything else would turn the mean into nonsense."""
    with pytest.raises(InvalidValueError, match="apology"):
        FairnessPolicy(weights={"apology": weight})


def test_a_weight_for_no_criterion_is_refused():
    """The error names the nearest criterion."""
    with pytest.raises(UnknownNameError) as caught:
        FairnessPolicy(weights={"deadline_kept": 1})

    assert caught.value.nearest == "deadlines_kept"
    with pytest.raises(UnknownNameError):
        FairnessPolicy(weights={3: 1})


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"weights": ["apology"]}, InvalidValueError),
        ({"patience": "soon"}, InvalidSpanError),
        ({"accepted_handovers": -1}, InvalidValueError),
        ({"accepted_reminders": -1}, InvalidValueError),
        ({"accepted_reminders": 1.5}, InvalidValueError),
        ({"our_causes": "service"}, InvalidValueError),
        ({"rejections": 3}, InvalidValueError),
    ],
)
def test_what_it_cannot_hold_is_refused(fields, error):
    """The error names the field."""
    with pytest.raises(error, match=f"FairnessPolicy.{next(iter(fields))}"):
        FairnessPolicy(**fields)


def test_every_criterion_has_a_rule_and_every_rule_a_criterion():
    """The catalogue and the rules are one list."""
    assert list(_RULES) == list(CRITERIA)


def test_a_criterion_is_a_sourced_term():
    """It has a label in two languages, a definition and a source."""
    for code, criterion in CRITERIA.items():
        assert criterion.code == code
        assert criterion.label_in("en") == criterion.label
        assert criterion.label_in("zh-CN") == criterion.zh != criterion.label
        assert criterion.definition
        assert criterion.source.title


def test_a_criterion_needs_a_code():
    """Findings and weights would have no name for it."""
    with pytest.raises(InvalidValueError, match=r"Criterion.code"):
        Criterion(code="", dimension=Justice.OUTCOME, label="x", zh="x", definition="x", source=LECTURE)
