import numpy as np

from dataexplain.features.property_probe import foretold_answers


def made(n=400, judged=120, seed=0):
    rng = np.random.default_rng(seed)
    vectors = rng.normal(size=(n, 6)).astype(np.float32)
    truth = (vectors[:, 0] + 0.3 * rng.normal(size=n) > 0).astype(float)
    answers = np.where(np.arange(n) < judged, truth, np.nan)
    return vectors, truth, answers


def generator():
    return np.random.default_rng(1)


def test_texts_without_an_answer_are_foretold():
    vectors, truth, answers = made()
    foretold = foretold_answers(vectors, answers, generator=generator())
    rest = np.isnan(answers)
    assert np.corrcoef(foretold[rest], truth[rest])[0, 1] > 0.7
    assert foretold.min() >= 0
    assert foretold.max() <= 1


def test_an_answer_does_not_foretell_itself():
    rng = np.random.default_rng(0)
    vectors = rng.normal(size=(100, 200))
    answers = (rng.random(100) < 0.5).astype(float)
    foretold = foretold_answers(vectors, answers, generator=generator())
    assert abs(np.corrcoef(foretold, answers)[0, 1]) < 0.3


def test_copies_do_not_foretell_each_other():
    rng = np.random.default_rng(0)
    vectors = np.repeat(rng.normal(size=(60, 100)), 2, axis=0)
    answers = np.repeat((rng.random(60) < 0.5).astype(float), 2)
    together = np.repeat(np.arange(60), 2)
    apart = foretold_answers(vectors, answers, together, generator=generator())
    assert np.corrcoef(apart, answers)[0, 1] < 0.3
    leaked = foretold_answers(vectors, answers, generator=generator())
    assert np.corrcoef(leaked, answers)[0, 1] > 0.5


def test_discovery_answers_help():
    vectors, truth, answers = made(judged=30)
    more, said, _ = made(seed=5)
    alone = foretold_answers(vectors, answers, generator=generator())
    helped = foretold_answers(
        vectors, answers, more_vectors=more, more_answers=said, generator=generator()
    )
    errors = [np.mean((found - truth)[30:] ** 2) for found in (alone, helped)]
    assert errors[1] < errors[0]


def test_too_few_answers_foretell_nothing():
    vectors, _, answers = made(judged=10)
    assert foretold_answers(vectors, answers, generator=generator()) is None
    same = np.where(np.isnan(answers), np.nan, 1.0)
    assert foretold_answers(vectors, same, generator=generator()) is None


def test_a_text_without_content_is_foretold_too():
    vectors, _, answers = made()
    vectors[399] = np.nan
    assert np.isfinite(foretold_answers(vectors, answers, generator=generator())).all()
