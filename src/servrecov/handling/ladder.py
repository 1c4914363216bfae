"""The ladder of authority: its tiers, who stands on which, and what each reaches.

What lives here: `Ladder`, data that can be looked up. What does not: one tier (`tier.py`), and what was committed before on a complaint, against which
`authority.py` checks an event. Read `undertaking.py` next.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, Final

import attrs

from servrecov import values
from servrecov.complaint.remedy import Remedy
from servrecov.errors import InvalidValueError, UnknownNameError
from servrecov.handling.tier import Reach, Tier
from servrecov.journal.offer import worth_of

__all__ = ["NO_RANK", "Ladder"]

NO_RANK: Final = -1
"""The rank of a role without a tier: below all."""


def _persons(value: Mapping[str, str]) -> values.FrozenMap[str, str]:
    check: Any = values.check_for(Mapping[str, str])
    frozen: values.FrozenMap[str, str] = check(value, "authority.by_person")
    return frozen


@attrs.frozen(kw_only=True, field_transformer=values.held)
class Ladder:
    """Tiers of authority, from the lowest to the highest; each may do what those below may.

    Attributes:
        tiers: The tiers, lowest first. A role that deals with complaints and may commit nothing is a tier without kinds.
        by_person: Roles of people, by the identifier that stands in an event's `by`.
        default_role: The role of whoever has no other; None for none.

    Raises:
        InvalidValueError: A role has two tiers, or a tier may do less than one below it.
        UnknownNameError: `by_person` or `default_role` names a role without a tier.
    """

    tiers: Sequence[Tier] = ()
    by_person: Mapping[str, str] = attrs.field(factory=dict, converter=_persons)
    default_role: str | None = None

    def __attrs_post_init__(self) -> None:
        """Refuse tiers that do not rise and roles that have none."""
        for index, tier in enumerate(self.tiers):
            self._check_tier(index, tier)
        for where, role in self.named_roles:
            if self.tiers and role not in self._ranks:
                raise UnknownNameError(where, role, f"a role that has a tier: {', '.join(self.roles)}", self.roles)

    @property
    def named_roles(self) -> tuple[tuple[str, str], ...]:
        """The roles that people have and the default role, each with its place."""
        default = () if self.default_role is None else (("authority.default_role", self.default_role),)
        return (*((f"authority.by_person[{person!r}]", role) for person, role in self.by_person.items()), *default)

    def _check_tier(self, index: int, tier: Tier) -> None:
        where = f"authority.tiers[{index}]"
        if tier.role in self.roles[:index]:
            raise InvalidValueError(f"{where}.role", tier.role, "one tier per role")
        below = self.reaches[index - 1] if index else Reach()
        for place, limit in enumerate(tier.limits):
            if below.unlimited:
                raise InvalidValueError(f"{where}.limits[{place}]", str(limit), "no limit, for a lower tier has none")
            if limit.currency in below.limits and limit < below.limits[limit.currency]:
                raise InvalidValueError(f"{where}.limits[{place}]", str(limit), f"at least what the tiers below may: {below.limits[limit.currency]}")

    @cached_property
    def roles(self) -> tuple[str, ...]:
        """The roles that have a tier, lowest first."""
        return tuple(tier.role for tier in self.tiers)

    @cached_property
    def _ranks(self) -> Mapping[str, int]:
        return {role: rank for rank, role in enumerate(self.roles)}

    @cached_property
    def reaches(self) -> tuple[Reach, ...]:
        """What each tier may commit together with those below it, lowest first."""
        reaches, reach = [], Reach()
        for tier in self.tiers:
            reach = reach.with_tier(tier)
            reaches.append(reach)
        return tuple(reaches)

    @cached_property
    def _roles_of_people(self) -> dict[str, str]:
        return dict(self.by_person)  # which answers faster than a frozen mapping, and is asked at every event

    def acting_role(self, event: Any) -> str | None:  # noqa: ANN401  (any event with `role` and `by`)
        """Return the role in which somebody acts: the event's own, else the person's, else the default; None where there is none."""
        role: str | None = event.role or self._roles_of_people.get(event.by) or self.default_role
        return role

    def may(self, role: str, *remedies: Remedy) -> bool:
        """Say whether a role may commit these remedies together on a complaint to which nothing was committed yet.

        Without tiers everybody may.
        """
        if not self.tiers:
            return True
        rank, worth = self.rank(role), worth_of(remedies)
        return not remedies if rank == NO_RANK else self.reaches[rank].obstacle(remedies, worth, worth) is None

    def who_may(self, *remedies: Remedy) -> tuple[str, ...]:
        """Return the roles that may commit these remedies together on a complaint to which nothing was committed yet, lowest first."""
        return tuple(role for role in self.roles if self.may(role, *remedies))

    def rank(self, role: str | None) -> int:
        """Return a role's place among the tiers, from 0; −1 for a role without one, which counts as lower than all."""
        return NO_RANK if role is None else self._ranks.get(role, NO_RANK)
