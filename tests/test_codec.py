from __future__ import annotations

import enum
import json
import tomllib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import ClassVar, Literal

import attrs
import pendulum
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from servrecov import codec, values
from servrecov.bilingual import Text
from servrecov.calendar.calendar import BusinessCalendar
from servrecov.calendar.span import Span
from servrecov.complaint.attribution import Attribution
from servrecov.complaint.cause import CAUSES, CauseTree
from servrecov.complaint.complaint import Complaint, Customer
from servrecov.complaint.failure import Failure, Severity
from servrecov.complaint.remedy import Remedy
from servrecov.deadline.clock import Clock, InForce
from servrecov.deadline.deadline import Deadline
from servrecov.deadline.notice import Notice
from servrecov.errors import CodecError
from servrecov.handling.authority import Authority
from servrecov.handling.condition import Situation
from servrecov.handling.guidance import Guidance, GuidanceBook
from servrecov.handling.procedure import Procedure
from servrecov.handling.step import Step
from servrecov.handling.tier import Tier
from servrecov.journal.catalogue import EVENTS
from servrecov.journal.closing import Noted
from servrecov.journal.event import Event
from servrecov.journal.facts import Facts
from servrecov.journal.intake import Contacted, Received
from servrecov.journal.journal import Entry, Journal
from servrecov.journal.match import On
from servrecov.journal.promise import Promise
from servrecov.money import Money
from servrecov.playbook import Change
from servrecov.presets.loader import load_playbook
from servrecov.source import Source
from servrecov.testing.instances import any_events, any_journals, complaints, instances, ons
from servrecov.testing.strategies import business_calendars, spans

EVENING = pendulum.datetime(2026, 3, 2, 18, 30, tz="Asia/Shanghai")
AT = "2026-03-02T18:30:00+08:00[Asia/Shanghai]"
HAN = {"customer": {"id": "han"}, "received_at": AT}


@attrs.frozen(kw_only=True, field_transformer=values.held)
class SiteVisited(Event):
    """A firm's own event."""

    verb: ClassVar[str] = "acme.site_visited"
    floor: int
    found: Mapping[str, Money] = attrs.field(factory=dict)


class Floor(enum.Enum):
    """A firm's own vocabulary, of a kind that is no text itself."""

    GROUND = "ground"


@attrs.frozen(kw_only=True)
class Inspected(Event):
    """A firm's own event with a rule of its own."""

    verb: ClassVar[str] = "acme.inspected"
    depth: int = attrs.field(validator=attrs.validators.lt(10))
    floor: Floor = Floor.GROUND
    floors: tuple[Floor, ...] = ()


def there_and_back(value, kind):
    text = codec.dumps(value)
    back = codec.loads(text, kind)
    assert back == value
    assert codec.dumps(back) == text
    return back


STORED = [
    (complaints(), Complaint),
    (any_journals(), Journal),
    (business_calendars(), BusinessCalendar),
    (spans(), Span),
    (ons(), On),
    (instances(Source), Source),
    (instances(Attribution), Attribution),
    (instances(Promise), Promise),
    (instances(Facts), Facts),
    (instances(Notice), Notice),
    (instances(Deadline), Deadline),
    (instances(Entry), Entry),
    (instances(Situation), Situation),
    (instances(Change), Change),
    (instances(Event), Event),
]


@pytest.mark.parametrize(("strategy", "kind"), STORED, ids=lambda each: getattr(each, "__name__", ""))
def test_every_kind_of_value_is_read_back_equal(strategy, kind):
    """What is written is read back equal, with the same hash and the same text."""

    @settings(max_examples=25, suppress_health_check=list(HealthCheck))
    @given(strategy)
    def holds(value):
        assert hash(there_and_back(value, kind)) == hash(value)

    holds()


@pytest.mark.parametrize("kind", EVENTS.values(), ids=EVENTS)
def test_every_event_is_read_back_equal(kind):
    """Each shipped event comes back equal, by its own class and told by its verb."""

    @settings(max_examples=8, suppress_health_check=list(HealthCheck))
    @given(any_events(kind))
    def holds(event):
        assert hash(there_and_back(event, kind)) == hash(event)
        assert there_and_back(event, Event).recorded_at.isoformat() == event.recorded_at.isoformat()

    holds()


@given(business_calendars(), business_calendars())
@settings(max_examples=15)
def test_combined_calendars_are_read_back_equal(left, right):
    """A calendar made of calendars is stored as its parts, however deep."""
    there_and_back((left | right) & BusinessCalendar.always("UTC") | left, BusinessCalendar)


