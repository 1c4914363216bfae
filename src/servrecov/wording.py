"""The English and Chinese sentences that the library says: how a deadline came about, what was found, what to do next.

What lives here: the sentences by key in both languages, the names of the events, and how times and lengths are written. What does not: terms with
definitions, which carry their own labels (`terms.py`). A sentence takes named values and is filled by `say`. Read `money.py` next.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

from servrecov.errors import UnknownNameError
from servrecov.terms import Term

__all__ = ["SENTENCES", "VERBS", "language", "say", "written", "written_length", "written_offset", "written_time", "written_verb"]

LANGUAGES: Final = ("en", "zh")


def language(lang: str) -> str:
    """Return ``"en"`` or ``"zh"`` for a language tag such as ``"zh-CN"``.

    Raises:
        UnknownNameError: The library speaks neither.
    """
    primary = lang.split("-", maxsplit=1)[0].lower() if isinstance(lang, str) else lang
    if primary in LANGUAGES:
        return primary
    raise UnknownNameError("lang", lang, 'a language the library speaks: "en" or "zh"', LANGUAGES)


def written_offset(at: datetime) -> str:
    """Write the offset of an instant: ``+08:00``."""
    offset = at.strftime("%z")
    return f"{offset[:3]}:{offset[3:5]}"


def written_time(at: datetime, lang: str = "en", *, offset: bool = True) -> str:
    """Write an instant: ``2026-03-02 18:30 +08:00``, ``2026年3月2日18:30（UTC+08:00）``; the last microsecond of a day as 24:00.

    Args:
        at: The instant, in the zone in which it is shown.
        lang: ``"en"`` or ``"zh"``.
        offset: Whether to name the offset; without it the reader must know the zone.
    """
    chinese = language(lang) == "zh"
    day = f"{at.year}年{at.month}月{at.day}日" if chinese else f"{at:%Y-%m-%d} "
    if (at.hour, at.minute, at.second, at.microsecond) == (23, 59, 59, 999999):
        clock = "24:00"
    else:
        clock = f"{at:%H:%M}" if not (at.second or at.microsecond) else f"{at:%H:%M:%S}"
    zone = "" if not offset else f"（UTC{written_offset(at)}）" if chinese else f" {written_offset(at)}"
    return f"{day}{clock}{zone}"


_UNITS: Final = (
    (timedelta(days=1), "d", "天"),
    (timedelta(hours=1), "h", "小时"),
    (timedelta(minutes=1), "min", "分钟"),
    (timedelta(seconds=1), "s", "秒"),
)


def written_length(length: timedelta, lang: str = "en", *, days: bool = True) -> str:
    """Write a length in its largest units: ``1 h 30 min``, ``1小时30分钟``.

    Args:
        length: The length; its sign is left to the sentence, and a part of a second counts as one.
        lang: ``"en"`` or ``"zh"``.
        days: Whether 24 hours are a day, as they are not in open time.
    """
    chinese = language(lang) == "zh"
    rest = abs(length)
    if rest % timedelta(seconds=1):
        rest += timedelta(seconds=1) - rest % timedelta(seconds=1)
    parts = []
    for unit, english, zh in _UNITS if days else _UNITS[1:]:
        count, rest = divmod(rest, unit)
        if count:
            parts.append(f"{count}{zh}" if chinese else f"{count} {english}")
    return ("" if chinese else " ").join(parts) or ("0分钟" if chinese else "0 min")


def written(value: object, lang: str) -> str:
    """Write a value into a sentence: a term by its label, an instant, a length, else its own text."""
    if isinstance(value, Term):
        return value.label_in(language(lang))
    if isinstance(value, datetime):
        return written_time(value, lang)
    if isinstance(value, timedelta):
        return written_length(value, lang)
    return str(value)


def written_verb(verb: str, lang: str = "en") -> str:
    """Name an event: ``contacted`` as "customer contacted", 已联系客户; an unknown verb is its own name."""
    english, chinese = VERBS.get(verb, (verb, verb))
    return chinese if language(lang) == "zh" else english


def say(key: str, lang: str, /, **values: object) -> str:
    """Say a sentence in a language.

    Args:
        key: The sentence.
        lang: ``"en"`` or ``"zh"``.
        values: What it speaks of; terms, instants and lengths are written as the language writes them.
    """
    english, chinese = SENTENCES[key]
    sentence = chinese if language(lang) == "zh" else english
    return sentence.format(**{name: written(value, lang) for name, value in values.items()})


VERBS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "received": ("complaint received", "收到投诉"),
        "registered": ("complaint registered", "登记编号"),
        "acknowledged": ("receipt acknowledged", "发出回执"),
        "contacted": ("customer contacted", "已联系客户"),
        "contact_attempted": ("contact attempted", "尝试联系客户"),
        "isolated": ("led to a quiet place", "引导至安静处"),
        "soothed": ("feelings soothed", "安抚情绪"),
        "listened": ("customer heard", "倾听客户"),
        "recorded": ("facts recorded", "详细记录"),
        "verified": ("account verified", "核实情况"),
        "assessed": ("validity assessed", "判定是否成立"),
        "classified": ("complaint classified", "投诉分级分类"),
        "assigned": ("owner assigned", "指定负责人"),
        "handed_over": ("case handed over", "移交他人"),
        "joint_meeting": ("joint meeting held", "召开立会"),
        "cause_found": ("cause found", "查明原因"),
        "need_agreed": ("need agreed", "确认诉求"),
        "remedy_proposed": ("remedy proposed", "拟定补救方案"),
        "approval_requested": ("approval requested", "申请批准"),
        "approval_given": ("approval given", "批准"),
        "approval_declined": ("approval declined", "不予批准"),
        "remedy_offered": ("remedy offered", "提出补救方案"),
        "offer_accepted": ("offer accepted", "客户接受方案"),
        "offer_refused": ("offer refused", "客户拒绝方案"),
        "promised": ("promise made", "作出承诺"),
        "progress_reported": ("progress reported", "反馈进度"),
        "delay_notified": ("delay notified", "告知延期"),
        "awaiting_customer": ("awaiting the customer", "等待客户"),
        "customer_replied": ("customer replied", "客户回复"),
        "customer_contacted_us": ("customer turned to us", "客户主动来访来电"),
        "escalated": ("case escalated", "升级处理"),
        "reported": ("case reported", "上报"),
        "referred": ("case referred", "转交外部机构"),
        "media_exposed": ("case became public", "被媒体曝光"),
        "apologised": ("apology made", "道歉"),
        "explained": ("cause explained", "说明原因"),
        "remedy_delivered": ("remedy delivered", "补救已兑现"),
        "goods_returned": ("goods returned", "退回货物"),
        "responded": ("final answer given", "正式答复"),
        "followed_up": ("customer followed up", "跟踪回访"),
        "survey_answered": ("survey answered", "完成满意度调查"),
        "thanked": ("customer thanked", "感谢客户"),
        "prevention_agreed": ("prevention agreed", "确定预防措施"),
        "closed": ("case closed", "结案"),
        "reopened": ("case reopened", "重新受理"),
        "withdrawn": ("complaint withdrawn", "客户撤诉"),
        "merged": ("merged into another case", "并案处理"),
        "retracted": ("entry retracted", "撤销记录"),
        "noted": ("note", "备注"),
    }
)
"""What each event is called, in English and Chinese."""

SENTENCES: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "agenda.clock": ("{kind} ({clock})", "{kind}（{clock}）"),
        "agenda.deadline": ("{what}, {status}", "{what}，{status}"),
        "agenda.promise": ("promised: {what}", "已承诺：{what}"),
        "agenda.step": ("{verb} → {stage}", "{verb} → {stage}"),
        "agenda.step_not_yet": ("{step} (first: {unmet})", "{step}（须先满足：{unmet}）"),
        "agenda.and": ("; ", "；"),
        "deadline.title": ("{kind} (clock “{clock}”, cycle {cycle}): {rule}.", "{kind}（时限“{clock}”，第{cycle}轮）：{rule}。"),
        "deadline.force_must": ("must be done {within}", "必须{within}完成"),
        "deadline.force_expected": ("expected {within}", "应当{within}完成"),
        "deadline.force_target": ("aimed for {within}", "力争{within}完成"),
        "deadline.by_date": ("by the date given", "在约定的日期前"),
        "deadline.within": ("within {counted}", "在{counted}内"),
        "deadline.within_detailed": ("{within}, {details}", "{within}（{details}）"),
        "deadline.and": (", ", "，"),
        "deadline.span_seconds": ("{plain}", "{n}秒"),
        "deadline.span_minutes": ("{plain}", "{n}分钟"),
        "deadline.span_hours": ("{plain}", "{n}小时"),
        "deadline.span_business_seconds": ("{plain}", "{n}秒工作时间"),
        "deadline.span_business_minutes": ("{plain}", "{n}分钟工作时间"),
        "deadline.span_business_hours": ("{plain}", "{n}小时工作时间"),
        "deadline.span_days": ("{plain}", "{n}天"),
        "deadline.span_weeks": ("{plain}", "{n}周"),
        "deadline.span_months": ("{plain}", "{n}个月"),
        "deadline.span_business_days": ("{plain}", "{n}个工作日"),
        "deadline.same_day": ("on the same day", "在当天"),
        "deadline.same_business_day": ("on the same business day", "在当个工作日"),
        "deadline.from_instant": ("counted from the very instant", "自该时刻起算"),
        "deadline.from_opening": ("counted from the next opening", "自开始营业时起算"),
        "deadline.from_next_day": ("counted from the next day", "自次日起算"),
        "deadline.from_same_day": ("the first day included", "首日计算在内"),
        "deadline.by_end_of_day": ("by the end of the day", "至当天结束"),
        "deadline.by_end_of_day_before": ("by the end of the day before", "至前一天结束"),
        "deadline.by_close_of_business": ("by close of business", "至当天营业结束"),
        "deadline.roll_next_business_day": ("moved on to the next business day if that is closed", "遇休息日顺延至下一个工作日"),
        "deadline.roll_previous_business_day": ("moved back to the business day before if that is closed", "遇休息日提前至上一个工作日"),
        "deadline.started": ("The clock started at {at} with “{verb}”.", "自{at}因“{verb}”开始计时。"),
        "deadline.due": (
            "Uninterrupted, it falls due at {due}; the budget is {budget} of {scale}.",
            "如无中断，期限为{due}，限额为{budget}（按{scale}计）。",
        ),
        "deadline.elapsed": ("elapsed time", "自然时间"),
        "deadline.open": ("open time", "工作时间"),
        "deadline.revealed": ("It became known at {at} (“{verb}”) that this applies.", "{at}（“{verb}”）方知本时限适用。"),
        "deadline.paused": (
            "On hold from {begin} (“{begun_by}”) to {at} (“{verb}”), {length}: the due time moves from {before} to {due}.",
            "{begin}（“{begun_by}”）至{at}（“{verb}”）暂停计时，共{length}：期限由{before}顺延至{due}。",
        ),
        "deadline.paused_closed": (
            "On hold from {begin} (“{begun_by}”) to {at} (“{verb}”), all of it outside open hours: the due time stays at {due}.",
            "{begin}（“{begun_by}”）至{at}（“{verb}”）暂停计时，均在工作时间之外：期限仍为{due}。",
        ),
        "deadline.paused_after": (
            "On hold from {begin} (“{begun_by}”) to {at} (“{verb}”): the time was up by then, so the due time stays at {due}, but this is not overdue time.",
            "{begin}（“{begun_by}”）至{at}（“{verb}”）暂停计时：此时期限已满，仍为{due}，但暂停期间不计入逾期时长。",
        ),
        "deadline.extended": (
            "Extended at {at} with “{verb}”, now {target}: the due time moves from {before} to {due}.",
            "{at}因“{verb}”延期，改为{target}完成：期限由{before}延至{due}。",
        ),
        "deadline.extended_in_vain": (
            "Extended at {at} with “{verb}”, now {target}: that is no later, so the due time stays at {due}.",
            "{at}因“{verb}”延期，改为{target}完成：并不晚于原期限，期限仍为{due}。",
        ),
        "deadline.retargeted": (
            "At {at} (“{verb}”) the severity is “{severity}”, so it is now {target}: the due time moves from {before} to {due}.",
            "{at}（“{verb}”）严重程度为“{severity}”，改为{target}完成：期限由{before}改为{due}。",
        ),
        "deadline.retargeted_in_vain": (
            "At {at} (“{verb}”) the severity is “{severity}”, so it is now {target}: the due time stays at {due}.",
            "{at}（“{verb}”）严重程度为“{severity}”，改为{target}完成：期限仍为{due}。",
        ),
        "deadline.reopened": (
            "Closed at {begin} and reopened at {at}; the {length} between count as a pause: the due time moves from {before} to {due}.",
            "{begin}结案，{at}重新受理，其间{length}按暂停计：期限由{before}顺延至{due}。",
        ),
        "deadline.reopened_closed": (
            "Closed at {begin} and reopened at {at}, with no open hours between: the due time stays at {due}.",
            "{begin}结案，{at}重新受理，其间均在工作时间之外：期限仍为{due}。",
        ),
        "deadline.reopened_after": (
            "Closed at {begin} and reopened at {at}: the time was up by then, so the due time stays at {due}, but this is not overdue time.",
            "{begin}结案，{at}重新受理：结案时期限已满，仍为{due}，但其间不计入逾期时长。",
        ),
        "deadline.stopped_early": ("Done at {at} with “{verb}”, {length} before the time was up.", "{at}以“{verb}”完成，尚余{length}。"),
        "deadline.stopped_in_time": ("Done at {at} with “{verb}”, in time.", "{at}以“{verb}”按时完成。"),
        "deadline.stopped_late": ("Done at {at} with “{verb}”, {length} late.", "{at}以“{verb}”完成，逾期{length}。"),
        "deadline.stopped_breached": ("Done at {at} with “{verb}”, after a breach.", "{at}以“{verb}”完成，此前曾逾期。"),
        "deadline.cancelled": ("Cancelled at {at} with “{verb}”.", "{at}因“{verb}”取消。"),
        "deadline.cancelled_when": (
            "Cancelled at {at} with “{verb}”: as things are now understood, this does not apply.",
            "{at}因“{verb}”取消：按现已掌握的情况，本时限不适用。",
        ),
        "deadline.cancelled_exempt": (
            "Cancelled at {at} with “{verb}”: “{other}” was met, which makes this needless.",
            "{at}因“{verb}”取消：“{other}”已按时完成，本项无须再办。",
        ),
        "deadline.breached": ("Breached at {at}.", "{at}起逾期。"),
        "deadline.held": (" and on hold since {since}", "（自{since}起暂停）"),
        "deadline.running": (
            "As of {now} it is open, with {remaining} of {budget} left; it falls due at {due}.",
            "截至{now}尚未完成，限额{budget}，尚余{remaining}，期限为{due}。",
        ),
        "deadline.on_hold": (
            "As of {now} it is open{hold}, with {remaining} of {budget} left; resumed now, it would fall due at {due}.",
            "截至{now}尚未完成{hold}，限额{budget}，尚余{remaining}；若此刻恢复计时，期限为{due}。",
        ),
        "deadline.overdue": ("As of {now} it is open{hold} and {late}.", "截至{now}尚未完成{hold}，{late}。"),
        "deadline.late": ("past its due time", "已过期限"),
        "deadline.late_by": ("{length} overdue", "已逾期{length}"),
        "deadline.source": ("Source: {source}.", "依据：{source}。"),
        "deadline.zone": ("Times are those of {zone} ({offset}).", "以上为{zone}时间（UTC{offset}）。"),
        "deadline.zone_changing": (
            "Times are those of {zone} ({offset} unless said otherwise).",
            "以上为{zone}时间（除注明者外，均为UTC{offset}）。",
        ),
        "deadline.zone_fixed": ("Times are at offset {offset}.", "以上时间均为UTC{offset}。"),
        "fairness.pending": ("Not judged yet: its moment has not come.", "尚未评判：时点未到。"),
        "fairness.no_kind": ("The kind of failure is not known.", "失误类型不明。"),
        "fairness.remedy_fits": ("{failure}: a remedy of the kind that fits it was offered or given.", "{failure}：已提出或给予与之相称的补救。"),
        "fairness.remedy_fits_not": (
            "{failure}: no remedy of the kind that fits it was offered or given.",
            "{failure}：未提出也未给予与之相称的补救。",
        ),
        "fairness.no_loss": ("The customer's loss is not known.", "客户损失不明。"),
        "fairness.loss_of_nothing": ("The loss was {loss}: there was nothing to make good.", "损失为{loss}：无需赔偿。"),
        "fairness.compensated": ("{delivered} was delivered for a loss of {loss}.", "损失{loss}，已兑现{delivered}。"),
        "fairness.compensated_otherwise": (
            "{delivered} was delivered for a loss of {loss}; what was delivered in {others} cannot be compared and is not counted.",
            "损失{loss}，已兑现{delivered}；以{others}兑现的部分无法比较，未计入。",
        ),
        "fairness.no_offer": ("No offer stands.", "没有有效的补救方案。"),
        "fairness.delivered": ("What was offered was delivered.", "所提出的补救已全部兑现。"),
        "fairness.delivered_partly": ("Of what was offered, {share} was delivered.", "所提出的补救兑现了{share}。"),
        "fairness.delivered_not": ("Nothing of what was offered was delivered.", "所提出的补救均未兑现。"),
        "fairness.nothing_sought": ("No remedy is known to be sought.", "未知客户寻求何种补救。"),
        "fairness.sought": ("What the customer sought was offered or given: {addressed}.", "客户的诉求均已提出方案或满足：{addressed}。"),
        "fairness.sought_partly": (
            "Of what the customer sought, this was offered or given: {addressed}; this was not: {missing}.",
            "客户的诉求中，已提出方案或满足的有：{addressed}；未回应的有：{missing}。",
        ),
        "fairness.sought_not": ("Nothing of what the customer sought was offered or given: {missing}.", "客户的诉求均未回应：{missing}。"),
        "fairness.no_clock": ("No clock of the playbook ran.", "没有时限起算。"),
        "fairness.in_time": ("Deadlines judged: {count}; none was breached.", "评判时限{count}项，均未逾期。"),
        "fairness.overdue": (
            "Deadlines judged: {count}; breached: {overdue} ({clocks}). By the overdue time they were kept to {share}.",
            "评判时限{count}项，逾期{overdue}项（{clocks}）。按逾期时长计，遵守程度{share}。",
        ),
        "fairness.heard": ("The customer was heard at {heard}; nothing is decided yet.", "{heard}已倾听客户；尚未作出决定。"),
        "fairness.heard_first": ("The customer was heard at {heard}, before the first decision at {at}.", "{heard}已倾听客户，先于{at}的首次决定。"),
        "fairness.unheard": ("Up to {at} nobody heard the customer.", "截至{at}无人倾听客户。"),
        "fairness.decided_unheard": ("It was decided at {at} before the customer was heard.", "{at}未倾听客户即作出决定。"),
        "fairness.no_offer_made": ("No offer was made.", "未提出补救方案。"),
        "fairness.choice": ("The customer had a choice or a say.", "客户有选择或参与决定。"),
        "fairness.no_choice": ("The customer was given one offer, and no choice.", "仅提出一种方案，客户没有选择。"),
        "fairness.no_owner": ("Nobody is named who answers for the case.", "没有指明负责人。"),
        "fairness.owners": (
            "Owners: {count}; hand-overs: {handovers}, of which {accepted} are accepted.",
            "负责人{count}任，移交{handovers}次，可接受{accepted}次。",
        ),
        "fairness.not_chased": ("The customer did not have to turn to us again.", "客户无需再次催问。"),
        "fairness.chased": (
            "The customer had to turn to us again {count} times; {accepted} are accepted.",
            "客户再次主动找我们{count}次，可接受{accepted}次。",
        ),
        "fairness.informed": ("The customer had news of how things stand.", "客户及时得知进展。"),
        "fairness.uninformed": ("Up to {at} the customer did not have news in time.", "截至{at}未及时向客户告知进展。"),
        "fairness.no_rejection": ("The complaint was not rejected.", "投诉未被拒绝。"),
        "fairness.reasons_and_recourse": ("The rejection came with reasons and with where to turn next.", "拒绝时说明了理由和申诉途径。"),
        "fairness.reasons_only": ("The rejection came with reasons, but not with where to turn next.", "拒绝时说明了理由，未告知申诉途径。"),
        "fairness.recourse_only": ("The rejection came with where to turn next, but not with reasons.", "拒绝时告知了申诉途径，未说明理由。"),
        "fairness.no_reasons": ("The rejection came with neither reasons nor where to turn next.", "拒绝时既未说明理由，也未告知申诉途径。"),
        "fairness.soothed_first": ("The customer's feelings were attended to at {at}, before the matter.", "{at}先安抚了客户情绪，再处理事情。"),
        "fairness.matter_first": ("The matter was dealt with before the customer's feelings.", "未先安抚情绪即处理事情。"),
        "fairness.not_soothed": ("The customer's feelings were not attended to.", "未安抚客户情绪。"),
        "fairness.not_our_fault": ("Nothing puts the fault with the firm.", "没有依据认定企业有过错。"),
        "fairness.apologised": ("The firm is at fault and said sorry, first at {at}.", "企业有过错，已于{at}道歉。"),
        "fairness.no_apology": ("The firm is at fault and did not say sorry.", "企业有过错，未道歉。"),
        "fairness.explained": ("The customer was told what caused the failure, first at {at}.", "已于{at}向客户说明原因。"),
        "fairness.unexplained": ("The customer was not told what caused the failure.", "未向客户说明原因。"),
        "fairness.no_promise": ("Nothing was promised.", "未作承诺。"),
        "fairness.promises_kept": ("Promises judged: {count}; all kept.", "评判承诺{count}项，均已兑现。"),
        "fairness.promises_unkept": ("Promises judged: {count}; not kept or kept late: {unkept}.", "评判承诺{count}项，未兑现或迟延{unkept}项。"),
        "fairness.promises_beyond": (
            "Beyond the authority of whoever made them: {beyond}. Promises judged: {count}; not kept or kept late: {unkept}.",
            "越权承诺{beyond}项。评判承诺{count}项，未兑现或迟延{unkept}项。",
        ),
        "fairness.followed_up": ("The customer was asked how it went, first at {at}.", "已于{at}回访客户。"),
        "fairness.not_followed_up": ("The customer was not asked how it went.", "未回访客户。"),
    }
)
"""Every sentence by key, in English and Chinese."""
