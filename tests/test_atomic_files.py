"""Files that are whole or not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from dataexplain import atomic_files
from dataexplain.atomic_files import remove_unfinished, write_whole


def test_a_file_is_replaced_as_a_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.json"
    write_whole(path, "old")

    def full(_: int) -> None:
        assert path.read_text("utf-8") == "old"
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(atomic_files.os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_whole(path, "new")
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.json"]
    assert path.read_text("utf-8") == "old"


def test_only_unfinished_files_of_these_names_go(tmp_path: Path) -> None:
    names = [".a.json.0123abcd.tmp", ".b.json.0123abcd.tmp", ".a.json.tmp", "a.json", "x.tmp"]
    for name in names:
        (tmp_path / name).touch()
    remove_unfinished(tmp_path, ["a.json"])
    assert {path.name for path in tmp_path.iterdir()} == set(names[1:])
