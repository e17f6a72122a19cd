"""When an answer is right."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataexplain.operations.agreement import same_answer


@pytest.mark.parametrize(
    ("given_", "wanted", "same"),
    [
        ("8", "8.0", True),
        ("1,000", "1000", True),
        (" yes", "yes ", True),
        ("yes", "Yes", False),
        ("0.3333333333", "0.33", True),
        ("0.3333333333", "0.34", False),
        ("0.3333333333", "0", False),
        ("0.6", "0.600000000000000088", True),
        ("7.4", "7", False),
        ("8", "8 apples", False),
        ("", "0", False),
        (None, "None", False),
    ],
)
def test_same_answer(given_: str | None, wanted: str, same: bool) -> None:
    assert same_answer(given_, wanted) is same


def test_noise_of_floats_does_not_count() -> None:
    """20% off 384 is 307.20000000000005 to a program, and the rule was wrong in a third of rows."""
    assert same_answer("307.2", str(384 * 0.8))


@given(st.text())
def test_every_text_is_itself(text: str) -> None:
    assert same_answer(text, text)
    assert same_answer(text.casefold(), text, case=False)


@given(st.text(), st.text())
def test_never_raises_and_goes_both_ways_for_words(first: str, second: str) -> None:
    if not any(map(str.isdigit, first + second)):
        assert same_answer(first, second) is same_answer(second, first)
