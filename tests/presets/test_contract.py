"""One contract that every shipped playbook keeps.

When a procedure changes on purpose, write its table anew: `python tests/presets/test_contract.py`.
"""

from __future__ import annotations

import functools
import json
import pathlib
import re
from collections.abc import Iterable, Mapping

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import servrecov as sr
from servrecov import codec
from servrecov.testing.walks import WALK_BEGINS, act, walks

SNAPSHOTS = pathlib.Path(__file__).parent / "snapshots"
CHINESE = re.compile(r"[\u4e00-\u9fff]")
LATIN = re.compile(r"[A-Za-z]{3}")


@functools.cache
def shipped(code):
    return sr.load_playbook(code)


@pytest.fixture(params=sr.list_playbooks())
def playbook(request):
    """Each shipped playbook in turn."""
    return shipped(request.param)


def parts_of(value, kind, path="playbook"):
    """Every value of a class inside another, with its path."""
    if isinstance(value, kind):
        yield path, value
    if attrs.has(type(value)):
        for field in attrs.fields(type(value)):
            yield from parts_of(getattr(value, field.name), kind, f"{path}.{field.name}")
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from parts_of(inner, kind, f"{path}[{key!r}]")
    elif isinstance(value, Iterable) and not isinstance(value, str):
        for index, inner in enumerate(value):
            yield from parts_of(inner, kind, f"{path}[{index}]")


def producible(playbook):
    """The verbs that a case under this playbook can come to hold."""
    return {"received", "retracted", *playbook.procedure.anytime, *(step.verb for step in playbook.procedure.steps)}


def table(playbook):
    """What the snapshot of a playbook holds."""
    return f"{playbook.procedure.table()}\n{playbook.procedure.table('zh')}"


# --- Knowledge ---------------------------------------------------------------------------------------------------------------------------------------


def test_every_rule_has_a_source_and_every_source_is_complete(playbook):
    """Clocks, tiers, advice and principles each cite a place; every document has title, status and the day it was checked."""
    rules = [rule for kind in (sr.Clock, sr.Tier, sr.Guidance, sr.Principle) for _, rule in parts_of(playbook, kind)]
    assert rules
    assert all(rule.source is not None and rule.source.locator for rule in rules)
    assert playbook.sources
    for path, source in parts_of(attrs.evolve(playbook, causes=sr.CauseTree(causes=[])), sr.Source):
        assert source.title, path
        assert source.status in sr.SourceStatus, path
        assert source.checked_on is not None, path


def test_every_word_is_there_in_both_languages(playbook):
    """Title, stages, tiers and advice speak English, and Chinese in Chinese letters."""
    texts = [(path, text.en, text.zh) for path, text in parts_of(playbook, sr.Text)]
    labels = [(path, part.label, part.zh) for kind in (sr.Stage, sr.Tier) for path, part in parts_of(playbook, kind)]
    for path, english, chinese in (*texts, *labels):
        assert LATIN.search(english), path
        assert not CHINESE.search(english), path
        assert CHINESE.search(chinese), path
        assert not LATIN.search(chinese), path


def test_every_stage_has_advice_while_there_is_something_to_do(playbook):
    """Each open stage has an aim, something to do and something to avoid."""
    for stage in playbook.procedure.open_stages:
        advice = playbook.guidance.at(stage)
        assert advice is not None, stage
        assert advice.aim, stage
        assert advice.do, stage
        assert advice.avoid, stage


def test_a_playbook_comes_back_from_plain_data_and_from_json(playbook):
    """TOML to playbook to dict to playbook is the same playbook, and so is the way through JSON text."""
    assert codec.from_dict(codec.to_dict(playbook), sr.Playbook) == playbook
    assert codec.loads(codec.dumps(playbook), sr.Playbook) == playbook
    assert json.loads(codec.dumps(playbook)) == codec.to_dict(playbook)


def test_a_procedure_is_the_one_that_was_last_looked_at(playbook):
    """The table of the procedure is the committed one, so that a change of procedure is seen as one."""
    assert table(playbook) == (SNAPSHOTS / f"{playbook.code}.md").read_text("utf-8")


