"""What a pipeline may ask for: its kinds of steps and the options of each."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from dataexplain.narration.wishes import MOST_CLAIMS, NarrationWish, narration_wish
from dataexplain.runs.arguments import check_arguments
from dataexplain.runs.asked_texts import JUDGE_ROWS, QuestionWish, question_wish
from dataexplain.runs.describe_step import DescribeStep
from dataexplain.runs.output_folder import default_folder
from dataexplain.runs.step_options import ModelOptions, Names, Options, TableOptions
from dataexplain.runs.tested_steps import DifferStep, HypothesiseStep, TestedStep, VerifyStep

# Folders are called after steps, beside the files of the run.
STEP_NAME = re.compile(r"[^\W_][\w-]{0,59}")
# What stands for an earlier step is its name; what stands for a file is its path.
ReportSource = str | Path
_LISTS = ("ignore", "recode", "controls", "text", "questions", "expect")


class Shared(ModelOptions, TableOptions):
    """What several explanations may have in common: everything that `explain` takes."""

    questions: Names = Field(default=(), strict=False)
    propose_questions: int = Field(default=0, ge=0)
    judge_rows: int | None = Field(default=JUDGE_ROWS, ge=1)
    null_runs: int = Field(default=0, ge=0)
    stability: int = Field(default=0, ge=0)
    describe: str = ""
    narrate: int = Field(default=MOST_CLAIMS, ge=0)
    expect: tuple[str, ...] = Field(default=(), strict=False)
    anonymise: bool = False
    experiment: bool = False


class Explain(Shared):
    """One explanation of one column of one table.

    Examples
    --------
    >>> wanted = Explain(data=Path("churn.csv"), target="churn", rows=False)
    >>> wanted.examples
    0
    >>> wanted.wishes()["positive"] is None
    True
    """

    data: Path = Field(strict=False)
    target: str = Field(min_length=1)

    @property
    def narration(self) -> NarrationWish:
        """How the report shall be put into words."""
        return narration_wish(self.model_dump())

    @property
    def asked(self) -> QuestionWish:
        """What a judge shall be asked of texts."""
        return question_wish(self.model_dump(), with_model=self.model is not None)


class ExplainStep(Explain):
    """A step that explains."""

    name: str
    do: Literal["explain"] = "explain"


class RecheckStep(ModelOptions):
    """A step that tests the statements of a report on other rows."""

    name: str
    do: Literal["recheck"]
    report: ReportSource
    data: Path = Field(strict=False)
    seed: int = Field(default=0, ge=0)
    sheet: str | int | None = None
    judge_rows: int | None = Field(default=JUDGE_ROWS, ge=1)

    def check(self) -> None:
        """Refuse options that do not go together."""
        _ = self.model_wish


class CompareStep(Options):
    """A step that says what became of one report's statements in another."""

    name: str
    do: Literal["compare"]
    first: ReportSource
    second: ReportSource


Step = ExplainStep | TestedStep | RecheckStep | CompareStep
KINDS: dict[str, type[Step]] = {
    "explain": ExplainStep,
    "verify": VerifyStep,
    "differ": DifferStep,
    "hypothesise": HypothesiseStep,
    "describe": DescribeStep,
    "recheck": RecheckStep,
    "compare": CompareStep,
}
# The keys by which a step names the reports that it needs.
SOURCES: dict[str, tuple[str, ...]] = {
    "recheck": ("report",),
    "compare": ("first", "second"),
}
# Kinds of steps that make a report of statements, which a later step may use.
REPORTING = frozenset(KINDS) - frozenset(SOURCES)
# What a file says of a target means nothing, or something else, to groups and to outputs.
_OF_A_TARGET = frozenset(("target", "positive", "group", "text", "floor", "judge_rows"))
_WITHOUT_A_TARGET = frozenset(("differ", "describe"))


def shared_by(kind: str) -> frozenset[str]:
    """Return what a file may say for all of its steps that holds for a step of this kind.

    Examples
    --------
    >>> sorted(shared_by("explain") - shared_by("verify"))[:2]
    ['anonymise', 'describe']
    >>> "group" in shared_by("differ"), "model" in shared_by("recheck"), shared_by("compare")
    (False, True, frozenset())
    """
    shared = frozenset(Shared.model_fields) & frozenset(KINDS[kind].model_fields)
    if kind == "recheck":  # of other rows
        return shared & frozenset(ModelOptions.model_fields)
    return shared - _OF_A_TARGET if kind in _WITHOUT_A_TARGET else shared


class Heading(Options):
    """What a file says of the whole of its work."""

    name: str | None = None
    out: Path | None = Field(default=None, strict=False)
    jobs: int | None = Field(default=None, ge=1)


class SingleJob(Heading, Explain):
    """A file without steps: one explanation."""


class SeveralJobs(Heading, Shared):
    """A file with steps, and what its explanations have in common."""

    steps: Any


class Pipeline(Options):
    """Everything a pipeline file asks for, steps in the order of the file.

    Examples
    --------
    >>> step = ExplainStep(name="churn", data=Path("churn.csv"), target="churn")
    >>> Pipeline(steps=(step,)).folder.as_posix()
    'churn-report'
    """

    steps: tuple[Step, ...]
    single: bool = True
    name: str | None = None
    title: str | None = None
    out: Path | None = None
    jobs: int | None = None

    @property
    def folder(self) -> Path:
        """Where reports go: `out`, or a folder called after the pipeline or the data."""
        if self.out is not None:
            return self.out
        if self.name:
            return Path(f"{self.name}-report")
        first = self.steps[0]
        return default_folder(first.data) if isinstance(first, ExplainStep) else Path("run-report")

    def folder_of(self, step: Step) -> Path:
        """Return where a step's report goes, from the folder of the run."""
        return Path() if self.single else Path(step.name)


def single_pipeline(
    data: Path, target: str, *, jobs: int | None = None, **options: Any
) -> Pipeline:
    """Return a pipeline of one explanation.

    Parameters
    ----------
    data : Path
    target : str
    jobs : int, optional
    **options
        Further fields of `Explain`.

    Raises
    ------
    ParameterError
        When an argument is outside what is allowed.

    Examples
    --------
    >>> single_pipeline(Path("churn.csv"), "churn", null_runs=20).steps[0].name
    'churn'
    """
    check_arguments({"target": target, "n_jobs": jobs, **options})
    lists = {key: tuple(options.get(key, ())) for key in _LISTS}
    # checked above, in the words that fit arguments
    step = ExplainStep.model_construct(name=target, data=data, target=target, **(options | lists))
    return Pipeline(steps=(step,), jobs=jobs)


def sources_of(step: Step) -> tuple[ReportSource, ...]:
    """Return the reports that a step reads: names of steps, or paths.

    Examples
    --------
    >>> sources_of(CompareStep(name="c", do="compare", first="a", second=Path("b/report.json")))
    ('a', ...Path('b/report.json'))
    """
    return tuple(getattr(step, key) for key in SOURCES.get(step.do, ()))
