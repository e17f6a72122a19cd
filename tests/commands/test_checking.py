"""`dataexplain check-text`, as it is typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dataexplain.report.writing import render_json
from tests.command_line import called, refused
from tests.narration.grounding.sample_reports import sample_report

TRUE = "The more support calls, the higher the churn."
LIE = "Support calls have no bearing on churn."


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Run every command in a folder with a report."""
    monkeypatch.chdir(tmp_path)
    text = render_json(sample_report("telecom_churn"))
    (tmp_path / "report.json").write_text(text, encoding="utf-8")
    return tmp_path


def written(folder: Path, text: str) -> Path:
    path = folder / "text.md"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_text_without_contradictions_gives_zero(folder: Path) -> None:
    result = called("check-text", "report.json", written(folder, f"{TRUE}\n\nIt rains."))
    assert result.exit_code == 0, result.output
    assert "line 1: AGREES. " + TRUE in result.stdout
    assert "trend-82d5a56d43" in result.stdout
    assert "2 sentences: 1 agrees, 0 contradicts, 1 not covered." in result.stdout


def test_a_contradiction_gives_one_with_line_and_reason(folder: Path) -> None:
    result = called("check-text", ".", written(folder, f"{TRUE}\n\n{LIE}"))
    assert result.exit_code == 1
    assert "line 3: CONTRADICTS. " + LIE in result.stdout
    assert "denies what trend-82d5a56d43 found" in result.stdout


def test_causes_may_be_stated_of_an_experiment(folder: Path) -> None:
    text = written(folder, "Support calls cause more churn.")
    assert called("check-text", "report.json", text).exit_code == 1
    assert called("check-text", "report.json", text, "--experiment").exit_code == 0


def test_the_result_is_written_as_json(folder: Path) -> None:
    called("check-text", "report.json", written(folder, LIE), "--json", "marks.json")
    values = json.loads((folder / "marks.json").read_text(encoding="utf-8"))
    assert values["sentences"][0]["mark"] == "contradicts"
    assert values["sentences"][0]["line"] == 1


def test_an_empty_text_has_no_sentences(folder: Path) -> None:
    result = called("check-text", "report.json", written(folder, ""))
    assert result.exit_code == 0
    assert "0 sentences" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "parts"),
    [
        (("nowhere.json", "text.md"), ("nowhere.json", "no such file")),
        (("report.json", "nowhere.md"), ("nowhere.md", "no such file")),
        (("report.json", "."), ("folder",)),
        (("text.md", "text.md"), ("text.md",)),
        (("report.json", "bytes.md"), ("bytes.md", "UTF-8")),
        (("report.json", "text.md", "--json", "no/where.json"), ("no",)),
    ],
)
def test_mistakes_are_told_plainly(
    folder: Path, arguments: tuple[str, ...], parts: tuple[str, ...]
) -> None:
    written(folder, TRUE)
    (folder / "bytes.md").write_bytes(b"\xff\xfe\xff")
    refused(called("check-text", *arguments), *parts)
