"""Evidence that a column does not matter: every stretch of it stays within the floor."""

from __future__ import annotations

import numpy as np

from dataexplain.claims import ADJUSTED, UNADJUSTED, Contrast
from dataexplain.claims.kinds import no_effect
from dataexplain.models.adjustment import AdjustedRows
from dataexplain.statistics import Estimate, joint_equivalence_p
from dataexplain.verification.evidence import FEW_EVENTS, Evidence, only_rows
from dataexplain.verification.scarcity import events_of, upper_side


def gather_equivalence(
    contrasts: tuple[Contrast, ...], rows: AdjustedRows, floor: float, rests_on: str = ""
) -> Evidence:
    """Measure a claim that no stretch of a column matters, with other columns held and not.

    The p-value is the largest over all stretches and the effects that decide (intersection-union
    test); the estimates are those of the stretch that comes closest to mattering.

    Parameters
    ----------
    contrasts : tuple of Contrast
    rows : AdjustedRows
        Verification rows.
    floor : float
        The smallest effect that matters.
    rests_on : {"", "adjusted", "unadjusted"}
        Which effects decide; by default both.
    """
    pieces = tuple(rows.adjusted(contrast) for contrast in contrasts)
    plain = tuple(rows.unadjusted(contrast) for contrast in contrasts)
    furthest = int(np.argmax([most_size(piece) for piece in pieces]))
    sides = [_sides(rows.select(contrast)[1]) for contrast in contrasts]
    smallest = min(sides, key=min)
    problem = ""
    events = min(_events(contrast, rows) for contrast in contrasts)
    decide = {ADJUSTED: pieces, UNADJUSTED: plain}.get(rests_on, (*pieces, *plain))
    if not all(piece.testable for piece in decide) or min(smallest) < FEW_EVENTS:
        problem = f"{only_rows(min(smallest))} in one stretch of it"
    elif events < FEW_EVENTS:
        problem = "too few events or groups lie in one stretch of it"
    elif (
        rests_on != UNADJUSTED and min(piece.overlap for piece in pieces) < no_effect.LEAST_OVERLAP
    ):
        problem = "the other columns foretell it too well to say that it has no effect of its own"
    p = joint_equivalence_p(decide, floor) if floor > 0 else float("nan")
    return Evidence(
        adjusted=pieces[furthest],
        unadjusted=max(plain, key=most_size),
        adjusted_p=float("nan") if problem else p,
        unadjusted_p=float("nan") if problem else p,
        sides=sides[furthest],
        events=events,
        signs_agree=True,
        unadjusted_signs_agree=True,
        sign=1,
        unadjusted_sign=1,
        shuffled=False,
        problem=problem,
        scarce=min(events, *smallest) < FEW_EVENTS,
        thinned=any(rows.thins(contrast) for contrast in contrasts),
        pieces=plain if rests_on == UNADJUSTED else pieces,
        each=tuple(zip(pieces, plain, strict=True)),
    )


def _events(contrast: Contrast, rows: AdjustedRows) -> int:
    selected, d, y = rows.select(contrast)
    return events_of(rows, selected, y, upper_side(contrast, rows, selected, d))


def least_size(estimate: Estimate) -> float:
    """Return how far from zero the interval stays, negative where it holds zero."""
    return max(estimate.interval[0], -estimate.interval[1])


def most_size(estimate: Estimate) -> float:
    """Return how far from zero the interval reaches."""
    return max(abs(end) for end in estimate.interval) if estimate.testable else np.inf


def _sides(d: np.ndarray) -> tuple[int, int]:
    inside = int((d > 0).sum())
    return inside, len(d) - inside
