"""Were people treated fairly: the rules of interactional justice.

What lives here: one function per criterion, and `INTERACTIONAL_RULES`. What does not: how the findings are weighed together (`audit.py`, to read next). A
rule says in its docstring when it applies, when it is judged, how it scores and what its evidence is.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Final

from servrecov.complaint.attribution import Account, Locus
from servrecov.complaint.remedy import RemedyKind
from servrecov.deadline.kinds import ClockKind
from servrecov.errors import AuthorityExceededError
from servrecov.fairness.procedural import time_share
from servrecov.fairness.redress import given_by
from servrecov.fairness.story import Rule, Ruling, Story, is_decision
from servrecov.journal.facts import Facts
from servrecov.journal.journal import Entry
from servrecov.journal.promise import Promise, PromiseStatus, read_promises
from servrecov.values import moment

__all__ = ["INTERACTIONAL_RULES", "MATTER", "apology", "explanation", "feelings_first", "followed_up", "is_our_fault", "promises_kept"]

MATTER: Final = frozenset({"assessed", "cause_found", "need_agreed", "remedy_proposed"})
"""Acts that turn to the matter itself: it is judged, its cause is found, a remedy is thought of. A decision turns to it too."""


def feelings_first(story: Story) -> Ruling:
    """Ask whether the customer's feelings were attended to before the matter.

    Applies always. Judged at the first act that turns to the matter, else at the end of patience. Scores 1 where the customer was soothed before that act,
    else 0. Evidence: the soothing and that act; else the first event and that act or the last event.
    """
    matter = next(iter(story.those(lambda event: event.verb in MATTER or is_decision(event))), None)
    if not story.has_come(decision=matter):
        return Ruling.pending()
    soothed = story.before(matter, ("soothed",))[:1]
    if not soothed:
        return Ruling.scored(0, story.stretch(matter), "matter_first" if matter is not None else "not_soothed")
    return Ruling.scored(1, (*soothed, matter) if matter is not None else soothed, "soothed_first", at=soothed[0].at)


def apology(story: Story) -> Ruling:
    """Ask whether the firm apologised where it is at fault.

    Applies where the facts put the fault with the firm (see `is_our_fault`). Judged at the first decision. Scores 1 where the firm apologised, else 0.
    Evidence: the apologies, else the first and the last event.
    """
    if not is_our_fault(story):
        return Ruling.not_applicable("not_our_fault")
    return _act(story, RemedyKind.APOLOGY, "apologised", "no_apology")


def explanation(story: Story) -> Ruling:
    """Ask whether the customer was told what caused the failure.

    Applies always. Judged at the first decision. Scores 1 where the cause was explained, else 0. Evidence: the explanations, else the first and last event.
    """
    return _act(story, RemedyKind.EXPLANATION, "explained", "unexplained")


def _act(story: Story, kind: RemedyKind, done: str, missing: str) -> Ruling:
    """Rule on an act that was made, or delivered as a remedy of that kind."""
    if not story.has_come(decision=story.decision):
        return Ruling.pending()
    acts = story.those(lambda event: event.verb in ("apologised", "explained", "remedy_delivered") and kind in given_by(event))
    return Ruling.scored(1, acts, done, at=acts[0].at) if acts else Ruling.scored(0, story.stretch(), missing)


def is_our_fault(story: Story) -> bool | None:
    """Say whether the facts put the fault with the firm; None where they do not say.

    The latest finding decides: whether the complaint is valid, where the cause lies, or what the cause is. Before any, the cause that the complaint gives
    decides, else an attribution by somebody other than the customer. A cause is ours when the playbook's `our_causes` hold it.
    """
    verdict = _complained_fault(story)
    for _, event in story.entries:
        found = _found_fault(story, event)
        verdict = verdict if found is None else found
    return verdict


def _found_fault(story: Story, event: Any) -> bool | None:  # noqa: ANN401
    if event.verb == "assessed":
        valid: bool = event.valid
        return valid
    if event.verb == "cause_found" and event.locus is not None:
        return _is_ours(event.locus)
    return _is_our_cause(story, event.cause) if event.verb in ("cause_found", "classified") else None


def _complained_fault(story: Story) -> bool | None:
    facts = Facts.from_complaint(story.complaint)
    if facts.cause is not None:
        return _is_our_cause(story, facts.cause)
    attribution = getattr(getattr(story.complaint, "gravest", None), "attribution", None)
    if attribution is None or attribution.account is Account.CUSTOMER or attribution.locus is None:
        return None
    return _is_ours(attribution.locus)


def _is_ours(locus: Locus) -> bool:
    return locus in (Locus.STAFF, Locus.FIRM)


def _is_our_cause(story: Story, cause: str | None) -> bool | None:
    if cause is None:
        return None
    return any(cause == ours or cause.startswith(f"{ours}.") for ours in story.policy.our_causes)


def promises_kept(story: Story) -> Ruling:
    """Ask whether promises were kept and none went beyond authority.

    Applies where something was promised (an accepted offer is a promise) or where an offer goes beyond authority. A promise is judged when it is kept, at its
    date, else at closing, else at the end of patience counted from it; one that was released is not. Kept scores 1; kept late scores one minus the delay
    over the time that was promised; not kept scores 0. An offer or a promise beyond the authority of whoever made it adds a 0. The mean over all. Evidence:
    the promises and what kept them, and the acts beyond authority; for a promise not kept also the last event.
    """
    promises = read_promises(story.entries, story.now)
    beyond = _beyond_authority(story)
    judged = [(promise, score) for promise in promises if (score := _kept_score(story, promise)) is not None]
    if not promises and not beyond:
        return Ruling.not_applicable("no_promise")
    if not judged and not beyond:
        return Ruling.pending()
    scores = [*(score for _, score in judged), *(Fraction(0) for _ in beyond)]
    evidence = (*(entry for promise, _ in judged for entry in _life_of(story, promise)), *beyond)
    unkept = sum(score < 1 for _, score in judged)
    said = "promises_beyond" if beyond else "promises_unkept" if unkept else "promises_kept"
    return Ruling.scored(sum(scores, Fraction(0)) / len(scores), evidence, said, count=len(judged), unkept=unkept, beyond=len(beyond))


def _kept_score(story: Story, promise: Promise) -> Fraction | None:
    if promise.status is PromiseStatus.OPEN and promise.due_at is None and story.has_come(since=_entry(story, promise.seq)):
        return Fraction(0)
    if promise.status is PromiseStatus.BROKEN:
        return Fraction(0)
    if promise.status in (PromiseStatus.OPEN, PromiseStatus.RELEASED) or promise.kept_at is None:
        return None
    due_at = promise.due_at or promise.kept_at
    return 1 - time_share(moment(promise.kept_at) - moment(due_at), moment(due_at) - moment(promise.made_at))


def _entry(story: Story, seq: int) -> Entry:
    return next(entry for entry in story.entries if entry.seq == seq)


def _life_of(story: Story, promise: Promise) -> tuple[Entry, Entry]:
    kept = story.entries[-1] if promise.kept_seq is None else _entry(story, promise.kept_seq)
    return _entry(story, promise.seq), kept


def _beyond_authority(story: Story) -> tuple[Entry, ...]:
    committing = story.those(lambda event: event.verb in ("remedy_offered", "promised"))
    return tuple(entry for entry in committing if not _is_within(story, entry))


def _is_within(story: Story, entry: Entry) -> bool:
    authority = story.playbook.authority
    if authority is None:
        return True
    try:
        authority.check(entry.event, story.entries[: story.entries.index(entry)])
    except AuthorityExceededError:
        return False
    return True


def followed_up(story: Story) -> Ruling:
    """Ask whether the customer was asked afterwards how it went.

    Applies always. Judged at the deadline to follow up, else at the first decision. Scores 1 where a follow-up was made, else 0. Evidence: the follow-ups,
    else the first and the last event.
    """
    if not story.has_come(ClockKind.FOLLOW_UP, decision=story.decision):
        return Ruling.pending()
    made = story.all("followed_up")
    return Ruling.scored(1, made, "followed_up", at=made[0].at) if made else Ruling.scored(0, story.stretch(), "not_followed_up")


INTERACTIONAL_RULES: Final[Mapping[str, Rule]] = MappingProxyType(
    {
        "feelings_first": feelings_first,
        "apology": apology,
        "explanation": explanation,
        "promises_kept": promises_kept,
        "followed_up": followed_up,
    }
)
"""The rules of interactional justice by criterion."""
