"""The texts that proposers may look at."""

import numpy as np
import pytest

from dataexplain.errors import ParameterError
from dataexplain.search.discovery_texts import NO_CONTEXT, DiscoveryTexts


def texts_of(first, second, **told):
    in_a = np.arange(len(first) + len(second)) < len(first)
    return DiscoveryTexts((*first, *second), in_a, ("A", "B"), **told)


def test_copies_blanks_and_texts_of_both_groups_are_not_drawn():
    drawn = texts_of(["a", "a", " ", "both"], ["b", "both", ""]).drawn(0)
    assert drawn.side(True) == ["a"]
    assert drawn.side(False) == ["b"]


def test_identical_groups_leave_nothing():
    drawn = texts_of(["a", "b"], ["b", "a"]).drawn(0)
    assert len(drawn) == 0
    assert not drawn.both_sides


def test_the_order_of_rows_does_not_matter():
    first, second = [f"a{place}" for place in range(30)], [f"b{place}" for place in range(30)]
    one = texts_of(first, second).drawn(0, 10)
    other = texts_of(first[::-1], second[::-1]).drawn(0, 10)
    assert one.texts == other.texts
    assert len(one) == 20


def test_another_seed_draws_other_texts():
    first, second = [f"a{place}" for place in range(30)], [f"b{place}" for place in range(30)]
    both = texts_of(first, second)
    assert both.drawn(0, 10).texts != both.drawn(1, 10).texts


def test_a_group_for_each_text():
    with pytest.raises(ParameterError, match=r"'in_a' .* one value for each of 1 texts"):
        DiscoveryTexts(("a",), np.array([True, False]), ("A", "B"))


def test_what_is_known_of_the_texts_is_told():
    assert texts_of(["a"], ["b"], goal="  ").context == NO_CONTEXT
    told = texts_of(["a"], ["b"], goal="find\nwhy.", description="hotel reviews")
    assert told.context == "The texts: hotel reviews. What is wanted: find why."
