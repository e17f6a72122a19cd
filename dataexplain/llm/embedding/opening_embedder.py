"""From the name a user writes to an embedder."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from dataexplain.errors import ModelNotFoundError, ParameterError, did_you_mean
from dataexplain.llm.added_by_packages import EMBEDDERS, added_by_packages, loaded
from dataexplain.llm.budget import Budget, Price
from dataexplain.llm.embedding.embedders import Embedder
from dataexplain.llm.embedding.embedding_backends import EmbeddingBackend, is_served
from dataexplain.llm.embedding.embedding_store import EmbeddingStore
from dataexplain.llm.opening import HOSTED_KEY, SERVER_KEY
from dataexplain.llm.prices import check_price
from dataexplain.llm.served.addresses import without_secrets
from dataexplain.llm.stores.call_log import CallLog
from dataexplain.llm.weights.catalogue import INSTALL_LINE, installed
from dataexplain.llm.weights.folders import calls_file, embeddings_folder

FORMS = (
    "minilm, openai:NAME, http://127.0.0.1:8000/v1#NAME, transformers:FOLDER, "
    "or PREFIX:NAME of an installed package"
)


def open_embedder(
    name: str | EmbeddingBackend | Embedder,
    *,
    store: bool = True,
    log: bool = True,
    log_text: bool = True,
    budget: Budget | None = None,
    price: Price | None = None,
    timeout: float = 60.0,
    run: str | None = None,
) -> Embedder:
    """Open an embedder with the user's store of embeddings and log of calls.

    Parameters
    ----------
    name : str, EmbeddingBackend or Embedder
        "minilm", "openai:NAME", "http://127.0.0.1:8000/v1#NAME" (any server that speaks the
        same), "transformers:FOLDER", or "PREFIX:NAME" of an installed package. An `Embedder` is
        returned as it is.
    store : bool, default=True
        Whether embeddings are looked up and kept on disk.
    log : bool, default=True
        Whether calls of a server are written to the log; what runs here makes none.
    log_text : bool, default=True
        Whether the log keeps the texts that were sent, or their hash only.
    budget : Budget, optional
        What may be spent on a server; without one there is no limit.
    price : Price, optional
        What a hosted model costs; needed where the budget limits money.
    timeout : float, default=60.0
        Seconds that a server has for a reply.
    run : str, optional
        The run that the log names.

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
        When the store or the log is damaged.
    ParameterError
        For a budget of money without a price, or a timeout that is none.

    Examples
    --------
    >>> open_embedder("minilmm")
    Traceback (most recent call last):
    ...
    dataexplain.errors.ModelNotFoundError: There is no embedder 'minilmm'. Did you mean ...
    """
    if isinstance(name, Embedder):
        if budget is not None or price is not None:
            raise ParameterError(
                "budget", "open_embedder", "left out: the embedder is open already", name
            )
        return name
    if not timeout > 0:
        raise ParameterError("timeout", "open_embedder", "a number of seconds above 0", timeout)
    backend = name
    if isinstance(backend, str):
        backend = find_embedder(backend, timeout=timeout, price=price)
    served = backend if is_served(backend) else None
    known, free = (Price(), True) if served is None else (served.price, False)
    check_price("open_embedder", backend.name, known, free=free, price=price, budget=budget)
    with ExitStack() as opened:
        vectors = calls = None
        if store:
            vectors = opened.enter_context(EmbeddingStore(embeddings_folder()))
        if log and served is not None:
            file = CallLog(calls_file(), keep_text=log_text, secrets=served.secrets)
            calls = opened.enter_context(file)
        embedder = Embedder(backend, store=vectors, log=calls, budget=budget, run=run)
        opened.pop_all()  # the embedder closes them
    return embedder


def find_embedder(
    name: str, *, timeout: float = 60.0, price: Price | None = None
) -> EmbeddingBackend:
    """Return the backend that a name means; no server is asked yet.

    Raises
    ------
    ModelNotFoundError
        When the name has no known form, or the model is not installed.
    MissingDependencyError
        With the pip line, when it needs an extra.
    """
    if "://" in name:
        return _server(name, timeout, price)
    prefix, _, rest = name.partition(":")
    with_name: dict[str, Callable[[], EmbeddingBackend]] = {
        "openai": lambda: _hosted(rest, timeout, price),
        "transformers": lambda: _transformers(rest),
    }
    if name == "minilm":
        return _minilm()
    if prefix in with_name and rest:
        return with_name[prefix]()
    others = added_by_packages(EMBEDDERS)
    if prefix in others and prefix not in with_name:
        backend: EmbeddingBackend = loaded(others[prefix])(rest)
        return backend
    near = did_you_mean(prefix, ["minilm", *with_name, *others])
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


def _server(name: str, timeout: float, price: Price | None) -> EmbeddingBackend:
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
        price=price or Price(),
    )


def _hosted(model: str, timeout: float, price: Price | None) -> EmbeddingBackend:
    from dataexplain.llm.embedding.openai_embedder import OpenAIEmbedder

    return OpenAIEmbedder(model, key_source=HOSTED_KEY, timeout=timeout, price=price or Price())


def _transformers(folder: str) -> EmbeddingBackend:
    from dataexplain.llm.embedding.transformers_embedder import TransformersEmbedder

    return TransformersEmbedder(Path(folder).expanduser())
