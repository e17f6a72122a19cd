"""Coroutines run from plain functions: in order, bounded, cancelled when nobody waits."""

import asyncio
import concurrent.futures
import threading
import time

import pytest

from dataexplain.llm.loop_thread import LoopThread


@pytest.fixture
def thread():
    made = LoopThread()
    yield made
    made.close()


def test_results_come_in_order_whatever_ends_first(thread):
    async def work(number):
        await asyncio.sleep(0.02 if number % 2 else 0)
        return number

    assert list(thread.run_each(work, range(20), window=5)) == list(range(20))


def test_no_more_than_the_window_is_read_ahead(thread):
    """A corpus is read as it is judged: memory does not grow with it."""
    read = 0

    def entries():
        nonlocal read
        for number in range(1000):
            read += 1
            yield number

    async def work(number):
        return number

    results = thread.run_each(work, entries(), window=8)
    for taken in range(1, 50):
        next(results)
        assert read <= taken + 8
    results.close()


def test_an_error_ends_it_and_cancels_the_rest(thread):
    cancelled = []

    async def work(number):
        if number == 1:
            raise ValueError("one")
        try:
            await asyncio.sleep(30 if number > 1 else 0)
        except asyncio.CancelledError:
            cancelled.append(number)
            raise
        return number

    before = set(threading.enumerate())
    results = thread.run_each(work, range(4), window=4)
    assert next(results) == 0
    with pytest.raises(ValueError, match="one"):
        next(results)
    thread.close()
    assert set(cancelled) <= {2, 3}
    assert set(threading.enumerate()) <= before


def test_a_reader_who_stops_cancels_what_is_under_way(thread):
    begun, cancelled = threading.Event(), threading.Event()

    async def work(number):
        if number == 0:
            return number
        begun.set()
        try:
            await asyncio.sleep(30)
        except asyncio.CancelledError:
            cancelled.set()
            raise

    results = thread.run_each(work, range(3), window=3)
    assert next(results) == 0
    assert begun.wait(10)
    results.close()
    assert cancelled.wait(10)


def test_close_cancels_waits_for_it_and_does_one_last_thing(thread):
    ended, last = [], []

    async def work(number):
        try:
            await asyncio.sleep(30)
        finally:
            ended.append(number)

    waiting = threading.Thread(target=swallowing, args=(thread, work), daemon=True)
    waiting.start()
    while not thread_is_busy(thread):
        time.sleep(0.01)

    async def finish():
        last.append(list(ended))

    thread.close(finish)
    waiting.join(10)
    assert last == [[7]]


def swallowing(thread, work):
    with pytest.raises(concurrent.futures.CancelledError):
        thread.run(work(7))


def thread_is_busy(thread):
    loop = thread._loop
    return loop is not None and len(asyncio.all_tasks(loop)) > 0


def test_it_works_where_a_loop_runs_already(thread):
    """A notebook has an event loop of its own."""

    async def work():
        return 5

    async def notebook():
        return thread.run(work())

    assert asyncio.run(notebook()) == 5


def test_closed_it_can_be_used_again_and_closed_twice(thread):
    async def work():
        return 1

    assert thread.run(work()) == 1
    thread.close()
    thread.close()
    assert thread.run(work()) == 1
