"""A column of text as its distinct texts, so that each is looked at only once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

MISSING_CODES = frozenset(
    ["", "na", "n/a", "n.a.", "#n/a", "<na>", "null", "nan", "nat", "?", "-", "--", ".", "missing"]
)
# Words that may be a level of their own ("basement: none"): missing only among numbers and dates.
SOFT_CODES = frozenset(["none", "nil", "unknown", "unk", "not available", "n.d.", "#value!"])


@dataclass(frozen=True)
class DistinctTexts:
    """Distinct trimmed texts, with a code for each row that says which one it holds.

    Parameters
    ----------
    raw : pandas.Series
        The column as it was given.
    codes : numpy.ndarray
        For each row the place of its text; -1 where there is none.
    texts : pyarrow.Array
    counts : numpy.ndarray
        How many rows hold each text.
    missing, soft : numpy.ndarray
        Whether each text is a code for missing; whether it is one among numbers and dates.
    """

    raw: pd.Series
    codes: np.ndarray
    texts: pa.Array
    counts: np.ndarray
    missing: np.ndarray
    soft: np.ndarray

    @classmethod
    def of(cls, column: pd.Series) -> DistinctTexts:
        """Find the distinct texts of a column of strings or of any objects.

        Examples
        --------
        >>> texts = DistinctTexts.of(pd.Series(["a", " a", "NA"]))
        >>> texts.texts.to_pylist(), texts.counts.tolist(), texts.missing.tolist()
        (['a', 'NA'], [2, 1], [False, True])
        """
        codes, uniques = _as_strings(column).array.factorize()
        distinct = pa.array(uniques, pa.large_string())
        if isinstance(distinct, pa.ChunkedArray):
            distinct = distinct.combine_chunks()
        trimmed = pc.utf8_trim_whitespace(distinct).dictionary_encode()
        if len(trimmed.dictionary) < len(trimmed):
            codes = np.append(trimmed.indices.to_numpy(), -1)[codes]
        texts = trimmed.dictionary
        lowered = pc.utf8_lower(texts)
        missing = _among(lowered, MISSING_CODES)
        if len(texts) < 10 and "+" in texts.to_pylist():
            missing &= ~_among(lowered, frozenset("-"))  # plus and minus: the levels of a test
        return cls(
            raw=column,
            codes=codes,
            texts=texts,
            counts=np.bincount(codes[codes >= 0], minlength=len(texts)),
            missing=missing,
            soft=_among(lowered, SOFT_CODES),
        )

    def spread(self, values: np.ndarray, absent: object) -> np.ndarray:
        """Return one value a row from one value a text."""
        if not len(values):
            return np.full(len(self.codes), absent, dtype=values.dtype)
        rows: np.ndarray = values[self.codes]
        rows[self.codes < 0] = absent
        return rows

    def missing_note(self) -> str:
        """Say which codes other than a blank were read as missing."""
        written = [
            (self.texts[int(place)].as_py(), int(self.counts[place]))
            for place in np.flatnonzero(self.missing)
        ]
        return " ".join(
            f"{text!r} was read as missing ({count_cells(count)})."
            for text, count in sorted(written)
            if text
        )


def count_cells(count: int) -> str:
    """Return a number of cells in words.

    Examples
    --------
    >>> count_cells(1), count_cells(1200)
    ('1 cell', '1,200 cells')
    """
    return "1 cell" if count == 1 else f"{count:,} cells"


def object_text(value: object) -> str:
    """Return what stands in a cell that is not a string, as text.

    Examples
    --------
    >>> object_text(2.0), object_text(b"x")
    ('2', 'x')
    """
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    return str(value).encode("utf-8", "replace").decode()  # half a surrogate pair is no text


def _as_strings(column: pd.Series) -> pd.Series:
    if isinstance(column.dtype, pd.StringDtype):
        return column.astype("str")
    texts = [None if _is_absent(value) else object_text(value) for value in column]
    return pd.Series(texts, dtype="str")


def _is_absent(value: object) -> bool:
    if value is None or value is pd.NA or value is pd.NaT:
        return True
    return isinstance(value, float) and value != value


def _among(texts: pa.Array, words: frozenset[str]) -> np.ndarray:
    found = pc.is_in(texts, pa.array(sorted(words), texts.type))
    return np.asarray(found.to_numpy(zero_copy_only=False), dtype=bool)
