"""How typical texts are of their group, told by models that did not see them."""

import numpy as np
import pytest

from dataexplain.models.group_classifier import group_evidence, likeness_to_groups


def worded(words, count, generator):
    return [" ".join(generator.choice(words, 6)) for _ in range(count)]


def two_groups(count=60):
    generator = np.random.default_rng(0)
    shared = [f"word{place}" for place in range(20)]
    texts = worded([*shared, "goal", "team"], count, generator)
    texts += worded([*shared, "cake", "oven"], count, generator)
    return texts, np.arange(2 * count) < count


def test_texts_of_different_words_are_told_apart():
    texts, in_a = two_groups()
    evidence = group_evidence(texts, in_a)
    clear = np.array(["goal" in text or "cake" in text for text in texts])
    assert evidence.auc > 0.7
    assert evidence.log_odds[clear & in_a].mean() > 0 > evidence.log_odds[clear & ~in_a].mean()


def test_groups_drawn_at_random_are_not():
    generator = np.random.default_rng(1)
    texts = worded([f"word{place}" for place in range(30)], 300, generator)
    vectors = generator.normal(size=(300, 20))
    evidence = group_evidence(texts, generator.random(300) < 0.5, vectors)
    assert 0.35 < evidence.auc < 0.6


def test_a_copy_in_both_groups_tells_nothing_of_itself():
    """A text that is left out alone is told by its copy; here each copy says the opposite."""
    texts = [f"only{place}" for place in range(40)] * 2
    evidence = group_evidence(texts, np.arange(80) < 40)
    assert evidence.auc == pytest.approx(0.5, abs=0.1)


def test_embeddings_tell_what_words_do_not():
    texts = [f"only{place}" for place in range(80)]
    in_a = np.arange(80) % 2 == 0
    vectors = np.column_stack([np.where(in_a, 1.0, 0.0), np.where(in_a, 0.0, 1.0)])
    assert group_evidence(texts, in_a, vectors).auc == 1.0
    assert group_evidence(texts, in_a).auc < 0.7


@pytest.mark.parametrize(("first", "second"), [(0, 5), (5, 0), (2, 50), (0, 0)])
def test_of_a_group_of_two_nothing_is_told(first, second):
    texts = [f"text {place}" for place in range(first + second)]
    evidence = group_evidence(texts, np.arange(len(texts)) < first)
    assert evidence.auc == 0.5
    assert not evidence.log_odds.any()


def test_three_texts_of_a_group_are_enough():
    texts = [f"a goal {place}" for place in range(3)] + [f"a cake {place}" for place in range(30)]
    assert group_evidence(texts, np.arange(33) < 3, np.eye(33)).auc > 0.5


def test_texts_without_words_are_told_nothing_of():
    evidence = group_evidence(["...", "!", "?", "--", ";", ","], np.arange(6) < 3)
    assert evidence.auc == 0.5


def test_the_seed_decides_the_folds_alone():
    texts, in_a = two_groups()
    vectors = np.random.default_rng(2).normal(size=(len(texts), 5))
    first, again, other = (
        group_evidence(texts, in_a, vectors, random_state=seed).log_odds for seed in (0, 0, 1)
    )
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_words_are_held_against_groups_of_texts():
    vectors = np.random.default_rng(0).normal(size=(40, 3))
    vectors[:20, 0] += 3.0
    found = likeness_to_groups(vectors, np.arange(40) < 20, np.eye(3) * 4)
    assert int(np.argmax(found)) == 0
