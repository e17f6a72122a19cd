import itertools
import json

import numpy as np
import pytest

from dataexplain.errors import ServerError
from dataexplain.llm import Budget, ChatModel, Scripted
from dataexplain.search.candidate import Candidate
from dataexplain.search.control_texts import (
    LEAST_GAP,
    NO_ANSWERS,
    NO_TEXTS,
    NOT_REACHED,
    NOT_TOLD,
    ControlOutcome,
    check_judge,
)

MUSIC = Candidate(
    "is about music",
    "bank",
    having=("They sang all night long.", "The choir has a new drum."),
    lacking=("They swam all night long.", "The boat has a new oar."),
)
BARE = Candidate("is about music", "model")
WRITTEN = {
    "having": ["She hums a tune at noon.", "He plays the cello in a barn."],
    "lacking": ["She peels a pear at noon.", "He parks the tractor in a barn."],
}


def _musical(request):
    """Say yes with odds that depend on the text, and always below even: small models lean to No."""
    said = request.messages[-1].content
    musical = any(word in said for word in ("sang", "choir", "tune", "cello"))
    return {"No": 0.6, "Yes": 0.3} if musical else {"No": 0.95, "Yes": 0.02}


def _asked(reply, candidates=(MUSIC,), invented=False, budget=None, **settings):
    with ChatModel(Scripted(reply), budget=budget) as model:
        return check_judge(model, candidates, invented=invented, **settings)


def test_a_judge_that_leans_to_no_passes_by_order_and_both_are_told():
    (outcome,) = _asked(_musical)
    assert outcome.passed
    assert outcome.problem == ""
    assert outcome.ordered == 1
    assert outcome.right == (2, 4)


@pytest.mark.parametrize("share", [0.97, 0.03])
def test_a_judge_that_says_the_same_of_everything_fails(share):
    (outcome,) = _asked(lambda _: {"Yes": share, "No": 1 - share})
    assert outcome.passed is False
    assert outcome.problem == NOT_TOLD
    assert outcome.right == (2, 4)
    assert outcome.ordered == 0.5


def test_a_judge_whose_answers_hardly_differ_fails_though_they_are_in_order():
    outcome = ControlOutcome("is long", (-3.0, -3.1), (-3.2, -3.3))
    assert outcome.ordered == 1
    assert outcome.gap < LEAST_GAP
    assert outcome.passed is False


def test_a_judge_that_has_it_backwards_fails():
    outcome = ControlOutcome("is long", (-3.0, -2.0), (2.0, 3.0))
    assert outcome.passed is False
    assert outcome.right == (0, 4)
    assert outcome.chance == 1


@pytest.mark.parametrize(("each", "most"), [(2, 1 / 6), (3, 1 / 20), (4, 2 / 70), (5, 12 / 252)])
def test_how_often_a_judge_that_guesses_passes(each, most):
    """Over all orders of its answers: what the design promises of a guessing judge."""
    values = np.arange(2.0 * each)
    passed = [
        ControlOutcome(
            "x", tuple(values[list(chosen)]), tuple(np.delete(values, list(chosen)))
        ).passed
        for chosen in itertools.combinations(range(2 * each), each)
    ]
    assert np.mean(passed) == pytest.approx(most)


def test_chance_agrees_with_trying_every_order():
    draws = np.random.default_rng(0).integers(0, 4, size=7).astype(float)
    outcome = ControlOutcome("x", tuple(draws[:3]), tuple(draws[3:]))

    def auc(order):
        pairs = [(order[i] > low) + 0.5 * (order[i] == low) for i in range(3) for low in order[3:]]
        return np.mean(pairs)

    every = [auc(order) >= auc(draws) - 1e-12 for order in itertools.permutations(draws)]
    assert outcome.ordered == pytest.approx(auc(draws))
    assert outcome.chance == pytest.approx(np.mean(every))


def test_without_texts_nothing_is_asked():
    with ChatModel(Scripted([])) as model:
        (outcome,) = check_judge(model, [BARE], invented=False)
    assert outcome.passed is None
    assert outcome.problem == NO_TEXTS
    assert outcome.right == (0, 0)
    assert np.isnan(outcome.ordered)


def test_one_text_of_each_kind_is_no_test():
    one = Candidate("is about music", "user", MUSIC.having[:1], MUSIC.lacking[:1])
    (outcome,) = _asked(_musical, [one])
    assert outcome.passed is None
    assert outcome.problem == NO_TEXTS


def test_a_judge_without_answers_is_none():
    (outcome,) = _asked(lambda _: {"Maybe": 0.9})
    assert outcome.passed is False
    assert outcome.problem == NO_ANSWERS
    assert outcome.no_answers == 4
    assert outcome.right == (0, 4)


@pytest.mark.parametrize("calls", [0, 1, 3, 4, 7])
def test_when_the_budget_ends_a_judge_is_untested_not_failed(calls):
    candidates = (MUSIC, Candidate("sings of rain", "bank", MUSIC.having, MUSIC.lacking))
    outcomes = _asked(_musical, candidates, budget=Budget(calls=calls))
    tested = [outcome.passed for outcome in outcomes]
    assert tested == [True if calls >= 4 else None, None]
    assert all(outcome.problem == NOT_REACHED for outcome in outcomes if outcome.passed is None)


def _writing(written):
    """Write texts when asked to, and judge otherwise."""
    return lambda request: json.dumps(written) if request.verb == "generate" else _musical(request)


def test_a_model_writes_texts_where_there_are_none_and_that_is_told():
    known, written = _asked(_writing(WRITTEN), [MUSIC, BARE], invented=True)
    assert not known.invented
    assert written.invented
    assert written.passed


def test_texts_that_are_wanted_are_added_to_those_there_are():
    (outcome,) = _asked(_writing(WRITTEN), [MUSIC], invented=True, each=3)
    assert len(outcome.having) == len(outcome.lacking) == 3
    assert outcome.invented
    assert outcome.chance == pytest.approx(1 / 20)


def test_a_model_that_writes_no_json_leaves_the_judge_untested():
    def reply(request):
        return "I would rather not." if request.verb == "generate" else _musical(request)

    (outcome,) = _asked(reply, [BARE], invented=True)
    assert outcome.problem == NO_TEXTS


def test_the_budget_may_end_before_texts_are_written():
    (outcome,) = _asked(_writing(WRITTEN), [BARE], invented=True, budget=Budget(calls=0))
    assert outcome.problem == NOT_REACHED


def test_a_failing_server_is_no_failed_control():
    with pytest.raises(ServerError):
        _asked(lambda _: ServerError("The server is down."))
