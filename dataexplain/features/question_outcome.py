"""The outcome as columns of numbers, whatever it is: what questions are screened against."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from sklearn.utils.validation import check_array, check_consistent_length, column_or_1d

_MOST_CLASSES = 20


def outcome_columns(y: Any, texts: list[str]) -> tuple[np.ndarray, np.ndarray] | None:
    """Return an outcome as standardised columns, and the group each row is shown in.

    Classes become one column each. A number is one column, and its groups are the lower and the
    upper half.

    Parameters
    ----------
    y : array-like of shape (n,), or None
    texts : list of str
        The rows that belong to it.

    Returns
    -------
    (ndarray of shape (n, columns), ndarray of int of shape (n,)), or None
        None without an outcome, or with one of a single value: it contrasts nothing.

    Examples
    --------
    >>> columns, groups = outcome_columns(["ham", "spam", "ham", "spam"], ["a", "b", "c", "d"])
    >>> columns.tolist(), groups.tolist()
    ([[-1.0], [1.0], [-1.0], [1.0]], [0, 1, 0, 1])
    """
    if y is None:
        return None
    outcome = column_or_1d(y)
    check_consistent_length(texts, outcome)
    numeric = np.issubdtype(outcome.dtype, np.number)
    if numeric:
        check_array(outcome, ensure_2d=False, input_name="y")
    codes, classes = pd.factorize(outcome, sort=True, use_na_sentinel=False)
    if len(classes) < 2:
        return None
    if numeric and len(classes) > _MOST_CLASSES:
        numbers = outcome.astype(np.float64)
        return _standardised(numbers[:, np.newaxis]), (numbers > np.median(numbers)).astype(int)
    members = codes[:, np.newaxis] == np.arange(len(classes))
    columns = members[:, 1:] if len(classes) == 2 else members
    return _standardised(columns.astype(np.float64)), codes


def _standardised(columns: np.ndarray) -> np.ndarray:
    spread = columns.std(axis=0)
    return np.asarray((columns - columns.mean(axis=0)) / np.where(spread > 0, spread, 1.0))
