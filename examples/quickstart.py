"""Mr Han's brakes: one complaint, from the first word to the last.

Covers: opening a case, recording what happens, deadlines and why they are what they are, promises, the fairness audit with its evidence, and what
the playbook advises next.

Scenario: Mr Han's front brake pads were replaced, and he drove off alone. The same evening he calls: the car brakes worse than before, squeals and
has lost power. The next day the workshop finds the new pads not bedded in and the injectors dirty; he half believes it and agrees to a cleaning.
Three days later the quality tracker calls: the car burns more fuel than ever, and he will not come again. The recovery failed after the service had:
a double deviation.

Run it in English or in Chinese: `python examples/quickstart.py`, `python examples/quickstart.py zh`.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import pendulum

import servrecov as sr
from servrecov.wording import written_length, written_time, written_verb

Say = Callable[[str, str], str]
"""Takes the English and the Chinese words and returns those of the language that is spoken."""


# --- The story ---------------------------------------------------------------------------------------------------------------------------------


def at(day: int, hour: int, minute: int = 0) -> pendulum.DateTime:
    """Return a time of the story: a day of March 2026, in Shanghai."""
    return pendulum.datetime(2026, 3, day, hour, minute, tz="Asia/Shanghai")


def mr_hans_complaint(say: Say) -> sr.Complaint:
    """Return what Mr Han said on the telephone, the evening after the repair."""
    return sr.Complaint(
        customer=sr.Customer(id="han", name=say("Mr Han", "韩先生")),
        received_at=at(2, 18, 30),
        channel=sr.Channel.PHONE,
        failures=[
            sr.Failure(
                kind=sr.FailureKind.OUTCOME,
                site=sr.FailureSite.CORE,
                severity=sr.Severity.MAJOR,
                cause="service.repair.fault_recurs",
                loss=sr.Money("480.00", "CNY"),
                what=say("Brakes squeal after the pads were changed", "更换制动片后制动异响"),
            )
        ],
        sought=[sr.RemedyKind.REPAIR],
        narrative=say(
            "The brake lamp came on, you replaced the front pads today, I paid and drove off alone. Now it brakes worse than before and has no power.",
            "制动警告灯亮，今天你们换了前制动片，我付了款独自把车开走。现在制动还不如原来，动力也不足。",
        ),
    )


def mr_hans_case(say: Say) -> sr.Case:
    """Live through the story and return the case as it stands at its end."""
    cleaning = sr.Remedy(sr.RemedyKind.REPAIR, what=say("clean injectors and throttle", "清洗喷油嘴与节气门"))
    call = say("a call within three days", "三日内回访")
    case = sr.load_playbook("dealership").open(mr_hans_complaint(say), by="zhang", id="C-1")
    case = case.record(
        sr.Assigned(at=at(2, 18, 40), by="reception", to="zhang", to_role="adviser", note=say("who did the repair", "原维修接待")),
        sr.Contacted(at=at(2, 18, 55), by="zhang", channel=sr.Channel.PHONE, note=say("calls back: bring the car in", "回电，请来店检查")),
        sr.Listened(at=at(3, 9, 10), by="zhang", note=say("second visit: noise, weak brakes", "再次来店：异响、制动差")),
        sr.Recorded(at=at(3, 9, 25), by="zhang", facts=say("squeals when braking; less power", "制动异响；动力不足")),
        sr.Verified(at=at(3, 10), by="technician", source=say("test drive", "试车"), agrees=True, note=say("on a test drive", "经试车核实")),
        sr.CauseFound(at=at(3, 10, 20), by="technician", note=say("new pads not bedded in; injectors dirty", "新片未充分磨合；喷油嘴脏")),
        sr.Explained(at=at(3, 10, 30), by="zhang", note=say("he half believes it", "客户半信半疑")),
        sr.RemedyOffered(at=at(3, 10, 35), by="zhang", remedies=[cleaning], note=cleaning.what),
        sr.OfferAccepted(at=at(3, 10, 40), by="han", note=say("agrees to the cleaning", "同意清洗")),
        sr.Promised(at=at(3, 10, 45), by="zhang", what=call, due_at=at(6, 18), kept_by="followed_up", note=call),
        sr.RemedyDelivered(at=at(3, 16), by="technician", remedies=[cleaning], note=say("cleaned, car handed back", "清洗完毕，交车")),
    )
    never_again = say("burns more fuel now; never again", "油耗上升，故障越修越多，再也不来了")
    return case.record(sr.FollowedUp(at=at(6, 10), by="tracker", method="phone", satisfied=False, note=never_again))


def double_deviation(case: sr.Case) -> tuple[sr.RemedyDelivered, sr.FollowedUp] | None:
    """Return the remedy that was delivered and the follow-up that found it to have failed, or None where there is no such pair."""
    remedy = None
    for event in case.journal:
        if isinstance(event, sr.RemedyDelivered):
            remedy = event
        elif isinstance(event, sr.FollowedUp) and event.satisfied is False and remedy is not None:
            return remedy, event
    return None


# --- The report --------------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Report:
    """Everything about a case at an instant, as a manager would want to read it."""

    case: sr.Case
    now: pendulum.DateTime
    lang: str
    say: Say

    def __str__(self) -> str:
        """Put the parts one under the other, each under its title."""
        stage = self.case.playbook.procedure.stage(self.case.stage).label_in(self.lang)
        parts = {
            self.say("The complaint", "抱怨内容"): self.complaint(),
            self.say("What happened", "经过"): self.journal(),
            self.say("Deadlines", "时限"): self.deadlines(),
            self.say("Why they are what they are", "时限的由来"): self.reasons(),
            self.say("Promises", "承诺"): self.promises(),
            self.say("Was it fair?", "是否公平"): self.fairness(),
            self.say("What next? The case stands at: ", "下一步。当前阶段：") + stage: self.advice(),
            self.say("What this case is", "案例性质"): self.verdict(),
        }
        return "\n\n".join(f"{title}\n{'=' * width(title)}\n{part}" for title, part in parts.items())

    def complaint(self) -> str:
        """Say who complained of what, in the customer's own words."""
        complaint = self.case.complaint
        [failure] = complaint.failures
        rows = [
            (self.say("case", "案号"), self.case.id),
            (self.say("customer", "客户"), complaint.customer.name),
            (self.say("what", "问题"), failure.what),
            (self.say("kind", "类别"), self.listed([failure.kind, failure.site, failure.severity])),
            (self.say("loss", "损失"), failure.loss),
            (self.say("wants", "诉求"), self.listed(complaint.sought)),
            (self.say("says", "客户原话"), complaint.narrative),
        ]
        return table([], rows)

    def journal(self) -> str:
        """List what happened, in the order in which it was recorded."""
        rows = [(seq, short(event.at), written_verb(event.verb, self.lang), event.by, event.note) for seq, event in self.case.journal.entries()]
        return table(self.heads("# when what who note", "# 时间 事项 经办 备注"), rows)

    def deadlines(self) -> str:
        """List the deadlines: when each was due, and how much of the time was used."""
        rows = [
            (
                each.kind.label_in(self.lang),
                short(each.due_at),
                each.status.label_in(self.lang),
                written_length(each.used, self.lang),
                written_length(each.budget, self.lang),
            )
            for each in self.case.deadlines(self.now)
        ]
        return table(self.heads("what due status used of", "事项 到期 状态 已用 规定用时"), rows)

    def reasons(self) -> str:
        """Derive each deadline, step by step."""
        return "\n\n".join(deadline.explain(self.lang) for deadline in self.case.deadlines(self.now))

    def promises(self) -> str:
        """List what the customer was promised, and what became of it."""
        rows = [
            (each.what_in(self.lang), short(each.made_at), short(each.due_at), each.status.label_in(self.lang), short(each.kept_at))
            for each in self.case.promises(self.now)
        ]
        return table(self.heads("promise made due status kept", "承诺 作出 到期 状态 兑现"), rows)

    def fairness(self) -> str:
        """Score the three kinds of justice, with the evidence for every finding: the numbers of its entries."""
        audit = self.case.fairness(self.now)
        return "\n\n".join(self.dimension(dimension) for dimension in (audit.outcome, audit.procedural, audit.interactional))

    def dimension(self, dimension: sr.Dimension) -> str:
        """Score one kind of justice."""
        score = self.say("not scored", "未评分") if dimension.score is None else f"{dimension.score:.2f}"
        numbers = {event: f"#{seq}" for seq, event in self.case.journal.entries()}
        rows = [
            (finding.verdict.label_in(self.lang), finding.sentence_in(self.lang), " ".join(numbers[event] for event in finding.evidence))
            for finding in dimension.findings
            if finding.verdict is not sr.Verdict.NOT_APPLICABLE
        ]
        findings = table(self.heads("verdict finding evidence", "结论 依据 记录"), rows)
        return f"{dimension.justice.label_in(self.lang)}{self.say(': ', '：')}{score}\n{findings}"

    def advice(self) -> str:
        """List what may be done now, and what the playbook advises."""
        agenda = [(short(item.at), item.title, self.say(", ", "、").join(item.who)) for item in self.case.agenda(self.now, self.lang)]
        steps = table(self.heads("by step who", "期限 步骤 何人"), agenda)
        guidance = self.case.guidance()
        if guidance is None:
            return steps
        advice = [
            (self.say("aim", "目标"), guidance.aim and guidance.aim.in_(self.lang)),
            *((self.say("do", "宜"), text.in_(self.lang)) for text in guidance.do),
            *((self.say("avoid", "忌"), text.in_(self.lang)) for text in guidance.avoid),
        ]
        return f"{steps}\n\n{table([], advice)}"

    def verdict(self) -> str:
        """Say whether the recovery failed after the service had, as the journal shows it."""
        pair = double_deviation(self.case)
        if pair is None:
            return self.say("A service failure.", "一次服务失误。")
        remedy, found = pair
        [failure] = self.case.complaint.failures
        rows = [
            (self.say("the service failed", "服务失误"), short(self.case.complaint.received_at), failure.what),
            (self.say("a remedy was delivered", "实施补救"), short(remedy.at), remedy.note),
            (self.say("the recovery failed too", "补救再度失误"), short(found.at), found.note),
        ]
        met = all(deadline.status is sr.DeadlineStatus.MET for deadline in self.case.deadlines(self.now))
        kept = all(promise.status is sr.PromiseStatus.KEPT for promise in self.case.promises(self.now))
        moral = self.say("A double deviation: first the service failed, then its recovery.", "双重背离：先是服务失误，接着补救又失误。")
        irony = self.say(" Every deadline was met and every promise kept, and the customer is lost.", "时限项项按时，承诺件件兑现，客户却流失了。")
        return f"{table([], rows)}\n\n{moral}{irony if met and kept else ''}"

    def heads(self, english: str, chinese: str) -> list[str]:
        """Return the titles of columns, each of one word."""
        return self.say(english, chinese).split()

    def listed(self, terms: Iterable[sr.Term | None]) -> str:
        """Name several terms, those that are known."""
        return self.say(", ", "、").join(term.label_in(self.lang) for term in terms if term)


# --- Tables ------------------------------------------------------------------------------------------------------------------------------------


def width(text: str) -> int:
    """Count the columns that a text takes; a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Lay rows out in columns under a head, if there is one; a column with nothing in it is left out."""
    cells = [["" if cell is None else str(cell) for cell in row] for row in rows]
    filled = [index for index, column in enumerate(zip(*cells, strict=True)) if any(column)]
    lines = [[row[index] for index in filled] for row in ([head] if head else []) + cells]
    widths = [max(map(width, column)) for column in zip(*lines, strict=True)]
    if head:
        lines.insert(1, ["-" * wide for wide in widths])
    return "\n".join("  ".join(cell + " " * (wide - width(cell)) for cell, wide in zip(line, widths, strict=True)).rstrip() for line in lines)


def short(time: datetime | None) -> str:
    """Write a time of the story without its offset, which is the same throughout."""
    return "" if time is None else written_time(time, offset=False)


def main(lang: str = "en") -> None:
    """Print the report in a language."""

    def say(english: str, chinese: str) -> str:
        return sr.Text(english, chinese).in_(lang)

    print(Report(mr_hans_case(say), at(6, 12), lang, say))


if __name__ == "__main__":
    main(*sys.argv[1:2])
