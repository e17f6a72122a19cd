import numpy as np
import pytest

import dataexplain
from dataexplain.errors import ColumnNotFoundError, ParameterError
from dataexplain.models import AugTreeClassifier, AugTreeRegressor

FILLER = ["room", "street", "window", "garden", "morning", "bridge", "coffee", "paper"]


def corpus(rows, seed):
    """Texts in which "late" costs two stars and "rude" one more, where it is not late."""
    generator = np.random.default_rng(seed)
    texts, stars = [], []
    for _ in range(rows):
        late, rude = generator.random() < 0.3, generator.random() < 0.3
        said = list(generator.choice(FILLER, 6)) + ["late"] * late + ["rude"] * rude
        texts.append(" ".join(generator.permutation(said)))
        stars.append(4.0 - 2.0 * late - 1.5 * (rude and not late) + generator.normal(0, 0.5))
    return texts, stars


@pytest.fixture(scope="module")
def tree():
    return AugTreeRegressor(max_leaf_nodes=3, ngram_range=(1, 1)).fit(*corpus(400, seed=1))


def test_what_a_tree_has_found_holds_on_new_rows(tree):
    texts, stars = corpus(500, seed=2)
    run = dataexplain.verify_rules(tree, {"review": texts, "stars": stars}, "stars", text="review")
    assert {claim.verdict for claim in run.claims} == {"supported"}
    assert {claim.kind for claim in run.claims} == {"term_effect", "rule_effect"}
    assert any(
        claim.text.startswith("Average stars is lower where") and '"rude"' in claim.text
        for claim in run.claims
    )
    assert run.report.title == "What a tree says of stars"


def test_what_a_tree_has_only_learnt_by_heart_does_not_hold():
    texts, stars = corpus(300, seed=3)
    shuffled = list(np.random.default_rng(0).permutation(stars))
    tree = AugTreeRegressor(max_leaf_nodes=4, ngram_range=(1, 1), min_phrase_rows=3, expand=None)
    tree.fit(texts, shuffled)
    if not tree.phrases_:
        pytest.skip("the tree found nothing in noise")
    texts, stars = corpus(300, seed=4)
    shuffled = list(np.random.default_rng(1).permutation(stars))
    new = {"review": texts, "stars": shuffled}
    run = dataexplain.verify_rules(tree, new, "stars", text="review")
    assert not run.supported


def test_classes_are_those_of_the_tree():
    texts, stars = corpus(500, seed=5)
    labels = np.array(["low", "high"])[(np.array(stars) > 3).astype(int)]
    tree = AugTreeClassifier(max_leaf_nodes=3, ngram_range=(1, 1)).fit(texts[:250], labels[:250])
    new = {"review": texts[250:], "mood": labels[250:]}
    run = dataexplain.verify_rules(tree, new, "mood", text="review")
    assert run.supported
    assert {claim.outcome_class for claim in run.claims} == {"low"} or {
        claim.outcome_class for claim in run.claims
    } == {"high"}


def test_other_columns_are_held_fixed(tree):
    texts, stars = corpus(500, seed=6)
    new = {"review": texts, "stars": stars, "site": ["a", "b"] * 250}
    run = dataexplain.verify_rules(tree, new, "stars", text="review")
    held = {name for claim in run.claims for name in claim.estimand["held_fixed"]}
    assert {"site", "words in review"} <= held


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        (AugTreeRegressor(), "tree"),
        ("a tree", "tree"),
        (AugTreeRegressor().fit(["same words"] * 20, range(20)), "tree"),
    ],
)
def test_what_is_no_fitted_tree_with_a_split_is_refused(wrong, named):
    texts, stars = corpus(60, seed=7)
    with pytest.raises(ParameterError, match=f"'{named}'"):
        dataexplain.verify_rules(wrong, {"review": texts, "stars": stars}, "stars", text="review")


def test_another_target_is_refused(tree):
    texts, _ = corpus(60, seed=8)
    new = {"review": texts, "mood": ["low", "high"] * 30}
    with pytest.raises(ParameterError, match="'target'"):
        dataexplain.verify_rules(tree, new, "mood", text="review")


def test_a_text_column_that_is_not_there_is_named(tree):
    texts, stars = corpus(60, seed=9)
    with pytest.raises(ColumnNotFoundError, match="'opinion'"):
        dataexplain.verify_rules(tree, {"review": texts, "stars": stars}, "stars", text="opinion")
