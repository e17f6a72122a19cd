"""Columns read off texts."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from dataexplain.features.text_columns import TextColumn, read_off_texts, with_text_columns
from dataexplain.tables import Role, Table, build_table
from tests.features.planted_reviews import reviews


def _table(texts: list[object], **more: object) -> Table:
    data = {"review": texts, "stars": np.arange(float(len(texts))), **more}
    return build_table(pd.DataFrame(data), "stars", text=["review"])


def test_missing_text_is_missing_and_empty_text_mentions_nothing() -> None:
    texts = ["Refund!", "no", None] * 10
    table = _table([*texts])
    table.frame.loc[1, "review"] = ""
    wanted = [TextColumn("refund", "review", ("refund",)), TextColumn("length", "review")]
    wide = with_text_columns(table, wanted)
    assert wide.frame["refund"][:3].astype(object).fillna("missing").tolist() == [
        *("yes", "no", "missing")
    ]
    assert wide.frame["length"][:3].fillna(-1).tolist() == [1.0, 0.0, -1.0]
    assert wide.column("refund").terms == ("refund",)
    assert wide.column("length").derived_from == "review"
    assert wide.column("refund").missing == 10


def test_only_discovery_rows_choose_the_words() -> None:
    texts, stars = reviews(1_000)
    table = build_table({"review": texts, "stars": stars}, "stars", text=["review"])
    own = np.arange(500)
    other = stars.copy()
    other[500:] = np.random.default_rng(0).permutation(other[500:])
    changed = build_table({"review": texts, "stars": other}, "stars", text=["review"])
    assert [column.name for column in read_off_texts(table, own).columns] == [
        column.name for column in read_off_texts(changed, own).columns
    ]


def test_names_that_the_table_has_are_not_taken_twice() -> None:
    texts, stars = reviews(400)
    data = {"review": texts, "stars": stars, "words in review": np.arange(400.0) % 7}
    table = build_table(data, "stars", text=["review"])
    wide = read_off_texts(table, np.arange(400))
    assert "words in review (2)" in [column.name for column in wide.features]
    assert wide.frame.columns.is_unique


def test_a_table_of_one_word_texts_has_a_feature_even_for_noise() -> None:
    """Null runs of such a table had no column to fit where no word stood out."""
    words = ["red", "green", "blue", "grey"]
    stars = np.random.default_rng(0).normal(size=200)
    table = build_table(
        {"colour": [words[place % 4] for place in range(200)], "stars": stars},
        "stars",
        text=["colour"],
    )
    assert len(read_off_texts(table, np.arange(100)).features) == 1


def test_several_text_columns_are_read_apart() -> None:
    texts, stars = reviews(600)
    titles = ["bad thing" if value < 2.5 else f"thing {place}" for place, value in enumerate(stars)]
    table = build_table(
        {"title": titles, "review": texts, "stars": stars}, "stars", text=["title", "review"]
    )
    wide = read_off_texts(table, np.arange(600))
    assert {column.derived_from for column in wide.features} == {"title", "review"}


def test_a_table_without_texts_stays_as_it_is() -> None:
    table = build_table({"dose": [1, 2, 2, 3] * 10, "pain": range(40)}, "pain")
    assert read_off_texts(table, np.arange(20)) is table


@pytest.mark.parametrize(
    "text",
    ["👍👍 great", "שלום עולם", "好吃好吃", "<b>bold</b> &amp; more", "word " * 20_000],
)
def test_any_script_is_read(text: str) -> None:
    texts = [text if place % 2 else f"plain {place}" for place in range(80)]
    stars = [float(place % 2 + place % 5) for place in range(80)]
    table = build_table({"review": texts, "stars": stars}, "stars", text=["review"])
    wide = read_off_texts(table, np.arange(80))
    assert any(column.derived_from == "review" for column in wide.features)
    assert all(column.role in (Role.BOOLEAN, Role.NUMERIC) for column in wide.features)
