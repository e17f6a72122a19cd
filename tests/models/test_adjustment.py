import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from dataexplain.claims import Condition, Contrast, Held, Membership, Position, Region
from tests.planted_tables import rows_of


def drawn(rows=600, seed=0):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=rows)
    z = 0.7 * x + rng.normal(size=rows)
    level = rng.choice(["a", "b", "c"], size=rows)
    y = 2 * z + 3 * (level == "b") + rng.normal(size=rows)
    return pd.DataFrame({"x": x, "z": z, "level": level, "y": y})


def slope(column="x", held=("z", "level"), **more):
    return Contrast(Position(column, 0.0, 2.0), Region(), Held(held, **more), 1)


def test_a_slope_is_that_of_least_squares_with_lines_and_levels():
    frame = drawn()
    rows = rows_of(frame)
    dummies = pd.get_dummies(frame["level"], drop_first=True, dtype=float)
    design = sm.add_constant(pd.concat([frame["x"] / 2, frame["z"], dummies], axis=1))
    fit = sm.OLS(frame["y"], design).fit(cov_type="HC2")
    estimate = rows.adjusted(slope())
    assert estimate.effect == pytest.approx(fit.params["x"], rel=1e-8)
    assert estimate.standard_error == pytest.approx(fit.bse["x"], rel=0.02)


def test_a_bystander_is_credited_only_without_the_cause():
    rows = rows_of(drawn())
    assert rows.adjusted(slope()).p > 0.01
    assert rows.unadjusted(slope()).p < 1e-10


def test_a_curved_cause_is_held_by_its_fitted_curve():
    rng = np.random.default_rng(3)
    cause = rng.normal(size=1500)
    bystander = cause**2 + rng.normal(size=1500)
    frame = pd.DataFrame({"x": bystander, "z": cause, "y": 3 * cause**2 + rng.normal(size=1500)})
    without = rows_of(frame).adjusted(slope(held=("z",)))
    known = rows_of(frame, signals={"z": lambda z: 3 * z**2}).adjusted(slope(held=("z",)))
    assert without.p < 1e-10
    assert abs(known.effect) < 4 * known.standard_error
    assert abs(known.effect) < 0.1 * without.effect


def test_rows_of_a_contrast_lack_what_does_not_vary():
    frame = drawn()
    frame.loc[:49, "x"] = np.nan
    rows = rows_of(frame)
    stretch = Region((Condition("x", -1.0, 1.0, closed=True),))
    selected, d, y = rows.select(Contrast(Position("x", -1.0, 1.0), stretch, Held(), 1))
    inside = np.flatnonzero(frame["x"].between(-1, 1))
    np.testing.assert_array_equal(selected, inside)
    np.testing.assert_allclose(d, (frame["x"][inside] + 1) / 2)
    np.testing.assert_allclose(y, frame["y"][inside])


def test_missing_cells_of_a_held_column_are_held_as_a_group():
    rng = np.random.default_rng(5)
    frame = drawn()
    lacking = frame["x"].to_numpy() + rng.normal(size=len(frame)) > 1
    frame["y"] = 5.0 * lacking + rng.normal(size=len(frame))
    frame["z"] = np.where(lacking, np.nan, rng.normal(size=len(frame)))
    rows = rows_of(frame)
    assert rows.unadjusted(slope()).p < 1e-10
    assert rows.adjusted(slope()).p > 0.01


def test_a_threshold_holds_the_smooth_of_its_column():
    rng = np.random.default_rng(6)
    x = rng.normal(size=2000)
    above = Membership(Region((Condition("x", low=0.0),)))
    held = Held(smooth_around=("x", 0.0))
    for jump in (0.0, 2.0):
        y = 3 * x + x**2 + jump * (x >= 0) + rng.normal(size=2000)
        rows = rows_of({"x": x, "y": y, "z": rng.normal(size=2000)})
        estimate = rows.adjusted(Contrast(above, Region(), held, 1))
        assert abs(estimate.effect - jump) < 3.5 * estimate.standard_error
        # on its own a jump still has to rise above the slope
        plain = rows.unadjusted(Contrast(above, Region(), held, 1))
        assert abs(plain.effect - jump) < 3.5 * plain.standard_error
    assert rows.adjusted(Contrast(above, Region(), Held(), 1)).effect > 4


