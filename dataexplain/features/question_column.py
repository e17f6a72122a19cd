"""One question of a fitted transformer: what was learned about it, and what it says of texts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

import numpy as np

from dataexplain.features.question_probe import Probe


@dataclass(frozen=True)
class QuestionColumn:
    """A question that became a column.

    Parameters
    ----------
    question : str
        As the user or the language model put it.
    property : str
        As it is said of a text: the column's name.
    offset : float
        The judge's log-odds of texts without content, which are taken off; 0 without calibration.
    calibrated : bool
        Whether they were: not wanted, or no answer to texts without content.
    answers : int
        How many texts were answered in `fit`.
    mean : float
        Their mean.
    probe : Probe, optional
        Without one, a text that was not judged is taken to be like the mean.
    """

    question: str
    property: str
    offset: float
    calibrated: bool
    answers: int
    mean: float
    probe: Probe | None

    def filled(self, values: np.ndarray, vectors: np.ndarray | None) -> np.ndarray:
        """Return values with a prediction in place of each NaN.

        Parameters
        ----------
        values : ndarray of shape (n,)
        vectors : ndarray of shape (n, dimensions), optional
            Embeddings of the texts; a row of NaN is a text without content.
        """
        missing = np.isnan(values)
        found = np.where(missing, self.mean, values)
        if self.probe is not None and vectors is not None:
            predicted = missing & ~np.isnan(vectors).any(axis=1)
            found[predicted] = self.probe.predict(vectors[predicted])
        return found

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON."""
        return {**vars(self), "probe": None if self.probe is None else self.probe.to_dict()}

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:
        """Return the column of `to_dict`."""
        probe = values["probe"]
        return cls(
            question=str(values["question"]),
            property=str(values["property"]),
            offset=float(values["offset"]),
            calibrated=bool(values["calibrated"]),
            answers=int(values["answers"]),
            mean=float(values["mean"]),
            probe=None if probe is None else Probe.from_dict(probe),
        )
