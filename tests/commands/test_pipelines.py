"""`dataexplain run`, and `explain` where it keeps what is finished."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dataexplain import read_report
from dataexplain.runs import execution, planning
from dataexplain.runs.folder_lock import folder_lock
from dataexplain.runs.unit_store import UnitStore
from tests.command_line import called, left, refused
from tests.llm.stub_server import StubServer

pytestmark = pytest.mark.usefixtures("fits_once")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Run every command in a folder with a small table."""
    monkeypatch.chdir(tmp_path)
    generator = np.random.default_rng(3)
    dose = generator.uniform(0, 10, 200).round(2)
    cured = np.where(generator.random(200) < 0.1 + 0.08 * dose, "yes", "no")
    room = generator.choice(["north", "south"], 200)
    lines = [f"{a},{b},{c}" for a, b, c in zip(dose, room, cured, strict=True)]
    (tmp_path / "doses.csv").write_text("\n".join(["dose,room,cured", *lines]), encoding="utf-8")
    return tmp_path


def pipeline(folder: Path, text: str) -> Path:
    path = folder / "pipeline.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def work(out: Path) -> list[str]:
    return [entry["name"] for entry in UnitStore(out / "work").journal()]


STEPS = """
name: doses
title: Doses
data: doses.csv
target: cured
steps:
  - {name: all, do: explain}
  - {name: held, do: explain, controls: [room]}
  - {name: again, do: recheck, report: all, data: doses.csv}
  - {name: both, do: compare, first: all, second: held}
"""


def test_explain_with_null_runs_keeps_what_is_finished(folder: Path) -> None:
    wishes = ["explain", "doses.csv", "--target", "cured", "--null-runs", "1", "--stability", "1"]
    first = called(*wishes, "--jobs", "1")
    assert first.exit_code == 0, first.output
    report = read_report(folder / "doses-report")
    assert report.null_runs is not None
    assert (report.null_runs.runs, report.stability_runs) == (1, 1)
    assert all(claim.stability in (0.0, 1.0) for claim in report.claims)
    done = work(folder / "doses-report")
    assert "cured: null run 1" in done
    second = called(*wishes)
    assert second.stdout.startswith("This run was finished before, and nothing was done again")
    assert second.stdout.endswith(first.stdout)
    assert work(folder / "doses-report") == done


def test_a_pipeline_of_every_kind_of_step(folder: Path) -> None:
    result = called("run", pipeline(folder, STEPS))
    assert result.exit_code == 0, result.output
    out = folder / "doses-report"
    for name in ("all/report.html", "held/report.json", "again/recheck.json", "index.html"):
        assert (out / name).is_file(), name
    assert list((out / "both").glob("comparison.*"))
    lines = [line for line in result.stdout.splitlines() if line]
    assert [line.split(":")[0] for line in lines[:4]] == [
        *("1. all", "2. held", "3. again", "4. both")
    ]
    assert lines[-1] == f"Reports: {Path('doses-report', 'index.html')}"
    index = (out / "index.md").read_text("utf-8")
    assert index.startswith("# Doses\n")
    assert "(again/recheck.html)" in index


def test_twelve_mistakes_are_twelve_lines(folder: Path) -> None:
    text = "".join(f"{name}: 1\n" for name in ("a1", "b2", "c3", "d4", "e5", "f6", "g7", "h8"))
    text += "data: dose.csv\nnull_runs: -1\nsteps:\n  - 3\n  - {name: a}\n"
    result = called("run", pipeline(folder, text))
    refused(result, "has 12 mistakes", "  steps -> 1: must be", "Did you mean 'doses.csv'?")
    assert len(result.stderr.splitlines()) == 13
    assert not (folder / "pipeline-report").exists()


@pytest.mark.parametrize(
    ("wishes", "message"),
    [
        (["--null-runs", "-1"], "The 'null_runs' parameter of explain must be a whole number of 0"),
        (["--stability", "-2"], "The 'stability' parameter of explain must be"),
        (["--jobs", "0"], "The 'n_jobs' parameter of explain must be a whole number of 1 or more"),
        (["--scale", "sqrt"], "The 'scale' parameter of explain must be 'plain', 'capped', 'log'"),
        (["--null-runs", "1", "--seed", "-1"], "The 'seed' parameter of explain"),
        (["--null-runs", "1", "--floor", "nan"], "The 'floor' parameter of explain"),
        (["--recode", "age"], "age"),
    ],
)
def test_wrong_options_are_named_and_leave_nothing(
    folder: Path, wishes: list[str], message: str
) -> None:
    refused(called("explain", "doses.csv", "--target", "cured", *wishes), message)
    assert not (folder / "doses-report").exists()


def test_two_runs_on_one_folder_refuse_each_other(folder: Path) -> None:
    place = folder / "doses-report" / "work"
    place.mkdir(parents=True)
    with folder_lock(place):
        result = called("run", pipeline(folder, STEPS))
    refused(result, f"Another run (process {os.getpid()}) works in this folder", "--out")
    assert [path.name for path in place.iterdir()] == ["lock"]


