"""What verification rows say of one claim: estimates, before any verdict."""

from __future__ import annotations

from dataclasses import dataclass

from dataexplain.statistics import Estimate

# With fewer events (or rows, for a number) on a side, p-values come from shuffling.
FEW_EVENTS = 20
FEW_CLUSTERS = 8
# With fewer than so many on a side nothing can be said.
TOO_FEW_EVENTS = 3
# Below this overlap a claim cannot be tested with the other columns held fixed.
LEAST_OVERLAP = 0.02


@dataclass(frozen=True)
class Evidence:
    """The two effects of a claim on verification rows.

    Parameters
    ----------
    adjusted : Estimate
        With the other columns held fixed. Of several contrasts, the one that holds least.
    unadjusted : Estimate
        The plain difference, again of the contrast that holds least.
    adjusted_p, unadjusted_p : float
        The largest of all contrasts, NaN where the claim cannot be tested.
    sides : (int, int)
        Rows on either side of what varies.
    events : int
        Rows on the poorer side; for a class, how many events these would hold at the rate of the
        rarer outcome among all rows compared. With groups no more than 2.5 for each group there.
    signs_agree : bool
        Whether every adjusted contrast has its stated sign.
    unadjusted_signs_agree : bool
    sign, unadjusted_sign : int
        The stated sign of the contrast that either estimate is of.
    shuffled : bool
        Whether p-values come from shuffling.
    problem : str
        Why the claim cannot be tested with the other columns held fixed; empty if it can.
    scarce : bool
        Whether the problem is that there are too few rows, events or groups.
    thinned : bool
        Whether there were too few rows to hold every other column by itself.
    pieces : tuple of Estimate
        Of an equivalence: the adjusted effect of each of its stretches or levels.
    each : tuple of (Estimate, Estimate)
        Both effects of every contrast, in their order.
    """

    adjusted: Estimate
    unadjusted: Estimate
    adjusted_p: float
    unadjusted_p: float
    sides: tuple[int, int]
    events: int
    signs_agree: bool
    unadjusted_signs_agree: bool
    sign: int
    unadjusted_sign: int
    shuffled: bool
    problem: str
    scarce: bool = False
    thinned: bool = False
    pieces: tuple[Estimate, ...] = ()
    each: tuple[tuple[Estimate, Estimate], ...] = ()


def only_rows(rows: int) -> str:
    """Say how few rows lie somewhere.

    Examples
    --------
    >>> only_rows(1), only_rows(2)
    ('only 1 verification row lies', 'only 2 verification rows lie')
    """
    return "only 1 verification row lies" if rows == 1 else f"only {rows} verification rows lie"
