"""Names of embedders: what they open, and what is said of those that open nothing."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Callable
from pathlib import Path

import pytest

from dataexplain.errors import BudgetReachedError, ModelNotFoundError, ParameterError
from dataexplain.llm import Budget, Price
from dataexplain.llm.added_by_packages import EMBEDDERS
from dataexplain.llm.embedding.embedders import Embedder
from dataexplain.llm.embedding.openai_embedder import OpenAIEmbedder
from dataexplain.llm.embedding.opening_embedder import find_embedder, open_embedder
from dataexplain.llm.stores.call_log import CallLog
from dataexplain.llm.weights.folders import CACHE_VARIABLE, MODELS_VARIABLE, calls_file
from tests.llm.embedding.test_openai_embedder import embeddings
from tests.llm.hashing_embedder import HashingEmbedder
from tests.llm.stub_server import StubServer


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "cache"))
    monkeypatch.setenv(MODELS_VARIABLE, str(tmp_path / "models"))


def test_an_embedder_is_returned_as_it_is() -> None:
    embedder = Embedder(HashingEmbedder())
    assert open_embedder(embedder) is embedder


@pytest.mark.parametrize("store", [True, False])
def test_a_server_is_opened_with_the_store(store: bool, tmp_path: Path) -> None:
    with StubServer(reply=embeddings) as server:
        for _ in range(2):
            with open_embedder(f"{server.url}#bge", store=store, log=False) as embedder:
                assert embedder.name == "bge"
                assert embedder.embed(["sea"]).shape == (1, 8)
        assert len(server.requests) == (1 if store else 2)
    assert (tmp_path / "cache").exists() == store


def test_the_key_of_a_server_is_not_the_hosted_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "hosted-key-123")
    monkeypatch.setenv("DATAEXPLAIN_API_KEY", "server-key-123")
    with StubServer(reply=embeddings) as server:
        with open_embedder(f"{server.url}#bge", store=False, log=False) as embedder:
            embedder.embed(["sea"])
        sent = str(server.requests[0].headers)
    assert "server-key-123" in sent
    assert "hosted-key-123" not in sent


def test_a_hosted_model_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    backend = find_embedder("openai:text-embedding-3-small")
    assert isinstance(backend, OpenAIEmbedder)
    assert backend.fingerprint == "https://api.openai.com/v1#text-embedding-3-small"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("minilm", "Install it with: dataexplain models install minilm"),
        ("minilmm", "Did you mean 'minilm'?"),
        ("opennai:x", "Did you mean 'openai'?"),
        ("minilm:x", "Did you mean 'minilm'?"),
        ("openai:", "An embedder is written as minilm, openai:NAME"),
        ("", "An embedder is written as"),
        ("http://127.0.0.1:1/v1", "Write it behind a hash"),
        ("http://127.0.0.1:1/v1#", "Write it behind a hash"),
        ("transformers:no-such-folder", "no-such-folder: There is no 'config.json'"),
    ],
)
def test_a_name_that_opens_nothing_is_said_with_what_to_do(name: str, said: str) -> None:
    with pytest.raises(ModelNotFoundError) as caught:
        open_embedder(name)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("http://user:pa55word@host/v1", "'http://host/v1' does not name"),
        ("http//user:pa55word@host/v1#m", "no embedder 'http//host/v1#m'"),
    ],
)
def test_the_password_of_an_address_is_not_said(name: str, said: str) -> None:
    """The whole name was quoted where it names no model."""
    with pytest.raises(ModelNotFoundError, match=said) as caught:
        open_embedder(name)
    assert "pa55word" not in str(caught.value)


def test_a_timeout_that_is_none_is_refused() -> None:
    with pytest.raises(ParameterError, match="timeout"):
        open_embedder("openai:m", timeout=0)


def test_calls_of_a_server_are_logged_and_limited() -> None:
    with StubServer(reply=embeddings) as server:
        name = f"{server.url}#bge"
        with open_embedder(name, budget=Budget(calls=1), log_text=False, run="churn") as embedder:
            embedder.embed(["nobody may read this"])
            with pytest.raises(BudgetReachedError):
                embedder.embed(["sea"])
    with CallLog(calls_file()) as log:
        (call,) = log.tail()
    assert (call.verb, call.texts, call.run, call.model) == ("embed", 1, "churn", "bge")
    assert b"nobody may read" not in calls_file().read_bytes()


def test_money_needs_a_price_where_a_server_is_paid() -> None:
    name, limited = "http://127.0.0.1:9/v1#m", Budget(money=1.0)
    with pytest.raises(ParameterError, match="'price' parameter of open_embedder"):
        open_embedder(name, budget=limited)
    open_embedder(name, budget=limited, price=Price(prompt=0.02)).close()
    open_embedder(HashingEmbedder(), budget=limited).close()
    with pytest.raises(ParameterError, match="hashing does not take one"):
        open_embedder(HashingEmbedder(), price=Price(prompt=0.02))


@pytest.mark.parametrize("limits", [{"budget": Budget()}, {"price": Price()}])
def test_limits_of_an_embedder_that_is_open_already_are_refused(limits: dict[str, object]) -> None:
    with pytest.raises(ParameterError, match="open already"):
        open_embedder(Embedder(HashingEmbedder()), **limits)  # type: ignore[arg-type]


class Parrot:
    """An entry point of a package that adds embedders."""

    name = "parrot"

    def load(self) -> Callable[[str], HashingEmbedder]:
        return lambda rest: HashingEmbedder(fingerprint=f"parrot:{rest}")


@pytest.fixture
def package(monkeypatch: pytest.MonkeyPatch) -> None:
    def entry_points(*, group: str) -> list[Parrot]:
        return [Parrot()] if group == EMBEDDERS else []

    monkeypatch.setattr(importlib.metadata, "entry_points", entry_points)


@pytest.mark.usefixtures("package")
def test_a_package_can_add_an_embedder() -> None:
    with open_embedder("parrot:grey", store=False) as embedder:
        assert embedder.fingerprint == "parrot:grey"
        assert embedder.embed(["sea"]).shape == (1, 8)
    with pytest.raises(ModelNotFoundError, match="Did you mean 'parrot'"):
        open_embedder("parot:grey")
