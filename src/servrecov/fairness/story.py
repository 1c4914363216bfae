"""What an audit sees: the complaint, its standing entries, its facts and its deadlines at one instant, and when a criterion is judged.

What lives here: `Story`, the acts that decide and close, and the `Ruling` that a rule hands back. What does not: the rules (`outcome.py`, to read
next, `procedural.py`, `interactional.py`).

The moment of a criterion is its deadline, else the first decision, else closing, else the end of patience. Neither it nor whether a criterion applies
depends on a courteous act, so one more such act can never call for judgement too early.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any, Final, Protocol

import attrs
from pendulum import DateTime

from servrecov import values
from servrecov.deadline.deadline import Deadline
from servrecov.deadline.kinds import ClockKind, DeadlineStatus
from servrecov.deadline.policy import DeadlinePolicy
from servrecov.fairness.criteria import Verdict
from servrecov.fairness.policy import FairnessPolicy
from servrecov.handling.authority import Authority
from servrecov.journal.event import Event
from servrecov.journal.facts import Facts, facts_of
from servrecov.journal.journal import Entry, Journal
from servrecov.journal.match import On, matches_any

__all__ = ["CLOSING", "COURTESIES", "DECISIONS", "FairnessRules", "Rule", "Ruling", "Story", "is_decision"]

COURTESIES: Final = frozenset({"apologised", "explained", "listened", "progress_reported", "soothed", "thanked"})
"""Acts that are owed to nobody's verdict: one more of them never makes a case less fair."""

DECISIONS: Final = (On("assessed", valid=False), On("remedy_offered"), On("remedy_delivered"), On("responded"), On("closed"))
"""Acts by which the firm decides on the complaint: it finds it unfounded, offers or delivers a remedy, gives its final answer, or closes the case.

A promise of a remedy decides too. What the firm only proposes to itself does not; nor does finding the complaint valid, which decides on nothing yet.
"""

CLOSING: Final = frozenset({"closed"})
"""Acts by which the firm considers the case done. Withdrawn and merged are not its own doing: what is not yet judged then stays pending."""

_ENDED_BY_OTHERS: Final = frozenset({"withdrawn", "merged"})


class FairnessRules(Protocol):
    """The part of a playbook that an audit reads."""

    @property
    def deadlines(self) -> DeadlinePolicy:
        """The clocks."""

    @property
    def authority(self) -> Authority | None:
        """Who may commit what, or None where that is unchecked."""

    @property
    def fairness(self) -> FairnessPolicy:
        """Weights and thresholds."""


@attrs.frozen(kw_only=True)
class Ruling:
    """What a rule finds.

    Attributes:
        verdict: What the criterion comes to.
        score: From 0 to 1; None where there is none.
        evidence: The events that show it.
        said: Key of the sentence that says it, after ``"fairness."``.
        values: What the sentence needs.
    """

    verdict: Verdict
    score: Fraction | None = None
    evidence: tuple[Event, ...] = ()
    said: str
    values: dict[str, Any]

    @classmethod
    def scored(cls, score: Fraction | int, evidence: Sequence[Entry], said: str, **given: Any) -> Ruling:  # noqa: ANN401
        """Rule with a score: 1 is met, 0 is missed, all between is partly. The evidence is put in the order of time, each entry once."""
        verdict = Verdict.MET if score == 1 else Verdict.MISSED if score == 0 else Verdict.PARTLY
        shown = sorted({entry.seq: entry for entry in evidence}.values(), key=lambda entry: (entry.instant, entry.seq))
        events = tuple(entry.event for entry in shown)
        return cls(verdict=verdict, score=Fraction(score), evidence=events, said=said, values={"share": f"{float(score):.0%}", **given})

    @classmethod
    def pending(cls) -> Ruling:
        """Rule that the moment has not come."""
        return cls(verdict=Verdict.PENDING, said="pending", values={})

    @classmethod
    def not_applicable(cls, said: str) -> Ruling:
        """Rule that nothing calls for it."""
        return cls(verdict=Verdict.NOT_APPLICABLE, said=said, values={})


def is_decision(event: Any) -> bool:  # noqa: ANN401
    """Say whether the firm decides by this act."""
    return matches_any(DECISIONS, event) or (event.verb == "promised" and bool(event.remedies))


