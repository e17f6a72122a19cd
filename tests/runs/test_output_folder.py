"""Folders that a report may and may not go to."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dataexplain.errors import OutputError
from dataexplain.report import write_report
from dataexplain.runs.output_folder import check_folder, default_folder
from tests.report.churn_example import churn_report


@pytest.mark.parametrize(
    ("file", "folder"),
    [
        ("churn.csv", "churn-report"),
        ("/far/away/churn.v2.parquet", "churn.v2-report"),
        ("churn.CSV.gz", "churn-report"),
        ("churn", "churn-report"),
        (".", "table-report"),
    ],
)
def test_the_folder_is_called_after_the_file(file: str, folder: str) -> None:
    assert default_folder(file) == Path(folder)


def test_new_and_empty_folders_are_fine(tmp_path: Path) -> None:
    check_folder(tmp_path)
    check_folder(tmp_path / "a" / "b")
    assert list(tmp_path.iterdir()) == []


def test_an_earlier_report_may_be_replaced(tmp_path: Path) -> None:
    write_report(churn_report(), tmp_path)
    check_folder(tmp_path)


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"schema": "other/1"}', '{"schema": 3}'])
def test_other_folders_need_force(tmp_path: Path, text: str) -> None:
    (tmp_path / "report.json").write_text(text, encoding="utf-8")
    with pytest.raises(OutputError, match=r"other things than a report.*--force"):
        check_folder(tmp_path)
    check_folder(tmp_path, force=True)


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    path = tmp_path / "taken"
    path.touch()
    with pytest.raises(OutputError, match="This is a file"):
        check_folder(path, force=True)
    with pytest.raises(OutputError, match="is a file"):
        check_folder(path / "inner", force=True)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write")
def test_no_permission_is_said_before_the_work(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(OutputError, match="permission"):
            check_folder(tmp_path / "new")
    finally:
        tmp_path.chmod(0o700)


def test_a_folder_that_refuses_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Root may write anywhere, so the answer of the system is planted."""
    monkeypatch.setattr(os, "access", lambda place, _: Path(place) != tmp_path)
    with pytest.raises(OutputError, match=r"no permission to write in .*--out"):
        check_folder(tmp_path / "a" / "b")
    assert list(tmp_path.iterdir()) == []
