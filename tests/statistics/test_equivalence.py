import math

import numpy as np
import pytest
from statsmodels.stats.weightstats import ttost_ind

from dataexplain.errors import ParameterError
from dataexplain.statistics import (
    Estimate,
    difference_of_means,
    difference_of_rates,
    equivalence_p,
    joint_equivalence_p,
)


@pytest.mark.parametrize("margin", [0.1, 0.5, 2.0])
def test_equivalence_is_the_two_one_sided_tests_of_statsmodels(margin):
    generator = np.random.default_rng(0)
    a, b = generator.normal(0.1, 1, size=40), generator.normal(0, 2, size=60)
    theirs = ttost_ind(a, b, -margin, margin, usevar="unequal")[0]
    assert equivalence_p(difference_of_means(a, b), margin) == pytest.approx(theirs)


@pytest.mark.parametrize("counts", [(50, 100, 48, 100), (3, 60, 4, 50), (0, 40, 0, 40)])
def test_small_p_exactly_when_the_90_percent_interval_lies_inside(counts):
    estimate = difference_of_rates(*counts)
    reach = max(abs(end) for end in estimate.at_level(0.90))
    assert equivalence_p(estimate, reach * 1.001) < 0.05
    assert equivalence_p(estimate, reach * 0.999) > 0.05


def test_a_large_effect_is_not_equivalent():
    large = Estimate.from_standard_error(5.0, 0.1, degrees_of_freedom=50, n=52)
    assert equivalence_p(large, margin=1.0) == pytest.approx(1.0)


def test_an_unsure_effect_is_not_equivalent():
    unsure = Estimate.from_standard_error(0.0, 10.0, degrees_of_freedom=50, n=52)
    assert equivalence_p(unsure, margin=1.0) > 0.4


def test_every_piece_must_be_small():
    pieces = [
        Estimate.from_standard_error(effect, 0.2, degrees_of_freedom=50, n=52)
        for effect in (0.0, 0.8, -0.3)
    ]
    assert joint_equivalence_p(pieces, 1.0) == max(equivalence_p(piece, 1.0) for piece in pieces)


def test_nothing_is_shown_where_a_piece_cannot_be_tested():
    small = Estimate.from_standard_error(0.0, 0.1, degrees_of_freedom=50, n=52)
    assert math.isnan(joint_equivalence_p([small, Estimate.untestable(0.0, 1)], 1.0))
    assert math.isnan(joint_equivalence_p([], 1.0))


@pytest.mark.parametrize("margin", [0.0, -1.0, math.nan])
def test_a_margin_is_positive(margin):
    with pytest.raises(ParameterError, match="above 0"):
        equivalence_p(Estimate.untestable(0.0, 1), margin)
