"""JSON replies: taken when they follow the schema, no answer otherwise, never mended."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataexplain.errors import ParameterError, ReplyError
from dataexplain.llm.requests import Message, RawReply
from dataexplain.llm.structured import check_schema, read_json, repair_round, with_instruction
from tests.json_values import JSON_VALUES

COLOURS = {
    "type": "object",
    "properties": {"colours": {"type": "array", "items": {"type": "string"}, "maxItems": 2}},
    "required": ["colours"],
    "additionalProperties": False,
}
GIVEN = '{"colours": ["red"]}'


@pytest.mark.parametrize(
    "text",
    [
        GIVEN,
        f"  {GIVEN}\n",
        f"```json\n{GIVEN}\n```",
        f"Here you are:\n```\n{GIVEN}\n```\nAnything else?",
        f"Sure! {GIVEN} Hope that helps.",
    ],
)
def test_a_value_with_words_around_it_is_taken(text):
    assert read_json(RawReply(text), COLOURS) == {"colours": ["red"]}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "red",
        '{"colours": ["red"',
        '{"colours": "red"}',
        '{"colours": ["red", "blue", "green"]}',
        '{"colour": ["red"]}',
        '{"colours": [NaN]}',
        "[" * 100_000,
    ],
)
def test_what_is_not_json_or_breaks_the_schema_is_no_answer(text):
    with pytest.raises(ReplyError):
        read_json(RawReply(text), COLOURS)


def test_a_part_of_a_reply_that_is_cut_off_is_not_taken_for_the_whole():
    """The inner object is whole, and follows the schema; the reply is neither."""
    with pytest.raises(ReplyError):
        read_json(RawReply('{"first": {"colours": ["red"]}, "second": {"col'), COLOURS)
    with pytest.raises(ReplyError, match="cut off after 7 tokens"):
        read_json(RawReply(GIVEN, reply_tokens=7, stopped="length"), COLOURS)


def test_the_reason_names_the_place():
    with pytest.raises(ReplyError, match=r"3 is not of type 'string'\['colours'\]\[0\]"):
        read_json(RawReply('{"colours": [3]}'), COLOURS)


@given(JSON_VALUES)
def test_any_value_comes_back(value):
    assert read_json(RawReply(json.dumps(value)), {}) == value


@given(st.text())
def test_any_text_is_a_value_or_no_answer(text):
    try:
        value = read_json(RawReply(text), {})
    except ReplyError:
        return
    json.dumps(value, allow_nan=False)


def test_a_schema_that_is_none_is_refused_with_its_place():
    with pytest.raises(ParameterError, match=r"at schema\['properties'\]\['a'\]\['type'\]"):
        check_schema({"type": "object", "properties": {"a": {"type": "txt"}}})


def test_a_list_in_prose_is_prose():
    """ "I rate it 5 of [10]" had been read as the list [10]."""
    with pytest.raises(ReplyError):
        read_json(RawReply("I rate it 5 of [10]"), {"type": "array"})
    assert read_json(RawReply("[10]"), {"type": "array"}) == [10]


@pytest.mark.parametrize("reference", ["#/$defs/none", "http://127.0.0.1:9/schema.json"])
def test_a_schema_that_refers_beyond_itself_is_refused_before_a_call(reference):
    """It had been found out by an error of the library after the call was paid."""
    with pytest.raises(ParameterError, match="leads nowhere"):
        check_schema({"type": "object", "properties": {"a": {"$ref": reference}}})


def test_a_schema_may_refer_to_its_own_parts():
    schema = {"$defs": {"n": {"type": "integer"}}, "properties": {"a": {"$ref": "#/$defs/n"}}}
    check_schema(schema)
    assert read_json(RawReply('{"a": 3}'), schema) == {"a": 3}
    with pytest.raises(ReplyError):
        read_json(RawReply('{"a": "b"}'), schema)


def test_a_model_without_schemas_is_told_in_words():
    asked = with_instruction([Message("system", "Be brief."), Message("user", "Two!")], COLOURS)
    assert asked[0] == Message("system", "Be brief.")
    assert asked[1].content.startswith("Two!\n\n")
    assert json.dumps(COLOURS) in asked[1].content


def test_the_repair_round_shows_the_reply_and_what_is_wrong():
    asked = repair_round([Message("user", "Two!")], RawReply("red"), ReplyError("Not JSON."))
    assert [message.role for message in asked] == ["user", "assistant", "user"]
    assert asked[1].content == "red"
    assert asked[2].content.startswith("Not JSON.")
