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
    from servrecov.agenda import AgendaItem as AgendaItem
    from servrecov.calendar.calendar import (
        BusinessCalendar as BusinessCalendar,
    )
    from servrecov.calendar.calendar import (
        Land as Land,
    )
    from servrecov.calendar.span import (
        Roll as Roll,
    )
    from servrecov.calendar.span import (
        Span as Span,
    )
    from servrecov.calendar.span import (
        SpanEnd as SpanEnd,
    )
    from servrecov.calendar.span import (
        SpanStart as SpanStart,
    )
    from servrecov.calendar.span import (
        SpanUnit as SpanUnit,
    )
    from servrecov.case import Case as Case
    from servrecov.complaint.attribution import (
        Account as Account,
    )
    from servrecov.complaint.attribution import (
        Attribution as Attribution,
    )
    from servrecov.complaint.attribution import (
        Controllability as Controllability,
    )
    from servrecov.complaint.attribution import (
        Locus as Locus,
    )
    from servrecov.complaint.attribution import (
        Stability as Stability,
    )
    from servrecov.complaint.cause import (
        CAUSES as CAUSES,
    )
    from servrecov.complaint.cause import (
        Cause as Cause,
    )
    from servrecov.complaint.cause import (
        CauseTree as CauseTree,
    )
    from servrecov.complaint.channel import Channel as Channel
    from servrecov.complaint.complaint import (
        Complaint as Complaint,
    )
    from servrecov.complaint.complaint import (
        ComplaintKind as ComplaintKind,
    )
    from servrecov.complaint.complaint import (
        Customer as Customer,
    )
    from servrecov.complaint.complaint import (
        Risk as Risk,
    )
    from servrecov.complaint.failure import (
        Difficulty as Difficulty,
    )
    from servrecov.complaint.failure import (
        Failure as Failure,
    )
    from servrecov.complaint.failure import (
        FailureKind as FailureKind,
    )
    from servrecov.complaint.failure import (
        FailureSite as FailureSite,
    )
    from servrecov.complaint.failure import (
        Quality as Quality,
    )
    from servrecov.complaint.failure import (
        Severity as Severity,
    )
    from servrecov.complaint.incident import Incident as Incident
    from servrecov.complaint.motive import (
        Motive as Motive,
    )
    from servrecov.complaint.motive import (
        ReasonNotToComplain as ReasonNotToComplain,
    )
    from servrecov.complaint.motive import (
        ReasonToComplain as ReasonToComplain,
    )
    from servrecov.complaint.motive import (
        ReasonToSwitch as ReasonToSwitch,
    )
    from servrecov.complaint.reaction import (
        ComplainerStyle as ComplainerStyle,
    )
    from servrecov.complaint.reaction import (
        InfluenceFactor as InfluenceFactor,
    )
    from servrecov.complaint.reaction import (
        Reaction as Reaction,
    )
    from servrecov.complaint.remedy import (
        Remedy as Remedy,
    )
    from servrecov.complaint.remedy import (
        RemedyKind as RemedyKind,
    )
    from servrecov.deadline.clock import (
        Clock as Clock,
    )
    from servrecov.deadline.clock import (
        Escalation as Escalation,
    )
    from servrecov.deadline.clock import (
        Extension as Extension,
    )
    from servrecov.deadline.clock import (
        InForce as InForce,
    )
    from servrecov.deadline.deadline import Deadline as Deadline
    from servrecov.deadline.kinds import (
        ClockKind as ClockKind,
    )
    from servrecov.deadline.kinds import (
        DeadlineStatus as DeadlineStatus,
    )
    from servrecov.deadline.kinds import (
        Force as Force,
    )
    from servrecov.deadline.kinds import (
        NoticeKind as NoticeKind,
    )
    from servrecov.deadline.kinds import (
        OnReopen as OnReopen,
    )
    from servrecov.deadline.kinds import (
        Repeat as Repeat,
    )
    from servrecov.deadline.notice import Notice as Notice
    from servrecov.deadline.policy import DeadlinePolicy as DeadlinePolicy
    from servrecov.errors import (
        AuthorityExceededError as AuthorityExceededError,
    )
    from servrecov.errors import (
        CodecError as CodecError,
    )
    from servrecov.errors import (
        CurrencyMismatchError as CurrencyMismatchError,
    )
    from servrecov.errors import (
        DuplicateEventError as DuplicateEventError,
    )
    from servrecov.errors import (
        EventOrderError as EventOrderError,
    )
    from servrecov.errors import (
        HolidayDataError as HolidayDataError,
    )
    from servrecov.errors import (
        InvalidCalendarError as InvalidCalendarError,
    )
    from servrecov.errors import (
        InvalidPolicyError as InvalidPolicyError,
    )
    from servrecov.errors import (
        InvalidPresetError as InvalidPresetError,
    )
    from servrecov.errors import (
        InvalidProcedureError as InvalidProcedureError,
    )
    from servrecov.errors import (
        InvalidSpanError as InvalidSpanError,
    )
    from servrecov.errors import (
        InvalidValueError as InvalidValueError,
    )
    from servrecov.errors import (
        LateEntryError as LateEntryError,
    )
    from servrecov.errors import (
        MissingExtraError as MissingExtraError,
    )
    from servrecov.errors import (
        NaiveTimeError as NaiveTimeError,
    )
    from servrecov.errors import (
        NoBusinessTimeError as NoBusinessTimeError,
    )
    from servrecov.errors import (
        NotInForceError as NotInForceError,
    )
    from servrecov.errors import (
        PlaybookVersionError as PlaybookVersionError,
    )
    from servrecov.errors import (
        RetractionError as RetractionError,
    )
    from servrecov.errors import (
        ServRecovError as ServRecovError,
    )
    from servrecov.errors import (
        StepNotAllowedError as StepNotAllowedError,
    )
    from servrecov.errors import (
        UnknownNameError as UnknownNameError,
    )
    from servrecov.handling.condition import (
        CONDITIONS as CONDITIONS,
    )
    from servrecov.handling.condition import (
        Condition as Condition,
    )
    from servrecov.handling.condition import (
        Situation as Situation,
    )
    from servrecov.handling.procedure import Procedure as Procedure
    from servrecov.handling.step import (
        ANY_OPEN as ANY_OPEN,
    )
    from servrecov.handling.step import (
        ProcedurePart as ProcedurePart,
    )
    from servrecov.handling.step import (
        Stage as Stage,
    )
    from servrecov.handling.step import (
        Step as Step,
    )
    from servrecov.handling.step import (
        Verb as Verb,
    )
    from servrecov.handling.step import (
        as_names as as_names,
    )
    from servrecov.handling.step import (
        as_stages as as_stages,
    )
    from servrecov.handling.step import (
        as_verbs as as_verbs,
    )
    from servrecov.journal.catalogue import EVENTS as EVENTS
    from servrecov.journal.closing import (
        Closed as Closed,
    )
    from servrecov.journal.closing import (
        FollowedUp as FollowedUp,
    )
    from servrecov.journal.closing import (
        Merged as Merged,
    )
    from servrecov.journal.closing import (
        Noted as Noted,
    )
    from servrecov.journal.closing import (
        PreventionAgreed as PreventionAgreed,
    )
    from servrecov.journal.closing import (
        Reopened as Reopened,
    )
    from servrecov.journal.closing import (
        Retracted as Retracted,
    )
    from servrecov.journal.closing import (
        SurveyAnswered as SurveyAnswered,
    )
    from servrecov.journal.closing import (
        Withdrawn as Withdrawn,
    )
    from servrecov.journal.dialogue import (
        Apologised as Apologised,
    )
    from servrecov.journal.dialogue import (
        AwaitingCustomer as AwaitingCustomer,
    )
    from servrecov.journal.dialogue import (
        CustomerContactedUs as CustomerContactedUs,
    )
    from servrecov.journal.dialogue import (
        CustomerReplied as CustomerReplied,
    )
    from servrecov.journal.dialogue import (
        DelayNotified as DelayNotified,
    )
    from servrecov.journal.dialogue import (
        Escalated as Escalated,
    )
    from servrecov.journal.dialogue import (
        Explained as Explained,
    )
    from servrecov.journal.dialogue import (
        MediaExposed as MediaExposed,
    )
    from servrecov.journal.dialogue import (
        ProgressReported as ProgressReported,
    )
    from servrecov.journal.dialogue import (
        Referred as Referred,
    )
    from servrecov.journal.dialogue import (
        Reported as Reported,
    )
    from servrecov.journal.dialogue import (
        Responded as Responded,
    )
    from servrecov.journal.dialogue import (
        Thanked as Thanked,
    )
    from servrecov.journal.event import Event as Event
    from servrecov.journal.facts import Facts as Facts
    from servrecov.journal.inquiry import (
        Assessed as Assessed,
    )
    from servrecov.journal.inquiry import (
        Assigned as Assigned,
    )
    from servrecov.journal.inquiry import (
        CauseFound as CauseFound,
    )
    from servrecov.journal.inquiry import (
        Classified as Classified,
    )
    from servrecov.journal.inquiry import (
        HandedOver as HandedOver,
    )
    from servrecov.journal.inquiry import (
        JointMeeting as JointMeeting,
    )
    from servrecov.journal.inquiry import (
        NeedAgreed as NeedAgreed,
    )
    from servrecov.journal.inquiry import (
        Verified as Verified,
    )
    from servrecov.journal.intake import (
        Acknowledged as Acknowledged,
    )
    from servrecov.journal.intake import (
        ContactAttempted as ContactAttempted,
    )
    from servrecov.journal.intake import (
        Contacted as Contacted,
    )
    from servrecov.journal.intake import (
        Isolated as Isolated,
    )
    from servrecov.journal.intake import (
        Listened as Listened,
    )
    from servrecov.journal.intake import (
        Received as Received,
    )
    from servrecov.journal.intake import (
        Recorded as Recorded,
    )
    from servrecov.journal.intake import (
        Registered as Registered,
    )
    from servrecov.journal.intake import (
        Soothed as Soothed,
    )
    from servrecov.journal.journal import (
        Entry as Entry,
    )
    from servrecov.journal.journal import (
        Journal as Journal,
    )
    from servrecov.journal.match import On as On
    from servrecov.journal.promise import (
        Promise as Promise,
    )
    from servrecov.journal.promise import (
        PromiseStatus as PromiseStatus,
    )
    from servrecov.journal.redress import (
        ApprovalDeclined as ApprovalDeclined,
    )
    from servrecov.journal.redress import (
        ApprovalGiven as ApprovalGiven,
    )
    from servrecov.journal.redress import (
        ApprovalRequested as ApprovalRequested,
    )
    from servrecov.journal.redress import (
        GoodsReturned as GoodsReturned,
    )
    from servrecov.journal.redress import (
        OfferAccepted as OfferAccepted,
    )
    from servrecov.journal.redress import (
        OfferRefused as OfferRefused,
    )
    from servrecov.journal.redress import (
        Promised as Promised,
    )
    from servrecov.journal.redress import (
        RemedyDelivered as RemedyDelivered,
    )
    from servrecov.journal.redress import (
        RemedyOffered as RemedyOffered,
    )
    from servrecov.journal.redress import (
        RemedyProposed as RemedyProposed,
    )
    from servrecov.lexicon import (
        GlossaryEntry as GlossaryEntry,
    )
    from servrecov.lexicon import (
        glossary as glossary,
    )
    from servrecov.money import Money as Money
    from servrecov.playbook import (
        Change as Change,
    )
    from servrecov.playbook import (
        Playbook as Playbook,
    )
    from servrecov.presets.loader import load_playbook as load_playbook
    from servrecov.presets.registry import list_playbooks as list_playbooks
    from servrecov.replay import (
        Deviation as Deviation,
    )
    from servrecov.replay import (
        DeviationKind as DeviationKind,
    )
    from servrecov.rules import Rules as Rules
    from servrecov.source import (
        BANK_SCRIPT as BANK_SCRIPT,
    )
    from servrecov.source import (
        BITNER_1990 as BITNER_1990,
    )
    from servrecov.source import (
        BITNER_1994 as BITNER_1994,
    )
    from servrecov.source import (
        DAY_LANDON_1977 as DAY_LANDON_1977,
    )
    from servrecov.source import (
        FOLKES_1984 as FOLKES_1984,
    )
    from servrecov.source import (
        FORD_TRAINING as FORD_TRAINING,
    )
    from servrecov.source import (
        KEAVENEY_1995 as KEAVENEY_1995,
    )
    from servrecov.source import (
        KELLEY_1993 as KELLEY_1993,
    )
    from servrecov.source import (
        LECTURE as LECTURE,
    )
    from servrecov.source import (
        MEANING as MEANING,
    )
    from servrecov.source import (
        PRACTICE as PRACTICE,
    )
    from servrecov.source import (
        RECOVERY_STUDY as RECOVERY_STUDY,
    )
    from servrecov.source import (
        Source as Source,
    )
    from servrecov.source import (
        SourceStatus as SourceStatus,
    )
    from servrecov.terms import (
        Justice as Justice,
    )
    from servrecov.terms import (
        Practice as Practice,
    )
    from servrecov.terms import (
        Term as Term,
    )
    from servrecov.values import FrozenMap as FrozenMap

