"""Business calendars with the public holidays of a country, from the holidays library (extra ``holidays``).

What lives here: `calendar`, which turns what that library knows of a country's years into a `BusinessCalendar`, make-up working days
included, and refuses the years it does not know. What does not: the hours of the week, which no country decrees, and the calendar
itself (`calendar/calendar.py`). Read `testing/strategies.py` next.
"""

from __future__ import annotations

import inspect
import re
import warnings
from collections.abc import Iterable, Mapping
from datetime import date, tzinfo
from itertools import islice
from typing import Any

from servrecov.calendar.calendar import BusinessCalendar
from servrecov.calendar.hours import WEEKDAYS, read_plan, week_from_text, written
from servrecov.errors import HolidayDataError, InvalidValueError, MissingExtraError, UnknownNameError
from servrecov.spelling import listed
from servrecov.values import check_text

try:
    import holidays as library
    from holidays.constants import HOLIDAY_NAME_DELIMITER
    from holidays.holiday_base import HolidayBase
except ModuleNotFoundError:
    raise MissingExtraError("holidays", "holidays") from None

__all__ = ["calendar"]

Times = Iterable[tuple[str, str]]
Pairs = tuple[tuple[str, str], ...]
Entity = Any
"""The library's class of a country; of no narrower type, for a lazy loader stands in for it."""

_WORKED = ("half_day", "workday")
"""Categories of days that are not, or not wholly, off."""
_PAIR = 2
_MARKED = "islamic_show_estimated"
_WAY_OUT = "; `estimates=True` takes what it reckons"


def calendar(  # noqa: PLR0913  (the parts of a definition)
    country: str,
    years: int | Iterable[int],
    *,
    week: Mapping[str, Times] | str,
    tz: str | tzinfo,
    subdivision: str | None = None,
    categories: Iterable[str] = ("public",),
    observed: bool = True,
    holidays: Iterable[date | str] = (),
    special: Mapping[date, Times] | None = None,
    breaks: Mapping[date, Times] | None = None,
    makeup_hours: Times | None = None,
    estimates: bool = False,
) -> BusinessCalendar:
    """Make a calendar with the public holidays and make-up working days of a country.

    It knows the holidays of these years and no others: an answer that depends on a day beyond raises `HolidayDataError`. A weekend day
    that is worked in exchange for another day carries the hours which the week gives to the weekday that is off for it; where the library
    does not tell which, those of the first weekday that has any. Dates of your own win over the country's.

    Args:
        country: Code of the country, such as ``"CN"``.
        years: One year, a tuple ``(first, last)``, or any other list of years without a gap, such as a range.
        week: Hours by weekday as `BusinessCalendar` takes them, or one line as `BusinessCalendar.weekly` takes it.
        tz: Name of the zone that governs dates and wall times, or a zone object.
        subdivision: Code or name of the province, state or region; its holidays come on top of the country's.
        categories: Kinds of days that close the house, by the library's names. Half days are none of them: give their hours in `special`.
        observed: Whether a holiday on a weekend closes the day on which it is observed, where the law says so.
        holidays: Further closed dates; ``"--MM-DD"`` is closed every year.
        special: Dated hours in place of that date's, holidays and make-up days included.
        breaks: Dated closed stretches.
        makeup_hours: Hours of every make-up working day.
        estimates: Whether to take the library's reckoning for a year that it cannot know: one after the last for which it lists exchanged
            days, in a country that exchanges days by decree, one of which it warns, or one with a date that awaits the sighting of the moon.

    Returns:
        An ordinary calendar, in value and in use; `holidays_known` is the first and the last of the years.

    Raises:
        UnknownNameError: The library does not know the country, or the country not the subdivision or category.
        HolidayDataError: The library does not know one of the years.
        InvalidValueError: The years have a gap or are none, or a category is of days that are not wholly off.
        InvalidCalendarError: What the calendar itself refuses.

    Example:
        >>> desk = calendar("CN", 2024, week="Mon-Fri 09:00-17:00", tz="Asia/Shanghai")
        >>> [desk.is_business_day(date(2024, 9, day)) for day in (17, 28, 29)]
        [False, False, True]
        >>> desk.holidays_known
        (2024, 2024)
    """
    own = _own(week, tz, holidays, special, breaks)
    asked, entity = _years(years), _entity(country)
    _demand_listed(country, entity, asked, estimates=estimates)
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        days = _days(entity, asked, subdivision, _names(entity, categories), observed=observed)
    if not estimates:
        _demand_certain(country, days, asked, [str(each.message) for each in warned])
    return BusinessCalendar(
        tz=tz,
        week=own.week,
        holidays=(*own.holidays, *(day for day in days if _within(day, asked))),
        special={**_makeup_days(days, asked, own, makeup_hours), **own.special},
        breaks=own.breaks,
        holidays_known=asked,
    )


