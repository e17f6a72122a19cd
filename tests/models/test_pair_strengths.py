import numpy as np
import pandas as pd
import pytest

from dataexplain.models.pair_strengths import strongest_pairs


def drawn(rows=1500):
    rng = np.random.default_rng(84)
    frame = pd.DataFrame({name: rng.normal(size=rows) for name in "abcd"})
    frame["plan"] = pd.Categorical(rng.choice(["gold", "basic", "trial"], size=rows))
    return frame, rng


@pytest.mark.parametrize("binary", [False, True])
def test_the_planted_pair_stands_first_beyond_what_the_model_explains(binary):
    """The strong lines in c and d are already in the link."""
    frame, rng = drawn()
    link = (3 * frame["c"] + 3 * frame["d"]).to_numpy()
    truth = link + 2 * frame["a"] * frame["b"] * (1 + binary)
    noise = rng.logistic(size=1500) if binary else rng.normal(size=1500)
    outcome = (truth + noise).to_numpy()
    outcome = (outcome > 0) * 1.0 if binary else outcome
    ranked = strongest_pairs(frame, outcome, link, binary=binary)
    assert set(ranked[0]) == {"a", "b"}


def test_levels_take_part():
    frame, rng = drawn()
    truth = 2 * frame["a"] * (frame["plan"] == "gold") - frame["a"]
    outcome = (truth + rng.normal(size=1500)).to_numpy()
    ranked = strongest_pairs(frame, outcome, -frame["a"].to_numpy(), binary=False, most=3)
    assert set(ranked[0]) == {"a", "plan"}
    assert len(ranked) == 3


def test_missing_cells_are_tolerated():
    frame, rng = drawn()
    outcome = (frame["a"] * frame["b"] * 2 + rng.normal(size=1500)).to_numpy()
    frame.loc[::5, "a"] = np.nan
    frame.loc[::7, "plan"] = np.nan
    assert set(strongest_pairs(frame, outcome, np.zeros(1500), binary=False)[0]) == {"a", "b"}


def test_columns_without_known_values_are_left_out():
    """A column that is missing in every discovery row ended in a ValueError of the library."""
    frame, rng = drawn()
    outcome = (frame["a"] * frame["b"] * 2 + rng.normal(size=1500)).to_numpy()
    frame["c"] = np.nan
    frame["plan"] = frame["plan"].where(np.zeros(1500, dtype=bool))
    ranked = strongest_pairs(frame, outcome, np.zeros(1500), binary=False)
    assert set(ranked[0]) == {"a", "b"}
    assert set(sum(ranked, ())) == {"a", "b", "d"}


def test_rows_of_weight_almost_zero_do_not_count():
    frame, rng = drawn()
    heavy = np.arange(1500) % 2 == 0
    truth = np.where(heavy, frame["a"] * frame["b"], 5 * frame["c"] * frame["d"])
    outcome = truth + rng.normal(size=1500)
    weights = np.where(heavy, 1.0, 1e-6)
    ranked = strongest_pairs(frame, outcome, np.zeros(1500), binary=False, weights=weights, most=1)
    assert set(ranked[0]) == {"a", "b"}


def test_rows_of_weight_zero_are_left_out():
    """A weight of 0, which a table may hold, ended in a ValueError of the library."""
    frame, rng = drawn()
    outcome = (frame["a"] * frame["b"] + rng.normal(size=1500)).to_numpy()
    weights = (np.arange(1500) % 2).astype(float)
    ranked = strongest_pairs(frame, outcome, np.zeros(1500), binary=False, weights=weights, most=1)
    assert set(ranked[0]) == {"a", "b"}


def test_one_column_or_one_outcome_has_no_pairs():
    frame, _ = drawn(200)
    zeros = np.zeros(200)
    assert strongest_pairs(frame[["a"]], frame["b"].to_numpy(), zeros, binary=False) == ()
    assert strongest_pairs(frame, zeros, zeros, binary=False) == ()
