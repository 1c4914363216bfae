"""Lives of complaints at a car dealership: one for every branch of the playbook.

Each begins on Monday, 2 March 2026, at nine in the morning in Shanghai, and is told as it happened. Two sentences of the lecture run through all of
them: the customer hears within two hours, and of progress or the result within three days.
"""

from __future__ import annotations

import attrs
import pendulum
import pytest

import servrecov as sr

DEALERSHIP = sr.load_playbook("dealership")
REPAIR = sr.Remedy("repair", what="bed in the pads")
REFUND = sr.Remedy("refund", amount=sr.Money("480", "CNY"))


def at(day, clock):
    hour, minute = clock.split(":")
    return pendulum.datetime(2026, 3, day, int(hour), int(minute), tz="Asia/Shanghai")


def complaint(**fields):
    loss = sr.Money("480", "CNY")
    failure = sr.Failure(kind="outcome", site="core", severity="major", cause="service.repair.fault_recurs", loss=loss, what="Brakes squeal")
    return sr.Complaint(customer=sr.Customer(id="han"), received_at=at(2, "9:00"), channel="phone", failures=[failure], **fields)


def opened():
    return DEALERSHIP.open(complaint(), by="reception", id="C-1")


def heard():
    """The complaint was assigned, the customer called, heard and calmed, and the facts are on paper."""
    return opened().record(
        sr.Assigned(at=at(2, "9:05"), to="zhang", to_role="adviser"),
        sr.Contacted(at=at(2, "9:30"), by="zhang"),
        sr.Isolated(at=at(2, "10:30"), by="zhang"),
        sr.Listened(at=at(2, "10:35"), by="zhang"),
        sr.Recorded(at=at(2, "10:50"), by="zhang", facts="squeals when braking"),
        sr.Soothed(at=at(2, "10:55"), by="zhang"),
        sr.Apologised(at=at(2, "10:56"), by="zhang"),
    )


def repaired():
    """The pads were bedded in, as offered and agreed."""
    return heard().record(
        sr.Explained(at=at(2, "11:00"), by="zhang"),
        sr.RemedyOffered(at=at(2, "11:05"), by="zhang", remedies=[REPAIR]),
        sr.OfferAccepted(at=at(2, "11:10"), by="han"),
        sr.RemedyDelivered(at=at(2, "15:00"), by="technician", remedies=[REPAIR]),
    )


def statuses(case, now):
    return {f"{deadline.clock}#{deadline.cycle}": deadline.status.value for deadline in case.deadlines(now)}


def stages(case):
    """The stages of a life, each named once in a row."""
    passed = [case.at(event.at).stage for event in case.journal]
    return [stage for place, stage in enumerate(passed) if place == 0 or passed[place - 1] != stage]


def test_the_main_job_as_a_user_writes_it():
    """The code that the design opens with runs as written."""
    playbook = sr.load_playbook("dealership")
    told = sr.Complaint(
        customer=sr.Customer(id="han"),
        received_at=pendulum.datetime(2026, 3, 2, 18, 30, tz="Asia/Shanghai"),
        channel=sr.Channel.PHONE,
        failures=[
            sr.Failure(
                kind=sr.FailureKind.OUTCOME,
                site=sr.FailureSite.CORE,
                severity=sr.Severity.MAJOR,
                cause="service.repair.fault_recurs",
                loss=sr.Money("480.00", "CNY"),
                what="Brakes squeal after the pads were changed",
            )
        ],
        sought=[sr.RemedyKind.REPAIR],
    )
    case = playbook.open(told, by="zhang", id="C-1")
    case = case.record(sr.Contacted(at=at(2, "18:55"), by="zhang"))
    now = at(2, "19:00")
    assert case.stage == "contacted"
    assert next((item.kind, item.title) for item in case.agenda(now)) == ("deadline", "Progress report, running")
    assert [step.verb for step in case.allowed()] == ["listened", "soothed", "withdrawn", "merged"]
    assert [(deadline.clock, deadline.status) for deadline in case.deadlines(now)] == [("contact", "met"), ("progress or result", "running")]
    assert case.notices(at(2, "18:00"), now) == ()
    assert case.promises(now) == ()
    assert case.fairness(now).procedural.score == 1
    assert str(case.guidance().aim) == "The customer feels valued and tells the whole story."


