"""The larger model that installs, on things that it must get right."""

import pytest

from dataexplain.llm import ChatModel, judge
from dataexplain.llm.local.embedded import Embedded
from dataexplain.llm.weights.catalogue import installed

NAME = "qwen2.5-coder-1.5b"
SPORTS = [
    "The striker scored twice in the final minutes and won the cup for her team.",
    "After five sets the defending champion lost her first match of the season.",
    "The coach praised his goalkeeper after a goalless draw.",
]
OTHERS = [
    "Shares of the bank fell after the report on its losses.",
    "Stir the flour into the butter and add the milk slowly.",
    "The new telescope found water in the air of a distant planet.",
]


@pytest.fixture(scope="module")
def model():
    pytest.importorskip("xllamacpp", reason="needs xllamacpp")
    if installed(NAME) is None:
        pytest.skip(f"needs weights: dataexplain models install {NAME}")
    with ChatModel(Embedded(NAME)) as opened:
        yield opened


@pytest.mark.slow
def test_it_judges_what_is_plain(model):
    found = judge(model, "is about sports", [*SPORTS, *OTHERS], calibrate=True)
    assert found.no_answers == 0
    assert found.calibrated
    assert found.log_odds[:3].min() > found.log_odds[3:].max()


@pytest.mark.slow
def test_it_answers_in_the_form_that_is_asked_for(model):
    schema = {
        "type": "object",
        "properties": {"colours": {"type": "array", "items": {"type": "string"}, "maxItems": 3}},
        "required": ["colours"],
        "additionalProperties": False,
    }
    reply = model.generate("Name two colours.", schema, most_tokens=60)
    assert reply.answered, reply.reason
    assert len(reply.value["colours"]) >= 1


@pytest.mark.slow
def test_a_plain_continuation_is_likelier_than_an_odd_one(model):
    plain, odd = model.score("The capital of France is", [" Paris", " Lyon"])
    assert plain > odd
