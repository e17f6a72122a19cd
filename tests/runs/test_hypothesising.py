import dataclasses
import json

import numpy as np
import pytest

import dataexplain
from dataexplain.errors import ParameterError, ServerError
from dataexplain.llm import Budget, Capabilities, ChatModel, Scripted
from dataexplain.runs.hypothesis_wish import HypothesisWish
from dataexplain.runs.hypothesising import estimate_hypotheses, hypothesise
from tests.planted_tables import customers
from tests.runs.judged_reviews import reviews, says, without_embedder
from tests.runs.scripted_hypotheses import at_levels, proposing, rises

pytestmark = pytest.mark.usefixtures("fits_once")

GOLD = at_levels("plan", "gold", outcome="lower")
SCRIPT = proposing(rises("waiting"), GOLD, rises("noise"), later=[rises("noise", "falls")])


class Heard:
    def __init__(self):
        self.stages = []

    def stage(self, name):
        self.stages.append(name)

    def step(self, done, total):
        pass


def asked(script=SCRIPT, *, frame=None, budget=None, capabilities=None, **wishes):
    frame = customers(240) if frame is None else frame
    target = wishes.pop("target", "left")
    with ChatModel(Scripted(script, capabilities=capabilities), budget=budget) as model:
        return hypothesise(frame, target, model=model, **wishes)


@pytest.fixture(scope="module")
def run():
    return asked(
        frame=customers(500), positive="yes", describe="customers; left = went to another company"
    )


def note_of(run):
    return next(note for note in run.report.notes if "hypothes" in note)


def test_what_holds_is_supported_and_says_where_it_comes_from(run):
    texts = [claim.text for claim in run.supported if claim.sources == ("language model",)]
    assert texts[0].startswith("The probability of left = yes rises as waiting goes from")
    assert "The probability of left = yes is lower where plan is gold" in texts[1]


def test_everything_is_counted(run):
    assert "To 4 prompts in 2 rounds, scripted named 6 hypotheses" in note_of(run)
    assert "contradicted by these rows" in note_of(run)
    counts = run.report.settings["hypotheses"]
    assert counts["named"] + counts["templates"] == counts["tested"] + sum(
        counts["dropped"].values()
    )
    assert counts["tested"] == len(run.claims) == len(run.report.ledger)
    assert "a guess" not in json.dumps(run.report.to_dict())


def test_the_model_is_named_and_decides_nothing(run):
    model = run.report.language_model
    assert (model.name, model.asked, model.prompts) == ("scripted", 0, ())
    assert "no verdict rests on it" in model.notes[0]


def test_a_report_is_written_and_its_statements_can_be_rechecked(run, tmp_path, monkeypatch):
    monkeypatch.setenv("DATAEXPLAIN_CACHE", str(tmp_path / "cache"))
    run.save(tmp_path / "out")
    new = customers(600, seed=1)
    again = dataexplain.recheck(tmp_path / "out" / "report.json", new)
    assert again.record.counts.held == len(run.supported)
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "named 6 hypotheses" in page
    assert "language model" in page


@pytest.mark.parametrize("calls", [0, 1, 10])
def test_any_budget_ends_in_a_report(calls):
    got = asked(positive="yes", budget=Budget(calls=calls), rounds=9)
    assert any(f"The budget ended in round {1 + calls // 2}" in note for note in got.report.notes)
    assert bool([claim for claim in got.claims if "language model" in claim.sources]) == bool(calls)


@pytest.mark.parametrize(
    "reply",
    [
        "Wer lange wartet, kündigt eher.",
        "waiting = 0.3; plan = gold; noise = 1: left = no",
        json.dumps({"hypotheses": [rises("waiting")] * 500}),
    ],
)
def test_a_proposer_that_makes_no_sense_is_reported(reply):
    got = asked(lambda _: reply, rounds=1)
    assert any("2 prompts had no answer that could be read." in note for note in got.report.notes)
    assert not [claim for claim in got.claims if "language model" in claim.sources]
    got._repr_html_()


