"""Bad input gets one clear error of ours: the place, the offending value, what was expected, the nearest valid name; and the case is as it was."""

from __future__ import annotations

import pathlib
import pickle
from datetime import datetime

import attrs
import pendulum
import pytest

import servrecov as sr
from servrecov import codec

DEALERSHIP = sr.load_playbook("dealership")
NAIVE = datetime(2026, 3, 2, 20)  # noqa: DTZ001  (the point of it)


def at(hour, minute=0):
    return pendulum.datetime(2026, 3, 2, hour, minute, tz="Asia/Shanghai")


def heard():
    """A case whose customer was called and heard; the brakes squeal."""
    failures = [sr.Failure(severity="major", cause="service.repair.fault_recurs", loss=sr.Money("480", "CNY"))]
    complaint = sr.Complaint(customer=sr.Customer(id="han"), received_at=at(9), failures=failures)
    case = DEALERSHIP.open(complaint, by="zhang", id="C-1")
    return case.record(
        sr.Contacted(at=at(10), by="zhang", id="e-1"), sr.Listened(at=at(11)), sr.RemedyOffered(at=at(12), remedies=[sr.Remedy("repair")])
    )


REFUND = sr.Remedy("refund", amount=sr.Money("480", "CNY"))


def within_itself():
    holder = []
    holder.append(holder)
    return holder


