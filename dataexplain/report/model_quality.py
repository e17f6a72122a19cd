"""How good the models are: what share of the reference's signal the explanation carries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dataexplain.records import ModelRecord
from dataexplain.report.charts import model_chart, score
from dataexplain.report.formatting import finite, finite_pair

_ROLES = {"explanation": "explanation", "dummy": "uses no column", "reference": "reference"}


def models_context(
    models: Sequence[ModelRecord], title: str = "How good the models are"
) -> dict[str, Any]:
    """Return the table, the chart and the one sentence about the models.

    Parameters
    ----------
    models : sequence of ModelRecord
    title : str

    Examples
    --------
    >>> models_context([])["sentence"]
    ''
    """
    metric = next((model.metric for model in models if model.role == "explanation"), None)
    chart = None if metric is None else model_chart(models, metric)
    return {
        "title": title,
        "sentence": signal_sentence(models),
        "chart": None if chart is None else chart.to_dict(),
        "rows": [
            {
                "name": model.name,
                "role": _ROLES.get(model.role, model.role),
                "metric": model.metric,
                "score": score(model.score),
                "interval": _interval(model),
            }
            for model in models
        ],
        "texts": [{"name": model.name, "text": model.text} for model in models if model.text],
    }


def _interval(model: ModelRecord) -> str:
    ends = finite_pair(model.interval)
    return "" if ends is None else f"{score(ends[0])} to {score(ends[1])}"


def signal_sentence(models: Sequence[ModelRecord]) -> str:
    """Say how much of what the reference gains over no model the best explanation gains.

    Examples
    --------
    >>> signal_sentence([
    ...     ModelRecord("additive model", "AUC", 0.84, (0.8, 0.9), "explanation"),
    ...     ModelRecord("always the base rate", "AUC", 0.5, (0.5, 0.5), "dummy"),
    ...     ModelRecord("gradient boosting", "AUC", 0.85, (0.8, 0.9), "reference"),
    ... ])
    'The additive model carries 97% of the signal that the reference (gradient boosting) finds.'
    """
    best: tuple[float, ModelRecord, ModelRecord] | None = None
    for model in models:
        if model.role != "explanation":
            continue
        dummy = _partner(models, "dummy", model.metric)
        reference = _partner(models, "reference", model.metric)
        if dummy is None or reference is None:
            continue
        own, low, high = (finite(entry.score) for entry in (model, dummy, reference))
        # A ratio of two differences: it says nothing when the reference itself finds little.
        if own is None or low is None or high is None or abs(high - low) < 1e-9:
            continue
        if not _finds_something(dummy, reference):
            continue
        carried = (own - low) / (high - low)
        if best is None or carried > best[0]:
            best = (carried, model, reference)
    if best is not None:
        carried, model, reference = best
        if carried >= 1:
            return f"The {model.name} predicts as well as the reference ({reference.name})."
        if carried <= 0:
            return (
                f"The {model.name} carries none of the signal that the reference "
                f"({reference.name}) finds."
            )
        return (
            f"The {model.name} carries {round(carried * 100)}% of the signal that the reference "
            f"({reference.name}) finds."
        )
    if any(model.role == "reference" for model in models):
        return "Not even the reference model predicts clearly better than no model at all."
    return ""


def _partner(models: Sequence[ModelRecord], role: str, metric: str) -> ModelRecord | None:
    return next((model for model in models if model.role == role and model.metric == metric), None)


def _finds_something(dummy: ModelRecord, reference: ModelRecord) -> bool:
    ends, base = finite_pair(reference.interval), finite(dummy.score)
    return ends is None or base is None or not ends[0] <= base <= ends[1]
