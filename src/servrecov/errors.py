"""Every error the library raises: one root, a built-in second base, data on the error.

What lives here: the error classes. What does not: the search for the nearest valid name (`spelling.py`), and the checks that raise them, which
stand beside the rule they guard. Each message says where the trouble is (a path into the data), what was found, what was
expected and, for a misspelt name, the nearest valid one. Every error keeps its data as attributes and survives pickling.
Read `values.py` next: the checks that every value shares.
"""

from __future__ import annotations

from collections.abc import Iterable

from servrecov.spelling import listed, nearest, nearest_verb

__all__ = [
    "AuthorityExceededError",
    "CodecError",
    "CurrencyMismatchError",
    "DuplicateEventError",
    "EventOrderError",
    "HolidayDataError",
    "InvalidCalendarError",
    "InvalidPolicyError",
    "InvalidPresetError",
    "InvalidProcedureError",
    "InvalidSpanError",
    "InvalidValueError",
    "LateEntryError",
    "MissingExtraError",
    "NaiveTimeError",
    "NoBusinessTimeError",
    "PlaybookVersionError",
    "RetractionError",
    "ServRecovError",
    "StepNotAllowedError",
    "UnknownNameError",
]


class ServRecovError(Exception):
    """Root of every error of this library: catch it to catch them all."""


class InvalidValueError(ServRecovError, ValueError):
    """A value that its place cannot hold.

    Attributes:
        where: Path of the place, such as ``"Money.amount"`` or ``"clocks[2].within"``.
        value: What was found there.
        expected: What the place holds, in words.
        nearest: The nearest valid name, where the place holds one of several names.
    """

    def __init__(self, where: str, value: object, expected: str, options: Iterable[str] = ()) -> None:
        """Keep the place, the value and what was expected; find the nearest of `options`."""
        known = tuple(str(option) for option in options)
        super().__init__(where, value, expected, known)
        self.where = where
        self.value = value
        self.expected = expected
        self.nearest = nearest(value, known)

    def __str__(self) -> str:
        """Say where, what and what was expected, as one sentence."""
        hint = f"; did you mean {self.nearest!r}?" if self.nearest else ""
        return f"{self.where}: got {self.value!r}, expected {self.expected}{hint}"


class NaiveTimeError(InvalidValueError):
    """A datetime without a zone: it names no instant, so it is refused rather than guessed at."""

    def __init__(self, where: str, value: object, expected: str = "a datetime with a zone", options: Iterable[str] = ()) -> None:
        """Keep the place and the naive datetime."""
        super().__init__(where, value, expected, options)


class UnknownNameError(InvalidValueError, LookupError):
    """A verb, cause, role, code or other name that is not in the list that governs its place."""


class CurrencyMismatchError(InvalidValueError):
    """Arithmetic or comparison between two currencies."""


class InvalidSpanError(InvalidValueError):
    """A length of time that cannot be read, or whose parts contradict each other."""


class InvalidCalendarError(InvalidValueError):
    """A business calendar that contradicts itself or can never open."""


class InvalidPolicyError(InvalidValueError):
    """A clock or a deadline policy that contradicts itself."""


class InvalidProcedureError(InvalidValueError):
    """A procedure with an unreachable stage, a dead end or two steps that cannot be told apart."""


class InvalidPresetError(InvalidValueError):
    """A preset file that cannot be read, or data in it that has no source."""


class CodecError(InvalidValueError):
    """Stored text that does not describe the value it was read as; `where` is the path into it."""


class NoBusinessTimeError(ServRecovError, ValueError):
    """A search for open time that finds none.

    Attributes:
        question: What was asked of the calendar.
        reason: Why there is no answer.
    """

    def __init__(self, question: str, reason: str) -> None:
        """Keep the question and why it has no answer."""
        super().__init__(question, reason)
        self.question = question
        self.reason = reason

    def __str__(self) -> str:
        """Say what was asked and why there is no answer."""
        return f"{self.question}: {self.reason}"


class HolidayDataError(ServRecovError, LookupError):
    """An answer that depends on a day beyond the years whose holidays are known.

    Attributes:
        year: The local year that the answer depends on.
        known: First and last year whose holidays are known, inclusive; None where no such years can be told.
        reason: Why the year is not known, where that can be told, or ``""``.
    """

    def __init__(self, year: int, known: tuple[int, int] | None, reason: str = "") -> None:
        """Keep the year asked about, the years known, and why it is none of them."""
        super().__init__(year, known, reason)
        self.year = year
        self.known = known
        self.reason = reason

    def __str__(self) -> str:
        """Say which year is missing."""
        if self.reason or not self.known:
            return f"holidays: {self.year} is not known{f': {self.reason}' if self.reason else ''}"
        first, last = self.known
        return f"holidays: the answer depends on {self.year}, but holidays are known only for {first} to {last}; extend `holidays_known`"


class EventOrderError(ServRecovError, ValueError):
    """An event recorded before the latest one; use `insert` for a late entry.

    Attributes:
        verb: Verb of the refused event.
        at: Its time.
        latest: The latest time in the journal.
    """

    def __init__(self, verb: str, at: object, latest: object) -> None:
        """Keep the refused event's verb and time and the latest time recorded."""
        super().__init__(verb, at, latest)
        self.verb = verb
        self.at = at
        self.latest = latest

    def __str__(self) -> str:
        """Say which event came too early and what to use instead."""
        return f"{self.verb} at {self.at}: expected a time at or after the latest recorded event ({self.latest}); a late entry goes in with insert()"


