"""Who may commit what, and the check of each sentence of the rule."""

from __future__ import annotations

import pickle

import attrs
import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st

from servrecov.complaint.remedy import Remedy, RemedyKind
from servrecov.errors import AuthorityExceededError, InvalidValueError, UnknownNameError
from servrecov.handling.authority import Authority
from servrecov.handling.tier import Tier
from servrecov.journal.intake import Contacted
from servrecov.journal.journal import Entry
from servrecov.journal.offer import standing_offers
from servrecov.journal.redress import (
    ApprovalDeclined,
    ApprovalGiven,
    ApprovalRequested,
    OfferAccepted,
    OfferRefused,
    Promised,
    RemedyDelivered,
    RemedyOffered,
)
from servrecov.money import Money

AT = pendulum.datetime(2026, 3, 2, 9)
AUTHORITY = Authority(
    tiers=[
        Tier(role="trainee"),
        Tier(role="adviser", kinds=["apology", "refund", "voucher"], limits=[Money("500", "CNY")]),
        Tier(role="manager", kinds=["replacement"], limits=[Money("2000", "CNY"), Money("100", "USD")], approvers=2),
        Tier(role="director", unlimited=True),
    ],
    by_person={"li": "manager", "wu": "director", "zhang": "adviser"},
)


def cny(amount: int, kind: str = "refund") -> Remedy:
    return Remedy(kind, amount=Money(amount, "CNY"))


def offer(*remedies: Remedy, role: str | None = "adviser", **fields: object) -> RemedyOffered:
    return RemedyOffered(at=AT, remedies=remedies, role=role, **fields)


def promised(*remedies: Remedy, role: str | None = "adviser") -> Promised:
    return Promised(at=AT, what="redress", remedies=remedies, role=role)


def delivered(*remedies: Remedy, role: str | None = "adviser") -> RemedyDelivered:
    return RemedyDelivered(at=AT, remedies=remedies, role=role)


ACCEPTED, REFUSED = OfferAccepted(at=AT), OfferRefused(at=AT)


def entries(*events: object) -> tuple[Entry, ...]:
    return tuple(Entry(seq, event) for seq, event in enumerate(events, 1))


def passes(event: object, *before: object, authority: Authority = AUTHORITY) -> bool:
    try:
        authority.check(event, entries(*before))
    except AuthorityExceededError:
        return False
    return True


def refusal(event: object, *before: object, authority: Authority = AUTHORITY) -> AuthorityExceededError:
    with pytest.raises(AuthorityExceededError) as caught:
        authority.check(event, entries(*before))
    return caught.value


# --- who acts ---


def test_the_acting_role_is_the_events_then_the_persons_then_the_default():
    """The library believes the role it is given."""
    with_default = Authority(tiers=AUTHORITY.tiers, by_person=AUTHORITY.by_person, default_role="trainee")
    acting = [
        (Contacted(at=AT, by="li", role="adviser"), "adviser"),
        (Contacted(at=AT, by="li"), "manager"),
        (Contacted(at=AT, by="nobody"), "trainee"),
        (Contacted(at=AT), "trainee"),
    ]
    assert [with_default.acting_role(event) for event, _ in acting] == [role for _, role in acting]
    assert AUTHORITY.acting_role(Contacted(at=AT, by="nobody")) is None


@pytest.mark.parametrize("event", [offer(cny(1), role=None), offer(role=None), delivered(role=None), promised(cny(1), role=None)])
def test_nobody_may_commit_in_no_role(event):
    """An offer, a delivery and a promise of remedies need somebody who answers for them."""
    error = refusal(event)
    assert (error.role, error.limit) == (None, None)
    assert "names no role" in error.reason
    assert error.who_may[-1] == "director"


def test_what_commits_nothing_is_not_checked():
    """A call, a promise without remedies, and anything at all under an authority without tiers need no role."""
    assert passes(Contacted(at=AT))
    assert passes(promised(role=None))
    assert passes(offer(cny(10**9), role=None), authority=Authority())


# --- kinds, currencies, sums ---


