"""Answers for texts that nobody judged, such that their means are right all the same.

A judge read n of a group's N texts, drawn at random; a probe predicts the answer to all of them.
With the predictions trusted to the degree lambda, every text gets the pseudo-outcome::

    m + (y - m) N / n  where it was judged,  m  where it was not,
    m = mean judged y + lambda (f - mean judged f)

Its mean over the group is the prediction-powered estimate (Angelopoulos, Duchi and Zrnic 2023),
and what a linear estimator makes of it is right whatever the predictions are worth, since only
the draw of the judged texts is needed (Egami, Hinck, Stewart and Wei 2023).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dataexplain.errors import ParameterError
from dataexplain.statistics.inputs import FloatArray, finite_array

# With fewer judged texts in a group nothing is said of what its predictions are worth.
FEWEST_JUDGED = 5
# A leverage above this would make one text's error a matter of rounding.
LARGEST_LEVERAGE = 0.99
# Of the common lambda one text of one group takes no more than this.
LARGEST_TAKEN = 0.5
# Predictions that differ by less than this differ by rounding.
LEAST_SPREAD = 1e-12
# A penalised probe says too little of differences, so its slope may well be above 1.
LARGEST_TRUST = 1.25
# A group leaves the common lambda when its own is so many standard errors away.
OWN_AFTER = 2.0


@dataclass(frozen=True)
class PseudoOutcomes:
    """Pseudo-outcomes of all texts, and what they were made of.

    Parameters
    ----------
    values : ndarray of shape (N,)
        NaN in groups of which no text was judged.
    foretold : ndarray of shape (N,)
        m: what would be expected of each text were it not judged.
    trust : ndarray of shape (number of groups,)
        lambda of each group: 0 leaves the predictions out.
    honest : ndarray of shape (N,)
        The values with judged texts moved as far from m as they would be had they had no part in
        lambda (HC2): what variances are computed of.
    """

    values: FloatArray
    foretold: FloatArray
    trust: FloatArray
    honest: FloatArray


@dataclass(frozen=True)
class _Group:
    """One group's judged answers and predictions, and the mean prediction of its other texts."""

    answers: FloatArray
    predictions: FloatArray
    rest_mean: float
    rest: int

    @property
    def unread(self) -> float:
        """The share of texts that were not judged."""
        return self.rest / (self.rest + len(self.answers))

    @property
    def leverage(self) -> FloatArray:
        """Return how far each judged text decides the slope alone."""
        squares = (self.predictions - self.predictions.mean()) ** 2
        return np.asarray(np.minimum(squares / squares.sum(), LARGEST_LEVERAGE))


@dataclass(frozen=True)
class _Slope:
    """The slope of answers on predictions in a group, and its squared error (HC3)."""

    value: float
    squared_error: float
    pull: float

    @classmethod
    def of(cls, group: _Group) -> _Slope | None:
        """Fit the slope; None where predictions or answers say nothing."""
        n = len(group.answers)
        if n < FEWEST_JUDGED or not group.rest:
            return None
        varied = group.predictions - group.predictions.mean()
        spread = float(varied @ varied)
        if spread <= n * LEAST_SPREAD or np.ptp(group.answers) == 0:
            return None
        answers = group.answers - group.answers.mean()
        value = float(varied @ answers) / spread
        leverage = np.minimum(1 / n + group.leverage, LARGEST_LEVERAGE)
        errors = (answers - value * varied) / (1 - leverage)
        squared_error = float(varied**2 @ errors**2) / spread**2
        return cls(value, squared_error, spread / n**2)


