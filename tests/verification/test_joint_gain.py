import numpy as np
import pytest

from dataexplain.verification.joint_gain import joint_gain
from dataexplain.verification.judged_texts import HeldOutTexts
from tests.verification.judged_corpora import held_out, made_texts, word_vectors

RATES = ({"mentions a refund": 0.6, "praises the staff": 0.6}, {"mentions a refund": 0.2})


def made(n=150, **given):
    texts = made_texts(*RATES, n=n)
    answers = np.column_stack(
        [[float(word in text) for text in texts] for word in ("refund", "staff", "food")]
    )
    return held_out(texts, **given), answers


def test_each_property_adds_what_those_before_it_do_not_tell():
    data, answers = made()
    rng = np.random.default_rng(0)
    answers[:, 2] = rng.random(len(answers)) < 0.5
    twice = np.column_stack([answers, answers[:, 0]])
    joint = joint_gain(data, twice, seed=0)
    refund, staff, nothing, again = joint.gains
    assert refund == pytest.approx(0.2, abs=0.06)
    assert staff > 0.1
    assert abs(nothing) < 0.03
    assert abs(again) < 0.01
    assert joint.auc == pytest.approx(0.5 + sum(joint.gains))


def test_a_reader_of_all_words_shows_what_is_left():
    data, answers = made(n=400)
    refund_alone = joint_gain(data, answers[:, :1], seed=0)
    both = joint_gain(data, answers, seed=0)
    assert refund_alone.unexplained > 0.1
    assert both.unexplained < refund_alone.unexplained


def test_embeddings_are_read_too_and_blank_ones_are_no_error():
    texts = made_texts(*RATES, n=100)
    vectors = word_vectors(texts)
    vectors[3] = np.nan
    data, answers = made(n=100, vectors=vectors)
    assert joint_gain(data, answers, seed=0).all_words > 0.6


def test_answers_that_know_nothing_of_the_group_gain_nothing():
    gains = []
    for seed in range(20):
        rng = np.random.default_rng(seed)
        data = held_out(tuple(map(str, range(120))))
        answers = (rng.random((120, 1)) < 0.4).astype(float)
        gains.append(joint_gain(data, answers, seed).gains[0])
    assert abs(np.mean(gains)) < 0.03


def test_a_property_without_answers_has_no_gain():
    data, answers = made()
    answers[:, 1] = np.nan
    refund, staff, _ = joint_gain(data, answers, seed=0).gains
    assert staff is None
    assert refund > 0.1


def test_too_few_texts_say_nothing():
    data = HeldOutTexts(("a", "b", "c"), np.array([True, False, False]))
    assert joint_gain(data, np.ones((3, 2)), seed=0).gains == (None, None)
    assert joint_gain(data, np.empty((3, 0)), seed=0).gains == ()
