from __future__ import annotations

import re
from typing import ClassVar

import attrs
import pendulum
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import servrecov
from servrecov import codec
from servrecov.calendar.calendar import BusinessCalendar
from servrecov.calendar.span import Span
from servrecov.case import Case
from servrecov.complaint.complaint import Complaint, Customer
from servrecov.deadline.clock import Clock
from servrecov.deadline.deadline import Deadline
from servrecov.errors import CodecError
from servrecov.handling.procedure import Procedure
from servrecov.journal.catalogue import EVENTS
from servrecov.journal.event import Event
from servrecov.journal.facts import Facts
from servrecov.journal.journal import Entry, Journal
from servrecov.journal.match import On
from servrecov.money import Money
from servrecov.playbook import Playbook
from servrecov.testing.instances import any_events, any_journals, complaints, instances, money, ons
from servrecov.testing.strategies import business_calendars, spans
from servrecov.wire.converter import READERS, WRITERS
from servrecov.wire.schema import DESCRIBERS
from servrecov.wire.shapes import Shape

TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "integer": int, "number": (int, float), "null": type(None)}


@attrs.frozen(kw_only=True)
class SiteVisited(Event):
    """A firm's own event."""

    verb: ClassVar[str] = "acme.site_visited"
    floor: int


KEYWORDS = {
    "description": lambda *_: True,
    "format": lambda *_: True,
    "$ref": lambda fits, name, data, _: fits(name, data),
    "type": lambda _, names, data, __: any(_is_a(data, name) for name in ([names] if isinstance(names, str) else names)),
    "enum": lambda _, options, data, __: any(type(option) is type(data) and option == data for option in options),
    "const": lambda _, option, data, __: option == data,
    "anyOf": lambda fits, schemas, data, _: any(fits(schema, data) for schema in schemas),
    "pattern": lambda _, pattern, data, __: not isinstance(data, str) or re.search(pattern, data) is not None,
    "minLength": lambda _, least, data, __: not isinstance(data, str) or len(data) >= least,
    "required": lambda _, names, data, __: not isinstance(data, dict) or all(name in data for name in names),
    "properties": lambda fits, known, data, _: (
        not isinstance(data, dict) or all(fits(known[key], value) for key, value in data.items() if key in known)
    ),
    "additionalProperties": lambda fits, other, data, schema: (
        not isinstance(data, dict) or all(other is not False and fits(other, data[key]) for key in data if key not in schema.get("properties", {}))
    ),
    "propertyNames": lambda fits, names, data, _: not isinstance(data, dict) or all(fits(names, key) for key in data),
    "items": lambda fits, each, data, _: not isinstance(data, list) or all(fits(each, value) for value in data),
    "prefixItems": lambda fits, schemas, data, _: not isinstance(data, list) or all(map(fits, schemas, data)),
    "minItems": lambda _, least, data, __: not isinstance(data, list) or len(data) >= least,
    "maxItems": lambda _, most, data, __: not isinstance(data, list) or len(data) <= most,
}
"""As much of JSON Schema 2020-12 as the codec speaks."""


def _is_a(data, name):
    return isinstance(data, TYPES[name]) and (name == "boolean" or not isinstance(data, bool))


def validator_of(schema):
    """Make a validator; a keyword that it does not know is an error."""

    def fits(part, data):
        part = schema["$defs"][part.removeprefix("#/$defs/")] if isinstance(part, str) else part
        return all(KEYWORDS[keyword](fits, value, data, part) for keyword, value in part.items() if keyword not in ("$defs", "$schema"))

    return lambda data: fits(schema, data)


SAMPLES = [
    (complaints(), Complaint),
    (any_journals(), Journal),
    (business_calendars(), BusinessCalendar),
    (spans(), Span),
    (ons(), On),
    (instances(Deadline), Deadline),
    (instances(Facts), Facts),
    (instances(Entry), Entry),
    (money(), Money),
]


def test_every_shape_is_read_written_and_described():
    """A shape that one of the three did not know would drift from the others."""
    assert set(Shape) == set(READERS) == set(WRITERS) == set(DESCRIBERS)


@pytest.mark.parametrize(("strategy", "kind"), SAMPLES, ids=[kind.__name__ for _, kind in SAMPLES])
def test_what_is_written_fits_its_schema(strategy, kind):
    """Every written value is valid under the schema of its class."""
    validator = validator_of(codec.json_schema(kind))

    @settings(max_examples=20, suppress_health_check=list(HealthCheck))
    @given(strategy)
    def holds(value):
        assert validator(codec.to_dict(value))

    holds()


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(any_events())
def test_every_event_fits_the_schema_of_events(event):
    """An event is valid as an event of any class, by its verb."""
    assert EVENT(codec.to_dict(event))


EVENT = validator_of(codec.json_schema(Event))


def _places(data, path=()):
    yield path
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in inner:
        yield from _places(value, (*path, key))


