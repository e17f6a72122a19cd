"""What the language models of a pipeline would cost: known before anything is asked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dataexplain.errors import ColumnNotFoundError, ModelNotFoundError, ParameterError
from dataexplain.llm import ChatModel, Scripted
from dataexplain.llm.stores.cache import ReplyCache
from dataexplain.llm.weights.folders import replies_file
from dataexplain.runs import planning
from dataexplain.runs.execution import run_pipeline
from dataexplain.runs.output_folder import WORK
from dataexplain.runs.planning import StepEstimate, estimate_pipeline
from dataexplain.runs.steps import ExplainStep, Pipeline, RecheckStep
from dataexplain.runs.unit_store import UnitStore
from tests.runs import judged_reviews
from tests.runs.judged_reviews import NOISE, judging, reviews


@pytest.fixture(autouse=True)
def opened(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[ChatModel]:
    """Open scripted models instead of named ones, and remember them."""
    monkeypatch.setenv("DATAEXPLAIN_CACHE", str(tmp_path / "cache"))
    models: list[ChatModel] = []

    def open_scripted(name: str, *, cache: bool, **_: Any) -> ChatModel:
        if name == "nobody":
            raise ModelNotFoundError("There is no model 'nobody'.")
        kept = ReplyCache(replies_file()) if cache else None
        models.append(ChatModel(Scripted(says, name=name), cache=kept))
        if kept is not None:
            models[-1]._owned.enter_context(kept)
        return models[-1]

    monkeypatch.setattr("dataexplain.runs.language_model.open_model", open_scripted)
    return models


def says(request: Any) -> Any:
    if judging([request]):
        return judged_reviews.says(request)
    return {"higher": 0.6, "lower": 0.4}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    rows = "".join(f"{n % 5},{n % 7},{9 - n % 5 + n % 3}\n" for n in range(200))
    path = tmp_path / "pain.csv"
    path.write_text("dose,week,pain\n" + rows, encoding="utf-8")
    return path


def step(data: Path, name: str = "pain", **options: Any) -> ExplainStep:
    return ExplainStep(**{"name": name, "data": data, "target": "pain", "model": "m"} | options)


def estimated(*steps: Any, **options: Any) -> tuple[StepEstimate, ...]:
    return estimate_pipeline(Pipeline(steps=steps, single=len(steps) == 1), **options)


def test_every_step_with_a_model_has_its_estimate(data: Path, opened: list[ChatModel]) -> None:
    again = RecheckStep(name="again", do="recheck", report="pain", data=data)
    found = estimated(step(data), step(data, "quiet", model=None), again, step(data, "two"))
    assert [one.name for one in found] == ["pain", "two"]
    assert {one.model for one in found} == {"m"}
    assert found[0].estimate.expected.calls >= 4
    assert found[0].estimate == found[1].estimate
    assert found[0].estimate.largest.tokens > found[0].estimate.expected.tokens
    assert not any(model.backend.requests for model in opened)


def test_nothing_is_written(data: Path, tmp_path: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    store = UnitStore(tmp_path / "run" / WORK)
    estimated(step(data), store=store)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def test_what_is_finished_costs_nothing_and_is_not_explained_again(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = Pipeline(steps=(step(data),))
    (before,) = estimate_pipeline(done)
    run_pipeline(done, tmp_path / "run")

    def unreachable(*_: object, **__: object) -> None:
        raise AssertionError("it was explained again")

    monkeypatch.setattr(planning, "explain_table", unreachable)
    store = UnitStore(tmp_path / "run" / WORK)
    (finished,) = estimate_pipeline(done, store)
    assert finished.estimate.largest.calls == finished.estimate.already == 0
    # other limits ask again: the replies are kept, and so are the statements
    (limited,) = estimated(step(data, max_calls=2), store=store)
    assert limited.estimate.expected.calls < before.estimate.expected.calls
    assert limited.estimate.already > before.estimate.already


def test_a_limit_that_would_end_it_is_said(data: Path) -> None:
    (within,) = estimated(step(data, max_calls=10_000))
    (beyond,) = estimated(step(data, max_calls=1))
    assert within.remark == ""
    assert beyond.remark.startswith("More is expected than max_calls allows (1)")
    assert within.estimate == beyond.estimate


def test_a_wrong_model_is_said_before_the_work(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unreachable(*_: object, **__: object) -> None:
        raise AssertionError("the table was explained first")

    monkeypatch.setattr(planning, "explain_table", unreachable)
    with pytest.raises(ModelNotFoundError):
        estimated(step(data, model="nobody"))


def test_the_step_of_an_error_is_said(data: Path) -> None:
    with pytest.raises(ColumnNotFoundError) as caught:
        estimated(step(data), step(data, "held", controls=("weak",)))
    assert caught.value.__notes__ == ["This was in step 2, 'held'."]


@pytest.fixture
def asking(tmp_path: Path) -> ExplainStep:
    """Return a step that puts a question to texts."""
    path = tmp_path / "reviews.csv"
    reviews(240).to_csv(path, index=False)
    return ExplainStep(
        name="reviews",
        data=path,
        target="stars",
        text=("review",),
        questions=(NOISE,),
        judge_rows=50,
        model="m",
    )


def asked(models: list[ChatModel]) -> int:
    """Return how often a judge was asked."""
    return sum(len(judging(model.backend.requests)) for model in models)  # type: ignore[attr-defined]


def test_questions_to_texts_are_counted_and_not_asked(
    asking: ExplainStep, opened: list[ChatModel]
) -> None:
    (one,) = estimated(asking)
    (without,) = estimated(asking.model_copy(update={"questions": ()}))
    assert one.estimate.expected.calls == without.estimate.expected.calls + 100
    assert one.estimate.largest.tokens > without.estimate.largest.tokens
    assert not any(model.backend.requests for model in opened)  # type: ignore[attr-defined]


def test_what_was_judged_is_not_judged_again(
    asking: ExplainStep, opened: list[ChatModel], tmp_path: Path
) -> None:
    first = run_pipeline(Pipeline(steps=(asking,)), tmp_path / "run")
    assert asked(opened) == 100
    again = run_pipeline(Pipeline(steps=(asking,)), tmp_path / "run")
    assert len(opened) == 1, "what is finished needs no model"
    assert first.results[0].record == again.results[0].record
    titled = asking.model_copy(update={"title": "Reviews", "stability": 1})
    run_pipeline(Pipeline(steps=(titled,)), tmp_path / "run")
    assert asked(opened) == 100
    store = UnitStore(tmp_path / "run" / WORK)
    (finished,) = estimated(asking, store=store)
    assert finished.estimate.largest.calls == 0
    other = asking.model_copy(update={"questions": ("mentions a tram",)})
    run_pipeline(Pipeline(steps=(other,)), tmp_path / "run")
    assert asked(opened) == 200


def test_questions_without_a_model_are_refused_before_the_work(asking: ExplainStep) -> None:
    with pytest.raises(ParameterError, match="only together with a model"):
        planning.plan(Pipeline(steps=(asking.model_copy(update={"model": None}),)))
