"""A server on loopback that speaks the interface of OpenAI, with faults planned in advance."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any

HOME = "127.0.0.1"


@dataclass(frozen=True)
class Asked:
    """A request that reached the server; names of headers are in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: Any


@dataclass(frozen=True)
class Answer:
    """What the server sends back.

    Parameters
    ----------
    body : bytes, str, or what JSON can hold
    status : int
    headers : mapping of str to str
    delay : float
        Seconds before the answer.
    drop_after : int, optional
        Close the connection after this many bytes of the body.
    """

    body: Any
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0.0
    drop_after: int | None = None


Reply = Callable[[Asked], Answer]


def chat_answer(
    text: str | None = "Yes",
    *,
    tokens: Iterable[Mapping[str, float]] = (),
    finish: str = "stop",
    **message: Any,
) -> Answer:
    """Return a chat completion; `tokens` holds log-probabilities by place, the chosen one first."""
    content = [
        {
            "token": next(iter(place)),
            "logprob": next(iter(place.values())),
            "top_logprobs": [{"token": name, "logprob": value} for name, value in place.items()],
        }
        for place in tokens
    ]
    choice = {
        "index": 0,
        "message": {"role": "assistant", "content": text, **message},
        "finish_reason": finish,
        "logprobs": {"content": content} if content else None,
    }
    usage = {"prompt_tokens": 7, "completion_tokens": max(1, len(content)), "total_tokens": 8}
    return Answer({"object": "chat.completion", "choices": [choice], "usage": usage})


def error_answer(status: int, message: str, *, headers: Any = None, **error: Any) -> Answer:
    """Return an error in the shape that the interface gives to errors."""
    return Answer({"error": {"message": message, **error}}, status, headers or {})


def yes(_: Asked) -> Answer:
    """Answer "Yes" to everything."""
    return chat_answer()


class StubServer:
    """Answers what is planned, in order, then what `reply` says.

    Parameters
    ----------
    plan : iterable of Answer
        Answers to the first requests, whatever they ask.
    reply : callable
        Answers the others.
    delay : float
        Seconds before every answer.

    Attributes
    ----------
    url : str
        What to give as `base_url`.
    requests : list of Asked
        All that reached it.
    most_at_once : int
        How many requests were under way at once.

    Examples
    --------
    >>> with StubServer(plan=[error_answer(500, "no")]) as server:
    ...     server.url.endswith("/v1")
    True
    """

    def __init__(
        self, plan: Iterable[Answer] = (), *, reply: Reply = yes, delay: float = 0.0
    ) -> None:
        self.plan = list(plan)
        self.reply = reply
        self.delay = delay
        self.requests: list[Asked] = []
        self.most_at_once = 0
        self._under_way = 0
        self._loop: asyncio.AbstractEventLoop
        self._over: asyncio.Event
        self._talks: set[asyncio.Task[Any]] = set()
        self._thread = threading.Thread(
            target=lambda: asyncio.run(self._serve()), name="stub-server", daemon=True
        )
        self._ready = threading.Event()
        self._port = 0

    @property
    def root(self) -> str:
        """The address without the version."""
        return f"http://{HOME}:{self._port}"

    @property
    def url(self) -> str:
        """The address with the version."""
        return f"{self.root}/v1"

    def __enter__(self) -> StubServer:
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join()

    async def _serve(self) -> None:
        self._loop, self._over = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self._connected, HOME, 0)
        self._port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._over.wait()
        server.close()
        for task in list(self._talks):
            task.cancel()
        await asyncio.gather(*self._talks, return_exceptions=True)
        await asyncio.sleep(0)  # closed connections say good-bye

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._talks.add(task)
        try:
            while (asked := await _read(reader)) is not None:
                if not await self._answer(asked, writer):
                    break
        except (ConnectionError, asyncio.CancelledError):
            pass  # the client went away, or the test is over
        finally:
            self._talks.discard(task)
            writer.close()

    async def _answer(self, asked: Asked, writer: asyncio.StreamWriter) -> bool:
        """Answer one request; tell whether the connection stays open."""
        self.requests.append(asked)
        self._under_way += 1
        self.most_at_once = max(self.most_at_once, self._under_way)
        try:
            answer = self.plan.pop(0) if self.plan else self.reply(asked)
            await asyncio.sleep(self.delay + answer.delay)
        finally:
            self._under_way -= 1
        head, body = _written(answer)
        writer.write(head + body[: answer.drop_after])
        await writer.drain()
        return answer.drop_after is None


async def _read(reader: asyncio.StreamReader) -> Asked | None:
    try:
        lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    except asyncio.IncompleteReadError:
        return None
    method, path, _ = lines[0].split(" ", 2)
    headers = {
        name.strip().lower(): value.strip()
        for name, _, value in (line.partition(":") for line in lines[1:] if line)
    }
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Asked(method, path, headers, json.loads(body) if body else None)


def _written(answer: Answer) -> tuple[bytes, bytes]:
    if isinstance(answer.body, bytes):
        kind, body = "application/json", answer.body
    elif isinstance(answer.body, str):
        kind, body = "text/html", answer.body.encode()
    else:
        kind, body = "application/json", json.dumps(answer.body).encode()
    headers = {"content-type": kind, "content-length": str(len(body)), **answer.headers}
    lines = [f"HTTP/1.1 {answer.status} Planned", *(f"{k}: {v}" for k, v in headers.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1"), body
