"""Explanations: whole texts in both languages, a sentence to a customer and a proof to an auditor."""

from __future__ import annotations

import textwrap
from types import SimpleNamespace

import pendulum
import pytest

from servrecov.calendar.calendar import BusinessCalendar
from servrecov.deadline.clock import Clock, Extension
from servrecov.deadline.policy import DeadlinePolicy
from servrecov.errors import UnknownNameError
from servrecov.journal.closing import Closed, Reopened, Withdrawn
from servrecov.journal.dialogue import AwaitingCustomer, CustomerReplied, DelayNotified, Responded
from servrecov.journal.inquiry import Classified
from servrecov.journal.intake import Contacted, Received
from servrecov.journal.redress import Promised, RemedyDelivered
from servrecov.source import Source
from servrecov.wording import written_verb

START = pendulum.datetime(2026, 3, 2, 9, tz="Asia/Shanghai")
DESK = BusinessCalendar.weekly("Mon-Fri 09:00-17:00", tz="Asia/Shanghai")
RECEIVED = Received(at=START)


def hour(hours):
    return START.add(minutes=round(hours * 60))


CONTACT = Clock(name="contact", kind="contact", stop="contacted", within="2 hours", source=Source(title="Lecture", locator="§4"))
ANSWER = Clock(
    name="answer",
    kind="decide",
    force="expected",
    stop="responded",
    within="3 business days from next day by close of business",
    pause="awaiting_customer",
    resume="customer_replied",
    by_severity={"critical": "4 business hours", "minor": "3 business days by close of business"},
    extend=[Extension("delay_notified", "due_at")],
    on_reopen="resume",
)
CALLBACK = Clock(
    name="callback",
    kind="follow_up",
    force="target",
    start="promised",
    stop="followed_up",
    within="due_at",
    pause="awaiting_customer",
    resume="customer_replied",
)
SAFETY = Clock(name="safety", stop="responded", within="4 business hours", when={"severity": "critical"}, on_reopen="resume")


def explained(clocks, *events, now=48, place=-1, calendar=DESK):
    clocks = [clocks] if isinstance(clocks, Clock) else clocks
    deadline = DeadlinePolicy(name="desk", calendar=calendar, clocks=clocks).deadlines(None, events, hour(now))[place]
    return deadline.explain(), deadline.explain("zh")


def texts(english, chinese):
    return textwrap.dedent(english).strip(), textwrap.dedent(chinese).strip()


def test_met():
    """The rule, the start, the due, the end, the source and the zone."""
    assert explained(CONTACT, RECEIVED, Contacted(at=hour(0.5))) == texts(
        """
        Contact (clock “contact”, cycle 1): must be done within 2 hours.
        The clock started at 2026-03-02 09:00 with “complaint received”.
        Uninterrupted, it falls due at 2026-03-02 11:00, which allows 2 h of elapsed time.
        Done at 2026-03-02 09:30 (“customer contacted”), with 1 h 30 min to spare.
        Source: Lecture, §4.
        Times are those of Asia/Shanghai (+08:00).
        """,
        """
        首次联系（时限“contact”，第1轮）：必须在2小时内完成。
        2026年3月2日09:00（“收到投诉”）开始计时。
        如无中断，期限为2026年3月2日11:00，规定用时为2小时（按自然时间计）。
        2026年3月2日09:30（“已联系客户”）完成，尚余1小时30分钟。
        依据：Lecture, §4。
        以上时间均按Asia/Shanghai时区（UTC+08:00）。
        """,
    )


def story(texts):
    """What happened and how it stands, without the rule before it and the source and zone after it."""
    return tuple("\n".join(line for line in text.splitlines()[3:] if not line.startswith(("Times", "以上", "Source", "依据"))) for text in texts)


def test_met_exactly_at_the_due():
    """Nothing to spare, and in time."""
    assert story(explained(CONTACT, RECEIVED, Contacted(at=hour(2)))) == (
        "Done at 2026-03-02 11:00 (“customer contacted”), in time.",
        "2026年3月2日11:00（“已联系客户”）按时完成。",
    )


