"""How a playbook weighs fairness: weights, patience and the few thresholds that criteria need.

What lives here: `FairnessPolicy`. What does not: the criteria (`criteria.py`) and how they are judged. The defaults are neutral: equal weights, no
hand-over and no reminder accepted, and no patience, so that nothing is held against the firm for mere silence unless the playbook says after how long.
Read `story.py` next.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from servrecov import values
from servrecov.calendar.span import Span, as_span
from servrecov.errors import InvalidValueError, UnknownNameError
from servrecov.fairness.criteria import CRITERIA
from servrecov.journal.match import On, as_ons
from servrecov.values import FrozenMap

__all__ = ["FairnessPolicy"]


def _weights(value: object) -> FrozenMap[str, float]:
    if not isinstance(value, Mapping):
        raise InvalidValueError("FairnessPolicy.weights", value, "a mapping from criterion to weight")
    return FrozenMap({_criterion(code): _weight(code, weight) for code, weight in value.items()})


def _criterion(code: object) -> str:
    if isinstance(code, str) and code in CRITERIA:
        return code
    raise UnknownNameError("FairnessPolicy.weights", code, "the code of a criterion", CRITERIA)


def _weight(code: object, weight: object) -> float:
    if isinstance(weight, bool) or not isinstance(weight, (int, float)) or not math.isfinite(weight) or weight < 0:
        raise InvalidValueError(f"FairnessPolicy.weights[{code!r}]", weight, "a finite number from 0")
    return float(weight)


def _patience(value: object) -> Span | None:
    return None if value is None else as_span(value, "FairnessPolicy.patience")


def _rejections(value: Any) -> tuple[On, ...]:  # noqa: ANN401  (any of the short forms)
    return as_ons(value, "FairnessPolicy.rejections")


def _count(policy: FairnessPolicy, field: attrs.Attribute[int], count: int) -> None:  # noqa: ARG001  (attrs gives all three)
    if count < 0:
        raise InvalidValueError(f"FairnessPolicy.{field.name}", count, "a whole number from 0")


@attrs.frozen(kw_only=True, field_transformer=values.held)
class FairnessPolicy:
    """Weights and thresholds of the fairness audit.

    Attributes:
        weights: Weight of a criterion by its code; 1 where none is given. A criterion of weight 0 is reported and not weighed.
        patience: How long after receipt a criterion without a deadline waits for a decision; counted on the default calendar of the deadlines. None
            waits for ever.
        accepted_handovers: How often a case may change hands before it counts against `one_owner`.
        accepted_reminders: How often a customer may turn to us unasked before it counts against `no_chasing`.
        our_causes: Causes that lie with the firm, each with all that is below it in the tree; `apology` reads them.
        rejections: Answers that turn the customer down; `reasons_and_recourse` reads them.

    Raises:
        UnknownNameError: A weight is given for no criterion.
        InvalidValueError: A weight is negative or not finite, or a count is negative.
        InvalidSpanError: The patience cannot be read.

    Example:
        >>> policy = FairnessPolicy(weights={"apology": 2}, patience="3 days")
        >>> policy.weight("apology"), policy.weight("explanation"), str(policy.patience)
        (2.0, 1.0, '3 days')
    """

    weights: Mapping[str, float] = attrs.field(factory=dict, converter=_weights)
    patience: Span | None = attrs.field(default=None, converter=_patience)
    accepted_handovers: int = attrs.field(default=0, validator=_count)
    accepted_reminders: int = attrs.field(default=0, validator=_count)
    our_causes: Sequence[str] = ("product", "service", "promise", "sale")
    rejections: tuple[On, ...] = attrs.field(default=On("responded", kind="rejected"), converter=_rejections)

    def weight(self, code: str) -> float:
        """Return the weight of a criterion."""
        return self.weights.get(code, 1.0)
