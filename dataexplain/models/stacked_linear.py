"""Linear models over dense and sparse features at once, with a penalty on the squared weights.

Texts have a few hundred numbers from an embedding and tens of thousands of n-grams. Put side by
side in one matrix, either the dense part would be stored as a sparse one or the other way round;
here both stay what they are, and only products with them are needed.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csc_array, csr_array

_MOST_STEPS = 200
# How far the loss may still fall: beyond this, the model chosen is the same.
_TOLERANCE = 1e-6

Loss = Callable[[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]


@dataclass(frozen=True)
class StackedFeatures:
    """The same rows twice: dense features, and sparse ones beside them.

    Parameters
    ----------
    dense : ndarray of shape (rows, dense features)
    sparse : csr_array of shape (rows, sparse features)
    factors : (float, float), default=(1.0, 1.0)
        What the dense and the sparse features are multiplied by.

    Examples
    --------
    >>> features = StackedFeatures(np.ones((2, 1)), csr_array([[0.0, 2.0], [1.0, 0.0]]))
    >>> features.times(np.array([[1.0], [10.0], [100.0]])).ravel().tolist()
    [201.0, 11.0]
    """

    dense: np.ndarray
    sparse: csr_array
    factors: tuple[float, float] = (1.0, 1.0)

    @property
    def shape(self) -> tuple[int, int]:
        """How many rows and features there are."""
        return len(self.dense), self.dense.shape[1] + self.sparse.shape[1]

    def times(self, coefficients: np.ndarray) -> np.ndarray:
        """Return the features times (features, outputs) coefficients: (rows, outputs)."""
        dense, sparse = self.split(coefficients)
        kind = self.dense.dtype
        return np.asarray(self.dense @ dense.astype(kind) + self.sparse @ sparse.astype(kind))

    def transposed_times(self, values: np.ndarray) -> np.ndarray:
        """Return the transposed features times (rows, outputs) values: (features, outputs)."""
        values = values.astype(self.dense.dtype)
        dense, sparse = self.factors
        return np.concatenate(
            [dense * (self.dense.T @ values), sparse * (self._sparse_columns @ values)]
        )

    @cached_property
    def _sparse_columns(self) -> csc_array:
        return self.sparse.T

    def split(self, coefficients: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return what the dense and the sparse features, as they are stored, are multiplied by."""
        wide = self.dense.shape[1]
        return self.factors[0] * coefficients[:wide], self.factors[1] * coefficients[wide:]

    def rows(self, chosen: np.ndarray) -> StackedFeatures:
        """Return some of the rows."""
        return StackedFeatures(self.dense[chosen], self.sparse[chosen], self.factors)

    def weighed(self, share: float) -> StackedFeatures:
        """Give the sparse features a share of the kernel, the dense ones the rest."""
        return StackedFeatures(self.dense, self.sparse, (math.sqrt(1 - share), math.sqrt(share)))


def logistic_loss(scores: np.ndarray, outcome: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return each row's negative log-likelihood of 0 or 1, and its slope in the scores.

    Examples
    --------
    >>> loss, slope = logistic_loss(np.array([[0.0]]), np.array([[1.0]]))
    >>> loss.round(3).tolist(), slope.tolist()
    ([0.693], [[-0.5]])
    """
    chance = 0.5 * (1.0 + np.tanh(scores / 2.0))
    return np.logaddexp(0.0, scores)[:, 0] - (outcome * scores)[:, 0], chance - outcome


def softmax_loss(scores: np.ndarray, outcome: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return each row's negative log-likelihood of a class (one column each), and its slope.

    Examples
    --------
    >>> loss, slope = softmax_loss(np.array([[1e4, 1e4]]), np.array([[1.0, 0.0]]))
    >>> loss.round(3).tolist(), slope.tolist()
    ([0.693], [[-0.5, 0.5]])
    """
    # by hand: for few rows, SciPy's functions of the same name cost more than all the rest
    below = scores - scores.max(axis=1, keepdims=True)
    chances = np.exp(below)
    sums = chances.sum(axis=1, keepdims=True)
    return np.log(sums[:, 0]) - (outcome * below).sum(axis=1), chances / sums - outcome


def squared_loss(scores: np.ndarray, outcome: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return half of each row's squared error, and its slope."""
    error = scores - outcome
    return 0.5 * (error**2).sum(axis=1), error


@dataclass(frozen=True)
class LinearFit:
    """What was fitted: coefficients (features, outputs) and intercepts (outputs,)."""

    coefficients: np.ndarray
    intercepts: np.ndarray

    def scores(self, features: StackedFeatures) -> np.ndarray:
        """Return the sums of rows: (rows, outputs)."""
        return np.asarray(features.times(self.coefficients) + self.intercepts)


def fit_linear(
    features: StackedFeatures,
    outcome: np.ndarray,
    weights: np.ndarray,
    loss: Loss,
    *,
    penalty: float,
    start: LinearFit | None = None,
) -> LinearFit:
    """Minimise the weighted loss plus `penalty` / 2 times the sum of squared coefficients.

    Intercepts are free. The minimum is found by L-BFGS.

    Parameters
    ----------
    features : StackedFeatures
    outcome : ndarray of shape (rows, outputs)
    weights : ndarray of shape (rows,)
    loss : callable
        `logistic_loss`, `softmax_loss` or `squared_loss`.
    penalty : float
    start : LinearFit, optional
        Where to begin, such as the fit of a nearby penalty.

    Returns
    -------
    LinearFit

    Examples
    --------
    >>> features = StackedFeatures(np.array([[-1.0], [1.0]]), csr_array((2, 0)))
    >>> outcome = np.array([[0.0], [4.0]])
    >>> fit = fit_linear(features, outcome, np.ones(2), squared_loss, penalty=1e-6)
    >>> fit.scores(features).ravel().round(3).tolist()
    [0.0, 4.0]
    """
    outputs = outcome.shape[1]
    shape = (features.shape[1] + 1, outputs)

    def objective(flat: np.ndarray) -> tuple[float, np.ndarray]:
        table = flat.reshape(shape)
        losses, slopes = loss(features.times(table[:-1]) + table[-1], outcome)
        slopes = slopes * weights[:, None]
        gradient = np.empty(shape)
        gradient[:-1] = features.transposed_times(slopes) + penalty * table[:-1]
        gradient[-1] = slopes.sum(axis=0)
        value = float(weights @ losses + 0.5 * penalty * (table[:-1] ** 2).sum())
        return value / total, gradient.ravel() / total

    total = float(weights.sum())
    first = np.zeros(shape)
    if start is not None:
        first[:-1], first[-1] = start.coefficients, start.intercepts
    found = minimize(
        objective,
        first.ravel(),
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": _MOST_STEPS, "ftol": _TOLERANCE, "gtol": 1e-6},
    )
    table = found.x.reshape(shape)
    return LinearFit(table[:-1], table[-1])
