"""A model that runs inside this process, from an installed GGUF file."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import joblib

from dataexplain.errors import ModelNotFoundError, ParameterError, ServerError
from dataexplain.llm.backends import Capabilities
from dataexplain.llm.budget import Price
from dataexplain.llm.file_hashes import hash_of
from dataexplain.llm.local.embedded_server import (
    EXTRA,
    FEATURE,
    PACKAGE,
    SERVERS,
    EmbeddedServer,
    ServerSettings,
    SharedServers,
)
from dataexplain.llm.local.gguf_files import check_gguf
from dataexplain.llm.requests import RawReply, Request
from dataexplain.llm.served.openai_compatible import OpenAICompatible
from dataexplain.llm.weights.catalogue import INSTALL_LINE, best_chat_model, entry, installed
from dataexplain.optional import require_optional

SUFFIX = ".gguf"
SLOTS = 1
CONTEXT = 8192
_FIRST_CHOICE = "qwen2.5-coder-1.5b"


class Embedded:
    """A model of a GGUF file, served inside this process by llama.cpp.

    The server is started by the first request, listens on loopback, and asks every request for
    a key that is drawn anew each time. Models with the same file and settings share one.

    Parameters
    ----------
    name : str or Path, optional
        A name of the catalogue or a path to a GGUF file; the best installed model by default.
    threads : int, optional
        The physical cores that this process may use, by default.
    context : int, default=8192
        The longest prompt and reply together, in tokens.
    slots : int, default=1
        Requests at once.
    timeout : float, default=600.0
        Seconds for a reply.
    exact_attention : bool, default=False
        Whether attention is computed and remembered in 32 bits instead of 16: slower, for
        comparisons.

    Raises
    ------
    ModelNotFoundError
        When it is not installed; the message says how to install it.
    MissingDependencyError
        With the pip line, when the package that runs it is not installed.

    Examples
    --------
    >>> Embedded("missing.gguf")
    Traceback (most recent call last):
    ...
    dataexplain.errors.ModelNotFoundError: missing.gguf: There is no such file. ...
    """

    name = "embedded"

    def __init__(
        self,
        name: str | Path | None = None,
        *,
        threads: int | None = None,
        context: int = CONTEXT,
        slots: int = SLOTS,
        timeout: float = 600.0,
        exact_attention: bool = False,
        servers: SharedServers = SERVERS,
    ) -> None:
        for parameter, value in (("threads", threads), ("context", context), ("slots", slots)):
            if value is not None and value < 1:
                raise ParameterError(parameter, "Embedded", "a whole number above 0", value)
        self.model = str(name) if name is not None else _best()
        self.path, known_hash = _found(self.model)
        require_optional(PACKAGE, feature=FEATURE, extra=EXTRA)  # now, not after a table's work
        weights = known_hash or hash_of(self.path)
        self.fingerprint = f"{weights}:exact" if exact_attention else weights
        self.capabilities = Capabilities(log_probabilities=True, scoring=True, schema=True)
        self.concurrency = slots
        self.price = Price(0.0, 0.0)
        self._timeout = timeout
        self._servers = servers
        self._settings = ServerSettings(
            self.path,
            threads=threads or joblib.cpu_count(only_physical_cores=True),
            context=context,
            slots=slots,
            exact_attention=exact_attention,
        )
        self._server: EmbeddedServer | None = None
        self._client: OpenAICompatible | None = None
        self._starting: Future[None] | None = None
        self._is_closing = False

    @property
    def notes(self) -> list[str]:
        """What the user should know of the replies so far."""
        return self._client.notes if self._client else []

    @property
    def settings(self) -> ServerSettings:
        """What its server is started with."""
        return self._settings

    @property
    def is_running(self) -> bool:
        """Whether the server has been started."""
        return self._client is not None

    async def reply(self, request: Request) -> RawReply:
        """Return what the model answers; the first request starts the server.

        Raises
        ------
        LanguageModelError
            One of its subclasses.
        """
        if self._client is None:
            # it goes on, even if this request is given up
            await asyncio.shield(asyncio.wrap_future(self._start()))
        if self._client is None:  # of several requests the first one connects
            self._client = self._connected()
        return await self._client.reply(request)

    async def close(self) -> None:
        """Stop the server, unless another model uses it; the next request starts it anew."""
        self._is_closing = True
        try:
            await self._stop()
        finally:
            self._is_closing = False

    def secrets(self) -> tuple[str, ...]:
        """Return the keys that must reach no file."""
        return self._client.secrets() if self._client else ()

    async def _stop(self) -> None:
        if self._starting is not None:  # a load cannot be broken off: what it opens is closed here
            under_way = asyncio.shield(asyncio.wrap_future(self._starting))
            await asyncio.gather(under_way, return_exceptions=True)
        client, self._client = self._client, None
        if client is not None:
            await client.close()
        server, self._server = self._server, None
        if server is not None:
            await asyncio.to_thread(self._servers.release, self._settings)

    def _start(self) -> Future[None]:
        """Return the start under way, begun by the first who asks."""
        if self._starting is None or self._starting.done():
            thread = ThreadPoolExecutor(1, thread_name_prefix="dataexplain-embedded")
            self._starting = thread.submit(self._acquire)
            thread.shutdown(wait=False)  # it ends with the start
        return self._starting

    def _acquire(self) -> None:
        if self._server is None:
            self._server = self._servers.acquire(self._settings)

    def _connected(self) -> OpenAICompatible:
        server = self._server
        if server is None or self._is_closing:
            raise ServerError("The embedded server was stopped while it started.")
        return OpenAICompatible(
            self.model,
            base_url=f"{server.address}/v1",
            key=server.key,
            key_source="the embedded server",
            timeout=self._timeout,
            retries=0,  # what takes too long once takes too long twice
            concurrency=self.concurrency,
            scoring="forced",
        )


def _best() -> str:
    name = best_chat_model()
    if name is None:
        raise ModelNotFoundError(
            "No model is installed.", hint=f"Install one with: {INSTALL_LINE.format(_FIRST_CHOICE)}"
        )
    return name


def _found(name: str) -> tuple[Path, str | None]:
    """Return the file of a model and, for one of the catalogue, its known hash."""
    if name.lower().endswith(SUFFIX):
        path = Path(name).expanduser()
        check_gguf(path)
        return path.resolve(), None
    path_of_known = installed(name)
    if path_of_known is None:
        raise ModelNotFoundError(
            f"The model {name!r} is not installed.",
            hint=f"Install it with: {INSTALL_LINE.format(name)}",
        )
    return path_of_known, entry(name).hash
