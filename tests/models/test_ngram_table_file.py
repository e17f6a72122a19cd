"""Tables of n-grams as parts of files: the same numbers again, and what is none."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataexplain.features.ngram_index import NgramIndex
from dataexplain.models.ngram_table import NgramTable, short
from dataexplain.models.ngram_table_file import (
    numbers_of,
    short_numbers,
    table_from_dict,
    table_to_dict,
)

FLOATS = st.floats(width=32, allow_nan=False, allow_infinity=False)


def table(errors=True):
    weights = short(np.random.default_rng(0).normal(size=(3, 2)))
    found = np.array([[0.5, 0.25], [1.0, 2.0], [np.nan, np.nan]]) if errors else None
    index = NgramIndex(["good", "bad", "very good"])
    return NgramTable(index, short(np.ones(3)), weights, np.ones(2), np.array([2, 1, 0]), found)


@pytest.mark.parametrize("errors", [True, False])
def test_a_table_comes_back_exactly(errors):
    one = table(errors)
    other = table_from_dict(json.loads(json.dumps(table_to_dict(one), allow_nan=False)), 2)
    assert other.index.ngrams == one.index.ngrams
    for name in ("rarity", "weights", "intercepts", "documents", "errors"):
        assert np.array_equal(getattr(one, name), getattr(other, name)) or name == "errors"
    assert (other.errors is None) is not errors
    if errors:
        np.testing.assert_array_equal(one.errors, other.errors)


@given(st.lists(FLOATS, min_size=1))
def test_numbers_of_32_bits_come_back_exactly(values):
    numbers = np.array(values, dtype=np.float64)
    np.testing.assert_array_equal(numbers_of(short_numbers(numbers), (len(values),)), numbers)


@pytest.mark.parametrize(
    "changes",
    [
        {"ngrams": "bad"},
        {"ngrams": ["good", "bad", 3]},
        {"ngrams": ["good", "bad", "bad"]},
        {"weights": [[1.0, None], [1.0, 1.0], [1.0, 1.0]]},
        {"weights": [[1.0, 1e999], [1.0, 1.0], [1.0, 1.0]]},
        {"weights": [[1.0], [1.0], [1.0]]},
        {"rarity": [1.0, 1.0]},
        {"intercepts": [1.0]},
        {"documents": [1, 2]},
        {"documents": ["a", "b", "c"]},
        {"errors": [[1.0, 1.0]]},
    ],
)
def test_parts_that_are_no_table_are_refused(changes):
    with pytest.raises((TypeError, ValueError)):
        table_from_dict({**table_to_dict(table()), **changes}, 2)


def test_a_part_that_is_not_there_is_named():
    parts = table_to_dict(table())
    del parts["rarity"]
    with pytest.raises(KeyError, match="rarity"):
        table_from_dict(parts, 2)