class DuplicateEventError(ServRecovError, ValueError):
    """A different event under an `id` that the journal already holds.

    Attributes:
        id: The id given twice.
        seq: Position of the entry that holds it.
    """

    def __init__(self, id: str, seq: int) -> None:  # noqa: A002  (the field's own name)
        """Keep the id and the entry that holds it."""
        super().__init__(id, seq)
        self.id = id
        self.seq = seq

    def __str__(self) -> str:
        """Say which id is taken by which entry."""
        return f"event id {self.id!r}: expected a new id, but entry {self.seq} holds it with other content"


class StepNotAllowedError(ServRecovError, ValueError):
    """An event that the procedure does not allow at this stage.

    Attributes:
        case_id: The case's id, or None.
        stage: Stage the case was in.
        event: The refused event.
        allowed: Verbs that the stage allows.
        reason: Which field or condition stood in the way, or ``""``.
    """

    def __init__(self, case_id: str | None, stage: str, event: object, allowed: tuple[str, ...], reason: str = "") -> None:
        """Keep the case, its stage, the refused event and what would have been allowed."""
        super().__init__(case_id, stage, event, allowed, reason)
        self.case_id = case_id
        self.stage = stage
        self.event = event
        self.allowed = allowed
        self.reason = reason

    @property
    def nearest(self) -> str | None:
        """The allowed verb of which the refused one is a misspelling, or None."""
        return nearest_verb(getattr(self.event, "verb", None), tuple(self.allowed))

    def __str__(self) -> str:
        """Say what was refused, at which stage, why, and what is allowed."""
        case = f"case {self.case_id}" if self.case_id else "case"
        verb = getattr(self.event, "verb", repr(self.event))
        why = f" ({self.reason})" if self.reason else ""
        hint = f"; did you mean {self.nearest!r}?" if self.nearest and self.nearest != verb else ""
        return f"{case}, stage {self.stage!r}: {verb!r} is not allowed{why}; expected one of: {listed(self.allowed)}{hint}"


class LateEntryError(StepNotAllowedError):
    """A late entry or a retraction after which an event that is already recorded would no longer be allowed."""


class RetractionError(ServRecovError, ValueError):
    """A retraction of an entry that cannot be withdrawn.

    Attributes:
        entry: Position of the entry in the journal, from 1, or what was given in its place.
        reason: Why it cannot be withdrawn.
    """

    def __init__(self, entry: object, reason: str) -> None:
        """Keep the entry and why it stays."""
        super().__init__(entry, reason)
        self.entry = entry
        self.reason = reason

    def __str__(self) -> str:
        """Say which entry stays and why."""
        return f"entry {self.entry}: cannot be retracted, {self.reason}"


class AuthorityExceededError(ServRecovError, ValueError):
    """An offer, promise or delivery beyond what the acting role may commit.

    Attributes:
        role: The acting role, or None where nobody could be named.
        limit: What that role may commit (`Money`, or None where it may commit nothing of the kind).
        amount: What was to be committed (`Money`, or the kind of remedy where no sum is at stake).
        who_may: Roles that may, from the lowest.
        reason: What stood in the way, in words.
    """

    def __init__(self, role: str | None, limit: object, amount: object, who_may: tuple[str, ...], reason: str = "") -> None:
        """Keep the role, its limit, the amount asked for and who may commit it."""
        super().__init__(role, limit, amount, who_may, reason)
        self.role = role
        self.limit = limit
        self.amount = amount
        self.who_may = who_may
        self.reason = reason

    def __str__(self) -> str:
        """Say who wanted to commit what, the limit, and who may."""
        who = f"role {self.role!r}" if self.role else "no role"
        limit = "nothing of the kind" if self.limit is None else f"up to {self.limit}"
        why = f" ({self.reason})" if self.reason else ""
        may = ", ".join(self.who_may) or "nobody in this playbook"
        return f"{who} may commit {limit}, not {self.amount}{why}; who may: {may}"


class PlaybookVersionError(ServRecovError, LookupError):
    """A stored case that names a playbook version which is not at hand.

    Attributes:
        code: Code of the playbook.
        version: Version the case was kept under.
        known: Versions of it that are at hand.
        codes: Codes of the playbooks that are at hand, where they can be told.
        nearest: The nearest of these, where there is no playbook of this code.
    """

    def __init__(self, code: str, version: str, known: tuple[str, ...] = (), codes: tuple[str, ...] = ()) -> None:
        """Keep the playbook asked for and what is at hand."""
        super().__init__(code, version, known, codes)
        self.code = code
        self.version = version
        self.known = known
        self.codes = codes
        self.nearest = None if known else nearest(code, codes)

    def __str__(self) -> str:
        """Say which version or code is missing and which are at hand."""
        if self.known or not self.codes:
            return f"playbook {self.code!r}: version {self.version!r} is not here; expected one of: {', '.join(self.known) or 'none known'}"
        hint = f"; did you mean {self.nearest!r}?" if self.nearest else ""
        return f"playbook {self.code!r}: no playbook of this code is here; expected one of: {', '.join(self.codes)}{hint}"


class MissingExtraError(ServRecovError, ImportError):
    """An edge module whose third-party library is not installed.

    Attributes:
        library: Name of the missing library.
        extra: The extra of servrecov that brings it.
    """

    def __init__(self, library: str, extra: str) -> None:
        """Keep the library and the extra that brings it."""
        super().__init__(library, extra)
        self.library = library
        self.extra = extra

    def __str__(self) -> str:
        """Give the pip line that mends it."""
        return f'{self.library} is not installed; run: pip install "servrecov[{self.extra}]"'
