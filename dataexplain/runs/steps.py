"""What a pipeline may ask for: its kinds of steps and the options of each."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from dataexplain.llm.limits import LIMIT_NAMES
from dataexplain.narration.wishes import MOST_CLAIMS, NarrationWish, narration_wish
from dataexplain.runs.arguments import check_arguments
from dataexplain.runs.asked_texts import JUDGE_ROWS, QuestionWish, question_wish
from dataexplain.runs.language_model import ModelWish, model_wish
from dataexplain.runs.output_folder import default_folder

# Folders are called after steps, beside the files of the run.
STEP_NAME = re.compile(r"[^\W_][\w-]{0,59}")
Scale = Literal["plain", "capped", "log"]
# What stands for an earlier step is its name; what stands for a file is its path.
ReportSource = str | Path
_LISTS = ("ignore", "recode", "controls", "text", "questions", "expect")


def _as_list(given: object) -> object:
    return (given,) if isinstance(given, str) else given


# Columns of which there may be several: one name alone will do.
Names = Annotated[tuple[str, ...], BeforeValidator(_as_list)]


class Options(BaseModel):
    """Keys and values of a file, of exactly the types that are asked for."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Shared(Options):
    """What several explanations may have in common: everything that `explain` takes."""

    data: Path | None = Field(default=None, strict=False)
    target: str | None = Field(default=None, min_length=1)
    roles: dict[str, str] = Field(default_factory=dict)
    ignore: tuple[str, ...] = Field(default=(), strict=False)
    recode: tuple[str, ...] = Field(default=(), strict=False)
    positive: str | int | float | bool | None = None
    scale: Scale | None = None
    controls: tuple[str, ...] = Field(default=(), strict=False)
    weights: str | None = None
    group: str | None = None
    time: str | None = None
    text: Names = Field(default=(), strict=False)
    questions: Names = Field(default=(), strict=False)
    propose_questions: int = Field(default=0, ge=0)
    judge_rows: int | None = Field(default=JUDGE_ROWS, ge=1)
    floor: float | None = Field(default=None, ge=0, allow_inf_nan=False)
    seed: int = Field(default=0, ge=0)
    null_runs: int = Field(default=0, ge=0)
    stability: int = Field(default=0, ge=0)
    rows: bool = True
    title: str | None = None
    sheet: str | int | None = None
    model: str | None = Field(default=None, min_length=1)
    max_calls: int | None = Field(default=None, ge=0)
    max_tokens: int | None = Field(default=None, ge=0)
    max_cost: float | None = Field(default=None, ge=0, allow_inf_nan=False)
    price: str | None = None
    log_text: bool = True
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
    def examples(self) -> int:
        """How many example rows stand beside a statement."""
        return 3 if self.rows else 0

    @property
    def model_wish(self) -> ModelWish | None:
        """The language model, and what it may cost."""
        limits = {name: getattr(self, name) for name in LIMIT_NAMES}
        return model_wish(self.model, log_text=self.log_text, **limits)

    @property
    def narration(self) -> NarrationWish:
        """How the report shall be put into words."""
        return narration_wish(self.model_dump())

    @property
    def asked(self) -> QuestionWish:
        """What a judge shall be asked of texts."""
        return question_wish(self.model_dump(), with_model=self.model is not None)

    def wishes(self) -> dict[str, Any]:
        """Return how the table shall be read: the options of `build_table`."""
        return {
            "roles": self.roles,
            "ignore": self.ignore,
            "recode": self.recode,
            "positive": self.positive,
            "controls": self.controls,
            "weights": self.weights,
            "group": self.group,
            "time": self.time,
            **({"text": self.text} if self.text else {}),
            **({} if self.scale is None else {"scale": self.scale}),
        }


class ExplainStep(Explain):
    """A step that explains."""

    name: str
    do: Literal["explain"] = "explain"


class RecheckStep(Options):
    """A step that tests the statements of a report on other rows."""

    name: str
    do: Literal["recheck"]
    report: ReportSource
    data: Path = Field(strict=False)
    seed: int = Field(default=0, ge=0)
    sheet: str | int | None = None


class CompareStep(Options):
    """A step that says what became of one report's statements in another."""

    name: str
    do: Literal["compare"]
    first: ReportSource
    second: ReportSource


Step = ExplainStep | RecheckStep | CompareStep
KINDS: dict[str, type[ExplainStep] | type[RecheckStep] | type[CompareStep]] = {
    "explain": ExplainStep,
    "recheck": RecheckStep,
    "compare": CompareStep,
}
# The keys by which a step names what it needs.
SOURCES = {"explain": (), "recheck": ("report",), "compare": ("first", "second")}


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
    return tuple(getattr(step, key) for key in SOURCES[step.do])
