"""How the report came about, in words."""

from __future__ import annotations

import dataclasses

from dataexplain.records import ReportRecord
from dataexplain.report.method import method_context

from .churn_example import churn_report
from .full_example import full_report
from .price_examples import log_report


def paragraphs(record: ReportRecord) -> dict[str, str]:
    return dict(method_context(record)["paragraphs"])


def test_the_gap_of_a_split_by_time_is_counted() -> None:
    assert (
        "64 rows between the two sets were left out as a gap"
        in (paragraphs(full_report())["Two sets of rows"])
    )
    splits = dataclasses.replace(full_report().splits, left_out=1)
    one = paragraphs(full_report(splits=splits))["Two sets of rows"]
    assert "1 row between the two sets was left out" in one
    assert "gap" not in paragraphs(churn_report())["Two sets of rows"]


def test_the_screen_says_what_it_left_out() -> None:
    assert paragraphs(full_report())["Columns left out"].startswith(
        "4,800 of 5,000 columns were left out by a look at discovery rows only"
    )
    assert "Columns left out" not in paragraphs(churn_report())


def test_only_what_was_done_is_told() -> None:
    plain, full = paragraphs(churn_report()), paragraphs(full_report())
    assert set(full) - set(plain) == {
        "Columns left out",
        "Refits",
        "Rows that belong together",
    }
    assert "does not matter" in full["What “supported” means"]
    assert "does not matter" not in plain["What “supported” means"]
    assert "two lines" in full["Charts"]
    assert "two lines" not in plain["Charts"]
    assert "+10% twice is +21%" in paragraphs(log_report())["The outcome’s scale"]


def test_null_runs_are_tallied() -> None:
    table = dict(method_context(full_report())["null_runs"])
    assert table["statements supported"] == "0 in 17 runs, 1 in 2 runs, 2 in 1 run"
    assert table["how the outcome was shuffled"] == "whole months of rows were shuffled"
    assert method_context(churn_report())["null_runs"] == []
