"""Runs of pipelines: what is done once, what is done again, and what a folder may hold."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dataexplain.errors import InputError, OutputError
from dataexplain.records import NullRunsRecord, ReportRecord
from dataexplain.runs import explanation, null_runs, stability
from dataexplain.runs.execution import PipelineRun, run_pipeline
from dataexplain.runs.manifest import MANIFEST_NAME, read_manifest
from dataexplain.runs.specification import read_specification
from dataexplain.runs.unit_store import UnitStore
from tests.report.churn_example import churn_report

ROWS = "".join(f"{n % 5},{n % 3},{n % 7 % 2}\n" for n in range(80))


class Doubles:
    """Stand in for the work, and count how often each piece is done."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.fails_at = ""

    def _note(self, name: str) -> None:
        if name == self.fails_at:
            raise KeyboardInterrupt
        self.done.append(name)

    def explain(self, table: object, **options: Any) -> ReportRecord:
        self._note("explanation")
        return churn_report()

    def null_run(self, table: object, number: int, **options: Any) -> dict[str, int]:
        self._note(f"null run {number + 1}")
        return {"number": number, "tried": 10, "supported": number, "adjusted": 0}

    def refit(self, table: object, number: int, **options: Any) -> list[dict[str, Any]]:
        self._note(f"refit {number + 1}")
        return []

    def stabilities(self, report: ReportRecord, refits: object, table: object) -> dict[str, float]:
        self._note("stabilities")
        return {claim.id: 0.5 for claim in report.claims}


@pytest.fixture
def doubles(monkeypatch: pytest.MonkeyPatch) -> Doubles:
    made = Doubles()
    monkeypatch.setattr(explanation, "explain_table", made.explain)
    monkeypatch.setattr(null_runs, "null_run", made.null_run)
    monkeypatch.setattr(stability, "refit", made.refit)
    monkeypatch.setattr(stability, "stabilities", made.stabilities)
    return made


Runner = Callable[..., PipelineRun]
SINGLE = "data: table.csv\ntarget: c\nnull_runs: 2\nstability: 2\n"
ALL_PIECES = ["explanation", "null run 1", "null run 2", "refit 1", "refit 2", "stabilities"]
SEVERAL = """
title: Both
data: table.csv
target: c
steps:
  - {name: plain, do: explain, null_runs: 1}
  - {name: titled, do: explain, title: Another, seed: 1}
"""


@pytest.fixture
def run(tmp_path: Path, doubles: Doubles) -> Runner:
    (tmp_path / "table.csv").write_text("a,b,c\n" + ROWS, encoding="utf-8")

    def runner(text: str = SINGLE, **options: Any) -> PipelineRun:
        path = tmp_path / "pipeline.yaml"
        path.write_text(text, encoding="utf-8")
        doubles.done.clear()
        return run_pipeline(read_specification(path), tmp_path / "out", jobs=1, **options)

    return runner


