"""Was the result fair: the rules of outcome justice.

What lives here: one function per criterion, and `OUTCOME_RULES`. What does not: the way to the result (`procedural.py`, to read next). A rule says in its
docstring when it applies, when it is judged, how it scores and what its evidence is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Final

from servrecov.complaint.failure import FailureKind
from servrecov.complaint.remedy import Remedy, RemedyKind
from servrecov.deadline.kinds import ClockKind
from servrecov.fairness.redress import delivered_shares, delivered_sum, given_by, is_handover, other_currencies
from servrecov.fairness.story import Rule, Ruling, Story, is_decision
from servrecov.handling.commitment import committed_in
from servrecov.journal.delivery import ratio
from servrecov.journal.journal import Entry
from servrecov.journal.offer import Offer, standing_offers

__all__ = ["OUTCOME_RULES", "compensation_proportionate", "delivered_as_offered", "remedy_fits_failure", "sought_addressed"]


def remedy_fits_failure(story: Story) -> Ruling:
    """Ask whether the remedy matches the kind of failure.

    Applies where the facts know the kind of failure. Judged at the first decision. A failed outcome is matched by a tangible remedy, a failed process by an
    apology: 1 where such a remedy was offered, promised or given, or the apology made, else 0. Evidence: the acts that gave it.
    """
    kind = story.facts.kind
    if kind is None:
        return Ruling.not_applicable("no_kind")
    if not story.has_come(decision=story.decision):
        return Ruling.pending()
    fitting = story.those(lambda event: any(_fits(remedy, kind) for remedy in given_by(event)))
    if fitting:
        return Ruling.scored(1, fitting, "remedy_fits", failure=kind)
    return Ruling.scored(0, story.stretch(), "remedy_fits_not", failure=kind)


def _fits(remedy: RemedyKind, failure: FailureKind) -> bool:
    return remedy.is_tangible if failure == FailureKind.OUTCOME else remedy == RemedyKind.APOLOGY


def compensation_proportionate(story: Story) -> Ruling:
    """Ask how much of the loss was made good in money.

    Applies where the facts know the loss. Judged at the deadline to resolve, else once the matter is settled: an offer taken, a remedy delivered, a final
    answer, a complaint found invalid, or closing. Scores what was delivered in the currency of the loss over the loss, at most 1; nothing delivered is legal
    and scores 0; a loss of nothing is made good by nothing. Only remedies with an amount count, and other currencies are named but not converted. Evidence:
    the deliveries.
    """
    loss = story.facts.loss
    if loss is None:
        return Ruling.not_applicable("no_loss")
    if not story.has_come(ClockKind.RESOLVE, decision=_settlement(story)):
        return Ruling.pending()
    if loss.amount <= 0:
        return Ruling.scored(1, story.stretch(), "loss_of_nothing", loss=loss)
    delivered = delivered_sum(story.entries, loss.currency)
    evidence = story.those(lambda event: event.verb == "remedy_delivered" and (is_handover(event) or _pays(event.remedies, loss.currency)))
    foreign = other_currencies(story.entries, loss.currency)
    said = "compensated_otherwise" if foreign else "compensated"
    return Ruling.scored(ratio(delivered, loss), evidence or story.stretch(), said, delivered=delivered, loss=loss, others=", ".join(foreign))


def _pays(remedies: Iterable[Remedy], currency: str) -> bool:
    return any(remedy.amount is not None and remedy.amount.currency == currency for remedy in remedies)


def _settlement(story: Story) -> Entry | None:
    """Return the first act that settles the matter; an offer that the customer has not answered does not."""
    settling = story.those(lambda event: event.verb == "offer_accepted" or (is_decision(event) and event.verb not in ("remedy_offered", "promised")))
    return settling[0] if settling else None


def delivered_as_offered(story: Story) -> Ruling:
    """Ask whether the customer received what was offered.

    Applies where an offer stands: neither refused nor replaced by a later one. Judged, offer by offer, at the deadline to resolve, else when it was taken
    (accepted, or delivered without a recorded answer), else at closing. Scores, per offer, the mean over its kinds of remedy of the amount delivered over
    the amount offered, at most 1, or of their numbers where no amount was named; then the mean over offers. Of options, the best fit counts. An apology,
    an explanation and a prevention agreed deliver the remedy of that kind. A remedy delivered counts for one offer. Evidence: offers, acceptances and
    deliveries.
    """
    offers = [offer for offer in standing_offers(story.entries) if committed_in(offer.event)]
    if not offers:
        return Ruling.not_applicable("no_offer")
    due = [offer for offer in offers if story.has_come(ClockKind.RESOLVE, decision=_taken(story, offer), since=story.entries[offer.index])]
    if not due:
        return Ruling.pending()
    shares_by_offer = delivered_shares(story.entries)
    shares = [shares_by_offer[offer.index] for offer in due]
    evidence = [entry for offer in due for entry in _life_of(story, offer)]
    score = sum(shares, Fraction(0)) / len(shares)
    said = "delivered" if score == 1 else "delivered_not" if score == 0 else "delivered_partly"
    return Ruling.scored(score, evidence, said)


def _taken(story: Story, offer: Offer) -> Entry | None:
    """Return the acceptance of an offer, or the delivery that shows it was accepted; where another was accepted, it shows that of the other."""
    if offer.accepted_at is not None:
        return story.entries[offer.accepted_at]
    if any(other.accepted_at is not None for other in standing_offers(story.entries)):
        return None
    return next((later for later in story.entries[offer.index + 1 :] if later.event.verb == "remedy_delivered"), None)


def _life_of(story: Story, offer: Offer) -> tuple[Entry, ...]:
    kinds = {remedy.kind for remedy in committed_in(offer.event)}
    later = story.entries[offer.index + 1 :]
    given = tuple(entry for entry in later if is_handover(entry.event) or kinds.intersection(given_by(entry.event)))
    accepted = () if offer.accepted_at is None else (story.entries[offer.accepted_at],)
    return (story.entries[offer.index], *accepted, *(given or story.entries[-1:]))


def sought_addressed(story: Story) -> Ruling:
    """Ask how much of what the customer sought was taken up.

    Applies where the facts know kinds of remedy that are sought. Judged at the first decision. Scores the share of those kinds that were offered, promised
    or given; an apology made addresses the wish for one. Evidence: the acts that did so.
    """
    sought = tuple(dict.fromkeys(story.facts.sought))
    if not sought:
        return Ruling.not_applicable("nothing_sought")
    if not story.has_come(decision=story.decision):
        return Ruling.pending()
    giving = story.those(lambda event: any(remedy in sought for remedy in given_by(event)))
    given = {kind for entry in giving for kind in given_by(entry.event)}
    addressed = tuple(kind for kind in sought if kind in given)
    missing = tuple(kind for kind in sought if kind not in given)
    said = "sought" if not missing else "sought_partly" if addressed else "sought_not"
    return Ruling.scored(Fraction(len(addressed), len(sought)), giving or story.stretch(), said, addressed=addressed, missing=missing)


OUTCOME_RULES: Final[Mapping[str, Rule]] = MappingProxyType(
    {
        "remedy_fits_failure": remedy_fits_failure,
        "compensation_proportionate": compensation_proportionate,
        "delivered_as_offered": delivered_as_offered,
        "sought_addressed": sought_addressed,
    }
)
"""The rules of outcome justice by criterion."""
