"""Vectors of n-grams that add up to those of the texts they stand in.

An embedder places "hardly" or "set up" by itself; a whole text it places knowing what the words do
to each other. No label is needed to carry some of that over: each n-gram's vector is changed until
a text's sum of them comes close to the embedding of the text. The change has two parts, as the
weights of a table have (`ngram_regression`): one is linear in the n-gram's own embedding, so that
n-grams of no text are changed too; the other is its own.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

# Strongest first; which one is best is read off texts left out one at a time.
_PENALTIES = (10.0, 3.0, 1.0, 0.3, 0.1, 0.03)


@dataclass(frozen=True)
class Contexts:
    """How the embeddings of n-grams are changed.

    Parameters
    ----------
    transform : ndarray of shape (dimensions, dimensions)
        What every embedding is multiplied by.
    own : ndarray of float32, shape (n-grams, dimensions)
        What is added for the n-grams that were fitted.
    """

    transform: np.ndarray
    own: np.ndarray

    def vectors(self, embeddings: np.ndarray) -> np.ndarray:
        """Return the changed embeddings of the n-grams that were fitted, as float32."""
        return np.asarray(embeddings @ self.transform.astype(np.float32) + self.own)


def fit_contexts(
    shares: csr_array, embeddings: np.ndarray, whole: np.ndarray, share: float = 0.5
) -> Contexts:
    """Change embeddings of n-grams so that their sums come close to those of whole texts.

    What is missing between the sums, brought to the size of the whole ones, and the whole ones is
    found by ridge regression; its penalty by leaving out one text at a time.

    Parameters
    ----------
    shares : csr_array of shape (texts, n-grams)
    embeddings : ndarray of float32, shape (n-grams, dimensions)
    whole : ndarray of float32, shape (texts, dimensions)
        The embeddings of the texts.
    share : float, default=0.5
        The n-grams' own part in the variance of a change.

    Returns
    -------
    Contexts

    Examples
    --------
    >>> shares = csr_array([[1.0, 0.0], [0.0, 1.0]] * 50)
    >>> turned = np.array([[0.0, 1.0], [1.0, 0.0]] * 50, dtype=np.float32)
    >>> embeddings = np.eye(2, dtype=np.float32)
    >>> contexts = fit_contexts(shares, embeddings, turned)
    >>> contexts.vectors(embeddings).argmax(axis=1).tolist()
    [1, 0]
    """
    sums = np.asarray(shares @ embeddings, dtype=np.float64)
    size = float((sums * whole).sum() / max((sums**2).sum(), np.finfo(float).tiny))
    kernel = (1 - share) * (sums @ sums.T) + share * (shares @ shares.T).toarray()
    spreads, axes = np.linalg.eigh(kernel)
    missing = axes.T @ (whole - size * sums)
    spreads = np.maximum(spreads, 0.0)
    penalty = min(_PENALTIES, key=lambda each: _left_out_error(spreads, axes, missing, each))
    solved = axes @ (missing / (spreads + penalty)[:, None])
    linear = (1 - share) * (sums.T @ solved)
    own = share * (shares.T @ solved)
    return Contexts(size * np.eye(len(linear)) + linear, own.astype(np.float32))


def _left_out_error(
    spreads: np.ndarray, axes: np.ndarray, missing: np.ndarray, penalty: float
) -> float:
    """Return the sum of squared errors of texts left out, each by the ridge of all the others."""
    lost = penalty / (spreads + penalty)
    errors = axes @ (lost[:, None] * missing)
    return float(((errors / (axes**2 @ lost)[:, None]) ** 2).sum())
