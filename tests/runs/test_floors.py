import numpy as np
import pytest

from dataexplain.errors import ParameterError
from dataexplain.runs.floors import floors
from dataexplain.tables import build_table
from tests.planted_tables import flowers, houses


def answers(share, rows=400):
    flags = np.arange(rows) < share * rows
    return build_table(
        {"x": np.random.default_rng(0).normal(size=rows), "y": np.where(flags, "yes", "no")},
        "y",
        positive="yes",
    )


def test_a_number_needs_a_tenth_of_its_spread_on_discovery_rows():
    table = build_table(houses(200), "price")
    rows = np.arange(0, 200, 2)
    assert floors(table, rows, None) == {
        None: pytest.approx(houses(200)["price"][rows].std(ddof=0) / 10)
    }


@pytest.mark.parametrize(("share", "floor"), [(0.5, 0.05), (0.2, 0.02), (0.05, 0.01)])
def test_a_class_needs_a_point_or_a_tenth_of_its_rate(share, floor):
    table = answers(share)
    assert floors(table, np.arange(400), None) == {"yes": pytest.approx(floor)}


def test_each_class_has_its_floor_and_one_may_be_given_for_all():
    table = build_table(flowers(), "kind")
    every = np.arange(len(table))
    rates = flowers()["kind"].value_counts(normalize=True)
    found = floors(table, every, None)
    assert found == {name: pytest.approx(rate / 10) for name, rate in rates.items()}
    assert floors(table, every, 0.0) == dict.fromkeys(rates.index, 0.0)


@pytest.mark.parametrize("floor", [-1.0, float("nan")])
def test_a_floor_below_zero_is_refused(floor):
    with pytest.raises(ParameterError, match="'floor'"):
        floors(answers(0.5), np.arange(400), floor)
