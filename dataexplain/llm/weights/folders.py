"""Where models, replies and calls are kept: the user's cache folder, or what a variable says."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

from dataexplain.errors import StoreError

CACHE_VARIABLE = "DATAEXPLAIN_CACHE"
MODELS_VARIABLE = "DATAEXPLAIN_MODELS"


def base_folder() -> Path:
    """Return the folder of everything that is kept between runs.

    Returns
    -------
    Path
        What the variable DATAEXPLAIN_CACHE says, else the user's cache folder. It need not exist.

    Raises
    ------
    StoreError
        When the home folder cannot be determined.

    Examples
    --------
    >>> base_folder().is_absolute()
    True
    """
    return _named_by(CACHE_VARIABLE) or _user_folder()


def models_folder() -> Path:
    """Return the folder of installed models: DATAEXPLAIN_MODELS, else one in the base folder.

    Examples
    --------
    >>> models_folder().is_absolute()
    True
    """
    return _named_by(MODELS_VARIABLE) or base_folder() / "models"


def replies_file() -> Path:
    """Return the file of the cache of replies."""
    return base_folder() / "replies.sqlite"


def calls_file() -> Path:
    """Return the file of the log of calls."""
    return base_folder() / "calls.sqlite"


def embeddings_folder() -> Path:
    """Return the folder of embeddings that were computed before."""
    return base_folder() / "embeddings"


def made_folder(folder: Path, *, variable: str = CACHE_VARIABLE) -> Path:
    """Make a folder in which files can be written, and return it.

    Parameters
    ----------
    folder : Path
        The folder; those above it are made too.
    variable : str, default="DATAEXPLAIN_CACHE"
        The variable that names another place, for the message.

    Raises
    ------
    StoreError
        When it cannot be made or written; the message names the variable.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     made_folder(Path(folder, "a", "b")).is_dir()
    True
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unusable(folder, error.strerror or str(error), variable) from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise _unusable(folder, "Permission denied", variable)
    return folder


def _unusable(folder: Path, reason: str, variable: str) -> StoreError:
    return StoreError(
        f"{folder}: Files cannot be kept in this folder: {reason}.",
        hint=f"Name another one in the environment variable {variable}.",
    )


def _named_by(variable: str) -> Path | None:
    """Return the folder that a variable names; one that is empty names none."""
    value = os.environ.get(variable, "").strip()
    if not value:
        return None
    return _absolute(Path(value), variable)


def _user_folder() -> Path:
    return _absolute(platformdirs.user_cache_path("dataexplain", appauthor=False), CACHE_VARIABLE)


def _absolute(path: Path, variable: str) -> Path:
    try:
        return path.expanduser().absolute()
    except (RuntimeError, OSError) as error:
        raise StoreError(
            "The home folder of this user cannot be determined.",
            hint=f"Name a folder in the environment variable {variable}.",
        ) from error
