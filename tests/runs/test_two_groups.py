"""Two groups of texts out of a column with groups."""

from __future__ import annotations

import pandas as pd
import pytest

from dataexplain.errors import InputError
from dataexplain.runs.two_groups import LEAST_TEXTS, split_of_groups, two_groups
from dataexplain.tables import Table, Task, build_table


def table(groups: list[str] | list[float], text: str = "text {n}") -> Table:
    texts = [text.format(n=n) for n in range(len(groups))]
    return build_table(pd.DataFrame({"text": texts, "group": groups}), "group", text=["text"])


def test_of_two_groups_the_positive_one_comes_first() -> None:
    read = two_groups(table(["yes", "no"] * 30))
    assert (read.positive, read.classes, read.task) == ("yes", ("yes", "no"), Task.BINARY)


def test_a_group_against_the_rest_keeps_all_rows() -> None:
    read = two_groups(table(["n", "s", "w"] * 20), "s")
    assert read.classes == ("s", "not s")
    assert len(read) == 60
    assert (read.frame["group"] == "s").sum() == 20


def test_a_group_against_another_leaves_the_others_out() -> None:
    read = two_groups(table(["n", "s", "w"] * 20), "s", "w")
    assert read.classes == ("s", "w")
    assert len(read) == len(read.row_keys) == len(read.file_rows) == 40
    assert read.frame.index.tolist() == list(range(40))


@pytest.mark.parametrize(
    ("first", "second", "says"),
    [
        (None, None, "Say which one"),
        ("south", None, "no group 'south'"),
        ("s", "wst", "no group 'wst'"),
        ("s", "s", "with itself"),
    ],
)
def test_groups_that_cannot_be_compared(first: str | None, second: str | None, says: str) -> None:
    with pytest.raises(InputError, match=says):
        two_groups(table(["n", "s", "w"] * 20), first, second)


def test_numbers_are_no_groups() -> None:
    with pytest.raises(InputError, match="numbers, not groups"):
        two_groups(table([float(n) + 0.5 for n in range(60)]))


def test_a_group_of_a_few_texts_is_refused() -> None:
    read = two_groups(table(["a"] * 52 + ["b"] * 8), "b")
    with pytest.raises(InputError, match=f"at least {LEAST_TEXTS}"):
        split_of_groups(read, "text")


def test_copies_of_one_text_are_one_text() -> None:
    read = two_groups(table(["a", "b"] * 40, text="the same"), "a")
    with pytest.raises(InputError, match="too few different texts"):
        split_of_groups(read, "text")


@pytest.mark.parametrize("first", ["1", 1, 1.0])
def test_a_group_of_numbers_may_be_named_by_its_number(first: object) -> None:
    """A regression: a whole number ended in a traceback, and 1.0 was no group."""
    assert two_groups(table([0, 1] * 30), first).classes == ("1", "0")
