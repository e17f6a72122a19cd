"""What a model is for when a sentence is read: nothing but to judge texts later."""

from __future__ import annotations

import pytest

from dataexplain.llm import ChatModel, Scripted
from dataexplain.sentences import estimate_reading, read_sentence
from tests.sentences.brought_tables import churn, reviews, ships


@pytest.mark.parametrize(
    "sentence",
    ["seniors leave more", "the gentry leave more", "who leaves more?", "tall men leave"],
)
def test_a_model_reads_nothing(sentence: str) -> None:
    """A small model read what no column tells: a refusal is better than another sentence's test."""
    backend = Scripted(["never asked"])
    with ChatModel(backend) as model:
        assert read_sentence(sentence, churn(), model=model) == read_sentence(sentence, churn())
        assert estimate_reading(sentence, churn(), model).largest.calls == 0
    assert backend.requests == []


def test_what_no_column_tells_is_refused() -> None:
    reading = read_sentence("tall men survive less", ships())
    assert reading.claims == ()
    assert "tall" in reading.problem
    assert reading.needs


def test_a_judge_is_needed_without_a_model() -> None:
    reading = read_sentence("rude reviews are less happy", reviews())
    assert "judge" in reading.needs
    assert "--model" in reading.needs
    with ChatModel(Scripted([])) as model:
        assert read_sentence("rude reviews are less happy", reviews(), model=model).needs == ""
