"""What every estimator of texts says of itself to scikit-learn, and how it is cloned."""

from __future__ import annotations

import copy
from typing import Any, ClassVar, Self

from sklearn.base import BaseEstimator


class TextEstimator(BaseEstimator):  # type: ignore[misc]
    """An estimator that reads texts, one a row.

    A clone shares what the user opened or wrote: an embedder, a model, a tokenizer. A copy of an
    open one would have threads and files of its own, or fail.

    Examples
    --------
    >>> from sklearn.base import clone
    >>> class Shouting(TextEstimator):
    ...     def __init__(self, tokenizer=None, marks=()):
    ...         self.tokenizer, self.marks = tokenizer, marks
    >>> shouting = Shouting(tokenizer=lambda text: text.split("!"))
    >>> clone(shouting).tokenizer is shouting.tokenizer
    True
    """

    # A clone's own copies: all parameters but these.
    _SHARED: ClassVar[frozenset[str]] = frozenset({"embedder", "model", "progress", "tokenizer"})

    def __sklearn_clone__(self) -> Self:
        """Return the estimator unfitted; what is open is shared, never copied."""
        parameters = self.get_params(deep=False)
        shared = {name: parameters[name] for name in self._SHARED & parameters.keys()}
        bare = copy.copy(self)
        for name in shared:
            setattr(bare, name, None)
        cloned: Self = super(TextEstimator, bare).__sklearn_clone__()
        for name, value in shared.items():
            setattr(cloned, name, value)
        return cloned

    def __sklearn_tags__(self) -> Any:
        """Return the tags: it reads texts, not numbers."""
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.one_d_array = True
        tags.input_tags.two_d_array = False
        return tags
