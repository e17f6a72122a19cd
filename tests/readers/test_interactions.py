import numpy as np
import pandas as pd
import pytest

from dataexplain.claims import (
    DOWN,
    UP,
    Condition,
    Contrast,
    Held,
    Membership,
    Position,
    Product,
    Region,
)
from dataexplain.readers.interactions import MOST_PAIRS, read_interactions
from dataexplain.readers.proposing import leaning
from dataexplain.tables import build_table
from tests.planted_tables import rows_of, verdicts_on

LINES = {"a": lambda a: a, "c": lambda c: c}


def drawn(added, seed=0, rows=1000):
    """A line in `a` and `c`, and what is added to it; an even number of rows."""
    rng = np.random.default_rng([seed, 63])
    frame = pd.DataFrame({name: rng.normal(size=rows) for name in "abcd"})
    frame["plan"] = rng.choice(["gold", "basic", "trial"], size=rows)
    frame["y"] = frame["a"] + frame["c"] + added(frame) + rng.normal(size=rows)
    return frame


def read(frame, named=(), outcome_class=None, **options):
    """Return what the first half of the rows suggests, what it leans to most first."""
    half = frame.iloc[: len(frame) // 2]
    rows = rows_of(half, signals=LINES, **options)
    features = build_table(half, "y", **options).features
    claims = read_interactions(rows, features, named, outcome_class)
    return sorted(claims, key=lambda claim: -leaning(claim, rows))


def on_the_rest(claims, frame):
    rest = frame.iloc[len(frame) // 2 :].reset_index(drop=True)
    return verdicts_on(claims, rows_of(rest, signals=LINES), floor=0.3)


@pytest.mark.parametrize(("size", "direction"), [(1.0, UP), (-1.0, DOWN)])
def test_a_planted_product_is_proposed_and_supported(size, direction):
    frame = drawn(lambda f: size * f["a"] * f["b"])
    first, *others = read(frame)
    assert (first.features, first.direction) == (("a", "b"), direction)
    assert all(isinstance(factor, Position) for factor in first.factors)
    assert first.sources == ("additive model",)
    decided, *rest = on_the_rest([first, *others], frame)
    assert (decided.verdict, decided.basis) == ("supported", "adjusted")
    assert not any(verdict.verdict == "supported" for verdict in rest)


def test_a_slope_that_differs_by_level_is_proposed_and_supported():
    frame = drawn(lambda f: 2 * f["c"] * (f["plan"] == "gold"))
    first = read(frame)[0]
    assert (first.features, first.direction) == (("c", "plan"), UP)
    assert first.factors[1] == Membership(Region((Condition("plan", levels=("gold",)),)))
    (decided,) = on_the_rest([first], frame)
    assert decided.verdict == "supported"


def test_a_pair_that_a_tree_names_names_its_source():
    frame = drawn(lambda f: f["a"] * f["b"])
    named = [(("b", "a"), "shallow tree"), (("d", "a"), "shallow tree"), (("a", "gone"), "rules")]
    sources = {claim.features: claim.sources for claim in read(frame, named)}
    assert sources["a", "b"] == ("additive model", "shallow tree")
    assert "shallow tree" in sources["a", "d"]
    assert not any("gone" in features for features in sources)


def test_two_columns_of_levels_are_left_to_subgroups():
    frame = drawn(lambda f: 0.0 * f["a"])[["a", "plan", "y"]]
    frame["town"] = np.where(frame.index % 3, "here", "there")
    claims = read(frame, [(("plan", "town"), "shallow tree")])
    assert all("a" in claim.features for claim in claims)


def test_of_two_levels_one_is_enough():
    frame = drawn(lambda f: 0.0 * f["a"])[["a", "y"]]
    frame["side"] = np.where(frame.index % 3, "left", "right")
    (claim,) = read(frame)
    assert claim.factors[1].region.conditions[0].levels in {("left",), ("right",)}


def test_a_column_of_two_numbers_suggests_nothing():
    frame = drawn(lambda f: 0.0 * f["a"])[["a", "y"]]
    frame["flag"] = frame.index % 2 * 1.0
    assert read(frame, roles={"flag": "numeric"}) == []


def test_hardly_anything_leans_far_where_effects_only_add_up():
    found = [read(drawn(lambda f: 0.0 * f["a"], seed, 600)) for seed in range(6)]
    assert max(len(claims) for claims in found) <= MOST_PAIRS
    halves = [drawn(lambda f: 0.0 * f["a"], seed, 600) for seed in range(6)]
    decided = [
        verdict.verdict
        for claims, frame in zip(found, halves, strict=True)
        for verdict in on_the_rest(claims, frame)
    ]
    assert "supported" not in decided


SHAPES = {
    "squares": np.square,
    "corners": lambda v: 3 * np.abs(v),
    "steps": lambda v: 4 * (v > 0.7),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_bent_effects_of_columns_that_move_together_are_no_product(shape):
    """x and z correlate 0.8: without their squares held, x^2 + z^2 passes for their product."""
    ends = Position("x", -1.0, 1.0), Position("z", -1.0, 1.0)
    product = Contrast(Product(*ends), Region(), Held(("x", "z"), factors=ends), 1)
    bare = Contrast(Product(*ends), Region(), Held(("x", "z")), 1)
    rejected, without = [], []
    for seed in range(40):
        rng = np.random.default_rng([seed, 61])
        x = rng.normal(size=300)
        z = 0.8 * x + 0.6 * rng.normal(size=300)
        y = SHAPES[shape](x) + SHAPES[shape](z) + rng.normal(size=300)
        rows = rows_of({"x": x, "z": z, "y": y})
        rejected.append(rows.adjusted(product).p < 0.05)
        without.append(rows.adjusted(bare).p < 0.05)
    assert np.mean(rejected) <= 0.125  # five of 40: three standard errors from a twentieth
    assert shape == "steps" or np.mean(without) > 0.9
