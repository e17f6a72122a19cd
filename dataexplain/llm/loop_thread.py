"""An event loop in a thread of its own, so that plain functions can ask many things at once."""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Iterator
from concurrent.futures import Future
from typing import Any, TypeVar

T = TypeVar("T")
S = TypeVar("S")


class LoopThread:
    """Runs coroutines; started by the first of them, ended by `close`.

    Works where the caller has an event loop already, as in a notebook. Ctrl-C while waiting
    cancels what was asked.

    Examples
    --------
    >>> async def double(number):
    ...     return 2 * number
    >>> thread = LoopThread()
    >>> thread.run(double(4))
    8
    >>> list(thread.run_each(double, range(5), window=2))
    [0, 2, 4, 6, 8]
    >>> thread.close()
    """

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()

    def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Wait for one coroutine."""
        future = self._submit(coroutine)
        try:
            return future.result()
        finally:
            future.cancel()

    def run_each(
        self, work: Callable[[S], Coroutine[Any, Any, T]], entries: Iterable[S], *, window: int
    ) -> Iterator[T]:
        """Yield the results in order, with at most `window` entries read ahead.

        The first error ends it; what is still under way then, or when the caller stops
        reading, is cancelled.
        """
        ahead: deque[Future[T]] = deque()
        try:
            for entry in entries:
                ahead.append(self._submit(work(entry)))
                if len(ahead) >= window:
                    yield ahead.popleft().result()
            while ahead:
                yield ahead.popleft().result()
        finally:
            for future in ahead:
                future.cancel()

    def close(self, last: Callable[[], Awaitable[None]] | None = None) -> None:
        """Cancel what is under way, do one last thing, and end the thread."""
        with self._starting:
            loop, thread = self._loop, self._thread
            self._loop = self._thread = None
        if loop is None or thread is None:
            return
        try:
            asyncio.run_coroutine_threadsafe(_finish(last), loop).result()
        finally:
            loop.call_soon_threadsafe(loop.stop)
            thread.join()
            loop.close()

    def _submit(self, coroutine: Coroutine[Any, Any, T]) -> Future[T]:
        with self._starting:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                # a daemon: a caller who forgets to close does not keep the program from ending
                self._thread = threading.Thread(
                    target=self._loop.run_forever, name="dataexplain-llm", daemon=True
                )
                self._thread.start()
            loop = self._loop
        return asyncio.run_coroutine_threadsafe(coroutine, loop)


async def _finish(last: Callable[[], Awaitable[None]] | None) -> None:
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    if last is not None:
        await last()
    await asyncio.get_running_loop().shutdown_asyncgens()
