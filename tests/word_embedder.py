"""An embedder for tests: a text is the sum of vectors that its words are hashed to."""

import hashlib
from contextlib import nullcontext

import numpy as np

MEANINGS = {
    "good": (1, 0), "great": (0.9, 0.1), "fine": (0.8, 0.2),
    "bad": (0, 1), "awful": (0.1, 0.9), "poor": (0.2, 0.8),
}  # fmt: skip


class WordEmbedder:
    """Words of like meaning get like vectors; every other word gets its own."""

    name = "words"
    concurrency = 1
    most_texts = 512
    dimensions = 8

    def __init__(self, fingerprint="words"):
        self.fingerprint = fingerprint

    def whole_words(self):
        return tuple(MEANINGS)

    def count_tokens(self, texts):
        return [len(text.split()) for text in texts]

    def embed_batch(self, texts):
        rows = [sum((self._word(word) for word in text.split()), np.zeros(8)) for text in texts]
        return np.array(rows, dtype=np.float32)

    def working(self):
        return nullcontext()

    def close(self):
        """Nothing is open."""

    def __repr__(self):
        return "WordEmbedder()"

    @staticmethod
    def _word(word):
        if word in MEANINGS:
            return np.array([*MEANINGS[word], *[0.0] * 6])
        digest = hashlib.sha256(word.encode()).digest()
        return np.array([0.0, 0.0, *(value / 255 - 0.5 for value in digest[:6])])
