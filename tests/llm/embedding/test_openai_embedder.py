"""Embedders on a server: order, bounded requests, faults in clear words, no key anywhere."""

from __future__ import annotations

import base64
import json
import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("openai")

from dataexplain.errors import (
    AuthenticationError,
    LanguageModelError,
    ModelNotFoundError,
    RateLimitError,
    ReplyError,
    ReplyTimeoutError,
    ServerError,
)
from dataexplain.llm.embedding.embedders import Embedder
from dataexplain.llm.embedding.embedding_store import EmbeddingStore
from dataexplain.llm.embedding.openai_embedder import OpenAIEmbedder, read_embeddings
from tests.llm.child_programs import start
from tests.llm.hashing_embedder import vector_of
from tests.llm.stub_server import Answer, Asked, StubServer, error_answer

KEY = "sk-very-secret-0123456789"


def embeddings(asked: Asked) -> Answer:
    """Answer in reverse order, so that only the numbers tell which is which."""
    entries = [
        {"object": "embedding", "index": at, "embedding": vector_of(text).tolist()}
        for at, text in enumerate(asked.body["input"])
    ]
    return Answer({"object": "list", "data": entries[::-1], "model": asked.body["model"]})


def in_base64(asked: Asked) -> Answer:
    answer = embeddings(asked)
    for entry in answer.body["data"]:
        numbers = np.array(entry["embedding"], "<f4").tobytes()
        entry["embedding"] = base64.b64encode(numbers).decode()
    return answer


@pytest.fixture
def server() -> Iterator[StubServer]:
    with StubServer(reply=embeddings) as running:
        yield running


def opened(server: StubServer, **options: Any) -> OpenAIEmbedder:
    return OpenAIEmbedder("m", **{"base_url": server.url, "key": KEY, "retries": 0} | options)


def failing(plan: list[Answer], **options: Any) -> LanguageModelError:
    """Return the error that a server's answers lead to."""
    with StubServer(plan, reply=embeddings) as server, Embedder(opened(server, **options)) as asked:
        with pytest.raises(LanguageModelError) as caught:
            asked.embed(["sea"])
        assert KEY not in str(caught.value)
        return caught.value


@pytest.mark.parametrize("reply", [embeddings, in_base64])
def test_vectors_go_to_their_texts(reply: Any) -> None:
    texts = [f"text {at % 23}" for at in range(40)]
    with StubServer(reply=reply) as server, Embedder(opened(server, most_texts=5)) as embedder:
        found = embedder.embed(texts)
        assert [row.tolist() for row in found] == [vector_of(text).tolist() for text in texts]
        assert embedder.dimensions == 8
        assert sorted(len(asked.body["input"]) for asked in server.requests) == [3, 5, 5, 5, 5]
    assert {asked.path for asked in server.requests} == {"/v1/embeddings"}
    assert server.requests[0].headers["authorization"] == f"Bearer {KEY}"


def test_requests_at_once_are_bounded() -> None:
    with StubServer(reply=embeddings, delay=0.02) as server:
        backend = opened(server, most_texts=1, concurrency=3)
        with Embedder(backend) as embedder:
            embedder.embed([f"text {at}" for at in range(20)])
        assert 2 <= server.most_at_once <= 3


def test_the_length_is_asked_once(server: StubServer) -> None:
    with Embedder(opened(server)) as embedder:
        assert embedder.embed([]).shape == (0, 8)
        assert embedder.dimensions == 8
    assert len(server.requests) == 1


def test_an_empty_text_is_sent_as_a_space(server: StubServer) -> None:
    with Embedder(opened(server)) as embedder:
        embedder.embed([""])
    assert server.requests[0].body["input"] == [" "]


def test_what_a_server_answered_is_not_paid_twice(server: StubServer, tmp_path: Path) -> None:
    for _ in range(2):
        with Embedder(opened(server), store=EmbeddingStore(tmp_path)) as embedder:
            embedder.embed(["sea", "tree"])
    assert len(server.requests) == 1
    for path in tmp_path.iterdir():
        assert KEY.encode() not in path.read_bytes()


def test_a_busy_server_is_asked_again() -> None:
    busy = error_answer(429, "slow down", headers={"retry-after": "0"})
    with StubServer([busy], reply=embeddings) as server:
        with Embedder(opened(server, retries=1)) as embedder:
            assert embedder.embed(["sea"]).shape == (1, 8)
        assert len(server.requests) == 2


def data(*entries: Any) -> Answer:
    return Answer({"object": "list", "data": list(entries)})


