"""How events move a case along a procedure."""

from __future__ import annotations

import contextlib
import gc
import itertools
import pickle
import weakref
from types import SimpleNamespace

import attrs
import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st
from transitions import Machine, MachineError

from servrecov.complaint.complaint import Complaint, Customer
from servrecov.complaint.failure import Failure
from servrecov.errors import InvalidProcedureError, InvalidValueError, StepNotAllowedError, UnknownNameError
from servrecov.handling.condition import Condition, Situation
from servrecov.handling.procedure import Procedure
from servrecov.handling.step import ProcedurePart, Stage, Step
from servrecov.journal.catalogue import EVENTS as EVENTS_BY_VERB
from servrecov.journal.closing import Closed, FollowedUp, Noted, Reopened, Withdrawn
from servrecov.journal.inquiry import Assessed, Classified
from servrecov.journal.intake import Contacted, Listened
from servrecov.journal.journal import Entry
from servrecov.presets.loader import load_playbook
from servrecov.presets.registry import list_playbooks
from servrecov.testing.walks import act

AT = pendulum.datetime(2026, 3, 2, 9)
NOTHING = Situation(complaint=None)
HEARD = Situation(complaint=None, entries=(Entry(1, Listened(at=AT)),))

PROCEDURE = Procedure(
    stages=["received", Stage("contacted", label="Spoken with", zh="已联系"), "resolved", "closed"],
    initial="received",
    final="closed",
    steps=[
        Step(verb="contacted", from_="received", to="contacted"),
        Step(verb="followed_up", from_=["contacted", "resolved"], to="resolved", when={"satisfied": True}),
        Step(verb="followed_up", from_="resolved", to="contacted", when={"satisfied": False}, roles=["tracker", "manager"]),
        Step(verb="closed", from_="resolved", to="closed", requires=["heard", "owner_assigned"]),
        Step(verb="withdrawn", from_="*", to="closed"),
        Step(verb="reopened", from_="closed", to="contacted"),
    ],
    anytime=["noted", "followed_up"],
)


def refusal(stage: str, event: object, situation: Situation = NOTHING, role: str | None = None) -> StepNotAllowedError:
    with pytest.raises(StepNotAllowedError) as caught:
        PROCEDURE.advance(stage, event, situation, role, case_id="C-1")
    assert PROCEDURE.next_stage(stage, event, situation, role) is None
    return caught.value


@pytest.mark.parametrize(
    ("stage", "event", "to"),
    [
        ("received", Contacted(at=AT), "contacted"),
        ("contacted", FollowedUp(at=AT, satisfied=True), "resolved"),
        ("resolved", FollowedUp(at=AT, satisfied=False), "contacted"),
        ("resolved", FollowedUp(at=AT), "resolved"),
        ("received", FollowedUp(at=AT, satisfied=True), "received"),
        ("received", Withdrawn(at=AT), "closed"),
        ("closed", Noted(at=AT), "closed"),
        ("closed", FollowedUp(at=AT, satisfied=True), "closed"),
        ("closed", Reopened(at=AT), "contacted"),
    ],
)
def test_an_event_leads_where_its_step_leads(stage, event, to):
    """A step that fits moves the case; an event of any time moves nothing where no step fits, at final stages too."""
    assert PROCEDURE.advance(stage, event, NOTHING) == to
    assert PROCEDURE.next_stage(stage, event, NOTHING) == to


def test_a_refusal_names_case_stage_event_and_what_is_allowed():
    """A verb that is no step here is refused, with the stages from which it is one."""
    event = Reopened(at=AT)
    error = refusal("received", event)
    assert (error.case_id, error.stage, error.event) == ("C-1", "received", event)
    assert error.allowed == ("contacted", "withdrawn", "noted", "followed_up")
    assert error.reason == "it leads on from: closed"
    assert "no step of the procedure" in refusal("received", Assessed(at=AT, valid=True)).reason


def test_a_refusal_names_the_field_that_does_not_fit():
    """Where the verb is a step but its values are not, field, value and expectation are named."""
    narrow = attrs.evolve(PROCEDURE, anytime=["noted"])
    with pytest.raises(StepNotAllowedError, match="satisfied is None, expected True or False"):
        narrow.advance("resolved", FollowedUp(at=AT), NOTHING)


