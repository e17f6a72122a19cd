"""What an embedding backend is: the part that turns one batch of texts into vectors."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol, TypeGuard

import numpy as np

from dataexplain.llm.costs import Price


class EmbeddingBackend(Protocol):
    """Turns texts into vectors, a batch at a time.

    Everything else belongs to `Embedder`: texts that occur twice, order, batches, what is kept on
    disk. Batches come from several threads at once.

    A package adds one through the entry point group ``dataexplain.embedders``: a callable that
    takes what follows the colon of ``PREFIX:NAME`` and returns a backend.

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
    def dimensions(self) -> int | None:
        """The length of a vector; None until a server has answered."""
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


@dataclass(frozen=True)
class EmbeddingReply:
    """What a server answered to one batch.

    Parameters
    ----------
    rows : array (texts, dimensions)
    tokens : int, default=0
        Of the texts, as the server counts them; 0 where it does not.
    """

    rows: np.ndarray
    tokens: int = 0


class ServedEmbeddingBackend(EmbeddingBackend, Protocol):
    """A backend whose batches are calls of a server: they are limited, paid for and logged.

    Attributes
    ----------
    kind : str
        The kind of backend, as the log of calls shows it.
    price : Price
    """

    kind: str
    price: Price

    def ask(self, texts: Sequence[str]) -> EmbeddingReply:
        """Return the vectors of one batch, and what they took.

        Raises
        ------
        LanguageModelError
            One of its subclasses, after the backend's own retries.
        """
        ...

    def secrets(self) -> tuple[str, ...]:
        """Return the keys that must reach no file."""
        ...


def is_served(backend: EmbeddingBackend) -> TypeGuard[ServedEmbeddingBackend]:
    """Tell whether a backend's batches are calls of a server; nothing of it is worked out.

    Examples
    --------
    >>> from dataexplain.llm import ScriptedEmbedder
    >>> is_served(ScriptedEmbedder({}))
    False
    """
    return all(hasattr(backend, name) for name in ("ask", "kind", "price", "secrets"))
