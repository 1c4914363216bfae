"""Each example runs by itself and prints what it printed when somebody last looked at it.

When an output changes on purpose, look at it and write it anew: `python tests/test_examples.py`.
"""

from __future__ import annotations

import os
import pathlib
import subprocess
import sys

import pytest

EXAMPLES = pathlib.Path(__file__).resolve().parents[1] / "examples"
RUNS = {
    "quickstart.out": ["quickstart.py"],
    "quickstart.zh.out": ["quickstart.py", "zh"],
    "boston_311.out": ["boston_311.py"],
    "coselog_receipt.out": ["coselog_receipt.py", "not-shipped.csv"],
}


def printed(command):
    """What an example prints, run from another folder with warnings as errors."""
    done = subprocess.run(  # noqa: S603  (our own examples)
        [sys.executable, "-W", "error", str(EXAMPLES / command[0]), *command[1:]],
        cwd=EXAMPLES.root,
        env={**os.environ, "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@pytest.mark.parametrize("output", RUNS)
def test_an_example_prints_what_it_should(output):
    """The output is the committed one, to the letter."""
    assert printed(RUNS[output]) == (EXAMPLES / output).read_text("utf-8")


def test_every_example_is_run():
    """No example without a run, no output without one."""
    assert {command[0] for command in RUNS.values()} == {path.name for path in EXAMPLES.glob("*.py")}
    assert set(RUNS) == {path.name for path in EXAMPLES.glob("*.out")}


def test_the_story_is_told_whole():
    """Mr Han's story has all its turns, and the report calls it what it is, from what the journal shows."""
    story = (EXAMPLES / "quickstart.out").read_text("utf-8")
    turns = (
        "you replaced the front pads today",
        "2026-03-02 18:30  complaint received",
        "second visit",
        "new pads not bedded in; injectors dirty",
        "he half believes it",
        "agrees to the cleaning",
        "2026-03-06 10:00  customer followed up",
        "burns more fuel now; never again",
        "A double deviation",
    )
    places = [story.find(turn) for turn in turns]
    assert -1 not in places
    assert places == sorted(places)


if __name__ == "__main__":
    for name, run in RUNS.items():
        (EXAMPLES / name).write_text(printed(run), "utf-8")
