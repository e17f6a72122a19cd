"""The doctor: findings for what is there and what is not, and nothing raised."""

import importlib.metadata
import math

import pytest

from dataexplain.llm import doctor
from dataexplain.llm.added_by_packages import EMBEDDERS, MODELS
from tests.command_line import called
from tests.llm.embedding.test_openai_embedder import embeddings
from tests.llm.stub_server import StubServer, chat_answer, error_answer

KEY = "sk-secret-of-the-server-0123456789"


@pytest.fixture(autouse=True)
def bare(monkeypatch, tmp_path):
    """A machine without models or keys."""
    monkeypatch.setenv("DATAEXPLAIN_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("DATAEXPLAIN_MODELS", str(tmp_path / "models"))
    for name in (doctor.HOSTED_KEY, doctor.SERVER_KEY):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def test_a_bare_machine_is_no_failure():
    result = called("doctor")
    assert result.exit_code == 0
    assert "– OPENAI_API_KEY: not set" in result.stdout
    assert "dataexplain models install qwen2.5-coder-1.5b" in result.stdout
    assert "✗" not in result.stdout


def test_a_key_is_said_to_be_set_and_not_shown(monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    result = called("doctor")
    assert "✓ OPENAI_API_KEY: set" in result.stdout
    assert KEY not in result.output


def test_a_server_is_called_and_timed():
    likely = {"Yes": math.log(0.9), "No": math.log(0.1)}
    with StubServer(reply=lambda _: chat_answer("Yes", tokens=[likely])) as server:
        result = called("doctor", "--model", f"{server.url}#m")
        assert len(server.requests) == 2
    assert result.exit_code == 0
    assert "Yes (90%, by log-probabilities)" in result.stdout


def test_a_server_that_fails_is_a_failure(monkeypatch):
    monkeypatch.setenv("DATAEXPLAIN_API_KEY", KEY)
    with StubServer(reply=lambda _: error_answer(401, f"bad key {KEY}")) as server:
        result = called("doctor", "--model", f"{server.url}#m")
    assert result.exit_code == 1
    assert "✗" in result.stdout
    assert "DATAEXPLAIN_API_KEY" in result.stdout
    assert KEY not in result.output


def test_what_is_damaged_is_a_failure_with_its_remedy(bare):
    (bare / "cache").mkdir()
    (bare / "cache" / "calls.sqlite").write_bytes(b"no database at all" * 100)
    (bare / "models" / "minilm").mkdir(parents=True)
    (bare / "models" / "minilm" / "installed.json").write_text("{}", encoding="utf-8")
    result = called("doctor")
    assert result.exit_code == 1
    assert "✗ calls:" in result.stdout
    assert "✗ minilm: damaged" in result.stdout


def test_a_cache_folder_that_cannot_be_is_a_failure(monkeypatch, bare):
    (bare / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("DATAEXPLAIN_CACHE", str(bare / "file" / "cache"))
    result = called("doctor")
    assert result.exit_code == 1
    assert "DATAEXPLAIN_CACHE" in result.stdout


def test_a_missing_package_is_absent_with_its_pip_line(monkeypatch):
    monkeypatch.setattr(doctor, "PACKAGES", (("no-such-package", "embedded", "models"),))
    finding = next(found for found in doctor.examine() if found.about == "packages")
    assert finding.state == "absent"
    assert "pip install 'dataexplain[embedded]'" in finding.text


def test_an_embedder_of_a_server_is_called_and_timed(bare):
    with StubServer(reply=embeddings) as server:
        result = called("doctor", "--embedder", f"{server.url}#bge")
    assert result.exit_code == 0
    assert "short texts a second, 8 numbers" in result.stdout
    assert not (bare / "cache" / "calls.sqlite").exists()


def test_an_embedder_that_is_none_is_a_failure():
    result = called("doctor", "--embedder", "minilmm")
    assert result.exit_code == 1
    assert "Did you mean 'minilm'?" in result.stdout


def test_what_packages_add_is_listed(monkeypatch):
    parrot = importlib.metadata.EntryPoint(
        "parrot", "tests.llm.hashing_embedder:HashingEmbedder", EMBEDDERS
    )
    broken = importlib.metadata.EntryPoint("broken", "no_such_module:make", MODELS)

    def entry_points(*, group):
        return [entry for entry in (parrot, broken) if entry.group == group]

    monkeypatch.setattr(importlib.metadata, "entry_points", entry_points)
    result = called("doctor", "--no-calls")
    assert result.exit_code == 1
    assert "Added by packages\n" in result.stdout
    assert "✓ parrot: embedder, written as parrot:NAME (tests.llm.hashing_emb" in result.stdout
    assert "✗ broken: The package that adds 'broken' cannot be loaded" in result.stdout


def test_embeddings_that_are_kept_are_counted():
    from dataexplain.llm import EmbeddingStore, open_embedder
    from tests.llm.hashing_embedder import HashingEmbedder

    with open_embedder(HashingEmbedder()) as embedder:
        assert isinstance(embedder.store, EmbeddingStore)
        embedder.embed(["sea", "tree"])
    assert "✓ embeddings: 2 kept in" in called("doctor", "--no-calls").stdout
