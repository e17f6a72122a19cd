"""A column's cells read as what they are: numbers, dates or words. Nowhere else is this done."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from dataexplain.tables.cell_types import Cells, Kind
from dataexplain.tables.date_cells import DateReading, compact_dates, read_dates
from dataexplain.tables.distinct_texts import DistinctTexts, count_cells, object_text
from dataexplain.tables.number_cells import NumberReading, has_codes, read_numbers
from dataexplain.tables.scales import is_band

# This share of the cells must be numbers (or dates) for the odd word to count as missing.
MAIN_SHARE = 0.95
_CHOSEN_SHARE = 0.5
_MIXED_SHARE = 0.2
_MAX_STEPS = 20
# Fourth powers of numbers between its inverse and this stay numbers; no measurement lies beyond.
_LARGEST = 1e60
# Codes such as 00123, and the words that a cast would take for numbers.
_NOT_PLAIN = r"^0\d+$|[iInN]"


def read_cells(column: pd.Series) -> Cells:
    """Read a column of a frame.

    Parameters
    ----------
    column : pandas.Series
        Raw strings, or anything else that a frame may hold.

    Returns
    -------
    Cells

    Examples
    --------
    >>> cells = read_cells(pd.Series(["45%", "", "7%"]))
    >>> cells.kind.value, cells.values.tolist(), cells.unit
    ('number', [45.0, nan, 7.0], '%')
    """
    dtype = column.dtype
    if isinstance(dtype, pd.CategoricalDtype):
        return _declared(column, pd.Categorical(column))
    if pd.api.types.is_bool_dtype(dtype):
        words = column.astype(object).map({True: "True", False: "False"})
        return _declared(column, pd.Categorical(words, categories=["False", "True"]))
    if pd.api.types.is_complex_dtype(dtype):
        return _read_texts(column)
    if pd.api.types.is_numeric_dtype(dtype):
        return _numbers(column, column.to_numpy(dtype=np.float64, na_value=np.nan))
    if pd.api.types.is_datetime64_any_dtype(dtype):
        local = column.dt.tz_localize(None) if column.dt.tz is not None else column
        return Cells(Kind.DATE, local.to_numpy(dtype="datetime64[us]"), column)
    if pd.api.types.is_timedelta64_dtype(dtype):
        days = column.dt.total_seconds().to_numpy(dtype=np.float64) / 86400
        return _numbers(column, days, "days", "Durations are in days.")
    return _read_texts(column)


def read_forced(cells: Cells, kind: Kind) -> Cells | None:
    """Read cells again as numbers or dates, or return None when most of them are neither.

    Examples
    --------
    >>> words = read_cells(pd.Series(["00123", "00456"]))
    >>> read_forced(words, Kind.NUMBER).values.tolist()
    [123.0, 456.0]
    """
    if cells.kind is kind:
        return cells
    texts = DistinctTexts.of(cells.raw)
    words, counts = _present(texts)
    reading: NumberReading | DateReading
    reading = read_numbers(words, counts) if kind is Kind.NUMBER else read_dates(words, counts)
    if not _mostly(reading, counts, _CHOSEN_SHARE):
        return None
    if isinstance(reading, DateReading):
        return _from_dates(texts, reading)
    return _from_numbers(texts, reading, chosen=True)


def _declared(column: pd.Series, values: pd.Categorical[Any]) -> Cells:
    """Take words over as they are, because the data says that they are categories."""
    names = [object_text(level) for level in values.categories]
    if len(set(names)) < len(names):
        return _read_texts(column.astype(object))
    named = values.rename_categories(dict(zip(values.categories, names, strict=True)))
    named = named.remove_unused_categories()
    return Cells(Kind.WORDS, named, column, ordered=bool(values.ordered))


def _read_texts(column: pd.Series) -> Cells:
    plain = _plain_numbers(column)
    if plain is not None:
        return _numbers(column, plain)
    texts = DistinctTexts.of(column)
    words, counts = _present(texts)
    if not len(words):
        return _from_levels(texts, "")
    numbers = None if has_codes(words, counts) else read_numbers(words, counts)
    if numbers and _mostly(numbers, counts, MAIN_SHARE) and not _are_steps(words, numbers):
        return _from_numbers(texts, numbers)
    dates = read_dates(words, counts)
    if _mostly(dates, counts, MAIN_SHARE):
        return _from_dates(texts, dates)
    return _from_levels(texts, _mixed_note(numbers, counts) if numbers else "")


def _plain_numbers(column: pd.Series) -> np.ndarray | None:
    """Read a column of nothing but plain numbers and blanks at once: the usual, fast case."""
    if not isinstance(column.dtype, pd.StringDtype):
        return None
    texts = pa.chunked_array(pa.array(column))
    if pc.any(pc.match_substring_regex(texts, _NOT_PLAIN)).as_py():
        return None
    try:
        numbers = pc.cast(pc.if_else(pc.equal(texts, ""), None, texts), pa.float64())
    except pa.ArrowInvalid:
        return None
    return np.asarray(numbers.to_numpy()) if numbers.null_count < len(numbers) else None


def _present(texts: DistinctTexts) -> tuple[pa.Array, np.ndarray]:
    """Return the texts that are missing neither among words nor among numbers."""
    present = np.flatnonzero(~(texts.missing | texts.soft))
    return texts.texts.take(present), texts.counts[present]


def _mostly(reading: NumberReading | DateReading, counts: np.ndarray, share: float) -> bool:
    usable = reading.matched
    if isinstance(reading, NumberReading) and not np.isfinite(reading.values[usable]).any():
        return False
    return bool(usable.any() and counts[usable].sum() >= share * counts.sum())


def _are_steps(words: pa.Array, reading: NumberReading) -> bool:
    """Tell whether few numbers stand beside bands such as "5+": the steps of a scale."""
    others = np.flatnonzero(~reading.matched)
    if not len(others) or len(words) > _MAX_STEPS:
        return False
    return all(is_band(words[int(place)].as_py()) for place in others)


def _mixed_note(reading: NumberReading, counts: np.ndarray) -> str:
    share = counts[reading.matched].sum() / counts.sum()
    if share < _MIXED_SHARE:
        return ""
    return f"{share:.0%} of the cells are numbers, too few to read them as such."


def _from_numbers(texts: DistinctTexts, reading: NumberReading, *, chosen: bool = False) -> Cells:
    values = np.full(len(texts.texts), np.nan)
    values[~(texts.missing | texts.soft)] = reading.values
    notes = (reading.note, _odd_words(texts, reading.matched, "numbers"), texts.missing_note())
    rows = texts.spread(values, np.nan)
    return _numbers(texts.raw, rows, reading.unit, *notes, chosen=chosen)


def _numbers(
    raw: pd.Series, values: np.ndarray, unit: str | None = None, *notes: str, chosen: bool = False
) -> Cells:
    """Return numbers that can be computed with, unless all are days written like 20110131."""
    infinite = np.isinf(values)
    huge = ~infinite & (np.abs(values) > _LARGEST)
    tiny = (values != 0) & (np.abs(values) < 1 / _LARGEST)
    for odd, kind, value, read_as in (
        (infinite, "infinite", np.nan, "missing"),
        (huge, "too large", np.nan, "missing"),
        (tiny, "vanishing", 0.0, "zero"),
    ):
        if odd.any():
            values = np.where(odd, value, values)
            count = int(odd.sum())
            which = f"1 {kind} value was" if count == 1 else f"{count:,} {kind} values were"
            notes = (*notes, f"{which} read as {read_as}.")
    dates = None if chosen or unit else compact_dates(values)
    if dates is not None:
        return Cells(Kind.DATE, dates, raw, note=_sentences(*notes))
    return Cells(Kind.NUMBER, values + 0.0, raw, unit, _sentences(*notes))  # no minus zero


def _from_dates(texts: DistinctTexts, reading: DateReading) -> Cells:
    values = np.full(len(texts.texts), np.datetime64("NaT"), dtype="datetime64[us]")
    values[~(texts.missing | texts.soft)] = reading.values
    note = _sentences(
        reading.note, _odd_words(texts, reading.matched, "dates"), texts.missing_note()
    )
    return Cells(Kind.DATE, texts.spread(values, np.datetime64("NaT")), texts.raw, note=note)


def _from_levels(texts: DistinctTexts, note: str) -> Cells:
    kept = np.flatnonzero(~texts.missing)
    places = np.full(len(texts.texts), -1)
    places[kept] = np.arange(len(kept))
    levels = pd.Index(texts.texts.take(kept).to_pandas(), dtype="str")
    values = pd.Categorical.from_codes(texts.spread(places, -1), levels)
    return Cells(Kind.WORDS, values, texts.raw, note=_sentences(note, texts.missing_note()))


def _odd_words(texts: DistinctTexts, matched: np.ndarray, kind: str) -> str:
    """Say which words among numbers (or dates) were read as missing."""
    odd = texts.soft.copy()
    odd[np.flatnonzero(~(texts.missing | texts.soft))[~matched]] = True
    words = [(-int(texts.counts[at]), texts.texts[int(at)].as_py()) for at in np.flatnonzero(odd)]
    if not words:
        return ""
    total = -sum(count for count, _ in words)
    shown = ", ".join(repr(word[:40]) for _, word in sorted(words)[:3])
    verb = "was" if total == 1 else "were"
    return f"{count_cells(total)} among {kind} ({shown}) {verb} read as missing."


def _sentences(*notes: str) -> str:
    return " ".join(note for note in notes if note)
