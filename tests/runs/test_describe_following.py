"""A sentence followed on new inputs: by code, by a model, or not at all."""

from __future__ import annotations

import pytest

from dataexplain.errors import ParameterError
from dataexplain.llm import Budget, Capabilities, ChatModel, Scripted
from dataexplain.operations import Rule
from dataexplain.runs.describe_following import follow, is_right
from dataexplain.search.prompts.answering_form import AnsweringForm
from dataexplain.search.prompts.candidate import PromptCandidate

FREE, CLASSES = AnsweringForm("free"), AnsweringForm("classes", ("no", "yes"))
SAID = PromptCandidate("Say it.", "proposed")


def test_an_operation_that_says_nothing_of_an_input_leaves_it_without_answer() -> None:
    double = Rule(
        "double", "Double it.", lambda text: str(2 * int(text)) if text.isdigit() else None
    )
    candidate = PromptCandidate(double.sentence, "operations", rule=double)
    assert follow(candidate, ["4", "four", " "], FREE, None) == ["8", "", ""]


def test_a_model_answers_in_classes_or_freely() -> None:
    with ChatModel(Scripted(lambda _: {"yes": 0.7, "no": 0.3})) as model:
        assert follow(SAID, ["a", "b"], CLASSES, model) == ["yes", "yes"]
    with ChatModel(Scripted(lambda _: ' "Paris". ')) as model:
        assert follow(SAID, ["France"], FREE, model) == ["Paris"]


def test_a_model_without_log_probabilities_replies_once() -> None:
    unable = Capabilities(log_probabilities=False, scoring=False, schema=True)
    with ChatModel(Scripted(lambda _: "Yes.", capabilities=unable)) as model:
        assert follow(SAID, ["a"], CLASSES, model) == ["yes"]
        assert model.tally.calls == 1


def test_copies_are_asked_once_and_empty_inputs_never() -> None:
    with ChatModel(Scripted(lambda _: "x")) as model:
        assert follow(SAID, ["a", "", "a", "b"], FREE, model) == ["x", "", "x", "x"]
        assert model.tally.calls == 2


def test_a_budget_that_ends_leaves_the_rest_without_answer() -> None:
    with ChatModel(Scripted(lambda _: "x"), budget=Budget(calls=2)) as model:
        assert follow(SAID, ["a", "b", "c"], FREE, model).count("x") == 2


def test_without_a_model_a_plain_sentence_cannot_be_followed() -> None:
    with pytest.raises(ParameterError, match="model"):
        follow(SAID, ["a"], FREE, None)


@pytest.mark.parametrize(
    ("answer", "output", "right"),
    [("Yes.", "yes", True), ("no", "yes", False), ("", "", False), ("maybe", "Maybe", False)],
)
def test_no_answer_is_never_right_and_classes_have_no_case(
    answer: str, output: str, right: bool
) -> None:
    assert is_right(answer, output, CLASSES) is right
