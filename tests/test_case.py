"""A case in hand: how its journal grows, and that everything else is a reading of it."""

from __future__ import annotations

import pickle
from datetime import datetime
from types import SimpleNamespace

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import servrecov as sr
from servrecov.journal.journal import Entry
from servrecov.testing.walks import WALK_BEGINS, act, walks

DEALERSHIP = sr.load_playbook("dealership")
BEGIN = WALK_BEGINS
CNY = "CNY"


def after(**length):
    return BEGIN.add(**length)


def complaint():
    return sr.Complaint(customer=sr.Customer(id="han"), received_at=BEGIN, channel="phone", failures=[sr.Failure(severity="major")])


def opened():
    return DEALERSHIP.open(complaint(), by="zhang", id="C-1")


def offered(**fields):
    """A case whose customer was called, heard, and offered a repair."""
    return opened().record(
        sr.Contacted(at=after(minutes=20), by="zhang"),
        sr.Listened(at=after(hours=2), by="zhang"),
        sr.RemedyOffered(at=after(hours=3), by="zhang", remedies=[sr.Remedy("repair")], **fields),
    )


def readings(case, now):
    """Everything that can be read of a case at an instant."""
    return {
        "facts": case.facts(now),
        "deadlines": case.deadlines(now),
        "promises": case.promises(now),
        "fairness": case.fairness(now),
        "agenda": case.agenda(now),
        "stage": case.at(now).stage,
        "allowed": case.at(now).allowed(),
        "guidance": case.at(now).guidance(),
    }


# --- A case and its opening ----------------------------------------------------------------------------------------------------------------------


def test_nothing_is_recorded_before_the_receipt():
    """As of an instant before the complaint came in there is no case yet to handle."""
    with pytest.raises(sr.StepNotAllowedError, match="the receipt opens the journal"):
        opened().at(BEGIN.subtract(minutes=1)).record(sr.Contacted(at=BEGIN))


def test_a_case_opens_with_the_receipt_at_its_time():
    """The journal of a new case holds the receipt alone, at received_at, by whoever took it, over the channel of the complaint."""
    case = opened()
    assert tuple(case.journal) == (sr.Received(at=BEGIN, by="zhang", channel="phone"),)
    assert (case.id, case.stage, case.version) == ("C-1", "received", 1)


def test_recording_leaves_the_old_case_as_it_was():
    """A case is frozen: recording returns another one."""
    old = opened()
    new = old.record(sr.Contacted(at=after(minutes=20)))
    assert (old.stage, old.version, new.stage, new.version) == ("received", 1, "contacted", 2)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        new.id = "C-2"


def test_cases_are_equal_by_id_complaint_journal_and_playbook():
    """Two cases made in different ways are equal where these four are; each of the four counts."""
    case = offered()
    again = DEALERSHIP.replay(complaint(), case.journal, id="C-1")
    assert (again, hash(again)) == (case, hash(case))
    others = [{"id": None}, {"complaint": attrs.evolve(complaint(), narrative="…")}, {"playbook": attrs.evolve(DEALERSHIP, version="2")}]
    assert all(attrs.evolve(case, **other) != case for other in others)
    assert opened() != case


def test_a_case_can_be_pickled():
    """A case comes back equal, at its stage, and goes on."""
    case = pickle.loads(pickle.dumps(offered()))  # noqa: S301  (our own bytes)
    assert (case, case.stage) == (offered(), "offered")
    assert case.record(sr.OfferAccepted(at=after(hours=4))).stage == "agreed"


def test_a_case_and_its_playbook_show_themselves_shortly():
    """Names, verbs and no more: a whole playbook would fill pages, and what the customer said is nobody's business in a log."""
    shown = repr(opened())
    assert "playbook=<Playbook dealership 1>" in shown
    assert "journal=<Journal: 1 received>" in shown
    assert len(shown) < 1000
    parts = []
    DEALERSHIP._repr_pretty_(SimpleNamespace(text=parts.append), cycle=False)
    assert parts == ["<Playbook dealership 1>"]


