"""What every test and every page shares.

No test is timed, for a slow machine must not make a right answer fail; and Hypothesis draws the same examples every time, so that what passed
passes. To look for what is not found yet: ``pytest --hypothesis-profile=explore``. The long proofs are marked ``heavy`` and try as many examples as fit
into a minute or two; for a hundred thousand questions, ``PROOF_EXAMPLES=100000 pytest -m heavy tests/test_calendar_oracle.py``, zone by zone in about
half an hour. A Markdown page runs in an empty folder, beside the file that it shows: its TOML blocks, one below the other, are ``acme.toml``, so that
what is shown is what is loaded.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import settings

collect_ignore = ["tests/typing"]
"""Read by type checkers, never run."""

settings.register_profile("steady", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None, max_examples=2000)
settings.load_profile("steady")

_TOML = re.compile(r"^```toml\n(.*?)^```$", re.DOTALL | re.MULTILINE)


@pytest.fixture(autouse=True)
def _beside_its_files(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run each page where the file it shows lies."""
    if request.path.suffix != ".md":
        return
    folder: Path = tmp_path_factory.mktemp("page")
    blocks = _TOML.findall(request.path.read_text(encoding="utf-8"))
    (folder / "acme.toml").write_text("\n".join(blocks), encoding="utf-8")
    monkeypatch.chdir(folder)
