"""A playbook in hand: opening, checking, comparing."""

from __future__ import annotations

import pickle

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import servrecov as sr
from servrecov.testing.walks import WALK_BEGINS

DEALERSHIP = sr.load_playbook("dealership")
COMPLAINT = sr.Complaint(customer=sr.Customer(id="han"), received_at=WALK_BEGINS)


def with_clocks(*clocks):
    return attrs.evolve(DEALERSHIP, deadlines=attrs.evolve(DEALERSHIP.deadlines, clocks=clocks))


def told(playbook):
    return [str(change) for change in DEALERSHIP.diff(playbook)]


def test_a_playbook_is_a_value():
    """Playbooks are equal and hashed by what they hold, and come back from a pickle."""
    again = sr.load_playbook("dealership")
    assert (again, hash(again)) == (DEALERSHIP, hash(DEALERSHIP))
    assert pickle.loads(pickle.dumps(DEALERSHIP)) == DEALERSHIP  # noqa: S301  (our own bytes)
    assert attrs.evolve(again, version="2") != DEALERSHIP


def test_only_complaints_are_opened():
    """What is no complaint is refused with an error of ours."""
    with pytest.raises(sr.InvalidValueError, match="a Complaint"):
        DEALERSHIP.open("brakes")


def test_a_playbook_does_not_differ_from_itself():
    """Equal playbooks have no differences; what is no playbook cannot be compared."""
    assert DEALERSHIP.diff(sr.load_playbook("dealership")) == ()
    with pytest.raises(sr.InvalidValueError, match="a Playbook"):
        DEALERSHIP.diff("dealership")


def test_a_changed_span_is_told_by_the_name_of_its_clock():
    """A path goes by names, and a span changes as a whole."""
    contact, *rest = DEALERSHIP.deadlines.clocks
    [change] = DEALERSHIP.diff(with_clocks(attrs.evolve(contact, within="4 hours"), *rest))
    assert change == sr.Change(path="deadlines.clocks[contact].within", before=sr.Span.parse("2 hours"), after=sr.Span.parse("4 hours"))
    assert str(change) == "deadlines.clocks[contact].within: 2 hours -> 4 hours"


def test_what_was_added_and_what_was_taken_away_is_told():
    """A clock that is gone has nothing after, a new one nothing before."""
    contact, maker, progress = DEALERSHIP.deadlines.clocks
    closing = sr.Clock(name="closing", kind="close", stop="closed", within="30 days")
    changes = DEALERSHIP.diff(with_clocks(contact, progress, closing))
    assert [(change.path, change.before, change.after) for change in changes] == [
        ("deadlines.clocks[maker contact]", maker, None),
        ("deadlines.clocks[closing]", None, closing),
    ]
    assert str(changes[1]).startswith("deadlines.clocks[closing]: nothing -> Clock(name='closing'")


def test_another_order_is_a_difference_too():
    """The order of clocks is the order in which they are shown, so a playbook in another order is another."""
    contact, maker, progress = DEALERSHIP.deadlines.clocks
    assert told(with_clocks(progress, contact, maker)) == [
        "deadlines.clocks: [contact], [maker contact], [progress or result] -> [progress or result], [contact], [maker contact]"
    ]


def test_steps_stages_tiers_and_advice_go_by_their_names():
    """A step by verb, stages and `when`; a stage, a tier, advice and principles by the name they have."""
    procedure = DEALERSHIP.procedure
    steps = [attrs.evolve(step, to="closed") if step.verb == "reopened" else step for step in procedure.steps if step.verb != "merged"]
    steps = [attrs.evolve(step, from_="reported") if step.to == "withdrawn" else step for step in steps]
    stages = [attrs.evolve(stage, zh="完结") if stage.name == "closed" else stage for stage in procedure.stages if stage.name != "merged"]
    other = attrs.evolve(
        DEALERSHIP,
        title="Garage",
        procedure=attrs.evolve(procedure, steps=steps, stages=stages, final=["closed", "withdrawn"]),
        authority=attrs.evolve(
            DEALERSHIP.authority, tiers=[attrs.evolve(DEALERSHIP.authority.tiers[0], label="Desk"), *DEALERSHIP.authority.tiers[1:]]
        ),
        guidance=attrs.evolve(DEALERSHIP.guidance, principles=[attrs.evolve(DEALERSHIP.guidance.principles[0], practice="historic")]),
        deadlines=attrs.evolve(DEALERSHIP.deadlines, calendars={"desk": sr.BusinessCalendar.always("UTC")}),
        roles=DEALERSHIP.roles[:-1],
    )
    paths = [change.path for change in DEALERSHIP.diff(other)]
    assert paths[:8] == [
        "title.en",
        "title.zh",
        "procedure.stages[closed].zh",
        "procedure.stages[merged]",
        "procedure.final",
        "procedure.steps[reopened from closed].to",
        "procedure.steps[withdrawn from *]",
        "procedure.steps[merged from *]",
    ]
    assert paths[8:13] == [
        "procedure.steps[withdrawn from reported]",
        "deadlines.calendars[desk]",
        "authority.tiers[reception].label",
        "guidance.principles[first_moment].practice",
        "guidance.principles[first_person_responsibility]",
    ]
    assert paths[-1] == "roles"


