"""Fitted questions as a JSON file: columns, probes and answers; no text, no model, no pickle."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass
from os import PathLike
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from dataexplain.atomic_files import write_whole
from dataexplain.errors import LoadingError, OutputError
from dataexplain.features.question_column import QuestionColumn
from dataexplain.features.question_models import EmbedderIdentity, JudgeIdentity
from dataexplain.features.question_settings import check_settings

FORMAT = "dataexplain question features"
VERSION = 1


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

    def write(self, path: str | PathLike[str]) -> None:
        """Write the file, whole or not at all.

        Raises
        ------
        OutputError
        """
        content = {
            "format": FORMAT,
            "version": VERSION,
            "settings": {name: _plain(value) for name, value in self.settings.items()},
            "judge": asdict(self.judge),
            "embedder": None if self.embedder is None else asdict(self.embedder),
            "doubtful": self.doubtful,
            "columns": [column.to_dict() for column in self.columns],
            "answers": {key: _written(row) for key, row in sorted(self.answers.items())},
        }
        text = json.dumps(content, allow_nan=False, indent=1) + "\n"
        try:
            write_whole(Path(path), text)
        except OSError as error:
            raise OutputError(f"{path}: It cannot be written ({error.strerror}).") from error

    @classmethod
    def read(cls, path: str | PathLike[str]) -> SavedQuestions:
        """Read a file.

        Raises
        ------
        LoadingError
            When it cannot be read, or is none of these.
        """
        content = _content(path)
        try:
            embedder = content["embedder"]
            found = cls(
                {name: content["settings"][name] for name in cls.SETTINGS},
                tuple(QuestionColumn.from_dict(entry) for entry in content["columns"]),
                {key: _read(row) for key, row in content["answers"].items()},
                {str(name): str(reason) for name, reason in content["doubtful"].items()},
                JudgeIdentity(**content["judge"]),
                None if embedder is None else EmbedderIdentity(**embedder),
            )
            # Which embedder and how many calls, the reader of the file says.
            check_settings({**found.settings, "embedder": "any", "max_calls": None})
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise _damaged(path, error) from error
        found._check(path)
        return found

    def _check(self, path: str | PathLike[str]) -> None:
        """Refuse parts that do not belong together."""
        if not self.columns:
            raise _damaged(path, "it has no question")
        if any(row.shape != (len(self.columns),) for row in self.answers.values()):
            raise _damaged(path, "a text has more or fewer answers than there are questions")
        dimensions = None if self.embedder is None else self.embedder.dimensions
        for column in self.columns:
            if column.probe is not None and column.probe.coefficients.shape != (dimensions,):
                raise _damaged(path, f"the probe of {column.property!r} has another length")


def _content(path: str | PathLike[str]) -> dict[str, Any]:
    try:
        content = json.loads(Path(path).read_text("utf-8"), parse_constant=_refuse)
    except OSError as error:
        reason = f"It cannot be read ({error.strerror})."
        raise LoadingError(reason, file=str(path)) from error
    except (ValueError, RecursionError) as error:
        raise _damaged(path, error) from error
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        reason = "It holds no question features."
        raise LoadingError(reason, file=str(path), remedy="Name a file that to_json wrote.")
    if content.get("version") != VERSION:
        reason = f"It was written in version {content.get('version')!r} of its form."
        remedy = f"This version of dataexplain reads version {VERSION}."
        raise LoadingError(reason, file=str(path), remedy=remedy)
    return content


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is no number of JSON")


def _damaged(path: str | PathLike[str], reason: object) -> LoadingError:
    return LoadingError(
        f"The file is damaged: {str(reason).rstrip('.')}.",
        file=str(path),
        remedy="Write it again with to_json.",
    )


def _plain(value: Any) -> Any:
    """Return numbers of NumPy as those of Python."""
    return value.item() if hasattr(value, "item") else value


def _written(row: np.ndarray) -> list[float | None]:
    return [None if math.isnan(value) else float(value) for value in row]


def _read(row: list[float | None]) -> np.ndarray:
    return np.array([math.nan if value is None else value for value in row], dtype=np.float64)
