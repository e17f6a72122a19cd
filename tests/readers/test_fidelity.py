import numpy as np
import pandas as pd
import pytest

from dataexplain.claims import DOWN, UP, Claim, Condition, Region
from dataexplain.readers.fidelity import is_faithful
from tests.planted_tables import rows_of


@pytest.fixture(scope="module")
def rows():
    """The outcome rises with x, and so says the model; of z the model says the opposite."""
    rng = np.random.default_rng(4)
    frame = pd.DataFrame({"x": rng.normal(size=800), "z": rng.normal(size=800)})
    corner = (frame["x"] >= 0) & (frame["z"] >= 0)
    frame["y"] = frame["x"] + frame["z"] + 3 * corner + rng.normal(size=800)
    return rows_of(frame, signals={"x": lambda x: x, "z": lambda z: z**2 - z})


def claim(kind, direction, column, low=None, high=None, **more):
    region = Region((Condition(column, low, high),))
    return Claim(kind, (column,), direction, region, **more)


def test_a_trend_is_judged_by_the_curve_not_by_the_outcome(rows):
    assert is_faithful(claim("trend", UP, "x", -1.0, 1.0), rows)
    assert not is_faithful(claim("trend", DOWN, "x", -1.0, 1.0), rows)
    assert not is_faithful(claim("trend", UP, "z", -1.0, 1.0), rows)
    assert is_faithful(claim("trend", DOWN, "z", -1.0, 1.0), rows)


def test_a_turning_point_must_turn_both_ways(rows):
    assert is_faithful(claim("turning_point", UP, "z", -2.0, 2.5, turn=0.5), rows)
    assert not is_faithful(claim("turning_point", DOWN, "z", -2.0, 2.5, turn=0.5), rows)
    assert not is_faithful(claim("turning_point", UP, "x", -2.0, 2.0, turn=0.0), rows)


def test_a_split_is_judged_by_the_curve(rows):
    assert is_faithful(claim("level_contrast", UP, "x", low=0.0), rows)
    assert not is_faithful(claim("level_contrast", UP, "x", high=0.0), rows)


def test_a_subgroup_is_judged_by_the_rows_it_was_read_from(rows):
    region = Region((Condition("x", low=0.0), Condition("z", low=0.0)))
    assert is_faithful(Claim("subgroup", ("x", "z"), UP, region), rows)
    assert not is_faithful(Claim("subgroup", ("x", "z"), DOWN, region), rows)


def test_entangled_columns_are_judged_together(rows):
    """The model may have given a column's effect to its copy."""
    lean = claim("trend", UP, "z", -1.0, 1.0)
    assert not is_faithful(lean, rows)
    frame = rows.frame[["x", "y"]].assign(copy=rows.frame["x"])
    shared = rows_of(frame, signals={"copy": lambda x: x})
    alone = claim("trend", UP, "x", -1.0, 1.0)
    assert not is_faithful(alone, shared)
    together = claim("trend", UP, "x", -1.0, 1.0, entangled_with=("copy",))
    assert is_faithful(together, shared)
