"""The checks that every value shares: frozen maps, aware times, and fields held to their annotations."""

from __future__ import annotations

import enum
import pickle
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

import attrs
import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st

from servrecov import values
from servrecov.errors import InvalidValueError, NaiveTimeError, UnknownNameError
from servrecov.values import FrozenMap


class Colour(enum.Enum):
    """A vocabulary."""

    RED = "red"
    GREEN = "green"


class Label(enum.StrEnum):
    """A text of a type of its own."""

    X = "x"


class Part:
    """A class of somebody's own."""


@attrs.frozen(kw_only=True, field_transformer=values.held)
class Thing:
    """A value with a field of every sort."""

    text: str = ""
    number: int = 0
    day: date = date(2026, 1, 1)
    at: datetime | None = None
    colour: Colour = Colour.RED
    colours: Sequence[Colour] = ()
    pairs: tuple[int, ...] = ()
    names: Mapping[str, int] = attrs.field(factory=dict)
    part: Part | None = None
    anything: Any = None
    nothing_known: object = None
    either: int | str = 0
    call: Callable[[], int] | None = None
    flag: bool = False
    own: int = attrs.field(default=0, converter=int)


maps = st.dictionaries(st.text(max_size=5), st.integers(), max_size=5)


@given(maps)
def test_a_frozen_map_equals_the_map_it_was_made_of(items):
    """Reading, length, order and equality are those of the plain mapping."""
    frozen = FrozenMap(items)

    assert frozen == items
    assert list(frozen.items()) == list(items.items())
    assert len(frozen) == len(items)
    assert repr(frozen) == f"FrozenMap({items!r})"


@given(maps)
def test_frozen_maps_ignore_order_and_hash_by_content(items):
    """Two maps with the same items are one value, whatever their order."""
    forwards, backwards = FrozenMap(items), FrozenMap(list(items.items())[::-1])

    assert forwards == backwards
    assert len({forwards, backwards}) == 1
    assert hash(forwards) == hash(forwards)


def test_a_frozen_map_does_not_follow_its_source():
    """Later changes of the mapping it was made of do not reach it."""
    items = {"a": 1}
    frozen = FrozenMap(items)

    items["b"] = 2

    assert frozen == {"a": 1}


def test_a_frozen_map_cannot_change():
    """It has no way to set or delete an item."""
    with pytest.raises(TypeError):
        FrozenMap({"a": 1})["a"] = 2


def test_a_pickled_frozen_map_leaves_its_hash_behind():
    """The hash of text differs between processes, so a stored one would break look-ups in the next."""
    frozen = FrozenMap({"a": 1})
    hash(frozen)

    after = pickle.loads(pickle.dumps(frozen))  # noqa: S301  (our own bytes)

    assert after == frozen
    assert after._hash is None


def test_lists_are_kept_as_tuples_and_mappings_frozen():
    """A value made of lists can be hashed and does not change with them."""
    thing = Thing(colours=["red", Colour.GREEN], pairs=[1, 2], names={"a": 1})

    assert thing.colours == (Colour.RED, Colour.GREEN)
    assert thing.pairs == (1, 2)
    assert thing.names == {"a": 1}
    assert hash(thing) == hash(Thing(colours=("red", "green"), pairs=(1, 2), names={"a": 1}))


def test_a_generator_is_a_list_too():
    """Whatever can be iterated over fills a list field."""
    assert Thing(pairs=(n for n in range(3))).pairs == (0, 1, 2)


def test_what_the_annotation_leaves_open_is_taken_as_it_is():
    """Any, object, unions and callables take what comes; a converter of the field's own wins."""
    marker = Part()

    thing = Thing(anything=marker, nothing_known=marker, either="x", call=int, part=marker, own="7", flag=True)

    assert (thing.anything, thing.nothing_known, thing.either, thing.call, thing.part, thing.own) == (marker, marker, "x", int, marker, 7)


@pytest.mark.parametrize(
    ("field", "value", "where", "expected"),
    [
        ("text", 7, "Thing.text", "text"),
        ("text", None, "Thing.text", "text"),
        ("number", True, "Thing.number", "a whole number"),
        ("number", 1.5, "Thing.number", "a whole number"),
        ("number", "1", "Thing.number", "a whole number"),
        ("day", "2026-01-01", "Thing.day", "a date"),
        ("day", datetime(2026, 1, 1, tzinfo=UTC), "Thing.day", "a date"),
        ("at", "2026-01-01T00:00Z", "Thing.at", "a datetime with a zone"),
        ("at", date(2026, 1, 1), "Thing.at", "a datetime with a zone"),
        ("pairs", "12", "Thing.pairs", "a list"),
        ("pairs", b"12", "Thing.pairs", "a list"),
        ("pairs", {1: 2}, "Thing.pairs", "a list"),
        ("pairs", 12, "Thing.pairs", "a list"),
        ("pairs", [1, "2"], "Thing.pairs[1]", "a whole number"),
        ("names", ["a"], "Thing.names", "a mapping"),
        ("names", {1: 1}, "Thing.names key", "text"),
        ("names", {"a": "1"}, "Thing.names['a']", "a whole number"),
        ("part", "part", "Thing.part", "a Part"),
        ("flag", 1, "Thing.flag", "a bool"),
    ],
)
def test_a_value_of_the_wrong_type_is_refused_with_its_place(field, value, where, expected):
    """One error names the path, the value and what the field holds."""
    with pytest.raises(InvalidValueError) as caught:
        Thing(**{field: value})

    assert (caught.value.where, caught.value.expected) == (where, expected)


