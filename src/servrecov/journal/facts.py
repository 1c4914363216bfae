"""What is known about a complaint by now: what the customer said, as later events revised it.

What lives here: `Facts` and how an event revises them. What does not: who uses them (clocks, authority, fairness). Facts also read a
complaint that is not ours: whatever attribute it lacks is unknown. Read `promise.py` next.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

import attrs

from servrecov.journal.journal import Entry
from servrecov.journal.match import field_matches

__all__ = ["Facts"]

_REVISED_BY: Final[Mapping[str, tuple[str, ...]]] = {
    "classified": ("severity", "kind", "site", "cause", "difficulty", "loss", "risks"),
    "cause_found": ("cause",),
    "need_agreed": ("sought",),
}
"""The fields that each verb revises; a field that the event leaves None stays as it was."""

REVISING: Final = frozenset(_REVISED_BY)
"""The verbs that may revise a fact."""


@attrs.frozen(kw_only=True)
class Facts:
    """The complaint as it is understood.

    Before anything is revised, `severity`, `kind`, `site`, `cause` and `difficulty` are those of the gravest failure, `loss` the sum over the
    failures (None for an unknown or mixed currency). A revision replaces the derived value as a whole.

    Attributes:
        complaint: What the customer said.
        severity: How grave it is.
        kind: Outcome or process.
        site: Core service or encounter.
        cause: Code in the tree of causes.
        difficulty: How hard it is to handle, in the playbook's words.
        loss: What it cost the customer.
        risks: What else is at stake.
        sought: The kinds of remedy that the customer wants.
    """

    complaint: Any
    severity: Any = None
    kind: Any = None
    site: Any = None
    cause: Any = None
    difficulty: Any = None
    loss: Any = None
    risks: tuple[Any, ...] = ()
    sought: tuple[Any, ...] = ()

    @classmethod
    def from_complaint(cls, complaint: object) -> Facts:
        """Read what a complaint says before any event; an attribute it lacks is unknown."""
        spoken_of = getattr(complaint, "gravest", None) if hasattr(complaint, "gravest") else complaint
        return cls(
            complaint=complaint,
            severity=getattr(complaint, "severity", None),
            loss=getattr(complaint, "loss", None),
            risks=_several(getattr(complaint, "risks", None)),
            sought=_several(getattr(complaint, "sought", None)),
            **{name: getattr(spoken_of, name, None) for name in ("kind", "site", "cause", "difficulty")},
        )

    def revised(self, event: object) -> Facts:
        """Return the facts after an event; the same object where it revises nothing."""
        names = _REVISED_BY.get(getattr(event, "verb", ""), ())
        changes = {name: value for name in names if (value := _frozen(getattr(event, name, None))) is not None and value != getattr(self, name)}
        return attrs.evolve(self, **changes) if changes else self

    def get(self, name: str) -> Any:  # noqa: ANN401  (a fact may be anything)
        """Return a fact by name.

        A name is one of this class's attributes, else an attribute of the complaint, else a key of the complaint's `attributes`; dots
        lead further in, as in ``"customer.market"``. What is not there is unknown: None.
        """
        first, *rest = name.split(".")
        value = getattr(self, first, None) if first in _OWN else _looked_up(self.complaint, first)
        for part in rest:
            value = _looked_up(value, part)
        return value

    def match(self, wanted: Mapping[str, Any]) -> bool:
        """Say whether every wanted value holds; a tuple means any of them, and what is unknown never matches."""
        return all(field_matches(self.get(name), value) for name, value in wanted.items())


_OWN: Final = frozenset(field.name for field in attrs.fields(Facts))


def _several(value: Any) -> tuple[Any, ...]:  # noqa: ANN401
    """Read what may be several, or a single one, or nothing."""
    if value is None or isinstance(value, (list, tuple, set, frozenset)):
        return tuple(value or ())
    return (value,)


def _frozen(value: Any) -> Any:  # noqa: ANN401
    """Freeze a list, which another system's event may carry."""
    return tuple(value) if isinstance(value, list) else value


def _looked_up(holder: object, name: str) -> Any:  # noqa: ANN401
    if isinstance(holder, Mapping):
        return holder.get(name)
    found = getattr(holder, name, None)
    if found is None and isinstance(attributes := getattr(holder, "attributes", None), Mapping):
        return attributes.get(name)
    return found


def facts_of(complaint: object, entries: Iterable[Entry]) -> Facts:
    """Read the facts from a complaint and the entries that a reading sees, in the order of time."""
    facts = Facts.from_complaint(complaint)
    for _, event in entries:
        facts = facts.revised(event)
    return facts
