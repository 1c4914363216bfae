"""Reading a playbook from TOML."""

from __future__ import annotations

import pathlib
import tomllib

import pytest

import servrecov as sr
from servrecov.presets.registry import playbook_file

SHIPPED = playbook_file("dealership").read_text("utf-8")
SMALL = """
code = "acme"
version = "1"
title = "Acme"

[sources.manual]
title = "Acme complaint manual"
status = "verified"
checked_on = 2026-11-23

[procedure]
initial = "received"
stages = ["received", "contacted", "closed"]
final = "closed"
anytime = ["noted"]
steps = [
    { verb = "contacted", from = "received", to = "contacted" },
    { verb = "closed", from = "contacted", to = "closed" },
]

[deadlines]
name = "acme"
calendar = { tz = "Europe/London", week = "Mon-Fri 09:00-17:00" }

[[deadlines.clocks]]
name = "contact"
stop = ["contacted", { verb = "verified", source = "telephone record" }]
within = "2 hours"
source = "manual: section 3"
"""


@pytest.fixture
def load(tmp_path):
    """Write a text to a file, with one thing replaced, and load it."""

    def load(text=SMALL, replace=None, by="", **how):
        assert replace is None or replace in text
        path = tmp_path / "acme.toml"
        path.write_text(text if replace is None else text.replace(replace, by, 1), "utf-8")
        return sr.load_playbook(path, **how)

    return load


# --- What is read ------------------------------------------------------------------------------------------------------------------------------------


def test_a_file_of_ones_own_is_loaded_from_any_kind_of_path(load, tmp_path, monkeypatch):
    """A `Path`, an absolute path as text, a relative one that ends in .toml or has a separator: all give the same playbook."""
    playbook = load()
    assert (playbook.code, playbook.procedure.stage_names) == ("acme", ("received", "contacted", "closed"))
    path = tmp_path / "acme.toml"
    monkeypatch.chdir(tmp_path)
    bare = path.rename(tmp_path / "acme")
    assert sr.load_playbook("./acme") == sr.load_playbook(str(bare)) == sr.load_playbook(pathlib.Path("acme")) == playbook
    bare.rename(path)
    assert sr.load_playbook("acme.toml") == playbook


def test_sources_are_written_once_and_cited(load):
    """A rule's source is the document with the place; the playbook's own sources are the documents."""
    playbook = load()
    manual = sr.Source(title="Acme complaint manual", status="verified", checked_on=tomllib.loads("d = 2026-11-23")["d"])
    assert playbook.deadlines.clocks[0].source == manual.at("section 3")
    assert playbook.sources == (manual,)


def test_a_source_field_of_an_event_is_no_citation(load):
    """`verified` has a field of that name: in a matcher and in a step's `when` it is what the event holds."""
    assert load().deadlines.clocks[0].stop[1] == sr.On("verified", source="telephone record")
    step = '{ verb = "verified", from = "received", to = "contacted", when = { source = "camera" } },\n    { verb = "contacted"'
    assert load(replace='{ verb = "contacted"', by=step).procedure.steps[0].when == {"source": "camera"}
    assert load(replace='within = "2 hours"', by='within = "2 hours"\nwhen = { source = "web" }').deadlines.clocks[0].when == {"source": "web"}
    table = SMALL.replace("steps = [", "steps = [\n" + '{ verb = "reopened", from = "closed", to = "received", when = { source = "x" } },')
    with pytest.raises(sr.CodecError, match="a field of 'reopened'"):
        load(table)


def test_a_source_may_be_written_out_where_it_is_needed(load):
    """A table with title, status and date stands for a citation."""
    full = 'source = { title = "Letter of 3 May", status = "secondary", checked_on = 2026-05-04 }'
    assert load(replace='source = "manual: section 3"', by=full).deadlines.clocks[0].source.title == "Letter of 3 May"


def test_a_calendar_can_be_put_in_place_of_the_files(load):
    """The default calendar is the caller's where one is given."""
    calendar = sr.BusinessCalendar.always("Asia/Tokyo")
    assert load(calendar=calendar).deadlines.calendar == calendar
    assert load().deadlines.calendar == sr.BusinessCalendar.weekly("Mon-Fri 09:00-17:00", tz="Europe/London")
    assert sr.load_playbook("dealership", calendar=calendar) == sr.load_playbook("dealership").with_calendar(calendar)


