"""Evidence of a whole list of properties -> verdicts, corrected together like all others."""

from __future__ import annotations

from collections.abc import Sequence

from dataexplain.verification.families import ALPHA, correct, interval_levels
from dataexplain.verification.judged_measuring import MeasuredProperty
from dataexplain.verification.verdicts import SUPPORTED, Verdict, decide


def decided(
    measured: Sequence[MeasuredProperty], level: float = ALPHA
) -> list[tuple[Verdict, float]]:
    """Return each verdict, and the confidence its interval needs for having been selected.

    Parameters
    ----------
    measured : sequence of MeasuredProperty
        All that were tested.
    level : float, default=0.05
        The false discovery rate that the list may spend.

    Examples
    --------
    >>> decided([])
    []
    """
    claims = [one.claim for one in measured]
    evidence = [one.evidence for one in measured]
    verdicts = [
        decide(one.claim, one.evidence, significance, one.floor)
        for one, significance in zip(measured, correct(claims, evidence, level), strict=True)
    ]
    selected = [verdict.verdict == SUPPORTED for verdict in verdicts]
    bases = [verdict.basis for verdict in verdicts]
    levels = interval_levels(claims, evidence, selected, bases, level)
    return list(zip(verdicts, levels.tolist(), strict=True))
