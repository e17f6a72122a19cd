"""Which effect sentences speak of."""

from __future__ import annotations

import pytest

from dataexplain.claims import ADJUSTED, UNADJUSTED, compile_claim
from dataexplain.sentences import read_sentence
from dataexplain.sentences.resting import resting
from dataexplain.tables import build_table

TABLE = build_table(
    {
        "plan": ["basic", "pro"] * 60,
        "age": [20, 30, 40, 50, 60, 70] * 20,
        "calls": [0, 1, 2, 3, 4] * 24,
        "churn": ["no", "yes", "no"] * 40,
    },
    "churn",
)


@pytest.mark.parametrize(
    ("sentence", "rests_on", "held"),
    [
        ("Pro customers leave more", UNADJUSTED, None),
        ("Pro customers leave more at the same age", ADJUSTED, ("age",)),
        ("Pro customers leave more, even at the same age and calls", ADJUSTED, ("age", "calls")),
        ("Pro customers leave more, all else equal", ADJUSTED, None),
        ("Age makes no difference to churn", UNADJUSTED, None),
    ],
)
def test_a_sentence_rests_on_the_effect_that_it_speaks_of(
    sentence: str, rests_on: str, held: tuple[str, ...] | None
) -> None:
    reading = resting(read_sentence(sentence, TABLE))
    (claim,) = reading.claims
    assert claim.rests_on == rests_on
    assert claim.held == held


def test_only_what_is_named_is_held() -> None:
    """All other columns were held where a sentence named one: another question was answered."""
    (claim,) = resting(read_sentence("Pro customers leave more at the same age", TABLE)).claims
    (contrast,) = compile_claim(claim, ("plan", "age", "calls"))
    assert contrast.held.columns == ("age",)


def test_sentences_that_hold_different_things_are_different_claims() -> None:
    said = ("", " at the same age", " at the same calls", ", all else equal")
    ids = {
        resting(read_sentence(f"Pro customers leave more{held}", TABLE)).claims[0].id
        for held in said
    }
    assert len(ids) == len(said)