def test_the_stage_cannot_be_given():
    """The stage is a reading and no part of a case, so nobody can set it."""
    with pytest.raises(TypeError):
        sr.Case(complaint=complaint(), journal=[sr.Received(at=BEGIN)], playbook=DEALERSHIP, stage="closed")
    assert [field.name for field in attrs.fields(sr.Case) if field.init] == ["id", "complaint", "journal", "playbook"]


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("id", 3, "text"),
        ("complaint", "brakes", "a Complaint"),
        ("journal", 3, "a Journal, or events in the order in which they were recorded"),
        ("journal", [3], "an event"),
        ("playbook", "dealership", "a Playbook"),
    ],
)
def test_what_is_no_part_of_a_case_is_refused(field, value, expected):
    """Each of the four parts is held to its kind, with an error of ours."""
    parts = {"id": None, "complaint": complaint(), "journal": [sr.Received(at=BEGIN)], "playbook": DEALERSHIP, field: value}
    with pytest.raises(sr.InvalidValueError) as caught:
        sr.Case(**parts)
    assert caught.value.expected == expected


def test_an_empty_journal_waits_for_the_receipt():
    """A case without a receipt stands at the initial stage and takes nothing but the receipt."""
    empty = sr.Case(complaint=complaint(), journal=[], playbook=DEALERSHIP)
    assert (empty.stage, empty.version, empty.promises()) == ("received", 0, ())
    with pytest.raises(sr.StepNotAllowedError, match="the receipt opens the journal"):
        empty.record(sr.Contacted(at=after(minutes=1)))
    assert empty.record(sr.Received(at=BEGIN)).stage == "received"


# --- Recording -----------------------------------------------------------------------------------------------------------------------------------


def test_several_events_are_recorded_all_or_none():
    """The first failure is raised, and the case is as it was, whatever came before it in the same call."""
    case = opened()
    with pytest.raises(sr.StepNotAllowedError):
        case.record(sr.Contacted(at=after(minutes=20)), sr.Closed(at=after(minutes=30)))
    assert case == opened()
    assert case.record() is case


@pytest.mark.parametrize("name", [None, "e-{}"])
def test_recording_does_not_go_through_the_journal_again(monkeypatch, name):
    """Each event is timed once, when it is recorded, however long the journal has become; nothing else is sorted, timed or looked through."""
    case = opened().record(sr.Contacted(at=after(minutes=1), id="e-0"))
    case.journal.find("e-0")
    timed, seen = [], []
    monkeypatch.setattr(Entry, "instant", property(lambda entry, real=Entry.instant.fget: timed.append(entry.seq) or real(entry)))
    monkeypatch.setattr(sr.Journal, "entries", lambda journal, real=sr.Journal.entries: seen.append(journal) or real(journal))
    for minute in range(2, 200):
        case = case.record(sr.Noted(at=after(minutes=minute), id=name and name.format(minute)))
    assert (timed, seen) == ([*range(3, 201)], [])
    assert case.journal.find("e-199") == (name and (200, case.journal[-1]))


def test_an_event_before_the_latest_is_refused_and_an_equal_time_is_not():
    """Order is by the latest time in the journal; the error says which."""
    case = opened().record(sr.Contacted(at=after(minutes=20)))
    assert case.record(sr.Noted(at=after(minutes=20))).version == 3
    with pytest.raises(sr.EventOrderError) as caught:
        case.record(sr.Noted(at=after(minutes=19)))
    assert (caught.value.verb, caught.value.at, caught.value.latest) == ("noted", after(minutes=19), after(minutes=20))


def test_order_comes_before_procedure_and_procedure_before_authority():
    """Of an event that is late, not allowed and beyond authority the lateness is told; then the step; then the authority."""
    refund = sr.Remedy("refund", amount=sr.Money("100", CNY))
    case = opened().record(sr.Contacted(at=after(minutes=20)))
    with pytest.raises(sr.EventOrderError):
        case.record(sr.RemedyOffered(at=after(minutes=10), remedies=[refund]))
    with pytest.raises(sr.StepNotAllowedError):
        case.record(sr.RemedyOffered(at=after(minutes=30), remedies=[refund]))
    with pytest.raises(sr.AuthorityExceededError):
        case.record(sr.Listened(at=after(minutes=30)), sr.RemedyOffered(at=after(minutes=40), remedies=[refund]))


