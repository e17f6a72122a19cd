"""How far codes stand from the other values of a column."""

from __future__ import annotations

import numpy as np
import pytest

from dataexplain.faults.codes import high_codes, is_code, low_codes, zero_at_edge
from tests.faults.looking import counted

AGES = np.repeat(np.arange(18.0, 81.0), 5)


@pytest.mark.parametrize("value", [99, -1, 9999, 998, 88, -9, -999, 99.9, 32767])
def test_what_people_write_for_not_known(value: float) -> None:
    assert is_code(np.array([float(value)]))[0]


@pytest.mark.parametrize("value", [50, 100, 0.5, 123, -10, 12345])
def test_what_they_do_not(value: float) -> None:
    assert not is_code(np.array([float(value)]))[0]


def test_only_codes_beyond_a_gap_stand_apart() -> None:
    edge = high_codes(counted([*AGES, 99, 99, 98]))
    assert edge is not None
    assert edge.codes == (98.0, 99.0)
    assert (edge.nearest, edge.gap, edge.spacings) == (80.0, 18.0, 18.0)
    assert high_codes(counted([*AGES, *range(81, 98), 98, 99])) is None


def test_a_code_next_to_the_bulk_does_not_hide_one_beyond() -> None:
    edge = high_codes(counted([*range(18, 89), 999]))
    assert edge is not None
    assert edge.codes == (999.0,)


def test_the_only_negative_value_stands_apart() -> None:
    edge = low_codes(counted([*np.tile(np.arange(20.0), 4), -1, -1]))
    assert edge is not None
    assert edge.only_negative
    assert low_codes(counted(np.arange(-30.0, 30.0))) is None


def test_zero_is_at_the_edge_only_if_it_is_the_smallest() -> None:
    assert zero_at_edge(counted([0, 20, 21, 22])).gap == 20
    assert zero_at_edge(counted([-5, 0, 20, 21])) is None
    assert zero_at_edge(counted([20, 21, 22])) is None


@pytest.mark.parametrize("values", [[], [99], [1, 99], [5, 5, 5]])
def test_few_values_are_no_trouble(values: list[float]) -> None:
    assert high_codes(counted(values)) is None
    assert low_codes(counted(values)) is None
    assert zero_at_edge(counted(values)) is None
