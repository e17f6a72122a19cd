"""What a user wants of words: read before any work, refused with the remedy."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataexplain.errors import ParameterError
from dataexplain.narration.wishes import NarrationWish, narration_wish, read_descriptions

NAMES = ("age", "asthma", "died")


def test_words_for_the_table_and_its_columns():
    text = "patients admitted with pneumonia; died = died in hospital; from 2010 on"
    assert read_descriptions(text, NAMES) == {
        "": "patients admitted with pneumonia; from 2010 on",
        "died": "died in hospital",
    }


@pytest.mark.parametrize("text", ["", " ; ;", "\n"])
def test_nothing_said_is_nothing(text):
    assert read_descriptions(text, NAMES) == {}


def test_a_column_that_there_is_not_is_refused_with_the_nearest():
    with pytest.raises(ParameterError, match="Did you mean 'asthma'"):
        read_descriptions("astma = has asthma", NAMES)


def test_two_meanings_of_one_column_are_refused():
    with pytest.raises(ParameterError, match="one meaning for 'died'"):
        read_descriptions("died = in hospital; died = at home", NAMES)


@pytest.mark.parametrize(
    ("options", "name"),
    [
        ({"narrate": -1}, "narrate"),
        ({"narrate": True}, "narrate"),
        ({"describe": 3}, "describe"),
        ({"expect": "age: up"}, "expect"),
        ({"expect": [3]}, "expect"),
    ],
)
def test_wishes_outside_what_is_allowed(options, name):
    with pytest.raises(ParameterError, match=f"'{name}' parameter of explain"):
        narration_wish(options)


def test_other_options_are_left_alone():
    assert narration_wish({"seed": 3}) == NarrationWish()


@given(st.text(max_size=200))
def test_any_description_is_read_or_refused(text):
    try:
        found = read_descriptions(text, NAMES)
    except ParameterError:
        return
    assert set(found) <= {"", *NAMES}
    assert all(found.values())
