"""A step that says in a sentence how outputs follow from inputs."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from dataexplain.errors import ParameterError
from dataexplain.runs.describe_wish import OWNER, DescribeWish, describe_wish
from dataexplain.runs.language_model import ModelWish
from dataexplain.runs.step_options import Names, ReportingOptions


class DescribeStep(ReportingOptions):
    """A step that looks for a sentence on one half of the rows, and tests it on the other.

    `rows: false` keeps rows of the table out of the report, as in every step, so that the number
    of rows that decide is called `held_out_rows`.

    Examples
    --------
    >>> step = DescribeStep(
    ...     name="d", do="describe", data=Path("a.csv"), output="fee", held_out_rows=80, rows=False
    ... )
    >>> step.wanted.rows, step.input, step.model_wish is None
    (80, (), True)
    """

    do: Literal["describe"]
    data: Path = Field(strict=False)
    output: str = Field(min_length=1)
    input: Names = Field(default=(), strict=False)
    hints: Names = Field(default=(), strict=False)
    describe: str = ""
    propose: int = Field(default=DescribeWish.proposed, ge=0)
    search_calls: int = Field(default=DescribeWish.search_calls, ge=0)
    keep: int = Field(default=DescribeWish.keep, ge=1)
    held_out_rows: int = Field(default=DescribeWish.rows, ge=2)
    floor: float | None = Field(default=None, ge=0, allow_inf_nan=False)
    second_model: str | None = Field(default=None, min_length=1)
    null_runs: int = Field(default=0, ge=0)
    seed: int = Field(default=0, ge=0)
    rows: bool = True
    sheet: str | int | None = None
    title: str | None = None

    @property
    def wanted(self) -> DescribeWish:
        """How a sentence shall be looked for."""
        values = {
            "hints": self.hints,
            "description": self.describe,
            "proposed": self.propose,
            "search_calls": self.search_calls,
            "keep": self.keep,
            "rows": self.held_out_rows,
            "floor": self.floor,
            "null_runs": self.null_runs,
        }
        return describe_wish(values, with_model=self.model is not None)

    def determinants(self) -> dict[str, Any]:
        """Return what its result depends on beside its files, as JSON."""
        second = {} if self.second_model is None else ModelWish(self.second_model).determinants()
        return {**super().determinants(), "second": second}

    def check(self) -> None:
        """Refuse options that do not go together."""
        _ = self.model_wish, self.wanted
        if self.second_model is not None and self.model is None:
            expected = "given only together with a model"
            raise ParameterError("second_model", OWNER, expected, self.second_model)
