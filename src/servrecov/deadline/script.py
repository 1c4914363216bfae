"""The clocks of a policy as they live through a journal: which of them an event concerns, and the one order in which it acts upon them.

What lives here: `Script`, worked out once from the clocks, and `Lived`, how they stand after so many entries. What does not: what an event does to one
clock (`life.py`). Read `proof.py` next.

A journal grows at its end, nearly always; so clocks that have lived through the earlier entries go on from where they stand. What has been handed out
is never changed: who goes on copies the clocks that an event acts upon, and shares the others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import attrs

from servrecov.calendar.calendar import BusinessCalendar
from servrecov.deadline.clock import Clock
from servrecov.deadline.cue import SILENT, Cue
from servrecov.deadline.life import ClockLife
from servrecov.journal.facts import REVISING, Facts
from servrecov.journal.journal import Entry, Timed

__all__ = ["Lived", "Script"]

_NOTHING_KNOWN: Final = Facts(complaint=None)
"""The facts for clocks that heed none."""

Concern = tuple[int, Cue]
"""The place of a clock, and what an event may do to it."""


class Lived(NamedTuple):
    """How clocks stand after so many entries.

    Attributes:
        seen: How many entries, in the order of time.
        lives: The clocks.
        facts: What is known of the complaint by then.
        is_shared: Whether others may hold the clocks too.
    """

    seen: int
    lives: Sequence[ClockLife]
    facts: Facts
    is_shared: bool


@attrs.frozen(eq=False)
class Script:
    """What the clocks of a policy wait for.

    Attributes:
        clocks: Each clock with its calendar.
        concerns: By verb, the clocks that such an event may act upon.
        heeding: The places of the clocks to which what is known of the complaint makes a difference.
        exempted: By place of a clock, the places of those that are not called for once it is met.
    """

    clocks: Sequence[tuple[Clock, BusinessCalendar]]
    concerns: Mapping[str, Sequence[Concern]]
    heeding: Sequence[int]
    exempted: Mapping[int, Sequence[int]]

    @classmethod
    def of(cls, timed: Sequence[tuple[Clock, BusinessCalendar]]) -> Script:
        """Work out what concerns whom."""
        clocks = [clock for clock, _ in timed]
        places = {clock.name: place for place, clock in enumerate(clocks)}
        verbs = {verb for clock in clocks for verb in clock.cues}
        return cls(
            clocks=tuple(timed),
            concerns={verb: tuple((place, clock.cues[verb]) for place, clock in enumerate(clocks) if verb in clock.cues) for verb in verbs},
            heeding=tuple(place for place, clock in enumerate(clocks) if clock.is_conditional or clock.is_graded),
            exempted={place: tuple(sorted(places[name] for name in clock.exempts)) for place, clock in enumerate(clocks) if clock.exempts},
        )

    def facts(self, complaint: object) -> Facts:
        """Return what is known of a complaint before any event, as far as the clocks heed it."""
        return Facts.from_complaint(complaint) if self.heeding else _NOTHING_KNOWN

    def begin(self, facts: Facts, *, telling: bool = False) -> Lived:
        """Return the clocks before any entry; they are the caller's own.

        Args:
            facts: What is known before any event.
            telling: Whether notices are told.
        """
        return Lived(0, [ClockLife(clock, calendar, telling) for clock, calendar in self.clocks], facts, is_shared=False)

    def go_on(self, lived: Lived, timed: Timed, until: int) -> Lived:
        """Let the clocks live through the entries that they have not seen, up to the first `until` of all.

        Args:
            lived: How they stand; left as it is where others may hold it.
            timed: The entries in the order of time, and their instants.
            until: How many entries they will have seen.
        """
        lives, facts, shared = list(lived.lives), lived.facts, set(range(len(lived.lives))) if lived.is_shared else set()
        for entry, at in zip(timed[0][lived.seen : until], timed[1][lived.seen : until], strict=True):
            verb = entry.event.verb
            concerned = self.concerns.get(verb, ())
            if self.heeding and verb in REVISING:
                before, facts = facts, facts.revised(entry.event)
                concerned = self._concerned_by_news(concerned) if facts is not before else concerned
            if concerned:
                self._unshare(lives, shared, concerned)
                self._act(lives, concerned, entry, at, facts)
        return Lived(until, lives, facts, is_shared=True)

    def _concerned_by_news(self, concerned: Sequence[Concern]) -> Sequence[Concern]:
        """Return the clocks that an event may act upon when it tells something new: those too that heed the facts."""
        cues = {**dict.fromkeys(self.heeding, SILENT), **dict(concerned)}
        return sorted(cues.items())

    def _unshare(self, lives: list[ClockLife], shared: set[int], concerned: Sequence[Concern]) -> None:
        """Copy those clocks that others may hold and that an event may reach."""
        if not shared:
            return
        places = {place for place, _ in concerned}
        for reached in places.union(*(self.exempted.get(place, ()) for place in places)) & shared:
            shared.discard(reached)
            lives[reached] = lives[reached].twin()

    def _act(self, lives: Sequence[ClockLife], concerned: Sequence[Concern], entry: Entry, at: int, facts: Facts) -> None:
        """Let one event act, in this order: cancel, stop, exempt, resume, extend, re-target, reopen, start, pause.

        Only an exemption may reach a clock that the event does not concern by itself.
        """
        for place, cue in concerned:
            if lives[place].open is not None or cue.prepares:
                lives[place].cancel(entry, at, cue, facts)
        met = [place for place, cue in concerned if cue.stop and lives[place].stop(entry, at, cue)]
        for place in met:
            for exempted in self.exempted.get(place, ()):
                lives[exempted].exempt(entry, at, lives[place].clock.name)
        for place, cue in concerned:
            lives[place].go_on(entry, at, cue, facts)
