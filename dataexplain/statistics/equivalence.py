"""Tests that an effect is too small to matter: two one-sided tests (Schuirmann 1987)."""

from __future__ import annotations

import math
from collections.abc import Iterable

from dataexplain.errors import ParameterError
from dataexplain.statistics.estimate import Estimate


def equivalence_p(estimate: Estimate, margin: float) -> float:
    """Return the p-value of "the effect is at least `margin`, up or down".

    Parameters
    ----------
    estimate : Estimate
    margin : float
        The smallest effect that matters, in the outcome's units, above 0.

    Returns
    -------
    float
        The larger of the two one-sided p-values: a small one says that the effect lies between
        ``-margin`` and ``margin``. NaN for an untestable estimate.

    Examples
    --------
    >>> tiny = Estimate.from_standard_error(0.1, 0.2, degrees_of_freedom=100, n=102)
    >>> equivalence_p(tiny, margin=1.0) < 0.001
    True
    """
    if not margin > 0:
        raise ParameterError(
            parameter="margin", owner="equivalence_p", expected="above 0", got=margin
        )
    if not estimate.testable:
        return math.nan
    return max(estimate.p_above(-margin), estimate.p_below(margin))


def joint_equivalence_p(estimates: Iterable[Estimate], margin: float) -> float:
    """Return the p-value of "at least one of the effects reaches `margin`".

    The largest p-value decides (intersection-union test), so no correction for the number of
    pieces is due.

    Parameters
    ----------
    estimates : iterable of Estimate
    margin : float

    Returns
    -------
    float
        NaN when there is no estimate, or one is untestable: nothing is shown of that piece.

    Examples
    --------
    >>> pieces = [
    ...     Estimate.from_standard_error(effect, 0.2, degrees_of_freedom=100, n=102)
    ...     for effect in (0.1, 0.9)
    ... ]
    >>> joint_equivalence_p(pieces, margin=1.0) == equivalence_p(pieces[1], margin=1.0)
    True
    """
    pieces = [equivalence_p(estimate, margin) for estimate in estimates]
    if not pieces or any(math.isnan(p) for p in pieces):
        return math.nan
    return max(pieces)
