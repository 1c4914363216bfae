"""The glossary: every term once, in order, with its words."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import servrecov
from servrecov.complaint.cause import CAUSES
from servrecov.fairness.criteria import CRITERIA
from servrecov.journal.catalogue import EVENTS
from servrecov.lexicon import _EVENT_SOURCES, _VOCABULARIES, GlossaryEntry, _first_paragraph, glossary
from servrecov.source import Source


def test_the_glossary_is_sorted_by_group_and_term():
    """A reader finds a term where the alphabet puts it."""
    keys = [(entry.group, entry.term) for entry in glossary()]

    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)


def test_every_entry_has_all_its_words():
    """Label, Chinese label, definition and source are never empty."""
    for entry in glossary():
        assert isinstance(entry, GlossaryEntry)
        assert entry.label
        assert re.search(r"[\u4e00-\u9fff]", entry.zh), entry
        assert entry.definition.endswith("."), entry
        assert isinstance(entry.source, Source)


def test_every_vocabulary_of_the_library_is_in_the_glossary():
    """A vocabulary that somebody adds in any room must be listed."""
    rooms = Path(servrecov.__file__).parent.rglob("*.py")
    classes = [node for room in rooms for node in ast.walk(ast.parse(room.read_text("utf-8"))) if isinstance(node, ast.ClassDef)]
    ours = {kind.name for kind in classes if any(ast.unparse(base).endswith("Term") for base in kind.bases)}

    assert ours == {kind.__name__ for kind in _VOCABULARIES}


def test_members_and_causes_are_all_listed_with_their_own_words():
    """The glossary adds nothing and leaves nothing out."""
    entries = {(entry.group, entry.term): entry for entry in glossary()}
    expected = {(kind.__name__, member.value): member for kind in _VOCABULARIES for member in kind} | {
        ("Cause", cause.code): cause for cause in CAUSES
    }
    expected |= {("Criterion", code): criterion for code, criterion in CRITERIA.items()}

    assert set(expected) <= set(entries)
    for key, words in expected.items():
        entry = entries[key]
        assert (entry.label, entry.zh, entry.definition, entry.source) == (words.label, words.zh, words.definition, words.source)


def test_every_event_is_listed_by_its_verb_and_defined_by_its_own_docstring():
    """An event says once what it is, and the glossary repeats it."""
    listed = {entry.term: entry for entry in glossary() if entry.group == "Event"}

    assert set(listed) == set(EVENTS)
    assert set(_EVENT_SOURCES) <= set(EVENTS)
    assert listed["isolated"].zh == "引导至安静处"
    assert listed["isolated"].source.locator == "七步"
    for verb, kind in EVENTS.items():
        assert kind.__doc__.startswith(listed[verb].definition[:20])
        assert listed[verb].label[0].isupper()


def test_what_lost_its_docstring_is_defined_by_its_name():
    """Python can be told to drop docstrings, and the glossary still holds together."""

    class Bare:
        pass

    assert _first_paragraph(Bare) == "Bare."
