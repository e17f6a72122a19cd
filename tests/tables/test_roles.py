"""Roles found from cells and names, and roles that were asked for."""

from __future__ import annotations

import string

import numpy as np
import pandas as pd
import pytest

from dataexplain.errors import RoleError
from dataexplain.tables.cells import read_cells
from dataexplain.tables.roles import apply_role, boolean_levels, infer_role, parse_role
from dataexplain.tables.table import Role

LETTERS = list(string.ascii_lowercase)
WORDS = [f"{a}{b}" for a in LETTERS for b in LETTERS]
SENTENCES = [f"the {word} is not a {word}" for word in WORDS]


def role(values: object, name: str = "x") -> str:
    return infer_role(name, read_cells(pd.Series(values)))[0].value


@pytest.mark.parametrize(
    ("values", "name", "expected"),
    [
        ([0.5, 1.5, 2.5, 3.5], "x", "numeric"),
        (np.arange(100.0) + 0.5, "id", "numeric"),
        ([0, 1, 1], "x", "boolean"),
        (["yes", "no", ""], "x", "boolean"),
        (["T", "F"], "x", "boolean"),
        ([2011, 2012], "x", "categorical"),
        (["male", "female"], "x", "categorical"),
        ([1, 2, 3], "x", "ordinal"),
        ([*range(8), 20] * 3, "x", "numeric"),
        (range(10, 130, 10), "x", "numeric"),
        (["S", "M", "L"], "x", "ordinal"),
        (["Mon", "Tue", "Sun"], "x", "categorical"),
        (["2020-01-01", "2020-01-02"], "x", "date"),
        (range(1, 101), "x", "identifier"),
        ([n * 7 for n in range(100)], "x", "numeric"),
        ([n * 7 for n in range(100)], "customer_id", "identifier"),
        ([n * 7 for n in range(100)], "customerId", "identifier"),
        ([n * 7 for n in range(100)], "paid", "numeric"),
        ([n * 7 for n in range(50)] * 9, "user_id", "identifier"),
        (WORDS, "x", "identifier"),
        (SENTENCES, "x", "text"),
        (WORDS[:20] * 5, "x", "categorical"),
        (WORDS[:40] * 10, "x", "categorical"),
        (WORDS[:40] * 10, "person_id", "identifier"),
        (WORDS[:300] * 7, "x", "categorical"),
        (WORDS[:300] * 4, "x", "identifier"),
        (WORDS[:40] * 100, "x", "categorical"),
        (SENTENCES[:40] * 10, "x", "text"),
        (["a", "a", ""], "x", "constant"),
        (["", ""], "x", "constant"),
        ([3.0, 3.0], "x", "constant"),
    ],
)
def test_roles_are_found(values: object, name: str, expected: str) -> None:
    assert role(values, name) == expected


def test_ordered_categories_are_ordinal() -> None:
    assert role(pd.Categorical(["b", "a"], ["b", "a"], ordered=True)) == "ordinal"


def test_why_a_column_is_constant() -> None:
    notes = [infer_role("x", read_cells(pd.Series(v)))[1] for v in (["", ""], ["a", ""], ["a"])]
    assert [note.split()[0:3] for note in notes] == [
        ["Every", "cell", "is"],
        ["There", "is", "one"],
        ["Every", "cell", "holds"],
    ]


def test_role_names_are_checked() -> None:
    assert parse_role(" Numeric ", "age") is Role.NUMERIC
    with pytest.raises(
        RoleError, match=r"'age': There is no role 'numric'\. Did you mean 'numeric"
    ):
        parse_role("numric", "age")
    with pytest.raises(RoleError, match=r"There are: 'numeric', 'ordinal'"):
        parse_role("zzz", "age")
    with pytest.raises(RoleError, match="Name it as the target"):
        parse_role("target", "age")


@pytest.mark.parametrize(
    ("values", "chosen", "reason"),
    [
        (["red", "blue"], Role.NUMERIC, "'blue' is not a number"),
        (["red", "blue"], Role.DATE, "'blue' is not a date"),
        (["red", "blue"], Role.TIME, "'blue' is not a date"),
        (["red", "blue"], Role.ORDINAL, "order of its words is not known"),
        (["red", "blue"], Role.WEIGHTS, "'blue' is not a number"),
        (["a", "b", "c"], Role.BOOLEAN, "3 different values"),
        (["a", "a"], Role.CATEGORICAL, "does not vary"),
        (["", ""], Role.NUMERIC, "every cell is missing"),
        (["", ""], Role.GROUP, "every cell is missing.*Name another column"),
        (["red", "blue"], Role.TIME, "Write times as dates or as numbers"),
        ([str(n) for n in range(2000)], Role.CATEGORICAL, "2,000 different values"),
        (np.arange(60.0), Role.ORDINAL, "60 different values"),
        (["2020-01-01", "2020-01-02"], Role.ORDINAL, "holds dates"),
        ([1.0, -1.0], Role.WEIGHTS, "0 or more"),
        ([0.0, 0.0], Role.WEIGHTS, "0 or more"),
        ([1.0, None], Role.WEIGHTS, "row 2 has no number"),
    ],
)
def test_impossible_roles_say_why(values: object, chosen: Role, reason: str) -> None:
    with pytest.raises(
        RoleError, match=f"a.csv, column 'x': It cannot be {chosen.value}: .*{reason}"
    ):
        apply_role("x", read_cells(pd.Series(values)), chosen, "a.csv")


@pytest.mark.parametrize("chosen", [Role.TEXT, Role.IDENTIFIER, Role.GROUP, Role.IGNORED])
def test_anything_can_be_left_unread(chosen: Role) -> None:
    cells = read_cells(pd.Series(["a", ""]))
    assert apply_role("x", cells, chosen) is cells


def test_codes_can_be_chosen_to_be_numbers() -> None:
    cells = apply_role("x", read_cells(pd.Series(["01", "02"])), Role.NUMERIC)
    assert cells.values.tolist() == [1.0, 2.0]


def test_pairs_of_words_in_any_spelling() -> None:
    assert boolean_levels(["YES", "Yes", "No"]) == ("No", "YES")
    assert boolean_levels(["yes", "true"]) is None


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ([1.0, 2.0, -1.0], "data row 3 has a negative one. Give weights of 0 or more."),
        ([0.0, 0.0, 0.0], "all of them are 0"),
        ([1.0, 1e300, 2.0], "data row 2 has no number (1 too large value was read as missing)"),
    ],
)
def test_bad_weights_name_the_row_and_what_is_wrong(values: list[float], message: str) -> None:
    """Of 10,000 weights one was negative, and the error did not say which.

    A weight of 1e300 was called "no number", though anyone could read it in the file.
    """
    with pytest.raises(RoleError) as caught:
        apply_role("w", read_cells(pd.Series(values)), Role.WEIGHTS, "a.csv")
    assert message in str(caught.value)
