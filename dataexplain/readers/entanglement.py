"""Columns that move together too closely to be told apart: found on discovery rows."""

from __future__ import annotations

import numpy as np

from dataexplain.models.adjustment import AdjustedRows
from dataexplain.statistics.projection import RANK_TOLERANCE

LEAST_OVERLAP = 0.1
ENOUGH_OVERLAP = 0.25
MOST_ENTANGLED = 4


def entangled_with(
    name: str, rows: AdjustedRows, outcome_class: str | None, releasable: tuple[str, ...]
) -> tuple[str, ...]:
    """Return the columns that foretell a column so well that its effect is not its own.

    None where enough of the column is left once all others are held. Else the columns whose
    release frees most, one after the other; again none if a few of them are not enough, since
    then no small group of columns could be named.

    Parameters
    ----------
    name : str
    rows : AdjustedRows
        Discovery rows.
    outcome_class : str, optional
    releasable : tuple of str
        The columns claims may be about: a control stays held whatever it foretells.
    """
    released: tuple[str, ...] = ()
    overlap = _overlap(name, released, rows, outcome_class)
    if overlap >= LEAST_OVERLAP:
        return ()
    while overlap < ENOUGH_OVERLAP and len(released) < MOST_ENTANGLED:
        freed = {
            other: _overlap(name, (*released, other), rows, outcome_class)
            for other in releasable
            if other != name and other not in released
        }
        if not freed:
            return ()
        best = max(freed, key=lambda other: freed[other])
        released, overlap = (*released, best), freed[best]
    return released if overlap >= ENOUGH_OVERLAP else ()


def _overlap(
    name: str, released: tuple[str, ...], rows: AdjustedRows, outcome_class: str | None
) -> float:
    """Return the share left of the column's line, or of its freest level."""
    held = tuple(other for other in rows.names if other != name and other not in released)
    own, _ = rows.places((name,))
    used = np.concatenate([[0], *(place + 1 for place in rows.places(held))]).astype(np.int64)
    gram = rows.projector(outcome_class).gram
    inverse = np.linalg.pinv(gram[np.ix_(used, used)], rcond=RANK_TOLERANCE, hermitian=True)
    shares = []
    for place in own + 1:
        total = gram[place, place] - gram[0, place] ** 2 / gram[0, 0]
        foretold = gram[place, used] @ inverse @ gram[used, place]
        if total > 0:
            shares.append(float((gram[place, place] - foretold) / total))
    return max(shares, default=1.0)
