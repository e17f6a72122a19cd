"""The scale a numeric outcome is averaged on: as it is, capped at both ends, or logarithmic."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dataexplain.errors import ParameterError, TargetError

PLAIN, CAPPED, LOG = "plain", "capped", "log"
SCALES = (PLAIN, CAPPED, LOG)
# Values beyond these shares of the rows count as the bound when an outcome is capped.
TAIL_SHARE = 0.01
# An outcome is capped unasked where so few rows carry more than this share of its variance.
MOST_IN_TAILS = 0.5
# With fewer rows beside the most common value the tails are all there is (rare events), and
# capping would lose them.
LEAST_ELSEWHERE = 0.05


@dataclass(frozen=True)
class OutcomeScale:
    """How an outcome is turned before it is averaged.

    Parameters
    ----------
    name : {"plain", "capped", "log"}
    low, high : float, optional
        The bounds that values beyond them count as.
    offset : float
        Added before the logarithm is taken, where there are zeros.

    Examples
    --------
    >>> OutcomeScale("capped", low=0.0, high=10.0).apply(np.array([-3.0, 5.0, 400.0])).tolist()
    [0.0, 5.0, 10.0]
    >>> OutcomeScale("log", offset=1.0).apply(np.array([0.0])).tolist()
    [0.0]
    """

    name: str = PLAIN
    low: float | None = None
    high: float | None = None
    offset: float = 0.0

    def apply(self, values: np.ndarray) -> np.ndarray:
        """Return the values on this scale."""
        if self.name == LOG:
            return np.asarray(np.log(values + self.offset))
        if self.name == CAPPED:
            return np.asarray(np.clip(values, self.low, self.high))
        return values


def choose_scale(
    values: np.ndarray, wish: str | None, target: str, file: str | None = None
) -> OutcomeScale:
    """Choose the scale of a numeric outcome: the one asked for, else plain or capped.

    Capped unasked where the outermost hundredth of the rows on either side carries most of the
    variance: averages would then be those of a few rows. The report says so.

    Parameters
    ----------
    values : ndarray
        The outcome of all rows, none missing.
    wish : {"plain", "capped", "log"}, optional
    target : str
    file : str, optional
        For errors.

    Raises
    ------
    ParameterError
        When there is no such scale.
    TargetError
        When logarithms of negative values are asked for.

    Examples
    --------
    >>> incomes = np.exp(2 * np.random.default_rng(0).normal(size=1000))
    >>> choose_scale(incomes, None, "income").name, choose_scale(incomes, "log", "income").name
    ('capped', 'log')
    """
    if wish is not None and wish not in SCALES:
        raise ParameterError("scale", "explain", "'plain', 'capped', 'log' or None", wish)
    if wish == LOG:
        return _logarithmic(values, target, file)
    low, high = np.quantile(values, [TAIL_SHARE, 1 - TAIL_SHARE], method="nearest")
    capped = OutcomeScale(CAPPED, float(low), float(high))
    if wish == CAPPED:
        return capped if low < high else OutcomeScale()
    if wish == PLAIN or not values.size:
        return OutcomeScale()
    before, after = float(values.var()), float(capped.apply(values).var())
    heavy = after < (1 - MOST_IN_TAILS) * before
    common = np.unique(values, return_counts=True)[1].max() / len(values)
    return capped if heavy and 1 - common >= LEAST_ELSEWHERE else OutcomeScale()


def _logarithmic(values: np.ndarray, target: str, file: str | None) -> OutcomeScale:
    if values.min() < 0:
        raise TargetError(
            message="Its logarithm cannot be taken: some values are negative.",
            file=file,
            column=target,
            remedy="Choose another scale (plain or capped).",
        )
    if values.min() > 0:
        return OutcomeScale(LOG)
    above = values[values > 0]
    whole = bool((values == np.round(values)).all())
    return OutcomeScale(LOG, offset=1.0 if whole or not above.size else float(above.min()) / 2)
