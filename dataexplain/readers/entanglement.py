"""Columns that move together too closely to be told apart: found on discovery rows.

One inverse answers every question: the inverse of a block of it is the covariance of that block's
columns with all others held fixed, so that to release a column is to add it to the block.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from dataexplain.models.adjustment import AdjustedRows

LEAST_OVERLAP = 0.1
ENOUGH_OVERLAP = 0.25
MOST_ENTANGLED = 4
# Rows wanted for each line and curve; with fewer, everything seems foretold by everything.
ROWS_PER_COLUMN = 2
# Added to each column's own variance, so that exact copies leave an inverse.
RIDGE = 1e-9


def entangled_columns(
    rows: AdjustedRows,
    outcome_class: str | None,
    releasable: tuple[str, ...],
    *,
    least: float = LEAST_OVERLAP,
) -> dict[str, tuple[str, ...]]:
    """Return for each column those that foretell it so well that its effect is not its own.

    None where enough of the column is left once all others are held. Else the columns whose
    release frees most, one after the other; again none if a few of them are not enough, since
    then no small group of columns could be named.

    Parameters
    ----------
    rows : AdjustedRows
        Discovery rows.
    outcome_class : str, optional
    releasable : tuple of str
        The columns claims may be about: a control stays held whatever it foretells.
    least : float, default=0.1
        The overlap that is enough to speak of a column by itself.
    """
    size = 1 + rows.straight
    gram = rows.projector(outcome_class).gram[:size, :size]
    if len(rows.frame) < ROWS_PER_COLUMN * len(gram):
        return dict.fromkeys(releasable, ())
    covariance = gram[1:, 1:] - np.outer(gram[0, 1:], gram[0, 1:]) / gram[0, 0]
    scale = np.sqrt(np.maximum(np.diag(covariance), 1e-300))
    varies = scale > 1e-9 * scale.max()
    correlation = covariance / np.outer(scale, scale)
    correlation[~varies, :] = correlation[:, ~varies] = 0.0
    precision = np.linalg.inv(correlation + np.diag(np.where(varies, RIDGE, 1.0)))
    blocks = {name: np.concatenate(rows.places((name,))) for name in {*releasable, *rows.names}}
    lines = {name: rows.places((name,))[0] for name in releasable}

    def overlap(name: str, released: tuple[str, ...]) -> float:
        """Return the share left of the column's line, or of its freest level."""
        block = np.concatenate([blocks[entry] for entry in (name, *released)])
        left = np.diag(np.linalg.inv(precision[np.ix_(block, block)]))
        shares = left[: len(lines[name])][varies[lines[name]]]
        return float(shares.max()) if shares.size else 1.0

    return {name: _release(name, releasable, overlap, least) for name in releasable}


def _release(
    name: str,
    releasable: tuple[str, ...],
    overlap: Callable[[str, tuple[str, ...]], float],
    least: float,
) -> tuple[str, ...]:
    released: tuple[str, ...] = ()
    left = overlap(name, released)
    if left >= least:
        return ()
    while left < ENOUGH_OVERLAP and len(released) < MOST_ENTANGLED:
        freed = {
            other: overlap(name, (*released, other))
            for other in releasable
            if other != name and other not in released
        }
        if not freed:
            return ()
        best = max(freed, key=lambda other: freed[other])
        released, left = (*released, best), freed[best]
    return released if left >= ENOUGH_OVERLAP else ()
