import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataexplain.errors import ParameterError
from dataexplain.llm import Budget, Capabilities, ChatModel, Scripted
from dataexplain.operations import Rule
from dataexplain.search.prompts.answering_form import AnsweringForm
from dataexplain.search.prompts.candidate import PromptCandidate
from dataexplain.search.prompts.output_asking import RIGHT, WRONG, asking_table
from dataexplain.search.prompts.output_scores import NO_SENTENCE, UNAIDED, OutputScores
from dataexplain.tables.pairs import Pairs

FREE = AnsweringForm("free")
YES_NO = AnsweringForm("classes", ("no", "yes"))
PAIRS = Pairs(("a", "b", "c"), ("8", "14", "2"), (0, 1, 2))
ADD, TAKE = PromptCandidate("Add.", "hint"), PromptCandidate("Take away.", "hint")
EIGHT = PromptCandidate("8.", "operations", rule=Rule("8", "8.", lambda _: "8"))
CAPITALS = PromptCandidate("Use capitals.", "operations", rule=Rule("c", "C.", str.upper))


class Recorded:
    """Answers from a table, and remembers what was asked."""

    def __init__(self, log_p=-1.0):
        self.asked = []
        self._log_p = log_p

    def __call__(self, sentence, pairs):
        for input, output in pairs:
            self.asked.append((sentence, input))
            yield {output: self._log_p}


def test_nothing_is_asked_twice_and_sentences_come_one_after_another():
    asking = Recorded()
    scores = OutputScores(PAIRS, FREE, asking, [ADD, TAKE])
    assert scores.ask([0, 1], [1, 2])
    assert scores.ask([1, 2, 0, 1], [2, 1, 0, 2])
    assert asking.asked[:4] == [
        ("Add.", "a"),
        ("Add.", "b"),
        ("Take away.", "a"),
        ("Take away.", "b"),
    ]
    assert len(asking.asked) == len(set(asking.asked)) == scores.calls == 9
    assert asking.asked[-3:] == [(None, "b"), (None, "c"), (None, "a")]


def test_the_first_column_is_no_sentence():
    scores = OutputScores(PAIRS, FREE, Recorded())
    assert scores.candidates == (NO_SENTENCE,)
    assert scores.add([ADD, TAKE, PromptCandidate("Add.", "proposed")]) == (1, 2, 1)
    assert scores.log_p.shape == (3, 3)
    assert np.isnan(scores.log_p).all()


def test_a_budget_is_never_passed():
    scores = OutputScores(PAIRS, FREE, Recorded(), [ADD, TAKE], budget=4)
    assert scores.cost([0, 1, 2], [0, 1, 2]) == 9
    assert not scores.ask([0, 1, 2], [1, 2])
    assert scores.ended
    assert scores.calls == 4
    assert scores.asked[:, 1].all()
    assert scores.asked[:, 2].tolist() == [True, False, False]


def test_where_the_models_budget_ends_what_was_answered_is_kept():
    scripted = Scripted(lambda _: {"x": 0.5})
    with ChatModel(scripted, budget=Budget(calls=2)) as model:
        scores = OutputScores(PAIRS, FREE, model, [ADD])
        assert not scores.ask([0, 1, 2], [1])
    assert scores.ended
    assert scores.calls == 2
    assert np.isnan(scores.log_p[:, 1]).tolist() == [False, False, True]


def test_a_rule_costs_nothing_and_is_right_or_wrong():
    pairs = Pairs(("a", "b", "c"), ("A", "x", "C"), (0, 1, 2))
    asking = Recorded()
    scores = OutputScores(pairs, FREE, asking, [CAPITALS])
    assert scores.cost([0, 1, 2], [1]) == 0
    assert scores.ask([0, 1], [1])
    assert asking.asked == []
    assert scores.log_p[:2, 1].tolist() == [RIGHT, WRONG]
    assert math.isnan(scores.log_p[2, 1])


def test_a_rule_that_is_wrong_earns_no_more_than_no_sentence():
    pairs = Pairs(("a", "b"), ("x", "y"), (0, 1))
    scores = OutputScores(pairs, FREE, Recorded(-9.0), [CAPITALS])
    scores.ask([0, 1], [1])
    scores.ask([0], [UNAIDED])
    assert scores.log_p[:, 1].tolist() == [-9.0, WRONG]


def test_capitals_count_where_they_are_what_the_rule_is_about():
    same = Rule("same", "Repeat it.", str.strip)
    shout = Pairs(("a", "b"), ("A", "B"), (0, 1))
    answer = Pairs(("a", "b"), ("A", "q"), (0, 1))
    for pairs in (shout, answer):
        scores = OutputScores(pairs, FREE, Recorded(), [PromptCandidate("S.", "o", rule=same)])
        scores.ask([0], [1])
        assert scores.log_p[0, 1] == WRONG


