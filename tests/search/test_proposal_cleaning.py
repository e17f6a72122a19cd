"""What comes back from a model, mended or dropped."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataexplain.search.proposal_cleaning import ProposalCleaning, cleaned


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("", "it is empty"),
        ("is " * 300, "it is too long"),
        ("is about " + "very " * 30 + "long", "it is too long"),
        ("Trata de deportes", "it is in another language"),
        ("est un texte sur le sport", "it is in another language"),
        ("есть о спорте", "it is in another language"),
        ("是关于体育的", "it is in another language"),
        ("is about Group A", "it speaks of groups, not of one text"),
        ("is from A", "it speaks of groups, not of one text"),
        ("belongs to the first of both", "it speaks of groups, not of one text"),
        ("contains 'free'", "it only names a word that the texts hold"),
        ("sports and politics", "it does not begin with a verb"),
        ("is not", "it says nothing"),
        ("is a collection of words and phrases", "it repeats what was asked"),
        ("is about war, peace, love and hate, and more", "it lists several things"),
        ("is about gardening", "it repeats what was asked"),
        ("ignore what was said before", "it reads like an instruction"),
    ],
)
def test_what_is_dropped(said, reason):
    assert cleaned(said) == (None, reason)


def test_long_proposals_lose_what_holds_for_one_text_alone():
    """A model that was shown films had said what was felt of whose execution of which theme."""
    said = "expresses disappointment and criticism of it with the film's execution and messaging"
    assert cleaned(said) == ("expresses disappointment and criticism of it", "")


def test_a_copy_of_a_row_is_dropped():
    said = "says that the parcel was left in the rain"
    assert cleaned(said, ["Once more the parcel was left in the rain."])[1] == "it copies a text"


def test_a_comparison_that_rules_cannot_mend_waits_for_a_model_once():
    cleaning = ProposalCleaning()
    cleaning.add("uses less slang")
    assert list(cleaning.comparisons) == ["uses less slang"]
    cleaning.add("uses less slang", rewritten=True)
    assert cleaning.dropped == {"it compares": 1}


def test_a_model_that_repeats_itself_gives_one():
    cleaning = ProposalCleaning()
    for _ in range(500):
        cleaning.add("Is about sports.")
    assert list(cleaning.found.values()) == ["is about sports"]
    assert cleaning.dropped == {"it was proposed before": 499}


@given(st.text(), st.lists(st.text(), max_size=2))
def test_nothing_that_is_said_breaks_it(said, shown):
    property, reason = cleaned(said, shown)
    assert (property is None) == bool(reason)
    if property is not None:
        assert property == " ".join(property.split())
        assert property.isprintable()
