"""Parts of a date that an input holds: its year, its weekday, the day after it."""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Callable, Iterator

from dataexplain.operations.quantity import Quantity, Wording

_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
_DAY = datetime.timedelta(days=1)


def date_in(text: str) -> datetime.date | None:
    """Return the first date such as 2024-02-29 in a text, or None.

    Examples
    --------
    >>> date_in("on 2024-02-29"), date_in("on 2023-02-29")
    (datetime.date(2024, 2, 29), None)
    """
    found = _ISO.search(text)
    if found is None:
        return None
    try:
        return datetime.date(*map(int, found.groups()))
    except ValueError:
        return None


def date_numbers() -> Iterator[Quantity]:
    """Yield the numbers of a date.

    Examples
    --------
    >>> [quantity.value("2024-02-29") for quantity in date_numbers()]
    [2024, 2, 29, 60, 1, 21, 9, 29]
    """
    yield _number("the year of the date", lambda day: day.year)
    yield _number("the month of the date as a number", lambda day: day.month)
    yield _number("the day of the month of the date", lambda day: day.day)
    yield _number("which day of the year the date is", lambda day: day.timetuple().tm_yday)
    yield _number("the quarter of the year of the date", lambda day: (day.month + 2) // 3)
    yield _number("the century of the date", lambda day: (day.year + 99) // 100)
    yield _number("the number of the week of the date", lambda day: day.isocalendar().week)
    yield _number(
        "the number of days in the month of the date",
        lambda day: calendar.monthrange(day.year, day.month)[1],
    )


def date_forms() -> Iterator[Wording]:
    """Yield a date written otherwise, and what follows from it.

    Examples
    --------
    >>> [form.write("2024-02-29") for form in date_forms()][:4]
    ['Thursday', 'February', '2024-03-01', '2024-02-28']
    """
    yield _written("the weekday of the date", lambda day: calendar.day_name[day.weekday()])
    yield _written("the name of the month of the date", lambda day: calendar.month_name[day.month])
    yield _written("the date of the next day", lambda day: (day + _DAY).isoformat())
    yield _written("the date of the day before", lambda day: (day - _DAY).isoformat())
    yield _written("the date a week later", lambda day: (day + 7 * _DAY).isoformat())
    yield _written("the weekday of the date in three letters", _short_weekday)
    yield _written("the name of the month of the date in three letters", _short_month)
    yield _written(
        "the date as day/month/year", lambda day: f"{day.day:02}/{day.month:02}/{day.year}"
    )
    yield _written(
        "the date as month/day/year", lambda day: f"{day.month:02}/{day.day:02}/{day.year}"
    )
    yield _written(
        "the date as day.month.year", lambda day: f"{day.day:02}.{day.month:02}.{day.year}"
    )
    yield _written(
        "the date with the day, the name of the month and the year",
        lambda day: f"{day.day} {calendar.month_name[day.month]} {day.year}",
    )
    yield _written(
        "the date with the name of the month, the day, a comma and the year",
        lambda day: f"{calendar.month_name[day.month]} {day.day}, {day.year}",
    )
    yield _written("the season of the date in the northern half of the world", _season)
    yield _written("the date without its hyphens", lambda day: f"{day:%Y%m%d}")


def _number(phrase: str, part: Callable[[datetime.date], int]) -> Quantity:
    def value(text: str) -> int | None:
        day = date_in(text)
        return None if day is None else part(day)

    return Quantity(phrase, value)


def _written(phrase: str, part: Callable[[datetime.date], str]) -> Wording:
    def write(text: str) -> str | None:
        day = date_in(text)
        if day is None:
            return None
        try:
            return part(day)
        except OverflowError:  # the calendar ends with the year 9999
            return None

    return Wording(phrase, write)


def _short_weekday(day: datetime.date) -> str:
    return calendar.day_name[day.weekday()][:3]


def _short_month(day: datetime.date) -> str:
    return calendar.month_name[day.month][:3]


def _season(day: datetime.date) -> str:
    return ("winter", "spring", "summer", "autumn")[day.month % 12 // 3]
