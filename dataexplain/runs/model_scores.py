"""How well the models predict held-out rows, beside a constant and a reference."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from dataexplain.features.text_columns import free_name
from dataexplain.models.fitting import RULES, TREE, FittedModels, model_outcome
from dataexplain.models.reference import (
    ConstantClassifier,
    ConstantRegressor,
    ReferenceClassifier,
    ReferenceRegressor,
)
from dataexplain.models.scoring import score_models
from dataexplain.models.word_scores import word_scores
from dataexplain.records import ModelRecord
from dataexplain.tables import Split, Table, Task
from dataexplain.verification import Vault

DUMMY = "no model (average)"
REFERENCE = "gradient boosting"
WITH_WORDS = "gradient boosting that reads every word"
METRICS = {Task.REGRESSION: "R2", Task.BINARY: "AUC", Task.MULTICLASS: "accuracy"}
# With fewer texts there are no words to learn from.
LEAST_TEXTS = 20


def model_scores(
    table: Table, split: Split, models: FittedModels, vault: Vault, seed: int
) -> tuple[ModelRecord, ...]:
    """Score every model on verification rows, beside a constant and a boosted reference.

    The reference reads every word of the texts, so that it tells what groups of words leave out.

    Parameters
    ----------
    table : Table
    split : Split
    models : FittedModels
    vault : Vault
        Sealed.
    seed : int
    """
    X = table.frame.iloc[split.discovery][list(models.names)]
    held_out = vault.features(models.names)
    y = model_outcome(table, split.discovery)
    regression = table.task is Task.REGRESSION
    dummy = ConstantRegressor() if regression else ConstantClassifier()
    reference = (ReferenceRegressor if regression else ReferenceClassifier)(random_state=seed)
    all_weights = table.weights()
    weights = None if all_weights is None else all_weights[split.discovery]
    own_words, their_words = _words(table, split, vault, weights, seed)
    fitted = {**models.estimators, DUMMY: dummy.fit(X, y, sample_weight=weights)}
    predictions = {name: _predicted(model, held_out, table) for name, model in fitted.items()}
    reference.fit(X.assign(**own_words), y, sample_weight=weights)
    name = WITH_WORDS if own_words else REFERENCE
    predictions[name] = _predicted(reference, held_out.assign(**their_words), table)
    scores = score_models(
        vault.outcomes(),
        predictions,
        metric=METRICS[table.task],
        weights=None if all_weights is None else all_weights[split.verification],
        roles={DUMMY: "dummy", name: "reference"},
    )
    texts = {entry: str(models.estimators[entry].text_) for entry in (RULES, TREE)}
    return tuple(
        ModelRecord(
            score.name,
            score.metric,
            float(score.score),
            (float(score.interval[0]), float(score.interval[1])),
            score.role,
            texts.get(score.name, ""),
        )
        for score in scores
    )


def _predicted(model: Any, rows: pd.DataFrame, table: Table) -> np.ndarray:
    if table.task is Task.BINARY:
        return np.asarray(model.predict_proba(rows)[:, 1])
    return np.asarray(model.predict(rows))


def _words(
    table: Table, split: Split, vault: Vault, weights: np.ndarray | None, seed: int
) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """Return what the words of each text column foretell, of discovery and verification rows."""
    near, far = table.frame.iloc[split.discovery], vault.measured().frame
    outcomes = np.column_stack(
        [table.outcome(name)[split.discovery] for name in table.explained_classes]
    )
    own: dict[str, np.ndarray] = {}
    others: dict[str, np.ndarray] = {}
    for number, column in enumerate(table.texts):
        told, asked = (rows[column.name].notna().to_numpy() for rows in (near, far))
        if told.sum() < LEAST_TEXTS:
            continue
        found = word_scores(
            near[column.name][told].astype(str).tolist(),
            outcomes[told],
            far[column.name][asked].astype(str).tolist(),
            weights=None if weights is None else weights[told],
            random_state=seed,
        )
        for place in range(outcomes.shape[1]):
            name = free_name(f"words {number} {place}", set(near.columns))
            own[name] = _spread(found[0][:, place], told)
            others[name] = _spread(found[1][:, place], asked)
    return own, others


def _spread(values: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Return values at the rows where they are known, NaN elsewhere."""
    spread = np.full(len(known), np.nan)
    spread[known] = values
    return spread