def test_a_complaint_is_written_without_what_is_unknown():
    """Defaults are left out, enum members are their text, money is exact text."""
    complaint = Complaint(
        customer=Customer(id="han"),
        received_at=EVENING,
        channel="phone",
        failures=[Failure(severity=Severity.MAJOR, loss=Money("480.00", "CNY"))],
        sought=["repair"],
    )
    assert codec.to_dict(complaint) == {
        **HAN,
        "channel": "phone",
        "failures": [{"severity": "major", "loss": {"amount": "480.00", "currency": "CNY"}}],
        "sought": ["repair"],
    }
    assert type(codec.to_dict(complaint)["channel"]) is str


def test_an_event_begins_with_its_verb_and_hides_its_defaults():
    """The time of entry is left out where it is the time, and kept where only the instant is the same."""
    assert codec.to_dict(Contacted(at=EVENING)) == {"verb": "contacted", "at": AT}
    elsewhere = codec.to_dict(Contacted(at=EVENING, recorded_at=EVENING.in_timezone("UTC")))
    assert elsewhere["recorded_at"] == "2026-03-02T10:30:00+00:00[UTC]"


def test_the_second_of_two_equal_wall_times_is_kept():
    """An entry at the second 02:30 of the night the clocks go back is not taken for the first."""
    first = pendulum.DateTime(2026, 10, 25, 2, 30, tzinfo=pendulum.timezone("Europe/Paris"), fold=0)
    event = there_and_back(Contacted(at=first, recorded_at=first.replace(fold=1)), Contacted)
    assert (event.recorded_at.timestamp() - event.at.timestamp()) == 3600


def test_short_forms_of_a_preset_are_read():
    """Bare verbs, names, texts and span texts stand for what they mean, as TOML gives them."""
    clock = tomllib.loads("""
        name = "contact"
        start = "received"
        stop = ["contacted", {verb = "responded", kind = ["offered", "rejected"]}]
        within = "2 business hours"
        by_severity = {critical = "1 hour"}
        when = {severity = ["major", "critical"]}
        extend = [{on = "delay_notified", to = "due_at", times = 2}]
        in_force = {since = 2026-01-01}
        source = {title = "A law", checked_on = 2026-11-23}
    """)
    assert codec.from_dict(clock, Clock) == Clock(
        name="contact",
        stop=["contacted", On("responded", kind=("offered", "rejected"))],
        within="2 business hours",
        by_severity={"critical": "1 hour"},
        when={"severity": ("major", "critical")},
        extend=codec.from_dict([{"on": ["delay_notified"], "to": "due_at", "times": 2}], tuple[attrs.fields(Clock).extend.type.__args__[0], ...]),
        in_force=InForce(since=date(2026, 1, 1)),
        source=Source(title="A law", checked_on=date(2026, 11, 23)),
    )


def test_a_matcher_with_wanted_values_may_stand_bare():
    """One matcher written as an object stands for a list of one."""
    clock = codec.from_dict({"name": "x", "within": "1 day", "stop": {"verb": "responded", "kind": "rejected"}}, Clock)
    assert clock.stop == (On("responded", kind="rejected"),)


def test_a_procedure_is_read_with_from_and_the_callers_conditions():
    """``from`` is a step's source, stages may be bare names, and functions are taken as they are given but never written."""
    data = {
        "stages": ["open", {"name": "closed", "zh": "结案"}],
        "initial": "open",
        "final": "closed",
        "steps": [{"verb": "closed", "from": "open", "to": "closed", "requires": "own"}],
        "conditions": {"own": lambda _: True},
    }
    procedure = codec.from_dict(data, Procedure)
    assert procedure.steps == (Step(verb="closed", from_="open", to="closed", requires="own"),)
    assert "conditions" not in codec.to_dict(procedure)
    assert codec.from_dict({**codec.to_dict(procedure), "conditions": data["conditions"]}, Procedure) == procedure


def test_a_tier_of_every_kind_and_guidance_in_one_language_are_read():
    """The short forms of authority and guidance mean what their classes take them for."""
    authority = codec.from_dict({"tiers": [{"role": "manager", "kinds": "*", "limits": ["500 CNY"]}]}, Authority)
    assert authority == Authority(tiers=[Tier(role="manager", kinds="*", limits=[Money("500", "CNY")])])
    there_and_back(authority, Authority)
    book = codec.from_dict({"entries": [{"stage": "received", "do": "Listen.", "avoid": {"zh": "争辩"}}]}, GuidanceBook)
    assert book.at("received") == Guidance(stage="received", do=[Text("Listen.")], avoid=[Text(zh="争辩")])


