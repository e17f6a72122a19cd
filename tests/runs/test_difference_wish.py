"""How a difference shall be looked for: what is allowed, and what is made of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dataexplain.errors import ParameterError
from dataexplain.runs.asked_texts import LONGEST_QUESTION
from dataexplain.runs.difference_wish import DifferenceWish, difference_wish


def wished(*, with_model: bool = True, **values: Any) -> DifferenceWish:
    return difference_wish(values, with_model=with_model)


def test_without_anything_the_defaults_stand() -> None:
    assert wished() == DifferenceWish()


@pytest.mark.parametrize(
    ("name", "value", "called"),
    [
        ("proposed", -1, "propose"),
        ("screened", 0, "screened"),
        ("race_calls", -1, "race_calls"),
        ("race_calls", 2.5, "race_calls"),
        ("keep", 0, "keep"),
        ("keep", True, "keep"),
        ("judge_rows", 0, "judge_rows"),
        ("judge_rows", "many", "judge_rows"),
    ],
)
def test_numbers_that_cannot_be_are_refused_by_the_name_they_are_given(
    name: str, value: object, called: str
) -> None:
    with pytest.raises(ParameterError, match=f"'{called}' parameter of differ must be a whole"):
        wished(**{name: value})


def test_the_estimator_calls_them_by_its_own_names() -> None:
    with pytest.raises(ParameterError, match="'n_hypotheses' parameter of GroupDifference"):
        difference_wish({"keep": 0}, with_model=True, owner="GroupDifference")


@pytest.mark.parametrize("floor", [-0.1, float("nan"), "wide"])
def test_floors_that_cannot_be_are_refused(floor: object) -> None:
    with pytest.raises(ParameterError, match="floor"):
        wished(floor=floor)


@pytest.mark.parametrize("property", ["", "  ", "...", "x" * (LONGEST_QUESTION + 1), 3])
def test_properties_that_are_no_words_are_refused(property: object) -> None:
    with pytest.raises(ParameterError, match="properties"):
        wished(properties=[property])


def test_one_property_need_not_stand_in_a_list() -> None:
    assert wished(properties="mentions a refund").properties == ("mentions a refund",)


def test_a_question_becomes_a_property_and_one_wording_stands_once() -> None:
    """A regression: "Does the text mention a refund?" was judged and printed as it stood."""
    asked = (
        "Does the text mention a refund?",
        "mentions a refund",
        "Mentions a refund.",
        "is long",
    )
    assert wished(properties=asked).properties == ("mentions a refund", "is long")


def test_properties_need_a_model() -> None:
    with pytest.raises(ParameterError, match="given only together with a model"):
        wished(with_model=False, properties=["mentions a refund"])


def test_labels_and_stopping_early_exclude_each_other() -> None:
    with pytest.raises(ParameterError, match="early_stop"):
        wished(early_stop=True, audit="labels.csv")


def test_a_report_keeps_names_of_files_and_not_their_places() -> None:
    kept = wished(bank="private/folder/bank.csv", audit=Path("deep/labels.csv")).settings()
    assert (kept["bank"], kept["audit"]) == ("bank.csv", "labels.csv")


def test_a_report_keeps_what_json_gives_back() -> None:
    """A regression: the properties were a tuple, and a report read back was another one."""
    assert wished(properties=["is long"]).settings()["properties"] == ["is long"]
