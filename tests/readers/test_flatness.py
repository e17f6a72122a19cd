import numpy as np

from dataexplain.readers.flatness import flat_stretches

EDGES = np.arange(11.0)


def stretches(values, spread, rows=None):
    values = np.asarray(values, dtype=float)
    weights = np.ones(10) if rows is None else np.asarray(rows, dtype=float)
    return flat_stretches(EDGES, values, values - spread, values + spread, weights)


def test_a_saturating_curve_is_flat_where_it_has_saturated():
    values = [0, 1, 2, 3, 4, 5, 5.02, 4.99, 5.01, 5]
    assert stretches(values, 0.05) == ((5.0, 10.0),)


def test_a_slope_is_flat_nowhere_however_wide_its_spread():
    assert stretches(np.arange(10.0), 100.0) == ()


def test_steps_that_refits_tell_apart_are_not_one_flat_stretch():
    values = [0, 10, 0, 10, 0, 10, 0.2, 0.6, 0.2, 0.6]
    assert stretches(values, 0.1) == ()
    assert stretches(values, 0.3) == ((6.0, 10.0),)


def test_a_stretch_with_few_rows_is_not_named():
    values = [0, 1, 2, 3, 4, 5, 6, 7, 8, 8]
    assert stretches(values, 0.1, rows=[10] * 8 + [1, 1]) == ()


def test_a_constant_curve_has_no_flat_part_of_its_own():
    assert stretches([2.0] * 10, 0.1) == ()
