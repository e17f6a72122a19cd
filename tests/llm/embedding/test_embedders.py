"""Embedder: each distinct text once, in batches of like length, kept, the same numbers again."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataexplain.errors import InputError, ParameterError, ReplyError
from dataexplain.llm.embedding import embedders
from dataexplain.llm.embedding.embedders import Embedder
from dataexplain.llm.embedding.embedding_store import EmbeddingStore
from tests.llm.hashing_embedder import WIDTH, HashingEmbedder, vector_of

TEXTS = st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=12), max_size=40)


@given(texts=TEXTS, batch_tokens=st.integers(1, 40), concurrency=st.integers(1, 3))
def test_order_duplicates_and_batches_do_not_matter(
    texts: list[str], batch_tokens: int, concurrency: int
) -> None:
    backend = HashingEmbedder(concurrency=concurrency, most_texts=7)
    with Embedder(backend, batch_tokens=batch_tokens) as embedder:
        found = embedder.embed(iter(texts))
    assert found.dtype == np.float32
    assert found.shape == (len(texts), WIDTH)
    for text, row in zip(texts, found, strict=True):
        assert row.tolist() == vector_of(text).tolist()
    asked = [text for batch in backend.batches for text in batch]
    assert sorted(asked) == sorted(set(texts))


@given(texts=TEXTS, cut=st.integers(0, 40))
def test_what_is_kept_is_not_asked_again_and_is_the_same(texts: list[str], cut: int) -> None:
    def thirds(_: Sequence[str], rows: np.ndarray) -> np.ndarray:
        return rows / np.float32(3)  # float16 cannot hold these: they are rounded

    backend = HashingEmbedder(change=thirds)
    with Embedder(backend, store=EmbeddingStore(None)) as embedder:
        embedder.embed(texts[:cut])
        before = [text for batch in backend.batches for text in batch]
        kept = embedder.embed(texts)
    fresh = Embedder(HashingEmbedder(change=thirds)).embed(texts)
    assert kept.tolist() == fresh.tolist()
    asked = [text for batch in backend.batches for text in batch]
    assert len(asked) == len(set(asked)), "a text was computed twice"
    assert set(before) == set(texts[:cut])


def test_a_second_run_asks_nothing(tmp_path: Path) -> None:
    texts = ["sea", "tree", "", "sea"]
    with Embedder(HashingEmbedder(), store=EmbeddingStore(tmp_path)) as embedder:
        first = embedder.embed(texts)
    backend = HashingEmbedder()
    with Embedder(backend, store=EmbeddingStore(tmp_path)) as embedder:
        assert embedder.embed(texts).tolist() == first.tolist()
    assert backend.batches == []


def test_another_model_shares_nothing() -> None:
    store = EmbeddingStore(None)
    Embedder(HashingEmbedder(fingerprint="a"), store=store).embed(["sea"])
    other = HashingEmbedder(fingerprint="b")
    Embedder(other, store=store).embed(["sea"])
    assert other.batches == [["sea"]]
    store.close()


def test_batches_hold_texts_of_like_length_within_the_limits() -> None:
    texts = [" ".join(["w"] * count) + str(at) for at, count in enumerate([9, 1, 5, 1, 9, 5, 1])]
    backend = HashingEmbedder(most_texts=2)
    Embedder(backend, batch_tokens=16).embed(texts)
    lengths = [backend.count_tokens(batch) for batch in backend.batches]
    assert lengths == [[3, 3], [3, 7], [7], [11], [11]]


def test_blocks_are_put_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedders, "_BLOCK", 3)
    monkeypatch.setattr(embedders, "_ROWS", 2)
    texts = [f"text {at % 7}" for at in range(20)]
    seen: list[tuple[int, int]] = []
    found = Embedder(HashingEmbedder()).embed(texts, progress=lambda *now: seen.append(now))
    assert [row.tolist() for row in found] == [vector_of(text).tolist() for text in texts]
    assert seen[-1] == (7, 7)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)


def test_no_text_gives_no_row() -> None:
    assert Embedder(HashingEmbedder()).embed([]).shape == (0, WIDTH)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "a missing value"),
        (float("nan"), "a missing value"),
        (np.float64("nan"), "a missing value"),
        (pd.NA, "a missing value"),
        (pd.NaT, "a missing value"),
        (7, "7"),
        (b"sea", "b'sea'"),
    ],
)
def test_what_is_no_text_is_refused_with_its_row(value: Any, said: str) -> None:
    backend = HashingEmbedder()
    with pytest.raises(InputError, match=f"row 3: This is {said}, not a text") as caught:
        Embedder(backend).embed(["a", "b", value])
    assert caught.value.row == 3
    assert backend.batches == []


def test_one_text_in_place_of_a_list_is_refused() -> None:
    with pytest.raises(ParameterError, match="'texts' parameter of embed must be a list"):
        Embedder(HashingEmbedder()).embed("sea")


def test_a_batch_of_no_tokens_is_refused() -> None:
    with pytest.raises(ParameterError, match="batch_tokens"):
        Embedder(HashingEmbedder(), batch_tokens=0)


def test_half_a_surrogate_is_a_question_mark() -> None:
    found = Embedder(HashingEmbedder()).embed(["a\ud800", "a?"])
    assert found[0].tolist() == found[1].tolist()


@pytest.mark.parametrize("value", [np.nan, np.inf, 1e6])
def test_numbers_that_cannot_be_kept_are_no_answer(value: float) -> None:
    def spoiled(_: Sequence[str], rows: np.ndarray) -> np.ndarray:
        rows[0, 0] = value
        return rows

    store = EmbeddingStore(None)
    with Embedder(HashingEmbedder(change=spoiled), store=store) as embedder:
        with pytest.raises(ReplyError, match=r"no numbers or beyond 65,504"):
            embedder.embed(["sea"])
        assert store.statistics().entries == 0


def test_a_row_too_few_is_no_answer() -> None:
    embedder = Embedder(HashingEmbedder(change=lambda _, rows: rows[1:]))
    with pytest.raises(ReplyError, match=r"answered 2 texts with vectors of shape \(1, 8\)"):
        embedder.embed(["sea", "tree"])


def test_vectors_of_two_lengths_are_no_answer() -> None:
    store = EmbeddingStore(None)
    store.put_many("hashing:1", ["sea"], np.ones((1, 3), np.float16))
    with (
        Embedder(HashingEmbedder(), store=store) as embedder,
        pytest.raises(ReplyError, match="vectors of 3 and 8 numbers"),
    ):
        embedder.embed(["sea", "tree"])


@pytest.mark.parametrize("concurrency", [1, 3])
def test_what_was_computed_before_an_error_is_kept(concurrency: int) -> None:
    def failing(texts: Sequence[str], rows: np.ndarray) -> np.ndarray:
        if "w w w w w" in texts:
            raise ReplyError("broken")
        return rows

    backend = HashingEmbedder(concurrency=concurrency, most_texts=1, change=failing)
    texts = [" ".join("w" * count) for count in range(1, 9)]
    store = EmbeddingStore(None)
    with Embedder(backend, store=store) as embedder:
        with pytest.raises(ReplyError, match="broken"):
            embedder.embed(texts)
        answered = {text for batch in backend.batches for text in batch} - {"w w w w w"}
        assert set(store.get_many("hashing:1", texts)) == answered
        assert {" ".join("w" * count) for count in range(1, 5)} <= answered


def test_batches_run_at_once_as_the_backend_wants() -> None:
    together = threading.Barrier(2, timeout=30)

    def meeting(_: Sequence[str], rows: np.ndarray) -> np.ndarray:
        together.wait()
        return rows

    embedder = Embedder(HashingEmbedder(concurrency=2, most_texts=1, change=meeting))
    assert len(embedder.embed(["a", "b"])) == 2  # a batch alone would break the barrier


def test_texts_ahead_are_bounded() -> None:
    """All batches were once handed to the threads at the start, with their texts and vectors."""
    backend = HashingEmbedder(concurrency=2, most_texts=1)
    texts = [f"text {at:03d}" for at in range(50)]
    started = []

    def look(done: int, _: int) -> None:
        started.append(len(backend.batches) - done)

    Embedder(backend).embed(texts, progress=look)
    assert max(started) <= 3


def test_close_reaches_backend_and_store() -> None:
    backend = HashingEmbedder()
    embedder = Embedder(backend, store=EmbeddingStore(None))
    embedder.close()
    embedder.close()
    assert backend.closed == 2


def test_the_front_tells_what_it_is(tmp_path: Path) -> None:
    embedder = Embedder(HashingEmbedder())
    assert (embedder.name, embedder.fingerprint, embedder.dimensions, embedder.notes) == (
        "hashing",
        "hashing:1",
        WIDTH,
        [],
    )


def test_a_generator_is_read_once() -> None:
    def texts() -> Iterator[str]:
        yield from ["b", "a", "b"]

    assert Embedder(HashingEmbedder()).embed(texts()).shape == (3, WIDTH)
