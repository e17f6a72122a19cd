"""Options that several kinds of steps have: how a table is read, what a model may cost, files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from dataexplain.llm.limits import LIMIT_NAMES
from dataexplain.runs.language_model import ModelWish, model_wish

Scale = Literal["plain", "capped", "log"]
# What a level of a column may be written as.
Level = str | int | float | bool | None
# What a result does not depend on, or what it depends on by its content: files, and the model.
_APART = frozenset(
    ("name", "do", "data", "sheet", "bank", "audit", "log_text", "model", *LIMIT_NAMES)
)


def _as_list(given: object) -> object:
    return (given,) if isinstance(given, str) else given


# Of which there may be several: one text alone will do.
Names = Annotated[tuple[str, ...], BeforeValidator(_as_list)]


class Options(BaseModel):
    """Keys and values of a file, of exactly the types that are asked for."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class TableOptions(Options):
    """How a table shall be read, and what its report shall show.

    Examples
    --------
    >>> wanted = TableOptions(rows=False, text="review")
    >>> wanted.examples, wanted.wishes()["text"]
    (0, ('review',))
    """

    data: Path | None = Field(default=None, strict=False)
    target: str | None = Field(default=None, min_length=1)
    roles: dict[str, str] = Field(default_factory=dict)
    ignore: tuple[str, ...] = Field(default=(), strict=False)
    recode: tuple[str, ...] = Field(default=(), strict=False)
    positive: Level = None
    scale: Scale | None = None
    controls: tuple[str, ...] = Field(default=(), strict=False)
    weights: str | None = None
    group: str | None = None
    time: str | None = None
    text: Names = Field(default=(), strict=False)
    floor: float | None = Field(default=None, ge=0, allow_inf_nan=False)
    seed: int = Field(default=0, ge=0)
    rows: bool = True
    title: str | None = None
    sheet: str | int | None = None

    @property
    def examples(self) -> int:
        """How many example rows stand beside a statement."""
        return 3 if self.rows else 0

    def reading(self) -> dict[str, Any]:
        """Return how the table shall be read, without its texts."""
        return {
            "roles": self.roles,
            "ignore": self.ignore,
            "recode": self.recode,
            "positive": self.positive,
            "controls": self.controls,
            "weights": self.weights,
            "group": self.group,
            "time": self.time,
            **({} if self.scale is None else {"scale": self.scale}),
        }

    def wishes(self) -> dict[str, Any]:
        """Return how the table shall be read: the options of `build_table`."""
        return self.reading() | ({"text": self.text} if self.text else {})


class ModelOptions(Options):
    """Which language model shall be asked, and what may be spent on it.

    Examples
    --------
    >>> ModelOptions(model="embedded", max_calls=100).model_wish.limits.max_calls
    100
    >>> ModelOptions().model_wish is None
    True
    """

    model: str | None = Field(default=None, min_length=1)
    max_calls: int | None = Field(default=None, ge=0)
    max_tokens: int | None = Field(default=None, ge=0)
    max_cost: float | None = Field(default=None, ge=0, allow_inf_nan=False)
    price: str | None = None
    log_text: bool = True

    @property
    def limits(self) -> dict[str, Any]:
        """What may be spent, by the names that commands and calls know."""
        return {name: getattr(self, name) for name in LIMIT_NAMES}

    @property
    def model_wish(self) -> ModelWish | None:
        """The language model, and what it may cost."""
        return model_wish(self.model, log_text=self.log_text, **self.limits)


class ReportingOptions(ModelOptions):
    """What steps have in common that test something and report it.

    Examples
    --------
    >>> ReportingOptions(name="s", model="m", max_calls=9).determinants()["asked"]["max_calls"]
    9
    """

    name: str

    @property
    def files(self) -> tuple[Path, ...]:
        """The files that it reads, the table first."""
        named = (getattr(self, key, None) for key in ("data", "bank", "audit"))
        return tuple(path for path in named if path is not None)

    def determinants(self) -> dict[str, Any]:
        """Return what its result depends on beside its files, as JSON."""
        wish = self.model_wish
        asked = {} if wish is None else wish.determinants()
        return {**self.model_dump(mode="json", exclude=set(_APART)), "asked": asked}