def test_a_misspelt_member_gets_the_nearest_one():
    """An enum that is read from text names its members and the nearest of them."""
    with pytest.raises(UnknownNameError) as caught:
        Thing(colours=["red", "grene"])

    assert str(caught.value) == "Thing.colours[1]: got 'grene', expected a Colour: red, green; did you mean 'green'?"


@pytest.mark.parametrize("value", [7, None, "RED"])
def test_only_the_exact_text_names_a_member(value):
    """Numbers, None and other spellings name none."""
    with pytest.raises(UnknownNameError):
        Thing(colour=value)


def test_a_naive_time_is_refused():
    """A datetime without a zone names no instant."""
    with pytest.raises(NaiveTimeError) as caught:
        Thing(at=datetime(2026, 3, 2, 18, 30))  # noqa: DTZ001  (naive on purpose)

    assert caught.value.where == "Thing.at"


def test_a_zone_that_knows_no_offset_is_refused():
    """A zone object alone does not make an instant."""

    class Nowhere(tzinfo):
        def utcoffset(self, at):  # noqa: ARG002  (the interface)
            return None

    with pytest.raises(NaiveTimeError):
        Thing(at=datetime(2026, 3, 2, tzinfo=Nowhere()))


@pytest.mark.parametrize("zone", [UTC, ZoneInfo("Asia/Shanghai"), timezone(timedelta(hours=-3))])
@given(naive=st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2050, 1, 1)))  # noqa: DTZ001  (the zone comes next)
def test_an_aware_time_becomes_pendulums_and_keeps_its_instant_and_offset(zone, naive):
    """Any aware datetime is taken, and neither the instant nor the wall time moves."""
    at = naive.replace(tzinfo=zone)

    kept = Thing(at=at).at

    assert isinstance(kept, pendulum.DateTime)
    assert (kept, kept.utcoffset(), kept.replace(tzinfo=None)) == (at, at.utcoffset(), naive)


def test_a_pendulum_time_is_kept_as_it_is():
    """What is already right is not rebuilt."""
    at = pendulum.datetime(2026, 3, 2, tz="Asia/Shanghai")

    assert Thing(at=at).at is at


def test_text_and_dates_of_subclasses_become_plain():
    """An enum's text and a pendulum date are kept as the plain types, so that stored values look alike."""
    thing = Thing(text=Label.X, day=pendulum.date(2026, 3, 2))

    assert (type(thing.text), type(thing.day)) == (str, date)


def test_evolving_a_value_checks_again():
    """A changed copy is held to the same annotations."""
    with pytest.raises(InvalidValueError):
        attrs.evolve(Thing(), number="1")


def _twice_told(fold):
    return pendulum.datetime(2026, 10, 25, 1, 10, tz="Europe/London", fold=fold)


@attrs.frozen(kw_only=True, field_transformer=values.held)
class Appointment:
    """A value with times and one that brings its own key."""

    at: pendulum.DateTime
    until: datetime | None = None
    first: datetime | None = attrs.field(default=None, eq=False)


def test_times_of_one_wall_time_an_hour_apart_are_not_equal():
    """Where the clock is set back, half past one comes twice, and what happened at the one did not happen at the other."""
    early, late = (Appointment(at=_twice_told(fold)) for fold in (0, 1))

    assert early != late
    assert len({early, late}) == 2


@pytest.mark.parametrize("fold", [0, 1])
def test_one_instant_is_equal_in_every_zone(fold):
    """In the hour that comes twice as in any other; a time that is not given equals only itself."""
    at = _twice_told(fold)
    here, there = Appointment(at=at, until=at), Appointment(at=at.in_timezone("UTC"), until=at.in_timezone("Asia/Shanghai"))

    assert here == there
    assert hash(here) == hash(there)
    assert here != Appointment(at=at)


def test_a_field_that_is_not_compared_stays_out_of_it():
    """The key by the instant is for fields that count."""
    assert Appointment(at=_twice_told(0), first=_twice_told(0)) == Appointment(at=_twice_told(0))


within_years = st.datetimes(datetime(2, 1, 1), datetime(9998, 1, 1), timezones=st.timezones(), allow_imaginary=False)  # noqa: DTZ001  (walls, of drawn zones)


@given(at=within_years, other=within_years)
def test_a_moment_orders_times_as_utc_does(at, other):
    """What times are compared by is their place in UTC, exact to the microsecond."""
    here, there = at.astimezone(UTC), other.astimezone(UTC)

    assert (values.moment(at) < values.moment(other)) == (here < there)
    assert (values.moment(at) == values.moment(other)) == (here == there)
    assert values.moment(at) != values.moment(None)


@pytest.mark.parametrize("fold", [0, 1])
def test_a_wall_time_in_a_gap_moves_later_whatever_its_fold_says(fold):
    """Half past two, which New York's clocks skipped, is kept as half past three; a pendulum time there is the same instant."""
    skipped = datetime(2026, 3, 8, 2, 30, tzinfo=ZoneInfo("America/New_York"), fold=fold)
    assert values.check_instant(skipped, "at").isoformat() == "2026-03-08T03:30:00-04:00"
    raw = pendulum.DateTime(2026, 3, 8, 2, 30, tzinfo=pendulum.timezone("America/New_York"), fold=fold)
    assert values.moment(raw) == values.moment(values.check_instant(raw, "at")) == values.moment(pendulum.datetime(2026, 3, 8, 7, 30))
