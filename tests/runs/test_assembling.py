import json
import math

import pytest

from dataexplain.records import ReportRecord
from tests.planted_tables import customers_report, flowers_report, houses_report

REPORTS = {
    "regression": houses_report,
    "binary": customers_report,
    "multiclass": flowers_report,
}
NUMBER = (int, float)
INTERVAL = "interval"
CLAIM = {
    "id": str,
    "kind": str,
    "text": str,
    "features": list,
    "direction": str,
    "outcome_class": (str, type(None)),
    "region": dict,
    "estimand": dict,
    "effect": (*NUMBER, type(None)),
    "unit": str,
    "unadjusted": (dict, type(None)),
    "adjusted": (dict, type(None)),
    "basis": str,
    "p": (*NUMBER, type(None)),
    "q": (*NUMBER, type(None)),
    "n": int,
    "floor": NUMBER,
    "verdict": str,
    "reason": str,
    "fidelity": bool,
    "sources": list,
    "stability": (*NUMBER, type(None)),
}
REPORT = {
    "schema": str,
    "target": str,
    "task": str,
    "roles": dict,
    "claims": list,
    "faults": list,
    "counts": dict,
    "models": list,
    "splits": dict,
    "null_runs": (dict, type(None)),
    "seed": int,
    "versions": dict,
}

ERROR = {"standard_error", "degrees_of_freedom", "method"}


@pytest.fixture(params=REPORTS)
def task(request):
    return request.param


@pytest.fixture
def values(task):
    return REPORTS[task]().to_dict()


def assert_interval(interval):
    low, high = interval
    assert isinstance(low, float)
    assert low <= high


def test_every_key_of_the_contract_is_there_with_its_type(values, task):
    for key, kind in REPORT.items():
        assert isinstance(values[key], kind), key
    assert values["schema"] == "dataexplain.report/1"
    assert next(iter(values)) == "schema"
    assert values["task"] == task
    assert values["claims"]
    for claim in values["claims"]:
        for key, kind in CLAIM.items():
            assert isinstance(claim[key], kind), key
        assert claim["direction"] in {"up", "down", "none"}
        assert claim["basis"] in {"adjusted", "unadjusted", "judge"}
        assert claim["verdict"] in {
            "supported",
            "not_supported",
            "inconclusive",
            "unverifiable",
        }
        assert (claim["outcome_class"] is None) == (task == "regression")
        assert claim["text"].endswith(".")
        assert claim["reason"].endswith(".")
        for name in ("interval", "interval_selected"):
            assert_interval(claim[name])
        for name, keys in (
            ("unadjusted", ERROR | {"effect", "interval", "p"}),
            ("adjusted", ERROR | {"effect", "interval", "p", "overlap"}),
        ):
            if claim[name] is not None:
                assert set(claim[name]) == keys
                assert_interval(claim[name]["interval"])
                assert 0 <= claim[name]["p"] <= 1
        assert {"contrasts", "rows", "held_fixed", "floor", "judge"} <= set(claim["estimand"])
        for condition in claim["region"].values():
            assert {"low", "high"} <= set(condition) or set(condition) in ({"levels"}, {"missing"})
    for model in values["models"]:
        assert {"name", "metric", "score", "interval"} <= set(model)
        assert_interval(model["interval"])


def test_counts_add_up(values):
    counts = values["counts"]
    verdicts = [claim["verdict"] for claim in values["claims"]]
    assert set(counts) == {"tried", "supported", "not_supported", "inconclusive", "unverifiable"}
    assert counts["tried"] == len(verdicts)
    for name in set(counts) - {"tried"}:
        assert counts[name] == verdicts.count(name)
    splits = values["splits"]
    kept = splits["rows_read"] - splits["rows_without_target"]
    assert splits["discovery"] + splits["verification"] == kept


def test_no_number_is_nan_or_infinite(values):
    text = json.dumps(values, allow_nan=False)
    assert json.loads(text) == values

    def numbers(value):
        if isinstance(value, dict):
            value = list(value.values())
        if isinstance(value, list):
            return [number for entry in value for number in numbers(entry)]
        return [value] if isinstance(value, float) else []

    assert all(math.isfinite(number) for number in numbers(values))


def test_the_record_survives_json(task):
    report = REPORTS[task]()
    again = ReportRecord.from_dict(json.loads(json.dumps(report.to_dict())))
    assert again.to_dict() == report.to_dict()
    assert again == report


def test_every_column_is_told_and_every_feature_has_a_curve(values, task):
    names = {column["name"] for column in values["columns"]}
    assert names == set(values["roles"])
    features = names - {values["target"]}
    classes = 3 if task == "multiclass" else 1
    assert {curve["feature"] for curve in values["curves"]} == features
    assert len(values["curves"]) == classes * len(features)
    importances = [curve["importance"] for curve in values["curves"]]
    assert importances == sorted(importances, reverse=True)


def test_models_stand_beside_no_model_and_a_reference(values):
    scores = {model["role"]: model["score"] for model in values["models"]}
    assert set(scores) == {"explanation", "dummy", "reference"}
    additive = next(model for model in values["models"] if model["name"] == "additive model")
    assert additive["score"] > scores["dummy"] + 0.1
    assert {model["metric"] for model in values["models"]} <= {"R2", "AUC", "accuracy"}


def test_the_outcome_is_that_of_the_table():
    outcome = customers_report().outcome
    assert dict(zip(outcome.classes, outcome.class_rows, strict=True))["yes"] == round(
        outcome.mean * 700
    )
    assert outcome.positive == "yes"
    assert sum(flowers_report().outcome.class_rows) == 600
    assert houses_report().outcome.classes == ()
