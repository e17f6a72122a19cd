"""How well predictions fit held-out rows: one number a model, never without its interval."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import expit, logit, ndtri

from dataexplain.errors import ParameterError
from dataexplain.statistics.rates import wilson_limits

Interval = tuple[float, float]
Z = float(ndtri(0.975))


@dataclass(frozen=True)
class ModelScore:
    """The score of one model with its 95% interval.

    `metric` is "AUC", "accuracy" or "R2"; `role` is "explanation", "dummy" or "reference".
    A score that the rows cannot tell (one class only, an outcome that never varies) is NaN.
    """

    name: str
    metric: str
    score: float
    interval: Interval
    role: str = "explanation"


def area_under_curve(
    outcome: npt.ArrayLike, predicted: npt.ArrayLike, weights: npt.ArrayLike | None = None
) -> tuple[float, Interval]:
    """Return the area under the ROC curve with DeLong's interval, taken on the logit scale.

    Parameters
    ----------
    outcome : array-like of shape (n,)
        1 (or true) for the positive class, else 0.
    predicted : array-like of shape (n,)
        Any number that grows with the positive class.
    weights : array-like of shape (n,), optional

    Returns
    -------
    (float, (float, float))
        NaN throughout when only one class is there.

    Examples
    --------
    >>> area, (low, high) = area_under_curve([0, 0, 1, 0, 1, 1], [0.1, 0.3, 0.35, 0.4, 0.8, 0.9])
    >>> round(area, 3), round(low, 2), round(high, 2)
    (0.889, 0.26, 0.99)
    """
    truth, scores, shares = _aligned(outcome, predicted, weights)
    positive = truth > 0
    if positive.all() or not positive.any():
        return _untold()
    area, variance = _delong(
        scores[positive], scores[~positive], shares[positive], shares[~positive]
    )
    if variance == 0 or area in (0.0, 1.0):
        # Perfect order has no variance to go by: so many rows of the rarer side all agree.
        rows = min(_effective_rows(shares[positive]), _effective_rows(shares[~positive]))
        return area, wilson_limits(area * rows, rows, Z)
    half = Z * math.sqrt(variance) / (area * (1.0 - area))
    return area, (float(expit(logit(area) - half)), float(expit(logit(area) + half)))


def accuracy(
    outcome: npt.ArrayLike, predicted: npt.ArrayLike, weights: npt.ArrayLike | None = None
) -> tuple[float, Interval]:
    """Return the share of rows whose class is predicted, with Wilson's interval.

    Weighted rows count as ``sum(w)**2 / sum(w**2)`` rows.

    Examples
    --------
    >>> share, (low, high) = accuracy(list("aabbc"), list("aabcc"))
    >>> share, round(low, 2), round(high, 2)
    (0.8, 0.38, 0.96)
    """
    right = np.asarray(outcome) == np.asarray(predicted)
    hits, _, shares = _aligned(right, right, weights)
    score = float(hits @ shares / shares.sum())
    rows = _effective_rows(shares)
    return score, wilson_limits(score * rows, rows, Z)


def explained_variance(
    outcome: npt.ArrayLike, predicted: npt.ArrayLike, weights: npt.ArrayLike | None = None
) -> tuple[float, Interval]:
    """Return R2 with an interval from the delta method, on the log of what is left unexplained.

    Examples
    --------
    >>> y = np.arange(50.0)
    >>> score, (low, high) = explained_variance(y, y + np.tile([-5.0, 5.0], 25))
    >>> round(score, 2), round(low, 2), round(high, 2)
    (0.88, 0.85, 0.91)
    """
    truth, guess, shares = _aligned(outcome, predicted, weights)
    shares = shares / shares.sum()
    squared_errors = (truth - guess) ** 2
    squares = (truth - truth @ shares) ** 2
    variance = float(squares @ shares)
    if variance <= 0:
        return _untold()
    left = float(squared_errors @ shares) / variance
    if left == 0:
        return 1.0, (1.0, 1.0)
    influence = (squared_errors - left * squares) / variance
    half = Z * math.sqrt(float(shares**2 @ influence**2)) / left
    return 1.0 - left, (1.0 - left * math.exp(half), 1.0 - left * math.exp(-half))


METRICS: dict[str, Callable[..., tuple[float, Interval]]] = {
    "AUC": area_under_curve,
    "accuracy": accuracy,
    "R2": explained_variance,
}


def score_models(
    outcome: npt.ArrayLike,
    predictions: Mapping[str, npt.ArrayLike],
    *,
    metric: str,
    weights: npt.ArrayLike | None = None,
    roles: Mapping[str, str] | None = None,
) -> tuple[ModelScore, ...]:
    """Score the predictions of several models for the same held-out rows.

    Parameters
    ----------
    outcome : array-like of shape (n,)
        0 and 1 for "AUC", labels for "accuracy", numbers for "R2".
    predictions : mapping of str to array-like of shape (n,)
        By model: scores of the positive class, labels, or numbers.
    metric : {"AUC", "accuracy", "R2"}
    weights : array-like of shape (n,), optional
    roles : mapping of str to str, optional
        "dummy" or "reference" for models that are not explanations.

    Returns
    -------
    tuple of ModelScore
        In the order of `predictions`.

    Examples
    --------
    >>> scores = score_models(
    ...     [0, 0, 1, 1], {"tree": [0.1, 0.6, 0.4, 0.9], "dummy": [0.5] * 4},
    ...     metric="AUC", roles={"dummy": "dummy"},
    ... )
    >>> [(score.name, score.role, score.score) for score in scores]
    [('tree', 'explanation', 0.75), ('dummy', 'dummy', 0.5)]
    """
    if metric not in METRICS:
        raise ParameterError(
            parameter="metric",
            owner="score_models",
            expected=f"one of {', '.join(METRICS)}",
            got=metric,
        )
    scores = []
    for name, predicted in predictions.items():
        score, interval = METRICS[metric](outcome, predicted, weights)
        scores.append(
            ModelScore(name, metric, score, interval, (roles or {}).get(name, "explanation"))
        )
    return tuple(scores)


def _delong(
    positive: np.ndarray, negative: np.ndarray, up: np.ndarray, down: np.ndarray
) -> tuple[float, float]:
    """Return the weighted area and its variance from the placements of each side."""
    above = _placements(positive, negative, down)
    below = 1.0 - _placements(negative, positive, up)
    area = float(above @ up / up.sum())
    variance = _variance_of_mean(above, up) + _variance_of_mean(below, down)
    return area, variance


def _placements(values: np.ndarray, others: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return for each value the weighted share of `others` below it, ties counting half."""
    order = np.argsort(others, kind="stable")
    heights = np.concatenate([[0.0], np.cumsum(weights[order])])
    lower = heights[np.searchsorted(others[order], values, side="left")]
    upper = heights[np.searchsorted(others[order], values, side="right")]
    return np.asarray((lower + upper) / 2.0 / heights[-1])


def _variance_of_mean(values: np.ndarray, weights: np.ndarray) -> float:
    if len(values) < 2:
        # One row tells nothing of its spread: the largest that a placement can have.
        return 0.25
    shares = weights / weights.sum()
    spread = float(shares**2 @ (values - values @ shares) ** 2)
    return spread * len(values) / (len(values) - 1)


def _effective_rows(weights: np.ndarray) -> float:
    return float(weights.sum() ** 2 / (weights @ weights))


def _aligned(
    outcome: npt.ArrayLike, predicted: npt.ArrayLike, weights: npt.ArrayLike | None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    truth = np.asarray(outcome, dtype=np.float64)
    guess = np.asarray(predicted, dtype=np.float64)
    shares = np.ones(len(truth)) if weights is None else np.asarray(weights, dtype=np.float64)
    if not len(truth) == len(guess) == len(shares):
        lengths = (len(truth), len(guess), len(shares))
        raise ParameterError(
            parameter="predicted",
            owner="a score",
            expected="as long as outcome and weights",
            got=lengths,
        )
    weighed = shares > 0
    return truth[weighed], guess[weighed], shares[weighed]


def _untold() -> tuple[float, Interval]:
    return math.nan, (math.nan, math.nan)
