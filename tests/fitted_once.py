"""The models of a table fitted once a session, for tests of what comes after the fit."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import numpy as np

from dataexplain.models.fitting import FittedModels, fit_models
from dataexplain.tables import Table

_FITTED: dict[str, FittedModels] = {}


def fit_once(
    table: Table,
    rows: np.ndarray,
    *,
    seed: int,
    progress: Callable[[str], None] | None = None,
) -> FittedModels:
    """Fit the models, or return those of the same rows, roles, outcome, weights and seed."""
    key = _content(table, rows, seed)
    if key not in _FITTED:
        _FITTED[key] = fit_models(table, rows, seed=seed, progress=progress)
    return _FITTED[key]


def _content(table: Table, rows: np.ndarray, seed: int) -> str:
    """Return a hash of all that a fit sees."""
    weights = table.weights()
    seen = (
        table.columns,
        table.target,
        table.task,
        table.explained_classes,
        table.frame.iloc[rows].to_csv(),
        None if weights is None else weights[rows].tolist(),
        seed,
    )
    return hashlib.sha256(repr(seen).encode()).hexdigest()
