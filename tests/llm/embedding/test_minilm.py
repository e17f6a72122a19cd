"""MiniLM: the vectors of the original, and what is said of files that are wrong."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from dataexplain.errors import InstallationError, MissingDependencyError
from dataexplain.llm.embedding import minilm
from dataexplain.llm.embedding.embedders import Embedder
from dataexplain.llm.embedding.minilm import MiniLM
from dataexplain.llm.weights.catalogue import installed
from tests.llm.tiny_bert import WIDTH, WORDS, slow_states, tiny_weights, write_tiny_bert

# Computed with torch and transformers from the same weights: the first six numbers of each
# vector, and the products of all vectors with one another.
TEXTS = [
    "",
    "dog",
    "the cat sat on the mat",
    "Ünïcödé — naïve café, 東京 \U0001f600",
    "Not bad at all; in fact, rather good.",
    "word " * 400,
]
FIRST_NUMBERS = [
    [-0.118838, 0.048299, -0.002548, -0.011011, 0.051951, 0.010292],
    [-0.053147, 0.014194, 0.007146, 0.068609, -0.078480, 0.010167],
    [0.130402, -0.011870, -0.028117, 0.051239, -0.055974, 0.030192],
    [0.052648, -0.001213, 0.051584, -0.040347, -0.056767, -0.030351],
    [-0.060064, -0.009992, -0.051627, -0.027052, -0.082935, 0.031060],
    [-0.008124, -0.095586, -0.038673, 0.049662, -0.043794, 0.023720],
]
PRODUCTS = [
    [1.0, 0.31821, 0.04621, 0.1462, 0.09777, 0.1012],
    [0.31821, 1.0, 0.2305, 0.0695, 0.07206, 0.09947],
    [0.04621, 0.2305, 1.0, -0.0554, -0.04758, 0.11324],
    [0.1462, 0.0695, -0.0554, 1.0, 0.03774, 0.04494],
    [0.09777, 0.07206, -0.04758, 0.03774, 1.0, 0.04685],
    [0.1012, 0.09947, 0.11324, 0.04494, 0.04685, 1.0],
]


@pytest.fixture(scope="module")
def model() -> MiniLM:
    folder = installed("minilm")
    if folder is None:
        pytest.skip("MiniLM is not installed in the folder of DATAEXPLAIN_MODELS")
    return MiniLM(folder)


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    pytest.importorskip("tokenizers")
    write_tiny_bert(tmp_path)
    return tmp_path


def test_vectors_are_those_of_the_original(model: MiniLM) -> None:
    found = model.embed_batch(TEXTS)
    assert found.shape == (6, 384)
    np.testing.assert_allclose(found[:, :6], FIRST_NUMBERS, atol=2e-6)
    np.testing.assert_allclose(found @ found.T, PRODUCTS, atol=1e-5)


def test_the_front_rounds_to_float16_only(model: MiniLM) -> None:
    found = Embedder(model).embed(TEXTS)
    np.testing.assert_allclose(found, model.embed_batch(TEXTS), atol=2e-4)


def test_the_fingerprint_is_of_the_weights(model: MiniLM) -> None:
    assert model.fingerprint == (
        "minilm:2dbf873115253fb8c31e4ec831bb5c25e5bc6a9c6664c87a898ab392fca5760e:mean:unit:256"
    )
    assert model.dimensions == 384


def test_what_a_text_becomes_does_not_depend_on_its_batch(model: MiniLM) -> None:
    together = model.embed_batch(TEXTS)
    alone = np.concatenate([model.embed_batch([text]) for text in TEXTS])
    np.testing.assert_allclose(together, alone, atol=1e-6)


def test_texts_are_read_as_the_tokenizer_says(tiny: Path) -> None:
    found = MiniLM(tiny).embed_batch(["The seas, a tree.", "", "sea unheard"])
    tokens = [
        ["[CLS]", "the", "sea", "##s", ",", "a", "tree", ".", "[SEP]"],
        ["[CLS]", "[SEP]"],
        ["[CLS]", "sea", "[UNK]", "[SEP]"],
    ]
    for row, words in zip(found, tokens, strict=True):
        mean = slow_states(tiny_weights(), [WORDS.index(word) for word in words]).mean(axis=0)
        np.testing.assert_allclose(row, mean / np.linalg.norm(mean), atol=1e-5)


def test_tokens_are_counted_up_to_the_limit(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(minilm, "MOST_TOKENS", 6)
    found = MiniLM(tiny)
    assert found.count_tokens(["", "sea", "sea " * 90]) == [2, 3, 6]
    long, cut = found.embed_batch(["sea " * 90, "sea " * 4])
    assert long.tolist() == cut.tolist()


@pytest.mark.parametrize(
    "text",
    [
        "sea, " * 50_000,
        "x" * 9_000 + " sea" * 300,
        " " * 9_000 + "sea",
        "sea " * 200 + "tree" * 9_000,
        "sea " * 253 + "t" * 7_200 + " sea",
    ],
)
def test_a_long_text_is_read_as_if_all_of_it_was(
    tiny: Path, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A text of a megabyte once took five seconds for its first 256 tokens."""
    model = MiniLM(tiny)
    monkeypatch.setattr(minilm, "_ENOUGH", 10**9)
    whole = MiniLM(tiny).count_tokens([text]), model._tokens([text])
    monkeypatch.undo()
    assert (model.count_tokens([text]), model._tokens([text])) == whole


def test_other_weights_have_another_fingerprint(tiny: Path, tmp_path: Path) -> None:
    write_tiny_bert(tmp_path / "other", seed=1)
    first, other = MiniLM(tiny), MiniLM(tmp_path / "other")
    assert first.fingerprint != other.fingerprint
    assert first.dimensions == WIDTH
    first.close()


@pytest.mark.parametrize("name", ["model.safetensors", "config.json", "tokenizer.json"])
@pytest.mark.parametrize("content", [None, b"", b"\x00\xff", b"[]", b"{}"])
def test_a_file_that_is_wrong_is_said_with_what_to_do(
    tiny: Path, name: str, content: bytes | None
) -> None:
    if content is None:
        (tiny / name).unlink()
    else:
        (tiny / name).write_bytes(content)
    with pytest.raises(InstallationError, match="nstall") as caught:
        MiniLM(tiny)
    assert str(tiny) in str(caught.value)


@pytest.mark.parametrize("change", [{"model_type": "gpt2"}, {"num_hidden_layers": 3}])
def test_another_network_is_refused(tiny: Path, change: dict[str, object]) -> None:
    settings = json.loads((tiny / "config.json").read_text(encoding="utf-8"))
    (tiny / "config.json").write_text(json.dumps(settings | change), encoding="utf-8")
    with pytest.raises(InstallationError, match="dataexplain models install minilm"):
        MiniLM(tiny)


def test_without_tokenizers_the_pip_line_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "tokenizers", None)
    with pytest.raises(MissingDependencyError, match=r"pip install 'dataexplain\[embedded\]'"):
        MiniLM(tmp_path)
