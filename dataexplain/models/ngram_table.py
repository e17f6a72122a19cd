"""A table of n-grams with weights: all that is needed to predict, and all there is to explain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from dataexplain.features.ngram_index import NgramIndex


@dataclass(frozen=True)
class NgramTable:
    """Weights of n-grams, one column an output.

    A text's score is the intercept plus the sum of weight times share over its n-grams. The share
    of an n-gram is its count times its rarity, the shares of a text being brought to length 1
    (TF-IDF).

    Parameters
    ----------
    index : NgramIndex
    rarity : ndarray of shape (n-grams,)
        The logarithm of how few texts have it (inverse document frequency).
    weights : ndarray of shape (n-grams, outputs)
    intercepts : ndarray of shape (outputs,)
    documents : ndarray of int, shape (n-grams,)
        In how many fitted texts it occurs; 0 was never seen, and its weight comes through the
        embedding alone.
    errors : ndarray of shape (n-grams, outputs), optional
        Standard errors of the weights over bootstrap samples of the texts.

    Examples
    --------
    >>> index = NgramIndex(["good", "bad"])
    >>> table = NgramTable(index, np.ones(2), np.array([[2.0], [-3.0]]), np.zeros(1), np.ones(2))
    >>> table.scores(["good", "bad, bad", "neither"]).ravel().tolist()
    [2.0, -3.0, 0.0]
    """

    index: NgramIndex
    rarity: np.ndarray
    weights: np.ndarray
    intercepts: np.ndarray
    documents: np.ndarray
    errors: np.ndarray | None = None

    def __len__(self) -> int:
        return len(self.index)

    def scores(self, texts: Sequence[str]) -> np.ndarray:
        """Return intercept plus weights for each text, shape (texts, outputs)."""
        shares = rarity_shares(self.index.count(texts), self.rarity)
        return np.asarray(shares @ self.weights + self.intercepts)


def short(values: np.ndarray) -> np.ndarray:
    """Return numbers rounded to 32 bits, so that nine digits in a file give them back."""
    return values.astype(np.float32).astype(np.float64)


def rarity_of(documents: np.ndarray, texts: int) -> np.ndarray:
    """Return the smoothed inverse document frequency: log((1 + n) / (1 + d)) + 1.

    Examples
    --------
    >>> rarity_of(np.array([9, 0]), 9).round(2).tolist()
    [1.0, 3.3]
    """
    return short(np.log((1.0 + texts) / (1.0 + documents)) + 1.0)


def rarity_shares(counts: csr_array, rarity: np.ndarray) -> csr_array:
    """Return counts times rarity, each row brought to length 1; a row of zeros stays.

    Examples
    --------
    >>> rarity_shares(csr_array([[3, 2], [0, 0]]), np.array([1.0, 2.0])).toarray().tolist()
    [[0.6, 0.8], [0.0, 0.0]]
    """
    values = counts.data * rarity[counts.indices]
    rows = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    squares = np.bincount(rows, weights=values**2, minlength=counts.shape[0])
    values = values / np.sqrt(squares)[rows]
    return csr_array((values, counts.indices, counts.indptr), shape=counts.shape)
