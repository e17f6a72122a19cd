"""Hashes of files: read once, of all that decides, whatever the order."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from dataexplain.llm import file_hashes
from dataexplain.llm.file_hashes import hash_of, hash_of_files


def test_a_changed_file_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.gguf"
    path.write_bytes(b"one")
    reads = []
    monkeypatch.setattr(
        file_hashes.hashlib,
        "file_digest",
        lambda file, name: reads.append(name) or hashlib.new(name, file.read()),
    )
    assert hash_of(path) == hash_of(path) == hashlib.sha256(b"one").hexdigest()
    assert len(reads) == 1
    path.write_bytes(b"two")
    os.utime(path, ns=(1, 1))
    assert hash_of(path) == hashlib.sha256(b"two").hexdigest()


def test_names_content_and_notes_decide_and_order_does_not(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.write_bytes(b"1")
    other.write_bytes(b"2")
    together = hash_of_files([one, other])
    assert hash_of_files([other, one, one]) == together
    assert hash_of_files([one]) != together
    assert hash_of_files([one, other], note="bfloat16") != together
    other.rename(tmp_path / "another")
    assert hash_of_files([one, tmp_path / "another"]) != together
