"""Secrets reach nothing that is kept, however they are written."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataexplain.llm.stores.kept_json import kept_json
from dataexplain.llm.stores.redaction import redacted
from tests.json_values import JSON_VALUES

KEY = 'sk-test/öä +"quoted"-0123456789'


@pytest.mark.parametrize(
    "text",
    [
        KEY,
        f"Bearer {KEY}",
        json.dumps({"key": KEY}),
        json.dumps({"key": KEY}, ensure_ascii=False),
        f"http://127.0.0.1/?key={quote(KEY, safe='')}",
    ],
)
def test_a_key_is_replaced_however_it_is_written(text: str) -> None:
    kept = kept_json({"a": [text], text: 1}, [KEY])
    assert "0123456789" not in kept
    assert kept.count("[key]") == 2


@pytest.mark.parametrize(
    "name",
    [
        "Authorization",
        "proxy-authorization",
        "API-KEY",
        "X-Api-Key",
        "api_key",
        "apikey",
        "OPENAI_API_KEY",
        "Cookie",
        "set-cookie",
        "x-auth-token",
        "x-goog-api-key",
        "password",
    ],
)
def test_entries_named_like_headers_are_dropped(name: str) -> None:
    value = {"headers": {name: "unknown to us", "accept": "json"}}
    assert redacted(value, []) == {"headers": {"accept": "json"}}
    assert json.loads(kept_json(value)) == {"headers": {"accept": "json"}}


def test_a_key_within_a_longer_key_leaves_nothing_of_the_longer_one() -> None:
    assert redacted("a secret-1-long", ["secret-1", "secret-1-long"]) == "a [key]"


def test_placeholders_that_are_words_of_replies_stay() -> None:
    """A local server's key "none" would turn every reply "none" into "[key]"."""
    assert redacted({"text": "none"}, ["none", ""]) == {"text": "none"}


@given(value=JSON_VALUES, secret=st.text(min_size=6, max_size=12))
def test_the_fast_way_and_the_slow_way_agree(value: Any, secret: str) -> None:
    planted = {"value": value, "text": secret}
    for wanted in (value, planted):
        assert json.loads(kept_json(wanted, [secret])) == json.loads(
            json.dumps(redacted(wanted, [secret]))
        )
    assert json.loads(kept_json(planted, [secret]))["text"] == "[key]"