def test_an_interrupt_says_how_to_go_on(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(execution, "do_step", interrupted)
    result = called("run", pipeline(folder, STEPS))
    assert result.exit_code == 130
    assert result.stderr == (
        "stopped; what is finished is kept: run the same command again to go on\n"
    )
    assert not (folder / "doses-report").exists()


def test_an_interrupted_dry_run_does_not_say_that_anything_is_kept(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(planning, "plan", interrupted)
    result = called("run", pipeline(folder, STEPS), "--dry-run")
    assert result.exit_code == 130
    assert result.stderr == "stopped; nothing was written\n"


def test_the_step_of_an_error_is_said(folder: Path) -> None:
    text = STEPS.replace("controls: [room]", "controls: [rom]")
    result = called("run", pipeline(folder, text))
    refused(result, "Did you mean 'room'?", "This was in step 2, 'held'. What is finished is kept.")
    assert set(work(folder / "doses-report")) == {"all: explanation", "all: report"}


def test_a_folder_that_is_a_file_is_refused(folder: Path) -> None:
    (folder / "taken").touch()
    refused(called("run", pipeline(folder, STEPS), "--out", "taken"), "This is a file")


def test_a_dry_run_says_what_each_step_takes_and_does_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATAEXPLAIN_CACHE", str(folder / "cache"))
    with StubServer() as server:
        wishes = f"model: {server.url}#m\nprice: 1/2\nsteps:"
        path = pipeline(folder, STEPS.replace("steps:", wishes))
        result = called("run", path, "--dry-run")
        assert not server.requests
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert [line.split(" ")[0] for line in lines] == ["all", "held", "Together:", "What", "Nothing"]
    for line in lines[:3]:
        assert "Expected: " in line
        assert "At most: " in line
        assert " calls, " in line
        assert " tokens, $" in line
    assert left(folder) == {"doses.csv", "pipeline.yaml"}


def test_a_dry_run_without_a_model_is_a_mistake(folder: Path) -> None:
    result = called("run", pipeline(folder, STEPS), "--dry-run")
    refused(result, "'--dry-run' parameter of run", "a step has a model")
    assert left(folder) == {"doses.csv", "pipeline.yaml"}


def test_a_dry_run_says_which_limit_is_too_low(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATAEXPLAIN_CACHE", str(folder / "cache"))
    text = "data: doses.csv\ntarget: cured\nmodel: http://127.0.0.1:9/v1#m\nmax_calls: 1\n"
    result = called("run", pipeline(folder, text), "--dry-run")
    assert "More is expected than max_calls allows (1)" in result.stdout
    assert "Together" not in result.stdout


def content(out: Path) -> dict[str, bytes]:
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in out.rglob("*")
        if path.is_file() and "work" not in path.relative_to(out).parts
    }


def started(folder: Path, out: str, jobs: int = 2) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "dataexplain", "run", "pipeline.yaml", "--out", out]
    return subprocess.Popen(
        [*command, "--jobs", str(jobs)],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        text=True,
    )


def entries(out: Path) -> list[dict[str, Any]]:
    return list(UnitStore(out / "work").journal())


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs signals")
def test_a_killed_run_ends_as_an_unbroken_one(folder: Path) -> None:
    """Killed when a piece of work has just begun or ended: the first, the fifth and so on.

    The unbroken run has one process and the killed one two, which must not matter either.
    """
    text = STEPS.replace("target: cured\n", "target: cured\nnull_runs: 2\nstability: 2\n")
    pipeline(folder, text)
    assert started(folder, "unbroken", jobs=1).wait(600) == 0
    broken = folder / "broken"
    for events in (1, 5, 9, 14, 19):
        process = started(folder, "broken")
        while len(entries(broken)) < events and process.poll() is None:
            time.sleep(0.01)
        process.kill()
        process.wait()
    assert started(folder, "broken").wait(600) == 0
    assert content(broken) == content(folder / "unbroken")
    finished: set[str] = set()
    for entry in entries(broken):
        if entry["event"] == "finished":
            finished.add(entry["key"])
        else:
            assert entry["key"] not in finished, entry
    steps = json.loads(content(broken)["run.json"])["steps"]
    keys = {key for step in steps for key in step["work"].values()}
    assert finished <= keys
    assert len(keys) == 2 * (1 + 2 + 2 + 1) + 2


def works(pid: int) -> bool:
    """Tell whether a process is there and has not ended; nobody may have asked how it ended."""
    try:
        state = (Path("/proc") / str(pid) / "stat").read_text("utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
def test_workers_end_with_their_run(folder: Path) -> None:
    """A worker that outlived its killed run would go on computing what the next run begins."""
    pipeline(folder, "data: doses.csv\ntarget: cured\nnull_runs: 40\n")
    process = started(folder, "out")
    while len({entry["process"] for entry in entries(folder / "out")}) < 3:
        assert process.poll() is None
        time.sleep(0.05)
    workers = {entry["process"] for entry in entries(folder / "out")} - {process.pid}
    process.kill()
    process.wait()
    time.sleep(2)
    seen = len(entries(folder / "out"))
    assert not [pid for pid in workers if works(pid)]
    time.sleep(2)
    assert len(entries(folder / "out")) == seen
