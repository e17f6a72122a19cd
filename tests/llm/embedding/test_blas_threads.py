"""One thread a product while texts are embedded, and what was before afterwards."""

from __future__ import annotations

import threading

import pytest
from threadpoolctl import threadpool_limits

from dataexplain.llm.embedding.blas_threads import blas_threads, one_thread_a_product


def test_two_that_overlap_leave_it_as_it_was() -> None:
    """The first to leave once set back two threads, and the last one then one for ever."""
    first_is_in, second_is_done = threading.Event(), threading.Event()
    seen: list[int] = []

    def second() -> None:
        first_is_in.wait(30)
        with one_thread_a_product():
            seen.append(blas_threads())
        second_is_done.set()

    thread = threading.Thread(target=second)
    thread.start()
    with threadpool_limits(limits=2, user_api="blas"):
        with one_thread_a_product():
            first_is_in.set()
            assert not second_is_done.wait(0.05)
        thread.join(30)
        assert seen in ([1], [2])  # libraries may let one thread alone set it
        assert blas_threads() == 2


def test_one_inside_the_other_does_not_wait_for_itself() -> None:
    with one_thread_a_product(), one_thread_a_product():
        assert blas_threads() == 1


def test_an_error_inside_sets_it_back() -> None:
    with threadpool_limits(limits=2, user_api="blas"):
        with pytest.raises(KeyError), one_thread_a_product():
            raise KeyError
        assert blas_threads() == 2