def _own(
    week: Mapping[str, Times] | str,
    tz: str | tzinfo,
    holidays: Iterable[date | str],
    special: Mapping[date, Times] | None,
    breaks: Mapping[date, Times] | None,
) -> BusinessCalendar:
    """Make the calendar without the country: its parts are read once, and refused in its words."""
    hours = week_from_text(week, "holidays.calendar(week)") if isinstance(week, str) else week
    return BusinessCalendar(tz=tz, week=hours, holidays=holidays, special=special, breaks=breaks)


def _years(years: object) -> tuple[int, int]:
    """Read the first and last year."""
    expected = "a year, a tuple (first, last), or a list of years without a gap, such as range(2024, 2027)"
    found: list[Any] = list(islice(years, date.max.year + 1)) if isinstance(years, Iterable) else [years]
    whole = all(isinstance(year, int) and not isinstance(year, bool) for year in found)
    if whole and isinstance(years, tuple) and len(found) == _PAIR and found[0] <= found[1]:
        return found[0], found[1]
    ordered = sorted(set(found)) if whole else []
    if not ordered or ordered[-1] - ordered[0] != len(ordered) - 1:
        raise InvalidValueError("holidays.calendar(years)", years, expected)
    return ordered[0], ordered[-1]


def _within(day: date, years: tuple[int, int]) -> bool:
    return years[0] <= day.year <= years[1]


def _entity(country: object) -> Entity:
    """Find the library's class of a country."""
    codes = tuple(library.list_supported_countries(include_aliases=True))
    if check_text(country, "holidays.calendar(country)") not in codes:
        raise UnknownNameError("holidays.calendar(country)", country, "a country's code that the holidays library knows", codes)
    return getattr(library, str(country))


def _names(entity: Entity, categories: object) -> tuple[str, ...]:
    """Read the categories of days that close the house."""
    where, off = "holidays.calendar(categories)", [name for name in entity.supported_categories if name not in _WORKED]
    names = (categories,) if isinstance(categories, str) else tuple(categories) if isinstance(categories, Iterable) else ()
    if not names:
        raise InvalidValueError(where, categories, f"one or more of: {', '.join(off)}")
    for name in names:
        if name in _WORKED:
            raise InvalidValueError(where, name, f"days that are wholly off, which are: {', '.join(off)}; hours of a date go into `special`")
        if name not in off:
            raise UnknownNameError(where, name, f"one of: {', '.join(off)}", off)
    return names