def files(folder: Path) -> dict[str, bytes]:
    """Return the content of every file but those of the work."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "work" not in path.relative_to(folder).parts
    }


def test_a_report_has_its_null_runs_and_stabilities(
    run: Runner, doubles: Doubles, tmp_path: Path
) -> None:
    found = run()
    assert doubles.done == ALL_PIECES
    assert set(files(tmp_path / "out")) == {"report.html", "report.json", "report.md", "run.json"}
    (result,) = found.results
    assert isinstance(result.record, ReportRecord)
    assert isinstance(result.record.null_runs, NullRunsRecord)
    assert result.record.null_runs.supported == (0, 1)
    assert {claim.stability for claim in result.record.claims} == {0.5}
    assert (found.page, found.again) == (tmp_path / "out" / "report.html", False)


def test_a_finished_run_does_nothing_again(run: Runner, doubles: Doubles, tmp_path: Path) -> None:
    first = run()
    before = files(tmp_path / "out")
    second = run()
    assert doubles.done == []
    assert second.again
    assert second.results[0].record == first.results[0].record
    assert files(tmp_path / "out") == before


def test_restart_does_everything_anew(run: Runner, doubles: Doubles) -> None:
    run()
    assert not run(restart=True).again
    assert len(doubles.done) == 6


@pytest.mark.parametrize(
    ("text", "again"),
    [
        (SINGLE + "title: Other\n", ["stabilities"]),
        (SINGLE.replace("null_runs: 2", "null_runs: 3"), ["null run 3", "stabilities"]),
        (SINGLE.replace("stability: 2", "stability: 1"), ["stabilities"]),
        (SINGLE + "rows: false\n", ["explanation", "stabilities"]),
        (SINGLE + "floor: 2\n", ALL_PIECES),
        (SINGLE + "name: other\n", []),
        (SINGLE + "jobs: 1\n", []),
    ],
)
def test_after_an_edit_only_what_changed_runs(
    run: Runner, doubles: Doubles, text: str, again: list[str]
) -> None:
    run()
    run(text)
    assert doubles.done == again


def test_changed_data_changes_everything(run: Runner, doubles: Doubles, tmp_path: Path) -> None:
    run()
    (tmp_path / "table.csv").write_text("a,b,c\n" + ROWS + "1,2,1\n", encoding="utf-8")
    run()
    assert len(doubles.done) == 6


@pytest.mark.parametrize("fails_at", ["null run 1", "null run 2", "refit 1", "stabilities"])
def test_a_stopped_run_goes_on_to_the_same_result(
    run: Runner, doubles: Doubles, tmp_path: Path, fails_at: str
) -> None:
    run()
    unbroken = files(tmp_path / "out")
    doubles.fails_at = fails_at
    with pytest.raises(KeyboardInterrupt):
        run(restart=True)
    before = list(doubles.done)
    doubles.fails_at = ""
    run()
    assert len(before) + len(doubles.done) == 6
    assert not set(before) & set(doubles.done)
    assert files(tmp_path / "out") == unbroken


@pytest.mark.parametrize("ending", ["", "{", "[" * 100_000])
def test_damaged_work_is_done_again(
    run: Runner, doubles: Doubles, tmp_path: Path, ending: str
) -> None:
    run()
    before = files(tmp_path / "out")
    for path in (tmp_path / "out" / "work" / "units").iterdir():
        path.write_text(ending, encoding="utf-8")
    run()
    assert len(doubles.done) == 6
    assert files(tmp_path / "out") == before


def test_a_report_that_was_changed_is_written_again(
    run: Runner, doubles: Doubles, tmp_path: Path
) -> None:
    run()
    before = files(tmp_path / "out")
    (tmp_path / "out" / "report.md").write_text("edited", encoding="utf-8")
    (tmp_path / "out" / "report.html").unlink()
    (tmp_path / "out" / ".report.html.0123abcd.tmp").touch()
    assert not run().again
    assert doubles.done == []
    assert files(tmp_path / "out") == before


def edited(values: Any, path: list[Any], value: object) -> Any:
    inner = values
    for part in path[:-1]:
        inner = inner[part]
    inner[path[-1]] = value
    return values


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["steps"], 3),
        (["steps"], []),
        (["steps", 0], None),
        (["steps", 0, "key"], "0"),
        (["steps", 0, "key"], 5),
        (["steps", 0, "files"], {"report.html": 1}),
        (["steps", 0, "files"], {}),
        (["steps", 0, "folder"], "../elsewhere"),
        (["steps", 0, "state"], "waiting"),
        (["index"], 7),
        (["versions"], {}),
    ],
)
def test_a_manifest_that_was_edited_costs_no_result(
    run: Runner, doubles: Doubles, tmp_path: Path, path: list[Any], value: object
) -> None:
    run()
    before = files(tmp_path / "out")
    place = tmp_path / "out" / MANIFEST_NAME
    values = edited(json.loads(place.read_text("utf-8")), path, value)
    place.write_text(json.dumps(values), encoding="utf-8")
    run()
    assert doubles.done == []
    assert files(tmp_path / "out") == before


@pytest.mark.parametrize("text", ["", "[]", "{}", "\x00"])
def test_a_damaged_manifest_is_written_anew(
    run: Runner, doubles: Doubles, tmp_path: Path, text: str
) -> None:
    run()
    before = files(tmp_path / "out")
    (tmp_path / "out" / MANIFEST_NAME).write_text(text, encoding="utf-8")
    run()
    assert doubles.done == []
    assert files(tmp_path / "out") == before


def test_a_manifest_of_another_version_is_refused(
    run: Runner, doubles: Doubles, tmp_path: Path
) -> None:
    run()
    place = tmp_path / "out" / MANIFEST_NAME
    place.write_text('{"schema": "dataexplain.run/9"}', encoding="utf-8")
    with pytest.raises(OutputError, match=r"'dataexplain.run/9'.*--restart"):
        run()
    assert not run(restart=True).again


def test_steps_have_folders_and_an_index(run: Runner, tmp_path: Path) -> None:
    found = run(SEVERAL)
    out = tmp_path / "out"
    reports = {
        f"{step}/report.{end}" for step in ("plain", "titled") for end in ("html", "md", "json")
    }
    assert set(files(out)) == {*reports, "index.html", "index.md", "run.json"}
    assert found.page == out / "index.html"
    page = found.page.read_text("utf-8")
    assert '<a href="plain/report.html">' in page
    assert "<h1>Both</h1>" in page
    assert "Another" in (out / "index.md").read_text("utf-8")
    manifest = read_manifest(out)
    assert manifest is not None
    assert [step.state for step in manifest.steps] == ["finished", "finished"]
    assert [Path(entry.path).name for entry in manifest.inputs] == ["table.csv"]


def test_equal_work_of_two_steps_is_done_once(run: Runner, doubles: Doubles) -> None:
    run(SEVERAL.replace(", seed: 1", ""))
    assert doubles.done == ["explanation", "null run 1"]


def test_reports_of_steps_that_are_gone_go_too(run: Runner, tmp_path: Path) -> None:
    run(SEVERAL)
    out = tmp_path / "out"
    (out / "titled" / "notes.txt").write_text("mine", encoding="utf-8")
    run(SEVERAL.replace("name: plain", "name: other"))
    assert {path.name for path in out.iterdir()} >= {"other", "titled"}
    assert not (out / "plain").exists()
    run(SINGLE)
    assert set(files(out)) == {
        *("report.html", "report.json", "report.md", "run.json"),
        "titled/notes.txt",
    }
    assert len(list((out / "work" / "units").iterdir())) == 6


def test_an_edited_manifest_cannot_have_other_files_removed(run: Runner, tmp_path: Path) -> None:
    run(SEVERAL)
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "report.md").write_text("mine", encoding="utf-8")
    place = tmp_path / "out" / MANIFEST_NAME
    values = json.loads(place.read_text("utf-8"))
    values["steps"][0]["folder"] = "../mine"
    values["steps"][1]["files"]["../../mine/report.md"] = "0"
    values["steps"][1]["folder"] = "gone"
    place.write_text(json.dumps(values), encoding="utf-8")
    run(SINGLE)
    assert (mine / "report.md").read_text("utf-8") == "mine"


def test_a_step_that_fails_is_named_and_the_others_are_kept(
    run: Runner, doubles: Doubles, tmp_path: Path
) -> None:
    text = SEVERAL + "  - {name: wrong, do: explain, target: nothing}\n"
    with pytest.raises(InputError, match="no column 'nothing'") as caught:
        run(text)
    assert caught.value.__notes__ == ["This was in step 3, 'wrong'. What is finished is kept."]
    run(SEVERAL)
    assert doubles.done == []


def test_a_run_that_fails_at_once_leaves_nothing(run: Runner, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no column 'd'"):
        run(SINGLE.replace("target: c", "target: d"))
    assert not (tmp_path / "out").exists()
    (tmp_path / "out").mkdir()
    with pytest.raises(InputError, match="no column 'd'"):
        run(SINGLE.replace("target: c", "target: d"))
    assert list((tmp_path / "out").iterdir()) == []


def test_data_that_changes_during_the_run_is_refused(
    run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataexplain.runs import step_results

    opened = step_results.open_table

    def opened_then_changed(*arguments: Any, **options: Any) -> object:
        table = opened(*arguments, **options)
        (tmp_path / "table.csv").write_text("a,b,c\n" + ROWS * 2, encoding="utf-8")
        return table

    monkeypatch.setattr(step_results, "open_table", opened_then_changed)
    with pytest.raises(InputError, match="changed while the run was at work"):
        run()
    assert not (tmp_path / "out").exists()


def test_a_folder_with_other_things_is_refused(run: Runner, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "thesis.doc").touch()
    with pytest.raises(OutputError, match="other things than a report"):
        run()
    (out / MANIFEST_NAME).write_text("{}", encoding="utf-8")
    with pytest.raises(OutputError, match="not a run of dataexplain"):
        run(force=True)
    (out / MANIFEST_NAME).unlink()
    run(force=True)
    assert (out / "thesis.doc").exists()


def test_a_run_killed_before_it_had_a_lock_goes_on(run: Runner, tmp_path: Path) -> None:
    (tmp_path / "out" / "work").mkdir(parents=True)
    assert not run().again


def test_the_journal_tells_what_was_done(run: Runner, tmp_path: Path) -> None:
    run()
    run()
    names = [entry["name"] for entry in UnitStore(tmp_path / "out" / "work").journal()]
    assert len(names) == 12
    assert names[0] == "pipeline: explanation"
    assert names[-1] == "pipeline: report"
