"""Which n-grams become columns."""

import random
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from dataexplain.features.ngram_vocabulary import frequent_ngrams

WORDS = st.sampled_from(["a", "b", "c"])
TEXTS = st.lists(st.lists(WORDS, max_size=7).map(" ".join), max_size=8)


def plainly(texts, low, high):
    """Count texts the slow way."""
    found = Counter()
    for text in texts:
        split = text.split()
        found.update(
            {
                " ".join(split[start : start + length])
                for length in range(low, high + 1)
                for start in range(len(split) - length + 1)
            }
        )
    return found


@settings(max_examples=60)
@given(TEXTS, st.integers(1, 3), st.integers(0, 2), st.integers(1, 3))
def test_texts_of_ngrams_are_counted(texts, low, more, least):
    expected = plainly(texts, low, low + more)
    found = frequent_ngrams(texts, (low, low + more), least_texts=least)
    assert found == {ngram: count for ngram, count in expected.items() if count >= least}


@settings(max_examples=40)
@given(TEXTS, st.integers(0, 6))
def test_the_commonest_are_kept_whatever_the_order_of_texts(texts, most):
    everything = frequent_ngrams(texts)
    shuffled = random.Random(0).sample(texts, len(texts))
    kept = frequent_ngrams(shuffled, most=most)
    assert list(kept.items()) == list(everything.items())[:most]


def test_ties_go_to_the_shorter_then_to_the_alphabet():
    assert list(frequent_ngrams(["b a", "b a"])) == ["a", "b", "b a"]


def test_rare_words_may_stay():
    texts = ["good film", "good day"]
    assert "film" not in frequent_ngrams(texts, least_texts=2)
    kept = frequent_ngrams(texts, least_texts=2, rare_words=True)
    assert kept == {"good": 2, "day": 1, "film": 1}
