"""One thread a matrix product, while texts are embedded in several threads of our own."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from typing import Any

from threadpoolctl import ThreadpoolController, threadpool_info

_lock = threading.RLock()


def blas_threads() -> int:
    """Return how many threads a matrix product may use here, as set by the user or the machine.

    Examples
    --------
    >>> blas_threads() >= 1
    True
    """
    counts = (int(library["num_threads"]) for library in threadpool_info() if _is_blas(library))
    return max([1, *counts])


@contextlib.contextmanager
def one_thread_a_product() -> Iterator[None]:
    """Let products of the whole process use one thread each; others who ask for this wait.

    The setting belongs to the process: two that set it at once and back in turn could leave it at
    1 for ever. And only the thread that set it can be sure to set it back.

    Examples
    --------
    >>> with one_thread_a_product():
    ...     blas_threads()
    1
    """
    with _lock, ThreadpoolController().limit(limits=1, user_api="blas"):
        yield


def _is_blas(library: dict[str, Any]) -> bool:
    return bool(library["user_api"] == "blas")
