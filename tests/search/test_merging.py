import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataexplain.search.candidate import Candidate
from dataexplain.search.judged_scores import JudgedScores, asking_table
from dataexplain.search.merging import agreement, merged, without_copies
from dataexplain.search.racing import race

IN_A = np.arange(60) < 30


def raced(said, keep=6, budget=10_000):
    texts = [f"text {number}" for number in range(len(said))]
    properties = [f"is {number}" for number in range(said.shape[1])]
    candidates = [Candidate(property, "bank") for property in properties]
    scores = JudgedScores(texts, asking_table(texts, properties, said), candidates)
    return race(IN_A, scores, keep=keep, budget=budget), scores


def answers(seed, effect, share=0.5):
    """Return clear answers to a property that A's texts have more often."""
    draws = np.random.default_rng(seed)
    holds = draws.random(60) < share + np.where(IN_A, effect, -effect) / 2
    return np.where(holds, 2.0, -2.0) + draws.normal(scale=0.2, size=60)


def test_answers_alike_are_listed_under_the_better_one():
    first = answers(0, 0.9)
    copied = np.where(np.arange(60) % 15 == 0, -first, first) - 3
    found, scores = raced(np.column_stack([copied, answers(1, 0.4), first]))
    one, other = merged(found, scores)
    assert (one.raced.place, [under.raced.place for under in one.others]) == (2, [0])
    assert one.others[0].agreement > 0.7
    assert (other.raced.place, other.others) == (1, ())


def test_the_opposite_says_the_same_of_the_other_group():
    first = answers(0, 0.8)
    found, scores = raced(np.column_stack([first, -0.9 * first - 1]))
    (one,) = merged(found, scores)
    assert one.others[0].agreement == pytest.approx(-1)


def test_a_chain_of_neighbours_is_not_one():
    first = answers(0, 0.9)
    near = np.where(np.arange(60) % 9 == 0, -first, first)
    far = np.where(np.arange(60) % 9 == 1, -near, near)
    ways = agreement(np.column_stack([first, near, far]))
    assert ways[0, 1] >= 0.7
    assert ways[1, 2] >= 0.7
    assert ways[0, 2] < 0.7
    found, scores = raced(np.column_stack([first, near, far]))
    assert [one.raced.place for one in merged(found, scores)] == [0, 2]


def test_only_so_many_are_returned():
    found, scores = raced(np.column_stack([answers(seed, 0.5) for seed in range(5)]))
    assert len(merged(found, scores, most=2)) == 2


def test_few_common_texts_merge_nothing():
    column = np.tile([2.0, -2.0], 12)
    left, right = column.copy(), column.copy()
    right[0] = np.nan
    assert agreement(np.column_stack([left, column]))[0, 1] == 1.0
    assert agreement(np.column_stack([left, right]))[0, 1] == 0.0


def test_a_judge_that_always_says_the_same_agrees_with_nobody():
    always = np.full(60, 3.0)
    assert agreement(np.column_stack([always, always, answers(0, 0.5)]))[0].tolist() == [0, 0, 0]


def test_no_candidates():
    assert agreement(np.empty((5, 0))).shape == (0, 0)


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=24, max_size=60))
def test_agreement_is_the_correlation_of_yes_and_no(pairs):
    yes = np.array(pairs, dtype=float)
    if (yes.std(axis=0) == 0).any():
        return
    expected = np.corrcoef(yes.T)
    assert agreement(4 * yes - 3) == pytest.approx(expected)


def test_one_wording_is_one_candidate_and_the_one_with_examples_stays():
    known = Candidate("Mentions the refund!", "bank", having=("Give me my money back",))
    offered = [
        Candidate("mentions a refund", "model"),
        Candidate("is about a refund", "model"),
        known,
        Candidate("mentions refund", "words"),
    ]
    assert without_copies(offered) == (known, offered[1])


def test_places_that_merging_leaves_go_to_the_next_ones():
    """Regression: of properties answered alike one was tested, though the race knew others."""
    alike = answers(0, 0.9)
    told = np.column_stack([alike, alike + 0.1, alike - 0.1, answers(7, 0.3)])
    found, scores = raced(told, keep=2, budget=180)
    assert any(one.ending == "smaller" and one.texts for one in found.ranking)
    assert {one.raced.place for one in merged(found, scores)} >= {3}
