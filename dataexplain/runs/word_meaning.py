"""The words of texts as columns, put together by meaning where an embedder is installed."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import numpy as np

from dataexplain.errors import LanguageModelError, MissingDependencyError, ModelNotFoundError
from dataexplain.features.text_columns import read_off_texts
from dataexplain.llm.embedding.embedders import Embedder
from dataexplain.llm.embedding.opening_embedder import open_embedder
from dataexplain.tables import Table

EMBEDDER = "minilm"
WITHOUT = (
    "Words were put together by how often they occur in the same texts, not by what they mean: "
)
NOT_INSTALLED = "no embedder is installed (dataexplain models install minilm)."


def read_texts_of(table: Table, rows: np.ndarray) -> Table:
    """Add the columns that are read off the table's texts, words merged by meaning if possible.

    Parameters
    ----------
    table : Table
    rows : ndarray of int
        Discovery rows.

    Returns
    -------
    Table
        The table itself, where it has no texts.

    Examples
    --------
    >>> from dataexplain.tables import build_table
    >>> table = build_table({"dose": [1, 2, 2, 3] * 10, "pain": range(40)}, "pain")
    >>> read_texts_of(table, np.arange(20)) is table
    True
    """
    if not table.texts:
        return table
    try:
        with open_embedder(EMBEDDER) as embedder:
            return read_off_texts(table, rows, meaning=_Meaning(embedder))
    except ModelNotFoundError:
        return _noted(read_off_texts(table, rows), NOT_INSTALLED)
    except (LanguageModelError, MissingDependencyError) as error:
        # an embedder that fails costs no report
        return _noted(read_off_texts(table, rows), f"the embedder failed ({error}).")


@dataclasses.dataclass(frozen=True)
class _Meaning:
    """Terms in, vectors of length 1 out."""

    embedder: Embedder

    def __call__(self, terms: Sequence[str]) -> np.ndarray:
        vectors = np.asarray(self.embedder.embed(list(terms)), dtype=np.float64)
        sizes = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / np.where(sizes > 0, sizes, 1.0))


def _noted(table: Table, why: str) -> Table:
    """Add why meaning was not looked at, where that could have changed anything."""
    if not any(column.terms for column in table.columns):
        return table
    return dataclasses.replace(table, notes=(*table.notes, f"{WITHOUT}{why}"))