# --- The main road -----------------------------------------------------------------------------------------------------------------------------------------


def test_a_customer_who_is_satisfied_at_once():
    """Called within the half hour, repaired the same day, glad at the follow-up: recorded, reported, closed, and nothing was late."""
    case = repaired().record(
        sr.FollowedUp(at=at(4, "10:00"), by="tracker", role="quality_tracker", satisfied=True),
        sr.Thanked(at=at(4, "10:01"), by="tracker"),
        sr.Reported(at=at(4, "17:00"), by="tracker", to="headquarters"),
        sr.Closed(at=at(4, "17:30"), outcome="satisfied"),
    )
    assert stages(case) == ["received", "contacted", "heard", "calmed", "offered", "agreed", "remedied", "satisfied", "reported", "closed"]
    now = at(9, "9:00")
    assert statuses(case, now) == {"contact#1": "met", "progress or result#1": "met"}
    assert case.notices(at(2, "9:00"), now) == ()
    assert [promise.status for promise in case.promises(now)] == ["kept"]
    assert [item.title for item in case.agenda(now)] == ["case reopened → Received"]
    audit = case.fairness(now)
    assert audit.procedural.score > 0.8
    assert audit.interactional.score == 1
    assert audit.finding("deadlines_kept").verdict == "met"


def test_an_explanation_may_be_all_that_is_needed():
    """A customer who had misunderstood the warranty is content with the explanation: no offer is made."""
    case = heard().record(
        sr.Explained(at=at(2, "11:00"), by="zhang"),
        sr.FollowedUp(at=at(2, "11:10"), by="zhang", satisfied=True),
        sr.Reported(at=at(2, "17:00"), to="headquarters"),
        sr.Closed(at=at(2, "17:30")),
    )
    assert stages(case)[-4:] == ["calmed", "satisfied", "reported", "closed"]
    assert case.promises() == ()


def test_what_can_be_solved_at_once_is_solved_at_once():
    """A bill put right on the spot needs no offer first, but the customer must have been heard."""
    correction = sr.RemedyDelivered(at=at(2, "11:00"), by="zhang", remedies=[sr.Remedy("correction")])
    assert heard().record(correction).stage == "remedied"
    soothed = opened().record(sr.Contacted(at=at(2, "9:30")), sr.Soothed(at=at(2, "9:31")))
    with pytest.raises(sr.StepNotAllowedError, match="heard"):
        soothed.record(correction)


def test_a_refused_offer_is_followed_by_a_better_one():
    """The arrow that the picture lost: unsatisfied without the maker's help leads back to seeking a solution, as often as it takes."""
    case = heard().record(
        sr.RemedyOffered(at=at(2, "11:05"), by="zhang", remedies=[REPAIR]),
        sr.OfferRefused(at=at(2, "11:10"), by="han", counter=[REFUND]),
    )
    assert (case.stage, str(case.guidance().aim)) == ("unsatisfied", "It is decided whether the maker's help is needed.")
    case = case.record(
        sr.RemedyOffered(at=at(2, "14:00"), by="li", role="service_manager", remedies=[REPAIR, REFUND]),
        sr.OfferAccepted(at=at(2, "14:05"), by="han"),
        sr.RemedyDelivered(at=at(2, "17:00"), by="zhang", remedies=[REPAIR]),
    )
    [owed] = case.promises(at(2, "18:00"))
    assert (owed.status, owed.remedies) == ("open", (REPAIR, REFUND))
    case = case.record(sr.RemedyDelivered(at=at(3, "9:00"), by="li", role="service_manager", remedies=[REFUND]))
    assert [promise.status for promise in case.promises(at(3, "10:00"))] == ["kept"]
    assert case.fairness(at(3, "10:00")).finding("compensation_proportionate").verdict == "met"


def test_an_agreed_solution_may_be_given_up_or_changed():
    """More damage is found after the agreement: another offer takes the old one's place; a customer may also take back the yes."""
    agreed = heard().record(sr.RemedyOffered(at=at(2, "11:05"), by="zhang", remedies=[REPAIR]), sr.OfferAccepted(at=at(2, "11:10")))
    assert agreed.record(sr.RemedyOffered(at=at(2, "12:00"), by="zhang", remedies=[REPAIR, sr.Remedy("replacement")])).stage == "offered"
    assert agreed.record(sr.OfferRefused(at=at(2, "12:00"))).stage == "unsatisfied"


