"""Backends that installed packages add, found by their entry points."""

from __future__ import annotations

from importlib import metadata
from typing import Any

from dataexplain.errors import DataExplainError, ModelNotFoundError

MODELS = "dataexplain.models"
EMBEDDERS = "dataexplain.embedders"


def added_by_packages(group: str) -> dict[str, metadata.EntryPoint]:
    """Return what packages add, by the prefix that a user writes; nothing is imported.

    Parameters
    ----------
    group : str
        `MODELS` or `EMBEDDERS`.

    Examples
    --------
    >>> added_by_packages("dataexplain.nothing")
    {}
    """
    return {entry.name: entry for entry in metadata.entry_points(group=group)}


def loaded(entry: metadata.EntryPoint) -> Any:
    """Return what makes backends of what follows the prefix.

    Raises
    ------
    ModelNotFoundError
        When the package cannot be imported.
    """
    try:
        return entry.load()
    except DataExplainError:
        raise
    except Exception as error:  # whatever a package does when it is imported
        raise ModelNotFoundError(
            f"The package that adds {entry.name!r} cannot be loaded "
            f"({type(error).__name__}: {error}).",
            hint="Install it again, or remove it.",
        ) from error
