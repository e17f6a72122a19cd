"""From the name a user writes to a model that can be asked."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import ExitStack

from dataexplain.errors import ModelNotFoundError, ParameterError, did_you_mean
from dataexplain.llm.added_by_packages import MODELS, added_by_packages, loaded
from dataexplain.llm.backends import Backend
from dataexplain.llm.budget import Budget, Price
from dataexplain.llm.chat_model import ChatModel
from dataexplain.llm.prices import check_price
from dataexplain.llm.served.addresses import without_secrets
from dataexplain.llm.stores.cache import ReplyCache
from dataexplain.llm.stores.call_log import CallLog
from dataexplain.llm.weights.folders import calls_file, replies_file

FORMS = (
    "embedded, embedded:NAME, openai:NAME, http://127.0.0.1:8000/v1#NAME, transformers:FOLDER, "
    "or PREFIX:NAME of an installed package"
)
HOSTED_KEY = "OPENAI_API_KEY"
SERVER_KEY = "DATAEXPLAIN_API_KEY"
_FREE = ("embedded", "transformers", "scripted")


def open_model(
    name: str | Backend | ChatModel,
    *,
    cache: bool = True,
    log: bool = True,
    log_text: bool = True,
    budget: Budget | None = None,
    price: Price | None = None,
    timeout: float = 60.0,
    concurrency: int | None = None,
    run: str | None = None,
) -> ChatModel:
    """Open a model with the user's cache of replies and log of calls.

    Parameters
    ----------
    name : str, Backend or ChatModel
        "embedded" (the best model installed), "embedded:NAME" or "embedded:FILE.gguf",
        "openai:NAME", "http://127.0.0.1:8000/v1#NAME" (any server that speaks the same),
        "transformers:FOLDER", or "PREFIX:NAME" of an installed package. A `ChatModel` is
        returned as it is.
    cache : bool, default=True
        Whether replies are looked up and kept on disk.
    log : bool, default=True
        Whether calls are written to the log.
    log_text : bool, default=True
        Whether the log keeps prompts and replies, or their hashes only.
    budget : Budget, optional
        What may be spent; without one there is no limit.
    price : Price, optional
        What a hosted model costs; needed where the budget limits money.
    timeout : float, default=60.0
        Seconds that a server has for a reply; an embedded model takes what it takes.
    concurrency : int, optional
        Requests at once.
    run : str, optional
        The run that the log names.

    Returns
    -------
    ChatModel
        To be closed, or used in a ``with`` block.

    Raises
    ------
    ModelNotFoundError
        When there is no such model here.
    ParameterError
        For a budget of money without a price, or a timeout that is none.
    MissingDependencyError
        With the pip line, when the backend needs an extra.

    Examples
    --------
    >>> from dataexplain.llm import Scripted, open_model
    >>> with open_model(Scripted(["four"]), cache=False, log=False) as model:
    ...     model.generate("Two and two?").text
    'four'
    """
    if isinstance(name, ChatModel):
        if budget is not None or price is not None:
            raise ParameterError(
                "budget", "open_model", "left out: the model is open already", name
            )
        return name
    if not timeout > 0:
        raise ParameterError("timeout", "open_model", "a number of seconds above 0", timeout)
    backend = find_backend(name, timeout=timeout, price=price) if isinstance(name, str) else name
    free = backend.name in _FREE
    check_price("open_model", backend.model, backend.price, free=free, price=price, budget=budget)
    secrets = backend.secrets
    with ExitStack() as opened:
        replies = calls = None
        if cache:
            replies = opened.enter_context(ReplyCache(replies_file(), secrets=secrets))
        if log:
            calls = opened.enter_context(CallLog(calls_file(), keep_text=log_text, secrets=secrets))
        return ChatModel(
            backend,
            cache=replies,
            log=calls,
            budget=budget,
            concurrency=concurrency,
            run=run,
            owned=opened.pop_all(),
        )


def find_backend(name: str, *, timeout: float = 60.0, price: Price | None = None) -> Backend:
    """Return the backend that a name means; nothing is started or asked yet.

    Raises
    ------
    ModelNotFoundError
        When the name has no known form; the message lists the forms.
    """
    if "://" in name:
        return _server(name, timeout, price)
    prefix, _, rest = name.partition(":")
    makers: dict[str, Callable[[], Backend]] = {
        "embedded": lambda: _embedded(rest),
        "openai": lambda: _hosted(rest, timeout, price),
        "transformers": lambda: _transformers(rest),
    }
    if prefix in makers:
        if not rest and prefix != "embedded":
            raise ModelNotFoundError(
                f"{name!r} names no model.", hint=f"A model is written as {FORMS}."
            )
        return makers[prefix]()
    others = added_by_packages(MODELS)
    if prefix in others:
        backend: Backend = loaded(others[prefix])(rest)
        return backend
    raise ModelNotFoundError(
        f"There is no model {without_secrets(name)!r}.",
        hint=f"{did_you_mean(prefix, [*makers, *others])} A model is written as {FORMS}.".strip(),
    )


def _server(name: str, timeout: float, price: Price | None) -> Backend:
    from dataexplain.llm.served.openai_compatible import OpenAICompatible

    address, mark, model = name.rpartition("#")
    if not (mark and model and address):
        raise ModelNotFoundError(
            f"{without_secrets(name)!r} does not name a model of the server.",
            hint="Write it behind a hash: http://127.0.0.1:8000/v1#NAME.",
        )
    return OpenAICompatible(
        model,
        base_url=address,
        key=os.environ.get(SERVER_KEY),
        key_source=SERVER_KEY,
        timeout=timeout,
        price=price or Price(),
    )


def _hosted(model: str, timeout: float, price: Price | None) -> Backend:
    from dataexplain.llm.served.openai_compatible import OpenAICompatible

    return OpenAICompatible(
        model,
        key=os.environ.get(HOSTED_KEY),
        key_source=HOSTED_KEY,
        timeout=timeout,
        price=price or Price(),
    )


def _embedded(name: str) -> Backend:
    from dataexplain.llm.local.embedded import Embedded

    return Embedded(name or None)


def _transformers(folder: str) -> Backend:
    from dataexplain.llm.local.local_transformers import LocalTransformers

    return LocalTransformers(folder)
