"""Promises: what the customer was promised, and whether it was kept."""

from __future__ import annotations

import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st

from servrecov.complaint.remedy import Remedy, RemedyKind
from servrecov.journal.closing import FollowedUp, Merged, Withdrawn
from servrecov.journal.delivery import delivers
from servrecov.journal.dialogue import ProgressReported
from servrecov.journal.intake import Received
from servrecov.journal.journal import Journal
from servrecov.journal.promise import PromiseStatus, read_promises
from servrecov.journal.redress import OfferAccepted, OfferRefused, Promised, RemedyDelivered, RemedyOffered
from servrecov.money import Money
from servrecov.testing.strategies import journals

AT = pendulum.datetime(2026, 3, 2, 9)
REPAIR, REDO = Remedy("repair"), Remedy("redo")


def refund(amount):
    return Remedy("refund", amount=Money(amount, "CNY"))


def hour(hours):
    return AT.add(hours=hours)


def promises(*events, now=None):
    return read_promises(Journal([Received(at=AT), *events]).standing(now), now)


def only(*events, now=None):
    [promise] = promises(*events, now=now)
    return promise


CALL = Promised(at=hour(1), what="call back", due_at=hour(5), kept_by="progress_reported")


def test_a_promise_waits_until_it_is_due():
    """Open up to and with its date, broken after it."""
    assert only(CALL, now=hour(5)).status is PromiseStatus.OPEN
    assert only(CALL, now=hour(5).add(seconds=1)).status is PromiseStatus.BROKEN
    assert (only(CALL).seq, only(CALL).made_at, only(CALL).due_at, only(CALL).what) == (2, hour(1), hour(5), "call back")


@pytest.mark.parametrize(("at", "status"), [(4, "kept"), (5, "kept"), (6, "late")])
def test_a_promise_is_kept_by_the_event_it_names(at, status):
    """At its date is in time."""
    promise = only(CALL, FollowedUp(at=hour(2)), ProgressReported(at=hour(at)), now=hour(9))

    assert (promise.status, promise.kept_at, promise.kept_seq) == (status, hour(at), 4)


def test_only_a_later_event_keeps_a_promise():
    """What had been done before it was promised does not."""
    assert only(ProgressReported(at=hour(1)), CALL).status is PromiseStatus.OPEN
    assert only(CALL, ProgressReported(at=hour(1))).status is PromiseStatus.KEPT


def test_by_default_the_delivery_of_a_remedy_keeps_it():
    """Where remedies were promised, only their delivery does."""
    free, bound = Promised(at=hour(1), what="make it right"), Promised(at=hour(1), what="refund", remedies=[refund("50")])

    assert only(free, RemedyDelivered(at=hour(2), remedies=[REPAIR])).status is PromiseStatus.KEPT
    assert only(bound, RemedyDelivered(at=hour(2), remedies=[REPAIR])).status is PromiseStatus.OPEN
    assert only(bound, RemedyDelivered(at=hour(2), remedies=[refund("50")])).status is PromiseStatus.KEPT
    assert only(bound, RemedyDelivered(at=hour(2))).status is PromiseStatus.KEPT


@pytest.mark.parametrize("release", [Withdrawn(at=hour(3)), Merged(at=hour(3), into="C-2")])
def test_withdrawn_and_merged_release_it(release):
    """What is delivered afterwards keeps nothing; what was broken before stays broken."""
    late_release = type(release)(at=hour(6), **({"into": "C-2"} if release.verb == "merged" else {}))
    released = only(CALL, release, ProgressReported(at=hour(4)), now=hour(9))

    assert (released.status, released.kept_at) == (PromiseStatus.RELEASED, None)
    assert only(CALL, late_release, ProgressReported(at=hour(7)), now=hour(9)).status is PromiseStatus.BROKEN
    assert only(CALL, ProgressReported(at=hour(2)), release, now=hour(9)).status is PromiseStatus.KEPT
    assert only(Promised(at=hour(1), what="some day"), release, now=hour(9)).status is PromiseStatus.RELEASED


def test_at_one_instant_the_order_of_recording_tells_kept_from_released():
    """A release recorded first leaves nothing to keep."""
    assert only(CALL, Withdrawn(at=hour(3)), ProgressReported(at=hour(3))).status is PromiseStatus.RELEASED
    assert only(CALL, ProgressReported(at=hour(3)), Withdrawn(at=hour(3))).status is PromiseStatus.KEPT


