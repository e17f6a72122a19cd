"""Who may import whom (`docs/design/layers.md`), which package stays behind which wall, sizes."""

from __future__ import annotations

import ast
import statistics
from pathlib import Path

import pytest

from tests.syntax_trees import PACKAGE, ROOT, dotted, imports, modules

# A folder, or a module beside the folders, imports lower levels and itself.
# Those of one level are strangers; the ground (level 0) counts as one folder.
LEVELS = {
    "atomic_files": 0,
    "errors": 0,
    "optional": 0,
    "process_lock": 0,
    "randomness": 0,
    "json_records": 0,
    "judged_records": 0,
    "narration_records": 0,
    "prompt_records": 0,
    "records": 0,
    "recheck_records": 0,
    "settings": 0,
    "tables": 1,
    "statistics": 1,
    "llm": 1,
    "claims": 2,
    "features": 2,
    "operations": 2,
    "models": 3,
    "readers": 4,
    "faults": 4,
    "search": 4,
    "verification": 5,
    "narration": 6,
    "report": 7,
    "sentences": 7,
    "runs": 8,
    "api": 9,
    "group_difference": 9,
    "prompt_search": 9,
    "terminal": 9,
    "commands": 10,
    "cli": 11,
    "__main__": 12,
    "__init__": 12,
}
# What a folder above others leaves alone all the same: a report is rendered from records.
ONLY = {
    "report": {
        "atomic_files",
        "errors",
        "json_records",
        "judged_records",
        "narration_records",
        "prompt_records",
        "records",
        "recheck_records",
    }
}
WALLS = {
    "sklearn": {"features", "group_difference", "models", "prompt_search"},
    "interpret": {"models"},
    "imodels": {"models"},
    "jinja2": {"report"},
    "yaml": {"runs"},
    "jsonschema": {"llm"},
    "openai": {"llm"},
    "sqlite3": {"llm"},
    "tokenizers": {"llm"},
    "torch": {"llm"},
    "transformers": {"llm"},
    "typer": {"cli", "commands"},
    "rich": {"cli", "commands", "terminal"},
}
PRINTS = {"cli", "commands"}
VAGUE = {"utils", "util", "helpers", "helper", "misc", "common", "tools", "stuff"}
BANNED_IMPORTS = {"pickle", "cloudpickle", "dill", "marshal", "shelve", "random"}
BANNED_CALLS = {"eval", "exec", "compile", "joblib.load", "pd.read_pickle", "np.load"}
GENERATORS = {"default_rng", "Generator", "SeedSequence", "BitGenerator", "PCG64"}
# FIGS takes no seed for its stumps: they draw from NumPy's global state, put back after the fit.
EXCEPTIONS = {
    "dataexplain.models.rules": {"np.random.get_state", "np.random.seed", "np.random.set_state"}
}
MODULES = modules()


