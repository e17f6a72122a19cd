"""Addresses of servers, which must carry no password into files and error texts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from dataexplain.errors import ParameterError
from dataexplain.llm.embedding.openai_embedder import OpenAIEmbedder
from dataexplain.llm.served.addresses import checked_address, is_hosted, without_secrets
from dataexplain.llm.served.openai_compatible import OpenAICompatible

WITH_SECRETS = [
    "http://user:pa55word@host/v1",
    "http://pa55word@host/v1",
    "https://user:pa55word@host:80/v1/",
    "http://host/v1?key=pa55word",
    "http://user:pa55@word@host/v1?key=pa55word",
    "http://user:pa55/word@host/v1",
    "http://user:pa55#word@host/v1",
    "http://user:pa55?word@host/v1",
    "http://[::1:pa55word@host/v1",
    "HTTP://user:pa55word@host/v1",
    "//user:pa55word@host/v1",
    "user:pa55word@host/v1",
]


@pytest.mark.parametrize("address", WITH_SECRETS)
@pytest.mark.parametrize("opened", [OpenAICompatible, OpenAIEmbedder])
def test_an_address_with_a_password_is_refused(opened: Callable[..., Any], address: str) -> None:
    """It was taken, and reached the cache, the log and the texts of errors."""
    with pytest.raises(ParameterError, match="the key goes into MY_KEY") as caught:
        opened("m", base_url=address, key_source="MY_KEY")
    for part in ("pa55", "word@", "user", "key="):
        assert part not in str(caught.value)
    assert "host" in str(caught.value)


def test_an_address_of_the_environment_is_looked_at_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """It comes from a variable as easily as from an argument."""
    monkeypatch.setenv("OPENAI_BASE_URL", WITH_SECRETS[0])
    with pytest.raises(ParameterError, match="base_url"):
        OpenAICompatible("m")


@pytest.mark.parametrize("address", [each for each in WITH_SECRETS if "://" in each])
@pytest.mark.parametrize("model", ["", "#", "#qwen", "#@cf/meta/llama"])
def test_what_is_shown_of_an_address(address: str, model: str) -> None:
    shown = without_secrets(address + model)
    assert "pa55" not in shown
    assert "word" not in shown
    assert "host" in shown
    assert shown.endswith(model)


@pytest.mark.parametrize(
    "name",
    [
        "http://127.0.0.1:8000/v1#NAME",
        "https://a.org/v1#@cf/meta/llama",
        "https://a.org/v1",
        "opennai:me@example?",
        "",
    ],
)
def test_what_holds_no_secret_is_shown_as_it_is(name: str) -> None:
    assert without_secrets(name) == name


@pytest.mark.parametrize("address", ["http://[::1/v1", "http://a:99999/v1", "http://a:b/v1"])
def test_what_is_no_address(address: str) -> None:
    """It ended in an error of Python at the first request."""
    with pytest.raises(ParameterError, match="an address such as"):
        checked_address(address, "it", "KEY")


def test_a_slash_at_the_end_is_no_other_address() -> None:
    assert checked_address("http://a/v1/", "it", "KEY") == "http://a/v1"


@pytest.mark.parametrize(
    ("address", "hosted"),
    [
        ("https://api.openai.com/v1", True),
        ("https://API.openai.com", True),
        ("https://api.openai.com.example.org/v1", False),
        ("https://10.0.0.1/v1", False),
    ],
)
def test_which_address_is_the_hosted_one(address: str, hosted: bool) -> None:
    assert is_hosted(address) == hosted