def test_running():
    """How much is left, and until when."""
    assert story(explained(CONTACT, RECEIVED, now=1)) == (
        "As of 2026-03-02 10:00 it is open, with 1 h left of 2 h of elapsed time; it falls due at 2026-03-02 11:00.",
        "截至2026年3月2日10:00尚未完成，规定用时2小时（按自然时间计），尚余1小时，期限为2026年3月2日11:00。",
    )


def test_breached_and_done():
    """The breach stands where it happened."""
    assert story(explained(CONTACT, RECEIVED, Contacted(at=hour(2.75)))) == texts(
        """
        Breached at 2026-03-02 11:00.
        Done at 2026-03-02 11:45 (“customer contacted”), late by 45 min.
        """,
        """
        自2026年3月2日11:00起逾期。
        2026年3月2日11:45（“已联系客户”）完成，逾期45分钟。
        """,
    )


def test_breached_and_open():
    """How long it is overdue, on the clock's own scale."""
    assert story(explained(CONTACT, RECEIVED, now=3)) == texts(
        """
        Breached at 2026-03-02 11:00.
        As of 2026-03-02 12:00 it is open and overdue by 1 h.
        """,
        """
        自2026年3月2日11:00起逾期。
        截至2026年3月2日12:00尚未完成，已逾期1小时。
        """,
    )


def test_paused():
    """What the pause did to the due time, in open time; and where it stands while on hold."""
    events = [RECEIVED, AwaitingCustomer(at=hour(2))]

    assert explained(ANSWER, *events, now=26) == texts(
        """
        Decision (clock “answer”, cycle 1): it is expected to be done within 3 business days, counted from the next day, by close of business.
        The clock started at 2026-03-02 09:00 with “complaint received”.
        Uninterrupted, it falls due at 2026-03-05 17:00, which allows 32 h of open time.
        As of 2026-03-03 11:00 it is open and on hold since 2026-03-02 11:00, with 30 h left of 32 h of open time; resumed now, it would fall due at 2026-03-06 17:00.
        Times are those of Asia/Shanghai (+08:00).
        """,
        """
        处理决定（时限“answer”，第1轮）：应当在3个工作日内（自次日起算，至到期日营业结束）完成。
        2026年3月2日09:00（“收到投诉”）开始计时。
        如无中断，期限为2026年3月5日17:00，规定用时为32小时（按工作时间计）。
        截至2026年3月3日11:00尚未完成（自2026年3月2日11:00起暂停），规定用时32小时（按工作时间计），尚余30小时；若此刻恢复计时，期限为2026年3月6日17:00。
        以上时间均按Asia/Shanghai时区（UTC+08:00）。
        """,
    )
    assert story(explained(ANSWER, *events, CustomerReplied(at=hour(26)), Responded(at=hour(28)))) == texts(
        """
        On hold from 2026-03-02 11:00 (“awaiting the customer”) to 2026-03-03 11:00 (“customer replied”), 8 h of open time: the due time moves from 2026-03-05 17:00 to 2026-03-06 17:00.
        Done at 2026-03-03 13:00 (“final answer given”), with 28 h of open time to spare.
        """,
        """
        2026年3月2日11:00（“等待客户”）至2026年3月3日11:00（“客户回复”）暂停计时，共8小时（按工作时间计）：期限由2026年3月5日17:00顺延至2026年3月6日17:00。
        2026年3月3日13:00（“正式答复”）完成，尚余28小时（按工作时间计）。
        """,
    )


