"""What a playbook holds: procedure, deadlines, authority, fairness, guidance, and the names it knows.

What lives here: `Rules`, the data, and the checks of names against it. What does not: opening and replaying cases, which is what one does with a
playbook (`playbook.py`). The two are apart because a case holds the rules it is handled by and a playbook opens cases: imports would run in a
circle. Rules are data: they can be written, compared, versioned and replaced. Read `replay.py` next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, Self

import attrs

from servrecov import values
from servrecov.bilingual import Text, as_text
from servrecov.calendar.calendar import BusinessCalendar
from servrecov.complaint.cause import CAUSES, CauseTree
from servrecov.deadline.clock import Clock
from servrecov.deadline.policy import DeadlinePolicy
from servrecov.errors import InvalidPresetError, UnknownNameError
from servrecov.fairness.policy import FairnessPolicy
from servrecov.handling.authority import Authority
from servrecov.handling.condition import Condition, Situation
from servrecov.handling.guidance import GuidanceBook
from servrecov.handling.procedure import Procedure
from servrecov.journal.catalogue import check_matcher, check_wanted, field_checks
from servrecov.journal.facts import REVISING, Facts
from servrecov.journal.match import On
from servrecov.journal.redress import Promised
from servrecov.source import Source

__all__ = ["Rules"]

_CLOCK_EVENTS: Final = ("start", "stop", "pause", "resume", "cancel")
_SHIPPED_CAUSES: Final = FairnessPolicy().our_causes
_OWN_FACTS: Final = frozenset(field.name for field in attrs.fields(Facts))
_FACT_CHECKS: Final = {name: check for verb in sorted(REVISING) for name, check in field_checks(verb).items() if name in _OWN_FACTS}
"""What each fact may be wanted to hold: what an event that revises it can say. Facts of other names are attributes of the firm's own."""


def _no_clocks() -> DeadlinePolicy:
    return DeadlinePolicy(name="none")


def _title(value: Text | str | Mapping[str, str]) -> Text:
    return as_text(value, "playbook.title")


