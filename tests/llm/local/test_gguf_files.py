"""Which files can be loaded, and which ones they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from dataexplain.errors import ModelNotFoundError, ServerError
from dataexplain.llm.local import gguf_files
from dataexplain.llm.local.gguf_files import MAGIC, check_gguf, check_memory, free_memory


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(ModelNotFoundError, match="no such file"):
        check_gguf(tmp_path)


def test_the_first_letters_decide(tmp_path: Path) -> None:
    path = tmp_path / "a.gguf"
    path.write_bytes(MAGIC + b"\0" * 5000)
    check_gguf(path)
    path.write_bytes(b"PK" + b"\0" * 5000)
    with pytest.raises(ModelNotFoundError, match="not a GGUF file"):
        check_gguf(path)


@pytest.mark.parametrize("text", [None, "", "MemTotal: 1 kB\n"])
def test_unknown_memory_refuses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str | None
) -> None:
    memory = tmp_path / "meminfo"
    if text is not None:
        memory.write_text(text, encoding="ascii")
    monkeypatch.setattr(gguf_files, "_MEMORY", memory)
    assert free_memory() is None
    check_memory(memory if text is not None else Path(__file__))


def test_both_sizes_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    memory, weights = tmp_path / "meminfo", tmp_path / "a.gguf"
    memory.write_text("MemAvailable:    1048576 kB\n", encoding="ascii")
    monkeypatch.setattr(gguf_files, "_MEMORY", memory)
    with weights.open("wb") as file:
        file.truncate(3 * 2**30)
    with pytest.raises(ServerError, match=r"need 3.0 GiB of memory; 1.0 GiB are free"):
        check_memory(weights)