def test_a_refusal_names_the_conditions_not_yet_true():
    """Only those that are not yet true are named, in words."""
    closed = Closed(at=AT)
    assert refusal("resolved", closed).reason.startswith("not yet true: heard (the customer was heard out); owner_assigned (")
    assert "heard" not in refusal("resolved", closed, HEARD).reason


def test_a_step_is_open_to_its_roles_and_to_whoever_is_not_known():
    """A known role that is not listed is refused, even where the verb could be recorded at any time."""
    asked = FollowedUp(at=AT, satisfied=False)
    assert PROCEDURE.advance("resolved", asked, NOTHING, "tracker") == "contacted"
    assert PROCEDURE.advance("resolved", asked, NOTHING, None) == "contacted"
    assert "role 'adviser' may not; who may: tracker, manager" in str(refusal("resolved", asked, role="adviser"))


def test_the_allowed_steps_say_which_conditions_are_not_yet_true():
    """The steps come in the order written; those closed to a given role are left out."""
    steps = PROCEDURE.allowed("resolved", HEARD)
    assert [(step.verb, step.to, step.unmet) for step in steps] == [
        ("followed_up", "resolved", ()),
        ("followed_up", "contacted", ()),
        ("closed", "closed", ("owner_assigned",)),
        ("withdrawn", "closed", ()),
    ]
    assert [step.to for step in PROCEDURE.allowed("resolved", HEARD, role="adviser")] == ["resolved", "closed", "closed"]
    assert [step.verb for step in PROCEDURE.allowed("closed", NOTHING)] == ["reopened"]


@pytest.mark.parametrize("ask", ["advance", "next_stage", "allowed", "allowed_verbs", "stage"])
def test_an_unknown_stage_is_named_with_the_nearest(ask):
    """Whatever is asked about a stage, the procedure must have it."""
    arguments = {"advance": (Contacted(at=AT), NOTHING), "next_stage": (Contacted(at=AT), NOTHING), "allowed": (NOTHING,)}.get(ask, ())
    with pytest.raises(UnknownNameError) as caught:
        getattr(PROCEDURE, ask)("recieved", *arguments)
    assert caught.value.nearest == "received"


def test_stages_can_be_asked_for_by_name():
    """A stage carries its labels, and open ones are told from final ones."""
    assert PROCEDURE.stage("contacted").label_in("zh") == "已联系"
    assert PROCEDURE.open_stages == ("received", "contacted", "resolved")
    assert PROCEDURE.is_final("closed")
    assert not PROCEDURE.is_final("resolved")


def test_procedures_are_equal_by_value_and_survive_pickling():
    """The machine behind a procedure is no part of it."""
    again = pickle.loads(pickle.dumps(PROCEDURE))  # noqa: S301  (our own bytes)
    assert (again, hash(again)) == (PROCEDURE, hash(PROCEDURE))
    assert again.advance("received", Contacted(at=AT), NOTHING) == "contacted"
    assert attrs.evolve(PROCEDURE, anytime=()) != PROCEDURE


def test_the_machine_knows_no_way_around_the_rules_and_keeps_nothing_alive():
    """Transitions adds triggers of its own by default, and keeps every model that it was given; here it does neither."""
    machine = PROCEDURE._machine
    assert set(machine.events) == {step.verb for step in PROCEDURE.steps}
    situation = Situation(complaint=None)
    kept = weakref.ref(situation)
    PROCEDURE.advance("received", Contacted(at=AT), situation)
    del situation
    gc.collect()
    assert kept() is None
    assert machine.models == []


def own(situation: Situation) -> bool:
    return situation.latest("listened") is not None


GUARDED = [Step(verb="closed", from_="received", to="closed", requires="acme_heard")]


def test_a_firms_own_condition_is_a_function_under_a_name():
    """It is asked like a shipped one; procedures compare it by its name; a name of the library's cannot be taken."""
    procedure = Procedure(stages=["received", "closed"], initial="received", final="closed", steps=GUARDED, conditions={"acme_heard": own})
    assert procedure.next_stage("received", Closed(at=AT), NOTHING) is None
    assert procedure.advance("received", Closed(at=AT), HEARD) == "closed"
    assert procedure == attrs.evolve(procedure, conditions={"acme_heard": lambda _: True})
    with pytest.raises(StepNotAllowedError, match=r"not yet true: acme_heard \(acme heard\)"):
        procedure.advance("received", Closed(at=AT), NOTHING)
    with pytest.raises(InvalidProcedureError, match=r"'heard', expected a name of your own"):
        attrs.evolve(procedure, conditions={"heard": own})
    with pytest.raises(InvalidProcedureError, match=r"procedure\.conditions"):
        attrs.evolve(procedure, conditions=[own])
    with pytest.raises(InvalidValueError, match="acme_heard"):
        attrs.evolve(procedure, conditions={"acme_heard": True})


