"""Which events a rule means: `On`, a verb and perhaps values of the event's own fields.

What lives here: `On`, the reading of its short forms, and the one rule of how a value matches a field. What does not: events. `On` works on
anything that has a `verb`, so a system with its own tickets can be matched too. Read `event.py` next.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from servrecov.errors import InvalidValueError
from servrecov.values import FrozenMap, moment

__all__ = ["On"]

_MISSING: Final = object()


def field_matches(actual: object, wanted: object) -> bool:
    """Say whether a field holds what a rule wants.

    A tuple of wanted values means any of them; a field that holds several values matches when one of them does. A field that is unknown
    (None) matches only a wanted None, so what is unknown never matches a value.

    Example:
        >>> field_matches("major", ("major", "critical")), field_matches(("media", "safety"), "safety"), field_matches(None, "major")
        (True, True, False)
    """
    options = wanted if isinstance(wanted, tuple) else (wanted,)
    if isinstance(actual, datetime):
        return moment(actual) in [moment(option) for option in options if isinstance(option, datetime)]
    if isinstance(actual, (tuple, list, frozenset, set)):
        return any(value in options for value in actual) or actual in options
    return actual in options


def fields_match(event: object, wanted: Mapping[str, object]) -> bool:
    """Say whether an event's own fields hold all that a rule wants; a field that the event lacks never matches."""
    return all((actual := getattr(event, name, _MISSING)) is not _MISSING and field_matches(actual, value) for name, value in wanted.items())


def frozen_wish(value: object, where: str) -> object:
    """Return a wanted value as it will be kept: lists as tuples, for a rule can be hashed.

    Raises:
        InvalidValueError: It is a set, a mapping or another value that no field is compared with.
    """
    if isinstance(value, (list, tuple)):
        return tuple(frozen_wish(each, f"{where}[{index}]") for index, each in enumerate(value))
    if isinstance(value, (Mapping, set)) or not isinstance(value, Hashable):
        raise InvalidValueError(where, value, "a value, or a list of values any of which will do")
    return value


class On:
    """A frozen description of the events that a rule means: a verb, and values that the event's own fields must have.

    Attributes:
        verb: Verb of the events meant.
        fields: Wanted values by field name; a tuple means any of them.

    Raises:
        InvalidValueError: The verb is no text and no event class, or a wanted value is none that a field can be compared with.

    Example:
        >>> On("responded", kind="rejected")
        On('responded', kind='rejected')
    """

    __slots__ = ("fields", "verb")

    verb: str
    fields: FrozenMap[str, Any]

    def __init__(self, verb: str | type, /, **fields: Any) -> None:  # noqa: ANN401  (a field may hold anything)
        """Mean the events with this verb (or of this event class) whose fields have these values."""
        name = getattr(verb, "verb", None) if isinstance(verb, type) else verb
        if not isinstance(name, str) or not name:
            raise InvalidValueError("On.verb", verb, "a verb or an event class")
        object.__setattr__(self, "verb", str(name))
        object.__setattr__(self, "fields", FrozenMap({key: frozen_wish(value, f"On({name!r}).{key}") for key, value in fields.items()}))

    def __setattr__(self, name: str, value: object) -> None:
        """Refuse: an `On` is frozen."""
        raise AttributeError(f"On.{name} is frozen")

    def matches(self, event: object) -> bool:
        """Say whether an event is meant; a field that the event lacks never matches."""
        return getattr(event, "verb", None) == self.verb and fields_match(event, self.fields)

    def __eq__(self, other: object) -> bool:
        """Compare by verb and wanted values."""
        return isinstance(other, On) and (self.verb, self.fields) == (other.verb, other.fields)

    def __hash__(self) -> int:
        """Hash by verb and wanted values."""
        return hash((self.verb, self.fields))

    def __repr__(self) -> str:
        """Show it as the call that makes it."""
        fields = "".join(f", {name}={value!r}" for name, value in self.fields.items())
        return f"On({self.verb!r}{fields})"

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle it through its parts."""
        return (_rebuilt, (self.verb, dict(self.fields)))


def _rebuilt(verb: str, fields: dict[str, Any]) -> On:
    return On(verb, **fields)


Matcher = str | type | On | Mapping[str, Any]
"""What may stand where an `On` is wanted: a verb, an event class, an `On`, or a mapping with a ``verb`` and wanted values."""

Matchers = Matcher | Iterable[Matcher]
"""One matcher, or several."""


def _as_on(value: object, where: str) -> On:
    if isinstance(value, On):
        return value
    if isinstance(value, Mapping):
        fields = dict(value)
        verb = fields.pop("verb", None)
        if not isinstance(verb, str) or not verb:
            raise InvalidValueError(f"{where}.verb", verb, "the verb of an event")
        return On(verb, **fields)
    if (isinstance(value, str) and value) or (isinstance(value, type) and isinstance(getattr(value, "verb", None), str)):
        return On(value)
    raise InvalidValueError(where, value, "a verb, an event class, an On or a mapping with a verb")


def as_ons(value: Matchers, where: str) -> tuple[On, ...]:
    """Read one matcher, or several, in any of the short forms.

    Args:
        value: A verb, an event class, an `On`, a mapping with a ``verb``, or a list of these.
        where: Name of the place, for the error.

    Raises:
        InvalidValueError: It is none of these.

    Example:
        >>> as_ons(["closed", {"verb": "responded", "kind": "rejected"}], "stop")
        (On('closed'), On('responded', kind='rejected'))
    """
    if isinstance(value, (str, type, On, Mapping)) or not isinstance(value, Iterable):
        return (_as_on(value, where),)
    return tuple(_as_on(each, f"{where}[{index}]") for index, each in enumerate(value))


def matches_any(ons: tuple[On, ...], event: object) -> bool:
    """Say whether one of several matchers means the event."""
    return any(on.matches(event) for on in ons)
