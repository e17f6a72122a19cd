"""A pipeline file: what to explain and how, written down in YAML.

Everything that is wrong with a file is said at once, each mistake with its path.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from dataexplain.errors import SpecificationError, did_you_mean
from dataexplain.runs.output_folder import default_folder

_YES_OR_NO = "tag:yaml.org,2002:bool"
_DATE = "tag:yaml.org,2002:timestamp"
_MUST_BE = {
    "string_type": "a text",
    "list_type": "a list",
    "tuple_type": "a list",
    "dict_type": "a mapping of columns to roles",
    "bool_type": "true or false",
    "float_type": "a number",
    "int_type": "a whole number",
    "finite_number": "a finite number",
    "greater_than_equal": "0 or more",
    "string_too_short": "a text that is not empty",
}
_SHOWN = 60


class Specification(BaseModel):
    """What a pipeline file asks for.

    Examples
    --------
    >>> Specification(data=Path("churn.csv"), target="churn").folder.as_posix()
    'churn-report'
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    data: Path = Field(strict=False)
    target: str = Field(min_length=1)
    name: str | None = None
    out: Path | None = Field(default=None, strict=False)
    roles: dict[str, str] = Field(default_factory=dict)
    ignore: tuple[str, ...] = Field(default=(), strict=False)
    positive: str | int | float | bool | None = None
    controls: tuple[str, ...] = Field(default=(), strict=False)
    weights: str | None = None
    group: str | None = None
    time: str | None = None
    floor: float | None = Field(default=None, ge=0, allow_inf_nan=False)
    seed: int = Field(default=0, ge=0)
    rows: bool = True
    title: str | None = None
    sheet: str | int | None = None

    @property
    def folder(self) -> Path:
        """Where the report goes: `out`, or a folder called after the pipeline or the data."""
        if self.out is not None:
            return self.out
        return Path(f"{self.name}-report") if self.name else default_folder(self.data)

    def options(self) -> dict[str, Any]:
        """Return the optional arguments of `dataexplain.explain`."""
        chosen = self.model_dump(exclude={"data", "target", "name", "out", "rows"})
        return chosen if self.rows else {**chosen, "examples": 0}


def read_specification(path: Path | str) -> Specification:
    r"""Read a pipeline file.

    Parameters
    ----------
    path : Path or str
        YAML; the path of the data is relative to the folder of this file.

    Returns
    -------
    Specification

    Raises
    ------
    SpecificationError
        With every mistake, and where it is.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "pipeline.yaml")
    ...     _ = path.write_text("data: a.csv\ntargt: y\nseed: -1\n", encoding="utf-8")
    ...     read_specification(path)
    Traceback (most recent call last):
    ...
    dataexplain.errors.SpecificationError: ...pipeline.yaml has 4 mistakes:
      target: is missing.
      data: There is no such file: 'a.csv'.
      targt: is not known. Did you mean 'target'?
      seed: must be 0 or more. Got -1 instead.
    """
    path = Path(path)
    values, problems = _parse(path)
    specification = None
    try:
        specification = Specification.model_validate(values)
    except ValidationError as error:
        problems += [_problem(details) for details in error.errors()]
    data = values.get("data")
    if isinstance(data, str) and data:
        problems += _missing_file(path.parent, data)
    if specification is None or problems:
        order = list(values)
        problems.sort(key=lambda problem: _place(problem[0], order))
        raise SpecificationError(str(path), problems)
    return specification.model_copy(update={"data": path.parent / specification.data})


class _Loader(yaml.SafeLoader):
    """Plain values only, in the reading of YAML 1.2: yes, no, on and off are words, dates too."""

    repeated: list[tuple[str, str]]

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Hashable, Any]:
        """Build a mapping, and keep keys that are written twice as mistakes."""
        seen: dict[str, int] = {}
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode):
                line = key.start_mark.line + 1
                if key.value in seen:
                    self.repeated.append(
                        (key.value, f"is written twice, in lines {seen[key.value]} and {line}.")
                    )
                seen.setdefault(key.value, line)
        return super().construct_mapping(node, deep=deep)


_Loader.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in resolvers
        if tag != _DATE and (tag != _YES_OR_NO or first in "tTfF")
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _parse(path: Path) -> tuple[Mapping[str, Any], list[tuple[str, str]]]:
    """Return the file's keys with their values, and the keys that are written twice."""
    file = str(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        problem = f"There is no such file. {_close_name(path)}".rstrip()
        raise SpecificationError(file, [("file", problem)]) from None
    except UnicodeDecodeError as error:
        raise SpecificationError(file, [("file", "This is not a text in UTF-8.")]) from error
    except OSError as error:
        problem = f"It cannot be read: {error.strerror or error}."
        raise SpecificationError(file, [("file", problem)]) from error
    loader: _Loader | None = None
    try:
        loader = _Loader(text)
        loader.repeated = []
        values = loader.get_single_data()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"line {mark.line + 1}, column {mark.column + 1}" if mark else "file"
        raise SpecificationError(file, [(place, f"{error.problem or error}.")]) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        first = str(error).splitlines()[0]
        raise SpecificationError(file, [("file", f"This is not YAML: {first}.")]) from error
    finally:
        if loader is not None:
            loader.dispose()
    if not isinstance(values, dict):
        problem = "There must be keys with values, such as 'data: table.csv' and 'target: price'."
        raise SpecificationError(file, [("file", problem)])
    return {str(key): value for key, value in values.items()}, loader.repeated


def _problem(details: ErrorDetails) -> tuple[str, str]:
    """Word one of pydantic's findings."""
    kind, location = details["type"], details["loc"]
    path = " -> ".join(str(part) for part in location if not _names_a_type(part))
    if kind == "missing":
        return path, "is missing."
    if kind == "extra_forbidden":
        known = [name for name in Specification.model_fields if name != path]
        hint = did_you_mean(path, known) or f"There are: {', '.join(known)}."
        return path, f"is not known. {hint}"
    got = repr(details["input"])
    shown = got if len(got) <= _SHOWN else got[: _SHOWN - 1] + "…"
    return path, f"must be {_MUST_BE.get(kind, details['msg'].lower())}. Got {shown} instead."


def _place(path: str, order: list[str]) -> int:
    """Return where in the file a mistake is; what is missing comes first."""
    key = path.split(" -> ")[0]
    return order.index(key) if key in order else -1


def _names_a_type(part: object) -> bool:
    """Tell whether a part of a path only names one of several types that would do."""
    return part in ("str", "int", "float", "bool", "constrained-str")


def _missing_file(folder: Path, data: str) -> list[tuple[str, str]]:
    place = folder / data
    if place.is_dir():
        return [("data", f"This is a folder, not a file: {data!r}.")]
    if place.exists():
        return []
    hint = _close_name(place)
    return [("data", f"There is no such file: {data!r}. {hint}".rstrip())]


def _close_name(path: Path) -> str:
    """Return a question with the files beside it whose names are close."""
    folder = path.parent
    hint = (
        did_you_mean(path.name, [entry.name for entry in folder.iterdir()])
        if folder.is_dir()
        else ""
    )
    return hint if hint.startswith("Did you mean") else ""