def test_a_proposer_that_is_not_bound_and_repeats_itself_five_hundred_times():
    reply = json.dumps({"hypotheses": [rises("waiting")] * 500})
    unbound = Capabilities(False, False, False)
    got = asked(lambda _: reply, positive="yes", capabilities=unbound)
    assert "named 2,000 hypotheses" in note_of(got)
    assert "1,989 more than were asked for and 10 said before" in note_of(got)
    assert len([claim for claim in got.claims if "language model" in claim.sources]) == 1


def test_a_report_without_any_statement_says_so(tmp_path, monkeypatch):
    monkeypatch.setenv("DATAEXPLAIN_CACHE", str(tmp_path / "cache"))
    draws = np.random.default_rng(5)
    frame = {"one": draws.normal(size=200), "y": draws.normal(size=200)}
    got = asked(lambda _: "no", frame=frame, target="y")
    assert not got.claims
    assert "So there was nothing to test on them." in note_of(got)
    assert "was proposed, so nothing was tested" in got._repr_html_()
    got.save(tmp_path / "out")


def test_noise_is_screened_and_tested_on_the_same_hypotheses(run):
    got = asked(frame=customers(500), positive="yes", null_runs=3, n_jobs=1)
    null = got.report.null_runs
    assert null.runs == 3
    assert sum(null.supported) <= 1
    assert "the model was not asked again" in null.method
    assert [claim.id for claim in got.claims] == [claim.id for claim in run.claims]


def test_the_budget_is_told_while_it_is_spent():
    heard = Heard()
    asked(positive="yes", progress=heard, budget=Budget(calls=10))
    told = [stage for stage in heard.stages if "round" in stage]
    assert told[0].startswith("Hypotheses, round 1 of 2 (0 of 10 calls")
    assert told[1].startswith("Hypotheses, round 2 of 2 (2 of 10 calls")


def test_texts_are_asked_about_too():
    frame = reviews(400)
    propose = proposing(rises("age"))

    def script(request):
        about_table = "Some of its columns:" in request.messages[-1].content
        return propose(request) if about_table else says(request)

    with without_embedder():
        got = asked(script, frame=frame, target="stars", text="review", propose_questions=1)
    kinds = {claim.kind: claim for claim in got.claims}
    assert kinds["question_effect"].sources == ("language model",)
    assert "trend" in kinds
    counts = got.report.settings["hypotheses"]
    assert counts["tested"] == len(got.claims) - 1


def test_an_estimate_asks_nothing_and_says_what_a_limit_means():
    with ChatModel(backend := Scripted([])) as model:
        estimate, remark = estimate_hypotheses(customers(240), "left", model=model)
    assert (estimate.expected.calls, remark, backend.requests) == (4, "", [])


@pytest.mark.parametrize(
    ("wishes", "named"),
    [
        ({"model": None}, "model"),
        ({"rounds": 0}, "rounds"),
        ({"rounds": True}, "rounds"),
        ({"hypotheses": 0}, "hypotheses"),
        ({"rows_shown": -1}, "rows_shown"),
        ({"null_runs": -1}, "null_runs"),
        ({"seed": 0.5}, "seed"),
        ({"propose_questions": -1}, "propose_questions"),
        ({"describe": 3}, "describe"),
        ({"max_calls": -1}, "max_calls"),
        ({"ignored": ["noise"]}, "ignored"),
        ({"describe": "customers; lefd = went"}, "lefd"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_asked(wishes, named):
    with pytest.raises((ParameterError, dataexplain.InputError), match=named):
        hypothesise(customers(240), "left", **{"model": "no such model", **wishes})


def test_a_model_that_fails_at_once_is_an_error():
    with pytest.raises(ServerError, match="gone"):
        asked([ServerError("It is gone.")])


def test_a_wish_is_a_plain_value():
    assert dataclasses.replace(HypothesisWish(), rounds=3).rounds == 3
