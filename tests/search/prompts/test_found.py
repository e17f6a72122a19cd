import math

import numpy as np
import pytest

from dataexplain.search.prompts.answering_form import AnsweringForm
from dataexplain.search.prompts.candidate import PromptCandidate
from dataexplain.search.prompts.found import ranked
from dataexplain.search.prompts.output_asking import asking_table
from dataexplain.search.prompts.output_scores import OutputScores
from dataexplain.tables.pairs import Pairs

INPUTS = tuple(f"input {row}" for row in range(20))
PAIRS = Pairs(INPUTS, ("out",) * 20, tuple(range(20)))


def scores_of(chances):
    """Return scores in which each sentence was asked the rows that it has a chance for."""
    known = [PromptCandidate(name, "hint") for name in chances]
    table = {
        (name, input): {"out": math.log(chance)}
        for name, values in chances.items()
        for input, chance in zip(INPUTS, values, strict=False)
    }
    scores = OutputScores(PAIRS, AnsweringForm("free"), asking_table(table), known)
    for place, values in enumerate(chances.values(), start=1):
        scores.ask(range(len(values)), [place])
    return scores


def names(found):
    return [one.sentence for one in found]


def test_the_leader_is_first_whatever_few_rows_say_of_others():
    scores = scores_of({"Few.": [0.99] * 4, "Many.": [0.9] * 20})
    assert names(ranked(scores, 2)) == ["Many.", "Few."]


def test_sentences_are_compared_on_the_same_rows():
    """A mean over easy rows alone put a sentence above one that was asked hard rows too."""
    easy, hard = [0.9] * 10, [0.1] * 10
    scores = scores_of({"All.": easy + hard, "Easy.": [0.6] * 10, "Bad.": [0.3] * 10})
    assert names(ranked(scores, 1)) == ["All.", "Easy.", "Bad."]


def test_of_two_as_far_behind_the_one_that_stayed_longer_ranks_first():
    scores = scores_of({"Lead.": [0.9] * 20, "Short.": [0.85] * 4, "Long.": [0.85] * 20})
    assert names(ranked(scores, 1)) == ["Lead.", "Long.", "Short."]


def test_means_are_over_the_rows_with_an_answer():
    scores = scores_of({"One.": [0.5, 0.25], "Unasked.": []})
    (found,) = ranked(scores, None)
    assert found.rows == 2
    assert found.chance == pytest.approx(0.375)
    assert found.log_p == pytest.approx(np.log([0.5, 0.25]).mean())
    assert found.candidate.source == "hint"


def test_without_any_answer_there_is_no_ranking():
    assert ranked(scores_of({"Unasked.": []}), None) == ()