def test_steps_that_differ_in_their_values_have_paths_of_their_own():
    """Two follow-ups from the same stages are told apart by what the customer said; two unnamed parts by their number."""
    steps = [attrs.evolve(step, label="…") if step.when == {"satisfied": False} else step for step in DEALERSHIP.procedure.steps]
    [change] = DEALERSHIP.diff(attrs.evolve(DEALERSHIP, procedure=attrs.evolve(DEALERSHIP.procedure, steps=steps)))
    assert change.path == (
        "procedure.steps[followed_up from heard, calmed, remedied, satisfied, maker_contacted, reported when satisfied = False].label"
    )
    contact, *rest = DEALERSHIP.deadlines.clocks
    later = [sr.Extension(on="delay_notified", to=to) for to in ("1 day", "2 days")]
    latest = [later[0], attrs.evolve(later[1], to="3 days")]
    before, after = (with_clocks(attrs.evolve(contact, extend=extend), *rest) for extend in (later, latest))
    assert [str(change) for change in before.diff(after)] == ["deadlines.clocks[contact].extend[extension #2].to: 2 days -> 3 days"]


def test_what_was_not_there_and_what_changes_as_a_whole():
    """A part that is missing on one side is nothing there; money, lists of names and values of another class change as a whole."""
    limits = [sr.Tier(role="adviser", kinds=["discount"], limits=[sr.Money(amount, "CNY")]) for amount in ("100", "200")]
    low, high = (attrs.evolve(DEALERSHIP, authority=sr.Authority(tiers=[tier])) for tier in limits)
    assert [str(change) for change in low.diff(high)] == ["authority.tiers[adviser].limits: 100 CNY -> 200 CNY"]
    [change] = DEALERSHIP.diff(attrs.evolve(DEALERSHIP, authority=None))
    assert (change.path, change.before, change.after) == ("authority", DEALERSHIP.authority, None)
    [change] = attrs.evolve(DEALERSHIP, authority=None).diff(DEALERSHIP)
    assert str(change).startswith("authority: nothing -> Authority(")
    assert str(DEALERSHIP.diff(attrs.evolve(DEALERSHIP, roles=()))[0]).endswith(" -> nothing")
    assert [change.path for change in DEALERSHIP.diff(with_clocks())] == [f"deadlines.clocks[{clock.name}]" for clock in DEALERSHIP.deadlines.clocks]


ALTERATIONS = st.fixed_dictionaries(
    {},
    optional={
        "version": st.sampled_from(("1", "2")),
        "title": st.sampled_from(("Car dealership", "Garage")),
        "roles": st.permutations(DEALERSHIP.roles).map(lambda roles: (*roles, "clerk")),
        "authority": st.none() | st.just(attrs.evolve(DEALERSHIP.authority, default_role="reception")),
        "sources": st.permutations(DEALERSHIP.sources),
        "deadlines": st.permutations(DEALERSHIP.deadlines.clocks).map(lambda clocks: attrs.evolve(DEALERSHIP.deadlines, clocks=clocks[:2])),
        "fairness": st.builds(sr.FairnessPolicy, weights=st.dictionaries(st.just("apology"), st.integers(0, 2))),
    },
)


@given(ALTERATIONS, ALTERATIONS)
def test_two_playbooks_differ_exactly_where_they_are_not_equal(one, other):
    """There is a difference exactly where they are unequal; told backwards, before and after change places."""
    before, after = attrs.evolve(DEALERSHIP, **one), attrs.evolve(DEALERSHIP, **other)
    changes = before.diff(after)
    assert bool(changes) is (before != after)
    assert {(change.path, change.before, change.after) for change in after.diff(before)} == {
        (change.path, change.after, change.before) for change in changes
    }
    assert len({change.path for change in changes}) == len(changes)
