"""Hypothesis strategies for what customers say and what happens since, made from the annotations of the values themselves.

What lives here: `instances`, which makes values of any class that the codec stores, and events, complaints and journals made with it. What does
not: times, calendars and spans (`strategies.py`), on which these draw. A field added to a class is drawn from the day it is there. Read `stories.py` next.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final, TypeVar, get_args

import pendulum
from hypothesis import strategies as st

from servrecov.calendar.calendar import BusinessCalendar
from servrecov.calendar.span import Span
from servrecov.complaint.cause import CAUSES
from servrecov.complaint.complaint import Complaint, Customer
from servrecov.complaint.failure import Failure, Severity
from servrecov.complaint.remedy import Remedy
from servrecov.journal.catalogue import EVENTS
from servrecov.journal.event import Event
from servrecov.journal.inquiry import Assigned, CauseFound, Classified, HandedOver
from servrecov.journal.intake import Received
from servrecov.journal.journal import Journal
from servrecov.journal.match import On
from servrecov.journal.redress import RemedyOffered
from servrecov.money import Money
from servrecov.testing.strategies import aware_datetimes, business_calendars, spans
from servrecov.wire.records import fields_of
from servrecov.wire.shapes import Shape, shape_of

__all__ = ["any_events", "any_journals", "complaints", "instances", "money", "ons"]

T = TypeVar("T")


def money(least: int = 0) -> st.SearchStrategy[Money]:
    """Make sums of money in three currencies, from `least` hundredths up."""
    amounts = st.integers(least, 10**9).map(lambda hundredths: Decimal(hundredths).scaleb(-2))
    return st.builds(Money, amounts, st.sampled_from(("CNY", "EUR", "USD")))


def ons() -> st.SearchStrategy[On]:
    """Make matchers of shipped events, with wanted values of every plain kind."""
    wanted = st.one_of(st.text(max_size=4), st.booleans(), st.none(), st.integers(), money(), aware_datetimes(), st.sampled_from(Severity))
    fields = st.dictionaries(st.sampled_from(("kind", "reason", "limit")), wanted | st.lists(wanted, max_size=2).map(tuple), max_size=2)
    return st.builds(lambda verb, fields: On(verb, **fields), st.sampled_from(tuple(EVENTS)), fields)


def instances(cls: type[T], **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[T]:
    """Make values of an attrs class of the library, field by field from its annotations; fields with defaults are left out at times.

    Args:
        cls: The class.
        fields: Strategies in place of the annotations', for rules that an annotation cannot say.
    """
    ruled = {**_RULED.get(cls, {}), **fields}
    stored: Any = cls
    known = {field.attribute: field for field in fields_of(stored) if not field.code}
    made = {name: ruled[name] if name in ruled else _of(field.kind) for name, field in known.items()}
    required = {name: strategy for name, strategy in made.items() if known[name].required or name in ruled}
    optional = {name: strategy for name, strategy in made.items() if name not in required}
    return st.fixed_dictionaries(required, optional=optional).map(lambda drawn: cls(**drawn))


def _of(kind: Any) -> st.SearchStrategy[Any]:  # noqa: ANN401  (annotations have no common type)
    return _SHAPED[shape_of(kind)](kind, tuple(_of(part) for part in get_args(kind) if part is not ... and shape_of(kind) is not Shape.LITERAL))


_SHAPED: Final[dict[Shape, Callable[[Any, tuple[st.SearchStrategy[Any], ...]], st.SearchStrategy[Any]]]] = {
    Shape.PLAIN: lambda kind, _: _PLAIN[kind](),
    Shape.ENUM: lambda kind, _: st.sampled_from(kind),
    Shape.LITERAL: lambda kind, _: st.sampled_from(get_args(kind)),
    Shape.UNION: lambda _, parts: st.one_of(*parts),
    Shape.LIST: lambda _, parts: st.lists(parts[0], max_size=3).map(tuple),
    Shape.TUPLE: lambda _, parts: st.tuples(*parts),
    Shape.MAPPING: lambda _, parts: st.dictionaries(*parts, max_size=2),
    Shape.STAND_IN: lambda kind, _: _STAND_INS[kind](),
    Shape.PART: lambda *_: _PLAIN[Any](),
    Shape.EVENT: lambda *_: any_events(),
    Shape.RECORD: lambda kind, _: instances(kind),
}
_PLAIN: Final[dict[Any, Callable[[], st.SearchStrategy[Any]]]] = {
    str: lambda: st.text(max_size=6),
    bool: st.booleans,
    int: lambda: st.integers(1, 99),
    float: lambda: st.floats(allow_nan=False, allow_infinity=False),
    type(None): st.none,
    Decimal: lambda: st.decimals(allow_nan=False, allow_infinity=False),
    datetime: aware_datetimes,
    pendulum.DateTime: aware_datetimes,
    date: st.dates,
    timedelta: st.timedeltas,
    Money: money,
    Span: spans,
    On: ons,
    Any: lambda: st.one_of(st.none(), st.booleans(), st.text(max_size=4), st.integers(), money(), st.sampled_from(Severity)),
}

_NAME: Final = st.text("abcdefgh", min_size=1, max_size=4)
_CAUSE: Final = st.none() | st.sampled_from([cause.code for cause in CAUSES])
_RULED: Final[dict[type, dict[str, st.SearchStrategy[Any]]]] = {
    Assigned: {"to": _NAME},
    HandedOver: {"to": _NAME},
    Failure: {"cause": _CAUSE},
    Classified: {"cause": _CAUSE},
    CauseFound: {"cause": _CAUSE},
    Customer: {"id": _NAME},
    RemedyOffered: {"options": st.deferred(lambda: st.lists(instances(Remedy) | st.lists(instances(Remedy), min_size=1, max_size=2), max_size=3))},
    Complaint: {"language": st.sampled_from(("en", "zh-CN"))},
}
"""Fields whose rule the annotation does not say."""


def any_events(*kinds: type[Event]) -> st.SearchStrategy[Event]:
    """Make events of the given classes, or of every shipped one."""
    return st.one_of([instances(kind) for kind in kinds or EVENTS.values()])


def complaints() -> st.SearchStrategy[Complaint]:
    """Make complaints with anything known or unknown."""
    return instances(Complaint)


def any_journals() -> st.SearchStrategy[Journal]:
    """Make journals that begin with the receipt; whether a procedure would allow what follows is another matter."""
    return st.builds(lambda first, rest: Journal([first, *rest]), any_events(Received), st.lists(any_events(), max_size=5))


_STAND_INS: Final[dict[type, Callable[[], st.SearchStrategy[Any]]]] = {BusinessCalendar: business_calendars, Journal: any_journals}
