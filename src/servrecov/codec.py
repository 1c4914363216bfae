"""In and out: every value of the library as TOML gives it and as JSON keeps it, read back equal.

What lives here: the five functions a host uses, and where a stored case finds its playbook if nothing else is said: among the shipped ones. What
does not: how each kind of value looks on the wire, which begins in `wire/times.py` and `wire/forms.py`.

An enum's member is its text; money is ``{"amount": "480.00", "currency": "CNY"}`` (``"480.00 CNY"`` is read too); an instant
``2026-03-02T18:30:00+08:00[Asia/Shanghai]``; a length of time ISO 8601 (``PT1H30M``); a span its text; a matcher its verb or an object with it; an event
an object with its verb; a journal the list of its events; a tuple a list. What has its default is left out.

An unknown key, a value of the wrong kind and a misspelt name are a `CodecError` that gives the path into the data. Functions, such as a firm's own
conditions, are not stored. Read `lexicon.py` next.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, NoReturn, TypeVar, overload

from servrecov.errors import CodecError, PlaybookVersionError
from servrecov.journal.event import Event
from servrecov.playbook import Playbook
from servrecov.presets.loader import load_playbook
from servrecov.presets.registry import list_playbooks
from servrecov.wire.context import Playbooks, brought, none_at_hand
from servrecov.wire.converter import converter
from servrecov.wire.reading import read
from servrecov.wire.schema import schema

__all__ = ["Playbooks", "dumps", "from_dict", "json_schema", "loads", "to_dict"]

T = TypeVar("T")


def to_dict(obj: object) -> Any:  # noqa: ANN401  (an object, a list or text, as `json` takes it)
    """Write a value as plain data: dicts, lists, text, numbers, true, false and None.

    Fields that have their default are left out.

    Args:
        obj: Any value of the library, or a list, tuple or mapping of them.

    Raises:
        CodecError: It holds something that the library has no form for.

    Example:
        >>> from servrecov.money import Money
        >>> to_dict(Money("480.00", "CNY"))
        {'amount': '480.00', 'currency': 'CNY'}
    """
    try:
        return converter().unstructure(obj)
    except RecursionError as error:
        raise CodecError(type(obj).__name__, "a value within itself, or within too many", "a value of finite depth") from error


@overload
def from_dict(data: object, kind: type[T], *, playbooks: Playbooks | None = ..., events: Iterable[type[Event]] = ...) -> T: ...
@overload
def from_dict(data: object, kind: Any, *, playbooks: Playbooks | None = ..., events: Iterable[type[Event]] = ...) -> Any: ...  # noqa: ANN401
def from_dict(data: object, kind: Any, *, playbooks: Playbooks | None = None, events: Iterable[type[Event]] = ()) -> Any:
    """Read a value from plain data, as `to_dict`, `json` or `tomllib` give it.

    Args:
        data: The data; dates and times may be read already.
        kind: The class to read, or an annotation such as ``tuple[Clock, ...]``.
        playbooks: Where stored cases find their playbook: a `Playbook`, a mapping from code or (code, version), or a function of the two;
            None for the shipped ones.
        events: A firm's own event classes that may occur.

    Raises:
        CodecError: The data does not describe such a value; `where` is the path into it.
        PlaybookVersionError: A case's playbook is not at hand in its version.

    Example:
        >>> from servrecov.complaint.failure import Failure
        >>> from_dict({"severity": "majr"}, Failure)
        Traceback (most recent call last):
        servrecov.errors.CodecError: severity: got 'majr', expected a Severity: ...; did you mean 'major'?
    """
    return read(data, kind, playbooks=_shipped if playbooks is None else playbooks, events=events)


def _shipped(code: str, version: str) -> Playbook:
    known = list_playbooks()
    if code not in known:
        raise PlaybookVersionError(code, version, codes=tuple(known))
    return load_playbook(code)  # each code is shipped in one version


def dumps(obj: object, *, indent: int | None = None) -> str:
    """Write a value as JSON text.

    Args:
        obj: Any value of the library, or a list, tuple or mapping of them.
        indent: Blanks per level; None for one line.

    Raises:
        CodecError: It holds something that the library has no form for.

    Example:
        >>> import pendulum
        >>> from servrecov.journal.redress import Promised
        >>> dumps(Promised(at=pendulum.datetime(2026, 3, 2, 18, 30, tz="Asia/Shanghai"), what="a call"))
        '{"verb": "promised", "at": "2026-03-02T18:30:00+08:00[Asia/Shanghai]", "what": "a call"}'
    """
    return json.dumps(to_dict(obj), ensure_ascii=False, indent=indent, allow_nan=False)


@overload
def loads(text: str | bytes, kind: type[T], *, playbooks: Playbooks | None = ..., events: Iterable[type[Event]] = ...) -> T: ...
@overload
def loads(text: str | bytes, kind: Any, *, playbooks: Playbooks | None = ..., events: Iterable[type[Event]] = ...) -> Any: ...  # noqa: ANN401
def loads(text: str | bytes, kind: Any, *, playbooks: Playbooks | None = None, events: Iterable[type[Event]] = ()) -> Any:
    """Read a value from JSON text. The arguments are those of `from_dict`.

    Raises:
        CodecError: It is no JSON (with line and column), or does not describe such a value (with the path into it).
        PlaybookVersionError: A case's playbook is not at hand in its version.

    Example:
        >>> from servrecov.money import Money
        >>> loads('{"amount": "480.00", "currency": "CNY"}', Money)
        Money('480.00', 'CNY')
    """
    return from_dict(_parsed(text), kind, playbooks=playbooks, events=events)


def _parsed(text: str | bytes) -> object:
    try:
        return json.loads(text, parse_constant=_no_constant, object_pairs_hook=_no_doubles)
    except json.JSONDecodeError as error:
        raise CodecError(f"line {error.lineno}, column {error.colno}", error.doc[error.pos : error.pos + 20], f"JSON ({error.msg})") from error
    except CodecError:
        raise
    except (ValueError, TypeError, RecursionError) as error:
        raise CodecError("JSON", type(error).__name__, f"text that can be read as JSON ({error})") from error


def _no_constant(name: str) -> NoReturn:
    raise CodecError("JSON", name, "a finite number")


def _no_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        double = next(key for key in keys if keys.count(key) > 1)
        raise CodecError(double, double, "a key that its object has once")
    return found


def json_schema(kind: Any, *, events: Iterable[type[Event]] = ()) -> dict[str, Any]:  # noqa: ANN401
    """Describe the JSON of a class in JSON Schema, draft 2020-12.

    Args:
        kind: The class, or an annotation such as ``tuple[Clock, ...]``.
        events: A firm's own event classes that may occur.

    Raises:
        CodecError: The library has no such kind of value.

    Example:
        >>> from servrecov.complaint.remedy import Remedy
        >>> json_schema(Remedy)["$defs"]["Remedy"]["required"]
        ['kind']
    """
    with brought(events=events, playbooks=none_at_hand):
        return schema(kind)
