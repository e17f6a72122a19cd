"""Any table gives a report or a clear error: nothing else, and no warning."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, event, given, settings
from hypothesis import strategies as st
from threadpoolctl import threadpool_limits

from dataexplain.errors import DataExplainError
from dataexplain.records import ReportRecord
from dataexplain.runs.explaining import explain_table
from dataexplain.tables import build_table

NAMES = st.one_of(
    st.sampled_from(["age", "größe", "is, it?", '"quoted"', "two\nlines", "=1+1", "🦊", " "]),
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8),
)
EXTREMES = [0.0, -0.0, 1e308, -1e308, 5e-324, 1e-300, float("inf"), float("-inf"), 2.0**53]
LEVELS = ["a", "b", "B ", "no", "yes", "<b>", "=cmd", "naïve", "1", "-", ""]


def numbers(generator: np.random.Generator, rows: int) -> np.ndarray:
    return generator.normal(size=rows)


def skewed(generator: np.random.Generator, rows: int) -> np.ndarray:
    return np.exp(generator.normal(scale=20, size=rows))


def huge(generator: np.random.Generator, rows: int) -> np.ndarray:
    return 1e15 + generator.integers(0, 3, rows).astype(np.float64)


def tiny(generator: np.random.Generator, rows: int) -> np.ndarray:
    return generator.normal(size=rows) * 1e-200


def counts(generator: np.random.Generator, rows: int) -> np.ndarray:
    return generator.poisson(2, rows)


def constant(generator: np.random.Generator, rows: int) -> np.ndarray:
    return np.full(rows, 7.0)


def mostly_one_value(generator: np.random.Generator, rows: int) -> np.ndarray:
    return (generator.random(rows) < 0.03) * generator.normal(size=rows)


def flags(generator: np.random.Generator, rows: int) -> np.ndarray:
    return generator.random(rows) < 0.4


def rare_flag(generator: np.random.Generator, rows: int) -> np.ndarray:
    return np.where(np.arange(rows) < 3, "yes", "no")


def levels(generator: np.random.Generator, rows: int) -> np.ndarray:
    return generator.choice(np.array(LEVELS, dtype=object), rows)


def many_levels(generator: np.random.Generator, rows: int) -> np.ndarray:
    return generator.integers(0, max(rows // 3, 1), rows).astype(str).astype(object)


def money(generator: np.random.Generator, rows: int) -> np.ndarray:
    return np.array([f"${value:,}" for value in generator.integers(0, 99_999, rows)], dtype=object)


def dates(generator: np.random.Generator, rows: int) -> np.ndarray:
    days = generator.integers(0, 2000, rows).astype("timedelta64[D]")
    return np.datetime64("2019-01-01") + days


def mixed(generator: np.random.Generator, rows: int) -> np.ndarray:
    kinds: list[Any] = [1, "two", 3.5, None, True, "4", "n/a"]
    return np.array([kinds[place] for place in generator.integers(0, len(kinds), rows)], object)


def missing(generator: np.random.Generator, rows: int) -> np.ndarray:
    return np.full(rows, np.nan)


MAKERS = [
    numbers,
    skewed,
    huge,
    tiny,
    counts,
    constant,
    mostly_one_value,
    flags,
    rare_flag,
    levels,
    many_levels,
    money,
    dates,
    mixed,
    missing,
]


USUAL_TARGETS = [numbers, skewed, counts, mostly_one_value, flags, levels, money]


def spoilt(draw: st.DrawFn, column: pd.Series, generator: np.random.Generator) -> pd.Series:
    """Take cells out of a column, or put an extreme number in."""
    if draw(st.booleans()):
        share = draw(st.sampled_from([0.02, 0.3, 0.95]))
        column = column.mask(generator.random(len(column)) < share)
    if len(column) and column.dtype == np.float64 and draw(st.booleans()):
        column.iloc[int(generator.integers(len(column)))] = draw(st.sampled_from(EXTREMES))
    return column


def following(column: pd.Series, leader: pd.Series, generator: np.random.Generator) -> pd.Series:
    """Order a column's values along another column, roughly, so that there is something to say."""
    score = pd.factorize(leader, sort=False)[0] + generator.normal(size=len(leader))
    places = np.empty(len(leader), dtype=np.int64)
    places[np.argsort(score)] = np.argsort(pd.factorize(column)[0], kind="stable")
    return column.iloc[places].reset_index(drop=True)


@st.composite
def tables(draw: st.DrawFn, *, most_rows: int = 120) -> tuple[pd.DataFrame, str]:
    """Draw a target and up to four other columns."""
    few = draw(st.integers(0, 9)) == 0
    rows = draw(st.integers(0, 12) if few else st.integers(40, most_rows))
    generator = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    target, *names = draw(st.lists(NAMES, min_size=2, max_size=5, unique=True))
    columns: dict[str, pd.Series] = {}
    for name in names:
        column = pd.Series(draw(st.sampled_from(MAKERS))(generator, rows))
        if columns and draw(st.integers(0, 3)) == 0:
            column = next(iter(columns.values()))  # two columns of one content
        columns[name] = spoilt(draw, column, generator)
    usual = draw(st.integers(0, 4)) > 0
    outcome = pd.Series(draw(st.sampled_from(USUAL_TARGETS if usual else MAKERS))(generator, rows))
    if draw(st.booleans()):
        outcome = following(outcome, columns[names[0]], generator)
    columns[target] = outcome if usual else spoilt(draw, outcome, generator)
    return pd.DataFrame(columns), target


def check(frame: pd.DataFrame, target: str) -> None:
    """Explain the frame and read its report back."""
    try:
        with threadpool_limits(1):
            record = explain_table(build_table(frame, target))
    except DataExplainError as error:
        event(type(error).__name__)
        return
    event("a report")
    assert isinstance(record, ReportRecord)
    # A report's numbers are JSON numbers: NaN and infinity are not.
    json.dumps([claim.to_dict() for claim in record.claims], allow_nan=False)
    assert record.counts.tried == len(record.claims)


# Shrinking a failure takes minutes at a second an example: the example found is small enough.
QUICK = [Phase.explicit, Phase.reuse, Phase.generate]


@settings(max_examples=25, phases=QUICK, suppress_health_check=list(HealthCheck))
@given(tables())
def test_a_small_table(drawn: tuple[pd.DataFrame, str]) -> None:
    check(*drawn)


@pytest.mark.slow
@settings(max_examples=300, phases=QUICK, suppress_health_check=list(HealthCheck))
@given(tables(most_rows=400))
def test_any_table(drawn: tuple[pd.DataFrame, str]) -> None:
    check(*drawn)
