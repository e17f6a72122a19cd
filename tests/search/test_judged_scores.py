import math

import numpy as np
import pytest

from dataexplain.errors import ParameterError
from dataexplain.llm import Budget, ChatModel, Scripted
from dataexplain.llm.judging import Judgement
from dataexplain.search.candidate import Candidate
from dataexplain.search.judged_scores import JudgedScores, asking_model, asking_table

PROPERTIES = ("is long", "is old", "is red")
CANDIDATES = [Candidate(property, "bank") for property in PROPERTIES]
TEXTS = tuple(f"text {number}" for number in range(6))
TABLE = np.arange(18.0).reshape(6, 3)


class Recorded:
    """Asks a table, and remembers what was asked."""

    def __init__(self, table=TABLE, unasked=0):
        self._asking = asking_table(TEXTS, PROPERTIES, table)
        self._unasked = unasked
        self.rounds = []

    def __call__(self, properties, texts):
        self.rounds.append((tuple(properties), tuple(texts)))
        found = self._asking(properties, texts)
        return [
            Judgement(
                np.where(np.arange(len(texts)) < len(texts) - self._unasked, one.log_odds, np.nan),
                0.0, False, "table", 0, self._unasked, 0,
            )
            for one in found
        ]  # fmt: skip


def test_nothing_is_asked_twice():
    asking = Recorded()
    scores = JudgedScores(TEXTS, asking, CANDIDATES)
    assert scores.ask([0, 1], [0, 1])
    assert scores.ask([0, 1, 2], [0, 1, 2])
    assert scores.ask([2, 1, 0], [2, 1, 0])
    asked = [(text, prop) for properties, texts in asking.rounds for text in texts
             for prop in properties]  # fmt: skip
    assert len(asked) == len(set(asked)) == scores.calls == 9
    assert (scores.log_odds[:3] == TABLE[:3]).all()
    assert not scores.asked[3:].any()


def test_a_text_is_read_once_for_all_it_lacks():
    asking = Recorded()
    scores = JudgedScores(TEXTS, asking, CANDIDATES)
    scores.ask([3], [1])
    scores.ask([1, 3, 5], [0, 1, 2])
    assert asking.rounds[1:] == [
        (PROPERTIES, ("text 1", "text 5")),
        (("is long", "is red"), ("text 3",)),
    ]


def test_no_answer_is_told_from_not_asked():
    table = TABLE.copy()
    table[1, 0] = np.nan
    scores = JudgedScores(TEXTS, Recorded(table), CANDIDATES)
    scores.ask([0, 1], [0])
    assert scores.asked[:3, 0].tolist() == [True, True, False]
    assert np.isnan(scores.log_odds[1:3, 0]).all()
    assert scores.no_answers == 1
    assert scores.ask([1], [0])
    assert scores.calls == 2


@pytest.mark.parametrize(
    ("budget", "calls", "rows"), [(0, 0, 0), (1, 0, 0), (10, 9, 3), (18, 18, 6)]
)
def test_a_budget_leaves_whole_texts(budget, calls, rows):
    scores = JudgedScores(TEXTS, Recorded(), CANDIDATES, budget=budget)
    assert scores.ask(range(6), range(3)) == (rows == 6)
    assert scores.calls == calls
    assert scores.asked.all(axis=1).sum() == rows == scores.asked.any(axis=1).sum()
    assert scores.ended == (rows < 6)


def test_the_models_own_budget_ends_it_too():
    asking = Recorded(unasked=1)
    scores = JudgedScores(TEXTS, asking, CANDIDATES)
    assert not scores.ask(range(4), [0])
    assert scores.ended
    assert scores.asked[:4, 0].tolist() == [True, True, True, False]
    assert not scores.ask([5], [0])
    assert len(asking.rounds) == 1


def test_a_model_is_asked_and_its_budget_kept():
    says = Scripted(lambda request: {"Yes": 0.8 if "long" in str(request.messages) else 0.5,
                                     "No": 0.2})  # fmt: skip
    with ChatModel(says, budget=Budget(calls=5)) as model:
        scores = JudgedScores(TEXTS, asking_model(model), CANDIDATES[:2])
        assert not scores.ask(range(6), [0, 1])
    assert scores.calls == 5
    assert scores.ended
    assert scores.log_odds[0, 0] == pytest.approx(math.log(4))
    assert scores.probabilities[0, 0] == pytest.approx(0.8)
    assert scores.asked.sum(axis=0).tolist() == [3, 2]


def test_candidates_are_added_once_and_keep_their_answers():
    scores = JudgedScores(TEXTS, Recorded(), CANDIDATES[:1])
    scores.ask([0], [0])
    assert scores.add([CANDIDATES[2], Candidate("is long", "model")]) == (1, 0)
    assert [known.source for known in scores.candidates] == ["bank", "bank"]
    assert scores.log_odds.shape == (6, 2)
    assert scores.cost([0, 1], [0, 1]) == 3
    assert scores.log_odds[0, 0] == 0.0


def test_nothing_to_ask():
    asking = Recorded()
    scores = JudgedScores(TEXTS, asking, CANDIDATES)
    assert scores.ask([], [0])
    assert scores.ask([0], [])
    assert not asking.rounds


def test_answers_cannot_be_written_from_outside():
    scores = JudgedScores(TEXTS, Recorded(), CANDIDATES)
    with pytest.raises(ValueError, match="read-only"):
        scores.log_odds[0, 0] = 1.0


def test_a_negative_budget_is_refused():
    with pytest.raises(ParameterError, match="budget"):
        JudgedScores(TEXTS, Recorded(), budget=-1)
