"""Where a piece of knowledge comes from, and how well it was checked.

What lives here: `Source`, its `SourceStatus`, the project's five seed documents and the studies that its vocabulary leans on.
What does not: the knowledge itself. Every figure, rule, term and preset of the library carries a `Source`. Read `terms.py` next.
"""

from __future__ import annotations

import enum
from datetime import date

import attrs

from servrecov import values

__all__ = ["Source", "SourceStatus"]


class SourceStatus(enum.StrEnum):
    """How far a source was checked."""

    VERIFIED = "verified"
    """The wording was seen in the source itself."""
    SECONDARY = "secondary"
    """The wording was seen reported by someone else."""
    RECALLED = "recalled"
    """General knowledge; no text was at hand."""


@attrs.frozen(kw_only=True, field_transformer=values.held)
class Source:
    """A pointer to where a figure, a rule or a term comes from.

    Attributes:
        title: Name of the document.
        locator: Place in it: a section, a heading, a clause, a term.
        url: Address where it can be read, or ``""``.
        status: How far it was checked.
        checked_on: The day it was last checked, or None.

    Example:
        >>> LECTURE.at("基本原则").locator
        '基本原则'
    """

    title: str
    locator: str = ""
    url: str = ""
    status: SourceStatus = SourceStatus.RECALLED
    checked_on: date | None = None

    def at(self, locator: str) -> Source:
        """Point to a place in the same document."""
        return attrs.evolve(self, locator=locator)

    def __str__(self) -> str:
        """Cite it in one line."""
        return f"{self.title}, {self.locator}" if self.locator else self.title


def _seed(title: str) -> Source:
    return Source(title=title, status=SourceStatus.VERIFIED, checked_on=date(2026, 11, 23))


LECTURE = _seed("顾客投诉和补救性服务讲义 (Complaints and remedial service, lecture, ch. 10)")
BANK_SCRIPT = _seed("客户异议及投诉处理文字稿 (Handling customers' objections and complaints, bank teaching script, and documents filed with it)")
RECOVERY_STUDY = _seed("服务补救学习 (Service recovery study, 47 slides)")
FORD_TRAINING = _seed("Ford dealer customer-satisfaction training (customer viewpoint, GCVP)")
MEANING = _seed("投诉处理的意义 (The meaning of complaint handling)")

BITNER_1990 = Source(
    title="Bitner, Booms & Tetreault 1990, The Service Encounter: Diagnosing Favorable and Unfavorable Incidents, Journal of Marketing 54(1)",
    status=SourceStatus.RECALLED,
)
BITNER_1994 = Source(
    title="Bitner, Booms & Mohr 1994, Critical Service Encounters: The Employee's Viewpoint, Journal of Marketing 58(4), abstract",
    url="https://www.jstor.org/stable/1251919",
    status=SourceStatus.VERIFIED,
    checked_on=date(2026, 11, 23),
)
DAY_LANDON_1977 = Source(title="Day & Landon 1977, Toward a Theory of Consumer Complaining Behavior", status=SourceStatus.RECALLED)
FOLKES_1984 = Source(
    title="Folkes 1984, Consumer Reactions to Product Failure: An Attributional Approach, Journal of Consumer Research 10 (after Weiner)",
    status=SourceStatus.RECALLED,
)
KEAVENEY_1995 = Source(
    title="Keaveney 1995, Customer Switching Behavior in Service Industries: An Exploratory Study, Journal of Marketing 59(2), abstract",
    url="https://www.jstor.org/stable/1252074",
    status=SourceStatus.VERIFIED,
    checked_on=date(2026, 11, 23),
)
KELLEY_1993 = Source(
    title="Kelley, Hoffman & Davis 1993, A Typology of Retail Failures and Recoveries, Journal of Retailing 69(4)",
    status=SourceStatus.RECALLED,
)
PRACTICE = Source(title="Common practice of complaint handling", status=SourceStatus.RECALLED)