def test_an_accepted_offer_is_a_promise_kept_by_the_delivery_of_every_remedy():
    """In parts too."""
    offered = RemedyOffered(at=hour(1), remedies=[refund("100"), REPAIR])
    accepted = OfferAccepted(at=hour(2))
    half, rest = RemedyDelivered(at=hour(3), remedies=[refund("60"), REPAIR]), RemedyDelivered(at=hour(4), remedies=[refund("40")])

    assert only(offered, accepted).status is PromiseStatus.OPEN
    assert only(offered, accepted, half).status is PromiseStatus.OPEN
    assert only(offered, accepted, half, rest).kept_at == hour(4)
    assert only(offered, accepted).what == f"Refund, {Money('100', 'CNY')}; Repair"
    assert only(offered, accepted).remedies == (refund("100"), REPAIR)


def test_an_acceptance_means_the_latest_offer_or_the_one_it_names():
    """Offers are told apart by their ref."""
    first, second = RemedyOffered(at=hour(1), remedies=[REPAIR], ref="A"), RemedyOffered(at=hour(1), remedies=[REDO], ref="B")

    assert only(first, second, OfferAccepted(at=hour(2))).remedies == (REDO,)
    assert only(first, second, OfferAccepted(at=hour(2), ref="A")).remedies == (REPAIR,)
    assert promises(first, OfferAccepted(at=hour(2), ref="Z"), RemedyDelivered(at=hour(3))) == ()


def test_of_options_the_one_taken_must_be_delivered():
    """Where it is not known which, any of them does."""
    offered = RemedyOffered(at=hour(1), remedies=[Remedy("apology")], options=[REPAIR, [REDO, refund("10")]])
    delivered = RemedyDelivered(at=hour(3), remedies=[Remedy("apology"), REPAIR])

    assert only(offered, OfferAccepted(at=hour(2), option=1), delivered).status is PromiseStatus.KEPT
    assert only(offered, OfferAccepted(at=hour(2), option=2), delivered).status is PromiseStatus.OPEN
    assert only(offered, OfferAccepted(at=hour(2)), delivered).status is PromiseStatus.KEPT
    assert only(offered, OfferAccepted(at=hour(2), option=9), delivered).status is PromiseStatus.KEPT
    assert only(offered, OfferAccepted(at=hour(2))).what.count(" / ") == 1


def test_a_renegotiated_offer_releases_what_was_accepted_before():
    """An offer accepted again under its name takes the first one's place; others stand side by side."""

    def offer(hours, remedy, ref):
        return RemedyOffered(at=hour(hours), remedies=[remedy], ref=ref), OfferAccepted(at=hour(hours), ref=ref)

    again = promises(*offer(1, REPAIR, "A"), *offer(2, REDO, "A"))
    other = promises(*offer(1, REPAIR, "A"), *offer(2, REDO, "B"))
    unnamed = promises(*offer(1, REPAIR, None), *offer(2, REDO, None))
    twice = promises(*offer(1, REPAIR, "A"), OfferAccepted(at=hour(3), ref="A"))
    strange = promises(*offer(1, REPAIR, "A"), OfferAccepted(at=hour(3), ref="Z"))

    assert [promise.status for promise in again] == ["released", "open"]
    for both in (other, unnamed):
        assert [promise.status for promise in both] == ["open", "open"]
    for one in (twice, strange):
        assert [promise.status for promise in one] == ["open"]


def test_a_refused_offer_is_not_what_an_acceptance_means():
    """It means the latest offer that stands; one that means none promises nothing."""
    kept, gone = RemedyOffered(at=hour(1), remedies=[REPAIR], ref="A"), RemedyOffered(at=hour(2), remedies=[REDO], ref="B")
    refused = OfferRefused(at=hour(3), ref="B")
    promise = only(kept, gone, refused, OfferAccepted(at=hour(4)), RemedyDelivered(at=hour(5), remedies=[REPAIR]))

    assert (promise.remedies, promise.status) == ((REPAIR,), "kept")
    assert promises(OfferAccepted(at=hour(4))) == promises(gone, refused, OfferAccepted(at=hour(4))) == ()


def test_who_refuses_after_all_releases_the_promise():
    """Of that offer alone, and not one that was kept."""
    offered = [RemedyOffered(at=hour(1), remedies=[remedy], ref=ref) for remedy, ref in ((REPAIR, "A"), (REDO, "B"))]
    accepted = [OfferAccepted(at=hour(2), ref=ref) for ref in "AB"]
    refused = OfferRefused(at=hour(4), ref="A")

    assert [each.status for each in promises(*offered, *accepted, refused)] == ["released", "open"]
    delivered = RemedyDelivered(at=hour(3), remedies=[REPAIR])
    assert [each.status for each in promises(*offered, *accepted, delivered, refused)] == ["kept", "open"]


