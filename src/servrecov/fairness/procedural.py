"""Was the way to the result fair: the rules of procedural justice.

What lives here: one function per criterion, and `PROCEDURAL_RULES`. What does not: how people were treated (`interactional.py`, to read next). A rule says in
its docstring when it applies, when it is judged, how it scores and what its evidence is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Final

from pendulum import DateTime

from servrecov.deadline.deadline import Deadline
from servrecov.deadline.kinds import ClockKind
from servrecov.fairness.story import Rule, Ruling, Story
from servrecov.handling.commitment import committed_in
from servrecov.journal.journal import Entry
from servrecov.journal.match import matches_any
from servrecov.values import moment

__all__ = [
    "HEARING",
    "NEWS",
    "PROCEDURAL_RULES",
    "choice_given",
    "deadlines_kept",
    "heard_before_decided",
    "kept_informed",
    "no_chasing",
    "one_owner",
    "overdue_share",
    "reasons_and_recourse",
    "time_share",
]

HEARING: Final = frozenset({"listened", "recorded", "need_agreed"})
"""Acts in which the customer's account was taken: the whole story told, written down and read back, or the need agreed on."""

NEWS: Final = frozenset(
    {
        "acknowledged",
        "contacted",
        "delay_notified",
        "explained",
        "followed_up",
        "progress_reported",
        "promised",
        "remedy_delivered",
        "remedy_offered",
        "responded",
    }
)
"""Acts by which the customer learns how things stand."""


def deadlines_kept(story: Story) -> Ruling:
    """Ask how far the deadlines were kept.

    Applies where a clock of the playbook ran. A cycle is judged when it was breached or has ended. Scores one minus the overdue share, as a mean over the
    cycles of each clock, then over the clocks. A cycle that was cancelled in time, or exempted, counts as kept. Evidence: the events of the cycles that
    were breached, else of all that were judged.
    """
    if not story.deadlines:
        return Ruling.not_applicable("no_clock")
    judged = [cycle for cycle in story.deadlines if cycle.breached_at is not None or cycle.ended_at is not None]
    if not judged:
        return Ruling.pending()
    clocks: dict[str, list[Fraction]] = {}
    for cycle in judged:
        clocks.setdefault(cycle.clock, []).append(1 - overdue_share(cycle, story.now))
    score = _mean([_mean(shares) for shares in clocks.values()])
    overdue = [cycle for cycle in judged if cycle.breached_at is not None and cycle.exempted_by is None]
    names = ", ".join(dict.fromkeys(cycle.clock for cycle in overdue))
    evidence = _entries_of(story, overdue or judged)
    return Ruling.scored(score, evidence, "overdue" if overdue else "in_time", count=len(judged), overdue=len(overdue), clocks=names)


def overdue_share(cycle: Deadline, now: DateTime | None) -> Fraction:
    """Return how overdue a cycle is or was: the elapsed time from its breach to its end or to now, over that from start to due, at most 1.

    Zero where it was never breached, or where another clock was met in its place.
    """
    until = cycle.ended_at or now
    if cycle.breached_at is None or cycle.exempted_by is not None or until is None:
        return Fraction(0)
    return time_share(moment(until) - moment(cycle.breached_at), moment(cycle.due_at) - moment(cycle.started_at))


def time_share(late: int, allowed: int) -> Fraction:
    """Return a delay over the time that was allowed, in the same unit, at most 1; where no time was allowed, any delay is the whole."""
    if late <= 0:
        return Fraction(0)
    return min(Fraction(1), Fraction(late, allowed)) if allowed > 0 else Fraction(1)


def _mean(parts: Sequence[Fraction]) -> Fraction:
    return sum(parts, Fraction(0)) / len(parts)


def _entries_of(story: Story, cycles: Iterable[Deadline]) -> tuple[Entry, ...]:
    shown = {id(event) for cycle in cycles for event in cycle.events}
    return tuple(entry for entry in story.entries if id(entry.event) in shown)


def heard_before_decided(story: Story) -> Ruling:
    """Ask whether the customer was heard before anything was decided.

    Applies always. Judged at the first decision, else at the end of patience. Scores 1 where the customer was heard before the first decision, else 0.
    Evidence: the hearing and the decision; where nobody heard the customer, the first event and the decision or the last event.
    """
    decision = story.decision
    if not story.has_come(decision=decision):
        return Ruling.pending()
    heard = story.before(decision, HEARING)[:1]
    if not heard:
        return Ruling.scored(0, story.stretch(decision), "unheard" if decision is None else "decided_unheard", at=_at(story, decision))
    evidence = heard if decision is None else (*heard, decision)
    return Ruling.scored(1, evidence, "heard" if decision is None else "heard_first", heard=heard[0].at, at=_at(story, decision))


def _at(story: Story, entry: Entry | None) -> Any:  # noqa: ANN401
    return story.now if entry is None else entry.at


def choice_given(story: Story) -> Ruling:
    """Ask whether the customer had a choice.

    Applies where an offer was made; that decides, so it is judged at once. Scores 1 where an offer had two options or more, where the need was agreed with
    the customer, or where offers of different content were made; else 0. Evidence: those acts, else the offers.
    """
    offers = story.all("remedy_offered")
    if not offers:
        return Ruling.not_applicable("no_offer_made")
    with_options = tuple(entry for entry in offers if len(entry.event.options) > 1)
    different = offers if len({committed_in(entry.event) for entry in offers}) > 1 else ()
    chosen = with_options or story.all("need_agreed") or different
    return Ruling.scored(1, chosen, "choice") if chosen else Ruling.scored(0, offers, "no_choice")


