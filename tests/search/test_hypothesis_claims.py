import numpy as np
import pandas as pd
import pytest

from dataexplain.claims import Condition, Words, say
from dataexplain.search import hypothesis_claims as claims
from dataexplain.search.column_views import ColumnView
from dataexplain.search.hypothesis_claims import claim_of
from dataexplain.search.hypothesis_schema import Hypothesis

FRAME = pd.DataFrame(
    {
        "age": np.tile(np.arange(20.0, 60.0), 10),
        "plan": ["basic", "gold", "plus", "basic"] * 100,
        "mood": [1.0, 2.0, 3.0, 2.0] * 100,
        "wet": [0.0, 2.0] * 200,
    }
)
VIEWS = {
    "age": ColumnView("age", (20.0, 60.0)),
    "plan": ColumnView("plan", levels=("basic", "gold", "plus"), shares=(0.5, 0.25, 0.25)),
    "mood": ColumnView("mood", (1.0, 3.0), labels=((1.0, "bad"), (2.0, "fair"), (3.0, "good"))),
    "wet": ColumnView("wet", (0.0, 2.0), least_high=2.0),
}


def made(*conditions, direction="up", slope=False):
    return claim_of(Hypothesis(conditions, direction, slope), VIEWS, FRAME)


def test_code_writes_the_sentence():
    claim = made(Condition("age", low=40.0), Condition("plan", levels=("gold",)), direction="down")
    assert say(claim, Words("income", regression=True), held=False) == (
        "Average income is lower where age is 40 or more and plan is gold than these conditions "
        "explain one by one."
    )
    assert claim.sources == ("language model",)


def test_the_order_of_conditions_and_levels_makes_no_other_claim():
    one = made(Condition("age", low=40.0), Condition("plan", levels=("gold", "basic")))
    two = made(Condition("plan", levels=("basic", "gold")), Condition("age", low=40.0))
    assert one.id == two.id


def test_below_a_value_is_said_from_there_on():
    below = made(Condition("age", high=40.0))
    assert (below.region.to_dict()["age"]["low"], below.direction) == (40.0, "down")


def test_a_slope_is_a_trend_and_of_two_values_a_difference():
    assert made(Condition("mood"), slope=True).kind == "trend"
    two = made(Condition("wet"), slope=True)
    assert (two.kind, two.region.to_dict()["wet"]["low"]) == ("level_contrast", 2.0)


def test_a_bound_is_rounded_to_what_the_sentence_writes():
    claim = made(Condition("age", low=40.000000049))
    assert claim.region.conditions[0].low == 40.0


@pytest.mark.parametrize(
    ("claim", "reason"),
    [
        (made(Condition("agee"), slope=True), claims.UNKNOWN_COLUMN),
        (made(Condition("plan"), slope=True), claims.NO_ORDER),
        (made(Condition("plan", low=3.0)), claims.NO_NUMBER),
        (made(Condition("age", levels=("old",))), claims.NOT_A_LEVEL),
        (made(Condition("plan", levels=("bronze",))), claims.UNKNOWN_LEVEL),
        (made(Condition("plan", levels=("basic", "gold", "plus"))), claims.EVERY_LEVEL),
        (made(Condition("age", low=30.0), Condition("age", high=50.0)), claims.TWICE),
        (made(Condition("age", low=1e6)), claims.FEW_ROWS),
        (made(Condition("age", low=-5.0)), claims.FEW_ROWS),
        (made(Condition("age", low=59.0), Condition("plan", levels=("gold",))), claims.FEW_ROWS),
        (made(Condition("age", low=float("nan"))), claims.FEW_ROWS),
        (made(Condition("age", low=float("inf"))), claims.FEW_ROWS),
    ],
)
def test_what_rows_cannot_be_asked_has_a_reason(claim, reason):
    assert claim == reason


def test_rows_without_a_value_are_on_no_side():
    frame = FRAME.assign(age=FRAME["age"].where(FRAME["age"] < 21))
    assert claim_of(Hypothesis((Condition("age", low=20.0),), "up"), VIEWS, frame) == (
        claims.FEW_ROWS
    )
