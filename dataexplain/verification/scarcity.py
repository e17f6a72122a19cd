"""Whether there are enough rows, events and groups on either side of what varies."""

from __future__ import annotations

import numpy as np

from dataexplain.claims import Contrast, Membership, Product
from dataexplain.models.adjustment import AdjustedRows
from dataexplain.tables import Task
from dataexplain.verification.evidence import FEW_CLUSTERS, FEW_EVENTS, TOO_FEW_EVENTS, only_rows


def upper_side(
    contrast: Contrast, rows: AdjustedRows, selected: np.ndarray, d: np.ndarray
) -> np.ndarray:
    """Return which rows lie on one side of what varies; of a product on that of a membership.

    Parameters
    ----------
    contrast : Contrast
    rows : AdjustedRows
    selected : ndarray of int
        The rows the contrast speaks of.
    d : ndarray
        What varies, of these rows.
    """
    if isinstance(contrast.varies, Product):
        members = [part for part in contrast.varies.factors if isinstance(part, Membership)]
        if len(members) == 1:
            return np.asarray(members[0].values(rows.frame)[selected] == 1)
    return np.asarray(d > d.mean()) if len(d) else np.zeros(0, dtype=bool)


def events_of(rows: AdjustedRows, selected: np.ndarray, y: np.ndarray, middle: np.ndarray) -> int:
    """Count what the poorer side has: rows; for classes, of the rarer outcome overall too.

    Parameters
    ----------
    rows : AdjustedRows
    selected : ndarray of int
        The rows a contrast speaks of.
    y : ndarray
        Their outcome.
    middle : ndarray of bool
        Which of them lie on one side.
    """
    if not len(y):
        return 0
    counts = [int(middle.sum()), int((~middle).sum())]
    if rows.task is not Task.REGRESSION:
        rarer = min(float(y.mean()), 1 - float(y.mean()))
        counts += [round(rarer * count) for count in counts]
    if rows.clusters is not None:
        groups = rows.clusters[selected]
        scale = FEW_EVENTS / FEW_CLUSTERS
        counts += [int(len(np.unique(groups[side])) * scale) for side in (middle, ~middle)]
    return min(counts)


def problem_of(rows: AdjustedRows, n: int, sides: tuple[int, int], events: int) -> str:
    """Say why so few rows, events or groups cannot be tested; empty if they can."""
    if n < 10 or min(sides) < TOO_FEW_EVENTS:
        return f"{only_rows(min(sides))} on one side of it"
    if rows.task is not Task.REGRESSION and events < TOO_FEW_EVENTS:
        return "too few verification rows have this outcome on one side of it"
    if rows.clusters is not None and events < FEW_EVENTS:
        least = f"{FEW_CLUSTERS} groups, or {FEW_EVENTS} rows or events"
        return f"fewer than {least}, lie on one side of it"
    return ""
