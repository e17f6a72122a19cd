"""Predicates that begin with a verb."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataexplain.search.predicate_form import as_predicate


@pytest.mark.parametrize(
    ("said", "predicate"),
    [
        ("1. Expresses anger.", "expresses anger"),
        ('- "is about sports"', "is about sports"),
        ("Property: is a spam message", "is a spam message"),
        ("Texts in Group A focus on sports", "focuses on sports"),
        ("They are about sports", "is about sports"),
        ("The author expresses joy", "expresses joy"),
        ("Group B mostly mentions prizes", "mentions prizes"),
        ("are happy and express joy", "is happy and expresses joy"),
        ("about the war", "is about the war"),
        ("sarcastic", "is sarcastic"),
        ("sarcastic tone", "has a sarcastic tone"),
        ("a negative review", "is a negative review"),
        ("describing a scene", "describes a scene"),
        ("Does the text mention a refund?", "mentions a refund"),
        ("is about a\x00thing", "is about a thing"),
    ],
)
def test_forms_that_models_use(said, predicate):
    assert as_predicate(said) == predicate


def test_a_noun_that_could_be_a_verb_is_none():
    assert as_predicate("review of a film") == "review of a film"


@given(st.text())
def test_nothing_that_is_said_breaks_it(said):
    assert "\n" not in as_predicate(said)
