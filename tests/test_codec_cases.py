from __future__ import annotations

import attrs
import pendulum
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import servrecov as sr
from servrecov import codec
from servrecov.agenda import AgendaItem
from servrecov.bilingual import Text
from servrecov.case import Case
from servrecov.errors import CodecError, PlaybookVersionError, ServRecovError, StepNotAllowedError
from servrecov.journal.catalogue import EVENTS
from servrecov.replay import Deviation
from servrecov.testing.instances import any_events, complaints
from servrecov.wire.reading import read

DEALERSHIP = sr.load_playbook("dealership")
ANYTHING = sr.Playbook(
    code="anything",
    version="7",
    title=Text("Anything goes"),
    procedure=sr.Procedure(
        stages=["open", "closed"],
        initial="open",
        final="closed",
        steps=[sr.Step(verb="closed", from_="open", to="closed"), sr.Step(verb="reopened", from_="closed", to="open")],
        anytime=[verb for verb in EVENTS if verb not in ("received", "retracted", "closed", "reopened", "withdrawn", "merged")],
    ),
)


def at(hour, minute=0):
    return pendulum.datetime(2026, 3, 2, hour, minute, tz="Asia/Shanghai")


def brakes():
    """A case with a late entry and a retraction."""
    complaint = sr.Complaint(customer=sr.Customer(id="han"), received_at=at(18, 30), channel="phone")
    case = DEALERSHIP.open(complaint, by="zhang", id="C-1").record(
        sr.Contacted(at=at(18, 45), by="zhang"), sr.Listened(at=at(19)), sr.Noted(at=at(20), note="the wrong car"), sr.Soothed(at=at(20, 5))
    )
    case = case.insert(sr.Noted(at=at(18, 50), recorded_at=at(21), note="late"))
    return case.retract(4, at=at(22), reason="another customer's car")


def test_a_case_is_stored_as_its_complaint_and_journal():
    """The layout has a number, the playbook is named, and the journal keeps the order of recording."""
    stored = codec.to_dict(brakes())
    assert list(stored) == ["schema", "id", "playbook", "complaint", "journal"]
    assert (stored["schema"], stored["id"], stored["playbook"]) == (1, "C-1", {"code": "dealership", "version": "1"})
    assert [entry["verb"] for entry in stored["journal"]] == ["received", "contacted", "listened", "noted", "soothed", "noted", "retracted"]


LAYOUT_1 = """{
  "schema": 1,
  "id": "C-1",
  "playbook": {"code": "dealership", "version": "1"},
  "complaint": {
    "customer": {"id": "han"},
    "received_at": "2026-03-02T18:30:00+08:00[Asia/Shanghai]",
    "channel": "phone",
    "failures": [{"severity": "major", "cause": "service.repair.fault_recurs", "loss": {"amount": "480.00", "currency": "CNY"}}],
    "sought": ["repair"]
  },
  "journal": [
    {"verb": "received", "at": "2026-03-02T18:30:00+08:00[Asia/Shanghai]", "channel": "phone"},
    {"verb": "contacted", "at": "2026-03-02T18:45:00+08:00", "by": "zhang", "recorded_at": "2026-03-02T11:00:00+00:00[UTC]"},
    {"verb": "promised", "at": "2026-03-02T18:50:00+08:00", "what": "a call", "due_at": "2026-03-03T09:00:00+08:00", "kept_by": ["contacted"]},
    {"verb": "classified", "at": "2026-03-02T18:51:00+08:00", "severity": "critical", "risks": ["safety"]}
  ]
}"""


def test_what_is_stored_stays_readable():
    """A case stored in layout 1 is read for as long as there is a layout 1; this text is never to be changed."""
    case = codec.loads(LAYOUT_1, Case)
    assert case.complaint.loss == sr.Money("480.00", "CNY")
    assert case.facts().severity is sr.Severity.CRITICAL
    assert case.journal[1] == sr.Contacted(at=at(18, 45), by="zhang", recorded_at=at(19))
    assert [promise.due_at for promise in case.promises()] == [at(9).add(days=1)]
    assert codec.loads(codec.dumps(case), Case) == case


@pytest.mark.parametrize(
    "playbooks",
    [
        None,
        DEALERSHIP,
        {"dealership": DEALERSHIP},
        {("dealership", "1"): DEALERSHIP, ("anything", "7"): ANYTHING},
        lambda code, version: {("dealership", "1"): DEALERSHIP}[code, version],
    ],
    ids=["shipped", "playbook", "by code", "by code and version", "function"],
)
def test_a_case_finds_its_playbook(playbooks):
    """The shipped ones, the one, a mapping or a function: the case comes back equal, at the same stage."""
    case = brakes()
    back = codec.loads(codec.dumps(case), Case, playbooks=playbooks)
    assert (back, back.stage, back.version) == (case, case.stage, case.version)
    assert [seq for seq, _ in back.journal.standing()] == [seq for seq, _ in case.journal.standing()]


