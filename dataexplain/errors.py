"""Every error a user can meet, in one tree.

::

    DataExplainError
    ├── InputError                 the table, file or text that was given
    │   ├── LoadingError           a file cannot be read as a table or a fitted model
    │   ├── ColumnNotFoundError    a named column does not exist
    │   ├── RoleError              a column cannot play the role it was given
    │   └── TargetError            the target column cannot be explained
    ├── ParameterError             an argument is outside what is allowed (also a ValueError)
    ├── SpecificationError         a pipeline file has mistakes (all of them listed)
    ├── OutputError                a result cannot be written
    ├── MissingDependencyError     an optional package is needed (also an ImportError)
    ├── VaultSealedError           verification rows were asked for a second time
    ├── DeclinedError              somebody was asked first, and said no
    └── LanguageModelError         a language model or embedder did not do what was asked
        ├── ModelNotFoundError     no model of that name, or it is not installed
        ├── InstallationError      weights cannot be fetched or are not the right ones
        ├── ServerError            a server cannot be reached, failed, or speaks another language
        ├── RateLimitError         a server asks to come back later
        ├── ReplyTimeoutError      no reply within the time allowed
        ├── AuthenticationError    a server refuses the key
        ├── ContextTooLongError    a prompt is longer than the model can read
        ├── ReplyError             a reply came that holds no answer
        ├── CapabilityError        the model cannot do that, such as log-probabilities
        ├── BudgetReachedError     calls, tokens or money are used up
        └── StoreError             the cache of replies or the log of calls cannot be used

Each message says what is wrong, where (file, row, column) and what would mend it.

Examples
--------
>>> from dataexplain.errors import InputError
>>> str(InputError("The file is empty.", file="a.csv", remedy="Give a file with a header row."))
'a.csv: The file is empty. Give a file with a header row.'
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence


def did_you_mean(name: str, available: Iterable[str]) -> str:
    """Return a sentence with the closest available names, or an empty string.

    Parameters
    ----------
    name : str
        What was asked for.
    available : iterable of str
        What exists.

    Returns
    -------
    str
        ``"Did you mean 'x'?"``, or the list of names when it is short, or ``""``.

    Examples
    --------
    >>> did_you_mean("chrun", ["churn", "age"])
    "Did you mean 'churn'?"
    """
    names = list(available)
    lowered = {candidate.lower(): candidate for candidate in names}
    close = difflib.get_close_matches(name.lower(), list(lowered), n=3, cutoff=0.6)
    if close:
        return "Did you mean " + " or ".join(f"{lowered[match]!r}" for match in close) + "?"
    if 0 < len(names) <= 12:
        return "There are: " + ", ".join(repr(candidate) for candidate in names) + "."
    return ""


class DataExplainError(Exception):
    """Base of every error that dataexplain raises on purpose."""


class InputError(DataExplainError):
    """Something about the given data is wrong.

    Parameters
    ----------
    message : str
        What is wrong, as a sentence.
    file : str, optional
        Where it was read from.
    row : int, optional
        The line of the file, or the row of the frame, counted from 1.
    column : str, optional
        The column it is about.
    remedy : str, optional
        What the user can do.
    """

    def __init__(
        self,
        message: str,
        *,
        file: str | None = None,
        row: int | None = None,
        column: str | None = None,
        remedy: str | None = None,
    ) -> None:
        self.message = message
        self.file = file
        self.row = row
        self.column = column
        self.remedy = remedy
        places = []
        if file is not None:
            places.append(file)
        if row is not None:
            places.append(f"row {row}")
        if column is not None:
            places.append(f"column {column!r}")
        where = ", ".join(places)
        text = f"{where}: {message}" if where else message
        super().__init__(f"{text} {remedy}" if remedy else text)


class LoadingError(InputError):
    """A file cannot be read as a table, or as a fitted model."""


class ColumnNotFoundError(InputError):
    """A named column does not exist in the table."""

    @classmethod
    def among(
        cls, name: str, available: Sequence[str], *, file: str | None = None
    ) -> ColumnNotFoundError:
        """Build the error with a hint drawn from the columns that exist."""
        return cls(
            f"There is no column {name!r}.", file=file, remedy=did_you_mean(name, available) or None
        )


class RoleError(InputError):
    """A column cannot play the role it was given."""


class TargetError(InputError):
    """The target column cannot be explained."""


class ParameterError(DataExplainError, ValueError):
    """An argument is outside what is allowed.

    Examples
    --------
    >>> print(ParameterError("alpha", "explain", "a number in (0, 1)", 2))
    The 'alpha' parameter of explain must be a number in (0, 1). Got 2 instead.
    """

    def __init__(self, parameter: str, owner: str, expected: str, got: object) -> None:
        self.parameter = parameter
        self.owner = owner
        self.expected = expected
        super().__init__(
            f"The {parameter!r} parameter of {owner} must be {expected}. Got {got!r} instead."
        )


class SpecificationError(DataExplainError):
    """A pipeline file has mistakes.

    Parameters
    ----------
    file : str
        The pipeline file.
    problems : sequence of (str, str)
        The path of each mistake (``steps -> 2 -> model``) and what is wrong there.
    """

    def __init__(self, file: str, problems: Sequence[tuple[str, str]]) -> None:
        self.file = file
        self.problems = tuple(problems)
        lines = "\n".join(f"  {path}: {problem}" for path, problem in problems)
        count = "1 mistake" if len(self.problems) == 1 else f"{len(self.problems)} mistakes"
        in_list = any(part.isdigit() for path, _ in problems for part in path.split(" -> "))
        note = " (places in lists are counted from 1)" if in_list else ""
        super().__init__(f"{file} has {count}{note}:\n{lines}")


class OutputError(DataExplainError):
    """A result cannot be written."""


class MissingDependencyError(DataExplainError, ImportError):
    """An optional package is needed for what was asked."""

    def __init__(self, package: str, feature: str, extra: str) -> None:
        self.package = package
        super().__init__(
            f"{feature} needs the package {package!r}. "
            f"Install it with: python -m pip install 'dataexplain[{extra}]'"
        )


class VaultSealedError(DataExplainError):
    """Verification rows were asked to decide about claims a second time."""


class DeclinedError(DataExplainError):
    """Somebody was asked before something was done, and said no."""


class LanguageModelError(DataExplainError):
    """A language model or an embedder did not do what was asked.

    Parameters
    ----------
    message : str
        What went wrong, as a sentence. Never holds a key.
    hint : str, default=""
        What the user can do, as a sentence.

    Attributes
    ----------
    retryable : bool
        Whether the same call may succeed later without a change.
    """

    retryable = False

    def __init__(self, message: str, *, hint: str = "") -> None:
        self.message = message
        self.hint = hint
        super().__init__(f"{message} {hint}" if hint else message)


class ModelNotFoundError(LanguageModelError):
    """There is no model of that name, or it is not installed."""


class InstallationError(LanguageModelError):
    """Weights cannot be fetched, or are not the ones they should be."""


class ServerError(LanguageModelError):
    """A server cannot be reached, failed, or does not speak the interface."""

    retryable = True


class RateLimitError(LanguageModelError):
    """A server asks to come back later."""

    retryable = True


class ReplyTimeoutError(LanguageModelError):
    """No reply came within the time allowed."""

    retryable = True


class AuthenticationError(LanguageModelError):
    """A server refuses the key; the message names where the key came from, not the key."""


class ContextTooLongError(LanguageModelError):
    """A prompt is longer than the model can read."""


class ReplyError(LanguageModelError):
    """A reply came that holds no answer: empty, cut off, or against its schema."""


class CapabilityError(LanguageModelError):
    """The model cannot do what was asked, such as give log-probabilities."""


class BudgetReachedError(LanguageModelError):
    """The calls, tokens or money allowed are used up."""


class StoreError(LanguageModelError):
    """The cache of replies or the log of calls cannot be used."""
