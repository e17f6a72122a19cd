"""Class labels as positions, and back: what every classifier of this package shares."""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted

from dataexplain.errors import ParameterError


class ClassLabels:
    """Mixin of classifiers over `TabularInput`.

    Attributes
    ----------
    classes_ : ndarray
        The labels, sorted.
    """

    classes_: np.ndarray

    def _learn_classes(
        self, X: Any, y: Any, sample_weight: Any = None
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray | None]:
        """Learn columns and classes; return the matrix, class positions and weights."""
        matrix, labels, weights = self._learn(X, y, sample_weight, numeric_outcome=False)  # type: ignore[attr-defined]
        check_classification_targets(labels)
        self.classes_, codes = np.unique(labels, return_inverse=True)
        if len(self.classes_) < 2:
            raise ParameterError(
                parameter="y",
                owner=type(self).__name__,
                expected="of at least 2 classes",
                got="1 class",
            )
        return matrix, codes, weights

    def _explained_classes(self) -> list[str | None]:
        """Return the classes that are explained: the second one of two, or each of more."""
        explained = self.classes_[1:] if len(self.classes_) == 2 else self.classes_
        return [str(label) for label in explained]

    def predict_proba(self, X: Any) -> np.ndarray:
        """Return the probability of each class, in the order of `classes_`."""
        raise NotImplementedError

    def predict(self, X: Any) -> np.ndarray:
        """Return the likeliest class of each row."""
        check_is_fitted(self)
        return np.asarray(self.classes_[self.predict_proba(X).argmax(axis=1)])
