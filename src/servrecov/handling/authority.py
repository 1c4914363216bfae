"""Who may commit how much: the check of an offer, a promise or a delivery against the tiers of authority.

What lives here: `Authority`. What does not: the tiers (`ladder.py`), what stands committed already (`commitment.py`), how one event is judged and what
leave covers (`undertaking.py`), and who somebody is: the library believes the role it is given. Read `guidance.py` next.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import attrs

from servrecov.handling.ladder import Ladder
from servrecov.handling.undertaking import Undertaking, commits
from servrecov.journal.journal import Entry

__all__ = ["Authority"]


@attrs.frozen(kw_only=True)
class Authority(Ladder):
    """Who may commit what to a customer, from the lowest tier to the highest; each may do what those below may.

    The limit of the acting role holds for the sum, per currency, of what was committed under that role or a lower one: the offers that are
    neither refused nor superseded, and what was promised or delivered beyond what an accepted offer covers. Of what was promised and delivered
    of one kind the larger counts, for keeping a promise is no second commitment. An offer made with leave counts like any other.
    An authority without tiers checks nothing.

    Attributes:
        tiers: The tiers, lowest first. A role that deals with complaints and may commit nothing is a tier without kinds.
        by_person: Roles of people, by the identifier that stands in an event's `by`.
        default_role: The role of whoever has no other; None for none.

    Raises:
        InvalidValueError: A role has two tiers, or a tier may do less than one below it.
        UnknownNameError: `by_person` or `default_role` names a role without a tier.

    Example:
        >>> from servrecov.complaint.remedy import Remedy
        >>> from servrecov.handling.tier import Tier
        >>> from servrecov.money import Money
        >>> authority = Authority(tiers=[
        ...     Tier(role="adviser", kinds=["apology", "discount"], limits=[Money("500", "CNY")]),
        ...     Tier(role="manager", kinds=["refund"], limits=[Money("5000", "CNY")]),
        ... ])
        >>> authority.who_may(Remedy("discount", amount=Money("800", "CNY")))
        ('manager',)
    """

    def check(self, event: Any, entries: Sequence[Entry] = ()) -> None:  # noqa: ANN401
        """Refuse an offer, a promise of remedies or a delivery that goes beyond the acting role's authority; let every other event pass.

        Args:
            event: What is to happen.
            entries: The standing entries before it, in the order of time.

        Raises:
            AuthorityExceededError: Nobody could be named who acts; the kind or the currency is not listed; the sum passes the limit; and no
                approval that the offer names covers it.
        """
        if self.tiers and commits(event):
            Undertaking(self, event, entries).check()
