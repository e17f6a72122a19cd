from __future__ import annotations

import pytest

from dataexplain.narration.grounding import AGREES, CONTRADICTS
from dataexplain.narration.grounding.brackets import TREATMENT, WORDING, bracketed
from dataexplain.narration.grounding.words import tokens
from tests.narration.grounding.made_claims import CAPPED, made_report, marks_of, trend


def test_only_the_brackets_asked_for_are_found() -> None:
    found = tokens("It (far tails cut) gains less (or loses more) with age (in years) (or so")
    assert bracketed(found, WORDING) == ((8, 13),)
    assert bracketed(found, TREATMENT) == ((1, 6),)


@pytest.mark.parametrize(
    "treatment", ["(capped at 5 and 868,738)", "(far tails cut)", "(far tails capped)"]
)
def test_how_the_outcome_was_treated_is_no_effect(treatment: str) -> None:
    """The bounds in "(capped at ... and ...)" were held against the effect."""
    report = made_report(CAPPED, trend("area_m2", 22.0, 199.0, 190_000.0))
    text = f"Average price {treatment} {{}} as area m2 goes from 22 to 199, by about $190,000."
    assert marks_of(report, text.format("rises")) == [AGREES]
    assert marks_of(report, text.format("falls")) == [CONTRADICTS]
