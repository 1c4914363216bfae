"""The door to the strategies."""

from __future__ import annotations

import importlib
import sys

import pytest

import servrecov.testing
from servrecov.errors import MissingExtraError


def test_without_hypothesis_the_strategies_name_the_line_that_brings_it(monkeypatch):
    """Who imports them without the extra is told what to install."""
    monkeypatch.setitem(sys.modules, "hypothesis", None)

    with pytest.raises(MissingExtraError, match=r'pip install "servrecov\[testing\]"'):
        importlib.reload(servrecov.testing)
