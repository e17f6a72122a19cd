"""Words of texts in any script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataexplain.features.tokens import words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("... --- !!!", []),
        ("Don't STOP", ["don't", "stop"]),
        ("it\u2019s", ["it's"]),
        ("state-of-the-art", ["state", "of", "the", "art"]),
        ("<p>good</p><br/>film", ["good", "film"]),
        ("3 < 4 and 5 > 2", ["3", "4", "and", "5", "2"]),
        ("fish &amp; chips", ["fish", "chips"]),
        ("naïve café", ["naïve", "café"]),
        ("cafe\u0301", ["café"]),
        ("这很好", ["这", "很", "好"]),
        ("good 👍👍", ["good", "👍", "👍"]),
        ("नमस्ते दुनिया", ["नमस्ते", "दुनिया"]),
        ("שלום עולם", ["שלום", "עולם"]),
        ("quote 'single' end", ["quote", "single", "end"]),
    ],
)
def test_words(text, found):
    assert words(text) == found


@given(st.text())
def test_words_hold_no_space_and_read_the_same_again(text):
    found = words(text)
    assert not any(character.isspace() for word in found for character in word)
    assert words(" ".join(found)) == found
