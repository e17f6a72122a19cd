"""Commands as they are typed, and what they leave behind."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner, Result

from dataexplain.cli import app


def called(*arguments: object) -> Result:
    """Call the command line with these arguments."""
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def refused(result: Result, *parts: str) -> None:
    """Assert one clear complaint, no traceback and exit code 2."""
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    assert result.stderr.startswith("Error: ")
    assert "Traceback" not in result.stderr
    for part in parts:
        assert part in result.stderr


def left(folder: Path) -> set[str]:
    """Return the names of what a folder holds."""
    return {path.name for path in folder.iterdir()}
