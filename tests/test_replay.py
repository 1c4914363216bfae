"""Replays: what a log leads to, and where it deviates."""

from __future__ import annotations

from types import SimpleNamespace

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import servrecov as sr
from servrecov.codec import from_dict, to_dict
from servrecov.handling.condition import Situation
from servrecov.journal.journal import Entry, standing_entries
from servrecov.replay import Replay
from servrecov.testing.instances import any_events
from servrecov.testing.walks import WALK_BEGINS, act, walks

DEALERSHIP = sr.load_playbook("dealership")
COMPLAINT = sr.Complaint(customer=sr.Customer(id="han"), received_at=WALK_BEGINS)


def after(minutes):
    return WALK_BEGINS.add(minutes=minutes)


RECEIVED = sr.Received(at=WALK_BEGINS)
HEARD = (RECEIVED, sr.Contacted(at=after(5)), sr.Listened(at=after(10)))


def found(*log, complaint=COMPLAINT):
    return [(each.seq, each.kind, each.stage) for each in DEALERSHIP.check(complaint, log)]


def walked(*log):
    entries = standing_entries(Entry(seq, event) for seq, event in enumerate(log, 1))
    return list(Replay(DEALERSHIP, COMPLAINT).walk(entries))


# --- What deviates -----------------------------------------------------------------------------------------------------------------------------------


def test_a_log_as_the_playbook_wants_it_does_not_deviate():
    """Nothing is reported, and an empty log is no deviation either."""
    assert found(*HEARD) == found() == []


def test_what_the_procedure_does_not_allow_is_reported_and_moves_nothing():
    """The step is told with its stage, and what follows is judged as if the case had stayed."""
    assert found(RECEIVED, sr.Closed(at=after(1)), *HEARD[1:]) == [(2, "step", "received")]


def test_what_goes_beyond_authority_is_reported_once_and_moves_the_case():
    """The offer was made, so the acceptance and the delivery that follow are no deviations of their own."""
    refund = [sr.Remedy("refund", amount=sr.Money("100", "CNY"))]
    log = [*HEARD, sr.RemedyOffered(at=after(20), remedies=refund), sr.OfferAccepted(at=after(30)), sr.RemedyDelivered(at=after(40), remedies=refund)]
    assert found(*log) == [(4, "authority", "heard")]


def test_an_unknown_name_is_reported_and_moves_the_case():
    """A firm's old log may name roles that are gone; the acts happened all the same."""
    assert found(RECEIVED, sr.Contacted(at=after(5), role="clerk"), sr.Listened(at=after(6))) == [(2, "name", "received")]


def test_an_unknown_cause_in_the_complaint_is_reported_at_the_receipt():
    """The complaint's own names are judged where it came in; a strict replay refuses it."""
    complaint = attrs.evolve(COMPLAINT, failures=[sr.Failure(cause="service.repairs")])
    assert found(*HEARD, complaint=complaint) == [(1, "name", "received")]
    for way in (lambda: DEALERSHIP.open(complaint), lambda: DEALERSHIP.replay(complaint, HEARD)):
        with pytest.raises(sr.UnknownNameError) as caught:
            way()
        assert (caught.value.where, caught.value.nearest) == ("complaint.failures[0].cause", "service.repair")


def test_several_faults_of_one_event_are_all_reported():
    """An event may name an unknown role, come at the wrong stage, go beyond authority and stand after a later one at once."""
    bad = sr.RemedyOffered(at=after(2), role="clerk", remedies=[sr.Remedy("refund")])
    assert found(RECEIVED, sr.Contacted(at=after(5)), bad) == [(3, kind, "received") for kind in ("order", "name", "step", "authority")]


def test_an_event_after_a_later_one_deviates_in_a_log_and_not_in_a_journal():
    """A journal says by its very order which entries came late; any other log should have been in order."""
    log = [RECEIVED, sr.Contacted(at=after(5)), sr.Noted(at=after(20)), sr.Listened(at=after(10))]
    assert found(*log) == [(4, "order", "contacted")]
    assert DEALERSHIP.check(COMPLAINT, sr.Journal(log)) == ()


def test_what_is_no_event_or_no_retraction_is_reported_without_a_stage():
    """It is not part of the story; the rest of the log is judged by itself."""
    log = [RECEIVED, 3, sr.Retracted(entry=1, at=after(1)), None, *HEARD[1:], sr.Noted(at=after(11), id="a"), sr.Thanked(at=after(12), id="a")]
    assert found(*log) == [(2, "entry", None), (3, "entry", None), (4, "entry", None), (8, "entry", None)]


