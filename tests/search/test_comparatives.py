"""Comparatives made properties of one text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataexplain.search.comparatives import compares, without_comparison


@pytest.mark.parametrize(
    ("said", "plain"),
    [
        ("is more negative than B", "is negative"),
        ("is longer", "is long"),
        ("uses more exclamation marks", "uses exclamation marks"),
        ("has a better ending than those of group B", "has a good ending"),
        ("is more likely to mention refunds", "mentions refunds"),
        ("tends to be sadder", "is sad"),
        ("is less likely to be polite", "is not polite"),
        ("compared to group B, is more formal", "is formal"),
        ("is less formal", "is not formal"),
        ("contains fewer numbers", "contains few numbers"),
        ("mentions refunds more often", "mentions refunds"),
        ("is angry, whereas the others are calm", "is angry"),
    ],
)
def test_one_text_is_spoken_of(said, plain):
    assert without_comparison(said) == plain
    assert not compares(plain)


@pytest.mark.parametrize(
    "said",
    [
        "is about the latest news",
        "is at least polite",
        "is about farmers",
        "is a best-selling book",
    ],
)
def test_what_compares_no_two_texts_stays(said):
    assert without_comparison(said) == said
    assert not compares(said)


@pytest.mark.parametrize("said", ["uses less slang", "has the least words"])
def test_what_the_rules_cannot_say_is_known_to_compare(said):
    assert compares(without_comparison(said))


SAID = "is more less than sadder better most at least tends to be the likely text polite ,"
WORDS = st.sampled_from(SAID.split())


@given(st.lists(WORDS).map(" ".join))
def test_a_second_time_changes_nothing_that_compares(said):
    plain = without_comparison(said)
    assert "\n" not in plain
    assert not compares(without_comparison(plain)) or compares(plain)
