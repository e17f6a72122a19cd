"""A pipeline file as plain values: YAML 1.2 without tags, and every key that is written twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from dataexplain.errors import SpecificationError, did_you_mean

Problem = tuple[str, str]

MOST_BYTES = 1_000_000
_YES_OR_NO = "tag:yaml.org,2002:bool"
_DATE = "tag:yaml.org,2002:timestamp"


@dataclass(frozen=True)
class Written:
    """What a file says: its top-level keys with their values, and what is written twice."""

    values: dict[str, Any]
    repeated: tuple[Problem, ...]


class _Loader(yaml.SafeLoader):
    """Plain values only, in the reading of YAML 1.2: yes, no, on and off are words, dates too."""


_Loader.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in resolvers
        if tag != _DATE and (tag != _YES_OR_NO or first in "tTfF")
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read_yaml(path: Path) -> Written:
    r"""Read a file with keys and values.

    Parameters
    ----------
    path : Path

    Returns
    -------
    Written

    Raises
    ------
    SpecificationError
        When the file cannot be read, is no YAML, or is no mapping.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "pipeline.yaml")
    ...     _ = path.write_text("data: a.csv\npositive: yes\ndata: b.csv\n", encoding="utf-8")
    ...     written = read_yaml(path)
    >>> written.values
    {'data': 'b.csv', 'positive': 'yes'}
    >>> written.repeated
    (('data', 'is written twice, in lines 1 and 3.'),)
    """
    file = str(path)
    text = _text(path)
    loader: _Loader | None = None
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
        repeated = tuple(_repeated(node, (), set()))
        values = None if node is None else loader.construct_document(node)
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
    return Written({str(key): value for key, value in values.items()}, repeated)


def close_name(path: Path) -> str:
    """Return a question with the files beside it whose names are close, or an empty text."""
    folder = path.parent
    if not folder.is_dir():
        return ""
    hint = did_you_mean(path.name, [entry.name for entry in folder.iterdir()])
    return hint if hint.startswith("Did you mean") else ""


def _text(path: Path) -> str:
    file = str(path)
    try:
        if path.stat().st_size > MOST_BYTES:
            raise SpecificationError(
                file, [("file", f"This is larger than {MOST_BYTES:,} bytes: no pipeline file is.")]
            )
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        problem = f"There is no such file. {close_name(path)}".rstrip()
        raise SpecificationError(file, [("file", problem)]) from None
    except UnicodeDecodeError as error:
        raise SpecificationError(file, [("file", "This is not a text in UTF-8.")]) from error
    except OSError as error:
        problem = f"It cannot be read: {error.strerror or error}."
        raise SpecificationError(file, [("file", problem)]) from error


def _repeated(node: yaml.Node | None, path: tuple[str, ...], seen: set[int]) -> Iterator[Problem]:
    """Yield the keys that one mapping holds twice; lists are counted from 1."""
    if node is None or id(node) in seen:
        return
    seen.add(id(node))  # an alias stands for a node that was looked at already
    if isinstance(node, yaml.SequenceNode):
        for place, entry in enumerate(node.value, start=1):
            yield from _repeated(entry, (*path, str(place)), seen)
    elif isinstance(node, yaml.MappingNode):
        lines: dict[str, int] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                continue
            line, inner = key.start_mark.line + 1, (*path, key.value)
            if key.value in lines:
                problem = f"is written twice, in lines {lines[key.value]} and {line}."
                yield " -> ".join(inner), problem
            lines.setdefault(key.value, line)
            yield from _repeated(value, inner, seen)
