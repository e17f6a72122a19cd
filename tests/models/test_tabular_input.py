import numpy as np
import pandas as pd
import pytest

from dataexplain.models import ConstantRegressor
from dataexplain.models.sampling import sample_rows
from dataexplain.models.tabular_input import UNSEEN


def read(frame, other=None):
    model = ConstantRegressor().fit(frame, np.arange(float(len(frame))))
    return model, model._encode(frame if other is None else other)


def test_levels_read_as_positions_whatever_the_categories_of_the_new_frame():
    frame = pd.DataFrame({"l": pd.Categorical(["b", "a", None], ["b", "a", "unused"])})
    model, matrix = read(frame)
    assert model.levels_ == (("b", "a"),)
    np.testing.assert_array_equal(matrix[:, 0], [0.0, 1.0, np.nan])
    other = pd.DataFrame({"l": pd.Categorical(["a", "c", None])})
    np.testing.assert_array_equal(model._encode(other)[:, 0], [1.0, UNSEEN, np.nan])


def test_columns_of_str_are_nominal_and_booleans_numbers():
    frame = pd.DataFrame({"s": ["y", "x", None], "b": [True, False, True]})
    model, matrix = read(frame)
    assert model.levels_ == (("x", "y"), None)
    np.testing.assert_array_equal(matrix, [[1, 1], [0, 0], [np.nan, 1]])


def test_infinite_numbers_are_refused_beside_levels_too():
    frame = pd.DataFrame({"s": ["y", "x"], "n": [1.0, np.inf]})
    with pytest.raises(ValueError, match="infinity"):
        read(frame)


def test_columns_in_another_order_are_refused():
    frame = pd.DataFrame({"s": ["y", "x"], "n": [1.0, 2.0]})
    model, _ = read(frame)
    with pytest.raises(ValueError, match="order"):
        model.predict(frame[["n", "s"]])


def test_outcome_and_rows_must_be_as_many():
    frame = pd.DataFrame({"s": ["y", "x"]})
    with pytest.raises(ValueError, match="inconsistent"):
        ConstantRegressor().fit(frame, [1.0, 2.0, 3.0])


def test_samples_keep_shares_and_every_class():
    outcome = np.array([0] * 700 + [1] * 299 + [2])
    rows = sample_rows(outcome, 100, seed=0, purpose="test")
    counts = np.bincount(outcome[rows])
    assert counts[0] == pytest.approx(70, abs=1)
    assert counts[1] == pytest.approx(30, abs=1)
    assert counts[2] == 1
    assert len(set(rows)) == len(rows)
    assert not np.array_equal(rows, sample_rows(outcome, 100, seed=1, purpose="test"))
    assert sample_rows(outcome, None, seed=0, purpose="test") is None
    assert sample_rows(outcome, 1000, seed=0, purpose="test") is None
