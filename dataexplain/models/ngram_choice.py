"""Which share and penalty a model of texts gets: those that predict texts left out best."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from dataexplain.models.ngram_rescaling import Rescaling, fit_rescaling
from dataexplain.models.stacked_linear import (
    LinearFit,
    Loss,
    StackedFeatures,
    fit_linear,
    squared_loss,
)
from dataexplain.randomness import generator_for

# Penalties are left out once the loss has risen so often.
_RISES = 2
# More rows change which penalty is best by less than the folds do.
_MOST_ROWS = 10_000
_MANY_FOLDS, _FEW_FOLDS, _FOLDS_UNTIL = 5, 3, 500
# What is expected of the share before any text is left out.
_EXPECTED_SHARE = 0.5


@dataclass(frozen=True)
class Candidate:
    """A share and a penalty, and how well they predict texts left out.

    Parameters
    ----------
    share, penalty : float
    rescaling : Rescaling
        What makes the scores of texts left out best.
    losses : ndarray of shape (texts,)
        Of the rescaled scores.
    loss : float
        Their weighted mean.
    """

    share: float
    penalty: float
    rescaling: Rescaling
    losses: np.ndarray
    loss: float


def candidates(
    features: StackedFeatures,
    outcome: np.ndarray,
    weights: np.ndarray,
    loss: Loss,
    *,
    shares: Sequence[float],
    penalties: Sequence[float],
    random_state: int = 0,
) -> list[Candidate]:
    """Return each share and penalty tried on texts left out; none where there is no choice.

    Parameters
    ----------
    features : StackedFeatures
    outcome : ndarray of shape (texts, outputs)
    weights : ndarray of shape (texts,)
    loss : callable
    shares, penalties : sequence of float
        Of each share, weaker penalties are left out once they have become worse.
    random_state : int, default=0

    Returns
    -------
    list of Candidate
    """
    if len(shares) == len(penalties) == 1:
        return []
    folds = _folds(outcome, loss is not squared_loss, random_state)
    tried = []
    for share in shares if folds else ():
        best, rises = np.inf, 0
        paths = _left_out_scores(features.weighed(share), outcome, weights, loss, penalties, folds)
        for penalty, scores in zip(penalties, paths, strict=False):
            rescaling = fit_rescaling(scores, outcome, weights, loss)
            losses = loss(rescaling.scores(scores), outcome)[0]
            mean = float(np.average(losses, weights=weights))
            tried.append(Candidate(share, penalty, rescaling, losses, mean))
            rises = rises + 1 if mean > best else 0
            best = min(best, mean)
            if rises == _RISES:
                break
    return tried


def choose(tried: Sequence[Candidate], weights: np.ndarray) -> Candidate:
    """Return the candidate to go by: the best, or one hardly worse whose share is less extreme.

    With few texts the folds say little about the share, and an extreme one is seldom right. So
    among the best of each share, those within one standard error of the best of all (of the
    difference, text by text) are as good, and the share nearest to one half is taken.

    Parameters
    ----------
    tried : sequence of Candidate
        One or more.
    weights : ndarray of shape (texts,)
        Of the texts that the losses are of.

    Returns
    -------
    Candidate

    Examples
    --------
    >>> losses = {0.0: [1.0, 2.0, 3.0], 0.4: [1.1, 2.2, 2.9], 0.5: [4.0, 4.1, 4.0]}
    >>> tried = [
    ...     Candidate(share, 1.0, Rescaling(), np.array(each), float(np.mean(each)))
    ...     for share, each in losses.items()
    ... ]
    >>> choose(tried, np.ones(3)).share
    0.4
    """
    best = min(tried, key=lambda each: each.loss)
    of_shares = {each.share: each for each in sorted(tried, key=lambda each: -each.loss)}
    good = [each for each in of_shares.values() if _within_error(each, best, weights)]
    return min(good, key=lambda each: (abs(each.share - _EXPECTED_SHARE), each.loss))


def _within_error(one: Candidate, best: Candidate, weights: np.ndarray) -> bool:
    """Return whether a mean loss is above the best by no more than the difference's error."""
    more = one.loss - best.loss
    spread = weights * (one.losses - best.losses - more)
    return more <= float(np.sqrt((spread**2).sum()) / weights.sum())


def _left_out_scores(
    features: StackedFeatures,
    outcome: np.ndarray,
    weights: np.ndarray,
    loss: Loss,
    penalties: Sequence[float],
    folds: Sequence[tuple[np.ndarray, np.ndarray]],
) -> Iterator[np.ndarray]:
    """Yield for each penalty the scores of all rows, by models that did not see them."""
    parts = [(features.rows(fitted), features.rows(left)) for fitted, left in folds]
    starts: list[LinearFit | None] = [None] * len(folds)
    for penalty in penalties:
        scores = np.empty(outcome.shape)
        for place, ((fitted, left), (near, far)) in enumerate(zip(folds, parts, strict=True)):
            starts[place] = linear = fit_linear(
                near,
                outcome[fitted],
                weights[fitted],
                loss,
                penalty=penalty,
                start=starts[place],
            )
            scores[left] = linear.scores(far)
        yield scores


def _folds(
    outcome: np.ndarray, stratified: bool, random_state: int
) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return rows to fit and rows to leave out, each class spread evenly; none for one row."""
    rows = len(outcome)
    wanted = min(_MANY_FOLDS if rows <= _FOLDS_UNTIL else _FEW_FOLDS, rows)
    if wanted < 2:
        return []
    order = generator_for(random_state, "folds").permutation(rows)
    if stratified:
        labels = outcome @ np.arange(1, outcome.shape[1] + 1)
        order = order[np.argsort(labels[order], kind="stable")]
    fold = np.empty(rows, np.int64)
    fold[order] = np.arange(rows) % wanted
    return [
        (np.flatnonzero(fold != number), np.flatnonzero(fold == number)) for number in range(wanted)
    ]


def rows_to_choose_by(rows: int, random_state: int) -> np.ndarray | None:
    """Return rows drawn to choose by, or None where all of them are few enough."""
    if rows <= _MOST_ROWS:
        return None
    generator = generator_for(random_state, "rows to choose a penalty by")
    return np.asarray(generator.choice(rows, _MOST_ROWS, replace=False))