_ROOMS = {
    "agenda": "AgendaItem",
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
    "deadline.policy": "DeadlinePolicy",
    "errors": "AuthorityExceededError CodecError CurrencyMismatchError DuplicateEventError EventOrderError HolidayDataError InvalidCalendarError InvalidPolicyError InvalidPresetError InvalidProcedureError InvalidSpanError InvalidValueError LateEntryError MissingExtraError NaiveTimeError NoBusinessTimeError NotInForceError PlaybookVersionError RetractionError ServRecovError StepNotAllowedError UnknownNameError",
    "handling.condition": "CONDITIONS Condition Situation",
    "handling.procedure": "Procedure",
    "handling.step": "ANY_OPEN ProcedurePart Stage Step Verb as_names as_stages as_verbs",
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
    "rules": "Rules",
    "source": "BANK_SCRIPT BITNER_1990 BITNER_1994 DAY_LANDON_1977 FOLKES_1984 FORD_TRAINING KEAVENEY_1995 KELLEY_1993 LECTURE MEANING PRACTICE RECOVERY_STUDY Source SourceStatus",
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
        from servrecov.errors import nearest  # noqa: PLC0415  (only a misspelt name pays for it)

        close = nearest(name, _HOMES)
        hint = f"; did you mean {close!r}?" if close else ""
        raise AttributeError(f"servrecov has no {name!r}{hint}", name=name)
    value = getattr(import_module(f"servrecov.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List every public name, looked up or not."""
    return sorted({*globals(), *_HOMES, "codec"})
