"""Row keys depend on content, and on nothing else."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pandas as pd

from dataexplain.tables.row_keys import RowKeys, keys_of_frame, name_key


def keys(**columns: object) -> np.ndarray:
    made = RowKeys(3)
    for name, cells in columns.items():
        made.add(name, cells)
    return made.values


NUMBERS = np.array([1.0, 2.0, np.nan])


def test_the_value_and_the_column_matter() -> None:
    base = keys(a=NUMBERS)
    assert len(set(base.tolist())) == 3
    assert not (base == keys(b=NUMBERS)).any()
    assert (keys(a=np.array([1.0, 3.0, np.nan])) == base).tolist() == [True, False, True]


def test_swapped_cells_are_another_row() -> None:
    once = keys(a=np.array([1.0, 0, 0]), b=np.array([2.0, 0, 0]))
    other = keys(a=np.array([2.0, 0, 0]), b=np.array([1.0, 0, 0]))
    assert (once == other).tolist() == [False, True, True]


def test_missing_is_missing_in_every_kind() -> None:
    missing = [
        np.full(3, np.nan),
        np.full(3, np.datetime64("NaT"), dtype="datetime64[us]"),
        pd.Categorical([None, None, None]),
    ]
    assert len({key for cells in missing for key in keys(a=cells).tolist()}) == 1


def test_the_order_of_categories_does_not_matter() -> None:
    once = keys(a=pd.Categorical(["x", "y", None], ["x", "y"]))
    assert (once == keys(a=pd.Categorical(["x", "y", None], ["z", "y", "x"]))).all()


def test_the_unit_of_time_does_not_matter() -> None:
    days = np.array(["2020-01-01", "2020-01-02", "NaT"], dtype="datetime64[D]")
    assert (keys(a=days) == keys(a=days.astype("datetime64[ns]"))).all()


def test_keys_are_the_same_in_another_process() -> None:
    script = (
        "import numpy as np; from dataexplain.tables.row_keys import RowKeys, name_key\n"
        "keys = RowKeys(1); keys.add('a', np.array([1.5])); print(keys.values[0], name_key('ä'))"
    )
    printed = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    ).stdout
    made = RowKeys(1)
    made.add("a", np.array([1.5]))
    assert printed.split() == [str(made.values[0]), str(name_key("ä"))]


def test_the_hash_of_a_table_ignores_the_order_of_rows() -> None:
    first, second = RowKeys(3), RowKeys(3)
    first.add("a", NUMBERS)
    second.add("a", NUMBERS[::-1])
    assert first.table_hash(["a"]) == second.table_hash(["a"])
    assert first.table_hash(["a"]) != first.table_hash(["b"])


def test_keys_of_a_frame() -> None:
    frame = pd.DataFrame({"a": [1.0, 1.0], "b": ["x", "y"], "c": pd.Categorical(["u", "u"])})
    made = keys_of_frame(frame)
    assert made[0] != made[1]
    assert (keys_of_frame(frame[["c", "b", "a"]]) == made).all()
