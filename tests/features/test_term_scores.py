"""How surely terms go with an outcome."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.sparse import csc_array

from dataexplain.features.term_scores import Residualised, ScoredTerms, columns_basis
from dataexplain.tables import build_table


def _example() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    generator = np.random.default_rng(0)
    held = generator.normal(size=(500, 1))
    presence = (generator.random((500, 3)) < 0.3).astype(float)
    presence[:, 2] = np.maximum(presence[:, 0], presence[:, 2] * (generator.random(500) < 0.2))
    outcome = presence[:, [0]] - held + generator.normal(size=(500, 1))
    return held, presence, outcome


def test_z_is_that_of_a_regression_with_what_is_held() -> None:
    held, presence, outcome = _example()
    z = Residualised.of(outcome, held).z(csc_array(presence))[:, 0]
    base = np.column_stack([np.ones(500), held])
    left = outcome[:, 0] - base @ np.linalg.lstsq(base, outcome[:, 0], rcond=None)[0]
    own = presence[:, 0] - base @ np.linalg.lstsq(base, presence[:, 0], rcond=None)[0]
    assert np.isclose(z[0], own @ left / np.sqrt(own @ own) / np.sqrt(np.mean(left**2)))


def test_beside_its_twin_a_term_adds_next_to_nothing() -> None:
    held, presence, outcome = _example()
    rows = Residualised.of(outcome, held)
    alone = rows.z(csc_array(presence))
    beside = rows.beside(presence[:, 0]).z(csc_array(presence))
    assert abs(alone[2, 0]) > 8
    assert abs(beside[2, 0]) < 3
    assert beside[0, 0] == 0  # nothing of it is left


def test_z_beside_needs_no_second_look_at_the_rows() -> None:
    held, presence, outcome = _example()
    rows, columns = Residualised.of(outcome, held), csc_array(presence)
    scored = ScoredTerms(("a", "b", "c"), columns, rows.z(columns), rows.correlations(columns))
    assert abs(scored.z_beside(2, 0) - rows.beside(presence[:, 0]).z(columns)[2, 0]) < 1.0


def test_twice_the_weight_is_twice_the_rows() -> None:
    held, presence, outcome = _example()
    weights = np.where(np.arange(500) < 100, 2.0, 1.0)
    again = [np.concatenate([values, values[:100]]) for values in (outcome, held, presence)]
    once = Residualised.of(outcome, held, weights).z(csc_array(presence))
    twice = Residualised.of(again[0], again[1]).z(csc_array(again[2]))
    assert np.allclose(once * np.sqrt(1.2), twice, rtol=0.02)


def test_columns_hold_ranks_levels_and_what_is_missing() -> None:
    numbers: list[float | None] = [float(place) ** 5 for place in range(100)]
    numbers[:30] = [None] * 30
    kinds = ["a"] * 50 + ["b"] * 45 + ["rare"] * 5
    table = build_table({"n": numbers, "kind": kinds, "y": range(100)}, "y")
    basis = columns_basis(table, np.arange(100))
    assert basis.shape == (100, 4)  # a and b, ranks and what is missing
    assert basis.min() >= 0
    assert basis.max() <= 1
    assert np.allclose(np.diff(basis[30:, 2]), 1 / 70)
    assert basis[:, 3].tolist() == [1.0] * 30 + [0.0] * 70


def test_columns_that_say_something_of_a_text_are_not_held() -> None:
    table = build_table({"told": ["yes", "no"] * 50, "y": range(100)}, "y")
    columns = [replace(entry, terms=("refund",)) for entry in table.columns]
    assert columns_basis(replace(table, columns=tuple(columns)), np.arange(100)).shape == (100, 0)


def test_no_more_columns_are_held_than_rows_allow() -> None:
    generator = np.random.default_rng(0)
    data = {f"x{place}": generator.normal(size=100) for place in range(30)}
    table = build_table({**data, "y": generator.normal(size=100)}, "y")
    assert columns_basis(table, np.arange(100)).shape == (100, 5)
