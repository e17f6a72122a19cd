"""Later rows verify: a cut in time, a gap before it, and whole groups on one side of it."""

from __future__ import annotations

import numpy as np

# With fewer distinct times among the rows that verify, errors near in time cannot be told.
LEAST_TIMES = 5
# Among the rows that propose, time has to go on for anything to be held fixed along it.
LEAST_EARLIER_TIMES = 2
# The share of all rows left out just before the cut, so that neighbours in time are not on
# both sides.
GAP_SHARE = 0.03


def later_rows(
    times: np.ndarray, groups: np.ndarray | None, share: float
) -> tuple[np.ndarray, np.ndarray]:
    """Divide rows by time into earlier ones that propose and later ones that verify.

    Rows of one time are on one side. Groups are kept whole in one of two ways, whichever leaves
    out fewer rows: those that end before the gap propose and those that begin at the cut or later
    verify; or groups are drawn for either side by their key, and of each only the rows on its own
    side of the cut are taken.

    Parameters
    ----------
    times : ndarray of shape (n,)
    groups : ndarray of int of shape (n,), optional
        The group of each row, numbered from 0 in an order that says nothing.
    share : float
        The share of the rows that verify.

    Returns
    -------
    (ndarray of int, ndarray of int)
        Places of the rows that propose and of those that verify, ascending.

    Examples
    --------
    >>> earlier, later = later_rows(np.arange(100.0), None, 0.5)
    >>> int(earlier.max()), int(later.min())
    (45, 49)
    """
    distinct = np.unique(times)
    # however many rows have the first time, it proposes and the second one is the gap
    cut = max(np.quantile(times, 1 - share, method="lower"), distinct[min(2, len(distinct) - 1)])
    gap = max(round(GAP_SHARE * len(times)), 1)
    before = np.sort(times[times < cut])
    # the last time that proposes: at least one distinct time lies in the gap
    last = before[-gap - 1] if len(before) > gap else -np.inf
    if len(before) and last == before[-1]:
        last = np.max(before[before < last], initial=-np.inf)
    early, late = times <= last, times >= cut
    if groups is not None:
        early, late = _whole_groups(groups, early, late)
    return np.flatnonzero(early), np.flatnonzero(late)


def _whole_groups(
    groups: np.ndarray, early: np.ndarray, late: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Leave out rows so that no group is on both sides."""
    sizes = np.bincount(groups)
    all_early = np.bincount(groups, weights=early) == sizes
    all_late = np.bincount(groups, weights=late) == sizes
    apart = (early & all_early[groups], late & all_late[groups])
    # groups are numbered by their keys, so that every other one is a draw by content
    drawn = np.arange(len(sizes)) % 2 == 1
    drawn_apart = (early & ~drawn[groups], late & drawn[groups])

    def kept(sides: tuple[np.ndarray, np.ndarray]) -> int:
        return min(int(sides[0].sum()), int(sides[1].sum()))

    return max(apart, drawn_apart, key=kept)