def test_what_was_retracted_is_not_judged():
    """A mistake that was withdrawn is no deviation."""
    assert found(RECEIVED, sr.Closed(at=after(1)), sr.Retracted(entry=2, at=after(2)), *HEARD[1:]) == []


def test_what_comes_before_the_receipt_deviates():
    """The receipt opens the journal; from then on the log is judged as ever."""
    assert found(sr.Contacted(at=after(-5)), sr.Noted(at=after(-4)), *HEARD) == [(1, "step", "received"), (2, "step", "received")]


def test_a_log_without_a_receipt_lacks_it_once():
    """The first entry is where the receipt should be; the rest is judged from the initial stage on."""
    assert found(*HEARD[1:], sr.Closed(at=after(20))) == [(1, "step", "received"), (3, "step", "heard")]


def test_a_second_receipt_deviates():
    """A complaint is received once."""
    assert found(*HEARD, sr.Received(at=after(20))) == [(4, "step", "heard")]


def test_a_deviation_can_be_stored():
    """What a check finds goes through the codec and back."""
    [deviation] = DEALERSHIP.check(COMPLAINT, [RECEIVED, sr.Closed(at=after(1))])
    assert "'closed' is not allowed" in deviation.message
    assert from_dict(to_dict(deviation), sr.Deviation) == deviation


@settings(max_examples=60)
@given(st.lists(any_events() | st.none() | st.integers() | st.text() | st.just(object()), max_size=8))
def test_a_check_never_raises_whatever_is_in_the_log(log):
    """Any events in any order, and what is none, are reported and not raised; each report is about an entry of the log."""
    for each in DEALERSHIP.check(COMPLAINT, log):
        assert each.event is log[each.seq - 1]
        assert each.stage is None or each.stage in DEALERSHIP.procedure.stage_names
        assert each.message


def _fails(*_):
    raise ZeroDivisionError("no such row")


def _breaks_off():
    yield RECEIVED
    _fails()


class _Unequal(sr.Event):
    """A host's own event that cannot be compared."""

    verb = "acme.unequal"
    __eq__ = _fails
    __hash__ = sr.Event.__hash__


@pytest.mark.parametrize("log", [None, 5, _breaks_off()])
def test_a_log_that_cannot_be_read_is_one_deviation(log):
    """What is no list of events, or breaks off, is told at its first place."""
    [deviation] = DEALERSHIP.check(COMPLAINT, log)
    assert (deviation.seq, deviation.event, deviation.kind, deviation.stage) == (1, log, "entry", None)
    assert deviation.message.startswith("events: got")


def test_an_event_that_fails_when_it_is_read_is_a_deviation():
    """A host's own class may raise whatever it likes; the log is checked to its end."""
    note = _Unequal(at=after(1), id="a")
    unknown, deviation = DEALERSHIP.check(COMPLAINT, [RECEIVED, note, note, *HEARD[1:]])
    assert (unknown.seq, unknown.kind) == (2, "step")
    assert (deviation.seq, deviation.kind) == (3, "entry")
    assert "ZeroDivisionError: no such row" in deviation.message


def test_a_condition_that_fails_is_a_deviation_of_a_check_and_passes_through_elsewhere():
    """A check goes on; who records or replays is told what their own condition raised."""
    steps = [sr.Step(verb="contacted", from_="open", to="open", requires="ours"), sr.Step(verb="closed", from_="open", to="closed")]
    procedure = sr.Procedure(stages=["open", "closed"], initial="open", final="closed", steps=steps, conditions={"ours": _fails})
    book = sr.Playbook(code="acme", version="1", title="Acme", procedure=procedure)

    [deviation] = book.check(COMPLAINT, [RECEIVED, sr.Contacted(at=after(1)), sr.Closed(at=after(2))])

    assert (deviation.seq, deviation.kind, deviation.stage) == (2, "step", "open")
    assert "ZeroDivisionError: no such row" in deviation.message
    with pytest.raises(ZeroDivisionError):
        book.open(COMPLAINT).record(sr.Contacted(at=after(1)))
    with pytest.raises(ZeroDivisionError):
        book.replay(COMPLAINT, HEARD[:2])


