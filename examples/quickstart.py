"""Mr Han's brakes: one complaint, from the first word to the last.

Covers: opening a case, recording what happens, deadlines and why they are what they are, promises, the fairness audit with its evidence,
what the playbook advises next.

Scenario: Mr Han's brake pads were replaced. The same evening he calls: the brakes squeal, the car is weak. The next day the workshop finds
that the pads are not bedded in and the injectors dirty; he half believes it and agrees to a cleaning. Three days later the quality tracker
calls: the car burns more fuel than before, and he will not come again. The recovery failed after the service had: a double deviation.

Run it with `zh` to read it in Chinese: `python examples/quickstart.py zh`.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterable, Sequence

import pendulum

import servrecov as sr
from servrecov.wording import written, written_time, written_verb

TITLES = {
    "en": ["What happened", "Deadlines", "Why they are what they are", "Promises", "Was it fair?", "What to do next", "Stage: {}", "Advice"],
    "zh": ["经过", "时限", "时限的由来", "承诺", "是否公平", "下一步", "当前阶段：{}", "指引"],
}
HEADS = {
    "en": [
        ("#", "when", "what", "who", "note"),
        ("clock", "due", "status", "used", "of"),
        ("promise", "made", "due", "status"),
        ("justice", "score", "criterion", "verdict", "evidence"),
        ("by", "what", "who"),
    ],
    "zh": [("#", "时间", "事项", "经办", "备注"), ("时限", "到期", "状态", "已用", "限额"), ("承诺", "作出", "到期", "状态"), ("公平", "得分", "准则", "结论", "证据"), ("期限", "事项", "角色")],
}


def at(month: int, day: int, hour: int, minute: int = 0) -> pendulum.DateTime:
    """Return a time of the story, in Shanghai."""
    return pendulum.datetime(2026, month, day, hour, minute, tz="Asia/Shanghai")


def mr_hans_case() -> sr.Case:
    """Live through the story and return the case as it stands at its end."""
    playbook = sr.load_playbook("dealership")
    complaint = sr.Complaint(
        customer=sr.Customer(id="han"),
        received_at=at(3, 2, 18, 30),
        channel=sr.Channel.PHONE,
        failures=[
            sr.Failure(
                kind=sr.FailureKind.OUTCOME,
                site=sr.FailureSite.CORE,
                severity=sr.Severity.MAJOR,
                cause="service.repair.fault_recurs",
                loss=sr.Money("480.00", "CNY"),
                what="Brakes squeal after the pads were changed",
            )
        ],
        sought=[sr.RemedyKind.REPAIR],
    )
    cleaning = sr.Remedy(sr.RemedyKind.REPAIR, what="clean injectors and throttle")
    case = playbook.open(complaint, by="zhang", id="C-1")
    case = case.record(
        sr.Assigned(at=at(3, 2, 18, 40), by="reception", to="zhang", to_role="adviser"),
        sr.Contacted(at=at(3, 2, 18, 55), by="zhang", channel="phone", note="asks him to bring the car in"),
        sr.Listened(at=at(3, 3, 9, 10), by="zhang", channel="in_person", note="second visit: noise, weak braking, less power"),
        sr.Verified(at=at(3, 3, 10, 0), by="workshop", source="test drive", agrees=True),
        sr.CauseFound(at=at(3, 3, 10, 20), by="workshop", locus="staff", note="pads not bedded in; injectors and throttle dirty"),
        sr.Explained(at=at(3, 3, 10, 30), by="zhang", note="he half believes it"),
        sr.RemedyOffered(at=at(3, 3, 10, 35), by="zhang", remedies=[cleaning]),
        sr.OfferAccepted(at=at(3, 3, 10, 40), by="han"),
        sr.Promised(at=at(3, 3, 10, 45), by="zhang", what="a call within three days", due_at=at(3, 6, 18, 0), kept_by="followed_up"),
        sr.RemedyDelivered(at=at(3, 3, 16, 0), by="workshop", remedies=[cleaning]),
    )
    return case.record(
        sr.FollowedUp(at=at(3, 6, 10, 0), by="quality_tracker", method="call", satisfied=False, note="burns more fuel; never again"),
    )


def width(text: str) -> int:
    """Count the columns that a text takes; a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Lay rows out in columns under a head."""
    cells = [[str(cell) for cell in row] for row in (head, *rows)]
    widths = [max(width(row[column]) for row in cells) for column in range(len(head))]
    lines = ["  ".join(cell + " " * (wide - width(cell)) for cell, wide in zip(row, widths, strict=True)).rstrip() for row in cells]
    return "\n".join([lines[0], "  ".join("-" * wide for wide in widths), *lines[1:]])


def short(time: pendulum.DateTime | None) -> str:
    """Write a time of the story without its offset, which is the same throughout."""
    return "" if time is None else written_time(time).removesuffix(" +08:00")


def report(case: sr.Case, now: pendulum.DateTime, lang: str) -> str:
    """Say everything about the case, as a manager would want to read it."""
    titles, heads = TITLES[lang], HEADS[lang]
    journal = [(seq, short(event.at), written_verb(event.verb, lang), event.by or "", event.note) for seq, event in case.journal.entries()]
    deadlines = case.deadlines(now)
    due = [(d.clock, short(d.due_at), written(d.status, lang), written(d.used, lang), written(d.budget, lang)) for d in deadlines]
    promises = [(p.what, short(p.made_at), short(p.due_at), written(p.status, lang)) for p in case.promises(now)]
    audit = case.fairness(now)
    findings = [
        (
            written(finding.dimension, lang),
            "" if finding.score is None else f"{finding.score:.2f}",
            finding.sentence_in(lang),
            written(finding.verdict, lang),
            ", ".join(written_verb(event.verb, lang) for event in finding.evidence),
        )
        for finding in audit.findings
        if finding.verdict != "not_applicable"
    ]
    scores = [(written(justice, lang), f"{score:.2f}", "", "", "") for justice, score in audit.scores()]
    agenda = [(short(item.at), item.title, ", ".join(item.who)) for item in case.agenda(now, lang)]
    guidance = case.guidance()
    advice = [f"- {text.in_(lang)}" for text in guidance.do] if guidance else []
    stage = case.playbook.procedure.stage(case.stage).label_in(lang)
    sections = [
        (titles[0], table(heads[0], journal)),
        (titles[1], table(heads[1], due)),
        (titles[2], "\n\n".join(deadline.explain(lang) for deadline in deadlines)),
        (titles[3], table(heads[2], promises)),
        (titles[4], table(heads[3], [*findings, *scores])),
        (titles[5], table(heads[4], agenda)),
        (titles[6].format(stage), "\n".join(advice)),
    ]
    return "\n\n".join(f"{title}\n{'=' * width(title)}\n{body}" for title, body in sections)


if __name__ == "__main__":
    language = sys.argv[1] if len(sys.argv) > 1 else "en"
    print(report(mr_hans_case(), at(3, 6, 12), language))
