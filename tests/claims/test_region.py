import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataexplain.claims import Condition, Region
from tests.claims.claims_for_tests import regions

NAN = float("nan")


@pytest.fixture
def frame():
    plan = pd.Categorical(["a", "b", None, "a", "c"])
    return pd.DataFrame({"age": [1.0, 2.0, 3.0, NAN, 2.5], "plan": plan})


@pytest.mark.parametrize(
    ("condition", "inside"),
    [
        (Condition("age", low=2.0), [1, 2, 4]),
        (Condition("age", high=2.0), [0]),
        (Condition("age", 1.0, 3.0), [0, 1, 4]),
        (Condition("age", 1.0, 3.0, closed=True), [0, 1, 2, 4]),
        (Condition("age", high=2.0, closed=True), [0, 1]),
        (Condition("age"), [0, 1, 2, 4]),
        (Condition("age", missing=True), [3]),
        (Condition("plan", levels=("a", "c")), [0, 3, 4]),
        (Condition("plan", levels=("unseen",)), []),
        (Condition("plan", missing=True), [2]),
    ],
)
def test_a_condition_holds_where_it_says(frame, condition, inside):
    assert np.flatnonzero(condition.mask(frame)).tolist() == inside


def test_all_conditions_of_a_region_must_hold(frame):
    region = Region((Condition("age", low=2.0), Condition("plan", levels=("b", "c"))))
    assert np.flatnonzero(region.mask(frame)).tolist() == [1, 4]
    assert Region().mask(frame).all()
    assert region.columns == ("age", "plan")


@given(regions())
def test_a_region_survives_json(region):
    assert Region.from_dict(json.loads(json.dumps(region.to_dict()))) == region


@given(
    st.lists(st.floats(-5, 5) | st.just(NAN), min_size=1),
    st.floats(-5, 5),
)
def test_a_number_lies_on_one_side_of_a_cut_and_a_missing_one_on_none(numbers, cut):
    frame = pd.DataFrame({"x": numbers}, dtype=float)
    above, below = Condition("x", low=cut).mask(frame), Condition("x", high=cut).mask(frame)
    assert not (above & below).any()
    assert (above | below).tolist() == frame["x"].notna().tolist()
    assert Condition("x", missing=True).mask(frame).tolist() == frame["x"].isna().tolist()