def test_the_plain_difference_of_two_classes_is_one_of_rates():
    frame = drawn()
    frame["y"] = np.where(frame["y"] > 1, "yes", "no")
    rows = rows_of(frame, positive="yes")
    varies = Membership(Region((Condition("level", levels=("b",)),)))
    estimate = rows.unadjusted(Contrast(varies, Region(), Held(), 1, outcome_class="yes"))
    rates = (frame["y"] == "yes").groupby(frame["level"] == "b").mean()
    assert estimate.effect == pytest.approx(rates[True] - rates[False])
    assert estimate.method.startswith("Newcombe")


def test_the_plain_difference_of_means_is_that_of_welch():
    frame = drawn()
    varies = Membership(Region((Condition("level", levels=("b",)),)))
    estimate = rows_of(frame).unadjusted(Contrast(varies, Region(), Held(("x",)), 1))
    means = frame["y"].groupby(frame["level"] == "b").mean()
    assert estimate.effect == pytest.approx(means[True] - means[False])
    assert estimate.method == "Welch"


def test_weights_count_rows():
    frame = drawn()
    frame["w"] = np.random.default_rng(8).integers(1, 4, size=len(frame))
    design = sm.add_constant(frame[["x", "z"]].assign(x=frame["x"] / 2))
    fit = sm.WLS(frame["y"], design, weights=frame["w"]).fit()
    rows = rows_of(frame, weights="w")
    assert rows.names == ("x", "z", "level")
    estimate = rows.adjusted(slope(held=("z",)))
    assert estimate.effect == pytest.approx(fit.params["x"], rel=1e-8)


def test_related_rows_widen_the_interval():
    frame = drawn(400)
    copies = pd.concat([frame] * 5, ignore_index=True)
    clusters = np.tile(np.arange(400), 5)
    plain = rows_of(frame).adjusted(slope())
    copied = rows_of(copies).adjusted(slope())
    clustered = rows_of(copies, clusters=clusters).adjusted(slope())
    assert copied.standard_error < 0.5 * plain.standard_error
    assert clustered.standard_error == pytest.approx(plain.standard_error, rel=0.05)


def test_with_few_rows_only_the_columns_most_related_to_d_are_held():
    """With 30 columns and 60 rows nothing would be left of anything else."""
    rng = np.random.default_rng(9)
    others = {f"c{place:02d}": rng.normal(size=60) for place in range(30)}
    x = others["c07"] + 0.5 * rng.normal(size=60)
    y = 3 * others["c07"] + rng.normal(size=60)
    rows = rows_of({"x": x, **others, "y": y})
    contrast = slope(held=tuple(others))
    residuals = rows.residuals(contrast)
    assert residuals.rank <= 60 / 5
    estimate = rows.adjusted(contrast)
    assert abs(estimate.effect) < 3 * estimate.standard_error
    assert rows.unadjusted(contrast).p < 1e-6


@pytest.mark.parametrize("task", ["regression", "binary", "multiclass"])
def test_expected_outcomes_are_in_the_units_of_the_outcome(task):
    frame = drawn(300)
    if task != "regression":
        cuts = [-np.inf, 0, np.inf] if task == "binary" else [-np.inf, -1, 2, np.inf]
        frame["y"] = pd.cut(frame["y"], cuts, labels=["low", "mid", "high"][: len(cuts) - 1])
        frame["y"] = frame["y"].astype(str)
    rows = rows_of(frame, signals={"x": lambda x: x}, intercept=0.5)
    expected = {name: rows.expected(name, ("x", "z")) for name in rows.outcomes}
    x = frame["x"].to_numpy()
    if task == "regression":
        np.testing.assert_allclose(expected[None], 0.5 + x)
    elif task == "binary":
        (values,) = expected.values()
        np.testing.assert_allclose(values, 1 / (1 + np.exp(-0.5 - x)))
    else:
        np.testing.assert_allclose(sum(expected.values()), 1.0)
        np.testing.assert_allclose(next(iter(expected.values())), 1 / 3)


def test_rare_levels_have_no_column_of_their_own():
    frame = drawn(300)
    frame.loc[:4, "level"] = "rare"
    assert rows_of(frame).lines["level"].shape[1] == 2  # a, b, c less the most frequent
