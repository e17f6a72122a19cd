"""Files of fitted estimators: JSON that is whole or not there, and refused with its reason."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Any

from dataexplain.atomic_files import write_whole
from dataexplain.errors import LoadingError, OutputError, did_you_mean

FilePath = str | PathLike[str]


@dataclass(frozen=True)
class FileForm:
    """The form of the files of one family of estimators.

    Parameters
    ----------
    holds : str
        What such a file holds, as errors say it; each file names it.
    version : int
        The form's version, which each file names as well; a file of another one is refused.

    Examples
    --------
    >>> import tempfile
    >>> form = FileForm("tree of keyphrases", 1)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     form.write(f"{folder}/tree.json", {"nodes": [0.5]}, kind="AugTreeRegressor")
    ...     form.read(f"{folder}/tree.json", kind="AugTreeRegressor")["nodes"]
    [0.5]
    """

    holds: str
    version: int

    @property
    def name(self) -> str:
        """What a file calls its form."""
        return f"dataexplain {self.holds}"

    def write(self, path: FilePath, parts: Mapping[str, Any], *, kind: str | None = None) -> None:
        """Write a file, whole or not at all; numbers and arrays of NumPy become plain ones.

        Parameters
        ----------
        path : path-like
        parts : mapping of str to what JSON can hold
        kind : str, optional
            The estimator, where several share the form.

        Raises
        ------
        OutputError
            When it cannot be written, or a part is none that JSON can hold, such as NaN.
        """
        head = {"format": self.name, "version": self.version}
        content = {**head, **({} if kind is None else {"kind": kind}), **parts}
        try:
            # A part a line: short to read over, and as fast and small as JSON on one line.
            lines = [f"{_text(name)}: {_text(part)}" for name, part in content.items()]
            write_whole(Path(path), "{\n" + ",\n".join(lines) + "\n}\n")
        except OSError as error:
            raise OutputError(f"{path}: It cannot be written ({_said(error)}).") from error
        except (TypeError, ValueError) as error:
            raise OutputError(f"{path}: It cannot be written ({error}).") from error

    def read(self, path: FilePath, *, kind: str | None = None) -> dict[str, Any]:
        """Return the parts of a file.

        Parameters
        ----------
        path : path-like
        kind : str, optional
            The estimator that it must hold.

        Raises
        ------
        LoadingError
            When it cannot be read, is damaged, or is of another form, kind or version.
        """
        content = _content(path)
        if content.get("format") != self.name:
            reason = f"It holds no {self.holds}."
            raise LoadingError(reason, file=str(path), remedy="Name a file that to_json wrote.")
        with refusing_damage(path):
            self._check_version(content["version"], path)
            self._check_kind(content["kind"] if kind else None, kind, path)
        return content

    def _check_version(self, version: Any, path: FilePath) -> None:
        if isinstance(version, bool) or not isinstance(version, int) or version < 1:
            raise ValueError(f"its version is {version!r}")
        if version == self.version:
            return
        newer = version > self.version
        raise LoadingError(
            f"It was written by {'a newer' if newer else 'an older'} version of dataexplain, "
            f"in version {version} of its form.",
            file=str(path),
            remedy=f"This one reads version {self.version}: "
            f"{'update dataexplain' if newer else 'fit it again'}.",
        )

    def _check_kind(self, found: Any, wanted: str | None, path: FilePath) -> None:
        if found == wanted:
            return
        if not isinstance(found, str):
            raise ValueError(f"its kind is {found!r}")
        reason = f"It holds a fitted {found}, not a fitted {wanted}."
        raise LoadingError(reason, file=str(path), remedy=f"Read it with {found}.from_json.")


@contextlib.contextmanager
def refusing_damage(path: FilePath) -> Iterator[None]:
    """Say of a file that it is damaged, when what is made of its parts cannot be made.

    Raises
    ------
    LoadingError

    Examples
    --------
    >>> with refusing_damage("tree.json"):
    ...     {"version": 1}["nodes"]
    Traceback (most recent call last):
    dataexplain.errors.LoadingError: tree.json: The file is damaged: it lacks 'nodes'. Write it
    again with to_json.
    """
    try:
        yield
    except KeyError as error:
        raise _damaged(path, f"it lacks {error}") from error
    except (ArithmeticError, AttributeError, IndexError, TypeError, ValueError) as error:
        raise _damaged(path, error) from error


def _content(path: FilePath) -> dict[str, Any]:
    try:
        written = Path(path).read_bytes()
    except FileNotFoundError as error:
        reason, remedy = "There is no such file.", _named_alike(Path(path))
        raise LoadingError(f"It cannot be read. {reason}", file=str(path), remedy=remedy) from error
    except (OSError, ValueError) as error:
        reason = f"It cannot be read ({_said(error)})."
        raise LoadingError(reason, file=str(path)) from error
    try:
        content = json.loads(written.decode("utf-8"), parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise _damaged(path, error) from error
    return content if isinstance(content, dict) else {}


def _named_alike(path: Path) -> str | None:
    with contextlib.suppress(OSError):
        names = sorted(entry.name for entry in path.parent.glob("*.json"))
        return did_you_mean(path.name, names) or None
    return None


def _text(part: Any) -> str:
    return json.dumps(
        part, allow_nan=False, ensure_ascii=False, separators=(",", ":"), default=_plain
    )


def _plain(value: Any) -> Any:
    """Return a number or an array of NumPy as what JSON knows."""
    if hasattr(value, "tolist"):
        return value.tolist()
    raise TypeError(f"JSON has no form for {value!r}")


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is no number of JSON")


def _said(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or error)


def _damaged(path: FilePath, reason: object) -> LoadingError:
    return LoadingError(
        f"The file is damaged: {str(reason).rstrip('.')}.",
        file=str(path),
        remedy="Write it again with to_json.",
    )
