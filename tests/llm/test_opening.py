"""From names to models: known forms, clear refusals, nothing started before it is asked."""

import importlib.metadata

import pytest

from dataexplain.errors import ModelNotFoundError, ParameterError
from dataexplain.llm import Budget, ChatModel, Price, Scripted, open_model
from dataexplain.llm.added_by_packages import MODELS
from dataexplain.llm.opening import HOSTED_KEY, SERVER_KEY, find_backend

KEY = "sk-a-key-that-nobody-may-see"


@pytest.fixture(autouse=True)
def own_folder(monkeypatch, tmp_path):
    monkeypatch.setenv("DATAEXPLAIN_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv(HOSTED_KEY, raising=False)
    monkeypatch.delenv(SERVER_KEY, raising=False)
    return tmp_path / "cache"


def test_a_server_is_named_by_address_and_model(monkeypatch):
    monkeypatch.setenv(SERVER_KEY, KEY)
    backend = find_backend("http://127.0.0.1:8000/v1#org/model-7b")
    assert backend.model == "org/model-7b"
    assert "http://127.0.0.1:8000/v1" in backend.fingerprint
    assert KEY in backend.secrets()
    assert KEY not in backend.fingerprint


def test_a_hosted_model_takes_its_key_from_the_variable(monkeypatch):
    monkeypatch.setenv(HOSTED_KEY, KEY)
    backend = find_backend("openai:some-model")
    assert backend.model == "some-model"
    assert backend.secrets() == (KEY,)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("embeded", "Did you mean 'embedded'"),
        ("openai:", "A model is written as"),
        ("transformers", "A model is written as"),
        ("", "A model is written as"),
        ("http://127.0.0.1:8000/v1", "behind a hash"),
        ("http://127.0.0.1:8000/v1#", "behind a hash"),
        ("embedded:qwen2.5-coder-1.5", "qwen2.5-coder-1.5b"),
        ("embedded:no-such-file.gguf", "no such file"),
    ],
)
def test_an_unknown_name_is_refused_with_what_is_known(name, says):
    with pytest.raises(ModelNotFoundError, match=says):
        find_backend(name)


def test_embedded_without_any_model_says_how_to_install_one(monkeypatch, tmp_path):
    monkeypatch.setenv("DATAEXPLAIN_MODELS", str(tmp_path))
    with pytest.raises(ModelNotFoundError, match="dataexplain models install qwen"):
        find_backend("embedded")


def test_a_package_can_add_a_backend(monkeypatch):
    class Entry:
        name = "parrot"

        def load(self):
            return lambda rest: Scripted([rest], name=f"parrot:{rest}")

    def entry_points(*, group):
        return [Entry()] if group == MODELS else []

    monkeypatch.setattr(importlib.metadata, "entry_points", entry_points)
    with open_model("parrot:hello", cache=False, log=False) as model:
        assert model.generate("Say it.").text == "hello"
    with pytest.raises(ModelNotFoundError, match="Did you mean 'parrot'"):
        find_backend("parot:hello")


def test_a_package_that_cannot_be_loaded_is_named(monkeypatch):
    """Its own error had ended the program without a word about where it came from."""

    class Entry:
        name = "parrot"

        def load(self):
            raise ImportError("no module named feathers")

    monkeypatch.setattr(importlib.metadata, "entry_points", lambda **_: [Entry()])
    with pytest.raises(ModelNotFoundError, match=r"adds 'parrot' .*ImportError: no module named"):
        find_backend("parrot:hello")


def test_replies_and_calls_are_kept_in_the_users_folder(own_folder):
    for _ in range(2):
        with open_model(Scripted(["first", "second"])) as model:
            assert model.generate("?").text == "first"
    assert {path.name for path in own_folder.iterdir()} >= {"replies.sqlite", "calls.sqlite"}


def test_nothing_is_kept_that_is_not_wanted(own_folder):
    with open_model(Scripted(["a"]), cache=False, log=False) as model:
        model.generate("?")
    assert not own_folder.exists() or not list(own_folder.iterdir())


def test_hashes_only_leaves_no_text_in_the_log(own_folder):
    with open_model(Scripted(["a reply nobody may read"]), cache=False, log_text=False) as model:
        model.generate("a prompt nobody may read")
    for path in own_folder.iterdir():
        assert b"nobody may read" not in path.read_bytes()


def test_an_open_model_is_handed_on_as_it_is():
    model = ChatModel(Scripted([]))
    assert open_model(model) is model


def test_a_password_in_an_address_is_refused_and_not_shown():
    """It had reached the report, the log and every error text."""
    for address in ("http://user:pa55word@127.0.0.1:9/v1#m", "http://user:pa55word@127.0.0.1:9/v1"):
        with pytest.raises((ParameterError, ModelNotFoundError)) as refusal:
            open_model(address)
        assert "pa55word" not in str(refusal.value)


def test_limits_of_a_model_that_is_open_already_are_refused():
    """They had been ignored: two calls were made of one allowed."""
    with ChatModel(Scripted([])) as model, pytest.raises(ParameterError, match="open already"):
        open_model(model, budget=Budget(calls=1))


def test_a_price_where_it_means_nothing_is_refused():
    with pytest.raises(ParameterError, match="does not take one"):
        open_model(Scripted([]), price=Price(1.0, 2.0))


def test_money_needs_a_price():
    server = "http://127.0.0.1:8000/v1#m"
    with pytest.raises(ParameterError, match="'price'"):
        open_model(server, budget=Budget(money=1.0))
    open_model(server, budget=Budget(money=1.0), price=Price(1.0, 2.0)).close()
    open_model(Scripted([]), budget=Budget(money=1.0)).close()


@pytest.mark.parametrize("timeout", [0, -1, float("nan")])
def test_a_timeout_is_a_time(timeout):
    with pytest.raises(ParameterError, match="'timeout'"):
        open_model(Scripted([]), timeout=timeout)
