"""The words of deadlines: the kind of a clock, its force, how it repeats, what reopening does; how a deadline stands, what a notice is.

What lives here: six small vocabularies. What does not: the clock (`clock.py`). Read `cue.py` next.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from servrecov.source import LECTURE, Source, SourceStatus
from servrecov.terms import Term

__all__ = ["ClockKind", "DeadlineStatus", "Force", "NoticeKind", "OnReopen", "Repeat"]

_OURS: Final = Source(title="servrecov, docs/explanation/design.md", locator="Deadlines", status=SourceStatus.VERIFIED, checked_on=date(2026, 11, 23))


class ClockKind(Term):
    """What a clock waits for."""

    ACKNOWLEDGE = ("acknowledge", "Acknowledgement", "书面回执", "The first word back in writing.", _OURS)
    CONTACT = ("contact", "Contact", "首次联系", "A person has spoken with the customer.", LECTURE.at("2小时内相关责任人必须与客户进行电话联系"))
    PROGRESS = (
        "progress",
        "Progress report",
        "进度反馈",
        "News of how things stand, or a holding reply.",
        LECTURE.at("3日内必须向客户反馈处理进度或结果"),
    )
    DECIDE = ("decide", "Decision", "处理决定", "The final response.", _OURS)
    RESOLVE = ("resolve", "Resolution", "问题解决", "The remedy is done.", _OURS)
    ESCALATE = ("escalate", "Escalation", "升级上报", "The next level knows.", LECTURE.at("预警控制及上报机制"))
    FOLLOW_UP = ("follow_up", "Follow-up", "跟踪回访", "The customer was asked how it went.", LECTURE.at("感谢顾客并跟踪"))
    CLOSE = ("close", "Closure", "结案", "The case is done.", _OURS)


class Force(Term):
    """How binding a clock is."""

    MUST = ("must", "Duty", "必须", "A duty by law, by contract or by the firm's own rule.", _OURS)
    EXPECTED = ("expected", "Expectation", "应当", "What a regulator or a customer expects without its being a duty.", _OURS)
    TARGET = ("target", "Target", "目标", "What the firm aims at.", _OURS)


class Repeat(Term):
    """How often a clock runs over one case."""

    ONCE = ("once", "Once", "仅一次", "The first start begins the only cycle.", _OURS)
    EACH_START = ("each_start", "Each start", "每次起算", "A start begins a cycle if none is open, so the earliest unanswered start counts.", _OURS)
    AFTER_STOP = ("after_stop", "After each stop", "停止后重新起算", "As each start; besides, a stop begins the next cycle at that instant.", _OURS)


class OnReopen(Term):
    """What reopening does to the cycle that the closing ended."""

    IGNORE = ("ignore", "Ignore", "不受影响", "It stays ended.", _OURS)
    RESUME = ("resume", "Resume", "继续计时", "It is open again, and the closed time counts as a pause.", _OURS)
    CONTINUE = ("continue", "Continue", "连续计时", "It is open again, and the closed time counts like any other.", _OURS)
    RESTART = ("restart", "Restart", "重新计时", "A new cycle begins with the whole span.", _OURS)


class DeadlineStatus(Term):
    """How a deadline stands; the first that applies, in this order."""

    BREACHED = ("breached", "Breached", "已逾期", "It was open after it fell due.", _OURS)
    CANCELLED = ("cancelled", "Cancelled", "已取消", "It ended without having to be met.", _OURS)
    MET = ("met", "Met", "按时完成", "What had to happen happened in time.", _OURS)
    PAUSED = ("paused", "On hold", "暂停", "The clock stands still.", _OURS)
    RUNNING = ("running", "Running", "计时中", "It is open and not yet due.", _OURS)


class NoticeKind(Term):
    """What a notice says."""

    WARNING = ("warning", "Warning", "预警", "A fraction of the budget is used.", LECTURE.at("预警控制及上报机制"))
    BREACH = ("breach", "Breach", "逾期", "The deadline passed.", _OURS)
    ESCALATION = ("escalation", "Escalation", "升级", "A higher level is to know.", LECTURE.at("预警控制及上报机制"))
