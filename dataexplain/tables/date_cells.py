"""Dates as people write them, without reading years, ids or versions as dates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

_TIME = (
    r"(?:[T ,]\s*(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?"
    r"\s*(?P<half>[aApP]\.?[mM]\.?)?\s*(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?$"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<word>(?i:" + "|".join(_MONTHS) + r")[a-z]*)\.?"
_WEEKDAY = r"^(?:(?i:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+)?"
_SHAPES = (
    r"^(?P<year>[12]\d{3})-(?P<month>\d{1,2})-(?P<day>\d{1,2})" + _TIME,
    r"^(?P<year>[12]\d{3})/(?P<month>\d{1,2})/(?P<day>\d{1,2})" + _TIME,
    r"^(?P<year>[12]\d{3})\.(?P<month>\d{1,2})\.(?P<day>\d{1,2})" + _TIME,
    r"^(?P<year>[12]\d{3})-(?P<month>\d{2})$",
    r"^(?P<year>(?:19|20)\d{2})(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])$",
    _WEEKDAY + r"(?P<day>\d{1,2})[ -]" + _MONTH + r",?[ -](?P<year>[12]\d{3})" + _TIME,
    _WEEKDAY + _MONTH + r"\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>[12]\d{3})" + _TIME,
    r"^" + _MONTH + r"[ -](?P<year>[12]\d{3})$",
)
_SLASHED = (
    r"^(?P<first>\d{1,2})/(?P<second_part>\d{1,2})/(?P<year>[12]\d{3}|\d{2})" + _TIME,
    r"^(?P<first>\d{1,2})-(?P<second_part>\d{1,2})-(?P<year>[12]\d{3})" + _TIME,
    r"^(?P<first>\d{1,2})\.(?P<second_part>\d{1,2})\.(?P<year>[12]\d{3}|\d{2})" + _TIME,
)
_DOTTED = 2
# Every date starts like this: one cheap look spares most texts the dozen patterns.
_START = r"^(?:[12]\d{3}[-/.]\d|(?:19|20)\d{6}$|\d{1,2}[-/. ]|[A-Za-z]{3,9}[,. -].*\d{2})"
# A two-digit year up to this is in the 2000s.
_PIVOT_YEAR = 68
_FIRST_COMPACT, _LAST_COMPACT, _MANY_DATES = 19000101, 20991231, 20


@dataclass(frozen=True)
class DateReading:
    """What distinct texts are as dates: NaT where a text is none."""

    values: np.ndarray
    matched: np.ndarray
    note: str = ""


def read_dates(texts: pa.Array, counts: np.ndarray) -> DateReading:
    """Read distinct texts as dates; day and month are told apart once for all of them.

    Parameters
    ----------
    texts : pyarrow.Array
        Distinct trimmed texts, none of them missing.
    counts : numpy.ndarray
        How many rows hold each text.

    Returns
    -------
    DateReading
        Clock times as they stand: a time zone is left out.

    Examples
    --------
    >>> dates = pa.array(["31/12/2020", "01/02/2021"])
    >>> read_dates(dates, np.array([1, 1])).values.astype("datetime64[D]").tolist()
    [datetime.date(2020, 12, 31), datetime.date(2021, 2, 1)]
    """
    values = np.full(len(texts), np.datetime64("NaT"), dtype="datetime64[us]")
    hopeful = pc.match_substring_regex(texts, _START).to_numpy(zero_copy_only=False)
    places = np.flatnonzero(np.asarray(hopeful, dtype=bool))
    if len(places):
        values[places], note = _read_hopeful(texts.take(places), counts[places])
    else:
        note = ""
    return DateReading(values, ~np.isnat(values), note)


def _read_hopeful(texts: pa.Array, counts: np.ndarray) -> tuple[np.ndarray, str]:
    values = np.full(len(texts), np.datetime64("NaT"), dtype="datetime64[us]")
    formats = 0
    for shape in _SHAPES:
        where, parts = _extract(texts, shape)
        if len(where):
            values[where] = _assemble(parts)
            formats += 1
    notes = []
    for place, shape in enumerate(_SLASHED):
        where, parts = _extract(texts, shape)
        if not len(where):
            continue
        formats += 1
        first, second = _whole(parts["first"]), _whole(parts["second_part"])
        day_first, note = _day_comes_first(first, second, counts[where], place == _DOTTED)
        days, months = (first, second) if day_first else (second, first)
        values[where] = _assemble(parts, days=days, months=months)
        notes.append(note)
    if formats > 1:
        notes.insert(0, "The dates are written in several formats.")
    return values, " ".join(filter(None, notes))


def compact_dates(numbers: np.ndarray) -> np.ndarray | None:
    """Return dates when every number is a day written like 20110131, else None.

    Parameters
    ----------
    numbers : numpy.ndarray
        With NaN where a number is missing. There must be a good number of different ones:
        a few such numbers may be so by chance.

    Returns
    -------
    numpy.ndarray or None

    Examples
    --------
    >>> compact_dates(np.arange(20110101.0, 20110131.0))[-1]
    np.datetime64('2011-01-30T00:00:00.000000')
    >>> compact_dates(np.arange(2000.0, 2030.0)) is None
    True
    """
    missing = np.isnan(numbers)
    whole = np.where(missing, _FIRST_COMPACT, numbers)
    if not ((whole >= _FIRST_COMPACT) & (whole <= _LAST_COMPACT)).all() or (whole % 1).any():
        return None
    if pd.unique(whole).size < _MANY_DATES:
        return None
    dates = _moments(*(whole // 10000, whole // 100 % 100, whole % 100))
    if np.isnat(dates).any():
        return None
    dates[missing] = np.datetime64("NaT")
    return dates


def _extract(texts: pa.Array, shape: str) -> tuple[np.ndarray, dict[str, pa.Array]]:
    found = pc.extract_regex(texts, shape)
    where = np.flatnonzero(found.is_valid().to_numpy(zero_copy_only=False))
    return where, {field.name: found.field(i).take(where) for i, field in enumerate(found.type)}


def _day_comes_first(
    first: np.ndarray, second: np.ndarray, rows: np.ndarray, dotted: bool
) -> tuple[bool, str]:
    day_first = int(rows[(first > 12) & (second <= 12)].sum())
    month_first = int(rows[(second > 12) & (first <= 12)].sum())
    if day_first != month_first:
        order = "day" if day_first > month_first else "month"
        note = f"Dates were read with the {order} first."
        return order == "day", note if min(day_first, month_first) else ""
    order = "day" if dotted else "month"
    return dotted, f"Whether day or month comes first is not clear; the {order} was taken first."


def _whole(texts: pa.Array) -> np.ndarray:
    filled = pc.if_else(pc.equal(texts, ""), "0", texts)
    return np.asarray(pc.cast(filled, pa.int64()).to_numpy(zero_copy_only=False))


def _assemble(
    parts: dict[str, pa.Array],
    days: np.ndarray | None = None,
    months: np.ndarray | None = None,
) -> np.ndarray:
    years = _whole(parts["year"])
    short = np.asarray(pc.utf8_length(parts["year"]).to_numpy(zero_copy_only=False)) == 2
    years = np.where(short, years + np.where(years <= _PIVOT_YEAR, 2000, 1900), years)
    if months is None:
        months = _whole(parts["month"]) if "month" in parts else _named_months(parts["word"])
    if days is None:
        days = _whole(parts["day"]) if "day" in parts else np.ones(len(years), dtype=np.int64)
    moments = _moments(years, months, days)
    for unit, amount, limit in _clock(parts):
        moments = moments + amount.astype(f"timedelta64[{unit}]")
        moments[amount >= limit] = np.datetime64("NaT")
    return moments


def _moments(years: np.ndarray, months: np.ndarray, days: np.ndarray) -> np.ndarray:
    """Return the starts of days, NaT for a day that no calendar has."""
    years, months, days = (part.astype(np.int64) for part in (years, months, days))
    possible = (months >= 1) & (months <= 12) & (days >= 1)
    starts = (years - 1970).astype("datetime64[Y]").astype("datetime64[M]")
    starts = starts + np.where(possible, months - 1, 0)
    dates = starts.astype("datetime64[D]") + np.where(possible, days - 1, 0)
    possible &= dates.astype("datetime64[M]") == starts  # the 31st of April is no date
    return np.where(possible, dates.astype("datetime64[us]"), np.datetime64("NaT", "us"))


def _clock(parts: dict[str, pa.Array]) -> Iterator[tuple[str, np.ndarray, int]]:
    if "hour" not in parts:
        return
    hours = _whole(parts["hour"])
    half = pc.utf8_lower(pc.utf8_slice_codeunits(parts["half"], 0, 1))
    afternoon = np.asarray(pc.equal(half, "p").to_numpy(zero_copy_only=False), dtype=bool)
    morning = np.asarray(pc.equal(half, "a").to_numpy(zero_copy_only=False), dtype=bool)
    hours = np.where((afternoon | morning) & (hours == 12), 0, hours) + 12 * afternoon
    yield "h", hours, 24
    yield "m", _whole(parts["minute"]), 60
    yield "s", _whole(parts["second"]), 60


def _named_months(words: pa.Array) -> np.ndarray:
    short = pc.utf8_lower(pc.utf8_slice_codeunits(words, 0, 3))
    return np.asarray(pc.index_in(short, pa.array(_MONTHS, short.type)).to_numpy()) + 1
