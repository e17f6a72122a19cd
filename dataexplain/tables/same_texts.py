"""Rows that hold the same text: they stay on one side of the split.

A text that proposes and tests would prove itself. Rows that share a text in any of the text
columns are one unit, and so are those that are linked through others.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from dataexplain.tables.table import Table


def same_text_units(table: Table) -> np.ndarray | None:
    """Return a number for each row that rows with the same text share, or None without texts.

    Case and space between words do not count; a missing or empty text is like no other.

    Parameters
    ----------
    table : Table

    Returns
    -------
    ndarray of int of shape (n,) or None
        None too where no two rows share a text.

    Examples
    --------
    >>> from dataexplain.tables.schema import build_table
    >>> texts = ["A good film", "a good  film", "bad", None] * 6
    >>> table = build_table({"review": texts, "stars": range(24)}, "stars", text=["review"])
    >>> same_text_units(table)[:8].tolist()
    [0, 0, 1, 2, 0, 0, 1, 3]
    """
    columns = [column.name for column in table.texts]
    units = None
    for name in columns:
        shared = _codes(table.frame[name])
        units = shared if units is None else linked(units, shared)
    if units is None or int(units.max(initial=-1)) + 1 == len(units):
        return None
    return units


def linked(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Return units of rows that share a number of either kind, directly or through other rows.

    Parameters
    ----------
    first, second : ndarray of int of shape (n,)
        Numbers from 0.

    Examples
    --------
    >>> linked(np.array([0, 0, 1, 2]), np.array([0, 1, 1, 2])).tolist()
    [0, 0, 0, 1]
    """
    count = int(first.max(initial=-1)) + 1
    nodes = count + int(second.max(initial=-1)) + 1
    links = coo_array((np.ones(len(first)), (first, count + second)), shape=(nodes, nodes))
    _, labels = connected_components(links, directed=False)
    return np.asarray(np.unique(labels[first], return_inverse=True)[1])


def _codes(texts: pd.Series) -> np.ndarray:
    """Return a number for each text; a text without words has its own."""
    plain = texts.fillna("").astype("str").str.split().str.join(" ").str.lower()
    codes, names = pd.factorize(plain)
    empty = (plain == "").to_numpy()
    codes = np.where(empty, len(names) + np.arange(len(codes)), codes)
    return np.asarray(np.unique(codes, return_inverse=True)[1])
