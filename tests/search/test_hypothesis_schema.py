import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dataexplain.claims import Condition
from dataexplain.errors import ReplyError
from dataexplain.llm.requests import RawReply
from dataexplain.llm.structured import check_schema, read_json
from dataexplain.search.column_views import ColumnView
from dataexplain.search.hypothesis_schema import (
    NO_HYPOTHESIS,
    TOO_MANY,
    bound_schema,
    open_schema,
    read_hypotheses,
)
from tests.json_values import JSON_VALUES

AGE = ColumnView("age", (20.0, 60.0))
MOOD = ColumnView("mood", (1.0, 3.0), labels=((1.0, "bad"), (3.0, "good")))
PLAN = ColumnView("plan", levels=("basic", "gold", "plus"), shares=(0.5, 0.3, 0.2))
VIEWS = (AGE, MOOD, PLAN)
RIGHT = [
    {"reason": "", "column": "age", "outcome": "rises"},
    {"reason": "", "column": "mood", "outcome": "falls"},
    {"reason": "", "column": "age", "at_least": 65, "outcome": "lower"},
    {"reason": "", "column": "mood", "at_least": "good", "outcome": "lower"},
    {"reason": "", "column": "plan", "levels": ["basic", "gold"], "outcome": "higher"},
]
WRONG = [
    {"reason": "", "column": "plan", "outcome": "unchanged"},
    {"reason": "", "column": "agee", "outcome": "rises"},
    {"reason": "", "column": "plan", "outcome": "rises"},
    {"reason": "", "column": "mood", "at_least": 2, "outcome": "higher"},
    {"reason": "", "column": "mood", "at_least": "bad", "outcome": "higher"},
    {"reason": "", "column": "plan", "levels": ["bronze"], "outcome": "higher"},
    {"reason": "", "column": "plan", "levels": [], "outcome": "higher"},
    {"reason": "", "column": "plan", "levels": ["basic"], "outcome": "unchanged"},
    {"reason": "x" * 500, "column": "age", "outcome": "rises"},
    {"column": "age", "outcome": "rises"},
    {"reason": "", "column": "age"},
]
SIDE = {"column": "plan", "levels": ["basic"]}
YOUNG = {"column": "age", "below": 20}


OTHERS = {
    "age": {"reason": "", "outcome": "falls"},
    "mood": {"reason": "", "outcome": "falls"},
    "plan": {"reason": "", "levels": ["gold"], "outcome": "lower"},
}


def under_its_column(item):
    return {item["column"]: {name: value for name, value in item.items() if name != "column"}}


def follows(item, form="columns"):
    """Tell whether a reply with this hypothesis follows the schema, as the library reads it."""
    schema = bound_schema(form, VIEWS, 4)
    check_schema(schema)
    said = [item] if form == "pairs" else {**OTHERS, **under_its_column(item)}
    rest = {} if form == "pairs" else {"unchanged": ["age"]}
    try:
        read_json(RawReply(json.dumps({"hypotheses": said, **rest})), schema)
    except ReplyError:
        return False
    return True


@pytest.mark.parametrize("item", RIGHT)
def test_every_form_follows_the_schema_and_is_read(item):
    assert follows(item)
    found, dropped = read_hypotheses({"hypotheses": under_its_column(item)}, VIEWS, "yes", 4)
    assert (found, dropped) == read_hypotheses({"hypotheses": [item]}, VIEWS, "yes", 4)
    assert len(found) == 1
    assert found[0].outcome_class == "yes"
    assert not dropped


@pytest.mark.parametrize("item", WRONG)
def test_the_schema_lets_nothing_else_through(item):
    assert not follows(item)


def test_pairs_follow_their_schema_and_are_read():
    item = {"reason": "", "first": SIDE, "second": YOUNG, "outcome": "lower"}
    assert follows(item, "pairs")
    assert not follows({**item, "second": {"column": "mood", "below": 2}}, "pairs")
    assert not follows({**item, "second": SIDE}, "pairs")
    (found,), _ = read_hypotheses({"hypotheses": [item]}, VIEWS, None, 4)
    assert found.conditions == (Condition("plan", levels=("basic",)), Condition("age", high=20.0))
    assert (found.direction, found.slope) == ("down", False)


@pytest.mark.parametrize(
    "item",
    [
        {"column": "age"},
        {"column": "age", "outcome": "wunderbar"},
        {"column": ["age"], "outcome": "rises"},
        {"column": "age", "at_least": 3, "outcome": "rises"},
        {"column": "age", "at_least": True, "outcome": "higher"},
        {"column": "age", "at_least": "good", "outcome": "higher"},
        {"column": "mood", "at_least": 2, "outcome": "higher"},
        {"column": "mood", "at_least": "splendid", "outcome": "higher"},
        {"column": "age", "at_least": 3, "below": 9, "outcome": "higher"},
        {"column": "age", "outcome": "higher"},
        {"column": "plan", "levels": "basic", "outcome": "higher"},
        {"column": "plan", "levels": [3], "outcome": "higher"},
        {"first": SIDE, "second": {"column": "age"}, "outcome": "lower"},
        {"first": SIDE, "second": YOUNG, "outcome": "rises"},
        "the older, the worse",
        None,
        ["age", "rises"],
    ],
)
def test_what_is_no_hypothesis_is_counted(item):
    found, dropped = read_hypotheses({"hypotheses": [item]}, VIEWS, None, 4)
    assert (found, dict(dropped)) == ((), {NO_HYPOTHESIS: 1})


def test_of_five_hundred_the_first_few_are_read_and_the_rest_counted():
    reply = {"hypotheses": [{"column": f"c{n}", "outcome": "rises"} for n in range(500)]}
    found, dropped = read_hypotheses(reply, VIEWS, None, 4)
    assert (len(found), dict(dropped)) == (4, {TOO_MANY: 496})


def test_a_model_that_is_not_bound_loses_one_wrong_name_only():
    schema = open_schema()
    check_schema(schema)
    reply = RawReply(json.dumps({"hypotheses": [*RIGHT, *WRONG]}))
    found, _ = read_hypotheses(read_json(reply, schema), VIEWS, None, 100)
    assert len(found) >= len(RIGHT)


def test_columns_that_do_not_matter_stand_apart():
    reply = {"hypotheses": {"age": OTHERS["age"]}, "unchanged": ["plan", "mood", "age", 3]}
    found, dropped = read_hypotheses(reply, VIEWS, None, 3)
    assert [entry.direction for entry in found] == ["down", "none", "none"]
    assert dict(dropped) == {TOO_MANY: 2}


def test_no_column_can_be_left_out_or_said_twice():
    schema = bound_schema("columns", VIEWS, 4)
    with pytest.raises(ReplyError):
        read_json(
            RawReply(json.dumps({"hypotheses": {"age": OTHERS["age"]}, "unchanged": []})), schema
        )


@settings(max_examples=30)
@given(st.lists(JSON_VALUES, max_size=3))
def test_any_list_is_counted_whole(items):
    found, dropped = read_hypotheses({"hypotheses": items}, VIEWS, None, 4)
    assert len(found) + dropped.total() == len(items)
