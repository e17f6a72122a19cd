import dataclasses
import json

import numpy as np
import pandas as pd
import pytest

from dataexplain.runs.explaining import explain_table
from dataexplain.runs.null_runs import combine, null_run, shuffle_outcome, with_null_runs
from dataexplain.tables import build_table, split_rows
from tests.planted_tables import customers, flowers, houses, houses_report, houses_table


def noise_of(table, seed=0):
    return shuffle_outcome(table, split_rows(table), np.random.default_rng(seed))


def test_strong_effects_leave_nothing_when_the_outcome_is_shuffled():
    assert houses_report().counts.supported >= 5
    results = [null_run(houses_table(), number, seed=0, floor=None) for number in range(5)]
    assert sum(result["supported"] for result in results) <= 1
    assert any(result["tried"] for result in results)


def test_a_run_can_be_had_again_and_its_number_and_seed_count():
    table = build_table(customers(300), "left", positive="yes")
    first = null_run(table, 3, seed=1, floor=None)
    assert first == null_run(table, 3, seed=1, floor=None)
    assert first["number"] == 3
    assert json.loads(json.dumps(first)) == first
    outcomes = {
        tuple(shuffle_outcome(table, split_rows(table), generator).outcome("yes"))
        for generator in (np.random.default_rng(seed) for seed in range(3))
    }
    assert len(outcomes) == 3


def test_the_order_of_rows_changes_nothing():
    frame = customers(300)
    turned = frame.sample(frac=1, random_state=1).reset_index(drop=True)
    first, second = (
        null_run(build_table(rows, "left", positive="yes"), 0, seed=0, floor=None)
        for rows in (frame, turned)
    )
    assert first == second


@pytest.mark.parametrize(("make", "target"), [(houses, "price"), (flowers, "kind")])
def test_each_side_keeps_its_outcomes(make, target):
    table = build_table(make(), target)
    noise = noise_of(table)
    split = split_rows(table)
    assert noise.frame[target].dtype == table.frame[target].dtype
    assert (noise.frame[target] != table.frame[target]).mean() > 0.3
    for rows in (split.discovery, split.verification):
        before, after = (entry.frame[target].iloc[rows].value_counts() for entry in (table, noise))
        pd.testing.assert_series_equal(before.sort_index(), after.sort_index())
    features = [column.name for column in table.features]
    pd.testing.assert_frame_equal(noise.frame[features], table.frame[features])


def test_the_table_itself_is_left_as_it_was():
    table = build_table(customers(200), "left")
    before = table.frame.copy()
    noise_of(table)
    pd.testing.assert_frame_equal(table.frame, before)


def test_rows_of_a_group_stay_together():
    frame = houses(400).assign(home=np.repeat([f"h{n}" for n in range(100)], 4))
    frame["price"] = frame["home"].str[1:].astype(int) * 1.0
    noise = noise_of(build_table(frame, "price", group="home", roles={"price": "numeric"}))
    assert (noise.frame.groupby("home")["price"].nunique() == 1).all()
    assert (noise.frame["price"] != frame["price"]).mean() > 0.8


def test_neighbours_in_time_stay_neighbours():
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"day": np.arange(900), "x": rng.normal(size=900)})
    frame["y"] = np.cumsum(rng.normal(size=900))
    frame = frame.sample(frac=1, random_state=0).reset_index(drop=True)
    table = build_table(frame, "y", time="day")
    noise = noise_of(table).frame.sort_values("day")
    assert np.corrcoef(noise["y"].iloc[:-1], noise["y"].iloc[1:])[0, 1] > 0.8
    assert abs(noise["y"].to_numpy() - frame.sort_values("day")["y"].to_numpy()).mean() > 0.5


def test_the_outcome_of_a_row_without_weight_goes_nowhere():
    frame = houses(300).assign(w=np.where(np.arange(300) % 3 == 0, 0.0, 1.0))
    frame.loc[frame["w"] == 0, "price"] = -1e6
    noise = noise_of(build_table(frame, "price", weights="w"))
    assert (noise.frame.loc[frame["w"] > 0, "price"] > 0).all()


def test_counts_stand_in_the_order_of_the_runs():
    table = build_table(customers(200), "left")
    results = [
        {"number": 1, "tried": 5, "supported": 1, "adjusted": 0},
        {"number": 0, "tried": 4, "supported": 2, "adjusted": 2},
    ]
    record = combine(results, table)
    assert (record.runs, record.tried, record.supported, record.adjusted) == (
        2,
        (4, 5),
        (2, 1),
        (2, 0),
    )
    assert "shuffled between rows" in record.method
    assert with_null_runs(houses_report(), record).null_runs == record
    assert dataclasses.replace(with_null_runs(houses_report(), record), null_runs=None) == (
        houses_report()
    )


def test_the_method_names_the_group_or_the_time():
    frame = customers(200).assign(day=np.arange(200), person=[f"p{n % 50}" for n in range(200)])
    assert (
        "whole groups of 'person'" in combine([], build_table(frame, "left", group="person")).method
    )
    assert "consecutive 'day'" in combine([], build_table(frame, "left", time="day")).method


def test_that_a_column_does_not_matter_is_not_counted():
    """Of a shuffled outcome it is true: with many rows every null run "passed" several."""
    table = build_table(houses(400), "price")
    claims = explain_table(noise_of(table), floor=8.0, examples=0).claims
    assert any(claim.kind == "no_effect" and claim.verdict == "supported" for claim in claims)
    results = [null_run(table, number, seed=0, floor=8.0) for number in range(2)]
    assert sum(result["supported"] for result in results) == 0
