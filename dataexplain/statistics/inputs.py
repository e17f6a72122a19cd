"""Numbers as they come in: float arrays that are checked once, at the door."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dataexplain.errors import ParameterError

FloatArray = npt.NDArray[np.float64]


def finite_array(values: npt.ArrayLike, parameter: str, owner: str) -> FloatArray:
    """Return `values` as a one-dimensional float array.

    Raises
    ------
    ParameterError
        When a value is missing or infinite, or there is more than one dimension.

    Examples
    --------
    >>> finite_array([1, 2], "values", "mean_interval")
    array([1., 2.])
    """
    array = np.asarray(values, dtype=np.float64)
    if array.ndim != 1:
        raise ParameterError(
            parameter=parameter, owner=owner, expected="one-dimensional", got=f"shape {array.shape}"
        )
    if not np.isfinite(array).all():
        raise ParameterError(
            parameter=parameter,
            owner=owner,
            expected="finite numbers",
            got=array[~np.isfinite(array)][0],
        )
    return array


def weighted_array(
    values: npt.ArrayLike, weights: npt.ArrayLike | None, parameter: str, owner: str
) -> tuple[FloatArray, FloatArray]:
    """Return `values` and their weights; equal weights are ones, rows of weight 0 are left out.

    Examples
    --------
    >>> weighted_array([1, 2, 3], [0, 1, 2], "values", "mean_interval")
    (array([2., 3.]), array([1., 2.]))
    """
    array = finite_array(values, parameter, owner)
    if weights is None:
        return array, np.ones_like(array)
    weighting = finite_array(weights, "weights", owner)
    if weighting.shape != array.shape:
        raise ParameterError(
            parameter="weights", owner=owner, expected=f"{array.size} numbers", got=weighting.size
        )
    if (weighting < 0).any():
        raise ParameterError(
            parameter="weights", owner=owner, expected="0 or more", got=weighting.min()
        )
    kept = weighting > 0
    return array[kept], weighting[kept]


def check_confidence(confidence: float, owner: str) -> None:
    """Raise unless `confidence` lies strictly between 0 and 1.

    Examples
    --------
    >>> check_confidence(0.95, "mean_interval")
    """
    if not 0.0 < confidence < 1.0:
        raise ParameterError(
            parameter="confidence", owner=owner, expected="a number in (0, 1)", got=confidence
        )