def test_a_complaint_of_a_hosts_own_may_have_nothing_in_a_field():
    """None is what is unknown; what cannot be read at all is told at the receipt."""
    assert found(*HEARD, complaint=SimpleNamespace(failures=None)) == []
    assert found(*HEARD, complaint=SimpleNamespace(failures=5))[0] == (1, "step", "received")


def test_a_retraction_names_the_same_entry_in_a_check_and_in_a_replay():
    """An event that was delivered twice has no number of its own; deviations are told by the place in the log."""
    note = sr.Noted(at=after(1), id="a")
    log = [RECEIVED, note, note, sr.Thanked(at=after(2)), sr.Retracted(entry=3, at=after(3)), sr.Closed(at=after(4))]

    assert found(*log) == [(6, "step", "received")]
    assert [entry.event.verb for entry in DEALERSHIP.replay(COMPLAINT, log[:-1]).journal.standing()] == ["received", "noted"]


@given(st.lists(st.tuples(st.sampled_from((None, "a", "b")), st.integers(1, 6)), max_size=8), st.data())
def test_what_is_delivered_twice_changes_no_check(told, data):
    """A log with repetitions deviates where the same log without them does."""
    log = [RECEIVED]
    for id_, entry in told:
        note = sr.Noted(at=after(1), id=id_)
        log.append(data.draw(st.sampled_from((note, sr.Retracted(at=after(1), entry=entry), sr.Closed(at=after(1))))))
    first = [place for place, event in enumerate(log, 1) if getattr(event, "id", None) is None or log.index(event) == place - 1]

    thinned = DEALERSHIP.check(COMPLAINT, [log[place - 1] for place in first])

    assert found(*log) == [(first[each.seq - 1], each.kind, each.stage) for each in thinned]


@given(walks(DEALERSHIP), st.lists(st.sampled_from(("closed", "contacted", "remedy_offered", "offer_accepted", "noted")), max_size=3))
def test_a_check_agrees_with_the_library_that_records(case, verbs):
    """What `record` takes does not deviate; what it refuses does, and moves nothing."""
    log = list(case.journal)
    for verb in verbs:
        event = act(verb, case.journal[-1].at)
        try:
            case, fine = case.record(event), True
        except sr.ServRecovError:
            fine = False
        assert [each.event for each in DEALERSHIP.check(case.complaint, [*log, event])] == ([] if fine else [event])
        log = list(case.journal)


# --- Strict replays ------------------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("log", "error"),
    [
        (HEARD[1:], sr.StepNotAllowedError),
        ((HEARD[1], RECEIVED), sr.StepNotAllowedError),
        ((*HEARD, sr.Closed(at=after(20))), sr.StepNotAllowedError),
        ((*HEARD, sr.Received(at=after(20))), sr.StepNotAllowedError),
        ((*HEARD, sr.RemedyDelivered(at=after(20), remedies=[sr.Remedy("refund")])), sr.AuthorityExceededError),
        ((*HEARD, sr.Noted(at=after(20), role="clerk")), sr.UnknownNameError),
        ((*HEARD, sr.Retracted(entry=1, at=after(20))), sr.RetractionError),
        ((*HEARD, sr.Retracted(entry=4, at=after(20))), sr.RetractionError),
        ((*HEARD, sr.Noted(at=after(20), id="a"), sr.Noted(at=after(21), id="a")), sr.DuplicateEventError),
        ((*HEARD, "closed"), sr.InvalidValueError),
    ],
)
def test_a_strict_replay_raises_what_recording_would_have(log, error):
    """Each fault has its own error, in `replay` and in a case made by hand; a subclass would not do."""
    for way in (lambda: DEALERSHIP.replay(COMPLAINT, log), lambda: sr.Case(complaint=COMPLAINT, journal=log, playbook=DEALERSHIP)):
        with pytest.raises(error) as caught:
            way()
        assert type(caught.value) is error


def test_the_first_fault_in_time_is_raised():
    """An earlier event that was entered late is told before a later one."""
    late, last = sr.Closed(at=after(6)), sr.Closed(at=after(30))
    with pytest.raises(sr.StepNotAllowedError) as caught:
        DEALERSHIP.replay(COMPLAINT, [*HEARD, last, late])
    assert caught.value.event is late