# --- The maker -----------------------------------------------------------------------------------------------------------------------------------------------


def with_maker():
    return heard().record(
        sr.RemedyOffered(at=at(2, "11:05"), by="zhang", remedies=[REPAIR]),
        sr.OfferRefused(at=at(2, "11:10"), by="han"),
        sr.Escalated(at=at(2, "11:30"), by="li", level="maker", reason="third repair"),
    )


def test_the_maker_helps_in_time():
    """The maker coordinates, calls within two hours and offers what the dealer could not; the customer's feeling is asked and reported."""
    case = with_maker().record(
        sr.Contacted(at=at(2, "12:45"), by="chery", role="maker"),
        sr.RemedyOffered(at=at(2, "13:00"), by="chery", role="maker", remedies=[sr.Remedy("replacement", amount=sr.Money("60000", "CNY"))]),
        sr.OfferAccepted(at=at(2, "13:30"), by="han"),
        sr.RemedyDelivered(at=at(5, "10:00"), by="chery", role="maker"),
        sr.FollowedUp(at=at(6, "10:00"), by="tracker", satisfied=True),
        sr.Reported(at=at(6, "11:00"), to="headquarters"),
        sr.Closed(at=at(6, "11:30")),
    )
    assert stages(case)[-8:] == ["with_maker", "maker_contacted", "offered", "agreed", "remedied", "satisfied", "reported", "closed"]
    assert statuses(case, at(9, "9:00")) == {"contact#1": "met", "maker contact#1": "met", "progress or result#1": "met"}


def test_the_makers_call_alone_may_satisfy_or_not():
    """What the picture calls the customer's feeling is asked after the maker's call; both answers go to headquarters."""
    called = with_maker().record(sr.ContactAttempted(at=at(2, "12:00"), by="chery"), sr.ContactAttempted(at=at(2, "12:30"), by="chery", reached=True))
    assert called.stage == "maker_contacted"
    for satisfied, stage in ((True, "satisfied"), (False, "unsatisfied")):
        asked = called.record(sr.FollowedUp(at=at(3, "9:00"), by="tracker", satisfied=satisfied))
        assert asked.stage == stage
        assert asked.record(sr.Reported(at=at(3, "9:30"), to="headquarters")).stage == "reported"


def test_the_maker_calls_too_late():
    """After an hour a warning goes out; after two the breach, and the general manager is told. The late call ends it; the breach stays."""
    case = with_maker().record(sr.Contacted(at=at(2, "14:00"), by="chery", role="maker"))
    [deadline] = [deadline for deadline in case.deadlines(at(2, "15:00")) if deadline.clock == "maker contact"]
    assert (deadline.status, deadline.due_at, deadline.breached_at) == ("breached", at(2, "13:30"), at(2, "13:30"))
    assert deadline.overdue_by == pendulum.duration(minutes=30)
    notices = case.notices(at(2, "9:00"), at(2, "23:00"))
    assert [(notice.at, notice.key, notice.role) for notice in notices] == [
        (at(2, "12:30"), "C-1/maker contact#1/warning/50%", None),
        (at(2, "13:30"), "C-1/maker contact#1/breach/due", None),
        (at(2, "13:30"), "C-1/maker contact#1/escalation/0:general_manager", "general_manager"),
    ]
    assert "30 min" in deadline.explain()
    assert "逾期30分钟" in deadline.explain("zh")
    assert case.fairness(at(2, "15:00")).finding("deadlines_kept").verdict == "partly"


def test_the_maker_is_asked_only_for_a_customer_who_was_heard():
    """Before the customer was heard nobody knows what the maker should help with; an escalation within the house moves nothing."""
    contacted = opened().record(sr.Contacted(at=at(2, "9:30")))
    assert contacted.record(sr.Escalated(at=at(2, "9:40"), level="maker")).stage == "contacted"
    assert contacted.record(sr.Listened(at=at(2, "9:40")), sr.Escalated(at=at(2, "9:50"), level="maker")).stage == "with_maker"
    assert heard().record(sr.Escalated(at=at(2, "11:00"), level="service_manager")).stage == "calmed"


