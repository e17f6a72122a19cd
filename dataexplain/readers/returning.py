"""Whether a claim comes back: known by what it denotes, not by its wording."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from dataexplain.claims import Claim
from dataexplain.readers.agreement import SAME_REGION, jaccard, say_one_thing


def come_back(
    claims: Sequence[Claim], later: Iterable[Claim], frame: pd.DataFrame
) -> tuple[bool, ...]:
    """Tell which claims are among later ones.

    A claim is back if a later one is about the same columns and class, points the same way, and
    holds for at least half of the same rows (Jaccard), or if one is a rougher form of the other as
    in `merge_claims`. Where columns cannot be told apart, another one of them may speak for all.

    Parameters
    ----------
    claims : sequence of Claim
    later : iterable of Claim
    frame : DataFrame
        The rows on which regions are compared.

    Returns
    -------
    tuple of bool
        One for each of the claims.

    Examples
    --------
    >>> from dataexplain.claims import Condition, Region
    >>> frame = pd.DataFrame({"age": range(20, 60)})
    >>> older, old = (Region((Condition("age", low=low),)) for low in (40.0, 45.0))
    >>> step = Claim("level_contrast", ("age",), "up", older)
    >>> again = Claim("level_contrast", ("age",), "up", old)
    >>> opposite = Claim("level_contrast", ("age",), "down", old)
    >>> come_back([step], [again], frame), come_back([step], [opposite], frame)
    ((True,), (False,))
    """
    candidates = list(later)
    return tuple(any(_is_back(claim, other, frame) for other in candidates) for claim in claims)


def _is_back(claim: Claim, other: Claim, frame: pd.DataFrame) -> bool:
    if say_one_thing(claim, other, frame):
        return True
    if not (claim.entangled_with and claim.family == other.family):
        return False
    if (claim.kind, claim.direction, claim.outcome_class) != (
        other.kind,
        other.direction,
        other.outcome_class,
    ):
        return False
    return jaccard(claim.region.mask(frame), other.region.mask(frame)) >= SAME_REGION
