import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dataexplain.errors import ParameterError
from dataexplain.search.candidate import Candidate
from dataexplain.search.judged_scores import JudgedScores, asking_table
from dataexplain.search.racing import race


def planted(effects, texts=200, seed=0, of_a=0.5):
    """Return groups and what a judge says: normal, moved by an effect in group A."""
    draws = np.random.default_rng(seed)
    in_a = np.arange(texts) < texts * of_a
    return in_a, draws.normal(size=(texts, len(effects))) + np.outer(in_a, effects)


def scores_of(said, budget=None, candidates=None):
    texts = [f"text {number}" for number in range(len(said))]
    properties = [f"is {number}" for number in range(said.shape[1])]
    known = candidates or [Candidate(property, "bank") for property in properties]
    return JudgedScores(texts, asking_table(texts, properties, said), known, budget=budget)


def test_the_largest_difference_wins_at_a_tenth_of_the_calls():
    effects = np.zeros(30)
    effects[17] = 2.5
    in_a, said = planted(effects)
    found = race(in_a, scores_of(said), keep=1, budget=600)
    assert found.kept[0].place == 17
    assert found.kept[0].more_in_a
    assert found.calls <= 600 == found.exhaustive / 10
    assert len(found.ranking) == 30


def test_a_property_of_the_other_group_counts_as_much_unless_one_side_is_wanted():
    in_a, said = planted([0.0, -3.0, 1.5, 0.0])
    both = race(in_a, scores_of(said), keep=1, budget=400)
    assert both.kept[0].place == 1
    assert not both.kept[0].more_in_a
    assert race(in_a, scores_of(said), keep=1, budget=400, one_sided=True).kept[0].place == 2


def test_all_that_are_in_the_race_read_the_same_texts_half_of_each_group():
    in_a, said = planted(np.linspace(0, 2, 6))
    scores = scores_of(said)
    found = race(in_a, scores, keep=2, budget=300)
    assert in_a[list(found.texts)].mean() == 0.5
    for raced in found.ranking:
        assert np.flatnonzero(scores.asked[:, raced.place]).tolist() == sorted(
            found.texts[: raced.texts]
        )


def test_the_sooner_it_left_the_lower_it_ranks():
    in_a, said = planted(np.linspace(0, 2, 12))
    found = race(in_a, scores_of(said), keep=3, budget=300)
    assert [raced.ending for raced in found.ranking[:3]] == ["kept"] * 3
    texts = [raced.texts for raced in found.ranking]
    assert texts == sorted(texts, reverse=True)


def test_with_many_texts_the_bounds_decide_and_the_race_stops():
    in_a, said = planted([3.0, 0.0, 0.1, 0.0], texts=2000)
    found = race(in_a, scores_of(said), keep=1, budget=8000, batch=20)
    assert found.sure
    assert {raced.ending for raced in found.ranking[1:]} == {"behind"}
    assert found.calls < 2000
    low, high = found.kept[0].interval
    assert low < found.kept[0].leaning < high


def test_an_ending_by_budget_is_not_sure():
    in_a, said = planted(np.full(8, 1.0))
    found = race(in_a, scores_of(said), keep=2, budget=80)
    assert not found.sure
    assert {raced.ending for raced in found.ranking[2:]} == {"smaller"}


def test_intervals_hold_the_leaning_at_all_times_for_all_candidates():
    from scipy.special import ndtr

    effects = np.linspace(-1, 1, 5)
    truth = 2 * ndtr(effects / np.sqrt(2)) - 1
    missed = 0
    for seed in range(60):
        in_a, said = planted(effects, texts=160, seed=seed)
        found = race(in_a, scores_of(said), keep=1, budget=800, alpha=0.1, seed=seed)
        missed += any(
            not raced.interval[0] <= truth[raced.place] <= raced.interval[1]
            for raced in found.ranking
        )
    assert missed <= 12


@pytest.mark.parametrize("budget", [0, 1, 2, 10])
def test_a_budget_of_next_to_nothing(budget):
    in_a, said = planted(np.zeros(30))
    found = race(in_a, scores_of(said), keep=5, budget=budget)
    assert found.calls <= budget
    assert len(found.ranking) == 30
    asked = [raced for raced in found.ranking if raced.ending != "unasked"]
    assert [raced.place for raced in asked] == ([0] if budget >= 2 else [])
    assert not found.sure
    assert all(np.isnan(raced.leaning) for raced in found.ranking if raced.ending == "unasked")


def test_where_the_budget_reaches_some_only_the_first_race():
    in_a, said = planted(np.zeros(30))
    found = race(in_a, scores_of(said), keep=2, budget=80, candidates=range(29, -1, -1))
    reached = {raced.place for raced in found.ranking if raced.ending != "unasked"}
    assert reached == set(range(17, 30))


