"""The page and the Markdown of a recheck, from records made by hand."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from dataexplain.recheck_records import (
    ColumnChangeRecord,
    DifferenceRecord,
    MeasuredRecord,
    RecheckedClaimRecord,
    RecheckRecord,
    RowsRecord,
    StatusCountsRecord,
)
from dataexplain.report.recheck_page import (
    headline,
    recheck_context,
    render_recheck_html,
    render_recheck_markdown,
)


def measured(effect: float) -> MeasuredRecord:
    return MeasuredRecord(effect, (effect - 0.1, effect + 0.1), 0.01, 900, 0.05)


def claim(rank: int, status: str, **changes: Any) -> RecheckedClaimRecord:
    values: dict[str, Any] = {
        "id": f"trend-{rank}",
        "kind": "trend",
        "text": f"Statement {rank}.",
        "features": ("age",),
        "outcome_class": "yes",
        "unit": "probability",
        "floor": 0.02,
        "basis": "adjusted",
        "verdict": "supported",
        "status": status,
        "how": "weaker" if status == "changed" else "",
        "new_verdict": "supported",
        "reason": "Because.",
        "old": measured(0.4),
        "new": measured(0.2),
        "difference": DifferenceRecord(-0.2, (-0.3, -0.1), 0.001, 0.004, 0.05, None, 0.01, 0.15),
        "rank": rank,
    }
    return RecheckedClaimRecord(**(values | changes))


def record(*claims: RecheckedClaimRecord, **changes: Any) -> RecheckRecord:
    def counts(chosen: list[RecheckedClaimRecord]) -> StatusCountsRecord:
        statuses = [entry.status for entry in chosen]
        return StatusCountsRecord(
            *(statuses.count(name) for name in ("held", "changed", "too_few_rows", "not_possible"))
        )

    values: dict[str, Any] = {
        "title": "What explains churn: checked again",
        "target": "churn",
        "task": "binary",
        "unit": "probability",
        "claims": claims,
        "counts": counts([entry for entry in claims if entry.verdict == "supported"]),
        "other_counts": counts([entry for entry in claims if entry.verdict != "supported"]),
        "columns": (),
        "old": RowsRecord("jan.csv", 1000, "a" * 64, 0.3, 0.45),
        "new": RowsRecord("feb.csv", 900, "b" * 64, 0.35, 0.47),
        "warning": "",
        "shared_rows": None,
        "notes": (),
        "seed": 0,
        "versions": {"dataexplain": "0"},
        "settings": {},
    }
    return RecheckRecord(**(values | changes))


FULL = record(
    claim(1, "changed"),
    claim(2, "held"),
    claim(3, "too_few_rows", rows_needed=5432, cautions=("Careful.",)),
    claim(4, "not_possible", new=None, difference=None),
    claim(5, "held", verdict="inconclusive"),
    columns=(
        ColumnChangeRecord("age", "drifted", "Elsewhere.", used=True, moved=0.25),
        ColumnChangeRecord("town", "same", ""),
    ),
    warning="Look out.",
    notes=("3 rows left out.",),
)


def test_the_headline_counts_what_was_supported() -> None:
    assert headline(FULL) == (
        "Of 4 supported statements about “churn”, on 900 new rows: 1 held, 1 changed, 1 cannot be "
        "told for lack of rows and 1 could not be asked."
    )


def test_a_report_that_supports_nothing_has_nothing_to_confirm() -> None:
    assert "supports no statement" in headline(record(claim(1, "held", verdict="inconclusive")))


def test_changes_come_first_and_same_columns_are_left_out() -> None:
    context = recheck_context(FULL)
    assert context["sections"][0]["status"] == "changed"
    assert [row["name"] for row in context["columns"]["rows"]] == ["age"]
    assert context["others"]["cards"][0]["label"] == "Inconclusive then, now supported"
    assert "no news of a change" in context["others"]["sentence"]


def test_a_card_shows_both_effects_the_difference_and_a_chart() -> None:
    (card,) = recheck_context(FULL)["sections"][0]["cards"]
    assert [entry["label"] for entry in card["effects"]] == ["then", "now", "difference"]
    assert [entry["effect"] for entry in card["effects"]] == ["+40.0", "+20", "−20"]
    assert card["label"] == "Changed: weaker"
    assert "then: +40.0 points from 30.0 to 50.0" in card["chart"]["description"]


def test_rows_needed_are_said_roughly() -> None:
    (card,) = recheck_context(FULL)["sections"][2]["cards"]
    assert card["cautions"] == [
        "Careful.",
        "Would take about 5,400 new rows of this kind to tell.",
    ]


@pytest.mark.parametrize("render", [render_recheck_html, render_recheck_markdown])
def test_everything_said_stands_in_every_form(render: Any) -> None:
    text = render(FULL).replace("\\", "")
    for part in (
        "Look out.",
        "Statement 1.",
        "Statement 5.",
        "Elsewhere.",
        "3 rows left out.",
        "Too few rows",
        "Not possible",
        "Careful.",
    ):
        assert part in text


def test_what_a_cell_says_stays_text() -> None:
    nasty = "<script>alert(1)</script>\x00"
    page = render_recheck_html(record(claim(1, "held", text=nasty), notes=(nasty,)))
    assert "<script" not in page
    assert "\x00" not in page
    assert "default-src &#39;none&#39;; style-src" in page
    assert "src=" not in page.replace("-src", "")


def test_an_outcome_in_logarithms_is_said_in_percent() -> None:
    logged = record(claim(1, "held"), task="regression", unit="$", scale="log")
    (card,) = recheck_context(logged)["sections"][1]["cards"]
    assert card["unit"] == "percent"
    assert card["effects"][0]["effect"] == "+49%"


def test_an_empty_recheck_can_be_rendered() -> None:
    empty = dataclasses.replace(record(), versions={})
    assert "<!DOCTYPE html>" in render_recheck_html(empty)
    assert "checked again" in render_recheck_markdown(empty)
