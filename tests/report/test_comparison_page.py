"""The page and the Markdown of a comparison, from records made by hand."""

from __future__ import annotations

from typing import Any

import pytest

from dataexplain.recheck_records import (
    ComparedClaimRecord,
    ComparedReportRecord,
    ComparedSideRecord,
    ComparisonRecord,
)
from dataexplain.report.comparison_page import (
    comparison_context,
    comparison_headline,
    render_comparison_html,
    render_comparison_markdown,
)


def side(effect: float, text: str = "Price rises.") -> ComparedSideRecord:
    return ComparedSideRecord(
        "trend-1", text, "up", "supported", effect, (effect - 1, effect + 1), 0.01, 300, 1
    )


def record(*claims: ComparedClaimRecord) -> ComparisonRecord:
    behind = ComparedReportRecord("What explains price", "a.csv", 600, "a" * 64, 12, 3, 100.0)
    names = ("persisted", "vanished", "flipped", "new")
    counts = {name: sum(claim.status == name for claim in claims) for name in names}
    return ComparisonRecord("price", "regression", "$", behind, behind, claims, counts, ("Same.",))


def claim(status: str, first: Any, second: Any, **changes: Any) -> ComparedClaimRecord:
    return ComparedClaimRecord(
        status, "trend", ("size",), None, first, second, "Because.", **changes
    )


FULL = record(
    claim("flipped", side(3.0), side(-3.0, "Price falls."), overlap=0.8),
    claim("vanished", side(3.0), None, related=("trend-2",)),
    claim("new", None, side(4.0)),
)


def test_the_headline_counts() -> None:
    assert comparison_headline(FULL) == (
        "Of 3 statements about “price” that the first report supports, 0 persisted, 1 flipped and "
        "1 vanished. The second supports 1 statement that the first does not."
    )


def test_cards_stand_in_sections_with_both_effects() -> None:
    sections = {entry["status"]: entry["cards"] for entry in comparison_context(FULL)["sections"]}
    (flipped,) = sections["flipped"]
    assert [entry["effect"] for entry in flipped["effects"]] == ["+$3.0", "−$3.0"]
    assert flipped["cautions"] == ["The second report says: Price falls."]
    assert ["regions share", "80%"] in flipped["facts"]
    (vanished,) = sections["vanished"]
    assert vanished["effects"][1]["effect"] == "not tried"
    assert vanished["cautions"] == ["The other report supports 1 other statement about size."]
    assert sections["persisted"] == []


@pytest.mark.parametrize("render", [render_comparison_html, render_comparison_markdown])
def test_everything_said_stands_in_every_form(render: Any) -> None:
    text = render(FULL).replace("\\", "")
    for part in ("Flipped", "Vanished", "New", "Price falls.", "Same.", "Nothing is tested here"):
        assert part in text
    assert "Persisted</h2>" not in text


def test_what_a_column_says_stays_text() -> None:
    page = render_comparison_html(record(claim("new", None, side(1.0, "<img src=x>"))))
    assert "<img" not in page