def test_paused_while_closed():
    """A pause of a night moves nothing in open time."""
    assert story(explained(ANSWER, RECEIVED, AwaitingCustomer(at=hour(9)), CustomerReplied(at=hour(23)), Responded(at=hour(28)))) == texts(
        """
        On hold from 2026-03-02 18:00 (“awaiting the customer”) to 2026-03-03 08:00 (“customer replied”), all of it outside open hours: the due time stays at 2026-03-05 17:00.
        Done at 2026-03-03 13:00 (“final answer given”), with 20 h of open time to spare.
        """,
        """
        2026年3月2日18:00（“等待客户”）至2026年3月3日08:00（“客户回复”）暂停计时，均在工作时间之外：期限仍为2026年3月5日17:00。
        2026年3月3日13:00（“正式答复”）完成，尚余20小时（按工作时间计）。
        """,
    )


def test_due_at_and_paused_too_late():
    """A clock by a date; a pause after it moves nothing but is not overdue time, and the breach comes before it."""
    promised = Promised(at=START, what="call back", due_at=hour(10))

    assert explained(CALLBACK, promised, AwaitingCustomer(at=hour(12)), CustomerReplied(at=hour(14)), now=15) == texts(
        """
        Follow-up (clock “callback”, cycle 1): our target is to have it done by the date given.
        The clock started at 2026-03-02 09:00 with “promise made”.
        Uninterrupted, it falls due at 2026-03-02 19:00, which allows 10 h of elapsed time.
        Breached at 2026-03-02 19:00.
        On hold from 2026-03-02 21:00 (“awaiting the customer”) to 2026-03-02 23:00 (“customer replied”): the due time had passed by then and stays at 2026-03-02 19:00, but this stretch does not count as overdue.
        As of 2026-03-03 00:00 it is open and overdue by 3 h.
        Times are those of Asia/Shanghai (+08:00).
        """,
        """
        跟踪回访（时限“callback”，第1轮）：力争在指定日期前完成。
        2026年3月2日09:00（“作出承诺”）开始计时。
        如无中断，期限为2026年3月2日19:00，规定用时为10小时（按自然时间计）。
        自2026年3月2日19:00起逾期。
        2026年3月2日21:00（“等待客户”）至2026年3月2日23:00（“客户回复”）暂停计时：暂停时期限已过，仍为2026年3月2日19:00，但暂停期间不计入逾期时长。
        截至2026年3月3日00:00尚未完成，已逾期3小时。
        以上时间均按Asia/Shanghai时区（UTC+08:00）。
        """,
    )


def test_overdue_on_hold():
    """Breached before it was put on hold."""
    promised = Promised(at=START, what="call back", due_at=hour(10))

    assert story(explained(CALLBACK, promised, AwaitingCustomer(at=hour(12)), now=15))[0].endswith(
        "As of 2026-03-03 00:00 it is open and on hold since 2026-03-02 21:00 and overdue by 2 h."
    )


def test_extended():
    """By a date that an event carries: from then on in elapsed time; one that is no later changes nothing."""
    assert story(explained(ANSWER, RECEIVED, DelayNotified(at=hour(27), due_at=hour(240)))) == texts(
        """
        Extended at 2026-03-03 12:00 with “delay notified”, now by the date given: the due time moves from 2026-03-05 17:00 to 2026-03-12 09:00.
        As of 2026-03-04 09:00 it is open, with 8 d left of 10 d of elapsed time; it falls due at 2026-03-12 09:00.
        """,
        """
        2026年3月3日12:00（“告知延期”）延期，改为在指定日期前完成：期限由2026年3月5日17:00延至2026年3月12日09:00。
        截至2026年3月4日09:00尚未完成，规定用时10天（按自然时间计），尚余8天，期限为2026年3月12日09:00。
        """,
    )
    assert story(explained(ANSWER, RECEIVED, DelayNotified(at=hour(1), due_at=hour(2)), Responded(at=hour(3)))) == texts(
        """
        Extended at 2026-03-02 10:00 with “delay notified”, now by the date given: that is no later, so the due time stays at 2026-03-05 17:00.
        Done at 2026-03-02 12:00 (“final answer given”), with 29 h of open time to spare.
        """,
        """
        2026年3月2日10:00（“告知延期”）延期，改为在指定日期前完成：并不晚于原期限，期限仍为2026年3月5日17:00。
        2026年3月2日12:00（“正式答复”）完成，尚余29小时（按工作时间计）。
        """,
    )


