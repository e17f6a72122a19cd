"""dataexplain: a table explained in statements, each tested on rows that did not propose it.

Examples
--------
>>> import dataexplain
>>> dataexplain.__all__[-1]
'verify_rules'
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataexplain.api import describe, differ, explain, verify, verify_rules
    from dataexplain.errors import (
        AuthenticationError,
        BudgetReachedError,
        CapabilityError,
        ColumnNotFoundError,
        ContextTooLongError,
        DataExplainError,
        DeclinedError,
        InputError,
        InstallationError,
        LanguageModelError,
        LoadingError,
        MissingDependencyError,
        ModelNotFoundError,
        OutputError,
        ParameterError,
        RateLimitError,
        ReplyError,
        ReplyTimeoutError,
        RoleError,
        ServerError,
        SpecificationError,
        StoreError,
        TargetError,
        VaultSealedError,
    )
    from dataexplain.group_difference import GroupDifference
    from dataexplain.prompt_search import PromptSearch
    from dataexplain.report import read_report
    from dataexplain.runs.comparing import Comparison, compare
    from dataexplain.runs.hypothesising import hypothesise
    from dataexplain.runs.rechecking import Recheck, recheck
    from dataexplain.runs.run import Run

__version__ = "0.1.0"

__all__ = [
    "AuthenticationError",
    "BudgetReachedError",
    "CapabilityError",
    "ColumnNotFoundError",
    "Comparison",
    "ContextTooLongError",
    "DataExplainError",
    "DeclinedError",
    "GroupDifference",
    "InputError",
    "InstallationError",
    "LanguageModelError",
    "LoadingError",
    "MissingDependencyError",
    "ModelNotFoundError",
    "OutputError",
    "ParameterError",
    "PromptSearch",
    "RateLimitError",
    "Recheck",
    "ReplyError",
    "ReplyTimeoutError",
    "RoleError",
    "Run",
    "ServerError",
    "SpecificationError",
    "StoreError",
    "TargetError",
    "VaultSealedError",
    "__version__",
    "compare",
    "describe",
    "differ",
    "explain",
    "hypothesise",
    "read_report",
    "recheck",
    "verify",
    "verify_rules",
]

# Where names come from that are not errors: loaded when first used, for a fast start.
_MODULES = {
    "Comparison": "dataexplain.runs.comparing",
    "GroupDifference": "dataexplain.group_difference",
    "PromptSearch": "dataexplain.prompt_search",
    "Recheck": "dataexplain.runs.rechecking",
    "Run": "dataexplain.runs.run",
    "compare": "dataexplain.runs.comparing",
    "describe": "dataexplain.api",
    "differ": "dataexplain.api",
    "explain": "dataexplain.api",
    "hypothesise": "dataexplain.runs.hypothesising",
    "read_report": "dataexplain.report",
    "recheck": "dataexplain.runs.rechecking",
    "verify": "dataexplain.api",
    "verify_rules": "dataexplain.api",
}


def __getattr__(name: str) -> object:
    """Load a public name when it is first used."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = importlib.import_module(_MODULES.get(name, "dataexplain.errors"))
    value = getattr(module, name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return list(__all__)
