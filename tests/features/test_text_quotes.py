import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dataexplain.features.text_quotes import LONGEST, parts_of_text, telling_parts
from dataexplain.llm import Embedder, ScriptedEmbedder

signs = st.text(alphabet="ab .,!?\n;é。", max_size=400) | st.text(max_size=200)


@given(signs)
def test_parts_lie_in_the_text_one_behind_the_other(text):
    end = 0
    for start, stop in parts_of_text(text):
        assert end <= start < stop <= len(text)
        assert text[start:stop] == text[start:stop].strip()
        end = stop


@given(signs)
def test_no_word_before_the_last_part_is_lost(text):
    parts = parts_of_text(text)
    kept = "".join("".join(text[start:stop].split()) for start, stop in parts)
    left = "".join(text.split())
    assert sum(kept.count(sign) for sign in "abé") == sum(left.count(sign) for sign in "abé")


def test_long_sentences_are_cut_into_clauses():
    text = "the room was fine, " * 20 + "but nobody gave us our money back."
    parts = parts_of_text(text)
    assert len(parts) > 2
    assert max(stop - start for start, stop in parts) <= LONGEST


def test_the_part_that_means_nearly_the_same_is_quoted():
    text = "The view was nice. They refused a refund. We will not return."
    vectors = {
        "mentions a refund": [1, 0],
        "The view was nice.": [0, 1],
        "They refused a refund.": [0.9, 0.1],
        "We will not return.": [-1, 0],
    }
    with Embedder(ScriptedEmbedder(vectors)) as embedder:
        ((start, stop),) = telling_parts([text], "mentions a refund", embedder=embedder)
    assert text[start:stop] == "They refused a refund."


def test_nothing_is_quoted_where_nothing_tells():
    found = telling_parts(["One is here now. Two are here now.", "", "Only one."], "is long")
    assert found == [None, None, (0, 9)]


@given(st.lists(signs, max_size=4))
def test_every_text_has_a_place_for_its_quote(texts):
    found = telling_parts(texts, "is long", terms=["a", "b"])
    assert len(found) == len(texts)
    for text, span in zip(texts, found, strict=True):
        assert span is None or text[span[0] : span[1]] in text


def test_a_huge_text_is_read_to_a_bound():
    text = "word. " * 1_000_000
    assert np.max(parts_of_text(text)) < 10_000
