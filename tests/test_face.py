"""The face: one flat set of names, looked up when first used."""

from __future__ import annotations

import ast
import subprocess
import sys
from importlib import import_module

import pytest

import servrecov


def test_every_public_name_resolves_to_what_its_room_holds():
    """What the face shows is the room's own object, under the same name."""
    for name, room in servrecov._HOMES.items():
        assert getattr(servrecov, name) is getattr(import_module(f"servrecov.{room}"), name)


def test_the_table_lists_exactly_what_the_rooms_list():
    """A name that a room adds to its list is on the face, and none is there that a room took away."""
    for room, names in servrecov._ROOMS.items():
        assert sorted(names.split()) == sorted(import_module(f"servrecov.{room}").__all__), room


def test_type_checkers_are_shown_the_same_rooms():
    """What a type checker reads and what runs cannot drift apart."""
    tree = ast.parse(servrecov.__loader__.get_source("servrecov"))
    block = next(node for node in tree.body if isinstance(node, ast.If))
    shown = {node.module.removeprefix("servrecov.") for node in block.body if isinstance(node, ast.ImportFrom) and node.names[0].name == "*"}

    assert shown == set(servrecov._ROOMS)


def test_star_import_and_dir_give_all_of_it():
    """A notebook's star import works, and completion shows every name before it is used."""
    names: dict[str, object] = {}
    exec("from servrecov import *", names)  # noqa: S102  (a star import is the subject)

    assert set(servrecov.__all__) <= set(names)
    assert set(servrecov.__all__) <= set(dir(servrecov))
    assert "codec" in servrecov.__all__


def test_a_misspelt_name_is_told_its_neighbour():
    """An attribute that is not there names the one that was meant."""
    with pytest.raises(AttributeError, match="no 'Complain'; did you mean 'Complaint'"):
        servrecov.Complain  # noqa: B018  (the lookup is the act)
    with pytest.raises(AttributeError, match=r"no 'zzz'$"):
        servrecov.zzz  # noqa: B018


def test_importing_the_package_imports_no_library():
    """The face costs next to nothing: what it leads to is imported when it is first used."""
    heavy = ("attrs", "attr", "cattrs", "pendulum", "transitions", "hypothesis")
    code = f"import sys, servrecov; print([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603  (our own line)

    assert done.stdout.strip() == "[]"


def test_business_time_alone_does_not_import_the_rest():
    """Who embeds only the deadline engine pays for no procedure and no codec."""
    code = "import sys, servrecov as sr; sr.BusinessCalendar, sr.Span; print([name for name in ('transitions', 'cattrs') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603

    assert done.stdout.strip() == "[]"
