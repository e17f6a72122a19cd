import numpy as np
import pytest

from dataexplain.errors import ParameterError
from dataexplain.statistics import difference_of_means, mean_interval, slope


@pytest.mark.parametrize("bad", [[1.0, np.nan], [np.inf, 1.0]])
def test_missing_and_infinite_values_are_refused(bad):
    with pytest.raises(
        ParameterError, match=r"'a' parameter of difference_of_means .* finite numbers"
    ):
        difference_of_means(bad, [1.0, 2.0])


def test_two_dimensions_are_refused():
    with pytest.raises(ParameterError, match=r"one-dimensional.*\(2, 2\)"):
        mean_interval([[1, 2], [3, 4]])


def test_weights_fit_the_values():
    with pytest.raises(ParameterError, match=r"must be 3 numbers\. Got 2"):
        mean_interval([1, 2, 3], [1, 1])
    with pytest.raises(ParameterError, match=r"0 or more\. Got .*-1"):
        mean_interval([1, 2, 3], [1, -1, 1])


def test_rows_of_no_weight_count_for_nothing():
    assert slope([0, 1, 2, 3, 99], [0, 1, 3, 2, 50], [1, 1, 1, 1, 0]) == slope(
        [0, 1, 2, 3], [0, 1, 3, 2]
    )
