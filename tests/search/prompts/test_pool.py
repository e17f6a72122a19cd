import numpy as np
import pytest

from dataexplain.search.prompts.pool import alike, diverse_pool

SAID = [
    "",
    "Return the sum of the two numbers.",
    "Return the sum of both numbers.",
    "Name the capital of the country.",
    "Say whether the animal can fly.",
]
NOTHING = np.full((8, 5), np.nan)


def test_wordings_of_one_sentence_take_one_place():
    assert diverse_pool([1, 2, 3, 4], SAID, NOTHING, 3) == (1, 3, 4)


def test_places_that_nobody_else_takes_are_filled_and_the_order_stays():
    assert diverse_pool([1, 2, 3], SAID, NOTHING, 3) == (1, 2, 3)
    assert diverse_pool([3, 2, 1], SAID, NOTHING, 2) == (3, 2)


def test_sentences_that_do_the_same_on_the_same_rows_are_one():
    values = NOTHING.copy()
    values[:, 1] = values[:, 3] = np.linspace(0, 1, 8)
    values[:, 4] = np.linspace(1, 0, 8)
    assert diverse_pool([1, 3, 4], SAID, values, 2) == (1, 4)


def test_a_few_rows_do_not_tell_that_two_do_the_same():
    values = NOTHING.copy()
    values[:3, [1, 3]] = 0.5
    assert diverse_pool([1, 3, 4], SAID, values, 2) == (1, 3)


def test_an_empty_pool_stays_empty():
    assert diverse_pool([], SAID, NOTHING, 3) == ()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Add the numbers.", "add the NUMBER", True),
        ("Return the double.", "Write the double.", True),
        ("Add the numbers.", "Subtract the years.", False),
    ],
)
def test_the_words_that_matter_are_compared(one, other, same):
    assert (alike(one, other) >= 0.5) is same
