"""Columns that by their names are known only once the outcome is."""

from __future__ import annotations

import re

from dataexplain.faults.wording import ignoring
from dataexplain.records import FaultRecord
from dataexplain.tables import Role, Table

KIND = "after_outcome"
_AFTERWARDS = re.compile(
    r"^(?:cancel\w*|churned|refund\w*|chargebacks?|outcomes?|discharged?|death|died|deceased"
    r"|closed|closure|resolved|resolver|terminated|termination|settled|settlement|payouts?"
    r"|verdict|disposition|writeoff|chargeoff|recoveries)$"
)
_ENDS = re.compile(r"^(?:end|exit|leave|leaving|left|close|churn|completion|finish)$")
_TIMES = re.compile(r"^(?:date|time|day|at|on|timestamp|reason|code|notes?|by)$")
_BEFORE = re.compile(
    r"^(?:prev|previous|previously|prior|past|earlier|former|last|history|historical|before|ever"
    r"|rate|policy|family|parent|parents|days|num|number|n|count|total)$"
)
_LEAST_LETTERS = 4


def after_outcome_faults(table: Table) -> list[FaultRecord]:
    """Return columns whose names speak of what comes after the outcome, or name the outcome.

    Parameters
    ----------
    table : Table

    Returns
    -------
    list of FaultRecord

    Examples
    --------
    >>> from dataexplain.tables import build_table
    >>> data = {"churn_reason": ["price", "none"] * 20, "age": [30, 40, 50, 60] * 10}
    >>> table = build_table({**data, "churn": ["yes", "no"] * 20}, "churn")
    >>> [fault.column for fault in after_outcome_faults(table)]
    ['churn_reason']
    """
    target = words_of(table.target)
    found = []
    for column in table.columns:
        if column.role in (Role.TARGET, Role.IGNORED, Role.CONSTANT) or column.derived_from:
            continue
        why = _suspicion(words_of(column.name), target, table.target)
        if why:
            found.append(_record(column.name, why, len(table)))
    return found


def words_of(name: str) -> tuple[str, ...]:
    """Return the words of a column's name.

    Examples
    --------
    >>> words_of("closedAt"), words_of("Two_year recid")
    (('closed', 'at'), ('two', 'year', 'recid'))
    """
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)
    return tuple(re.findall(r"[a-z]+|\d+", spaced.lower()))


def _suspicion(words: tuple[str, ...], target: tuple[str, ...], name: str) -> str:
    if any(_BEFORE.match(word) for word in words):
        return ""
    if len("".join(target)) >= _LEAST_LETTERS and _contains(words, target):
        return f"It contains the outcome's name, {name!r}"
    if any(_AFTERWARDS.match(word) for word in words):
        return "It speaks of what comes with or after an outcome"
    ends = any(_ENDS.match(word) for word in words) and any(_TIMES.match(word) for word in words)
    return "It speaks of an end" if ends else ""


def _contains(words: tuple[str, ...], target: tuple[str, ...]) -> bool:
    spread = len(target)
    return len(words) > spread and any(
        words[start : start + spread] == target for start in range(len(words) - spread + 1)
    )


def _record(name: str, why: str, rows: int) -> FaultRecord:
    return FaultRecord(
        column=name,
        kind=KIND,
        text=f"By its name {name!r} may be known only after the outcome. {why}.",
        id=f"{KIND}-{name}",
        severity="note",
        columns=(name,),
        rows=rows,
        remedy=f"If it is, leave it out: {ignoring(name)}",
    )