def test_calendars_have_short_forms():
    """A week may be one line, and a calendar without closing time one word; the latter is written so too."""
    desk = codec.from_dict({"tz": "Asia/Shanghai", "week": "Mon-Fri 09:00-17:00", "holidays": [date(2026, 10, 1), "--12-25"]}, BusinessCalendar)
    assert desk == BusinessCalendar.weekly("Mon-Fri 09:00-17:00", tz="Asia/Shanghai", holidays=[date(2026, 10, 1), "--12-25"])
    assert codec.to_dict(BusinessCalendar.always("UTC")) == {"always": "UTC"}
    assert codec.from_dict(desk, BusinessCalendar) is desk


def test_toml_gives_times_that_are_read_already():
    """A time with its offset is taken as it is; one without is refused with its path."""
    table = tomllib.loads("verb = 'contacted'\nat = 2026-03-02T18:30:00+08:00")
    assert codec.from_dict(table, Event).at == EVENING
    clock = codec.from_dict(tomllib.loads("name = 'x'\nwithin = '1 day'\nwhen = {since = 2026-03-02T18:30:00+08:00}"), Clock)
    assert clock.when == {"since": EVENING}
    with pytest.raises(CodecError, match=r"^at: .* a datetime with a zone"):
        codec.from_dict(tomllib.loads("verb = 'contacted'\nat = 2026-03-02T18:30:00"), Event)


def test_a_firms_own_event_is_handed_in_with_the_call():
    """It is written by anybody, and read where its class is handed in; no call leaves anything behind."""
    visit = SiteVisited(at=EVENING, floor=3, found={"till": Money("12.50", "EUR")})
    text = codec.dumps(Journal([Received(at=EVENING), visit]))
    assert '"verb": "acme.site_visited"' in text
    assert codec.loads(text, Journal, events=[SiteVisited])[1] == visit
    assert codec.loads(codec.dumps(visit), SiteVisited) == visit
    inspected = Inspected(at=EVENING, depth=1, floors=(Floor.GROUND,))
    assert codec.to_dict(inspected) == {"verb": "acme.inspected", "at": AT, "depth": 1, "floors": ["ground"]}
    assert there_and_back(inspected, Inspected) == inspected
    with pytest.raises(CodecError, match=r"^\[1\]\.verb: got 'acme.site_visited', .* handed in with events="):
        codec.loads(text, Journal)


def test_a_firms_own_event_must_be_told_apart():
    """Events that are none, have no dotted verb or share one are refused before anything is read."""

    @attrs.frozen(kw_only=True)
    class Nameless(Event):
        floor: int = 0

    @attrs.frozen(kw_only=True)
    class Visited2(Event):
        verb = "acme.site_visited"

    for kinds, where in [([int], r"events\[0\]"), ([Nameless], r"events\[0\].verb"), ([SiteVisited, Visited2], r"events\[1\].verb")]:
        with pytest.raises(CodecError, match=where):
            codec.from_dict({}, Event, events=kinds)
    with pytest.raises(CodecError, match=r"Nameless\.verb"):
        codec.dumps(Nameless(at=EVENING))
    codec.from_dict({"verb": "acme.site_visited", "at": AT, "floor": 1}, Event, events=[SiteVisited, SiteVisited])


def test_a_firms_own_rule_is_told_with_its_path():
    """What a validator of the firm's own says is told at the event it says it of."""
    with pytest.raises(CodecError, match=r"^\[0\]: .*'depth' must be < 10: 12") as caught:
        codec.from_dict([{"verb": "acme.inspected", "at": AT, "depth": 12}], Journal, events=[Inspected])
    assert caught.value.value["depth"] == 12


