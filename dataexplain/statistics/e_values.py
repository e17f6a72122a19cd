"""Many e-values at once: evidence that may be looked at whenever one likes.

An e-value is a number that is 0 or more and has a mean of at most 1 where its hypothesis is true:
20 is as rare as a p-value of 0.05. Unlike p-values, e-values may depend on each other in any way,
and may be taken at a time that depends on what was seen.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dataexplain.errors import ParameterError
from dataexplain.statistics.inputs import FloatArray
from dataexplain.statistics.multiplicity import benjamini_hochberg


def e_benjamini_hochberg(e: npt.ArrayLike) -> FloatArray:
    """Return the false discovery rate at which each e-value would just be rejected.

    The procedure is e-BH (Wang and Ramdas 2022): at level alpha, reject the k largest of m, k being
    the largest number with ``e_(k) >= m / (alpha * k)``. It holds the false discovery rate
    however the e-values depend on each other.

    Parameters
    ----------
    e : array-like of float
        E-values, 0 or more; NaN stands for a claim that could not be tested and stays NaN.

    Returns
    -------
    ndarray of float
        Adjusted as p-values are by `benjamini_hochberg`, in the order given, at most 1.

    Examples
    --------
    >>> e_benjamini_hochberg([100, 0.5, 30, float("nan")]).round(3)
    array([0.03, 1.  , 0.05,  nan])
    """
    values = np.asarray(e, dtype=np.float64)
    if values.ndim != 1:
        raise ParameterError(
            parameter="e",
            owner="e_benjamini_hochberg",
            expected="one-dimensional",
            got=f"shape {values.shape}",
        )
    if (values < 0).any():
        raise ParameterError(
            parameter="e",
            owner="e_benjamini_hochberg",
            expected="0 or more, or NaN",
            got=float(values[values < 0][0]),
        )
    # e-BH is the procedure of Benjamini and Hochberg on 1 / e; at most 1 where e is below it
    return benjamini_hochberg(1.0 / np.maximum(values, 1.0))
