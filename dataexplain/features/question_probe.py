"""What a judge answers, predicted from embeddings: ridge regression on the judged texts.

The probe predicts the feature itself, on its own scale, so that its value is the mean answer to
texts like this one. Where answers are replaced by such a mean, the slope of a linear model on
them is not weakened (Berkson's kind of error); a probe that was rescaled to the spread of the
answers would weaken it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from sklearn.linear_model import RidgeCV
from sklearn.model_selection import KFold, cross_val_predict

FOLDS = 5
# With fewer answers nothing can be said of texts that were not judged but the mean.
FEWEST_ANSWERS = 10
_PENALTIES = tuple(10.0**power for power in np.arange(-2, 3.5, 0.5))


@dataclass(frozen=True)
class Probe:
    """Predicts the answers to one question.

    Parameters
    ----------
    coefficients : ndarray of shape (dimensions,)
        Of zeros where there were too few answers, or no two that differ.
    intercept : float
    low, high : float
        Between what predictions lie.
    score : float
        The share of the answers' variance that is predicted of texts the probe did not see
        (cross-validated); below 0 is worse than their mean, NaN unknown.
    """

    coefficients: np.ndarray
    intercept: float
    low: float
    high: float
    score: float

    def predict(self, vectors: np.ndarray) -> np.ndarray:
        """Return the expected answers, shape (n,)."""
        values = np.asarray(vectors, dtype=np.float64) @ self.coefficients + self.intercept
        return np.asarray(np.clip(values, self.low, self.high))

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON."""
        return {
            "coefficients": self.coefficients.tolist(),
            "intercept": self.intercept,
            "low": self.low,
            "high": self.high,
            "score": None if math.isnan(self.score) else self.score,
        }

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:
        """Return the probe of `to_dict`."""
        score = values["score"]
        return cls(
            np.array(values["coefficients"], dtype=np.float64),
            float(values["intercept"]),
            float(values["low"]),
            float(values["high"]),
            math.nan if score is None else float(score),
        )


def fit_probe(vectors: np.ndarray, answers: np.ndarray) -> Probe:
    """Fit a probe to answers, and measure how far it agrees with answers it did not see.

    Parameters
    ----------
    vectors : ndarray of shape (n, dimensions)
        Of distinct texts, in an order that is random: folds are drawn by position.
    answers : ndarray of shape (n,)
        NaN is no answer, and left out.

    Returns
    -------
    Probe

    Examples
    --------
    >>> vectors = np.random.default_rng(0).normal(size=(60, 3))
    >>> probe = fit_probe(vectors, vectors[:, 0])
    >>> round(probe.score, 2), probe.coefficients.round(1).tolist()
    (1.0, [1.0, 0.0, 0.0])
    """
    known = ~np.isnan(answers)
    inputs, said = np.asarray(vectors[known], dtype=np.float64), answers[known]
    mean = float(said.mean()) if len(said) else math.nan
    if not _tell_apart(said):
        return Probe(np.zeros(vectors.shape[1]), mean, mean, mean, math.nan)
    unseen = cross_val_predict(RidgeCV(alphas=_PENALTIES), inputs, said, cv=KFold(FOLDS))
    score = 1.0 - float(np.sum((said - unseen) ** 2) / np.sum((said - mean) ** 2))
    ridge = RidgeCV(alphas=_PENALTIES).fit(inputs, said)
    return Probe(
        np.asarray(ridge.coef_, dtype=np.float64),
        float(ridge.intercept_),
        float(said.min()),
        float(said.max()),
        score,
    )


def cross_fitted(vectors: np.ndarray, answers: np.ndarray) -> np.ndarray:
    """Return what probes that did not see an answer predict of it; NaN where there is none.

    Examples
    --------
    >>> vectors = np.random.default_rng(0).normal(size=(60, 3))
    >>> bool(np.abs(cross_fitted(vectors, vectors[:, 0]) - vectors[:, 0]).max() < 0.2)
    True
    """
    found = np.full(len(answers), np.nan)
    known = ~np.isnan(answers)
    said = answers[known]
    if not _tell_apart(said):
        found[known] = said.mean() if len(said) else np.nan
        return found
    unseen = cross_val_predict(
        RidgeCV(alphas=_PENALTIES),
        np.asarray(vectors[known], dtype=np.float64),
        said,
        cv=KFold(FOLDS),
    )
    found[known] = np.clip(unseen, said.min(), said.max())
    return found


def _tell_apart(said: np.ndarray) -> bool:
    """Tell whether there are enough answers, and two that differ."""
    return len(said) >= FEWEST_ANSWERS and bool(np.ptp(said) > 0)
