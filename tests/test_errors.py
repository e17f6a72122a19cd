import inspect
import re

import pytest

from dataexplain import errors
from dataexplain.errors import (
    ColumnNotFoundError,
    DataExplainError,
    InputError,
    MissingDependencyError,
    ParameterError,
    SpecificationError,
    did_you_mean,
)

KINDS = [
    kind
    for _, kind in inspect.getmembers(errors, inspect.isclass)
    if issubclass(kind, Exception) and kind.__module__ == errors.__name__
]


@pytest.mark.parametrize(
    ("name", "available", "hint"),
    [
        ("Chrun", ["churn", "age"], "Did you mean 'churn'?"),
        ("age", ["AGE", "wages"], "Did you mean 'AGE' or 'wages'?"),
        ("xyz", ["a", "b"], "There are: 'a', 'b'."),
        ("xyz", [], ""),
        ("xyz", [f"column {place}" for place in range(13)], ""),
    ],
)
def test_close_names_are_offered(name, available, hint):
    assert did_you_mean(name, available) == hint


def test_where_and_remedy_are_said():
    error = InputError("It is odd.", file="a.csv", row=3, column="age", remedy="Mend it.")
    assert str(error) == "a.csv, row 3, column 'age': It is odd. Mend it."
    assert (error.file, error.row, error.column) == ("a.csv", 3, "age")
    assert (error.message, error.remedy) == ("It is odd.", "Mend it.")
    assert str(InputError("It is odd.")) == "It is odd."


def test_a_missing_column_names_those_that_are_close():
    error = ColumnNotFoundError.among("chrun", ["churn"], file="a.csv")
    assert str(error) == "a.csv: There is no column 'chrun'. Did you mean 'churn'?"
    far = ColumnNotFoundError.among("x", [f"name {place}" for place in range(20)])
    assert str(far) == "There is no column 'x'."


def test_all_mistakes_of_a_file_are_listed():
    one = SpecificationError("a.yaml", [("seed", "must be 0 or more.")])
    assert str(one) == "a.yaml has 1 mistake:\n  seed: must be 0 or more."
    two = SpecificationError("a.yaml", [("seed", "x"), ("data", "y")])
    assert "2 mistakes" in str(two)
    assert two.problems == (("seed", "x"), ("data", "y"))


def test_errors_are_also_what_python_programs_expect():
    assert isinstance(ParameterError("a", "b", "c", 1), ValueError)
    missing = MissingDependencyError("openpyxl", "Reading Excel", "excel")
    assert isinstance(missing, ImportError)
    assert "python -m pip install 'dataexplain[excel]'" in str(missing)


def test_every_error_stands_in_the_tree_that_is_drawn():
    drawn = set(re.findall(r"\b[A-Z]\w+Error\b", errors.__doc__.split("Each message")[0]))
    assert {kind.__name__ for kind in KINDS} == drawn - {"ValueError", "ImportError"}
    assert all(issubclass(kind, DataExplainError) for kind in KINDS)
