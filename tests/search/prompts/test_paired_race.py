import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dataexplain.errors import ParameterError
from dataexplain.operations import Rule
from dataexplain.search.prompts.answering_form import AnsweringForm
from dataexplain.search.prompts.candidate import PromptCandidate
from dataexplain.search.prompts.output_asking import asking_table
from dataexplain.search.prompts.output_scores import OutputScores
from dataexplain.search.prompts.paired_race import paired_race
from dataexplain.tables.pairs import Pairs


def planted(means, *, rows=60, seed=0, spread=0.3, hard=0.3, candidates=None, budget=None):
    """Return scores of sentences whose chance has a mean, on rows of which some are hard."""
    draws = np.random.default_rng(seed)
    easy = draws.normal(scale=hard, size=(rows, 1))
    chances = np.clip(
        means + easy + draws.normal(scale=spread, size=(rows, len(means))), 0.01, 0.98
    )
    inputs = tuple(f"input {row}" for row in range(rows))
    known = [PromptCandidate(f"Do it {at} times.", "hint") for at in range(len(means))]
    table = {
        (candidate.sentence, input): {"out": math.log(chances[row, at])}
        for at, candidate in enumerate(known)
        for row, input in enumerate(inputs)
    }
    pairs = Pairs(inputs, ("out",) * rows, tuple(range(rows)))
    candidates = known if candidates is None else candidates
    return OutputScores(
        pairs, AnsweringForm("free"), asking_table(table), candidates, budget=budget
    )


def race(scores, **settings):
    places = range(1, len(scores.candidates))
    return paired_race(scores, places, range(len(scores.pairs)), **settings)


@pytest.mark.parametrize("seed", range(5))
def test_the_best_wins_at_a_fifth_of_the_calls(seed):
    means = np.full(20, 0.3)
    means[13] = 0.75
    scores = planted(means, seed=seed)
    found = race(scores, keep=1, budget=240)
    assert found.kept == (14,)
    assert found.calls <= 240 == 20 * 60 / 5
    assert len(found.ranking) == 20


def test_hard_rows_do_not_count_against_those_who_were_asked_them():
    """Unpaired means let a sentence win by its batch; on the same rows it cannot."""
    scores = planted(np.array([0.5, 0.6]), spread=0.02, hard=0.5, rows=40)
    assert race(scores, keep=1, budget=40).kept == (2,)


def test_all_that_are_in_the_race_are_asked_the_same_rows():
    scores = planted(np.linspace(0.1, 0.8, 8))
    found = race(scores, keep=2, budget=120)
    for raced in found.ranking:
        assert np.flatnonzero(scores.asked[:, raced.place]).tolist() == list(range(raced.rows))


def test_the_sooner_it_left_the_lower_it_ranks():
    found = race(planted(np.linspace(0.1, 0.8, 12)), keep=3, budget=150)
    assert [raced.ending for raced in found.ranking[:3]] == ["kept"] * 3
    rows = [raced.rows for raced in found.ranking]
    assert rows == sorted(rows, reverse=True)


def test_what_is_certain_leaves_before_the_budget_forces_it():
    scores = planted(np.array([0.95, 0.05, 0.5]), spread=0.05, hard=0.0, rows=200)
    found = race(scores, keep=1, budget=600)
    assert {raced.ending for raced in found.ranking[1:]} == {"behind"}
    assert found.calls < 300


def test_among_equals_hardly_any_is_called_certainly_behind():
    wrong = 0
    for seed in range(20):
        found = race(planted(np.full(6, 0.5), seed=seed), keep=1, budget=360)
        wrong += any(raced.ending == "behind" for raced in found.ranking)
    assert wrong <= 3


def test_what_is_known_costs_nothing():
    scores = planted(np.linspace(0.2, 0.8, 4))
    race(scores, keep=1, budget=240)
    assert race(scores, keep=1, budget=0).calls == 0


@pytest.mark.parametrize("budget", [0, 1, 2, 3, 5, 8, 10])
def test_a_small_budget_is_kept_and_still_ranks(budget):
    scores = planted(np.linspace(0.1, 0.9, 6))
    found = race(scores, keep=1, budget=budget)
    assert found.calls <= budget
    assert scores.calls == found.calls
    assert (len(found.kept) == 1) == (budget > 0)


def test_ten_calls_prefer_two_rows_of_five_to_ten_rows_of_one():
    scores = planted(np.array([0.05, 0.1, 0.9, 0.1, 0.05]), spread=0.02, hard=0.0)
    assert race(scores, keep=1, budget=10).kept == (3,)


def test_a_rule_that_code_follows_is_not_behind_a_model_that_is_surer():
    rule = Rule("out", "Return out.", lambda _: "out")
    sentence = PromptCandidate("Do it 0 times.", "hint")
    candidates = [PromptCandidate("Return out.", "operations", rule=rule), sentence]
    scores = planted(np.array([2.0]), candidates=candidates, hard=0.0, spread=0.0)
    assert race(scores, keep=1, budget=100).kept == (1,)
    assert (scores.log_p[:4, 2] < scores.log_p[:4, 1]).all()


def test_a_sentence_without_any_answer_comes_last():
    candidates = [
        PromptCandidate("Nobody knows.", "hint"),
        PromptCandidate("Do it 0 times.", "hint"),
    ]
    scores = planted(np.array([0.2]), candidates=candidates)
    found = race(scores, keep=1, budget=60)
    assert found.kept == (2,)
    assert math.isnan(found.ranking[-1].merit)


def test_nobody_races_alone_and_nothing_at_all():
    scores = planted(np.array([0.5]))
    assert paired_race(scores, [], [0, 1], keep=1, budget=9).ranking == ()
    assert paired_race(scores, [1], [0, 1], keep=1, budget=9).kept == (1,)


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 9), st.integers(0, 80), st.integers(1, 4), st.integers(0, 3))
def test_each_ends_once_and_the_budget_holds(count, budget, keep, seed):
    scores = planted(np.linspace(0.1, 0.9, count), seed=seed, rows=20)
    found = race(scores, keep=keep, budget=budget)
    places = [raced.place for raced in found.ranking]
    assert len(places) == len(set(places)) <= count
    assert found.calls == scores.calls <= budget
    assert len(found.kept) <= keep


@pytest.mark.parametrize(
    "wrong", [{"keep": 0}, {"budget": -1}, {"batch": 0}, {"alpha": 0.0}, {"alpha": 1.0}]
)
def test_numbers_outside_what_is_allowed_are_refused(wrong):
    with pytest.raises(ParameterError):
        race(planted(np.array([0.5])), **{"keep": 1, "budget": 9, **wrong})