def _with(data, path, change):
    if not path:
        return change(data)
    copy = data.copy()
    copy[path[0]] = _with(data[path[0]], path[1:], change)
    return copy


@settings(max_examples=80, suppress_health_check=list(HealthCheck))
@given(complaints(), st.data())
def test_what_the_schema_refuses_the_codec_refuses(complaint, data):
    """Break one place of a written complaint: whatever the schema then refuses cannot be read, and what is read the schema accepts."""
    written = codec.to_dict(complaint)
    path = data.draw(st.sampled_from(list(_places(written))))
    change = data.draw(st.sampled_from([lambda _: 3, lambda _: None, lambda _: "x", lambda _: {"x": 1}, lambda _: [], lambda _: True]))
    broken = _with(written, path, change)
    try:
        codec.from_dict(broken, Complaint)
    except CodecError:
        return
    assert validator_of(codec.json_schema(Complaint))(broken)


@pytest.mark.parametrize(
    ("kind", "accepted", "refused"),
    [
        (Money, ["480.00 CNY", {"amount": "-1E+2", "currency": "CNY"}], ["480 yuan", {"amount": 1.5, "currency": "CNY"}, {"amount": "1"}, 3]),
        (
            Clock,
            [{"name": "x", "within": "2 hours", "stop": "closed"}, {"name": "x", "within": "due_at", "stop": [{"verb": "closed"}]}],
            [{"name": "x"}],
        ),
        (On, ["closed", {"verb": "closed", "loss": {"$money": "1 CNY"}}], ["", {"kind": "x"}, {"verb": "closed", "loss": {"$mony": "1 CNY"}}]),
        (
            BusinessCalendar,
            [{"always": "UTC"}, {"tz": "UTC", "week": "Mon 09:00-10:00"}],
            [{"tz": "UTC", "wek": {}}, {"tz": "UTC", "holidays_known": [1]}],
        ),
        (
            Procedure,
            [{"stages": ["a", {"name": "b"}], "initial": "a", "final": "b", "steps": [{"verb": "closed", "from": "a", "to": "b"}]}],
            [{"stages": ["a"], "initial": "a"}, {"stages": [3], "initial": "a", "final": []}],
        ),
        (dict[str, int], [{"a": 1}], [{"a": "1"}, []]),
    ],
)
def test_short_forms_are_described(kind, accepted, refused):
    """The schema knows the short forms that people write, and refuses what the codec refuses."""
    validator = validator_of(codec.json_schema(kind))
    assert [validator(data) for data in accepted] == [True] * len(accepted)
    assert [validator(data) for data in refused] == [False] * len(refused)


def test_a_playbook_and_a_case_fit_their_schemas():
    """The shipped playbook and a case under it are valid; a case of another layout is not."""
    playbook = servrecov.load_playbook("dealership")
    assert validator_of(codec.json_schema(Playbook))(codec.to_dict(playbook))
    complaint = Complaint(customer=Customer(id="han"), received_at=pendulum.datetime(2026, 3, 2))
    stored = codec.to_dict(playbook.open(complaint, id="C-1"))
    validator = validator_of(codec.json_schema(Case))
    assert validator(stored)
    assert not validator({**stored, "schema": 2})
    assert not validator({**stored, "journal": [{"verb": "recieved", "at": stored["journal"][0]["at"]}]})


VALUES = [name for name in dir(servrecov) if isinstance(kind := getattr(servrecov, name), type) and not issubclass(kind, Exception)]


@pytest.mark.parametrize("name", VALUES)
def test_every_public_value_has_a_schema(name):
    """What the library hands out can be stored and described; a condition is a function, and functions are not stored."""
    kind = getattr(servrecov, name)
    if name == "Condition":
        with pytest.raises(CodecError, match="kind of value that the library stores"):
            codec.json_schema(kind)
    else:
        assert set(codec.json_schema(kind)) > {"$schema"}


def test_a_schema_is_of_draft_2020_12_and_explains_itself():
    """It names its dialect, describes each class in a sentence, and says nothing of functions."""
    schema = codec.json_schema(Procedure)
    assert schema["$schema"].endswith("2020-12/schema")
    assert schema["$defs"]["Step"]["description"] == "One move that a procedure allows."
    assert "from" in schema["$defs"]["Step"]["required"]
    assert "conditions" not in schema["$defs"]["Procedure"]["properties"]
    assert codec.json_schema(str) == {"$schema": schema["$schema"], "type": "string"}


def test_a_firms_own_events_are_described_where_they_are_handed_in():
    """The schema of a journal knows a firm's own event only in the call that brings it."""
    visit = codec.to_dict([SiteVisited(at=pendulum.datetime(2026, 3, 2), floor=3)])
    assert validator_of(codec.json_schema(Journal, events=[SiteVisited]))(visit)
    assert not validator_of(codec.json_schema(Journal))(visit)
    assert set(EVENTS) <= set(codec.json_schema(Journal)["$defs"])
