"""Packages that only some features need: imported when used, with the pip line when absent."""

from __future__ import annotations

import importlib
from types import ModuleType

from dataexplain.errors import MissingDependencyError


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

    Examples
    --------
    >>> import_optional("json", feature="An example", extra="dev").__name__
    'json'
    """
    try:
        return importlib.import_module(package)
    except ImportError as error:
        raise MissingDependencyError(package, feature, extra) from error