@pytest.mark.parametrize(
    ("playbooks", "known"),
    [
        (attrs.evolve(DEALERSHIP, version="2"), ("2",)),
        (ANYTHING, ()),
        ({"dealership": attrs.evolve(DEALERSHIP, version="2"), "anything": ANYTHING}, ("2",)),
        ({}, ()),
        (lambda code, version: {}[code, version], ()),
        (lambda _, __: None, ()),
        (lambda _, __: attrs.evolve(DEALERSHIP, version="2"), ("2",)),
    ],
)
def test_a_version_that_is_not_at_hand_is_named(playbooks, known):
    """A case is never read under another playbook than the one it was handled by."""
    text = codec.dumps(brakes())
    with pytest.raises(PlaybookVersionError) as caught:
        codec.loads(text, Case, playbooks=playbooks)
    assert (caught.value.code, caught.value.version, caught.value.known) == ("dealership", "1", known)
    with pytest.raises(PlaybookVersionError):
        codec.loads(f"[{text}]", tuple[Case, ...], playbooks=playbooks)


def test_a_playbook_that_is_not_shipped_is_named():
    """Without playbooks of the caller's own, only the shipped ones are at hand."""
    for code, version in [("dealrship", "1"), ("dealership", "2")]:
        stored = {**codec.to_dict(brakes()), "playbook": {"code": code, "version": version}}
        with pytest.raises(PlaybookVersionError, match=code):
            codec.from_dict(stored, Case)


def test_what_the_library_does_not_raise_itself_passes_through():
    """A lookup that fails for a reason of its own is not taken for a missing version."""

    def lost(code, version):
        raise OSError(code, version)

    with pytest.raises(OSError, match="dealership"):
        codec.from_dict(codec.to_dict(brakes()), Case, playbooks=lost)


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"schema": 2}, "schema"),
        ({"id": 3}, "id"),
        ({"playbook": {"code": "dealership"}}, "playbook.version"),
        ({"stage": "closed"}, "stage"),
        ({"complaint": {"received_at": at(18).isoformat(), "customer": {"id": " "}}}, "complaint.customer.id"),
    ],
)
def test_a_stored_case_is_read_strictly(change, where):
    """Another layout, a missing key, one key too many: each is named by its path."""
    with pytest.raises(CodecError) as caught:
        codec.from_dict({**codec.to_dict(brakes()), **change}, Case)
    assert caught.value.where == where


@pytest.mark.parametrize(
    ("index", "event", "cause"),
    [
        (1, {"verb": "closed"}, StepNotAllowedError),
        (2, {"verb": "received"}, ServRecovError),
        (6, {"verb": "retracted", "entry": 1}, ServRecovError),
        (6, {"verb": "retracted", "entry": 9}, ServRecovError),
    ],
)
def test_a_journal_that_its_playbook_does_not_allow_is_refused(index, event, cause):
    """Reading replays: what could not have been recorded cannot be smuggled in by the store."""
    stored = codec.to_dict(brakes())
    stored["journal"][index] = {"at": stored["journal"][index]["at"], **event}
    with pytest.raises(CodecError, match=r"^journal.*dealership") as caught:
        codec.from_dict(stored, Case)
    assert any(isinstance(error, cause) for error in _causes(caught.value))


def _causes(error):
    while error is not None:
        yield error
        inner = getattr(error.__cause__, "exceptions", None)
        error = inner[0] if inner else error.__cause__


def _grown(case, grow):
    try:
        return grow(case)
    except ServRecovError:
        return case


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(complaints(), st.lists(any_events(), max_size=6), st.data())
def test_any_case_that_can_be_recorded_is_read_back_equal(complaint, happened, data):
    """Late entries, equal times, retractions and ids: whatever a case has come to hold, it comes back equal."""
    case = ANYTHING.open(complaint, id=data.draw(st.none() | st.text()))
    for event in happened:
        later = attrs.evolve(event, at=complaint.received_at.add(minutes=data.draw(st.integers(0, 99))))
        case = _grown(case, lambda case, event=later: case.insert(event))
        if data.draw(st.booleans()):
            seq = data.draw(st.integers(1, len(case.journal)))
            case = _grown(case, lambda case, seq=seq, event=later: case.retract(seq, at=event.at))
    back = codec.loads(codec.dumps(case), Case, playbooks=ANYTHING)
    assert (back, back.stage, hash(back)) == (case, case.stage, hash(case))


