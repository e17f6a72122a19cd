import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from dataexplain.readers.profile import MOST_STRETCHES, ROWS_PER_STRETCH, adjusted_profile
from dataexplain.tables import build_table
from tests.planted_tables import rows_of


def profile_of(frame, name="x", held=("z",)):
    feature = build_table(frame, "y").column(name)
    return adjusted_profile(rows_of(frame), feature, held, None)


def drawn(rows=600, seed=0):
    rng = np.random.default_rng([seed, 12])
    frame = pd.DataFrame({"z": rng.normal(size=rows)})
    frame["x"] = 0.7 * frame["z"] + rng.normal(size=rows)
    frame["y"] = 2 * frame["z"] + rng.normal(size=rows)
    return frame


def test_levels_are_those_of_least_squares_on_stretches():
    frame = drawn()
    profile = profile_of(frame)
    places = np.searchsorted(profile.starts, frame["x"], side="right") - 1
    members = (places[:, None] == np.arange(1, len(profile.starts))).astype(float)
    design = sm.add_constant(np.column_stack([members, frame["z"]]))
    fit = sm.OLS(frame["y"], design).fit(cov_type="HC1")
    count = len(profile.starts)
    np.testing.assert_allclose(profile.values[1:], fit.params[1:count], atol=1e-8)
    np.testing.assert_allclose(
        np.sqrt(np.diag(profile.covariance)[1:]), fit.bse[1:count], rtol=0.01
    )
    assert profile.rows.tolist() == np.bincount(places).tolist()


def test_the_cause_is_held():
    """Without it the bystander's curve would rise by some 4."""
    held, free = profile_of(drawn(2000)), profile_of(drawn(2000), held=())
    assert np.ptp(free.values) > 2
    assert np.ptp(held.values) < 1


@pytest.mark.parametrize("rows", [50, 200, 5000])
def test_stretches_have_enough_rows_and_are_not_too_many(rows):
    profile = profile_of(drawn(rows))
    assert len(profile.centres) <= MOST_STRETCHES
    assert profile.rows.min() >= ROWS_PER_STRETCH
    assert profile.rows.sum() == rows
    assert (np.diff(profile.starts) > 0).all()


def test_equal_values_are_never_parted():
    frame = drawn()
    frame["x"] = np.random.default_rng(0).choice([0.0, 0.0, 0.0, 1.0, 2.0], size=len(frame))
    profile = profile_of(frame)
    assert profile.starts.tolist() == profile.centres.tolist() == [0, 1, 2]


def test_rare_levels_and_few_missing_cells_are_left_out():
    frame = drawn(300)
    names = np.random.default_rng(0).choice(["a", "b"], size=300).astype(object)
    names[:5], names[5:10] = "rare", None
    profile = profile_of(frame.assign(x=names))
    assert sorted(profile.levels) == ["a", "b"]
    assert profile.missing is None
    assert profile.rows.sum() == 290


def test_the_difference_of_missing_cells_is_measured():
    frame = drawn(1000)
    lacking = np.random.default_rng(1).random(1000) < 0.2
    frame["y"] += 4.0 * lacking
    frame["x"] = frame["x"].where(~lacking)
    effect, error, rows = profile_of(frame).missing
    assert abs(effect - 4) < 4 * error
    assert error < 0.5
    assert rows == lacking.sum()


def test_one_stretch_has_no_profile():
    frame = drawn(100)
    frame.loc[2 * ROWS_PER_STRETCH - 1 :, "x"] = np.nan
    assert profile_of(frame) is None