def test_a_procedure_takes_other_conditions():
    """One of the same name takes the place of the old one; a whole `Condition` brings its words."""
    procedure = Procedure(stages=["received", "closed"], initial="received", final="closed", steps=GUARDED, conditions={"acme_heard": own})
    worded = procedure.with_conditions({"acme_heard": Condition(name="acme_heard", label="the customer was heard", holds=own)})
    assert worded.condition("acme_heard").label_in("en") == "the customer was heard"
    assert worded.condition("heard").name == "heard"
    with pytest.raises(UnknownNameError, match="did you mean 'heard'"):
        worded.condition("herd")


def test_a_procedure_can_be_joined_from_shared_parts():
    """A part that several procedures include is written once; its open-stage step reaches the stages of the others."""
    tail = ProcedurePart(stages=["closed"], final="closed", steps=[Step(verb="withdrawn", from_="*", to="closed")], anytime="noted")
    own_part = ProcedurePart(stages=["received", "contacted"], initial="received", steps=[Step(verb="contacted", from_="received", to="contacted")])
    joined = Procedure.from_parts(tail, own_part)
    assert joined.stage_names == ("closed", "received", "contacted")
    assert joined.advance("contacted", Withdrawn(at=AT), NOTHING) == "closed"
    with pytest.raises(InvalidProcedureError, match=r"procedure\.initial"):
        Procedure.from_parts(tail)
    guarded = ProcedurePart(steps=[Step(verb="closed", from_="contacted", to="closed", requires="acme_heard")])
    assert Procedure.from_parts(tail, own_part, guarded, conditions={"acme_heard": own}).conditions


EVENTS = st.one_of(
    st.builds(Contacted, at=st.just(AT), role=st.sampled_from([None, "adviser", "manager"])),
    st.builds(Listened, at=st.just(AT)),
    st.builds(Noted, at=st.just(AT)),
    st.builds(Assessed, at=st.just(AT), valid=st.booleans()),
    st.builds(FollowedUp, at=st.just(AT), satisfied=st.sampled_from([None, True, False])),
    st.builds(Classified, at=st.just(AT), risks=st.sampled_from([None, ["media"], ["media", "safety"], ["legal"]])),
    st.builds(Closed, at=st.just(AT), outcome=st.sampled_from([None, "solved"])),
    st.builds(Withdrawn, at=st.just(AT)),
    st.builds(Reopened, at=st.just(AT)),
)
SLOTS = (
    ("contacted", {}),
    ("assessed", {"valid": True}),
    ("assessed", {"valid": False}),
    ("followed_up", {"satisfied": [True, None]}),
    ("followed_up", {"satisfied": False}),
    ("classified", {"risks": "media"}),
    ("classified", {"risks": ["safety", "legal"]}),
)


@st.composite
def procedures(draw):
    """Draw a sound procedure: a chain of stages that closes, and branches and loops among them."""
    stages = [f"s{index}" for index in range(draw(st.integers(1, 4)))]
    limits = {"requires": st.lists(st.sampled_from(["heard", "contacted"]), max_size=1), "roles": st.lists(st.sampled_from(["manager"]), max_size=1)}
    steps = [Step(verb="listened", from_=one, to=other) for one, other in itertools.pairwise(stages)]
    for stage in stages:
        for verb, when in draw(st.lists(st.sampled_from(SLOTS), unique_by=str, max_size=5)):
            narrowed = {name: draw(values) for name, values in limits.items()}
            steps.append(Step(verb=verb, from_=stage, to=draw(st.sampled_from(stages)), when=when, **narrowed))
    steps.append(Step(verb="closed", from_=stages[-1], to="done", requires=draw(limits["requires"])))
    steps.append(Step(verb="withdrawn", from_="*", to="gone"))
    steps += draw(st.sampled_from([[], [Step(verb="reopened", from_=["done", "gone"], to=stages[0])]]))
    return Procedure(
        stages=[*stages, "done", "gone"],
        initial=stages[0],
        final=["done", "gone"],
        steps=draw(st.permutations(steps)),
        anytime=draw(st.lists(st.sampled_from(["noted", "contacted", "followed_up", "classified"]), unique=True)),
    )


