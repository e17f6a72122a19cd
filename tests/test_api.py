"""The one call: what it takes, and what it says when that cannot be used."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars
import pyarrow as pa
import pytest

from dataexplain import (
    ColumnNotFoundError,
    InputError,
    LoadingError,
    ParameterError,
    RoleError,
    Run,
    TargetError,
    explain,
)


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    generator = np.random.default_rng(7)
    hours = generator.uniform(0, 10, 240).round(2)
    room = generator.choice(["north", "south"], 240)
    score = (50 + 4 * hours + generator.normal(0, 4, 240)).round(1)
    return pd.DataFrame({"hours": hours, "room": room, "score": score})


@pytest.fixture(scope="module")
def run(frame: pd.DataFrame) -> Run:
    return explain(frame, "score")


class Heard:
    """Keeps what a run tells."""

    def __init__(self) -> None:
        self.stages: list[str] = []
        self.steps: list[tuple[int, int]] = []

    def stage(self, name: str) -> None:
        self.stages.append(name)

    def step(self, done: int, total: int) -> None:
        self.steps.append((done, total))


def test_the_planted_effect_is_supported(run: Run) -> None:
    assert ("hours",) in [claim.features for claim in run.supported]
    assert not [claim for claim in run.supported if "room" in claim.features]


def test_every_container_gives_the_same_claims(
    frame: pd.DataFrame, run: Run, tmp_path: Path
) -> None:
    path = tmp_path / "table.csv"
    frame.to_csv(path, index=False)
    held = [(claim.id, claim.verdict) for claim in run.claims]
    for data in (path, str(path), polars.from_pandas(frame), frame.to_dict("list")):
        found = explain(data, "score")
        assert [(claim.id, claim.verdict) for claim in found.claims] == held
    arrow = explain(pa.Table.from_pandas(frame), "score")
    assert arrow.report.splits == run.report.splits


def test_the_report_names_the_file_without_its_folders(frame: pd.DataFrame, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(frame.to_csv(index=False).encode("utf-16"))
    report = explain(path, "score", title="Scores").report
    assert report.settings["source"] == "table.csv"
    assert report.title == "Scores"
    assert any("utf-16" in note.lower() for note in report.notes), report.notes
    assert str(tmp_path) not in str(report.to_dict())


def test_progress_hears_stages_and_steps(frame: pd.DataFrame) -> None:
    heard = Heard()
    found = explain(frame, "score", progress=heard)
    assert len(heard.stages) >= 4
    assert heard.steps[-1] == (len(found.claims), len(found.claims))


def test_options_reach_the_run(frame: pd.DataFrame) -> None:
    found = explain(frame, "score", controls=["room"], floor=1000, seed=3, examples=0)
    assert {claim.floor for claim in found.claims} <= {1000.0}
    assert found.report.seed == 3
    assert found.report.settings["controls"] == ["room"]
    assert {claim.kind for claim in found.supported} <= {"no_effect"}, "no effect is that large"


def test_examples_may_be_left_out(frame: pd.DataFrame, run: Run) -> None:
    assert any(claim.examples for claim in run.supported)
    assert not any(claim.examples for claim in explain(frame, "score", examples=0).claims)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"target": 3}, "The 'target' parameter of explain must be the name of a column. Got 3"),
        ({"seed": -1}, "The 'seed' parameter of explain must be a whole number of 0 or more."),
        ({"seed": 1.5}, "Got 1.5 instead."),
        ({"seed": True}, "Got True instead."),
        ({"examples": "3"}, "The 'examples' parameter"),
        ({"floor": -0.1}, "The 'floor' parameter of explain must be a number of 0 or more"),
        ({"floor": float("nan")}, "Got nan instead."),
        ({"floor": "1"}, "Got '1' instead."),
        ({"ignore": "room"}, "must be a list of column names. Got 'room' instead."),
        ({"controls": 3}, "must be a list of column names."),
        ({"title": 3}, "The 'title' parameter of explain must be a text or None."),
        ({"sheet": "one"}, "The 'sheet' parameter"),
        ({"null_runs": -1}, "The 'null_runs' parameter of explain must be a whole number of 0"),
        ({"null_runs": True}, "Got True instead."),
        ({"stability": 2.0}, "The 'stability' parameter of explain must be a whole number of 0"),
        ({"n_jobs": 0}, "The 'n_jobs' parameter of explain must be a whole number of 1 or more"),
        ({"n_jobs": -1}, "Got -1 instead."),
        ({"scale": "sqrt"}, "The 'scale' parameter of explain must be 'plain', 'capped', 'log' or"),
        ({"recode": "room=a:b"}, "The 'recode' parameter of explain must be a list of texts"),
        ({"recode": [3]}, "must be a list of texts such as 'age=99:missing'. Got 3 instead."),
    ],
)
def test_wrong_arguments_are_named(
    frame: pd.DataFrame, arguments: dict[str, Any], message: str
) -> None:
    with pytest.raises(ParameterError) as caught:
        explain(frame, **{"target": "score", **arguments})
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"target": "scor"}, ColumnNotFoundError, "Did you mean 'score'?"),
        ({"ignore": ["rom"]}, ColumnNotFoundError, "Did you mean 'room'?"),
        ({"roles": {"room": "nominal"}}, RoleError, "There is no role 'nominal'"),
        ({"roles": {"room": "numeric"}}, RoleError, "'north' is not a number"),
        ({"positive": "yes"}, TargetError, "no positive class"),
        ({"ignore": ["room", "hours"]}, InputError, "No column is left"),
    ],
)
def test_wrong_wishes_are_named(
    frame: pd.DataFrame, arguments: dict[str, Any], error: type[InputError], message: str
) -> None:
    with pytest.raises(error) as caught:
        explain(frame, **{"target": "score", **arguments})
    assert message in str(caught.value)


def test_what_is_no_table_is_named() -> None:
    with pytest.raises(ParameterError, match="'data' parameter"):
        explain(3, "score")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(LoadingError, match="There is no such file"):
        explain(tmp_path / "none.csv", "score")


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("weights", 3),
        ("group", 3),
        ("time", ["a"]),
        ("controls", [1]),
        ("ignore", [None]),
        ("roles", [1]),
        ("roles", {1: "numeric"}),
        ("roles", {"a": 1}),
    ],
)
def test_names_of_columns_are_texts(parameter: str, value: object) -> None:
    """``weights=3`` ended in an AttributeError while a close name was looked for."""
    options: dict[str, Any] = {parameter: value}
    with pytest.raises(ParameterError, match=f"'{parameter}' parameter of explain must be"):
        explain({"a": [1, 2, 3, 4] * 10, "y": [0, 1] * 20}, "y", **options)


def test_null_runs_and_stability_are_told(frame: pd.DataFrame, run: Run) -> None:
    found = explain(frame, "score", null_runs=np.int64(2), stability=1, n_jobs=1, title="Checked")
    report = found.report
    assert report.null_runs is not None
    assert len(report.null_runs.supported) == 2
    assert report.stability_runs == 1
    assert report.title == "Checked"
    assert [claim.id for claim in found.claims] == [claim.id for claim in run.claims]
    assert found.supported[0].stability == 1.0
    assert {claim.stability for claim in run.claims} == {None}


def test_recoded_values_count_as_missing(frame: pd.DataFrame) -> None:
    coded = frame.assign(hours=frame["hours"].where(frame.index % 9 != 0, 99))
    found = explain(coded, "score", recode=["hours=99:missing"])
    hours = next(column for column in found.report.columns if column.name == "hours")
    assert hours.missing == (coded["hours"] == 99).sum()