def _days(entity: Entity, years: tuple[int, int], subdivision: object, categories: tuple[str, ...], *, observed: bool) -> HolidayBase:
    """Ask the library for the days off, in the country's own language, whatever the machine's is.

    Where days are exchanged the neighbouring years come with them: a day may be worked in December for one that is off in January.
    """
    known = (*entity.subdivisions, *entity.subdivisions_aliases)
    if subdivision is not None and check_text(subdivision, "holidays.calendar(subdivision)") not in known:
        expected = f"one of: {listed(known)}" if known else "None: the holidays library knows no subdivisions of this country"
        raise UnknownNameError("holidays.calendar(subdivision)", subdivision, expected, known)
    instance = entity()
    beside = int(instance.has_substituted_holidays)
    # Three countries hide by default which feasts are only reckoned.
    marked = {_MARKED: True} if _MARKED in inspect.signature(type(instance).__init__).parameters else {}
    found: HolidayBase = entity(
        years=range(years[0] - beside, years[1] + 1 + beside),
        expand=False,
        observed=observed,
        subdiv=subdivision,
        language=entity.default_language,
        categories=categories,
        **marked,
    )
    return found


def _demand_listed(country: str, entity: Entity, years: tuple[int, int], *, estimates: bool) -> None:
    """Refuse a year of which the library lists nothing, or no exchanged days where the country exchanges some by decree.

    It says nothing itself: of a year not yet decreed it shows the rules alone, as if all its weekends were free.
    """
    _demand_among(years, (entity.start_year, entity.end_year), f"the holidays library covers {country}")
    instance = entity()
    if instance.has_substituted_holidays and not estimates:
        decreed = instance.special_public_holidays
        reason = f"{country} exchanges working days by decree, and the holidays library lists its decrees"
        _demand_among(years, (min(decreed), max(decreed)), reason, _WAY_OUT)


def _demand_among(years: tuple[int, int], known: tuple[int, int], reason: str, way_out: str = "") -> None:
    beyond = years[0] if years[0] < known[0] else years[1] if years[1] > known[1] else None
    if beyond is not None:
        # The first year that is missing: a user who drops the years from there on is served.
        year = beyond if beyond < known[0] else max(known[1] + 1, years[0])
        raise HolidayDataError(year, known, f"{reason} for {known[0]} to {known[1]} only{way_out}")


def _demand_certain(country: str, days: HolidayBase, years: tuple[int, int], warned: list[str]) -> None:
    """Refuse years of which the library warns, and one with a date that it marks as estimated."""
    if warned:
        raise HolidayDataError(years[1], None, f"the holidays library says of {country}: {' '.join(warned)}{_WAY_OUT}")
    labels = [label for name in ("estimated_label", "observed_estimated_label") if (label := getattr(days, name, None))]
    marks = [re.compile(".+".join(map(re.escape, days.tr(label).split("%s")))) for label in labels]
    for day, names in sorted(days.items()):
        if _within(day, years) and any(mark.fullmatch(name) for mark in marks for name in names.split(HOLIDAY_NAME_DELIMITER)):
            reason = f"the holidays library only estimates {day} in {country}{_WAY_OUT}"
            raise HolidayDataError(day.year, None, reason)


def _makeup_days(days: HolidayBase, years: tuple[int, int], own: BusinessCalendar, hours: Times | None) -> dict[date, Pairs]:
    """Give each weekend day that is worked its hours, unless the user closed it."""
    closed = {str(day) for day in own.holidays}
    worked = [day for day in sorted(days.weekend_workdays) if _within(day, years) and not closed & {str(day), f"{day:--%m-%d}"}]
    if hours is not None:
        given = written(read_plan(hours, "holidays.calendar(makeup_hours)"))
        return dict.fromkeys(worked, given)
    return {day: _hours_of(_exchanged(days, day), own.week) for day in worked}


def _exchanged(days: HolidayBase, worked: date) -> date | None:
    """Find the day that is off for one that is worked: the library names the one in the other's name."""
    told = days.tr(days.substituted_label) % worked.strftime(days.tr(days.substituted_date_format))
    return next((day for day, names in days.items() if told in names), None)


def _hours_of(off: date | None, week: Mapping[str, Pairs]) -> Pairs:
    if off is None:
        return next(iter(week.values()), ())
    return week.get(WEEKDAYS[off.weekday()], ())
