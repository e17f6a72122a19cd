import pytest

from dataexplain.search.prompts.answering_form import AnsweringForm
from dataexplain.search.prompts.reading_order import reading_order
from dataexplain.tables.pairs import Pairs

YES_NO = AnsweringForm("classes", ("no", "yes"))


@pytest.mark.parametrize("seed", range(4))
def test_every_beginning_has_about_its_share_of_each_class(seed):
    outputs = ("no",) * 30 + ("yes",) * 10
    pairs = Pairs(tuple(f"a{row}" for row in range(40)), outputs, tuple(range(40)))
    order = reading_order(pairs, YES_NO, seed)
    assert sorted(order) == list(range(40))
    for count in (8, 16, 24):
        yes = sum(pairs.outputs[row] == "yes" for row in order[:count])
        assert abs(yes - count / 4) <= 1


def test_a_pair_that_came_before_comes_last():
    pairs = Pairs(("a", "a", "b", "a", "c"), ("1", "1", "2", "3", "1"), tuple(range(5)))
    order = reading_order(pairs, AnsweringForm("free"), 0)
    assert order[-1] in (0, 1)


def test_another_seed_is_another_order():
    pairs = Pairs(tuple(f"a{row}" for row in range(40)), ("x",) * 40, tuple(range(40)))
    assert reading_order(pairs, YES_NO, 0) == reading_order(pairs, YES_NO, 0)
    assert reading_order(pairs, YES_NO, 0) != reading_order(pairs, YES_NO, 1)
