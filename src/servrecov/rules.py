"""What a playbook holds: procedure, deadlines, authority, fairness, guidance, and the names it knows.

What lives here: `Rules`, the data, and the checks of names against it. What does not: opening and replaying cases, which is what one does with a
playbook (`playbook.py`). Rules are data: they can be written, compared, versioned and replaced. Read `case.py` next.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Self

import attrs

from servrecov import values
from servrecov.bilingual import Text
from servrecov.calendar.calendar import BusinessCalendar
from servrecov.complaint.cause import CAUSES, CauseTree
from servrecov.complaint.complaint import Complaint
from servrecov.deadline.policy import DeadlinePolicy
from servrecov.errors import InvalidPresetError, UnknownNameError
from servrecov.fairness.policy import FairnessPolicy
from servrecov.handling.authority import Authority
from servrecov.handling.condition import Condition
from servrecov.handling.guidance import GuidanceBook
from servrecov.handling.procedure import Procedure
from servrecov.journal.catalogue import check_verb
from servrecov.source import Source

__all__ = ["Rules"]


def _no_clocks() -> DeadlinePolicy:
    return DeadlinePolicy(name="none")


@attrs.frozen(kw_only=True, field_transformer=values.held)
class Rules:
    """How a firm handles complaints, as data.

    Attributes:
        code: Name by which it is loaded.
        version: Its version; a stored case names it.
        title: What it is called, in English and Chinese.
        procedure: Which steps lead from the receipt to the end.
        deadlines: By when things must happen.
        authority: Who may commit what; None leaves that unchecked.
        fairness: Weights and thresholds of the fairness audit.
        guidance: What to do and to avoid at each stage.
        roles: The roles it knows; empty leaves roles unchecked.
        causes: The tree of causes it knows.
        sources: Where it comes from.

    Raises:
        InvalidPresetError: Code or version is empty.
        UnknownNameError: A clock waits for an unknown verb, or a step, a tier or a rung names an unknown role.
    """

    code: str
    version: str
    title: Text
    procedure: Procedure
    deadlines: DeadlinePolicy = attrs.field(factory=_no_clocks)
    authority: Authority | None = None
    fairness: FairnessPolicy = attrs.field(factory=FairnessPolicy)
    guidance: GuidanceBook = attrs.field(factory=GuidanceBook)
    roles: Sequence[str] = ()
    causes: CauseTree = CAUSES
    sources: Sequence[Source] = ()

    def __attrs_post_init__(self) -> None:
        """Refuse empty names and names that lead nowhere."""
        for name in ("code", "version"):
            if not getattr(self, name).strip():
                raise InvalidPresetError(f"playbook.{name}", getattr(self, name), "text")
        for where, verb in self._verbs():
            check_verb(verb, where)
        for where, role in self._named_roles():
            self.check_role(role, where)

    def _verbs(self) -> Iterable[tuple[str, str]]:
        for clock in self.deadlines.clocks:
            for name in ("start", "stop", "pause", "resume", "cancel"):
                yield from ((f"clock {clock.name!r}: {name}", on.verb) for on in getattr(clock, name))
            for extension in clock.extend:
                yield from ((f"clock {clock.name!r}: extend.on", on.verb) for on in extension.on)

    def _named_roles(self) -> Iterable[tuple[str, str]]:
        for index, step in enumerate(self.procedure.steps):
            yield from ((f"procedure.steps[{index}].roles", role) for role in step.roles)
        if self.authority is not None:
            yield from ((f"authority.tiers[{index}].role", tier.role) for index, tier in enumerate(self.authority.tiers))
        for clock in self.deadlines.clocks:
            yield from ((f"clock {clock.name!r}: escalate.to", rung.to) for rung in clock.escalate)

    def check_role(self, role: str | None, where: str) -> None:
        """Refuse a role that the playbook does not know.

        Raises:
            UnknownNameError: The playbook lists roles, and this is none of them.
        """
        if role is not None and self.roles and role not in self.roles:
            raise UnknownNameError(where, role, f"a role of playbook {self.code!r}: {', '.join(self.roles)}", self.roles)

    def check_cause(self, cause: str | None, where: str) -> None:
        """Refuse a cause that the playbook does not know.

        Raises:
            UnknownNameError: It is not in the tree of causes.
        """
        if cause is not None:
            self.causes.check(cause, where)

    def check_complaint(self, complaint: Complaint) -> None:
        """Refuse a complaint whose failures name unknown causes."""
        for index, failure in enumerate(complaint.failures):
            self.check_cause(failure.cause, f"complaint.failures[{index}].cause")

    def check_event(self, event: object) -> None:
        """Refuse an event that names a role or a cause that the playbook does not know."""
        verb = getattr(event, "verb", "event")
        for name in ("role", "to_role"):
            self.check_role(getattr(event, name, None), f"{verb}.{name}")
        cause = getattr(event, "cause", None)
        self.check_cause(cause if isinstance(cause, str) else None, f"{verb}.cause")

    def acting_role(self, event: object) -> str | None:
        """Return the role in which an event acts, as far as it is known."""
        role: str | None = getattr(event, "role", None)
        return role if role is not None or self.authority is None else self.authority.acting_role(event)

    def with_calendar(self, calendar: BusinessCalendar) -> Self:
        """Return the same playbook on another default calendar."""
        return attrs.evolve(self, deadlines=self.deadlines.with_calendar(calendar))

    def with_conditions(self, conditions: Mapping[str, Condition]) -> Self:
        """Return the same playbook with a host's own named conditions."""
        return attrs.evolve(self, procedure=self.procedure.with_conditions(conditions))
