"""Keys of servers: none that cannot be sent, and none in an error."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from dataexplain.errors import AuthenticationError
from dataexplain.llm.embedding.openai_embedder import OpenAIEmbedder
from dataexplain.llm.served.keys import read_key
from dataexplain.llm.served.openai_compatible import OpenAICompatible


@pytest.mark.parametrize("key", ["sk-se\ncret", "sk-s\u00e9cret", "\u201csk-secret\u201d", "sk\0"])
@pytest.mark.parametrize("opened", [OpenAICompatible, OpenAIEmbedder])
def test_a_key_that_cannot_be_sent(opened: Callable[..., Any], key: str) -> None:
    """It was reported as a fault of the server: its reply would be no whole JSON."""
    with pytest.raises(AuthenticationError, match="MY_KEY") as caught:
        opened("m", base_url="http://127.0.0.1:1/v1", key=key, key_source="MY_KEY")
    assert "cret" not in str(caught.value)


def test_a_given_key_goes_before_the_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MY_KEY", " sk-variable\n")
    assert [read_key(key, "MY_KEY") for key in (None, "", " sk-given ")] == [
        "sk-variable",
        "",
        "sk-given",
    ]
