"""Codes for missing are told from real values."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from dataexplain.faults.sentinels import KIND
from tests.faults.looking import faults_in, people, some


def sentinels(frame: pd.DataFrame, target: str = "ill") -> dict[str, tuple[str, ...]]:
    return {
        name: fault.values for name, fault in faults_in(frame, target).items() if fault.kind == KIND
    }


@pytest.mark.parametrize("code", [99.0, 999.0, -1.0, -9.0, -99.0, 9999.0])
@pytest.mark.parametrize("share", [0.01, 0.1])
def test_a_planted_code_is_found_and_nothing_else(code: float, share: float) -> None:
    frame = people()
    frame.loc[some(len(frame), share), "age"] = code
    assert list(sentinels(frame)) == [f"sentinel-age-{code:g}"]


def test_clean_columns_have_no_codes() -> None:
    assert not sentinels(people())


def test_several_codes_of_one_column_are_all_found() -> None:
    frame = people()
    frame.loc[some(len(frame), 0.05, 1), "age"] = 99
    frame.loc[some(len(frame), 0.05, 2), "age"] = 98
    frame.loc[some(len(frame), 0.05, 3), "age"] = -1
    assert set(sentinels(frame)) == {"sentinel-age-99", "sentinel-age-98", "sentinel-age--1"}


def test_a_real_99_in_a_smooth_range_is_no_code() -> None:
    frame = people().assign(score=np.random.default_rng(5).integers(0, 121, 800))
    assert not sentinels(frame)


def test_999_among_prices_is_no_code() -> None:
    prices = np.random.default_rng(6).lognormal(6.5, 0.6, 800).round()
    prices[:4] = 999
    assert not sentinels(people().assign(price=prices))


def test_a_code_inside_the_range_is_told_by_heap_and_break() -> None:
    rng = np.random.default_rng(7)
    score = rng.integers(0, 121, 2000).astype(float)
    y = score + rng.normal(0, 5, 2000)
    coded = some(2000, 0.1)
    written = np.where(coded, 99.0, score)
    found = faults_in({"score": written, "other": rng.normal(size=2000), "y": y})
    assert [fault.values for fault in found.values() if fault.kind == KIND] == [("99",)]
    (fault,) = (fault for fault in found.values() if fault.kind == KIND)
    assert fault.evidence["z"] < -5
    without_break = {"score": written, "y": rng.normal(size=2000)}
    assert not [f for f in faults_in(without_break).values() if f.kind == KIND]


def test_a_survey_scale_with_nine() -> None:
    rng = np.random.default_rng(8)
    answers = rng.integers(1, 6, 600).astype(float)
    answers[some(600, 0.05)] = 9
    frame = {"answer": answers, "y": rng.normal(size=600)}
    assert "sentinel-answer-9" in faults_in(frame)
    assert not faults_in({**frame, "answer": rng.integers(1, 10, 600)})


def test_a_scale_around_zero_has_no_codes() -> None:
    assert not sentinels(people().assign(mood=np.random.default_rng(11).integers(-1, 2, 800)))
    assert not sentinels(people().assign(change=np.random.default_rng(12).integers(-3, 9, 800)))


def test_the_record_says_where_and_what_mends_it() -> None:
    frame = people(400)
    frame.loc[[3, 7, 11, 300, 301], "age"] = 999
    frame.loc[0, "ill"] = None  # a row without an outcome moves no row number
    fault = faults_in(frame, "ill")["sentinel-age-999"]
    assert fault.row_numbers == (4, 8, 12, 301, 302)
    assert (fault.rows, fault.recode) == (5, "age=999:missing")
    assert fault.text.startswith("5 rows (1.3%) have 999 in 'age', though the other values end at")
    assert fault.chart["rows"][fault.chart["marked"][0]] == 5
    assert faults_in(frame, "ill", recode=[fault.recode]).get(fault.id) is None


def test_a_code_in_the_outcome_is_found() -> None:
    rng = np.random.default_rng(9)
    y = rng.normal(50, 10, 500).round(1)
    y[some(500, 0.04)] = -999
    assert "sentinel-y--999" in faults_in({"x": rng.normal(size=500), "y": y})


def test_ranks_of_words_and_parts_of_dates_are_not_looked_at() -> None:
    rng = np.random.default_rng(10)
    days = pd.date_range("2020-01-01", periods=500).strftime("%Y-%m-%d")
    sizes = rng.choice(["low", "medium", "high"], 500)
    assert not faults_in({"day": days, "size": sizes, "y": rng.normal(size=500)})
