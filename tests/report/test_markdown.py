"""The report as Markdown."""

from __future__ import annotations

import re

from dataexplain.report import render_markdown

from .churn_example import churn_report
from .extreme_examples import hostile_report
from .full_example import full_report
from .price_examples import log_report, price_report


def test_everything_the_page_says_is_there() -> None:
    text = render_markdown(churn_report())
    for wanted in (
        "We tried 11 statements about “churn” on 3,522 rows",
        "## Supported",
        "+24.1 points, from 19.6 to 28.6",
        "Accounting for the other columns (decides)",
        "## Not supported",
        "The whole interval lies below the floor of 2.7 points.",
        "carries 99% of the signal",
        "sha256:b20c95e1a9",
        "### What “supported” means",
    ):
        assert wanted in text


def test_all_that_a_report_can_hold_is_there() -> None:
    text = render_markdown(full_report())
    for wanted in (
        "**2 things in the data to look at first**",
        "In 20 runs with a shuffled outcome, on average 0.2 of 17 statements passed",
        "## Look first at the data",
        "    --recode age=99:missing",
        "Touches 2 statements:",
        "Look at this first: age: code for missing.",
        "## What changed over time",
        "## What does not matter",
        "| below 400 | +0.4 | −0.8 to 1.6 | 702 |",
        "## Columns that cannot be told apart",
        "- tenure, total\\_charges and monthly\\_charges",
        "4,800 of 5,000 columns were left out by a look at discovery rows only",
        "came back in 18 of 20 refits",
        "### What noise would have passed",
    ):
        assert wanted in text
    assert "`--null-runs 20`" in render_markdown(churn_report())


def test_a_log_scale_reads_in_percent() -> None:
    text = render_markdown(log_report())
    assert "−20.0%, from −25.8% to −13.8%" in text
    assert "Typical price" in text


def test_rows_are_left_out_on_request() -> None:
    assert "A few rows" in render_markdown(churn_report())
    assert "A few rows" not in render_markdown(churn_report(), rows=False)


def test_dollars_are_not_taken_for_formulas() -> None:
    assert "−\\$32,000" in render_markdown(price_report())


def test_hostile_texts_are_inert() -> None:
    text = render_markdown(hostile_report())
    # Indented lines are code: a tree's text, shown as it stands.
    lines = [line for line in text.splitlines() if not line.startswith("    ")]
    assert not re.search(r"(?<!\\)<", "\n".join(lines))
    assert not re.search(r"(?<!\\)\]\(", "\n".join(lines))
    assert "http://" not in "\n".join(lines)
    for line in lines:
        for entry in re.split(r"(?<!\\)\|", line)[1:-1]:
            assert not re.match(r"\s*[=@+](?!\d)", entry)


def test_every_table_row_has_the_width_of_its_header() -> None:
    width = 0
    for line in render_markdown(hostile_report()).splitlines():
        if not line.startswith("|"):
            width = 0
            continue
        size = len(re.findall(r"(?<!\\)\|", line))
        assert width in {0, size}
        width = size
