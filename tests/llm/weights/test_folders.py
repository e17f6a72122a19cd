"""Where things are kept: variables first, then the cache folder, else an error that helps."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dataexplain.errors import StoreError
from dataexplain.llm.weights import folders


@pytest.fixture(autouse=True)
def no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (folders.CACHE_VARIABLE, folders.MODELS_VARIABLE):
        monkeypatch.delenv(name, raising=False)


def test_the_users_cache_folder_is_the_default() -> None:
    assert folders.base_folder().is_relative_to(Path(os.environ["XDG_CACHE_HOME"]))
    assert folders.models_folder() == folders.base_folder() / "models"


def test_a_variable_moves_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATAEXPLAIN_CACHE", str(tmp_path))
    assert folders.models_folder() == tmp_path / "models"
    assert folders.replies_file() == tmp_path / "replies.sqlite"
    assert folders.calls_file() == tmp_path / "calls.sqlite"
    assert folders.embeddings_folder() == tmp_path / "embeddings"


def test_models_have_a_variable_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATAEXPLAIN_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("DATAEXPLAIN_MODELS", str(tmp_path / "large"))
    assert folders.models_folder() == tmp_path / "large"
    assert folders.base_folder() == tmp_path / "cache"


@pytest.mark.parametrize("value", ["", "  "])
def test_an_empty_variable_names_nothing(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATAEXPLAIN_CACHE", value)
    assert folders.base_folder().name == "dataexplain"


def test_a_relative_folder_and_a_tilde_become_whole_paths(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATAEXPLAIN_CACHE", "kept")
    assert folders.base_folder() == tmp_path / "kept"
    monkeypatch.setenv("DATAEXPLAIN_CACHE", "~/kept")
    assert folders.base_folder() == Path(os.environ["HOME"]) / "kept"


def test_a_home_that_is_not_known_names_the_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        folders.platformdirs, "user_cache_path", lambda *_, **__: Path("~no-such-user/x")
    )
    with pytest.raises(StoreError, match=r"home folder .* DATAEXPLAIN_CACHE"):
        folders.base_folder()


def test_a_folder_below_a_file_names_the_variable(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match=r"file/a: Files cannot be kept .* DATAEXPLAIN_CACHE"):
        folders.made_folder(tmp_path / "file" / "a")


def test_a_folder_that_cannot_be_written_names_the_variable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folders.os, "access", lambda *_: False)
    with pytest.raises(StoreError, match=r"Permission denied.* DATAEXPLAIN_MODELS"):
        folders.made_folder(tmp_path, variable="DATAEXPLAIN_MODELS")
