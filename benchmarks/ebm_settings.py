"""Which settings of the additive model cost no accuracy: held-out score and time of each.

Every setting is fitted on the same rows as a default `ExplainableBoostingClassifier`/`Regressor`
of `interpret-core` and as the default without interactions; seconds are given as a share of the
full default's, measured in the same process with one worker.

Nearly all of its quarter of an hour goes to the default fits; `--without-default` leaves the one
with interactions out and takes a few minutes.

    python benchmarks/ebm_settings.py --data ../shared/data --json ebm_settings.json
"""

from __future__ import annotations

import argparse
import json
import os
import time
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from interpret.glassbox import ExplainableBoostingClassifier, ExplainableBoostingRegressor
from sklearn.metrics import r2_score, roc_auc_score

from dataexplain.models import AdditiveClassifier, AdditiveRegressor

# File, outcome, positive class (None: a number), columns that are left out.
TABLES: dict[str, tuple[str, str | None, tuple[str, ...]]] = {
    "adult": ("income", ">50K", ("split",)),
    "california_housing": ("median_house_value", None, ()),
    "compas": ("two_year_recid", "1", ()),
    "titanic": ("survived", "1", ()),
    "pima_diabetes": ("outcome", "1", ()),
}
FITTED_ROWS = 8_000
# Tables too small for that are split and measured so often.
REPEATS = 3

Settings = dict[str, Any]
SETTINGS: dict[str, Settings] = {
    "chosen": {},
    "4 bags": {"outer_bags": 4},
    "64 bins": {"max_bins": 64},
    "256 bins": {"max_bins": 256},
    "two leaves": {"max_leaves": 2},
    "three leaves": {"max_leaves": 3},
    "no smoothing": {"smoothing_rounds": 0},
    "rate 0.1": {"learning_rate": 0.1},
    "late stopping": {"early_stopping_rounds": 100, "early_stopping_tolerance": 1e-5},
}


def read(folder: Path, name: str) -> tuple[pd.DataFrame, np.ndarray, bool]:
    """Return features, outcome, and whether it is a class."""
    target, positive, ignored = TABLES[name]
    frame = pd.read_csv(folder / "tabular" / f"{name}.csv")
    frame = frame[frame[target].notna()].drop(columns=list(ignored)).reset_index(drop=True)
    outcome = frame.pop(target)
    texts = [column for column in frame if not pd.api.types.is_numeric_dtype(frame[column])]
    # Names and the like: a level for almost every row.
    frame = frame.drop(columns=[c for c in texts if frame[c].nunique() > 0.2 * len(frame)])
    for column in frame:
        if column in texts:
            frame[column] = frame[column].astype("category")
        else:
            frame[column] = frame[column].astype(np.float64)
    if positive is None:
        return frame, outcome.to_numpy(np.float64), False
    return frame, (outcome.astype(str) == positive).to_numpy(np.int64), True


def score(model: Any, features: pd.DataFrame, outcome: np.ndarray, classes: bool) -> float:
    """Return the held-out AUC or R2."""
    if classes:
        return float(roc_auc_score(outcome, model.predict_proba(features)[:, 1]))
    return float(r2_score(outcome, model.predict(features)))


def measure(folder: Path, name: str, *, with_interactions: bool) -> list[dict[str, Any]]:
    """Fit every setting on one table; return a row for each."""
    features, outcome, classes = read(folder, name)
    if classes:
        booster, own = ExplainableBoostingClassifier, AdditiveClassifier
    else:
        booster, own = ExplainableBoostingRegressor, AdditiveRegressor
    models: dict[str, Any] = {"default, no interactions": booster(interactions=0, n_jobs=1)}
    if with_interactions:
        models = {"default": booster(n_jobs=1), **models}
    models |= {label: own(**settings) for label, settings in SETTINGS.items()}
    repeats = 1 if len(features) >= 2 * FITTED_ROWS else REPEATS
    rows: list[dict[str, Any]] = []
    for label, model in models.items():
        found, seconds = [], []
        for repeat in range(repeats):
            order = np.random.default_rng(repeat).permutation(len(features))
            fitted = order[: min(FITTED_ROWS, len(order) // 2)]
            held_out = order[len(fitted) :]
            start = time.perf_counter()
            model.fit(features.iloc[fitted], outcome[fitted])
            seconds.append(time.perf_counter() - start)
            found.append(score(model, features.iloc[held_out], outcome[held_out], classes))
        spent = float(np.mean(seconds))
        rows.append(
            {
                "table": name,
                "fitted_rows": len(fitted),
                "repeats": repeats,
                "settings": label,
                "metric": "AUC" if classes else "R2",
                "score": round(float(np.mean(found)), 4),
                "seconds": round(spent, 2),
                "share_of_default": round(spent / (rows[0]["seconds"] if rows else spent), 4),
            }
        )
        print(
            f"{name:20} {label:26} {rows[-1]['metric']:3} {rows[-1]['score']:.4f}"
            f" {spent:8.2f} s {rows[-1]['share_of_default']:8.4f}",
            flush=True,
        )
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, default=None)
    parser.add_argument("--json", type=Path, default=None)
    parser.add_argument("--tables", nargs="+", choices=list(TABLES), default=list(TABLES))
    parser.add_argument("--without-default", action="store_true", help="leave the slow fit out")
    options = parser.parse_args()
    folder = options.data or Path(os.environ.get("DATAEXPLAIN_DATA", "../shared/data"))
    warnings.filterwarnings("ignore", "Missing values detected", UserWarning)
    results = [
        row
        for name in options.tables
        for row in measure(folder, name, with_interactions=not options.without_default)
    ]
    if options.json:
        text = json.dumps({"fitted_rows": FITTED_ROWS, "results": results}, indent=1)
        options.json.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
