"""Packages that only some features need: imported when used, with the pip line when absent."""

from __future__ import annotations

import importlib
import importlib.util
from types import ModuleType

from dataexplain.errors import DataExplainError, MissingDependencyError


def import_optional(package: str, *, feature: str, extra: str) -> ModuleType:
    """Import a package that only one feature needs.

    Parameters
    ----------
    package : str
        The module to import.
    feature : str
        What needs it, as the start of a sentence.
    extra : str
        The extra of dataexplain that brings it.

    Returns
    -------
    module

    Raises
    ------
    MissingDependencyError
        When the package is not installed; the message holds the pip line.
    DataExplainError
        When it is installed and cannot be loaded; the message says why.

    Examples
    --------
    >>> import_optional("json", feature="An example", extra="dev").__name__
    'json'
    """
    try:
        return importlib.import_module(package)
    except ImportError as error:
        if isinstance(error, ModuleNotFoundError) and error.name == package:
            raise MissingDependencyError(package, feature, extra) from error
        raise DataExplainError(
            f"{feature} needs the package {package!r}, which is installed but cannot be loaded: "
            f"{error}"
        ) from error


def require_optional(package: str, *, feature: str, extra: str) -> None:
    """Refuse to begin without a package that is imported later; nothing is imported here.

    Parameters
    ----------
    package : str
        The module, which is no part of another one.
    feature, extra : str
        As in `import_optional`.

    Raises
    ------
    MissingDependencyError
        When the package is not installed; the message holds the pip line.

    Examples
    --------
    >>> require_optional("json", feature="An example", extra="dev")
    """
    if importlib.util.find_spec(package) is None:
        raise MissingDependencyError(package, feature, extra)
