"""Calls of served embedders: within the budget, in the log, without keys; local ones make none."""

from __future__ import annotations

import concurrent.futures
import os
import signal
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("openai")

from dataexplain.errors import (
    AuthenticationError,
    BudgetReachedError,
    LanguageModelError,
    ReplyError,
    ServerError,
)
from dataexplain.llm import Budget, Cost, Price, Purpose
from dataexplain.llm.embedding.embedders import Embedder
from dataexplain.llm.embedding.embedding_backends import EmbeddingReply, is_served
from dataexplain.llm.embedding.embedding_calls import EmbeddingCalls
from dataexplain.llm.embedding.embedding_store import EmbeddingStore
from dataexplain.llm.embedding.openai_embedder import FREE, OpenAIEmbedder
from dataexplain.llm.stores.call_log import CallLog, CallRecord
from tests.llm.child_programs import start
from tests.llm.embedding.test_openai_embedder import embeddings
from tests.llm.hashing_embedder import HashingEmbedder, vector_of
from tests.llm.stub_server import Answer, Asked, StubServer, error_answer

KEY = "sk-very-secret-0123456789"


def counting(asked: Asked) -> Answer:
    """Answer as a server that counts three tokens a text."""
    answer = embeddings(asked)
    answer.body["usage"] = {"prompt_tokens": 3 * len(asked.body["input"])}
    return answer


@pytest.fixture
def server() -> Iterator[StubServer]:
    with StubServer(reply=counting) as running:
        yield running


def opened(server: StubServer, **options: Any) -> OpenAIEmbedder:
    return OpenAIEmbedder("m", **{"base_url": server.url, "key": KEY, "retries": 0} | options)


class Served(HashingEmbedder):
    """A served backend without a server, whose calls cost what they are told."""

    kind = "package"

    def __init__(self, *, price: Price = FREE, tokens: int = 0, **options: Any) -> None:
        super().__init__(**options)
        self.price = price
        self.tokens = tokens

    def ask(self, texts: Sequence[str]) -> EmbeddingReply:
        return EmbeddingReply(self.embed_batch(texts), self.tokens)

    def secrets(self) -> tuple[str, ...]:
        return ()


def logged(log: CallLog) -> list[CallRecord]:
    return log.tail(999)


def test_only_what_has_a_server_is_served(server: StubServer) -> None:
    backend = opened(server)
    assert is_served(backend)
    assert is_served(Served())
    assert not is_served(HashingEmbedder())
    assert not server.requests, "to look at a backend asks nothing"


def test_every_batch_is_one_call_in_the_log(server: StubServer) -> None:
    log = CallLog(None)
    backend = opened(server, most_texts=2, price=Price(prompt=2.0))
    embedder = Embedder(backend, store=EmbeddingStore(None), log=log, run="churn")
    for _ in range(2):  # what is in the store is no call
        embedder.embed(["a", "b", "c", "a"], purpose=Purpose(serves="text features"))
    calls = logged(log)
    assert len(calls) == len(server.requests) == 2
    assert {call.verb for call in calls} == {"embed"}
    assert sorted(call.texts or 0 for call in calls) == [1, 2]
    first = next(call for call in calls if call.texts == 2)
    assert (first.backend, first.model) == ("openai_compatible", "m")
    assert (first.run, first.serves) == ("churn", "text features")
    assert (first.prompt_tokens, first.reply_tokens, first.price) == (6, 0, 6 * 2e-6)
    assert first.request == {"verb": "embed", "texts": ["a", "b"]}
    assert first.reply == {"vectors": 2, "numbers_each": 8}, "vectors are in the store"
    assert first.seconds > 0
    assert not first.cached
    assert len({call.key for call in calls}) == 2
    assert embedder.budget.spent == Cost(2, 9, 1.8e-5)
    embedder.close()


def test_asking_for_the_length_is_a_call_too(server: StubServer) -> None:
    """It had gone past the budget and the log."""
    log = CallLog(None)
    with Embedder(opened(server), log=log, budget=Budget(calls=1)) as embedder:
        assert embedder.dimensions == 8
        assert [call.texts for call in logged(log)] == [1]
        with pytest.raises(BudgetReachedError):
            embedder.embed(["sea"])


def test_a_budget_of_calls_is_hard_and_what_came_is_kept(server: StubServer) -> None:
    store, log, budget = EmbeddingStore(None), CallLog(None), Budget(calls=7)
    backend = opened(server, most_texts=1)
    with Embedder(backend, store=store, log=log, budget=budget) as embedder:
        with pytest.raises(BudgetReachedError, match="7 of 7 calls"):
            embedder.embed([f"text {at}" for at in range(20)])
        assert len(server.requests) == len(logged(log)) == 7
        assert store.statistics().entries == 7


@given(
    counts=st.lists(st.integers(0, 30), min_size=1, max_size=12),
    limit=st.integers(0, 400),
    concurrency=st.integers(1, 4),
)
def test_what_is_spent_never_passes_a_limit(
    counts: list[int], limit: int, concurrency: int
) -> None:
    texts = [f"{at:02}" + "x" * count for at, count in enumerate(counts)]
    backend = Served(tokens=5, concurrency=concurrency, most_texts=2)
    budget = Budget(tokens=limit)
    embedder = Embedder(backend, budget=budget)
    try:
        embedder.embed(texts)
        assert budget.spent.tokens == 5 * len(backend.batches)
    except BudgetReachedError:
        assert budget.reached == "tokens"
    assert budget.spent.tokens <= limit


def test_a_server_that_counts_nothing_costs_the_most_it_can() -> None:
    price = Price(prompt=1_000_000.0)
    embedder = Embedder(Served(price=price), budget=Budget(money=1_000.0))
    embedder.embed(["sea"])
    assert embedder.budget.spent.tokens == 3 + 16
    free = Embedder(Served())
    free.embed(["sea"])
    assert free.budget.spent == Cost(calls=1)


