"""Which pairs are asked about, and how outputs are compared."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataexplain.errors import ParameterError
from dataexplain.search.prompts.answering_form import AnsweringForm
from dataexplain.tables.pairs import Pairs
from dataexplain.verification.prompt_pairs import (
    HeldOutPairs,
    ceiling_of,
    drawn_pairs,
    label_of,
    trimmed,
)
from tests.verification.made_prompts import FREE, sums


def test_the_draw_follows_from_content_and_seed_not_from_the_order_of_the_file() -> None:
    pairs = sums(2, 14)
    turned = pairs.take(range(len(pairs) - 1, -1, -1))
    assert drawn_pairs(pairs, 30, 7) == drawn_pairs(turned, 30, 7)
    assert drawn_pairs(pairs, 30, 7) != drawn_pairs(pairs, 30, 8)


def test_pairs_without_an_input_or_output_are_left_out() -> None:
    pairs = Pairs(("a", " ", "b"), ("1", "2", "\n"), (0, 1, 2))
    assert drawn_pairs(pairs, 10, 0).rows == (0,)


def test_repeated_pairs_are_all_drawn() -> None:
    """Copies were once one key of a dictionary, and so one row."""
    assert len(drawn_pairs(Pairs(("a",) * 5, ("1",) * 5, tuple(range(5))), 10, 0)) == 5


@pytest.mark.parametrize("rows", [0, -3])
def test_no_rows_are_no_test(rows: int) -> None:
    with pytest.raises(ParameterError, match="'rows' parameter of PromptVault"):
        drawn_pairs(sums(2, 4), rows, 0)


def test_rows_of_one_input_are_one_cluster() -> None:
    held_out = HeldOutPairs.of(Pairs(("a", "b", " a"), ("1", "1", "2"), (0, 1, 2)), FREE)
    assert held_out.clusters.tolist() == [0, 1, 0]
    assert held_out.ceiling == pytest.approx(2 / 3)


def test_too_few_rows_or_inputs_are_told_with_a_remedy() -> None:
    few = HeldOutPairs.of(sums(2, 3).take(range(9)), FREE).targets.problem
    assert few.startswith("only 9 held-out rows have an input and an output, and it takes 10;")
    same = Pairs(("a", "b") * 10, ("1", "2") * 10, tuple(range(20)))
    assert "only 2 different inputs, and it takes 8" in HeldOutPairs.of(same, FREE).problem
    assert HeldOutPairs.of(sums(2, 3), FREE).problem == ""


def test_one_row_is_told_in_the_singular() -> None:
    assert "only 1 held-out row has" in HeldOutPairs.of(sums(2, 3).take([0]), FREE).problem


def test_classes_that_no_pair_has_are_labels_too() -> None:
    form = AnsweringForm("classes", ("no", "yes"))
    held_out = HeldOutPairs.of(Pairs(("a", "b"), (" Yes", "maybe"), (0, 1)), form)
    assert held_out.labels == ("no", "yes", "maybe")
    assert held_out.codes.tolist() == [1, 2]


def test_capitals_count_in_free_answers_and_not_in_classes() -> None:
    """Compared without case, a copy of the input "solved" every task of writing capitals."""
    assert label_of("ANNA", FREE) != label_of("Anna", FREE)
    assert label_of("YES", AnsweringForm("classes", ("yes", "no"))) == "yes"


@given(st.text(max_size=20))
def test_trimming_twice_changes_nothing_more_and_leaves_no_blanks(text: str) -> None:
    once = trimmed(text)
    assert trimmed(f"  {once}\n") == trimmed(once)
    assert once == once.strip()


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("12")), min_size=1, max_size=30))
def test_no_function_of_the_input_beats_the_ceiling(rows: list[tuple[str, str]]) -> None:
    inputs, outputs = zip(*rows, strict=True)
    ceiling = ceiling_of(Pairs(inputs, outputs, tuple(range(len(rows)))))
    functions = np.array(np.meshgrid(*[["1", "2"]] * 3)).T.reshape(-1, 3)
    best = max(
        np.mean([dict(zip("abc", way, strict=True))[a] == b for a, b in rows]) for way in functions
    )
    assert ceiling == pytest.approx(best)
