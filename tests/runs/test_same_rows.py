from __future__ import annotations

import numpy as np

from dataexplain.runs.same_rows import KEPT, row_sketch, shared_share
from dataexplain.tables import build_table
from tests.planted_tables import houses


def keys(first: int, last: int) -> np.ndarray:
    frame = houses(2000).iloc[first:last]
    found = build_table(frame, "price").row_keys
    assert found is not None
    return found


def test_the_share_of_old_rows_is_seen_from_a_sketch() -> None:
    sketch = row_sketch(keys(0, 1500))
    assert len(sketch) == KEPT
    assert shared_share(sketch, keys(0, 1500)) == 1.0
    assert abs((shared_share(sketch, keys(750, 2000)) or 0) - 0.5) < 0.12
    assert shared_share(sketch, keys(1500, 2000)) == 0.0


def test_an_old_report_without_a_sketch_says_nothing() -> None:
    assert shared_share((), keys(0, 100)) is None


def test_rows_that_repeat_one_another_say_nothing() -> None:
    few = np.tile(np.arange(5, dtype=np.uint64), 20)
    assert shared_share(row_sketch(few), few) is None