def test_the_judges_own_budget_ends_the_race_with_what_is_known():
    in_a, said = planted([0.0, 3.0, 0.0])
    found = race(in_a, scores_of(said, budget=40), keep=1, budget=400)
    assert found.ended
    assert found.calls <= 40
    assert found.kept[0].place == 1


def test_what_is_known_is_not_paid_again_and_the_race_goes_further():
    in_a, said = planted(np.linspace(0, 1, 6))
    scores = scores_of(said)
    first = race(in_a, scores, keep=2, budget=200, seed=3)
    again = race(in_a, scores, keep=2, budget=200, seed=3)
    assert again.texts[: len(first.texts)] == first.texts
    assert len(again.texts) > len(first.texts)
    assert again.calls <= 200 < scores.calls


def test_one_seed_one_race():
    in_a, said = planted(np.linspace(0, 1, 6))
    runs = [race(in_a, scores_of(said), keep=2, budget=200, seed=seed) for seed in (1, 1, 2)]
    assert runs[0] == runs[1]
    assert runs[0].texts != runs[2].texts


def test_three_texts_of_a_group_end_the_race_early():
    in_a, said = planted([2.0, 0.0], texts=60, of_a=0.05)
    found = race(in_a, scores_of(said), keep=1, budget=100)
    assert sorted(found.texts)[:3] == [0, 1, 2]
    assert len(found.texts) == 6
    assert not found.sure


def test_a_judge_that_always_says_yes():
    in_a = np.arange(40) < 20
    found = race(in_a, scores_of(np.full((40, 3), 4.0)), keep=1, budget=120)
    assert [raced.leaning for raced in found.ranking] == [0.0] * 3
    assert not found.sure


def test_a_candidate_without_answers_loses():
    in_a, said = planted([0.0, 1.0, 0.5])
    said[:, 1] = np.nan
    found = race(in_a, scores_of(said), keep=1, budget=100)
    assert found.kept[0].place == 2
    assert found.ranking[-1].place == 1
    assert np.isnan(found.ranking[-1].leaning)


def test_no_candidates_no_race():
    found = race(np.arange(4) < 2, scores_of(np.empty((4, 0))), keep=1, budget=10)
    assert found.ranking == found.kept == ()
    assert found.calls == 0


def test_as_many_wanted_as_there_are():
    in_a, said = planted([0.0, 3.0])
    found = race(in_a, scores_of(said), keep=5, budget=40)
    assert [raced.place for raced in found.kept] == [1, 0]
    assert found.calls == 40


@given(
    effects=st.lists(st.floats(-2, 2), min_size=1, max_size=8),
    keep=st.integers(1, 4),
    budget=st.integers(0, 200),
    batch=st.sampled_from([2, 4, 10]),
)
@settings(max_examples=40, deadline=None)
def test_every_candidate_is_ranked_once_within_the_budget(effects, keep, budget, batch):
    in_a, said = planted(effects, texts=30)
    found = race(in_a, scores_of(said), keep=keep, budget=budget, batch=batch)
    assert sorted(raced.place for raced in found.ranking) == list(range(len(effects)))
    assert len(found.kept) <= keep
    assert found.calls <= budget


@pytest.mark.parametrize(
    ("changed", "parameter"),
    [
        ({"keep": 0}, "keep"),
        ({"budget": -1}, "budget"),
        ({"batch": 3}, "batch"),
        ({"alpha": 1.0}, "alpha"),
    ],
)
def test_numbers_outside_what_is_allowed(changed, parameter):
    in_a, said = planted([0.0], texts=8)
    with pytest.raises(ParameterError, match=parameter):
        race(in_a, scores_of(said), **{"keep": 1, "budget": 10, **changed})


@pytest.mark.parametrize("in_a", [np.zeros(8, bool), np.ones(8, bool), np.zeros(3, bool)])
def test_groups_that_are_none(in_a):
    with pytest.raises(ParameterError, match="in_a"):
        race(in_a, scores_of(np.zeros((8, 1))), keep=1, budget=10)


def test_an_expectation_orders_what_few_texts_cannot():
    in_a, said = planted(np.zeros(4), seed=5)
    expected = [0.0, 0.0, 0.0, 0.9]
    found = race(in_a, scores_of(said), keep=1, budget=40, expected=expected)
    assert found.kept[0].place == 3
    told = said + 3.0 * np.outer(in_a, [1, 0, 0, 0])
    assert race(in_a, scores_of(told), keep=1, budget=800, expected=expected).kept[0].place == 0


def test_as_many_expectations_as_candidates():
    in_a, said = planted(np.zeros(3))
    with pytest.raises(ParameterError, match="expected"):
        race(in_a, scores_of(said), keep=1, budget=40, expected=[0.1])
