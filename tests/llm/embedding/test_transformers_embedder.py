"""Embedders in a folder, run by transformers: the same vectors as our own network's."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch")
pytest.importorskip("transformers")

from dataexplain.errors import InstallationError, ModelNotFoundError
from dataexplain.llm.embedding.embedders import Embedder
from dataexplain.llm.embedding.minilm import MiniLM
from dataexplain.llm.embedding.transformers_embedder import TransformersEmbedder
from tests.llm.tiny_bert import PLACES, WIDTH, write_tiny_bert

TEXTS = ["The seas, a tree.", "", "sea", "tree sea tree the a sea"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_tiny_bert(tmp_path)
    settings = {"tokenizer_class": "PreTrainedTokenizerFast", "pad_token": "[PAD]"}
    (tmp_path / "tokenizer_config.json").write_text(json.dumps(settings), encoding="utf-8")
    return tmp_path


def asks_for_unit_length(folder: Path) -> None:
    modules = [{"type": "sentence_transformers.models.Normalize"}]
    (folder / "modules.json").write_text(json.dumps(modules), encoding="utf-8")


def test_vectors_are_those_of_our_own_network(folder: Path) -> None:
    asks_for_unit_length(folder)
    backend = TransformersEmbedder(folder, device="cpu")
    np.testing.assert_allclose(
        backend.embed_batch(TEXTS), MiniLM(folder).embed_batch(TEXTS), atol=1e-5
    )
    assert backend.dimensions == WIDTH


def test_lengths_are_left_where_the_folder_asks_for_nothing(folder: Path) -> None:
    rows = TransformersEmbedder(folder, device="cpu").embed_batch(TEXTS)
    unit = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    np.testing.assert_allclose(unit, MiniLM(folder).embed_batch(TEXTS), atol=1e-5)
    assert not np.allclose(np.linalg.norm(rows, axis=1), 1.0)


def test_texts_are_read_up_to_the_limit(folder: Path) -> None:
    backend = TransformersEmbedder(folder, device="cpu")
    assert backend.count_tokens(["sea", "sea " * 500]) == [3, PLACES]
    with Embedder(backend) as embedder:
        long, cut = embedder.embed(["sea " * 500, "sea " * (PLACES - 2)])
    assert long.tolist() == cut.tolist()


def test_the_fingerprint_follows_weights_and_length(folder: Path) -> None:
    first = TransformersEmbedder(folder, device="cpu").fingerprint
    asks_for_unit_length(folder)
    unit = TransformersEmbedder(folder, device="cpu").fingerprint
    write_tiny_bert(folder, seed=1)
    other = TransformersEmbedder(folder, device="cpu").fingerprint
    assert len({first, unit, other}) == 3


def test_a_folder_without_a_model_is_said(tmp_path: Path) -> None:
    with pytest.raises(ModelNotFoundError, match=r"no 'config\.json'"):
        TransformersEmbedder(tmp_path)


@pytest.mark.parametrize("name", ["config.json", "model.safetensors", "modules.json"])
def test_a_file_that_is_wrong_is_said(folder: Path, name: str) -> None:
    (folder / name).write_bytes(b"{")
    with pytest.raises(InstallationError) as caught:
        TransformersEmbedder(folder)
    assert str(folder) in str(caught.value)