def test_a_refused_step_says_case_stage_event_and_what_is_allowed():
    """The error of a step carries the data that a screen needs."""
    event = sr.Closed(at=after(minutes=5))
    with pytest.raises(sr.StepNotAllowedError) as caught:
        opened().record(event)
    error = caught.value
    assert (error.case_id, error.stage, error.event) == ("C-1", "received", event)
    assert error.allowed == DEALERSHIP.procedure.allowed_verbs("received")


def test_authority_is_checked_against_the_acting_role():
    """The error names role, limit, amount and who may."""
    heard = opened().record(sr.Contacted(at=after(minutes=20)), sr.Listened(at=after(minutes=30)))
    with pytest.raises(sr.AuthorityExceededError) as caught:
        heard.record(sr.RemedyOffered(at=after(hours=1), by="zhang", remedies=[sr.Remedy("refund", amount=sr.Money("100", CNY))]))
    error = caught.value
    assert (error.role, error.limit, error.who_may) == ("adviser", None, ("service_manager", "general_manager", "maker"))


def test_a_second_receipt_is_refused_whenever_it_is_said_to_have_come():
    """A complaint is received once: not again later, nor as a late entry, before or after the first."""
    case = opened()
    with pytest.raises(sr.StepNotAllowedError, match="received once"):
        case.record(sr.Received(at=after(days=1)))
    with pytest.raises(sr.StepNotAllowedError, match="received once") as caught:
        case.insert(sr.Received(at=after(days=1)))
    assert not isinstance(caught.value, sr.LateEntryError)
    earlier = sr.Received(at=after(days=-1))
    with pytest.raises(sr.StepNotAllowedError, match="received once") as caught:
        case.insert(earlier)
    assert caught.value.event is earlier
    with pytest.raises(sr.EventOrderError):
        case.record(earlier)


@pytest.mark.parametrize("way", ["record", "insert"])
def test_what_is_no_event_is_refused(way):
    """A verb, a list of events, nothing: each is refused with an error of ours."""
    for value in ("contacted", [sr.Contacted(at=BEGIN)], None):
        with pytest.raises(sr.InvalidValueError, match="an event"):
            getattr(opened(), way)(value)


@pytest.mark.parametrize("event", [act("noted", after(minutes=1), role="advisor"), act("assigned", after(minutes=1), to_role="advisor")])
def test_a_role_that_the_playbook_does_not_know_is_refused(event):
    """Roles are open strings held to the playbook's list; the error names place and nearest."""
    with pytest.raises(sr.UnknownNameError) as caught:
        opened().record(event)
    assert caught.value.where in ("noted.role", "assigned.to_role")
    assert caught.value.nearest == "adviser"


@pytest.mark.parametrize("verb", ["classified", "cause_found"])
def test_a_cause_that_the_playbook_does_not_know_is_refused(verb):
    """Causes are open strings held to the playbook's tree; the error names place and nearest."""
    with pytest.raises(sr.UnknownNameError) as caught:
        opened().record(act(verb, after(minutes=1), cause="service.repair.fault_recur"))
    assert (caught.value.where, caught.value.nearest) == (f"{verb}.cause", "service.repair.fault_recurs")


# --- Delivered twice -------------------------------------------------------------------------------------------------------------------------------


def test_an_event_delivered_twice_is_recorded_once():
    """The same act under the same id adds nothing, even when other events came between; a later time of entry is the courier's."""
    called = sr.Contacted(at=after(minutes=20), id="e-1")
    case = opened().record(called, sr.Listened(at=after(minutes=40)))
    assert case.record(called) is case
    assert case.insert(called) is case
    assert case.record(attrs.evolve(called, recorded_at=after(days=1))) is case
    assert opened().record(called, called).version == 2


