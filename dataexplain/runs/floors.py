"""The smallest effect worth a statement."""

from __future__ import annotations

import numpy as np

from dataexplain.errors import ParameterError
from dataexplain.tables import Table, Task

SHARE_OF_SPREAD = 0.1
SHARE_OF_RATE = 0.1
LEAST_POINTS = 0.01


def floors(table: Table, rows: np.ndarray, floor: float | None) -> dict[str | None, float]:
    """Return the floor of each outcome class, in the outcome's units.

    For a number a tenth of its standard deviation; for a class one percentage point or a tenth
    of its rate, whichever is more.

    Parameters
    ----------
    table : Table
    rows : ndarray of int
        Discovery rows, on which spread and rates are taken.
    floor : float, optional
        A floor for all classes instead.

    Raises
    ------
    ParameterError
        When the floor is negative.

    Examples
    --------
    >>> from dataexplain.tables import build_table
    >>> table = build_table({"dose": [1, 2, 2, 3] * 10, "cured": ["no", "yes"] * 20}, "cured")
    >>> floors(table, np.arange(40), None)
    {'yes': 0.05}
    """
    if floor is not None and not floor >= 0:
        raise ParameterError("floor", "explain", "a number of 0 or more", floor)
    chosen = {}
    for name in table.explained_classes:
        mean, spread = table.outcome_moments(name, rows)
        if floor is not None:
            chosen[name] = float(floor)
        elif table.task is Task.REGRESSION:
            chosen[name] = SHARE_OF_SPREAD * spread
        else:
            chosen[name] = max(LEAST_POINTS, SHARE_OF_RATE * mean)
    return chosen
