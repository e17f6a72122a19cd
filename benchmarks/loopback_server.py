"""A server of the OpenAI interface on loopback, in a process of its own: slow replies, counted.

Run as a program it serves until it is ended: ``python benchmarks/loopback_server.py 0.02``.
"""

from __future__ import annotations

import asyncio
import collections
import hashlib
import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_HEAD_END = b"\r\n\r\n"


class LoopbackServer:
    """Answers every chat request after a while, and counts how often each was answered."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._answered: collections.Counter[str] = collections.Counter()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer the requests of one connection, one after the other."""
        try:
            while True:
                head = await reader.readuntil(_HEAD_END)
                body = await reader.readexactly(_length(head))
                answer = self._counts() if head.startswith(b"GET") else await self._answer(body)
                payload = json.dumps(answer).encode()
                writer.write(
                    b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"
                    + f"content-length: {len(payload)}\r\n\r\n".encode()
                    + payload
                )
                await writer.drain()
                if not head.startswith(b"GET"):
                    self._answered[_name(body)] += 1
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def _answer(self, body: bytes) -> dict[str, Any]:
        await asyncio.sleep(self._seconds)
        asked = json.loads(body)
        text = hashlib.sha256(asked["messages"][-1]["content"].encode()).hexdigest()[:8]
        message = {"role": "assistant", "content": text}
        return {
            "id": "1",
            "object": "chat.completion",
            "created": 0,
            "model": asked["model"],
            "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
            "usage": {"prompt_tokens": 10, "completion_tokens": 1, "total_tokens": 11},
        }

    def _counts(self) -> dict[str, int]:
        return dict(self._answered)


def _length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.split(b":")[1])
    return 0


def _name(body: bytes) -> str:
    return str(json.loads(body)["messages"][-1]["content"])


@contextmanager
def loopback_server(seconds: float) -> Iterator[str]:
    """Give the address of a server that runs meanwhile."""
    command = [sys.executable, __file__, str(seconds)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        try:
            assert child.stdout is not None
            yield child.stdout.readline().strip()
        finally:
            child.terminate()


def answered(address: str) -> dict[str, int]:
    """Return how often each request was answered so far."""
    with urllib.request.urlopen(f"{address}/counts") as reply:
        counts: dict[str, int] = json.load(reply)
    return counts


async def _main(seconds: float) -> None:
    server = await asyncio.start_server(LoopbackServer(seconds).serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    sys.stdout.write(f"http://127.0.0.1:{port}/v1\n")
    sys.stdout.flush()
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_main(float(sys.argv[1])))
