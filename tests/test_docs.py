from __future__ import annotations

import contextlib
import doctest
import importlib.util
import io
import re
import tomllib
from pathlib import Path

import pytest

import servrecov as sr

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
PAGES = sorted((*DOCS.rglob("*.md"), *ROOT.glob("*.md")))
SAMPLE = ROOT.parent / "shared" / "data" / "boston311_legacy_sample.csv.gz"

LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)
FENCED = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
CODE = re.compile(r"`[^`\n]*`")


def load(path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def name_of(page):
    return str(page.relative_to(ROOT))


def prose(page):
    return FENCED.sub("", page.read_text(encoding="utf-8"))


def anchor(heading):
    """Write a heading's anchor as GitHub does: lower case, without punctuation, blanks as hyphens."""
    words = re.sub(r"[^\w\s-]", "", heading.replace("`", "").lower())
    return re.sub(r"\s", "-", words.strip())


def anchors(page):
    return {anchor(heading) for heading in HEADING.findall(prose(page))}


@pytest.fixture(scope="module")
def written():
    return load(DOCS / "generate.py").pages()


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_leads_somewhere(page):
    """A link to a file of the project finds it, and one into a page finds the heading."""
    for link in LINK.findall(CODE.sub("", prose(page))):
        if "://" in link:
            continue
        path, _, heading = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), f"{link} leads nowhere"
        assert target.is_relative_to(ROOT), f"{link} leads out of the project"
        if heading:
            assert heading in anchors(target), f"{link} finds no such heading"


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_page_is_listed(page):
    """From the list of pages, or the README, each page can be reached."""
    listed = {(DOCS / link).resolve() for link in LINK.findall(prose(DOCS / "README.md"))}
    assert page in listed or page.parent == ROOT or page == DOCS / "README.md"


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_example_is_closed_for_doctest(page):
    """A fenced block with prompts ends with an empty line, or the fence would be taken for output."""
    for block in FENCED.findall(page.read_text(encoding="utf-8")):
        if ">>> " in block:
            assert block.startswith("```python\n"), block
            assert block.endswith("\n\n```"), block


def test_the_reference_says_what_the_code_says(written):
    """Each generated page is what `docs/generate.py` writes now; run it after a change of docstrings, terms or the playbook."""
    kept = {path.name: path.read_text(encoding="utf-8") for path in (DOCS / "reference").glob("*.md")}
    assert sorted(kept) == sorted(written)
    stale = [name for name, text in written.items() if kept[name] != text]
    assert stale == []


def test_every_public_name_is_in_the_reference(written):
    """A name of the face that no page of the reference mentions would be a secret."""
    names, _, _ = written["api.md"].partition("## In and out")
    listed = set(re.findall(r"^\| `([^`]+)` \|", names, re.MULTILINE))
    assert listed == set(sr.__all__)


def test_every_row_of_the_reference_says_something(written):
    """No term, event, error or name stands there without a word of what it is."""
    for name, page in written.items():
        for row in re.findall(r"^\| `(?!servrecov).*$", page, re.MULTILINE):
            cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", row)[1:-1]]
            assert all(cells[:3]), f"{name}: {row}"


def test_the_playbook_page_explains_every_toml_key_it_shows():
    """The blocks of the page on playbooks, one below the other, are a file with every table that a playbook may have."""
    page = (DOCS / "how-to" / "write-a-playbook.md").read_text(encoding="utf-8")
    shown = tomllib.loads("\n".join(re.findall(r"^```toml\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)))
    assert {"title", "sources", "procedure", "deadlines", "authority", "fairness", "guidance"} <= set(shown)


def printed(argument=None):
    example = load(ROOT / "examples" / "boston_311.py")
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        example.report(example.read_requests(argument or example.DATA / "boston_311.csv"))
    return out.getvalue()


def test_the_boston_page_shows_what_the_example_prints():
    """The figures on the page are those that the example prints today."""
    page = (DOCS / "how-to" / "boston-311.md").read_text(encoding="utf-8")
    [shown] = re.findall(r"^```text\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)
    assert shown == printed()


@pytest.mark.skipif(not SAMPLE.exists(), reason="the larger sample is no part of the project; it lies beside it")
def test_the_boston_page_is_right_about_the_larger_sample():
    """The two shares that the page names for the larger sample are those that the example prints for it."""
    page = (DOCS / "how-to" / "boston-311.md").read_text(encoding="utf-8")
    out = printed(SAMPLE)
    named = re.search(r"sample of ([\d,]+) requests, ([\d.]+ %) of the due times and ([\d.]+ %) of the labels", page)
    found = [re.search(pattern, out)[1] for pattern in (r"Boston 311: ([\d,]+) requests", r"\n  all .*?([\d.]+ %)", r"from ours .*?([\d.]+ %)")]
    assert list(named.groups()) == found


PAIRS = (
    "tutorial/mr-hans-brakes",
    "how-to/business-time",
    "how-to/clock-kinds",
    "how-to/deadlines-for-your-tickets",
    "explanation/fairness",
)
"""The pages that stand in both languages."""


def test_every_chinese_page_is_one_of_a_pair():
    """A page that is translated is held to its original."""
    assert {str(page.relative_to(DOCS)).removesuffix(".zh.md") for page in DOCS.rglob("*.zh.md")} == set(PAIRS)


@pytest.mark.parametrize("page", PAIRS)
def test_the_chinese_page_keeps_pace_with_the_english_one(page):
    """Both have as many sections and lead to each other."""
    english, chinese = (DOCS / f"{page}{ending}" for ending in (".md", ".zh.md"))
    assert len(HEADING.findall(prose(english))) == len(HEADING.findall(prose(chinese)))
    assert chinese.name in LINK.findall(prose(english))
    assert english.name in LINK.findall(prose(chinese))


def test_the_chinese_readme_runs():
    """The examples of the Chinese README run like those of the English one."""
    results = doctest.testfile(
        str(ROOT / "README.zh.md"), module_relative=False, optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE, encoding="utf-8"
    )
    assert results.attempted > 0
    assert results.failed == 0


def test_the_readme_keeps_its_two_commands():
    """The two commands stand in the README word for word, alone on their lines."""
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    commands = [line.strip() for line in lines if line.startswith("    python3 -m venv")]
    assert commands == [
        "python3 -m venv .venv && .venv/bin/python -m pip install -e . && .venv/bin/python examples/quickstart.py",
        'python3 -m venv .venv && .venv/bin/python -m pip install -e ".[dev]" && .venv/bin/python -m pytest',
    ]
    assert all(command in (ROOT / "README.zh.md").read_text(encoding="utf-8") for command in commands)
