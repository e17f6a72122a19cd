"""Shuffled sentences and drawn examples."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dataexplain.tables.pairs import Pairs
from dataexplain.verification.prompt_controls import (
    EXAMPLES,
    SHUFFLES,
    UNRELATED,
    can_be_shuffled,
    drawn_examples,
    shuffled_sentences,
)
from tests.verification.made_prompts import sums

WORDS = st.lists(st.sampled_from(["Add", "the", "two", "numbers", "of", "all"]), max_size=9)


@given(WORDS, st.integers(0, 50))
def test_a_shuffled_sentence_has_the_same_words_in_another_order(
    words: list[str], seed: int
) -> None:
    sentence = f"{' '.join(words)}."
    shuffled = shuffled_sentences(sentence, seed)
    assert len(shuffled) == SHUFFLES
    if not can_be_shuffled(sentence):
        assert shuffled == UNRELATED
        return
    for other in shuffled:
        assert other.casefold() != sentence.casefold()
        assert other.endswith(".")
        same = sorted(other.casefold()[:-1].split()), sorted(sentence.casefold()[:-1].split())
        assert same[0] == same[1]


def test_the_same_words_again_and_again_are_too_few() -> None:
    assert not can_be_shuffled("Again, again, again, again and again.")


def test_examples_are_of_other_inputs_than_those_asked_about() -> None:
    pairs = sums(2, 6)
    shown = drawn_examples(pairs, pairs.take(range(30)), 0)
    assert len(shown) == EXAMPLES
    assert {input for input, _ in shown} <= set(pairs.inputs[30:])


def test_long_pairs_are_no_examples() -> None:
    assert drawn_examples(Pairs(("x" * 5000,), ("1",), (0,)), sums(2, 3), 0) == ()
