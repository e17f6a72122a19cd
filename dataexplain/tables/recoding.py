"""Values that shall count as others, or as missing: "age=99,-1:missing", "plan=Bsic:basic"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import pyarrow as pa

from dataexplain.errors import ColumnNotFoundError, InputError, ParameterError, did_you_mean
from dataexplain.tables.cell_types import Cells, Kind, as_text, number_text
from dataexplain.tables.cells import read_cells
from dataexplain.tables.date_cells import read_dates
from dataexplain.tables.distinct_texts import MISSING_CODES, count_cells
from dataexplain.tables.number_cells import read_numbers

_EXPECTED = "like 'age=99:missing', 'age=99,-1:missing' or 'plan=Bsic:basic'"
_ONE = np.ones(1, dtype=np.int64)
# Numbers that become words one by one: more distinct ones than this were numbers for a reason.
_MOST_WORDS = 10


@dataclass(frozen=True)
class Recoding:
    """One wish: cells of a column that hold any of `old` count as `new` (None: as missing)."""

    column: str
    old: str
    new: str | None
    wish: str = ""


def parse_recodings(
    wishes: Iterable[str], names: Sequence[str], file: str | None = None
) -> tuple[Recoding, ...]:
    """Read wishes such as "age=99:missing".

    Parameters
    ----------
    wishes : iterable of str
    names : sequence of str
        The columns that exist; they may contain the signs that separate.
    file : str, optional
        For errors.

    Returns
    -------
    tuple of Recoding

    Raises
    ------
    ParameterError
        When a wish has another form.
    ColumnNotFoundError
        When it names no column.

    Examples
    --------
    >>> parse_recodings(["age=99,-1:missing"], ["age"])
    (Recoding(column='age', old='99,-1', new=None, wish='age=99,-1:missing'),)
    """
    if isinstance(wishes, str):
        raise ParameterError("recode", "build_table", f"a list of texts {_EXPECTED}", wishes)
    return tuple(_parse(wish, names, file) for wish in wishes)


def recode_cells(
    name: str,
    cells: Cells,
    recodings: Iterable[Recoding],
    file: str | None = None,
    *,
    must_occur: bool = True,
) -> tuple[Cells, tuple[str, ...]]:
    """Return the cells of a column with the wishes about it fulfilled, and what was done.

    All wishes look at the cells as they were, so that two values can change places.

    Parameters
    ----------
    name : str
    cells : Cells
        As read; numbers are compared as numbers, words as words.
    recodings : iterable of Recoding
        Those of other columns are passed over.
    file : str, optional
        For errors.
    must_occur : bool, default=True
        Whether a value that occurs nowhere is an error; else a note says so.

    Returns
    -------
    tuple of Cells and tuple of str
        The cells, and a sentence for each value.

    Raises
    ------
    InputError
        When a value occurs nowhere, shall become two things, or cannot stand in the column.

    Examples
    --------
    >>> cells = read_cells(pd.Series(["31", "99", "99.0"]))
    >>> cells, notes = recode_cells("age", cells, parse_recodings(["age=99:missing"], ["age"]))
    >>> cells.values.tolist(), notes
    ([31.0, nan, nan], ("2 cells of 'age' that were 99 count as missing.",))
    """
    changes: list[_Change] = []
    notes: list[str] = []
    for recoding in recodings:
        if recoding.column == name:
            for old, rows in _found(cells, recoding, file, must_occur=must_occur):
                changes.append(_Change(recoding.new, rows))
                notes.append(_said(name, old, recoding.new, int(rows.sum()), cells.kind))
    _check_contradictions(name, changes, file)
    changes = [change for change in changes if change.rows.any()]
    return (_changed(name, cells, changes, file) if changes else cells), tuple(notes)


@dataclass(frozen=True)
class _Change:
    """Rows that get a new text, or None for missing."""

    new: str | None
    rows: np.ndarray


def _parse(wish: str, names: Sequence[str], file: str | None) -> Recoding:
    name = max((name for name in names if _starts(wish, name)), key=len, default=None)
    before, equals, rest = str(wish).partition("=")
    if name is not None:
        rest = wish.strip()[len(name) :].lstrip().removeprefix("=")
    old, colon, new = (part.strip() for part in rest.rpartition(":"))
    if not equals or not colon or not old or not new:
        raise ParameterError("recode", "build_table", _EXPECTED, wish)
    if name is None:
        raise ColumnNotFoundError.among(before.strip(), names, file=file)
    return Recoding(name, old, None if _means_missing(new) else new, str(wish))


def _starts(wish: str, name: str) -> bool:
    text = str(wish).strip()
    return text.startswith(name) and text[len(name) :].lstrip().startswith("=")


def _means_missing(text: str) -> bool:
    return text.lower() in MISSING_CODES


def _found(
    cells: Cells, recoding: Recoding, file: str | None, *, must_occur: bool
) -> list[tuple[str, np.ndarray]]:
    """Return each old value with its rows: a list where all its parts occur, else one value."""
    parts = [part.strip() for part in recoding.old.split(",") if part.strip()]
    found = [(part, _holding(cells, part)) for part in parts]
    if all(rows.any() for _, rows in found):
        return found
    whole = _holding(cells, recoding.old)
    if whole.any():
        return [(recoding.old, whole)]
    absent = next(part for part, rows in found if not rows.any())
    if not must_occur:
        return found
    message = f"None of its cells is {absent!r}, which was to be recoded."
    remedy = _nearest(cells, absent)
    if _means_missing(absent):
        message, remedy = "None of its cells is missing.", "Leave the recoding out."
    raise InputError(message, file=file, column=recoding.column, remedy=remedy)


def _holding(cells: Cells, text: str) -> np.ndarray:
    """Return which cells hold a value."""
    if _means_missing(text):
        return cells.missing
    if isinstance(cells.values, pd.Categorical):
        place = cells.values.categories.get_indexer(pd.Index([text]))[0]
        return np.asarray((cells.values.codes == place) & (place >= 0))
    words = pa.array([text], pa.large_string())
    if cells.kind is Kind.DATE:
        return np.asarray(cells.values == read_dates(words, _ONE).values[0])
    return np.asarray(cells.values == read_numbers(words, _ONE).values[0])


def _nearest(cells: Cells, text: str) -> str | None:
    """Say which values there are instead."""
    if isinstance(cells.values, pd.Categorical):
        return did_you_mean(text, [str(level) for level in cells.distinct]) or None
    if not cells.distinct.size:
        return "Every cell is missing."
    if cells.kind is Kind.DATE:
        ends = [str(pd.Timestamp(cells.distinct[place]).date()) for place in (0, -1)]
    else:
        ends = [number_text(cells.distinct[place]) for place in (0, -1)]
        wanted = read_numbers(pa.array([text], pa.large_string()), _ONE).values[0]
        if np.isnan(wanted):
            return f"It holds numbers, from {ends[0]} to {ends[1]}."
        nearest = cells.distinct[np.argmin(np.abs(cells.distinct - wanted))]
        return f"It goes from {ends[0]} to {ends[1]}; the nearest value is {number_text(nearest)}."
    return f"It goes from {ends[0]} to {ends[1]}."


def _said(name: str, old: str, new: str | None, count: int, kind: Kind) -> str:
    becomes = "missing" if new is None else _shown(new)
    shown = old if kind is not Kind.WORDS else repr(old)
    if not count:
        what = "missing" if _means_missing(old) else shown
        return f"No cell of {name!r} is {what}, which was to count as {becomes}."
    verb = "counts" if count == 1 else "count"
    if _means_missing(old):
        cells = "1 missing cell" if count == 1 else f"{count:,} missing cells"
        return f"{cells} of {name!r} {verb} as {becomes}."
    were = "was" if count == 1 else "were"
    return f"{count_cells(count)} of {name!r} that {were} {shown} {verb} as {becomes}."


def _shown(text: str) -> str:
    """Return a number or date as it is, a word in quotes."""
    return text if text[-1:].isdigit() else repr(text)


def _check_contradictions(name: str, changes: list[_Change], file: str | None) -> None:
    for place, change in enumerate(changes):
        for other in changes[:place]:
            if (change.rows & other.rows).any() and change.new != other.new:
                shown = [entry.new or "missing" for entry in (other, change)]
                raise InputError(
                    f"One value was to be recoded both as {shown[0]!r} and as {shown[1]!r}.",
                    file=file,
                    column=name,
                    remedy="Choose one.",
                )


def _changed(name: str, cells: Cells, changes: list[_Change], file: str | None) -> Cells:
    """Write the new values into the cells; read them again where that may change their kind."""
    numbers = [_as_number(cells, change.new) for change in changes]
    if cells.kind is not Kind.WORDS and not any(number is None for number in numbers):
        return _with_numbers(cells, changes, [n for n in numbers if n is not None])
    if isinstance(cells.raw.dtype, pd.CategoricalDtype):
        return _with_levels(cells, changes)
    texts = as_text(cells).astype(object)
    texts.index = cells.raw.index
    for change in changes:
        texts[change.rows] = change.new
    read = read_cells(texts.astype("str"))
    plural = "words" if cells.kind is Kind.WORDS else f"{cells.kind.value}s"
    swamped = cells.kind is not read.kind and read.distinct.size > _MOST_WORDS
    for change in changes:
        if change.new is not None and (swamped or read.missing[change.rows].any()):
            raise InputError(
                f"{change.new!r} cannot stand in it: its other cells are {plural}.",
                file=file,
                column=name,
                remedy=f"Recode to one of the {plural} or to missing.",
            )
    return replace(read, note=" ".join(filter(None, (cells.note, read.note))))


def _as_number(cells: Cells, new: str | None) -> float | np.datetime64 | None:
    """Return what stands for a new value among numbers or dates, or None where nothing does."""
    if new is None:
        return np.datetime64("NaT") if cells.kind is Kind.DATE else float("nan")
    words = pa.array([new], pa.large_string())
    if cells.kind is Kind.DATE:
        date: np.datetime64 = read_dates(words, _ONE).values[0]
        return None if np.isnat(date) else date
    number = float(read_numbers(words, _ONE).values[0])
    return number if np.isfinite(number) else None


def _with_numbers(
    cells: Cells, changes: list[_Change], numbers: Sequence[float | np.datetime64]
) -> Cells:
    values = np.array(cells.values)
    raw = as_text(cells).astype(object)
    raw.index = cells.raw.index
    for change, number in zip(changes, numbers, strict=True):
        values[change.rows] = number
        raw[change.rows] = change.new
    return replace(cells, values=values, raw=raw.astype("str"))


def _with_levels(cells: Cells, changes: list[_Change]) -> Cells:
    """Keep categories that the data declared, in their order."""
    assert isinstance(cells.values, pd.Categorical)
    values = cells.values
    wanted = [change.new for change in changes if change.new is not None]
    fresh = [level for level in dict.fromkeys(wanted) if level not in values.categories]
    values = values.add_categories(fresh)
    codes = np.array(values.codes)
    for change in changes:
        place = -1 if change.new is None else values.categories.get_loc(change.new)
        codes[change.rows] = place
    changed = pd.Categorical.from_codes(codes, values.categories, ordered=values.ordered)
    changed = changed.remove_unused_categories()
    return replace(cells, values=changed, raw=pd.Series(changed, index=cells.raw.index))
