"""Rows with groups and times: what is then held, what is thinned, and how often noise passes."""

import numpy as np
import pandas as pd
import pytest

from dataexplain.claims import Condition, Contrast, Held, Membership, Position, Product, Region
from tests.planted_tables import rows_of, slow_series

SLOPE = Position("x", 0.0, 1.0)


def held(*columns, **more):
    return Contrast(SLOPE, Region(), Held(columns, **more), 1)


def drawn(rows=400, seed=0):
    rng = np.random.default_rng([seed, 80])
    frame = pd.DataFrame({"x": rng.normal(size=rows), "z": rng.normal(size=rows)})
    frame["t"] = np.arange(rows) * 1.0
    frame["y"] = frame["x"] + rng.normal(size=rows)
    return frame, rng


def test_the_course_of_time_is_held_by_both_effects():
    """Two columns that both rise with the years would go together without it."""
    frame, rng = drawn()
    course = frame["t"] / 400
    frame["x"] = 5 * course - 3 * course**3 + 0.3 * rng.normal(size=400)
    frame["y"] = 3 * course**2 - course + 0.3 * rng.normal(size=400)
    timed = rows_of(frame, time="t")
    assert timed.names == ("x", "z")
    assert timed.clock == "t"
    for measured in (timed.adjusted, timed.unadjusted):
        assert measured(held("z")).p > 0.01
    without = rows_of(frame.drop(columns="t"))
    assert without.unadjusted(held("z")).p < 1e-6


def test_errors_near_in_time_widen_the_interval_of_slow_columns_alone():
    frame, rng = drawn()
    frame["x"], frame["y"] = slow_series(rng, 400), slow_series(rng, 400)
    timed, plain = rows_of(frame, time="t"), rows_of(frame.drop(columns="t"))
    for effect in ("adjusted", "unadjusted"):
        wide, narrow = (getattr(rows, effect)(held("z")) for rows in (timed, plain))
        assert wide.standard_error > 1.5 * narrow.standard_error
    quick = Contrast(Position("z", 0.0, 1.0), Region(), Held(("x",)), 1)
    errors = [rows.adjusted(quick).standard_error for rows in (timed, plain)]
    assert errors[0] == pytest.approx(errors[1], rel=0.15)


def test_rows_in_another_order_say_the_same():
    frame, rng = drawn(200)
    frame["x"], frame["y"] = slow_series(rng, 200), slow_series(rng, 200)
    mixed = frame.sample(frac=1, random_state=1).reset_index(drop=True)
    one, two = (rows_of(entry, time="t").adjusted(held("z")) for entry in (frame, mixed))
    assert two.effect == pytest.approx(one.effect)
    assert two.standard_error == pytest.approx(one.standard_error)


@pytest.mark.parametrize("rows_a_time", [1, 2])
def test_slow_columns_beside_slow_ones_are_rejected_at_their_level(rows_a_time):
    """Two more slow columns are held, and the outcome is as slow as all of them."""
    rejected, plain = [], []
    for seed in range(60):
        rng = np.random.default_rng([seed, 81])
        times = np.repeat(np.arange(240.0), rows_a_time)
        series = {
            name: np.repeat(slow_series(rng, 240), rows_a_time) for name in ("x", "a", "b", "y")
        }
        frame = pd.DataFrame({"t": times, **series})
        frame["y"] += 0.3 * rng.normal(size=len(frame))
        rejected.append(rows_of(frame, time="t").adjusted(held("a", "b")).p < 0.05)
        plain.append(rows_of(frame.drop(columns="t")).adjusted(held("a", "b")).p < 0.05)
    assert np.mean(plain) > 0.3
    assert np.mean(rejected) <= 0.1  # 60 draws at 5%: two standard errors


@pytest.mark.parametrize("count", [20, 40])
def test_columns_of_the_group_are_rejected_at_their_level(count):
    """A column, those held beside it and the outcome are all shared by a group's rows."""
    rejected, plain = [], []
    for seed in range(60):
        rng = np.random.default_rng([seed, 82])
        groups = np.repeat(np.arange(count), rng.integers(3, 12, size=count))
        frame = pd.DataFrame({name: rng.normal(size=count)[groups] for name in "xaby"})
        frame["y"] += rng.normal(size=len(frame))
        rejected.append(rows_of(frame, clusters=groups).adjusted(held("a", "b")).p < 0.05)
        plain.append(rows_of(frame).adjusted(held("a", "b")).p < 0.05)
    assert np.mean(plain) > 0.2
    assert np.mean(rejected) <= 0.1


def test_few_groups_hold_fewer_columns_only_of_what_they_share():
    """Thirty groups cannot hold twenty columns of theirs; within groups there are rows enough."""
    rng = np.random.default_rng(83)
    groups = np.repeat(np.arange(30), 20)
    shared = {f"g{place:02d}": rng.normal(size=30)[groups] for place in range(20)}
    frame = pd.DataFrame({"x": rng.normal(size=30)[groups], "own": rng.normal(size=600), **shared})
    frame["y"] = rng.normal(size=600)
    rows = rows_of(frame, clusters=groups)
    others = tuple(shared)
    assert rows.thins(held(*others))
    assert rows.residuals(held(*others)).rank <= 30 / 3 + 1
    within = Contrast(Position("own", 0.0, 1.0), Region(), Held(others), 1)
    assert not rows.thins(within)
    assert rows.residuals(within).rank > 20


