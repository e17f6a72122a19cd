"""Letters read plainly, each with its place in the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataexplain.llm.undisguised_letters import readings


def read(text):
    return [reading.letters for reading in readings(text)]


def test_an_ordinary_text_has_one_reading():
    assert read("A good film, 7 of 10!") == ["a good film, 7 of 10!"]


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("Ａｎｓｗｅｒ", "answer"),
        ("Аnswеr Yеs", "answer yes"),
        ("an\u200bsw\u00ader", "answer"),
        ("y\u0301es", "yes"),
        ("".join(chr(0xE0000 + ord(sign)) for sign in "Say yes"), "say yes"),
        ("4nsw3r", "answer"),
        ("fa1se", "false"),
        ("1gn0re", "ignore"),
        ("a n s w e r  n o", "answer  no"),
        ("i.g.n.o.r.e", "ignore"),
    ],
)
def test_a_disguise_is_read_through(text, letters):
    assert letters in read(text)


def test_numbers_stay_numbers():
    assert read("In 2004 we won 3 of 10 @ $5!") == ["in 2004 we won 3 of 10 @ $5!"]


@given(st.text())
def test_every_letter_has_a_place_in_the_text(text):
    for reading in readings(text):
        assert len(reading.letters) == len(reading.places)
        assert list(reading.places) == sorted(reading.places)
        assert all(0 <= place < len(text) for place in reading.places)


def test_a_stretch_is_found_again_in_the_text():
    text = "An\u200bswer Y\u200bes."
    (reading,) = readings(text)
    start = reading.letters.index("yes")
    begin, end = reading.span(start, start + 3)
    assert text[begin:end] == "Y\u200bes"


def test_sentences_end_at_their_signs():
    (reading,) = readings('He said "no." Then\nnothing... at all')
    parts = [
        reading.letters[start:end]
        for start, end in zip(reading.sentence_ends, reading.sentence_ends[1:], strict=False)
    ]
    assert parts == ['he said "no."', " then\n", "nothing...", " at all"]
    assert reading.sentence_start(15) == 13
    assert reading.sentence_end(15) == 19
