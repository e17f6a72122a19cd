import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataexplain.errors import ParameterError
from dataexplain.statistics import lord_levels

ALPHA = 0.05


def gamma(j):
    return 6 / (np.pi * j) ** 2


def by_definition(decisions):
    """The levels as the formula of the docstring has them, one by one."""
    rejections = [t for t, rejection in enumerate(decisions, 1) if rejection]
    levels = []
    for t in range(1, len(decisions) + 2):
        before = [r for r in rejections if r < t]
        level = gamma(t) * ALPHA / 2
        level += sum(gamma(t - r) * ALPHA / 2 for r in before[:1])
        level += sum(gamma(t - r) * ALPHA for r in before[1:])
        levels.append(level)
    return levels


@given(st.lists(st.booleans(), max_size=40))
def test_levels_are_those_of_the_formula(decisions):
    assert lord_levels(decisions, ALPHA) == pytest.approx(by_definition(decisions))


@given(st.lists(st.booleans(), max_size=30), st.booleans())
def test_a_decision_changes_no_level_before_it(decisions, last):
    assert lord_levels([*decisions, last])[:-1] == pytest.approx(lord_levels(decisions))


@given(st.lists(st.booleans(), max_size=200))
def test_no_more_is_spent_than_there_is(decisions):
    """The levels sum to at most alpha for each rejection, and for the first none twice."""
    assert lord_levels(decisions, ALPHA).sum() <= ALPHA * max(sum(decisions), 1)


def test_a_rejection_earns_wealth():
    assert lord_levels([True])[-1] > lord_levels([False])[-1]


def test_the_weights_of_all_hypotheses_sum_to_at_most_one():
    head = lord_levels(np.zeros(10**5, dtype=bool), 0.5).sum() / 0.25
    assert 0.9999 < head < 1.0


def test_the_first_questions_have_the_most():
    """Weights made for thousands of hypotheses left a person's first question 0.0013."""
    assert lord_levels([])[0] > 0.01


def test_false_discoveries_stay_rare():
    generator = np.random.default_rng(0)
    proportions, found = [], 0
    for _ in range(150):
        null = generator.random(60) < 0.7
        p = np.where(null, generator.random(60), generator.beta(0.05, 5, size=60))
        decisions: list[bool] = []
        for value in p:
            decisions.append(bool(value <= lord_levels(decisions)[-1]))
        made = np.array(decisions)
        proportions.append((made & null).sum() / max(made.sum(), 1))
        found += int((made & ~null).sum())
    assert np.mean(proportions) <= ALPHA
    assert found > 500


@pytest.mark.parametrize(
    ("decisions", "alpha", "parameter"),
    [([[True]], 0.05, "decisions"), ([True], 0.0, "alpha"), ([True], 1.0, "alpha")],
)
def test_wrong_input_is_told(decisions, alpha, parameter):
    with pytest.raises(ParameterError, match=f"'{parameter}' parameter"):
        lord_levels(decisions, alpha)
