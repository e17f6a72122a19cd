"""The public names: listed, sorted, documented, and at home where their module says."""

from __future__ import annotations

import doctest
import importlib
import inspect
import subprocess
import sys

import pytest

import dataexplain
from dataexplain.errors import DataExplainError

PUBLIC = [name for name in dataexplain.__all__ if name != "__version__"]


def is_error(value: object) -> bool:
    return isinstance(value, type) and issubclass(value, DataExplainError)


def test_the_list_is_sorted_and_free_of_repetition() -> None:
    assert list(dataexplain.__all__) == sorted(set(dataexplain.__all__))


def test_dir_shows_every_public_name() -> None:
    assert set(dataexplain.__all__) <= set(dir(dataexplain))


def test_nothing_public_is_left_out_of_the_list() -> None:
    """Names without an underscore that a fresh import binds are listed, modules aside."""
    program = (
        "import dataexplain, types; print(*sorted(name for name, value in "
        "vars(dataexplain).items() if not name.startswith('_') "
        "and not isinstance(value, types.ModuleType)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert set(done.stdout.split()) <= {*dataexplain.__all__, "annotations", "TYPE_CHECKING"}


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="explane"):
        dataexplain.explane  # noqa: B018


def test_every_error_is_public() -> None:
    errors = importlib.import_module("dataexplain.errors")
    tree = {name for name, value in vars(errors).items() if is_error(value)}
    assert tree <= set(dataexplain.__all__)


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_name_lies_where_its_module_says(name: str) -> None:
    value = getattr(dataexplain, name)
    assert value.__module__.split(".")[0] == "dataexplain"
    assert getattr(importlib.import_module(value.__module__), name) is value


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_name_is_documented(name: str) -> None:
    value = getattr(dataexplain, name)
    documentation = inspect.getdoc(value)
    assert documentation, "no docstring"
    assert documentation.splitlines()[0].endswith("."), "the first line is a sentence"
    if not is_error(value):  # errors are shown by their messages, in `errors`
        assert "Examples\n--------" in documentation
        assert doctest.DocTestParser().get_examples(documentation)