def test_re_targeted():
    """By a graver severity; one whose span ends at the same time changes nothing but the rule."""
    assert story(explained(ANSWER, RECEIVED, Classified(at=hour(1), severity="critical"), Responded(at=hour(4)))) == texts(
        """
        At 2026-03-02 10:00 (“complaint classified”) the severity is “Critical”, so it is now within 4 business hours: the due time moves from 2026-03-05 17:00 to 2026-03-02 13:00.
        Done at 2026-03-02 13:00 (“final answer given”), in time.
        """,
        """
        2026年3月2日10:00（“投诉分级分类”）严重程度认定为“特别严重”，改为在4个工作小时内完成：期限由2026年3月5日17:00改为2026年3月2日13:00。
        2026年3月2日13:00（“正式答复”）按时完成。
        """,
    )
    assert story(explained(ANSWER, RECEIVED, Classified(at=hour(1), severity="minor"), Responded(at=hour(4))))[0].startswith(
        "At 2026-03-02 10:00 (“complaint classified”) the severity is “Minor”, so it is now within 3 business days, by close of business: the due time stays at"
    )


def test_a_foreign_severity_is_told_by_its_name():
    """It has no label."""
    by_priority = Clock(name="answer", stop="responded", within="2 hours", by_severity={"P1": "1 hour"})
    found = SimpleNamespace(verb="classified", at=hour(0.5), severity="P1")

    assert "the severity is “P1”, so it is now within 1 hour: the due time moves" in explained(by_priority, RECEIVED, found)[0]


def test_breached_and_then_given_longer():
    """The breach stays although nothing is overdue any more."""
    lenient = Clock(name="answer", stop="responded", within="2 hours", by_severity={"minor": "2 days"})
    events = [RECEIVED, Classified(at=hour(3), severity="minor")]

    assert story(explained(lenient, *events, Responded(at=hour(4)))) == texts(
        """
        Breached at 2026-03-02 11:00.
        At 2026-03-02 12:00 (“complaint classified”) the severity is “Minor”, so it is now within 2 days: the due time moves from 2026-03-02 11:00 to 2026-03-04 09:00.
        Done at 2026-03-02 13:00 (“final answer given”), after a breach.
        """,
        """
        自2026年3月2日11:00起逾期。
        2026年3月2日12:00（“投诉分级分类”）严重程度认定为“轻微”，改为在2天内完成：期限由2026年3月2日11:00改为2026年3月4日09:00。
        2026年3月2日13:00（“正式答复”）完成，此前曾逾期。
        """,
    )
    assert story(explained(lenient, *events, now=5))[0].endswith("it is open and past its due time.")


def test_reopened():
    """The time it was closed is a pause; of no length outside open hours, of no effect after the due."""
    assert story(explained(ANSWER, RECEIVED, Closed(at=hour(5)), Reopened(at=hour(29)), Responded(at=hour(30)))) == texts(
        """
        Closed at 2026-03-02 14:00 and reopened at 2026-03-03 14:00; the 8 h of open time between count as a pause: the due time moves from 2026-03-05 17:00 to 2026-03-06 17:00.
        Done at 2026-03-03 15:00 (“final answer given”), with 26 h of open time to spare.
        """,
        """
        2026年3月2日14:00结案，2026年3月3日14:00重新受理，其间8小时（按工作时间计）视为暂停：期限由2026年3月5日17:00顺延至2026年3月6日17:00。
        2026年3月3日15:00（“正式答复”）完成，尚余26小时（按工作时间计）。
        """,
    )
    assert (
        "with no open hours between: the due time stays at 2026-03-05 17:00."
        in explained(ANSWER, RECEIVED, Closed(at=hour(9)), Reopened(at=hour(20)))[0]
    )
    assert story(explained(ANSWER, RECEIVED, Closed(at=hour(100)), Reopened(at=hour(102)), now=103))[0].splitlines()[1] == (
        "Closed at 2026-03-06 13:00 and reopened at 2026-03-06 15:00: the due time had passed by then and stays at 2026-03-05 17:00, but the time between does not count as overdue."
    )


