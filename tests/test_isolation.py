"""The guards of the test suite itself: each must be able to fail."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

pytest_plugins = ["pytester"]


def test_a_connection_beyond_this_machine_is_refused() -> None:
    with socket.socket() as sock, pytest.raises(RuntimeError, match=r"tried to reach '192\.0\.2"):
        sock.connect(("192.0.2.1", 80))


def test_a_datagram_beyond_this_machine_is_refused() -> None:
    with (
        socket.socket(type=socket.SOCK_DGRAM) as sock,
        pytest.raises(RuntimeError, match="tried to reach"),
    ):
        sock.sendto(b"", ("192.0.2.1", 53))


def test_a_name_is_not_looked_up() -> None:
    with pytest.raises(RuntimeError, match=r"tried to reach 'example\.org'"):
        socket.create_connection(("example.org", 80))


def test_loopback_and_unix_sockets_work(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()
    path = str(tmp_path / "socket")
    with (
        socket.socket(socket.AF_UNIX) as unix_server,
        socket.socket(socket.AF_UNIX) as client,
    ):
        unix_server.bind(path)
        unix_server.listen()
        client.connect(path)


def test_the_home_folder_is_an_empty_one(tmp_path: Path) -> None:
    assert Path.home() == Path(os.environ["HOME"])
    assert Path.home().is_relative_to(tmp_path.parent.parent)


def test_global_random_numbers_are_guarded(pytester: pytest.Pytester) -> None:
    root = Path(__file__).parents[1]
    pytester.makeconftest((root / "conftest.py").read_text(encoding="utf-8"))
    pytester.makepyfile(
        """
        import numpy as np
        def test_draws(): np.random.rand()
        def test_does_not(): np.random.default_rng(0).random()
        """
    )
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider")
    result.assert_outcomes(passed=2, errors=1)
