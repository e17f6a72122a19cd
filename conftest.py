"""What holds for every test and doctest: no network, no home folder, no global random state."""

from __future__ import annotations

import ipaddress
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import hypothesis
import hypothesis.configuration
import numpy as np
import pytest

hypothesis.settings.register_profile(
    "dataexplain", database=None, deadline=None, derandomize="CI" in os.environ
)
hypothesis.settings.load_profile("dataexplain")

# Small real models that tests use: fetched once into the checkout, checked by hash.
FETCHED = ("smollm2-135m", "minilm")
FETCHED_INTO = Path(__file__).parent / ".cache" / "models"

FIRST_WORKER = "gw0"  # as pytest-xdist calls it

USER_FOLDERS = ("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")


def pytest_sessionstart() -> None:
    """Let programs that tests start find the models of the checkout."""
    os.environ["DATAEXPLAIN_MODELS"] = str(FETCHED_INTO)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Give the whole suite a process a core, and tests that are named this one alone."""
    if config.args_source is not pytest.Config.ArgsSource.TESTPATHS:
        return 0
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # theirs would get in each other's way
    affinity = getattr(os, "sched_getaffinity", None)  # not on every system
    cores = len(affinity(0)) if affinity else os.cpu_count() or 1
    return cores if cores > 1 else 0


@pytest.hookimpl(tryfirst=True)  # no process begins before the first one has them
def pytest_collection_finish(session: pytest.Session) -> None:
    """Fetch what the tests of models need; without it they are skipped."""
    wanted = any("llm" in item.path.parts for item in session.items)
    first = os.environ.get("PYTEST_XDIST_WORKER", FIRST_WORKER) == FIRST_WORKER
    if not wanted or not first or session.config.option.collectonly:
        return
    from dataexplain.llm.weights.catalogue import entry
    from dataexplain.llm.weights.installed_files import look

    capture = session.config.pluginmanager.getplugin("capturemanager")
    with capture.global_and_fixture_disabled() if capture else nullcontext():
        for name in FETCHED:  # its progress is seen, and what goes wrong it says itself
            if look(entry(name), FETCHED_INTO / name).status != "installed":
                command = [sys.executable, "-m", "dataexplain", "models", "install", name]
                subprocess.run(command, check=False)


class NetworkRefusedError(RuntimeError):
    """A test tried to reach beyond this machine."""

    def __init__(self, host: object) -> None:
        super().__init__(
            f"A test tried to reach {host!r}. Tests may use loopback and Unix sockets only: "
            "serve what is needed on 127.0.0.1."
        )


def is_local(host: object) -> bool:
    """Tell whether a host is this machine."""
    if isinstance(host, bytes):
        host = host.decode("ascii", errors="replace")
    if host in (None, "", "localhost"):
        return True
    try:
        return ipaddress.ip_address(str(host)).is_loopback
    except ValueError:
        return False


def refusing(call: Callable[..., Any], address_at: int) -> Callable[..., Any]:
    """Wrap a method of a socket so that it refuses addresses beyond this machine."""

    def guarded(sock: socket.socket, *arguments: Any) -> Any:
        internet = sock.family in (socket.AF_INET, socket.AF_INET6)
        if internet and not is_local(arguments[address_at][0]):
            raise NetworkRefusedError(arguments[address_at][0])
        return call(sock, *arguments)

    return guarded


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """Refuse every connection and every look-up beyond loopback."""
    look_up = socket.getaddrinfo

    def guarded(host: Any, *arguments: Any, **named: Any) -> Any:
        if not is_local(host):
            raise NetworkRefusedError(host)
        return look_up(host, *arguments, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", guarded)
        for name, address_at in (("connect", 0), ("connect_ex", 0), ("sendto", -1)):
            patch.setattr(socket.socket, name, refusing(getattr(socket.socket, name), address_at))
        yield


@pytest.fixture(scope="session", autouse=True)
def no_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Give tests, and the programs they start, an empty home folder of their own."""
    home = tmp_path_factory.mktemp("home")
    hypothesis.configuration.set_hypothesis_home_dir(home / "hypothesis")
    with pytest.MonkeyPatch.context() as patch:
        for name in USER_FOLDERS:
            folder = home / name.lower()
            folder.mkdir()
            patch.setenv(name, str(folder))
        yield


@pytest.fixture(autouse=True)
def global_random_state_untouched() -> Iterator[None]:
    """Fail a test after which the caller's global random numbers would be others."""
    before = np.random.get_state()  # noqa: NPY002 (the state that must stay as it is)
    yield
    after = np.random.get_state()  # noqa: NPY002
    same = all(np.array_equal(one, two) for one, two in zip(before, after, strict=True))
    assert same, "numpy's global random state was changed: pass a Generator down instead"
