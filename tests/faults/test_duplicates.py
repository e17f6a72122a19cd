"""Repeated rows, beyond what chance brings."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dataexplain.faults.duplicates import duplicate_fault
from dataexplain.tables import build_table
from tests.faults.looking import people


def clients(rows: int) -> pd.DataFrame:
    weight = np.random.default_rng(rows).normal(70, 12, rows).round(1)
    return people(rows).assign(weight=weight)


def found(frame: pd.DataFrame, target: str, **options):
    return duplicate_fault(build_table(frame, target, **options))


def test_appended_rows_are_found_with_their_places() -> None:
    frame = clients(500)
    twice = pd.concat([frame, frame.iloc[[4, 9, 30]]], ignore_index=True)
    fault = found(twice, "ill")
    assert fault is not None
    assert (fault.rows, fault.row_numbers) == (3, (501, 502, 503))
    assert fault.column is None
    assert "3 rows (0.6%) repeat another row in all of 5 columns" in fault.text
    assert found(frame, "ill") is None


def test_a_number_given_to_rows_hides_no_copy() -> None:
    frame = clients(500)
    twice = pd.concat([frame, frame.iloc[:20]], ignore_index=True)
    twice.insert(0, "row_id", np.arange(len(twice)))
    fault = found(twice, "ill")
    assert fault is not None
    assert fault.rows == 20


def test_equal_rows_of_a_small_domain_are_ordinary() -> None:
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(
        {
            "a": rng.integers(0, 5, 600),
            "b": rng.integers(0, 4, 600),
            "c": rng.choice(["x", "y", "z"], 600),
            "left": rng.choice(["yes", "no"], 600),
        }
    )
    assert frame.duplicated().sum() > 300
    assert found(frame, "left") is None


def test_dependent_columns_of_a_small_domain_are_ordinary() -> None:
    rng = np.random.default_rng(1)
    a = rng.integers(0, 40, 3000)
    frame = pd.DataFrame({"a": a, "band": a // 10, "b": rng.poisson(1 + a / 20)})
    frame["left"] = np.where(rng.random(3000) < a / 50, "yes", "no")
    assert frame.duplicated().sum() > 1000
    assert found(frame, "left") is None


def test_an_ignored_column_is_no_part_of_a_row() -> None:
    frame = clients(300)
    twice = pd.concat([frame, frame.iloc[:9]], ignore_index=True)
    twice["noise"] = np.random.default_rng(2).normal(size=len(twice))
    assert found(twice, "ill") is None
    assert found(twice, "ill", ignore=["noise"]).rows == 9
