import numpy as np
import pytest

from dataexplain.search.prompts.answering_form import AnsweringForm
from dataexplain.search.prompts.shown_pairs import (
    ShownPairs,
    can_contrast,
    draw_contrast,
    draw_pairs,
    shown,
)
from dataexplain.tables.pairs import Pairs

YES_NO = AnsweringForm("classes", ("no", "yes"))
PAIRS = Pairs(
    tuple(f"thing {number}" for number in range(20)),
    tuple("yes" if number < 3 else "no" for number in range(20)),
    tuple(range(20)),
)


@pytest.mark.parametrize("seed", range(5))
def test_rare_outputs_are_shown_as_often_as_frequent_ones(seed):
    outputs = [output for _, output in draw_pairs(PAIRS, 6, np.random.default_rng(seed)).pairs]
    assert sorted(outputs) == ["no"] * 3 + ["yes"] * 3


def test_another_draw_shows_other_pairs():
    draws = np.random.default_rng(0)
    assert draw_pairs(PAIRS, 5, draws) != draw_pairs(PAIRS, 5, draws)


def test_few_pairs_are_all_shown():
    assert len(draw_pairs(PAIRS.take([0]), 5, np.random.default_rng(0)).pairs) == 1


def test_a_contrast_has_several_inputs_of_two_classes():
    drawn = draw_contrast(PAIRS, YES_NO, np.random.default_rng(0))
    outputs = [output for _, output in drawn.pairs]
    assert outputs.count("yes") == 3
    assert outputs.count("no") == 5
    assert drawn.by_output.count("Inputs with the output") == 2


def test_of_ten_classes_two_are_set_side_by_side():
    outputs = tuple(str(number % 10) for number in range(40))
    pairs = Pairs(tuple(f"a{number}" for number in range(40)), outputs, tuple(range(40)))
    form = AnsweringForm("classes", tuple(str(number) for number in range(10)))
    drawn = draw_contrast(pairs, form, np.random.default_rng(0))
    assert len({output for _, output in drawn.pairs}) == 2


def test_only_classes_are_contrasted():
    assert can_contrast(YES_NO)
    assert not can_contrast(AnsweringForm("free"))


def test_long_texts_are_cut_and_stay_on_one_line():
    drawn = shown(Pairs(("a\nb " * 500,), ("x" * 900,), (0,)), [0])
    assert len(drawn.text) < 700
    assert drawn.text.count("\n") == 1
    assert drawn.pairs[0][1] == "x" * 900
    assert ShownPairs(()).text == ""
