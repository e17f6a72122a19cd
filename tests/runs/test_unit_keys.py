"""Keys of work: equal for equal work, different for anything that would change a result."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dataexplain.errors import InputError
from dataexplain.runs import unit_keys
from dataexplain.runs.planning import plan
from dataexplain.runs.steps import ExplainStep, Pipeline
from dataexplain.runs.unit_keys import file_hash, unit_key


def keys(folder: Path, **options: Any) -> dict[str, str]:
    step = {"name": "a", "data": folder / "a.csv", "target": "y", "null_runs": 1, "stability": 1}
    pipeline = Pipeline(steps=(ExplainStep(**{**step, **options}),))
    return {unit.name.split(": ")[1]: unit.key for unit in plan(pipeline)[0].units}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.csv").write_text("x,y\n1,2\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text("x,y\n1,2\n", encoding="utf-8")
    return tmp_path


PIECES = {"explanation", "null run 1", "refit 1", "report"}


@pytest.mark.parametrize(
    ("options", "changed"),
    [
        ({}, set()),
        ({"name": "b"}, set()),
        ({"title": "T"}, {"report"}),
        ({"rows": False}, {"explanation", "report"}),
        ({"floor": 0.1}, PIECES),
        ({"seed": 1}, PIECES),
        ({"target": "x"}, PIECES),
        ({"ignore": ("x",)}, PIECES),
        ({"controls": ("x",)}, PIECES),
        ({"recode": ("x=1:missing",)}, PIECES),
        ({"scale": "log"}, PIECES),
        ({"positive": 2}, PIECES),
        ({"roles": {"x": "numeric"}}, PIECES),
        ({"weights": "x"}, PIECES),
        ({"group": "x"}, PIECES),
        ({"time": "x"}, PIECES),
        ({"text": ("x",)}, PIECES),
        ({"sheet": 0}, PIECES),
        ({"null_runs": 2}, {"report", "null run 2"}),
        ({"stability": 0}, {"report", "refit 1"}),
        ({"describe": "people"}, {"report"}),
        ({"narrate": 3}, {"report"}),
        ({"expect": ("x: up",)}, {"report"}),
        ({"anonymise": True}, {"report"}),
        ({"experiment": True}, {"report"}),
    ],
)
def test_a_key_changes_with_what_its_work_depends_on(
    folder: Path, options: dict[str, Any], changed: set[str]
) -> None:
    before, after = keys(folder), keys(folder, **options)
    assert {name for name in before | after if before.get(name) != after.get(name)} == changed


def test_every_option_of_an_explanation_changes_some_key_or_is_named_here(folder: Path) -> None:
    """A new option that no key knows of would bring back results of other options."""
    tried = {"title", "rows", "floor", "seed", "target", "ignore", "controls", "recode", "scale"}
    tried |= {
        "positive",
        "roles",
        "weights",
        "group",
        "time",
        "text",
        "sheet",
        "null_runs",
        "stability",
    }
    tried |= {
        "model",
        "max_calls",
        "max_tokens",
        "max_cost",
        "price",
    }  # as test_language_model holds
    tried |= {"questions", "propose_questions", "judge_rows"}  # as test_asked_texts holds
    tried |= {"describe", "narrate", "expect", "anonymise", "experiment"}
    tried |= {"log_text"}  # says what is logged, not what is found
    assert set(ExplainStep.model_fields) == tried | {"name", "do", "data"}


def test_the_file_counts_by_its_content_and_name(folder: Path) -> None:
    before = keys(folder)
    assert keys(folder, data=folder / "b.csv") != before, "the report names its file"
    (folder / "a.csv").touch()
    assert keys(folder) == before
    (folder / "a.csv").write_text("x,y\n1,3\n", encoding="utf-8")
    assert not set(keys(folder).values()) & set(before.values())


def test_other_versions_and_other_code_have_other_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    before = unit_key("refit", seed=0)
    monkeypatch.setattr(unit_keys, "versions", lambda: {"numpy": "99"})
    other = unit_key("refit", seed=0)
    monkeypatch.setattr(unit_keys, "_code", lambda: "edited")
    assert len({before, other, unit_key("refit", seed=0)}) == 3


def test_what_has_no_place_in_a_key_is_refused() -> None:
    with pytest.raises(TypeError, match="no place in a key"):
        unit_key("refit", table=object())


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.csv: It cannot be read: No such file"):
        file_hash(tmp_path / "none.csv")
