from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dataexplain.narration.grounding import repeats
from dataexplain.records import ClaimRecord
from tests.narration.grounding.sample_reports import TABLES, sample_report

TITANIC = sample_report("titanic")


def claim_about(*features: str) -> ClaimRecord:
    return next(claim for claim in TITANIC.claims if set(claim.features) == set(features))


@pytest.mark.parametrize(
    ("features", "text"),
    [
        (
            ("pclass", "sex"),
            "The chance of survival may be higher for female passengers in lower ticket classes.",
        ),
        (("sibsp",), "The number of siblings or spouses may influence the chance of survival."),
        (("age",), "Older passengers might be considerably less likely to survive."),
        (("sex",), "Perhaps survival depends on sex."),
    ],
)
def test_the_pattern_in_other_words_is_a_repetition(features: tuple[str, ...], text: str) -> None:
    assert repeats(text, claim_about(*features), TITANIC)


@pytest.mark.parametrize(
    ("features", "text"),
    [
        (("sex",), "Women may have been given places in the boats first."),
        (("age",), "Older passengers may have been less able to swim to a boat."),
        (("sibsp",), "Large families may have lost time while they looked for each other."),
        (("age",), "Perhaps money."),
    ],
)
def test_a_reason_of_its_own_is_none(features: tuple[str, ...], text: str) -> None:
    assert not repeats(text, claim_about(*features), TITANIC)


@pytest.mark.parametrize("table", TABLES)
def test_a_claims_own_sentence_repeats_it(table: str) -> None:
    report = sample_report(table)
    plain = [claim for claim in report.claims if "account" not in claim.text]
    plain = [claim for claim in plain if "explain" not in claim.text and "open" not in claim.text]
    told = [claim for claim in plain if "told apart" not in claim.text]
    told = [claim for claim in told if "jumps" not in claim.text and "drops" not in claim.text]
    assert all(repeats(claim.text, claim, report) for claim in told)


def test_the_users_words_are_no_words_of_their_own() -> None:
    text = "Travellers with much company on board may have got home less often."
    words = {"sibsp": "company on board", "survived": "got home"}
    assert repeats(text, claim_about("sibsp"), TITANIC, words)
    assert not repeats(text, claim_about("sibsp"), TITANIC)


@settings(max_examples=40, deadline=None)
@given(st.text())
def test_no_text_makes_it_fail(text: str) -> None:
    repeats(text, claim_about("sex"), TITANIC)