def test_any_annotation_can_be_read():
    """Lists, pairs, mappings, literals and unions of our values are read as annotated."""
    remedies = codec.from_dict([{"kind": "repair"}], list[Remedy])
    assert remedies == [Remedy("repair")]
    assert codec.from_dict([1, "x"], tuple[int, str]) == (1, "x")
    assert codec.from_dict({"a": [1]}, dict[str, tuple[int, ...]]) == {"a": (1,)}
    assert type(codec.from_dict({"a": 1}, dict[str, int])) is dict
    assert codec.from_dict({"2026-03-02": "major"}, Mapping[date, Severity]) == {date(2026, 3, 2): Severity.MAJOR}
    assert codec.from_dict("b", Literal["a", "b"]) == "b"
    assert codec.from_dict(True, int | bool) is True  # noqa: FBT003  (the value is the point)
    assert codec.from_dict(Severity.MAJOR, Severity) is Severity.MAJOR
    assert codec.from_dict([1, [None]], tuple) == (1, (None,))
    assert codec.from_dict({"a": {"$date": "2026-03-02"}}, Mapping) == {"a": date(2026, 3, 2)}
    assert codec.from_dict(On("closed"), On) == On("closed")
    assert codec.from_dict("0.25", Decimal) == Decimal("0.25")
    with pytest.raises(CodecError, match="'a' or 'b'"):
        codec.from_dict("c", Literal["a", "b"])
    with pytest.raises(CodecError, match="a list of 2"):
        codec.from_dict([1], tuple[int, str])
    assert codec.from_dict(None, type(None)) is None
    with pytest.raises(CodecError, match="null"):
        codec.from_dict(1, type(None))


def test_tuples_and_mappings_of_values_are_written():
    """What readings return, and what a host puts around it, is written as it stands."""
    money = {"amount": "1", "currency": "CNY"}
    assert codec.to_dict((Money("1", "CNY"), None, 1.5)) == [money, None, 1.5]
    assert codec.to_dict({"owed": [Money("1", "CNY")], "on": date(2026, 3, 2)}) == {"owed": [money], "on": "2026-03-02"}


OPEN = st.one_of(st.none(), st.booleans(), st.integers(), st.text(), st.dates(), st.timedeltas(), st.sampled_from(Severity))


@given(st.dictionaries(st.text(), OPEN | st.lists(OPEN).map(tuple)))
def test_open_places_keep_every_plain_value(wanted):
    """What a rule wants comes back equal whatever plain value it is, without a word on its kind in the rule."""
    there_and_back(Clock(name="x", within="1 day", when=wanted), Clock)


@given(st.decimals(allow_nan=False, allow_infinity=False), st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_are_exact(decimal, number):
    """Neither a decimal nor a float loses a digit."""
    there_and_back(Clock(name="x", within="1 day", when={"a": decimal, "b": number}), Clock)
    there_and_back(Money(decimal, "CNY"), Money)
    assert codec.loads(codec.dumps(decimal), Decimal) == decimal


def test_the_tree_of_causes_is_read_back_equal():
    """The shipped causes, with labels in two languages and their sources, survive."""
    there_and_back(CAUSES, CauseTree)


def test_indentation_changes_nothing_but_the_look():
    """Indented text is read back equal, and Chinese stays readable."""
    note = Noted(at=EVENING, note="刹车异响")
    text = codec.dumps(note, indent=2)
    assert "刹车异响" in text
    assert text.count("\n") == 4
    assert codec.loads(text.encode(), Event) == note
    assert json.loads(text) == codec.to_dict(note)


def test_every_difference_between_playbooks_is_read_back():
    """Whatever went or came, a number or a whole clock, is read back as what it was."""
    whole = load_playbook("dealership")
    bare = attrs.evolve(
        whole,
        procedure=Procedure(stages=["a", "b"], initial="a", final="b", steps=[Step(verb="closed", from_="a", to="b")]),
        deadlines=attrs.evolve(
            whole.deadlines,
            calendar=BusinessCalendar.always("UTC"),
            calendars={"desk": BusinessCalendar.always("UTC")},
            clocks=[Clock(name="new", stop=["closed", On("responded", kind="final")], within="2 hours")],
        ),
        authority=None,
        guidance=GuidanceBook(),
        sources=(),
    )
    changes = [*whole.diff(bare), *bare.diff(whole)]
    wholes = {type(part) for change in changes for part in (change.before, change.after)}
    assert {Clock, Authority, Step, Guidance, BusinessCalendar, Source} <= wholes
    assert there_and_back(tuple(changes), tuple[Change, ...]) == tuple(changes)
    assert there_and_back(Change(path="stop", after=(On("closed"), "closed")), Change).after == (On("closed"), "closed")
    with pytest.raises(CodecError, match=r"^after: got '\$Clok'"):
        codec.loads('{"path": "x", "after": {"$Clok": {}}}', Change)
