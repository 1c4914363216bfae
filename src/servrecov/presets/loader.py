"""Reading a playbook from TOML: shipped or the user's own, with a source for every rule.

What lives here: `load_playbook`, and the two conveniences a file may use: a source by name, and shared parts of a procedure. What does not:
the values (`codec`) and the list of what is shipped (`registry.py`).

A file names its documents once, in ``[sources.NAME]``, and cites them anywhere as ``source = "NAME: place in it"``. What states a rule must
cite: a clock, a tier, a stage's guidance, a principle. A file that does not is refused.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from os import PathLike
from pathlib import Path
from typing import Any, Final

from servrecov import codec
from servrecov.calendar.calendar import BusinessCalendar
from servrecov.errors import InvalidPresetError, InvalidValueError, UnknownNameError
from servrecov.handling.condition import Situation
from servrecov.playbook import Playbook
from servrecov.presets.registry import PLAYBOOKS, playbook_file

__all__ = ["load_playbook"]

_MUST_CITE: Final = {
    "clocks": "a clock",
    "tiers": "a tier of authority",
    "entries": "guidance",
    "principles": "a principle",
}
"""Lists whose every table states a rule, and so must say where it comes from."""


def load_playbook(
    code_or_path: str | PathLike[str],
    *,
    calendar: BusinessCalendar | None = None,
    conditions: Mapping[str, Callable[[Situation], bool]] | None = None,
) -> Playbook:
    """Load a playbook: a shipped one by its code, or one of your own from a TOML file.

    Args:
        code_or_path: Code of a shipped playbook, or the path of a file (what ends in ``.toml`` or holds a path separator, or any `Path`).
        calendar: A default calendar in place of the file's.
        conditions: Named conditions of your own that the file's steps require.

    Raises:
        UnknownNameError: No shipped playbook has this code; the error names the nearest.
        InvalidPresetError: The file cannot be read, is no TOML, or states a rule without a source.
        CodecError: It is TOML, but does not describe a playbook; the error names the place.

    Example:
        >>> load_playbook("dealership").procedure.initial
        'received'
    """
    name, text = _read(code_or_path)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InvalidPresetError(name, str(error), "a TOML document") from error
    cited = _cited(data, _documents(data, name), name)
    playbook = _structured(cited, name, conditions or {})
    return playbook if calendar is None else playbook.with_calendar(calendar)


def _read(code_or_path: str | PathLike[str]) -> tuple[str, str]:
    if isinstance(code_or_path, str) and not _is_path(code_or_path):
        if code_or_path not in PLAYBOOKS:
            raise UnknownNameError("load_playbook", code_or_path, f"a shipped playbook ({', '.join(PLAYBOOKS)}) or a path", PLAYBOOKS)
        return f"playbook {code_or_path!r}", playbook_file(code_or_path).read_text(encoding="utf-8")
    path = Path(code_or_path)
    try:
        return path.name, path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidPresetError(str(path), type(error).__name__, "a readable TOML file in UTF-8") from error


def _is_path(text: str) -> bool:
    return text.endswith(".toml") or "/" in text or "\\" in text


def _documents(data: Mapping[str, Any], name: str) -> dict[str, dict[str, Any]]:
    documents = data.get("sources", {})
    if not isinstance(documents, dict) or not all(isinstance(document, dict) for document in documents.values()):
        raise InvalidPresetError(f"{name}: sources", documents, "a table of documents: [sources.NAME] with title, url, status, checked_on")
    for key, document in documents.items():
        if not document.get("title") or not document.get("status"):
            raise InvalidPresetError(f"{name}: sources.{key}", document, "a title and a status: verified, secondary or recalled")
    return documents


def _cited(data: dict[str, Any], documents: Mapping[str, dict[str, Any]], name: str) -> dict[str, Any]:
    """Put the cited documents in place of their names, and refuse rules that cite nothing."""
    for path, rules in _rules(data, ""):
        if not rules.get("source"):
            raise InvalidPresetError(f"{name}: {path}.source", rules.get("source"), f'a source, for {_MUST_CITE[_last_list(path)]} states a rule: "NAME: place"')
    resolved: dict[str, Any] = _resolved({key: value for key, value in data.items() if key != "sources"}, documents, name)
    return {**resolved, "sources": list(documents.values())}


def _last_list(path: str) -> str:
    return path.rpartition("[")[0].rpartition(".")[2]


def _rules(value: object, path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            place = f"{path}.{key}" if path else key
            if key in _MUST_CITE and isinstance(inner, list):
                yield from ((f"{place}[{index}]", each) for index, each in enumerate(inner) if isinstance(each, dict))
            yield from _rules(inner, place)


def _resolved(value: Any, documents: Mapping[str, dict[str, Any]], path: str) -> Any:  # noqa: ANN401
    if isinstance(value, dict):
        return {key: _source(inner, documents, f"{path}.{key}") if key == "source" else _resolved(inner, documents, f"{path}.{key}") for key, inner in value.items()}
    if isinstance(value, list):
        return [_resolved(inner, documents, f"{path}[{index}]") for index, inner in enumerate(value)]
    return value


def _source(value: object, documents: Mapping[str, dict[str, Any]], path: str) -> object:
    if not isinstance(value, str):
        return value
    key, _, locator = value.partition(":")
    if key not in documents:
        raise InvalidPresetError(path, value, f"a document of [sources] ({', '.join(documents)}) and a place in it: NAME: place", tuple(documents))
    return {**documents[key], "locator": locator.strip()}


def _structured(data: dict[str, Any], name: str, conditions: Mapping[str, Callable[[Situation], bool]]) -> Playbook:
    procedure = data.get("procedure")
    if conditions and isinstance(procedure, dict):
        data = {**data, "procedure": {**procedure, "conditions": dict(conditions)}}
    try:
        return codec.from_dict(data, Playbook)
    except InvalidValueError as error:
        raise type(error)(f"{name}: {error.where}", error.value, error.expected, (error.nearest,) if error.nearest else ()) from error
