import dataclasses

import pytest

from dataexplain.claims import Claim, Region, Words, compile_claim, say
from dataexplain.claims.kinds.prompt_predicts import CLOSED_OPERATION

WORDS = Words("answer", regression=False)
CAPITAL = Claim("prompt_predicts", ("Return the capital of the country.",), "up", Region())


def test_the_sentence_is_quoted_whole_with_one_full_stop():
    assert say(CAPITAL, WORDS) == (
        "This sentence lets a model give the right output: “Return the capital of the country.”"
    )


@pytest.mark.parametrize(
    ("said", "end"),
    [
        ("What is its capital?", "output: “What is its capital?”"),
        ("Return the capital", "output: “Return the capital”."),
        (" Say “yes” or “no”. ", "output: “Say ‘yes’ or ‘no’.”"),
    ],
)
def test_a_quoted_sentence_ends_as_it_ends(said, end):
    assert say(dataclasses.replace(CAPITAL, features=(said,)), WORDS).endswith(end)


def test_no_model_is_named_where_code_follows_the_sentence():
    by_code = dataclasses.replace(CAPITAL, sources=("operations", CLOSED_OPERATION))
    text = say(by_code, WORDS)
    assert text.startswith("This sentence, followed to the letter, gives the right output: “Return")
    assert "model" not in text
    assert by_code.id == CAPITAL.id


def test_nothing_of_a_table_is_compared():
    assert compile_claim(CAPITAL, ("country", "answer")) == ()


def test_two_sentences_are_two_claims():
    assert dataclasses.replace(CAPITAL, features=("Return it.",)).id != CAPITAL.id
