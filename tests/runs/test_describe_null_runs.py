"""Null runs: what noise would pass, at no further call."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from dataexplain.runs.describe_null_runs import IMPOSSIBLE, permuted
from dataexplain.runs.describe_wish import DescribeWish
from dataexplain.tables.pairs import Pairs
from tests.runs.planted_pairs import knowing, named, things
from tests.runs.test_describing import SUMS, described

WISH = DescribeWish(search_calls=80, proposed=4, keep=2, rows=40, null_runs=6)


def test_permuted_outputs_pass_hardly_ever_and_cost_no_call() -> None:
    frame = things()
    once, model = knowing(frame), knowing(frame)
    described(frame, once, dataclasses.replace(WISH, null_runs=0))
    runs = described(frame, model, WISH).report.null_runs
    assert runs is not None
    assert (runs.runs, len(runs.supported)) == (6, 6)
    assert sum(runs.supported) <= 1
    assert all(tried >= 1 for tried in runs.tried)
    assert "without asking it anything" in runs.method
    assert model.tally.calls == once.tally.calls


def test_operations_are_looked_for_anew() -> None:
    runs = described(SUMS, None, WISH).report.null_runs
    assert runs is not None
    assert "looked for anew" in runs.method
    assert runs.supported == (0,) * 6


def test_of_free_outputs_nothing_is_replayed_and_that_is_said() -> None:
    frame = named()
    report = described(frame, knowing(frame), WISH).report
    assert report.null_runs is None
    assert IMPOSSIBLE in report.notes


def test_none_are_made_unless_wanted() -> None:
    report = described(SUMS, None, dataclasses.replace(WISH, null_runs=0)).report
    assert report.null_runs is None


@given(st.lists(st.sampled_from("abc"), min_size=1, max_size=12), st.integers(0, 9))
def test_the_outputs_are_the_same_ones_in_another_order(inputs: list[str], seed: int) -> None:
    outputs = tuple(map(str, range(len(inputs))))
    pairs = Pairs(tuple(inputs), outputs, tuple(range(len(inputs))))
    found = permuted(pairs, np.random.default_rng(seed))
    assert found.inputs == pairs.inputs
    assert sorted(found.outputs) == sorted(outputs)


def test_rows_of_one_input_stay_together_where_all_have_as_many() -> None:
    frame = pd.DataFrame({"in": np.repeat(list("abcdefgh"), 3)})
    outputs = frame["in"].map(dict(zip("abcdefgh", "12345678", strict=True)))
    pairs = Pairs(tuple(frame["in"]), tuple(outputs), tuple(range(24)))
    found = pd.DataFrame(
        {"in": pairs.inputs, "out": permuted(pairs, np.random.default_rng(1)).outputs}
    )
    assert (found.groupby("in")["out"].nunique() == 1).all()