def test_a_sum_beyond_the_limit_is_refused_with_who_may():
    """The limit itself may be reached; the error carries role, limit, amount and the roles above that may."""
    assert passes(offer(cny(500)))
    error = refusal(offer(cny(501)))
    assert (error.role, error.limit, error.amount) == ("adviser", Money("500", "CNY"), Money("501", "CNY"))
    assert error.who_may == ("manager", "director")
    assert refusal(offer(cny(2001))).who_may == ("director",)
    assert refusal(offer(cny(2001), role="manager")).who_may == ("director",)


def test_an_unlisted_kind_or_currency_is_refused():
    """A zero in another currency is refused too; a kind without an amount is only asked for its kind."""
    gift = refusal(offer(Remedy("gift")))
    assert (gift.limit, gift.amount, gift.who_may) == (None, RemedyKind.GIFT, ("director",))
    dollars = refusal(offer(Remedy("refund", amount=Money("0", "USD"))))
    assert (dollars.limit, dollars.amount, dollars.who_may) == (None, Money("0", "USD"), ("manager", "director"))
    assert passes(offer(Remedy("refund")))
    assert passes(offer(Remedy("gift", amount=Money("7", "EUR")), role="director"))


def test_each_tier_may_do_what_those_below_may():
    """Kinds add up; a currency that a tier does not list is as below."""
    assert passes(offer(cny(2000, "voucher"), role="manager"))
    assert not passes(offer(Remedy("replacement")))
    assert not passes(offer(Remedy("apology"), role="trainee"))


def test_a_role_without_a_tier_may_commit_nothing():
    """What an accepted offer covers it may hand over all the same."""
    error = refusal(offer(cny(1), role="workshop"))
    assert (error.role, error.limit, error.who_may) == ("workshop", None, ("adviser", "manager", "director"))
    assert "no tier" in error.reason
    assert passes(delivered(cny(400), role="workshop"), offer(cny(400)), ACCEPTED)
    assert not passes(delivered(cny(401), role="workshop"), offer(cny(400)), ACCEPTED)


def test_several_offers_add_up():
    """An offer cannot be split to stay below the limit; what was refused or superseded no longer counts."""
    error = refusal(offer(cny(300), ref="B"), offer(cny(300), ref="A"))
    assert (error.amount, error.reason) == (Money("600", "CNY"), "300 CNY of it was committed before; no approval under 'B'")
    assert passes(offer(cny(300), ref="B"), offer(cny(300), ref="A"), REFUSED)
    assert passes(offer(cny(300), ref="A"), offer(cny(300), ref="A"))
    assert passes(offer(cny(300)), offer(cny(300)))
    assert not passes(offer(cny(300)), offer(cny(300)), ACCEPTED)
    assert passes(offer(Remedy("apology"), ref="B"), offer(cny(500), ref="A"))


def test_offers_of_a_higher_role_do_not_use_up_a_lower_one():
    """Those of a lower role, and of roles without a tier, use up a higher one."""
    assert passes(offer(cny(500), ref="B"), offer(cny(2000), ref="A", role="manager"))
    assert refusal(offer(cny(1600), ref="B", role="manager"), offer(cny(500), ref="A")).amount == Money("2100", "CNY")
    assert not passes(offer(cny(200), ref="B"), offer(cny(400), ref="A", role="workshop"))


def test_of_options_the_dearest_counts_and_every_kind_must_be_listed():
    """It counts on top of what is offered in any case."""
    assert passes(offer(cny(100), options=[cny(400), cny(50, "voucher")]))
    assert refusal(offer(cny(101), options=[cny(400), cny(50, "voucher")])).amount == Money("501", "CNY")
    assert refusal(offer(options=[cny(1), Remedy("gift")])).amount == RemedyKind.GIFT


