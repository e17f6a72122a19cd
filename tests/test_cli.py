"""The command line: what it prints, where it writes, and how it fails."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

import dataexplain.api
from dataexplain import __version__, read_report
from dataexplain.errors import OutputError
from dataexplain.llm.weights.catalogue import best_chat_model
from tests.command_line import called, left, refused

pytestmark = pytest.mark.usefixtures("fits_once")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Run every command in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def table(folder: Path) -> Path:
    generator = np.random.default_rng(3)
    dose = generator.uniform(0, 10, 200).round(2)
    cured = np.where(generator.random(200) < 0.1 + 0.08 * dose, "yes", "no")
    room = generator.choice(["north", "south"], 200)
    lines = [f"{a},{b},{c}" for a, b, c in zip(dose, room, cured, strict=True)]
    path = folder / "doses.csv"
    path.write_text("\n".join(["dose,room,cured", *lines]), encoding="utf-8")
    return path


def test_explain_writes_the_report_and_says_what_it_found(table: Path, folder: Path) -> None:
    result = called("explain", table, "--target", "cured", "--no-rows", "--title", "Doses")
    assert result.exit_code == 0, result.output
    assert result.stderr == ""
    assert left(folder / "doses-report") == {"report.html", "report.json", "report.md"}
    report = read_report(folder / "doses-report")
    lines = result.stdout.splitlines()
    assert lines[0].startswith(f"We tried {report.counts.tried} statement")
    assert f"“cured” on {report.splits.verification} rows" in lines[0]
    assert lines[-1] == f"Report: {Path('doses-report', 'report.html')}"
    assert f"1. {report.claims[0].text}" in lines
    assert report.title == "Doses"
    assert not any(claim.examples for claim in report.claims)


def test_options_of_explain_reach_the_run(table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, object] = {}

    def stop(data: object, target: str, **options: object) -> None:
        seen.update(options, data=data, target=target)
        raise OutputError("enough")

    monkeypatch.setattr(dataexplain.api, "explain", stop)
    wishes = ["--role", "a=b=identifier", "--role", "x=numeric", "--ignore", "p", "--ignore", "q"]
    wishes += ["--positive", "no", "--controls", "c", "--weights", "w", "--group", "g"]
    wishes += ["--time", "t", "--floor", "0.5", "--seed", "4", "--sheet", "S", "--jobs", "2"]
    wishes += ["--recode", "age=99:missing", "--recode", "b=1:2", "--scale", "log"]
    wishes += ["--model", "m:1", "--max-calls", "7", "--max-tokens", "8", "--max-cost", "0.5"]
    wishes += ["--price", "1/2", "--no-log-text", "--describe", "people; cured = got well"]
    wishes += ["--narrate", "30", "--expect", "a: up", "--expect", "b: none", "--anonymise"]
    wishes += ["--experiment", "--text", "n", "--question", "is short", "--judge-rows", "9"]
    wishes += ["--propose-questions", "2"]
    refused(called("explain", table, "--target", "cured", *wishes), "enough")
    seen.pop("progress")
    assert seen == {
        "data": table,
        "target": "cured",
        "roles": {"a=b": "identifier", "x": "numeric"},
        "ignore": ["p", "q"],
        "recode": ["age=99:missing", "b=1:2"],
        "scale": "log",
        "n_jobs": 2,
        "positive": "no",
        "controls": ["c"],
        "weights": "w",
        "group": "g",
        "time": "t",
        "floor": 0.5,
        "seed": 4,
        "sheet": "S",
        "title": None,
        "examples": 3,
        "model": "m:1",
        "max_calls": 7,
        "max_tokens": 8,
        "max_cost": 0.5,
        "price": "1/2",
        "log_text": False,
        "describe": "people; cured = got well",
        "narrate": 30,
        "expect": ["a: up", "b: none"],
        "anonymise": True,
        "experiment": True,
        "text": ["n"],
        "questions": ["is short"],
        "propose_questions": 2,
        "judge_rows": 9,
    }


def test_run_does_what_the_pipeline_says(table: Path, folder: Path) -> None:
    (folder / "inner").mkdir()
    pipeline = folder / "inner" / "pipeline.yaml"
    pipeline.write_text(
        "name: weekly\ndata: ../doses.csv\ntarget: cured\npositive: no\nrows: false\n",
        encoding="utf-8",
    )
    result = called("run", pipeline)
    assert result.exit_code == 0, result.output
    report = read_report(folder / "weekly-report")
    assert report.outcome.positive == "no"
    assert report.settings["source"] == "doses.csv"


def test_run_lists_every_mistake(folder: Path) -> None:
    path = folder / "pipeline.yaml"
    path.write_text("data: nowhere.csv\ntarget: a\nsed: 3\nfloor: -1\n", encoding="utf-8")
    refused(
        called("run", path),
        "has 3 mistakes:",
        "  data: There is no such file: 'nowhere.csv'.",
        "  sed: is not known. Did you mean 'seed'?",
        "  floor: must be 0 or more. Got -1 instead.",
    )
    assert left(folder) == {"pipeline.yaml"}


def test_columns_shows_how_they_are_read(table: Path) -> None:
    result = called("columns", table, "--target", "cured")
    assert result.exit_code == 0, result.output
    rows = [line.split() for line in result.stdout.splitlines()]
    assert rows[0] == ["column", "role", "missing", "different", "unit", "remarks"]
    assert [row[:2] for row in rows[1:]] == [
        ["dose", "numeric"],
        ["room", "categorical"],
        ["cured", "target"],
    ]
    refused(called("columns", table, "--target", "curd"), "Did you mean 'cured'?")


@pytest.mark.parametrize("arguments", [["version"], ["--version"]])
def test_the_version_is_printed(arguments: list[str]) -> None:
    assert called(*arguments).stdout == f"dataexplain {__version__}\n"


def test_a_missing_target_is_asked_about(table: Path, folder: Path) -> None:
    refused(
        called("explain", table, "--target", "curd"),
        "doses.csv: There is no column 'curd'. Did you mean 'cured'?",
    )
    assert left(folder) == {"doses.csv"}


def test_a_directory_is_no_table(table: Path, folder: Path) -> None:
    refused(called("explain", folder, "--target", "cured"), "This is a folder", "doses.csv")


def test_a_missing_file_is_looked_for(table: Path) -> None:
    refused(called("explain", "dose.csv", "--target", "cured"), "Did you mean 'doses.csv'?")


@pytest.mark.parametrize(
    "content", [b"", b"a,b\n", b"a,b\n1,2\n", b"\x00\x01\x02" * 50, b"a,a,b\n" + b"1,2,3\n" * 60]
)
def test_broken_files_leave_nothing_behind(folder: Path, content: bytes) -> None:
    (folder / "table.csv").write_bytes(content)
    refused(called("explain", "table.csv", "--target", "b"), "table.csv")
    assert left(folder) == {"table.csv"}


@pytest.mark.parametrize("wish", ["room", "=numeric", "room=", "room=colour"])
def test_a_wrong_role_is_explained(table: Path, wish: str) -> None:
    refused(called("explain", table, "--target", "cured", "--role", wish), wish.split("=")[-1])


def test_two_roles_of_one_column_are_refused(table: Path) -> None:
    roles = ["--role", "room=text", "--role", "room=group"]
    refused(called("explain", table, "--target", "cured", *roles), "one a column")


def test_another_folder_is_not_written_into(table: Path, folder: Path) -> None:
    other = folder / "doses-report"
    other.mkdir()
    (other / "thesis.doc").touch()
    refused(called("explain", table, "--target", "cured"), "doses-report", "--force")
    assert left(other) == {"thesis.doc"}
    assert called("explain", table, "--target", "cured", "--force").exit_code == 0
    assert left(other) == {"thesis.doc", "report.html", "report.json", "report.md"}
    assert called("explain", table, "--target", "cured").exit_code == 0


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write")
def test_no_permission_is_said(table: Path, folder: Path) -> None:
    folder.chmod(0o500)
    try:
        refused(called("explain", table, "--target", "cured"), "permission", "--out")
    finally:
        folder.chmod(0o700)


def test_an_interrupt_is_said_and_leaves_nothing(
    table: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(dataexplain.api, "explain", interrupted)
    result = called("explain", table, "--target", "cured")
    assert result.exit_code == 130
    assert result.stderr == "stopped; nothing was written\n"
    assert left(folder) == {"doses.csv"}


def test_debug_shows_where_an_error_arose(table: Path) -> None:
    result = called("explain", table, "--target", "curd", "--debug")
    assert result.exit_code == 2
    assert "Traceback" in result.stderr
    assert "Did you mean 'cured'?" in result.stderr.splitlines()[-1]


def test_complaints_cannot_steer_the_terminal(folder: Path) -> None:
    name = "\x1b[2Jevil.csv"
    result = called("explain", name, "--target", "a")
    refused(result, "evil.csv")
    assert "\x1b" not in result.stderr


def test_the_report_is_opened_when_asked(table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    assert called("explain", table, "--target", "cured", "--open").exit_code == 0
    assert opened == [(Path("doses-report") / "report.html").absolute().as_uri()]


def command(*arguments: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "dataexplain", *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        cwd=cwd,
        check=False,
    )


def test_a_pipe_gets_the_final_lines_only(table: Path, folder: Path) -> None:
    done = command("explain", table, "--target", "cured", "--out", "here", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert done.stdout.startswith("We tried ")
    assert "\x1b" not in done.stdout
    assert "Fitting" not in done.stdout
    assert done.stdout.splitlines()[-1] == f"Report: {Path('here', 'report.html')}"


def test_exit_codes_reach_the_shell(folder: Path) -> None:
    done = command("explain", "none.csv", "--target", "a", cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("Error: none.csv: There is no such file.")
    assert command("explain", cwd=folder).returncode == 2


def test_help_feels_instant(folder: Path) -> None:
    def seconds(*arguments: str) -> float:
        times = []
        for _ in range(4):
            start = time.perf_counter()
            subprocess.run([sys.executable, *arguments], check=True, capture_output=True)
            times.append(time.perf_counter() - start)
        return min(times)

    assert seconds("-m", "dataexplain", "--help") <= 3 * seconds("-c", "import typer")


def test_the_demo_finds_the_planted_truths(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATAEXPLAIN_MODELS", str(folder / "no models"))
    result = called("demo")
    assert result.exit_code == 0, result.output
    report = read_report(folder / "dataexplain-demo-report")
    assert report.counts.supported >= 5
    assert result.stdout.count("Report: ") == 3
    (sentence,) = read_report(folder / "dataexplain-demo-report" / "sentence").sentences
    assert sentence.verdict == "supported"
    assert sentence.post_hoc
    assert read_report(folder / "dataexplain-demo-report" / "difference").counts.supported


@pytest.mark.slow
def test_the_demo_is_put_into_words_by_the_installed_model(folder: Path) -> None:
    """Run beside the tests, as a user does: two servers of one process have crashed it."""
    if best_chat_model() is None:
        pytest.skip("no model is installed: dataexplain models install qwen2.5-coder-1.5b")
    demo = [sys.executable, "-m", "dataexplain", "demo"]
    done = subprocess.run(demo, capture_output=True, text=True, timeout=1800, check=False)
    assert done.returncode == 0, done.stderr
    report = read_report(folder / "dataexplain-demo-report")
    difference = read_report(folder / "dataexplain-demo-report" / "difference")
    assert all(claim.judged is not None for claim in difference.claims)
    assert read_report(folder / "dataexplain-demo-report" / "hypotheses").settings["hypotheses"]
    assert report.narration is not None
    assert report.narration.summary
    assert report.counts.supported >= 5


def test_a_name_that_no_file_can_have_is_refused(table: Path) -> None:
    """``--out`` with 300 letters ended in a traceback: the operating system's errors were not ours.

    So did a folder below one that may not be read.
    """
    result = called("explain", table, "--target", "y", "--out", "n" * 300)
    refused(result, "Error: nnn", "File name too long. Choose another place")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a full device")
def test_output_that_cannot_be_written_is_no_traceback(folder: Path) -> None:
    """With stdout on a full disk, or closed, a traceback followed a report that was fine."""
    program = [sys.executable, "-m", "dataexplain", "models", "list"]
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(program, stdout=full, stderr=subprocess.PIPE, text=True, cwd=folder)
    assert "Traceback" not in done.stderr
    closed = subprocess.run(
        ["sh", "-c", '"$@" >&-', "sh", *program], stderr=subprocess.PIPE, text=True, cwd=folder
    )
    assert (closed.returncode, closed.stderr) == (0, "")


def test_an_unreadable_file_gets_our_error(table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The parser of arguments refused it first: with its usage, and without a remedy."""

    def unreadable(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(os, "access", lambda *_arguments, **_options: False)
    monkeypatch.setattr(Path, "read_bytes", unreadable)
    result = called("columns", table)
    refused(result, "There is no permission to read this file. Change its permissions")
