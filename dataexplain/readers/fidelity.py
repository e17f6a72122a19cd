"""Whether a sentence is true of the fitted model it was read from."""

from __future__ import annotations

import dataclasses

from dataexplain.claims import Claim, compile_claim
from dataexplain.models.adjustment import AdjustedRows
from dataexplain.tables import Task


def is_faithful(claim: Claim, rows: AdjustedRows) -> bool:
    """Measure the claim on the model's own curve instead of on the outcome.

    A subgroup, of which additive curves cannot speak, is measured on the outcome of the
    discovery rows that its rule was read from.

    Parameters
    ----------
    claim : Claim
    rows : AdjustedRows
        Discovery rows.
    """
    contrasts = compile_claim(claim, rows.names)
    if len(claim.features) > 1:
        return all(rows.adjusted(entry).effect * entry.sign > 0 for entry in contrasts)
    places = [rows.names.index(name) for name in claim.features + claim.entangled_with]
    curve = rows.curves[claim.outcome_class][:, places].sum(axis=1)
    fitted = dataclasses.replace(
        rows, outcomes={claim.outcome_class: curve}, task=Task.REGRESSION, clusters=None
    )
    return all(fitted.unadjusted(entry).effect * entry.sign > 0 for entry in contrasts)
