"""A program is watched to its end, and ended when nobody waits for it any more."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from dataexplain.llm.weights import watched_child
from dataexplain.llm.weights.watched_child import run_watched

WAITS = """
import os, sys, time
from pathlib import Path
Path(sys.argv[1]).write_text(str(os.getpid()))
time.sleep(600)
"""
DEAF = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n" + WAITS


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def command(source: str, *arguments: object) -> list[str]:
    return [sys.executable, "-c", source, *map(str, arguments)]


def test_its_code_and_complaint_are_told(tmp_path: Path) -> None:
    source = "import sys; print('out'); sys.stderr.write('no\\xff way\\n'); sys.exit(3)"
    ended = run_watched(
        command(source),
        environment={**os.environ, "PYTHONIOENCODING": "latin-1"},
        log=tmp_path / "log",
        look=lambda _: True,
    )
    assert ended == watched_child.Ended(3, "no� way")


@pytest.mark.skipif(os.name == "nt", reason="needs signals")
@pytest.mark.parametrize("source", [WAITS, DEAF], ids=["hears", "deaf"])
def test_it_is_ended_when_nobody_wants_it(
    source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watched_child, "PATIENCE_SECONDS", 0.2)
    number = tmp_path / "number"
    ended = run_watched(
        command(source, number),
        environment=os.environ,
        log=tmp_path / "log",
        look=lambda _: not (number.exists() and number.read_text("utf-8")),
    )
    assert ended.code < 0
    assert not is_running(int(number.read_text("utf-8")))


@pytest.mark.skipif(os.name == "nt", reason="needs signals")
def test_it_does_not_outlive_an_interruption(tmp_path: Path) -> None:
    number = tmp_path / "number"

    def stop(_seconds: float) -> bool:
        if number.exists() and number.read_text("utf-8"):
            raise KeyboardInterrupt
        return True

    with pytest.raises(KeyboardInterrupt):
        run_watched(command(WAITS, number), environment=os.environ, log=tmp_path / "log", look=stop)
    assert not is_running(int(number.read_text("utf-8")))
