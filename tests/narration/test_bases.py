"""What a finding rests on is said of it."""

from __future__ import annotations

from dataexplain.narration.bases import basis_words, listed_columns
from dataexplain.narration.findings import PLAIN, Emphasis, finding
from dataexplain.narration.plain_words import PlainWords
from tests.narration.made_reports import changed, claim_of, slim_report

CHURN = slim_report("telecom_churn")
WORDS = PlainWords(CHURN)
TREND = claim_of(CHURN, "trend")
GONE = changed(
    TREND,
    basis="unadjusted",
    text="On its own, x rises, but not after accounting for the other columns.",
)


def test_that_nothing_is_left_with_others_held_fixed_is_said():
    """The second half of "…, but not after accounting for the other columns" was lost."""
    first = finding(GONE, WORDS, Emphasis(PLAIN)).text
    last = finding(GONE, WORDS, Emphasis(PLAIN, basis_last=True)).text
    assert first.startswith("Taken alone, the chance ")
    assert first.endswith(", but not with the other columns held fixed.")
    assert last.endswith(", taken alone but not with the other columns held fixed.")
    left_open = changed(
        GONE, text="On its own, x rises; with other columns held fixed this stays open."
    )
    assert "but not" not in finding(left_open, WORDS).text


def test_the_columns_that_cannot_be_told_apart_are_not_equal():
    """ "All else equal, … (or with temp_c …)" holds fixed what it says it cannot."""
    claim = changed(
        TREND,
        features=(*TREND.features, "total_charges", "senior"),
        entangled_with=("total_charges", "senior"),
    )
    for last in (False, True):
        text = finding(claim, WORDS, Emphasis(basis_last=last)).text
        assert "all else equal" not in text.lower()
        assert "ith the other columns held fixed" in text
        assert text.endswith("; total charges and senior cannot be told apart from support calls.")
    assert basis_words(claim, WORDS) == (
        "together with total charges and senior, which it cannot be told apart from"
    )


def test_names_of_what_cannot_be_told_apart_are_quoted():
    """Names in `entangled_with` stood in the sentence as the file has them."""
    claim = changed(TREND, entangled_with=("copy of `it` | see [here](http://x)",))
    text = finding(claim, WORDS).text
    assert "; “copy of it | see [here](http://x)” cannot be told apart" in text


def test_a_long_list_of_columns_is_cut():
    names = [f"c{place}" for place in range(9)]
    assert listed_columns(names, WORDS) == "c0, c1, c2, c3 and 5 other columns"
    assert listed_columns(names[:1], WORDS) == "c0"