def test_what_is_promised_or_delivered_counts_beyond_what_an_accepted_offer_covers():
    """Whose offer it was does not matter, and keeping a promise is no second commitment."""
    big = offer(cny(2000), role="manager")
    assert passes(delivered(cny(2000)), big, ACCEPTED)
    assert passes(promised(cny(2000)), big, ACCEPTED)
    assert not passes(promised(cny(2000)), big)
    assert passes(delivered(cny(2500)), big, ACCEPTED)
    assert refusal(delivered(cny(2501)), big, ACCEPTED).amount == Money("501", "CNY")
    assert not passes(delivered(cny(2000)), big, ACCEPTED, delivered(cny(2000)))
    assert passes(delivered(cny(400)), promised(cny(400)))
    assert not passes(offer(cny(200)), promised(cny(400)))
    assert not passes(delivered(Remedy("gift")), big, ACCEPTED)
    assert passes(delivered())


def test_what_an_accepted_offer_covered_is_settled():
    """What was given before an offer was made takes nothing from it, and an offer that takes its place calls nothing back."""
    manager = {"role": "manager", "ref": "a"}
    goodwill, big = delivered(cny(600), role="manager"), offer(cny(600), **manager)
    assert passes(delivered(cny(600)), big, ACCEPTED)
    assert passes(delivered(cny(600)), goodwill, big, ACCEPTED)
    assert passes(delivered(cny(600)), big, ACCEPTED, delivered(cny(600)), big, ACCEPTED)
    assert passes(offer(cny(450), ref="a"), offer(cny(400), ref="a"), ACCEPTED, promised(cny(400)))
    assert passes(offer(cny(450), ref="a"), offer(cny(400), ref="a"), ACCEPTED)
    assert not passes(offer(cny(501), ref="a"), offer(cny(400), ref="a"), ACCEPTED, promised(cny(400)))


# --- leave ---


def given_(ref: str = "A", by: str = "wu", **fields: object) -> ApprovalGiven:
    return ApprovalGiven(at=AT, ref=ref, by=by, **fields)


ASKED = ApprovalRequested(at=AT, ref="A", remedies=[cny(1500), Remedy("replacement")])
LIMIT = {"limit": Money("1500", "CNY")}


def test_leave_covers_the_offers_that_bear_its_name():
    """Up to its limit, in its currency, and whatever kind the giver may commit."""
    assert passes(offer(cny(1500), ref="A"), given_(**LIMIT))
    assert passes(offer(cny(1500, "gift"), ref="A"), given_(**LIMIT))
    assert "covers up to 1500 CNY" in refusal(offer(cny(1501), ref="A"), given_(**LIMIT)).reason
    assert not passes(offer(Remedy("refund", amount=Money("1", "USD")), ref="A"), given_(**LIMIT))
    assert "no approval under 'B'" in refusal(offer(cny(1500), ref="B"), given_(**LIMIT)).reason
    assert not passes(offer(cny(1500)), given_(**LIMIT))
    assert passes(offer(cny(1500), ref="A", role="workshop"), given_(**LIMIT))


def test_leave_without_a_limit_covers_what_was_requested_under_it():
    """The kinds and the sums of the latest request before it; nothing where nothing was requested."""
    assert passes(offer(cny(1500), Remedy("replacement"), ref="A"), ASKED, given_())
    assert "no more than was requested" in refusal(offer(cny(1501), ref="A"), ASKED, given_()).reason
    assert not passes(offer(cny(1500), Remedy("gift"), ref="A"), ASKED, given_())
    assert not passes(offer(Remedy("replacement", amount=Money("1", "USD")), ref="A"), ASKED, given_())
    assert not passes(offer(cny(1500), ref="A"), given_())
    assert not passes(offer(cny(1500), ref="A"), given_(), ASKED)
    assert not passes(offer(cny(1500), ref="A"), ASKED, ApprovalRequested(at=AT, ref="A", remedies=[cny(600)]), given_())


def test_leave_ends():
    """The last instant counts in; a later refusal takes it back, and leave given after a refusal stands."""
    late = RemedyOffered(at=AT.add(days=1), remedies=[cny(1500)], ref="A", role="adviser")
    assert passes(late, given_(until=late.at, **LIMIT))
    assert "ended at" in refusal(late, given_(until=AT, **LIMIT)).reason
    first, second = (pendulum.datetime(2026, 10, 25, 1, minute, tz="Europe/London", fold=fold) for minute, fold in ((30, 0), (10, 1)))
    assert "ended at" in refusal(attrs.evolve(late, at=second), given_(until=first, **LIMIT)).reason
    assert passes(attrs.evolve(late, at=first), given_(until=second, **LIMIT))
    declined = ApprovalDeclined(at=AT, ref="A")
    assert "no approval under 'A'" in refusal(late, given_(**LIMIT), declined).reason
    assert passes(late, declined, given_(**LIMIT))
    assert passes(late, given_(**LIMIT), ApprovalDeclined(at=AT, ref="B"))