def test_an_output_of_no_class_is_never_right_and_an_empty_one_has_no_answer():
    pairs = Pairs(("a", "b"), ("perhaps", "yes"), (0, 1))
    asking = Recorded()
    scores = OutputScores(pairs, YES_NO, asking, [ADD])
    assert scores.ask([0, 1], [1])
    assert asking.asked == [("Add.", "b")]
    assert scores.log_p[0, 1] == WRONG
    empty = OutputScores(Pairs(("a",), (" ",), (0,)), FREE, asking, [ADD])
    assert empty.ask([0], [1])
    assert empty.no_answers == 1
    assert empty.calls == 0


def test_of_a_long_output_a_token_is_compared():
    pairs = Pairs(("a", "b"), ("x" * 40, "xy"), (0, 1))
    scores = OutputScores(pairs, FREE, Recorded(-10.0), [ADD])
    scores.ask([0, 1], [1])
    assert scores.shares[:, 1] == pytest.approx([math.exp(-1), math.exp(-10)])
    assert scores.chances[:, 1] == pytest.approx([math.exp(-10), math.exp(-10)])


def test_where_all_chances_are_next_to_nothing_merits_still_tell_them_apart():
    """Rhymes have many right answers: with the true sentence log p is -10, without it -15."""
    pairs = Pairs(("a", "b"), ("blue", "tree"), (0, 1))
    table = {
        ("Add.", input): {output: -10.0} for input, output in zip("ab", pairs.outputs, strict=True)
    }
    table |= {
        (None, input): {output: -15.0} for input, output in zip("ab", pairs.outputs, strict=True)
    }
    scores = OutputScores(pairs, FREE, asking_table(table), [ADD])
    scores.ask([0, 1], [0, 1])
    assert scores.chances.max() < 1e-4
    assert (scores.merits[:, 1] - scores.merits[:, 0] > 0.1).all()


def test_merits_lie_between_nothing_and_what_code_is_sure_of():
    scores = OutputScores(PAIRS, FREE, Recorded(-1e6), [ADD, CAPITALS])
    scores.ask([0, 1, 2], [0, 1])
    assert scores.merits[:, 1] == pytest.approx(0.0, abs=1e-6)
    sure = OutputScores(PAIRS.take([0]), FREE, Recorded(-1e-9), [ADD, EIGHT])
    sure.ask([0], [1, 2])
    assert sure.merits[0, 1] == sure.merits[0, 2]


def test_a_rule_that_is_wrong_of_a_long_output_is_wrong_all_the_same():
    """A wrong rule had a share of 0.4 where outputs were long, more than most sentences."""
    pairs = Pairs(("a", "b"), ("x" * 80, "B"), (0, 1))
    scores = OutputScores(pairs, FREE, Recorded(), [CAPITALS])
    scores.ask([0, 1], [1])
    assert scores.shares[:, 1] == pytest.approx([0.01, 0.99])


def test_a_replay_with_permuted_outputs_costs_nothing():
    pairs = Pairs(("a", "b"), ("yes", "no"), (0, 1))
    scripted = Scripted([{"Yes": 0.8, "No": 0.2}, {"Yes": 0.4, "No": 0.6}])
    with ChatModel(scripted) as model:
        scores = OutputScores(pairs, YES_NO, model, [ADD])
        scores.ask([0, 1], [1])
    permuted = Pairs(("a", "b"), ("no", "yes"), (0, 1))
    again = OutputScores(permuted, YES_NO, asking_table(scores.table()), [ADD])
    again.ask([0, 1], [1])
    assert again.chances[:, 1] == pytest.approx([0.2, 0.4])
    assert len(scripted.requests) == 2


def test_the_basis_comes_from_who_answers():
    capabilities = Capabilities(log_probabilities=False, scoring=False, schema=False)
    with ChatModel(Scripted(["8"], capabilities=capabilities)) as model:
        scores = OutputScores(PAIRS.take([0]), FREE, model, [ADD])
        scores.ask([0], [1])
    assert scores.basis == "agreement"
    assert scores.notes
    assert scores.log_p[0, 1] == RIGHT
    assert OutputScores(PAIRS, FREE, Recorded()).basis == "probability"


def test_scores_cannot_be_written_to():
    scores = OutputScores(PAIRS, FREE, Recorded(), [ADD])
    with pytest.raises(ValueError, match="read-only"):
        scores.log_p[0, 0] = 0.0


def test_a_negative_budget_is_refused():
    with pytest.raises(ParameterError, match="budget"):
        OutputScores(PAIRS, FREE, Recorded(), budget=-1)


@given(
    st.lists(
        st.tuples(st.lists(st.integers(0, 2), max_size=4), st.lists(st.integers(0, 2), max_size=4)),
        max_size=5,
    ),
    st.integers(0, 12),
)
def test_calls_are_what_was_asked_and_cost_foretells_them(wishes, budget):
    asking = Recorded()
    scores = OutputScores(PAIRS, FREE, asking, [ADD, TAKE], budget=budget)
    for rows, columns in wishes:
        cost, before = scores.cost(rows, columns), scores.calls
        whole = scores.ask(rows, columns)
        assert whole == (scores.cost(rows, columns) == 0)
        if whole:
            assert scores.calls - before == cost
    assert scores.calls == len(asking.asked) == len(set(asking.asked)) <= budget
