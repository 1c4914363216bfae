"""What every event is: something that happened to a complaint, at a time, by somebody.

What lives here: `Event`, the common fields, and how a firm makes an event of its own. What does not: the events themselves, which stand
in families: `intake.py`, `inquiry.py`, `redress.py`, `dialogue.py`, `closing.py`. Read `intake.py` next.
"""

from __future__ import annotations

import re
from typing import Any, ClassVar, Final, Self

import attrs
from pendulum import DateTime

from servrecov import values
from servrecov.complaint.channel import Channel
from servrecov.errors import InvalidValueError, UnknownNameError

__all__ = ["Event"]

_UNITS = ("years", "months", "weeks", "days", "hours", "minutes", "seconds", "microseconds")
VERB: Final = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*")
"""How a verb is spelled, one of the library's or a dotted one."""

_FAMILIES: Final = frozenset(f"servrecov.journal.{family}" for family in ("intake", "inquiry", "redress", "dialogue", "closing"))
"""The rooms in which the library's own events stand; everybody else's have a dot in their verb."""


@attrs.frozen(kw_only=True, field_transformer=values.held)
class Event:
    """Something that happened to a complaint. Events are frozen and keyword-only, and a class attribute names their verb.

    A firm's own event is a frozen attrs class that derives from this one and has a dotted verb, so that it can never be mistaken for
    one of the library's; it is handed to the codec that reads it.

    Attributes:
        verb: Name of the kind of event, past tense, as TOML and JSON spell it.
        at: When it happened; aware.
        by: Who acted: an identifier of the host's.
        role: The role in which they acted; None leaves it to the playbook's authority.
        channel: The channel it came by.
        note: Free text; never read by a rule.
        id: The host's identifier, so that delivering an event twice records it once.
        recorded_at: When it was entered; the time it happened unless the entry came late.

    Raises:
        NaiveTimeError: A time has no zone.
        InvalidValueError: A field holds what it cannot.

    Example:
        >>> import attrs, pendulum
        >>> @attrs.frozen(kw_only=True)
        ... class SiteVisited(Event):
        ...     verb = "acme.site_visited"
        >>> SiteVisited(at=pendulum.datetime(2026, 3, 2, 9)).later(minutes=5).at.isoformat()
        '2026-03-02T09:05:00+00:00'
    """

    verb: ClassVar[str] = "event"

    at: DateTime
    by: str | None = None
    role: str | None = None
    channel: Channel | None = None
    note: str = attrs.field(default="", repr=False)
    id: str | None = None
    recorded_at: DateTime = attrs.field(default=attrs.Factory(lambda self: self.at, takes_self=True), repr=False)

    def __init_subclass__(cls, **arguments: Any) -> None:  # noqa: ANN401
        """Refuse a verb that TOML and JSON could not spell, and one without a dot that is not the library's own: its fields would be looked for.

        A class that leaves the verb as it is here only gathers fields for others.
        """
        super().__init_subclass__(**arguments)
        is_dotted = isinstance(cls.verb, str) and VERB.fullmatch(cls.verb) and "." in cls.verb
        if not is_dotted and cls.verb != Event.verb and cls.__module__ not in _FAMILIES:
            raise InvalidValueError(f"{cls.__name__}.verb", cls.verb, 'a lower-case verb with a dot, such as "acme.site_visited"')

    def later(self, **units: float) -> Self:
        """Return the same act at a later time.

        The time of entry moves along; the `id` is dropped, for it named the first one.

        Args:
            units: Lengths as `pendulum.DateTime.add` takes them: ``minutes=5``, ``days=1``.

        Raises:
            UnknownNameError: There is no such unit.
            InvalidValueError: A length is no number, or leads beyond the calendar.
        """
        place = f"{type(self).__name__}.later"
        for unit in units:
            if unit not in _UNITS:
                raise UnknownNameError(place, unit, f"a unit of time: {', '.join(_UNITS)}", _UNITS)
        try:
            at, recorded_at = self.at.add(**units), self.recorded_at.add(**units)  # type: ignore[arg-type]
        except (ArithmeticError, TypeError, ValueError) as error:
            raise InvalidValueError(place, units, "lengths of time, such as minutes=5") from error
        return attrs.evolve(self, at=at, recorded_at=recorded_at, id=None)
