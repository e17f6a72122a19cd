"""Class labels: as positions, and back, for every classifier of this package; and in files."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

import numpy as np
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted

from dataexplain.errors import ParameterError

# Those of texts, numbers and truth values: what JSON knows, and gives back as it was.
_KINDS = "biufUO"
_TYPES = (str, int, float, bool)


class ClassLabels:
    """Mixin of classifiers over `TabularInput` or `TextModel`, whose `_learn` it asks.

    Attributes
    ----------
    classes_ : ndarray
        The labels, sorted.
    """

    classes_: np.ndarray

    def _learn_classes(
        self, X: Any, y: Any, sample_weight: Any = None
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray | None]:
        """Learn rows and classes; return the rows, class positions and weights."""
        rows, labels, weights = self._learn(X, y, sample_weight, numeric_outcome=False)  # type: ignore[attr-defined]
        check_classification_targets(labels)
        self.classes_, codes = np.unique(labels, return_inverse=True)
        if len(self.classes_) < 2:
            raise ParameterError(
                parameter="y",
                owner=type(self).__name__,
                expected="of at least 2 classes",
                got="1 class",
            )
        return rows, codes, weights

    def _explained_classes(self) -> list[str | None]:
        """Return the classes that are explained: the second one of two, or each of more."""
        explained = self.classes_[1:] if len(self.classes_) == 2 else self.classes_
        return [str(label) for label in explained]

    @abstractmethod
    def predict_proba(self, X: Any) -> np.ndarray:
        """Return the probability of each class, in the order of `classes_`."""

    def predict(self, X: Any) -> np.ndarray:
        """Return the likeliest class of each row."""
        check_is_fitted(self)
        return np.asarray(self.classes_[self.predict_proba(X).argmax(axis=1)])


def labels_to_dict(labels: np.ndarray, owner: str) -> dict[str, Any]:
    """Return labels as a part of a file, with their type.

    Raises
    ------
    ParameterError
        For labels that JSON does not know, such as dates.

    Examples
    --------
    >>> labels_to_dict(np.array(["no", "yes"]), "AugTreeClassifier")
    {'labels': ['no', 'yes'], 'type': '<U3'}
    """
    if not _are_known(labels):
        expected = "texts, numbers or truth values"
        raise ParameterError("classes_", f"{owner}.to_json", expected, labels.tolist())
    return {"labels": labels.tolist(), "type": labels.dtype.str}


def labels_from_dict(part: dict[str, Any]) -> np.ndarray:
    """Return the labels that `labels_to_dict` made a part of a file.

    Raises
    ------
    KeyError, TypeError, ValueError
        When the part is none.

    Examples
    --------
    >>> labels_from_dict({"labels": [2, 7], "type": "<i8"})
    array([2, 7])
    """
    labels = np.array(part["labels"], dtype=part["type"])
    distinct = set(labels.tolist()) if _are_known(labels) else set()
    if labels.ndim != 1 or not 2 <= len(labels) == len(distinct):
        raise ValueError(f"its labels are {part['labels']!r}")
    return labels


def _are_known(labels: np.ndarray) -> bool:
    return labels.dtype.kind in _KINDS and all(
        isinstance(label, _TYPES) for label in labels.tolist()
    )