BAD = {
    # --- a naive datetime
    "naive event": (lambda case: case.record(sr.Noted(at=NAIVE)), sr.NaiveTimeError, ["Noted.at", "2026, 3, 2, 20", "a datetime with a zone"]),
    "naive entry": (
        lambda case: case.record(sr.Noted(at=at(20), recorded_at=NAIVE)),
        sr.NaiveTimeError,
        ["Noted.recorded_at", "2026, 3, 2, 20", "a datetime with a zone"],
    ),
    "naive date of a promise": (
        lambda case: case.record(sr.Promised(at=at(20), what="a call", due_at=NAIVE)),
        sr.NaiveTimeError,
        ["Promised.due_at", "2026, 3, 2, 20"],
    ),
    "naive receipt": (
        lambda _: sr.Complaint(customer=sr.Customer(id="han"), received_at=NAIVE),
        sr.NaiveTimeError,
        ["Complaint.received_at", "2026, 3, 2, 20"],
    ),
    "naive now": (lambda case: case.agenda(NAIVE), sr.NaiveTimeError, ["now", "2026, 3, 2, 20", "a datetime with a zone"]),
    "naive stored time": (
        lambda _: codec.loads('{"verb": "noted", "at": "2026-03-02T20:00:00"}', sr.Event),
        sr.CodecError,
        ["at", "2026-03-02T20:00:00", "2026-03-02T18:30:00+08:00[Asia/Shanghai]"],
    ),
    "no time at all": (lambda case: case.record(sr.Noted(at="tomorrow")), sr.InvalidValueError, ["Noted.at", "'tomorrow'", "a datetime with a zone"]),
    # --- a float for money
    "float amount": (lambda _: sr.Money(480.0, "CNY"), sr.InvalidValueError, ["Money.amount", "480.0", "floats are refused"]),
    "stored float": (
        lambda _: codec.loads('{"amount": 480.0, "currency": "CNY"}', sr.Money),
        sr.CodecError,
        ["amount", "480.0", "a finite decimal"],
    ),
    "unknown currency": (lambda _: sr.Money("480", "yuan"), sr.InvalidValueError, ["Money.currency", "'yuan'", "ISO 4217"]),
    # --- an unknown verb, cause or code
    "unknown verb": (
        lambda _: codec.loads('{"verb": "recieved", "at": "2026-03-02T20:00:00Z"}', sr.Event),
        sr.CodecError,
        ["verb", "'recieved'", "the verb of an event", "did you mean 'received'?"],
    ),
    "unknown verb of a clock": (
        lambda _: sr.Playbook(
            code="acme",
            version="1",
            title="Acme",
            procedure=DEALERSHIP.procedure,
            deadlines=sr.DeadlinePolicy(name="x", clocks=[sr.Clock(name="contact", stop="contactd", within="2 hours")]),
        ),
        sr.UnknownNameError,
        ["clock 'contact': stop", "'contactd'", "the verb of an event", "did you mean 'contacted'?"],
    ),
    "unknown verb of a step": (
        lambda _: sr.Procedure(stages=["a", "b"], initial="a", final="b", steps=[sr.Step(verb="clsed", from_="a", to="b")]),
        sr.InvalidProcedureError,
        ["procedure.steps[0].verb", "'clsed'", "did you mean 'closed'?"],
    ),
    "unknown cause": (
        lambda case: case.record(sr.Classified(at=at(20), cause="service.repair.fault_recur")),
        sr.UnknownNameError,
        ["classified.cause", "'service.repair.fault_recur'", "a cause from the playbook's list", "did you mean 'service.repair.fault_recurs'?"],
    ),
    "unknown cause of a complaint": (
        lambda _: DEALERSHIP.open(
            sr.Complaint(customer=sr.Customer(id="han"), received_at=at(9), failures=[sr.Failure(), sr.Failure(cause="servic.repair")])
        ),
        sr.UnknownNameError,
        ["complaint.failures[1].cause", "'servic.repair'", "did you mean 'service.repair'?"],
    ),
    "unknown role": (
        lambda case: case.record(sr.Noted(at=at(20), role="advisor")),
        sr.UnknownNameError,
        ["noted.role", "'advisor'", "a role of playbook 'dealership'", "did you mean 'adviser'?"],
    ),
    "unknown member of a vocabulary": (
        lambda case: case.record(sr.Classified(at=at(20), severity="majr")),
        sr.UnknownNameError,
        ["Classified.severity", "'majr'", "a Severity: minor, moderate, major, critical", "did you mean 'major'?"],
    ),
    "unknown code": (
        lambda _: sr.load_playbook("dealershp"),
        sr.UnknownNameError,
        ["load_playbook", "'dealershp'", "a shipped playbook", "did you mean 'dealership'?"],
    ),
    # --- a step the procedure does not allow
    "step not allowed": (
        lambda case: case.record(sr.Closed(at=at(20))),
        sr.StepNotAllowedError,
        ["case C-1", "stage 'offered'", "'closed'", "it leads on from: reported", "expected one of: remedy_offered, offer_accepted"],
    ),
    "step with other values": (
        lambda case: case.record(sr.OfferRefused(at=at(13)), sr.Reported(at=at(14), to="headquarters")),
        sr.StepNotAllowedError,
        ["case C-1", "stage 'unsatisfied'", "'reported'", "facts_recorded (what the customer said was written down)"],
    ),
    "second receipt": (
        lambda case: case.record(sr.Received(at=at(20))),
        sr.StepNotAllowedError,
        ["case C-1", "stage 'offered'", "'received'", "a complaint is received once"],
    ),
    # --- an offer beyond authority
    "offer beyond authority": (
        lambda case: case.record(sr.RemedyOffered(at=at(20), by="zhang", remedies=[REFUND])),
        sr.AuthorityExceededError,
        ["role 'adviser'", "nothing of the kind", "refund", "who may: service_manager, general_manager, maker"],
    ),
    "delivery beyond authority after a good step": (
        lambda case: case.record(sr.OfferAccepted(at=at(13)), sr.RemedyDelivered(at=at(14), by="zhang", remedies=[REFUND])),
        sr.AuthorityExceededError,
        ["role 'adviser'", "refund"],
    ),
    # --- an event before the last
    "event before the last": (
        lambda case: case.record(sr.Noted(at=at(11, 59))),
        sr.EventOrderError,
        ["noted", "2026-03-02 11:59:00+08:00", "at or after the latest recorded event (2026-03-02 12:00:00+08:00)", "insert()"],
    ),
    "event before the last of the same call": (
        lambda case: case.record(sr.Noted(at=at(20)), sr.Noted(at=at(19))),
        sr.EventOrderError,
        ["noted", "2026-03-02 19:00:00+08:00", "2026-03-02 20:00:00+08:00"],
    ),
    "event before the receipt": (
        lambda case: case.insert(sr.Contacted(at=at(8))),
        sr.StepNotAllowedError,
        ["case C-1", "'contacted'", "the receipt opens the journal", "expected one of: received"],
    ),
    # --- a late entry that would undo a later one
    "late entry": (
        lambda case: case.insert(sr.Withdrawn(at=at(11, 30))),
        sr.LateEntryError,
        ["case C-1", "stage 'withdrawn'", "'remedy_offered'", "after withdrawn at 2026-03-02 11:30:00+08:00"],
    ),
    "retraction that others rest on": (
        lambda case: case.retract(3, reason="not heard", at=at(20)),
        sr.LateEntryError,
        ["case C-1", "stage 'contacted'", "'remedy_offered'", "without entry 3"],
    ),
    # --- a retraction of the receipt, and of what is not there
    "retraction of the receipt": (lambda case: case.retract(1, at=at(20)), sr.RetractionError, ["entry 1", "it is the receipt"]),
    "retraction of nothing": (lambda case: case.record(sr.Retracted(entry=9, at=at(20))), sr.RetractionError, ["entry 9", "not in the journal"]),
    # --- another event under a known id
    "id taken": (
        lambda case: case.record(sr.Thanked(at=at(20), id="e-1")),
        sr.DuplicateEventError,
        ["event id 'e-1'", "entry 2 holds it", "expected a new id"],
    ),
    # --- a calendar that never opens
    "calendar that never opens": (
        lambda _: sr.BusinessCalendar(tz="Asia/Shanghai", week={}),
        sr.InvalidCalendarError,
        ["BusinessCalendar", "expected"],
    ),
    "weekday misspelt": (
        lambda _: sr.BusinessCalendar(tz="Asia/Shanghai", week={"mom": [("09:00", "17:00")]}),
        sr.InvalidCalendarError,
        ["BusinessCalendar.week", "'mom'", "did you mean 'mon'?"],
    ),
    # --- what is no list, no part, no unit
    "an option that is no remedy": (
        lambda _: sr.RemedyOffered(at=at(20), options=[REFUND, 5]),
        sr.InvalidValueError,
        ["RemedyOffered.options[1]", "got 5", "a Remedy or a list of them"],
    ),
    "no events to replay": (
        lambda case: DEALERSHIP.replay(case.complaint, None),
        sr.InvalidValueError,
        ["replay(events)", "got None", "a Journal or a list of events"],
    ),
    "no events to audit": (
        lambda case: sr.audit_fairness(case.complaint, None, DEALERSHIP, at(20)),
        sr.InvalidValueError,
        ["audit_fairness(events)", "got None", "a Journal or a list of events"],
    ),
    "no events to time": (
        lambda case: DEALERSHIP.deadlines.deadlines(case.complaint, None, at(20)),
        sr.InvalidValueError,
        ["events: got None", "a Journal or a list of events"],
    ),
    "no events for a journal": (lambda _: sr.Journal(None), sr.InvalidValueError, ["Journal: got None", "a list of events"]),
    "a part that is none": (lambda _: sr.Procedure.from_parts(5), sr.InvalidProcedureError, ["from_parts[0]", "got 5", "a ProcedurePart"]),
    "later by no number": (
        lambda _: sr.Noted(at=at(20)).later(minutes=float("nan")),
        sr.InvalidValueError,
        ["Noted.later", "'minutes': nan", "lengths of time"],
    ),
    "later by text": (lambda _: sr.Noted(at=at(20)).later(minutes="5"), sr.InvalidValueError, ["Noted.later", "'minutes': '5'"]),
    "later than any date": (lambda _: sr.Noted(at=at(20)).later(days=10**9), sr.InvalidValueError, ["Noted.later", "'days': 1000000000"]),
    "later by an unknown unit": (
        lambda _: sr.Noted(at=at(20)).later(minuts=5),
        sr.UnknownNameError,
        ["Noted.later", "'minuts'", "a unit of time", "did you mean 'minutes'?"],
    ),
    "a path that no file can have": (lambda _: sr.load_playbook("a\0.toml"), sr.InvalidPresetError, ["ValueError", "a TOML file"]),
    # --- what cannot be stored
    "bytes": (lambda _: codec.dumps([b"a"]), sr.CodecError, ["bytes", "got b'a'", "a kind of value that the library stores"]),
    "a key that is no text": (lambda _: codec.dumps({(1, 2): 1}), sr.CodecError, ["key: got [1, 2]", "text"]),
    "a list within itself": (lambda _: codec.dumps(within_itself()), sr.CodecError, ["list", "within itself", "finite depth"]),
    "a naive time to store": (lambda _: codec.dumps(NAIVE), sr.NaiveTimeError, ["datetime", "2026, 3, 2, 20", "a datetime with a zone"]),
    # --- a stored case without its playbook
    "unknown playbook of a case": (
        lambda case: codec.loads(codec.dumps(case).replace('"code": "dealership"', '"code": "dealrship"'), sr.Case),
        sr.PlaybookVersionError,
        ["playbook 'dealrship'", "no playbook of this code is here", "one of: dealership", "did you mean 'dealership'?"],
    ),
    "unknown playbook among those handed in": (
        lambda case: codec.loads(codec.dumps(case), sr.Case, playbooks={"acme": attrs.evolve(DEALERSHIP, code="acme")}),
        sr.PlaybookVersionError,
        ["playbook 'dealership'", "no playbook of this code is here", "expected one of: acme"],
    ),
    # --- stored text that is none
    "broken JSON": (lambda _: codec.loads('{"amount": ', sr.Money), sr.CodecError, ["line 1, column 12", "JSON"]),
    "unknown key": (
        lambda _: codec.loads('{"customer": {"id": "han"}, "recieved_at": "2026-03-02T20:00:00Z"}', sr.Complaint),
        sr.CodecError,
        ["recieved_at", "did you mean 'received_at'?"],
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_gets_one_clear_error_of_ours(name):
    """One error of ours, of the documented class, whose message has all that is needed to mend the input; it survives a pickle."""
    attempt, kind, told = BAD[name]
    with pytest.raises(sr.ServRecovError) as caught:
        attempt(heard())
    assert type(caught.value) is kind
    message = str(caught.value)
    assert [part for part in told if part not in message] == []
    assert "\n" not in message
    again = pickle.loads(pickle.dumps(caught.value))  # noqa: S301  (our own bytes)
    assert (type(again), str(again)) == (kind, message)


@pytest.mark.parametrize("name", BAD)
def test_bad_input_leaves_the_case_as_it_was(name):
    """Nothing is half-applied: case, journal, stage and every reading are what they were."""
    attempt, kind, _ = BAD[name]
    case = heard()
    before = (tuple(case.journal), case.stage, case.version, case.deadlines(at(20)), case.promises(at(20)), case.agenda(at(20)))
    with pytest.raises(kind):
        attempt(case)
    assert (tuple(case.journal), case.stage, case.version, case.deadlines(at(20)), case.promises(at(20)), case.agenda(at(20))) == before
    assert case == heard()
    assert case.record(sr.OfferAccepted(at=at(20))).stage == "agreed"


def test_a_broken_toml_is_told_by_file_and_line(tmp_path):
    """The file's name, the line's number and text, and what is wrong with it."""
    path = tmp_path / "acme.toml"
    path.write_text('code = "acme"\nversion = 1.\n', "utf-8")
    for given in (path, str(path)):
        with pytest.raises(sr.InvalidPresetError) as caught:
            sr.load_playbook(given)
        assert "acme.toml, line 2: got 'version = 1.', expected TOML" in str(caught.value)


def test_a_playbook_file_with_a_misspelt_key_is_told_by_file_and_path(tmp_path):
    """A shipped playbook, copied and spoiled in one place: the error leads to the place."""
    shipped = pathlib.Path(sr.__file__).parent / "presets" / "data" / "playbooks" / "dealership.toml"
    path = tmp_path / "acme.toml"
    path.write_text(shipped.read_text("utf-8").replace('repeat = "each_start"', 'repaet = "each_start"', 1), "utf-8")
    with pytest.raises(sr.CodecError) as caught:
        sr.load_playbook(path)
    assert str(caught.value).startswith("acme.toml: deadlines.clocks[0].repaet: got 'repaet', expected one of the keys of Clock")
    assert "did you mean 'repeat'?" in str(caught.value)
