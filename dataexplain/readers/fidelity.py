"""Whether a sentence is true of the fitted model it was read from."""

from __future__ import annotations

import dataclasses

from dataexplain.claims import NONE, Claim, compile_claim
from dataexplain.models.adjustment import AdjustedRows
from dataexplain.tables import Task


def is_faithful(claim: Claim, rows: AdjustedRows, floor: float = 0.0) -> bool:
    """Measure the claim on the model's own curve instead of on the outcome.

    What additive curves cannot speak of (subgroups, interactions, drifts) or say nothing about
    (that a column does not matter) is measured on the outcome of the discovery rows.

    Parameters
    ----------
    claim : Claim
    rows : AdjustedRows
        Discovery rows.
    floor : float, default=0.0
        What an effect that does not matter stays below.
    """
    contrasts = compile_claim(claim, rows.names)
    if claim.direction == NONE:
        return all(abs(rows.adjusted(entry).effect) < floor for entry in contrasts)
    if len(claim.features) > 1 or claim.factors:
        return all(rows.adjusted(entry).effect * entry.sign > 0 for entry in contrasts)
    places = [rows.names.index(name) for name in claim.features + claim.entangled_with]
    curve = rows.curves[claim.outcome_class][:, places].sum(axis=1)
    fitted = dataclasses.replace(
        rows, outcomes={claim.outcome_class: curve}, task=Task.REGRESSION, clusters=None
    )
    return all(fitted.unadjusted(entry).effect * entry.sign > 0 for entry in contrasts)
