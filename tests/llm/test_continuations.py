"""Where a text ends and what follows it begins, in tokens."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dataexplain.errors import ParameterError
from dataexplain.llm.continuations import first_difference, refuse_empty_prefix

TOKENS = st.lists(st.integers(0, 2))


@given(TOKENS, TOKENS)
def test_they_agree_up_to_there_and_no_further(one: list[int], other: list[int]) -> None:
    place = first_difference(one, other)
    assert one[:place] == other[:place]
    assert one[place : place + 1] != other[place : place + 1] or one == other


def test_a_first_token_is_refused_by_the_name_of_the_parameter() -> None:
    error = refuse_empty_prefix()
    assert isinstance(error, ParameterError)
    assert error.parameter == "prefix"
