import numpy as np

from dataexplain.models.word_scores import word_scores


def corpus(rows: int, seed: int) -> tuple[list[str], np.ndarray]:
    generator = np.random.default_rng(seed)
    said = [list(generator.choice(["sea", "hill", "lake", "road"], 3)) for _ in range(rows)]
    outcome = np.array([float("sea" in entry) for entry in said])
    return [" ".join(entry) for entry in said], (outcome + generator.normal(0, 0.1, rows))[:, None]


def test_what_words_foretell_of_new_texts_is_found() -> None:
    texts, outcomes = corpus(200, seed=0)
    others, truth = corpus(100, seed=1)
    _, found = word_scores(texts, outcomes, others)
    assert np.corrcoef(found[:, 0], truth[:, 0])[0, 1] > 0.9


def test_a_fitted_text_is_left_out_when_it_is_foretold() -> None:
    texts = [f"word{n}" for n in range(60)]
    outcomes = np.random.default_rng(0).normal(size=(60, 1))
    own, _ = word_scores(texts, outcomes, [])
    assert abs(np.corrcoef(own[:, 0], outcomes[:, 0])[0, 1]) < 0.5


def test_a_copy_of_a_text_does_not_foretell_it() -> None:
    """Bug: folds parted copies, so that a text learnt by heart seemed to be foretold."""
    texts = [f"word{n}" for n in range(60)] * 2
    outcomes = np.tile(np.random.default_rng(0).normal(size=60), 2)[:, None]
    own, _ = word_scores(texts, outcomes, [])
    assert abs(np.corrcoef(own[:, 0], outcomes[:, 0])[0, 1]) < 0.5


def test_a_class_has_a_column_of_its_own() -> None:
    texts, outcomes = corpus(80, seed=2)
    own, others = word_scores(texts, np.hstack([outcomes, 1 - outcomes]), ["sea", "hill"])
    assert own.shape == (80, 2)
    assert np.allclose(own.sum(axis=1), 1, atol=0.05)
    assert others[0, 0] > others[1, 0]


def test_a_row_without_weight_teaches_nothing() -> None:
    texts, outcomes = corpus(100, seed=3)
    weights = np.ones(200)
    weights[100:] = 1e-9
    _, alone = word_scores(texts, outcomes, ["sea", "hill"])
    _, beside = word_scores(
        texts * 2, np.vstack([outcomes, -outcomes]), ["sea", "hill"], weights=weights
    )
    assert np.allclose(alone, beside, atol=0.05)


def test_texts_without_words_foretell_the_average() -> None:
    own, others = word_scores(["...", "!!!"] * 10, np.arange(20.0)[:, None], ["sea"])
    assert np.allclose(own, 9.5)
    assert np.allclose(others, 9.5)
