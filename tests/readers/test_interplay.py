"""Of interactions those are tried that the others do not explain."""

from __future__ import annotations

import warnings
from functools import partial

import numpy as np

from dataexplain.claims import Claim, Condition, Position, Product, Region
from dataexplain.readers.interplay import choose_interplay
from dataexplain.readers.proposing import leaning
from tests.planted_tables import rows_of


def corner(first: str, second: str, direction: str = "up") -> Claim:
    conditions = Condition(first, low=0.0), Condition(second, low=0.0)
    return Claim("subgroup", (first, second), direction, Region(conditions))


def choose(claims, rows):
    return choose_interplay(claims, rows, {}, partial(leaning, rows=rows), lambda _claim: 3.2)


def test_the_shadow_of_an_interaction_is_not_tried():
    """w travels with x: the corner of w and z leans far, until that of x and z is held."""
    rng = np.random.default_rng(7)
    x, z = rng.normal(size=(2, 3000))
    w = 0.8 * x + 0.6 * rng.normal(size=3000)
    rows = rows_of({"x": x, "z": z, "w": w, "y": 2 * x * z + rng.normal(size=3000)})
    true, shadow = corner("x", "z"), corner("w", "z")
    (chosen,) = choose([shadow, true], rows)
    assert chosen.features == ("x", "z")
    assert chosen.beside == ()


def test_two_interactions_hold_each_other_in_every_form():
    rng = np.random.default_rng(8)
    a, b, c, d = rng.normal(size=(4, 3000))
    y = 2 * a * b - 2 * c * d + rng.normal(size=3000)
    rows = rows_of({"a": a, "b": b, "c": c, "d": d, "y": y})
    chosen = choose([corner("a", "b"), corner("c", "d", "down")], rows)
    assert {claim.features for claim in chosen} == {("a", "b"), ("c", "d")}
    for claim in chosen:
        rule, product = claim.beside
        assert isinstance(product, Product)
        assert isinstance(product.first, Position)
        assert set(rule.columns).isdisjoint(claim.features)


def test_a_column_without_any_known_value_has_no_position():
    """A column that is missing in all discovery rows warned of an all-NaN slice."""
    rng = np.random.default_rng(9)
    x = rng.normal(size=400)
    rows = rows_of({"x": x, "z": rng.normal(size=400), "y": x + rng.normal(size=400)})
    rows.frame["z"] = np.nan
    claim = corner("x", "z")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        chosen = choose_interplay([claim], rows, {}, lambda _claim: 9.0, lambda _claim: 3.2)
    assert [entry.features for entry in chosen] == [("x", "z")]