def test_conditions_of_ones_own_can_be_required_by_a_file(load):
    """A file asks for them by name; the caller hands the functions in, bare or as conditions."""
    needing = {"replace": 'to = "closed" }', "by": 'to = "closed", requires = ["acme_paid"] }'}
    with pytest.raises(sr.CodecError, match="a condition") as caught:
        load(**needing)
    assert caught.value.where == "acme.toml: procedure.steps[1].requires[0]"
    for paid in (lambda situation: len(situation.entries) > 2, sr.Condition(name="acme_paid", holds=lambda situation: len(situation.entries) > 2)):
        playbook = load(**needing, conditions={"acme_paid": paid})
        complaint = sr.Complaint(customer=sr.Customer(id="x"), received_at=tomllib.loads("t = 2026-03-02T09:00:00Z")["t"])
        case = playbook.open(complaint).record(sr.Contacted(at=complaint.received_at))
        [closing] = case.allowed()
        assert closing.unmet == ("acme_paid",)
        noted = case.record(sr.Noted(at=complaint.received_at))
        assert noted.record(sr.Closed(at=complaint.received_at)).stage == "closed"


# --- What is refused -----------------------------------------------------------------------------------------------------------------------------------


def test_a_misspelt_code_names_the_nearest():
    """What is neither shipped nor a path is told with the nearest code."""
    with pytest.raises(sr.UnknownNameError) as caught:
        sr.load_playbook("dealershop")
    assert (caught.value.value, caught.value.nearest) == ("dealershop", "dealership")


@pytest.mark.parametrize("value", [3, None, b"dealership"])
def test_what_is_neither_code_nor_path_is_refused(value):
    """A number is no name of a playbook."""
    with pytest.raises(sr.InvalidPresetError, match="the code of a shipped playbook"):
        sr.load_playbook(value)


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    """A file that is not there, a folder, bytes that are no text: the path is told and what was wrong."""
    (tmp_path / "latin.toml").write_bytes("title = 'Müller'".encode("latin-1"))
    for name, reason in (("missing.toml", "FileNotFoundError"), (".", "IsADirectoryError"), ("latin.toml", "UnicodeDecodeError")):
        with pytest.raises(sr.InvalidPresetError) as caught:
            sr.load_playbook(tmp_path / name)
        assert (caught.value.where, caught.value.value) == (str(tmp_path / name), reason)


@pytest.mark.parametrize(
    ("text", "where", "line"),
    [
        ('code = "acme"\nversion = \ntitle = "Acme"', "acme.toml, line 2", "version ="),
        ('code = "acme"\ncode = "acme"', "acme.toml, line 2", 'code = "acme"'),
        ('code = "acme', "acme.toml, line 1", 'code = "acme'),
        ("[procedure", "acme.toml, line 1", "[procedure"),
        ("a = [1,\n\n", "acme.toml, line 3", ""),
    ],
)
def test_a_broken_toml_is_told_by_its_line(load, text, where, line):
    """The error gives the line's number, the line, and what the reader of TOML says."""
    with pytest.raises(sr.InvalidPresetError, match="TOML") as caught:
        load(text)
    assert (caught.value.where, caught.value.value) == (where, line)


