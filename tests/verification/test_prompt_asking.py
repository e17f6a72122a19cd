"""What is asked of a model, in which form, and what becomes of its answers."""

from __future__ import annotations

import numpy as np
import pytest

from dataexplain.llm import Budget, ChatModel
from dataexplain.search.prompts.answering_form import AnsweringForm
from dataexplain.tables.pairs import Pairs
from dataexplain.verification.prompt_asking import PromptAsking
from dataexplain.verification.prompt_pairs import HeldOutPairs
from tests.verification.made_prompts import ADD, FREE, NO_LOG_PROBABILITIES, scripted, sums

CLASSES = AnsweringForm("classes", ("no", "yes"))


def test_rows_of_one_sentence_are_asked_together() -> None:
    """A server reads the beginning of a prompt once where the same one comes again."""
    backend = scripted(lambda request: {str(request.continuation): 0.5})
    held_out = HeldOutPairs.of(sums(2, 3).take(range(6)), FREE)
    with ChatModel(backend) as model:
        PromptAsking(held_out, FREE, model).give(["First.", "Second."] * 3)
    asked = [str(request.messages[0].content) for request in backend.requests]
    assert [("First." in text, "Second." in text) for text in asked] == (
        [(True, False)] * 3 + [(False, True)] * 3
    )


def test_every_class_has_a_chance_and_an_output_that_is_none_has_no_chance() -> None:
    pairs = Pairs(("a", "b"), ("yes", "maybe"), (0, 1))
    held_out = HeldOutPairs.of(pairs, CLASSES)
    with ChatModel(scripted(lambda _: {"Yes": 0.7, "No": 0.3})) as model:
        asking = PromptAsking(held_out, CLASSES, model)
        given = asking.give([None])
        assert asking.answers("Say.", given) == ("yes", "yes")
    assert given.chances == pytest.approx(np.array([[0.3, 0.7, 0.0], [0.3, 0.7, 0.0]]))


def test_without_probabilities_replies_are_compared() -> None:
    held_out = HeldOutPairs.of(sums(2, 4), FREE)
    with ChatModel(scripted(capabilities=NO_LOG_PROBABILITIES)) as model:
        asking = PromptAsking(held_out, FREE, model)
        chances = asking.give([ADD.sentence]).right(held_out.codes)
        assert asking.basis == "agreement"
    assert set(chances.tolist()) == {0.0, 1.0}


def test_the_end_of_a_budget_is_no_wrong_answer() -> None:
    held_out = HeldOutPairs.of(sums(2, 4), FREE)
    with ChatModel(scripted(), budget=Budget(calls=7)) as model:
        asking = PromptAsking(held_out, FREE, model)
        given = asking.give([ADD.sentence])
        assert asking.ended
        assert (int(given.asked.sum()), not asking.give([None]).asked.any()) == (7, True)
    assert np.isnan(given.right(held_out.codes)[7:]).all()


def test_what_is_no_reply_is_no_answer() -> None:
    held_out = HeldOutPairs.of(sums(2, 4), FREE)
    with ChatModel(scripted(lambda _: "  ", capabilities=NO_LOG_PROBABILITIES)) as model:
        given = PromptAsking(held_out, FREE, model).give([ADD.sentence])
    assert given.asked.all()
    assert np.isnan(given.right(held_out.codes)).all()


def test_long_outputs_are_told_by_the_token() -> None:
    """The chance of a whole paragraph is 0 to any digit, with every sentence."""
    pairs = Pairs(("a", "b"), ("word " * 400, "other " * 400), (0, 1))
    held_out = HeldOutPairs.of(pairs, FREE)

    def says(request: object) -> dict[str, float]:
        return {str(getattr(request, "continuation", "")): 1e-9}

    with ChatModel(scripted(says)) as model:
        asking = PromptAsking(held_out, FREE, model)
        chances = asking.give([None]).right(held_out.codes)
    assert asking.per_token
    assert (chances > 0.5).all()
