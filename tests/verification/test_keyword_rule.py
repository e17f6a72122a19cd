import numpy as np
import pytest

from dataexplain.verification.judged_outcome import JudgedOutcome
from dataexplain.verification.keyword_rule import best_rule, beyond_rule, mentions_any


def test_the_words_that_give_a_property_away_are_found_together():
    rng = np.random.default_rng(0)
    texts, yes = [], []
    for number in range(300):
        kind = number % 3
        texts.append(f"{rng.choice(['bed', 'desk', 'sea'])} {['refund', 'money', 'day'][kind]} x")
        yes.append(float(kind < 2))
    assert set(best_rule(texts, np.array(yes))) == {"refund", "money"}


@pytest.mark.parametrize("yes", [[], [1.0, 1.0, 1.0, 1.0], [np.nan] * 4])
def test_answers_that_do_not_differ_have_no_rule(yes):
    assert best_rule(["a refund"] * len(yes), np.array(yes)) == ()


def test_words_of_grammar_are_no_rule():
    texts = ["of the", "in a"] * 20
    assert best_rule(texts, np.array([1.0, 0.0] * 20)) == ()


def test_only_what_is_said_beyond_the_words_is_added():
    rng = np.random.default_rng(0)
    in_a = np.arange(2000) < 1000
    word = rng.random(2000) < np.where(in_a, 0.6, 0.2)
    beyond = rng.random(2000) < np.where(in_a, 0.4, 0.2)
    texts = [f"{'refund' if has else 'room'} {n}" for n, has in enumerate(word)]
    found = beyond_rule(JudgedOutcome((word | beyond) * 1.0, in_a), texts, ["refund"])
    assert found.difference == pytest.approx(0.4, abs=0.06)
    # the others' share among texts without the word, where half of the weight lies
    assert 0.05 < found.adds < 0.2
    assert found.interval[0] < found.adds < found.interval[1]


def test_without_words_there_is_nothing_to_beat():
    outcome = JudgedOutcome(np.array([1.0, 0.0] * 20), np.arange(40) < 20)
    assert beyond_rule(outcome, ["x"] * 40, ()) is None
    assert not mentions_any(["x"], ()).any()


def test_words_that_go_with_answers_by_chance_are_no_rule():
    rng = np.random.default_rng(0)
    vocabulary = [f"word{place}" for place in range(300)]
    texts = [" ".join(rng.choice(vocabulary, 12)) for _ in range(300)]
    found = [best_rule(texts, (rng.random(300) < 0.3) * 1.0) for _ in range(20)]
    assert sum(map(bool, found)) <= 2
