import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataexplain.errors import ParameterError
from dataexplain.statistics import e_benjamini_hochberg


def rejected(e, alpha):
    """e-BH in the words of Wang and Ramdas: the k largest, for the largest k that may be."""
    ordered = sorted(e, reverse=True)
    allowed = [k for k in range(1, len(e) + 1) if ordered[k - 1] >= len(e) / (alpha * k)]
    return np.asarray(e) >= ordered[max(allowed) - 1] if allowed else np.zeros(len(e), dtype=bool)


@given(st.lists(st.floats(0, 1e4), min_size=1, max_size=30), st.floats(0.01, 0.5))
def test_rejections_are_those_of_the_definition(e, alpha):
    adjusted = e_benjamini_hochberg(e)
    # at the very level of a rejection the definition is a matter of rounding
    if np.abs(adjusted - alpha).min() > 1e-9:
        assert (adjusted <= alpha).tolist() == rejected(e, alpha).tolist()


def test_false_discoveries_stay_rare_however_e_values_depend_on_each_other():
    """All null e-values are one and the same number."""
    generator = np.random.default_rng(0)
    false = []
    for _ in range(2000):
        shared = np.exp(2 * generator.normal() - 2)
        e = np.concatenate([np.full(40, shared), np.full(10, 200.0)])
        rejected_now = e_benjamini_hochberg(e) <= 0.05
        false.append(rejected_now[:40].sum() / max(rejected_now.sum(), 1))
    assert np.mean(false) <= 0.05


def test_untestable_claims_count_for_nothing():
    with_hole = e_benjamini_hochberg([50, np.nan, 10])
    assert np.isnan(with_hole[1])
    assert with_hole[[0, 2]] == pytest.approx(e_benjamini_hochberg([50, 10]))


def test_infinite_evidence_is_allowed_and_none_at_all_too():
    assert e_benjamini_hochberg([np.inf, 0.0]).tolist() == [0.0, 1.0]
    assert e_benjamini_hochberg([]).tolist() == []


@pytest.mark.parametrize("e", [[-1.0], [[1.0]]])
def test_wrong_input_is_told(e):
    with pytest.raises(ParameterError, match="'e' parameter"):
        e_benjamini_hochberg(e)
