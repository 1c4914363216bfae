"""The house: imports run downward, and each library is let in by its own door."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import servrecov

HOUSE = Path(servrecov.__file__).parent

ROWS = (
    ("spelling", "errors", "wall", "values", "source", "language", "terms", "money", "sentences", "wording", "bilingual"),
    ("calendar", "complaint"),
    ("journal",),
    ("deadline", "handling"),
    ("fairness",),
    ("rules", "register", "replay", "agenda", "case", "playbook"),
    ("wire", "presets", "codec", "lexicon"),
    ("interop",),
    ("testing",),
)
"""The rows of the house from the ground up; within a row imports run to the left."""

PLACES = {name: (row, place) for row, names in enumerate(ROWS) for place, name in enumerate(names)}
"""Row and place of each room and chapter."""

LIBRARIES = {"attrs", "cattrs", "holidays", "hypothesis", "numpy", "pendulum", "transitions"}
"""Every library that the package may import anywhere."""

ROOMS = sorted(path for path in HOUSE.rglob("*.py") if path != HOUSE / "__init__.py")


def _imports(path: Path) -> set[str]:
    tree = ast.parse(path.read_text("utf-8"))
    # What is imported for type checkers alone is no import: a case knows of playbooks by their type, and runs on their rules.
    tree.body = [node for node in tree.body if not (isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING")]
    modules = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
    whole = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    # `from servrecov import values` names a room as well.
    inner = {
        f"servrecov.{alias.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "servrecov"
        for alias in node.names
    }
    return (modules | whole | inner) - {"servrecov", "__future__"}


def _chapter(path: Path) -> str:
    return path.relative_to(HOUSE).parts[0].removesuffix(".py")


def _name(path: Path) -> str:
    return str(path.relative_to(HOUSE))


@pytest.mark.parametrize("room", ROOMS, ids=_name)
def test_imports_run_to_an_earlier_row_or_to_the_left(room):
    """A room knows only what stands below it."""
    own = _chapter(room)
    known = {module.split(".")[1] for module in _imports(room) if module.startswith("servrecov.")} - {own}

    above = sorted(chapter for chapter in known if PLACES[chapter] > PLACES[own])
    assert not above, f"{own} imports {above}, which stand above it"


@pytest.mark.parametrize("room", ROOMS, ids=_name)
def test_each_library_comes_in_by_its_own_door(room):
    """The state machine is the procedure's, Hypothesis is for tests, cattrs is the wire's; what an extra brings has one room at the edge."""
    roots = {module.split(".")[0] for module in _imports(room)}
    doors = {
        "cattrs": "wire",
        "holidays": "interop/holidays.py",
        "hypothesis": "testing",
        "numpy": ("interop/arrays.py", "interop/bulk/"),
        "transitions": "handling/procedure.py",
    }

    for library, door in doors.items():
        assert library not in roots or _name(room).startswith(door), f"{library} in {_name(room)}"


def test_no_library_is_imported_but_the_declared_ones():
    """Whatever is not the standard library's or ours is one of the declared."""
    import sys  # noqa: PLC0415  (for this question only)

    roots = {module.split(".")[0] for room in ROOMS for module in _imports(room)}

    assert roots - set(sys.stdlib_module_names) - {"servrecov"} == LIBRARIES


def test_every_room_has_a_door_plate():
    """A module begins by saying what lives here and what does not."""
    for room in ROOMS:
        plate = " ".join((ast.get_docstring(ast.parse(room.read_text("utf-8"))) or "").split())
        assert plate, _name(room)
        if room.name != "__init__.py":
            assert "What lives here" in plate, _name(room)
            assert "What does not" in plate, _name(room)


def _plate(room: Path) -> str:
    return " ".join((ast.get_docstring(ast.parse(room.read_text("utf-8"))) or "").split())


DOORS = [room for room in ROOMS if room.name != "__init__.py"]
LAST = HOUSE / "testing" / "walks.py"


@pytest.mark.parametrize("room", DOORS, ids=_name)
def test_every_room_that_a_door_plate_names_is_there(room):
    """A name leads to a room beside it, or to one from the front door."""
    named = re.findall(r"`([\w./]+(?:\.py|\.md|/))`", _plate(room))

    assert [name for name in named if not ((room.parent / name).exists() or (HOUSE / name).exists())] == []


@pytest.mark.parametrize("room", DOORS, ids=_name)
def test_every_room_but_the_last_says_which_to_read_next(room):
    """One next room, so that a newcomer is never left standing."""
    following = re.findall(r"Read `([\w./]+)` next|`([\w./]+)`, to read next", _plate(room))

    assert len(following) == (0 if room == LAST else 1)


def test_no_room_is_too_big_to_see_at_a_glance():
    """None over 500 lines."""
    sizes = {_name(room): room.read_text("utf-8").count("\n") for room in ROOMS}

    assert {name: size for name, size in sizes.items() if size > 500} == {}
