"""A table explained without a report: what was proposed, and what its held-out rows say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dataexplain.claims import NONE, Claim
from dataexplain.runs.explaining import Discovery, discover
from dataexplain.runs.floors import floors
from dataexplain.tables import Table
from dataexplain.verification import TestedClaim, Vault
from dataexplain.verification.verdicts import SUPPORTED

ADJUSTED = "adjusted"


def verified(
    found: Discovery,
    claims: Sequence[Claim] | None = None,
    *,
    floor: float | None = None,
    seed: int = 0,
) -> tuple[TestedClaim, ...]:
    """Test claims on the verification rows as one batch; without any, those that were proposed."""
    chosen = found.floors if floor is None else floors(found.table, found.split.discovery, floor)
    vault = Vault(found.table, found.split, found.adjustment, chosen, seed)
    return vault.test(found.claims if claims is None else claims)


def explained(table: Table, *, seed: int = 0) -> tuple[TestedClaim, ...]:
    """Propose claims about a table and test them."""
    return verified(discover(table, seed=seed))


def effects_supported(tested: Iterable[TestedClaim]) -> list[TestedClaim]:
    """Return what was supported, but for "it does not matter", which says there is no effect."""
    return [
        entry
        for entry in tested
        if entry.verdict.verdict == SUPPORTED and entry.claim.direction != NONE
    ]


def label_of(entry: TestedClaim) -> str:
    """Return a claim's kind and the basis it was supported on, for counting."""
    return f"{entry.claim.kind} ({entry.verdict.basis})"
