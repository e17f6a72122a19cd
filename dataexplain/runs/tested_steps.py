"""Steps that test what somebody brings or a search finds, each with a report of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from dataexplain.runs.asked_texts import JUDGE_ROWS
from dataexplain.runs.describe_step import DescribeStep
from dataexplain.runs.difference_wish import DifferenceWish, difference_wish
from dataexplain.runs.hypothesis_wish import (
    HYPOTHESES,
    QUESTIONS,
    ROUNDS,
    ROWS_SHOWN,
    HypothesisWish,
)
from dataexplain.runs.step_options import Names, ReportingOptions, TableOptions


class VerifyStep(ReportingOptions, TableOptions):
    """A step that tests sentences of the user's own.

    Examples
    --------
    >>> step = VerifyStep(
    ...     name="s", do="verify", data=Path("a.csv"), target="y", sentences="Men are taller."
    ... )
    >>> step.sentences
    ('Men are taller.',)
    """

    do: Literal["verify"]
    data: Path = Field(strict=False)
    target: str = Field(min_length=1)
    sentences: Names = Field(strict=False, min_length=1)
    judge_rows: int | None = Field(default=JUDGE_ROWS, ge=1)

    def check(self) -> None:
        """Refuse options that do not go together."""
        _ = self.model_wish


class HypothesiseStep(ReportingOptions, TableOptions):
    """A step in which a language model proposes what explains a column.

    Examples
    --------
    >>> step = HypothesiseStep(
    ...     name="h", do="hypothesise", data=Path("a.csv"), target="y", model="m", rows=False
    ... )
    >>> step.wanted.rows_shown, step.wanted.rounds
    (0, 2)
    """

    do: Literal["hypothesise"]
    data: Path = Field(strict=False)
    target: str = Field(min_length=1)
    model: str = Field(min_length=1)
    describe: str = ""
    rounds: int = Field(default=ROUNDS, ge=1)
    hypotheses: int = Field(default=HYPOTHESES, ge=1)
    propose_questions: int = Field(default=QUESTIONS, ge=0)
    judge_rows: int | None = Field(default=JUDGE_ROWS, ge=1)
    null_runs: int = Field(default=0, ge=0)

    @property
    def wanted(self) -> HypothesisWish:
        """How hypotheses shall be found; without rows shown none goes to the model either."""
        return HypothesisWish(
            describe=self.describe,
            rounds=self.rounds,
            hypotheses=self.hypotheses,
            rows_shown=ROWS_SHOWN if self.rows else 0,
            propose_questions=self.propose_questions,
            judge_rows=self.judge_rows,
            floor=self.floor,
            seed=self.seed,
            null_runs=self.null_runs,
            examples=self.examples,
            title=self.title,
        )

    def check(self) -> None:
        """Refuse options that do not go together."""
        _ = self.model_wish, self.wanted


class DifferStep(ReportingOptions):
    """A step that finds what the texts of one group say more often than those of another.

    Examples
    --------
    >>> step = DifferStep(
    ...     name="d", do="differ", data=Path("a.csv"), text="review", group="region", keep=3
    ... )
    >>> step.wanted.keep, step.model_wish is None
    (3, True)
    """

    do: Literal["differ"]
    data: Path = Field(strict=False)
    text: str = Field(min_length=1)
    group: str = Field(min_length=1)
    positive: str | int | float | None = None
    against: str | int | float | None = None
    goal: str = ""
    describe: str = ""
    properties: Names = Field(default=(), strict=False)
    bank: Path | None = Field(default=None, strict=False)
    propose: int = Field(default=DifferenceWish.proposed, ge=0)
    screened: int = Field(default=DifferenceWish.screened, ge=1)
    race_calls: int = Field(default=DifferenceWish.race_calls, ge=0)
    keep: int = Field(default=DifferenceWish.keep, ge=1)
    judge_rows: int = Field(default=DifferenceWish.judge_rows, ge=1)
    early_stop: bool = False
    audit: Path | None = Field(default=None, strict=False)
    floor: float | None = Field(default=None, ge=0, allow_inf_nan=False)
    null_runs: int = Field(default=0, ge=0)
    roles: dict[str, str] = Field(default_factory=dict)
    ignore: tuple[str, ...] = Field(default=(), strict=False)
    recode: tuple[str, ...] = Field(default=(), strict=False)
    time: str | None = None
    seed: int = Field(default=0, ge=0)
    rows: bool = True
    sheet: str | int | None = None
    title: str | None = None

    @property
    def wanted(self) -> DifferenceWish:
        """How a difference shall be looked for."""
        values = {
            "goal": self.goal,
            "description": self.describe,
            "properties": self.properties,
            "bank": self.bank,
            "proposed": self.propose,
            "screened": self.screened,
            "race_calls": self.race_calls,
            "keep": self.keep,
            "judge_rows": self.judge_rows,
            "early_stop": self.early_stop,
            "audit": self.audit,
            "floor": self.floor,
            "null_runs": self.null_runs,
        }
        return difference_wish(values, with_model=self.model is not None)

    def reading(self) -> dict[str, Any]:
        """Return how the table shall be read."""
        return {
            "roles": self.roles,
            "ignore": self.ignore,
            "recode": self.recode,
            "time": self.time,
        }

    def check(self) -> None:
        """Refuse options that do not go together."""
        _ = self.model_wish, self.wanted


TestedStep = VerifyStep | DifferStep | HypothesiseStep | DescribeStep