# --- Not satisfied -------------------------------------------------------------------------------------------------------------------------------------------


def test_a_follow_up_that_finds_the_customer_dissatisfied_leads_back():
    """The repair did not help: the case goes back to seeking a solution, twice; the third time the customer is glad."""
    case = repaired()
    for day in (4, 6):
        case = case.record(
            sr.FollowedUp(at=at(day, "10:00"), by="tracker", satisfied=False),
            sr.RemedyOffered(at=at(day, "11:00"), by="zhang", remedies=[sr.Remedy("redo")]),
            sr.OfferAccepted(at=at(day, "11:10"), by="han"),
            sr.RemedyDelivered(at=at(day, "16:00"), by="technician"),
        )
        assert case.stage == "remedied"
    case = case.record(sr.FollowedUp(at=at(9, "10:00"), by="tracker", satisfied=None))
    assert case.stage == "remedied"
    case = case.record(sr.FollowedUp(at=at(10, "10:00"), by="tracker", satisfied=True))
    assert case.stage == "satisfied"
    assert stages(case).count("unsatisfied") == 2


def test_a_case_may_be_closed_unsatisfied_but_not_unreported():
    """Every outcome goes to headquarters: without the record there is no report, without the report no closing."""
    lost = repaired().record(sr.FollowedUp(at=at(6, "10:00"), by="tracker", satisfied=False, note="never again"))
    with pytest.raises(sr.StepNotAllowedError, match="reported"):
        lost.record(sr.Closed(at=at(6, "11:00")))
    assert lost.record(sr.Reported(at=at(6, "11:00"), to="general_manager")).stage == "unsatisfied"
    closed = lost.record(sr.Reported(at=at(6, "11:00"), to="headquarters"), sr.Closed(at=at(6, "12:00"), outcome="customer lost"))
    assert closed.stage == "closed"
    unwritten = opened().record(sr.Contacted(at=at(2, "9:30")), sr.Listened(at=at(2, "10:00")), sr.FollowedUp(at=at(2, "10:30"), satisfied=False))
    with pytest.raises(sr.StepNotAllowedError, match="facts_recorded"):
        unwritten.record(sr.Reported(at=at(2, "11:00"), to="headquarters"))


def test_second_thoughts_after_the_report():
    """Before the file is closed a customer may still say no: the case is unsatisfied again and must be reported anew."""
    reported = repaired().record(sr.FollowedUp(at=at(4, "10:00"), satisfied=True), sr.Reported(at=at(4, "11:00"), to="headquarters"))
    again = reported.record(sr.FollowedUp(at=at(5, "10:00"), satisfied=False))
    assert again.stage == "unsatisfied"
    with pytest.raises(sr.StepNotAllowedError):
        again.record(sr.Closed(at=at(5, "11:00")))


# --- Ends and new beginnings ----------------------------------------------------------------------------------------------------------------------------------


def closed():
    return repaired().record(
        sr.FollowedUp(at=at(4, "10:00"), by="tracker", satisfied=True),
        sr.Reported(at=at(4, "17:00"), to="headquarters"),
        sr.Closed(at=at(4, "17:30")),
    )


def test_a_reopened_case_must_be_answered_in_two_hours_again():
    """The squeal is back: the case begins anew, with two hours to call and three days for progress; the old deadlines stay met."""
    case = closed().record(sr.CustomerContactedUs(at=at(9, "9:00")), sr.Reopened(at=at(9, "9:05"), reason="squeals again"))
    assert case.stage == "received"
    assert statuses(case, at(9, "10:00")) == {
        "contact#1": "met",
        "contact#2": "running",
        "progress or result#1": "met",
        "progress or result#2": "running",
    }
    assert case.agenda(at(9, "10:00"))[0].at == at(9, "11:05")
    assert case.record(sr.Contacted(at=at(9, "11:05"))).deadlines(at(9, "12:00"))[1].status == "met"


def test_after_closing_the_customer_may_still_be_called():
    """Tracking after the end is noted and moves nothing; what moves a case needs it reopened."""
    case = closed().record(sr.FollowedUp(at=at(9, "9:00"), satisfied=False), sr.Thanked(at=at(9, "9:10")))
    assert case.stage == "closed"
    with pytest.raises(sr.StepNotAllowedError) as caught:
        case.record(sr.RemedyOffered(at=at(9, "10:00"), remedies=[REPAIR]))
    assert "reopened" in caught.value.allowed


