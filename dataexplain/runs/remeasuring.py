"""One contrast of an old report on new rows: an estimate, or why there is none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from dataexplain.claims import Contrast
from dataexplain.claims.kinds import no_effect
from dataexplain.models.adjustment import AdjustedRows
from dataexplain.statistics import Estimate
from dataexplain.tables import Task
from dataexplain.verification.evidence import FEW_CLUSTERS, FEW_EVENTS, LEAST_OVERLAP
from dataexplain.verification.scarcity import events_of, upper_side


@dataclass(frozen=True)
class Remeasured:
    """What new rows say of one contrast.

    Parameters
    ----------
    estimate : Estimate or None
        On the basis of the old verdict; None where it is not possible or rows are too few.
    problem : str
        Why it cannot be measured at all; empty if it can.
    scarce : str
        What there is too little of; empty if there is enough.
    rows : int
        New rows that it speaks of.
    events : int
        What the poorer side has: rows, events, or what stands for its groups.
    lacking : tuple of str
        Columns that were held fixed then and cannot be now.
    cautions : tuple of str
    """

    estimate: Estimate | None = None
    problem: str = ""
    scarce: str = ""
    rows: int = 0
    events: int = 0
    lacking: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()


def remeasure(
    contrast: Contrast, basis: str, rows: AdjustedRows, unusable: Mapping[str, str]
) -> Remeasured:
    """Measure a contrast on new rows, unless these do not allow it.

    Parameters
    ----------
    contrast : Contrast
    basis : {"adjusted", "unadjusted"}
    rows : AdjustedRows
        All new rows, their curves fitted without them.
    unusable : mapping of str to str
        Why a column cannot be used.
    """
    problem, cautions = _possible(contrast, rows, unusable)
    if problem:
        return Remeasured(problem=problem)
    held = contrast.held.columns
    lacking = tuple(name for name in held if unusable.get(name, "does not vary") != "does not vary")
    kept = tuple(name for name in held if name in rows.names)
    contrast = replace(contrast, held=replace(contrast.held, columns=kept))
    if basis == "unadjusted":
        lacking = ()
    selected, d, y = rows.select(contrast)
    events = events_of(rows, selected, y, upper_side(contrast, rows, selected, d))
    scarce = _scarcity(rows, events)
    found = Remeasured(
        rows=len(selected), events=events, lacking=lacking, cautions=cautions, scarce=scarce
    )
    if scarce:
        return found
    estimate = rows.adjusted(contrast) if basis == "adjusted" else rows.unadjusted(contrast)
    least = no_effect.LEAST_OVERLAP if contrast.null == "equivalence" else LEAST_OVERLAP
    if not estimate.testable or estimate.overlap < least:
        problem = "The other columns foretell it almost exactly in the new rows."
        return replace(found, problem=problem)
    return replace(found, estimate=estimate)


def own_columns(contrast: Contrast) -> tuple[str, ...]:
    """Return the columns that a contrast cannot do without.

    Examples
    --------
    >>> from dataexplain.claims import Condition, Held, Membership, Region
    >>> north = Membership(Region((Condition("place", levels=("north",)),)))
    >>> own_columns(Contrast(north, Region(), Held(("age",), smooth_around=("size", 3.0)), 1))
    ('place', 'size')
    """
    values = contrast.to_dict()
    return tuple(dict.fromkeys(name for name, _ in _mentions(values)))


def _mentions(values: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield each column that a contrast speaks of, with its condition if it has one."""
    if isinstance(values, list):
        for entry in values:
            yield from _mentions(entry)
    if not isinstance(values, dict):
        return
    for name, entry in values.items():
        if name in ("membership", "rows", "parts"):
            yield from entry.items()
        elif name == "position":
            yield entry["column"], {}
        elif name == "smooth_around" and entry:
            yield entry[0], {}
        elif name == "course_of" and entry:
            yield entry, {}
        else:
            yield from _mentions(entry)


def _possible(
    contrast: Contrast, rows: AdjustedRows, unusable: Mapping[str, str]
) -> tuple[str, tuple[str, ...]]:
    """Say why new rows cannot be asked, and what has to be said if they can."""
    if contrast.outcome_class not in rows.outcomes:
        return f"No new row is of class {contrast.outcome_class!r}.", ()
    for name in own_columns(contrast):
        if name in unusable:
            return f"{name!r} {unusable[name]} in the new rows.", ()
        if name not in rows.frame.columns:
            return f"{name!r} is missing in the new rows.", ()
    cautions = []
    for name, levels in _sides(contrast):
        present = set(rows.frame[name].dropna().astype(str).unique())
        gone = [level for level in levels if level not in present]
        named = ", ".join(repr(level) for level in gone[:5])
        if len(gone) == len(levels):
            return f"{name!r} is never {named} in the new rows.", ()
        if gone:
            cautions.append(f"{name!r} is never {named} in the new rows.")
    for name, condition in _mentions(contrast.to_dict()):
        if condition.get("missing") and not rows.frame[name].isna().any():
            return f"No cell of {name!r} is missing in the new rows.", ()
    return "", tuple(dict.fromkeys(cautions))


def _sides(contrast: Contrast) -> Iterator[tuple[str, list[str]]]:
    """Yield the levels on either side of what varies: neither may be gone altogether."""
    values = contrast.to_dict()
    inside: dict[str, list[str]] = {}
    for name, condition in _mentions(values["varies"]):
        if condition.get("levels"):
            inside[name] = list(condition["levels"])
            yield name, inside[name]
    for name, condition in values["rows"].items():
        others = [
            level for level in condition.get("levels", ()) if level not in inside.get(name, ())
        ]
        if others:
            yield name, others


def _scarcity(rows: AdjustedRows, events: int) -> str:
    if events >= FEW_EVENTS:
        return ""
    if rows.clusters is not None:
        return (
            f"Fewer than {FEW_CLUSTERS} groups, or {FEW_EVENTS} new rows or events, lie on one "
            "side of it."
        )
    what = "new rows" if rows.task is Task.REGRESSION else "new rows or events"
    return f"Fewer than {FEW_EVENTS} {what} lie on one side of it."
