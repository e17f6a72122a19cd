import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataexplain.features.tokens import words
from dataexplain.search.prompts.sentence_cleaning import (
    MOST_WORDS,
    cleaned_sentence,
    names_a_pair,
    without_repeated,
)
from dataexplain.search.prompts.shown_pairs import ShownPairs

SHOWN = ShownPairs((("France", "Paris"), ("South Korea", "Seoul"), ("Peru", "Lima")))
SUMS = ShownPairs((("2 and 6", "8"), ("5 and 5", "10")))
FOOD = ShownPairs((("bread", "yes"), ("boat", "no"), ("cake", "yes"), ("skis", "no")))


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("Return the capital.", "Return the capital."),
        ('The instruction was: "return the capital"', "Return the capital."),
        ("**Task:** Name the capital city.\n\nExplanation: ...", "Name the capital city."),
        ("- Name the capital city", "Name the capital city."),
        ("1. Name the capital city; ", "Name the capital city."),
        ("Instruction:\nName the capital city", "Name the capital city."),
        ("The output is the sum of the two numbers.", "Return the sum of the two numbers."),
        ("Each answer is the sum of both numbers", "Return the sum of both numbers."),
        ("To get the output, add both numbers.", "Add both numbers."),
        ("You should add both numbers", "Add both numbers."),
        ("You need to know the capital city.", "Return the capital city."),
        ("Given two numbers, the answer is the sum of them.", "Return the sum of them."),
        ("the larger of the two", "Return the larger of the two."),
        ("Name the capital city, e.g. Rome.", "Name the capital city."),
        ("Name the capital city (for example, Rome)", "Name the capital city."),
        ("Name the capital city. It is in the country.", "Name the capital city."),
        ("Round 3.5 up to the next number", "Round 3.5 up to the next number."),
        ("Pupils, name the capital city!", "Name the capital city."),
        ("'Name the capital city.'", "Name the capital city."),
        ("Say 'yes' if it is big, else 'no'", "Say 'yes' if it is big, else 'no'."),
        ("\"Say 'yes' if it is big, else 'no'.\"", "Say 'yes' if it is big, else 'no'."),
    ],
)
def test_what_was_said_becomes_one_imperative_sentence(said, sentence):
    assert cleaned_sentence(said, SHOWN) == sentence


@pytest.mark.parametrize(
    "said",
    [
        "",
        "   \n ",
        "Add",
        "Write the output for the input.",
        "What is the capital of the country?",
        "The friend wrote the outputs by adding.",
        "If the input is a boat, the output is wet.",
        "Gib die Hauptstadt von dem Land, und nicht die Stadt",
        "def capital(country): return x",
        "word " * (MOST_WORDS + 1),
        "Return Paris for a country in Europe.",
        "Name the city of South Korea.",
    ],
)
def test_what_is_no_instruction_for_any_input_is_refused(said):
    assert cleaned_sentence(said, SHOWN) is None


@pytest.mark.parametrize(
    ("sentence", "shown", "named"),
    [
        ("Add 8 to the number.", SUMS, False),  # a number is named by chance
        ("Return 8 for 2 and 6.", SUMS, True),
        ("Say yes if it is food, else no.", FOOD, False),  # outputs that come again may be named
        ("Say yes for bread.", FOOD, True),
        ("Say whether it has the word breadth.", FOOD, False),
        ("Return the first letter.", ShownPairs((("a", "the"),)), False),
    ],
)
def test_naming_a_pair_is_told_from_naming_what_the_rule_is_about(sentence, shown, named):
    assert names_a_pair(sentence, shown) is named


def test_the_same_words_are_kept_once():
    assert without_repeated(["Add it.", "ADD it", "Take it."]) == ("Add it.", "Take it.")


@given(st.text(max_size=200))
def test_whatever_is_said_a_sentence_is_whole_or_nothing(said):
    sentence = cleaned_sentence(said, SHOWN)
    if sentence is not None:
        assert sentence.endswith(".")
        assert "\n" not in sentence
        assert 2 <= len(words(sentence)) <= MOST_WORDS


@given(st.text(max_size=120))
def test_what_is_clean_stays_as_it_is(said):
    sentence = cleaned_sentence(said)
    if sentence is not None and not said.strip().startswith(tuple("-*0123456789(")):
        again = cleaned_sentence(sentence)
        assert again is None or len(again) <= len(sentence) + len("Return ")
