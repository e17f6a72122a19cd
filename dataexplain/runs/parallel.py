"""Many independent pieces of work, over several processes, each kept as soon as it is done."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import Any

from joblib import Parallel, cpu_count, delayed, parallel_config
from threadpoolctl import threadpool_limits

from dataexplain.errors import InputError
from dataexplain.runs.progress import Progress
from dataexplain.runs.unit_store import Unit, UnitStore

Work = Callable[[], Any]
_SECONDS_BETWEEN_LOOKS = 0.2


def do_all(
    store: UnitStore,
    works: Mapping[Unit, Work],
    *,
    jobs: int | None,
    progress: Progress,
) -> list[Any]:
    """Return the results of pieces of work, in order; what is finished is not done again.

    Parameters
    ----------
    store : UnitStore
    works : mapping of Unit to callable
        What each piece does: callables without arguments, such as `functools.partial`, that can
        be sent to another process.
    jobs : int, optional
        How many processes work; None is one a core.
    progress : Progress
        Hears how many of the pieces are finished.

    Examples
    --------
    >>> import functools, tempfile
    >>> from pathlib import Path
    >>> from dataexplain.runs.progress import Silence
    >>> works = {Unit(f"0{n}", f"example {n}"): functools.partial(pow, n, 2) for n in (1, 2, 3)}
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     store = UnitStore(Path(folder))
    ...     store.prepare()
    ...     do_all(store, works, jobs=1, progress=Silence())
    [1, 4, 9]
    """
    waiting = [unit for unit in works if not store.finished(unit)]
    done = len(works) - len(waiting)
    progress.step(done, len(works))
    for _ in _worked(store, {unit: works[unit] for unit in waiting}, processes(jobs, waiting)):
        done += 1
        progress.step(done, len(works))
    return [store.read(unit) for unit in works]


def processes(jobs: int | None, works: Sequence[object]) -> int:
    """Return how many processes to work with: no more than there is work.

    Examples
    --------
    >>> processes(8, ["a", "b"]), processes(1, ["a", "b"])
    (2, 1)
    """
    return max(1, min(jobs or cpu_count(), len(works)))


def _worked(store: UnitStore, works: Mapping[Unit, Work], many: int) -> Iterator[Unit]:
    """Yield each piece when it is finished, in whatever order."""
    if many == 1:
        yield from (_alone(store, unit, work) for unit, work in works.items())
        return
    watched = {"initializer": _follow, "initargs": (os.getpid(),)}
    with parallel_config(backend="loky", inner_max_num_threads=1, **watched):
        # no memory maps: a worker shall be free to write into its own copy of the table
        pool = Parallel(n_jobs=many, return_as="generator_unordered", max_nbytes=None, batch_size=1)
    tasks = (delayed(_alone)(store, unit, work) for unit, work in works.items())
    try:
        with _deaf_processes():
            finished = pool(tasks)  # the processes start here
        yield from finished
    except BrokenProcessPool as error:
        raise InputError(
            "A worker process was ended from outside, most likely for want of memory.",
            remedy="Run it again with fewer processes (--jobs 1): what is finished is kept.",
        ) from error


def _alone(store: UnitStore, unit: Unit, work: Work) -> Unit:
    """Do one piece with one thread; the process that did it writes the result itself."""
    with threadpool_limits(limits=1):
        store.do(unit, work)
    return unit


@contextmanager
def _deaf_processes() -> Iterator[None]:
    """Have the processes that start here leave Ctrl-C to this one, which then ends them."""
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread hears signals
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # what a new process inherits
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before or signal.SIG_DFL)


def _follow(parent: int) -> None:
    """End this process soon after its parent: a killed run leaves nobody working on."""
    threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_SECONDS_BETWEEN_LOOKS)
    os._exit(1)
