"""`dataexplain.describe` and what it would cost, as a program calls them."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

import dataexplain
from dataexplain.api.describing import estimate_describe
from dataexplain.errors import InputError, ModelNotFoundError, ParameterError
from tests.runs.planted_pairs import RULE, knowing, things

SMALL: dict[str, Any] = {"search_calls": 80, "propose": 4, "keep": 2, "rows": 30}


@pytest.fixture(autouse=True)
def _own_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    monkeypatch.setenv("DATAEXPLAIN_CACHE", str(tmp_path))


def test_a_run_comes_back_with_its_sentences() -> None:
    frame = things()
    with knowing(frame) as model:
        run = dataexplain.describe(frame, "kind", "thing", model=model, **SMALL)
    assert run.supported[0].prompted is not None
    assert run.supported[0].prompted.sentence == RULE
    assert run.report.target == "kind"
    assert run.report.title == "How kind follows from thing"


def test_labels_of_a_table_follow_from_all_other_columns() -> None:
    frame = pd.DataFrame(
        {
            "age": [20 + n % 50 for n in range(100)],
            "town": ["north", "south"] * 50,
        }
    )
    frame["group"] = frame["town"].str.upper()
    run = dataexplain.describe(frame, output="group")
    assert run.report.settings["input"] == ["age", "town"]
    assert run.report.title == "How group follows from age and town"


def test_several_inputs_may_be_named() -> None:
    frame = things().assign(size=range(120), other="x")
    run = dataexplain.describe(frame, "kind", ["thing", "size"])
    assert run.report.settings["input"] == ["thing", "size"]
    assert run.report.roles["other"] == "ignored"


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"output": 3}, "the name of a column"),
        ({"input": 3}, "the name of a column or a list of names"),
        ({"seed": -1}, "seed"),
        ({"title": 4}, "title"),
        ({"hints": "Say it."}, "only together with a model"),
        ({"second_model": "embedded"}, "only together with a model"),
        ({"max_calls": 5}, "only together with a model"),
        ({"model": 5}, "the name of a language model"),
    ],
)
def test_arguments_that_cannot_be_are_refused(options: dict[str, Any], says: str) -> None:
    with pytest.raises(ParameterError, match=says):
        dataexplain.describe(things(), **({"output": "kind"} | options))


def test_a_model_that_is_not_there_is_said_before_any_work() -> None:
    with pytest.raises(ModelNotFoundError, match="no model 'nowhere'"):
        dataexplain.describe(things(), "kind", model="nowhere")


def test_bad_data_is_said_with_a_remedy() -> None:
    with pytest.raises(InputError, match="at least 10 pairs"):
        dataexplain.describe(things(5), "kind")


def test_an_estimate_knows_every_argument_of_the_call() -> None:
    frame = things()
    with knowing(frame) as model:
        whole = estimate_describe(frame, "kind", input="thing", model=model, **SMALL)
        more = estimate_describe(frame, "kind", input="thing", model=model, **SMALL | {"rows": 40})
        assert model.tally.calls == 0
    assert more.expected.calls > whole.expected.calls
    with pytest.raises(ParameterError, match="together with --model"):
        estimate_describe(frame, "kind")
