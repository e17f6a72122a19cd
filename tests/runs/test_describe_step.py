"""Steps of pipeline files that say in a sentence how outputs follow from inputs."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest

from dataexplain.api import describe
from dataexplain.llm.limits import LIMIT_NAMES
from dataexplain.runs.describe_step import DescribeStep
from dataexplain.runs.specification import read_specification
from tests.runs.test_tested_steps import folder as folder
from tests.runs.test_tested_steps import only, problems, written

DESCRIBE = "name: d, do: describe, output: a"


def step(folder: Path, more: str = "") -> DescribeStep:
    found = only(folder, f"{DESCRIBE}{more}")
    assert isinstance(found, DescribeStep)
    return found


def test_it_takes_of_the_file_what_holds_for_outputs(folder: Path) -> None:
    """A file's `floor` is in units of its target; here it is a gain in a chance."""
    found = step(folder)
    assert (found.data, found.output, found.input) == (folder / "table.csv", "a", ())
    assert (found.floor, found.seed, found.describe, found.model) == (None, 3, "letters", "m")
    wish = found.model_wish
    assert wish is not None
    assert (wish.model, wish.limits.max_calls) == ("m", 9)


def test_every_argument_of_describe_can_be_written(folder: Path) -> None:
    """An option of the command that a file cannot give is missed only when it is needed."""
    arguments = set(inspect.signature(describe).parameters) - {"progress"}
    named_otherwise = {"rows": "held_out_rows"}
    keys = {named_otherwise.get(name, name) for name in arguments}
    assert keys <= set(DescribeStep.model_fields)
    assert set(LIMIT_NAMES) <= keys


def test_what_is_written_is_what_is_wanted(folder: Path) -> None:
    more = (
        ", input: b, hints: Add them., propose: 5, search_calls: 50, keep: 2, held_out_rows: 30, "
        "floor: 0.1, null_runs: 4, second_model: n, rows: false, title: T"
    )
    found = step(folder, more)
    wanted = found.wanted
    assert (found.input, wanted.hints, wanted.proposed) == (("b",), ("Add them.",), 5)
    assert (wanted.search_calls, wanted.keep, wanted.rows) == (50, 2, 30)
    assert (wanted.floor, wanted.null_runs, wanted.description) == (0.1, 4, "letters")
    assert (found.rows, found.second_model, found.title) == (False, "n", "T")


@pytest.mark.parametrize(
    ("more", "key", "told"),
    [
        (", held_out_rows: 1", "held_out_rows", "must be 2 or more. Got 1 instead."),
        (", keep: 0", "keep", "must be 1 or more. Got 0 instead."),
        (", rows: 60", "rows", "must be true or false"),
        (", inputs: b", "inputs", "Did you mean 'input'"),
        (", target: a", "target", "is not known."),
        (", model: null, hints: Add them.", "hints", "must be given only together with a model."),
        (", model: null, second_model: n", "second_model", "only together with a model."),
        (", hints: '...'", "hints", "must be sentences of 300 signs at most"),
    ],
)
def test_a_mistake_is_told_by_its_key(folder: Path, more: str, key: str, told: str) -> None:
    assert told in problems(written(folder, f"{DESCRIBE}{more}"))[f"steps -> 1 -> {key}"]


def test_an_output_has_to_be_named(folder: Path) -> None:
    found = problems(written(folder, "name: d, do: describe"))
    assert found == {"steps -> 1 -> output": "is missing."}


def test_what_its_result_depends_on(folder: Path) -> None:
    found = step(folder)
    same = found.model_copy(update={"name": "other", "log_text": False})
    assert same.determinants() == found.determinants()
    for change in (
        {"input": ("b",)},
        {"hints": ("Add them.",)},
        {"held_out_rows": 20},
        {"second_model": "n"},
        {"max_calls": 3},
        {"rows": False},
        {"title": "T"},
    ):
        assert found.model_copy(update=change).determinants() != found.determinants(), change


def test_a_later_step_may_use_its_report(folder: Path) -> None:
    again = "name: r, do: recheck, report: d, data: table.csv"
    assert len(read_specification(written(folder, DESCRIBE, again)).steps) == 2