@attrs.frozen(kw_only=True, repr=False, field_transformer=values.held)
class Rules:
    """How a firm handles complaints, as data.

    What each attribute means is told where users meet it: in `Playbook`, which adds what one does with them.

    Raises:
        InvalidPresetError: Code or version is empty.
        UnknownNameError: A clock waits for an unknown verb, for a field that its event lacks or for a name that the field or the fact does not know; a
            step, a tier, a person or a rung has an unknown role; advice is given for an unknown stage; the fairness policy names an unknown verb or
            cause.
        InvalidValueError: A clock or the fairness policy waits for a value that the field of its event, or the fact, cannot hold.
    """

    code: str
    version: str
    title: Text = attrs.field(converter=_title)
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
        for where, on in self._matchers():
            check_matcher(on, where)
        for where, role in self._named_roles():
            self.check_role(role, where)
        for index, entry in enumerate(self.guidance.entries):
            self._check_stage(entry.stage, f"guidance.entries[{index}].stage")
        for where, check, wanted in self._wanted_facts():
            check_wanted(check, wanted, where)
        for where, cause in self._named_causes():
            self.check_cause(cause, where)

    def __repr__(self) -> str:
        """Name it by code and version: all of it would fill pages."""
        return f"<{type(self).__name__} {self.code} {self.version}>"

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:  # noqa: ANN401, ARG002, FBT001  (as IPython and Hypothesis call it)
        """Be as short in a notebook and in the report of a failed property, where attrs classes are printed field by field."""
        printer.text(repr(self))

    def _matchers(self) -> Iterator[tuple[str, On]]:
        for clock in self.deadlines.clocks:
            yield from _matchers_of(clock)
        yield from (("fairness.rejections", on) for on in self.fairness.rejections)

    def _named_roles(self) -> Iterable[tuple[str, str]]:
        for index, step in enumerate(self.procedure.steps):
            yield from ((f"procedure.steps[{index}].roles", role) for role in step.roles)
        if self.authority is not None:
            yield from ((f"authority.tiers[{index}].role", role) for index, role in enumerate(self.authority.roles))
            yield from self.authority.named_roles
        for clock in self.deadlines.clocks:
            yield from ((f"clock {clock.name!r}: escalate.to", rung.to) for rung in clock.escalate)

    def _wanted_facts(self) -> Iterator[tuple[str, Callable[[Any, str], object], object]]:
        for clock in self.deadlines.clocks:
            place = f"clock {clock.name!r}"
            yield from ((f"{place}: when.{name}", _FACT_CHECKS[name], wanted) for name, wanted in clock.when.items() if name in _FACT_CHECKS)
            yield from ((f"{place}: by_severity", _FACT_CHECKS["severity"], severity) for severity in clock.by_severity)

    def _named_causes(self) -> Iterator[tuple[str, str | None]]:
        if self.fairness.our_causes != _SHIPPED_CAUSES:  # which a firm with a tree of its own need not know
            yield from ((f"fairness.our_causes[{index}]", cause) for index, cause in enumerate(self.fairness.our_causes))
        for clock in self.deadlines.clocks:
            wanted = clock.when.get("cause")
            yield from ((f"clock {clock.name!r}: when.cause", cause) for cause in (wanted if isinstance(wanted, tuple) else (wanted,)))

    def _check_stage(self, stage: str, where: str) -> None:
        names = self.procedure.stage_names
        if stage not in names:
            raise UnknownNameError(where, stage, f"a stage of the procedure: {', '.join(names)}", names)

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

    def check_complaint(self, complaint: object) -> None:
        """Refuse a complaint whose failures name unknown causes; one that is not ours may have no failures."""
        for index, failure in enumerate(getattr(complaint, "failures", None) or ()):
            self.check_cause(getattr(failure, "cause", None), f"complaint.failures[{index}].cause")

    def check_event(self, event: object) -> None:
        """Refuse an event that names a role or a cause that the playbook does not know, and a promise kept by what can never come.

        Raises:
            UnknownNameError: A name is not known.
            InvalidValueError: A promise waits for a value that the field of its event cannot hold.
        """
        for name in ("role", "to_role"):
            if (role := getattr(event, name, None)) is not None:
                self.check_role(role, f"{event.verb}.{name}")  # type: ignore[attr-defined]
        if isinstance(cause := getattr(event, "cause", None), str):
            self.check_cause(cause, f"{event.verb}.cause")  # type: ignore[attr-defined]
        if isinstance(event, Promised):
            for index, on in enumerate(event.kept_by):
                check_matcher(on, f"{event.verb}.kept_by[{index}]")

    def acting_role(self, event: Any) -> str | None:  # noqa: ANN401  (any event)
        """Return the role in which an event acts, as far as it is known."""
        if self.authority is not None:
            return self.authority.acting_role(event)
        role: str | None = event.role
        return role

    def with_calendar(self, calendar: BusinessCalendar) -> Self:
        """Return the same playbook on another default calendar."""
        return attrs.evolve(self, deadlines=self.deadlines.with_calendar(calendar))

    def with_conditions(self, conditions: Mapping[str, Callable[[Situation], bool] | Condition]) -> Self:
        """Return the same playbook with a host's own named conditions; one of the same name takes the place of the old one."""
        return attrs.evolve(self, procedure=self.procedure.with_conditions(conditions))


def _matchers_of(clock: Clock) -> Iterator[tuple[str, On]]:
    place = f"clock {clock.name!r}"
    for name in _CLOCK_EVENTS:
        yield from ((f"{place}: {name}", on) for on in getattr(clock, name))
    for extension in clock.extend:
        yield from ((f"{place}: extend.on", on) for on in extension.on)
    if clock.in_force is not None:
        yield from ((f"{place}: in_force.judged_at", on) for on in clock.in_force.judged_at)
