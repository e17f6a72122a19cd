"""Texts of two groups -> how typical each is of its group, told by models that did not see it.

What a model of all words and one of embeddings say of each text is averaged. The area under the
curve tells how far the groups can be told apart at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import logit
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedGroupKFold
from sklearn.preprocessing import StandardScaler

from dataexplain.models.word_scores import word_scores
from dataexplain.randomness import seed_for

FOLDS = 5
# With fewer distinct texts of a group none can be left out.
LEAST_OF_A_GROUP = 3
# A share nearer to none or to all is held for this.
_SUREST = 0.01
# Stronger than usual: embeddings have hundreds of columns, and texts may be few.
_INVERSE_PENALTY = 0.05


@dataclass(frozen=True)
class GroupEvidence:
    """What tells the group of each text, from models fitted without it.

    Parameters
    ----------
    log_odds : ndarray of shape (n,)
        Above 0 where a text is more like the first group; both groups count the same.
    auc : float
        How often a text of the first group has more than one of the second; 0.5 is chance.
    """

    log_odds: np.ndarray
    auc: float


def group_evidence(
    texts: Sequence[str],
    in_a: np.ndarray,
    vectors: np.ndarray | None = None,
    *,
    random_state: int = 0,
) -> GroupEvidence:
    """Tell the group of each text by models that were fitted on other texts.

    Copies of a text are left out together. Where a group has fewer than three distinct texts,
    nothing is told.

    Parameters
    ----------
    texts : sequence of str, n of them
    in_a : ndarray of bool, shape (n,)
    vectors : ndarray of shape (n, dimensions), optional
        Embeddings of the texts; without them words alone tell.
    random_state : int, default=0

    Returns
    -------
    GroupEvidence

    Examples
    --------
    >>> texts = [f"a {word} day {place}" for place in range(20) for word in ("good", "bad")]
    >>> evidence = group_evidence(texts, np.array([True, False] * 20))
    >>> evidence.auc, (evidence.log_odds[:2] > 0).tolist()
    (1.0, [True, False])
    """
    in_a = np.asarray(in_a, dtype=bool)
    same = np.unique(np.array(texts, dtype=object), return_inverse=True)[1]
    smaller = min((len(np.unique(same[in_a == side])) for side in (True, False)), default=0)
    if smaller < LEAST_OF_A_GROUP:
        return GroupEvidence(np.zeros(len(in_a)), 0.5)
    weights = np.where(in_a, 0.5 / in_a.mean(), 0.5 / (1.0 - in_a.mean()))
    outcome = in_a[:, None].astype(np.float64)
    shares = word_scores(texts, outcome, (), weights=weights, random_state=random_state)[0][:, 0]
    log_odds = logit(np.clip(shares, _SUREST, 1.0 - _SUREST))
    if vectors is not None:
        folds = min(FOLDS, smaller)
        told = _told_by_vectors(np.asarray(vectors), in_a, same, folds, random_state)
        log_odds = 0.5 * (log_odds + told)
    return GroupEvidence(log_odds, float(roc_auc_score(in_a, log_odds)))


def likeness_to_groups(vectors: np.ndarray, in_a: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Return log-odds of other things, such as words, from embeddings of texts of two groups.

    Parameters
    ----------
    vectors : ndarray of shape (n, dimensions)
        Of texts, without missing values.
    in_a : ndarray of bool, shape (n,)
        With texts of both groups.
    others : ndarray of shape (m, dimensions)

    Returns
    -------
    ndarray of shape (m,)
        Above 0 where one is more like the texts of the first group.

    Examples
    --------
    >>> vectors = np.array([[1.0, 0.0], [0.9, 0.1], [0.0, 1.0], [0.1, 0.9]])
    >>> likeness_to_groups(vectors, np.array([True, True, False, False]), vectors[[0, 2]]) > 0
    array([ True, False])
    """
    scaler = StandardScaler().fit(vectors)
    model = LogisticRegression(
        C=_INVERSE_PENALTY, class_weight="balanced", solver="lbfgs", max_iter=1000
    ).fit(scaler.transform(vectors), in_a)
    return np.asarray(model.decision_function(scaler.transform(others)))


def _told_by_vectors(
    vectors: np.ndarray, in_a: np.ndarray, same: np.ndarray, folds: int, random_state: int
) -> np.ndarray:
    seed = seed_for(random_state, "group classifier")
    splitter = StratifiedGroupKFold(folds, shuffle=True, random_state=seed)
    told = np.zeros(len(in_a))
    for fitted, left in splitter.split(vectors, in_a, groups=same):
        if len(np.unique(in_a[fitted])) == 2:
            told[left] = likeness_to_groups(vectors[fitted], in_a[fitted], vectors[left])
    return told
