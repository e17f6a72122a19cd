from __future__ import annotations

import pytest

from dataexplain.narration.grounding import AGREES, CONTRADICTS, check_text
from dataexplain.narration.grounding.factors import compares_as, factor_sign, is_factor
from dataexplain.narration.grounding.words import tokens
from tests.narration.grounding.sample_reports import sample_report


@pytest.mark.parametrize(
    ("text", "at", "sign"),
    [
        ("twice as often as men", 0, 1),
        ("four times as often as men", 1, 1),
        ("0.5 times as often", 1, -1),
        ("three times more often", 1, 0),
        ("half as often as men", 0, -1),
        ("half an hour", 0, 0),
        ("rates doubled", 1, 1),
        ("prices halve", 1, -1),
        ("half as much again", 0, 0),
    ],
)
def test_a_factor_says_a_way(text: str, at: int, sign: int) -> None:
    assert factor_sign(tokens(text), at) == sign


def test_only_the_as_after_a_factor_compares() -> None:
    words = ["twice", "as", "often", "as", "men", "as", "a", "rule"]
    assert [at for at in range(len(words)) if compares_as(words, at)] == [3, 5]
    assert not compares_as(["it", "is", "as", "good", "as", "that"], 4)
    assert not is_factor(tokens("half the rows"), 0)


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("Women survived about four times as often as men.", AGREES),
        ("Women survived twice as often as men.", CONTRADICTS),
        ("Men survived four times as often as women.", CONTRADICTS),
        ("Women survived as often as men.", CONTRADICTS),
        ("Survival chances doubled from class 1 to class 3.", CONTRADICTS),
    ],
)
def test_a_factor_is_no_equality(text: str, mark: str) -> None:
    """ "Four times as often as" was read as "as often as", no difference."""
    (sentence,) = check_text(sample_report("titanic"), text).sentences
    assert sentence.mark == mark, sentence.assertions
