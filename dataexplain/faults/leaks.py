"""Columns that tell the outcome too well: alone, together, or by being empty.

Looks at discovery rows only, since it looks at the outcome.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from dataexplain.faults.wording import ignoring, percent
from dataexplain.models.adjustment import AdjustedRows
from dataexplain.records import FaultRecord
from dataexplain.tables import Table, Task

KIND = "leak"
# So well one column alone tells the outcome, and so much worse all others do.
LEAST_AUC, LEAST_R2 = 0.98, 0.97
OTHERS_AUC, OTHERS_R2 = 0.9, 0.85
LEAST_TOGETHER = 0.99999
MOST_TOGETHER = 5
_LEAST_ROWS = 50
_LEAST_CLASS_ROWS = 10
_BINS = 30


@dataclass(frozen=True)
class Score:
    """How well a column tells the outcome: AUC of the class it tells best, or R2."""

    name: str
    value: float
    outcome_class: str | None


def leak_faults(table: Table, rows: AdjustedRows) -> list[FaultRecord]:
    """Return columns that alone, or few of which together, give the outcome away.

    Parameters
    ----------
    table : Table
    rows : AdjustedRows
        Discovery rows.

    Returns
    -------
    list of FaultRecord
    """
    if len(rows.frame) < _LEAST_ROWS:
        return []
    scores = [score for name in rows.names for score in [_best(rows, name)] if score is not None]
    regression = table.task is Task.REGRESSION
    bound, others_bound = (LEAST_R2, OTHERS_R2) if regression else (LEAST_AUC, OTHERS_AUC)
    leaks = _of_columns(table, [score for score in scores if score.value >= bound])
    if not leaks:
        together = _together(rows, rows.frame[table.target].to_numpy()) if regression else ()
        return [_sum_record(table, together)] if together else []
    rest = [score.value for score in scores if score.value < bound]
    others = max(rest, default=0.0 if regression else 0.5)
    if others > others_bound:
        return []
    return [_record(table, score, others) for score in leaks]


def _of_columns(table: Table, scores: list[Score]) -> list[Score]:
    """Return one score for each column of the file: parts of a date speak for the date."""
    best: dict[str, Score] = {}
    for score in sorted(scores, key=lambda entry: -entry.value):
        name = table.column(score.name).derived_from or score.name
        best.setdefault(name, replace(score, name=name))
    return list(best.values())


def _best(rows: AdjustedRows, name: str) -> Score | None:
    """Score one column by averages of the other half of the rows, or of the rows beside each."""
    values = rows.frame[name]
    groups, order = _groups(values), _order(values)
    scored = _r2 if rows.task is Task.REGRESSION else _auc
    scores = []
    for outcome_class, outcome in rows.outcomes.items():
        told = [_told(groups, outcome)]
        if order is not None:
            told.append(_told_by_neighbours(order, outcome))
        known = [value for each in told if (value := scored(outcome, each)) is not None]
        value = max(known, default=None)
        if value is not None:
            scores.append(Score(name, value, outcome_class))
    return max(scores, key=lambda score: score.value, default=None)


def _groups(values: pd.Series) -> np.ndarray:
    """Put each row into a level, or into one of some equal stretches of numbers."""
    if values.dtype.kind == "f":
        numbers = values.to_numpy()
        known = numbers[~np.isnan(numbers)]
        if len(np.unique(known)) > _BINS:
            share = np.arange(1, _BINS) / _BINS
            edges = np.unique(np.quantile(known, share, method="inverted_cdf"))
            place = np.searchsorted(edges, numbers)
            return np.where(np.isnan(numbers), len(edges) + 1, place)
    return np.asarray(pd.factorize(values)[0]) + 1


def _order(values: pd.Series) -> np.ndarray | None:
    """Return the rows in the order of a column of many known numbers, else None."""
    if values.dtype.kind != "f":
        return None
    numbers = values.to_numpy()
    if np.isnan(numbers).any() or len(np.unique(numbers)) <= _BINS:
        return None
    return np.argsort(numbers, kind="stable")


def _told_by_neighbours(order: np.ndarray, outcome: np.ndarray) -> np.ndarray:
    """Return for each row the average outcome of the two rows on either side in an order."""
    ordered = np.pad(outcome[order], 2, mode="reflect")
    told = np.empty(len(outcome))
    told[order] = (ordered[:-4] + ordered[1:-3] + ordered[3:-1] + ordered[4:]) / 4
    return told


def _told(groups: np.ndarray, outcome: np.ndarray) -> np.ndarray:
    """Return for each row the average outcome of its group in the other half of the rows."""
    told = np.empty(len(outcome))
    half = np.arange(len(outcome)) % 2 == 0
    for known in (half, ~half):
        sums = np.bincount(groups[known], weights=outcome[known], minlength=groups.max() + 1)
        rows = np.bincount(groups[known], minlength=groups.max() + 1)
        mean = outcome[known].mean()
        told[~known] = ((sums + mean) / (rows + 1.0))[groups[~known]]
    return told


def _r2(outcome: np.ndarray, told: np.ndarray) -> float | None:
    spread = float(((outcome - outcome.mean()) ** 2).sum())
    return 1 - float(((outcome - told) ** 2).sum()) / spread if spread > 0 else None


def _auc(outcome: np.ndarray, told: np.ndarray) -> float | None:
    inside = int(outcome.sum())
    outside = len(outcome) - inside
    if min(inside, outside) < _LEAST_CLASS_ROWS:
        return None
    ranks = rankdata(told)
    return float((ranks[outcome == 1].sum() - inside * (inside + 1) / 2) / (inside * outside))


def _together(rows: AdjustedRows, outcome: np.ndarray) -> tuple[str, ...]:
    """Return the few columns whose sum, each times a number, is the outcome."""
    names = [name for name in rows.names if rows.lines[name].size]
    if not names:
        return ()
    design = np.column_stack([rows.lines[name][:, 0] for name in names])
    scale = np.maximum(design.std(axis=0), 1e-12)
    centred = design - design.mean(axis=0)
    chosen: list[int] = []
    left = outcome - outcome.mean()
    while len(chosen) < min(MOST_TOGETHER, len(names)):
        related = np.abs(centred.T @ left) / scale
        related[chosen] = -1.0
        chosen.append(int(np.argmax(related)))
        if _fits(design[:, chosen], outcome):
            return tuple(names[place] for place in sorted(_needed(design, outcome, chosen)))
        left = outcome - _fitted(design[:, chosen], outcome)
    return ()


def _needed(design: np.ndarray, outcome: np.ndarray, chosen: list[int]) -> list[int]:
    kept = list(chosen)
    for place in chosen:
        fewer = [other for other in kept if other != place]
        if fewer and _fits(design[:, fewer], outcome):
            kept = fewer
    return kept


def _fitted(design: np.ndarray, outcome: np.ndarray) -> np.ndarray:
    full = np.column_stack([np.ones(len(outcome)), design])
    return np.asarray(full @ np.linalg.lstsq(full, outcome, rcond=None)[0])


def _fits(design: np.ndarray, outcome: np.ndarray) -> bool:
    value = _r2(outcome, _fitted(design, outcome))
    return value is not None and value >= LEAST_TOGETHER


def _record(table: Table, score: Score, others: float) -> FaultRecord:
    if table.task is Task.REGRESSION:
        what = f"{percent(score.value)} of the variation of {table.target!r}"
        than = f"no other column more than {percent(max(others, 0.0))}"
        text = f"{score.name!r} alone tells {what}, {than}"
    else:
        text = (
            f"{score.name!r} alone tells {table.target} = {score.outcome_class} almost without "
            f"error (AUC {_below_one(score.value)}), the best other column far less "
            f"(AUC {others:.2f})"
        )
    return FaultRecord(
        column=score.name,
        kind=KIND,
        text=f"{text}: it may be the outcome in another form, or known only after it.",
        id=f"{KIND}-{score.name}",
        columns=(score.name,),
        rows=len(table),
        remedy=f"If it is, leave it out: {ignoring(score.name)}",
        evidence={"score": score.value, "best_other": others},
    )


def _below_one(value: float) -> str:
    return "1" if value == 1 else f"{min(value, 0.9999):.4g}"


def _sum_record(table: Table, names: tuple[str, ...]) -> FaultRecord:
    listed = (
        ", ".join(map(repr, names[:-1])) + f" and {names[-1]!r}" if names[1:] else repr(names[0])
    )
    return FaultRecord(
        column=names[0],
        kind=KIND,
        text=f"{listed} together give {table.target!r} exactly, each times a number: they may be "
        "the parts that it was computed from.",
        id=f"{KIND}-{'-'.join(names)}",
        columns=names,
        rows=len(table),
        remedy=f"If they are, leave them out: {ignoring(*names)}",
        evidence={"columns": len(names)},
    )
