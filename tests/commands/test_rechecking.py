"""`dataexplain recheck` and `dataexplain compare`, as they are typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dataexplain.report.writing import render_json
from tests.command_line import called, left, refused
from tests.planted_tables import customers_report, houses, houses_report


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Run every command in a folder with a report and a month of new rows."""
    monkeypatch.chdir(tmp_path)
    for name, report in (("old", houses_report()), ("left", customers_report())):
        (tmp_path / name).mkdir()
        (tmp_path / name / "report.json").write_text(render_json(report), encoding="utf-8")
    houses(300, seed=5).to_csv(tmp_path / "june.csv", index=False)
    return tmp_path


def test_recheck_says_what_held_and_writes_three_files(folder: Path) -> None:
    result = called("recheck", "old/report.json", "june.csv")
    assert result.exit_code == 0, result.output
    assert "supported statements about “price”" in result.stdout
    assert "Held. " in result.stdout
    assert "Recheck: june-recheck/recheck.html" in result.stdout
    values = json.loads((folder / "june-recheck" / "recheck.json").read_text(encoding="utf-8"))
    assert values["new"]["source"] == "june.csv"
    assert str(folder) not in json.dumps(values)


def test_recheck_again_replaces_its_own_folder_but_no_other(folder: Path) -> None:
    (folder / "june-recheck").mkdir()
    (folder / "june-recheck" / "notes.txt").write_text("mine", encoding="utf-8")
    refused(called("recheck", "old", "june.csv"), "june-recheck", "--force")
    (folder / "june-recheck" / "notes.txt").unlink()
    assert called("recheck", "old", "june.csv").exit_code == 0
    assert called("recheck", "old", "june.csv", "--out", "june-recheck").exit_code == 0


def test_a_sentence_is_followed_on_new_rows(folder: Path) -> None:
    for name, first in (("may", 1), ("june", 61)):
        rows = "".join(f"{n} kg,{n * 3}\n" for n in range(first, first + 60))
        (folder / f"{name}.csv").write_text("weight,fee\n" + rows, encoding="utf-8")
    assert called("describe", "may.csv", "--output", "fee", "--out", "fees").exit_code == 0
    result = called("recheck", "fees", "june.csv")
    assert result.exit_code == 0, result.output
    assert "Of 1 supported statement about “fee”" in result.stdout
    assert "Held. " in result.stdout
    assert (folder / "june-recheck" / "recheck.html").is_file()


def test_the_same_rows_are_warned_of_first(folder: Path) -> None:
    houses().to_csv(folder / "same.csv", index=False)
    result = called("recheck", "old", "same.csv")
    assert result.stdout.startswith("WARNING: These are the rows")


@pytest.mark.parametrize(
    ("arguments", "parts"),
    [
        (("nowhere.json", "june.csv"), ("nowhere.json", "no such file")),
        (("old", "nowhere.csv"), ("nowhere.csv",)),
        (("june.csv", "june.csv"), ("not JSON",)),
        (("left", "june.csv"), ("no column 'left'",)),
    ],
)
def test_recheck_refuses_clearly_and_writes_nothing(
    folder: Path, arguments: tuple[str, str], parts: tuple[str, ...]
) -> None:
    before = left(folder)
    refused(called("recheck", *arguments), *parts)
    assert left(folder) == before


def test_compare_prints_and_writes_only_when_asked(folder: Path) -> None:
    before = left(folder)
    result = called("compare", "old", "old/report.json")
    assert result.exit_code == 0, result.output
    assert "Persisted. " in result.stdout
    assert left(folder) == before
    result = called("compare", "old", "old", "--out", "both")
    assert "Comparison: both/comparison.html" in result.stdout
    assert left(folder / "both") == {"comparison.html", "comparison.json", "comparison.md"}


def test_compare_refuses_reports_about_different_targets() -> None:
    refused(called("compare", "old", "left"), "'left'", "'price'", "cannot be compared")


def test_a_recheck_is_no_report(folder: Path) -> None:
    (folder / "recheck.json").write_text('{"schema": "dataexplain.recheck/1"}', encoding="utf-8")
    refused(called("recheck", "recheck.json", "june.csv"), "result of a recheck, not a report")
    refused(called("compare", "old", "recheck.json"), "result of a recheck, not a report")
