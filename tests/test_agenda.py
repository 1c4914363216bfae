"""What is to be done next, and in which order."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import servrecov as sr
from servrecov.agenda import in_order
from servrecov.testing.strategies import aware_datetimes
from servrecov.testing.walks import WALK_BEGINS, walks

DEALERSHIP = sr.load_playbook("dealership")
BEGIN = WALK_BEGINS


def opened(**fields):
    return DEALERSHIP.open(sr.Complaint(customer=sr.Customer(id="han"), received_at=BEGIN, **fields), by="zhang", id="C-1")


def dated(case, now, lang="en"):
    return [(item.at, item.kind, item.title) for item in case.agenda(now, lang) if item.at is not None]


def test_what_is_overdue_comes_first_then_the_rest_by_time_and_undated_steps_last():
    """A missed contact stands before a promise that is due soon, and that before the progress report; then come the steps."""
    case = opened().record(sr.Promised(at=BEGIN, what="a call", due_at=BEGIN.add(hours=30), kept_by="followed_up"))
    now = BEGIN.add(hours=3)
    assert dated(case, now) == [
        (BEGIN.add(hours=2), "deadline", "Contact, breached"),
        (BEGIN.add(hours=30), "promise", "promised: a call"),
        (BEGIN.add(days=3), "deadline", "Progress report, running"),
    ]
    steps = case.agenda(now)[3:]
    assert {item.kind for item in steps} == {"step"}
    assert next(item.title for item in steps) == "customer contacted → Customer contacted"


def test_an_agenda_speaks_chinese():
    """Titles come in the language asked for; a language the library does not speak is refused."""
    case = opened().record(sr.Promised(at=BEGIN, what="回访", due_at=BEGIN.add(hours=30), kept_by="followed_up"))
    assert [title for _, _, title in dated(case, BEGIN.add(hours=3), "zh")] == ["首次联系，已逾期", "已承诺：回访", "进度反馈，计时中"]
    assert case.agenda(BEGIN, "zh-CN")[-1].title == "并案处理 → 已并案"
    with pytest.raises(sr.UnknownNameError):
        case.agenda(BEGIN, "fr")


def test_an_accepted_offer_is_named_in_the_language_of_the_agenda():
    """Its remedies are terms, and have a name in each."""
    case = opened().record(
        *(make(at=BEGIN.add(minutes=minutes), by="zhang") for minutes, make in ((10, sr.Contacted), (20, sr.Listened))),
        sr.RemedyOffered(at=BEGIN.add(minutes=30), role="adviser", remedies=[sr.Remedy("repair")]),
        sr.OfferAccepted(at=BEGIN.add(minutes=40)),
    )
    titles = [[item.title for item in case.agenda(BEGIN.add(hours=1), lang) if item.kind == "promise"] for lang in ("en", "zh")]
    assert titles == [[f"promised: {sr.RemedyKind.REPAIR.label}"], [f"已承诺：{sr.RemedyKind.REPAIR.zh}"]]


def test_clocks_of_one_kind_go_by_their_names():
    """Where the maker must call as the dealer had to, the kind alone would not say which."""
    case = opened().record(
        sr.Contacted(at=BEGIN.add(minutes=10)), sr.Listened(at=BEGIN.add(minutes=20)), sr.Escalated(at=BEGIN.add(minutes=30), level="maker")
    )
    assert [title for _, _, title in dated(case, BEGIN.add(minutes=40))] == ["Contact (maker contact), running", "Progress report, running"]
    assert dated(case, BEGIN.add(minutes=40), "zh")[0][2] == "首次联系（maker contact），计时中"


def test_the_agenda_says_who_is_in_charge():
    """The latest owner, as a person or else as a role, stands beside deadlines and promises; a step names the roles that may take it."""
    case = opened().record(sr.Promised(at=BEGIN, what="a call", due_at=BEGIN.add(hours=1), kept_by="followed_up"))
    assert {item.who for item in case.agenda(BEGIN)} == {()}
    case = case.record(sr.Assigned(at=BEGIN.add(minutes=1), to_role="adviser"))
    assert [item.who for item in case.agenda(BEGIN.add(minutes=2))][:3] == [("adviser",)] * 3
    case = case.record(sr.HandedOver(at=BEGIN.add(minutes=3), to="li", to_role="service_manager"))
    assert case.agenda(BEGIN.add(minutes=4))[0].who == ("li",)
    assert case.agenda(BEGIN.add(minutes=2))[0].who == ("adviser",)
    steps = [attrs.evolve(step, roles="adviser") for step in DEALERSHIP.procedure.steps]
    listed = attrs.evolve(DEALERSHIP, procedure=attrs.evolve(DEALERSHIP.procedure, steps=steps))
    assert listed.open(case.complaint).agenda(BEGIN)[-1].who == ("adviser",)


def test_a_step_says_what_must_come_first():
    """A step whose conditions are not yet true is listed with them."""
    case = opened().record(sr.Contacted(at=BEGIN.add(minutes=10)), sr.Soothed(at=BEGIN.add(minutes=20)))
    title = "remedy offered → Solution offered (first: the customer was heard out)"
    assert title in [item.title for item in case.agenda(BEGIN.add(minutes=30))]
    assert "提出补救方案 → 已提供方案（须先满足：已倾听客户诉说）" in [item.title for item in case.agenda(BEGIN.add(minutes=30), "zh")]


def test_promises_without_a_date_stand_before_the_steps_and_kept_ones_nowhere():
    """An accepted offer is owed until it is delivered; a broken promise stays on the agenda until it is kept."""
    repair = [sr.Remedy("repair", what="bed in the pads")]
    case = opened().record(
        sr.Contacted(at=BEGIN.add(minutes=10)),
        sr.Listened(at=BEGIN.add(minutes=20)),
        sr.RemedyOffered(at=BEGIN.add(minutes=30), remedies=repair),
        sr.OfferAccepted(at=BEGIN.add(minutes=40)),
    )
    kinds = [item.kind for item in case.agenda(BEGIN.add(minutes=50))]
    assert kinds[0] == "promise"
    assert set(kinds[1:]) == {"step"}
    kept = case.record(sr.RemedyDelivered(at=BEGIN.add(hours=1), remedies=repair))
    assert "promise" not in [item.kind for item in kept.agenda(BEGIN.add(hours=2))]


def test_deadlines_carry_their_source():
    """Who reads an agenda can ask where a date comes from."""
    [contact, *_] = opened().agenda(BEGIN)
    assert contact.source == DEALERSHIP.deadlines.clocks[0].source


@settings(max_examples=60)
@given(walks(DEALERSHIP), st.integers(0, 60 * 24 * 12))
def test_an_agenda_is_in_order_and_complete(case, minutes):
    """Dates rise, undated items follow, and every open deadline, every promise owed and every step out is there."""
    now = BEGIN.add(minutes=minutes)
    agenda = case.agenda(now)
    dates = [item.at for item in agenda if item.at is not None]
    assert dates == sorted(dates)
    assert [item.at for item in agenda][: len(dates)] == dates
    then = case.at(now)
    owed = [promise for promise in then.promises(now) if promise.status in ("open", "broken")]
    counts = {"deadline": sum(deadline.open for deadline in then.deadlines(now)), "promise": len(owed), "step": len(then.allowed())}
    assert {kind: sum(item.kind == kind for item in agenda) for kind in counts} == counts


@given(st.lists(st.builds(sr.AgendaItem, at=st.none() | aware_datetimes(), kind=st.just("step"), title=st.text(max_size=3)), max_size=6))
def test_order_is_stable(items):
    """Items of one time, and those without, keep the order in which they were given."""
    ordered = in_order(items)
    assert sorted(map(id, ordered)) == sorted(map(id, items))
    for at in {item.at for item in items}:
        assert [item for item in ordered if item.at == at] == [item for item in items if item.at == at]
