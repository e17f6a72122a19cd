"""What a user passes as texts, read as a list of them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from dataexplain.errors import InputError, ParameterError


def read_texts(X: Any, owner: str, *, name: str = "X") -> list[str]:
    """Return texts, one a row.

    Parameters
    ----------
    X : list, array, pandas or polars Series, or a frame or array with one column
    owner : str
        The estimator that asks, for the error.
    name : str, default="X"
        The parameter, for the error.

    Returns
    -------
    list of str

    Raises
    ------
    ParameterError
        When X is one text, or has more than one column.
    InputError
        When a row is no text, such as a missing value; it names the row, counted from 1.

    Examples
    --------
    >>> read_texts(pd.DataFrame({"review": ["good", "bad"]}), "AugLinearClassifier")
    ['good', 'bad']
    """
    if isinstance(X, (str, bytes)):
        raise ParameterError(name, owner, "texts, one a row, not one text", X)
    found = X if isinstance(X, list) else _column(X, owner, name)
    for row, text in enumerate(found):
        if not isinstance(text, str):
            raise InputError(
                message=f"{owner} needs a text, and there is {_said(text)}.",
                row=row + 1,
                remedy="Leave the row out, or put an empty text.",
            )
    return found


def _column(X: Any, owner: str, name: str) -> list[Any]:
    values = np.asarray(X, dtype=object)
    if values.ndim == 2 and values.shape[1] == 1:
        values = values[:, 0]
    if values.ndim != 1:
        raise ParameterError(name, owner, "texts in one column", f"shape {values.shape}")
    return list(values.tolist())


def _said(value: object) -> str:
    if value is None or value is pd.NA or (isinstance(value, float) and np.isnan(value)):
        return "a missing value"
    return f"{value!r} of type {type(value).__name__}"
