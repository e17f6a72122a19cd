"""Two runs on one folder: one works, the other is told so; a killed one holds nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from dataexplain.errors import OutputError
from dataexplain.runs.folder_lock import LOCK_NAME, folder_lock

HOLD = """
import sys, time
from pathlib import Path
from dataexplain.runs.folder_lock import folder_lock
with folder_lock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(600)
"""


@pytest.fixture
def work(tmp_path: Path) -> Path:
    folder = tmp_path / "churn-report" / "work"
    folder.mkdir(parents=True)
    return folder


def test_a_folder_is_held_by_one(work: Path) -> None:
    with folder_lock(work):
        with pytest.raises(OutputError) as caught, folder_lock(work):
            pass
        said = str(caught.value)
    assert said.startswith(f"{work.parent}: Another run (process {os.getpid()}) works in this")
    with folder_lock(work):
        pass


def test_a_lock_is_let_go_after_a_failure(work: Path) -> None:
    with pytest.raises(ZeroDivisionError), folder_lock(work):
        raise ZeroDivisionError
    with folder_lock(work):
        pass


def test_a_lock_that_was_removed_is_no_lock(work: Path) -> None:
    with folder_lock(work):
        (work / LOCK_NAME).unlink()
        with folder_lock(work):
            assert (work / LOCK_NAME).read_text("utf-8") == str(os.getpid())


def test_what_stands_in_a_free_lock_is_not_believed(work: Path) -> None:
    (work / LOCK_NAME).write_text("1\n" * 100, encoding="utf-8")
    with folder_lock(work):
        assert (work / LOCK_NAME).read_text("utf-8") == str(os.getpid())


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs signals")
def test_a_killed_process_holds_nothing(work: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(work)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    with pytest.raises(OutputError, match=f"process {process.pid}"), folder_lock(work):
        pass
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    with folder_lock(work):
        pass


def test_a_folder_that_is_not_there_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"), folder_lock(tmp_path / "none"):
        pass
