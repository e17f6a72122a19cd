"""Steps of pipeline files that test sentences, compare groups of texts, or let a model propose."""

from __future__ import annotations

from pathlib import Path

import pytest

from dataexplain.errors import SpecificationError
from dataexplain.runs.specification import read_specification
from dataexplain.runs.steps import RecheckStep, Step
from dataexplain.runs.tested_steps import DifferStep, HypothesiseStep, VerifyStep

HEADING = """\
name: brought
data: table.csv
target: a
positive: yes
group: b
text: [b]
floor: 2
seed: 3
model: m
max_calls: 9
describe: letters
stability: 5
narrate: 1
ignore: [b]
steps:
"""
DIFFER = "name: d, do: differ, text: b, group: a"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "table.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    (tmp_path / "labels.csv").touch()
    return tmp_path


def written(folder: Path, *steps: str, heading: str = HEADING) -> Path:
    path = folder / "pipeline.yaml"
    lines = "".join(f"  - {{{step}}}\n" for step in steps)
    path.write_text(heading + lines, encoding="utf-8")
    return path


def problems(path: Path) -> dict[str, str]:
    with pytest.raises(SpecificationError) as caught:
        read_specification(path)
    return dict(caught.value.problems)


def only(folder: Path, step: str) -> Step:
    (found,) = read_specification(written(folder, step)).steps
    return found


def test_a_step_takes_what_it_knows_of_the_file_and_no_more(folder: Path) -> None:
    step = only(folder, "name: s, do: verify, sentences: More is better.")
    assert isinstance(step, VerifyStep)
    assert (step.data, step.target, step.seed) == (folder / "table.csv", "a", 3)
    assert (step.sentences, step.group, step.ignore) == (("More is better.",), "b", ("b",))
    wish = step.model_wish
    assert wish is not None
    assert (wish.model, wish.limits.max_calls) == ("m", 9)


def test_what_a_file_says_of_a_target_is_not_said_of_groups(folder: Path) -> None:
    """`group` and `positive` mean something else to explanations than to a difference."""
    step = only(folder, f"{DIFFER}, properties: is rude, audit: labels.csv")
    assert isinstance(step, DifferStep)
    assert (step.text, step.group, step.positive, step.floor) == ("b", "a", None, None)
    assert (step.seed, step.describe, step.model) == (3, "letters", "m")
    assert step.wanted.audit == folder / "labels.csv"
    assert step.files == (folder / "table.csv", folder / "labels.csv")
    assert step.wanted.properties == ("is rude",)


def test_a_model_proposes_with_the_wishes_of_the_file(folder: Path) -> None:
    step = only(folder, "name: h, do: hypothesise, rounds: 1, rows: false, floor: null")
    assert isinstance(step, HypothesiseStep)
    wanted = step.wanted
    assert (wanted.rounds, wanted.rows_shown, wanted.examples) == (1, 0, 0)
    assert (wanted.describe, wanted.floor, wanted.seed) == ("letters", None, 3)


def test_a_recheck_takes_the_judge_of_the_file(folder: Path) -> None:
    """Without one, no difference of groups could be checked again in a pipeline."""
    path = written(folder, DIFFER, "name: r, do: recheck, report: d, data: table.csv")
    step = read_specification(path).steps[1]
    assert isinstance(step, RecheckStep)
    assert (step.model, step.max_calls, step.seed) == ("m", 9, 0)


@pytest.mark.parametrize(
    ("step", "key", "told"),
    [
        ("name: s, do: verify", "sentences", "is missing."),
        ("name: s, do: verify, sentences: []", "sentences", "must be a list that is not empty."),
        ("name: s, do: verify, sentence: x", "sentence", "Did you mean 'sentences'?"),
        ("name: s, do: verfy, sentences: x", "do", "Did you mean 'verify'?"),
        (f"{DIFFER}, kep: 3", "kep", "Did you mean 'keep'?"),
        (f"{DIFFER}, keep: 0", "keep", "must be 1 or more. Got 0 instead."),
        (f"{DIFFER}, bank: bnk.csv", "bank", "There is no such file: 'bnk.csv'."),
        (f"{DIFFER}, audit: label.csv", "audit", "Did you mean 'labels.csv'"),
        (f"{DIFFER}, target: a", "target", "is not known."),
        (f"{DIFFER}, model: null, properties: is rude", "properties", "together with a model."),
        (f"{DIFFER}, audit: labels.csv, early_stop: true", "early_stop", "Got true instead."),
        ("name: h, do: hypothesise, model: null", "model", "must be a text."),
        ("name: h, do: hypothesise, round: 1", "round", "Did you mean 'rounds'"),
        ("name: h, do: hypothesise, model: null, max_calls: 1", "model", "must be a text."),
    ],
)
def test_a_mistake_is_told_by_its_key(folder: Path, step: str, key: str, told: str) -> None:
    assert told in problems(written(folder, step))[f"steps -> 1 -> {key}"]


def test_a_hypothesis_needs_a_model(folder: Path) -> None:
    heading = "data: table.csv\ntarget: a\nsteps:\n"
    found = problems(written(folder, "name: h, do: hypothesise", heading=heading))
    assert found == {"steps -> 1 -> model": "is missing."}


def test_a_report_of_any_of_them_may_be_used_later(folder: Path) -> None:
    path = written(folder, DIFFER, f"{DIFFER.replace('name: d', 'name: e')}, seed: 4")
    both = "  - {name: c, do: compare, first: d, second: e}\n"
    path.write_text(path.read_text("utf-8") + both, encoding="utf-8")
    assert len(read_specification(path).steps) == 3
    again = "  - {name: x, do: recheck, report: c, data: table.csv}\n"
    path.write_text(path.read_text("utf-8") + again, encoding="utf-8")
    assert "makes no report" in problems(path)["steps -> 4 -> report"]


def test_what_a_result_depends_on(folder: Path) -> None:
    step = only(folder, DIFFER)
    assert isinstance(step, DifferStep)
    same = step.model_copy(update={"name": "other", "log_text": False})
    assert same.determinants() == step.determinants()
    for change in ({"keep": 2}, {"model": "another"}, {"max_calls": 3}, {"title": "T"}):
        assert step.model_copy(update=change).determinants() != step.determinants(), change


def test_limits_of_the_file_are_those_of_its_model(folder: Path) -> None:
    """A step that wants no model was refused for the file's max_calls."""
    step = only(folder, f"{DIFFER}, model: null")
    assert isinstance(step, DifferStep)
    assert (step.model_wish, step.max_calls) == (None, None)
    found = problems(written(folder, f"{DIFFER}, model: null, max_calls: 4"))
    assert "together with a model" in found["steps -> 1 -> max_calls"]