def test_another_event_under_a_known_id_is_refused():
    """An id stands for one act; the error says which entry has it."""
    case = opened().record(sr.Contacted(at=after(minutes=20), id="e-1"))
    for other in (sr.Contacted(at=after(minutes=21), id="e-1"), sr.Noted(at=after(minutes=20), id="e-1")):
        for way in (case.record, case.insert):
            with pytest.raises(sr.DuplicateEventError) as caught:
                way(other)
            assert (caught.value.id, caught.value.seq) == ("e-1", 2)


def test_a_retracted_event_delivered_again_stays_retracted():
    """A courier that repeats itself does not bring back what was withdrawn; nor does a retraction count twice."""
    called = sr.Contacted(at=after(minutes=20), id="e-1")
    withdrawal = sr.Retracted(entry=2, at=after(minutes=30), id="e-2")
    case = opened().record(called, withdrawal)
    assert case.record(called, withdrawal) is case
    assert case.stage == "received"


# --- Late entries ----------------------------------------------------------------------------------------------------------------------------------


def test_a_late_entry_goes_to_the_end_of_the_journal_and_is_read_at_its_time():
    """`insert` appends; length, order and equality follow the recording, readings follow the time."""
    late = sr.Soothed(at=after(minutes=25), recorded_at=after(days=1))
    case = opened().record(sr.Contacted(at=after(minutes=20)), sr.Noted(at=after(hours=1))).insert(late)
    assert (case.journal[-1], case.version, case.stage) == (late, 4, "calmed")
    assert case.at(after(minutes=30)).stage == "calmed"
    assert list(case.journal.entries())[-1] == (4, late)


def test_a_late_entry_that_undoes_a_later_event_is_refused_and_names_that_event():
    """The later event is named, with its stage and what it would have been allowed; the case is as it was."""
    case = offered()
    with pytest.raises(sr.LateEntryError) as caught:
        case.insert(sr.Withdrawn(at=after(hours=1)))
    error = caught.value
    assert (error.event, error.stage, error.case_id) == (case.journal[3], "withdrawn", "C-1")
    assert "after withdrawn at" in str(error)
    assert case == offered()


def test_a_late_entry_that_was_not_allowed_at_its_time_is_refused_itself():
    """The entry itself is at fault where it could not have happened then; before the receipt nothing can."""
    early = sr.Contacted(at=after(minutes=-1))
    with pytest.raises(sr.StepNotAllowedError, match="the receipt opens the journal") as caught:
        offered().insert(early)
    assert caught.value.event is early
    closing = sr.Closed(at=after(minutes=10))
    with pytest.raises(sr.StepNotAllowedError) as caught:
        offered().insert(closing)
    assert (caught.value.event, caught.value.stage) == (closing, "received")
    assert not isinstance(caught.value, sr.LateEntryError)


def test_a_late_offer_that_takes_the_room_of_a_later_one_names_the_later_one():
    """A late entry can also use up authority that a later offer was made under."""
    tiers = [sr.Tier(role="adviser", kinds=["discount", "repair"], limits=[sr.Money("100", CNY)])]
    playbook = attrs.evolve(DEALERSHIP, authority=sr.Authority(tiers=tiers, default_role="adviser"))
    discount = [sr.Remedy("discount", amount=sr.Money("80", CNY))]
    case = playbook.replay(complaint(), [*offered().journal, sr.RemedyOffered(at=after(hours=5), remedies=discount, ref="b")])
    with pytest.raises(sr.LateEntryError) as caught:
        case.insert(sr.RemedyOffered(at=after(hours=4), remedies=discount, ref="a"))
    assert caught.value.event == case.journal[-1]
    assert isinstance(caught.value.__cause__, sr.AuthorityExceededError)
    assert "80 CNY" in str(caught.value)


def test_a_late_entry_that_is_not_late_is_recorded():
    """`insert` also takes what comes last."""
    event = sr.Contacted(at=after(minutes=20))
    assert opened().insert(event) == opened().record(event)


# --- Retractions -----------------------------------------------------------------------------------------------------------------------------------


