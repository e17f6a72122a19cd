"""Files: all three or none."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path
from typing import Any

import pytest

from dataexplain.errors import OutputError
from dataexplain.report import read_report, render_html, render_markdown, write_report
from dataexplain.report.writing import render_json

from .churn_example import churn_report
from .extreme_examples import hostile_report
from .price_examples import price_report


def refuse_json(constant: str) -> None:
    raise AssertionError(constant)


def test_three_files_are_written(tmp_path: Path) -> None:
    paths = write_report(churn_report(), tmp_path / "a" / "report")
    assert sorted(path.name for path in (tmp_path / "a" / "report").iterdir()) == [
        "report.html",
        "report.json",
        "report.md",
    ]
    assert paths["html"].read_text(encoding="utf-8") == render_html(churn_report())
    assert paths["markdown"].read_text(encoding="utf-8") == render_markdown(churn_report())
    values = json.loads(paths["json"].read_text(encoding="utf-8"))
    assert next(iter(values)) == "schema"


@pytest.mark.parametrize("make", [churn_report, price_report, hostile_report])
def test_what_is_read_renders_the_same(make: Any, tmp_path: Path) -> None:
    record = make()
    paths = write_report(record, tmp_path)
    again = read_report(paths["json"])
    assert again == record
    assert render_html(again) == render_html(record)


def test_an_earlier_report_is_replaced(tmp_path: Path) -> None:
    write_report(churn_report(), tmp_path)
    write_report(price_report(), tmp_path)
    assert read_report(tmp_path).target == "price"
    assert len(list(tmp_path.iterdir())) == 3


def test_numbers_that_json_lacks_become_null() -> None:
    record = churn_report(settings={"a": float("nan"), "b": [float("inf")]})
    values = json.loads(render_json(record), parse_constant=refuse_json)
    assert values["settings"] == {"a": None, "b": [None]}


def test_lone_surrogates_survive(tmp_path: Path) -> None:
    write_report(churn_report(title="a\ud800b"), tmp_path)
    assert read_report(tmp_path).title == "a\ud800b"


def test_rows_are_kept_out_of_every_file(tmp_path: Path) -> None:
    paths = write_report(churn_report(), tmp_path, rows=False)
    assert all(
        "month-to-month leave" in path.read_text(encoding="utf-8") for path in paths.values()
    )
    assert all("A few rows" not in path.read_text(encoding="utf-8") for path in paths.values())
    assert all(claim.examples == () for claim in read_report(tmp_path).claims)


def test_a_file_in_the_folders_place(tmp_path: Path) -> None:
    place = tmp_path / "report"
    place.write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match=r"report: .*not of a file"):
        write_report(churn_report(), place)
    with pytest.raises(OutputError, match="not of a file"):
        write_report(churn_report(), place / "below")
    assert place.read_text(encoding="utf-8") == "mine"


def test_a_folder_in_a_files_place(tmp_path: Path) -> None:
    (tmp_path / "report.html").mkdir()
    with pytest.raises(OutputError, match=r"report\.html"):
        write_report(churn_report(), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]


@pytest.mark.parametrize("call", [1, 2, 3])
def test_a_full_disk_leaves_nothing_behind(
    call: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = 0

    def full(descriptor: int) -> None:
        nonlocal calls
        calls += 1
        if calls == call:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match=r"No space left on device\. Free some space"):
        write_report(churn_report(), tmp_path / "new" / "folder")
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_keeps_the_earlier_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_report(churn_report(), tmp_path)

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError):
        write_report(price_report(), tmp_path)
    assert read_report(tmp_path).target == "churn"
    assert len(list(tmp_path.iterdir())) == 3


def test_no_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, *arguments: object, **named: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(self))

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(OutputError, match=r"Permission denied\. Choose a folder you may write to"):
        write_report(churn_report(), tmp_path / "new")


def test_an_interrupt_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(descriptor: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_report(churn_report(), tmp_path / "new")
    assert list(tmp_path.iterdir()) == []
