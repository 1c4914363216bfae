"""What every value of the library shares: frozen containers, aware times, and fields held to their annotations.

What lives here: `FrozenMap`, the checks behind annotations, and `held`, which gives each field of an attrs class the check that its
annotation asks for. What does not: rules of one domain type, which stand in its own room. A check names the place it guards
(``"Received.at"``), so that one error says where, what and what was expected. Read `terms.py` next.
"""

from __future__ import annotations

import collections.abc
import enum
import types
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Any, Final, TypeVar
from zoneinfo import ZoneInfo

import attrs
import pendulum
from pendulum.tz.timezone import FixedTimezone, Timezone

from servrecov.errors import InvalidValueError, NaiveTimeError, UnknownNameError
from servrecov.wall import clock_of, read_instant, settled

__all__ = ["FrozenMap"]

K = TypeVar("K")
V = TypeVar("V")

PENDULUM_ZONES: Final = (Timezone, FixedTimezone)
"""The zones that are pendulum's own."""

Check = Callable[[Any, str], Any]
"""A check takes the value and the name of its place, and returns the value as it will be kept."""


class FrozenMap(Mapping[K, V]):
    """A mapping that cannot change, compares by value and can be hashed.

    It keeps the order it was given, for printing; equality and hash ignore the order.

    Example:
        >>> FrozenMap({"market": "cn"})["market"]
        'cn'
        >>> FrozenMap({"a": 1, "b": 2}) == {"b": 2, "a": 1}
        True
    """

    __slots__ = ("_hash", "_items")

    def __init__(self, items: Mapping[K, V] | Iterable[tuple[K, V]] = ()) -> None:
        """Copy the items of a mapping or of pairs."""
        self._items = dict(items)
        self._hash: int | None = None

    def __getitem__(self, key: K) -> V:
        """Return the value under `key`."""
        return self._items[key]

    def __iter__(self) -> Iterator[K]:
        """Iterate over the keys, in the order given."""
        return iter(self._items)

    def __len__(self) -> int:
        """Count the keys."""
        return len(self._items)

    def __hash__(self) -> int:
        """Hash by content."""
        if self._hash is None:
            self._hash = hash(frozenset(self._items.items()))
        return self._hash

    def __repr__(self) -> str:
        """Show it as the call that makes it."""
        return f"FrozenMap({self._items!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the items alone: a hash of text holds for one process only."""
        return (FrozenMap, (self._items,))


def zone_of(at: datetime) -> tzinfo:
    """Return the zone in which answers about `at` are shown: its own, as pendulum's equal where there is one."""
    zone = at.tzinfo
    if isinstance(zone, PENDULUM_ZONES):
        return zone
    if zone is UTC:
        return pendulum.UTC
    if zone is not None and not isinstance(zone, timezone) and (own := _own_zone(zone)) is not None:
        return own
    offset = at.utcoffset() or timedelta()
    # A datetime.timezone may be finer than a second, which pendulum's fixed zones are not.
    return timezone(offset) if offset.microseconds else pendulum.timezone(int(offset.total_seconds()))


def _own_zone(zone: tzinfo) -> tzinfo | None:
    """Return pendulum's zone of the name that a zone goes by, else the zone itself, or None where it cannot be kept."""
    name = getattr(zone, "key", None) or getattr(zone, "zone", None)
    try:
        if isinstance(name, str):
            return pendulum.timezone(name)
    except (ValueError, OSError):  # a name of its own
        pass
    if isinstance(zone, ZoneInfo):  # read from a file without a name, which pendulum cannot do without
        return None
    try:
        zone.fromutc(datetime(2000, 1, 1, tzinfo=zone))
    except (NotImplementedError, ValueError):  # it knows its offset, but not what of it is summer time
        return None
    return zone


@typing.overload
def moment(at: datetime) -> int: ...
@typing.overload
def moment(at: None) -> None: ...
def moment(at: datetime | None) -> int | None:
    """Return what an aware time is compared by: the microseconds of UTC, or None for none.

    Python compares two times of one zone by the clock on the wall, so that in the hour that comes twice the later may count as the earlier,
    and counts a time in that hour as equal to none of another zone.
    """
    if at is None:
        return None
    us = read_instant(at)
    return us if us is not None else read_instant(at.replace(tzinfo=UTC))


def check_instant(value: object, where: str) -> pendulum.DateTime:
    """Return an aware datetime as pendulum's, in its own zone, or refuse it; a wall time that the clocks skipped moves later.

    Raises:
        NaiveTimeError: The datetime has no zone.
        InvalidValueError: It is no datetime, or lies outside the years 1 to 9999 of UTC.
    """
    if not isinstance(value, datetime):
        raise InvalidValueError(where, value, "a datetime with a zone")
    zone = value.tzinfo
    if isinstance(zone, PENDULUM_ZONES) and isinstance(value, pendulum.DateTime) and clock_of(zone).steady(value.toordinal()) is not None:
        return value
    if zone is None or value.utcoffset() is None:
        raise NaiveTimeError(where, value)
    try:  # by way of UTC, so that what the zone and the fold say is kept
        return pendulum.instance(settled(value).astimezone(UTC)).astimezone(zone_of(value))
    except OverflowError:
        raise InvalidValueError(where, value, "a time within the years 1 to 9999 of UTC") from None


