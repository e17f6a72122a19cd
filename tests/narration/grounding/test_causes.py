from __future__ import annotations

import pytest

from dataexplain.narration.grounding.causes import causal_words
from dataexplain.narration.grounding.words import tokens


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
    ],
)
def test_patterns_are_no_causes(text: str) -> None:
    assert causal_words(tokens(text), ()) is None