def plain_judge(procedure):
    """Return what judges as transitions itself would: a machine made from the data alone, triggered for each event."""
    machine = Machine(model=None, states=list(procedure.stage_names), initial=procedure.initial, auto_transitions=False)
    for step in procedure.steps:
        needed = [procedure.condition(name) for name in step.requires]

        def guard(situation, role, step=step, needed=needed):
            return step.fits(situation.event) and step.admits(role) and all(each.holds(situation) for each in needed)

        for source in procedure.sources(step):
            machine.add_transition(step.verb, source, step.to, conditions=[guard])

    def judge(stage, situation, role):
        event, cursor = situation.event, SimpleNamespace(state=stage)
        with contextlib.suppress(MachineError, KeyError):
            if machine.events[event.verb].trigger(cursor, situation, role):
                return cursor.state
        barred = any(step.verb == event.verb and step.fits(event) for step in procedure.steps if stage in procedure.sources(step))
        return stage if event.verb in procedure.anytime and not barred else None

    return judge


def agreed(procedure, judge, stage, situation, role):
    """Return the stage on which the compiled table, the procedure's own machine and a plain one agree; None where all refuse, with a reason."""
    event = situation.event
    reached = procedure.next_stage(stage, event, situation, role)
    assert judge(stage, situation, role) == reached
    if reached is not None:
        assert procedure.advance(stage, event, situation, role) == reached
        assert reached in procedure.stage_names
        return reached
    with pytest.raises(StepNotAllowedError) as caught:
        procedure.advance(stage, event, situation, role)
    assert caught.value.allowed == procedure.allowed_verbs(stage)
    assert caught.value.reason
    return None


@given(procedures(), st.lists(EVENTS, max_size=12))
def test_the_compiled_table_answers_as_the_machine_does(procedure, events):
    """Events are judged without dispatch: at every event and from every stage table and machine agree, and no event leads outside the stages."""
    judge, stage, entries = plain_judge(procedure), procedure.initial, []
    for seq, event in enumerate(events, 1):
        situation = Situation(complaint=None, entries=tuple(entries), event=event)
        reached = {name: agreed(procedure, judge, name, situation, event.role) for name in procedure.stage_names}
        if reached[stage] is not None:
            entries.append(Entry(seq, event))
            stage = reached[stage]


@pytest.mark.parametrize("code", list_playbooks())
def test_the_table_of_a_shipped_playbook_answers_as_the_machine_does(code):
    """At every stage, for every event of the library with every value that a step asks for, in every role, with nothing behind it and with everything."""
    playbook = load_playbook(code)
    procedure, judge = playbook.procedure, plain_judge(playbook.procedure)
    asked = {(step.verb, name, option) for step in procedure.steps for name, value in step.when.items() for option in as_tuple(value)}
    plain = [act(verb, AT) for verb in EVENTS_BY_VERB if verb not in ("received", "retracted")]
    events = [*plain, *(act(verb, AT, **{name: value}) for verb, name, value in sorted(asked, key=str))]
    everything = tuple(Entry(seq, event) for seq, event in enumerate(events, 1))
    grave = Complaint(customer=Customer(id="han"), received_at=AT, failures=[Failure(severity="critical", cause="service.repair")])
    reached = [
        agreed(procedure, judge, stage, Situation(grave, entries, event), role)
        for stage in procedure.stage_names
        for event in events
        for entries in ((), everything)
        for role in (None, *playbook.roles)
    ]
    assert {None, *procedure.stage_names} == set(reached)


def as_tuple(value):
    return value if isinstance(value, tuple) else (value,)


@given(procedures(), st.lists(EVENTS, max_size=12))
def test_what_is_allowed_is_what_can_be_recorded(procedure, events):
    """An event moves the case exactly where an allowed step with its verb fits it, has nothing unmet and admits the role."""
    stage, entries = procedure.initial, []
    for seq, event in enumerate(events, 1):
        situation = Situation(complaint=None, entries=tuple(entries))
        fitting = [step for step in procedure.allowed(stage, situation) if step.verb == event.verb and step.fits(event)]
        takeable = [step.to for step in fitting if not step.unmet and step.admits(event.role)]
        at_rest = [stage] if not fitting and event.verb in procedure.anytime else []
        assert procedure.next_stage(stage, event, situation, event.role) == next(iter([*takeable, *at_rest]), None)
        if takeable:
            stage = takeable[0]
            entries.append(Entry(seq, event))