def place(module: str) -> str:
    """Return the folder of a module, or its own name beside the folders."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else "__init__"


def imported_place(name: str, known: set[str]) -> str:
    """Return the place an imported name lies in; the root package's own names are its init's."""
    parts = name.split(".")
    return parts[1] if parts[1] in LEVELS or ".".join(parts[:2]) in known else "__init__"


def layer_violations(module: str, source: str, known: set[str]) -> list[str]:
    """Return the imports of a module that its layer forbids."""
    own = place(module)
    found = []
    for name, line in imports(ast.parse(source)):
        if name.startswith("."):
            found.append(f"{module}:{line} imports {name} relatively; write it out")
        if name.split(".")[0] != PACKAGE or name in {PACKAGE, f"{PACKAGE}.__version__"}:
            continue
        other = imported_place(name, known)
        lower = LEVELS[other] < LEVELS[own]
        ground = LEVELS[other] == LEVELS[own] == 0
        allowed = other in ONLY[own] if own in ONLY else lower or ground
        if other != own and not allowed:
            found.append(f"{module}:{line} ({own}) imports {name} ({other})")
    return found


def wall_violations(module: str, source: str) -> list[str]:
    """Return the third-party packages that a module imports from behind their wall."""
    return [
        f"{module}:{line} imports {name}, which only {sorted(WALLS[name.split('.')[0]])} may"
        for name, line in imports(ast.parse(source))
        if place(module) not in WALLS.get(name.split(".")[0], {place(module)})
    ]


def forbidden_code(module: str, source: str) -> list[str]:
    """Return what no module may do, and prints outside the command line."""
    tree = ast.parse(source)
    found = [(name, line) for name, line in imports(tree) if name.split(".")[0] in BANNED_IMPORTS]
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler) and node.type is None:
            found.append(("a bare except", node.lineno))
        elif isinstance(node, ast.Call):
            name = dotted(node.func)
            if name in BANNED_CALLS or (name == "print" and place(module) not in PRINTS):
                found.append((name, node.lineno))
        elif isinstance(node, ast.Attribute):
            owner = dotted(node.value)
            if owner in {"np.random", "numpy.random"} and node.attr not in GENERATORS:
                found.append((f"{owner}.{node.attr}", node.lineno))
    excepted = EXCEPTIONS.get(module, set())
    return [f"{module}:{line} uses {name}" for name, line in found if name not in excepted]


def test_every_folder_has_a_level() -> None:
    assert {place(module) for module in MODULES} <= set(LEVELS), "give the new folder a level"


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_lower_layers_only(module: str) -> None:
    assert not layer_violations(module, MODULES[module].read_text("utf-8"), set(MODULES))


@pytest.mark.parametrize("module", MODULES)
def test_packages_stay_behind_their_walls(module: str) -> None:
    assert not wall_violations(module, MODULES[module].read_text("utf-8"))


@pytest.mark.parametrize("module", MODULES)
def test_no_module_does_what_none_may(module: str) -> None:
    assert not forbidden_code(module, MODULES[module].read_text("utf-8"))


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("dataexplain.tables.cells", "from dataexplain.claims import Claim"),
        ("dataexplain.tables.cells", "import dataexplain.statistics.rates"),
        ("dataexplain.statistics.rates", "from dataexplain import tables"),
        ("dataexplain.statistics.rates", "from dataexplain import explain"),
        ("dataexplain.claims.claim", "def later():\n    from dataexplain.models import additive"),
        (
            "dataexplain.models.rules",
            "if TYPE_CHECKING:\n    from dataexplain.readers.trees import read_rules",
        ),
        ("dataexplain.report.html", "from dataexplain.models import Curve"),
        ("dataexplain.errors", "from dataexplain.tables import Table"),
        ("dataexplain.claims.claim", "from .region import Region"),
    ],
)
def test_a_planted_breach_of_layers_is_seen(module: str, source: str) -> None:
    assert layer_violations(module, source, set(MODULES))


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("dataexplain.readers.curves", "import sklearn.tree"),
        ("dataexplain.runs.explaining", "def later():\n    from interpret.glassbox import EBM"),
        ("dataexplain.api", "from rich.console import Console"),
    ],
)
def test_a_planted_breach_of_walls_is_seen(module: str, source: str) -> None:
    assert wall_violations(module, source)


@pytest.mark.parametrize(
    "source",
    [
        "print('seen')",
        "import pickle",
        "from pickle import loads",
        "eval('1')",
        "try:\n    pass\nexcept:\n    pass",
        "np.random.seed(0)",
        "numpy.random.rand()",
        "from random import shuffle",
    ],
)
def test_planted_forbidden_code_is_seen(source: str) -> None:
    assert forbidden_code("dataexplain.tables.cells", source)


def test_what_is_allowed_is_not_called_forbidden() -> None:
    source = "import re\nre.compile('a')\nnp.random.default_rng(0)\ndoc = 'print(1)'"
    assert not forbidden_code("dataexplain.tables.cells", source)
    fine = "from dataexplain import __version__\nfrom dataexplain.tables import Table"
    assert not layer_violations("dataexplain.models.rules", fine, set(MODULES))


def lines(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def test_modules_are_short() -> None:
    sizes = {module: lines(path) for module, path in MODULES.items()}
    assert not {module: size for module, size in sizes.items() if size > 500}
    assert statistics.median(sizes.values()) < 200


def test_no_module_is_named_vaguely() -> None:
    paths = [
        *MODULES.values(),
        *(ROOT / "tests").rglob("*.py"),
        *(ROOT / "benchmarks").glob("*.py"),
    ]
    assert not [path for path in paths if path.stem in VAGUE]