def entry(index: Any = 0, embedding: Any = (1.0, 0.0)) -> dict[str, Any]:
    return {"index": index, "embedding": embedding}


@pytest.mark.parametrize(
    ("answer", "kind", "said"),
    [
        (error_answer(429, "slow down"), RateLimitError, "come back later"),
        (error_answer(500, "oh"), ServerError, "failed"),
        (error_answer(401, f"bad key {KEY}"), AuthenticationError, "OPENAI_API_KEY"),
        (Answer("<html>hello</html>"), ServerError, "web page"),
        (Answer(b'{"data": [{"ind'), ServerError, "whole JSON"),
        (Answer({"choices": []}), ServerError, "not in the form of embeddings"),
        (Answer({"data": [1]}), ServerError, "not in the form of embeddings"),
        (Answer(b'{"data": []}', drop_after=3), ServerError, "broke off"),
        (data(), ReplyError, "1 texts with 0 vectors"),
        (data(entry(0), entry(1)), ReplyError, "1 texts with 2 vectors"),
        (data(entry(0), entry(0)), ReplyError, "1 texts with 2 vectors"),
        (data(entry(1)), ReplyError, "numbers that are not those"),
        (data(entry([0])), ReplyError, "numbers that are not those"),
        (data(entry("0")), ReplyError, "numbers that are not those"),
        (data(entry(0, [])), ReplyError, "something else than a list"),
        (data(entry(0, "?!")), ReplyError, "something else than a list"),
        (data(entry(0, "AAAA")), ReplyError, "something else than a list"),
        (data(entry(0, [[1.0]])), ReplyError, "something else than a list"),
        (data(entry(0, [1.0, "x"])), ReplyError, "something else than a list"),
        (data(entry(0, {"a": 1})), ReplyError, "something else than a list"),
        (data(entry(0, [1.0, None])), ReplyError, "no numbers"),
        (Answer(b'{"data": [{"index": 0, "embedding": [NaN]}]}'), ReplyError, "no numbers"),
    ],
)
def test_what_is_no_answer_is_said(answer: Answer, kind: type[Exception], said: str) -> None:
    error = failing([answer])
    assert type(error) is kind
    assert said in str(error)


def test_a_slow_server_is_given_up() -> None:
    error = failing([Answer({}, delay=5.0)], timeout=0.1)
    assert type(error) is ReplyTimeoutError
    assert error.retryable


def test_a_wrong_model_name_is_said_with_those_there_are() -> None:
    plan = [
        error_answer(404, "The model 'm' does not exist.", code="model_not_found"),
        Answer({"data": [{"id": "m3"}]}),
    ]
    error = failing(plan)
    assert type(error) is ModelNotFoundError
    assert "'m3'" in str(error)


def test_two_lengths_in_one_reply_are_no_answer() -> None:
    with pytest.raises(ReplyError, match="several lengths"):
        read_embeddings({"data": [entry(0), entry(1, [1.0])]}, count=2, model="m")


def test_entries_without_numbers_are_in_order() -> None:
    answer = json.loads('{"data": [{"embedding": [1]}, {"embedding": [2]}]}')
    assert read_embeddings(answer, count=2, model="m").tolist() == [[1.0], [2.0]]


def test_a_hosted_server_without_a_key_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    with (
        Embedder(OpenAIEmbedder("m")) as embedder,
        pytest.raises(AuthenticationError, match="OPENAI_API_KEY is not set"),
    ):
        embedder.embed(["sea"])


def test_the_key_comes_from_the_variable(
    server: StubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", f" {KEY}\n")
    with Embedder(opened(server, key=None)) as embedder:
        embedder.embed(["sea"])
    assert server.requests[0].headers["authorization"] == f"Bearer {KEY}"


@pytest.mark.skipif(os.name != "posix", reason="needs signals as POSIX has them")
def test_ctrl_c_ends_a_program_that_waits_for_a_server() -> None:
    program = """
import sys
from dataexplain.llm.embedding.embedders import Embedder
from dataexplain.llm.embedding.openai_embedder import OpenAIEmbedder
with Embedder(OpenAIEmbedder("m", base_url=sys.argv[1], most_texts=1)) as embedder:
    embedder.embed(map(str, range(50)))
"""
    arrived = threading.Event()

    def hanging(_: Asked) -> Answer:
        arrived.set()
        return Answer({}, delay=60.0)

    with StubServer(reply=hanging) as server:
        child = start(program, server.url)
        assert arrived.wait(60)
        child.send_signal(signal.SIGINT)
        _, said = child.communicate(timeout=30)
    assert child.returncode != 0
    assert "KeyboardInterrupt" in said