def test_a_retraction_is_kept_with_what_it_withdraws_and_nothing_reads_either():
    """The journal keeps both; every reading, at any now, is as if the entry had never been recorded."""
    mistaken = sr.Escalated(at=after(hours=1), level="manager")
    case = opened().record(sr.Contacted(at=after(minutes=20)), mistaken)
    withdrawn = case.retract(mistaken, reason="another case", at=after(hours=2), by="li")
    assert withdrawn.journal[2:] == (mistaken, sr.Retracted(entry=3, reason="another case", at=after(hours=2), by="li"))
    clean = opened().record(sr.Contacted(at=after(minutes=20)))
    for now in (after(minutes=90), after(hours=1), after(days=9)):
        assert readings(withdrawn, now) == readings(clean, now)


def test_a_retraction_may_be_recorded_inserted_or_asked_for():
    """The three ways give the same case."""
    case = opened().record(sr.Noted(at=after(hours=1)))
    event = sr.Retracted(entry=2, reason="typo", at=after(hours=2))
    assert case.record(event) == case.insert(event) == case.retract(2, reason="typo", at=after(hours=2))


def test_the_latest_entry_can_be_retracted_and_no_longer_counts_for_the_order():
    """Neither a retraction nor what it withdraws counts for the latest time."""
    case = opened().record(sr.Contacted(at=after(minutes=20)), sr.Noted(at=after(days=300)))
    mended = case.retract(3, reason="wrong year", at=after(days=301))
    assert mended.journal.latest_at == after(minutes=20)
    assert mended.record(sr.Listened(at=after(hours=1))).stage == "heard"
    assert case.record(sr.Retracted(entry=3, at=after(hours=1))).stage == "contacted"


def test_a_recorded_retraction_keeps_the_order_of_what_stands():
    """Recorded, not inserted, a retraction too comes after the latest of what stands; order is told before anything else."""
    case = opened().record(sr.Contacted(at=after(minutes=20)))
    for entry in (1, 9):
        with pytest.raises(sr.EventOrderError):
            case.record(sr.Retracted(entry=entry, at=after(minutes=-5)))
    assert case.insert(sr.Retracted(entry=2, at=after(minutes=5))).stage == "received"


@pytest.mark.parametrize(("entry", "reason"), [(1, "the receipt"), (9, "not in the journal"), (4, "itself a retraction"), (2, "retracted already")])
def test_what_cannot_be_retracted_stays(entry, reason):
    """The receipt, what is not there, a retraction, and what was withdrawn before: each is refused in every way, and named."""
    case = opened().record(sr.Noted(at=after(minutes=5)), sr.Noted(at=after(minutes=6)), sr.Retracted(entry=2, at=after(minutes=7)))
    event = sr.Retracted(entry=entry, at=after(hours=2))
    for way in (lambda: case.record(event), lambda: case.insert(event), lambda: case.retract(entry, at=after(hours=2))):
        with pytest.raises(sr.RetractionError, match=reason) as caught:
            way()
        assert caught.value.entry == entry
    assert case.version == 4


def test_a_retraction_that_later_events_rest_on_is_refused_and_names_the_first_of_them():
    """Without the contact the customer could not have been heard; the case is as it was."""
    case = offered()
    with pytest.raises(sr.LateEntryError, match="without entry 2") as caught:
        case.retract(case.journal[1], reason="wrong customer", at=after(hours=4))
    assert caught.value.event == case.journal[3]
    assert (case, case.stage) == (offered(), "offered")


def test_of_equal_events_the_last_that_stands_is_retracted():
    """An event is meant by its value; its position tells equal ones apart."""
    note = sr.Noted(at=after(minutes=5))
    case = opened().record(note, note).retract(note, at=after(hours=1))
    assert case.journal[-1].entry == 3
    assert case.retract(note, at=after(hours=1)).journal[-1].entry == 2


# --- As of an instant, and under another playbook -----------------------------------------------------------------------------------------------------


def test_a_case_as_of_an_instant():
    """Events at the instant are seen, later ones are not; before the receipt nothing had happened."""
    case = offered()
    assert [case.at(now).stage for now in (BEGIN, after(minutes=20), after(hours=2), after(days=1))] == ["received", "contacted", "heard", "offered"]
    before = case.at(after(minutes=-1))
    assert (before.stage, before.version, before.deadlines(BEGIN)) == ("received", 0, ())
    assert case.at(after(days=1)) is case


