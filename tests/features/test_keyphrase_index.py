import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataexplain.features.keyphrase_index import KeyphraseIndex

WORDS = st.sampled_from(["a", "b", "c", "d"])
TEXTS = st.lists(st.lists(WORDS, max_size=7).map(" ".join), max_size=12)
PHRASE = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)


@given(TEXTS, PHRASE)
def test_rows_are_those_that_a_plain_search_finds(texts, phrase):
    expected = [row for row, text in enumerate(texts) if f" {phrase} " in f" {text} "]
    assert KeyphraseIndex(texts).rows(phrase).tolist() == expected


@given(TEXTS, st.lists(PHRASE, max_size=4))
def test_rows_of_any_are_the_union(texts, phrases):
    index = KeyphraseIndex(texts)
    union = {int(row) for phrase in phrases for row in index.rows(phrase)}
    assert index.rows_of_any(phrases).tolist() == sorted(union)


def test_phrases_do_not_straddle_texts():
    """An index over one long run of words must not see the end of a text and the next's start."""
    index = KeyphraseIndex(["money", "back", "money back"])
    assert index.rows("money back").tolist() == [2]


def test_a_text_counts_once():
    assert KeyphraseIndex(["so so so", ""]).rows("so").tolist() == [0]


@pytest.mark.parametrize("phrase", ["", "unknown", "a unknown", "unknown a", "a a a a a a a"])
def test_what_no_text_has_is_found_nowhere(phrase):
    assert KeyphraseIndex(["a b", "b a"]).rows(phrase).tolist() == []


def test_no_texts():
    index = KeyphraseIndex([])
    assert len(index) == 0
    assert index.rows("a").tolist() == []
    assert index.rows_of_any([]).dtype == np.int64


def test_texts_are_read_once():
    read = []

    def tokenizer(text):
        read.append(text)
        return text.split()

    index = KeyphraseIndex(["x y", "y z"], tokenizer)
    assert [index.rows(phrase).tolist() for phrase in ("y", "y z", "x")] == [[0, 1], [1], [0]]
    assert read == ["x y", "y z"]
    assert index.read("Y  z") == "Y z"