def test_a_case_that_its_playbook_does_not_allow_is_read_back():
    """What `under` gave is marked when it is stored, so that it is read as it was; without the mark reading is strict."""
    steps = [sr.Step(verb="closed", from_="open", to="closed"), sr.Step(verb="contacted", from_="open", to="open", requires="registered")]
    procedure = sr.Procedure(stages=["open", "closed"], initial="open", final="closed", steps=steps)
    strict = sr.Playbook(code="strict", version="1", title=Text("Strict"), procedure=procedure)
    case, deviations = brakes().under(strict)

    stored = codec.to_dict(case)
    read = codec.from_dict(stored, Case, playbooks=strict)

    assert stored["deviates"] is True
    assert (read, read.stage, read.deviations) == (case, case.stage, deviations)
    assert brakes().deviations == ()
    assert read.at(at(23)).record(sr.Closed(at=at(23))).stage == "closed"
    with pytest.raises(CodecError, match=r"^journal\[1\]: got 'contacted'"):
        codec.from_dict({**stored, "deviates": False}, Case, playbooks=strict)


def test_no_mark_excuses_a_retraction_of_nothing():
    """Whatever the rules, no recording leads to a journal that retracts what it does not hold."""
    stored = {**codec.to_dict(brakes()), "deviates": True}
    stored["journal"] = [*stored["journal"], {"verb": "retracted", "at": at(23), "entry": 99}]
    with pytest.raises(CodecError, match="it is not in the journal"):
        codec.from_dict(stored, Case)


def test_a_case_as_of_an_instant_keeps_the_positions_of_its_entries():
    """It is an excerpt of the journal; promises and retractions go by the same numbers before and after storage."""
    whole = brakes().record(sr.Promised(at=at(20, 10), what="a call"), sr.Noted(at=at(20, 20)))
    then = whole.at(at(20, 10))
    assert [seq for seq, _ in then.journal.entries()] == [1, 2, 3, 5, 6, 8]

    for case in (then, then.retract(6, at=at(23)), then.record(sr.Soothed(at=at(21)))):
        read = codec.loads(codec.dumps(case), Case)
        assert read == case
        assert [seq for seq, _ in read.journal.entries()] == [seq for seq, _ in case.journal.entries()]
        assert read.promises(at(23)) == case.promises(at(23))
        assert read.promises(at(23)) == whole.promises(at(23))


@pytest.mark.parametrize("seqs", [(0, 1), (2, 2), (3, 1)])
def test_the_positions_of_an_excerpt_go_up(seqs):
    """From 1, each after the one before."""
    entries = [{"seq": seq, "event": {"verb": "noted", "at": at(19)}} for seq in seqs]
    with pytest.raises(CodecError, match=r"entries\[\d\]\.seq"):
        codec.from_dict({"entries": entries}, sr.Journal)


def test_a_playbook_is_read_back_equal():
    """The shipped playbook survives whole: procedure, clocks, authority, guidance, causes and sources."""
    back = codec.loads(codec.dumps(DEALERSHIP), sr.Playbook)
    assert back == DEALERSHIP
    assert hash(back) == hash(DEALERSHIP)
    assert DEALERSHIP.diff(back) == ()


def test_readings_are_stored_too():
    """What a case says of itself can be sent elsewhere: each reading comes back equal."""
    case, now = brakes(), at(23)
    readings = [case.deadlines(now), case.notices(at(18), at(23).add(days=9)), case.allowed(), case.agenda(now)]
    for reading, kind in zip(readings, (sr.Deadline, sr.Notice, sr.Step, AgendaItem), strict=True):
        assert reading
        assert codec.loads(codec.dumps(reading), tuple[kind, ...]) == reading
    for reading in (case.facts(), case.fairness(now), case.guidance()):
        assert codec.loads(codec.dumps(reading), type(reading)) == reading


def test_a_stored_deadline_still_explains_itself():
    """The derivation goes with the deadline, in both languages."""
    policy = sr.DeadlinePolicy(
        name="desk",
        clocks=[
            sr.Clock(
                name="answer",
                within="2 hours",
                stop="closed",
                pause="awaiting_customer",
                resume="customer_replied",
                extend=[sr.Extension("delay_notified", "9 hours")],
            )
        ],
    )
    complaint = sr.Complaint(customer=sr.Customer(id="han"), received_at=at(9))
    log = [sr.Received(at=at(9)), sr.AwaitingCustomer(at=at(9, 10)), sr.CustomerReplied(at=at(9, 20)), sr.DelayNotified(at=at(9, 30))]
    for deadline in policy.deadlines(complaint, log, at(10)):
        back = codec.loads(codec.dumps(deadline), sr.Deadline)
        assert back == deadline
        assert [back.explain(lang) for lang in ("en", "zh")] == [deadline.explain(lang) for lang in ("en", "zh")]


def test_deviations_are_stored_with_their_events():
    """Where a log departs from a playbook can be sent elsewhere."""
    found = DEALERSHIP.check(brakes().complaint, [sr.Received(at=at(18, 30)), sr.Closed(at=at(19))])
    assert found
    assert codec.loads(codec.dumps(found), tuple[Deviation, ...]) == found


def test_a_case_read_without_playbooks_finds_none():
    """The reader under the codec brings none along, so a stored case names a playbook that is not at hand."""
    with pytest.raises(PlaybookVersionError, match="expected one of: none known"):
        read(codec.to_dict(brakes()), Case)