def test_groups_and_places_in_time_are_those_of_the_rows_chosen():
    frame, _ = drawn(40)
    frame["t"] = np.repeat(np.arange(20.0), 2) * 7
    rows = rows_of(frame, clusters=np.repeat([5, 3, 9, 1], 10), time="t")
    some = np.array([35, 12, 1])
    assert rows.clusters_of(some).tolist() == [0, 1, 2]
    assert rows.moments_of(some).tolist() == [17, 6, 0]
    alone = rows_of(frame.drop(columns="t"))
    assert alone.clusters_of(some) is None
    assert alone.moments_of(some) is None


def test_a_tail_must_depart_from_the_course_that_bends_at_the_knots():
    frame, rng = drawn(3000)
    frame["x"] = rng.exponential(size=3000)
    knots = tuple(np.quantile(frame["x"], [0.25, 0.5, 0.75]))
    frame["y"] = 2 * frame["x"] - 3 * np.maximum(frame["x"] - knots[1], 0) + rng.normal(size=3000)
    tail = Membership(Region((Condition("x", low=float(np.quantile(frame["x"], 0.98))),)))
    course = Held(("z",), course_of="x", knots=knots)
    rows = rows_of(frame.drop(columns="t"))
    for measured in (rows.adjusted, rows.unadjusted):
        steady = measured(Contrast(tail, Region(), course, 1))
        assert abs(steady.effect) < 3.5 * steady.standard_error
    assert rows.adjusted(Contrast(tail, Region(), Held(("z",)), 1)).p < 1e-6
    straight = Held(("z",), course_of="x")
    assert rows.adjusted(Contrast(tail, Region(), straight, 1)).p < 1e-6


def test_a_product_is_measured_beside_its_factors_and_their_squares():
    frame, rng = drawn(2000)
    frame["y"] = 3 * frame["x"] * frame["z"] + 2 * frame["x"] ** 2 + 5 + rng.normal(size=2000)
    ends = Position("x", -1.0, 1.0), Position("z", -1.0, 1.0)
    product = Contrast(Product(*ends), Region(), Held(("x", "z"), factors=ends), 1)
    rows = rows_of(frame.drop(columns="t"))
    estimate = rows.adjusted(product)
    # 3 x z over a stretch of 2 in each
    assert estimate.effect == pytest.approx(12, abs=4 * estimate.standard_error)
    assert rows.residuals(product).rank == 5  # the constant, x, z and their squares


def test_rows_that_lack_a_factor_take_no_part():
    frame, _ = drawn(600)
    frame.loc[:99, "z"] = np.nan
    ends = Position("x", -1.0, 1.0), Position("z", -1.0, 1.0)
    product = Contrast(Product(*ends), Region(), Held(("x", "z"), factors=ends), 1)
    rows = rows_of(frame.drop(columns="t"))
    assert rows.adjusted(product).n == 500
    # held beside another contrast, a row that lacks it counts as an average one
    beside = Contrast(SLOPE, Region(), Held(("z",), beside=(Product(*ends),)), 1)
    assert rows.adjusted(beside).n == 600
    assert rows.adjusted(beside).testable


def test_the_overlap_of_a_product_does_not_depend_on_where_its_factors_start():
    """A drift over later rows was "almost exactly foretold": its clock starts at the first rows."""
    frame, _ = drawn(600)
    rows = rows_of(frame.drop(columns="t"))
    overlaps = []
    for low in (-1.0, -100.0):
        ends = Position("x", low, low + 2), Position("z", -1.0, 1.0)
        product = Contrast(Product(*ends), Region(), Held(("x", "z"), factors=ends), 1)
        overlaps.append(rows.adjusted(product).overlap)
    assert overlaps[0] == pytest.approx(overlaps[1], rel=1e-6)
    assert overlaps[0] > 0.9


def test_hinges_hold_the_bend_of_another_column():
    """A square that no curve was learnt of is credited to what travels with it, unless held."""
    rng = np.random.default_rng(91)
    x = rng.normal(size=4000)
    z = np.abs(x) + 0.5 * rng.normal(size=4000)
    frame = {"x": x, "z": z, "y": x**2 + rng.normal(size=4000)}
    contrast = Contrast(Position("z", 0.0, 1.0), Region(), Held(("x",)), 1)
    bare = rows_of(frame).adjusted(contrast)
    bent = rows_of(frame, hinges=True).adjusted(contrast)
    assert bare.effect > 0.8
    assert abs(bent.effect) < 0.15


def test_a_factor_times_every_other_column_is_held():
    """w travels with x, and x times z matters: w times z must not be credited with it."""
    rng = np.random.default_rng(92)
    x, z = rng.normal(size=(2, 4000))
    w = 0.8 * x + 0.6 * rng.normal(size=4000)
    rows = rows_of({"x": x, "z": z, "w": w, "y": x * z + rng.normal(size=4000)})
    ends = Position("w", -1.0, 1.0), Position("z", -1.0, 1.0)
    names = ("x", "z", "w")
    bare = Contrast(Product(*ends), Region(), Held(names, factors=ends), 1)
    held = Contrast(Product(*ends), Region(), Held(names, factors=ends, crossed=ends), 1)
    assert rows.adjusted(bare).p < 1e-10
    assert rows.adjusted(held).p > 0.01