# --- Procedure and clocks --------------------------------------------------------------------------------------------------------------------------------


def test_every_stage_is_lived_to_and_every_step_can_be_taken(playbook):
    """Not by drawing the graph but by recording events: whatever moves nothing is done first at each stage, then every step out of it is taken."""
    complaint = sr.Complaint(customer=sr.Customer(id="han"), received_at=WALK_BEGINS)
    reached = {playbook.procedure.initial: playbook.open(complaint)}
    taken = set()
    waiting = list(reached)
    while waiting:
        stage = waiting.pop()
        case = reached[stage]
        for verb in playbook.procedure.anytime:
            done = case.record(act(verb, WALK_BEGINS)) if verb not in {step.verb for step in case.allowed()} else case
            assert done.stage == stage
            case = done
        for step in case.allowed():
            moved = case.record(act(step.verb, WALK_BEGINS, **step.when))
            assert moved.stage == step.to
            taken.add((step.verb, stage, step.to))
            if moved.stage not in reached:
                reached[moved.stage] = moved
                waiting.append(moved.stage)
    assert set(reached) == set(playbook.procedure.stage_names)
    assert taken == {(step.verb, source, step.to) for step in playbook.procedure.steps for source in playbook.procedure.sources(step)}


def test_every_open_stage_has_a_way_to_an_end(playbook):
    """Going back from the final stages along the steps, every stage is met."""
    able = set(playbook.procedure.final)
    while True:
        more = {source for step in playbook.procedure.steps if step.to in able for source in playbook.procedure.sources(step)} - able
        if not more:
            break
        able |= more
    assert able == set(playbook.procedure.stage_names)


def test_every_clock_starts_and_stops_on_what_can_happen(playbook):
    """A clock that waits for what the procedure never lets happen would be breached for ever, or never start."""
    can = producible(playbook)
    for clock in playbook.deadlines.clocks:
        assert clock.stop, clock.name
        for name in ("start", "stop", "pause", "resume", "cancel"):
            assert {on.verb for on in getattr(clock, name)} <= can, (clock.name, name)


def test_who_is_told_may_act(playbook):
    """Roles that clocks escalate to are roles of the playbook, and every tier's role is too."""
    told = {rung.to for clock in playbook.deadlines.clocks for rung in clock.escalate}
    tiers = set(playbook.authority.roles) if playbook.authority else set()
    assert told | tiers <= set(playbook.roles)


# --- Random lives --------------------------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", sr.list_playbooks())
@settings(max_examples=40)
@given(data=st.data())
def test_a_random_walk_breaks_no_invariant(code, data):
    """The stage is always one of the table and changes only by a step of it; nothing that is read ever raises."""
    playbook = shipped(code)
    case = data.draw(walks(playbook))
    moves = {(source, step.verb, step.to) for step in playbook.procedure.steps for source in playbook.procedure.sources(step)}
    stage = playbook.procedure.initial
    before = playbook.open(case.complaint, by="zhang", id="C-1")
    for event in case.journal[1:]:
        after = before.record(event)
        assert after.stage == stage or (stage, event.verb, after.stage) in moves
        assert after.stage in playbook.procedure.stage_names
        before, stage = after, after.stage
    now = WALK_BEGINS.add(minutes=data.draw(st.integers(-10, 60 * 24 * 14)))
    for lang in ("en", "zh"):
        assert all(item.title for item in case.agenda(now, lang))
        assert all(deadline.explain(lang) for deadline in case.deadlines(now))
    assert all(0 <= finding.score <= 1 for finding in case.fairness(now).findings if finding.score is not None)
    keys = [notice.key for notice in case.notices(WALK_BEGINS, now)] if now > WALK_BEGINS else []
    assert len(keys) == len(set(keys))
    assert all(promise.made_at <= now for promise in case.promises(now))
    assert codec.loads(codec.dumps(case), sr.Case, playbooks=playbook) == case


if __name__ == "__main__":
    SNAPSHOTS.mkdir(exist_ok=True)
    for listed in sr.list_playbooks():
        (SNAPSHOTS / f"{listed}.md").write_text(table(shipped(listed)), "utf-8")
