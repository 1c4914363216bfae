"""What a playbook holds, and the names it is held to."""

from __future__ import annotations

from types import SimpleNamespace

import attrs
import pendulum
import pytest

import servrecov as sr

DEALERSHIP = sr.load_playbook("dealership")
PROCEDURE = sr.Procedure(
    stages=["received", "contacted", "closed"],
    initial="received",
    final="closed",
    steps=[sr.Step(verb="contacted", from_="received", to="contacted"), sr.Step(verb="closed", from_="contacted", to="closed")],
    anytime=["noted"],
)


def playbook(**parts):
    return sr.Playbook(**{"code": "acme", "version": "1", "title": "Acme", "procedure": PROCEDURE, **parts})


def clock(**parts):
    return {"deadlines": sr.DeadlinePolicy(name="acme", clocks=[sr.Clock(**{"name": "contact", "within": "2 hours", **parts})])}


def test_only_code_version_title_and_procedure_are_needed():
    """The rest has defaults that ask for nothing: no clocks, no authority, no advice, any role."""
    made = playbook()
    assert (made.deadlines.clocks, made.authority, made.guidance.entries, made.roles, made.sources) == ((), None, (), (), ())
    required = {field.name for field in attrs.fields(sr.Playbook) if field.default is attrs.NOTHING}
    assert required == {"code", "version", "title", "procedure"}


def test_a_title_may_be_given_in_short():
    """A bare text is the English title; a table has both languages."""
    assert playbook().title == sr.Text("Acme")
    assert playbook(title={"en": "Acme", "zh": "顶点"}).title.in_("zh") == "顶点"


@pytest.mark.parametrize("name", ["code", "version"])
def test_an_empty_name_is_refused(name):
    """A stored case names code and version, so neither may be empty."""
    with pytest.raises(sr.InvalidPresetError, match=f"playbook.{name}"):
        playbook(**{name: " "})


@pytest.mark.parametrize(
    ("parts", "where", "nearest"),
    [
        (clock(start="recieved"), "clock 'contact': start", "received"),
        (clock(stop={"verb": "contact_attempted", "reach": True}), "clock 'contact': stop.reach", "reached"),
        (clock(pause="awaiting_costumer"), "clock 'contact': pause", "awaiting_customer"),
        (clock(resume="customer_replies"), "clock 'contact': resume", "customer_replied"),
        (clock(cancel="withdrawal"), "clock 'contact': cancel", "withdrawn"),
        (clock(extend=[sr.Extension(on="delay_notify", to="3 days")]), "clock 'contact': extend.on", "delay_notified"),
        (clock(in_force={"judged_at": "recieved"}), "clock 'contact': in_force.judged_at", "received"),
        (clock(stop={"verb": "classified", "severity": "majr"}), "clock 'contact': stop.severity", "major"),
        (clock(stop={"verb": "classified", "risks": ["media", "saftey"]}), "clock 'contact': stop.risks", "safety"),
        (clock(when={"severity": ["major", "critcal"]}), "clock 'contact': when.severity", "critical"),
        (clock(when={"risks": "saftey"}), "clock 'contact': when.risks", "safety"),
        (clock(when={"sought": "refnd"}), "clock 'contact': when.sought", "refund"),
        (clock(when={"cause": "service.repair.fault_recur"}), "clock 'contact': when.cause", "service.repair.fault_recurs"),
        (clock(by_severity={"minor": "1 day", "majr": "2 hours"}), "clock 'contact': by_severity", "major"),
        ({"roles": ["manager"], "authority": sr.Authority(default_role="manger")}, "authority.default_role", "manager"),
        ({"roles": ["manager"], "authority": sr.Authority(by_person={"li": "manger"})}, "authority.by_person['li']", "manager"),
        ({"fairness": sr.FairnessPolicy(rejections={"verb": "responded", "knd": "rejected"})}, "fairness.rejections.knd", "kind"),
        ({"fairness": sr.FairnessPolicy(our_causes=["servce"])}, "fairness.our_causes[0]", "service"),
        ({"guidance": sr.GuidanceBook(entries=[sr.Guidance(stage="recieved")])}, "guidance.entries[0].stage", "received"),
        ({"roles": ["manager"], **clock(escalate=[sr.Escalation(0, "manger")])}, "clock 'contact': escalate.to", "manager"),
        ({"roles": ["manager"], "authority": sr.Authority(tiers=[sr.Tier(role="manger")])}, "authority.tiers[0].role", "manager"),
        (
            {
                "roles": ["manager"],
                "procedure": attrs.evolve(PROCEDURE, steps=[PROCEDURE.steps[0], attrs.evolve(PROCEDURE.steps[1], roles="manger")]),
            },
            "procedure.steps[1].roles",
            "manager",
        ),
    ],
)
def test_a_name_that_leads_nowhere_is_refused_with_the_nearest(parts, where, nearest):
    """A rule that waits for what never comes would be silently dead, so each name is held to its list when the playbook is made."""
    with pytest.raises(sr.UnknownNameError) as caught:
        playbook(**parts)
    assert (caught.value.where, caught.value.nearest) == (where, nearest)


@pytest.mark.parametrize("wanted", ["yes", 1.5, []])
def test_a_clock_cannot_wait_for_a_value_that_its_event_never_holds(wanted):
    """A wanted value is held to the field's own type, and of an empty list the field can hold none."""
    with pytest.raises(sr.InvalidValueError, match=r"^clock 'contact': stop.reached: "):
        playbook(**clock(stop={"verb": "contact_attempted", "reached": wanted}))
    assert playbook(**clock(stop={"verb": "contact_attempted", "reached": [True, False]})) is not None