def test_an_event_that_was_delivered_twice_is_replayed_once():
    """A stream that repeats itself gives the same journal as recording it."""
    note = sr.Noted(at=after(20), id="a")
    assert DEALERSHIP.replay(COMPLAINT, [*HEARD, note, note]).journal == sr.Journal([*HEARD, note])


def test_a_replay_does_not_need_time_to_be_the_order_of_recording():
    """Late entries come back where they were recorded and are read where they happened."""
    log = [RECEIVED, HEARD[1], sr.Noted(at=after(60)), HEARD[2]]
    case = DEALERSHIP.replay(COMPLAINT, log, id="C-7")
    assert (case.id, tuple(case.journal), case.stage) == ("C-7", tuple(log), "heard")


# --- The walk --------------------------------------------------------------------------------------------------------------------------------------------


def test_conditions_see_what_stood_before_as_a_sequence():
    """A condition of the firm's own may index, slice, reverse, compare and hash what it is given, in a replay as in a recording."""
    seen = []

    def judge(situation):
        entries = situation.entries
        seen.append(
            (len(entries), entries[0].event, [entry.seq for entry in entries[1:]], [entry.seq for entry in reversed(entries)], hash(situation))
        )
        return entries == tuple(entries) and entries[-1] in entries

    steps = [sr.Step(verb="contacted", from_="received", to="open", requires="ours"), sr.Step(verb="closed", from_="open", to="closed")]
    procedure = sr.Procedure(stages=["received", "open", "closed"], initial="received", final="closed", steps=steps, conditions={"ours": judge})
    playbook = sr.Playbook(code="acme", version="1", title="Acme", procedure=procedure)
    case = playbook.open(COMPLAINT).record(sr.Contacted(at=after(5)))
    assert playbook.replay(COMPLAINT, case.journal) == case
    assert seen[0] == seen[1] == (1, RECEIVED, [], [1], seen[0][-1])


def test_a_condition_that_wants_more_than_there_is_finds_the_end():
    """What stood before an event ends there, although the log goes on."""
    [judged] = walked(RECEIVED)
    assert judged.faults == ()
    entries = []
    steps = [sr.Step(verb="contacted", from_="received", to="closed_soon", requires="ours"), sr.Step(verb="closed", from_="closed_soon", to="end")]
    keep = lambda situation: entries.append(situation.entries) or True  # noqa: E731  (a condition is any callable)
    procedure = sr.Procedure(stages=["received", "closed_soon", "end"], initial="received", final="end", steps=steps, conditions={"ours": keep})
    sr.Playbook(code="acme", version="1", title="Acme", procedure=procedure).replay(COMPLAINT, HEARD[:2])
    [before] = entries
    with pytest.raises(IndexError):
        before[1]
    assert before[-1].event == RECEIVED
    assert before != "received"


def test_a_long_journal_is_replayed_in_a_few_steps_per_entry(monkeypatch):
    """Twenty thousand entries are not copied before each event: the work per entry does not grow with the journal."""
    log = [*HEARD, *(sr.Noted(at=after(20 + minute)) for minute in range(2_000))]
    copies = []
    monkeypatch.setattr(sr.Journal, "standing", lambda self, now=None, real=sr.Journal.standing: copies.append(1) or real(self, now))
    case = DEALERSHIP.replay(COMPLAINT, log)
    assert (case.stage, case.version) == ("heard", 2_003)
    assert len(copies) == 1
    assert [type(judged.entry) for judged in walked(*HEARD)] == [Entry] * 3


@given(walks(DEALERSHIP))
def test_the_walk_reaches_what_the_machine_reaches(case):
    """A walk and a recording ask the compiled table: both go through the stages that the state machine goes through."""
    stages = [case.at(event.at).stage for event in case.journal]
    reached = [judged.reached for judged in walked(*case.journal)]
    times = [event.at for event in case.journal]
    last_at = dict(zip(times, reached, strict=True))
    assert stages == [last_at[at] for at in times]
    step_by_step = DEALERSHIP.open(case.complaint, by="zhang", id="C-1")
    for event, stage in zip(case.journal[1:], reached[1:], strict=True):
        situation = Situation(case.complaint, step_by_step.journal.standing(), event)
        assert DEALERSHIP.procedure.advance(step_by_step.stage, event, situation, DEALERSHIP.acting_role(event)) == stage
        step_by_step = step_by_step.record(event)
        assert step_by_step.stage == stage
