"""The store of embeddings: the same numbers back, shared by processes, whole after a kill."""

from __future__ import annotations

import os
import signal
import sqlite3
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as stn

from dataexplain.errors import ParameterError, StoreError
from dataexplain.llm.embedding.embedding_store import FILE_NAME, EmbeddingStore
from tests.llm.child_programs import bound_by_rights, finished, start

PREAMBLE = """
import sys
from pathlib import Path
import numpy as np
from dataexplain.llm.embedding.embedding_store import EmbeddingStore
store = EmbeddingStore(Path(sys.argv[1]))
"""
POSIX = pytest.mark.skipif(os.name != "posix", reason="needs signals as POSIX has them")


def rows(count: int, *, start: int = 0) -> np.ndarray:
    return np.arange(start, start + 3 * count, dtype=np.float16).reshape(count, 3)


@given(
    vectors=stn.arrays(
        np.float16, st.tuples(st.integers(1, 5), st.integers(1, 9)), elements={"allow_nan": False}
    )
)
def test_any_vector_comes_back_as_it_was(vectors: np.ndarray) -> None:
    texts = [f"text {at}" for at in range(len(vectors))]
    with EmbeddingStore(None) as store:
        store.put_many("m", texts, vectors)
        found = store.get_many("m", ["absent", *texts])
    assert sorted(found) == texts
    for text, vector in zip(texts, vectors, strict=True):
        assert found[text].tobytes() == vector.tobytes()


def test_vectors_are_there_for_the_next_run(tmp_path: Path) -> None:
    with EmbeddingStore(tmp_path / "new") as store:
        store.put_many("m", ["a", ""], rows(2))
    with EmbeddingStore(tmp_path / "new") as store:
        assert {
            text: row.tolist() for text, row in store.get_many("m", ["", "a", "b"]).items()
        } == {
            "a": [0.0, 1.0, 2.0],
            "": [3.0, 4.0, 5.0],
        }


def test_more_texts_than_a_query_can_name() -> None:
    texts = [f"text {at}" for at in range(2_000)]
    with EmbeddingStore(None) as store:
        store.put_many("m", texts, np.ones((2_000, 2), np.float16))
        assert len(store.get_many("m", texts)) == 2_000


def test_the_first_vector_stays() -> None:
    with EmbeddingStore(None) as store:
        store.put_many("m", ["a"], rows(1))
        store.put_many("m", ["a"], rows(1, start=7))
        assert store.get_many("m", ["a"])["a"].tolist() == [0.0, 1.0, 2.0]


def test_models_share_nothing() -> None:
    with EmbeddingStore(None) as store:
        store.put_many("m", ["a"], rows(1))
        assert store.get_many("n", ["a"]) == {}
        assert store.get_many("", ["ma"]) == {}


def test_no_text_is_in_the_file(tmp_path: Path) -> None:
    with EmbeddingStore(tmp_path) as store:
        store.put_many("m", ["a very private text"], rows(1))
    for path in tmp_path.iterdir():
        assert b"private" not in path.read_bytes()


def test_more_vectors_than_texts_keeps_nothing() -> None:
    with EmbeddingStore(None) as store:
        with pytest.raises(ValueError, match="zip"):
            store.put_many("m", ["a"], rows(2))
        assert store.get_many("m", ["a"]) == {}


def test_statistics_tell_models_and_times() -> None:
    now = [0.0]
    with EmbeddingStore(None, clock=lambda: now[0]) as store:
        empty = store.statistics()
        store.put_many("m", ["a"], rows(1))
        now[0] = 86_400.0
        store.put_many("n", ["a", "b"], rows(2))
        found = store.statistics()
    assert (empty.entries, empty.oldest, empty.models) == (0, None, ())
    assert found.entries == 3
    assert [(m.fingerprint, m.entries, m.bytes) for m in found.models] == [
        ("n", 2, 12),
        ("m", 1, 6),
    ]
    assert found.oldest == "1970-01-01T00:00:00+00:00"
    assert found.newest == "1970-01-02T00:00:00+00:00"
    assert found.bytes > 0


def test_old_vectors_are_removed() -> None:
    now = [0.0]
    with EmbeddingStore(None, clock=lambda: now[0]) as store:
        store.put_many("m", ["a"], rows(1))
        now[0] = 10 * 86_400.0
        store.put_many("m", ["b"], rows(1))
        assert store.prune(older_than_days=5) == 1
        assert set(store.get_many("m", ["a", "b"])) == {"b"}


