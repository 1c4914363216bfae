from __future__ import annotations

import pickle
from datetime import timedelta
from typing import Any

import attrs
import pendulum
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servrecov import codec
from servrecov.calendar.calendar import BusinessCalendar
from servrecov.case import Case
from servrecov.complaint.cause import CauseTree
from servrecov.complaint.complaint import Complaint, Customer
from servrecov.deadline.clock import Clock
from servrecov.deadline.policy import DeadlinePolicy
from servrecov.errors import CodecError
from servrecov.handling.authority import Authority
from servrecov.handling.procedure import Procedure
from servrecov.journal.closing import SurveyAnswered
from servrecov.journal.dialogue import Escalated
from servrecov.journal.event import Event
from servrecov.journal.facts import Facts
from servrecov.journal.intake import Contacted, Recorded
from servrecov.journal.journal import Journal
from servrecov.journal.match import On
from servrecov.journal.redress import Promised, RemedyOffered
from servrecov.playbook import Playbook

EVENING = pendulum.datetime(2026, 3, 2, 18, 30, tz="Asia/Shanghai")
AT = "2026-03-02T18:30:00+08:00[Asia/Shanghai]"
HAN = {"customer": {"id": "han"}, "received_at": AT}


MISREAD = [
    # a misspelt name: the path, and the nearest valid one
    (Complaint, {"customer": {"id": "x"}, "recieved_at": AT}, "recieved_at", "received_at"),
    (Complaint, {**HAN, "failures": [{"severity": "majr"}]}, "failures[0].severity", "major"),
    (Complaint, {**HAN, "failures": [{}, {"severty": "major"}]}, "failures[1].severty", "severity"),
    (Complaint, {**HAN, "failures": [{"loss": {"amout": "1", "currency": "CNY"}}]}, "failures[0].loss.amout", "amount"),
    (Journal, [{"verb": "recieved", "at": AT}], "[0].verb", "received"),
    (DeadlinePolicy, {"name": "x", "clocks": [{"name": "x", "within": "2 busines hours"}]}, "clocks[0].within", "business hours"),
    (BusinessCalendar, {"tz": "UTC", "wek": {}}, "wek", "week"),
    (BusinessCalendar, {"tz": "Asia/Shangai", "week": "Mon 09:00-10:00"}, "tz", "Asia/Shanghai"),
    (BusinessCalendar, {"operation": "and", "lft": {}, "right": {"always": "UTC"}}, "lft", "left"),
    (Promised, {"verb": "promised", "at": AT, "what": "x", "kept_by": [{"verb": "closed", "note": {"$mony": "1 CNY"}}]}, "kept_by[0]", "$money"),
    (Contacted, {"verb": "contactd", "at": AT}, "verb", "contacted"),
    (Procedure, {"stages": ["open"], "initial": "opn", "final": []}, "initial", "open"),
    (Authority, {"tiers": [{"role": "boss"}], "default_role": "bos"}, "default_role", "boss"),
    # a value of the wrong kind
    (Complaint, 3, "Complaint", None),
    (Complaint, {**HAN, "failures": {}}, "failures", None),
    (Complaint, {**HAN, "failures": [3]}, "failures[0]", None),
    (Complaint, {**HAN, "refs": []}, "refs", None),
    (Complaint, {**HAN, "refs": {"order": 3}}, "refs['order']", None),
    (Complaint, {**HAN, "related": "C-1"}, "related", None),
    (Complaint, {**HAN, "channel": 3}, "channel", None),
    (Complaint, {**HAN, "narrative": None}, "narrative", None),
    (Complaint, {**HAN, "customer": {"id": "x", "value": 3}}, "customer.value", None),
    (Complaint, {**HAN, "customer": {"id": "x", "value": {"amount": 1.5, "currency": "CNY"}}}, "customer.value.amount", None),
    (Complaint, {**HAN, "customer": {"id": "x", "value": {"currency": "CNY"}}}, "customer.value.amount", None),
    (Complaint, {**HAN, "customer": {"id": "x", "value": "480 yuan"}}, "customer.value.currency", None),
    (Recorded, {"verb": "recorded", "at": AT, "facts": 3}, "facts", None),
    (Escalated, {"verb": "escalated", "at": AT, "level": 2.5}, "level", None),
    (SurveyAnswered, {"verb": "survey_answered", "at": AT, "answers": {"q": []}}, "answers['q']", None),
    (Clock, {"name": "x", "within": 3}, "within", None),
    (Clock, {"name": "x", "within": "1 day", "warn_at": ["half"]}, "warn_at[0]", None),
    (Clock, {"name": "x", "within": "1 day", "after_close": "yes"}, "after_close", None),
    (Clock, {"name": "x", "within": "1 day", "stop": 3}, "stop", None),
    (Clock, {"name": "x", "within": "1 day", "stop": [3]}, "stop[0]", None),
    (Clock, {"name": "x", "within": "1 day", "stop": [{"kind": "rejected"}]}, "stop[0].verb", None),
    (Clock, {"name": "x", "within": "1 day", "when": {"loss": object()}}, "when['loss']", None),
    (Clock, {"name": "x", "within": "1 day", "when": {"loss": {"$money": "1 CNY", "$date": "2026-01-01"}}}, "when['loss']", None),
    (Clock, {"name": "x", "within": "1 day", "when": {"loss": {"$decimal": "much"}}}, "when['loss']", None),
    (Clock, {"name": "x", "within": "1 day", "when": {"loss": float("nan")}}, "when['loss']", None),
    (BusinessCalendar, {"tz": "UTC", "week": {"mon": [["09:00"]]}}, "week['mon'][0]", None),
    (BusinessCalendar, {"tz": "UTC", "week": 3}, "week", None),
    (Event, 3, "Event", None),
    (Event, {"at": AT}, "verb", None),
    # a rule that the value itself has
    (Complaint, {"received_at": AT}, "customer", None),
    (Complaint, {**HAN, "language": "?"}, "language", None),
    (Complaint, {**HAN, "failures": [{"loss": "-1 CNY"}]}, "failures[0].loss", None),
    (Clock, {"name": "a/b", "within": "1 day"}, "name", None),
    (Clock, {"name": "x", "within": "1 day", "start": []}, "start", None),
    (DeadlinePolicy, {"name": "p", "clocks": [{"name": "x", "within": "1 day", "calendar": "night"}]}, "clocks[0].calendar", None),
    (BusinessCalendar, {"tz": "UTC"}, "week", None),
    (BusinessCalendar, {"tz": "UTC", "week": {"mon": [["09:00", "25"]]}}, "week['mon'][0]", None),
    (CauseTree, {"causes": [{"code": "a.b", "label": "x"}]}, "causes[0].code", None),
    (
        Procedure,
        {"stages": ["open", "closed"], "initial": "open", "final": "closed", "steps": [{"verb": "closed", "from": [], "to": "closed"}]},
        "steps[0].from",
        None,
    ),
    (RemedyOffered, {"verb": "remedy_offered", "at": AT, "options": [[]]}, "options[0]", None),
]


