"""What must be true before a step may be taken: the named conditions that a procedure can ask for.

What lives here: `Condition`, the `Situation` it is judged in, and `CONDITIONS`, the closed list of the shipped ones. What does not: which step asks
for which (`step.py`, to read next), and a firm's own conditions, which are callables handed to the procedure under names of their own.
A condition reads what happened before the event that asks for it, never the event itself: that is what a step's `when` is for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType
from typing import Any, Final

import attrs

from servrecov.complaint.complaint import ComplaintKind
from servrecov.complaint.failure import Severity
from servrecov.errors import InvalidValueError
from servrecov.journal.facts import Facts, facts_of
from servrecov.journal.journal import Entry
from servrecov.journal.promise import PromiseStatus, read_promises
from servrecov.language import label_in

__all__ = ["CONDITIONS", "Condition", "Situation"]


@attrs.frozen
class Situation:
    """Where a case stands at the moment when an event is to happen.

    Attributes:
        complaint: What the customer said.
        entries: The standing entries before the event, in the order of time.
        event: The event that is to happen, or None where it is only asked what could.
    """

    complaint: Any
    entries: Sequence[Entry] = ()
    event: Any = None

    @cached_property
    def facts(self) -> Facts:
        """What is understood of the complaint before the event."""
        return facts_of(self.complaint, self.entries)

    def latest(self, *verbs: str) -> Any:  # noqa: ANN401  (an event of any kind)
        """Return the latest event with one of these verbs, or None."""
        return next(self._back(verbs), None)

    def latest_since_reopening(self, *verbs: str) -> Any:  # noqa: ANN401
        """Return the latest event with one of these verbs since the case was last reopened, or None."""
        event = self.latest("reopened", *verbs)
        return event if event is not None and event.verb in verbs else None

    def _back(self, verbs: Sequence[str]) -> Iterator[Any]:
        return (entry.event for entry in reversed(self.entries) if entry.event.verb in verbs)


@attrs.frozen(kw_only=True)
class Condition:
    """Something that is true of a case or not, under a name that a procedure can ask for.

    Two conditions are equal when name and labels are; what they compute is not compared.

    Attributes:
        name: Its name in a step's `requires`.
        label: What must be true, in English.
        zh: The same in Chinese.
        holds: Says of a `Situation` whether it is true.

    Example:
        >>> CONDITIONS["heard"].holds(Situation(complaint=None))
        False
    """

    name: str
    label: str = ""
    zh: str = ""
    holds: Callable[[Situation], bool] = attrs.field(eq=False, repr=False)

    @holds.validator
    def _callable(self, _: object, holds: object) -> None:
        if not callable(holds):
            raise InvalidValueError(f"conditions[{self.name!r}]", holds, "a function of a Situation that says whether the condition holds")

    def label_in(self, lang: str) -> str:
        """Say in a language what must be true; a condition without labels is its own name."""
        return label_in(lang, self.label, self.zh, self.name)


def _happened(*verbs: str) -> Callable[[Situation], bool]:
    return lambda situation: situation.latest(*verbs) is not None


def _done_anew(*verbs: str) -> Callable[[Situation], bool]:
    return lambda situation: situation.latest_since_reopening(*verbs) is not None


def _contacted(situation: Situation) -> bool:
    return any(entry.event.verb == "contacted" or getattr(entry.event, "reached", False) for entry in situation.entries)


def _judged(*, valid: bool) -> Callable[[Situation], bool]:
    return lambda situation: (found := situation.latest("assessed")) is not None and found.valid is valid


def _satisfied(answer: bool) -> Callable[[Situation], bool]:  # noqa: FBT001  (the answer is the condition)
    return lambda situation: (asked := situation.latest_since_reopening("followed_up")) is not None and asked.satisfied is answer


def _accepted(situation: Situation) -> bool:
    answer = situation.latest("remedy_offered", "offer_accepted", "offer_refused")
    return answer is not None and answer.verb == "offer_accepted"


def _answered(situation: Situation) -> bool:
    answer = situation.latest("remedy_offered", "offer_accepted", "offer_refused")
    return answer is not None and answer.verb != "remedy_offered"


def _delivered(situation: Situation) -> bool:
    """Every accepted offer was delivered that was not released; where nothing was accepted, something was delivered."""
    accepted = [promise for promise in read_promises(situation.entries) if promise.choices and promise.status is not PromiseStatus.RELEASED]
    if not accepted:
        return situation.latest("remedy_delivered") is not None
    return all(promise.kept_at is not None for promise in accepted)


def _nothing_owed(situation: Situation) -> bool:
    return not any(promise.kept_at is None and promise.status is not PromiseStatus.RELEASED for promise in read_promises(situation.entries))


def _approved(situation: Situation) -> bool:
    """The leave that the event names was given, and not taken back; an event that names none asks for the latest decision."""
    ref = getattr(situation.event, "ref", None)
    decisions = (entry.event for entry in reversed(situation.entries) if entry.event.verb in ("approval_given", "approval_declined"))
    decision = next((event for event in decisions if ref in (None, event.ref)), None)
    return decision is not None and decision.verb == "approval_given"


def _severity_known(situation: Situation) -> bool:
    return situation.facts.severity is not None


def _serious(situation: Situation) -> bool:
    return situation.facts.severity in (Severity.MAJOR, Severity.CRITICAL)


def _reported_if_serious(situation: Situation) -> bool:
    return not _serious(situation) or situation.latest("reported", "escalated") is not None


def _cause_known(situation: Situation) -> bool:
    return situation.facts.cause is not None or situation.latest("cause_found") is not None


def _is_kind(kind: ComplaintKind) -> Callable[[Situation], bool]:
    return lambda situation: situation.facts.get("complaint.kind") == kind


def _customer_not_awaited(situation: Situation) -> bool:
    latest = situation.latest("awaiting_customer", "customer_replied", "customer_contacted_us")
    return latest is None or latest.verb != "awaiting_customer"


_LIST: Final[tuple[tuple[str, str, str, Callable[[Situation], bool]], ...]] = (
    ("registered", "the complaint was registered", "已登记", _happened("registered")),
    ("acknowledged", "its receipt was acknowledged", "已发出回执", _happened("acknowledged")),
    ("contact_tried", "somebody tried to reach the customer", "已尝试联系客户", _happened("contacted", "contact_attempted")),
    ("contacted", "somebody has spoken with the customer", "已与客户通话或面谈", _contacted),
    ("isolated", "the customer was led to a quiet place", "已引导客户至安静处", _happened("isolated")),
    ("soothed", "the customer's feelings were attended to", "已安抚情绪", _happened("soothed")),
    ("heard", "the customer was heard out", "已倾听客户诉说", _happened("listened")),
    ("facts_recorded", "what the customer said was written down", "已详细记录", _happened("recorded")),
    ("verified", "the account was verified", "已核实情况", _happened("verified")),
    ("assessed", "it was judged whether the complaint is valid", "已判定投诉是否成立", _happened("assessed")),
    ("found_valid", "the latest judgement is that the complaint is valid", "最近判定为有效投诉", _judged(valid=True)),
    ("found_invalid", "the latest judgement is that the complaint is not valid", "最近判定为无效投诉", _judged(valid=False)),
    ("severity_known", "its severity is known", "严重程度已明确", _severity_known),
    ("serious", "it is understood to be major or critical", "属于严重或特别严重的投诉", _serious),
    ("reported_if_serious", "it was reported or escalated, if major or critical", "严重或特别严重的投诉已上报", _reported_if_serious),
    ("is_complaint", "it is a complaint and not an abnormality", "属于投诉", _is_kind(ComplaintKind.COMPLAINT)),
    ("is_abnormality", "it is an abnormality without loss", "属于未造成损失的异常", _is_kind(ComplaintKind.ABNORMALITY)),
    ("owner_assigned", "somebody was put in charge", "已指定负责人", _happened("assigned", "handed_over")),
    ("joint_meeting_held", "the departments concerned have met", "已召开会商会议（立会）", _happened("joint_meeting")),
    ("cause_known", "the cause is known", "原因已查明", _cause_known),
    ("need_agreed", "what would make it right was agreed with the customer", "已确认客户诉求", _happened("need_agreed")),
    ("remedy_proposed", "a remedy was proposed within the firm", "已拟定补救方案", _happened("remedy_proposed")),
    ("approval_requested", "leave was asked for", "已申请批准", _happened("approval_requested")),
    ("approved", "leave was given and not taken back since", "已获批准", _approved),
    ("remedy_offered", "the customer was offered a remedy", "已向客户提出补救方案", _happened("remedy_offered")),
    ("offer_answered", "the customer answered the latest offer", "客户已答复最近的方案", _answered),
    ("offer_accepted", "the customer accepted the latest offer", "客户已接受最近的方案", _accepted),
    ("promised", "the customer was promised something", "已向客户作出承诺", _happened("promised", "offer_accepted")),
    ("remedy_delivered", "every accepted remedy was delivered", "所接受的补救均已落实", _delivered),
    ("promises_kept", "nothing promised is left undone", "承诺均已兑现", _nothing_owed),
    ("progress_reported", "the customer was told how things stand", "已向客户反馈进度", _happened("progress_reported", "delay_notified")),
    ("apologised", "the firm has said sorry", "已道歉", _happened("apologised")),
    ("explained", "the customer was told what caused the failure", "已向客户说明原因", _happened("explained")),
    ("reported", "the case was reported upward", "已上报", _happened("reported")),
    ("escalated", "the case was escalated", "已升级处理", _happened("escalated")),
    ("customer_not_awaited", "the next move is not the customer's", "无需等待客户", _customer_not_awaited),
    ("responded", "the final answer was given, since any reopening", "已正式答复（自最近一次重新受理起）", _done_anew("responded")),
    ("followed_up", "the customer was followed up, since any reopening", "已回访客户（自最近一次重新受理起）", _done_anew("followed_up")),
    ("customer_satisfied", "when last followed up the customer was satisfied", "最近一次回访客户满意", _satisfied(True)),  # noqa: FBT003
    ("customer_dissatisfied", "when last followed up the customer was not satisfied", "最近一次回访客户不满意", _satisfied(False)),  # noqa: FBT003
    ("thanked", "the customer was thanked", "已感谢客户", _happened("thanked")),
    ("prevention_agreed", "a measure against recurrence was agreed", "已确定预防措施", _happened("prevention_agreed")),
)

CONDITIONS: Final[Mapping[str, Condition]] = MappingProxyType(
    {name: Condition(name=name, label=label, zh=zh, holds=holds) for name, label, zh, holds in _LIST}
)
"""The shipped conditions by name. A follow-up and a final answer count from the last reopening on: a reopened case owes them anew."""
