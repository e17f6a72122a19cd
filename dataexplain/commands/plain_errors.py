"""How a command fails: one clear message on stderr and an exit code, never a traceback."""

from __future__ import annotations

import errno
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from dataexplain.errors import DataExplainError

MISTAKE = 2
INTERRUPTED = 130
NOTHING_WRITTEN = "stopped; nothing was written"
GO_ON = "stopped; what is finished is kept: run the same command again to go on"


@contextmanager
def plain_errors(debug: bool, *, interrupted: str = NOTHING_WRITTEN) -> Iterator[None]:
    """Turn errors into one clear message and an exit code.

    Parameters
    ----------
    debug : bool
        Whether to show where in the program an error arose.
    interrupted : str, optional
        What is said when the user stops the command.

    Examples
    --------
    >>> from dataexplain.errors import InputError
    >>> try:
    ...     with plain_errors(debug=False):
    ...         raise InputError("The file is empty.", file="a.csv")
    ... except typer.Exit as stop:
    ...     print(stop.exit_code)
    2
    """
    try:
        yield
    except DataExplainError as error:
        if debug:
            traceback.print_exc()
        complain("\n".join([f"Error: {error}", *getattr(error, "__notes__", ())]))
        raise typer.Exit(MISTAKE) from None
    except OSError as error:
        if error.errno == errno.EPIPE:
            raise  # whoever read the output has read enough
        if debug:
            traceback.print_exc()
        place = f"{error.filename}: " if error.filename else ""
        reason = (error.strerror or str(error)).rstrip(".")
        complain(f"Error: {place}{reason}. Choose another place, or mend this one.")
        raise typer.Exit(MISTAKE) from None
    except KeyboardInterrupt:
        complain(interrupted)
        raise typer.Exit(INTERRUPTED) from None


def complain(text: str) -> None:
    """Print to stderr, without characters that would steer the terminal."""
    safe = "".join(letter if letter.isprintable() or letter == "\n" else "�" for letter in text)
    print(safe, file=sys.stderr)