@pytest.mark.parametrize(("kind", "data", "where", "nearest"), MISREAD, ids=[f"{kind.__name__}-{where}" for kind, _, where, _ in MISREAD])
def test_what_cannot_be_read_is_named_by_its_path(kind, data, where, nearest):
    """One error of ours names the place and the nearest valid name."""
    with pytest.raises(CodecError) as caught:
        codec.from_dict(data, kind)
    assert (caught.value.where, caught.value.nearest) == (where, nearest)
    assert pickle.loads(pickle.dumps(caught.value)).where == where  # noqa: S301  (our own bytes)


def test_a_place_in_words_stands_behind_the_path():
    """Where a value names its place in words, the words follow the path."""
    data = {
        "roles": ["adviser"],
        "code": "p",
        "version": "1",
        "title": "P",
        "deadlines": {"name": "d", "clocks": [{"name": "x", "within": "1 day", "stop": "clsed"}]},
    }
    procedure = {"stages": ["open", "closed"], "initial": "open", "final": "closed", "steps": [{"verb": "closed", "from": "open", "to": "closed"}]}
    with pytest.raises(CodecError, match=r"^clock 'x': stop: got 'clsed'.*did you mean 'closed'") as caught:
        codec.from_dict({**data, "procedure": procedure}, Playbook)
    assert caught.value.nearest == "closed"
    steps = [{**procedure["steps"][0], "roles": "advisor"}]
    with pytest.raises(CodecError, match=r"^procedure.steps\[0\].roles: got 'advisor'"):
        codec.from_dict({**data, "deadlines": {"name": "d"}, "procedure": {**procedure, "steps": steps}}, Playbook)
    with pytest.raises(CodecError, match=r"^\[0\]: clock 'x': stop: got 'clsed'"):
        codec.from_dict([{**data, "procedure": procedure}], list[Playbook])


