import numpy as np
import pandas as pd
import pytest

from dataexplain.claims import Claim, Condition, Region
from dataexplain.readers.returning import come_back

FRAME = pd.DataFrame({"age": np.arange(20.0, 80.0), "birth": 2000 - np.arange(20.0, 80.0)})


def step(low, column="age", direction="up", outcome_class=None, entangled=()):
    region = Region((Condition(column, low=low),))
    return Claim(
        "level_contrast",
        (column,),
        direction,
        region,
        outcome_class=outcome_class,
        entangled_with=entangled,
    )


@pytest.mark.parametrize(
    ("later", "back"),
    [
        (step(50.0), True),
        (step(55.0), True),  # 25 of 30 rows
        (step(70.0), False),  # 10 of 30 rows
        (step(50.0, direction="down"), False),
        (step(50.0, column="birth"), False),
        (step(50.0, outcome_class="yes"), False),
    ],
)
def test_a_claim_is_known_by_columns_class_direction_and_rows(later, back):
    assert come_back([step(50.0)], [later], FRAME) == (back,)


def test_wording_and_sources_count_for_nothing():
    trend = Claim("trend", ("age",), "up", Region((Condition("age", 20.0, 79.0, closed=True),)))
    assert come_back([trend], [step(50.0)], FRAME) == (True,)


def test_one_of_an_entangled_group_may_speak_for_it():
    own = step(50.0, entangled=("birth",))
    region = Region((Condition("birth", high=1951.0),))
    other = Claim("level_contrast", ("birth",), "up", region, entangled_with=("age",))
    assert come_back([own], [other], FRAME) == (True,)
    opposite = Claim("level_contrast", ("birth",), "down", region, entangled_with=("age",))
    assert come_back([own], [opposite], FRAME) == (False,)


def test_nothing_comes_back_from_nothing():
    assert come_back([step(50.0), step(60.0)], [], FRAME) == (False, False)
    assert come_back([], [step(50.0)], FRAME) == ()
