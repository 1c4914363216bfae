# ruff: noqa: INP001  (the pages' own fixture; no package)
"""What the pages of these folders run in: an empty folder with the files that the page itself shows.

The TOML blocks of a page, one below the other, are the file `acme.toml`, so that what is shown is what is loaded.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

_TOML = re.compile(r"^```toml\n(.*?)^```$", re.DOTALL | re.MULTILINE)


@pytest.fixture(autouse=True)
def _beside_its_files(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run each page where the file it shows lies."""
    if request.path.suffix == ".md":
        blocks = _TOML.findall(request.path.read_text(encoding="utf-8"))
        (tmp_path / "acme.toml").write_text("\n".join(blocks), encoding="utf-8")
        monkeypatch.chdir(tmp_path)