@pytest.mark.parametrize("giver", [{"by": "zhang"}, {"by": "nobody"}, {"by": "li"}, {"by": "li", "role": "trainee"}])
def test_who_gives_leave_needs_the_authority(giver):
    """An adviser, a stranger, and a manager for whom it is too much, cannot give it; the role given is believed."""
    error = refusal(offer(cny(2500), ref="A"), given_(**giver, limit=Money("9000", "CNY")))
    assert "may not commit it either" in error.reason
    assert error.limit == Money("500", "CNY")


def test_leave_holds_for_the_sum_of_the_givers_authority():
    """A manager cannot give away by two approvals what would be too much in one offer."""
    first = offer(cny(1500), ref="A")
    leave = given_("A", by="li", **LIMIT), given_("B", by="li", **LIMIT)
    assert passes(first, *leave)
    assert not passes(offer(cny(1500), ref="B"), *leave, first)


def test_an_offer_made_with_leave_counts_like_any_other():
    """The adviser's own limit is used up by it as long as it stands."""
    big = offer(cny(1500), ref="A")
    assert not passes(offer(cny(100), ref="B"), given_(**LIMIT), big)
    assert passes(offer(cny(100), ref="B"), given_(**LIMIT), big, REFUSED)


def test_a_role_may_need_several_approvers():
    """They must be different people, each with the authority; people without a name are told apart by their roles."""
    asked = offer(cny(5000), ref="A", role="manager")
    limit = {"limit": Money("9000", "CNY")}
    unnamed = ApprovalGiven(at=AT, ref="A", role="director", **limit)
    assert "2 approvers are needed under 'A', 1 gave leave" in refusal(asked, given_(**limit)).reason
    assert not passes(asked, given_(**limit), given_(**limit))
    assert passes(asked, given_(**limit), given_(by="he", role="director", **limit))
    assert passes(asked, given_(**limit), unnamed)
    assert not passes(asked, unnamed, unnamed)
    assert not passes(asked, given_(**limit), given_(by="zhang", **limit))


def test_leave_is_for_offers_alone():
    """A promise and a delivery name no approval."""
    assert not passes(promised(cny(1500)), given_(**LIMIT))
    assert passes(delivered(cny(1500)), given_(**LIMIT), offer(cny(1500), ref="A"), ACCEPTED)


# --- without a journal ---


def test_it_can_be_asked_who_may():
    """Remedies are asked about together, lowest role first; without tiers everybody may."""
    assert AUTHORITY.who_may(cny(300), cny(200, "voucher")) == ("adviser", "manager", "director")
    assert AUTHORITY.who_may(cny(300), cny(201, "voucher")) == ("manager", "director")
    assert AUTHORITY.who_may() == AUTHORITY.roles
    assert not AUTHORITY.may("workshop", cny(1))
    assert AUTHORITY.may("workshop")
    assert Authority().may("workshop", cny(1))


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"tiers": [Tier(role="a"), Tier(role="a")]}, r"authority\.tiers\[1\]\.role"),
        (
            {"tiers": [Tier(role="a", limits=[Money("2", "CNY")]), Tier(role="b"), Tier(role="c", limits=[Money("1", "CNY")])]},
            r"authority\.tiers\[2\]\.limits\[0\]",
        ),
        ({"tiers": [Tier(role="a", unlimited=True), Tier(role="b", limits=[Money("1", "CNY")])]}, r"authority\.tiers\[1\]\.limits\[0\]"),
        ({"by_person": {"li": 3}}, r"authority\.by_person\['li'\]"),
        ({"by_person": ["li"]}, r"authority\.by_person"),
        ({"tiers": "adviser"}, r"Authority\.tiers"),
    ],
)
def test_an_authority_that_contradicts_itself_is_refused(fields, where):
    """Tiers rise, roles have one tier, people have roles."""
    with pytest.raises(InvalidValueError, match=where):
        Authority(**fields)


