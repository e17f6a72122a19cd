"""Embedders behind the interface of OpenAI: hosted, vLLM, Ollama, llama.cpp."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import numpy as np

from dataexplain.errors import ReplyError, ServerError
from dataexplain.llm.costs import Price
from dataexplain.llm.embedding.embedding_backends import EmbeddingReply
from dataexplain.llm.loop_thread import LoopThread
from dataexplain.llm.served.addresses import server_address
from dataexplain.llm.served.keys import read_key
from dataexplain.llm.served.openai_replies import counted, reading
from dataexplain.llm.served.server_connection import ServerConnection

# About as many as English has; it only decides which texts share a batch.
_LETTERS_A_TOKEN = 4
FREE = Price()


class OpenAIEmbedder:
    """An embedder on a server that speaks the interface of OpenAI.

    Parameters
    ----------
    model : str
        Its name there.
    base_url : str, optional
        The server's address, which usually ends in ``/v1``; what the variable OPENAI_BASE_URL
        says, or the hosted one, by default.
    key : str, optional
        The key; the value of the variable `key_source` by default.
    key_source : str, default="OPENAI_API_KEY"
        Where the key comes from, for messages.
    timeout : float, default=60.0
        Seconds for one attempt.
    retries : int, default=2
        Attempts after the first one, where the server is busy or fails.
    concurrency : int, default=4
        Requests at once.
    most_texts : int, default=256
        Texts of one request.
    price : Price, default=free

    Raises
    ------
    ParameterError
        When the address holds a name, a password or a query.
    AuthenticationError
        When the key holds a character that no key has.

    Examples
    --------
    >>> OpenAIEmbedder("bge-m3", base_url="http://127.0.0.1:8000/v1").fingerprint
    'http://127.0.0.1:8000/v1#bge-m3'
    """

    kind = "openai_compatible"

    def __init__(
        self,
        model: str,
        *,
        base_url: str | None = None,
        key: str | None = None,
        key_source: str = "OPENAI_API_KEY",
        timeout: float = 60.0,
        retries: int = 2,
        concurrency: int = 4,
        most_texts: int = 256,
        price: Price = FREE,
    ) -> None:
        self.base_url = server_address(base_url, "OpenAIEmbedder", key_source)
        self.name = model
        self.fingerprint = f"{self.base_url}#{model}"
        self.concurrency = concurrency
        self.most_texts = most_texts
        self.price = price
        self._key = read_key(key, key_source)
        self._connection = ServerConnection(
            self.base_url,
            model,
            key=self._key,
            key_source=key_source,
            timeout=timeout,
            retries=retries,
        )
        self._loop = LoopThread()
        self._dimensions: int | None = None

    @property
    def dimensions(self) -> int | None:
        """The length of a vector; None until the server has answered."""
        return self._dimensions

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return about how many tokens each text has."""
        return [len(text) // _LETTERS_A_TOKEN + 1 for text in texts]

    def embed_batch(self, texts: Sequence[str]) -> np.ndarray:
        """Return one row a text; `Embedder` asks with `ask`, which tells what it took."""
        return self.ask(texts).rows

    def ask(self, texts: Sequence[str]) -> EmbeddingReply:
        """Return one row a text, and how many tokens the server counts.

        Raises
        ------
        LanguageModelError
            One of its subclasses, after the retries.
        """
        # hosted servers refuse a text without any character
        body = {"model": self.name, "input": [text or " " for text in texts]}
        answer = self._loop.run(self._connection.post("/embeddings", body))
        with reading(self.name):
            rows = read_embeddings(answer, count=len(texts), model=self.name)
        self._dimensions = rows.shape[1]
        return EmbeddingReply(rows, counted(answer, "prompt_tokens"))

    def secrets(self) -> tuple[str, ...]:
        """Return the keys that must reach no file."""
        return (self._key,) if self._key else ()

    def working(self) -> AbstractContextManager[None]:
        """Nothing has to be set."""
        return nullcontext()

    def close(self) -> None:
        """Close the connections; to do so twice is no mistake."""
        self._loop.close(self._connection.close)


def read_embeddings(answer: Mapping[str, Any], *, count: int, model: str) -> np.ndarray:
    """Return the rows of a reply in the order of the texts.

    Parameters
    ----------
    answer : mapping
        The reply; vectors are lists of numbers or base64 of float32.
    count : int
        How many texts were sent.
    model : str
        For messages.

    Raises
    ------
    ServerError
        When it is no reply with embeddings.
    ReplyError
        When it does not hold exactly one vector for each text, all of one length.

    Examples
    --------
    >>> entries = [{"index": 1, "embedding": [0, 1]}, {"index": 0, "embedding": "AACAPwAAAAA="}]
    >>> read_embeddings({"data": entries}, count=2, model="m").tolist()
    [[1.0, 0.0], [0.0, 1.0]]
    """
    entries = answer.get("data")
    if not isinstance(entries, list) or not all(isinstance(entry, Mapping) for entry in entries):
        raise ServerError(f"The reply of {model!r} is not in the form of embeddings.")
    # servers that number nothing keep the order
    by_number = {_number(entry, at): entry for at, entry in enumerate(entries)}
    if len(entries) != count or by_number.keys() != set(range(count)):
        raise ReplyError(
            f"{model!r} answered {count} texts with {len(entries)} vectors, "
            "or with numbers that are not those of the texts."
        )
    rows = [_vector(by_number[number].get("embedding"), model) for number in range(count)]
    if len({row.shape for row in rows}) != 1:
        raise ReplyError(f"{model!r} gave vectors of several lengths.")
    return np.stack(rows)


def _number(entry: Mapping[str, Any], at: int) -> int:
    number = entry.get("index", at)
    return number if isinstance(number, int) else -1


def _vector(value: object, model: str) -> np.ndarray:
    try:
        if isinstance(value, str):
            row = np.frombuffer(base64.b64decode(value, validate=True), dtype="<f4")
        else:
            row = np.asarray(value, dtype=np.float32)
    except (binascii.Error, ValueError, TypeError, OverflowError) as error:
        raise _no_vector(model) from error
    if row.ndim != 1 or not len(row):
        raise _no_vector(model)
    return row


def _no_vector(model: str) -> ReplyError:
    return ReplyError(f"{model!r} gave something else than a list of numbers as a vector.")
