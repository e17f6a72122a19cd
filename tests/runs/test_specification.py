"""Pipeline files: what they mean, and everything that can be wrong with one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataexplain.errors import SpecificationError
from dataexplain.runs.asked_texts import QuestionWish
from dataexplain.runs.specification import read_specification
from dataexplain.runs.steps import CompareStep, ExplainStep, Pipeline, RecheckStep, SingleJob

ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "table.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    return tmp_path


def written(folder: Path, text: str) -> Path:
    path = folder / "pipeline.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def problems(path: Path) -> dict[str, str]:
    with pytest.raises(SpecificationError) as caught:
        read_specification(path)
    return dict(caught.value.problems)


def only(pipeline: Pipeline) -> ExplainStep:
    """Return the one explanation of a file without steps."""
    (step,) = pipeline.steps
    assert pipeline.single
    assert isinstance(step, ExplainStep)
    return step


def test_data_is_relative_to_the_file(folder: Path) -> None:
    found = read_specification(written(folder, "data: table.csv\ntarget: a\n"))
    assert only(found).data == folder / "table.csv"
    assert found.folder == Path("table-report")


def test_the_report_is_called_after_the_pipeline(folder: Path) -> None:
    path = written(folder, "data: table.csv\ntarget: a\nname: monthly\n")
    assert read_specification(path).folder == Path("monthly-report")


def test_out_names_the_folder_of_the_report(folder: Path) -> None:
    path = written(folder, "data: table.csv\ntarget: a\nname: monthly\nout: here\n")
    assert read_specification(path).folder == Path("here")


def test_options_are_arguments_of_explain(folder: Path) -> None:
    path = written(
        folder,
        "data: table.csv\ntarget: a\nroles: {b: categorical}\ncontrols: [b]\nfloor: 2\n"
        "seed: 3\nrows: false\ntitle: T\nnull_runs: 20\nstability: 10\n"
        "recode: ['b=2:missing']\n",
    )
    step = only(read_specification(path))
    wishes = step.wishes()
    assert wishes["roles"] == {"b": "categorical"}
    assert (wishes["controls"], wishes["recode"]) == (("b",), ("b=2:missing",))
    assert "scale" not in wishes, "where nothing is said, the table's own choice holds"
    assert (step.floor, step.seed, step.title, step.examples) == (2.0, 3, "T", 0)
    assert (step.null_runs, step.stability) == (20, 10)


def test_questions_to_texts_are_options_too(folder: Path) -> None:
    path = written(
        folder,
        "data: table.csv\ntarget: a\ntext: b\nmodel: m\nquestions: is rude\n"
        "propose_questions: 2\njudge_rows: null\ndescribe: letters\n",
    )
    wish = only(read_specification(path)).asked
    assert wish == QuestionWish(("is rude",), 2, None, "letters")
    path = written(folder, "data: table.csv\ntarget: a\nmodel: m\nquestions: [is a, 'b: is c']\n")
    step = only(read_specification(path))
    assert step.asked == QuestionWish(("is a", "b: is c"), 0, 300, "")
    assert "questions" not in step.wishes(), "how the table is read does not depend on them"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("questions: {a: b}", "questions"),
        ("questions: [1]", "questions -> 1"),
        ("propose_questions: -1", "propose_questions"),
        ("propose_questions: true", "propose_questions"),
        ("judge_rows: 0", "judge_rows"),
        ("question: is rude", "question"),
    ],
)
def test_questions_that_cannot_be_are_told_by_their_key(folder: Path, text: str, key: str) -> None:
    assert key in problems(written(folder, f"data: table.csv\ntarget: a\nmodel: m\n{text}\n"))


@pytest.mark.parametrize("word", ["yes", "no", "on", "off", "Y", "2024-01-31"])
def test_words_stay_words(folder: Path, word: str) -> None:
    path = written(folder, f"data: table.csv\ntarget: a\npositive: {word}\n")
    assert only(read_specification(path)).positive == word


def test_all_mistakes_are_said_at_once_in_the_order_of_the_file(folder: Path) -> None:
    path = written(
        folder,
        "data: tabel.csv\ntargt: a\nseed: -1\nfloor: lots\nroles: [a]\nignore: b\n"
        "controls: [b, 1]\nrows: perhaps\nroles: {a: 1}\n",
    )
    found = problems(path)
    assert list(found) == [
        "target",
        "data",
        "targt",
        "seed",
        "floor",
        "roles",
        "roles -> a",
        "ignore",
        "controls -> 2",
        "rows",
    ]
    assert found["target"] == "is missing."
    assert found["data"] == "There is no such file: 'tabel.csv'. Did you mean 'table.csv'?"
    assert found["targt"] == "is not known. Did you mean 'target'?"
    assert found["seed"] == "must be 0 or more. Got -1 instead."
    assert found["floor"] == "must be a number. Got 'lots' instead."
    assert found["roles"] == "is written twice, in lines 5 and 9."
    assert found["ignore"] == "must be a list. Got 'b' instead."
    assert found["controls -> 2"] == "must be a text. Got 1 instead."
    assert found["rows"] == "must be true or false. Got 'perhaps' instead."


def test_a_syntax_error_names_its_line(folder: Path) -> None:
    found = problems(written(folder, "data: table.csv\ntarget: [a\nseed: 1\n"))
    assert list(found) == ["line 3, column 5"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "- data",
        "just words",
        "data: !!python/object/apply:os.system [x]",
        "data: *nothing",
        "? [a, b]\n: c",
        "a: &a [*a]",
        "\x00",
        "data: 'open",
        "[" * 5000,
    ],
)
def test_what_is_no_mapping_is_refused(folder: Path, text: str) -> None:
    assert problems(written(folder, text))


def test_an_encoding_that_is_not_utf8_is_said(folder: Path) -> None:
    path = folder / "pipeline.yaml"
    path.write_bytes(b"data: \xff\xfe\n")
    assert "UTF-8" in problems(path)["file"]


def test_a_missing_file_is_looked_for(folder: Path) -> None:
    written(folder, "data: table.csv\n")
    assert "Did you mean 'pipeline.yaml'?" in problems(folder / "pipelin.yaml")["file"]


def test_folders_are_not_files(folder: Path) -> None:
    (folder / "inner").mkdir()
    assert "folder" in problems(written(folder, "data: inner\ntarget: a\n"))["data"]
    assert "cannot be read" in problems(folder)["file"]


@given(text=st.text(alphabet="abdt: \n-[]{}'\"#&*!?|>0", max_size=60))
def test_any_text_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("fuzz") / "pipeline.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SpecificationError):
        read_specification(path)


KEYS = ["name", "do", "data", "target", "report", "first", "seed", "steps", "roles", "jobs", "x"]
VALUES = st.recursive(
    st.sampled_from(
        [
            "explain",
            "verify",
            "differ",
            "describe",
            "recheck",
            "compare",
            "table.csv",
            "a",
            "b",
            "",
            0,
            -1,
            2.5,
            True,
        ]
    )
    | st.none(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=5)
    ),
    max_leaves=12,
)


@given(
    top=st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=4),
    steps=st.lists(st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=6) | VALUES, max_size=4),
)
def test_any_steps_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, top: dict[str, object], steps: list[object]
) -> None:
    folder = tmp_path_factory.mktemp("steps")
    (folder / "table.csv").touch()
    path = written(folder, json.dumps({**top, "steps": steps}))
    refusal: SpecificationError | None = None
    try:
        found = read_specification(path)
    except SpecificationError as error:
        refusal = error
    if refusal is None:
        assert len(found.steps) == len(steps)
    else:
        assert len(set(refusal.problems)) == len(refusal.problems) > 0


@pytest.mark.parametrize("path", sorted((ROOT / "pipelines").glob("*.yaml")), ids=lambda p: p.name)
def test_shipped_pipelines_are_whole(path: Path) -> None:
    assert read_specification(path).steps


def test_unknown_keys_of_the_model_are_refused() -> None:
    with pytest.raises(ValueError, match="Extra inputs"):
        SingleJob.model_validate({"data": "a", "target": "b", "steps": []})


SEVERAL = """\
name: monthly
data: table.csv
seed: 3
ignore: [b]
steps:
  - {name: plain, do: explain, target: a}
  - {name: held, do: explain, target: a, seed: 4, ignore: []}
  - {name: later, do: recheck, report: plain, data: table.csv}
  - {name: both, do: compare, first: plain, second: old/report.json}
