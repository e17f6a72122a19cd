"""The language model of the demonstration: the one that is installed, or an offer to install it."""

from __future__ import annotations

import importlib.util
import sys

import typer

OFFERED = "qwen2.5-coder-1.5b"
RUNTIME = "xllamacpp"


def demo_model() -> str | None:
    """Return the model to ask, or None; where none is installed, say how to get one.

    On a terminal the user is asked; in a pipe a line says what to type.
    """
    from dataexplain.llm.weights.catalogue import best_chat_model, entry
    from dataexplain.llm.weights.catalogue_entry import in_megabytes

    if importlib.util.find_spec(RUNTIME) is None:
        print(
            "A language model can put the findings into words. It needs: "
            "python -m pip install 'dataexplain[embedded]'\n"
        )
        return None
    if best_chat_model() is not None:
        return "embedded"
    size = in_megabytes(entry(OFFERED).size)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        print(
            "A language model can put the findings into words. To install one "
            f"({size}): dataexplain models install {OFFERED}\n"
        )
        return None
    if not typer.confirm(f"Install {OFFERED} ({size}), to put the findings into words?"):
        return None
    from dataexplain.commands.install_display import shown_install
    from dataexplain.llm.weights import installing

    with shown_install() as progress:
        installing.install(OFFERED, progress=progress)
    return "embedded"
