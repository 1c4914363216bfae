"""What is shipped, without reading it."""

from __future__ import annotations

import pathlib

import pytest

import servrecov as sr
from servrecov.presets import registry


def test_registry_and_folder_agree_both_ways():
    """Every listed playbook has a file, and every file is listed."""
    folder = pathlib.Path(registry.__file__).parent / "data" / "playbooks"
    assert {path.stem for path in folder.glob("*.toml")} == set(sr.list_playbooks())


def test_a_listing_reads_no_file(monkeypatch):
    """Codes and titles are known without the files."""
    monkeypatch.setattr(registry, "playbook_file", lambda code: pytest.fail(f"read {code}"))
    assert {code: (title.en, title.zh) for code, title in sr.list_playbooks().items()} == {"dealership": ("Car dealership", "汽车经销商")}


@pytest.mark.parametrize("code", sr.list_playbooks())
def test_a_title_is_the_one_in_the_file(code):
    """The list cannot drift away from what it lists."""
    playbook = sr.load_playbook(code)
    assert (playbook.code, playbook.title) == (code, sr.list_playbooks()[code])


def test_the_list_cannot_be_changed():
    """The registry is nobody's to configure."""
    with pytest.raises(TypeError):
        sr.list_playbooks()["acme"] = sr.Text("Acme")
