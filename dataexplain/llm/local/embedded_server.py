"""The server of llama.cpp inside this process, on loopback behind a key that nobody else knows."""

from __future__ import annotations

import atexit
import ctypes
import http.client
import secrets
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from dataexplain.errors import ServerError
from dataexplain.llm.local.gguf_files import check_gguf, check_memory
from dataexplain.optional import import_optional

PACKAGE, FEATURE, EXTRA = "xllamacpp", "The embedded model", "embedded"
HOST = "127.0.0.1"
_SECONDS_TO_ANSWER = 30.0
_QUIET = -1
_AT_REST = {"llamacpp:requests_processing 0", "llamacpp:requests_deferred 0"}
_TIMES_AT_REST = 2
_BETWEEN_LOOKS = 0.05
_MOMENT = 0.5
_WHILE = 60.0


@dataclass(frozen=True)
class ServerSettings:
    """What tells one server from another.

    Parameters
    ----------
    path : Path
        The GGUF file.
    threads : int
    context : int
        The tokens of a prompt and its reply, for each request.
    slots : int
        Requests at once.
    exact_attention : bool, default=False
        Whether attention is computed and remembered in 32 bits instead of 16.
    """

    path: Path
    threads: int
    context: int
    slots: int
    exact_attention: bool = False


class EmbeddedServer:
    """A running server; `stop` or the end of the process ends it.

    Parameters
    ----------
    settings : ServerSettings

    Attributes
    ----------
    address : str
        With the port, without the version of the interface.
    key : str
        What every request must carry.

    Raises
    ------
    ModelNotFoundError
        When the file is missing or of another kind.
    ServerError
        When it cannot be loaded.
    """

    def __init__(self, settings: ServerSettings) -> None:
        check_gguf(settings.path)
        check_memory(settings.path)
        package = import_optional(PACKAGE, feature=FEATURE, extra=EXTRA)
        self.key = secrets.token_urlsafe(32)
        try:
            self._server: Any = package.Server(_parameters(package, settings, self.key))
        except RuntimeError as error:
            raise ServerError(
                f"{settings.path}: The model cannot be loaded: the file is damaged, of a kind that "
                "this version does not know, or larger than the memory.",
                hint="Install it again, or use a smaller model.",
            ) from error
        self.address = str(self._server.listening_address)
        # One that was stopped before its first answer would wait for itself for ever.
        try:
            _wait_for_answer(self.address)
        except ServerError:
            _leave_to_the_end(self._server)
            raise

    def stop(self, *, at_exit: bool = False) -> None:
        """End the server and give its memory back; again does nothing.

        A server that is ended at work waits for itself for ever, and it works on when its client
        goes away. So one at work is ended when it comes to rest, or by the end of the process.

        Parameters
        ----------
        at_exit : bool, default=False
            Whether the process is ending.
        """
        server, self._server = self._server, None
        if server is None or _comes_to_rest(server, _MOMENT):
            return
        if at_exit:
            _leave_to_the_end(server)
            return
        threading.Thread(target=_ended_at_rest, args=(server,), daemon=True).start()


class SharedServers:
    """One server for each settings, however many models use it.

    Examples
    --------
    >>> servers = SharedServers()
    >>> servers.stop_all()
    """

    def __init__(self) -> None:
        self._running: dict[ServerSettings, EmbeddedServer] = {}
        self._users: dict[ServerSettings, int] = {}
        self._changing = threading.Lock()

    def acquire(self, settings: ServerSettings) -> EmbeddedServer:
        """Return the running server, started by the first who asks."""
        with self._changing:
            if settings not in self._running:
                self._running[settings] = EmbeddedServer(settings)
            self._users[settings] = self._users.get(settings, 0) + 1
            return self._running[settings]

    def release(self, settings: ServerSettings) -> None:
        """Say that a server is not needed any more; the last one stops it."""
        with self._changing:
            if settings not in self._users:
                return  # the process is ending
            self._users[settings] -= 1
            if self._users[settings] == 0:
                del self._users[settings]
                self._running.pop(settings).stop()

    def stop_all(self) -> None:
        """Stop every server, since the process is ending."""
        with self._changing:
            for server in self._running.values():
                server.stop(at_exit=True)
            self._running.clear()
            self._users.clear()


SERVERS = SharedServers()
atexit.register(SERVERS.stop_all)


def _parameters(package: Any, settings: ServerSettings, key: str) -> Any:
    parameters = package.CommonParams()
    parameters.model.path = str(settings.path)
    parameters.n_ctx = settings.context * settings.slots  # shared out evenly among them
    parameters.n_parallel = settings.slots
    parameters.cpuparams.n_threads = settings.threads
    parameters.cpuparams_batch.n_threads = settings.threads
    parameters.hostnames = [HOST]
    parameters.port = 0
    parameters.api_keys = [key]
    parameters.cors_origins = ""  # no web page may talk to it
    parameters.ui = False
    parameters.endpoint_slots = False
    parameters.endpoint_metrics = True  # they tell whether it is at work
    parameters.verbosity = _QUIET
    parameters.warmup = False  # nothing else of the process runs while it loads
    parameters.fit_params = False
    parameters.cache_prompt = True
    parameters.cache_ram_mib = 0  # no copies of what the slots hold
    if settings.exact_attention:
        parameters.cache_type_k = package.ggml_type.GGML_TYPE_F32
        parameters.cache_type_v = package.ggml_type.GGML_TYPE_F32
        # the fast form rounds to 16 bits whatever it is given
        kinds = package.llama_flash_attn_type
        parameters.flash_attn_type = kinds.LLAMA_FLASH_ATTN_TYPE_DISABLED
    return parameters


def _comes_to_rest(server: Any, seconds: float) -> bool:
    """Wait until nothing is worked on any more; tell whether that came to be."""
    until = time.monotonic() + seconds
    seen = 0
    while time.monotonic() < until:
        seen = seen + 1 if set(str(server.handle_metrics()).splitlines()) >= _AT_REST else 0
        if seen == _TIMES_AT_REST:  # what has just ended still says so to its client
            return True
        time.sleep(_BETWEEN_LOOKS)
    return False


def _leave_to_the_end(server: Any) -> None:
    """Keep a server that would wait for itself for ever from being ended by Python."""
    ctypes.pythonapi.Py_IncRef(ctypes.py_object(server))


def _ended_at_rest(server: Any) -> None:
    while not _comes_to_rest(server, _WHILE):
        pass  # the last reference goes with this frame


def _wait_for_answer(address: str) -> None:
    place = urlsplit(address)
    connection = http.client.HTTPConnection(
        place.hostname or HOST, place.port, timeout=_SECONDS_TO_ANSWER
    )
    try:
        connection.request("GET", "/health")
        connection.getresponse().read()
    except (OSError, http.client.HTTPException) as error:
        raise ServerError(f"{address}: The embedded server does not answer.") from error
    finally:
        connection.close()
