"""Surprises: where held-out rows speak against what a model, or the user, expected."""

from __future__ import annotations

import pytest

from dataexplain.narration.declared import DeclaredExpectation
from dataexplain.narration.expectation_questions import claim_questions
from dataexplain.narration.expectations import Expected
from dataexplain.narration.plain_words import PlainWords
from dataexplain.narration.surprises import declared_surprises, model_surprises, uncompared
from tests.narration.made_reports import changed, claim_of, slim_report, with_claims

CHURN = slim_report("telecom_churn")
WORDS = PlainWords(CHURN)
CALLS = next(claim for claim in CHURN.claims if claim.features == ("support_calls",))
SENIOR = next(claim for claim in CHURN.claims if claim.features == ("senior",))
CONTRACT = next(claim for claim in CHURN.claims if claim.features == ("contract",))


def of_model(claim, expected):
    report = with_claims(CHURN, claim)
    question = claim_questions(report, 1)[0]
    return model_surprises(report, {question: expected}, "a model", WORDS)


def of_user(claim, column, direction, level=None):
    wish = DeclaredExpectation(column, direction, level)
    return declared_surprises(with_claims(CHURN, claim), [wish], WORDS)


def test_the_opposite_of_what_was_expected_is_a_surprise():
    (surprise,) = of_model(CALLS, Expected(higher=0.1, agreement=1.0))
    assert (surprise.feature, surprise.expected, surprise.found) == (
        "support_calls",
        "lower",
        "higher",
    )
    assert surprise.score == pytest.approx(0.9)
    assert surprise.claim == CALLS.id
    assert surprise.by == "a model"
    assert surprise.text == (
        "When support_calls is larger: expected the chance that churn is yes to be lower "
        "(90% sure); found it to rise as support calls goes from 0 to 6, all else equal; "
        "held out: +39 points (from +23 to +54 points)."
    )


@pytest.mark.parametrize(
    "expected",
    [Expected(0.9, 1.0), Expected(0.4, 1.0), Expected(0.1, 0.5)],
    ids=["as found", "undecided", "phrasings lean apart"],
)
def test_what_is_no_surprise(expected):
    assert of_model(CALLS, expected) == ()


def test_the_most_surprising_stands_first():
    report = with_claims(CHURN, CALLS, SENIOR)
    one, other = claim_questions(report, 2)
    expected = {one: Expected(0.2, 1.0), other: Expected(0.05, 1.0)}
    found = model_surprises(report, expected, "a model", WORDS)
    assert [surprise.feature for surprise in found] == ["senior", "support_calls"]


def test_nothing_found_breaks_only_a_firm_expectation():
    region = {"support_calls": {"low": 0.0, "high": 6.0}}
    nothing = changed(CALLS, kind="no_effect", direction="none", region=region)
    assert of_model(nothing, Expected(0.8, 1.0)) == ()
    (surprise,) = of_model(nothing, Expected(0.97, 1.0))
    assert (surprise.expected, surprise.found) == ("higher", "no effect")


@pytest.mark.parametrize(
    ("claim", "column", "direction", "level", "surprising"),
    [
        (CALLS, "support_calls", "down", None, True),
        (CALLS, "support_calls", "up", None, False),
        (CALLS, "support_calls", "none", None, True),
        (SENIOR, "senior", "down", None, True),
        (SENIOR, "senior", "up", None, False),
        (SENIOR, "senior", "up", "no", True),
        (CONTRACT, "contract", "down", "month-to-month", True),
        (CONTRACT, "contract", "down", "two year", False),
        (CALLS, "senior", "down", None, False),
    ],
)
def test_what_the_user_declared(claim, column, direction, level, surprising):
    found = of_user(claim, column, direction, level)
    assert bool(found) is surprising
    for surprise in found:
        assert (surprise.by, surprise.score) == ("the user", 1.0)


def test_a_claim_that_did_not_hold_surprises_nobody():
    failed = changed(CALLS, verdict="inconclusive")
    assert of_user(failed, "support_calls", "down") == ()
    threshold = claim_of(CHURN, "threshold")
    assert of_user(changed(threshold, verdict="not_supported"), "tenure_months", "up") == ()


def said(claim, column, direction, level=None):
    (surprise,) = of_user(claim, column, direction, level)
    return surprise.text


def test_of_the_other_level_the_effect_is_turned():
    """ "sex=male: up" was told "found it lower; held out: +53 points"."""
    own, other = said(SENIOR, "senior", "down", "yes"), said(SENIOR, "senior", "up", "no")
    assert "found it higher" in own
    assert "held out: +" in own
    assert "found it lower" in other
    assert "held out: −" in other
    assert other.count("−") == 3


def test_yes_is_named_where_a_column_says_yes_or_no():
    """ "When treated is larger"."""
    assert said(SENIOR, "senior", "down").startswith("When senior is yes: ")
    assert said(CALLS, "support_calls", "down").startswith("When support calls is larger: ")


@pytest.mark.parametrize(
    ("text", "basis"),
    [
        ("On its own, x rises; with other columns held fixed this stays open.", ", taken alone; "),
        (
            "On its own, x rises, but not after accounting for the other columns.",
            ", taken alone but not with the other columns held fixed; ",
        ),
    ],
)
def test_what_was_found_alone_is_said_to_be(text, basis):
    """A surprise did not say that nothing is left with others held fixed."""
    alone = changed(CALLS, basis="unadjusted", text=text)
    assert basis in said(alone, "support_calls", "down")


def test_a_turn_is_told_as_a_turn():
    """Half of a V was told as the whole."""
    turn = changed(CALLS, kind="turning_point", direction="up", turn=3.0)
    assert said(turn, "support_calls", "down").endswith(
        "found it to fall with support calls up to about 3 and to rise beyond it, all else equal."
    )


def test_the_side_of_larger_values_is_named():
    below = changed(
        CALLS,
        kind="level_contrast",
        direction="down",
        turn=None,
        region={"support_calls": {"low": None, "high": 3.0}},
        effect=-0.2,
    )
    text = said(below, "support_calls", "down")
    assert "found it higher where support calls is 3 or more" in text
    assert "held out: +20 points" in text


def test_a_level_of_a_column_that_does_not_matter():
    """ "When coin is larger: …; no effect was found"."""
    nothing = changed(CONTRACT, kind="no_effect", direction="none", region={}, against={})
    assert said(nothing, "contract", "up", "two year") == (
        "When contract is two year: expected the chance that churn is yes to be higher; found "
        "that it hardly depends on contract."
    )


def test_one_thing_said_in_two_ways_surprises_once():
    wishes = [DeclaredExpectation("senior", "down"), DeclaredExpectation("senior", "down", "yes")]
    assert len(declared_surprises(with_claims(CHURN, SENIOR), wishes, WORDS)) == 1


def test_what_no_statement_answers_is_listed():
    """ "compared with held-out rows" was said of what was compared with nothing."""
    wishes = [
        DeclaredExpectation("support_calls", "up"),
        DeclaredExpectation("senior", "down", "no"),
    ]
    assert uncompared(with_claims(CHURN, CALLS), wishes) == ("senior=no: down",)