def check_date(value: object, where: str) -> date:
    """Return a plain date, or refuse what is none (a datetime too, for its zone would be lost)."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return date(value.year, value.month, value.day)
    raise InvalidValueError(where, value, "a date")


def check_text(value: object, where: str) -> str:
    """Return the string, or refuse what is none."""
    if isinstance(value, str):
        return str(value)
    raise InvalidValueError(where, value, "text")


def _check_int(value: object, where: str) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return int(value)
    raise InvalidValueError(where, value, "a whole number")


def _check_member(kind: type[enum.Enum]) -> Check:
    options = tuple(str(member.value) for member in kind)

    def check(value: object, where: str) -> object:
        if isinstance(value, kind):
            return value
        if isinstance(value, str) and value in options:
            return kind(str(value))
        raise UnknownNameError(where, value, f"a {kind.__name__}: {', '.join(options)}", options)

    return check


def _check_instance(kind: type[Any]) -> Check:
    def check(value: object, where: str) -> object:
        if isinstance(value, kind):
            return value
        raise InvalidValueError(where, value, f"a {kind.__name__}")

    return check


def _check_each(check: Check) -> Check:
    def check_all(values: object, where: str) -> tuple[Any, ...]:
        if isinstance(values, (str, bytes, Mapping)) or not isinstance(values, Iterable):
            raise InvalidValueError(where, values, "a list")
        return tuple(check(value, f"{where}[{index}]") for index, value in enumerate(values))

    return check_all


def _check_mapping(check_key: Check, check_value: Check) -> Check:
    def check(values: object, where: str) -> FrozenMap[Any, Any]:
        if not isinstance(values, Mapping):
            raise InvalidValueError(where, values, "a mapping")
        return FrozenMap({check_key(key, f"{where} key"): check_value(value, f"{where}[{key!r}]") for key, value in values.items()})

    return check


def _check_optional(check: Check) -> Check:
    return lambda value, where: None if value is None else check(value, where)


def _accept(value: object, where: str) -> object:  # noqa: ARG001  (a check takes both)
    return value


_PLAIN: dict[object, Check] = {
    str: check_text,
    int: _check_int,
    datetime: check_instant,
    pendulum.DateTime: check_instant,
    date: check_date,
}
_TIMES = (datetime, pendulum.DateTime, datetime | None, pendulum.DateTime | None)
_LISTS = (tuple, collections.abc.Sequence)
_OPEN = (Any, object)  # from Python 3.11 on, Any is a class, but one that isinstance refuses


def check_for(annotation: Any) -> Check:  # noqa: ANN401  (annotations have no common type)
    """Build the check that an annotation asks for.

    ``X | None`` lets None through, ``Sequence[X]`` and ``tuple[X, ...]`` freeze into a tuple, ``Mapping[K, V]`` into a `FrozenMap`, an
    enum reads its member from text, a datetime must have a zone, another class is checked by `isinstance`. What is none of these
    (``Any``, a union of classes, a callable) is taken as it is: such a field brings a converter or validator of its own.
    """
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin in (typing.Union, types.UnionType):
        inner = [argument for argument in arguments if argument is not type(None)]
        return _check_optional(check_for(inner[0])) if len(inner) == 1 else _accept
    if origin in _LISTS:
        return _check_each(check_for(arguments[0]))
    if origin is collections.abc.Mapping:
        return _check_mapping(check_for(arguments[0]), check_for(arguments[1]))
    return _check_for_plain(annotation)


def _check_for_plain(annotation: Any) -> Check:  # noqa: ANN401
    if annotation in _PLAIN:
        return _PLAIN[annotation]
    if not isinstance(annotation, type) or annotation in _OPEN:
        return _accept
    return _check_member(annotation) if issubclass(annotation, enum.Enum) else _check_instance(annotation)


def held(cls: type[Any], fields: list[attrs.Attribute[Any]]) -> list[attrs.Attribute[Any]]:
    """Hold each field of an attrs class to its annotation; pass it as ``field_transformer``.

    A field that has a converter of its own keeps it. Lists become tuples, so the value can be hashed.

    Example:
        >>> @attrs.frozen(kw_only=True, field_transformer=held)
        ... class Visit:
        ...     rooms: tuple[str, ...] = ()
        >>> Visit(rooms=["hall"])
        Visit(rooms=('hall',))
    """
    hints = typing.get_type_hints(cls)
    checked = [field if field.converter is not None else field.evolve(converter=_converter(check_for(hints[field.name]))) for field in fields]
    return by_instant(cls, checked)


def by_instant(cls: type[Any], fields: list[attrs.Attribute[Any]]) -> list[attrs.Attribute[Any]]:
    """Compare and hash the times of an attrs class by the instant, not by the clock on the wall; `held` does so too.

    Example:
        >>> @attrs.frozen(field_transformer=by_instant)
        ... class Call:
        ...     at: datetime
        >>> early, late = (pendulum.datetime(2026, 10, 25, 1, 10, tz="Europe/London", fold=fold) for fold in (0, 1))
        >>> Call(early) == Call(late), Call(late) == Call(late.in_timezone("UTC"))
        (False, True)
    """
    hints = typing.get_type_hints(cls)
    return [field.evolve(eq_key=moment) if field.eq and hints[field.name] in _TIMES else field for field in fields]


def _converter(check: Check) -> Any:  # noqa: ANN401  (attrs types a converter by what it wraps)
    def convert(value: object, instance: object, field: attrs.Attribute[Any]) -> object:
        return check(value, f"{type(instance).__name__}.{field.name}")

    return attrs.Converter(convert, takes_self=True, takes_field=True)
