"""Small tables for the faults' tests, and what is found in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from dataexplain.faults import find_faults
from dataexplain.faults.value_counts import ValueCounts
from dataexplain.models.adjustment import AdjustedRows, Adjustment
from dataexplain.records import FaultRecord
from dataexplain.tables import Column, Role, Table, build_table
from tests.planted_tables import KnownCurves


def looked_at(
    data: Mapping[str, Any] | pd.DataFrame, target: str = "y", **options: Any
) -> tuple[Table, AdjustedRows]:
    """Return a table and its discovery rows: every second row."""
    table = build_table(data, target, **options)
    rows = np.arange(0, len(table), 2)
    curves = KnownCurves(table.explained_classes)
    return table, Adjustment.fit(table, rows, curves).on(table, rows)


def faults_in(
    data: Mapping[str, Any] | pd.DataFrame, target: str = "y", **options: Any
) -> dict[str, FaultRecord]:
    """Return what is found, by id."""
    return {fault.id: fault for fault in find_faults(*looked_at(data, target, **options))}


def counted(values: Any, name: str = "x", **column: Any) -> ValueCounts:
    """Count the values of a column of numbers."""
    return ValueCounts.of(Column(name, Role.NUMERIC, **column), np.asarray(values, dtype=float))


def people(rows: int = 800, seed: int = 0) -> pd.DataFrame:
    """Ages, heights and whether somebody was ill, without a fault; illness rises with age."""
    rng = np.random.default_rng([seed, rows])
    age = rng.integers(18, 81, rows)
    return pd.DataFrame(
        {
            "age": age.astype(float),
            "height": rng.normal(172, 9, rows).round(1),
            "town": rng.choice(["north", "south", "west"], rows),
            "ill": np.where(rng.random(rows) < (age - 10) / 90, "yes", "no"),
        }
    )


def some(rows: int, share: float, seed: int = 1) -> np.ndarray:
    """Return which of some rows are chosen."""
    chosen = np.zeros(rows, dtype=bool)
    chosen[np.random.default_rng(seed).choice(rows, int(share * rows), replace=False)] = True
    return chosen
