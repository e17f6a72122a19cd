"""Choosing share and penalty: the better one, and no extreme share without a reason."""

import numpy as np
from scipy.sparse import csr_array

from dataexplain.models.ngram_choice import Candidate, candidates, choose, rows_to_choose_by
from dataexplain.models.ngram_rescaling import Rescaling
from dataexplain.models.stacked_linear import StackedFeatures, logistic_loss, squared_loss


def candidate(share, losses, penalty=1.0):
    values = np.asarray(losses, float)
    return Candidate(share, penalty, Rescaling(), values, float(values.mean()))


def features(rows, dense_tells):
    """Return a sign in one part, noise in the other, and the sign as outcome."""
    rng = np.random.default_rng(3)
    sign = rng.choice([-1.0, 1.0], (rows, 1))
    noise = rng.choice([-1.0, 1.0], (rows, 1))
    dense, sparse = (sign, noise) if dense_tells else (noise, sign)
    return StackedFeatures(dense, csr_array(sparse)), (sign > 0).astype(float)


def test_the_part_that_tells_gets_the_share():
    for dense_tells, expected in ((True, 0.0), (False, 1.0)):
        both, outcome = features(400, dense_tells)
        tried = candidates(
            both, outcome, np.ones(400), logistic_loss, shares=(0.0, 1.0), penalties=(3.0, 1.0)
        )
        assert choose(tried, np.ones(400)).share == expected


def test_an_extreme_share_hardly_better_is_not_taken():
    """With 100 texts the folds had chosen only n-grams or only embeddings, as chance had it."""
    rng = np.random.default_rng(0)
    losses = rng.random(100)
    tried = [
        candidate(0.0, losses),
        candidate(0.2, losses + 0.01 * rng.normal(size=100) + 0.0005),
        candidate(0.5, losses + 0.1),
    ]
    assert choose(tried, np.ones(100)).share == 0.2


def test_of_one_share_the_best_penalty_is_taken():
    tried = [
        candidate(0.5, [1.0, 2.0], penalty=3.0),
        candidate(0.5, [0.9, 1.0], penalty=1.0),
        candidate(0.5, [1.0, 1.1], penalty=0.3),
    ]
    assert choose(tried, np.ones(2)).penalty == 1.0


def test_texts_of_no_weight_say_nothing_about_the_error():
    """Two shares whose losses differ only in texts that do not count are equally good."""
    weights = np.array([1.0, 1.0, 0.0])
    best = Candidate(0.0, 1.0, Rescaling(), np.array([1.0, 1.0, 0.0]), 1.0)
    worse = Candidate(0.5, 1.0, Rescaling(), np.array([1.1, 1.1, 90.0]), 1.1)
    assert choose([best, worse], weights) is best


def test_what_weak_penalties_overstate_does_not_count_against_them():
    """Weak penalties, surer of themselves than they are right, had always lost."""
    rng = np.random.default_rng(1)
    values = rng.normal(size=(60, 200))
    outcome = (values[:, :20].sum(axis=1, keepdims=True) > 0).astype(float)
    tried = candidates(
        StackedFeatures(values, csr_array((60, 1))),
        outcome,
        np.ones(60),
        logistic_loss,
        shares=(0.0,),
        penalties=(1e-4, 1e-5),
    )
    assert all(each.rescaling.slope < 0.5 and each.loss < 0.75 for each in tried)


def test_nothing_is_tried_without_a_choice_or_without_texts_to_leave_out():
    both, outcome = features(8, True)
    weights = np.ones(8)
    assert candidates(both, outcome, weights, squared_loss, shares=(0.5,), penalties=(1.0,)) == []
    one = both.rows(np.array([0]))
    assert (
        candidates(one, outcome[:1], weights[:1], squared_loss, shares=(0, 1), penalties=(1,)) == []
    )


def test_some_of_many_rows_are_drawn_once():
    assert rows_to_choose_by(10_000, 0) is None
    drawn = rows_to_choose_by(10_001, 0)
    assert len(drawn) == len(set(drawn.tolist())) == 10_000
