import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

from dataexplain.models.aug_tree_sums import decrease, explained, means, weighed_columns

SEEDS = st.integers(0, 10_000)


@given(SEEDS, st.booleans())
def test_the_decrease_is_that_of_a_tree_of_scikit_learn(seed, classes):
    generator = np.random.default_rng(seed)
    has = generator.permutation(np.arange(20) < 8)
    weights = generator.uniform(0.5, 2, 20)
    y = generator.integers(0, 3, 20) if classes else generator.normal(size=20)
    outcomes = np.eye(3)[y] if classes else y[:, np.newaxis]
    columns = weighed_columns(outcomes, weights)
    tree = DecisionTreeClassifier(max_depth=1) if classes else DecisionTreeRegressor(max_depth=1)
    grown = tree.fit(has[:, np.newaxis], y, sample_weight=weights).tree_
    if grown.node_count == 1:
        return
    totals = grown.impurity * grown.weighted_n_node_samples
    found = decrease(columns[has].sum(axis=0), columns.sum(axis=0))
    assert found == pytest.approx(totals[0] - totals[1] - totals[2])


@given(SEEDS)
def test_explained_is_the_error_that_a_mean_takes_away(seed):
    generator = np.random.default_rng(seed)
    held_out = weighed_columns(generator.normal(size=(6, 2)), generator.uniform(1, 2, 6))
    fitted = weighed_columns(generator.normal(size=(9, 2)), None).sum(axis=0)
    outcomes = held_out[:, 1:] / held_out[:, :1]
    for_nothing = (held_out[:, :1] * outcomes**2).sum()
    for_means = (held_out[:, :1] * (outcomes - means(fitted)) ** 2).sum()
    assert explained(held_out.sum(axis=0), fitted) == pytest.approx(for_nothing - for_means)


def test_an_empty_side_is_worth_nothing():
    whole = np.array([2.0, 1.0])
    assert decrease(whole, whole) == 0
    assert decrease(0 * whole, whole) == 0
    assert decrease(0 * whole, 0 * whole) == 0
