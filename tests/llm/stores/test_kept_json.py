"""Any JSON comes back as it was; what is no JSON is refused."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataexplain.errors import StoreError
from dataexplain.llm.stores.kept_json import kept_json
from dataexplain.llm.stores.redaction import redacted

# Any code point, also lone halves of pairs; two halves side by side are one character to JSON.
TEXTS = st.text(st.characters(exclude_categories=[])).map(lambda text: json.loads(json.dumps(text)))
ANY_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**4000), 2**4000)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
).filter(lambda value: redacted(value, ()) == value)


@given(value=ANY_JSON)
def test_any_json_comes_back_as_it_was(value: Any) -> None:
    assert json.loads(kept_json(value)) == value
    assert kept_json(value).isascii()


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_numbers_that_are_not_finite_are_refused(number: float) -> None:
    with pytest.raises(StoreError, match=r"not JSON.*finite"):
        kept_json({"tokens": [{"log_probability": number}]})


def test_what_json_has_no_form_for_is_refused() -> None:
    endless: list[Any] = []
    endless.append(endless)
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    for value in ({"a": object()}, b"bytes", endless, deep, 10**5000):
        with pytest.raises(StoreError, match="not JSON"):
            kept_json(value)


def test_the_refusal_holds_no_secret() -> None:
    class Session:
        """What a careless backend might hand over."""

    Session.__name__ = "Session-sk-0123456789"
    with pytest.raises(StoreError) as caught:
        kept_json({"session": Session()}, ["sk-0123456789"])
    assert "sk-0123456789" not in str(caught.value)
