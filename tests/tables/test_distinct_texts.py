"""Distinct texts, and the codes for missing among them."""

from __future__ import annotations

import pandas as pd
import pytest

from dataexplain.tables.distinct_texts import MISSING_CODES, DistinctTexts, object_text


@pytest.mark.parametrize("code", sorted(MISSING_CODES))
@pytest.mark.parametrize("change", [str, str.upper, "  {} ".format])
def test_missing_codes(code: str, change: object) -> None:
    texts = DistinctTexts.of(pd.Series(["a", change(code)], dtype="str"))
    assert texts.missing.tolist() == [False, True]


@pytest.mark.parametrize("word", ["unknown", "None", "nothing", "n", "0", "no"])
def test_words_are_not_missing_codes(word: str) -> None:
    assert not DistinctTexts.of(pd.Series([word])).missing.any()


def test_plus_and_minus_are_a_pair_of_levels() -> None:
    assert not DistinctTexts.of(pd.Series(["+", "-"])).missing.any()
    assert DistinctTexts.of(pd.Series(["a", "-"])).missing.tolist() == [False, True]


def test_objects_of_every_kind_have_a_text() -> None:
    column = pd.Series([1.0, b"x", None, float("nan"), pd.NA, pd.NaT, [1], "\ud800"], dtype=object)
    texts = DistinctTexts.of(column)
    assert texts.texts.to_pylist() == ["1", "x", "[1]", "?"]
    assert texts.codes.tolist() == [0, 1, -1, -1, -1, -1, 2, 3]


def test_blanks_around_a_text_do_not_make_another() -> None:
    texts = DistinctTexts.of(pd.Series(["b", " a", "a ", "\u00a0a", None]))
    assert texts.texts.to_pylist() == ["b", "a"]
    assert texts.codes.tolist() == [0, 1, 1, 1, -1]
    assert texts.counts.tolist() == [1, 3]


def test_whole_floats_lose_their_point() -> None:
    assert [object_text(value) for value in (2.0, 2.5, 1e300)] == ["2", "2.5", "1e+300"]