def test_continued():
    """Closed time that counts moves nothing, and what fell due meanwhile is breached on reopening."""
    total = Clock(name="total", stop="responded", within="2 hours", on_reopen="continue")

    assert story(explained(total, RECEIVED, Closed(at=hour(1)), Reopened(at=hour(3)), now=4)) == texts(
        """
        Reopened at 2026-03-02 12:00; the time in between counts, and it is due at 2026-03-02 11:00 as before.
        Breached at 2026-03-02 12:00: by then it had fallen due already.
        As of 2026-03-02 13:00 it is open and overdue by 2 h.
        """,
        """
        2026年3月2日12:00重新受理，其间照常计时，期限仍为2026年3月2日11:00。
        自2026年3月2日12:00起逾期：此时期限已过。
        截至2026年3月2日13:00尚未完成，已逾期2小时。
        """,
    )


def test_extended_too_late():
    """An auditor who looks for the holding reply finds why it did not count."""
    english, chinese = story(explained(ANSWER, RECEIVED, DelayNotified(at=hour(81), due_at=hour(90)), now=82))

    assert english.splitlines()[1] == "“delay notified” came at 2026-03-05 18:00, after the due time 2026-03-05 17:00 had passed: it extends nothing."
    assert chinese.splitlines()[1] == "“告知延期”于2026年3月5日18:00才发生，期限2026年3月5日17:00已过，不予延期。"


def test_re_targeted_on_hold():
    """Each due time that is told is the one told before, moved; on hold it is told as if the pause ended then."""
    graded = Clock(
        name="c", stop="responded", within="90 minutes", by_severity={"critical": "30 minutes"}, pause="awaiting_customer", resume="customer_replied"
    )
    lived = AwaitingCustomer(at=hour(1 / 3)), Classified(at=hour(3), severity="critical"), CustomerReplied(at=hour(4))

    assert story(explained(graded, RECEIVED, *lived, now=4)) == texts(
        """
        At 2026-03-02 12:00 (“complaint classified”) the severity is “Critical”, so it is now within 30 minutes: the due time moves from 2026-03-02 13:10 to 2026-03-02 12:10. (On hold: told as if the pause ended then.)
        On hold from 2026-03-02 09:20 (“awaiting the customer”) to 2026-03-02 13:00 (“customer replied”), 3 h 40 min: the due time moves from 2026-03-02 12:10 to 2026-03-02 13:10.
        As of 2026-03-02 13:00 it is open, with 10 min left of 30 min of elapsed time; it falls due at 2026-03-02 13:10.
        """,
        """
        2026年3月2日12:00（“投诉分级分类”）严重程度认定为“特别严重”，改为在30分钟内完成：期限由2026年3月2日13:10改为2026年3月2日12:10。（暂停期间，按当时恢复计时推算。）
        2026年3月2日09:20（“等待客户”）至2026年3月2日13:00（“客户回复”）暂停计时，共3小时40分钟：期限由2026年3月2日12:10顺延至2026年3月2日13:10。
        截至2026年3月2日13:00尚未完成，规定用时30分钟（按自然时间计），尚余10分钟，期限为2026年3月2日13:10。
        """,
    )


