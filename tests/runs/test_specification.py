"""Pipeline files: what they mean, and everything that can be wrong with one."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataexplain.errors import SpecificationError
from dataexplain.runs.specification import Specification, read_specification

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


def test_data_is_relative_to_the_file(folder: Path) -> None:
    found = read_specification(written(folder, "data: table.csv\ntarget: a\n"))
    assert found.data == folder / "table.csv"
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
        "seed: 3\nrows: false\ntitle: T\n",
    )
    options = read_specification(path).options()
    assert options["roles"] == {"b": "categorical"}
    assert options["controls"] == ("b",)
    assert (options["floor"], options["seed"], options["title"]) == (2.0, 3, "T")
    assert options["examples"] == 0
    assert not {"data", "target", "name", "out", "rows"} & set(options)


@pytest.mark.parametrize("word", ["yes", "no", "on", "off", "Y", "2024-01-31"])
def test_words_stay_words(folder: Path, word: str) -> None:
    path = written(folder, f"data: table.csv\ntarget: a\npositive: {word}\n")
    assert read_specification(path).positive == word


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
        "controls -> 1",
        "rows",
    ]
    assert found["target"] == "is missing."
    assert found["data"] == "There is no such file: 'tabel.csv'. Did you mean 'table.csv'?"
    assert found["targt"] == "is not known. Did you mean 'target'?"
    assert found["seed"] == "must be 0 or more. Got -1 instead."
    assert found["floor"] == "must be a number. Got 'lots' instead."
    assert found["roles"] == "is written twice, in lines 5 and 9."
    assert found["ignore"] == "must be a list. Got 'b' instead."
    assert found["controls -> 1"] == "must be a text. Got 1 instead."
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


@pytest.mark.parametrize("path", sorted((ROOT / "pipelines").glob("*.yaml")), ids=lambda p: p.name)
def test_shipped_pipelines_are_whole(path: Path) -> None:
    assert read_specification(path).data.exists()


def test_unknown_keys_of_the_model_are_refused() -> None:
    with pytest.raises(ValueError, match="Extra inputs"):
        Specification.model_validate({"data": "a", "target": "b", "steps": []})