@pytest.mark.parametrize(
    "read",
    [
        lambda case, now: case.at(now),
        lambda case, now: case.facts(now),
        lambda case, now: case.deadlines(now),
        lambda case, now: case.promises(now),
        lambda case, now: case.fairness(now),
        lambda case, now: case.agenda(now),
        lambda case, now: case.notices(now, BEGIN),
        lambda case, now: case.notices(BEGIN, now),
        lambda case, now: case.retract(2, at=now),
    ],
)
def test_a_naive_now_is_refused_everywhere(read):
    """A time without a zone names no instant."""
    with pytest.raises(sr.NaiveTimeError):
        read(offered(), datetime(2026, 3, 2, 9))  # noqa: DTZ001  (the point of it)


def test_facts_and_promises_without_now_see_all():
    """A reading without an instant sees the whole journal."""
    case = offered().record(sr.OfferAccepted(at=after(hours=4)), sr.Classified(at=after(hours=5), severity="critical"))
    assert case.facts().severity == "critical"
    assert case.facts(after(hours=4)).severity == "major"
    assert [promise.status for promise in case.promises()] == ["open"]
    assert case.promises(after(hours=3)) == ()


def test_notices_of_clocks_and_promises_carry_the_case():
    """Both kinds come in one list, in the order in which they came to be known, under keys that begin with the case's id."""
    case = opened().record(sr.Promised(at=after(minutes=5), what="a call", due_at=after(hours=1), kept_by="contacted"))
    keys = [notice.key for notice in case.notices(BEGIN, after(hours=3))]
    assert keys == [
        "C-1/contact#1/warning/50%",
        "C-1/promise:2#1/breach/due",
        "C-1/contact#1/breach/due",
        "C-1/contact#1/escalation/0:service_manager",
    ]
    assert next(notice.key for notice in attrs.evolve(case, id=None).notices(BEGIN, after(minutes=70))) == "contact#1/warning/50%"


def test_under_another_playbook_the_same_journal_is_read_otherwise():
    """A stricter authority finds a deviation; the offer was made all the same, so the case is where it was."""
    strict = attrs.evolve(DEALERSHIP, version="2", authority=sr.Authority(tiers=[sr.Tier(role="adviser", kinds=["apology"])], default_role="adviser"))
    case, deviations = offered().under(strict)
    assert (case.playbook, case.journal, case.stage) == (strict, offered().journal, "offered")
    assert [(each.seq, each.kind, each.stage) for each in deviations] == [(4, "authority", "heard")]
    assert deviations[0].event == case.journal[3]


def test_under_its_own_playbook_nothing_deviates():
    """Reading a case under the playbook it was recorded by gives the same case, late entries and retractions included."""
    case = offered().insert(sr.Soothed(at=after(minutes=30))).retract(4, at=after(days=1))
    assert case.under(DEALERSHIP) == (case, ())
    with pytest.raises(sr.InvalidValueError, match="a Playbook"):
        case.under("dealership")


def test_a_case_that_deviates_can_still_grow():
    """What deviated before may go on to deviate; what did not may not begin to."""
    strict = attrs.evolve(DEALERSHIP, version="2", authority=sr.Authority(tiers=[sr.Tier(role="adviser", kinds=["apology"])], default_role="adviser"))
    case, _ = offered().under(strict)
    assert case.record(sr.OfferAccepted(at=after(hours=4))).stage == "agreed"
    assert case.insert(sr.Soothed(at=after(minutes=30))).stage == "offered"
    with pytest.raises(sr.LateEntryError) as caught:
        case.retract(3, at=after(hours=4))
    assert (caught.value.event.verb, caught.value.stage) == ("remedy_offered", "contacted")


# --- Laws ------------------------------------------------------------------------------------------------------------------------------------------


@given(walks(DEALERSHIP))
def test_replay_equals_record(case):
    """A journal replayed gives the case that recorded it, at the same stage, and with nothing to report."""
    again = DEALERSHIP.replay(case.complaint, tuple(case.journal), id=case.id)
    assert (again, again.stage) == (case, case.stage)
    assert DEALERSHIP.check(case.complaint, case.journal) == ()


