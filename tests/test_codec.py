from __future__ import annotations

import enum
import json
import pickle
import tomllib
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, ClassVar, Literal

import attrs
import pendulum
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from servrecov import codec, values
from servrecov.bilingual import Text
from servrecov.calendar.calendar import BusinessCalendar
from servrecov.calendar.span import Span
from servrecov.case import Case
from servrecov.complaint.attribution import Attribution
from servrecov.complaint.cause import CAUSES, CauseTree
from servrecov.complaint.complaint import Complaint, Customer
from servrecov.complaint.failure import Failure, Severity
from servrecov.complaint.remedy import Remedy
from servrecov.deadline.clock import Clock, InForce
from servrecov.deadline.deadline import Deadline
from servrecov.deadline.notice import Notice
from servrecov.deadline.policy import DeadlinePolicy
from servrecov.errors import CodecError
from servrecov.handling.authority import Authority, Tier
from servrecov.handling.guidance import Guidance, GuidanceBook
from servrecov.handling.procedure import Procedure
from servrecov.handling.step import Step
from servrecov.journal.catalogue import EVENTS
from servrecov.journal.closing import Noted, SurveyAnswered
from servrecov.journal.dialogue import Escalated
from servrecov.journal.event import Event
from servrecov.journal.facts import Facts
from servrecov.journal.intake import Contacted, Received, Recorded
from servrecov.journal.journal import Entry, Journal
from servrecov.journal.match import On
from servrecov.journal.promise import Promise
from servrecov.journal.redress import Promised, RemedyOffered
from servrecov.money import Money
from servrecov.playbook import Playbook
from servrecov.source import Source
from servrecov.testing.instances import complaints, events, instances, journals, ons
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
    (journals(), Journal),
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
    @given(events(kind))
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
    class Contacted2(Event):
        verb = "contacted"

    @attrs.frozen(kw_only=True)
    class Visited2(Event):
        verb = "acme.site_visited"

    for kinds, where in [([int], r"events\[0\]"), ([Contacted2], r"events\[0\].verb"), ([SiteVisited, Visited2], r"events\[1\].verb")]:
        with pytest.raises(CodecError, match=where):
            codec.from_dict({}, Event, events=kinds)
    with pytest.raises(CodecError, match=r"Contacted2\.verb"):
        codec.dumps(Contacted2(at=EVENING))
    codec.from_dict({"verb": "acme.site_visited", "at": AT, "floor": 1}, Event, events=[SiteVisited, SiteVisited])


def test_a_firms_own_rule_is_told_with_its_path():
    """What a validator of the firm's own says is told at the event it says it of."""
    with pytest.raises(CodecError, match=r"^\[0\]: .*'depth' must be < 10: 12") as caught:
        codec.from_dict([{"verb": "acme.inspected", "at": AT, "depth": 12}], Journal, events=[Inspected])
    assert caught.value.value["depth"] == 12


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
    (RemedyOffered, {"verb": "remedy_offered", "at": AT, "options": [[]]}, "options", None),
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


def test_an_event_of_no_class_of_its_own_is_refused():
    """A bare `Event` has no verb by which it could be read back."""
    with pytest.raises(CodecError, match=r"Event\.verb"):
        codec.dumps(Event(at=EVENING))


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
