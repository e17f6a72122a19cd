"""Pieces of work over several processes."""

from __future__ import annotations

import operator
import os
import signal
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from dataexplain.errors import InputError
from dataexplain.runs.parallel import do_all, processes
from dataexplain.runs.progress import Silence
from dataexplain.runs.unit_store import Unit, UnitStore


class Steps(Silence):
    """Keeps how far a stage was."""

    def __init__(self) -> None:
        self.seen: list[tuple[int, int]] = []

    def step(self, done: int, total: int) -> None:
        self.seen.append((done, total))


@pytest.fixture
def store(tmp_path: Path) -> UnitStore:
    made = UnitStore(tmp_path)
    made.prepare()
    return made


@pytest.fixture
def heard() -> Iterator[None]:
    """Hear Ctrl-C as a terminal lets programs do; those that a shell puts aside ignore it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def unit(number: int) -> Unit:
    return Unit(f"{number:02x}", f"piece {number}")


@pytest.mark.usefixtures("heard")
@pytest.mark.parametrize("jobs", [1, 2])
def test_results_come_in_order_and_what_is_finished_stays(store: UnitStore, jobs: int) -> None:
    store.keep(unit(2), "kept")
    works = {unit(number): partial(pow, number, 2) for number in range(5)}
    steps = Steps()
    assert do_all(store, works, jobs=jobs, progress=steps) == [0, 1, "kept", 9, 16]
    assert steps.seen == [(1, 5), (2, 5), (3, 5), (4, 5), (5, 5)]
    before = signal.getsignal(signal.SIGINT)
    assert before is signal.default_int_handler, "Ctrl-C is heard again"
    begun = [entry["process"] for entry in store.journal() if entry["event"] == "started"]
    assert (os.getpid() in begun) == (jobs == 1)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_failure_is_raised_and_finished_work_is_kept(store: UnitStore, jobs: int) -> None:
    works = {unit(number): partial(operator.truediv, 1, number - 2) for number in range(3)}
    with pytest.raises(ZeroDivisionError):
        do_all(store, works, jobs=jobs, progress=Silence())
    assert not store.finished(unit(2))
    if jobs == 1:
        assert store.read(unit(0)) == -0.5


def test_a_process_that_was_ended_is_explained(store: UnitStore) -> None:
    works = {unit(number): partial(os._exit, 1) for number in range(2)}
    with pytest.raises(InputError, match=r"A worker process was ended .*--jobs 1"):
        do_all(store, works, jobs=2, progress=Silence())


def test_there_are_no_more_processes_than_pieces() -> None:
    assert processes(None, []) == 1
    assert processes(None, ["a"]) == 1
    assert processes(3, ["a"] * 9) == 3
