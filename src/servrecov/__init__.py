"""servrecov: service recovery as a library.

What a complaint needs, from the first word to the last: what went wrong, by which procedure it is handled, by when and within whose
authority, and whether it was fair. Every public name is here: ``import servrecov as sr``, then ``sr.Complaint``, ``sr.load_playbook``.

What lives here: only the face. Each name is looked up in its room when it is first used, so that importing the package costs next to
nothing. The rooms, in reading order: `errors.py`, `terms.py`, `complaint/`, `calendar/`, `journal/`, `deadline/`, `handling/`, `fairness/`,
`rules.py`, `case.py`, `playbook.py`, `presets/`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from servrecov import codec as codec
    from servrecov.agenda import *
    from servrecov.bilingual import *
    from servrecov.calendar.calendar import *
    from servrecov.calendar.span import *
    from servrecov.case import *
    from servrecov.complaint.attribution import *
    from servrecov.complaint.cause import *
    from servrecov.complaint.channel import *
    from servrecov.complaint.complaint import *
    from servrecov.complaint.failure import *
    from servrecov.complaint.incident import *
    from servrecov.complaint.motive import *
    from servrecov.complaint.reaction import *
    from servrecov.complaint.remedy import *
    from servrecov.deadline.clock import *
    from servrecov.deadline.deadline import *
    from servrecov.deadline.kinds import *
    from servrecov.deadline.notice import *
    from servrecov.deadline.policy import *
    from servrecov.errors import *
    from servrecov.fairness.audit import *
    from servrecov.fairness.criteria import *
    from servrecov.fairness.policy import *
    from servrecov.handling.authority import *
    from servrecov.handling.condition import *
    from servrecov.handling.guidance import *
    from servrecov.handling.procedure import *
    from servrecov.handling.step import *
    from servrecov.handling.tier import *
    from servrecov.journal.catalogue import *
    from servrecov.journal.closing import *
    from servrecov.journal.dialogue import *
    from servrecov.journal.event import *
    from servrecov.journal.facts import *
    from servrecov.journal.inquiry import *
    from servrecov.journal.intake import *
    from servrecov.journal.journal import *
    from servrecov.journal.match import *
    from servrecov.journal.promise import *
    from servrecov.journal.redress import *
    from servrecov.lexicon import *
    from servrecov.money import *
    from servrecov.playbook import *
    from servrecov.presets.loader import *
    from servrecov.presets.registry import *
    from servrecov.replay import *
    from servrecov.source import *
    from servrecov.terms import *
    from servrecov.values import *

_ROOMS = {
    "agenda": "AgendaItem",
    "bilingual": "Text",
    "calendar.calendar": "BusinessCalendar Land",
    "calendar.span": "Roll Span SpanEnd SpanStart SpanUnit",
    "case": "Case",
    "complaint.attribution": "Account Attribution Controllability Locus Stability",
    "complaint.cause": "CAUSES Cause CauseTree",
    "complaint.channel": "Channel",
    "complaint.complaint": "Complaint ComplaintKind Customer Risk",
    "complaint.failure": "Difficulty Failure FailureKind FailureSite Quality Severity",
    "complaint.incident": "Incident",
    "complaint.motive": "Motive ReasonNotToComplain ReasonToComplain ReasonToSwitch",
    "complaint.reaction": "ComplainerStyle InfluenceFactor Reaction",
    "complaint.remedy": "Remedy RemedyKind",
    "deadline.clock": "Clock Escalation Extension InForce",
    "deadline.deadline": "Deadline",
    "deadline.kinds": "ClockKind DeadlineStatus Force NoticeKind OnReopen Repeat",
    "deadline.notice": "Notice",
    "deadline.policy": "DeadlinePolicy Reading",
    "errors": "AuthorityExceededError CodecError CurrencyMismatchError DuplicateEventError EventOrderError HolidayDataError InvalidCalendarError InvalidPolicyError InvalidPresetError InvalidProcedureError InvalidSpanError InvalidValueError LateEntryError MissingExtraError NaiveTimeError NoBusinessTimeError PlaybookVersionError RetractionError ServRecovError StepNotAllowedError UnknownNameError",
    "fairness.audit": "Dimension FairnessAudit Finding audit_fairness",
    "fairness.criteria": "CRITERIA Criterion Verdict",
    "fairness.policy": "FairnessPolicy",
    "handling.authority": "Authority",
    "handling.condition": "CONDITIONS Condition Situation",
    "handling.guidance": "Guidance GuidanceBook Principle",
    "handling.procedure": "Procedure",
    "handling.step": "ProcedurePart Stage Step",
    "handling.tier": "Tier",
    "journal.catalogue": "EVENTS",
    "journal.closing": "Closed FollowedUp Merged Noted PreventionAgreed Reopened Retracted SurveyAnswered Withdrawn",
    "journal.dialogue": "Apologised AwaitingCustomer CustomerContactedUs CustomerReplied DelayNotified Escalated Explained MediaExposed ProgressReported Referred Reported Responded Thanked",
    "journal.event": "Event",
    "journal.facts": "Facts",
    "journal.inquiry": "Assessed Assigned CauseFound Classified HandedOver JointMeeting NeedAgreed Verified",
    "journal.intake": "Acknowledged ContactAttempted Contacted Isolated Listened Received Recorded Registered Soothed",
    "journal.journal": "Entry Journal",
    "journal.match": "On",
    "journal.promise": "Promise PromiseStatus",
    "journal.redress": "ApprovalDeclined ApprovalGiven ApprovalRequested GoodsReturned OfferAccepted OfferRefused Promised RemedyDelivered RemedyOffered RemedyProposed",
    "lexicon": "GlossaryEntry glossary",
    "money": "Money",
    "playbook": "Change Playbook",
    "presets.loader": "load_playbook",
    "presets.registry": "list_playbooks",
    "replay": "Deviation DeviationKind",
    "source": "Source SourceStatus",
    "terms": "Justice Practice Term",
    "values": "FrozenMap",
}
"""The public names by room."""

_HOMES = {name: room for room, names in _ROOMS.items() for name in names.split()}

if not TYPE_CHECKING:
    __all__ = [*sorted(_HOMES), "codec"]


def __getattr__(name: str) -> object:
    """Look a public name up in its room, once."""
    if name == "codec":
        return import_module("servrecov.codec")
    if name not in _HOMES:
        from servrecov.spelling import nearest  # noqa: PLC0415  (only a misspelt name pays for it)

        close = nearest(name, _HOMES)
        hint = f"; did you mean {close!r}?" if close else ""
        raise AttributeError(f"servrecov has no {name!r}{hint}", name=name)
    value = getattr(import_module(f"servrecov.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List every public name, looked up or not."""
    return sorted({*globals(), *_HOMES, "codec"})
