"""Importing the package is quick: what is heavy is loaded when it is first used."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

HEAVY = {
    "fastapi",
    "imodels",
    "interpret",
    "jinja2",
    "openai",
    "pandas",
    "pyarrow",
    "scipy",
    "sklearn",
    "torch",
}
LOADED = "import sys, json, {module}; print(json.dumps(sorted(sys.modules)))"


def loaded_with(module: str) -> set[str]:
    """Return what a fresh interpreter has loaded once it has imported a module."""
    program = LOADED.format(module=module)
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return set(json.loads(done.stdout))


@pytest.mark.parametrize("module", ["dataexplain", "dataexplain.cli"])
def test_nothing_heavy_is_loaded(module: str) -> None:
    assert module in (loaded := loaded_with(module))
    assert not loaded & HEAVY


def test_what_is_heavy_would_be_seen() -> None:
    assert {"pandas", "pyarrow"} <= loaded_with("dataexplain.tables")
