"""What the effect with other columns held fixed says beside a plain one that decided."""

from __future__ import annotations

from dataexplain.claims import NONE, Claim
from dataexplain.verification.equivalence import least_size, most_size
from dataexplain.verification.evidence import Evidence
from dataexplain.verification.verdicts import NOT_SUPPORTED, SUPPORTED

_HELD = "the other columns held fixed"


def with_others_held(claim: Claim, evidence: Evidence, verdict: str, floor: float) -> str:
    """Say whether it is otherwise with the other columns held fixed; empty where it goes without.

    Parameters
    ----------
    claim : Claim
        One that rests on the plain difference.
    evidence : Evidence
    verdict : str
    floor : float
        The smallest effect worth a statement.

    Examples
    --------
    >>> from dataexplain.claims import Region
    >>> from dataexplain.statistics import Estimate
    >>> plain, held = (
    ...     Estimate.from_standard_error(effect, 0.4, degrees_of_freedom=90, n=92)
    ...     for effect in (2.0, -2.0)
    ... )
    >>> evidence = Evidence(
    ...     held, plain, held.p, plain.p, (46, 46), 46, False, True, 1, 1, False, ""
    ... )
    >>> claim = Claim("trend", ("age",), "up", Region(), rests_on="unadjusted")
    >>> with_others_held(claim, evidence, "supported", 0.5)
    'With the other columns held fixed it is the other way round.'
    """
    if claim.direction == NONE:
        return _of_nothing(evidence, verdict, floor)
    if evidence.problem:
        return f"With {_HELD} it cannot be tested: {evidence.problem}."
    held = evidence.adjusted.signed(evidence.sign)
    stays = held.interval[0] > 0 and held.effect >= floor
    if verdict != SUPPORTED:
        return f"With {_HELD} the rows point the way that is said." if stays else ""
    if stays:
        return f"It stays with {_HELD}."
    if held.interval[1] < 0:
        return f"With {_HELD} it is the other way round."
    if held.interval[1] < floor:
        return f"With {_HELD} it is smaller than what would matter."
    return f"Whether it stays with {_HELD} is open."


def _of_nothing(evidence: Evidence, verdict: str, floor: float) -> str:
    """Say where a column that does not matter on its own does, or the other way round."""
    held = [adjusted for adjusted, _ in evidence.each]
    if not held or not all(entry.testable for entry in held):
        return ""
    if verdict == SUPPORTED and any(least_size(entry) > floor for entry in held):
        return f"With {_HELD} a stretch or level of it does matter."
    if verdict == NOT_SUPPORTED and all(most_size(entry) < floor for entry in held):
        return f"With {_HELD} nothing of it matters."
    return ""