@pytest.mark.parametrize(("fact", "wanted"), [("loss", 480), ("difficulty", 3), ("severity", ())])
def test_a_clock_cannot_apply_to_a_fact_that_is_never_so(fact, wanted):
    """What is understood of a complaint is what it says or what an event says later, so a wanted fact is held to the type of both."""
    with pytest.raises(sr.InvalidValueError, match=rf"^clock 'contact': when\.{fact}: "):
        playbook(**clock(when={fact: wanted}))


@pytest.mark.parametrize(
    "when",
    [
        {"severity": ["major", None], "difficulty": "knotty", "cause": ["service.repair", None], "loss": sr.Money("480", "CNY")},
        {"customer.market": "cn", "complaint.kind": "abnormality", "vip": "yes", "risks": sr.Risk.SAFETY},
    ],
)
def test_a_clock_may_apply_to_what_is_unknown_and_to_what_a_firm_calls_its_own(when):
    """None is what nobody knows; a name that is no fact of the library's is an attribute of the complaint."""
    assert playbook(**clock(when=when, by_severity={sr.Severity.MAJOR: "1 hour"})).deadlines.clocks[0].when.keys() == when.keys()


@pytest.mark.parametrize(
    ("kept_by", "where", "nearest"),
    [
        ("contactd", "promised.kept_by[0]", "contacted"),
        (["contacted", sr.On("responded", knd="final")], "promised.kept_by[1].knd", "kind"),
        (sr.On("classified", severity="majr"), "promised.kept_by[0].severity", "major"),
    ],
)
def test_a_promise_that_could_never_be_kept_is_refused_when_recorded(kept_by, where, nearest):
    """What keeps it is held to the events that the library knows; in a log that others kept it is a deviation."""
    complaint = sr.Complaint(customer=sr.Customer(id="han"), received_at=pendulum.datetime(2026, 3, 2, 9))
    case = DEALERSHIP.open(complaint)
    promise = sr.Promised(at=complaint.received_at, what="a call", kept_by=kept_by)
    with pytest.raises(sr.UnknownNameError) as caught:
        case.record(promise)
    assert (caught.value.where, caught.value.nearest) == (where, nearest)
    assert [(each.seq, each.kind) for each in DEALERSHIP.check(complaint, (*case.journal, promise))] == [(2, "name")]
    assert case.record(attrs.evolve(promise, kept_by=["acme.called", "contacted"])).version == 2


def test_a_firms_own_events_and_fields_are_believed():
    """A dotted verb is the firm's own, and so are its fields."""
    made = playbook(**clock(stop={"verb": "acme.site_visited", "floor": 3}))
    assert made.deadlines.clocks[0].stop == (sr.On("acme.site_visited", floor=3),)


def test_a_firm_with_its_own_causes_need_not_know_the_shipped_ones():
    """The default of the fairness policy speaks of the shipped tree; what a firm writes itself is held to the firm's tree."""
    causes = sr.CauseTree([sr.Cause(code="ours", label="Ours")])
    assert playbook(causes=causes).fairness.our_causes == ("product", "service", "promise", "sale")
    with pytest.raises(sr.UnknownNameError):
        playbook(causes=causes, fairness=sr.FairnessPolicy(our_causes=["service"]))
    assert playbook(causes=causes, fairness=sr.FairnessPolicy(our_causes=["ours"])).causes == causes


def test_roles_and_causes_are_checked_where_there_is_a_list():
    """Without a list of roles any role goes; no role and no cause are always fine."""
    listed = playbook(roles=["manager"])
    listed.check_role(None, "x")
    listed.check_cause(None, "x")
    listed.check_role("manager", "x")
    playbook().check_role("anybody", "x")
    with pytest.raises(sr.UnknownNameError, match="a role of playbook 'acme': manager"):
        listed.check_role("anybody", "x")


def test_the_acting_role_is_the_events_own_or_what_authority_says():
    """Without authority nobody is known but by the event itself; with it, by the person or as the default role."""
    by_zhang = sr.Noted(at=pendulum.datetime(2026, 3, 2, 9), by="zhang")
    as_maker = attrs.evolve(by_zhang, role="maker")
    assert [playbook().acting_role(event) for event in (by_zhang, as_maker)] == [None, "maker"]
    assert [DEALERSHIP.acting_role(event) for event in (by_zhang, as_maker)] == ["adviser", "maker"]


def test_a_complaint_that_is_not_ours_may_have_no_failures():
    """A host's own object is read as far as it goes; a cause in it is held to the tree."""
    DEALERSHIP.check_complaint(SimpleNamespace())
    DEALERSHIP.check_complaint(SimpleNamespace(failures=[SimpleNamespace()]))
    with pytest.raises(sr.UnknownNameError, match=r"complaint.failures\[1\].cause"):
        DEALERSHIP.check_complaint(SimpleNamespace(failures=[SimpleNamespace(), SimpleNamespace(cause="nothing")]))


def test_a_playbook_on_another_calendar_or_with_other_conditions():
    """Both return a playbook of the same class, otherwise the same."""
    calendar = sr.BusinessCalendar.weekly("Mon-Fri 09:00-17:00", tz="Europe/London")
    moved = DEALERSHIP.with_calendar(calendar)
    assert (moved.deadlines.calendar, type(moved)) == (calendar, sr.Playbook)
    assert moved.with_calendar(DEALERSHIP.deadlines.calendar) == DEALERSHIP
    ours = DEALERSHIP.with_conditions({"acme_ready": bool})
    assert list(ours.procedure.conditions) == ["acme_ready"]
    with pytest.raises(sr.InvalidProcedureError):
        DEALERSHIP.with_conditions({"heard": bool})
