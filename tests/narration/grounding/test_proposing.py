from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataexplain.narration.grounding.proposing import unhedged_direction, without_proposals
from dataexplain.narration.grounding.regions import ClaimBook
from tests.narration.grounding.sample_reports import sample_naming, sample_report

BOOK = ClaimBook(sample_report("titanic"))


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("One might compare men and women to see if they differ.", "One"),
        ("It could be checked whether it rises, as men are older.", "It, as men are older."),
        ("Men may be older.", "Men may be older."),
    ],
)
def test_proposals_are_left_out(text: str, kept: str) -> None:
    assert without_proposals(text) == kept


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("It may be wealth, as older passengers survived more often.", True),
        ("It may be wealth, as older passengers may have survived more often.", False),
        ("It may be wealth, as men survived less often than women.", False),
        ("The chance may be higher for women and lower for men.", False),
        ("It may be wealth, as older passengers had more money.", False),
    ],
)
def test_only_what_is_stated_of_the_outcome_and_not_found_counts(text: str, stated: bool) -> None:
    assert (unhedged_direction(text, sample_naming("titanic"), BOOK) is not None) == stated


@given(st.text())
def test_no_text_makes_it_fail(text: str) -> None:
    unhedged_direction(text, sample_naming("titanic"), BOOK)
