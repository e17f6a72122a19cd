"""Findings say what their claims say: whatever is chosen, code writes it and it stays true."""

from __future__ import annotations

import re

import pytest

from dataexplain.narration.findings import (
    CONTRAST,
    PLAIN,
    RANGE,
    SIZE,
    Emphasis,
    finding,
    focuses,
    strengths,
)
from dataexplain.narration.plain_words import PlainWords
from tests.narration.made_reports import (
    NAMES,
    changed,
    claim_of,
    effects,
    slim_report,
    supported,
)

CHURN = slim_report("telecom_churn")
WORDS = PlainWords(CHURN)
UP = r"\b(rises|jumps up|higher|loses less|gains more)\b"
DOWN = r"\b(falls|drops|lower|loses more|gains less)\b"


def everything(name):
    report = slim_report(name)
    words = PlainWords(report)
    for claim in supported(report):
        for focus in focuses(claim, words):
            for strength in ("", *strengths(claim, words)):
                for last in (False, True):
                    yield claim, finding(claim, words, Emphasis(focus, strength, last))


@pytest.mark.parametrize("name", NAMES)
def test_every_finding_goes_the_way_of_its_claim(name):
    for claim, sentence in everything(name):
        said = sentence.text.partition("; taken alone")[0]
        if claim.kind == "turning_point" or claim.direction not in {"up", "down"}:
            continue
        right, wrong = (UP, DOWN) if claim.direction == "up" else (DOWN, UP)
        assert re.search(right, said), sentence.text
        assert not re.search(wrong, said), sentence.text


@pytest.mark.parametrize("name", NAMES)
def test_every_finding_is_one_sentence_about_its_claim(name):
    for claim, sentence in everything(name):
        assert sentence.kind == "finding"
        assert sentence.claims == (claim.id,)
        assert sentence.text.endswith(".")
        assert sentence.text[0].isupper()
        assert "\n" not in sentence.text


@pytest.mark.parametrize("name", NAMES)
def test_every_number_of_a_finding_stands_in_its_claim(name):
    for claim, sentence in everything(name):
        record = claim.to_dict()
        for number in sentence.numbers:
            assert number.claim == claim.id
            found = record
            for key in _keys(number.field, record):
                found = found[key]
            assert found == number.value


def _keys(field, record):
    """Split a field; a column's name may hold dots itself."""
    if not field.startswith("region."):
        return [int(key) if key.isdigit() else key for key in field.split(".")]
    column, _, end = field.removeprefix("region.").rpartition(".")
    return ["region", column, end]


def test_the_basis_is_said():
    alone = claim_of(CHURN, "trend")
    alone = changed(alone, basis="unadjusted", text="On its own, x rises.")
    assert finding(alone, WORDS).text.startswith("Taken alone, the chance that churn is yes ")
    fixed = changed(alone, basis="adjusted", text="X rises, other columns held fixed.")
    assert finding(fixed, WORDS).text.startswith("All else equal, ")
    last = finding(fixed, WORDS, Emphasis(basis_last=True)).text
    assert last.startswith("The chance that churn is yes ")
    assert last.endswith(", all else equal.")


def test_what_cannot_be_told_apart_is_named():
    claim = changed(claim_of(CHURN, "trend"), entangled_with=("total_charges",))
    text = finding(claim, WORDS).text
    assert text.startswith("With the other columns held fixed, the chance that churn is yes rises ")
    assert text.endswith("; total charges cannot be told apart from support calls.")


def test_a_word_that_the_numbers_forbid_is_left_out():
    claim = claim_of(CHURN, "trend")
    assert "slightly" not in strengths(claim, WORDS)
    assert "slightly" not in finding(claim, WORDS, Emphasis(SIZE, "slightly")).text


def test_a_contrast_needs_another_plain_difference():
    claim = claim_of(CHURN, "trend")
    same = changed(claim, **effects(0.2, 0.22))
    other = changed(claim, **effects(0.2, 0.5))
    assert CONTRAST not in focuses(same, WORDS)
    assert "taken alone, the difference is about 50 points" in (
        finding(other, WORDS, Emphasis(CONTRAST)).text
    )
    flipped = changed(claim, **effects(0.2, -0.3))
    assert "goes the other way and is about 30 points" in (
        finding(flipped, WORDS, Emphasis(CONTRAST)).text
    )


def test_a_line_that_overshoots_a_probability_has_no_size():
    claim = changed(claim_of(CHURN, "trend"), effect=1.2)
    assert focuses(claim, WORDS) == (PLAIN,)
    assert "120" not in finding(claim, WORDS, Emphasis(RANGE)).text


def test_a_turning_point_has_no_size():
    claim = claim_of(CHURN, "turning_point")
    assert focuses(claim, WORDS) == (PLAIN,)
    assert strengths(claim, WORDS) == ()
    assert finding(claim, WORDS).text == (
        "All else equal, the chance that churn is yes falls with data usage gb up to about 30 and "
        "rises beyond it."
    )


def test_kinds_without_words_of_their_own_keep_their_sentence():
    claim = changed(
        claim_of(CHURN, "trend"),
        kind="another",
        text="The probability of churn = yes gains more (or loses less) as a goes from 1 to 2 "
        "where b is x than where it is not, other columns held fixed.",
    )
    assert finding(claim, WORDS, Emphasis(PLAIN)).text == (
        "All else equal, the probability of churn = yes gains more (or loses less) as a goes "
        "from 1 to 2 where b is x than where it is not."
    )


def test_the_users_words_are_used():
    words = PlainWords(CHURN, {"churn": "left within a month", "support_calls": "calls for help"})
    claim = next(claim for claim in CHURN.claims if claim.features == ("support_calls",))
    text = finding(claim, words).text
    assert "the chance of “left within a month” rises as calls for help goes from 0 to 6" in text
