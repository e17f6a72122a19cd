from __future__ import annotations

import math
from pathlib import Path

import pytest

from dataexplain.atomic_files import write_beside
from dataexplain.errors import OutputError
from dataexplain.records import HeldOutPoint
from dataexplain.report import files_together
from dataexplain.report.files_together import json_text, write_together


def test_all_files_are_written_and_replaced(tmp_path: Path) -> None:
    for text in ("one", "two"):
        paths = write_together(tmp_path / "deep" / "er", {"a.md": text, "b.json": text})
        assert {path.read_text(encoding="utf-8") for path in paths.values()} == {text}
    assert sorted(path.name for path in (tmp_path / "deep" / "er").iterdir()) == ["a.md", "b.json"]


def test_a_failure_halfway_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[Path] = []

    def fails_at_the_second(path: Path, text: str) -> Path:
        if written:
            raise OSError(28, "No space left on device", str(path))
        written.append(write_beside(path, text))
        return written[-1]

    monkeypatch.setattr(files_together, "write_beside", fails_at_the_second)
    with pytest.raises(OutputError, match=r"No space left on device\. Free some space"):
        write_together(tmp_path / "new", {"a.md": "a", "b.md": "b"})
    assert written
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_the_place_of_a_file_keeps_the_old_files(tmp_path: Path) -> None:
    write_together(tmp_path, {"a.md": "old"})
    (tmp_path / "b.md").mkdir()
    with pytest.raises(OutputError, match="There is a folder of that name"):
        write_together(tmp_path, {"a.md": "new", "b.md": "new"})
    assert (tmp_path / "a.md").read_text(encoding="utf-8") == "old"


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match="not of a file"):
        write_together(tmp_path / "out", {"a.md": "a"})


def test_numbers_that_are_not_finite_are_null() -> None:
    text = json_text(HeldOutPoint(math.inf, (math.nan, 1.0), 3).to_dict())
    assert '"mean": null' in text
    assert "NaN" not in text
    assert "Infinity" not in text