def test_a_fault_that_is_not_the_datas_stays_what_it_is():
    """A lost connection while a playbook is looked up is not called bad data."""

    def lost(code, version):
        raise OSError(code, version)

    stored = {"schema": 1, "id": None, "playbook": {"code": "p", "version": "1"}, "complaint": HAN, "journal": [{"verb": "received", "at": AT}]}
    with pytest.raises(OSError, match="p"):
        codec.from_dict(stored, Case, playbooks=lost)


def test_data_nested_too_deeply_is_refused():
    """Data that no value of ours can be is an error of ours, not of the stack."""
    deep: list[object] = []
    for _ in range(5000):
        deep = [deep]
    with pytest.raises(CodecError, match="when"):
        codec.from_dict({"name": "x", "within": "1 day", "when": {"cause": deep}}, Clock)


BROKEN = [
    ('{"customer": ]', "line 1, column 14"),
    ('{\n  "customer" 1}', "line 2, column 14"),
    ("", "line 1, column 1"),
    ("[" * 100_000, "JSON"),
    ("1" * 5000, "JSON"),
    (b"\xff\xfe\xff", "JSON"),
    (None, "JSON"),
    ('{"customer": NaN}', "JSON"),
    ('{"id": "a", "name": "b", "id": "c"}', "id"),
]


@pytest.mark.parametrize(("text", "where"), BROKEN, ids=[where for _, where in BROKEN])
def test_broken_json_is_named_by_line_and_column(text, where):
    """Text that is no JSON, or says a key twice, is refused with the place."""
    with pytest.raises(CodecError) as caught:
        codec.loads(text, Customer)
    assert caught.value.where == where


@pytest.mark.parametrize(
    ("value", "where"),
    [
        (object(), "object"),
        (Facts(complaint=object()), "object"),
        (On("closed", at=timedelta), "type"),
        (On("closed", at=b"x"), "bytes"),
        (On("closed", verb="closed"), "On.verb"),
        (Clock(name="x", within="1 day", when={"loss": float("inf")}), "float"),
    ],
    ids=["no value of ours", "another system's complaint", "a class", "bytes", "two verbs", "no finite number"],
)
def test_what_cannot_be_stored_is_refused(value, where):
    """A value without a form is refused when written, not left to be found out when read."""
    with pytest.raises(CodecError) as caught:
        codec.dumps(value)
    assert caught.value.where == where


def test_an_event_of_no_class_of_its_own_is_held_to_its_fields():
    """A bare `Event` is stored under its verb, and a key that only another event has is refused."""
    told = codec.to_dict(Event(at=EVENING))
    assert codec.from_dict(told, Event) == Event(at=EVENING)
    with pytest.raises(CodecError, match=r"^what: "):
        codec.from_dict({**told, "what": "a call"}, Event)


def test_annotations_must_be_known_and_resolvable():
    """Neither an unknown kind nor a class with annotations from inside a function can be read."""
    with pytest.raises(CodecError, match="kind of value that the library stores"):
        codec.loads("{}", Exception)
    with pytest.raises(CodecError, match="kind of value"):
        codec.loads("{}", frozenset[str])

    class Local:
        pass

    @attrs.frozen
    class Holder:
        local: Local

    with pytest.raises(CodecError, match="resolved from the class's module"):
        codec.loads("{}", Holder)


def test_reading_is_strict_about_numbers_and_truth():
    """True is no number, 1 is no truth, and a number is no text."""
    for data, kind in [(True, int), (True, float), (1, bool), ("1", int), (1, str), (float("inf"), float)]:
        with pytest.raises(CodecError):
            codec.from_dict(data, kind)


def _fault(data: Any, kind: Any) -> CodecError | None:
    try:
        codec.from_dict(data, kind)
    except CodecError as error:
        return error
    return None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.sampled_from(["received", "1 day", AT]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["verb", "at", "name", "within", "stop", "tz", "week", "x"]), inner, max_size=4)
    ),
    max_leaves=8,
)


@given(JSON)
@settings(max_examples=100)
def test_nothing_but_our_error_comes_out(data):
    """Whatever the data, it is read or refused with a `CodecError` that names a place."""
    for kind in (Complaint, Journal, Clock, BusinessCalendar, Event, Procedure, Promised):
        fault = _fault(data, kind)
        assert fault is None or fault.where
