"""The split of pairs: by content, with equal inputs on one side."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dataexplain.errors import InputError
from dataexplain.tables.pair_reading import read_pairs
from dataexplain.tables.pair_splitting import split_pairs

WORDS = [f"word {number}" for number in range(60)]
OUTPUTS = [str(number * 7) for number in range(60)]


def sides(words: list[str], outputs: list[str]) -> tuple[set[str], set[str]]:
    parts = split_pairs(read_pairs({"in": words, "out": outputs}, ["in"], "out"))
    return set(parts.discovery.inputs), set(parts.verification.inputs)


def test_half_and_half_and_nothing_lost() -> None:
    discovery, verification = sides(WORDS, OUTPUTS)
    assert len(discovery) == len(verification) == 30
    assert discovery | verification == set(WORDS)


def test_the_order_of_rows_does_not_matter() -> None:
    order = np.random.default_rng(3).permutation(60).tolist()
    assert sides(WORDS, OUTPUTS) == sides([WORDS[i] for i in order], [OUTPUTS[i] for i in order])


def test_the_order_of_rows_does_not_matter_among_labels() -> None:
    labels = ["a", "b", "c", "a"] * 15
    assert sides(WORDS, labels) == sides(WORDS[::-1], labels[::-1])


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.sampled_from(["Cat", "cat ", " CAT", "dog", "d og", "ox"]), min_size=30, max_size=60
    )
)
def test_equal_inputs_stay_on_one_side(words: list[str]) -> None:
    words = [*words, *WORDS[:20]]
    outputs = [str(number) for number in range(len(words))]
    discovery, verification = sides(words, outputs)
    folded = [
        {" ".join(word.split()).lower() for word in side} for side in (discovery, verification)
    ]
    assert not folded[0] & folded[1]


def test_labels_are_divided_alike() -> None:
    labels = ["rare"] * 12 + ["usual"] * 48
    parts = split_pairs(read_pairs({"in": WORDS, "out": labels}, ["in"], "out"))
    assert parts.discovery.outputs.count("rare") == parts.verification.outputs.count("rare") == 6
    assert "within each output" in parts.split.method


def test_the_record_is_the_one_of_tables() -> None:
    read = read_pairs({"in": WORDS, "out": OUTPUTS}, ["in"], "out")
    parts = split_pairs(read, verification_share=0.25)
    assert len(parts.split.verification) == 15
    assert len(parts.split.split_hash) == 64
    assert parts.verification == read.pairs.take(parts.split.verification.tolist())
    assert parts.split.method == (
        "by a keyed hash of each row's content; pairs with the same input stay together"
    )


def test_inputs_that_are_one_but_for_case_cannot_be_divided() -> None:
    with pytest.raises(InputError, match="too few"):
        sides(["cat", "Cat", "CAT"] * 4, [str(number) for number in range(12)])
