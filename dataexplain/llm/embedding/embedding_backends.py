"""What an embedding backend is: the part that turns one batch of texts into vectors."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Protocol

import numpy as np


class EmbeddingBackend(Protocol):
    """Turns texts into vectors, a batch at a time.

    Everything else belongs to `Embedder`: texts that occur twice, order, batches, what is kept on
    disk. Batches come from several threads at once.

    Attributes
    ----------
    name : str
        As the user names it, such as "minilm".
    fingerprint : str
        What tells its vectors from those of every other model: a hash of its weights with its
        settings, or its address and name. It does not depend on the machine.
    concurrency : int
        How many batches it serves well at once.
    most_texts : int
        How many texts a batch may have.
    """

    name: str
    fingerprint: str
    concurrency: int
    most_texts: int

    @property
    def dimensions(self) -> int:
        """The length of a vector."""
        ...

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return how long each text is for the model, or about so; it decides about batches."""
        ...

    def embed_batch(self, texts: Sequence[str]) -> np.ndarray:
        """Return one row a text, as float32.

        Raises
        ------
        LanguageModelError
            One of its subclasses.
        """
        ...

    def working(self) -> AbstractContextManager[None]:
        """Return what is entered, by the thread that asks, while batches are embedded."""
        ...

    def close(self) -> None:
        """Let go of connections and memory."""
        ...