def test_a_date_given_on_hold():
    """Only what of the pause comes after it counts, and the explanation says so."""
    given = Clock(
        name="c",
        stop="responded",
        within="2 hours",
        pause="awaiting_customer",
        resume="customer_replied",
        extend=[Extension("delay_notified", "due_at")],
    )
    lived = AwaitingCustomer(at=hour(1)), DelayNotified(at=hour(3), due_at=hour(6)), CustomerReplied(at=hour(4))

    assert story(explained(given, RECEIVED, *lived, now=4)) == texts(
        """
        Extended at 2026-03-02 12:00 with “delay notified”, now by the date given: the due time moves from 2026-03-02 13:00 to 2026-03-02 15:00. (On hold: told as if the pause ended then.)
        On hold from 2026-03-02 10:00 (“awaiting the customer”) to 2026-03-02 13:00 (“customer replied”), 1 h of it after that date was given: the due time moves from 2026-03-02 15:00 to 2026-03-02 16:00.
        As of 2026-03-02 13:00 it is open, with 3 h left of 4 h of elapsed time; it falls due at 2026-03-02 16:00.
        """,
        """
        2026年3月2日12:00（“告知延期”）延期，改为在指定日期前完成：期限由2026年3月2日13:00延至2026年3月2日15:00。（暂停期间，按当时恢复计时推算。）
        2026年3月2日10:00（“等待客户”）至2026年3月2日13:00（“客户回复”）暂停计时，其中告知新期限之后共1小时：期限由2026年3月2日15:00顺延至2026年3月2日16:00。
        截至2026年3月2日13:00尚未完成，规定用时4小时（按自然时间计），尚余3小时，期限为2026年3月2日16:00。
        """,
    )


def test_exempted():
    """By the clock that was met in its place."""
    summary = Clock(name="summary", stop="remedy_delivered", within="0 business days by close of business", exempts=["final"])
    final = Clock(name="final", kind="decide", stop="responded", within="8 weeks by end of day rolled back")

    assert explained([summary, final], RECEIVED, RemedyDelivered(at=hour(5))) == texts(
        """
        Decision (clock “final”, cycle 1): must be done within 8 weeks, by the end of the day, moved back to the business day before if that is closed.
        The clock started at 2026-03-02 09:00 with “complaint received”.
        Uninterrupted, it falls due at 2026-04-27 24:00, which allows 56 d 15 h of elapsed time.
        Cancelled at 2026-03-02 14:00 with “remedy delivered”: “summary” was met, so this is no longer called for.
        Times are those of Asia/Shanghai (+08:00).
        """,
        """
        处理决定（时限“final”，第1轮）：必须在8周内（至到期日24时，到期日为休息日的，提前至上一个工作日）完成。
        2026年3月2日09:00（“收到投诉”）开始计时。
        如无中断，期限为2026年4月27日24:00，规定用时为56天15小时（按自然时间计）。
        2026年3月2日14:00（“{delivered}”）本时限取消：“summary”已按时完成，本项无须再办。
        以上时间均按Asia/Shanghai时区（UTC+08:00）。
        """.replace("{delivered}", written_verb("remedy_delivered", "zh")),
    )


def test_cancelled():
    """By closing, by withdrawal, or because it does not apply."""
    assert story(explained(ANSWER, RECEIVED, Closed(at=hour(5)))) == (
        "Cancelled at 2026-03-02 14:00 with “case closed”.",
        "2026年3月2日14:00（“结案”）本时限取消。",
    )
    assert story(explained(ANSWER, RECEIVED, Withdrawn(at=hour(5))))[0] == "Cancelled at 2026-03-02 14:00 with “complaint withdrawn”."
    assert story(explained(SAFETY, RECEIVED, Classified(at=hour(1), severity="critical"), Classified(at=hour(2), severity="minor"))) == texts(
        """
        It became known at 2026-03-02 10:00 (“complaint classified”) that this applies; it counts from the start all the same.
        Cancelled at 2026-03-02 11:00 with “complaint classified”: as things are now understood, this does not apply.
        """,
        """
        2026年3月2日10:00（“投诉分级分类”）确认适用本时限，时间仍从最初的起点算起。
        2026年3月2日11:00（“投诉分级分类”）本时限取消：就目前掌握的情况，已不适用。
        """,
    )


