from __future__ import annotations

import pytest

from dataexplain.narration.grounding.conditions import held_spans, without_holding
from dataexplain.narration.grounding.mentions import mentions
from dataexplain.narration.grounding.words import tokens
from tests.narration.grounding.sample_reports import sample_naming


@pytest.mark.parametrize(
    ("table", "text", "held"),
    [
        ("house_prices", "it rises, area_m2 and the other columns held fixed", {"area_m2"}),
        (
            "telecom_churn",
            "it rises at the same tenure and contract",
            {"tenure_months", "contract"},
        ),
        ("house_prices", "price falls with distance, other columns held fixed", set()),
        ("house_prices", "controlling for area and rooms, price falls", {"area_m2", "rooms"}),
        ("titanic", "women survived at the same rate as men", set()),
    ],
)
def test_columns_that_are_held_by_name(table: str, text: str, held: set[str]) -> None:
    found = tokens(text)
    named = mentions(found, sample_naming(table))
    spans = held_spans(found, named)
    inside = {
        entry.column for entry in named if any(start <= entry.start < end for start, end in spans)
    }
    assert inside == held


def test_holding_is_no_statement_that_nothing_changes() -> None:
    """ "the other columns stay the same" was read as "it stays the same"."""
    assert "same" not in without_holding("it rises while the other columns stay the same")
    assert without_holding("the price stays the same") == "the price stays the same"
