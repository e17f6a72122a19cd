"""What noise would have passed."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataexplain.judged_records import JudgedRecord
from dataexplain.records import NullRunsRecord
from dataexplain.report.answer import answer_context
from dataexplain.report.noise import (
    noise_chart,
    noise_context,
    noise_sentence,
    noise_table,
    shuffled_what,
)

from .churn_example import churn_report
from .full_example import full_report


def runs(*supported: int) -> NullRunsRecord:
    size = len(supported)
    return NullRunsRecord(size, (31,) * size, supported, (0,) * size, "rows were shuffled")


@pytest.mark.parametrize(
    ("supported", "expected"),
    [
        ((0,) * 17 + (1, 1, 2), "on average 0.2 of 31 statements passed; 17 runs passed none, one"),
        ((0,), "In 1 run with a shuffled outcome, no statement passed; 31 were tried."),
        ((3,), "In 1 run with a shuffled outcome, 3 of 31 statements passed."),
        ((1, 2, 2), "on average 1.7 of 31 statements passed; every run passed some, 2 passed 2."),
        ((0, 0), "no statement passed; 31 were tried on average."),
    ],
)
def test_the_sentence(supported: tuple[int, ...], expected: str) -> None:
    assert expected in noise_sentence(runs(*supported))


def test_without_null_runs_the_way_to_them_is_named() -> None:
    noise = noise_context(churn_report())
    assert (noise["sentence"], noise["option"]) == ("", "--null-runs 20")
    empty = NullRunsRecord(0, (), (), (), "")
    assert noise_context(churn_report(null_runs=empty))["option"] == "--null-runs 20"
    assert noise_table(empty) == noise_table(None) == []


def test_noise_that_passes_as_much_is_a_caution() -> None:
    assert noise_context(full_report())["caution"] == ""
    claims = full_report().claims
    real = sum(claim.verdict == "supported" and claim.direction != "none" for claim in claims)
    loud = noise_context(full_report(null_runs=runs(*(0,) * 10, *(real,) * 10)))
    assert loud["caution"].startswith(f"10 of these runs passed as many as the {real} statements")


@given(st.lists(st.integers(0, 40), min_size=1, max_size=300), st.integers(0, 60))
def test_every_run_is_a_dot_or_part_of_a_bar_inside_the_chart(
    supported: list[int], real: int
) -> None:
    chart = noise_chart(tuple(supported), real)
    dots = [mark for mark in chart.marks if mark.style == "noise"]
    drawn = sum(dict(mark.attributes)["d"].count("h0") for mark in dots)
    bars = [mark for mark in chart.marks if mark.style == "noise-bar"]
    assert drawn == len(supported) or len(bars) == len(set(supported))
    for mark in bars:
        assert float(dict(mark.attributes)["y"]) >= 0
    assert chart.description.endswith(f"This run: {real}.")


def test_where_texts_were_judged_the_groups_are_permuted() -> None:
    judged = JudgedRecord(
        "is long", "small", "bank", ("a", "b"), (0.5, 0.2), (9, 9), (20, 20), effective=1.0
    )
    claim = dataclasses.replace(full_report().claims[0], judged=judged)
    record = full_report(claims=(claim,), null_runs=runs(0, 0, 1))
    assert noise_context(record)["sentence"].startswith("In 3 runs with permuted groups, ")
    assert noise_table(record.null_runs, shuffled_what(record))[-1][0] == (
        "how the groups were permuted"
    )
    nothing = noise_context(dataclasses.replace(record, null_runs=None))
    assert nothing["does"].startswith("permutes the groups")
    answer = answer_context(dataclasses.replace(record, null_runs=None), [], "")
    assert answer["noise"] == nothing


def test_one_statement_is_no_statements() -> None:
    one = NullRunsRecord(2, (1, 1), (0, 1), (0, 0), "")
    assert "on average 0.5 of 1 statement passed" in noise_sentence(one)
    none = NullRunsRecord(1, (1,), (0,), (0,), "")
    assert noise_sentence(none).endswith("no statement passed; 1 was tried.")
