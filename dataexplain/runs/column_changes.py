"""How the columns of new rows stand to those of an old report, by what its JSON tells of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from scipy.special import chdtrc

from dataexplain.recheck_records import ColumnChangeRecord
from dataexplain.records import ColumnRecord, CurveRecord, ReportRecord
from dataexplain.runs.same_reading import NewRows
from dataexplain.statistics import benjamini_hochberg

SAME, DRIFTED, MISSING, UNUSABLE, NEW = "same", "drifted", "missing", "unusable", "new"
# With less of the rows elsewhere, a column is the same to any reader.
LEAST_MOVED = 0.1
LEAST_MISSING = 0.05
LEAST_OUTSIDE = 0.02
# Columns are many, and nobody asked about each: a drift has to be plain.
LEVEL = 0.01
PIECES = 10
_LEVELS_NAMED = 5


def column_changes(
    report: ReportRecord, rows: NewRows, used: Iterable[str]
) -> tuple[ColumnChangeRecord, ...]:
    """Compare every column of a report with that of the new rows.

    Numbers are compared over the steps of the report's curves, levels one by one. A column has
    drifted where the distributions differ beyond chance (Benjamini-Hochberg over columns, at 1%)
    and a tenth of the rows lies elsewhere, or by its missing cells, levels, range or unit.

    Parameters
    ----------
    report : ReportRecord
    rows : NewRows
    used : iterable of str
        Columns that statements speak of or hold fixed.

    Returns
    -------
    tuple of ColumnChangeRecord
        The report's columns but the target, then those that it does not know.
    """
    needed = set(used)
    curves = {curve.feature: curve for curve in reversed(report.curves)}
    before = report.splits.rows_read - report.splits.rows_without_target
    found, p = [], []
    for column in report.columns:
        if column.name == report.target:
            continue
        record, chance = _compare(column, curves.get(column.name), rows, before)
        found.append(replace(record, used=column.name in needed))
        p.append(chance)
    q = benjamini_hochberg(p) if p else np.empty(0)
    told = [_told(record, float(value)) for record, value in zip(found, q, strict=True)]
    known = {column.name for column in report.columns}
    told += [
        ColumnChangeRecord(name, NEW, "The report does not know it.")
        for name in rows.extra
        if name not in known
    ]
    return tuple(told)


def _compare(
    column: ColumnRecord, curve: CurveRecord | None, rows: NewRows, before: int
) -> tuple[ColumnChangeRecord, float]:
    """Measure what can be measured of one column; no words yet."""
    name = column.name
    if name in rows.unusable:
        status = MISSING if rows.unusable[name] == "is missing" else UNUSABLE
        text = f"It {rows.unusable[name]}."
        return ColumnChangeRecord(name, status, text, unit_before=column.unit), np.nan
    frame = rows.table.frame
    if name not in frame.columns:
        return ColumnChangeRecord(name, SAME, ""), np.nan
    values = frame[name]
    record = ColumnChangeRecord(
        name,
        SAME,
        "",
        # how many texts are judged is for who asks to say
        missing_before=column.missing / before if before and not column.asked else None,
        missing_now=None if column.asked else float(values.isna().mean()),
        unit_before=column.unit,
        unit_now=rows.table.column(name).unit,
    )
    if curve is None:
        return record, np.nan
    if curve.levels:
        counts = values.dropna().astype("str").value_counts()
        now = {str(level): int(rows) for level, rows in counts.items()}
        old = dict(zip(curve.levels, curve.rows, strict=True))
        record = replace(
            record,
            new_levels=tuple(sorted(set(now) - set(column.levels or curve.levels))),
            levels_gone=tuple(level for level in curve.levels if old[level] and not now.get(level)),
        )
        return _moved(record, *_by_level(old, now))
    numbers = values.to_numpy(dtype=np.float64)
    numbers = numbers[~np.isnan(numbers)]
    edges = np.asarray(curve.edges, dtype=np.float64)
    outside = (numbers < edges[0]) | (numbers > edges[-1])
    record = replace(record, outside=float(outside.mean()) if len(numbers) else None)
    return _moved(record, *_by_step(edges, np.asarray(curve.rows, dtype=np.float64), numbers))


def _by_level(old: Mapping[str, int], now: Mapping[str, int]) -> tuple[np.ndarray, np.ndarray]:
    names = sorted({*old, *now})
    return (
        np.array([old.get(name, 0) for name in names], dtype=np.float64),
        np.array([now.get(name, 0) for name in names], dtype=np.float64),
    )


def _by_step(
    edges: np.ndarray, old: np.ndarray, numbers: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Count new values on the steps of a curve, merged to pieces of about as many old rows."""
    inner = edges[1:-1]
    now = np.bincount(np.searchsorted(inner, numbers, side="right"), minlength=len(old))
    middle = np.cumsum(old) - old / 2
    piece = np.minimum(middle * PIECES // max(old.sum(), 1), PIECES - 1).astype(np.int64)
    return np.bincount(piece, weights=old), np.bincount(piece, weights=now[: len(old)])


def _moved(
    record: ColumnChangeRecord, old: np.ndarray, now: np.ndarray
) -> tuple[ColumnChangeRecord, float]:
    """Return the share of rows that lie elsewhere, and the p-value of none (chi-squared)."""
    if not (old.sum() and now.sum()):
        return record, np.nan
    moved = float(np.abs(old / old.sum() - now / now.sum()).sum() / 2)
    counts = np.vstack([old, now])[:, (old + now) > 0]
    expected = counts.sum(axis=1, keepdims=True) * counts.sum(axis=0) / counts.sum()
    degrees = counts.shape[1] - 1
    p = float(chdtrc(degrees, ((counts - expected) ** 2 / expected).sum())) if degrees else 1.0
    return replace(record, moved=moved), p


def _told(record: ColumnChangeRecord, q: float) -> ColumnChangeRecord:
    """Say in words what differs; a column of which nothing does is the same."""
    if record.status != SAME:
        return record
    parts = list(_differences(record, q))
    status = DRIFTED if parts else SAME
    return replace(record, status=status, text=" ".join(parts), q=None if np.isnan(q) else q)


def _differences(record: ColumnChangeRecord, q: float) -> Iterable[str]:
    if record.unit_before != record.unit_now and record.unit_before:
        unit = f"in {record.unit_now}" if record.unit_now else "without a unit"
        yield f"Its cells were in {record.unit_before} and are now {unit}."
    if record.new_levels:
        yield f"New: {_named(record.new_levels)}."
    if record.levels_gone:
        yield f"No longer there: {_named(record.levels_gone)}."
    shares = (record.missing_before, record.missing_now)
    if (
        shares[0] is not None
        and shares[1] is not None
        and abs(shares[1] - shares[0]) >= LEAST_MISSING
    ):
        yield f"Missing cells: {shares[0]:.0%} then, {shares[1]:.0%} now."
    if record.moved is not None and q <= LEVEL and record.moved >= LEAST_MOVED:
        yield f"{record.moved:.0%} of the rows lie elsewhere than they did."
    if record.outside is not None and record.outside >= LEAST_OUTSIDE:
        yield f"{record.outside:.0%} of the values lie beyond the old range."


def _named(levels: Sequence[str]) -> str:
    more = len(levels) - _LEVELS_NAMED
    shown = ", ".join(repr(level) for level in levels[:_LEVELS_NAMED])
    return f"{shown} and {more} more" if more > 0 else shown
