"""Texts made ready for a tree of keyphrases: which phrases they have, and what is summed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.sparse import csr_array

from dataexplain.features.keyphrase_index import KeyphraseIndex
from dataexplain.features.ngram_index import NgramIndex
from dataexplain.features.ngram_vocabulary import frequent_ngrams
from dataexplain.features.tokens import Tokenizer


@dataclass(frozen=True)
class Corpus:
    """The fitted texts.

    Parameters
    ----------
    index : KeyphraseIndex
    phrases : tuple of str
        What may be a seed.
    presence : csr_array of shape (rows, phrases)
        1 where a text has the phrase.
    columns : ndarray of shape (rows, 1 + outputs)
        As `weighed_columns` gives them.
    """

    index: KeyphraseIndex
    phrases: tuple[str, ...]
    presence: csr_array
    columns: np.ndarray
    _found: dict[str, np.ndarray] = field(default_factory=dict)

    def rows(self, phrase: str) -> np.ndarray:
        """Return the rows that have a phrase; each phrase is looked up once."""
        if phrase not in self._found:
            self._found[phrase] = self.index.rows(phrase)
        return self._found[phrase]

    def sums(self, rows: np.ndarray) -> np.ndarray:
        """Return the sums over rows."""
        return np.asarray(self.columns[rows].sum(axis=0))


@dataclass(frozen=True)
class CorpusSettings:
    """What may be a phrase.

    Parameters
    ----------
    ngram_range : (int, int)
    least_texts : int
        Phrases of fewer texts are left out.
    most : int
        How many phrases there may be, those of most texts first.
    tokenizer : callable
    """

    ngram_range: tuple[int, int]
    least_texts: int
    most: int
    tokenizer: Tokenizer


def read_corpus(texts: Sequence[str], columns: np.ndarray, settings: CorpusSettings) -> Corpus:
    """Return texts with all phrases that a split may begin with.

    Examples
    --------
    >>> from dataexplain.features.tokens import words
    >>> settings = CorpusSettings((1, 1), 2, 10, words)
    >>> corpus = read_corpus(["a cat", "a dog", "the dog"], np.ones((3, 2)), settings)
    >>> corpus.phrases, corpus.rows("dog").tolist()
    (('a', 'dog'), [1, 2])
    """
    phrases = tuple(
        frequent_ngrams(
            texts,
            settings.ngram_range,
            least_texts=settings.least_texts,
            most=settings.most,
            tokenizer=settings.tokenizer,
        )
    )
    presence = NgramIndex(phrases, settings.tokenizer).count(texts).astype(np.float64)
    presence.data[:] = 1.0
    return Corpus(KeyphraseIndex(texts, settings.tokenizer), phrases, presence, columns)