@pytest.mark.parametrize(
    ("answer", "kind", "cost"),
    [
        (error_answer(401, f"bad key {KEY}"), AuthenticationError, Cost(calls=1)),
        (error_answer(500, f"oh {KEY}"), ServerError, Cost(1, 19, 3.8e-5)),
        (Answer({"data": []}), ReplyError, Cost(1, 19, 3.8e-5)),
    ],
)
def test_a_call_that_fails_is_logged_with_its_error(
    answer: Answer, kind: type[Exception], cost: Cost, tmp_path: Path
) -> None:
    """Refused, it costs the call alone; otherwise it may have cost everything."""
    with StubServer([answer]) as server:
        backend = opened(server, price=Price(prompt=2.0))
        log = CallLog(tmp_path / "calls.sqlite", secrets=backend.secrets)
        with Embedder(backend, log=log) as embedder:
            with pytest.raises(kind):
                embedder.embed(["sea"])
            (call,) = logged(log)
            assert embedder.budget.spent == cost
    assert call.error
    assert call.price == (None if cost.money else 0.0)
    assert call.reply is None
    for path in tmp_path.iterdir():
        assert KEY.encode() not in path.read_bytes()


def test_an_answer_that_is_none_is_paid_for_and_logged() -> None:
    broken = Served(tokens=4, price=Price(1.0), change=lambda _, rows: rows * np.nan)
    log = CallLog(None)
    with Embedder(broken, log=log) as embedder:
        with pytest.raises(ReplyError, match="no numbers"):
            embedder.embed(["sea"])
        (call,) = logged(log)
    assert "no numbers" in (call.error or "")
    assert (call.prompt_tokens, call.price) == (4, 4e-6)


def test_what_a_package_raises_is_one_of_our_errors() -> None:
    def breaks(*_: object) -> np.ndarray:
        raise MemoryError("full")

    log = CallLog(None)
    with Embedder(Served(change=breaks), log=log) as embedder:
        with pytest.raises(ServerError, match="MemoryError: full"):
            embedder.embed(["sea"])
        assert "MemoryError" in (logged(log)[0].error or "")


def test_keys_and_unwanted_texts_reach_no_file(server: StubServer, tmp_path: Path) -> None:
    for folder, keep_text in (("texts", True), ("hashes", False)):
        backend = opened(server)
        log = CallLog(
            tmp_path / folder / "calls.sqlite", keep_text=keep_text, secrets=backend.secrets
        )
        with Embedder(backend, log=log) as embedder:
            embedder.embed([f"nobody may read {KEY}"])
            (call,) = logged(log)
        assert call.texts == 1
    content = {
        folder: b"".join(path.read_bytes() for path in (tmp_path / folder).iterdir())
        for folder in ("texts", "hashes")
    }
    assert b"nobody may read [key]" in content["texts"]
    assert b"nobody may read" not in content["hashes"]
    assert KEY.encode() not in content["texts"] + content["hashes"]
    assert call.request is not None
    assert set(call.request) == {"sha256", "length"}


def test_what_runs_here_is_neither_limited_nor_logged() -> None:
    log = CallLog(None)
    with Embedder(HashingEmbedder(), log=log, budget=Budget(calls=0)) as embedder:
        assert embedder.embed(["sea"]).tolist() == [vector_of("sea").tolist()]
        assert logged(log) == []


def test_a_log_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "calls.sqlite").mkdir()
    with Embedder(Served(), log=CallLog(tmp_path / "calls.sqlite")) as embedder:
        embedder.embed(["sea"])
        assert any("not logged" in note for note in embedder.notes)


def test_a_call_that_was_stopped_is_logged_and_none_follows() -> None:
    """A batch that waits for room in the budget begins no call after the end."""
    stopped = concurrent.futures.CancelledError()

    def ends(*_: object) -> np.ndarray:
        calls.stop()
        raise stopped

    log, budget = CallLog(None), Budget(calls=5)
    calls = EmbeddingCalls(Served(change=ends), budget=budget, log=log)
    with pytest.raises(concurrent.futures.CancelledError):
        calls.ask(["sea"], lambda rows: rows)
    assert "Stopped" in (logged(log)[0].error or "")
    with pytest.raises(LanguageModelError, match="closed before"):
        calls.ask(["sea"], lambda rows: rows)
    assert budget.spent.calls == 1
    log.close()


@pytest.mark.skipif(os.name != "posix", reason="needs signals as POSIX has them")
def test_ctrl_c_logs_what_was_under_way(tmp_path: Path) -> None:
    program = """
import sys
from pathlib import Path
from dataexplain.llm.embedding.embedders import Embedder
from dataexplain.llm.embedding.openai_embedder import FREE, OpenAIEmbedder
from dataexplain.llm.stores.call_log import CallLog
backend = OpenAIEmbedder("m", base_url=sys.argv[1], most_texts=1, concurrency=1)
with Embedder(backend, log=CallLog(Path(sys.argv[2]))) as embedder:
    embedder.embed(map(str, range(50)))
"""
    arrived = threading.Event()

    def hanging(_: Asked) -> Answer:
        arrived.set()
        return Answer({}, delay=60.0)

    file = tmp_path / "calls.sqlite"
    with StubServer(reply=hanging) as server:
        child = start(program, server.url, str(file))
        assert arrived.wait(60)
        child.send_signal(signal.SIGINT)
        _, said = child.communicate(timeout=30)
    assert "KeyboardInterrupt" in said
    with CallLog(file) as log:
        assert [call.error for call in logged(log)] == ["Stopped before the reply came."]