@pytest.mark.parametrize(
    ("span", "english", "chinese"),
    [
        ("1 hour", "within 1 hour", "在1小时内"),
        ("90 seconds", "within 90 seconds", "在90秒内"),
        ("30 minutes from next day", "within 30 minutes, counted from the next day", "在30分钟内（自次日起算）"),
        ("2 hours from opening", "within 2 hours, counted from the next opening", "在2小时内（自开始营业时起算）"),
        ("45 business seconds", "within 45 business seconds", "在工作时间45秒内"),
        ("90 business minutes", "within 90 business minutes", "在工作时间90分钟内"),
        ("3 months by end of day before", "within 3 months, by the end of the day before", "在3个月内（至到期日前一天24时）"),
        ("2 business days from instant", "within 2 business days, counted from the very instant", "在2个工作日内（自发生之时起算）"),
        (
            "1 day by end of day rolled forward",
            "within 1 day, by the end of the day, moved on to the next business day if that is closed",
            "在1天内（至到期日24时，到期日为休息日的，顺延至下一个工作日）",
        ),
        ("3 days from same day by end of day", "within 3 days, the first day included, by the end of the day", "在3天内（当日计入，至到期日24时）"),
        ("same day by end of day", "on the same day, by the end of the day", "在当日内（至到期日24时）"),
        ("0 business days by close of business", "on the same business day, by close of business", "在当个工作日内（至到期日营业结束）"),
    ],
)
def test_every_span_has_its_words(span, english, chinese):
    """Number and unit, where counting begins, where it ends, and what a closed date does."""
    said = explained(Clock(name="c", stop="responded", within=span), RECEIVED, now=0)

    assert said[0].splitlines()[0] == f"Resolution (clock “c”, cycle 1): must be done {english}."
    assert said[1].splitlines()[0] == f"问题解决（时限“c”，第1轮）：必须{chinese}完成。"


def test_a_time_at_another_offset_says_so():
    """After a change of the clock, and the last line says from which offset it differs."""
    start = pendulum.datetime(2026, 3, 28, 12, tz="Europe/Paris")
    clock = Clock(name="c", stop="responded", within="24 hours")
    [deadline] = DeadlinePolicy(name="desk", clocks=[clock]).deadlines(None, [Received(at=start)], start.add(hours=1))

    assert "it falls due at 2026-03-29 13:00 +02:00" in deadline.explain()
    assert deadline.explain().endswith("Times are those of Europe/Paris (+01:00 unless said otherwise).")
    assert deadline.explain("zh").endswith("以上时间均按Europe/Paris时区（UTC+01:00，另有注明的除外）。")


def test_a_fixed_offset_has_no_other_name():
    """Nothing but the offset can be told."""
    start = START.in_tz(pendulum.FixedTimezone(8 * 3600))
    [deadline] = DeadlinePolicy(name="desk", clocks=[CONTACT]).deadlines(None, [Received(at=start)], start)

    assert deadline.explain().endswith("Times are at offset +08:00.")
    assert deadline.explain("zh").endswith("以上时间均为UTC+08:00。")


def test_another_language_is_refused():
    """The error names those that are spoken."""
    [deadline] = DeadlinePolicy(name="desk", clocks=[CONTACT]).deadlines(None, [RECEIVED], START)
    with pytest.raises(UnknownNameError, match="lang"):
        deadline.explain("fr")


@pytest.mark.parametrize("verb", ["exempt", "exempted", "facts", "when"])
def test_a_hosts_own_verb_is_never_taken_for_the_librarys_reason(verb):
    """A ticket system may call its events what it likes, and is told that its event cancelled the clock."""
    start = pendulum.datetime(2026, 3, 2, 9)
    policy = DeadlinePolicy(name="desk", clocks=[Clock(name="reply", start="opened", stop="replied", cancel=verb, within="2 hours")])

    [deadline] = policy.deadlines(
        SimpleNamespace(), [SimpleNamespace(verb=v, at=at) for v, at in (("opened", start), (verb, start.add(hours=1)))], start.add(hours=3)
    )

    assert f"Cancelled at 2026-03-02 10:00 with “{verb}”." in deadline.explain()
