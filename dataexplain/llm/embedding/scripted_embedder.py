"""An embedder whose vectors are given beforehand, for tests."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext

import numpy as np

from dataexplain.errors import ReplyError


class ScriptedEmbedder:
    """A backend that gives the vectors it was told.

    Parameters
    ----------
    vectors : mapping of str to sequence of float
        What each text becomes; all of one length.

    Attributes
    ----------
    batches : list of list of str
        What was asked, in order.

    Examples
    --------
    >>> ScriptedEmbedder({"tree": [1, 0]}).embed_batch(["tree"]).tolist()
    [[1.0, 0.0]]
    """

    name = "scripted"
    concurrency = 1
    most_texts = 256

    def __init__(self, vectors: Mapping[str, Sequence[float]]) -> None:
        self._vectors = {text: np.asarray(row, np.float32) for text, row in vectors.items()}
        self.batches: list[list[str]] = []
        content = repr(sorted((text, row.tolist()) for text, row in self._vectors.items()))
        self.fingerprint = f"scripted:{hashlib.sha256(content.encode()).hexdigest()}"

    @property
    def dimensions(self) -> int:
        """The length of a vector."""
        return len(next(iter(self._vectors.values()), ()))

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return the words of each text."""
        return [len(text.split()) for text in texts]

    def embed_batch(self, texts: Sequence[str]) -> np.ndarray:
        """Return the vectors of texts.

        Raises
        ------
        ReplyError
            For a text that has none.
        """
        self.batches.append(list(texts))
        unknown = next((text for text in texts if text not in self._vectors), None)
        if unknown is not None:
            raise ReplyError(f"No vector was given for the text {unknown[:60]!r}.")
        return np.stack([self._vectors[text] for text in texts])

    def working(self) -> AbstractContextManager[None]:
        """Nothing has to be set."""
        return nullcontext()

    def close(self) -> None:
        """Nothing is open."""