def test_a_model_is_removed_and_can_be_kept_again() -> None:
    with EmbeddingStore(None) as store:
        store.put_many("m", ["a"], rows(1))
        store.put_many("n", ["a"], rows(1))
        assert store.prune(model="never heard of") == 0
        assert store.prune(model="m") == 1
        assert store.get_many("m", ["a"]) == {}
        assert set(store.get_many("n", ["a"])) == {"a"}
        store.put_many("m", ["a"], rows(1))
        assert set(store.get_many("m", ["a"])) == {"a"}


def test_the_file_shrinks_to_a_size_the_oldest_first(tmp_path: Path) -> None:
    texts = [f"text {at}" for at in range(2_000)]
    with EmbeddingStore(tmp_path) as store:
        store.put_many("m", texts, np.ones((2_000, 200), np.float16))
        before = store.statistics().bytes
        removed = store.prune(most_bytes=before // 2)
        assert 0 < removed < 2_000
        assert store.statistics().bytes <= before // 2
        assert set(store.get_many("m", texts)) == set(texts[removed:])
        assert store.prune(most_bytes=0) == 2_000 - removed


@pytest.mark.parametrize("wishes", [{}, {"most_bytes": -1}, {"older_than_days": float("nan")}])
def test_pruning_needs_to_be_told_what(wishes: dict[str, float]) -> None:
    with EmbeddingStore(None) as store, pytest.raises(ParameterError, match="of prune"):
        store.prune(**wishes)  # type: ignore[arg-type]


def test_a_damaged_file_is_refused_and_left(tmp_path: Path) -> None:
    path = tmp_path / FILE_NAME
    path.write_bytes(b"no database" * 500)
    with pytest.raises(StoreError, match="damaged") as caught:
        EmbeddingStore(tmp_path)
    assert str(path) in str(caught.value)
    assert path.read_bytes() == b"no database" * 500


def test_a_vector_that_was_damaged_by_hand_is_said(tmp_path: Path) -> None:
    with EmbeddingStore(tmp_path) as store:
        store.put_many("m", ["a"], rows(1))
    connection = sqlite3.connect(tmp_path / FILE_NAME)
    connection.execute("UPDATE vectors SET vector = x'00'")
    connection.commit()
    connection.close()
    with EmbeddingStore(tmp_path) as store, pytest.raises(StoreError, match="no vector"):
        store.get_many("m", ["a"])


@POSIX
def test_a_read_only_store_is_read_and_says_that_nothing_is_kept(tmp_path: Path) -> None:
    with EmbeddingStore(tmp_path) as store:
        store.put_many("m", ["a"], rows(1))
    (tmp_path / FILE_NAME).chmod(0o400)
    tmp_path.chmod(0o500)
    program = (
        PREAMBLE
        + "store.put_many('m', ['b'], np.ones((1, 3), np.float16))\n"
        + "print(len(store.get_many('m', ['a', 'b'])), len(store.notes), store.notes[0])\n"
        + "store.close()\n"
    )
    try:
        (said,) = finished(start(program, tmp_path, preexec_fn=bound_by_rights()))
    finally:
        tmp_path.chmod(0o700)
    assert said.startswith("1 1 ")
    assert "New embeddings are not kept" in said


def test_two_processes_share_one_store(tmp_path: Path) -> None:
    program = (
        PREAMBLE
        + "first = int(sys.argv[2])\n"
        + "for at in range(first, first + 300):\n"
        + "    store.put_many('m', [f'text {at}'], np.full((1, 4), at, np.float16))\n"
        + "store.close()\n"
    )
    finished(*(start(program, tmp_path, first) for first in (0, 150)))
    texts = [f"text {at}" for at in range(450)]
    with EmbeddingStore(tmp_path) as store:
        found = store.get_many("m", texts)
        assert store.statistics().entries == 450
    assert all(found[text].tolist() == [at] * 4 for at, text in enumerate(texts))


@POSIX
def test_a_killed_writer_leaves_whole_batches(tmp_path: Path) -> None:
    program = (
        PREAMBLE
        + "for at in range(10 ** 6):\n"
        + "    texts = [f'{at}-{k}' for k in range(5)]\n"
        + "    store.put_many('m', texts, np.full((5, 4), at % 1000, np.float16))\n"
        + "    print(at, flush=True)\n"
    )
    for kills in range(1, 4):
        child = start(program, tmp_path)
        assert child.stdout is not None
        for line in child.stdout:
            if int(line) == 40 * kills:
                break
        child.send_signal(signal.SIGKILL)
        child.communicate()
        texts = [f"{at}-{k}" for at in range(40 * kills + 1) for k in range(5)]
        with EmbeddingStore(tmp_path) as store:
            assert len(store.get_many("m", texts)) == len(texts), "what was said to be kept is lost"
            assert store.statistics().entries % 5 == 0, "half a batch"
