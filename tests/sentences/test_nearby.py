"""Plain sentences beside those that cannot be read."""

from __future__ import annotations

import numpy as np
import pytest

from dataexplain.sentences import read_sentence
from dataexplain.sentences.nearby import MOST_WORDS, nearby_sentence
from dataexplain.tables import Table, build_table

ROWS = np.arange(120)
CHURN = build_table(
    {
        "plan": ["basic", "pro", "team"] * 40,
        "calls": [0, 1, 2, 3, 4] * 24,
        "churn": ["no", "yes", "no"] * 40,
    },
    "churn",
)
PRICE = build_table(
    {"area": np.linspace(40, 90, 120), "price": np.linspace(90, 210, 120) ** 2}, "price"
)


@pytest.mark.parametrize(
    ("sentence", "table", "near"),
    [
        ("Pro folks with a dog jump ship", CHURN, "churn is more likely where plan is pro"),
        ("Pro dogs outrun basic dogs", CHURN, "where plan is pro than where it is basic"),
        ("Fewer calls, more dogs", CHURN, "churn falls with calls"),
        ("A zeppelin lowers the price whatever the area", PRICE, "price falls with area"),
        ("People with a dog jump ship", CHURN, ""),
        ("Pro folks should not jump ship", CHURN, ""),
        ("", CHURN, ""),
    ],
)
def test_a_sentence_on_what_is_named(sentence: str, table: Table, near: str) -> None:
    found = nearby_sentence(sentence, table, ROWS)
    assert near in found
    assert bool(found) == bool(near)


def test_what_is_suggested_can_be_read() -> None:
    near = nearby_sentence("Pro folks with a dog jump ship", CHURN, ROWS)
    assert read_sentence(near, CHURN).claims


def test_only_what_cannot_be_read_gets_one() -> None:
    assert read_sentence("Pro customers leave more", CHURN).nearby == ""
    assert read_sentence("Pro folks with a dog jump ship", CHURN).nearby


def test_a_long_text_gets_none() -> None:
    assert nearby_sentence("pro dog " * MOST_WORDS, CHURN, ROWS) == ""
