"""What models of texts share: reading texts with outcomes, checking parameters, their files."""

from __future__ import annotations

from typing import Any, ClassVar, Self

import numpy as np
import pandas as pd
from sklearn.base import is_classifier
from sklearn.utils import assert_all_finite
from sklearn.utils.validation import (
    _check_sample_weight,
    check_array,
    check_consistent_length,
    column_or_1d,
)

from dataexplain.errors import ParameterError
from dataexplain.features.text_estimator import TextEstimator
from dataexplain.features.text_input import read_texts
from dataexplain.features.tokens import Tokenizer, words
from dataexplain.features.whole_numbers import check_whole_number, is_whole_number
from dataexplain.models.class_labels import labels_from_dict, labels_to_dict


class TextModel(TextEstimator):
    """A model of texts, whatever it predicts them to be.

    Parameters
    ----------
    ngram_range : (int, int)
    tokenizer : callable or None
        A text in, its words out; None is `dataexplain.features.tokens.words`.
    """

    ngram_range: tuple[int, int]
    tokenizer: Tokenizer | None
    # The least of each parameter that is a whole number.
    _LEAST: ClassVar[dict[str, int]]
    # The same, for what may be None as well.
    _LEAST_OR_NONE: ClassVar[dict[str, int]] = {}
    # The most words of an n-gram, where there is a limit.
    _MOST_WORDS: ClassVar[int | None] = None
    # What a file cannot hold, or need not.
    _NOT_SAVED: ClassVar[frozenset[str]]

    @property
    def _tokenizer(self) -> Tokenizer:
        return words if self.tokenizer is None else self.tokenizer

    def _learn(
        self, X: Any, y: Any, sample_weight: Any = None, *, numeric_outcome: bool = True
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray | None]:
        """Return texts, outcomes and weights; rows without weight are left out."""
        self._check_parameters()
        owner = type(self).__name__
        texts = np.array(read_texts(X, owner), dtype=object)
        if y is None:
            expected = "outcomes (it requires y to be passed, but the target y is None)"
            raise ParameterError("y", owner, expected, y)
        outcome = column_or_1d(y, warn=True)
        check_consistent_length(texts, outcome)
        if not len(texts):
            raise ParameterError("X", owner, "at least 1 text", "0 texts")
        if numeric_outcome:
            outcome = check_array(outcome, ensure_2d=False, dtype=np.float64, input_name="y")
        else:
            assert_all_finite(outcome, input_name="y")
            if pd.isna(outcome).any():
                raise ParameterError("y", owner, "without missing labels", "None or NaN")
        if sample_weight is None:
            return texts, outcome, None
        weights = _check_sample_weight(
            sample_weight, outcome, dtype=np.float64, ensure_non_negative=True
        )
        weighed = weights > 0
        return texts[weighed], outcome[weighed], weights[weighed]

    def _check_parameters(self) -> None:
        """Refuse a parameter that is outside what is allowed."""
        owner = type(self).__name__
        for name, least in self._LEAST.items():
            check_whole_number(name, owner, getattr(self, name), least=least)
        for name, least in self._LEAST_OR_NONE.items():
            check_whole_number(name, owner, getattr(self, name), least=least, or_none=True)
        if not _is_range(self.ngram_range, self._MOST_WORDS):
            most = self._MOST_WORDS
            limit = "" if most is None else f", the greater one at most {most}"
            expected = f"two whole numbers such as (1, 2){limit}"
            raise ParameterError("ngram_range", owner, expected, self.ngram_range)

    def _saved(self) -> dict[str, Any]:
        """Return the parts of a file that all models have: parameters and labels."""
        parameters = {
            name: value
            for name, value in self.get_params(deep=False).items()
            if name not in self._NOT_SAVED
        }
        classes = getattr(self, "classes_", None)
        labels = None if classes is None else labels_to_dict(classes, type(self).__name__)
        return {"parameters": parameters, "classes": labels}

    @classmethod
    def _restored(cls, parts: dict[str, Any]) -> Self:
        """Return a model with the parameters and labels of a file; the rest is to be added."""
        given = dict(parts["parameters"])
        wanted = set(cls._get_param_names()) - cls._NOT_SAVED
        # An open embedder is in no file.
        lacking, unknown = wanted - {"embedder", *given}, given.keys() - wanted
        if lacking or unknown:
            said = "there is no" if unknown else "it lacks the"
            raise ValueError(f"{said} parameter {min(unknown or lacking)!r}")
        model = cls(**{name: _as_given(value) for name, value in given.items()})
        if is_classifier(model):
            model.classes_ = labels_from_dict(parts["classes"])
        return model


def _as_given(value: Any) -> Any:
    """Return a parameter as it was before JSON made lists of tuples."""
    return tuple(value) if isinstance(value, list) else value


def _is_range(value: object, most: int | None) -> bool:
    if not isinstance(value, (tuple, list)) or len(value) != 2:
        return False
    if not all(map(is_whole_number, value)):
        return False
    return 1 <= value[0] <= value[1] and (most is None or value[1] <= most)
