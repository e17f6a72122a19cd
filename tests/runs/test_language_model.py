"""A language model beside an explanation: asked, limited, failing, resumed."""

from pathlib import Path

import pytest

from dataexplain import explain
from dataexplain.errors import LanguageModelError, ModelNotFoundError, ParameterError, ServerError
from dataexplain.llm import Budget, ChatModel, Scripted
from dataexplain.runs.execution import run_pipeline
from dataexplain.runs.language_model import model_wish
from dataexplain.runs.steps import ExplainStep, Pipeline
from dataexplain.tables.samples import sample_path
from tests.narration.scripted_answers import Narrator

pytestmark = pytest.mark.usefixtures("fits_once")

ADDRESS = "http://127.0.0.1:9/v1#nobody"


def higher(text):
    return 0.75 if "is larger" in text else 0.4


says = Narrator(of_claims=higher)


def table():
    dose = [1, 2, 3, 4, 5] * 40
    return {"dose": dose, "pain": [9 - level + place % 3 for place, level in enumerate(dose)]}


@pytest.fixture(autouse=True)
def own_folder(monkeypatch, tmp_path):
    monkeypatch.setenv("DATAEXPLAIN_CACHE", str(tmp_path / "cache"))


def test_a_report_says_what_was_expected(tmp_path):
    run = explain(table(), "pain", model=ChatModel(Scripted(says)))
    claim = run.claims[0]
    assert (claim.kind, claim.direction) == ("trend", "down")
    assert 0 < claim.expectation.probability < 0.5
    assert run.report.language_model.asked >= 1
    paths = run.save(tmp_path / "report")
    assert "the opposite, this at" in paths["html"].read_text(encoding="utf-8")
    assert "the language model expected" in paths["markdown"].read_text(encoding="utf-8").lower()


def test_without_a_model_nothing_of_it_is_said():
    run = explain(table(), "pain")
    assert run.report.language_model is None
    assert all(claim.expectation is None for claim in run.claims)


def test_a_model_that_fails_costs_no_report():
    """The explanation is paid with minutes of work: it is given, and says what went wrong."""
    model = ChatModel(Scripted([ServerError("The server is down.")] * 9))
    run = explain(table(), "pain", model=model)
    assert run.claims[0].expectation is None
    assert any("The server is down." in note for note in run.report.language_model.notes)
    assert any("The server is down." in text for _, text in _method(run.report))


def test_a_model_that_fails_costs_no_report_with_null_runs_either():
    """Where nothing is kept, an error at the end had thrown the null runs away."""
    model = ChatModel(Scripted([ServerError("The server is down.")] * 9))
    run = explain(table(), "pain", model=model, null_runs=1, n_jobs=1)
    assert run.report.null_runs.runs == 1
    assert "The server is down." in run.report.language_model.notes[-1]


def test_a_wrong_name_is_said_before_the_work(monkeypatch):
    def unreachable(*_, **__):
        raise AssertionError("the table was explained first")

    monkeypatch.setattr("dataexplain.runs.explanation.explain_table", unreachable)
    with pytest.raises(ModelNotFoundError):
        explain(table(), "pain", model="embeded")


def test_a_budget_that_ends_is_said_in_the_report():
    model = ChatModel(Scripted(says), budget=Budget(calls=2))
    run = explain(table(), "pain", model=model)
    assert run.report.language_model.unasked >= 1
    assert any("not reached" in text for _, text in _method(run.report))


@pytest.mark.parametrize(
    ("limits", "named"),
    [
        ({"max_calls": 5}, "max_calls"),
        ({"model": "embedded", "max_calls": -1}, "max_calls"),
        ({"model": "embedded", "max_cost": float("inf")}, "max_cost"),
        ({"model": ADDRESS, "max_cost": 1.0}, "price"),
        ({"model": ADDRESS, "price": "cheap"}, "price"),
        ({"model": 3}, "model"),
        ({"model": ChatModel(Scripted(says)), "max_calls": 1}, "max_calls"),
    ],
)
def test_limits_that_cannot_be_are_refused_by_name(limits, named):
    with pytest.raises(ParameterError, match=f"'{named}'"):
        explain(table(), "pain", **limits)


def test_a_pipeline_asks_once_and_keeps_what_was_said(tmp_path, monkeypatch):
    opened = []

    def open_scripted(name, **_):
        opened.append(ChatModel(Scripted(says, name=name)))
        return opened[-1]

    monkeypatch.setattr("dataexplain.runs.language_model.open_model", open_scripted)
    step = ExplainStep(name="churn", data=_data(), target="churn", model="some-model")
    first = run_pipeline(Pipeline(steps=(step,)), tmp_path / "run")
    asked = len(opened[0].backend.requests)
    second = run_pipeline(Pipeline(steps=(step,)), tmp_path / "run")
    assert first.results[0].record == second.results[0].record
    assert first.results[0].record.language_model.name == "some-model"
    assert asked > 4
    assert len(opened) == 1
    other = step.model_copy(update={"max_calls": 3})
    run_pipeline(Pipeline(steps=(other,)), tmp_path / "run")
    assert len(opened) == 2


def test_a_pipeline_whose_model_fails_keeps_the_explanation(tmp_path, monkeypatch):
    """The next run asks again, and explains nothing again."""
    explained = []

    def failing(name, **_):
        return ChatModel(Scripted([ServerError("Down.")] * 9, name=name))

    def counted(*arguments, **options):
        explained.append(1)
        return original(*arguments, **options)

    from dataexplain.runs import explanation

    original = explanation.explain_table
    monkeypatch.setattr("dataexplain.runs.explanation.explain_table", counted)
    monkeypatch.setattr("dataexplain.runs.language_model.open_model", failing)
    step = ExplainStep(name="churn", data=_data(), target="churn", model="some-model")
    for _ in range(2):
        with pytest.raises(LanguageModelError, match="Down"):
            run_pipeline(Pipeline(steps=(step,)), tmp_path / "run")
    assert len(explained) == 1


def test_the_key_of_a_wish_does_not_depend_on_what_is_logged():
    one = model_wish("embedded", log_text=True, max_calls=3)
    other = model_wish("embedded", log_text=False, max_calls=3)
    assert one.determinants() == other.determinants()
    assert one.determinants() != model_wish("embedded", max_calls=4).determinants()


def _data() -> Path:
    return sample_path("telecom_churn")


def _method(report):
    from dataexplain.report.method import method_context

    return method_context(report)["paragraphs"]