def test_a_role_must_have_a_tier():
    """A misspelt role of a person, or by default, is named with the nearest."""
    for fields, where in (({"by_person": {"li": "manger"}}, "authority.by_person['li']"), ({"default_role": "manger"}, "authority.default_role")):
        with pytest.raises(UnknownNameError) as caught:
            Authority(tiers=AUTHORITY.tiers, **fields)
        assert (caught.value.where, caught.value.nearest) == (where, "manager")


def test_an_authority_is_a_value():
    """It is equal by content, can be hashed and survives pickling with what it has worked out."""
    again = pickle.loads(pickle.dumps(AUTHORITY))  # noqa: S301  (our own bytes)
    assert (again, hash(again), again.roles) == (AUTHORITY, hash(AUTHORITY), AUTHORITY.roles)


# --- whatever happens ---

AMOUNTS = st.integers(0, 400)
REFS = st.sampled_from([None, "A", "B"])
ROLES = st.sampled_from(["adviser", "manager"])
REMEDIES = st.lists(st.builds(cny, AMOUNTS, st.sampled_from(["refund", "voucher"])), max_size=2)
HAPPENINGS = st.lists(
    st.one_of(
        st.builds(RemedyOffered, at=st.just(AT), remedies=REMEDIES, ref=REFS, role=ROLES),
        st.builds(OfferAccepted, at=st.just(AT), ref=REFS),
        st.builds(OfferRefused, at=st.just(AT), ref=REFS),
        st.builds(Promised, at=st.just(AT), what=st.just("redress"), remedies=REMEDIES, role=ROLES),
        st.builds(RemedyDelivered, at=st.just(AT), remedies=REMEDIES, role=ROLES),
    ),
    max_size=12,
)


def of_role(events, role):
    return [event for event in events if event.role == role]


def total(remedies) -> int:
    return sum(int(remedy.amount.amount) for remedy in remedies)


@given(HAPPENINGS)
def test_what_an_adviser_has_standing_never_passes_the_limit(events):
    """However offers, answers, promises and deliveries follow each other; nor does what stands of everybody pass the manager's."""
    kept: list[object] = []
    for event in events:
        if not passes(event, *kept):
            continue
        kept.append(event)
        standing = [offer.event for offer in standing_offers(entries(*kept))]
        assert sum(total(offer.remedies) for offer in of_role(standing, "adviser")) <= 500
        assert sum(total(offer.remedies) for offer in standing) <= 2000


@given(HAPPENINGS, st.integers(1, 600))
def test_a_smaller_offer_passes_where_a_larger_one_does(events, amount):
    """Authority is monotone in the amount, whatever was committed before."""
    before = [event for event in events if event.verb != "remedy_offered" or event.role == "adviser"]
    if passes(offer(cny(amount), ref="C"), *before):
        assert passes(offer(cny(amount - 1), ref="C"), *before)


@given(st.lists(AMOUNTS, min_size=1, max_size=6))
def test_splitting_an_offer_gains_nothing(amounts):
    """Parts pass one after the other exactly as far as their sum stays within the limit."""
    kept: list[object] = []
    for index, amount in enumerate(amounts):
        part = offer(cny(amount), ref=str(index))
        within = sum(total(each.remedies) for each in kept) + amount <= 500 or amount == 0
        assert passes(part, *kept) is within
        if within:
            kept.append(part)


@given(HAPPENINGS)
def test_a_higher_role_may_do_what_a_lower_one_may(events):
    """As long as nobody above has committed anything, what passes in the lower role passes in the higher one."""
    kept: list[object] = []
    for event in events:
        if getattr(event, "role", None) == "manager" or not passes(event, *kept):
            continue
        assert passes(attrs.evolve(event, role="manager"), *kept)
        kept.append(event)
