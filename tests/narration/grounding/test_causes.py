from __future__ import annotations

import pytest

from dataexplain.narration.grounding.causes import causal_words
from dataexplain.narration.grounding.mentions import mentions
from dataexplain.narration.grounding.words import tokens
from tests.narration.grounding.sample_reports import sample_naming


@pytest.mark.parametrize(
    "text",
    [
        "Age causes churn.",
        "Churn falls because of the contract.",
        "A garden raises the price.",
        "High bills make people leave.",
        "This leads to more rentals.",
        "Humidity reduces ridership.",
        "The drop is due to rain.",
    ],
)
def test_causes_are_seen(text: str) -> None:
    assert causal_words(tokens(text), ()) is not None


@pytest.mark.parametrize(
    "text",
    [
        "Price increases with area.",
        "Price increases steadily as area grows.",
        "It makes no difference.",
        "This is no evidence that age causes churn.",
        "The increase in price is small.",
        "The report is due.",
        "Older houses go along with lower prices.",
        "The outcome is higher than the rest of load leads to expect.",
        "It is more than the two would lead one to expect.",
    ],
)
def test_patterns_are_no_causes(text: str) -> None:
    assert causal_words(tokens(text), ()) is None


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("Such persons are more likely to make over 50K.", None),
        ("Education makes income higher.", "makes"),
    ],
)
def test_to_make_a_class_of_the_outcome_is_to_have_it(text: str, cause: str | None) -> None:
    """ "Likely to make over 50K" was told to claim a cause."""
    found = tokens(text)
    assert causal_words(found, mentions(found, sample_naming("adult"))) == cause
