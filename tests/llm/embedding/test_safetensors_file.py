"""Weights read from safetensors: as they were written, or refused."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from dataexplain.errors import InstallationError
from dataexplain.llm.embedding.safetensors_file import read_safetensors
from tests.llm.tiny_bert import tiny_weights, write_safetensors


def written(path: Path, header: object, numbers: bytes = b"") -> Path:
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    path.write_bytes(len(text).to_bytes(8, "little") + text + numbers)
    return path


def test_arrays_come_back_as_they_were(tmp_path: Path) -> None:
    weights = tiny_weights()
    write_safetensors(tmp_path / "w", weights)
    found = read_safetensors(tmp_path / "w")
    assert found.keys() == weights.keys()
    for name, array in weights.items():
        assert found[name].dtype == np.float32
        assert np.array_equal(found[name], array)


def test_other_numbers_and_places_that_are_not_aligned(tmp_path: Path) -> None:
    numbers = b"\x07" + np.array([1, 2], "<f2").tobytes() + np.array([-3], "<i8").tobytes()
    header = {
        "halves": {"dtype": "F16", "shape": [2, 1], "data_offsets": [1, 5]},
        "whole": {"dtype": "I64", "shape": [], "data_offsets": [5, 13]},
    }
    found = read_safetensors(written(tmp_path / "w", header, numbers))
    assert found["halves"].tolist() == [[1.0], [2.0]]
    assert found["whole"].tolist() == -3
    assert found["whole"].flags.aligned


ENTRY = {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}


@pytest.mark.parametrize(
    "header",
    [
        b"{",
        b"\xff\xfe",
        [],
        {"a": 1},
        {"a": {}},
        {"a": {**ENTRY, "dtype": "F4"}},
        {"a": {**ENTRY, "shape": [2]}},
        {"a": {**ENTRY, "shape": [-1, -1]}},
        {"a": {**ENTRY, "shape": None}},
        {"a": {**ENTRY, "data_offsets": [4, 8]}},
        {"a": {**ENTRY, "data_offsets": [-4, 0]}},
        {"a": {**ENTRY, "data_offsets": [1]}},
    ],
)
def test_what_is_not_in_the_format_is_refused(tmp_path: Path, header: object) -> None:
    path = written(tmp_path / "w", header, b"0000")
    with pytest.raises(InstallationError, match="cannot be read") as caught:
        read_safetensors(path)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize("content", [b"", b"abc", b"\xff" * 8, b"\xff" * 100])
def test_a_file_that_is_none_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "w"
    path.write_bytes(content)
    with pytest.raises(InstallationError, match="no safetensors file"):
        read_safetensors(path)


def test_a_file_that_was_cut_off_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "w"
    write_safetensors(path, tiny_weights())
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(InstallationError, match="cut off"):
        read_safetensors(path)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(InstallationError, match="No such file"):
        read_safetensors(tmp_path / "absent")
