"""A table whose columns have been read as what they are."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
import pandas as pd

from dataexplain.errors import ColumnNotFoundError
from dataexplain.tables.outcome_scale import OutcomeScale


class Role(StrEnum):
    """What a column is for."""

    TARGET = "target"
    NUMERIC = "numeric"
    ORDINAL = "ordinal"
    CATEGORICAL = "categorical"
    BOOLEAN = "boolean"
    DATE = "date"
    TEXT = "text"
    IDENTIFIER = "identifier"
    GROUP = "group"
    TIME = "time"
    WEIGHTS = "weights"
    CONSTANT = "constant"
    IGNORED = "ignored"


FEATURE_ROLES = frozenset({Role.NUMERIC, Role.ORDINAL, Role.CATEGORICAL, Role.BOOLEAN})
# Columns that something can be explained by: texts through the words that are read off them.
USABLE_ROLES = FEATURE_ROLES | {Role.TEXT}
NOMINAL_ROLES = frozenset({Role.CATEGORICAL, Role.BOOLEAN})


class Task(StrEnum):
    """What kind of outcome is explained."""

    REGRESSION = "regression"
    BINARY = "binary"
    MULTICLASS = "multiclass"


@dataclass(frozen=True)
class Column:
    """One column and how it was read.

    Parameters
    ----------
    name : str
    role : Role
    unit : str, optional
        "$" or "%" where the cells said so.
    note : str
        How values were read, as a sentence for the report; empty when there is nothing to say.
    missing, distinct : int
        Missing cells and distinct present values among the kept rows.
    levels : tuple of str
        The levels of a categorical, boolean or ordinal column, in order.
    scores : tuple of float
        For an ordinal column, the number that stands for each level in the frame.
    integer : bool
        Whether every value of a numeric column is a whole number.
    derived_from : str, optional
        The date column that this part (year, month, weekday) was taken from, or the text column
        that this was read off.
    terms : tuple of str
        The words that a text mentions where this column says yes: any of them.
    asked : str
        The property of a text that a judge was asked for, where this column holds its answers.
    judge : str
        The name of that judge.
    yes_above : float, optional
        The log-odds above which its answer counts as yes.
    """

    name: str
    role: Role
    unit: str | None = None
    note: str = ""
    missing: int = 0
    distinct: int = 0
    levels: tuple[str, ...] = ()
    scores: tuple[float, ...] = ()
    integer: bool = False
    derived_from: str | None = None
    terms: tuple[str, ...] = ()
    asked: str = ""
    judge: str = ""
    yes_above: float | None = None

    @property
    def says_of_text(self) -> bool:
        """Whether the column says yes or no of a text: of its words, or as a judge does."""
        return bool(self.terms or self.asked)

    @property
    def nominal(self) -> bool:
        """Whether the column holds levels without an order."""
        return self.role in NOMINAL_ROLES


@dataclass(frozen=True)
class Table:
    """Rows with an outcome, and columns with a role.

    `frame` has a fresh index 0..n-1 and holds, by role: numeric and ordinal columns as float64
    (NaN is missing), categorical and boolean ones as pandas Categorical of str, dates as
    datetime64, everything else as str. The target is float64 for regression and Categorical
    for classification. `row_keys` has one number a row that depends on its content as read;
    `row_times` says when each row was made, in days or the time column's own numbers, where one
    has that role. `file_rows` says which row of the file each one was, counted from 1 without the
    header; `recoded` are the wishes by which values count as others ("age=99:missing");
    `chosen_texts` are the columns that were chosen to be read as texts.
    """

    frame: pd.DataFrame
    columns: tuple[Column, ...]
    target: str
    task: Task
    source: str
    data_hash: str
    rows_read: int
    rows_without_target: int = 0
    positive: str | None = None
    controls: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    row_keys: np.ndarray | None = field(default=None, repr=False, compare=False)
    row_times: np.ndarray | None = field(default=None, repr=False, compare=False)
    outcome_scale: OutcomeScale = field(default_factory=OutcomeScale)
    file_rows: np.ndarray | None = field(default=None, repr=False, compare=False)
    recoded: tuple[str, ...] = ()
    chosen_texts: tuple[str, ...] = ()
    _by_name: dict[str, Column] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the columns by name."""
        object.__setattr__(self, "_by_name", {column.name: column for column in self.columns})

    def __len__(self) -> int:
        return len(self.frame)

    def column(self, name: str) -> Column:
        """Return the column of that name.

        Raises
        ------
        ColumnNotFoundError
            When there is none.
        """
        try:
            return self._by_name[name]
        except KeyError:
            raise ColumnNotFoundError.among(name, list(self._by_name), file=self.source) from None

    @property
    def features(self) -> tuple[Column, ...]:
        """The columns that models may use, controls included."""
        return tuple(column for column in self.columns if column.role in FEATURE_ROLES)

    @property
    def texts(self) -> tuple[Column, ...]:
        """The text columns whose words are used: those chosen, or all where nothing else explains.

        Names and addresses look like texts too, and would stand for other columns ("Mr" for the
        sex): so a text that nobody asked for is used only where there is no other column.
        """
        texts = tuple(column for column in self.columns if column.role is Role.TEXT)
        names = {column.name for column in texts}
        if self.chosen_texts or any(part.derived_from not in names for part in self.features):
            return tuple(column for column in texts if column.name in self.chosen_texts)
        return texts

    @property
    def classes(self) -> tuple[str, ...]:
        """The outcome's classes; empty for regression."""
        if self.task is Task.REGRESSION:
            return ()
        return tuple(str(level) for level in self.frame[self.target].cat.categories)

    @property
    def explained_classes(self) -> tuple[str | None, ...]:
        """The outcomes claims are made about: the positive class, each class, or None."""
        if self.task is Task.REGRESSION:
            return (None,)
        return (self.positive,) if self.task is Task.BINARY else self.classes

    def outcome(self, outcome_class: str | None = None) -> np.ndarray:
        """Return the outcome: the target on its scale, or 1 where it is `outcome_class`."""
        values = self.frame[self.target]
        if self.task is Task.REGRESSION:
            return self.outcome_scale.apply(values.to_numpy(dtype=np.float64))
        return (values == outcome_class).to_numpy(dtype=np.float64)

    def outcome_moments(self, outcome_class: str | None, rows: np.ndarray) -> tuple[float, float]:
        """Return the mean and the standard deviation of an outcome among rows, weighted."""
        outcome, weights = self.outcome(outcome_class)[rows], self.weights()
        chosen = None if weights is None else weights[rows]
        mean = float(np.average(outcome, weights=chosen))
        return mean, float(np.sqrt(np.average((outcome - mean) ** 2, weights=chosen)))

    def weights(self) -> np.ndarray | None:
        """Return the row weights, or None when no column has that role."""
        for column in self.columns:
            if column.role is Role.WEIGHTS:
                return self.frame[column.name].to_numpy(dtype=np.float64)
        return None
