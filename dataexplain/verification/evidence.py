"""What verification rows say of one claim: estimates, before any verdict."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from dataexplain.claims import Claim, Contrast, Membership, Product, compile_claim
from dataexplain.claims.kinds import no_effect
from dataexplain.models.adjustment import AdjustedRows
from dataexplain.statistics import (
    Estimate,
    RateDifference,
    joint_equivalence_p,
    permutation_test,
    shifted_p,
)
from dataexplain.tables import Task

# With fewer events (or rows, for a number) on a side, p-values come from shuffling.
FEW_EVENTS = 20
FEW_CLUSTERS = 8
# With fewer than so many on a side nothing can be said.
TOO_FEW_EVENTS = 3
# Below this overlap a claim cannot be tested with the other columns held fixed.
LEAST_OVERLAP = 0.02
FIRST_SHUFFLES = 199
SHUFFLES = 4999
# Above so many rows shuffling is not affordable; the plain exact test stands in for it.
MOST_SHUFFLED_ROWS = 20_000


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


def gather(
    claim: Claim, rows: AdjustedRows, generator: np.random.Generator, floor: float = 0.0
) -> Evidence:
    """Measure a claim on rows.

    Parameters
    ----------
    claim : Claim
    rows : AdjustedRows
        Verification rows.
    generator : numpy.random.Generator
        For shuffles, where counts are small.
    floor : float, default=0.0
        The smallest effect that matters, which an equivalence stays below.

    Returns
    -------
    Evidence
        Of several contrasts the largest p-values, and the estimates that hold least.
    """
    contrasts = compile_claim(claim, rows.names)
    if contrasts[0].null == "equivalence":
        return gather_equivalence(contrasts, rows, floor)
    parts = [_measure(contrast, rows, generator) for contrast in contrasts]
    adjusted_at = _least(contrasts, [part.adjusted for part in parts])
    alone_at = _least(contrasts, [part.unadjusted for part in parts])
    return replace(
        parts[adjusted_at],
        unadjusted=parts[alone_at].unadjusted,
        unadjusted_sign=contrasts[alone_at].sign,
        adjusted_p=max((part.adjusted_p for part in parts), key=_nan_last),
        unadjusted_p=max((part.unadjusted_p for part in parts), key=_nan_last),
        signs_agree=all(part.signs_agree for part in parts),
        unadjusted_signs_agree=all(part.unadjusted_signs_agree for part in parts),
        events=min(part.events for part in parts),
        problem=next((part.problem for part in parts if part.problem), ""),
        shuffled=any(part.shuffled for part in parts),
        scarce=any(part.scarce for part in parts),
        thinned=any(part.thinned for part in parts),
    )


def _least(contrasts: tuple[Contrast, ...], estimates: list[Estimate]) -> int:
    """Return which contrast holds least: its signed effect is the smallest."""
    signed = [
        contrast.sign * estimate.effect if estimate.testable else -np.inf
        for contrast, estimate in zip(contrasts, estimates, strict=True)
    ]
    return int(np.argmin(signed))


def _nan_last(p: float) -> float:
    return np.inf if np.isnan(p) else p


def _measure(contrast: Contrast, rows: AdjustedRows, generator: np.random.Generator) -> Evidence:
    """Measure one contrast, by shuffling where counts are small."""
    selected, d, y = rows.select(contrast)
    n = len(selected)
    middle = _upper_side(contrast, rows, selected, d)
    sides = (int(middle.sum()), int(n - middle.sum()))
    events = _events(rows, selected, y, middle)
    problem = _problem(rows, n, sides, events)
    if problem:
        nothing = Estimate.untestable(float("nan"), n, overlap=0.0)
        nan = float("nan")
        return Evidence(
            nothing,
            nothing,
            nan,
            nan,
            sides,
            events,
            False,
            False,
            contrast.sign,
            contrast.sign,
            False,
            problem,
            scarce=True,
        )
    adjusted, unadjusted = rows.adjusted(contrast), rows.unadjusted(contrast)
    if not adjusted.testable or adjusted.overlap < LEAST_OVERLAP:
        problem = "the other columns foretell it almost exactly, so nothing is left to compare"
    adjusted_p, unadjusted_p = adjusted.p, unadjusted.p
    shuffled = events < FEW_EVENTS and not problem and rows.clusters is None
    if shuffled and rows.times is not None:
        residuals, moments = rows.residuals(contrast), rows.moments_of(selected)
        assert moments is not None
        adjusted_p = max(adjusted_p, shifted_p(residuals.outcome, residuals.varied, moments))
        unadjusted_p = max(unadjusted_p, shifted_p(y - y.mean(), d - d.mean(), moments))
    elif shuffled and n > MOST_SHUFFLED_ROWS:
        adjusted_p = max(adjusted_p, unadjusted_p)
    elif shuffled:
        residuals = rows.residuals(contrast)
        adjusted_p = max(adjusted_p, _shuffle(residuals.outcome, residuals.varied, generator))
        if not isinstance(unadjusted, RateDifference):  # its p is exact already
            unadjusted_p = max(unadjusted_p, _shuffle(y, d, generator))
    return Evidence(
        adjusted,
        unadjusted,
        float("nan") if problem else adjusted_p,
        unadjusted_p,
        sides,
        events,
        contrast.sign * adjusted.effect > 0,
        contrast.sign * unadjusted.effect > 0,
        contrast.sign,
        contrast.sign,
        shuffled,
        problem,
        thinned=rows.thins(contrast),
    )


def _upper_side(
    contrast: Contrast, rows: AdjustedRows, selected: np.ndarray, d: np.ndarray
) -> np.ndarray:
    """Return which rows lie on one side of what varies; of a product on that of a membership."""
    if isinstance(contrast.varies, Product):
        members = [part for part in contrast.varies.factors if isinstance(part, Membership)]
        if len(members) == 1:
            return np.asarray(members[0].values(rows.frame)[selected] == 1)
    return np.asarray(d > d.mean()) if len(d) else np.zeros(0, dtype=bool)


def gather_equivalence(
    contrasts: tuple[Contrast, ...], rows: AdjustedRows, floor: float
) -> Evidence:
    """Measure a claim that no stretch of a column matters, with other columns held and not.

    The p-value is the largest over all stretches and both effects (intersection-union test); the
    estimates are those of the stretch that comes closest to mattering.

    Parameters
    ----------
    contrasts : tuple of Contrast
    rows : AdjustedRows
        Verification rows.
    floor : float
        The smallest effect that matters.
    """
    pieces = tuple(rows.adjusted(contrast) for contrast in contrasts)
    plain = tuple(rows.unadjusted(contrast) for contrast in contrasts)
    furthest = int(np.argmax([_reach(piece) for piece in pieces]))
    sides = [_sides(rows.select(contrast)[1]) for contrast in contrasts]
    smallest = min(sides, key=min)
    problem = ""
    if not all(piece.testable for piece in (*pieces, *plain)) or min(smallest) < FEW_EVENTS:
        problem = f"{_only(min(smallest))} in one stretch of it"
    elif min(piece.overlap for piece in pieces) < no_effect.LEAST_OVERLAP:
        problem = "the other columns foretell it too well to say that it has no effect of its own"
    p = joint_equivalence_p((*pieces, *plain), floor) if floor > 0 else float("nan")
    return Evidence(
        adjusted=pieces[furthest],
        unadjusted=max(plain, key=_reach),
        adjusted_p=float("nan") if problem else p,
        unadjusted_p=float("nan") if problem else p,
        sides=sides[furthest],
        events=min(smallest),
        signs_agree=True,
        unadjusted_signs_agree=True,
        sign=1,
        unadjusted_sign=1,
        shuffled=False,
        problem=problem,
        scarce=min(smallest) < FEW_EVENTS,
        thinned=any(rows.thins(contrast) for contrast in contrasts),
        pieces=pieces,
    )


def _reach(estimate: Estimate) -> float:
    """Return how far from zero the interval reaches."""
    return max(abs(end) for end in estimate.interval) if estimate.testable else np.inf


def _sides(d: np.ndarray) -> tuple[int, int]:
    inside = int((d > 0).sum())
    return inside, len(d) - inside


def _events(rows: AdjustedRows, selected: np.ndarray, y: np.ndarray, middle: np.ndarray) -> int:
    """Count what the poorer side has: rows; for classes, of the rarer outcome overall too."""
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


def _problem(rows: AdjustedRows, n: int, sides: tuple[int, int], events: int) -> str:
    if n < 10 or min(sides) < TOO_FEW_EVENTS:
        return f"{_only(min(sides))} on one side of it"
    if rows.task is not Task.REGRESSION and events < TOO_FEW_EVENTS:
        return "too few verification rows have this outcome on one side of it"
    if rows.clusters is not None and events < FEW_EVENTS:
        least = f"{FEW_CLUSTERS} groups, or {FEW_EVENTS} rows or events"
        return f"fewer than {least}, lie on one side of it"
    return ""


def _only(rows: int) -> str:
    return "only 1 verification row lies" if rows == 1 else f"only {rows} verification rows lie"


def _shuffle(outcome: np.ndarray, varied: np.ndarray, generator: np.random.Generator) -> float:
    """Return a permutation p-value, with many shuffles only where they matter."""
    p = 1.0
    for shuffles in (FIRST_SHUFFLES, SHUFFLES):
        p = permutation_test(outcome, varied, generator=generator, permutations=shuffles)
        if not p <= 0.2:
            break
    return float(p)
