"""Fitted questions as a JSON file: columns, probes and answers; no text, no model, no pickle."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

import numpy as np

from dataexplain.features.fitted_file import FileForm, FilePath, refusing_damage
from dataexplain.features.question_column import QuestionColumn
from dataexplain.features.question_models import EmbedderIdentity, JudgeIdentity
from dataexplain.features.question_settings import check_settings

FORM = FileForm("question features", 1)


@dataclass(frozen=True)
class SavedQuestions:
    """What a fitted transformer consists of.

    Parameters
    ----------
    settings : dict
        Its parameters, without questions and models.
    columns : tuple of QuestionColumn
    answers : dict of str to ndarray
        By the SHA-256 of a text; NaN is no answer.
    doubtful : dict of str to str
    judge : JudgeIdentity
    embedder : EmbedderIdentity or None
    """

    SETTINGS: ClassVar[tuple[str, ...]] = (
        "description",
        "n_questions",
        "judge_rows",
        "new_texts",
        "judged_texts",
        "calibrate",
        "scale",
        "prune",
        "min_agreement",
        "random_state",
    )

    settings: dict[str, Any]
    columns: tuple[QuestionColumn, ...]
    answers: dict[str, np.ndarray]
    doubtful: dict[str, str]
    judge: JudgeIdentity
    embedder: EmbedderIdentity | None

    def write(self, path: FilePath) -> None:
        """Write the file, whole or not at all.

        Raises
        ------
        OutputError
        """
        parts = {
            "settings": self.settings,
            "judge": asdict(self.judge),
            "embedder": None if self.embedder is None else asdict(self.embedder),
            "doubtful": self.doubtful,
            "columns": [column.to_dict() for column in self.columns],
            "answers": {key: _written(row) for key, row in sorted(self.answers.items())},
        }
        FORM.write(path, parts)

    @classmethod
    def read(cls, path: FilePath) -> SavedQuestions:
        """Read a file.

        Raises
        ------
        LoadingError
            When it cannot be read, or is none of these.
        """
        parts = FORM.read(path)
        with refusing_damage(path):
            embedder = parts["embedder"]
            found = cls(
                {name: parts["settings"][name] for name in cls.SETTINGS},
                tuple(QuestionColumn.from_dict(entry) for entry in parts["columns"]),
                {key: _read(row) for key, row in parts["answers"].items()},
                {str(name): str(reason) for name, reason in parts["doubtful"].items()},
                JudgeIdentity(**parts["judge"]),
                None if embedder is None else EmbedderIdentity(**embedder),
            )
            # Which embedder and how many calls, the reader of the file says.
            check_settings({**found.settings, "embedder": "any", "max_calls": None})
            found._check()
        return found

    def _check(self) -> None:
        """Refuse parts that do not belong together."""
        if not self.columns:
            raise ValueError("it has no question")
        if any(row.shape != (len(self.columns),) for row in self.answers.values()):
            raise ValueError("a text has more or fewer answers than there are questions")
        dimensions = None if self.embedder is None else self.embedder.dimensions
        for column in self.columns:
            if column.probe is not None and column.probe.coefficients.shape != (dimensions,):
                raise ValueError(f"the probe of {column.property!r} has another length")


def _written(row: np.ndarray) -> list[float | None]:
    return [None if math.isnan(value) else float(value) for value in row]


def _read(row: list[float | None]) -> np.ndarray:
    return np.array([math.nan if value is None else value for value in row], dtype=np.float64)