@pytest.mark.parametrize(
    ("replace", "by", "where", "nearest"),
    [
        ('source = "manual: section 3"', "", "acme.toml: deadlines.clocks[0].source", None),
        ('source = "manual: section 3"', 'source = ""', "acme.toml: deadlines.clocks[0].source", None),
        ('source = "manual: section 3"', 'source = "manaul: section 3"', "acme.toml: deadlines.clocks[0].source", "manual"),
        ('source = "manual: section 3"', 'source = "manual"', "acme.toml: deadlines.clocks[0].source", None),
        ('source = "manual: section 3"', "source = 3", "acme.toml: deadlines.clocks[0].source", None),
        ('source = "manual: section 3"', 'source = { title = "Letter" }', "acme.toml: deadlines.clocks[0].source.status", None),
        ('status = "verified"', 'status = "verifyed"', "acme.toml: sources.manual.status", "verified"),
        ('status = "verified"', "", "acme.toml: sources.manual.status", None),
        ('title = "Acme complaint manual"', "", "acme.toml: sources.manual.title", None),
        ("checked_on = 2026-11-23", "", "acme.toml: sources.manual.checked_on", None),
        ("checked_on = 2026-11-23", 'checked_on = "yesterday"', "acme.toml: sources.manual.checked_on", None),
        ("checked_on = 2026-11-23", "checked_on = 2026-11-23\nlocater = 3", "acme.toml: sources.manual.locater", "locator"),
        ('[sources.manual]\ntitle = "Acme complaint manual"\nstatus = "verified"\nchecked_on = 2026-11-23', "", "acme.toml: sources", None),
        (
            '[sources.manual]\ntitle = "Acme complaint manual"\nstatus = "verified"\nchecked_on = 2026-11-23',
            '[sources]\nmanual = "x"',
            "acme.toml: sources.manual",
            None,
        ),
    ],
)
def test_data_without_a_source_is_refused(load, replace, by, where, nearest):
    """A rule that cites nothing, cites what is not there, or a document without title, status or date: each is told by its place."""
    with pytest.raises(sr.InvalidPresetError) as caught:
        load(replace=replace, by=by)
    assert (caught.value.where, caught.value.nearest) == (where, nearest)


@pytest.mark.parametrize("listed", ["[[deadlines.clocks]]", "[[authority.tiers]]", "[[guidance.principles]]", "[[guidance.entries]]"])
def test_every_kind_of_rule_must_cite(load, listed):
    """A clock, a tier, a principle and the advice for a stage: the first of each, stripped of its source, is refused."""
    head, _, rest = SHIPPED.partition(listed)
    rule, _, tail = rest.partition("\nsource = ")
    _, _, tail = tail.partition("\n")
    with pytest.raises(sr.InvalidPresetError, match="states a rule") as caught:
        load(f"{head}{listed}{rule}\n{tail}")
    assert caught.value.where == f"acme.toml: {listed.strip('[]')}[0].source"


@pytest.mark.parametrize(
    ("replace", "by", "where", "nearest"),
    [
        ('code = "acme"', 'code = "acme"\nversoin = "1"', "acme.toml: versoin", "version"),
        ('code = "acme"', 'code = "acme"\nsource = "manual: 1"', "acme.toml: source", "sources"),
        ('within = "2 hours"', 'within = "2 houres"', "acme.toml: deadlines.clocks[0].within", "hours"),
        ('within = "2 hours"', 'within = "2 hours"\nwarnat = [0.5]', "acme.toml: deadlines.clocks[0].warnat", "warn_at"),
        ('["contacted", {', '["contactd", {', "acme.toml: clock 'contact': stop", "contacted"),
        ('from = "received"', 'from = "recieved"', "acme.toml: procedure.steps[0].from[0]", "received"),
        ('{ verb = "closed"', '{ verb = "close"', "acme.toml: procedure.steps[1].verb", "closed"),
        (', week = "Mon-Fri 09:00-17:00"', "", "acme.toml: deadlines.calendar", None),
        ('initial = "received"', "", "acme.toml: procedure.initial", None),
        ("[procedure]", "[[procedure]]", "acme.toml: procedure", None),
    ],
)
def test_what_does_not_describe_a_playbook_is_told_by_file_and_path(load, replace, by, where, nearest):
    """Unknown keys, verbs, stages, spans, calendars that never open: the error has the file, the path, and the nearest name."""
    with pytest.raises(sr.CodecError) as caught:
        load(replace=replace, by=by)
    assert caught.value.where.startswith(where)
    assert caught.value.nearest == nearest


def test_conditions_that_are_none_are_refused(load):
    """What is no mapping, and what cannot be called, is told; the file need not even have a procedure."""
    for conditions in ({"acme_paid": "yes"}, ["acme_paid"]):
        with pytest.raises(sr.CodecError) as caught:
            load(conditions=conditions)
        assert caught.value.where.startswith("acme.toml: procedure")
    with pytest.raises(sr.CodecError, match="procedure"):
        load(replace=SMALL[SMALL.index("[procedure]") : SMALL.index("[deadlines]")], conditions={"acme_paid": bool})