@attrs.frozen(kw_only=True)
class Story:
    """One complaint as an audit sees it at an instant.

    Attributes:
        complaint: What the customer said.
        entries: The standing entries up to the instant, in the order of time.
        now: The instant; None where nothing has happened and none was given.
        playbook: The rules.
    """

    complaint: Any
    entries: tuple[Entry, ...]
    now: DateTime | None
    playbook: FairnessRules

    @property
    def policy(self) -> FairnessPolicy:
        """Weights and thresholds."""
        return self.playbook.fairness

    @cached_property
    def facts(self) -> Facts:
        """The complaint as understood."""
        return facts_of(self.complaint, self.entries)

    @cached_property
    def deadlines(self) -> tuple[Deadline, ...]:
        """The deadlines at the instant."""
        return () if self.now is None else self.playbook.deadlines.deadlines(self.complaint, Journal.from_entries(self.entries), self.now)

    def all(self, *verbs: str) -> tuple[Entry, ...]:
        """Return the entries with these verbs."""
        return self.those(lambda event: event.verb in verbs)

    def those(self, holds: Callable[[Any], bool]) -> tuple[Entry, ...]:
        """Return the entries whose event has a property."""
        return tuple(entry for entry in self.entries if holds(entry.event))

    def before(self, end: Entry | None, verbs: Container[str]) -> tuple[Entry, ...]:
        """Return the entries with these verbs that come before another, or all where it is None."""
        stop = len(self.entries) if end is None else self.entries.index(end)
        return tuple(entry for entry in self.entries[:stop] if entry.event.verb in verbs)

    def stretch(self, until: Entry | None = None) -> tuple[Entry, ...]:
        """Return the first and the last entry of the stretch that was searched: from the beginning up to an entry, or up to now."""
        return (*self.entries[:1], *(self.entries[-1:] if until is None else (until,)))

    @cached_property
    def decision(self) -> Entry | None:
        """The first decision, or None."""
        return next(iter(self.those(is_decision)), None)

    @cached_property
    def received_at(self) -> DateTime | None:
        """When the complaint came in."""
        received = next(iter(self.all("received")), None)
        if received is not None:
            return received.at
        said = getattr(self.complaint, "received_at", None)
        return None if said is None else values.check_instant(said, "complaint.received_at")

    def cycles(self, kind: ClockKind) -> tuple[Deadline, ...]:
        """Return the deadlines of a kind that were not cancelled, or were cancelled because another was met in their place."""
        return _unless_cancelled(self.deadlines, kind)

    @cached_property
    def _without_courtesies(self) -> tuple[Deadline, ...]:
        """The deadlines as if no courtesy had stopped, moved or held one, so that one more never moves the moment of a criterion."""
        starters = {id(cycle.events[0]) for cycle in self.deadlines}
        entries = tuple(entry for entry in self.entries if entry.event.verb not in COURTESIES or id(entry.event) in starters)
        return self.deadlines if entries == self.entries else attrs.evolve(self, entries=entries).deadlines

    def has_come(self, kind: ClockKind | None = None, *, decision: Entry | None = None, since: Entry | None = None) -> bool:
        """Say whether the moment of a criterion has come: its deadline, else a decision, else closing, else the end of patience.

        Args:
            kind: The kind of clock that is the criterion's deadline, if there is one. A playbook that has such a clock, though it did not run yet, leaves
                the criterion waiting for it, or for closing.
            decision: What decides.
            since: The act that created the duty; closing counts after it, and patience is counted from it. None for the receipt.
        """
        if kind is not None:
            if cycles := _unless_cancelled(self._without_courtesies, kind):
                return any(self._is_over(cycle) for cycle in cycles)
            if any(clock.kind is kind for clock in self.playbook.deadlines.clocks):
                decision = None
        return decision is not None or self.is_closed(since) or self.is_out_of_patience(since)

    def _is_over(self, cycle: Deadline) -> bool:
        """Say whether a deadline is behind us: past due, or answered by more than a courtesy."""
        late = self.now is not None and values.moment(self.now) > values.moment(cycle.due_at)
        return late or (cycle.stopped_at is not None and cycle.events[-1].verb not in COURTESIES)

    def is_closed(self, since: Entry | None = None) -> bool:
        """Say whether the case was closed after an entry."""
        closings = self.all(*CLOSING)
        return bool(closings) and (since is None or self.entries.index(closings[-1]) > self.entries.index(since))

    def is_out_of_patience(self, since: Entry | None = None) -> bool:
        """Say whether patience has ended, counted from an entry or from the receipt.

        What others ended before is never judged for it, nor is a complaint of which nothing is in view: there is nothing that could show it.
        """
        start = self.received_at if since is None else since.at
        if self.policy.patience is None or start is None or self._active_until is None or not self.entries:
            return False
        return values.moment(self._active_until) > values.moment(self.policy.patience.due(start, self.playbook.deadlines.calendar))

    @cached_property
    def _active_until(self) -> DateTime | None:
        last = next(iter(reversed(self.all("reopened", *_ENDED_BY_OTHERS))), None)
        return last.at if last is not None and last.event.verb in _ENDED_BY_OTHERS else self.now


def _unless_cancelled(deadlines: Sequence[Deadline], kind: ClockKind) -> tuple[Deadline, ...]:
    return tuple(each for each in deadlines if each.kind is kind and (each.status is not DeadlineStatus.CANCELLED or each.exempted_by))


Rule = Callable[[Story], Ruling]
"""A rule reads a story and rules on one criterion."""
