"""Which statements a fault concerns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from dataexplain.claims import Claim
from dataexplain.records import ClaimRecord, FaultRecord

# Of faults at single values only statements about rows with these values are concerned.
_AT_VALUES = frozenset(["sentinel", "imputed", "capped"])
# Such statements speak of the rows of their region only; others compare it with the rest.
_ON_STRETCHES = frozenset(["trend", "turning_point"])
# These say something of the table or the outcome as a whole: naming every statement says nothing.
_OF_ALL = frozenset(["duplicates"])


def touching(
    faults: Iterable[FaultRecord], claims: Iterable[Claim | ClaimRecord]
) -> tuple[FaultRecord, ...]:
    """Return the faults, each with the ids of the statements it concerns.

    A fault at a value concerns the statements about its column that speak of rows with that
    value; any other fault of a column all statements about it. Duplicates, and faults of the
    outcome, concern every statement alike and name none.

    Parameters
    ----------
    faults : iterable of FaultRecord
    claims : iterable of Claim or ClaimRecord

    Returns
    -------
    tuple of FaultRecord

    Examples
    --------
    >>> from dataexplain.claims import Condition, Region
    >>> young = Claim("trend", ("age",), "up", Region((Condition("age", low=18.0, high=60.0),)))
    >>> whole = Claim("trend", ("age",), "up", Region((Condition("age", low=18.0, high=100.0),)))
    >>> fault = FaultRecord("age", "sentinel", "", columns=("age",), values=("99",))
    >>> touching([fault], [young])[0].claims, len(touching([fault], [whole])[0].claims)
    ((), 1)
    """
    known = tuple(claims)
    return tuple(
        replace(fault, claims=tuple(claim.id for claim in known if _touches(fault, claim)))
        for fault in faults
    )


def _touches(fault: FaultRecord, claim: Claim | ClaimRecord) -> bool:
    about = [
        name
        for name in claim.features
        if any(name == column or name.startswith(f"{column}.") for column in fault.columns)
    ]
    if not about or fault.kind in _OF_ALL:
        return False
    if fault.kind in _AT_VALUES and fault.column in about:
        return _speaks_of_values(fault, claim)
    return True


def _speaks_of_values(fault: FaultRecord, claim: Claim | ClaimRecord) -> bool:
    region, against = _entries(claim.region), _entries(claim.against)
    if claim.kind in _ON_STRETCHES or against:
        column = str(fault.column)
        sides = [side[column] for side in (region, against) if column in side]
        return not sides or any(_holds(side, fault) for side in sides)
    return True  # what is not inside the region is what it is compared with


def _entries(region: Any) -> Mapping[str, Mapping[str, Any]]:
    entries: Mapping[str, Mapping[str, Any]] = (
        region if isinstance(region, Mapping) else region.to_dict()
    )
    return entries


def _holds(condition: Mapping[str, Any], fault: FaultRecord) -> bool:
    """Tell whether a condition holds for a value of the fault."""
    if condition.get("missing"):
        return False
    if condition.get("levels"):
        return bool(set(condition["levels"]) & set(fault.values))
    low, high = condition.get("low"), condition.get("high")
    closed = condition.get("closed", False)
    return any(
        (low is None or value >= low)
        and (high is None or value < high or (closed and value == high))
        for value in map(float, fault.values)
    )
