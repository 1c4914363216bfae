"""Reading a playbook from TOML: shipped or the user's own, with a source for every rule.

What lives here: `load_playbook`, and the convenience of citing a document by name. What does not: how values look in TOML (`wire/`) and the list of
what is shipped (`registry.py`).

A file names its documents once, in ``[sources.NAME]`` with title, status and checked_on, and cites them anywhere as ``source = "NAME: place in it"``.
What states a rule must cite: a clock, a tier of authority, a stage's guidance, a principle. A file that does not is refused, for a rule that nobody
can trace is a rumour. Read `codec.py` next.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from os import PathLike
from pathlib import Path
from typing import Any, Final

from servrecov.calendar.calendar import BusinessCalendar
from servrecov.errors import CodecError, InvalidPresetError, UnknownNameError
from servrecov.handling.condition import Condition, Situation
from servrecov.playbook import Playbook
from servrecov.presets.registry import PLAYBOOKS, playbook_file
from servrecov.source import Source
from servrecov.wire.reading import read

__all__ = ["load_playbook"]

_MUST_CITE: Final = {
    "clocks": "a clock",
    "tiers": "a tier of authority",
    "entries": "guidance",
    "principles": "a principle",
}
"""Lists whose every table states a rule, and so must say where it comes from."""

_NEEDED: Final = ("title", "status", "checked_on")
_DOCUMENT: Final = "a table with a title, a status (verified, secondary or recalled) and the date it was checked on (checked_on)"
_LINE: Final = re.compile(r" \(at line (\d+), column \d+\)$")


def load_playbook(
    code_or_path: str | PathLike[str],
    *,
    calendar: BusinessCalendar | None = None,
    conditions: Mapping[str, Callable[[Situation], bool] | Condition] | None = None,
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
    data = _parsed(text, name)
    documents = _documents(data.get("sources"), name)
    for path, rule in _rules(data, ""):
        if not rule.get("source"):
            expected = f'a source, for {_MUST_CITE[path.rpartition("[")[0].rpartition(".")[2]]} states a rule: "NAME: place in it"'
            raise InvalidPresetError(f"{name}: {path}.source", rule.get("source"), expected)
    cited: dict[str, Any] = _cited({key: value for key, value in data.items() if key != "sources"}, documents, name, "")
    playbook = _structured({**cited, "sources": list(documents.values())}, name, conditions or {})
    return playbook if calendar is None else playbook.with_calendar(calendar)


def _read(code_or_path: object) -> tuple[str, str]:
    if isinstance(code_or_path, str) and not _is_path(code_or_path):
        if code_or_path not in PLAYBOOKS:
            raise UnknownNameError("load_playbook", code_or_path, f"a shipped playbook ({', '.join(PLAYBOOKS)}) or a path", PLAYBOOKS)
        return f"playbook {code_or_path!r}", playbook_file(code_or_path).read_text(encoding="utf-8")
    if not isinstance(code_or_path, (str, PathLike)):
        raise InvalidPresetError("load_playbook", code_or_path, f"the code of a shipped playbook ({', '.join(PLAYBOOKS)}) or a path", PLAYBOOKS)
    path = Path(code_or_path)
    try:
        return path.name, path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:  # what is no UTF-8 is a ValueError, and so is a path that no file can have
        raise InvalidPresetError(str(path), type(error).__name__, "a TOML file in UTF-8 that can be read") from error


def _is_path(text: str) -> bool:
    return text.endswith(".toml") or "/" in text or "\\" in text


def _parsed(text: str, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _LINE.search(str(error))
        number = int(found[1]) if found else text.count("\n") + 1
        line = text.splitlines()[number - 1].strip() if number <= len(text.splitlines()) else ""
        raise InvalidPresetError(f"{name}, line {number}", line, f"TOML ({_LINE.sub('', str(error))})") from error


def _documents(value: object, name: str) -> dict[str, dict[str, Any]]:
    if not isinstance(value, dict) or not value:
        raise InvalidPresetError(f"{name}: sources", value, f"at least one document, [sources.NAME]: {_DOCUMENT}")
    for key, document in value.items():
        _check_document(document, f"{name}: sources.{key}")
    return value


def _check_document(document: object, where: str) -> None:
    if not isinstance(document, dict):
        raise InvalidPresetError(where, document, _DOCUMENT)
    for key in _NEEDED:
        if not document.get(key):
            raise InvalidPresetError(f"{where}.{key}", document.get(key), _DOCUMENT)
    try:
        read(document, Source)
    except CodecError as error:
        raise InvalidPresetError(f"{where}.{error.where}", error.value, error.expected, error.args[3]) from error


def _rules(value: object, path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the tables that must cite, each with its path."""
    if isinstance(value, dict):
        for key, inner in value.items():
            place = f"{path}.{key}".lstrip(".")
            if key in _MUST_CITE and isinstance(inner, list):
                yield from ((f"{place}[{index}]", each) for index, each in enumerate(inner) if isinstance(each, dict))
            yield from _rules(inner, place)


def _cited(value: Any, documents: Mapping[str, dict[str, Any]], name: str, path: str) -> Any:  # noqa: ANN401
    """Put the documents in place of their names wherever a `source` cites them.

    A table with a verb means an event, and `when` the values of one: a `source` there is the field of that name.
    """
    if isinstance(value, list):
        return [_cited(inner, documents, name, f"{path}[{index}]") for index, inner in enumerate(value)]
    if not isinstance(value, dict) or "verb" in value:
        return value
    cited = dict(value)
    for key, inner in value.items():
        place = f"{path}.{key}".lstrip(".")
        if key == "source":
            cited[key] = _source(inner, documents, f"{name}: {place}")
        elif key != "when":
            cited[key] = _cited(inner, documents, name, place)
    return cited


def _source(value: object, documents: Mapping[str, dict[str, Any]], where: str) -> object:
    if not isinstance(value, str):
        _check_document(value, where)
        return value
    key, _, locator = (part.strip() for part in value.partition(":"))
    if key not in documents:
        raise InvalidPresetError(where, key, f'a document of [sources] ({", ".join(documents)}), cited as "NAME: place in it"', documents)
    if not locator:
        raise InvalidPresetError(where, value, f'a place in the document: "{key}: place in it"')
    return {**documents[key], "locator": locator}


def _structured(data: dict[str, Any], name: str, conditions: object) -> Playbook:
    procedure = data.get("procedure")
    if conditions and isinstance(procedure, dict):
        data = {**data, "procedure": {**procedure, "conditions": conditions}}
    try:
        playbook: Playbook = read(data, Playbook)
    except CodecError as error:
        raise CodecError(f"{name}: {error.where}", error.value, error.expected, error.args[3]) from error
    return playbook
