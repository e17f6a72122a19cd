"""How far fitted scores are stretched: a penalty shrinks them, and less or more than is due.

The penalty that turns a score in the best direction is seldom the one that gives it the right
size: with few texts a weak penalty tells classes apart best and is far too sure of itself. So
scores are multiplied by one number, learnt from texts that were left out, and penalties are
compared after that.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from dataexplain.models.stacked_linear import LinearFit, Loss


@dataclass(frozen=True)
class Rescaling:
    """Scores become `slope` times scores plus `shifts`.

    Parameters
    ----------
    slope : float, default=1.0
        Above 0.
    shifts : ndarray of shape (outputs,), or float, default=0.0

    Examples
    --------
    >>> Rescaling(2.0, np.array([1.0])).scores(np.array([[3.0]])).tolist()
    [[7.0]]
    """

    slope: float = 1.0
    shifts: np.ndarray | float = 0.0

    def scores(self, scores: np.ndarray) -> np.ndarray:
        """Return the scores rescaled."""
        return np.asarray(self.slope * scores + self.shifts)

    def applied(self, linear: LinearFit) -> LinearFit:
        """Return the model whose scores are the rescaled ones."""
        return LinearFit(self.slope * linear.coefficients, self.scores(linear.intercepts))

    def undone(self, linear: LinearFit) -> LinearFit:
        """Return the model that `applied` made this one of."""
        return LinearFit(
            linear.coefficients / self.slope, (linear.intercepts - self.shifts) / self.slope
        )


def fit_rescaling(
    scores: np.ndarray, outcome: np.ndarray, weights: np.ndarray, loss: Loss
) -> Rescaling:
    """Return the slope and shifts that make the loss least.

    The logarithm of the slope has a standard normal prior, so that scores without an error are
    not stretched for ever.

    Parameters
    ----------
    scores, outcome : ndarray of shape (texts, outputs)
        Scores by models that did not see the text.
    weights : ndarray of shape (texts,)
    loss : callable

    Returns
    -------
    Rescaling

    Examples
    --------
    >>> from dataexplain.models.stacked_linear import squared_loss
    >>> scores = np.arange(100.0)[:, None]
    >>> found = fit_rescaling(scores, 2 * scores + 1, np.ones(100), squared_loss)
    >>> round(found.slope, 2), found.shifts.round(1).tolist()
    (2.0, [1.0])
    """
    # Shifts are counted from the middle of the scores, or slope and shifts would be entangled.
    middle = np.average(scores, axis=0, weights=weights)
    centred = scores - middle
    total = float(weights.sum())

    def objective(parts: np.ndarray) -> tuple[float, np.ndarray]:
        slope = np.exp(parts[0])
        losses, slopes = loss(slope * centred + middle + parts[1:], outcome)
        slopes = slopes * weights[:, None]
        gradient = np.append(slope * (slopes * centred).sum() + parts[0], slopes.sum(axis=0))
        value = float(weights @ losses) + 0.5 * parts[0] ** 2
        return value / total, gradient / total

    found = minimize(objective, np.zeros(1 + scores.shape[1]), jac=True, method="L-BFGS-B")
    slope = float(np.exp(found.x[0]))
    return Rescaling(slope, (1.0 - slope) * middle + found.x[1:])
