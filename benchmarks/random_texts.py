"""Any number of short labelled texts, and vectors for their n-grams that cost next to nothing."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from itertools import chain
from pathlib import Path

import numpy as np
from text_sets import FILES, Texts

from dataexplain.features.ngram_index import NewNumbers, WordRun
from dataexplain.features.tokens import words
from dataexplain.randomness import generator_for

LENGTHS = (4, 16)
# As many numbers as MiniLM gives, and as many texts a batch.
_DIMENSIONS = 384
_MOST_TEXTS = 4096


def random_texts(folder: Path, count: int, *, seed: int) -> tuple[list[str], np.ndarray]:
    """Return texts of words drawn from the open sets, each as often as there, with labels.

    A label says on which side of 0 the sum of the words' random weights lies, with some noise.
    """
    generator = generator_for(seed, "random texts")
    numbers = NewNumbers()
    read = (Texts.read(folder, name).train["text"] for name in FILES)
    pool = WordRun.of(list(chain.from_iterable(read)), numbers, words).numbers
    vocabulary = np.array(list(numbers), dtype=object)
    lengths = generator.integers(*LENGTHS, count, endpoint=True)
    drawn = pool[generator.integers(0, len(pool), lengths.sum())]
    ends = np.cumsum(lengths)
    weights = generator.normal(size=len(vocabulary))
    scores = np.add.reduceat(weights[drawn], ends - lengths) + generator.normal(size=count)
    run = vocabulary[drawn].tolist()
    texts = [" ".join(run[end - length : end]) for end, length in zip(ends, lengths, strict=True)]
    return texts, scores > 0


class HashEmbedder:
    """A backend whose vectors are worked out from a hash of the text, as long as MiniLM's.

    Parameters
    ----------
    known : sequence of str, optional
        What it gives as the words of its tokeniser.
    """

    name = "hash"
    fingerprint = "hash"
    concurrency = 1
    most_texts = _MOST_TEXTS
    dimensions = _DIMENSIONS

    def __init__(self, known: Sequence[str] = ()) -> None:
        self._known = tuple(known)
        # odd factors: another product for each text and place
        factors = np.random.default_rng(0).integers(0, 2**31, _DIMENSIONS)
        self._factors = (2 * factors + 1).astype(np.uint32)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return 1 for each text: all are alike."""
        return [1] * len(texts)

    def embed_batch(self, texts: Sequence[str]) -> np.ndarray:
        """Return one row of length about 1 a text."""
        hashes = np.fromiter((zlib.crc32(text.encode()) for text in texts), np.uint32, len(texts))
        signs = (hashes[:, None] * self._factors).view(np.int32)
        return signs.astype(np.float32) * np.float32(np.sqrt(3 / _DIMENSIONS) / 2**31)

    def whole_words(self) -> tuple[str, ...]:
        """Return the words that it was given."""
        return self._known

    def working(self) -> AbstractContextManager[None]:
        """Nothing has to be set."""
        return nullcontext()

    def close(self) -> None:
        """Nothing is open."""
