"""Counts of n-grams, beside scikit-learn's."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import CountVectorizer

from dataexplain.features import ngram_index
from dataexplain.features.ngram_index import NgramIndex

WORDS = st.sampled_from(["a", "b", "c", "d"])
TEXTS = st.lists(st.lists(WORDS, max_size=8).map(" ".join), min_size=1, max_size=6)


@settings(max_examples=60)
@given(TEXTS, st.sets(st.lists(WORDS, min_size=1, max_size=3).map(" ".join), min_size=1))
def test_counts_are_those_of_scikit_learn(texts, ngrams):
    ordered = sorted(ngrams)
    vectorizer = CountVectorizer(ngram_range=(1, 3), token_pattern=r"\b\w+\b", vocabulary=ordered)
    expected = vectorizer.transform(texts).toarray()
    np.testing.assert_array_equal(NgramIndex(ordered).count(texts).toarray(), expected)


def test_an_ngram_does_not_reach_into_the_next_text():
    assert NgramIndex(["a b"]).count(["a", "b"]).nnz == 0


def test_an_ngram_is_found_though_its_beginning_is_none():
    """A longer n-gram had been lost where its first words are no n-gram of their own."""
    index = NgramIndex(["not very good", "good"])
    assert index.count(["not very good"]).toarray().tolist() == [[1, 1]]


def test_blocks_are_joined(monkeypatch):
    texts = ["a b", "", "b b", "c", "a"]
    whole = NgramIndex(["a", "b", "b b"]).count(texts).toarray()
    monkeypatch.setattr(ngram_index, "_BLOCK", 2)
    np.testing.assert_array_equal(NgramIndex(["a", "b", "b b"]).count(texts).toarray(), whole)


@pytest.mark.parametrize("texts", [[], [""], ["unknown words only"]])
def test_nothing_known_gives_empty_rows(texts):
    counts = NgramIndex(["a"]).count(texts)
    assert counts.shape == (len(texts), 1)
    assert counts.nnz == 0


def test_no_ngrams_are_no_columns():
    assert NgramIndex([]).count(["a b"]).shape == (1, 0)


def test_columns_and_lengths():
    index = NgramIndex(["b", "a b"])
    assert index.columns == {"b": 0, "a b": 1}
    assert index.lengths.tolist() == [1, 2]
    assert len(index) == 2


def test_another_tokenizer():
    assert NgramIndex(["A"], str.split).count(["A a A"]).toarray().tolist() == [[2]]
