import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st

from dataexplain.statistics.projection import ROWS_PER_COLUMN_WITHOUT_LEVERAGE, Projector


def left_by_least_squares(targets, columns, weights=None):
    fits = [
        sm.WLS(
            target,
            sm.add_constant(columns, has_constant="add"),
            weights=1.0 if weights is None else weights,
        ).fit()
        for target in targets.T
    ]
    root = 1.0 if weights is None else np.sqrt(weights / weights.mean())
    return np.column_stack([fit.resid * root for fit in fits])


@pytest.fixture
def drawn():
    rng = np.random.default_rng(1)
    columns = rng.normal(size=(120, 5)) * [1, 10, 0.01, 1e4, 1] + [0, 3, 5, -1e5, 0]
    targets = columns @ rng.normal(size=(5, 2)) + rng.normal(size=(120, 2))
    return columns, targets, rng.uniform(0.2, 3, size=120)


@pytest.mark.parametrize("weighted", [False, True])
def test_what_is_left_is_the_residual_of_least_squares(drawn, weighted):
    columns, targets, weights = drawn
    weights = weights if weighted else np.ones(len(columns))
    some = np.array([0, 3, 4])
    projector = Projector(columns, weights if weighted else None)
    expected = left_by_least_squares(targets, columns[:, some], weights)
    np.testing.assert_allclose(
        projector.project(targets, columns=some).left, expected, atol=1e-7 * np.abs(targets).max()
    )


@pytest.mark.parametrize("share", [0.15, 0.4, 0.8])
def test_a_subset_of_rows_is_as_a_fit_on_these_rows_alone(drawn, share):
    columns, targets, _ = drawn
    rows = np.flatnonzero(np.random.default_rng(2).random(len(columns)) < share)
    some = np.array([0, 1, 4])
    projection = Projector(columns).project(targets[rows], columns=some, rows=rows)
    expected = left_by_least_squares(targets[rows], columns[np.ix_(rows, some)])
    np.testing.assert_allclose(projection.left, expected, atol=1e-7 * np.abs(targets).max())
    hat = sm.OLS(targets[rows, 0], sm.add_constant(columns[np.ix_(rows, some)])).fit()
    np.testing.assert_allclose(projection.leverage, hat.get_influence().hat_matrix_diag, atol=1e-8)


def test_extra_columns_are_projected_out_too(drawn):
    columns, targets, weights = drawn
    extra = np.random.default_rng(3).normal(size=(len(columns), 2)) * [1e3, 1e-3]
    projection = Projector(columns, weights).project(targets, columns=np.array([1]), extra=extra)
    together = np.column_stack([columns[:, [1]], extra])
    expected = left_by_least_squares(targets, together, weights)
    np.testing.assert_allclose(projection.left, expected, atol=1e-7 * np.abs(targets).max())


def test_redundant_and_constant_columns_count_once(drawn):
    columns, targets, _ = drawn
    doubled = np.column_stack([columns, columns[:, 0] * 2 - 1, np.full(len(columns), 0.1)])
    plain = Projector(columns).project(targets, columns=np.arange(5))
    redundant = Projector(doubled).project(
        targets, columns=np.arange(7), extra=np.full((len(columns), 1), 7.0)
    )
    assert plain.rank == redundant.rank == 6
    np.testing.assert_allclose(redundant.left, plain.left, atol=1e-7 * np.abs(targets).max())


def test_no_columns_leave_the_mean_projected_out(drawn):
    columns, targets, _ = drawn
    left = Projector(columns).project(targets, columns=np.empty(0, dtype=int)).left
    np.testing.assert_allclose(left, targets - targets.mean(axis=0), atol=1e-6)


def test_leverages_are_left_out_only_where_rows_abound():
    rng = np.random.default_rng(4)
    for rows, wanted in ((2 * ROWS_PER_COLUMN_WITHOUT_LEVERAGE - 1, True), (500, False)):
        projector = Projector(rng.normal(size=(rows, 1)))
        leverage = projector.project(rng.normal(size=(rows, 1)), columns=np.array([0])).leverage
        assert (leverage is not None) is wanted


@given(seed=st.integers(0, 10_000), rows=st.integers(12, 60), columns=st.integers(1, 6))
def test_what_is_left_is_orthogonal_and_projecting_twice_changes_nothing(seed, rows, columns):
    rng = np.random.default_rng(seed)
    held, target = rng.normal(size=(rows, columns)), rng.normal(size=(rows, 1))
    projector, every = Projector(held), np.arange(columns)
    once = projector.project(target, columns=every).left
    assert np.abs(held.T @ once).max() < 1e-8
    np.testing.assert_allclose(projector.project(once, columns=every).left, once, atol=1e-9)
