"""What a judge would say of every text, foretold from embeddings by probes that did not see it.

A text that was judged is foretold by a probe fitted without it, and without its copies; any other
by the average of all probes. What the judge said of discovery texts helps each of them.
"""

from __future__ import annotations

import numpy as np
from sklearn.linear_model import RidgeCV

FOLDS = 5
# With fewer answers, or fewer of the rarer kind, the average is all that can be foretold.
LEAST_ANSWERS, LEAST_OF_A_KIND = 20, 3
_PENALTIES = tuple(10.0**power for power in np.arange(-1, 3.5, 0.5))


def foretold_answers(
    vectors: np.ndarray,
    answers: np.ndarray,
    together: np.ndarray | None = None,
    *,
    more_vectors: np.ndarray | None = None,
    more_answers: np.ndarray | None = None,
    generator: np.random.Generator,
) -> np.ndarray | None:
    """Return the expected answer to each text, or None where too few are known to learn from.

    Parameters
    ----------
    vectors : ndarray of shape (n, dimensions)
        Of all texts; a row with NaN is a text without content.
    answers : ndarray of shape (n,)
        1 is yes, 0 no; NaN where a text was not judged.
    together : ndarray of int of shape (n,), optional
        Rows of one number are left out together: copies of a text, rows of a cluster.
    more_vectors, more_answers : ndarray, optional
        Of texts elsewhere, which every probe is fitted on too.
    generator : numpy.random.Generator
        For the folds.

    Returns
    -------
    ndarray of shape (n,), or None
        Between 0 and 1.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> vectors = rng.normal(size=(400, 3))
    >>> truth = (vectors[:, 0] > 0).astype(float)
    >>> answers = np.where(np.arange(400) < 100, truth, np.nan)
    >>> foretold = foretold_answers(vectors, answers, generator=rng)
    >>> bool(np.corrcoef(foretold, truth)[0, 1] > 0.7)
    True
    """
    known = np.flatnonzero(~np.isnan(answers))
    inputs = np.nan_to_num(vectors)
    extra = _extra(more_vectors, more_answers, inputs.shape[1])
    if not _enough(np.concatenate([answers[known], extra[1]])) or len(known) < FOLDS:
        return None
    codes = known if together is None else together[known]
    names, places = np.unique(codes, return_inverse=True)
    folds = generator.permutation(np.arange(len(names)) % FOLDS)[places]
    total, own = np.zeros(len(answers)), np.zeros(len(answers))
    for fold in range(FOLDS):
        left, kept = known[folds == fold], known[folds != fold]
        said = np.concatenate([answers[kept], extra[1]])
        if not _enough(said):
            return None
        model = RidgeCV(alphas=_PENALTIES).fit(np.concatenate([inputs[kept], extra[0]]), said)
        # in the vectors' own precision: of many texts a copy would not fit into memory
        predicted = inputs @ model.coef_.astype(inputs.dtype) + model.intercept_
        predicted = np.clip(predicted, 0.0, 1.0)
        total += predicted
        own[left] = predicted[left]
    foretold = total / FOLDS
    foretold[known] = own[known]
    return foretold


def _extra(
    vectors: np.ndarray | None, answers: np.ndarray | None, dimensions: int
) -> tuple[np.ndarray, np.ndarray]:
    if vectors is None or answers is None:
        return np.empty((0, dimensions)), np.empty(0)
    known = ~np.isnan(answers)
    return np.nan_to_num(np.asarray(vectors[known], dtype=np.float64)), answers[known]


def _enough(said: np.ndarray) -> bool:
    yes = float(said.sum())
    return len(said) >= LEAST_ANSWERS and min(yes, len(said) - yes) >= LEAST_OF_A_KIND
