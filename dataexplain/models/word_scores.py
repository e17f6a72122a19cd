"""Texts -> what all of their words foretell of the outcome: for the reference, not to be read.

Statements speak of a few groups of words. How much of the signal that is, only a model of every
word can tell: a ridge regression on TF-IDF, whose predictions are columns for the boosted trees.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import Ridge
from sklearn.model_selection import GroupKFold

from dataexplain.features.tokens import words
from dataexplain.randomness import seed_for

FOLDS = 5
# Rarer words foretell next to nothing, and every fold would have to read them.
MOST_TERMS = 50_000


def word_scores(
    texts: Sequence[str],
    outcomes: np.ndarray,
    others: Sequence[str],
    *,
    weights: np.ndarray | None = None,
    random_state: int = 0,
) -> tuple[np.ndarray, np.ndarray]:
    """Return what words foretell of fitted texts, each left out when it is, and of other texts.

    Of fewer than five different texts, or where none has a word, that is the average.

    Parameters
    ----------
    texts : sequence of str, n of them
        At least ten.
    outcomes : ndarray of shape (n, columns)
        A number, or one column of 0 and 1 a class.
    others : sequence of str, m of them
        Of which no outcome is known.
    weights : ndarray of shape (n,), optional
    random_state : int, default=0

    Returns
    -------
    (ndarray of shape (n, columns), ndarray of shape (m, columns))

    Examples
    --------
    >>> texts = [f"{word} stay {place}" for place in range(10) for word in ("good", "bad")]
    >>> outcomes = np.array([[1.0], [0.0]] * 10)
    >>> own, other = word_scores(texts, outcomes, ["a good one", "bad"])
    >>> (own[:2, 0] > 0.5).tolist(), (other[:, 0] > 0.5).tolist()
    ([True, False], [True, False])
    """
    same = np.unique(np.array(texts, dtype=object), return_inverse=True)[1]
    if same.max() + 1 < FOLDS or not any(map(_terms, texts)):
        average = np.average(outcomes, axis=0, weights=weights)
        return np.tile(average, (len(texts), 1)), np.tile(average, (len(others), 1))
    vectors = TfidfVectorizer(
        analyzer=_terms, sublinear_tf=True, max_features=MOST_TERMS, dtype=np.float64
    )
    near = vectors.fit_transform(texts)
    own = np.empty_like(outcomes, dtype=np.float64)
    # a text would else foretell its own copy
    folds = GroupKFold(FOLDS, shuffle=True, random_state=seed_for(random_state, "word scores"))
    for fitted, left in folds.split(outcomes, groups=same):
        own[left] = _predicted(near[fitted], outcomes[fitted], near[left], _of(weights, fitted))
    if not len(others):
        return own, np.empty((0, outcomes.shape[1]))
    return own, _predicted(near, outcomes, vectors.transform(others), weights)


def _predicted(
    near: np.ndarray, outcomes: np.ndarray, far: np.ndarray, weights: np.ndarray | None
) -> np.ndarray:
    model = Ridge(alpha=1.0, solver="sparse_cg").fit(near, outcomes, sample_weight=weights)
    return np.asarray(model.predict(far)).reshape(far.shape[0], outcomes.shape[1])


def _of(weights: np.ndarray | None, rows: np.ndarray) -> np.ndarray | None:
    return None if weights is None else weights[rows]


def _terms(text: str) -> list[str]:
    """Return words and pairs of neighbouring words."""
    found = list(words(text))
    return [*found, *(f"{first} {second}" for first, second in itertools.pairwise(found))]