def test_one_delivery_keeps_one_promise():
    """The earliest first; of what was promised in words, and may well be what was offered, the same again."""
    offers = [RemedyOffered(at=hour(1), remedies=[refund("100")], ref=ref) for ref in "AB"]
    accepted = [OfferAccepted(at=hour(2), ref=ref) for ref in "AB"]
    worded = [Promised(at=hour(3), what="money", remedies=[refund(amount)]) for amount in ("100", "50")]
    once, again = (RemedyDelivered(at=hour(at), remedies=[refund("100")]) for at in (4, 5))

    assert [each.status for each in promises(*offers, *accepted, once)] == ["kept", "open"]
    assert [each.status for each in promises(*offers, *accepted, once, again)] == ["kept", "kept"]
    assert [each.status for each in promises(*worded, once)] == ["kept", "open"]
    assert [each.status for each in promises(offers[0], accepted[0], worded[0], once)] == ["kept", "kept"]
    assert [each.status for each in promises(*offers, *accepted, *worded, RemedyDelivered(at=hour(4)))] == ["kept"] * 4


def test_an_offer_that_is_accepted_twice_is_promised_once():
    """The second word may say which option it was; what was kept or released before stays so."""
    offered = RemedyOffered(at=hour(1), options=[REPAIR, REDO])
    twice = only(offered, OfferAccepted(at=hour(2)), OfferAccepted(at=hour(3), option=2))
    nothing = only(RemedyOffered(at=hour(1)), OfferAccepted(at=hour(2)), OfferAccepted(at=hour(3)))
    delivered = RemedyDelivered(at=hour(3), remedies=[REPAIR])

    assert (twice.what, twice.made_at, nothing.what) == (RemedyKind.REDO.label, hour(2), "what was offered")
    assert only(offered, OfferAccepted(at=hour(2)), delivered, OfferAccepted(at=hour(4), option=2)).kept_at == hour(3)
    anew = promises(offered, OfferAccepted(at=hour(2)), Withdrawn(at=hour(3)), OfferAccepted(at=hour(4)))
    assert [each.status for each in anew] == ["released", "open"]


def test_in_the_hour_that_comes_twice_promises_go_by_the_instant():
    """Ten past in the second half past one is late for half past in the first."""
    first, second = (pendulum.datetime(2026, 10, 25, 1, minute, tz="Europe/London", fold=fold) for minute, fold in ((30, 0), (10, 1)))

    def kept(due_at, at, now=None):
        opened = Received(at=first.subtract(hours=2)), Promised(at=first.subtract(hours=1), what="a call", due_at=due_at, kept_by="followed_up")
        [promise] = read_promises(Journal([*opened, FollowedUp(at=at)]).standing(now), now)
        return promise.status

    assert (kept(first, second), kept(second, first)) == ("late", "kept")
    assert (kept(first, second, now=first), kept(second, second, now=first)) == ("open", "open")


def test_a_named_remedy_is_told_with_its_worth_and_its_words():
    """So that a list of promises can be read, in either language; words that were given stay as they are."""
    offered = RemedyOffered(at=hour(1), remedies=[Remedy("refund", amount=Money("480", "CNY"), what="of the pads"), REPAIR])
    promise = only(offered, OfferAccepted(at=hour(2)))

    assert promise.what == promise.what_in("en") == "Refund, 480 CNY: of the pads; Repair"
    assert promise.what_in("zh") == f"{RemedyKind.REFUND.zh} 480 CNY（of the pads）；{RemedyKind.REPAIR.zh}"
    assert only(CALL).what_in("zh") == "call back"


def test_the_status_of_a_promise_is_a_term():
    """It is text, and has a label in both languages."""
    status = only(CALL).status

    assert (status, status.label_in("en"), status.label_in("zh")) == ("open", "Open", "待兑现")


def test_each_kind_is_delivered_as_often_as_wanted_and_sums_in_full():
    """Money of another currency is none."""
    assert delivers([REPAIR, REDO], [REDO])
    assert delivers([refund("30"), refund("20")], [refund("50")])
    assert not delivers([refund("30")], [refund("50")])
    assert not delivers([REPAIR], [REPAIR, REPAIR])
    assert not delivers([], [REPAIR])
    assert not delivers([Remedy("refund", amount=Money("50", "EUR"))], [refund("50")])
    assert delivers([], [])


@given(journals(), st.integers(0, 30_000), st.integers(0, 10_000))
def test_what_has_been_settled_stays_settled(journal, minutes, later):
    """Kept, late and released promises are so in every later reading, and a broken one is broken or kept late."""
    now, then = AT.add(minutes=minutes), AT.add(minutes=minutes + later)
    early, late = (read_promises(journal.standing(at), at) for at in (now, then))
    for before, after in zip(early, late, strict=False):
        if before.status in ("kept", "late", "released"):
            assert after == before
        elif before.status == "broken":
            assert after.status in ("broken", "late")


def test_a_journal_without_events_promises_nothing():
    """There is no instant to read it at."""
    assert read_promises(()) == ()