def test_a_withdrawn_complaint_owes_nothing():
    """The customer takes the complaint back: open deadlines are cancelled and promises released."""
    promise = sr.Promised(at=at(2, "9:10"), by="zhang", what="a call", due_at=at(2, "17:00"), kept_by="contacted")
    case = opened().record(promise, sr.Withdrawn(at=at(2, "9:20"), by="han"))
    assert case.stage == "withdrawn"
    assert statuses(case, at(9, "9:00")) == {"contact#1": "cancelled", "progress or result#1": "cancelled"}
    assert [promise.status for promise in case.promises(at(9, "9:00"))] == ["released"]
    assert case.notices(at(2, "9:00"), at(9, "9:00")) == ()
    assert case.agenda(at(9, "9:00")) == ()


def test_a_merged_complaint_goes_on_elsewhere():
    """Two complaints about one car become one: the merged one ends, at any open stage, and names where it went."""
    for case in (opened(), heard(), with_maker()):
        merged = case.record(sr.Merged(at=at(2, "12:00"), into="C-2"))
        assert (merged.stage, merged.journal[-1].into) == ("merged", "C-2")
        assert not any(deadline.open for deadline in merged.deadlines(at(9, "9:00")))
    with pytest.raises(sr.StepNotAllowedError):
        closed().record(sr.Merged(at=at(9, "9:00"), into="C-2"))


# --- Mistakes of ours -----------------------------------------------------------------------------------------------------------------------------------------


def test_a_call_that_was_entered_late():
    """The call was made in time and entered in the evening: the deadline was met all along; who read too early saw a breach, and is told nothing new."""
    silent = opened()
    assert statuses(silent, at(2, "12:00"))["contact#1"] == "breached"
    case = silent.insert(sr.Contacted(at=at(2, "10:00"), by="zhang", recorded_at=at(2, "19:00")))
    assert statuses(case, at(2, "12:00"))["contact#1"] == "met"
    assert (case.stage, case.version) == ("contacted", 2)
    assert "contact" not in {notice.clock for notice in case.notices(at(2, "11:00"), at(3, "9:00"))}
    with pytest.raises(sr.EventOrderError):
        case.record(sr.Listened(at=at(2, "10:30"))).record(sr.Noted(at=at(2, "10:15")))


def test_a_call_to_the_wrong_customer_is_retracted():
    """The call was entered in the wrong file: without it the deadline was missed, and both entries stay in the journal."""
    wrong = sr.Contacted(at=at(2, "10:00"), by="zhang")
    case = opened().record(wrong).retract(wrong, reason="called Mr Hu", at=at(2, "16:00"), by="zhang")
    assert [event.verb for event in case.journal] == ["received", "contacted", "retracted"]
    assert (case.stage, statuses(case, at(2, "12:00"))["contact#1"]) == ("received", "breached")
    breach = [notice for notice in case.notices(at(2, "9:00"), at(2, "23:00")) if notice.kind == "breach"]
    assert [(notice.at, notice.known_at) for notice in breach] == [(at(2, "11:00"), at(2, "16:00"))]
    with pytest.raises(sr.LateEntryError) as caught:
        repaired().retract(3, reason="called Mr Hu", at=at(2, "16:00"))
    assert caught.value.event.verb == "remedy_offered"


# --- Authority and warning -------------------------------------------------------------------------------------------------------------------------------------


