"""Hypotheses that come one after another: at what level the next one is tested.

Nobody knows how many are still to come, so each spends a part of the wealth that is left, and
each one rejected earns some back.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from dataexplain.errors import ParameterError
from dataexplain.statistics.inputs import FloatArray

# makes the weights below sum to 1 over all hypotheses that could ever come
NORMALISED = 6 / math.pi**2


def lord_levels(decisions: Sequence[bool] | npt.ArrayLike, alpha: float = 0.05) -> FloatArray:
    """Return the level of each hypothesis decided so far, and of the next one (LORD++).

    With rejections at ``t_1 < t_2 < ...`` the level of hypothesis t is::

        gamma(t) w + gamma(t - t_1) (alpha - w) + alpha * sum of gamma(t - t_j) over j >= 2

    over the rejections before t, where ``w = alpha / 2`` is the wealth at the start and
    ``gamma(j) = 6 / (pi j)^2`` sums to 1. This holds the false discovery rate at `alpha`, at any
    time, for p-values that do not depend on each other (Javanmard and Montanari 2018; Ramdas,
    Yang, Wainwright and Jordan 2017). Any gamma does; this one leaves the most to the first
    questions, since a person asks a few and not thousands.

    Parameters
    ----------
    decisions : sequence of bool
        Whether each hypothesis so far was rejected, that is, had a p-value at or below its level.
    alpha : float, default=0.05

    Returns
    -------
    ndarray of float of shape (len(decisions) + 1,)
        The last one is the level of the hypothesis to come.

    Examples
    --------
    >>> lord_levels([]).round(5), lord_levels([True, False]).round(5)
    (array([0.0152]), array([0.0152 , 0.019  , 0.00549]))
    """
    rejected = np.asarray(decisions, dtype=bool)
    if rejected.ndim != 1:
        raise ParameterError(
            parameter="decisions",
            owner="lord_levels",
            expected="one-dimensional",
            got=f"shape {rejected.shape}",
        )
    if not 0.0 < alpha < 1.0:
        raise ParameterError(
            parameter="alpha", owner="lord_levels", expected="a number in (0, 1)", got=alpha
        )
    count = len(rejected) + 1
    weights = _weights(count)
    wealth = alpha / 2
    levels = wealth * weights
    for place, rejection in enumerate(np.flatnonzero(rejected)):
        earned = alpha - wealth if place == 0 else alpha
        levels[rejection + 1 :] += earned * weights[: count - rejection - 1]
    return levels


def _weights(count: int) -> FloatArray:
    """Return gamma(1) to gamma(count)."""
    place = np.arange(1, count + 1, dtype=np.float64)
    weights = NORMALISED / place**2
    return np.asarray(weights)