"""


def with_old_report(folder: Path) -> Path:
    (folder / "old").mkdir()
    path = folder / "old" / "report.json"
    path.write_text("{}", encoding="utf-8")
    return path


def test_steps_take_what_is_shared_unless_they_say_otherwise(folder: Path) -> None:
    old = with_old_report(folder)
    found = read_specification(written(folder, SEVERAL))
    plain, held, later, both = found.steps
    assert isinstance(plain, ExplainStep)
    assert isinstance(held, ExplainStep)
    assert (plain.data, plain.seed, plain.ignore) == (folder / "table.csv", 3, ("b",))
    assert (held.seed, held.ignore) == (4, ())
    assert isinstance(later, RecheckStep)
    assert (later.report, later.data) == ("plain", folder / "table.csv")
    assert isinstance(both, CompareStep)
    assert (both.first, both.second) == ("plain", old)
    assert found.folder == Path("monthly-report")
    assert found.folder_of(held) == Path("held")


def test_a_report_may_be_named_by_its_folder(folder: Path) -> None:
    old = with_old_report(folder)
    text = SEVERAL.replace("old/report.json", "old")
    (*_, both) = read_specification(written(folder, text)).steps
    assert isinstance(both, CompareStep)
    assert both.second == old


def test_a_file_with_steps_is_called_after_itself(folder: Path) -> None:
    with_old_report(folder)
    path = written(folder, SEVERAL.replace("name: monthly\n", ""))
    assert read_specification(path).folder == Path("pipeline-report")


TWELVE = """\
sed: 3
data: tabel.csv
null_runs: -1
jobs: 0
steps:
  - name: base
    do: explane
    target: [a]
    scale: logg
  - name: base
    do: recheck
    report: monthly
    data: none.csv
  - name: a/b
    do: compare
    first: base
    second: base
    third: x
  - do: explain
    seed: 1
    seed: 2
  - 3
  - name: monthly