def test_an_offer_beyond_authority_needs_the_manager():
    """The adviser may not promise money; the service manager approves under a name, and then the adviser's offer is covered by it."""
    offer = sr.RemedyOffered(at=at(2, "11:30"), by="zhang", remedies=[REFUND], ref="A-1")
    with pytest.raises(sr.AuthorityExceededError) as caught:
        heard().record(offer)
    assert (caught.value.role, caught.value.who_may) == ("adviser", ("service_manager", "general_manager", "maker"))
    asked = heard().record(sr.ApprovalRequested(at=at(2, "11:10"), by="zhang", remedies=[REFUND], ref="A-1"))
    with pytest.raises(sr.AuthorityExceededError, match="no approval under 'A-1'"):
        asked.record(offer)
    declined = asked.record(sr.ApprovalDeclined(at=at(2, "11:15"), by="li", role="service_manager", ref="A-1", reason="repair first"))
    with pytest.raises(sr.AuthorityExceededError):
        declined.record(offer)
    by_a_colleague = asked.record(sr.ApprovalGiven(at=at(2, "11:15"), by="wang", ref="A-1"))
    with pytest.raises(sr.AuthorityExceededError, match="may not commit it either"):
        by_a_colleague.record(offer)
    approved = asked.record(sr.ApprovalGiven(at=at(2, "11:15"), by="li", role="service_manager", ref="A-1"))
    case = approved.record(offer, sr.OfferAccepted(at=at(2, "11:40"), ref="A-1"))
    assert case.stage == "agreed"
    assert case.record(sr.RemedyDelivered(at=at(2, "12:00"), by="zhang", remedies=[REFUND])).stage == "remedied"
    with pytest.raises(sr.AuthorityExceededError):
        case.record(sr.RemedyDelivered(at=at(2, "12:00"), by="zhang", remedies=[attrs.evolve(REFUND, amount=sr.Money("500", "CNY"))]))


def test_a_promise_beyond_authority_is_never_made():
    """No excessive promise: neither at the desk nor on the telephone."""
    for promise in (
        sr.Promised(at=at(2, "11:30"), by="zhang", what="your money back", remedies=[REFUND]),
        sr.Promised(at=at(2, "11:30"), by="anna", role="reception", what="a repair", remedies=[REPAIR]),
        sr.Promised(at=at(2, "11:30"), by="tracker", role="quality_tracker", what="an apology", remedies=[sr.Remedy("apology")]),
    ):
        with pytest.raises(sr.AuthorityExceededError):
            heard().record(promise)
    assert heard().record(sr.Promised(at=at(2, "11:30"), by="zhang", what="a call by five", due_at=at(2, "17:00"))).version == 9


def test_progress_that_is_overdue_is_warned_of_reported_and_made_good():
    """Half of the three days warns, the third day tells the service manager; a word to the customer ends it, and the journal says how late it was."""
    case = opened().record(sr.Contacted(at=at(2, "9:30"), by="zhang"), sr.Listened(at=at(2, "10:00"), by="zhang"))
    keys = {notice.at: notice.key for notice in case.notices(at(2, "9:00"), at(6, "9:00"))}
    assert list(keys) == [at(3, "21:00"), at(5, "9:00")]
    assert keys[at(5, "9:00")] == "C-1/progress or result#1/escalation/0:service_manager"
    assert statuses(case, at(5, "9:00"))["progress or result#1"] == "running"
    assert case.agenda(at(5, "10:00"))[0].title == "Progress report, breached"
    late = case.record(sr.ProgressReported(at=at(5, "15:00"), by="zhang"))
    [deadline] = [deadline for deadline in late.deadlines(at(6, "9:00")) if deadline.kind == "progress"]
    assert (deadline.status, deadline.overdue_by, deadline.open) == ("breached", pendulum.duration(hours=6), False)
    assert late.fairness(at(6, "9:00")).finding("deadlines_kept").verdict == "partly"


@pytest.mark.parametrize(
    "news",
    [
        sr.ProgressReported(at=at(5, "9:00")),
        sr.DelayNotified(at=at(5, "9:00"), reason="a part is on order", due_at=at(9, "9:00")),
        sr.RemedyOffered(at=at(5, "9:00"), remedies=[REPAIR]),
        sr.RemedyDelivered(at=at(5, "9:00"), remedies=[REPAIR]),
        sr.Responded(at=at(5, "9:00"), kind="accepted"),
    ],
)
def test_what_counts_as_progress_or_result(news):
    """Each of these, exactly three days after the receipt, is in time; that the customer was merely called is not news."""
    case = opened().record(sr.Contacted(at=at(2, "9:30")), sr.Listened(at=at(2, "10:00")))
    assert statuses(case.record(news), at(9, "9:00"))["progress or result#1"] == "met"
    assert statuses(case.record(sr.Contacted(at=at(5, "9:00"))), at(9, "9:00"))["progress or result#1"] == "breached"