def one_owner(story: Story) -> Ruling:
    """Ask whether one person answered for the case.

    Applies always. Judged at the first decision. The owner is who was put in charge, or who took the complaint in where nobody was. Scores the accepted
    number of owners, one more than `accepted_handovers`, over the actual number, at most 1; 0 where nobody is named. A hand-over counts each time, an
    assignment only where it names somebody new. Evidence: assignments and hand-overs, else the receipt; where nobody is named, the first and the last event.
    """
    if not story.has_come(decision=story.decision):
        return Ruling.pending()
    assigned, handed = story.all("assigned"), story.all("handed_over")
    named = (*assigned, *handed) or tuple(entry for entry in story.all("received") if entry.event.by is not None)
    if not named:
        return Ruling.scored(0, story.stretch(), "no_owner")
    count = len(handed) + max(1, _owners(assigned))
    accepted = 1 + story.policy.accepted_handovers
    return Ruling.scored(min(Fraction(1), Fraction(accepted, count)), named, "owners", count=count, handovers=count - 1, accepted=accepted - 1)


def _owners(assigned: Iterable[Entry]) -> int:
    """Count whom assignments name; a role counts unless a person was named in it."""
    events = [entry.event for entry in assigned]
    persons = {event.to for event in events if event.to is not None}
    filled = {event.to_role for event in events if event.to is not None}
    return len(persons) + len({event.to_role for event in events if event.to is None} - filled)


def no_chasing(story: Story) -> Ruling:
    """Ask whether the customer had to chase us.

    Applies always. Judged at the first decision. Scores the accepted number of times that the customer turns to us, which is the complaint itself and
    `accepted_reminders`, over the actual number, at most 1. Evidence: those times, else the first and the last event.
    """
    if not story.has_come(decision=story.decision):
        return Ruling.pending()
    chases = story.all("customer_contacted_us")
    accepted = story.policy.accepted_reminders
    score = min(Fraction(1), Fraction(1 + accepted, 1 + len(chases)))
    return Ruling.scored(score, chases or story.stretch(), "chased" if chases else "not_chased", count=len(chases), accepted=accepted)


def kept_informed(story: Story) -> Ruling:
    """Ask whether the customer was kept informed.

    Applies always. Where clocks for progress ran, judged as each cycle was breached or stopped: 1 where none was breached, else 0, and what counts as news
    is what stops them. Else judged at the first decision (at closing or the end of patience, where the playbook has such a clock that did not run): 1
    where the customer had a word of how things stand, else 0. Evidence: the events of those cycles, the words, or the first and the last event.
    """
    cycles = [cycle for cycle in story.cycles(ClockKind.PROGRESS) if cycle.breached_at is not None or cycle.ended_at is not None]
    if cycles:
        late = [cycle for cycle in cycles if cycle.breached_at is not None and cycle.exempted_by is None]
        return Ruling.scored(0 if late else 1, _entries_of(story, late or cycles), "uninformed" if late else "informed", at=_at(story, None))
    if story.cycles(ClockKind.PROGRESS) or not story.has_come(ClockKind.PROGRESS, decision=story.decision):
        return Ruling.pending()
    words = story.all(*NEWS)
    return Ruling.scored(1, words, "informed") if words else Ruling.scored(0, story.stretch(), "uninformed", at=_at(story, None))


def reasons_and_recourse(story: Story) -> Ruling:
    """Ask whether whoever was turned down was told why, and where to turn next.

    Applies where the complaint was rejected: an answer that the playbook counts as a rejection, or a finding that it is not valid that still stands. Judged at
    the first answer, offer or closing from then on, else at the end of patience. Scores one half for an explanation and one half for a recourse that was
    named in an answer or a notice of delay. Evidence: the rejection and those acts, else the rejection and the last event.
    """
    rejections = _rejections(story)
    if not rejections:
        return Ruling.not_applicable("no_rejection")
    since = story.entries.index(rejections[0])
    told = [entry for entry in story.entries[since:] if entry.event.verb != "assessed" and (entry in rejections or entry.event.verb in _ANSWERS)]
    if not story.has_come(decision=told[0] if told else None, since=rejections[0]):
        return Ruling.pending()
    reasons = story.all("explained")
    recourse = story.those(lambda event: event.verb in _WITH_RECOURSE and bool(event.recourse))
    said = "reasons_and_recourse" if reasons and recourse else "reasons_only" if reasons else "recourse_only" if recourse else "no_reasons"
    evidence = (*rejections, *reasons, *recourse) if reasons or recourse else (*rejections, *story.entries[-1:])
    return Ruling.scored(Fraction(bool(reasons) + bool(recourse), 2), evidence, said)


_ANSWERS: Final = frozenset({"responded", "remedy_offered", "closed"})
_WITH_RECOURSE: Final = frozenset({"responded", "delay_notified"})


def _rejections(story: Story) -> tuple[Entry, ...]:
    answers = story.those(lambda event: matches_any(story.policy.rejections, event))
    assessed = story.all("assessed")[-1:]
    return answers or tuple(entry for entry in assessed if not entry.event.valid)


PROCEDURAL_RULES: Final[Mapping[str, Rule]] = MappingProxyType(
    {
        "deadlines_kept": deadlines_kept,
        "heard_before_decided": heard_before_decided,
        "choice_given": choice_given,
        "one_owner": one_owner,
        "no_chasing": no_chasing,
        "kept_informed": kept_informed,
        "reasons_and_recourse": reasons_and_recourse,
    }
)
"""The rules of procedural justice by criterion."""
