"""Whether the outcome at one value departs from the outcome at the values beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from dataexplain.faults.wording import outcome_levels
from dataexplain.models.adjustment import AdjustedRows
from dataexplain.tables import Table

# So many rows at the value, and beside it, are needed to say anything.
LEAST_INSIDE, LEAST_BESIDE = 5, 20
_NEAR_SHARE, _NEAR_ROWS = 0.1, 200


@dataclass(frozen=True)
class CurveBreak:
    """The outcome at a value and at the values beside it, and how far apart they are.

    Parameters
    ----------
    outcome_class : str, optional
    found, beside : float
        The average outcome of discovery rows at the value, and at the nearest other values.
    z : float
        The difference in standard errors.
    rows : int
        The discovery rows at the value.
    """

    outcome_class: str | None
    found: float
    beside: float
    z: float
    rows: int

    def to_dict(self) -> dict[str, Any]:
        """Return the numbers for a fault's evidence."""
        return {
            "outcome_class": self.outcome_class,
            "outcome_there": self.found,
            "outcome_beside": self.beside,
            "z": self.z,
            "discovery_rows_there": self.rows,
        }

    def said(self, table: Table) -> str:
        """Return the difference as a part of a sentence."""
        what, found, beside = outcome_levels(table, self.outcome_class, self.found, self.beside)
        return f"{what} is {found} there and {beside} at the values beside it"


def curve_break(
    rows: AdjustedRows, column: str, value: float, codes: np.ndarray
) -> CurveBreak | None:
    """Compare the outcome at a value with that at the nearest other values.

    Other columns are not held fixed: where they carry the column's effect, a break would vanish.

    Parameters
    ----------
    rows : AdjustedRows
        Discovery rows.
    column : str
    value : float
    codes : ndarray of float
        Values that are no neighbours, being codes themselves.

    Returns
    -------
    CurveBreak or None
        Of the outcome class that departs most; None where rows are too few or the column is no
        feature.
    """
    if column not in rows.names:
        return None
    numbers = rows.frame[column].to_numpy(dtype=np.float64)
    inside = numbers == value
    outside = ~np.isnan(numbers) & ~np.isin(numbers, [value, *codes])
    if inside.sum() < LEAST_INSIDE or outside.sum() < LEAST_BESIDE:
        return None
    beside = outside & (np.abs(numbers - value) <= _nearness(numbers[outside], value))
    breaks = []
    for outcome_class, outcome in rows.outcomes.items():
        there, around = float(outcome[inside].mean()), float(outcome[beside].mean())
        error = _standard_error(outcome[inside], outcome[beside])
        if error > 0:
            z = (there - around) / error
            breaks.append(CurveBreak(outcome_class, there, around, z, int(inside.sum())))
    return max(breaks, key=lambda entry: abs(entry.z), default=None)


def _nearness(numbers: np.ndarray, value: float) -> float:
    """Return the distance within which enough other values lie."""
    wanted = min(max(LEAST_BESIDE, int(_NEAR_SHARE * len(numbers))), _NEAR_ROWS, len(numbers))
    distances = np.abs(numbers - value)
    return float(np.partition(distances, wanted - 1)[wanted - 1])


def _standard_error(inside: np.ndarray, beside: np.ndarray) -> float:
    # one spread for both: a few rows of one class have none of their own
    spread = np.concatenate([inside - inside.mean(), beside - beside.mean()]).var()
    return float(np.sqrt(spread * (1 / len(inside) + 1 / len(beside))))
