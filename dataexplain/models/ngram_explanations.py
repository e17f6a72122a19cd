"""What a table of n-grams says: of all texts, and of one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from dataexplain.models.ngram_table import NgramTable, rarity_shares

INTERCEPT = "(intercept)"
# 95% of a normal distribution.
_WIDTH = 1.959964
# An n-gram says nothing by itself where so much of its texts have a longer one that is shown.
_INSIDE = 0.9


def global_terms(table: NgramTable, outputs: Sequence[str], top: int | None = 50) -> pd.DataFrame:
    """Return the n-grams that matter most, one row an n-gram and output.

    Parameters
    ----------
    table : NgramTable
    outputs : sequence of str
        The names of the table's outputs.
    top : int, optional
        How many n-grams an output; None is all of them.

    Returns
    -------
    DataFrame
        As `AugLinearClassifier.explain_global` says.

    Examples
    --------
    >>> from dataexplain.features.ngram_index import NgramIndex
    >>> index = NgramIndex(["good", "not good"])
    >>> weights, documents = np.array([[2.0], [-3.0]]), np.array([9, 4])
    >>> table = NgramTable(index, np.ones(2), weights, np.zeros(1), documents)
    >>> terms = global_terms(table, ["stars"])
    >>> terms[["ngram", "weight", "together"]].values.tolist()
    [['good', 2.0, 2.0], ['not good', -3.0, -1.0]]
    """
    parts = _parts(table)
    together = (
        np.stack([table.weights[inside].sum(axis=0) for inside in parts])
        if parts
        else table.weights
    )
    importance = np.abs(table.weights) * (table.documents * table.rarity)[:, None]
    frames = []
    for place, output in enumerate(outputs):
        order = np.lexsort((np.arange(len(table)), -importance[:, place]))
        if top is not None:
            order = _telling(table, parts, order, top)
        frames.append(_frame(table, output, place, order, together, importance))
    return pd.concat(frames, ignore_index=True)


def local_terms(table: NgramTable, outputs: Sequence[str], text: str) -> pd.DataFrame:
    """Return what each word of a text adds to its score; the sum is the score.

    Parameters
    ----------
    table : NgramTable
    outputs : sequence of str
    text : str

    Returns
    -------
    DataFrame
        As `AugLinearClassifier.explain_local` says.

    Examples
    --------
    >>> from dataexplain.features.ngram_index import NgramIndex
    >>> index = NgramIndex(["good", "not good"])
    >>> table = NgramTable(index, np.ones(2), np.array([[2.0], [-4.0]]), np.ones(1), np.ones(2))
    >>> local_terms(table, ["stars"], "Not good?").round(3).values.tolist()
    [['not', -1.414], ['good', 0.0], ['(intercept)', 1.0]]
    """
    tokens = list(table.index.tokenizer(text))
    counts = table.index.count([text])
    shares = rarity_shares(counts, table.rarity)
    # An n-gram's share is spread over the places where it stands, and there over its words.
    each = dict(zip(shares.indices.tolist(), shares.data / counts.data, strict=True))
    parts = np.zeros((len(tokens), len(outputs)))
    for length in sorted(table.index.orders):
        for start in range(len(tokens) - length + 1):
            column = table.index.columns.get(" ".join(tokens[start : start + length]))
            if column is not None:
                parts[start : start + length] += each[column] * table.weights[column] / length
    values = np.concatenate([parts, table.intercepts[None, :]])
    frame = pd.DataFrame(values, columns=list(outputs))
    frame.insert(0, "word", [*tokens, INTERCEPT])
    return frame


def _parts(table: NgramTable) -> list[list[int]]:
    """Return for each n-gram the columns of the n-grams inside it, itself among them."""
    columns = table.index.columns
    parts = []
    for ngram in table.index.ngrams:
        split = ngram.split(" ")
        inside = {
            " ".join(split[start:end])
            for start in range(len(split))
            for end in range(start + 1, len(split) + 1)
        }
        parts.append(sorted(columns[part] for part in inside if part in columns))
    return parts


def _telling(table: NgramTable, parts: list[list[int]], order: np.ndarray, top: int) -> np.ndarray:
    """Return the first n-grams of an order that are not met inside a longer one shown already."""
    shown: list[int] = []
    hidden: set[int] = set()
    for column in order.tolist():
        if column in hidden or not table.documents[column]:
            continue
        for inside in parts[column]:
            if inside != column and table.documents[column] >= _INSIDE * table.documents[inside]:
                hidden.add(inside)
        shown.append(column)
        if len(shown) - len(hidden.intersection(shown)) == top:
            break
    return np.array([column for column in shown if column not in hidden], dtype=np.int64)


def _frame(
    table: NgramTable,
    output: str,
    place: int,
    order: np.ndarray,
    together: np.ndarray,
    importance: np.ndarray,
) -> pd.DataFrame:
    weight = table.weights[order, place]
    error = np.full(len(order), np.nan) if table.errors is None else table.errors[order, place]
    texts = max(float(table.documents.max(initial=1)), 1.0)
    return pd.DataFrame(
        {
            "ngram": [table.index.ngrams[column] for column in order],
            "output": output,
            "weight": weight,
            "low": weight - _WIDTH * error,
            "high": weight + _WIDTH * error,
            "together": together[order, place],
            "documents": table.documents[order],
            "seen": table.documents[order] > 0,
            "importance": importance[order, place] / texts,
        }
    )
