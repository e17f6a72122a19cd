"""Questions become properties of a text; what asks the same is seen to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataexplain.features.question_wording import as_property, same_wording


@pytest.mark.parametrize(
    ("question", "property"),
    [
        ("Does the text mention a refund?", "mentions a refund"),
        ("does it express anger", "expresses anger"),
        ("Does this tweet explicitly thank somebody?", "explicitly thanks somebody"),
        ("Does the review have a date?", "has a date"),
        ("Does the message try to sell something?", "tries to sell something"),
        ("Does the message say why?", "says why"),
        ("Does the text not mention a price?", "does not mention a price"),
        ("Is the article about sports?", "is about sports"),
        ("Was the e-mail written in haste?", "was written in haste"),
        ("Can the text be read aloud?", "can be read aloud"),
        ("The text is about sports.", "is about sports"),
        ("It mentions a price", "mentions a price"),
        ("mentions a price", "mentions a price"),
        ("about sports", "is about sports"),
        ("is spam", "is spam"),
        (
            "Is the author angry?",
            'answers "Is the author angry?" with yes',
        ),
        ("Does the reviewer\n recommend it?",) * 1
        + ('answers "Does the reviewer recommend it?" with yes',),
    ],
)
def test_questions_become_properties(question, property):
    assert as_property(question) == property


@given(st.text(min_size=1).filter(lambda text: same_wording(text)))
def test_any_words_become_one_line(text):
    property = as_property(text)
    assert property.strip() == property
    assert "\n" not in property


def test_words_decide_whether_two_properties_are_the_same():
    assert same_wording("Is  about SPORTS.") == same_wording("is about sports")
    assert same_wording("is about sport") != same_wording("is about sports")