"""


def test_twelve_mistakes_and_more_give_a_line_each(folder: Path) -> None:
    path = written(folder, TWELVE)
    found = problems(path)
    assert found == {
        "sed": "is not known. Did you mean 'seed'?",
        "data": "There is no such file: 'tabel.csv'. Did you mean 'table.csv'?",
        "null_runs": "must be 0 or more. Got -1 instead.",
        "jobs": "must be 1 or more. Got 0 instead.",
        "steps -> 1 -> do": "'explane' is no kind of step. Did you mean 'explain'?",
        "steps -> 1 -> target": "must be a text. Got ['a'] instead.",
        "steps -> 1 -> scale": "must be one of plain, capped or log. Got 'logg' instead.",
        "steps -> 2 -> name": "'base' is the name of step 1 already.",
        "steps -> 2 -> report": "'monthly' is a later step, but a step can use only steps before "
        "it.",
        "steps -> 2 -> data": "There is no such file: 'none.csv'.",
        "steps -> 3 -> name": "must be up to 60 letters, digits, '-' and '_', a letter or digit "
        "first. Got 'a/b' instead.",
        "steps -> 3 -> third": "is not known. There are: 'name', 'do', 'first', 'second'.",
        "steps -> 4 -> target": "is missing.",
        "steps -> 4 -> name": "is missing.",
        "steps -> 4 -> seed": "is written twice, in lines 20 and 21.",
        "steps -> 5": "must be keys with values, such as name and do. Got 3 instead.",
        "steps -> 6 -> do": "is missing. There are: explain, verify, differ, hypothesise, "
        "describe, recheck, compare.",
    }
    with pytest.raises(
        SpecificationError, match=r"17 mistakes \(places in lists are counted from 1"
    ):
        read_specification(path)


def steps_problems(folder: Path, *steps: str) -> dict[str, str]:
    lines = "".join(f"  - {{{step}}}\n" for step in steps)
    return problems(written(folder, f"data: table.csv\ntarget: a\nsteps:\n{lines}"))


@pytest.mark.parametrize("value", ["3", "[]", "", "explain", "{name: a}", "null"])
def test_steps_must_be_a_list(folder: Path, value: str) -> None:
    found = problems(written(folder, f"data: table.csv\ntarget: a\nsteps: {value}\n"))
    assert found["steps"].startswith("must be a list of steps. Got ")


def test_steps_that_need_one_another_are_refused(folder: Path) -> None:
    found = steps_problems(
        folder,
        "name: a, do: recheck, report: b, data: table.csv",
        "name: b, do: recheck, report: a, data: table.csv",
        "name: c, do: compare, first: c, second: nothing",
    )
    assert "later step" in found["steps -> 1 -> report"]
    assert "makes no report" in found["steps -> 2 -> report"]
    assert "this step itself" in found["steps -> 3 -> first"]
    assert "neither an earlier step nor a report 'nothing'" in found["steps -> 3 -> second"]


def test_a_step_close_to_what_was_meant_is_named(folder: Path) -> None:
    found = steps_problems(
        folder, "name: base, do: explain", "name: n, do: recheck, report: bas, data: table.csv"
    )
    assert found["steps -> 2 -> report"].endswith("Did you mean 'base'?")


@pytest.mark.parametrize("name", ["", "../up", "a b", ".hidden", "-a", "a" * 61, "work", "WORK"])
def test_names_that_cannot_be_folders_are_refused(folder: Path, name: str) -> None:
    assert "steps -> 1 -> name" in steps_problems(folder, f"name: {name!r}, do: explain")


def test_names_that_differ_in_case_only_are_one_folder_on_some_systems(folder: Path) -> None:
    found = steps_problems(folder, "name: Base, do: explain", "name: base, do: explain")
    assert found["steps -> 2 -> name"] == "'base' is the name of step 1 already."


def test_a_step_must_be_called_by_a_text(folder: Path) -> None:
    found = steps_problems(folder, "name: 3, do: explain", "name: b, do: [explain]")
    assert found["steps -> 1 -> name"] == "must be a text. Got 3 instead."
    assert found["steps -> 2 -> do"] == "must be a text. Got ['explain'] instead."


@pytest.mark.parametrize(
    ("line", "path", "message"),
    [
        ("null_runs: true", "null_runs", "must be a whole number. Got true instead."),
        ("stability: 1.5", "stability", "must be a whole number. Got 1.5 instead."),
        ("recode: age=99", "recode", "must be a list. Got 'age=99' instead."),
        ("data: ''", "data", "must be a text that is not empty. Got '' instead."),
        ("target: ''", "target", "must be a text that is not empty. Got '' instead."),
        ("roles: {1: numeric}", "roles -> 1", "must be a text. Got 1 instead."),
        ("step: []", "step", "is not known. Did you mean 'steps'?"),
        ("title:", "title", ""),
    ],
)
def test_wrong_values_are_named(folder: Path, line: str, path: str, message: str) -> None:
    key = line.split(":")[0]
    rest = "".join(
        f"{name}: {value}\n"
        for name, value in (("data", "table.csv"), ("target", "a"))
        if name != key
    )
    if not message:
        assert only(read_specification(written(folder, rest + line))).title is None
        return
    assert problems(written(folder, rest + line))[path] == message


def test_a_value_of_no_type_that_would_do_is_one_mistake(folder: Path) -> None:
    found = problems(written(folder, "data: table.csv\ntarget: a\npositive: [1]\n"))
    assert list(found) == ["positive"]
    assert found["positive"].endswith("Got [1] instead.")


def test_aliases_that_multiply_are_no_trouble(folder: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    found = problems(written(folder, "\n".join([*lines, "roles: *a11", "data: *a11"])))
    assert found["a3"].startswith("is not known.")
    assert len(found["roles"]) < 150


def test_shared_values_may_be_anchors(folder: Path) -> None:
    text = """
data: table.csv
target: a
steps:
  - &first {name: one, do: explain, seed: 5}
  - {<<: *first, name: two}
"""
    (_, two) = read_specification(written(folder, text)).steps
    assert isinstance(two, ExplainStep)
    assert (two.name, two.seed) == ("two", 5)


def test_a_table_is_no_pipeline(folder: Path) -> None:
    path = folder / "large.csv"
    path.write_text("a,b\n" * 300_000, encoding="utf-8")
    assert "larger than" in problems(path)["file"]
