import numpy as np
import pandas as pd
import pytest

from dataexplain.models.rule import Condition, Rule
from dataexplain.readers.trees import read_rules

FRAME = pd.DataFrame(
    {
        "x": np.linspace(0, 10, 200),
        "z": np.tile(np.linspace(0, 10, 50), 4),
        "plan": pd.Categorical(np.tile(["a", "b"], 100)),
    }
)
OUTCOME = FRAME["x"].to_numpy() - 3 * (FRAME["plan"] == "b")


def read(*conditions, allowed=("x", "z", "plan")):
    rules = (Rule(conditions, 1.0, 100),)
    return read_rules(
        rules, FRAME, OUTCOME, source="tree", outcome_class="c", allowed=frozenset(allowed)
    )


def told(claims):
    return {
        (claim.kind, claim.direction, tuple(sorted(claim.region.to_dict()))) for claim in claims
    }


def test_a_rule_gives_its_conditions_and_their_pairs():
    claims = read(
        Condition("x", low=5.0), Condition("z", high=5.0), Condition("plan", levels=("b",))
    )
    assert told(claims) == {
        ("level_contrast", "up", ("x",)),
        ("level_contrast", "down", ("z",)),
        ("level_contrast", "down", ("plan",)),
        ("subgroup", "up", ("x", "z")),
        ("subgroup", "up", ("plan", "x")),
        ("subgroup", "down", ("plan", "z")),
    }
    assert {claim.sources for claim in claims} == {("tree",)}
    assert {claim.outcome_class for claim in claims} == {"c"}
    assert all(claim.features == claim.region.columns for claim in claims)


@pytest.mark.parametrize(
    "condition",
    [
        Condition("x", low=9.9),
        Condition("x", low=0.01),
        Condition("x", missing=True),
        Condition("x", low=5.0, missing=True),
        Condition("x", low=2.0, high=4.0),
    ],
)
def test_what_holds_for_too_few_or_cannot_be_said_is_left_out(condition):
    assert read(condition) == ()


def test_controls_are_left_out():
    claims = read(Condition("x", low=5.0), Condition("z", high=5.0), allowed=("z",))
    assert told(claims) == {("level_contrast", "down", ("z",))}


def test_one_thing_is_said_once():
    rule = Rule((Condition("x", low=5.0),), 1.0, 100)
    claims = read_rules(
        (rule, rule), FRAME, OUTCOME, source="t", outcome_class=None, allowed=frozenset("x")
    )
    assert len(claims) == 1
