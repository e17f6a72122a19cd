"""One process holds a lock; its end, however it comes, lets go of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dataexplain.process_lock import process_lock


class BusyError(Exception):
    """Says who holds the lock."""


def test_the_other_is_told_who_holds_it(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with process_lock(path, busy=BusyError):
        told = pytest.raises(BusyError, match=f"^process {os.getpid()}$")
        with told, process_lock(path, busy=BusyError):
            pass
    with process_lock(path, busy=BusyError):
        pass


@pytest.mark.parametrize("text", [b"", b"soon", b"\xff"])
def test_a_number_that_cannot_be_read_is_left_out(text: bytes, tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with process_lock(path, busy=BusyError):
        path.write_bytes(text)
        with pytest.raises(BusyError, match=r"^$"), process_lock(path, busy=BusyError):
            pass


def test_whoever_holds_it_may_remove_its_file(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with process_lock(path, busy=BusyError):
        path.unlink()
    assert not path.exists()
    with process_lock(path, busy=BusyError):
        assert path.read_text("utf-8") == str(os.getpid())
