"""The catalogue is consistent in itself, and knows what is installed."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from dataexplain.errors import InstallationError, ModelNotFoundError
from dataexplain.llm.weights import catalogue
from dataexplain.llm.weights.catalogue import CATALOGUE, best_chat_model, entry, installed
from dataexplain.llm.weights.catalogue_entry import CatalogueEntry
from dataexplain.llm.weights.installed_files import NOTE

LARGE, SMALL, SMOKE, EMBEDDER = (known.name for known in CATALOGUE)


@pytest.mark.parametrize("known", CATALOGUE, ids=lambda known: known.name)
def test_packages_carry_every_byte_of_every_file_once(known: CatalogueEntry) -> None:
    payloads = [payload for package in known.packages for payload in package.payloads]
    for file in known.files:
        position = 0
        for payload in [payload for payload in payloads if payload.file == file.name]:
            assert payload.offset == position
            assert payload.size > 0
            position += payload.size
        assert position == file.size
    assert {payload.file for payload in payloads} == {file.name for file in known.files}


@pytest.mark.parametrize("known", CATALOGUE, ids=lambda known: known.name)
def test_every_file_and_package_is_pinned(known: CatalogueEntry) -> None:
    assert all(re.fullmatch("[0-9a-f]{64}", file.sha256) for file in known.files)
    assert all(re.fullmatch(r"\d+(\.\d+)+", package.version) for package in known.packages)
    assert len({package.name for package in known.packages}) == len(known.packages)
    assert known.hash == known.files[0].sha256


def test_the_parts_are_as_many_as_there_are_packages() -> None:
    assert [len(known.packages) for known in CATALOGUE] == [22, 6, 1, 1]
    assert entry(LARGE).packages[-1].payloads[0].member == "*/data/part22.bin"
    assert entry(LARGE).packages[-1].size == 16_315_968
    assert entry(SMALL).packages[-1].size == 45_755_264


def test_a_name_may_be_typed_in_capitals() -> None:
    assert entry(" MiniLM ").name == "minilm"


def test_an_unknown_name_gets_a_hint() -> None:
    with pytest.raises(ModelNotFoundError, match="Did you mean 'smollm2-135m'"):
        installed("smollm-135m")


def put_in_place(name: str, folder: Path) -> Path:
    """Lay files of the right sizes, without content, and the note of an installation."""
    place = folder / name
    place.mkdir(parents=True)
    for file in entry(name).files:
        with (place / file.name).open("wb") as sparse:
            sparse.truncate(file.size)
    note = {"sha256": {file.name: file.sha256 for file in entry(name).files}}
    (place / NOTE).write_text(json.dumps(note), encoding="utf-8")
    return place


def test_a_chat_model_is_a_file_and_an_embedder_a_folder(tmp_path: Path) -> None:
    assert installed(SMOKE, tmp_path) is None
    place = put_in_place(SMOKE, tmp_path)
    assert installed(SMOKE, tmp_path) == place / "SmolLM2-135M-Instruct.Q4_1.gguf"
    assert put_in_place(EMBEDDER, tmp_path) == installed(EMBEDDER, tmp_path)


def test_the_users_folder_is_looked_at_by_default(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATAEXPLAIN_MODELS", str(tmp_path))
    put_in_place(SMALL, tmp_path)
    assert installed(SMALL) is not None
    assert best_chat_model() == SMALL


def test_a_file_of_another_size_is_damaged(tmp_path: Path) -> None:
    place = put_in_place(EMBEDDER, tmp_path)
    (place / "config.json").write_text("{}", encoding="utf-8")
    with pytest.raises(InstallationError, match=r"config\.json has 2 bytes instead of 612\..*inst"):
        installed(EMBEDDER, tmp_path)


@pytest.mark.parametrize("note", ["", "[]", "{}", '{"sha256": {"config.json": "0"}}'])
def test_a_note_of_something_else_is_damage(note: str, tmp_path: Path) -> None:
    place = put_in_place(EMBEDDER, tmp_path)
    (place / NOTE).write_text(note, encoding="utf-8")
    with pytest.raises(InstallationError, match="damaged"):
        installed(EMBEDDER, tmp_path)


def test_files_without_a_note_are_no_model(tmp_path: Path) -> None:
    (put_in_place(EMBEDDER, tmp_path) / NOTE).unlink()
    assert installed(EMBEDDER, tmp_path) is None


def test_the_larger_model_is_better_and_the_smallest_never_chosen(tmp_path: Path) -> None:
    put_in_place(SMOKE, tmp_path)
    put_in_place(EMBEDDER, tmp_path)
    assert best_chat_model(tmp_path) is None
    put_in_place(SMALL, tmp_path)
    assert best_chat_model(tmp_path) == SMALL
    place = put_in_place(LARGE, tmp_path)
    assert best_chat_model(tmp_path) == LARGE
    (place / entry(LARGE).files[0].name).unlink()
    assert best_chat_model(tmp_path) == SMALL


def test_a_line_to_type_names_the_model() -> None:
    assert catalogue.INSTALL_LINE.format(SMOKE) == "dataexplain models install smollm2-135m"
