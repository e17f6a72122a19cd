"""MiniLM, the embedder that can be installed: sentence vectors on the processor, by NumPy alone."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import numpy as np

from dataexplain.errors import InstallationError
from dataexplain.llm.embedding.bert import Bert
from dataexplain.llm.embedding.blas_threads import blas_threads, one_thread_a_product
from dataexplain.llm.embedding.safetensors_file import read_safetensors
from dataexplain.llm.file_hashes import hash_of_files
from dataexplain.optional import import_optional

# What the model was trained to read; what comes after in a text is left out.
MOST_TOKENS = 256
_MOST_TEXTS = 4096
# Letters that usually make more tokens than are read.
_ENOUGH = 8192
_FILES = ("model.safetensors", "tokenizer.json", "config.json")


class MiniLM:
    """all-MiniLM-L6-v2: the mean of its token vectors, brought to length 1.

    Parameters
    ----------
    folder : Path
        Where `model.safetensors`, `tokenizer.json` and `config.json` lie.

    Raises
    ------
    InstallationError
        When a file is missing or damaged, or is of another network than BERT.
    MissingDependencyError
        When the package `tokenizers` is not installed.
    """

    name = "minilm"
    most_texts = _MOST_TEXTS

    def __init__(self, folder: Path) -> None:
        tokenizers = import_optional("tokenizers", feature="MiniLM", extra="embedded")
        try:
            settings = json.loads((folder / "config.json").read_text(encoding="utf-8"))
            self._tokenizer = _tokenizer(tokenizers, folder / "tokenizer.json")
            self.fingerprint = _fingerprint(folder)
        except (OSError, ValueError) as error:
            raise _damaged(folder, str(error)) from error
        self._network = _network(folder, settings)
        self.concurrency = blas_threads()

    @property
    def dimensions(self) -> int:
        """The length of a vector."""
        return self._network.width

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return how many tokens of each text are read."""
        return [len(numbers) for numbers in self._tokens(texts)]

    def embed_batch(self, texts: Sequence[str]) -> np.ndarray:
        """Return one row of length 1 a text."""
        groups, rows = by_length(self._tokens(texts))
        states = self._network.states(groups)
        vectors = np.empty((len(texts), self.dimensions), np.float32)
        for of_group, at in zip(states, rows, strict=True):
            vectors[at] = of_group.mean(axis=1)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors

    def whole_words(self) -> tuple[str, ...]:
        """Return the words that are one token, in the tokeniser's order: the commonest first."""
        numbered = sorted((number, word) for word, number in self._tokenizer.get_vocab().items())
        return tuple(word for _, word in numbered if word.isalpha())

    def working(self) -> AbstractContextManager[None]:
        """Let a batch use one thread: two batches in two threads are quicker than one in two."""
        return one_thread_a_product()

    def close(self) -> None:
        """Nothing is open."""

    def _tokens(self, texts: Sequence[str]) -> list[list[int]]:
        # one by one: batches would start threads, which a fork of this process then complains of
        return [self._encoded(text) for text in texts]

    def _encoded(self, text: str) -> list[int]:
        """Return the token numbers of a text, of a long one without reading all of it."""
        if len(text) > _ENOUGH:
            start = self._tokenizer.encode(text[:_ENOUGH])
            # full, and the last token before the closing one is far from where the text was cut
            if len(start.ids) == MOST_TOKENS and start.offsets[-2][1] < _ENOUGH // 2:
                return list(start.ids)
        return list(self._tokenizer.encode(text).ids)


def by_length(tokens: Sequence[Sequence[int]]) -> tuple[list[np.ndarray], list[list[int]]]:
    """Return texts of equal length together, and where each of them stood.

    Examples
    --------
    >>> groups, rows = by_length([[1, 2], [3], [4, 5]])
    >>> [group.tolist() for group in groups], rows
    ([[[1, 2], [4, 5]], [[3]]], [[0, 2], [1]])
    """
    rows: dict[int, list[int]] = {}
    for at, numbers in enumerate(tokens):
        rows.setdefault(len(numbers), []).append(at)
    groups = [np.array([tokens[at] for at in places], np.int64) for places in rows.values()]
    return groups, list(rows.values())


def _tokenizer(tokenizers: Any, path: Path) -> Any:
    content = path.read_text(encoding="utf-8")
    try:
        tokenizer = tokenizers.Tokenizer.from_str(content)
    except Exception as error:  # the package raises nothing more exact
        raise ValueError(f"{path.name}: {error}") from error
    tokenizer.no_padding()
    tokenizer.enable_truncation(MOST_TOKENS)
    return tokenizer


def _fingerprint(folder: Path) -> str:
    """Return the hash of the model's files, with what is done to its token vectors."""
    together = hash_of_files(folder / name for name in _FILES)
    return f"minilm:{together}:mean:unit:{MOST_TOKENS}"


def _network(folder: Path, settings: Any) -> Bert:
    tensors = read_safetensors(folder / "model.safetensors")
    try:
        if settings["model_type"] != "bert" or settings["hidden_act"] != "gelu":
            raise _damaged(folder, "they are of another network than BERT")
        return Bert(
            tensors,
            layers=settings["num_hidden_layers"],
            heads=settings["num_attention_heads"],
            epsilon=settings["layer_norm_eps"],
        )
    except (KeyError, TypeError, ValueError) as error:
        raise _damaged(folder, f"{error} is missing or wrong") from error


def _damaged(folder: Path, reason: str) -> InstallationError:
    return InstallationError(
        f"{folder}: The files of MiniLM cannot be used: {reason}.",
        hint="Install it again: dataexplain models install minilm",
    )
