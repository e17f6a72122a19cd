"""What terms have to do with one another."""

from __future__ import annotations

import pytest

from dataexplain.features.term_relations import overlap, same_form


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        ("good", "not good", True),
        ("not good", "good film", True),
        ("good film", "film good", True),
        ("good film", "a film", False),
        ("good", "goods", False),
    ],
)
def test_overlap_is_of_whole_words_in_their_order(one: str, two: str, expected: bool) -> None:
    assert overlap(one, two) is overlap(two, one) is expected


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [("wasted", "wasting", True), ("hard", "hardly", False), ("new", "news", False)],
)
def test_forms_of_a_word_differ_by_an_ending(one: str, two: str, expected: bool) -> None:
    assert same_form(one, two) is same_form(two, one) is expected
