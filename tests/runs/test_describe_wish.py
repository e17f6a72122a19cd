"""How a sentence shall be looked for: what is allowed, and what is made of it."""

from __future__ import annotations

from typing import Any

import pytest

from dataexplain.errors import ParameterError
from dataexplain.runs.describe_wish import LONGEST_HINT, DescribeWish, describe_wish


def wished(*, with_model: bool = True, **values: Any) -> DescribeWish:
    return describe_wish(values, with_model=with_model)


def test_without_anything_the_defaults_stand() -> None:
    assert wished() == DescribeWish()


@pytest.mark.parametrize(
    ("name", "value", "called"),
    [
        ("proposed", -1, "propose"),
        ("search_calls", -1, "search_calls"),
        ("search_calls", 2.5, "search_calls"),
        ("keep", 0, "keep"),
        ("keep", True, "keep"),
        ("rows", 1, "rows"),
        ("rows", "many", "rows"),
        ("null_runs", -1, "null_runs"),
    ],
)
def test_numbers_that_cannot_be_are_refused_by_the_name_they_are_given(
    name: str, value: object, called: str
) -> None:
    with pytest.raises(ParameterError, match=f"'{called}' parameter of describe must be a whole"):
        wished(**{name: value})


@pytest.mark.parametrize(
    ("name", "called"), [("keep", "n_tested"), ("rows", "test_rows"), ("proposed", "n_candidates")]
)
def test_the_estimator_calls_them_by_its_own_names(name: str, called: str) -> None:
    with pytest.raises(ParameterError, match=f"'{called}' parameter of PromptSearch"):
        describe_wish({name: -1}, with_model=True, owner="PromptSearch")


@pytest.mark.parametrize("floor", [-0.1, float("nan"), "wide"])
def test_floors_that_cannot_be_are_refused(floor: object) -> None:
    with pytest.raises(ParameterError, match="floor"):
        wished(floor=floor)


@pytest.mark.parametrize("hint", ["", "  ", "...", "x" * (LONGEST_HINT + 1), 3])
def test_hints_that_are_no_sentences_are_refused(hint: object) -> None:
    with pytest.raises(ParameterError, match="hints"):
        wished(hints=[hint])


def test_one_hint_need_not_stand_in_a_list() -> None:
    assert wished(hints="Add them.").hints == ("Add them.",)


def test_hints_that_differ_in_case_and_blanks_only_are_one_and_signs_count() -> None:
    """A regression: "x + y" and "x - y" were one wording, since signs were left out."""
    said = ["Return x + y.", "return  x + y", "Return x - y."]
    assert wished(hints=said).hints == ("Return x + y.", "Return x - y.")


def test_hints_need_a_model_that_follows_them() -> None:
    with pytest.raises(ParameterError, match="only together with a model"):
        wished(hints=["Add them."], with_model=False)


def test_settings_are_what_json_gives_back() -> None:
    kept = wished(hints=["Add them."], rows=20).settings()
    assert (kept["hints"], kept["rows"]) == (["Add them."], 20)
