"""A table of n-grams as parts of a file: all of a fitted model that is needed to predict."""

from __future__ import annotations

from typing import Any

import numpy as np

from dataexplain.features.fitted_file import FileForm
from dataexplain.features.ngram_index import NgramIndex
from dataexplain.models.ngram_table import NgramTable, short

FORM = FileForm("table of n-grams", 1)
# Enough to give every number of 32 bits back as it was.
_DIGITS = 9


def table_to_dict(table: NgramTable) -> dict[str, Any]:
    """Return a table as parts of a file, without its tokenizer.

    Examples
    --------
    >>> index = NgramIndex(["good"])
    >>> table = NgramTable(index, np.ones(1), np.array([[2.0]]), np.zeros(1), np.ones(1, int))
    >>> table_to_dict(table)["weights"]
    [[2.0]]
    """
    return {
        "intercepts": table.intercepts.tolist(),
        "ngrams": list(table.index.ngrams),
        "documents": table.documents.tolist(),
        "rarity": short_numbers(table.rarity),
        "weights": short_numbers(table.weights),
        "errors": None if table.errors is None else short_numbers(table.errors),
    }


def table_from_dict(parts: dict[str, Any], outputs: int) -> NgramTable:
    """Return the table that `table_to_dict` made parts of a file.

    Parameters
    ----------
    parts : dict
    outputs : int
        How many columns of weights it must have.

    Raises
    ------
    KeyError, TypeError, ValueError
        When the parts are none of a table.

    Examples
    --------
    >>> index = NgramIndex(["good"])
    >>> table = NgramTable(index, np.ones(1), np.array([[2.0]]), np.zeros(1), np.ones(1, int))
    >>> table_from_dict(table_to_dict(table), 1).scores(["good"]).tolist()
    [[2.0]]
    """
    ngrams = _ngrams(parts["ngrams"])
    shape = (len(ngrams), outputs)
    intercepts = np.array(parts["intercepts"], dtype=np.float64).reshape(outputs)
    errors = parts["errors"]
    return NgramTable(
        index=NgramIndex(ngrams),
        rarity=numbers_of(parts["rarity"], shape[:1]),
        weights=numbers_of(parts["weights"], shape),
        intercepts=_finite(intercepts),
        documents=np.array(parts["documents"], dtype=np.int64).reshape(len(ngrams)),
        errors=None if errors is None else _numbers(errors, shape),
    )


def short_numbers(values: np.ndarray) -> Any:
    """Return nested lists of numbers that are short and read back alike; NaN is None.

    Examples
    --------
    >>> short_numbers(np.array([[1 / 3, np.nan]]))
    [[0.333333333, None]]
    """
    if values.ndim > 1:
        return [short_numbers(row) for row in values]
    return [None if np.isnan(value) else float(f"{value:.{_DIGITS}g}") for value in values]


def numbers_of(part: Any, shape: tuple[int, ...]) -> np.ndarray:
    """Return numbers of a shape that `short_numbers` wrote, all of them finite.

    Raises
    ------
    TypeError, ValueError
    """
    return _finite(_numbers(part, shape))


def _ngrams(part: Any) -> list[str]:
    if not isinstance(part, list) or not all(isinstance(ngram, str) for ngram in part):
        raise ValueError("its n-grams are no texts")
    if len(set(part)) < len(part):
        raise ValueError("an n-gram is in it twice")
    return part


def _numbers(part: Any, shape: tuple[int, ...]) -> np.ndarray:
    return short(np.array(part, dtype=np.float64).reshape(shape))


def _finite(values: np.ndarray) -> np.ndarray:
    if not np.isfinite(values).all():
        raise ValueError("a number is missing or too large")
    return values
