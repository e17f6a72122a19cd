"""Cells as texts: what was written stays, numbers take their plainest form."""

from __future__ import annotations

import datetime
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from dataexplain.tables.pair_texts import cell_texts


@pytest.mark.parametrize(
    ("cells", "texts"),
    [
        (["007", " 1.0", "NA", "1e5"], ["007", " 1.0", "NA", "1e5"]),
        ([8.0, float("nan"), -0.5], ["8", "", "-0.5"]),
        ([True, False], ["True", "False"]),
        ([2, None, "x", float("nan"), pd.NA], ["2", "", "x", "", ""]),
        ([Decimal("8.00")], ["8.00"]),
        ([b"raw"], ["raw"]),
        ([datetime.date(2024, 2, 29)], ["2024-02-29"]),
    ],
)
def test_plainest_text(cells: list[object], texts: list[str]) -> None:
    assert cell_texts(pd.Series(cells)) == texts


def test_narrow_floats_show_no_noise() -> None:
    """A float32 of 0.1 came out as 0.10000000149011612."""
    assert cell_texts(pd.Series([0.1, 8.0, np.nan], dtype="float32")) == ["0.1", "8", ""]


def test_days_have_no_time_of_day_and_moments_do() -> None:
    days = pd.Series(pd.to_datetime(["2024-02-29", None]))
    moments = pd.Series(pd.to_datetime(["2024-02-29 00:00", "2024-03-01 08:30"]))
    assert cell_texts(days) == ["2024-02-29", ""]
    assert cell_texts(moments) == ["2024-02-29 00:00:00", "2024-03-01 08:30:00"]


def test_nullable_and_categorical_columns() -> None:
    assert cell_texts(pd.Series([1, None], dtype="Int64")) == ["1", ""]
    assert cell_texts(pd.Series(["a", None, "a"], dtype="category")) == ["a", "", "a"]