@settings(max_examples=50)
@given(walks(DEALERSHIP), st.integers(-60, 60 * 24 * 12))
def test_as_of_an_instant_equals_reading_at_it(case, minutes):
    """`case.at(now)` reads at now as the case itself does."""
    now = after(minutes=minutes)
    assert readings(case.at(now), now) == readings(case, now)


@settings(max_examples=50)
@given(walks(DEALERSHIP), st.data())
def test_retracting_an_entry_equals_never_having_recorded_it(case, data):
    """Where a retraction is allowed, every reading at any now equals that of the case that never had the entry."""
    seq = data.draw(st.integers(2, case.version + 1))
    if seq > case.version:
        with pytest.raises(sr.RetractionError):
            case.retract(seq, at=after(days=20))
        return
    rest = [event for position, event in enumerate(case.journal, 1) if position != seq]
    try:
        mended = case.retract(seq, at=after(days=20))
    except sr.LateEntryError:
        with pytest.raises(sr.StepNotAllowedError):
            DEALERSHIP.replay(case.complaint, rest)
        return
    never = DEALERSHIP.replay(case.complaint, rest, id=case.id)
    now = data.draw(st.integers(-60, 60 * 24 * 30).map(lambda minutes: after(minutes=minutes)))
    found, wanted = readings(mended, now), readings(never, now)
    for promises in (found, wanted):
        promises["promises"] = [attrs.evolve(promise, seq=0, kept_seq=None) for promise in promises["promises"]]
    assert found == wanted


@settings(max_examples=50)
@given(walks(DEALERSHIP), st.data())
def test_the_order_of_entry_does_not_matter_to_what_is_read(case, data):
    """A log in any order of entry, the receipt first, reads as one in the order of time, as long as no two events share a time."""
    times = [event.at for event in case.journal]
    if len(set(times)) < len(times):
        case = DEALERSHIP.replay(case.complaint, [attrs.evolve(event, at=event.at.add(seconds=seq)) for seq, event in enumerate(case.journal)], "C-1")
    shuffled = [case.journal[0], *data.draw(st.permutations(case.journal[1:]))]
    again = DEALERSHIP.replay(case.complaint, shuffled, id=case.id)
    now = after(days=20)
    assert again.stage == case.stage
    assert again.deadlines(now) == case.deadlines(now)
    assert again.agenda(now) == case.agenda(now)


@given(walks(DEALERSHIP), walks(DEALERSHIP))
def test_a_late_entry_is_as_good_as_a_timely_one(case, other):
    """Whatever `insert` lets in, the library would have recorded in time; whatever it refuses leaves the case as it was."""
    for event in other.journal[1:]:
        try:
            grown = case.insert(event)
        except sr.ServRecovError:
            continue
        in_time = sorted(grown.journal, key=lambda each: each.at)
        assert DEALERSHIP.open(case.complaint, by="zhang", id="C-1").record(*in_time[1:]).stage == grown.stage
        assert grown.journal[:-1] == tuple(case.journal)


WAYS = st.lists(
    st.tuples(st.sampled_from(("record", "insert", "retract")), st.integers(1, 9), st.sampled_from(sorted(DEALERSHIP.procedure.anytime))), max_size=6
)


@given(walks(DEALERSHIP, most=8), WAYS)
def test_however_a_case_grew_its_journal_gives_it_back(case, ways):
    """Recorded, inserted and retracted in any mixture, each version replays to itself, and what was refused left no trace."""
    versions = [case]
    for way, number, verb in ways:
        try:
            case = case.retract(number, at=after(days=20)) if way == "retract" else getattr(case, way)(act(verb, after(hours=number), note=way))
        except sr.ServRecovError:
            assert case is versions[-1]
            continue
        versions.append(case)
    for earlier in versions:
        again = DEALERSHIP.replay(earlier.complaint, case.journal[: earlier.version], id="C-1")
        assert (again, again.stage) == (earlier, earlier.stage)
        assert DEALERSHIP.check(earlier.complaint, earlier.journal) == ()
    assert case.version == len(versions) - 1 + versions[0].version
