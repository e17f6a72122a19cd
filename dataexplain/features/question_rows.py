"""Which texts are judged: drawn by what they say, so that neither order nor copies matter."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from dataexplain.llm.judge import MOST_CHARACTERS
from dataexplain.randomness import generator_for

_KEY_BYTES = 32


def text_key(text: str) -> str:
    """Return what stands for a text where the text itself is not kept.

    Examples
    --------
    >>> text_key("a")[:8], text_key("a") == text_key("a ")
    ('ca978112', False)
    """
    return hashlib.sha256(_bytes(text)).hexdigest()


def drawn_texts(texts: Iterable[str], most: int | None, seed: int) -> tuple[str, ...]:
    """Return distinct texts in an order that a keyed hash of their content decides.

    The order is as good as random, and adding, removing or moving other texts does not change
    which of two comes first: samples of overlapping corpora overlap as far as they can.

    Parameters
    ----------
    texts : iterable of str
    most : int or None
        How many are returned; None is all.
    seed : int

    Returns
    -------
    tuple of str
        Without blank texts: there is nothing to be judged in them.

    Examples
    --------
    >>> drawn_texts(["a", "b", "c", "b", " "], 2, seed=0) == drawn_texts("cba", 2, seed=0)
    True
    """
    key = generator_for(seed, "judged texts").bytes(_KEY_BYTES)
    distinct = {text for text in texts if text.strip()}
    ordered = sorted(distinct, key=lambda text: (_keyed(text, key), text))
    return tuple(ordered[:most])


def shown(text: str) -> str:
    """Return as much of a text as a judge is shown: an embedder need not read more.

    Examples
    --------
    >>> len(shown("x" * 5_000_000))
    6000
    """
    return text[:MOST_CHARACTERS]


def _keyed(text: str, key: bytes) -> bytes:
    return hashlib.blake2b(_bytes(text), key=key, digest_size=16).digest()


def _bytes(text: str) -> bytes:
    # A lone surrogate has no UTF-8, and texts from the web have them.
    return text.encode("utf-8", errors="surrogatepass")