def pseudo_outcomes(
    answers: npt.ArrayLike,
    predictions: npt.ArrayLike | None,
    groups: npt.NDArray[np.integer] | None = None,
) -> PseudoOutcomes:
    """Return pseudo-outcomes for every text of every group.

    lambda is the slope of answers on predictions, which makes the variance smallest, common to
    all groups unless theirs clearly differ. From few texts it is known badly, so it is shrunk by
    ``1 - error ** 2 / slope ** 2``, and cut to [0, 1.25] and so that no group's mean leaves the
    range from 0 to 1: predictions without a visible use are left out rather than weighed by chance.

    Parameters
    ----------
    answers : array-like of float of shape (N,)
        From 0 to 1; NaN where a text was not judged. Which texts were must be random in each group.
    predictions : array-like of float of shape (N,), or None
        Of a judged text, by a probe that did not see its answer (cross-fitted); of the others, the
        mean over the folds' probes.
    groups : ndarray of int of shape (N,), optional
        Numbered from 0.

    Returns
    -------
    PseudoOutcomes

    Examples
    --------
    >>> answers = [0.0, 1.0, 0.0, 1.0, 0.0, 1.0, np.nan, np.nan, np.nan]
    >>> predictions = [0.1, 0.9, 0.2, 0.8, 0.1, 0.7, 0.9, 0.9, 0.8]
    >>> found = pseudo_outcomes(answers, predictions)
    >>> found.trust.tolist(), round(float(found.values.mean()), 2)
    ([1.25], 0.67)
    """
    said, foretold, codes = _checked(answers, predictions, groups)
    judged = ~np.isnan(said)
    count = int(codes.max(initial=-1)) + 1
    parts = [_group(said, foretold, judged, codes == code) for code in range(count)]
    trust = np.array(_trusts(parts), dtype=np.float64)
    middle = np.full(len(said), np.nan)
    scale, part_taken = np.full(count, np.nan), np.zeros(len(said))
    for code, part in enumerate(parts):
        if len(part.answers):
            rows = codes == code
            moved = foretold[rows] - part.predictions.mean()
            middle[rows] = part.answers.mean() + trust[code] * moved
            scale[code] = rows.sum() / len(part.answers)
            if trust[code] > 0:
                part_taken[rows & judged] = np.minimum(part.leverage, LARGEST_TAKEN)
    errors = np.where(judged, said - middle, 0.0) * scale[codes]
    return PseudoOutcomes(
        middle + errors, middle, trust, honest=middle + errors / np.sqrt(1 - part_taken)
    )


def _trusts(parts: list[_Group]) -> list[float]:
    """Return lambda of each group."""
    slopes = [_Slope.of(part) for part in parts]
    known = [slope for slope in slopes if slope is not None]
    if not known:
        return [0.0] * len(parts)
    # the common slope that makes the variance of a difference of means smallest
    pulls = np.array([slope.pull for slope in known]) / sum(slope.pull for slope in known)
    common = float(pulls @ [slope.value for slope in known])
    squared_error = float(pulls**2 @ [slope.squared_error for slope in known])
    shrunk = _shrunk(common, squared_error)
    return [
        0.0 if slope is None else _kept_in_range(part, _own_or_common(slope, shrunk))
        for part, slope in zip(parts, slopes, strict=True)
    ]


def _shrunk(slope: float, squared_error: float) -> float:
    return slope * max(0.0, 1.0 - squared_error / slope**2) if slope > 0 else 0.0


def _own_or_common(slope: _Slope, common: float) -> float:
    """Return a group's lambda: the common one, or one nearer to its own if that clearly differs."""
    own = _shrunk(slope.value, slope.squared_error)
    beyond = (own - common) ** 2 - OWN_AFTER**2 * slope.squared_error
    share = beyond / (own - common) ** 2 if beyond > 0 else 0.0
    return min(max(common + share * (own - common), 0.0), LARGEST_TRUST)


def _kept_in_range(part: _Group, trust: float) -> float:
    """Return at most the lambda with which the mean stays within 0 and 1."""
    mean = float(part.answers.mean())
    moved = part.unread * (part.rest_mean - float(part.predictions.mean()))
    room = 1.0 - mean if moved > 0 else mean
    return min(trust, room / abs(moved)) if moved else trust


def _group(
    answers: FloatArray,
    predictions: FloatArray,
    judged: npt.NDArray[np.bool_],
    rows: npt.NDArray[np.bool_],
) -> _Group:
    read, rest = rows & judged, rows & ~judged
    rest_mean = float(predictions[rest].mean()) if rest.any() else 0.0
    return _Group(answers[read], predictions[read], rest_mean, int(rest.sum()))


def _checked(
    answers: npt.ArrayLike,
    predictions: npt.ArrayLike | None,
    groups: npt.NDArray[np.integer] | None,
) -> tuple[FloatArray, FloatArray, npt.NDArray[np.integer]]:
    owner = "pseudo_outcomes"
    said = np.asarray(answers, dtype=np.float64)
    if said.ndim != 1 or ((said < 0) | (said > 1)).any():
        raise ParameterError(
            parameter="answers",
            owner=owner,
            expected="one-dimensional, from 0 to 1 or NaN",
            got=f"shape {said.shape}" if said.ndim != 1 else said[(said < 0) | (said > 1)][0],
        )
    foretold = (
        np.zeros_like(said)
        if predictions is None
        else finite_array(predictions, "predictions", owner)
    )
    codes = np.zeros(len(said), dtype=np.int64) if groups is None else np.asarray(groups)
    for name, array in (("predictions", foretold), ("groups", codes)):
        if array.shape != said.shape:
            raise ParameterError(
                parameter=name, owner=owner, expected=f"{said.size} numbers", got=array.size
            )
    return said, foretold, codes.astype(np.int64)
