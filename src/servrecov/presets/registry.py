"""Which presets are shipped, by code and title, without reading their files.

What lives here: the list, and the way to a file. What does not: how a file is read (`loader.py`, to read next). A test holds the list against
the folder, both ways.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Final

from servrecov.bilingual import Text

__all__ = ["list_playbooks"]

PLAYBOOKS: Final[Mapping[str, Text]] = MappingProxyType({"dealership": Text("Car dealership", "汽车经销商")})
"""The shipped playbooks: title by code."""


def list_playbooks() -> Mapping[str, Text]:
    """Return the codes of the shipped playbooks with their titles, without reading the files.

    Example:
        >>> str(list_playbooks()["dealership"])
        'Car dealership'
    """
    return PLAYBOOKS


def playbook_file(code: str) -> Traversable:
    """Return where the file of a shipped playbook lies; the file need not be on a disk."""
    return resources.files("servrecov.presets").joinpath("data", "playbooks", f"{code}.toml")
