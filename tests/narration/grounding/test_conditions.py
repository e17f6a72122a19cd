from __future__ import annotations

import pytest

from dataexplain.narration.grounding import AGREES, CONTRADICTS, check_text
from dataexplain.narration.grounding.conditions import held_spans, without_holding
from dataexplain.narration.grounding.mentions import mentions
from dataexplain.narration.grounding.words import tokens
from tests.narration.grounding.sample_reports import sample_naming, sample_report


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
        ("house_prices", "it rises once area_m2 is held fixed", {"area_m2"}),
        ("house_prices", "it is lower with rooms held constant", {"rooms"}),
        ("house_prices", "price rises with area when the other columns are held fixed", set()),
        ("house_prices", "the price is lower, all else equal", set()),
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


def test_one_column_is_held_by_its_own_name() -> None:
    """ "Once severity is held fixed" held nothing, and the sentence spoke of severity too."""
    text = "Houses with a garden cost more once area_m2 is held fixed."
    (sentence,) = check_text(sample_report("house_prices"), text).sentences
    assert sentence.mark == AGREES, sentence.assertions


def test_a_comma_parts_what_is_said_from_what_is_held() -> None:
    """ "Is lower, all else equal" was taken for "is ... equal" as a whole, its direction lost."""
    text = "Where the garden is no, the price is {}, all else equal."
    lower, higher = (
        check_text(sample_report("house_prices"), text.format(way)).sentences[0].mark
        for way in ("lower", "higher")
    )
    assert (lower, higher) == (AGREES, CONTRADICTS)
