"""The comparison with other libraries: ``python -m pytest tests/bench`` prints one table.

With ``--benchmark-disable`` nothing is timed: each side does its work once, and its answer is held against ours.
"""

from __future__ import annotations

import pytest
from comparison import Bench, Results

_RESULTS = pytest.StashKey[Results]()
_TURNS = 2
"""The sides take turns, so that what else the machine does falls upon all of them."""


def pytest_configure(config: pytest.Config) -> None:
    """Let pytest-benchmark time, and leave the telling to our table."""
    config.stash[_RESULTS] = Results()
    if config.pluginmanager.hasplugin("benchmark"):
        config.option.benchmark_quiet = True
        config.option.benchmark_disable_gc = True
        config.option.benchmark_max_time = 0.5


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give each side its turns."""
    if "bench" in metafunc.fixturenames:
        timed = metafunc.config.pluginmanager.hasplugin("benchmark") and not metafunc.config.option.benchmark_disable
        metafunc.parametrize("turn", range(_TURNS if timed else 1), indirect=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let all sides of a work have their first turn before any has its second."""
    works = {name: place for place, name in enumerate(dict.fromkeys(_work(item) for item in items))}
    items.sort(key=lambda item: (works[_work(item)], _turn(item)))


def _work(item: pytest.Item) -> str:
    return f"{item.path}::{getattr(item, 'originalname', item.name)}"


def _turn(item: pytest.Item) -> int:
    spec = getattr(item, "callspec", None)
    return spec.params.get("turn", 0) if spec else 0


@pytest.fixture
def turn(request: pytest.FixtureRequest) -> int:
    """Which turn it is."""
    return int(request.param)


@pytest.fixture
def results(request: pytest.FixtureRequest) -> Results:
    """Where the figures go."""
    return request.config.stash[_RESULTS]


@pytest.fixture
def bench(request: pytest.FixtureRequest, results: Results, turn: int) -> Bench:  # `turn` is asked for so that each side is run once a turn
    """Time one side at one work."""
    if not request.config.pluginmanager.hasplugin("benchmark"):
        pytest.skip("pytest-benchmark is not installed; the extra `bench` brings it")
    return Bench(lambda: request.getfixturevalue("benchmark"), results)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the table."""
    results = terminalreporter.config.stash[_RESULTS]
    if results.best:
        terminalreporter.section("the best of all rounds, from one run")
        for line in results.table():
            terminalreporter.write_line(line)
