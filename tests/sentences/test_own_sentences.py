"""What a claim is told as is read back as the same claim, for every kind."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dataexplain.claims import KINDS, Claim, Condition, Membership, Position, Region
from dataexplain.features.text_columns import TextColumn, with_text_columns
from dataexplain.sentences.building import Building
from dataexplain.sentences.grammar import read_by_grammar
from dataexplain.sentences.telling import table_words, tell
from dataexplain.tables import Table, build_table
from tests.sentences.brought_tables import churn, houses, reviews, risks, ships

SIGNS = st.sampled_from([1, -1])


def read_back(claim: Claim, table: Table, **held: object) -> Claim:
    """Return what a claim's own sentence is read as."""
    told = tell([claim], table_words(table), **held)  # type: ignore[arg-type]
    reading = read_by_grammar(told, table, np.arange(len(table)))
    assert reading.problem == "", told
    assert reading.told == told
    return reading.claims[0]


def building(
    table: Table, outcome_class: str | None, kinds: dict[str, str] | None = None
) -> Building:
    """Return what makes claims about all rows of a table."""
    return Building(table, np.arange(len(table)), outcome_class, kinds or {})


def timed() -> Table:
    """Return houses with the day on which each was sold."""
    days = np.datetime64("2020-01-01") + np.arange(200)
    data = {
        "rooms": np.arange(200) % 9,
        "garden": ["yes", "no"] * 100,
        "sold": days.astype(str),
        "price": np.arange(200) * 1.5,
    }
    return build_table(data, "price", time="sold")


def with_words() -> Table:
    """Return texts with a column of words that was read off them."""
    return with_text_columns(reviews(), [TextColumn('text: "noise"', "text", ("noise", "noisy"))])


@settings(max_examples=40, deadline=None)
@given(SIGNS, st.integers(0, 40), st.integers(1, 60))
def test_numbers(sign: int, low: int, width: int) -> None:
    make = building(churn(), "yes")
    high = low + width
    claims = [
        make.trend("tenure", sign, low, high),
        make.turning_point("tenure", sign, low + 1),
        make.threshold("tenure", sign, low + 1),
        make.contrast(Condition("tenure", low=float(low + 1)), sign),
        make.contrast(Condition("tenure", high=float(high)), sign),
        make.contrast(Condition("tenure", float(low), float(high), closed=True), sign),
        make.tail(sign, Condition("tenure", low=float(high))),
    ]
    for claim in claims:
        if claim is not None:
            assert read_back(claim, churn()) == claim


@settings(max_examples=30, deadline=None)
@given(SIGNS, st.lists(st.sampled_from(["DSL", "fiber optic", "none"]), min_size=1, max_size=2,
                       unique=True))  # fmt: skip
def test_levels(sign: int, levels: list[str]) -> None:
    make = building(churn(), "yes")
    rest = tuple(level for level in ("DSL", "fiber optic", "none") if level not in levels)
    own = Condition("internet", levels=tuple(levels))
    for claim in (make.contrast(own, sign), make.contrast(own, sign, rest)):
        assert claim is not None
        assert read_back(claim, churn()) == claim


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize("kind", ["rule_effect", "subgroup"])
def test_rules(sign: int, kind: str) -> None:
    conditions = [Condition("senior", levels=("yes",)), Condition("tenure", low=12.0)]
    claim = building(churn(), "yes").rule(conditions, sign, kind)
    assert claim is not None
    assert read_back(claim, churn()) == claim


@pytest.mark.parametrize("sign", [1, -1])
def test_interactions(sign: int) -> None:
    make = building(churn(), "yes")
    women = Membership(Region((Condition("gender", levels=("female",)),)))
    charges = make.position("monthly_charges")
    assert charges is not None
    for second in (women, charges):
        claim = make.interaction(Position("tenure", 5.0, 60.0), second, sign)
        assert read_back(claim, churn()) == claim


@pytest.mark.parametrize("sign", [1, -1])
def test_drifts(sign: int) -> None:
    table = timed()
    make = building(table, None)
    garden = Membership(Region((Condition("garden", levels=("yes",)),)))
    assert make.clock is not None
    for first in (Position("rooms", 1.0, 7.0), garden):
        claim = make.drift(first, make.clock, sign)
        assert read_back(claim, table) == claim


@pytest.mark.parametrize("name", ["tenure", "internet", "gender"])
def test_no_effect(name: str) -> None:
    claim = building(churn(), "yes").no_effect(name)
    assert claim is not None
    assert read_back(claim, churn()) == claim


@pytest.mark.parametrize("sign", [1, -1])
def test_terms(sign: int) -> None:
    table = with_words()
    name = 'text: "noise"'
    condition = Condition(name, levels=("yes",))
    claim = building(table, None, {name: "term_effect"}).contrast(condition, sign)
    assert claim is not None
    assert claim.kind == "term_effect"
    assert read_back(claim, table) == claim


def test_missing_and_ordinal_and_classes_and_money() -> None:
    cases = [
        (ships(), "1", Condition("age", missing=True)),
        (houses(), None, Condition("condition", low=2.0)),
        (houses(), None, Condition("condition", high=2.0)),
        (houses(), None, Condition("income", low=48_500.0)),
        (risks(), "medium", Condition("ward", levels=("A1",))),
    ]
    for table, outcome_class, condition in cases:
        claim = building(table, outcome_class).contrast(condition, 1)
        assert claim is not None
        assert read_back(claim, table) == claim


def test_held_and_alone() -> None:
    claim = building(churn(), "yes").trend("tenure", 1, None, None)
    assert claim is not None
    assert read_back(claim, churn(), held=("contract", "gender"), basis="held fixed") == claim
    assert read_back(claim, churn(), basis="held fixed") == claim
    assert read_back(claim, churn(), basis="on its own") == claim


def test_every_kind_is_read_back_here() -> None:
    """A new kind needs a form of its own, and a test above; question_effect is told like terms."""
    told = {
        "trend", "threshold", "turning_point", "level_contrast", "term_effect", "question_effect",
        "rule_effect", "subgroup", "interaction", "tail", "no_effect", "drift",
    }  # fmt: skip
    # a difference between groups of texts, and what a prompt does, are about no outcome of a table
    assert set(KINDS) - {"property_difference", "prompt_predicts"} == told
