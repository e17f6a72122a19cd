"""`dataexplain cards`, as it is typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from dataexplain.report.writing import render_json
from tests.command_line import called, refused
from tests.planted_tables import houses_report


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Run every command in a folder with a report."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "report.json").write_text(render_json(houses_report()), encoding="utf-8")
    return tmp_path


def test_the_cards_of_a_report_are_printed() -> None:
    result = called("cards", "report.json")
    assert result.exit_code == 0, result.output
    report = houses_report()
    assert result.stdout.count("**Claim** (") == len(report.claims)
    assert result.stdout.count(": effect on average ") == len(report.curves)
    assert "**Rules of the shallow tree**" in result.stdout


def test_one_column_has_its_own_cards_and_a_folder_names_its_report(folder: Path) -> None:
    name = houses_report().curves[0].feature
    result = called("cards", folder, "--column", name)
    assert result.exit_code == 0, result.output
    assert result.stdout.count(": effect on average ") == 1
    assert "**Rules" not in result.stdout


def test_cards_are_written_to_a_new_file_but_over_none(folder: Path) -> None:
    result = called("cards", "report.json", "--out", "cards.md")
    assert result.exit_code == 0, result.output
    assert result.stdout == "Cards: cards.md\n"
    assert (folder / "cards.md").read_text(encoding="utf-8").startswith("**Claim** (")
    before = (folder / "report.json").read_bytes()
    refused(called("cards", "report.json", "--out", "report.json"), "report.json", "--out")
    assert (folder / "report.json").read_bytes() == before


def test_a_column_that_is_not_there_is_named(folder: Path) -> None:
    name = houses_report().curves[0].feature
    refused(called("cards", "report.json", "--column", f"{name}s"), f"'{name}'")
    refused(called("cards", "nothing.json"), "nothing.json")
