"""Words beyond those of the fitted texts."""

import pytest

from dataexplain.features.general_vocabulary import general_ngrams
from dataexplain.llm import Embedder, ScriptedEmbedder


class Knowing(ScriptedEmbedder):
    """An embedder whose tokeniser says which words it keeps whole."""

    def whole_words(self):
        return ("the", "film", "don't", "half-way", "The")


@pytest.fixture
def embedder():
    with Embedder(Knowing({})) as opened:
        yield opened


def test_the_embedders_words_that_texts_can_hold(embedder):
    assert general_ngrams(embedder) == ("the", "film", "don't")


def test_ngrams_of_unlabelled_texts_come_first(embedder):
    found = general_ngrams(embedder, ["a sad film", "a sad day"], most=4)
    assert found == ("a", "sad", "a sad", "the")


def test_without_the_embedders_words(embedder):
    assert general_ngrams(embedder, ["sad", "sad"], whole_words=False) == ("sad",)
